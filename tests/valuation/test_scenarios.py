"""Which scenario is meant, and what it sets besides estimates."""

from __future__ import annotations

import pytest

from sroi.errors import StudyError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.scenarios import scenario_of, with_settings

STUDY = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 4
discounting: {rate: 0%}
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 100}}
outcomes: {fit: {name: N, stakeholder: a, quantity: 1, value: 10, duration: 4}}
"""
SCENARIOS = "scenarios: {short: {set: {horizon: 2, fit/value: 20}}, worse: {set: {fit/value: 5}}}\n"
OPTIONS = "options: {larger: {set: {fit/quantity: 3}}}\n"


def test_scenarios_and_options_are_found_by_their_id() -> None:
    study = Study.parse(STUDY + SCENARIOS + OPTIONS)
    assert scenario_of(study, "worse") is study.scenarios["worse"]
    assert scenario_of(study, "larger") is study.options["larger"]
    assert scenario_of(study, None) is None
    assert scenario_of(study, "base") is None


def test_an_unknown_scenario_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(StudyError) as caught:
        scenario_of(Study.parse(STUDY + SCENARIOS + OPTIONS), "wors")
    (problem,) = caught.value.problems
    assert (problem.code, problem.found) == ("scenario-unknown", "found wors")
    assert problem.allowed == "a scenario is an id under scenarios or options"
    assert "worse" in problem.write
    with pytest.raises(StudyError) as caught:
        scenario_of(Study.parse(STUDY + SCENARIOS + OPTIONS), "large")
    assert "larger" in caught.value.problems[0].write


def test_a_study_without_scenarios_says_so() -> None:
    with pytest.raises(StudyError) as caught:
        scenario_of(Study.parse(STUDY), "worse")
    assert caught.value.problems[0].write == "the study has none"


def test_settings_are_applied_and_estimates_left_to_the_vector() -> None:
    """4 × 10 in the base case; 2 × 20 in two years; 4 × 5."""
    study = Study.parse(STUDY + SCENARIOS)
    assert with_settings(study, study.scenarios["short"], "short").horizon == 2
    assert with_settings(study, study.scenarios["worse"], "worse") is study
    assert with_settings(study, None, None) is study
    totals = [float(Model(study, name).evaluate().pv_benefits[0]) for name in (None, "short", "worse")]
    assert totals == pytest.approx([40, 40, 20])


def test_what_another_scenario_says_need_not_exist_under_the_settings_of_one() -> None:
    """There is no rate where a scenario puts a schedule: three years at 0%, the fourth at 10%."""
    scenarios = """scenarios:
  dear: {set: {discounting/rate: 10%}}
  bands: {set: {discounting: {schedule: [{from: 0, rate: 0%}, {from: 4, rate: 10%}]}}}
options: {cheap: {scale: {discounting/rate: 0.5}}}
"""
    study = Study.parse(STUDY + scenarios)
    model = Model(study, "bands")
    assert list(model.study.scenarios) == ["dear", "bands"]
    assert float(model.evaluate().pv_benefits[0]) == pytest.approx(30 + 10 / 1.1)
