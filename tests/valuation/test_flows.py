"""The base case year by year, and the ledger of its steps, by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.flows import flows
from sroi.valuation.ledger import COLUMNS
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central

HEAD = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 3
discounting: {rate: 25%, inputs: start, outcomes: start}
stakeholders: {a: {name: A, role: participant}, b: {name: B, role: public}}
inputs:
  grant: {from: b, amount: {2025: 100, 2026: 50}, optimism_bias: 10%}
  gift: {from: a, amount: 30}
"""


def valued(outcomes: str) -> Valuation:
    return sroi.evaluate(Study.parse(f"{HEAD}outcomes: {{{outcomes}}}\n"))


def test_a_value_that_outlasts_the_horizon() -> None:
    """10 × 20 × (1 − 50%), halved every year for five years: 100, 50, 25, and 12.5 + 6.25 beyond."""
    found = valued(
        "fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: 50%, duration: 5, drop_off: 50%}"
    ).flows
    assert list(found.values[0]) == pytest.approx([100, 50, 25])
    assert list(found.present[0]) == pytest.approx([100, 40, 16])
    assert found.beyond[0] == pytest.approx(18.75)
    assert (found.gross[0], found.kept[0], found.impact[0]) == pytest.approx((200, 0.5, 100))
    assert list(found.quantity) == [10]
    assert list(found.line_totals) == pytest.approx([156])


def test_a_delay_beyond_the_horizon() -> None:
    """A year and a half from 2.5 to 4: half a year is counted, a whole one lies beyond."""
    found = valued("fit: {name: N, stakeholder: a, quantity: 1, value: 100, delay: 2.5, duration: 1.5}").flows
    assert list(found.values[0]) == pytest.approx([0, 0, 50])
    assert found.beyond[0] == pytest.approx(100)


def test_growth_goes_on_beyond_the_horizon() -> None:
    """100 a year, doubling: 100, 200, 400, then 800."""
    found = valued("fit: {name: N, stakeholder: a, quantity: 1, value: 100, duration: 4, real_growth: 100%}").flows
    assert list(found.values[0]) == pytest.approx([100, 200, 400])
    assert found.beyond[0] == pytest.approx(800)


def test_inputs_by_year() -> None:
    """(100 and 50) × 1.1, and 30 in the first year; 50 ÷ 1.25 = 40."""
    found = valued("fit: {name: N, stakeholder: a, quantity: 1, value: 1}").flows
    assert [list(row) for row in found.costs] == [pytest.approx([110, 55, 0]), pytest.approx([30, 0, 0])]
    assert [list(row) for row in found.present_costs] == [pytest.approx([110, 44, 0]), pytest.approx([30, 0, 0])]


def test_cohorts() -> None:
    """1 in 2025 and 2 in 2026, two years each, at 100: 100, 300, 200."""
    found = valued("fit: {name: N, stakeholder: a, quantity: {2025: 1, 2026: 2}, value: 100, duration: 2}").flows
    assert list(found.values[0]) == pytest.approx([100, 300, 200])
    assert (found.gross[0], found.impact[0], found.quantity[0]) == pytest.approx((300, 300, 3))


def test_a_transfer_and_a_present_value() -> None:
    """The mirror has the opposite sign in every column; a present value has no year."""
    found = valued(
        "fit: {name: N, stakeholder: a, quantity: 2, deadweight: 50%, duration: 2, values: {"
        "paid: {value: 100, transfer_from: b}, once: {value: 300, present_value: true, transfer_from: b}}}"
    ).flows
    assert [list(row) for row in found.values] == [[100, 100, 0], [-100, -100, 0], [0, 0, 0], [0, 0, 0]]
    assert list(found.undated) == [0, 0, 300, -300]
    assert list(found.gross) == [200, -200, 600, -600]
    assert list(found.impact) == [100, -100, 300, -300]
    assert list(found.kept) == [0.5] * 4
    assert list(found.line_totals) == pytest.approx([180, -180, 300, -300])


def test_gains_and_harms_under_a_bias() -> None:
    """−1 in 2025 and +2 in 2026 at 100, bias 20%: −120 and +160; before it −100 and +200."""
    found = valued(
        "mood: {name: N, stakeholder: a, value: 100, optimism_bias: 20%, "
        "quantity: {2025: {points: -0.1, people: 10}, 2026: {points: 0.2, people: 10}}}"
    ).flows
    assert list(found.values[0]) == pytest.approx([-120, 160, 0])
    assert (found.gross[0], found.impact[0], found.quantity[0]) == pytest.approx((100, 40, 1))


