"""Outcomes: the grid, the form beside it, new rows by hand and from a spreadsheet."""

import pytest

import sroi
from sroi.study.loading import load
from sroi.study.study import Study
from sroi.valuation.formats import money
from sroi.valuation.model import Model
from sroi.valuation.opening import ready_studies
from sroi.webapp.entering.grid import grid, with_grid
from sroi.webapp.session import KEY
from tests.conftest import WALKING_GROUP
from tests.webapp.driver import app, words
from tests.webapp.studies import blank, example, large, walking


def study(at):
    return at.session_state[KEY].history.study


def edit(at, row, **cells):
    at.session_state[f"outcomes-grid-{at.session_state[KEY].epoch}"] = {"edited_rows": {row: cells}}
    return at.run()


def said(at):
    return words(at).replace("\\", "")


def test_the_grid_says_what_the_file_says():
    row = grid(walking()).loc["fit"]
    assert dict(row) == {
        "name": "Fitter", "stakeholder": "Walkers", "quantity": "20", "value": "100", "deadweight": "10%",
        "displacement": "", "attribution": "", "drop_off": "", "duration": "",
    }  # fmt: skip


def test_cells_say_in_words_what_a_number_is_made_of_and_what_it_is_now():
    first = example()
    row = dict(grid(first, Model(first)).loc["into-work"])
    assert (row["quantity"], row["value"], row["deadweight"], row["attribution"], row["displacement"]) == (
        "756 (4 multiplied)", "3 values: output, health care, benefits saved",
        "28.57% (comparison: Use of services)", "25% (shared: Others)", "25% (15% to 40%)",
    )  # fmt: skip
    assert grid(first).loc["into-work", "deadweight"] == "comparison: Use of services"
    by_year = load(ready_studies()["key-worker-employment-manchester"])
    assert grid(by_year, Model(by_year)).loc["into-work", "quantity"] == "500 (3 start years)"


def test_a_value_from_the_library_says_what_it_is_now():
    document = walking().document | {"price_base": "2024-25", "prices": {"index": "uk-gdp-deflator"}}
    document["outcomes"]["fit"] = {**document["outcomes"]["fit"], "proxy": "wellby"}
    del document["outcomes"]["fit"]["value"]
    study = Study.from_document(document)
    assert grid(study, Model(study)).loc["fit", "value"] == "£13,000.00 (from the library)"
    assert "From the library: wellby. It is changed there." in said(app("outcomes", study))


def test_a_cell_in_words_that_nobody_touched_changes_nothing_and_typing_over_it_does():
    first = example()
    edited = grid(first, Model(first))
    assert with_grid(first, edited, Model(first)) == (first, ())
    edited.loc["into-work", "deadweight"] = "45%"
    new, wrong = with_grid(first, edited, Model(first))
    assert not wrong and new.outcomes["into-work"].deadweight.central == 0.45


def test_an_edit_of_the_grid_changes_the_study_and_the_strip():
    at = edit(app("outcomes", walking()), 0, deadweight="35%", quantity="18 to 25")
    assert not at.exception and not at.error
    fit = study(at).outcomes["fit"]
    assert fit.deadweight.central == 0.35 and study(at).document["outcomes"]["fit"]["quantity"] == "18 to 25"
    assert at.session_state[KEY].epoch == 0  # the grid is not drawn afresh by its own edit
    assert f"NPV {money(sroi.evaluate(study(at)).npv, 'GBP')}" in said(at)


def test_a_bad_percent_keeps_the_last_valid_study_and_lets_the_other_cells_through():
    at = edit(app("outcomes", walking()), 0, deadweight="135%", duration="2")
    fit = study(at).outcomes["fit"]
    assert (fit.deadweight.central, fit.duration.central) == (0.1, 2)
    assert "Fitter, Would have happened anyway (deadweight): “135%” was not taken over" in said(at)
    assert "0% and 100%" in said(at)
    at = edit(at, 0, deadweight="12%", duration="2")
    assert study(at).outcomes["fit"].deadweight.central == 0.12 and not at.error


