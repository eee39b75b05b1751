"""The Ecotone report (2019) printed two tables of 11 × 11 cells: a sweep gives every one of the 242 as printed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal

import numpy as np
import pytest

from sroi.analysis.sweep import sweep
from tests.published.printed import STEPS, study, texts

NAME = "ecotone-2019-two-way-sensitivity"
COST, OUTCOME = "inputs/system-cost/amount", "outcome-cost/value"
VARY = [f"{COST}*=-50%:+50%:11", f"{OUTCOME}*=-50%:+50%:11"]


def tables() -> list[list[list[str]]]:
    """Both tables as the texts that stand in the file: rows by system cost, columns by outcome cost."""
    return [entry["printed"] for entry in texts(NAME)["also"] if str(entry["measure"]).endswith("two_way")]


def cells() -> Iterator[tuple[str, int, int, str]]:
    """Each printed cell: scenario, row, column, digits."""
    for scenario, table in zip(("base", "scenario-2"), tables(), strict=True):
        for row, line in enumerate(table):
            for column, text in enumerate(line):
                yield scenario, row, column, text


def as_printed(computed: float, text: str) -> bool:
    """Whether a number rounds to the digits printed, a half to either side."""
    return abs(Decimal(repr(float(computed))) - Decimal(text)) <= Decimal("0.005")


def test_there_are_242_cells() -> None:
    assert len(list(cells())) == 242


def test_every_cell_of_both_tables() -> None:
    found = sweep(study(NAME), "scenario=base,scenario-2", *VARY, measures=["ratio"])
    assert found.shape == (2, 11, 11)
    grids = dict(zip(("base", "scenario-2"), found.results["ratio"].reshape(found.shape), strict=True))
    wrong = [
        (scenario, row, column, text, float(grids[scenario][row, column]))
        for scenario, row, column, text in cells()
        if not as_printed(float(grids[scenario][row, column]), text)
    ]
    assert wrong == []


def test_every_cell_from_the_file_that_the_command_writes(sroi, tmp_path) -> None:
    """The same grid by hand: the file holds factors and ratios, and nothing else is needed to find a cell again."""
    path = tmp_path / "grid.csv"
    vary = [word for each in ("scenario=base,scenario-2", *VARY) for word in ("--vary", each)]
    assert sroi("sweep", NAME, *vary, "--measure", "ratio", "-o", path).code == 0
    with path.open(encoding="utf-8") as file:
        rows = {
            (row["scenario"], float(row[f"{COST} (factor)"]), float(row[f"{OUTCOME} (factor)"])): float(row["ratio"])
            for row in csv.DictReader(file)
        }
    assert len(rows) == 242
    for scenario, row, column, text in cells():
        key = (scenario, round(1 + STEPS[row], 1), round(1 + STEPS[column], 1))
        assert as_printed(rows[key], text), (key, text)


@pytest.mark.parametrize("place, scenario", [(0, "base"), (1, "scenario-2")])
def test_the_base_ratio_is_one_that_all_121_cells_allow(place: int, scenario: str) -> None:
    """Each printed cell brackets the unrounded base; the study's lies where all brackets overlap, which is narrow."""
    printed = np.array([[float(text) for text in line] for line in tables()[place]])
    steps = 1 + np.array(STEPS)
    scale = steps[None, :] / steps[:, None]  # outcome up, cost down
    low, high = ((printed - 0.005) / scale).max(), ((printed + 0.005) / scale).min()
    assert low <= high, "no base gives all 121 cells"
    assert high - low < 0.002
    base = sweep(study(NAME), f"scenario={scenario}", measures=["ratio"]).results["ratio"][0]
    assert low <= base <= high


def test_a_base_outside_the_brackets_would_miss_cells() -> None:
    """What the tests above hold is narrow: −3.65 in the place of −3.6402 misses cells."""
    off = sweep(study(NAME).edited({OUTCOME: -3.65}), *VARY, measures=["ratio"]).results["ratio"].reshape(11, 11)
    missed = [
        text for scenario, row, column, text in cells() if scenario == "base" and not as_printed(off[row, column], text)
    ]
    assert missed
