"""What users write stays what they wrote: no markup, no formulas, no emoji, nothing run or hidden."""

from __future__ import annotations

import csv
import io

import pytest

HOSTILE = """\
sroi: 1
title: "[bold red]x[/] :smile: =1+1"
currency: GBP
start_year: 2025
horizon: 1
stakeholders: {{a: {{name: "@SUM(A1) [link=http://x]here[/link]"}}}}
inputs: {{g: {{from: a, amount: 100, name: "+cmd"}}}}
outcomes:
  fit: {{name: "{name}", stakeholder: a, quantity: 10, value: -20, indicator: "-2+3", source: "\\tq", deadweight: 5%}}
unmonetised: {{trust: {{name: "[/bold]"}}}}
scenarios: {{x: {{set: {{fit/deadweight: 40%}}, note: "=HYPERLINK(1)"}}}}
"""

TABLES = ["value_map", "cash_flow", "ledger", "estimates", "by_stakeholder", "by_outcome", "perspectives"]


@pytest.fixture
def hostile(written):
    return written(text=HOSTILE.format(name="=1+1 [b]fit[/b]"))


def test_markup_of_the_user_is_printed_literally(sroi, hostile):
    found = sroi("run", hostile)
    assert (found.code, found.err) == (0, "")
    for words in ("[bold red]x[/] :smile: =1+1", "@SUM(A1) [link=http://x]here[/link]", "=1+1 [b]fit[/b]", "[/bold]"):
        assert words in found.words


@pytest.mark.parametrize(
    "arguments",
    [
        ["explain", "fit"],
        ["explain"],
        ["explain", "inputs"],
        ["scenarios"],
        ["compare", "x"],
        ["solve", "fit/value"],
        ["check"],
    ],
)
def test_markup_is_literal_in_every_answer(arguments, sroi, hostile):
    command, *more = arguments
    found = sroi(command, hostile, *more)
    assert found.code == (command == "check")  # its checks are open
    if command != "solve" and more != ["inputs"]:
        assert "[b]fit[/b]" in found.words or "[bold red]x[/]" in found.words


def test_markup_in_an_error_is_literal(sroi, written):
    path = written(change={"10%   #": "'[bold]27[/bold]'   #"})
    for found in (sroi("check", path), sroi("run", path)):
        assert 'found "[bold]27[/bold]"' in found.words


def cells(path):
    text = path.read_bytes().decode("utf-8")  # spreadsheets take a lone carriage return for the end of a row
    return [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "name", ["=1+1", "+1+1", "-1+1", "@SUM(1)", "\\t=1+1", "\\r=1+1", "x\\r=1+1", "x\\n=1+1", "=cmd|' /C calc'!A0"]
)
def test_no_cell_of_a_csv_file_is_a_formula(name, table, sroi, written, tmp_path):
    target = tmp_path / "result.csv"
    assert sroi("run", written(text=HOSTILE.format(name=name)), "--table", table, "-o", target).code == 0
    found = cells(target)
    assert found
    assert [cell for cell in found if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number(cell)] == []


@pytest.mark.parametrize(
    "arguments", [["scenarios"], ["compare", "x"], ["explain", "fit"], ["explain", "inputs"], ["solve", "fit/value"]]
)
def test_no_cell_of_any_other_csv_file_is_a_formula(arguments, sroi, hostile, tmp_path):
    command, *more = arguments
    target = tmp_path / "result.csv"
    assert sroi(command, hostile, *more, "-o", target).code == 0
    assert [cell for cell in cells(target) if cell[:1] in ("=", "+", "-", "@", "\t") and not is_number(cell)] == []


def test_a_text_made_inert_can_still_be_read(sroi, hostile, tmp_path):
    sroi("run", hostile, "-o", tmp_path / "map.csv")
    assert "'=1+1 [b]fit[/b]" in cells(tmp_path / "map.csv")
    assert "'@SUM(A1) [link=http://x]here[/link]" in cells(tmp_path / "map.csv")


def test_negative_numbers_stay_numbers_in_csv(sroi, hostile, tmp_path):
    sroi("run", hostile, "-o", tmp_path / "map.csv")
    assert "-20.0" in cells(tmp_path / "map.csv")


def test_json_keeps_texts_as_they_are(sroi, hostile, tmp_path):
    sroi("run", hostile, "-o", tmp_path / "result.json")
    assert '"=1+1 [b]fit[/b]"' in (tmp_path / "result.json").read_text(encoding="utf-8")
