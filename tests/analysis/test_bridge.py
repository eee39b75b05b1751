"""The bridge between two results: parts that add up, each against the engine itself."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest

import sroi
from sroi.analysis.bridge import Bridge, because, bridge
from sroi.analysis.differences.accounts import between
from sroi.analysis.differences.transition import GROUPS, Difference
from sroi.errors import SroiError, ValuationError
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.views import view_named

STUDIES = sorted((Path(sroi.__file__).parents[1] / "studies").glob("*.yaml"))

WALKING = """
sroi: 1
title: Walking group
currency: GBP
price_base: 2024-25
start_year: 2025
horizon: 4
discounting: undiscounted
exchange_rates: {EUR: {rate: 0.8, source: central bank p. 1}}
stakeholders:
  walkers: {name: Walkers, role: participant}
  council: {name: City council, role: public}
estimates: {walkers: 20}
inputs:
  leader: {from: council, amount: 1000}
  boots: {from: walkers, amount: {walkers: {use: walkers}, price: 30}}
outcomes:
  fit:
    name: Fitter
    stakeholder: walkers
    quantity: {walkers: {use: walkers}, fit-share: 50%}
    value: 400
    price_year: 2019-20
    deadweight: 10%
    duration: 2
    drop_off: 50%
  calls: {name: Fewer calls, stakeholder: council, quantity: {calls: 40}, value: 10, type: fiscal}
