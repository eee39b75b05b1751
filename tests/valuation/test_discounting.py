"""Schedules as they are looked up, and factors by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sroi.study.study import Study
from sroi.valuation.discounting import Schedule, chained, flat_factors, resolve, timed

STUDY = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 3
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 100}}
outcomes: {fit: {name: N, stakeholder: a, quantity: 1, value: 1}}
"""


def schedule(written: str, horizon: int = 3, around: str | None = None) -> Schedule:
    """Schedule of a study that states this, or of an outcome that states it in a study that states ``around``."""
    choice = Study.parse(STUDY + f"discounting: {written}\n").discounting
    return resolve(choice, horizon, None if around is None else schedule(around))


def test_a_stated_rate() -> None:
    """The Guide's timing: what is put in at the start of the year, what comes of it at the end."""
    found = schedule("{rate: 5%}")
    assert found.rates == (0, 0.05, 0.05, 0.05)
    assert (found.flat, found.inputs, found.outcomes) == (0.05, "start", "end")
    assert (found.name, found.source) == ("stated rate", None)


def test_a_stated_timing() -> None:
    found = schedule("{rate: 5%, inputs: mid, outcomes: none}")
    assert (found.inputs, found.outcomes) == ("mid", "none")


def test_bands() -> None:
    """A band holds from its year on: 4% in years 1 and 2, 3% in years 3 and 4, 1% in year 5."""
    found = schedule("{schedule: [{from: 0, rate: 4%}, {from: 3, rate: 3%}, {from: 5, rate: 1%}]}", horizon=5)
    assert found.rates == (0, 0.04, 0.04, 0.03, 0.03, 0.01)
    assert (found.flat, found.inputs, found.outcomes) == (None, "start", "end")
    assert (found.name, found.source) == ("stated schedule", None)


def test_a_band_beyond_the_horizon_leaves_a_flat_rate() -> None:
    assert schedule("{schedule: [{from: 0, rate: 4%}, {from: 30, rate: 3%}]}").flat == 0.04


def test_the_green_book_declines_after_thirty_years() -> None:
    """3.5% in years 1 to 30, 3% in years 31 to 75 (HM Treasury 2018, table 2)."""
    found = schedule("green-book", horizon=32)
    assert found.rates[1:31] == (0.035,) * 30
    assert found.rates[31:] == (0.03, 0.03)
    assert (found.inputs, found.outcomes, found.flat) == ("start", "start", None)
    assert found.source is not None
    assert "Green Book" in found.source


def test_a_named_schedule_with_its_own_rate() -> None:
    """The timing of the name, the rate as stated."""
    found = schedule("{schedule: green-book, rate: 2%}")
    assert found.rates == (0, 0.02, 0.02, 0.02)
    assert (found.inputs, found.outcomes) == ("start", "start")
    assert found.name.endswith(" with its own rate")


def test_an_outcome_takes_the_timing_of_the_study() -> None:
    """Unless it states one: the study's is mid and start."""
    own = schedule("{rate: 1%}", around="{rate: 5%, inputs: mid, outcomes: start}")
    assert (own.rates[1], own.inputs, own.outcomes) == (0.01, "mid", "start")
    own = schedule("{rate: 1%, outcomes: none}", around="{rate: 5%, inputs: mid, outcomes: start}")
    assert (own.inputs, own.outcomes) == ("mid", "none")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "{rate: 3.5%, inputs: start, outcomes: end}",
            "stated rate: 3.5% a year; inputs at the start of their year (year 0 undiscounted), "
            "outcomes at the end of their year (first year ÷ 1 + r)",
        ),
        (
            "{rate: 12.3456%, inputs: mid, outcomes: none}",
            "stated rate: 12.35% a year; inputs in the middle of their year, outcomes undiscounted",
        ),
        (
            "{schedule: [{from: 0, rate: 4%}, {from: 3, rate: 3%}]}",
            "stated schedule: 4% a year at first, by schedule later; inputs at the start of their year "
            "(year 0 undiscounted), outcomes at the end of their year (first year ÷ 1 + r)",
        ),
        ("{rate: 5%, inputs: none, outcomes: none}", "stated rate: nothing is discounted"),
    ],
)
def test_in_words(written: str, sentence: str) -> None:
    assert schedule(written).sentence == sentence


def test_a_chain_of_rates() -> None:
    """1; 1 ÷ 1.25; that ÷ 1.6. Whole numbers, and what stands at place 0, make no difference."""
    assert chained([9, 0.25, 0.6]) == pytest.approx([1, 0.8, 0.5])
    assert chained([0, 1, 3]) == pytest.approx([1, 0.5, 0.125])


def test_one_rate_per_draw() -> None:
    """Years down, draws across: 1, 1 ÷ 1.25, 1 ÷ 1.25² beside 1, 1 ÷ 2, 1 ÷ 4."""
    assert flat_factors(np.array([0.25, 1.0]), 2) == pytest.approx(np.array([[1, 1], [0.8, 0.5], [0.64, 0.25]]))
    assert flat_factors(0.25, 2) == pytest.approx([1, 0.8, 0.64])


@pytest.mark.parametrize(
    ("timing", "expected"),
    [("start", [1, 0.64]), ("mid", [0.8, 0.32]), ("end", [0.64, 0.16]), ("none", [1, 1])],
)
def test_timing(timing: str, expected: list[float]) -> None:
    """Of D = 1, 0.64, 0.16: √(1 × 0.64) = 0.8 and √(0.64 × 0.16) = 0.32 in the middle of the year."""
    assert timed(np.array([1, 0.64, 0.16]), timing) == pytest.approx(expected)  # type: ignore[arg-type]
