"""Sums that a reader can follow with a pencil, where rounding or an empty case is what matters."""

from __future__ import annotations

import pytest

import sroi
from sroi.errors import SroiError
from sroi.study.study import Study

HEAD = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 3
discounting: undiscounted
stakeholders: {people: {name: People, role: participant}, council: {name: Council, role: public}}
"""


def test_years_in_which_gains_and_harms_cancel_have_no_impact() -> None:
    """0.1 + 0.2 − 0.3 is nothing, though not in binary; the first year with any impact is the second, with 100.

    100 invested ÷ (100 ÷ 12) = 12 months.
    """
    found = sroi.evaluate(
        Study.parse(
            HEAD
            + "inputs: {grant: {from: council, amount: 100}}\n"
            + "outcomes:\n"
            + "  even: {name: N, stakeholder: people, quantity: 1, values: {a: 0.1, b: 0.2, c: -0.3}}\n"
            + "  later: {name: N, stakeholder: people, quantity: 1, value: 100, delay: 1}\n"
        )
    )
    assert found.payback.guide_months == pytest.approx(12)


def test_a_transfer_alone_has_no_impact() -> None:
    """What one side gains the other loses: no year has any impact, and that is said."""
    found = sroi.evaluate(
        Study.parse(
            HEAD
            + "inputs: {grant: {from: council, amount: 100}}\n"
            + "outcomes: {paid: {name: N, stakeholder: people, quantity: 3, value: 0.1, transfer_from: council}}\n"
        )
    )
    assert found.ratio == 0
    assert found.payback.guide_months is None
    assert found.payback.reasons["guide_months"] == "no year has any impact"
    assert found.payback.cumulative_years == "never"


@pytest.mark.parametrize("amount", ["{points: -2, rate: 10}", "{score: -0.5, cost: 100}"])
def test_nobody_invests_less_than_nothing(amount: str) -> None:
    """An amount invested is at least 0, whatever its factors are called."""
    text = (
        HEAD
        + f"inputs: {{grant: {{from: council, amount: 100}}, odd: {{from: council, amount: {amount}}}}}\n"
        + "outcomes: {fit: {name: N, stakeholder: people, quantity: 1, value: 10}}\n"
    )
    with pytest.raises(SroiError):
        sroi.evaluate(Study.parse(text))


@pytest.mark.parametrize(
    ("estimate", "use", "ratio"),
    [
        ("-5", "value: {use: shared}", -0.05),
        ("£20", "value: {use: shared}", 0.2),
        ("{mean: 5, sd: 1}", "value: {use: shared}", 0.05),
        ("110%", "value: 10, multiplier: {use: shared}", 0.11),
        ("-1%", "value: 10, duration: 2, real_growth: {use: shared}", 0.199),
    ],
)
def test_a_shared_estimate_may_be_whatever_its_place_allows(estimate: str, use: str, ratio: float) -> None:
    """`{use: id}` stands for the estimate: what may be written in place may be stated once and used."""
    text = (
        HEAD
        + f"estimates: {{shared: {estimate}}}\n"
        + "inputs: {grant: {from: council, amount: 100}}\n"
        + f"outcomes: {{fit: {{name: N, stakeholder: people, quantity: 1, {use}}}}}\n"
    )
    assert sroi.evaluate(Study.parse(text)).ratio == pytest.approx(ratio)
