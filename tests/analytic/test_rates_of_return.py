"""Internal rates of return and net present values: the cases of numpy-financial (BSD, `tests/test_financial.py`).

Modified internal rates are not computed by sroi, so those cases are left out.
"""

from __future__ import annotations

import numpy as np
import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.payback import RateOfReturn, rate_of_return


def found(flows: list[float], timing: str = "start") -> RateOfReturn:
    """Rates of return of net flows by year: what comes in against what goes out."""
    net = np.array(flows, dtype=float)
    return rate_of_return(np.maximum(net, 0), np.maximum(-net, 0), timing, timing)  # type: ignore[arg-type]


def npv(rate: float, flows: list[float]) -> float:
    """Σ flow(t) / (1 + r)^t."""
    return sum(flow / (1 + rate) ** year for year, flow in enumerate(flows))


def roots_by_scanning(flows: list[float]) -> list[float]:
    """Every rate between −99% and 10,000% at which the net present value changes sign, by bisection."""
    grid = np.concatenate([np.linspace(-0.99, 3, 40001), np.geomspace(3, 100, 4000)])
    values = np.array([npv(rate, flows) for rate in grid])
    roots = []
    for place in np.flatnonzero(values[:-1] * values[1:] < 0):
        low, high = float(grid[place]), float(grid[place + 1])
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (low, middle) if npv(low, flows) * npv(middle, flows) <= 0 else (middle, high)
        roots.append((low + high) / 2)
    return roots


CASES = [
    ([-150000, 15000, 25000, 35000, 45000, 60000], 0.0524),
    ([-100, 0, 0, 74], -0.0955),  # (74/100)^(1/3) - 1
    ([-100, 39, 59, 55, 20], 0.28095),
    ([-100, 100, 0, -7], -0.0833),
    ([-100, 100, 0, 7], 0.06206),
    ([-5, 10.5, 1, -8, 1], 0.0886),
]


@pytest.mark.parametrize(("flows", "printed"), CASES)
def test_printed_rates_are_among_the_roots(flows: list[float], printed: float) -> None:
    """numpy-financial prints one rate for each; it is one of all the roots found here."""
    rates = found(flows).roots
    assert min(abs(rate - printed) for rate in rates) < 5e-5


@pytest.mark.parametrize(("flows", "printed"), CASES)
def test_every_root_is_found_and_no_other(flows: list[float], printed: float) -> None:
    """Each rate brings the net present value to zero, and a scan of all rates finds the same ones."""
    answer = found(flows)
    assert list(answer.roots) == pytest.approx(roots_by_scanning(flows), abs=1e-7)
    for rate in answer.roots:
        assert npv(rate, flows) == pytest.approx(0, abs=1e-7 * max(abs(flow) for flow in flows))
    assert (answer.rate is not None) == (len(answer.roots) == 1)
    assert (answer.reason is None) == (len(answer.roots) == 1)


@pytest.mark.parametrize("flows", [[-100, 100, 0, -7], [-5, 10.5, 1, -8, 1]])
def test_several_roots_are_said_to_be_several(flows: list[float]) -> None:
    """There is no "the" rate: all are given, none is singled out, and the reason says why."""
    answer = found(flows)
    assert len(answer.roots) > 1
    assert answer.rate is None
    assert answer.reason is not None
    assert answer.reason.startswith("no unique IRR")


def test_textbook_case_of_two_roots() -> None:
    """−1,600 + 10,000 v − 10,000 v² = 0: v = 0.8 and 0.2, so 25% and 400% (the oil-pump problem)."""
    answer = found([-1600, 10000, -10000])
    assert list(answer.roots) == pytest.approx([0.25, 4.0], rel=1e-9)


def test_two_roots_that_fall_together() -> None:
    """−100 + 240 v − 144 v² = −(10 − 12 v)²: one rate, 20%, at which the value touches zero without changing sign."""
    answer = found([-100, 240, -144])
    assert len(answer.roots) <= 1 or max(answer.roots) - min(answer.roots) < 1e-5
    for rate in answer.roots:
        assert rate == pytest.approx(0.2, abs=1e-5)


