"""Sensitivity and Uncertainty: the sentences and tables of the library, in words people read."""

import time

from sroi.analysis.leave_out import leave_out
from sroi.analysis.simulation import simulate
from sroi.analysis.switching import switching
from sroi.analysis.tornado import tornado
from sroi.valuation.formats import unit_text
from tests.webapp.driver import app, words
from tests.webapp.studies import example, walking


def said(at):
    return words(at).replace("\\", "")


def test_sensitivity_says_what_the_library_says():
    text = said(app("sensitivity", example()))
    for found in (tornado(example()), switching(example(), 1.0), leave_out(example())):
        assert all(sentence in text for sentence in found.summary)


def test_the_tables_of_sensitivity_are_in_the_units_of_the_numbers():
    at, found = app("sensitivity", example()), switching(example(), 1.0)
    table = at.dataframe[0].value
    assert list(table["Number"]) == [row.parameter.label for row in found.rows]
    assert table["Would have to be"][0] == unit_text(found.rows[0].value, found.rows[0].parameter)
    assert "nothing it could be" in set(table["Would have to be"])
    left = at.dataframe[1].value
    assert left["With it"][0].startswith("£1.11")


def test_another_measure_and_another_target_are_asked_about():
    at = app("sensitivity", example())
    at.number_input(key="sensitivity-target-ratio").set_value(2.0).run()
    assert all(sentence in said(at) for sentence in switching(example(), 2.0).summary)
    at.segmented_control(key="sensitivity-measure").set_value("npv").run()
    assert all(sentence in said(at) for sentence in tornado(example(), measure="npv").summary)


def drawn(at):
    """The page when the simulation is done."""
    for _ in range(600):
        if at.dataframe or at.error:
            return at
        time.sleep(0.1)
        at.run()
    raise AssertionError("never done")


def test_uncertainty_says_what_the_library_says():
    at = app("uncertainty", example())
    at.selectbox(key="uncertainty-draws").select(1_000).run()
    drawn(at)
    found = simulate(example(), draws=1_000, seed=0, threads=1)
    assert all(sentence in said(at) for sentence in found.summary)
    table = at.dataframe[0].value
    assert list(table.columns)[:2] == ["Draws", "Mean"]
    assert table["Median"].iloc[-1] == found.output.text(found.quantile(0.5))


def test_a_study_without_ranges_is_told_that_nothing_can_be_drawn():
    assert "The study cannot be simulated." in said(drawn(app("uncertainty", walking())))
