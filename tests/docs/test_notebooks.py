"""The notebooks were executed as they stand, and come out the same."""

from __future__ import annotations

import json
import re

import pytest

from tests.docs.notebooks import FOLDER, NOTEBOOKS, executed

#: The one that is executed here; the other takes longer.
QUICK = FOLDER / "first-study.ipynb"

_PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)


def said(cells) -> list[list[str]]:
    """What every code cell shows, without its pictures, whose lines may fall elsewhere with other fonts."""
    shown = []
    for cell in cells:
        if cell["cell_type"] != "code":
            continue
        data = [output.get("data", {}) for output in cell["outputs"]]
        texts = ["".join(item.get("text/html") or item.get("text/plain", "")) for item in data]
        shown.append([_PICTURE.sub("<svg/>", text) for text in texts])
    return shown


def test_there_are_two_or_more():
    assert len(NOTEBOOKS) >= 2 and QUICK in NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_was_executed_in_order_and_none_failed(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert not [output for cell in code for output in cell["outputs"] if output["output_type"] != "execute_result"]
    shown = "".join("".join(texts) for texts in said(cells))
    assert shown.count("<svg/>") >= 4 and "Traceback" not in shown and "/work/" not in shown


@pytest.mark.filterwarnings("ignore")  # of the kernel's own machinery
def test_a_notebook_comes_out_the_same():
    stored = json.loads(QUICK.read_text(encoding="utf-8"))["cells"]
    assert said(executed(QUICK).cells) == said(stored)
