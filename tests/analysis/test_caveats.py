"""Caveats: at most three, the weightiest first, each true."""

import pytest

import sroi
from sroi.analysis.caveats import MOST, caveats
from sroi.study.study import Study
from sroi.valuation.opening import ready_studies
from tests.conftest import WALKING_GROUP

TWO = WALKING_GROUP.replace(
    "scenarios:",
    "  calm: {name: Calmer, stakeholder: walkers, quantity: 10, value: 30, duration: 2}\nscenarios:",
)


@pytest.mark.parametrize("name", sorted(ready_studies()))
def test_every_ready_study_has_three_ranked_caveats(name):
    found = caveats(sroi.evaluate(sroi.load(ready_studies()[name])))
    assert 1 <= len(found) <= MOST == 3
    assert [caveat.weight for caveat in found] == sorted((caveat.weight for caveat in found), reverse=True)
    assert all(caveat.words.endswith(".") for caveat in found)


def test_an_illustration_says_so_first():
    text = WALKING_GROUP.replace("horizon: 3", "horizon: 3\nkind: illustration")
    assert caveats(sroi.evaluate(Study.parse(text)))[0].words == (
        "This study illustrates the method; it is not an evaluation of a real programme."
    )


def test_the_ratio_without_the_largest_outcome_is_that_of_the_study_without_it():
    whole, rest = sroi.evaluate(Study.parse(TWO)), Study.parse(TWO).document
    del rest["outcomes"]["fit"], rest["scenarios"]
    left = sroi.evaluate(Study.from_document(rest)).ratio
    said = next(caveat for caveat in caveats(whole, 9) if caveat.words.startswith("Without"))
    assert said.words == f"Without “Fitter” the ratio would be £{left:.2f} instead of £{whole.ratio:.2f}."
    assert said.weight == pytest.approx((whole.ratio - left) / whole.ratio)


def test_without_lasting_changes_the_ratio_is_that_of_durations_of_one():
    short = sroi.evaluate(Study.parse(TWO.replace("duration: 2", "duration: 1"))).ratio
    said = [caveat.words for caveat in caveats(sroi.evaluate(Study.parse(TWO)), 9)]
    assert any(f"longer than a year, the ratio would be £{short:.2f}" in words for words in said)


def test_outcomes_with_nothing_taken_off_are_named_by_their_share():
    valued = sroi.evaluate(Study.parse(TWO))
    share = valued.by("outcome")["value"]["calm"] / valued.pv_benefits
    said = next(caveat for caveat in caveats(valued, 9) if caveat.words.startswith("No deadweight"))
    assert "1 of 2 outcomes" in said.words and said.weight == pytest.approx(share)


def test_an_effect_found_by_a_comparison_needs_nothing_taken_off():
    comparison = """
counterfactuals:
  areas: {programme: {before: 20%, after: 50%}, comparison: {before: 20%, after: 30%}}
"""
    factors = "quantity: {people: 50, changed: {from: areas, as: effect}}, value: 30"
    valued = sroi.evaluate(Study.parse(TWO.replace("quantity: 10, value: 30", factors) + comparison))
    assert not any(caveat.words.startswith("No deadweight") for caveat in caveats(valued, 9))