@pytest.mark.parametrize("flows", [[-1, -2, -3], [1, 2, 3], [0, 0, 0], [-100, 0, 0]])
def test_flows_of_one_sign_have_no_rate(flows: list[float]) -> None:
    """Not a number there; a sentence here."""
    answer = found(flows)
    assert answer.roots == ()
    assert answer.rate is None
    assert answer.reason == "flows do not change sign"


def test_flows_whose_value_is_never_zero() -> None:
    """100 − 150 v + 100 v² has no real root (150² < 4 × 100 × 100), though the sign changes twice."""
    answer = found([100, -150, 100])
    assert answer.roots == ()
    assert answer.reason is not None
    assert "2 changes of sign" in answer.reason


def test_leading_and_trailing_zeros_change_nothing() -> None:
    """A study may begin before its first flow and end after its last."""
    plain = found([-5, 10.5, 1, -8, 1]).roots
    assert found([-5, 10.5, 1, -8, 1, 0, 0, 0]).roots == pytest.approx(plain)
    assert found([0, 0, -5, 10.5, 1, -8, 1]).roots == pytest.approx(plain)


def test_the_rate_can_lie_just_above_minus_one() -> None:
    """−3,000 now and 0.003 a year later: v = 1,000,000, so the rate is 1e-6 − 1 = −99.9999%."""
    assert found([-3000, 0.003]).rate == pytest.approx(1e-6 - 1, rel=1e-9)


STUDY = """
sroi: 1
title: T
currency: USD
start_year: 2025
horizon: 6
discounting: {rate: RATE, inputs: start, outcomes: start}
stakeholders: {people: {name: People}}
inputs: {cost: {from: people, amount: COST}}
outcomes: {gain: {name: N, stakeholder: people, quantity: {GAINS}, value: 1}}
"""


def study(cost: float, gains: list[float], rate: str) -> Study:
    """A study with one cost in year 0 and a gain in each later year."""
    quantity = ", ".join(f"{2026 + year}: {gain}" for year, gain in enumerate(gains))
    return Study.parse(STUDY.replace("RATE", rate).replace("COST", str(cost)).replace("GAINS", quantity))


def test_net_present_value() -> None:
    """npv(5%, [−15,000, 1,500, 2,500, 3,500, 4,500, 6,000]) = 122.89."""
    valuation = sroi.evaluate(study(15000, [1500, 2500, 3500, 4500, 6000], "5%"))
    assert valuation.npv == pytest.approx(122.89, abs=0.005)


def test_the_internal_rate_of_a_study_brings_its_net_present_value_to_zero() -> None:
    """irr([−150,000, 15,000, 25,000, 35,000, 45,000, 60,000]) = 5.24%; valued at that rate, nothing is left."""
    gains = [15000.0, 25000.0, 35000.0, 45000.0, 60000.0]
    rate = sroi.evaluate(study(150000, gains, "3%")).irr.rate
    assert rate == pytest.approx(0.0524, abs=5e-5)
    assert sroi.evaluate(study(150000, gains, repr(rate))).npv == pytest.approx(0, abs=1e-4)


def test_the_timing_of_a_study_belongs_to_its_rate() -> None:
    """100 at the start of a year and 110 at its end are a year apart: 10%. Both at the start: no rate above −100%."""
    text = STUDY.replace("COST", "100").replace("GAINS", "2025: 110").replace("{rate: RATE, ", "{rate: 3%, ")
    assert sroi.evaluate(Study.parse(text.replace("outcomes: start", "outcomes: end"))).irr.rate == pytest.approx(0.1)
    assert sroi.evaluate(Study.parse(text.replace("outcomes: start", "outcomes: mid"))).irr.rate == pytest.approx(0.21)
    assert sroi.evaluate(Study.parse(text)).irr.rate is None