@pytest.mark.parametrize("text", ["1,200", "£1,200", "1e3", "007", "{low: 1,likely: 2, high: 3}", "1200.0"])
def test_a_number_typed_in_any_way_is_one_step(text):
    at = edit(app("outcomes", walking()), 0, value=text)
    assert not at.exception and len(at.session_state[KEY].history.commands) == 2 - bool(at.error)


def test_a_cell_made_of_several_numbers_is_changed_in_the_details():
    first = example()
    edited = grid(first)
    edited.loc["into-work", "quantity"] = "12"
    new, wrong = with_grid(first, edited)
    assert new is first
    (cell,) = wrong
    assert cell.problems[0].code == "cell-several"
    assert cell.problems[0].write == "change it in the details of the row"


def test_a_proxy_is_not_typed_over_in_the_grid_and_is_read_in_the_details():
    at = app("outcomes", example())
    assert "Value of one unit (output)  \n**£8,701.00 (GBP in 2012-13 prices)**" in said(at)
    assert "From the library: gm-income-support-into-work. It is changed in the study file." in said(at)
    assert not any("Value of one unit" in box.label for box in at.text_input)


def test_suggestions_fit_the_kind_of_number():
    at = app("outcomes", walking())
    boxes = {box.label: box.placeholder for box in at.text_input}
    assert "25%" in boxes["Moved from others (displacement), % taken off"]
    assert boxes["Lasts, years"] == "such as 3 or 2 to 5"
    assert {"Fades each year (drop-off), %", "Value of one unit, GBP", "Quantity"} <= boxes.keys()


def test_the_form_beside_the_grid_draws_the_grid_afresh():
    at = app("outcomes", walking())
    next(box for box in at.text_input if "deadweight" in box.label).input("22%").run()
    assert study(at).outcomes["fit"].deadweight.central == 0.22 and at.session_state[KEY].epoch == 1


def test_names_in_boxes_are_not_escaped():
    at = app("outcomes", Study.parse(WALKING_GROUP.replace("name: Fitter", "name: Well-being *now*")))
    which = next(box for box in at.selectbox if box.label == "Outcome")
    assert which.options == ["Well-being *now*"]


def test_an_outcome_is_added_by_hand_and_removed():
    at = app("outcomes", walking())
    boxes = {box.label: box for box in at.text_input}
    boxes["What changes?"].input("Sleep better")
    boxes["How many of them?"].input("12")
    next(box for label, box in boxes.items() if label.startswith("What is one worth")).input("£50")
    next(button for button in at.button if button.label == "Add outcome").click().run()
    assert study(at).outcomes["sleep-better"].quantity is not None and not at.exception
    at.selectbox(key="outcomes-which").select("sleep-better").run()
    at.button(key="outcomes-remove-sleep-better").click().run()
    assert list(study(at).outcomes) == ["fit"]


def test_pasted_rows_are_shown_first_and_the_bad_one_is_told():
    at = app("outcomes", walking())
    head = "Outcome\tStakeholder\tQuantity\tUnit value\tDeadweight\tMood"
    rows = f"{head}\nSleep\tWalkers\t4\t£1,200\t30%\tx\nBad\tWalkers\t4\t5\t300%\t"
    at.text_area[0].input(rows).run()
    assert "Not understood, and not taken over: Mood." in said(at)
    assert "Row 2 (Bad" in said(at) and list(study(at).outcomes) == ["fit"]
    at.button(key="outcomes-paste-add").click().run()
    assert list(study(at).outcomes) == ["fit", "sleep"] and "1 outcomes were added" not in said(at)
    assert "1 outcome was added; 1 row was not." in said(at)


def test_nothing_can_be_added_before_there_are_people():
    assert "Say first who is changed" in said(app("outcomes", blank()))


def test_a_very_large_map_is_drawn_and_edited():
    first = large()
    edited = grid(first)
    name = edited.index[-1]
    edited.loc[name, "duration"] = "3"
    new, wrong = with_grid(first, edited)
    assert not wrong and new.outcomes[name].duration.central == 3 and len(edited) == 300


def test_a_shared_number_is_changed_where_all_who_use_it_follow():
    at = app("outcomes", example())
    box = next(box for box in at.text_input if box.label.replace("\\", "") == "Into work")
    box.input("12% (8% to 16%)").run()
    assert not at.exception and study(at).document["estimates"]["into-work"]["value"] == "12% (8% to 16%)"