"""


@pytest.fixture
def walking() -> Study:
    return Study.parse(WALKING)


def changed(old: str, new: str) -> Study:
    assert old in WALKING, old
    return Study.parse(WALKING.replace(old, new))


def parts(found: Bridge) -> dict[str, float]:
    return {part.change.address: part.part for part in found.parts}


def size(found: Bridge) -> float:
    return sum(abs(part.part) for part in found.parts) + abs(found.before) + abs(found.after)


def over_all_orders(first: Study, changes: dict[str, object], measure: str) -> dict[str, float]:
    """The mean effect of each number over every order, by the engine alone."""
    model = Model(first)
    points = {address: float(value) for address, value in changes.items()}
    found = dict.fromkeys(points, 0.0)
    for order in itertools.permutations(points):
        made: dict[str, float] = {}
        before = evaluate(model)
        for address in order:
            made[address] = points[address]
            after = evaluate(model, made)
            found[address] += float(getattr(after, measure)[0] - getattr(before, measure)[0])
            before = after
    return {address: total / math.factorial(len(points)) for address, total in found.items()}


# Numbers


def test_by_hand():
    # 20 × 0.9 and 30 × 0.6 are the same: each order of the two changes gives +0.9 −0.9 or +0.6 −0.6.
    study = Study.parse("""
    {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
     inputs: {grant: {from: a, amount: 1000}}, discounting: undiscounted,
     outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 20, value: 100, deadweight: 10%}}}
    """)
    found = bridge(study, study.edited({"fit/quantity": 30, "fit/deadweight": "40%"}))
    assert parts(found) == pytest.approx({"fit/quantity": 0.75, "fit/deadweight": -0.75}, abs=1e-12)
    assert {part.change.address: part.change.group for part in found.parts} == {
        "fit/quantity": "volume",
        "fit/deadweight": "deductions",
    }
    assert found.exact
    assert found.error == 0


@pytest.mark.parametrize("measure", ["ratio", "npv", "pv_benefits", "pv_inputs"])
def test_it_is_the_mean_over_every_order_of_changes_as_the_engine_values_them(walking, measure):
    changes = {
        "estimates/walkers": 26,
        "fit/quantity/fit-share": 0.4,
        "fit/deadweight": 0.25,
        "fit/duration": 3.5,
        "inputs/leader/amount": 1300,
    }
    found = bridge(walking, walking.edited(changes), measure=measure)
    expected = over_all_orders(walking, changes, measure)
    assert parts(found) == pytest.approx(
        {address: part for address, part in expected.items() if address in parts(found)}, rel=1e-9, abs=1e-9
    )
    assert all(abs(part) < 1e-9 for address, part in expected.items() if address not in parts(found))


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_every_mixture_of_two_scenarios_of_a_ready_study_is_what_the_engine_says(path):
    study = sroi.load(path)
    base, view = Model(study), "social"
    for name in (*study.scenarios, *study.options):
        other = Model(study, name)
        found = between(base, other, (view_named(base, view), view_named(other, view)))
        ends = np.array([[False] * found.account.count, [True] * found.account.count])
        benefits, inputs = found.account.at(ends)
        for side, model in enumerate((base, other)):
            expected = evaluate(model)
            assert benefits[side] == pytest.approx(expected.pv_benefits[0], rel=1e-12)
            assert inputs[side] == pytest.approx(expected.pv_inputs[0], rel=1e-12)
        # Changes of numbers alone can be made one by one in the engine, too.
        numbers = {
            place: change.address
            for place, change in enumerate(found.differences)
            if change.address in base.addresses and None not in change.numbers
        }
        for place, address in numbers.items():
            made = np.zeros((1, found.account.count), dtype=bool)
            made[0, place] = True
            after = evaluate(base, {address: found.differences[place].numbers[1]})
            assert found.account.at(made)[0][0] == pytest.approx(after.pv_benefits[0], rel=1e-11), address
            assert found.account.at(made)[1][0] == pytest.approx(after.pv_inputs[0], rel=1e-11), address


@pytest.mark.parametrize("path", [p for p in STUDIES if "options:" in p.read_text()], ids=lambda path: path.stem)
@pytest.mark.parametrize(("measure", "perspective"), [("ratio", "social"), ("npv", "cashable")])
def test_parts_add_up_for_every_scenario_of_a_ready_study(path, measure, perspective):
    study = sroi.load(path)
    base = Model(study)
    models = [Model(study, name) for name in (*study.scenarios, *study.options)]
    for model in models:
        found = bridge(base, model, measure=measure, perspective=perspective)
        assert found.exact
        assert sum(parts(found).values()) == pytest.approx(found.difference, abs=1e-11 * size(found))
        back = parts(bridge(model, base, measure=measure, perspective=perspective))
        assert parts(found) == pytest.approx({a: -part for a, part in back.items()}, abs=1e-10 * size(found))


def test_a_study_against_itself_has_no_parts(walking):
    found = bridge(walking, walking)
    assert found.parts == ()
    assert found.table.empty
    assert found.groups == {}
    assert found.summary == (f"Nothing that moves the SROI ratio differs: it is {found.text(found.before)} in both.",)


def test_changes_that_do_the_same_have_equal_parts(walking):
    study = walking.edited({"fit/displacement": "10%"})
    other = study.edited({"fit/deadweight": "35%", "fit/displacement": "35%"})
    found = parts(bridge(study, other))
    assert found["fit/deadweight"] == pytest.approx(found["fit/displacement"], rel=1e-12)


def test_a_shared_estimate_is_one_change_in_benefits_and_inputs(walking):
    found = bridge(walking, walking.edited({"estimates/walkers": 30}))
    assert list(parts(found)) == ["estimates/walkers"]
    assert found.parts[0].change.group == "volume"
    assert (found.parts[0].change.before, found.parts[0].change.after) == ("20", "30")


def test_levels_of_a_comparison_move_the_deadweight_that_follows_from_them(riverside):
    study = Study.parse(riverside)
    name = next(iter(study.counterfactuals))
    address = f"counterfactuals/{name}/comparison/after"
    found = bridge(study, study.edited({address: "7%"}))
    assert list(parts(found)) == [address]
    assert found.parts[0].change.group == "deductions"


# Structure


@pytest.mark.parametrize(
    ("old", "new", "address", "group", "before", "after"),
    [
        ("horizon: 4", "horizon: 1", "horizon", "time", "4 years", "1 year"),
        ("undiscounted", "{rate: 5%}", "discounting", "time", "undiscounted", "stated rate 5%"),
        ("drop_off: 50%", "drop_off: {linear: 50%}\n    drop_off_from: 0", "fit/drop_off (form)", "time",
         "a share of what is left, from the second year on", "a share of its first year, from the first year on"),
        ("    duration: 2\n    drop_off: 50%", "    profile: [100%, 60%]", "fit/drop_off (form)", "time",
         "50% of what is left, from the second year on", "a profile of 100%, 60%"),
        ("price_year: 2019-20", "price_year: 2012-13", "fit/value", "value", "£400.00 in 2019-20 prices (£",
         "£400.00 in 2012-13 prices (£"),
        ("price_year: 2019-20", "currency: EUR", "fit/value", "value", "£400.00 in 2019-20 prices (£",
         "€400.00 (£320.00 in 2024-25 prices)"),
        ("price_base: 2024-25", "price_base: 2021-22", "price_base", "value", "2024-25", "2021-22"),
        ("price_year: 2019-20", "present_value: true\n    price_year: 2019-20", "fit/value/present_value", "time",
         "a value of its year", "a present value"),
        ("quantity: {calls: 40}", "quantity: {2025: {calls: 40}, 2026: {calls: 9}}", "calls/quantity/2026", "volume",
         "—", "9"),
        ("quantity: {calls: 40}", "quantity: {calls: 40, real-share: 90%}", "calls/quantity/real-share",
         "outcome rate", "—", "90%"),
        ("quantity: {calls: 40}", "quantity: 35", "calls/quantity", "volume", "40", "35"),
        ("deadweight: 10%", "deadweight: 10%\n    other_deductions: {twice: 5%}", "fit/other_deductions/twice",
         "deductions", "—", "5%"),
        ("deadweight: 10%", "deadweight: 10%\n    multiplier: 1.5", "fit/multiplier", "deductions", "1", "1.5"),
        ("leader: {from: council, amount: 1000}", "leader: {from: council, amount: {2025: 600, 2027: 500}}",
         "inputs/leader/amount/2027", "cost", "—", "£500"),
        ("leader: {from: council,", "leader: {from: council, optimism_bias: 10%,", "inputs/leader/optimism_bias",
         "cost", "0%", "10%"),
        ("leader: {from: council, amount: 1000}", "hall: {from: council, amount: 900}", "inputs/hall", "scope",
         "not counted", "counted"),
        ("calls: {name: Fewer calls", "letters: {name: Fewer letters", "calls", "scope", "counted", "not counted"),
        ("value: 10, type: fiscal}", "values: {a: 10, b: {value: 3, transfer_from: walkers}}}", "calls/b", "scope",
         "not counted", "counted"),
        ("duration: 2\n", "duration: 1.5\n", "fit/duration", "time", "2 years", "1.5 years"),
    ],
)  # fmt: skip
def test_a_change_of_form_is_one_change_in_words(walking, old, new, address, group, before, after):
    other = changed(old, new)
    found = bridge(walking, other)
    assert found.before == pytest.approx(sroi.evaluate(walking).ratio, rel=1e-12)
    assert found.after == pytest.approx(sroi.evaluate(other).ratio, rel=1e-12)
    assert sum(parts(found).values()) == pytest.approx(found.difference, abs=1e-12 * size(found))
    change = next(part.change for part in found.parts if part.change.address == address)
    assert change.group == group
    assert change.before.startswith(before)
    assert change.after.startswith(after)


def test_an_exchange_rate_and_part_years_are_changes_of_their_own():
    euros, half = WALKING.replace("price_year: 2019-20", "currency: EUR"), "duration: 1.5\n"
    first = Study.parse(euros.replace("duration: 2\n", half))
    second = Study.parse(
        euros.replace("rate: 0.8", "rate: 0.9")
        .replace("duration: 2\n", half)
        .replace("horizon: 4", "horizon: 4\npartial_years: round-up")
    )
    found = bridge(first, second)
    assert set(parts(found)) == {"price_base", "partial_years"}
    change = next(part.change for part in found.parts if part.change.address == "price_base")
    assert (change.label, change.before, change.after) == ("Exchange rates", "1 EUR = £0.8000", "1 EUR = £0.9000")


def test_optimism_bias_by_grade_is_one_change_for_gains_and_one_for_costs():
    graded = WALKING.replace("deadweight: 10%", "deadweight: 10%\n    grade: 5")
    graded = graded.replace("quantity: {calls: 40}", "grade: 4, quantity: {calls: 40}")
    graded = graded.replace("from: council, amount", "from: council, grade: 5, amount").replace(
        "from: walkers, amount", "from: walkers, grade: 5, amount"
    )
    first, second = Study.parse(graded), Study.parse(f"{graded}\noptimism_bias: by-grade")
    found = bridge(first, second)
    assert {p.change.label: p.change.group for p in found.parts} == {
        "Optimism bias on gains and harms": "deductions",
        "Optimism bias on costs": "cost",
    }


def test_whose_value_it_is_matters_only_where_the_perspective_asks(walking):
    other = changed("value: 10, type: fiscal}", "value: 10, type: social}")
    assert bridge(walking, other).parts == ()
    found = bridge(walking, other, perspective="fiscal")
    assert found.after == 0
    change = found.parts[0].change
    assert (change.address, change.group) == ("calls/value/to", "scope")
    assert change.before == "fiscal value to City council (counted here)"
    assert change.after == "social value to City council (not counted here)"


def test_inputs_that_are_replaced_altogether_are_said_so(walking):
    grant = """  leader: {from: council, amount: 1000}
  boots: {from: walkers, amount: {walkers: {use: walkers}, price: 30}}
