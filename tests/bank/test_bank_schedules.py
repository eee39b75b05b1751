"""Discount schedules: check values from outside, chaining, and what is refused."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pydantic import ValidationError

from sroi import bank
from sroi.bank.schedules import Band, Schedule
from sroi.errors import BankError

# Green Book arithmetic as in the tests of the greenbook R package (MIT), recomputed independently.
GREEN_BOOK_FACTORS = {30: 0.3562784106, 31: 0.3459013695, 75: 0.0942137726, 76: 0.0919158757, 100: 0.0508180223}
GREEN_BOOK_ANNUITIES = {5: 4.5150523755, 30: 18.3920454114, 100: 28.8633633556}
# Green Book 2018, Table 2: present value of 1,000 in years 1 to 10.
GREEN_BOOK_TABLE_2 = [966, 934, 902, 871, 842, 814, 786, 759, 734, 709]

ASKED_FOR = {
    "sroi-guide",
    "green-book",
    "green-book-health",
    "green-book-no-pure-time-preference",
    "undiscounted",
    "norway-r109",
    "new-zealand-2024",
    "flat-3.5",
}


def test_the_schedules_asked_for_are_there() -> None:
    assert set(bank.schedule_names()) >= ASKED_FOR
    assert bank.schedule_names()[0] == "sroi-guide"


@pytest.mark.parametrize(("year", "factor"), GREEN_BOOK_FACTORS.items())
def test_green_book_factors(year: int, factor: float) -> None:
    assert bank.schedule("green-book").factors(year)[year] == pytest.approx(factor, abs=5e-11)


@pytest.mark.parametrize(("years", "annuity"), GREEN_BOOK_ANNUITIES.items())
def test_green_book_annuities(years: int, annuity: float) -> None:
    assert sum(bank.schedule("green-book").factors(years)[1:]) == pytest.approx(annuity, abs=5e-10)


def test_green_book_table_2() -> None:
    factors = bank.schedule("green-book").factors(10)
    assert [round(1000 * factor) for factor in factors[1:]] == GREEN_BOOK_TABLE_2


def test_a_late_rate_never_reaches_back() -> None:
    schedule = bank.schedule("green-book")
    by_hand = 1.0
    for year in range(1, 80):
        by_hand /= 1 + (0.035 if year <= 30 else 0.03 if year <= 75 else 0.025)
    assert schedule.factors(79)[-1] == pytest.approx(by_hand, rel=1e-14)


@pytest.mark.parametrize(
    ("name", "rates"),
    [
        ("sroi-guide", {1: 0.035, 500: 0.035}),
        ("flat-3.5", {1: 0.035, 500: 0.035}),
        ("undiscounted", {1: 0, 99: 0}),
        ("green-book", {1: 0.035, 31: 0.03, 76: 0.025, 126: 0.02, 201: 0.015, 301: 0.01}),
        ("green-book-health", {1: 0.015, 31: 0.0129, 76: 0.0107, 126: 0.0086, 201: 0.0064, 301: 0.0043}),
        (
            "green-book-no-pure-time-preference",
            {1: 0.03, 31: 0.0257, 76: 0.0214, 126: 0.0171, 201: 0.0129, 301: 0.0086},
        ),
        ("norway-r109", {40: 0.04, 41: 0.03, 75: 0.03, 76: 0.02}),
        ("new-zealand-2024", {1: 0.02, 30: 0.02, 31: 0.015, 100: 0.015, 101: 0.01}),
    ],
)
def test_rates_at_the_edges_of_the_bands(name: str, rates: dict[int, float]) -> None:
    schedule = bank.schedule(name)
    assert {year: schedule.rate(year) for year in rates} == rates


@pytest.mark.parametrize(
    ("name", "timing"),
    [
        ("sroi-guide", ("start", "end")),
        ("green-book", ("start", "start")),
        ("flat-3.5", ("start", "start")),
        ("undiscounted", ("none", "none")),
    ],
)
def test_timing_within_the_year(name: str, timing: tuple[str, str]) -> None:
    schedule = bank.schedule(name)
    assert (schedule.inputs, schedule.outcomes) == timing


def test_every_schedule_starts_at_one_and_names_its_source() -> None:
    for name in bank.schedule_names():
        schedule = bank.schedule(name)
        factors = schedule.factors(150)
        assert factors[0] == 1
        assert len(factors) == 151
        assert all(later <= earlier for earlier, later in pairwise(factors))
        assert schedule.source
        assert schedule.seen


def test_a_pending_recommendation_is_marked_not_adopted() -> None:
    assert bank.schedule("green-book-review-2026").status == "pending recommendation: not adopted"
    assert bank.schedule("new-zealand-before-2024").status == "superseded"


def test_norway_says_that_year_40_is_a_convention() -> None:
    assert "whether year 40 has 4% or 3% is a convention" in bank.schedule("norway-r109").note


def test_an_unknown_schedule_is_named_with_the_closest() -> None:
    with pytest.raises(BankError, match="there is no discount schedule green-bok") as error:
        bank.schedule("green-bok")
    assert error.value.problems[0].code == "schedule-unknown"
    assert "did you mean green-book" in str(error.value)


def test_year_0_has_no_rate() -> None:
    with pytest.raises(BankError, match="year 0 has the factor 1"):
        bank.schedule("green-book").rate(0)


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ([Band(first=1, last=10, rate=0.03), Band(first=12, rate=0.02)], "here year 11 comes next"),
        ([Band(first=1, last=10, rate=0.03)], "the last band has no end"),
    ],
)
def test_bands_with_gaps_are_refused(bands: list[Band], words: str) -> None:
    whole = bank.schedule("green-book").model_dump()
    with pytest.raises(ValidationError, match=words):
        Schedule.model_validate({**whole, "bands": bands})
