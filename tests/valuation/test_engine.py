"""The function of the vector of estimates: points it takes and refuses, and values by hand where a branch decides."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.engine import Evaluation, biased, by_sign, evaluate, total
from sroi.valuation.model import Model
from sroi.valuation.vector import central, points_of

HEAD = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 3
stakeholders: {a: {name: A, role: participant}, b: {name: B, role: public}}
"""


def model(outcomes: str, settings: str = "", inputs: str = "grant: {from: b, amount: 100}") -> Model:
    return Model(Study.parse(f"{HEAD}{settings}\ninputs: {{{inputs}}}\noutcomes: {{{outcomes}}}\n"))


PLAIN = "fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 3}"
#: 25% a year, outcomes at the start: 1, 0.8 and 0.64.
QUARTER = "discounting: {rate: 25%, inputs: start, outcomes: start}"


def worth(found: Model, points: Any = None) -> list[float]:
    return [float(value) for value in evaluate(found, points).pv_benefits]


def problems(found: Model, points: Any) -> list[Problem]:
    with pytest.raises(ValuationError) as caught:
        evaluate(found, points)
    return list(caught.value.problems)


# --- points


def test_how_many_points_there_are() -> None:
    """Single numbers stand beside arrays; without arrays there is one point."""
    found = model(PLAIN)
    assert points_of(found, None)[1] == 1
    assert points_of(found, {"fit/value": 3})[1] == 1
    assert points_of(found, {"fit/value": [3, 4, 5]})[1] == 3
    assert points_of(found, {"fit/value": 3, "fit/quantity": [1, 2], "fit/duration": 1})[1] == 2
    assert points_of(found, {"fit/quantity": [1, 2], "fit/value": 3})[1] == 2


def test_a_single_number_beside_an_array() -> None:
    """3 × 5 and 4 × 5 in the first of three years at 25%, worth 2.44 altogether."""
    assert worth(model(PLAIN, QUARTER), {"fit/quantity": [3, 4], "fit/value": 5}) == pytest.approx([36.6, 48.8])


def test_unknown_and_odd_points_are_refused_all_at_once() -> None:
    found = problems(
        model(PLAIN),
        {"fit/valu": 3, "fit/value": [1.0, np.nan], "fit/quantity": [1, 2, 3], "fit/deadweight": [0.1, 0.2]},
    )
    assert [(p.code, p.address, p.found, p.allowed) for p in found] == [
        ("address-unknown", "", "found the address fit/valu", "a point names a number of the study"),
        ("points-finite", "fit/value", "found a number that is not finite", "points are finite numbers"),
        ("points-shape", "fit/deadweight", "found 2 points beside 3", "all points have one number per draw"),
    ]
    assert "fit/value" in found[0].write


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_points_are_finite(value: float) -> None:
    (found,) = problems(model(PLAIN), {"fit/value": value})
    assert found.code == "points-finite"


def test_derived_numbers_are_not_points() -> None:
    """Deadweight that follows from a comparison is moved through the levels it follows from."""
    found = model(
        "fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: {from: c}}",
        "counterfactuals: {c: {programme: {before: 2%, after: 10%}}}",
    )
    (problem,) = problems(found, {"fit/deadweight": 0.5})
    assert problem.code == "address-unknown"


@pytest.mark.parametrize("shape", [(3,), (2, 3), (2, 99)])
def test_a_table_has_a_column_for_every_number(shape: tuple[int, ...]) -> None:
    found = model(PLAIN)
    (problem,) = problems(found, np.ones(shape))
    assert (problem.code, problem.found) == ("points-shape", f"found points of shape {shape}")
    assert problem.allowed == f"points have shape (draw, {len(found.addresses)}), with at least one draw"


def test_points_as_a_table() -> None:
    """A row for each draw, in the order of the addresses: 10 × 20 as stated, 3 × 20 and 10 × 5, each worth 2.44."""
    found = model(PLAIN, QUARTER)
    table = np.tile([row.central for row in found.parameters.rows], (3, 1))
    table[1, found.addresses.index("fit/quantity")] = 3
    table[2, found.addresses.index("fit/value")] = 5
    assert worth(found, table) == pytest.approx([488, 146.4, 122])
    assert worth(found, table[2:].tolist()) == pytest.approx([122])


