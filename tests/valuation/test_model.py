"""What a study is resolved into: cohorts, costs, biases by grade, schedules in force and the lines of the value map."""

from __future__ import annotations

import pytest

from sroi.errors import BankError, Problem, SroiError, ValuationError
from sroi.study.study import Study
from sroi.valuation.model import LADDER, Model
from sroi.valuation.views import view_named

HEAD = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 3
stakeholders: {a: {name: A, role: participant}, b: {name: B, role: public}, c: {name: C, role: funder}}
"""
PLAIN = "inputs: {grant: {from: b, amount: 100}}\n"
FIT = "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20}}\n"


def model(text: str, scenario: str | None = None, inputs: str = PLAIN) -> Model:
    return Model(Study.parse(HEAD + inputs + text), scenario)


def refused(text: str, scenario: str | None = None, inputs: str = PLAIN) -> tuple[type[SroiError], list[Problem]]:
    with pytest.raises(SroiError) as caught:
        model(text, scenario, inputs)
    return type(caught.value), list(caught.value.problems)


# --- the ladder


def test_the_ladder() -> None:
    """0, 5, 10, 15, 25 and 40% by grade, as docs/method.md states it."""
    assert LADDER == {1: 0.0, 2: 0.05, 3: 0.10, 4: 0.15, 5: 0.25, 6: 0.40}


def test_biases_by_grade() -> None:
    """Each outcome and input by the weakest of its grades, unless it states a bias of its own."""
    found = model(
        "optimism_bias: by-grade\n"
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: {value: 20, grade: 5}, grade: 2}, "
        "own: {name: N, stakeholder: a, quantity: 10, value: 20, optimism_bias: 1%}}\n",
        inputs="inputs: {grant: {from: b, amount: 100, grade: 3}, own: {from: b, amount: 1, optimism_bias: 2%}}\n",
    ).parameters
    addresses = ("fit/optimism_bias", "own/optimism_bias", "inputs/grant/optimism_bias", "inputs/own/optimism_bias")
    rows = [row for address in addresses if (row := found.row(address)) is not None]
    assert [row.central for row in rows] == [0.25, 0.01, 0.10, 0.02]
    assert [row.source for row in rows] == [
        "ladder of the local-partnerships guidance, grade 5",
        None,
        "ladder of the local-partnerships guidance, grade 3",
        None,
    ]


def test_no_ladder_where_it_is_not_asked_for() -> None:
    row = model(FIT.replace("value: 20", "value: 20, grade: 6")).parameters.row("fit/optimism_bias")
    assert row is not None
    assert row.central == 0


def test_a_missing_grade() -> None:
    """Of an outcome and of an input, both at once; not of what a scenario leaves out or sets."""
    text = "optimism_bias: by-grade\n" + FIT
    error, problems = refused(text)
    assert error is ValuationError
    assert [(p.code, p.address, p.found) for p in problems] == [
        ("grade-missing", "fit", "found no grade"),
        ("grade-missing", "inputs/grant", "found no grade"),
    ]
    assert all(p.allowed == "under optimism_bias: by-grade every outcome and input has a grade" for p in problems)
    assert all(p.write == "add grade: 1 to 6, or its own optimism_bias" and p.line for p in problems)
    two = text.replace("outcomes: {", "outcomes: {also: {name: N, stakeholder: a, quantity: 1, value: 1, grade: 1}, ")
    scenarios = "scenarios: {less: {leave_out: [fit], set: {inputs/grant/optimism_bias: 30%}}}\n"
    found = model(two + scenarios, "less")
    assert [line.address for line in found.lines] == ["also/value"]
    assert float(found.evaluate().pv_inputs[0]) == pytest.approx(130)


# --- leaving out


def test_a_scenario_leaves_out_outcomes_values_and_inputs() -> None:
    text = (
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 1, values: {x: 1, y: 2}}, "
        "rest: {name: N, stakeholder: a, quantity: 1, value: 4}}\n"
        "scenarios: {one: {leave_out: [fit]}, two: {leave_out: [fit/x, inputs/gift]}}\n"
    )
    inputs = "inputs: {grant: {from: b, amount: 100}, gift: {from: c, amount: 50}}\n"
    found = {
        name: model("discounting: undiscounted\n" + text, name, inputs).evaluate() for name in (None, "one", "two")
    }
    assert {name: float(item.pv_benefits[0]) for name, item in found.items()} == {None: 7, "one": 4, "two": 6}
    assert {name: float(item.pv_inputs[0]) for name, item in found.items()} == {None: 150, "one": 150, "two": 100}


# --- lines


def test_lines_of_the_value_map() -> None:
    """A transfer has a mirror: fiscal where a public body pays, else economic; wholly cashable unless stated."""
    found = model(
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 1, values: {"
        "plain: {value: 1, type: social}, saved: {value: 2, type: fiscal, to: b, cashable: 30%}, "
        "paid: {value: 3, transfer_from: b}, "
        "given: {value: 4, transfer_from: c, cashable: 20%, present_value: true}}}}\n"
    )
    assert [(line.address, line.to, line.type, line.mirror_of, line.present_value) for line in found.lines] == [
        ("fit/plain", "a", "social", None, False),
        ("fit/saved", "b", "fiscal", None, False),
        ("fit/paid", "a", None, None, False),
        ("fit/paid/transfer", "b", "fiscal", 2, False),
        ("fit/given", "a", None, None, True),
        ("fit/given/transfer", "c", "economic", 4, True),
    ]
    columns = found.parameters.columns
    assert [line.cashable for line in found.lines] == [
        0.0,
        columns["fit/saved/cashable"],
        0.0,
        1.0,
        columns["fit/given/cashable"],
        columns["fit/given/cashable"],
    ]


def test_cashable_beside_a_single_value() -> None:
    text = FIT.replace("value: 20", "value: 20, cashable: 40%")
    found = model(text)
    assert found.lines[0].cashable == found.parameters.columns["fit/cashable"]


def test_the_life_of_an_outcome() -> None:
    """A profile, and a part-year counted as a part or, where the study says so, as a whole one."""
    profile = FIT.replace("value: 20", "value: 20, profile: [100%, 25%]")
    found = model("discounting: undiscounted\n" + profile)
    assert float(found.evaluate().pv_benefits[0]) == pytest.approx(200 * 1.25)
    assert [stream.outcome for stream in found.streams] == ["fit"]
    part = "discounting: undiscounted\n" + FIT.replace("value: 20", "value: 20, duration: 1.5")
    assert float(model(part).evaluate().pv_benefits[0]) == pytest.approx(200 * 1.5)
    assert float(model("partial_years: round-up\n" + part).evaluate().pv_benefits[0]) == pytest.approx(200 * 2)


# --- schedules


def test_the_rate_in_force() -> None:
    """As stated, as a scenario sets it, and scaled; the convention says so."""
    text = (
        "discounting: {rate: 4%}\n"
        + FIT
        + "scenarios: {lower: {set: {discounting/rate: 1%}}, double: {scale: {discounting/rate: 2}}}\n"
    )
    found = {name: model(text, name).schedule for name in (None, "lower", "double")}
    assert {name: item.rates for name, item in found.items()} == {
        None: (0, 0.04, 0.04, 0.04),
        "lower": (0, 0.01, 0.01, 0.01),
        "double": (0, 0.08, 0.08, 0.08),
    }
    assert {name: item.flat for name, item in found.items()} == {None: 0.04, "lower": 0.01, "double": 0.08}


def test_a_schedule_of_several_rates_is_scaled_rate_by_rate() -> None:
    text = "horizon: 32\ndiscounting: green-book\n" + FIT + "scenarios: {double: {scale: {discounting/rate: 2}}}\n"
    study = Study.parse(HEAD.replace("horizon: 3\n", "") + PLAIN + text)
    rates = Model(study, "double").schedule.rates
    assert rates[0] == 0
    assert rates[1:31] == pytest.approx([0.07] * 30)
    assert rates[31:] == pytest.approx([0.06] * 2)


def test_a_shared_rate() -> None:
    text = "estimates: {rate: 7%}\ndiscounting: {rate: {use: rate}}\n" + FIT
    assert model(text).schedule.rates == (0, 0.07, 0.07, 0.07)


def test_an_unknown_schedule_of_the_study_and_of_an_outcome() -> None:
    error, problems = refused("discounting: no-such-book\n" + FIT)
    assert error is BankError
    assert [(p.code, p.address) for p in problems] == [("schedule-unknown", "discounting")]
    error, problems = refused(FIT.replace("value: 20", "value: 20, discounting: no-such-book"))
    assert error is BankError
    assert [(p.code, p.address) for p in problems] == [("schedule-unknown", "fit/discounting")]
    assert all(p.line and p.found and p.allowed for p in problems)


def test_every_unknown_proxy_is_reported_at_once() -> None:
    error, problems = refused(
        "price_base: 2024-25\n"
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 1, proxy: no-such-proxy}, "
        "rest: {name: N, stakeholder: a, quantity: 1, values: {x: {proxy: nor-this}, y: {value: 1, currency: NOK}}}}\n"
    )
    assert error is ValuationError
    assert [(p.code, p.address) for p in problems] == [
        ("proxy-unknown", "fit/value"),
        ("proxy-unknown", "rest/x"),
        ("currency-mixed", "rest/y"),
    ]
    assert all(p.line is not None for p in problems)
    error, _ = refused("price_base: 2024-25\n" + FIT.replace("value: 20", "proxy: no-such-proxy"))
    assert error is BankError


# --- deadweight beside an effect


EFFECT = (
    "counterfactuals: {c: {programme: {before: 2%, after: 10%}}}\n"
    "outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, more: {from: c, as: effect}}, value: 20}}\n"
    "scenarios: {worse: {set: {fit/deadweight: 10%}}, same: {set: {fit/deadweight: 0}}}\n"
)


def test_deadweight_is_not_taken_off_an_effect() -> None:
    error, (problem,) = refused(EFFECT, "worse")
    assert error is ValuationError
    assert (problem.code, problem.address) == ("deadweight-twice", "fit/deadweight")
    assert problem.found == "found deadweight beside a quantity that is already an effect"
    assert problem.allowed == "what would have happened anyway is taken off once"
    assert problem.write == "remove deadweight, or count all who changed in quantity"
    assert model(EFFECT).lines
    assert model(EFFECT, "same").lines


def test_deadweight_beside_the_effect_of_another_outcome() -> None:
    text = EFFECT.replace(
        "outcomes: {", "outcomes: {other: {name: N, stakeholder: a, quantity: 1, value: 1, deadweight: 50%}, "
    )
    assert len(model(text).lines) == 2


# --- costs


def test_amounts_by_year_and_money_of_the_day() -> None:
    found = model(
        "price_base: 2024-25\n" + FIT,
        inputs="inputs: {grant: {from: b, kind: in-kind, amount: {2026: 100, 2027: {hours: 10, rate: 5}}}, "
        "fee: {from: c, amount: 7, prices: cash}}\n",
    )
    grant, fee = found.costs
    assert (grant.id, grant.stakeholder, grant.kind, grant.steps) == ("grant", "b", "in-kind", ())
    assert [(year, product.constant) for year, product in grant.amounts] == [(1, 1.0), (2, 1.0)]
    assert [len(product.columns) for _, product in grant.amounts] == [1, 2]
    assert (fee.id, fee.stakeholder, fee.kind, len(fee.steps)) == ("fee", "c", "cash", 1)
    assert [year for year, _ in fee.amounts] == [0]
    assert fee.amounts[0][1].constant < 1


def test_a_year_outside_the_index() -> None:
    """Said at the input, with its line."""
    study = "price_base: 2024-25\n" + FIT
    inputs = "inputs: {grant: {from: b, amount: 100, prices: cash}}\n"
    with pytest.raises(SroiError) as caught:
        Model(Study.parse(HEAD.replace("start_year: 2025", "start_year: 1901") + inputs + study))
    (problem,) = caught.value.problems
    assert (problem.code, problem.address) == ("index-range", "inputs/grant/amount")
    assert problem.line is not None


# --- the model's own door to the engine


def test_a_model_is_evaluated_at_points_by_line_and_from_a_perspective() -> None:
    found = model("discounting: undiscounted\n" + FIT.replace("value: 20", "value: 20, transfer_from: b"))
    plain = found.evaluate({"fit/value": [5.0, 6.0]})
    assert (list(plain.pv_benefits), plain.by_line) == ([0, 0], None)
    lines = found.evaluate({"fit/value": [5.0, 6.0]}, by_line=True).by_line
    assert lines is not None
    assert lines.tolist() == [[50, -50], [60, -60]]
    people = found.evaluate({"fit/value": [5.0, 6.0]}, view=view_named(found, "participants"))
    assert list(people.pv_benefits) == [50, 60]
    assert found.addresses == tuple(row.address for row in found.parameters.rows)
