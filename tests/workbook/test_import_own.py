"""Our own workbook comes back as the study it was written from, with the cells that a person has changed."""

import io

import openpyxl
import pytest

import sroi
from sroi.errors import FileError, StudyError
from sroi.study.study import Study
from sroi.valuation.opening import ready_studies
from sroi.workbook.live.export import live_workbook
from sroi.workbook.live.template import blank_workbook
from sroi.workbook.reading import Answers, read_table
from tests.conftest import WALKING_GROUP

RANGED = WALKING_GROUP.replace("deadweight: 10%", "deadweight: 25% (15% to 35%)")


@pytest.fixture(scope="module")
def exported():
    study = Study.parse(RANGED)
    return study, live_workbook(study)


def changed(data, **cells):
    """The workbook with other contents in named cells, saved by another program: no stored results are left."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for name, value in cells.items():
        ((sheet, place),) = book.defined_names[name.replace("__", ".")].destinations
        book[sheet][place.replace("$", "")].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["wheels-to-meals", "drum-atweme", "dcu-changemaker"])
def test_a_workbook_that_was_not_changed_gives_the_same_study(name):
    study = sroi.load(ready_studies()[name])
    found = read_table(live_workbook(study), "book.xlsx")
    assert found.study.hash == study.hash and found.study.text() == study.text()
    assert (found.report.edited, found.report.decisions, found.needs, found.table) == ((), (), (), None)


def test_changed_cells_are_changes_of_the_study_and_are_told(exported):
    study, data = exported
    names = {name for name in openpyxl.load_workbook(io.BytesIO(data)).defined_names if "." in name}
    outcome = next(iter(study.outcomes))
    value = f"{outcome}/value".replace("/", ".").replace("-", "_")
    assert value in names
    found = read_table(changed(data, **{value: 77.5, "horizon": 2}), "book.xlsx")
    assert {edit.address: edit.after for edit in found.report.edited}.keys() == {f"{outcome}/value", "horizon"}
    assert found.study.outcomes[outcome].value.central == 77.5 and found.study.horizon == 2
    again = study.edited({f"{outcome}/value": 77.5, "horizon": 2})
    assert found.study.hash == again.hash


def test_a_changed_share_stays_a_share_and_its_lost_range_is_told(exported):
    study, data = exported
    outcome = next(key for key, one in study.outcomes.items() if one.deadweight is not None)
    name = f"{outcome}.deadweight".replace("-", "_")
    found = read_table(changed(data, **{name: 0.4}), "book.xlsx")
    assert found.study.outcomes[outcome].deadweight.central == 0.4
    (edit,) = found.report.edited
    assert (edit.before, edit.after) == ("25%", "40%") and edit.place.startswith("Numbers!B")
    assert any("had a range, 15% to 35%" in said for said in found.report.decisions)
    assert "0.4" not in found.study.text() and "40%" in found.study.text()


def test_a_cell_without_a_number_or_beyond_its_range_is_an_error(exported):
    study, data = exported
    outcome = next(key for key, one in study.outcomes.items() if one.deadweight is not None)
    name = f"{outcome}.deadweight".replace("-", "_")
    with pytest.raises(FileError) as error:
        read_table(changed(data, **{name: "rather low"}), "book.xlsx")
    problem = error.value.problems[0]
    assert problem.code == "own-number" and problem.address == f"{outcome}/deadweight" and "rather low" in problem.found
    with pytest.raises(StudyError) as error:
        read_table(changed(data, **{name: 1.4}), "book.xlsx")
    assert error.value.problems[0].code == "share-range"


def test_a_text_that_was_changed_by_hand_is_told(exported):
    _, data = exported
    book = openpyxl.load_workbook(io.BytesIO(data))
    page = book["Study file"]
    for row in page.iter_rows():
        if isinstance(row[1].value, str) and row[1].value.startswith("title:"):
            row[1].value = "title: Another"
    out = io.BytesIO()
    book.save(out)
    found = read_table(out.getvalue(), "book.xlsx")
    assert found.study.title == "Another" and "it is not the study that was exported" in found.report.decisions[0]


@pytest.mark.parametrize("currency", ["GBP", "USD", "NOK"])
def test_the_template_that_was_filled_in_by_another_program_is_read(currency):
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(currency)))
    page = book["Value map"]
    (head,) = (row for row in range(1, 9) if page.cell(row, 1).value == "Stakeholder")
    rows = [
        [
            "Parents",
            100,
            "Grant",
            5000,
            "x",
            "Fitter",
            "walks",
            "survey",
            40,
            3,
            1,
            "gym",
            300,
            "web",
            0.2,
            0,
            0.1,
            0.3,
        ],
        [None, None, None, None, "x", "Calmer", "walks", "survey", 30, 2, 2, "gym", 200, "web", 0.2, 0, 0.1, 0.3],
    ]
    for place, row in enumerate(rows, start=head + 1):
        for column, value in enumerate(row, start=1):
            page.cell(place, column, value)
    out = io.BytesIO()
    book.save(out)
    found = read_table(out.getvalue(), "template.xlsx", Answers(start_year=2025))
    assert found.study.currency == currency and found.report.outcomes == 2 and found.table.empty_rows > 50
    assert [cell.why.split(":")[0] for cell in found.report.unread] == ["a formula whose result is not stored"] * 2
    fitter, calmer = (found.study.outcomes[key] for key in ("fitter", "calmer"))
    assert (fitter.attribution.central, calmer.delay.central, calmer.stakeholder) == (0.1, 1, "parents")
    assert sroi.evaluate(found.study).pv_inputs == 5000


def test_a_formula_that_somebody_typed_is_taken_for_its_result_or_asked_to_be_saved_with_one(exported):
    study, data = exported
    outcome = next(key for key, one in study.outcomes.items() if one.deadweight is not None)
    name = f"{outcome}.deadweight".replace("-", "_")
    with pytest.raises(FileError) as error:
        read_table(changed(data, **{name: "=0.2+0.2"}), "book.xlsx")
    words = error.value.problems[0].message
    assert words.startswith("found =0.2+0.2 in Numbers!B") and "save it in a spreadsheet program" in words


def test_a_correlation_of_a_number_that_lost_its_range_is_taken_out_and_told():
    ranged = RANGED.replace("quantity: 20", "quantity: 20 (15 to 25)")
    study = Study.parse(ranged + "correlations: [{between: [fit/deadweight, fit/quantity], rho: 0.5}]\n")
    found = read_table(changed(live_workbook(study), fit__deadweight=0.3), "book.xlsx")
    assert "the correlation of fit/deadweight and fit/quantity was taken out: both need a range" in (
        found.report.decisions
    )
    assert not found.study.correlations
    assert sroi.evaluate(found.study).ratio == pytest.approx(sroi.evaluate(study).ratio * 0.7 / 0.75)
