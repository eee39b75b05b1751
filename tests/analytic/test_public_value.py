"""Worked examples of the Rust crate public-value (publicprojects-io/public-value-rust-crate), as studies.

From the documentation of `src/impact_measurement.rs` and `src/economic_appraisal.rs`, recomputed by hand.
"""

from __future__ import annotations

import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.conventions import conventions

SROI = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 2
discounting: {rate: 3.5%, inputs: start, outcomes: TIMING}
stakeholders: {people: {name: People}, council: {name: Council, role: public}}
inputs: {grant: {from: council, amount: 250000}}
outcomes:
  change:
    {name: N, stakeholder: people, quantity: 8500, value: 60, deadweight: 40%, attribution: 30%, drop_off: 30%,
     duration: 2}
"""


def test_a_ratio_with_the_first_year_undiscounted() -> None:
    """8,500 × £60 × 0.6 × 0.7 = 214,200; × 0.7 / 1.035 = 144,869.5652; 359,069.57 / 250,000 = 1.4362783."""
    found = sroi.evaluate(Study.parse(SROI.replace("TIMING", "start")))
    assert list(found.flows.present[0]) == pytest.approx([214200, 144869.5652], abs=5e-5)
    assert found.ratio == pytest.approx(1.4362783, abs=5e-8)


def test_the_same_ratio_at_the_end_of_the_year() -> None:
    """Everything one year later: 1.4362783 / 1.035 = 1.3877."""
    found = sroi.evaluate(Study.parse(SROI.replace("TIMING", "end")))
    assert found.ratio == pytest.approx(1.3877, abs=5e-5)
    assert found.ratio * 1.035 == pytest.approx(1.4362783, abs=5e-8)


def test_both_are_readings_of_one_study() -> None:
    """1.4363 and 1.3877 from the same inputs: what `sroi run --conventions` shows side by side."""
    readings = {reading.id: reading.ratio for reading in conventions(Study.parse(SROI.replace("TIMING", "end")))}
    assert readings["end-of-year"] == pytest.approx(1.3877, abs=5e-5)
    assert readings["start-of-year"] == pytest.approx(1.4363, abs=5e-5)
    assert readings["undiscounted"] == pytest.approx((214200 + 149940) / 250000)  # 214,200 x 0.7 = 149,940


def test_a_cycling_network() -> None:
    """£3m and £50,000 a year against £280,000 a year, 20 years at 3.5%: annuity 14.2124033.

    280,000 × 14.2124033 − (3,000,000 + 50,000 × 14.2124033) = 268,852.759; ratio 1.0724549.
    """
    maintenance = ", ".join(f"{year}: 50000" for year in range(2026, 2046))
    found = sroi.evaluate(
        Study.parse(f"""
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 21
discounting: green-book
stakeholders: {{people: {{name: People}}, council: {{name: Council, role: public}}}}
inputs:
  capital: {{from: council, amount: 3000000}}
  maintenance: {{from: council, amount: {{{maintenance}}}}}
outcomes: {{cycling: {{name: N, stakeholder: people, quantity: 1, value: 280000, delay: 1, duration: 20}}}}
""")
    )
    assert found.pv_benefits / 280000 == pytest.approx(14.2124033, abs=5e-8)
    assert found.npv == pytest.approx(268852.759, abs=5e-4)
    assert found.ratio == pytest.approx(1.0724549, abs=5e-8)


def test_wellbys() -> None:
    """400 people × 0.7 points × 2 years = 560 WELLBYs; at £13,000 (2021 prices) £7.28 million."""
    found = sroi.evaluate(
        Study.parse("""
sroi: 1
title: T
currency: GBP
price_base: 2021
start_year: 2021
horizon: 2
discounting: undiscounted
stakeholders: {people: {name: People}, council: {name: Council, role: public}}
inputs: {scheme: {from: council, amount: 1000000}}
outcomes:
  befriended:
    {name: N, stakeholder: people, quantity: {people: 400, points-gained: 0.7}, value: 13000, price_year: 2021,
     duration: 2}
""")
    )
    assert float(found.flows.quantity[0]) * 2 == pytest.approx(560)
    assert found.pv_benefits == pytest.approx(7_280_000)
