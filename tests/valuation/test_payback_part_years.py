"""Payback and rates of return where value comes first, and where the first year is only part of one."""

from __future__ import annotations

import numpy as np
import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.payback import VALUE_FIRST, payback, rate_of_return
from sroi.valuation.sentences import payback_sentence

TEXT = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 6
discounting: {rate: 3.5%, inputs: start, outcomes: start}
stakeholders: {a: {name: A, role: participant}}
inputs: {grant: {from: a, amount: AMOUNT}}
outcomes:
  fit: {name: N, stakeholder: a, quantity: QUANTITY, value: 10, duration: 3, LIFE}
  other: {name: N, stakeholder: a, quantity: 1, value: OTHER}
"""


def study(amount: str = "1200", quantity: str = "10", life: str = "delay: 0", other: str = "0") -> Study:
    text = TEXT.replace("AMOUNT", amount).replace("QUANTITY", quantity).replace("LIFE", life).replace("OTHER", other)
    return Study.parse(text)


def test_the_guide_takes_the_first_full_year() -> None:
    """100 a year from 0.75 years on: 25 in 2025, 100 in 2026. 1,200 ÷ (100 ÷ 12) = 144 months, and not 576."""
    found = sroi.evaluate(study(life="delay: 0.75"))
    assert found.cash_flow["benefits"].tolist() == pytest.approx([25, 100, 100, 75, 0, 0])
    assert found.payback.guide_months == pytest.approx(144)
    assert found.payback.guide_year == 1
    assert "144.0 months from the impact of 2026, the first full year, by the guide's formula" in payback_sentence(
        found
    )
    assert found.to_dict()["payback"]["guide_year"] == 2026


def test_a_whole_delay_and_none_take_the_first_year_with_any_impact() -> None:
    for life in ("delay: 0", "delay: 2"):
        found = sroi.evaluate(study(life=life))
        assert (found.payback.guide_months, found.payback.guide_year) == (pytest.approx(144), None)
        assert "144.0 months by the guide's formula" in payback_sentence(found)


def test_a_delay_that_is_whole_but_for_rounding_is_whole() -> None:
    assert sroi.evaluate(study(life=f"delay: {0.1 * 3 + 0.7!r}")).payback.guide_year is None


def test_an_outcome_that_begins_later_within_the_year_makes_it_a_part() -> None:
    """Another outcome has 50 in 2025 alone; the first begins in October: 75 in 2025, 100 in 2026."""
    found = sroi.evaluate(study(life="delay: 0.75", other="50"))
    assert found.cash_flow["benefits"].tolist()[:2] == pytest.approx([75, 100])
    assert found.payback.guide_months == pytest.approx(144)


def test_cohorts_that_follow_do_not_put_it_off() -> None:
    """10 start in each year, half a year late: 50 in 2025; 100 + 50 in 2026, the first full year of the first."""
    found = sroi.evaluate(study(quantity="{2025: 10, 2026: 10, 2027: 10}", life="delay: 0.5"))
    assert found.cash_flow["benefits"].tolist()[:3] == pytest.approx([50, 150, 250])
    assert found.payback.guide_months == pytest.approx(1200 / (150 / 12))


def test_where_no_year_is_full_the_first_is_taken() -> None:
    """Half a year from 0.75 years on: 25 in 2025 and 25 in 2026, in which nothing begins."""
    found = sroi.evaluate(study(life="delay: 0.75").edited({"fit/duration": 0.5}))
    assert found.payback.guide_year == 1
    alone = sroi.evaluate(study(life="delay: 0.75").edited({"fit/duration": 0.25}))
    assert (alone.payback.guide_months, alone.payback.guide_year) == (pytest.approx(576), None)


def test_a_loss_in_the_first_full_year_is_said() -> None:
    found = payback(np.array([5.0, -10]), np.array([9.0, 0]), np.array([5.0, -10]), np.array([9.0, 0]), False, {0})
    assert found.guide_months is None
    assert found.reasons["guide_months"] == "the impact of its first full year (year 1) is not above 0"


# Value before inputs


def test_value_before_anything_is_invested_has_no_payback_and_no_rate() -> None:
    """100 a year from 2025; 1,200 is spent in 2028, when 300 have already come."""
    found = sroi.evaluate(study(amount="{2028: 250}"))
    assert found.payback.reasons == dict.fromkeys(("guide_months", "cumulative_years", "discounted_years"), VALUE_FIRST)
    assert (found.payback.guide_months, found.payback.cumulative_years, found.payback.discounted_years) == (None,) * 3
    assert found.irr.rate is None
    assert found.irr.reason == "value comes before anything is invested, so there is no investment to pay back"
    assert payback_sentence(found) == f"undefined: {VALUE_FIRST}"


def test_a_harm_before_anything_is_invested_is_no_value() -> None:
    found = payback(
        np.array([-5.0, 0, 90]), np.array([0, 30.0, 0]), np.array([-5.0, 0, 90]), np.array([0, 30.0, 0]), False
    )
    assert found.cumulative_years == pytest.approx(2 + 35 / 90)


def test_value_in_the_year_of_the_first_input_is_ordinary() -> None:
    found = sroi.evaluate(study(amount="{2025: 50, 2027: 100}"))
    assert found.payback.cumulative_years == pytest.approx(0.5)


def test_the_rate_a_borrower_would_pay_is_given_but_not_called_the_rate() -> None:
    """+100 now and −110 a year later: 10%, which the programme pays and does not earn."""
    found = rate_of_return(np.array([100.0, 0]), np.array([0, 110.0]), "start", "start")
    assert found.roots == pytest.approx((0.1,))
    assert found.rate is None
    assert found.reason == VALUE_FIRST