def test_many_points_across_blocks() -> None:
    """More points than are evaluated at a time: each is its own, to the last."""
    values = np.arange(70_000.0)
    found = evaluate(model(PLAIN, QUARTER), {"fit/value": values}, by_line=True)
    np.testing.assert_allclose(found.pv_benefits, values * 10 * 2.44, rtol=1e-12)
    assert found.by_line is not None
    np.testing.assert_allclose(found.by_line[:, 0], values * 10 * 2.44, rtol=1e-12)
    assert found.pv_inputs.shape == (70_000,)
    np.testing.assert_allclose(found.pv_inputs, 100)


def test_by_line_only_where_it_is_asked_for() -> None:
    assert evaluate(model(PLAIN)).by_line is None


# --- results


def test_net_present_value_and_ratio() -> None:
    found = Evaluation(np.array([150.0, 50]), np.array([100.0, 80]))
    assert list(found.npv) == [50, -30]
    assert list(found.ratio) == pytest.approx([1.5, 0.625])


@pytest.mark.parametrize("inputs", [[100.0, 0.0], [-1.0, 100.0], [0.0, 0.0]])
def test_no_ratio_without_inputs(inputs: list[float]) -> None:
    with pytest.raises(ValuationError) as caught:
        Evaluation(np.array([1.0, 1]), np.array(inputs)).ratio
    (problem,) = caught.value.problems
    assert (problem.code, problem.found) == ("inputs-zero", "the inputs counted come to nothing")
    assert problem.allowed == "a ratio needs inputs above 0"
    assert problem.write == "add what is invested under inputs"


def test_sums() -> None:
    assert total([]) == 0
    assert total([1, 2.5]) == 3.5
    assert list(total([1, np.array([2.0, 3])])) == [3, 4]


# --- comparisons


def compared(programme: str, comparison: str = "", use: str = "deadweight: {from: c}") -> Model:
    group = f", comparison: {comparison}" if comparison else ""
    return model(
        f"fit: {{name: N, stakeholder: a, value: 20, {use}}}",
        f"discounting: undiscounted\ncounterfactuals: {{c: {{programme: {programme}{group}}}}}",
    )


def test_deadweight_without_a_comparison_group() -> None:
    """2% of 10% would have been there anyway: 200 × (1 − 0.2)."""
    found = compared("{before: 2%, after: 10%}", use="quantity: 10, deadweight: {from: c}")
    assert central(found)[-1] == pytest.approx(0.2)
    assert worth(found) == pytest.approx([160])


def test_deadweight_with_a_comparison_group() -> None:
    """2% + (6% − 5%) = 3% of 10%: 200 × 0.7."""
    found = compared("{before: 2%, after: 10%}", "{before: 5%, after: 6%}", use="quantity: 10, deadweight: {from: c}")
    assert central(found)[-1] == pytest.approx(0.3)
    assert worth(found) == pytest.approx([140])


def test_an_effect() -> None:
    """10% − (2% + (6% − 5%)) = 7% of 1,000 people at 20."""
    use = "quantity: {people: 1000, more: {from: c, as: effect}}"
    found = compared("{before: 2%, after: 10%}", "{before: 5%, after: 6%}", use=use)
    assert worth(found) == pytest.approx([1400])
    assert worth(compared("{before: 2%, after: 10%}", use=use)) == pytest.approx([1600])


def test_a_level_of_nothing_after_the_programme() -> None:
    """Deadweight is a share of it; an effect is not, and may be nothing or less."""
    found = compared("{before: 2%, after: 10%}", use="quantity: 10, deadweight: {from: c}")
    for levels in (0.0, [0.1, 0.0]):
        (problem,) = problems(found, {"counterfactuals/c/programme/after": levels})
        assert (problem.code, problem.address) == ("counterfactual-zero", "fit/deadweight")
        assert problem.found == "counterfactuals/c/programme/after is 0 at some point"
        assert problem.allowed == "deadweight is a share of the level after"
        assert problem.write == "keep that level above 0"
    use = "quantity: {people: 1000, more: {from: c, as: effect}}"
    effect = compared("{before: 2%, after: 10%}", use=use)
    assert worth(effect, {"counterfactuals/c/programme/after": [0.0, 0.02]}) == pytest.approx([-400, 0])


# --- optimism bias


def test_bias_takes_from_gains_and_adds_to_harms() -> None:
    assert biased(10.0, 0.4) == pytest.approx(6)
    assert biased(-10.0, 0.4) == pytest.approx(-14)
    assert biased(10.0, 0.4, -1) == pytest.approx(14)
    assert biased(-10.0, 0.4, -1) == pytest.approx(-6)
    assert biased(10.0, 0.0) == 10
    assert biased(0.5, 0.4) == pytest.approx(0.3)
    assert biased(-0.5, 0.4) == pytest.approx(-0.7)
    assert list(biased(np.array([10.0, -10]), np.array([0.5, 0.25]))) == pytest.approx([5, -12.5])


