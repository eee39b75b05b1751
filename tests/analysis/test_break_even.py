"""Two numbers together: every point of the line meets the target, and blanks have a reason."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.analysis.break_even import break_even
from sroi.errors import SroiError, ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model
from tests.properties.strategies import MODEST, studies

#: 120 × 40% × 50 × 3 years, undiscounted, is 7,200 for 2,000: 3.60 per 1.
JOBS = """
sroi: 1
title: Jobs
currency: GBP
start_year: 2025
horizon: 6
discounting: undiscounted
stakeholders: {people: {name: People, size: 300}, council: {name: Council, role: public}}
inputs: {grant: {from: council, amount: 2000}}
outcomes:
  job:
    name: People gain work
    stakeholder: people
    quantity: {referred: 120, in-work: "40% (30% to 50%)"}
    value: {low: 20, likely: 50, high: 60}
    duration: 3
"""


def jobs(change: dict[str, str] | None = None) -> Study:
    text = JOBS
    for old, new in (change or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return Study.parse(text)


def test_the_line_is_where_the_product_of_both_is_what_the_target_needs() -> None:
    found = break_even(jobs(), "job/quantity/in-work", "job/value")
    assert found.points[0].first == pytest.approx(0.3)
    assert found.points[-1].first == pytest.approx(0.5)
    assert len(found.points) == 21
    for point in found.points:
        assert point.first * point.second == pytest.approx(2000 / 360, rel=1e-12)
    assert [point.first for point in found.points if point.base] == [0.4]


def test_the_line_of_two_that_bend_is_closed_in_on() -> None:
    """Years that are left after a delay, as far as the horizon goes: duration below 3, or delay above 3."""
    found = break_even(jobs(), "job/duration", "job/delay", 1.2, over=(0.5, 6.0), points=12)
    for point in found.points:
        if point.first < 1:
            assert (point.values, point.side) == ((), -1)
        elif point.first == 1:
            assert point.values == pytest.approx((0, 5)), "any delay up to five years: both ends are given"
        else:
            assert point.second == pytest.approx(5.0, rel=1e-9)
    assert found.table["reason"].iloc[0] == "below £1.20 at every value"
    assert any("no value of “People gain work: delay” meets it" in line for line in found.summary)


def test_levels_of_one_comparison_stay_legal_together() -> None:
    levels = """counterfactuals:
  areas: {programme: {before: 2% to 8%, after: 14%}, comparison: {before: 3%, after: 4%}}
outcomes:"""
    study = jobs({"outcomes:": levels, "    duration: 3": "    duration: 3\n    deadweight: {from: areas}"})
    names = [f"counterfactuals/areas/{name}" for name in ("programme/before", "comparison/after")]
    found = break_even(study, *names, 1.8, over=(0.0, 0.1), points=6)
    for point in found.points:
        assert len(point.values) == 1
        # deadweight (b + a′ − 3%) ÷ 14% takes half of 3.60 off
        assert point.first + point.second - 0.03 == pytest.approx(0.07)
    squeezed = break_even(study, "counterfactuals/areas/programme/before", "counterfactuals/areas/programme/after", 1.8)
    assert all(point.second > point.first for point in squeezed.points if point.values)


def test_a_value_beside_which_the_other_has_no_legal_value_is_said_to_have_none() -> None:
    """With 20% before and 14% after, a rise in the comparison areas leaves no level without the programme below 14%."""
    levels = """counterfactuals: {areas: {programme: {before: 3%, after: 14%}, comparison: {before: 1%, after: 4%}}}
