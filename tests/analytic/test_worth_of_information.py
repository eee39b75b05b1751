"""The worth of information against closed forms: a Gaussian decision, and the log-normal study."""

from __future__ import annotations

import math

import pytest
from scipy import stats

from sroi.analysis.information import information
from sroi.study import Study
from tests.analytic.test_lognormal_simulation import CASES

INVESTED = 100_000


def black_scholes(mean: float, spread: float) -> float:
    """E max(R − 1, 0) of a log-normal R, per 1 invested, less what the decision to fund is worth now."""
    d = (math.log(mean) + spread**2 / 2) / spread
    return mean * stats.norm.cdf(d) - stats.norm.cdf(d - spread) - max(mean - 1, 0)


def test_the_log_normal_study() -> None:
    """Expected value of perfect information 8,196.50; of single numbers 5,440.56, 2,147.30 and 147.33."""
    assert INVESTED * black_scholes(1.2, math.sqrt(0.14)) == pytest.approx(8196.501102, rel=1e-9)
    found = information(CASES["independent"][0], draws=200_000)
    assert abs(found.worth.value - 8196.501102) < 4 * found.worth.error + 1
    worth = {row.name: row.worth for row in found.by("estimate")}
    for name, exact in (
        ("fit/quantity/people", 5440.563468),
        ("fit/quantity/visits", 2147.298811),
        ("fit/value", 147.332263),
    ):
        assert abs(worth[name].value - exact) < 4 * worth[name].error + 0.5
    families = {row.name: row.worth for row in found.by("family")}
    assert abs(families["quantities"].value - 7679.433461) < 4 * families["quantities"].error + 1


def test_the_correlated_log_normal_study() -> None:
    found = information(CASES["correlated"][0], draws=200_000)
    assert abs(found.worth.value - 10101.781503) < 4 * found.worth.error + 1


GAUSSIAN = """
sroi: 1
title: Gaussian decision
currency: GBP
start_year: 2025
horizon: 1
shared_error: 0
discounting: undiscounted
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 5000}, cost: {from: a, amount: {mean: 1060, sd: 300}}}
outcomes:
  fit: {name: Fitter, stakeholder: a, quantity: 1000, value: {mean: 6.1, sd: 0.5}}
"""


def test_a_gaussian_decision() -> None:
    """1,000·e − c with e ~ N(0.1, 0.5) and c ~ N(60, 300): 213.17; effect alone 180.11, cost alone 100.74.

    Six thousand are added to both sides, so that value and cost stay above 0.
    """
    found = information(Study.parse(GAUSSIAN), draws=400_000)
    assert abs(found.worth.value - 213.168454) < 4 * found.worth.error + 0.5
    worth = {row.name: row.worth for row in found.by("estimate")}
    assert abs(worth["fit/value"].value - 180.109108) < 4 * worth["fit/value"].error + 0.5
    assert abs(worth["inputs/cost/amount"].value - 100.744957) < 4 * worth["inputs/cost/amount"].error + 0.5


def test_parts_are_worth_no_more_than_the_whole_and_nothing_without_uncertainty() -> None:
    found = information(CASES["independent"][0])
    assert all(0 <= row.worth.value <= found.worth.value + 4 * found.worth.error for row in found.rows)