def test_quantities_are_parted_by_their_sign_where_there_is_a_bias() -> None:
    """Only there: without a bias, or with no cohort below zero, they stay together."""
    assert by_sign([2.0, -3.0], 0.0) == [(1, [2, -3])]
    assert by_sign([2.0, 0.0], 0.4) == [(1, [2, 0])]
    assert by_sign([2.0, -3.0], 0.4) == [(1, [2, 0]), (-1, [0, -3])]
    ((one, above), (other, below)) = by_sign([np.array([1.0, -1])], np.array([0.4, 0.0]))
    assert (one, other) == (1, -1)
    assert list(above[0]) == [1, 0]
    assert list(below[0]) == [0, -1]


def test_gains_and_harms_of_one_outcome() -> None:
    """−1 in 2025 and +3 in 2026 at 20, bias 40%: −20 × 1.4 + 60 × 0.6 = 8; the bias by draw too."""
    found = model(
        "mood: {name: N, stakeholder: a, quantity: {2025: {points: -0.1, people: 10}, "
        "2026: {points: 0.3, people: 10}}, value: 20, optimism_bias: 40%}",
        "discounting: undiscounted",
    )
    assert worth(found) == pytest.approx([8])
    assert worth(found, {"mood/optimism_bias": [0.4, 0.0, 0.5]}) == pytest.approx([8, 40, 0])


def test_a_bias_on_costs() -> None:
    """100 × 1.2 + 50 ÷ 1.25 × 1.5, inputs at the start of 2025 and 2026."""
    found = model(
        PLAIN,
        QUARTER,
        "grant: {from: b, amount: 100, optimism_bias: 20%}, staff: {from: b, amount: {2026: 50}, optimism_bias: 50%}",
    )
    assert float(evaluate(found).pv_inputs[0]) == pytest.approx(180)
    points = {"inputs/grant/optimism_bias": [0.2, 0.0], "inputs/staff/optimism_bias": [0.5, 0.1]}
    assert list(evaluate(found, points).pv_inputs) == pytest.approx([180, 144])


def test_inputs_of_later_years_by_draw() -> None:
    """100 now and 50 a year later: 140 at 25%, 150 at nothing, 125 at 100%."""
    found = model(PLAIN, QUARTER, "grant: {from: b, amount: {2025: 100, 2026: 50}}")
    assert list(evaluate(found, {"discounting/rate": [0.25, 0.0, 1.0]}).pv_inputs) == pytest.approx([140, 150, 125])


# --- life and discounting, by draw


@pytest.mark.parametrize(
    ("drop_off", "expected"),
    [
        ("drop_off: 50%", [1 + 0.5 * 0.8 + 0.25 * 0.64, 2.44]),
        ("drop_off: {linear: 50%}", [1 + 0.5 * 0.8, 2.44]),
        ("drop_off: 50%, drop_off_from: 0", [0.5 + 0.25 * 0.8 + 0.125 * 0.64, 2.44]),
        ("drop_off: {linear: 30%}, drop_off_from: 0", [0.7 + 0.4 * 0.8 + 0.1 * 0.64, 2.44]),
    ],
)
def test_drop_off_by_draw(drop_off: str, expected: list[float]) -> None:
    """Of 200 a year for three years at 25%: as stated, and without any."""
    found = model(PLAIN.replace("duration: 3", f"duration: 3, {drop_off}"), QUARTER)
    stated = central(found)[found.parameters.columns["fit/drop_off"]]
    assert worth(found) == pytest.approx([200 * expected[0]])
    assert worth(found, {"fit/drop_off": [stated, 0.0]}) == pytest.approx([200 * value for value in expected])


def test_rates_growth_delay_and_duration_by_draw() -> None:
    """Each alone, and all together: what single points give."""
    found = model(PLAIN.replace("duration: 3", "duration: 3, drop_off: 20%"), QUARTER)
    draws = {
        "discounting/rate": np.array([0.25, 0.0, 1.0]),
        "fit/real_growth": np.array([0.0, 0.5, -0.1]),
        "fit/delay": np.array([0.0, 0.5, 1.0]),
        "fit/duration": np.array([3.0, 1.5, 2.0]),
        "fit/drop_off": np.array([0.2, 0.0, 0.5]),
    }
    for chosen in (*({name: column} for name, column in draws.items()), draws):
        single = [worth(found, {name: float(column[n]) for name, column in chosen.items()})[0] for n in range(3)]
        assert worth(found, chosen) == pytest.approx(single, rel=1e-12)
    # 200 in the years 0.5 to 2: half of year 0 and all of year 1, at no discount, grown by half a year.
    points = {"discounting/rate": 0.0, "fit/delay": 0.5, "fit/duration": 1.5, "fit/drop_off": 0.0}
    assert worth(found, points) == pytest.approx([300])
    assert worth(found, {**points, "fit/real_growth": 0.5}) == pytest.approx([200 * (0.5 + 1.5)])


