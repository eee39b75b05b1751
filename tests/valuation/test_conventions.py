"""Readings of the ratio: worked by hand, and the same as the study written in each convention."""

from __future__ import annotations

import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.conventions import conventions

TEXT = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 3
discounting: DISCOUNTING
stakeholders: {a: {name: A, role: participant}}
inputs: {grant: {from: a, amount: {2025: 60, 2026: 40}}}
outcomes:
  fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 2}
  well: {name: N, stakeholder: a, quantity: 1, value: 50, discounting: {rate: 1.5%, outcomes: end}}
scenarios: {later: {set: {fit/delay: 1}}, plain: {set: {discounting: undiscounted}}}
"""


def study(discounting: str = "sroi-guide") -> Study:
    return Study.parse(TEXT.replace("DISCOUNTING", discounting))


WRITTEN = {
    "end-of-year": "{rate: 3.5%, inputs: start, outcomes: end}",
    "mid-year": "{rate: 3.5%, inputs: start, outcomes: mid}",
    "start-of-year": "{rate: 3.5%, inputs: start, outcomes: start}",
}


@pytest.mark.parametrize(
    "stated", ["sroi-guide", "green-book", "undiscounted", "{rate: 3.5%, inputs: end, outcomes: mid}"]
)
@pytest.mark.parametrize("scenario", [None, "later"])
def test_a_reading_is_the_study_written_that_way(stated: str, scenario: str | None) -> None:
    """Own rates of an outcome stay, at the timing of the reading."""
    readings = {reading.id: reading for reading in conventions(study(stated), scenario)}
    assert readings["stated"].ratio == sroi.evaluate(study(stated), scenario).ratio
    for key, discounting in WRITTEN.items():
        text = TEXT.replace("DISCOUNTING", discounting).replace("1.5%, outcomes: end", "1.5%")
        expected = sroi.evaluate(Study.parse(text), scenario)
        assert readings[key].ratio == pytest.approx(expected.ratio, rel=1e-12)
        assert readings[key].pv_inputs == pytest.approx(expected.pv_inputs, rel=1e-12)
    assert readings["undiscounted"].ratio == pytest.approx(450 / 100)


def test_a_rate_that_a_scenario_sets_is_kept() -> None:
    changed = study().replaced({**study().document, "scenarios": {"high": {"set": {"discounting/rate": "10%"}}}})
    readings = {reading.id: reading.pv_benefits for reading in conventions(changed, "high")}
    assert readings["end-of-year"] == pytest.approx(200 / 1.1 + 200 / 1.1**2 + 50 / 1.015)
    assert readings["start-of-year"] == pytest.approx(200 + 200 / 1.1 + 50)


@pytest.mark.parametrize(("stated", "scenario"), [("undiscounted", None), ("sroi-guide", "plain")])
def test_a_study_that_discounts_nothing_says_whose_rate_a_reading_takes(stated: str, scenario: str | None) -> None:
    titles = [reading.title for reading in conventions(study(stated), scenario)]
    assert titles == [
        "As the study states it",
        "First year divided by 1 + r, at the 3.5% a year of sroi-guide",
        "Value in the middle of each year, at the 3.5% a year of sroi-guide",
        "First year undiscounted, at the 3.5% a year of sroi-guide",
        "Nothing discounted",
    ]


@pytest.mark.parametrize("stated", ["sroi-guide", "{rate: 0%}"])
def test_a_study_with_a_rate_of_its_own_needs_no_word_about_it(stated: str) -> None:
    """A rate of 0% is a rate too."""
    readings = conventions(study(stated))
    assert not any(", at the" in reading.title for reading in readings)
    if stated != "sroi-guide":
        assert {round(reading.pv_inputs, 9) for reading in readings} == {100}


def test_the_model_that_was_read_is_left_as_it_was() -> None:
    valuation = sroi.evaluate(study())
    before = valuation.model.schedule
    conventions(valuation.study)
    assert valuation.model.schedule is before
    assert sroi.evaluate(study()).ratio == valuation.ratio


def test_no_text_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings of a study of any size cost a valuation each, and no file."""
    from sroi.study import study as module

    stated = study()

    def refused(*_: object) -> None:
        raise AssertionError("a text is read")

    monkeypatch.setattr(module, "read_bytes", refused)
    monkeypatch.setattr(module.writing, "merged_text", refused)
    assert len(conventions(stated, "later")) == 5
