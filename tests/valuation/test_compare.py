"""What two studies say differently, and whether their ratios may be set against each other."""

from __future__ import annotations

import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.unlike import comparable, refusal

GROUP = """
sroi: 1
title: Walking <group>
currency: GBP
price_base: 2024-25
start_year: 2025
horizon: 3
stakeholders:
  walkers: {name: Walkers, role: participant, size: 20}
  council: {name: City council, role: public}
inputs: {leader: {from: council, amount: 1000}}
outcomes:
  fit:
    name: Fitter
    stakeholder: walkers
    quantity: 20
    value: 100
    price_year: 2012-13
    deadweight: 20% (10% to 30%)
scenarios:
  short: {set: {horizon: 1}}
"""


@pytest.fixture
def group() -> Study:
    return Study.parse(GROUP)


def other(old: str, new: str) -> Study:
    assert old in GROUP, old
    return Study.parse(GROUP.replace(old, new))


def test_a_value_in_the_money_of_another_year_is_said_in_both_and_tried_alone_in_the_first_ones(group):
    found = sroi.compare(group, other("price_year: 2012-13", "price_year: 2019-20"))
    (change,) = found.changes
    assert (change.before, change.after) == (100, 100)
    assert change.stated[0].startswith("£100.00 in 2012-13 prices (£139.77 in 2024-25 prices)")
    assert change.stated[1].startswith("£100.00 in 2019-20 prices (£")
    assert change.alone == pytest.approx(found.second.ratio)
    assert found.others == (), "the price year is said with the value"


def test_a_new_range_around_the_same_centre_is_a_difference(group):
    found = sroi.compare(group, other("(10% to 30%)", "(15% to 25%)"))
    assert found.changes == ()
    (changed,) = found.ranges
    assert (changed.label, changed.before, changed.after) == (
        "Fitter: deadweight",
        "10% to 30% (9 in 10)",
        "15% to 25% (9 in 10)",
    )
    assert not found.identical
    certain = sroi.compare(group, other("20% (10% to 30%)", "20%"))
    assert certain.ranges[0].after == "no range"


def test_other_words_of_the_file_are_listed_once(group):
    found = sroi.compare(group, other("deadweight: 20%", "indicator: steps\n    deadweight: 25%"))
    assert [str(edit) for edit in found.others] == ["indicator set to steps, Fitter"]
    assert [change.address for change in found.changes] == ["fit/deadweight"]


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        ("horizon: 3", "horizon: 5", ("years",)),
        ("start_year: 2025", "start_year: 2024", ("years",)),
        ("price_base: 2024-25", "price_base: 2022-23", ("prices",)),
        ("horizon: 3", "horizon: 3\ndiscounting: green-book", ("ways of discounting",)),
        ("horizon: 3", "horizon: 3\npartial_years: round-up", ("rules of counting",)),
        ("  fit:\n", "  calm:\n", ("kinds of value",)),
        ("name: Walkers", "name: Swimmers", ("people",)),
        ("title: Walking", "title: Talking", ()),
    ],
)
def test_in_what_two_studies_count_differently(old, new, reasons, group):
    found = sroi.compare(group, other(old, new))
    assert found.unlike == reasons
    assert (found.refusal is None) == (not reasons)


def test_scenarios_of_one_study_may_be_set_against_each_other(group):
    found = sroi.compare(group, group, second_scenario="short")
    assert found.same_study
    assert found.unlike == ()
    assert found.differences == ("horizon: 3 years against 1 year",)


def test_the_refusal_is_that_of_the_field():
    assert refusal(("people", "years", "kinds of value")) == (
        "These studies count different people, years and kinds of value, so their ratios cannot be ranked. "
        "What can be compared: cost per person, evidence strength, who benefits."
    )


def test_what_can_be_compared_is_said_of_each_alone(group):
    said = comparable(sroi.evaluate(group))
    assert said["Cost per person"] == "£50 for each of 20 Walkers"
    assert said["Who benefits"] == "Walkers 100%"
    assert said["Evidence"] == "0% of the value rests on assumptions; no grades stated"
    unknown = comparable(sroi.evaluate(other(", size: 20", "")))
    assert unknown["Cost per person"] == "not known: no participants with a stated size"


def test_it_shows_itself_without_markup_of_the_user(group):
    found = sroi.compare(group, other("deadweight: 20% (10% to 30%)", "deadweight: 40%"))
    assert repr(found).startswith("Comparison('Walking <group>' with 'Walking <group>': ratio ")
    assert repr(found).endswith(", 1 number differs)")
    named = sroi.compare(
        other("name: Fitter", "name: <i>Fitter</i>"), other("name: Fitter\n", "name: <i>Fitter</i>\n    grade: 2\n")
    )
    assert "<i>" not in named._repr_html_()
    assert "grade set to 2" in named._repr_html_()
