"""``sroi sweep``: grids that can be read, files that are complete, and every mistake at once."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest

from sroi.analysis.sweep import sweep
from sroi.cli import output as printing
from sroi.cli import sweep as command
from sroi.study.loading import load

WORK = ["--vary", "fit/deadweight=0%:40%:3"]
COST = ["--vary", "inputs/*/amount*=-50%:+50%:3"]


def rows(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_two_dimensions_are_printed_as_a_grid(sroi, written):
    """20 × 100 × (1 − d) ÷ 1.035 for 1,000 × f."""
    found = sroi("sweep", written(), *WORK, *COST)
    assert (found.code, found.err) == (0, "")
    assert "SROI ratio in £ per £1: fit/deadweight down, inputs/*/amount across" in found.out
    assert re.search(r"^ +−50% +0% +\+50%$", found.out, re.M)
    assert re.search(r"^ 0% +3\.86 +1\.93 +1\.29$", found.out, re.M)
    assert re.search(r"^40% +2\.32 +1\.16 +0\.77\*$", found.out, re.M)
    assert "* does not reach £1.00 per £1" in found.out
    assert "Net present value in £: fit/deadweight down" in found.out
    assert "SROI ratio: from £0.77 per £1 at fit/deadweight = 40%, inputs/*/amount +50% to £3.86" in found.words
    assert "It is £1.00 per £1 or more in 8 of 9 cells (88.9%): a share of the cells asked for, not a" in found.words


def test_one_dimension_or_three_are_printed_as_rows(sroi, written):
    found = sroi("sweep", written(), *WORK, "--measure", "ratio")
    assert re.search(r"^fit/deadweight +SROI ratio, £ per £1$", found.out, re.M)
    assert re.search(r"^ +20% +1\.55$", found.out, re.M)
    found = sroi("sweep", written(), *WORK, *COST, "--vary", "horizon=1:3:3", "--measure", "npv")
    assert "3 × 3 × 3 = 27 cells" in found.out
    assert "And 7 more cells: -o FILE writes all of them." in found.out


def test_scenarios_side_by_side(sroi, written):
    found = sroi("sweep", written(), *WORK, "--vary", "scenario=base,cautious", "--measure", "ratio")
    assert re.search(r"^ +base +cautious$", found.out, re.M)
    assert re.search(r"^20% +1\.55 +1\.55$", found.out, re.M)


def test_undefined_cells_are_marked_in_text_blank_in_csv_and_null_in_json(sroi, written, tmp_path):
    path = tmp_path / "grid.csv"
    vary = ["--vary", "inputs/leader/amount=0,1000", "--vary", "fit/value=10,20"]
    assert re.search(r"^ +0 +– +–$", sroi("sweep", written(), *vary).out, re.M)
    found = sroi("sweep", written(), *vary, "-o", path)
    assert "Undefined in 2 of 4 cells, which stay blank: the inputs counted come to nothing." in found.words
    assert [row["ratio"] == "" for row in rows(path)] == [True, True, False, False]
    data = json.loads(sroi("sweep", written(), *vary, "--json").out)
    assert [cell["ratio"] is None for cell in data["cells"]] == [True, True, False, False]
    assert data["undefined"]["ratio"] == {"the inputs counted come to nothing": 2}
    assert data["dimensions"][0] == {
        "address": "inputs/leader/amount", "relative": False, "column": "inputs/leader/amount", "values": [0, 1000],
    }  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "json", "parquet"])
def test_files_hold_what_the_library_gives(suffix, sroi, written, tmp_path):
    import pandas as pd

    path = tmp_path / f"grid.{suffix}"
    study = written()
    found = sroi("sweep", study, *WORK, *COST, "-o", path)
    assert found.code == 0 and found.err.splitlines()[0] == f"written: {path}"
    expected = sweep(load(study), WORK[1], COST[1]).table
    if suffix == "json":
        table = pd.DataFrame(json.loads(path.read_text(encoding="utf-8"))["cells"])
    else:
        table = pd.read_csv(path) if suffix == "csv" else pd.read_parquet(path)
    assert list(table.columns) == list(expected.columns)
    assert np.array_equal(table.to_numpy(dtype=float), expected.to_numpy(dtype=float))


def test_nothing_is_left_behind_where_writing_fails(sroi, written, tmp_path):
    found = sroi("sweep", written(), *WORK, "-o", tmp_path / "grid.xlsx")
    assert (found.code, list(tmp_path.glob("grid*"))) == (2, [])
    found = sroi("sweep", written(), *WORK, "-o", tmp_path / "nowhere" / "grid.csv")
    assert "[file-unwritten]" in found.err


def test_a_grid_larger_than_the_disk_is_refused_before_it_is_computed(sroi, written, tmp_path, monkeypatch):
    monkeypatch.setattr(command.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 1_000_000}))
    vary = ["--vary", "fit/deadweight=0%:50%:1000", "--vary", "fit/value=1:2:1000"]
    found = sroi("sweep", written(), *vary, "-o", tmp_path / "grid.csv")
    assert found.code == 2
    assert (
        "found 1,000,000 cells, about 80 MB; the disk has 1 MB left; use fewer values, or another disk" in found.words
    )
    assert "[grid-too-large]" in found.err


def test_a_grid_too_large_is_refused(sroi, written):
    found = sroi("sweep", written(), "--vary", "fit/deadweight=0%:50%:9999", "--vary", "fit/value=1:2:9999")
    assert "found 9,999 × 9,999 = 99,980,001 cells; a grid has at most 10,000,000 cells" in found.words


def test_every_mistake_of_every_dimension_at_once(sroi, written):
    vary = ["--vary", "fit/dedweight=1", "--vary", "fit/value", "--vary", "fit/deadweight=10,60"]
    found = sroi("sweep", written(), *vary)
    assert (found.code, found.out) == (2, "")
    for words in ("did you mean fit/deadweight", 'found "fit/value"; a dimension is', "for 10 per cent write 10%"):
        assert words in found.words


def test_nothing_to_vary_says_how(sroi, written):
    found = sroi("sweep", written())
    assert found.code == 2
    assert "found nothing to vary; a sweep has a dimension; write it like into-work/deadweight=0%:60%:13" in found.words


def test_payback_that_never_comes(sroi, written):
    found = sroi("sweep", written(), "--vary", "fit/value=10,100", "--vary", "horizon=2,3", "--measure", "payback")
    assert re.search(r"^ 10 +never\* +never\*$", found.out, re.M)
    assert "Payback by running total in years" in found.out


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("count", [2, 11, 40])
def test_no_digit_is_clipped_however_narrow_the_terminal(width, count, sroi, written, monkeypatch):
    monkeypatch.setattr(printing, "_PLAIN_WIDTH", width)
    study = written(change={"quantity: 20": "quantity: 98765"})
    found = sroi("sweep", study, "--vary", f"fit/value=1000:9000:{count}", *WORK, "--measure", "pv_benefits")
    assert max(map(len, found.out.splitlines())) <= width
    grid = sweep(load(study), f"fit/value=1000:9000:{count}", WORK[1], measures=["pv_benefits"])
    for value in grid.results["pv_benefits"]:
        assert f"{value / 1000:,.0f}" in found.out
