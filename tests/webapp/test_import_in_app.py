"""A value map sent on Start: what was understood and what differs is said, what is missing is asked for."""

import pytest

from sroi.webapp.session import KEY
from sroi.workbook.live.export import live_workbook
from sroi.workbook.live.template import blank_workbook
from sroi.workbook.reading import Answers, read_table
from tests.webapp.driver import app, words
from tests.webapp.studies import walking
from tests.workbook.import_grids import HEADINGS, book, line

BARE = [*HEADINGS[:8], "Attribution %", *HEADINGS[9:], "Inputs", "Value of inputs"]


def said(at):
    return words(at).replace("\\", "")


def send(at, name, data):
    boxes = [box for box in at.file_uploader if (box.key or "").startswith("importing-file")]
    boxes[0].upload(name, data, "application/octet-stream")
    return at.run()


def box(at, kind, label):
    return next(one for one in getattr(at, kind) if one.label == label)


def map_of(*rows):
    inputs = [["Grant", 1000], *([[None, None]] * (len(rows) - 1))]
    return book([BARE, *([*row, *more] for row, more in zip(rows, inputs, strict=True))])


def answer(at):
    """Answer what a map of these tests never says."""
    box(at, "number_input", "First year of the map").set_value(2025)
    box(at, "selectbox", "Currency of the map").set_value("GBP")


def press_open(at):
    box(at, "button", "Open as a study").click()
    return at.run()


def test_what_the_map_does_not_say_is_asked_for_and_the_study_opens():
    rows = (
        line("Walkers", "Fitter", 20, 100.0, attribution=0.2, impact=0.0),
        line("Walkers", "=HYPERLINK(1) *b*", 10, 50.0, attribution=0.2, impact=0.0),
    )
    bare = [[*row[:-1], None] for row in rows]
    data = map_of(*bare)
    at = send(app("start"), "map.xlsx", data)
    assert not at.exception and "What was understood of map.xlsx" in said(at)
    assert "2 outcomes, 1 stakeholder, 1 input" in said(at)
    assert "does not say whose share" in said(at) and "of others the ratio is" in said(at)
    press_open(at)
    assert "Not everything was answered" in said(at) and at.session_state[KEY].history is None
    box(at, "radio", "Whose share is it?").set_value("ours")
    box(at, "number_input", "First year of the map").set_value(2024)
    box(at, "selectbox", "Currency of the map").set_value("EUR")
    box(at, "number_input", "Years counted, if other than the map's").set_value(3)
    press_open(at)
    study = at.session_state[KEY].history.study
    expected = read_table(
        data, "map.xlsx", Answers(currency="EUR", start_year=2024, attribution="ours", horizon=3)
    ).study
    assert study.hash == expected.hash and study.outcomes["fitter"].attribution.central == 0.8
    assert at.title[0].value == "Outcomes"
    assert at.session_state[KEY].history.command.label == "imported map.xlsx"
    assert at.session_state[KEY].history.changed_since_saved


def test_rows_whose_printed_impact_differs_are_named():
    rows = [line("A", f"Change {place}", 10 * place, 100.0, attribution=0.25) for place in range(1, 5)]
    rows[2][-1] += 500.0
    at = send(app("start"), "map.xlsx", map_of(*rows))
    table = next(one.value for one in at.table if "Printed → comes out" in one.value)
    assert [cell.split(" ")[0] for cell in table["Row"]] == ["4"]
    assert "2,750.00 → 2,250.00" in table["Printed → comes out"].iloc[0].replace("\\", "")
    assert "3 printed values come out as printed." in said(at)
    answer(at)
    press_open(at)
    assert "The map prints another value than comes out in row 4" in said(at)


def test_pasted_cells_are_read_alike_and_a_text_that_is_no_table_is_explained():
    at = app("start")
    box(at, "text_area", "Cells with their headings").set_value("just words")
    box(at, "button", "Read the cells").click().run()
    assert "Nothing was opened." in said(at) and at.session_state[KEY].history is None
    box(at, "button", "Put it away").click().run()
    assert "Nothing was opened." not in said(at)
    table = "Outcome\tStakeholder\tQuantity\tValue\tDeadweight\nSleep better\tParents\t40\t£1,200\t25%"
    box(at, "text_area", "Cells with their headings").set_value(table)
    box(at, "button", "Read the cells").click().run()
    box(at, "text_input", "Title, if another").set_value("Sleep")
    box(at, "number_input", "First year of the map").set_value(2026)
    press_open(at)
    study = at.session_state[KEY].history.study
    assert (study.title, study.currency, study.outcomes["sleep-better"].deadweight.central) == ("Sleep", "GBP", 0.25)


def test_the_sheet_is_asked_for_where_several_hold_a_map():
    row = line("A", "Fitter", 20, 100.0)
    data = book([HEADINGS, row], more={"Other": [HEADINGS, [*row[:1], "Happier", *row[2:]]]})
    at = send(app("start"), "two.xlsx", data)
    assert "found value maps on the sheets" in said(at)
    box(at, "selectbox", "Sheet to read").set_value("Other").run()
    answer(at)
    press_open(at)
    assert list(at.session_state[KEY].history.study.outcomes) == ["happier"]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("map.xlsx", b"%PDF-1.7 nothing", "is a PDF"),
        ("map.xlsx", b"PK\x03\x04 broken", "Nothing was opened."),
        ("map.csv", b"a" * 10_000_001, "is larger than 10 MB"),
        ("map.csv", b"", "is empty"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_words(name, data, told):
    at = send(app("start"), name, data)
    assert not at.exception and told in said(at) and at.session_state[KEY].history is None


def test_a_workbook_made_here_comes_back_as_the_study_it_was_made_from():
    at = send(app("start"), "walking.xlsx", live_workbook(walking()))
    press_open(at)
    assert at.session_state[KEY].history.study.hash == walking().hash


def test_the_empty_value_map_is_read_back():
    at = send(app("start"), "value-map.xlsx", blank_workbook("GBP", None))
    assert not at.exception and "1 outcome" in said(at)