def test_a_linear_drop_off_with_a_delay_by_draw() -> None:
    """Left are 1, 0.5 and 0; a delay of one year divides by 1.25 and cuts what lies beyond the horizon."""
    found = model(PLAIN.replace("duration: 3", "duration: 3, drop_off: {linear: 50%}"), QUARTER)
    assert worth(found, {"fit/delay": [0.0, 1.0, 2.0]}) == pytest.approx([200 * 1.4, 200 * 1.12, 200 * 0.64])
    both = {"fit/delay": [0.0, 1.0], "fit/drop_off": [0.5, 0.25]}
    assert worth(found, both) == pytest.approx([200 * 1.4, 200 * (0.8 + 0.75 * 0.64)])


def test_deductions_by_draw() -> None:
    """200 × (1 − 50%) × (1 − 20%) × 1.5 in the first year; deductions of nothing and of everything."""
    found = model(
        "fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: 50%, displacement: 20%, multiplier: 1.5}",
        "discounting: undiscounted",
    )
    assert worth(found) == pytest.approx([120])
    assert worth(found, {"fit/deadweight": [0.5, 0.0, 1.0]}) == pytest.approx([120, 240, 0])
    assert worth(found, {"fit/leakage": [0.0, 0.5]}) == pytest.approx([120, 60])
    assert worth(found, {"fit/multiplier": [1.5, 1.0]}) == pytest.approx([120, 80])


def test_a_transfer_is_mirrored_in_every_draw() -> None:
    found = model(PLAIN.replace("value: 20", "value: 20, transfer_from: b"))
    lines = evaluate(found, {"fit/value": [20.0, 30.0]}, by_line=True).by_line
    assert lines is not None
    assert list(lines[:, 0]) == list(-lines[:, 1])
    assert lines[0, 0] > 0


def test_a_present_value_is_neither_lasting_nor_discounted() -> None:
    """10 × 20, less 50%, whatever the years; a value beside it runs for three years at 25%."""
    found = model(
        "fit: {name: N, stakeholder: a, quantity: 10, duration: 3, delay: 0, deadweight: 50%, "
        "values: {once: {value: 20, present_value: true}, yearly: {value: 20}}}",
        QUARTER,
    )
    lines = evaluate(found, by_line=True).by_line
    assert lines is not None
    assert list(lines[0]) == pytest.approx([100, 244])


def test_an_outcome_with_its_own_rate() -> None:
    """100% a year for one, 25% for the study: 1 + 0.5 + 0.25 beside 2.44; each moved alone."""
    own = "discounting: {rate: 100%}"
    found = model(f"{PLAIN}, own: {{name: N, stakeholder: a, quantity: 10, value: 20, duration: 3, {own}}}", QUARTER)
    lines = evaluate(found, by_line=True).by_line
    assert lines is not None
    assert list(lines[0]) == pytest.approx([488, 350])
    moved = evaluate(found, {"own/discounting/rate": [1.0, 0.0], "discounting/rate": [0.0, 0.25]}, by_line=True)
    assert moved.by_line is not None
    assert moved.by_line == pytest.approx(np.array([[600, 350], [488, 600]]))


def test_outcomes_with_schedules_of_their_own() -> None:
    """25% a year, then 100%: 1, 0.8, 0.4; the other 0% and then 25%: 1, 1, 0.8; each by its own schedule."""
    one = "discounting: {schedule: [{from: 0, rate: 25%}, {from: 2, rate: 100%}]}"
    other = "discounting: {schedule: [{from: 0, rate: 0%}, {from: 2, rate: 25%}]}"
    outcome = "{name: N, stakeholder: a, quantity: 10, value: 20, duration: 3, "
    found = model(f"one: {outcome}{one}}}, other: {outcome}{other}}}", QUARTER)
    lines = evaluate(found, by_line=True).by_line
    assert lines is not None
    assert list(lines[0]) == pytest.approx([200 * 2.2, 200 * 2.8])
