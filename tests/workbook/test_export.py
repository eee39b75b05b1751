"""What a person finds in the workbook: names, colours, checks on what is typed, words that stay words."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from sroi.analysis.recorded.artefacts import record_in_bytes
from sroi.bank.locate import studies_folder
from sroi.errors import FileError, SroiError
from sroi.study.loading import load
from sroi.study.places import places
from sroi.study.study import Study
from sroi.workbook.live.carried import LONGEST, study_page
from sroi.workbook.live.export import live_workbook, pages
from sroi.workbook.live.names import cell_names
from sroi.workbook.live.page import HEAD, Formula, Number
from sroi.workbook.live.template import blank_workbook
from tests.workbook.spreadsheet import names, sheets

HERE = Path(__file__).parent

SHEETS = [
    "Cover",
    "Notes",
    "Stakeholders",
    "Numbers",
    "Inputs",
    "Value map",
    "Yearly flows",
    "Present values",
    "Results",
    "Perspectives",
    "Scenarios",
    "Switching values",
    "Effect by year",
    "Profiles",
    "Discounting",
    "Uprating",
    "Price index",
    "Assumptions log",
    "Sources",
    "Check",
    "Run record",
    "Study file",
]


@pytest.fixture(scope="module")
def study():
    return load(HERE / "everything.yaml")


@pytest.fixture(scope="module")
def book(study):
    return live_workbook(study, date(2026, 11, 22))


@pytest.fixture(scope="module")
def made(study):
    return {page.name: page for page in pages(study)}


def parts(data, pattern):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist() if re.fullmatch(pattern, name)}


def texts(data):
    """Every text of a workbook, as a reader sees it."""
    shared = parts(data, r"xl/sharedStrings\.xml")["xl/sharedStrings.xml"]
    return re.findall(r"<t[^>]*>([^<]*)</t>", shared)


def test_every_sheet_is_there_with_its_title_and_one_table(made, book):
    assert sheets(book) == SHEETS
    for page in made.values():
        assert page.title
        assert page.rows, page.name
        assert len({column.key for column in page.columns}) == len(page.columns)
        assert all(set(cells) <= {column.key for column in page.columns} for cells in page.rows), page.name
    for text in parts(book, r"xl/worksheets/sheet\d+\.xml").values():
        assert re.search(r'<c r="A1"[^>]* t="s">', text)
        assert "mergeCell" not in text
        assert 'state="frozen"' in text
        assert 'orientation="landscape"' in text


def test_every_sheet_has_a_print_area(book):
    workbook = parts(book, r"xl/workbook\.xml")["xl/workbook.xml"]
    assert workbook.count("_xlnm.Print_Area") == len(SHEETS)


def test_every_number_of_its_own_has_a_cell_with_its_address_as_name(study, book, made):
    known = names(book)
    linked = {
        spot.address for spot in places(study) if spot.estimate is not None and spot.estimate.distribution is None
    }
    stated = [spot.address for spot in places(study) if spot.address not in linked]
    # The engine takes the comparison's sample for the outcome's own: the same numbers, counted once.
    stated.remove("into-work/quantity/found")
    wanted = cell_names(made["Numbers"].rows[place]["address"] for place in range(len(made["Numbers"].rows)))
    assert {wanted[address] for address in stated} | {"horizon", "partial_years"} == {
        name for name in known if not name.startswith("_xlnm")
    }
    assert known["into_work.attribution"][0] == "Numbers"
    sheet, cell = known["inputs.staff.amount.each.2026"]
    row = made[sheet].rows[int(cell[1:]) - HEAD - 1]
    assert isinstance(row["base"], Number)
    assert row["base"].value == 42000
    assert row["address"] == "inputs/staff/amount/each/2026"


def test_names_that_would_be_the_same_are_told_apart_and_long_ones_refused():
    assert cell_names(["a/drop-off", "a/drop_off"]) == {"a/drop-off": "a.drop_off", "a/drop_off": "a.drop_off_"}
    with pytest.raises(FileError) as caught:
        cell_names(["a/" + "b" * 300])
    assert caught.value.problems[0].code == "name-long"
    assert caught.value.problems[0].allowed == "spreadsheets take names of at most 255"


def test_what_may_be_typed_is_limited_to_what_is_legal(book, made):
    share = next(row for row in made["Numbers"].rows if row["address"] == "into-work/attribution")["base"]
    assert share.limits == (0, 1)
    text = parts(book, r"xl/worksheets/sheet4\.xml")["xl/worksheets/sheet4.xml"]
    cell = names(book)["into_work.attribution"][1]
    rule = re.search(rf'<dataValidation type="decimal"[^>]* sqref="{cell}">(.*?)</dataValidation>', text)
    assert rule[1] == "<formula1>0</formula1><formula2>1</formula2>"
    assert re.search(r'<dataValidation type="whole"[^>]* sqref="B5">', text)


def test_words_of_the_study_stay_words(book, study):
    formulas = [
        formula
        for text in parts(book, r"xl/worksheets/sheet\d+\.xml").values()
        for formula in re.findall(r"<f>([^<]*)</f>", text)
    ]
    assert len(formulas) > 800
    assert not any("HYPERLINK" in formula for formula in formulas)
    assert any("HYPERLINK" in text for text in texts(book))
    assert "+1 Council" in texts(book)
    assert "@SUM(1)" in texts(book)
    assert parts(book, r"xl/worksheets/_rels/.*hyperlink.*") == {}
    assert "<hyperlink" not in "".join(parts(book, r"xl/worksheets/sheet\d+\.xml").values())


def test_only_the_check_holds_results_of_the_engine(made):
    """No other sheet of the calculation has a number that neither the study states nor a formula gives."""
    for name in ("Stakeholders", "Yearly flows", "Present values", "Results"):
        for cells in made[name].rows:
            numbers = {key: cell for key, cell in cells.items() if isinstance(cell, (int, float, Number))}
            assert set(numbers.values()) <= {0.0}, (name, numbers)
    for cells in made["Value map"].rows:
        for key in ("quantity", "unit", "kept", "net", "gross", "impact", "present", "share"):
            assert cells.get(key) is None or isinstance(cells[key], Formula)


def test_the_study_comes_back_whole(study, made):
    rows = made["Study file"].rows
    lines: dict[int, str] = {}
    for row in rows:
        lines[int(row["line"])] = lines.get(int(row["line"]), "") + row["text"]
    assert Study.parse("\n".join(lines.values())).hash == study.hash


def test_a_line_too_long_for_a_cell_is_carried_in_pieces():
    note = "x" * (2 * LONGEST)
    text = (HERE / "listed.yaml").read_text(encoding="utf-8").replace("title: Rates", f"purpose: {note}\ntitle: Rates")
    rows = study_page(Study.parse(text)).rows
    line = [row["text"] for row in rows if int(row["line"]) == 3]
    assert len(line) == 3
    assert "".join(line) == f"purpose: {note}"


def test_the_record_of_the_run_is_found(book, study):
    record = record_in_bytes(book, "book.xlsx")
    assert (record.study_hash, record.date) == (study.hash, "2026-11-22")
    assert Study.parse(record.study).hash == study.hash


def test_the_same_study_and_day_give_the_same_file(study, book):
    assert live_workbook(study, date(2026, 11, 22)) == book
    assert live_workbook(study, None) != book


def test_the_cover_never_shows_a_ratio_without_its_range_and_caveats(made):
    said = {row["what"]: row["value"] for row in made["Cover"].rows}
    assert "9 in 10" in said["Result with its range, base case at export"]
    assert [row["what"] for row in made["Cover"].rows].count("To be read beside it") == 3


def test_a_study_without_anything_special_has_no_blank_sheet():
    plain = load(studies_folder() / "safe-regeneration-consortium.yaml")
    found = {page.name: page for page in pages(plain)}
    assert "Profiles" not in found
    assert "Price index" not in found
    assert "there is nothing to uprate" in found["Uprating"].rows[0]["what"]
    assert found["Scenarios"].rows[0]["what"] == "The study states no scenario: the base case is all there is."
    assert all(page.rows for page in found.values())


def test_the_template_is_a_value_map_with_one_example_marked_as_one():
    data = blank_workbook("NOK")
    assert sheets(data) == ["Value map", "Notes"]
    words = texts(data)
    assert "EXAMPLE: write over this row, or delete it" in words
    assert "Attribution % (caused by others)" in words
    assert words.count("Deadweight %") == 1  # one string, used by both sheets
    assert any(text.startswith("One row for each outcome. Amounts in NOK.") for text in words)


def test_the_choice_of_a_scenario_has_room_for_many(book):
    text = parts(book, r"xl/worksheets/sheet11\.xml")["xl/worksheets/sheet11.xml"]
    rule = re.search(r'<dataValidation type="list"[^>]* sqref="D2">(.*?)</dataValidation>', text)
    assert rule[1] == "<formula1>$E$4:$O$4</formula1>"


def test_a_text_too_long_for_a_cell_says_that_it_is_cut():
    text = (HERE / "listed.yaml").read_text(encoding="utf-8")
    study = Study.parse(text.replace("title: Rates", f"purpose: {'y' * (LONGEST + 1)}\ntitle: Rates"))
    cut = [
        said for said in texts(live_workbook(study)) if said.endswith("y… (the whole text is on the sheet Study file)")
    ]
    assert [len(said) for said in cut] == [LONGEST]


def test_a_scenario_that_cannot_be_resolved_is_named():
    text = (HERE / "everything.yaml").read_text(encoding="utf-8")
    study = Study.parse(text.replace("set: {price_base: 2022-23}", "set: {price_base: 1066}"))
    with pytest.raises(SroiError) as caught:
        live_workbook(study)
    assert {problem.code for problem in caught.value.problems} == {"index-range"}
    assert all(one.found.startswith("under the scenario other-prices: ") for one in caught.value.problems)


def test_formulas_are_short_enough_for_every_spreadsheet():
    for name in ("ctbc-baseball-sponsorship", "whole-family-support-scotland"):
        for page in pages(load(studies_folder() / f"{name}.yaml")):
            formulas = [cell.text for cells in page.rows for cell in cells.values() if isinstance(cell, Formula)]
            assert max(map(len, formulas), default=0) < 8192, page.name
