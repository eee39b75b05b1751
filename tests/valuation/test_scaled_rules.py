"""A scenario that scales a number which a rule gives: optimism bias by grade of evidence."""

from __future__ import annotations

import pytest

from sroi.errors import StudyError, ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.valuation import evaluate

GRADED = """
{sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
 discounting: undiscounted, optimism_bias: %s,
 inputs: {grant: {from: a, amount: 100, grade: 2}, own: {from: a, amount: 50, optimism_bias: 10%%}},
 outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, grade: 3},
            calm: {name: Calmer, stakeholder: a, quantity: 10, value: 5, optimism_bias: 20%%}},
 scenarios: {%s}}
"""


def graded(scenarios: str, rule: str = "by-grade") -> Study:
    return Study.parse(GRADED % (rule, scenarios))


def bias(study: Study, scenario: str, address: str) -> float:
    row = Model(study, scenario).parameters.row(address)
    assert row is not None
    return row.central


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("fit/optimism_bias", "fit/optimism_bias"),
        ("'*/optimism_bias'", "fit/optimism_bias"),
        ("'*/optimism_bias'", "calm/optimism_bias"),
        ("inputs/grant/optimism_bias", "inputs/grant/optimism_bias"),
        ("'inputs/*/optimism_bias'", "inputs/own/optimism_bias"),
    ],
)
def test_the_number_of_the_rule_is_scaled_as_a_stated_one_is(pattern, address):
    study = graded(f"half: {{scale: {{{pattern}: 0.5}}}}")
    assert bias(study, "half", address) == pytest.approx(bias(study, "base", address) / 2)
    assert evaluate(study, "half").ratio > evaluate(study).ratio


def test_two_factors_for_one_number_are_multiplied():
    study = graded("both: {scale: {'*/optimism_bias': 0.5, fit/optimism_bias: 3}}")
    assert bias(study, "both", "fit/optimism_bias") == pytest.approx(1.5 * bias(study, "base", "fit/optimism_bias"))


def test_scaled_beyond_its_range_is_an_error():
    study = graded("far: {scale: {fit/optimism_bias: 50}}")
    with pytest.raises(ValuationError, match="fit/optimism_bias"):
        evaluate(study, "far")


def test_the_rule_may_come_from_the_scenario_itself():
    study = graded("strict: {set: {optimism_bias: by-grade}, scale: {fit/optimism_bias: 2}}", rule="none")
    by_rule = bias(graded("x: {}"), "x", "fit/optimism_bias")
    assert bias(study, "strict", "fit/optimism_bias") == pytest.approx(2 * by_rule)


def test_without_the_rule_there_is_nothing_to_scale():
    with pytest.raises(StudyError) as refused:
        graded("half: {scale: {fit/optimism_bias: 0.5}}", rule="none")
    (problem,) = refused.value.problems
    assert problem.code == "scale-nothing"
    assert problem.found == "found fit/optimism_bias, which is 0 and not stated"