outcomes:"""
    study = jobs({"outcomes:": levels, "    duration: 3": "    duration: 3\n    deadweight: {from: areas}"})
    before, after = "counterfactuals/areas/programme/before", "counterfactuals/areas/comparison/after"
    found = break_even(study, before, after, 1.8, over=(0.03, 0.23), points=5)
    assert [(point.values, point.side) for point in found.points if point.first > 0.15] == [((), 0), ((), 0)]
    assert list(found.table["reason"])[-1] == "no legal value"
    met = [point for point in found.points if point.values]
    assert [point.first + point.second for point in met] == pytest.approx([0.08] * len(met))


def test_two_stated_ranges_say_whether_the_line_passes_inside() -> None:
    inside = break_even(jobs(), "job/quantity/in-work", "job/value", 3.0)
    assert inside.inside
    low, high = 0.3, 0.5
    assert all(low <= point.first <= high for point in inside.inside)
    worst = min(inside.corners, key=lambda corner: corner.result)
    assert worst.result == pytest.approx(120 * worst.first * worst.second * 3 / 2000)
    assert worst.first == pytest.approx(0.3)
    assert any("The line passes inside both stated ranges" in line for line in inside.summary)
    outside = break_even(jobs(), "job/quantity/in-work", "job/value", 1.0)
    assert not outside.inside
    assert any("No point of the line found lies inside both" in line for line in outside.summary)


def test_the_summary_says_where_the_base_case_lies_and_where_the_line_runs() -> None:
    found = break_even(jobs(), "job/quantity/in-work", "job/value")
    assert found.summary[0] == (
        "The ratio is £3.60 now, with “People gain work: in work” at 40% and “People gain work: value of one unit” at "
        "£50. The base case lies above the line at which it is £1."
    )
    assert found.summary[1] == (
        "On that line “People gain work: value of one unit” is £18.52 with “People gain work: in work” at 30%, and "
        "£11.11 with it at 50%."
    )
    below = break_even(jobs(), "job/quantity/in-work", "job/value", 5.0)
    assert "lies below the line at which it is £5." in below.summary[0]


def test_a_range_is_given_or_follows_from_the_number() -> None:
    def ends(name: str, **more: object) -> tuple[float, float]:
        points = break_even(jobs(), name, "job/value", **more).points  # type: ignore[arg-type]
        return points[0].first, points[-1].first

    assert ends("job/deadweight") == (0.0, 1.0)
    assert ends("job/quantity/referred") == (0.0, 240.0)
    assert ends("job/duration") == (pytest.approx(0, abs=1e-8), 6.0)
    assert ends("job/quantity/referred", over=(50, 60), points=2) == (50.0, 60.0)


def test_no_value_of_the_other_meets_it() -> None:
    found = break_even(jobs(), "job/quantity/referred", "job/deadweight", 50.0)
    assert not any(point.values for point in found.points)
    assert {point.side for point in found.points} == {-1}
    assert "no value of “People gain work: deadweight” meets £50" in found.summary[1]


def test_a_number_that_does_not_matter_has_no_line() -> None:
    found = break_even(jobs(), "job/value", "stakeholders/people/size")
    assert not found.matters
    assert found.summary[1] == "The ratio does not depend on “People: number of them”, so there is no line."


def test_a_line_between_two_options() -> None:
    """Both move in the option too: 120 against 60 people, for 2,000 against 700."""
    options = "options: {half: {scale: {job/quantity: 0.5, inputs/grant/amount: 0.35}}}\noutcomes:"
    study = jobs({"outcomes:": options})
    found = break_even(study, "job/quantity/in-work", "job/value", "option:half", measure="npv")
    model, rival = Model(study), Model(study, "half")
    for point in found.points:
        at = {"job/quantity/in-work": point.first, "job/value": point.second}
        assert model.evaluate(at).npv[0] == pytest.approx(rival.evaluate(at).npv[0], abs=1e-6)
    assert found.corners[0].against != found.corners[1].against


@settings(parent=MODEST, max_examples=15)
@given(studies(), st.data())
def test_every_point_of_a_line_meets_the_target(study: Study, data: st.DataObject) -> None:
    try:
        model = Model(study)
        base = float(model.evaluate().ratio[0])
        rows = data.draw(st.lists(st.sampled_from(model.parameters.rows), min_size=2, max_size=2, unique_by=id))
        found = break_even(model, rows[0].address, rows[1].address, base * 0.8, points=5)
    except SroiError:
        return  # refused in words
    size = float(np.abs(model.evaluate(by_line=True).by_line).sum()) / float(model.evaluate().pv_inputs[0])
    for point in found.points:
        for value in point.values:
            if found.second.kind.low < value < found.second.kind.high and rows[1].family != "durations":
                result = float(model.evaluate({rows[0].address: point.first, rows[1].address: value}).ratio[0])
                larger = max(1.0, abs(value / (found.second.central or 1)), abs(point.first / (rows[0].central or 1)))
                assert math.isclose(result, base * 0.8, rel_tol=1e-8, abs_tol=1e-8 * size * larger)


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        ({"first": "job/value", "second": "job/value"}, "pair-same", "a pair is two numbers"),
        ({"first": "job/valeu", "second": "job/duration"}, "address-unknown", "did you mean job/value"),
        ({"first": "job/value", "second": "job/duratoin"}, "address-unknown", "did you mean job/duration"),
        ({"first": "job/deadweight", "second": "job/value", "over": (0.5, 1.5)}, "pair-range", "lies between 0 and 1"),
        ({"first": "job/deadweight", "second": "job/value", "over": (0.5, 0.5)}, "pair-range", "the lower end first"),
        ({"first": "job/deadweight", "second": "job/value", "over": (0, math.nan)}, "pair-range", "lies between"),
        ({"first": "job/deadweight", "second": "job/value", "points": 1}, "pair-points", "at least 2 points"),
        ({"first": "job/deadweight", "second": "job/value", "target": math.nan}, "target-finite", "a finite number"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(asked: dict[str, object], code: str, words: str) -> None:
    with pytest.raises(ValuationError) as caught:
        break_even(jobs(), **asked)  # type: ignore[arg-type]
    assert caught.value.problems[0].code == code
    assert words in str(caught.value)


def test_nothing_in_a_notebook_is_taken_for_markup() -> None:
    found = break_even(jobs({"People gain work": "People <b>gain</b> work"}), "job/quantity/referred", "job/value")
    assert "<b>" not in found._repr_html_()
