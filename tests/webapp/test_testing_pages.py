"""Sensitivity and Uncertainty: the sentences and tables of the library, in words people read."""

import pytest

from sroi import evaluate
from sroi.analysis.drivers import drivers
from sroi.analysis.information import information
from sroi.analysis.leave_out import leave_out
from sroi.analysis.levers import levers
from sroi.analysis.simulation import simulate
from sroi.analysis.switching import switching
from sroi.analysis.targets.amounts import told_apart
from sroi.analysis.tornado import tornado
from sroi.analysis.two_way import two_way
from sroi.charts.heat_map import heat_map
from tests.webapp.driver import app, finished, words
from tests.webapp.studies import example, walking


def said(at):
    return words(at).replace("\\", "")


def test_sensitivity_says_what_the_library_says():
    text = said(app("sensitivity", example()))
    for found in (tornado(example()), switching(example(), 1.0), leave_out(example())):
        assert all(sentence in text for sentence in found.summary)


def test_what_leads_to_a_list_stands_above_it_and_not_in_it():
    told = [element.value.replace("\\", "") for element in app("sensitivity", example()).markdown]
    lead = next(place for place, text in enumerate(told) if "11 do so inside it (9 in 10)" in text)
    assert told[lead].endswith("Of the 34 with a stated range, 11 do so inside it (9 in 10); these 5 come first:")
    assert told[lead + 1].count("- The ratio falls below £1 only if ") == 5
    assert told[lead + 2] == "Of the others, these come first:" and told[lead + 3].count("\n- ") == 2
    assert "more." not in " ".join(told[lead : lead + 4])


def test_the_tables_of_sensitivity_are_in_the_units_of_the_numbers():
    at, found = app("sensitivity", example()), switching(example(), 1.0)
    table = at.dataframe[0].value
    assert list(table["Number"]) == [row.parameter.label for row in found.rows]
    assert table["Would have to be"][0] == told_apart(found.rows[0].value, found.rows[0].parameter)
    lasts = list(table["Number"]).index("Parents move into work: duration")
    assert (table["Now"][lasts], table["Stated range (9 in 10)"][lasts]) == ("4 years", "2 years to 6 years")
    assert table["Would have to be"][lasts] == "3.04 years"
    assert "nothing it could be" in set(table["Would have to be"])
    left = at.dataframe[1].value
    assert left["With it"][0].startswith("£1.11")


def test_two_numbers_at_once_are_those_chosen_and_the_sums_those_of_the_library():
    at, found = app("sensitivity", example()), levers(example(), 30)
    assert at.selectbox(key="sensitivity-first").options == [lever.parameter.label for lever in found]
    at.selectbox(key="sensitivity-second").select(found[3].parameter.address).run()
    chart = heat_map(two_way(example(), found[0], found[3]))
    assert chart.title in said(at)
    ratio = evaluate(example()).ratio
    assert len(chart.rows) == 49 and any(row[2] == pytest.approx(ratio, rel=1e-12) for row in chart.rows)
    assert "Framed: the study as it stands." in chart.notes
    at.selectbox(key="sensitivity-first").select(found[3].parameter.address).run()
    assert "Choose two that differ." in said(at)


def test_another_measure_and_another_target_are_asked_about():
    at = app("sensitivity", example())
    at.number_input(key="sensitivity-target-ratio").set_value(2.0).run()
    assert all(sentence in said(at) for sentence in switching(example(), 2.0).summary)
    at.segmented_control(key="sensitivity-measure").set_value("npv").run()
    assert at.number_input(key="sensitivity-target-npv").label == "Target, GBP"
    assert all(sentence in said(at) for sentence in tornado(example(), measure="npv").summary)


def test_uncertainty_says_what_the_library_says():
    at = app("uncertainty", example())
    at.selectbox(key="uncertainty-draws").select(1_000).run()
    finished(at)
    found = simulate(example(), draws=1_000, seed=0, threads=1)
    assert all(sentence in said(at) for sentence in found.summary)
    assert all(sentence in said(at) for sentence in drivers(example()).summary)
    at.checkbox(key="uncertainty-worth").check().run()
    assert all(sentence in said(finished(at)) for sentence in information(example()).summary)
    table = at.dataframe[0].value
    assert list(table.columns)[:2] == ["Draws", "Mean"]
    assert table["Median"].iloc[-1] == found.output.text(found.quantile(0.5))
    assert table["Standard error of the mean"].iloc[-1] == f"£{found.sample.mean_error:.3f}"
    assert "± £0.0" in said(at) and "per 1 invested" not in said(at)


def test_a_study_without_ranges_is_told_that_nothing_can_be_drawn():
    assert "The study cannot be simulated." in said(finished(app("uncertainty", walking())))
