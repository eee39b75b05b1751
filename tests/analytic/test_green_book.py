"""Green Book arithmetic in closed form: factors, annuities, net present values, optimism bias.

The numbers are those of the tests of the R package greenbook (charlescoverdale/greenbook, MIT; `test-invariants.R`,
`test-stpr.R`, `test-discounting.R` and its README), recomputed by hand. Year 0 counts 1, and rates chain.
"""

from __future__ import annotations

import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.discounting import chained
from sroi.valuation.engine import evaluate as evaluate_model
from sroi.valuation.valuation import Valuation

RATES = [0.0, *[0.035] * 30, *[0.03] * 45, *[0.025] * 50]


def valued(rest: str, horizon: int, discounting: str = "green-book") -> Valuation:
    """A study of one outcome whose unit value is £1."""
    return sroi.evaluate(
        Study.parse(f"""
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: {horizon}
discounting: {discounting}
stakeholders: {{people: {{name: People}}, council: {{name: Council, role: public}}}}
{rest}
""")
    )


def stream(first: int, years: int, value: float, cost: str = "100", bias: float = 0.0) -> str:
    """``value`` a year for some years from year ``first`` on, against one cost with its optimism bias."""
    return (
        f"inputs: {{cost: {{from: council, amount: {cost}, optimism_bias: {bias}}}}}\n"
        f"outcomes: {{gain: {{name: N, stakeholder: people, quantity: 1, value: {value}, delay: {first}, "
        f"duration: {years}}}}}\n"
    )


@pytest.mark.parametrize(
    ("year", "factor"),
    [
        (0, 1.0),
        (1, 1 / 1.035),
        (30, 0.3562784106),  # 1.035^-30
        (31, 0.3459013695),  # 1.035^-30 / 1.03
        (75, 0.0942137726),  # 1.035^-30 x 1.03^-45
        (76, 0.0919158757),  # that / 1.025
        (100, 0.0508180223),  # 1.035^-30 x 1.03^-45 x 1.025^-25
    ],
)
def test_factors(year: int, factor: float) -> None:
    """D(30) = 1.035^-30 = 0.35628; a later band never reaches back: D(31) = D(30)/1.03, not 1.03^-31 = 0.40."""
    assert chained(RATES)[year] == pytest.approx(factor, abs=5e-11)
    found = valued(stream(year, 1, 1.0), 101)
    assert found.pv_benefits == pytest.approx(factor, abs=5e-11)


@pytest.mark.parametrize(
    ("years", "annuity"),
    [
        (5, 4.5150523755),  # (1 - 1.035^-5) / 0.035
        (30, 18.3920454114),  # (1 - 1.035^-30) / 0.035
        (100, 28.8633633556),  # 30 years at 3.5%, 45 at 3%, 25 at 2.5%, chained
    ],
)
def test_annuities(years: int, annuity: float) -> None:
    """£1 in each of the years 1 … n: the sum of the factors."""
    found = valued(stream(1, years, 1.0), years + 1)
    assert found.pv_benefits == pytest.approx(annuity, abs=5e-11)


def test_net_present_value() -> None:
    """−100, then 30 in each of five years: −100 + 30 × 4.5150523755 = 35.4515712641."""
    found = valued(stream(1, 5, 30.0), 6)
    assert found.npv == pytest.approx(35.4515712641, abs=5e-10)


def test_optimism_bias_and_a_second_uplift_on_a_cost() -> None:
    """100 × (1 + 20% × half) × (1 + 20%) = 132; 10 × Σ 1.035^-t over 29 years = 180.3576700076; 48.3576700076 net.

    The two uplifts multiply. The 20% for the cost of raising taxes is what the Green Book asked for until 2026; it is
    a factor of the amount here, since inputs have one optimism bias.
    """
    found = valued(stream(1, 29, 10.0, "{price: 100, cost-of-taxes: 1.2}", bias=0.1), 30)
    assert found.pv_inputs == pytest.approx(132, rel=1e-12)
    assert found.pv_benefits == pytest.approx(180.3576700076, abs=5e-10)
    assert found.npv == pytest.approx(48.3576700076, abs=5e-10)


@pytest.mark.parametrize(
    ("bias", "costs", "ratio"),
    [
        (0.0, 194.984714, 0.878221),  # 100 + 50/1.035 + 50/1.035^2
        (0.51, 294.426918, 0.581604),  # the upper bound for non-standard buildings: x 1.51
        (0.255, 244.705816, 0.699778),  # half of it mitigated: x 1.255
    ],
)
def test_the_example_of_the_readme(bias: float, costs: float, ratio: float) -> None:
    """Costs 100, 50, 50 in years 0 to 2; benefits 30 in years 3 to 9: 30 × (1.035^-3 + … + 1.035^-9) = 171.239767."""
    found = valued(stream(3, 7, 30.0, "{2025: 100, 2026: 50, 2027: 50}", bias), 10)
    assert found.pv_benefits == pytest.approx(171.239767, abs=5e-7)
    assert found.pv_inputs == pytest.approx(costs, abs=5e-7)
    assert found.ratio == pytest.approx(ratio, abs=5e-7)


def test_expected_risk() -> None:
    """0.3 × 100 + 0.5 × 200 = 130: two costs, each a chain of probability and size."""
    text = (
        "inputs: {flood: {from: council, amount: {share-of-cases: 30%, cost: 100}}, "
        "delay: {from: council, amount: {share-of-cases: 50%, cost: 200}}}\n"
        "outcomes: {gain: {name: N, stakeholder: people, quantity: 1, value: 1}}\n"
    )
    assert valued(text, 1).pv_inputs == pytest.approx(130, rel=1e-12)


def test_a_flat_rate_varies_like_the_closed_form() -> None:
    """A level stream over n years at rate r is worth (1 − (1 + r)^−n)/r; for rates as points of the engine too."""
    found = valued(stream(0, 20, 1.0), 20, "{rate: 5%}")
    for rate in (0.01, 0.05, 0.2):
        at = evaluate_model(found.model, {"discounting/rate": rate})
        assert at.pv_benefits[0] == pytest.approx((1 - (1 + rate) ** -20) / rate, rel=1e-12)
    assert evaluate_model(found.model, {"discounting/rate": 0.0}).pv_benefits[0] == pytest.approx(20)