def test_gains_and_harms_that_have_no_year_or_lie_beyond_the_horizon() -> None:
    """−1 and +2 at 100 with a bias of 20%: −120 and +160 come to 40, also where they are present values.

    Three years long after a delay of one: −120 in 2026 to 2028 and +160 in 2027 to 2029; the horizon ends with 2027.
    """
    mood = (
        "mood: {name: N, stakeholder: a, optimism_bias: 20%, values: {v: {value: 100, present_value: PV}}, "
        "quantity: {2025: {points: -0.1, people: 10}, 2026: {points: 0.2, people: 10}}"
    )
    once = valued(mood.replace("PV", "true") + "}").flows
    assert (once.undated[0], once.values.sum(), once.beyond[0]) == pytest.approx((40, 0, 0))
    lasting = valued(mood.replace("PV", "false") + ", delay: 1, duration: 3}").flows
    assert list(lasting.values[0]) == pytest.approx([0, -120, 40])  # 2026: −120; 2027: −120 + 160
    assert lasting.beyond[0] == pytest.approx(-120 + 2 * 160)
    assert lasting.undated[0] == 0


def test_at_another_point() -> None:
    """The flows of any point of the vector: 300 in place of 200."""
    model = Model(Study.parse(HEAD + "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20}}\n"))
    x = central(model)
    x[model.parameters.columns["fit/value"]] = 30.0
    assert list(flows(model, x).values[0]) == [300, 0, 0]
    assert list(flows(model).values[0]) == [200, 0, 0]


def test_at_another_rate() -> None:
    """Outcomes and inputs of the second year ÷ 2 in place of ÷ 1.25."""
    model = Model(
        Study.parse(HEAD + "outcomes: {fit: {name: N, stakeholder: a, quantity: 1, value: 100, duration: 2}}\n")
    )
    x = central(model)
    x[model.parameters.columns["discounting/rate"]] = 1.0
    assert list(flows(model, x).present[0]) == pytest.approx([100, 50, 0])
    assert list(flows(model, x).present_costs[0]) == pytest.approx([110, 27.5, 0])


# --- the ledger


def rows(found: Valuation) -> pd.DataFrame:
    return found.ledger


def test_the_steps_of_one_value() -> None:
    """10 × 20 = 200; less 50% of it, less 20% of the 100 left; × 1.5 adds 40; 10% bias takes 12: 108.

    Halved in the second year, grown by 10%, worth 0.8 of it.
    """
    table = rows(
        valued(
            "fit: {name: N, stakeholder: a, quantity: {2026: 10}, value: 20, deadweight: 50%, displacement: 20%, "
            "multiplier: 1.5, optimism_bias: 10%, duration: 2, drop_off: 50%, real_growth: 10%}"
        )
    )
    assert list(table.columns) == [
        *COLUMNS[:6],
        "less_deadweight",
        "less_displacement",
        "multiplier_adds",
        "less_optimism_bias",
        *COLUMNS[6:],
    ]
    assert list(table["year"]) == [2026, 2027]
    assert list(table["cohort"]) == [2026, 2026]
    assert set(table["address"]) == {"fit/value"}
    assert set(table["to"]) == {"a"}
    first, second = (table.iloc[n] for n in (0, 1))
    steps = ["gross", "less_deadweight", "less_displacement", "multiplier_adds", "less_optimism_bias", "impact"]
    for row in (first, second):
        assert [row[name] for name in steps] == pytest.approx([200, 100, 20, 40, 12, 108])
    ends = ["life", "growth", "value", "discount_factor", "present_value"]
    assert [first[name] for name in ends] == pytest.approx([1, 1.1, 118.8, 0.8, 95.04])
    assert [second[name] for name in ends] == pytest.approx([0.5, 1.21, 65.34, 0.64, 41.8176])


def test_deductions_of_another_outcome_take_nothing() -> None:
    """A column for every deduction that any outcome has; no column for what none has."""
    table = rows(
        valued(
            "one: {name: N, stakeholder: a, quantity: 1, value: 10, attribution: 30%}, "
            "two: {name: N, stakeholder: a, quantity: 1, value: 100, other_deductions: {noise: 10%}}"
        )
    )
    assert [name for name in table if name.startswith("less_")] == ["less_attribution", "less_other_deductions/noise"]
    assert "multiplier_adds" not in table
    assert list(table["less_attribution"]) == pytest.approx([3, 0])
    assert list(table["less_other_deductions/noise"]) == pytest.approx([0, 10])
    assert list(table["impact"]) == pytest.approx([7, 90])


