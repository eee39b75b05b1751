"""A schedule that changes by the calendar, as in Norwegian government appraisals.

Kystverket/FRAM3_5 publishes twenty-one cash-flow tables to the year 2100 (4% to 2065, 3% from 2066, factor 1 in 2022).
They carry no licence, so neither the tables nor sums that can only be met with them are kept here: what is tested is
the schedule itself, its analysis period, the finder of internal rates on such flows, and one printed relation.
"""

from __future__ import annotations

import numpy as np
import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.payback import rate_of_return
from sroi.valuation.valuation import Valuation

BANDS = "{schedule: [{from: 0, rate: 4%}, {from: 44, rate: 3%}], inputs: start, outcomes: start}"


def valued(horizon: int) -> Valuation:
    """100 a year from 2025 on, against 1,000 in 2022 and in 2023; rates change in 2066 = 2022 + 44."""
    return sroi.evaluate(
        Study.parse(f"""
sroi: 1
title: T
currency: NOK
start_year: 2022
horizon: {horizon}
discounting: {BANDS}
stakeholders: {{users: {{name: Users}}, state: {{name: State, role: public}}}}
inputs: {{works: {{from: state, amount: {{2022: 1000, 2023: 1000}}}}}}
outcomes: {{gain: {{name: N, stakeholder: users, quantity: 1, value: 100, delay: 3, duration: 76}}}}
""")
    )


def test_factors_chain_through_the_change_of_rate() -> None:
    """D(2065) = 1.04^-43 = 0.18517; D(2066) = D(2065)/1.03; D(2100) = 1.04^-43 × 1.03^-35 = 0.06581."""
    ledger = valued(79).ledger.set_index("year")["discount_factor"]
    assert ledger[2025] == pytest.approx(1.04**-3, rel=1e-12)
    assert ledger[2065] == pytest.approx(1.04**-43, rel=1e-12)
    assert ledger[2066] == pytest.approx(1.04**-43 / 1.03, rel=1e-12)
    assert ledger[2100] == pytest.approx(1.04**-43 * 1.03**-35, rel=1e-12)


def test_lifetime_and_analysis_period() -> None:
    """The analysis period ends in 2065: 44 years. The 35 years after it are cut and reported, undiscounted: 3,500.

    Lifetime = analysis period + 100 × 1.04^-43 × (1 − 1.03^-35)/0.03.
    """
    lifetime, analysis = valued(79), valued(44)
    later = 100 * 1.04**-43 * (1 - 1.03**-35) / 0.03
    assert lifetime.pv_benefits == pytest.approx(analysis.pv_benefits + later, rel=1e-12)
    annuity = (1.04**-2 - 1.04**-43) / 0.04  # Σ 1.04^-t, t = 3 … 43
    assert analysis.pv_benefits == pytest.approx(100 * annuity, rel=1e-12)
    assert float(analysis.flows.beyond.sum()) == pytest.approx(3500, rel=1e-12)
    assert lifetime.pv_inputs == analysis.pv_inputs == pytest.approx(1000 + 1000 / 1.04, rel=1e-12)


def test_internal_rate_of_long_flows() -> None:
    """1,000 paid twice, then 76 times 100: at the rate found the sum of 79 discounted flows is zero."""
    found = valued(79).irr
    assert found.rate is not None
    years = np.arange(79)
    flow = np.where(years < 2, -1000.0, np.where(years >= 3, 100.0, 0.0))
    assert float((flow / (1 + found.rate) ** years).sum()) == pytest.approx(0, abs=1e-6)
    # In closed form: -1000 (1 + v) + 100 v^3 (1 - v^76)/(1 - v) = 0 with v = 1/(1 + r).
    v = 1 / (1 + found.rate)
    assert -1000 * (1 + v) + 100 * v**3 * (1 - v**76) / (1 - v) == pytest.approx(0, abs=1e-6)


def test_the_internal_rate_is_one_number_for_any_timing_that_both_sides_share() -> None:
    """Shifting every flow by the same part of a year changes no root."""
    benefits, inputs = np.array([0.0, 40.0, 80.0]), np.array([100.0, 0.0, 0.0])
    rates = [rate_of_return(benefits, inputs, timing, timing).rate for timing in ("start", "mid", "end")]
    assert rates == pytest.approx([rates[0]] * 3, rel=1e-9)


def test_tax_finance_is_a_fifth_of_net_public_flows() -> None:
    """Printed relation: 0.2 × −238,251,600 = −47,650,320. As an outcome it is a harm that moves with the cost."""
    study = Study.parse("""
sroi: 1
title: T
currency: NOK
start_year: 2025
horizon: 1
discounting: undiscounted
estimates: {public-cost: 238251600}
stakeholders: {state: {name: State, role: public}, taxpayers: {name: Taxpayers}}
inputs: {works: {from: state, amount: {cost: {use: public-cost}}}}
outcomes: {taxes: {name: N, stakeholder: taxpayers, quantity: {cost: {use: public-cost}}, value: -0.2}}
scenarios: {half: {scale: {estimates/public-cost: 0.5}}}
""")
    assert sroi.evaluate(study).pv_benefits == pytest.approx(-47650320, rel=1e-12)
    assert sroi.evaluate(study, "half").pv_benefits == pytest.approx(-47650320 / 2, rel=1e-12)