"""
    found = bridge(walking, changed(grant, "  hall: {from: council, amount: 400}\n"))
    assert sum(parts(found).values()) == pytest.approx(found.difference)
    assert set(parts(found)) == {"inputs/leader", "inputs/boots", "inputs/hall"}
    assert "Inputs are replaced altogether" in found.summary[-1]
    cut = found.parts
    assert {part.change.address: part.part > 0 for part in cut} == {
        "inputs/leader": True,
        "inputs/boots": True,
        "inputs/hall": False,
    }


# What it says


def test_the_summary_says_the_difference_its_largest_parts_and_their_kinds(walking):
    other = walking.edited(
        {
            "estimates/walkers": 15,
            "fit/deadweight": "30%",
            "inputs/leader/amount": 1200,
            "fit/duration": 1,
            "calls/value": 12,
        }
    )
    found = bridge(walking, other)
    first, second, third = found.summary
    assert first.startswith(f"The SROI ratio falls from {found.text(found.before)} to {found.text(found.after)} (−£")
    assert "because “Fitter: duration” is 1 year instead of 2 years (time)" in first
    assert first.endswith("from 2 more changes.")
    assert second.startswith("By kind of change: volume ")
    assert third.startswith("Each part is the effect of one change averaged over every order")


def test_shown_parts_add_up_to_the_difference_of_the_shown_results(walking):
    other = walking.edited({"estimates/walkers": 21, "fit/deadweight": "11.3%", "fit/value": 401, "calls/value": 10.7})
    for measure in ("ratio", "npv"):
        found = bridge(walking, other, measure=measure)
        shown = found.shown([part.part for part in found.parts])
        unit = 10.0**-found.places
        assert sum(shown) == pytest.approx(round(found.after, found.places) - round(found.before, found.places))
        assert all(abs(size - part.part) <= unit * (1 + 1e-9) for size, part in zip(shown, found.parts, strict=True))


@pytest.mark.parametrize(("value", "places"), [(600, 2), (403, 3), (400.3, 4)])
def test_a_small_difference_is_shown_in_more_digits(walking, value, places):
    found = bridge(walking, walking.edited({"fit/value": value}))
    assert found.places == places
    before, after = (float(found.text(result).removeprefix("£")) for result in (found.before, found.after))
    assert after - before == pytest.approx(found.shown_difference)
    assert found.shown_difference != 0


def test_the_table_has_a_row_per_change_and_html_escapes_what_users_wrote():
    first = Study.parse(WALKING.replace("name: Fitter", "name: <b>Fitter</b>"))
    found = bridge(first, first.edited({"fit/deadweight": "20%"}))
    assert list(found.table.columns[:5]) == ["change", "group", "before", "after", "part"]
    assert found.table["part"].sum() == pytest.approx(found.difference)
    assert "<b>" not in found._repr_html_()
    assert "&lt;b&gt;Fitter" in found._repr_html_()
    assert repr(found).startswith("Bridge(SROI ratio: £") and repr(found).endswith("1 change, exact)")


def test_every_group_has_a_place_in_the_order():
    change = Difference("a", "A", "cost", "1", "2")
    assert change.group in GROUPS
    assert because(Difference("a", "A", "cost", "—", "2")) == "“A” is 2, and is not there in the first (cost)"
    assert because(Difference("a", "A", "cost", "1", "—")) == "“A”, 1, is not there in the second (cost)"


# What it refuses


def test_different_currencies_have_no_difference(walking):
    with pytest.raises(ValuationError) as raised:
        bridge(walking, Study.parse(WALKING.replace("GBP", "NOK").replace("    price_year: 2019-20\n", "")))
    (problem,) = raised.value.problems
    assert problem.code == "bridge-currency"
    assert problem.found == "found a study in GBP and one in NOK"


def test_a_payback_has_no_parts(walking):
    with pytest.raises(ValuationError) as raised:
        bridge(walking, walking, measure="payback")
    (problem,) = raised.value.problems
    assert problem.code == "bridge-measure"
    assert problem.message == (
        "found the measure payback; a bridge explains a ratio, a net present value or a present value; "
        "ask for ratio or npv"
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"measure": "nothing"}, "measure-unknown"),
        ({"perspective": "nobody"}, "perspective-unknown"),
        ({"first_scenario": "nowhere"}, "scenario-unknown"),
    ],
)
def test_what_has_no_parts_is_refused_in_words(walking, asked, code):
    with pytest.raises(SroiError) as raised:
        bridge(walking, walking, **asked)
    assert [problem.code for problem in raised.value.problems] == [code]


def test_a_perspective_without_inputs_has_no_ratio_and_has_a_net_present_value(walking):
    free = changed("leader: {from: council", "leader: {from: walkers")
    with pytest.raises(SroiError, match="inputs-zero"):
        bridge(walking, free, perspective="fiscal")
    found = bridge(walking, free, perspective="fiscal", measure="npv")
    assert parts(found) == pytest.approx({"inputs/leader/from": 1000})