def test_only_the_multiplier_or_only_the_bias() -> None:
    outcome = "fit: {name: N, stakeholder: a, quantity: 1, value: 10, CHANGE}"
    table = rows(valued(outcome.replace("CHANGE", "multiplier: 2")))
    assert "less_optimism_bias" not in table
    assert list(table["multiplier_adds"]) == [10]
    table = rows(valued(outcome.replace("CHANGE", "optimism_bias: 30%")))
    assert "multiplier_adds" not in table
    assert list(table["less_optimism_bias"]) == pytest.approx([3])


def test_harms_transfers_and_present_values_in_the_ledger() -> None:
    """−2 at 50 with a bias of 20% is −120: it adds 20 to the harm. The mirror gains what the other loses."""
    table = rows(
        valued(
            "strain: {name: N, stakeholder: a, quantity: {points: -0.2, people: 10}, value: 50, optimism_bias: 20%, "
            "transfer_from: b}, "
            "once: {name: N, stakeholder: a, quantity: 1, duration: 3, values: {v: {value: 70, present_value: true}}}"
        )
    )
    assert list(table["address"]) == ["strain/value", "strain/value/transfer", "once/v"]
    assert list(table["gross"]) == pytest.approx([-100, 100, 70])
    assert list(table["less_optimism_bias"]) == pytest.approx([20, -20, 0])
    assert list(table["impact"]) == pytest.approx([-120, 120, 70])
    assert list(table["to"]) == ["a", "b", "a"]
    last = table.iloc[2]
    assert pd.isna(last["year"])
    assert [last[name] for name in ("life", "growth", "value", "discount_factor", "present_value")] == [1, 1, 70, 1, 70]


def test_present_values_alone_in_the_ledger() -> None:
    """One row for each cohort, without a year; the columns are those of every ledger."""
    value = "values: {v: {value: 70, present_value: true}}"
    table = rows(valued(f"once: {{name: N, stakeholder: a, quantity: {{2025: 1, 2026: 2}}, {value}}}"))
    assert list(table.columns) == COLUMNS
    assert list(table["present_value"]) == [70, 140]
    assert list(table["cohort"]) == [2025, 2026]
    assert table["year"].isna().all()
    assert str(table["year"].dtype) == "Int64"


def test_less_than_one_in_the_ledger() -> None:
    """Half of one at 100 is a gain, under a bias of 20%: 50 − 10."""
    table = rows(valued("fit: {name: N, stakeholder: a, quantity: 0.5, value: 100, optimism_bias: 20%}"))
    assert list(table["impact"]) == pytest.approx([40])


@pytest.mark.parametrize("amounts", ["quantity: 333333333.3, value: 0.7", "quantity: 0, value: 10"])
def test_rounding_and_nothing_are_no_multiplier_and_no_bias(amounts: str) -> None:
    table = rows(valued(f"fit: {{name: N, stakeholder: a, {amounts}, deadweight: 10%, attribution: 30%, leakage: 7%}}"))
    assert not {"multiplier_adds", "less_optimism_bias"} & set(table)
    assert list(table["impact"]) == pytest.approx(list(table["gross"] * 0.9 * 0.7 * 0.93))


def test_gains_and_harms_by_cohort_in_the_ledger() -> None:
    """Each cohort by its own sign, under a bias of 20%: −100 − 20 and 200 − 40."""
    table = rows(
        valued(
            "mood: {name: N, stakeholder: a, value: 100, optimism_bias: 20%, "
            "quantity: {2025: {points: -0.1, people: 10}, 2026: {points: 0.2, people: 10}}}"
        )
    )
    assert list(table["less_optimism_bias"]) == pytest.approx([20, 40])
    assert list(table["impact"]) == pytest.approx([-120, 160])
    assert list(table["cohort"]) == [2025, 2026]


def test_years_beyond_the_horizon_are_not_in_the_ledger() -> None:
    table = rows(valued("fit: {name: N, stakeholder: a, quantity: 1, value: 10, delay: 0.5, duration: 9}"))
    assert list(table["year"]) == [2025, 2026, 2027]
    assert list(table["life"]) == pytest.approx([0.5, 1, 1])
