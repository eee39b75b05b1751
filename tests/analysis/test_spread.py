"""The range of an estimate: the 5th and the 95th percentile of what is believed, for every form of belief."""

from __future__ import annotations

import math
from typing import Any

import pytest
from scipy import stats

from sroi.analysis.spread import spread
from sroi.study.study import Study
from sroi.valuation.model import Model


def study(**outcome: Any) -> Study:
    """A study of one outcome, with numbers of it as given."""
    return Study.from_document(
        {
            "sroi": 1,
            "title": "T",
            "currency": "GBP",
            "start_year": 2025,
            "horizon": 5,
            "stakeholders": {"a": {"name": "A"}},
            "inputs": {"grant": {"from": "a", "amount": 100}},
            "outcomes": {"fit": {"name": "Fitter", "stakeholder": "a", "quantity": 10, "value": 20, **outcome}},
            "scenarios": {"half": {"scale": {"fit/value": 0.5}}, "loss": {"scale": {"fit/value": -1}}},
        }
    )


def ends(address: str, scenario: str | None = None, **outcome: Any) -> tuple[float, float]:
    row = Model(study(**outcome), scenario).parameters.row(address)
    assert row is not None
    return spread(row)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("10 to 20", 10, 20),
        ("12 (10 to 20)", 10, 20),
        ("-20 to -10", -20, -10),
        ("-5 to 10", -5, 10),
        ({"low": 0, "high": 100}, 5, 95),
        ({"p5": 3, "p50": 4, "p95": 8}, 3, 8),
        (7, 7, 7),
        ({"values": [1, 2, 3, 100], "weights": [1, 49, 49, 1]}, 2, 3),
    ],
)
def test_what_was_written_as_a_range_comes_back(written: Any, low: float, high: float) -> None:
    assert ends("fit/value", value=written) == (low, high)


@pytest.mark.parametrize(
    ("written", "belief"),
    [
        ({"low": 900, "likely": 1100, "high": 1500}, stats.beta(1 + 4 / 3, 1 + 8 / 3, 900, 600)),
        (
            {"low": 900, "likely": 1100, "high": 1500, "shape": "triangular"},
            stats.triang(200 / 600, 900, 600),
        ),
        ({"mean": 100, "sd": 10}, stats.norm(100, 10)),
        ({"mean": 100, "sd": 50, "shape": "gamma"}, stats.gamma(4, scale=25)),
        ({"p10": 80, "p90": 120}, stats.lognorm(math.log(1.5) / (2 * stats.norm.ppf(0.9)), scale=math.sqrt(80 * 120))),
    ],
)
def test_other_beliefs_are_read_at_their_percentiles(written: Any, belief: Any) -> None:
    """Against distributions built with scipy.stats from the definitions in the handbook."""
    assert ends("fit/value", value=written) == pytest.approx((belief.ppf(0.05), belief.ppf(0.95)), rel=1e-9)


@pytest.mark.parametrize(
    ("written", "belief"),
    [
        ({"successes": 52, "n": 240}, stats.beta(52.5, 188.5)),
        ({"successes": 0, "n": 10}, stats.beta(0.5, 10.5)),
        ({"mean": "30%", "sd": "10%"}, stats.beta(6, 14)),
    ],
)
def test_shares(written: Any, belief: Any) -> None:
    assert ends("fit/deadweight", deadweight=written) == pytest.approx((belief.ppf(0.05), belief.ppf(0.95)), rel=1e-9)


def test_a_scenario_that_scales_an_estimate_scales_its_range() -> None:
    assert ends("fit/value", "half", value="10 to 20") == (5, 10)
    assert ends("fit/value", "loss", value="10 to 20") == (-20, -10)
    assert ends("fit/value", "half", value=7) == (3.5, 3.5)


def test_low_is_never_above_high_nor_outside_the_legal_range(riverside: str) -> None:
    found = Study.parse(riverside)
    for scenario in (None, *found.scenarios, *found.options):
        for row in Model(found, scenario).parameters.rows:
            low, high = spread(row)
            assert low <= high
            assert row.kind.holds(low) and row.kind.holds(high), row.address
            assert (low < high) == row.uncertain, row.address
