"""Switching values: exact where they can be, the same as ``solve`` finds, and said in words that are true."""

from __future__ import annotations

import math
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sroi
from sroi.analysis.switching import Switching, switching
from sroi.analysis.targets import alone
from sroi.errors import SroiError, ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.opening import ready_studies
from sroi.valuation.searching import held, life_roles, scan, searched
from sroi.valuation.solve import solve
from tests.properties.strategies import MODEST, studies

#: 120 × 40% × 50 × (1 − 20%) × 3 years, undiscounted, is 5,760 for 2,000: 2.88 per 1.
JOBS = """
sroi: 1
title: Jobs
currency: GBP
start_year: 2025
horizon: 4
discounting: undiscounted
sources:
  data: {title: Monitoring, kind: own-data}
  guess: {title: A guess, kind: assumption}
stakeholders: {people: {name: People, role: participant, size: 300}, council: {name: Council, role: public}}
inputs: {grant: {from: council, amount: 2000, source: data}}
outcomes:
  job:
    name: People gain work
    stakeholder: people
    quantity: {referred: 120, in-work: "40% (30% to 50%)"}
    value: 50
    deadweight: {value: 20%, grade: 2}
    attribution: {low: 10%, likely: 25%, high: 70%, source: guess}
    duration: 4
"""

LESS = {"    attribution: {low: 10%, likely: 25%, high: 70%, source: guess}\n": "", "duration: 4": "duration: 3"}


def jobs(change: dict[str, str] | None = None, base: str = JOBS) -> Study:
    text = base
    for old, new in (change or {}).items():
        assert old in text, old
        text = text.replace(old, new)
    return Study.parse(text)


def result(found: Switching, address: str, value: float) -> float:
    """The measure with one number at a value."""
    model, view = found.goal.output.model, found.goal.output.view
    return float(getattr(model.evaluate({address: value}, view=view), found.goal.output.measure)[0])


def sentence(found: Switching, address: str) -> str:
    """The sentence that speaks of a number."""
    for rows, text in zip(found.groups, found.sentences, strict=True):
        if any(row.address == address for row in rows):
            return text
    raise AssertionError(address)


# The values


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("job/quantity/referred", 120 / 2.88),
        ("job/quantity/in-work", 0.4 / 2.88),
        ("job/value", 50 / 2.88),
        ("job/deadweight", 1 - 0.8 / 2.88),
        ("job/displacement", 1 - 1 / 2.88),
        ("job/multiplier", 1 / 2.88),
        ("job/duration", 3 / 2.88),
        ("job/delay", 4 - 3 / 2.88),
        ("inputs/grant/amount", 2000 * 2.88),
        ("inputs/grant/optimism_bias", 1.88),
        ("job/drop_off", (3 - math.sqrt(9 - 4 * (3 - 3 / 2.88))) / 2),
    ],
)
def test_values_by_hand(address: str, value: float) -> None:
    """One of each sort; with drop-off d over three years 1 + (1 − d) + (1 − d)² = 3/2.88."""
    found = switching(jobs(LESS)).row(address)
    assert found.value == pytest.approx(value, rel=1e-12)
    assert len(found.values) == 1


def test_the_discount_rate_by_hand() -> None:
    """One year's benefit at the end of the year against an input at its start: 1 + r is the undiscounted ratio."""
    study = jobs({**LESS, "discounting: undiscounted": "discounting: sroi-guide", "duration: 3": "duration: 1"})
    found = switching(study, 0.7).row("discounting/rate")
    assert found.value == pytest.approx(0.96 / 0.7 - 1, rel=1e-12)
    assert not found.parameter.stated


def test_every_number_is_asked_and_shared_ones_once() -> None:
    study = jobs(
        {"{referred: 120, in": "{referred: {use: all}, in", "stakeholders": "estimates: {all: 120}\nstakeholders"}
    )
    found = switching(study)
    assert sorted(row.address for row in found.rows) == sorted(Model(study).addresses)
    assert found.row("estimates/all").value == pytest.approx(120 * 2000 / (120 * 0.4 * 50 * 0.8 * 0.75 * 4))
    assert {row.parameter.stated for row in found.rows} == {True, False}
    with pytest.raises(ValuationError, match="name estimates/all"):
        found.row("job/quantity/referred")


def test_levels_of_a_comparison_are_asked_within_their_range() -> None:
    levels = """counterfactuals: {areas: {programme: {before: 3%, after: 14%}, comparison: {before: 3%, after: 4%}}}
outcomes:"""
    study = jobs({"outcomes:": levels, "{value: 20%, grade: 2}": "{from: areas}"})
    found = switching(study, 2.0)
    before = found.row("counterfactuals/areas/programme/before")
    assert before.searched == (0.0, pytest.approx(0.13))
    assert result(found, before.address, before.value) == pytest.approx(2, rel=1e-12)
    after = found.row("counterfactuals/areas/programme/after")  # deadweight is 4% ÷ after: no straight line
    assert result(found, after.address, after.value) == pytest.approx(2, rel=1e-12)
    assert "job/deadweight" not in {row.address for row in found.rows}


def test_where_no_value_does_the_ends_say_what_the_result_is() -> None:
    found = switching(jobs(), 9.0).row("job/deadweight")
    assert (found.value, found.values, found.inside, found.distance) == (None, (), False, None)
    assert (found.searched, found.at_low, found.at_high) == ((0.0, 1.0), pytest.approx(3.6), pytest.approx(0.0))


def test_numbers_that_do_not_bear_on_it_are_told_apart() -> None:
    rows = {row.address: row for row in switching(jobs()).rows}
    assert not rows["stakeholders/people/size"].matters
    assert not rows["job/drop_off"].matters or rows["job/drop_off"].at_high < 2.88
    assert rows["job/value"].matters
    fiscal = switching(jobs(), -5.0, measure="npv", perspective="fiscal")
    assert not fiscal.row("job/value").matters


def test_several_values_come_closest_first() -> None:
    """One share as rate of success and as deadweight: s(1 − s) meets a target twice."""
    change = {
        **LESS,
        'in-work: "40% (30% to 50%)"': "in-work: {use: same}",
        "{value: 20%, grade: 2}": "{use: same}",
        "stakeholders": "estimates: {same: 40%}\nstakeholders",
    }
    found = switching(jobs(change), 1.0).row("estimates/same")
    low, high = (1 - math.sqrt(1 - 4 * 2000 / 18000)) / 2, (1 + math.sqrt(1 - 4 * 2000 / 18000)) / 2
    assert found.values == pytest.approx((low, high), rel=1e-12)
    assert found.beyond == (pytest.approx((0, low)), pytest.approx((high, 1)))
    said = sentence(switching(jobs(change), 1.0), "estimates/same")
    assert f"is below {100 * low:.2f}% or above {100 * high:.2f}% (40% now)" in said


@settings(parent=MODEST, max_examples=25)
@given(studies(), st.data())
def test_values_are_those_that_solve_finds(study: Study, data: st.DataObject) -> None:
    """Exact lines, parabolas and closings-in agree with the scan of ``solve``, root by root."""
    measure = data.draw(st.sampled_from(["ratio", "npv"]))
    scenario = data.draw(st.sampled_from([None, *study.scenarios]))
    try:
        model = Model(study, scenario)
        base = float(getattr(model.evaluate(), measure)[0])
        found = switching(model, base * data.draw(st.sampled_from([0.4, 0.9, 1.2])), measure=measure)
    except SroiError:
        return  # refused in words
    some = data.draw(st.lists(st.sampled_from(found.rows), min_size=1, max_size=8, unique_by=lambda row: row.address))
    for row in some:
        other = solve(model, row.address, found.goal.target, measure=measure)
        if not (row.matters and other.matters):
            continue
        room = 1e-9 * max(1.0, abs(row.base))
        mine, theirs = sorted(row.values), sorted(other.values)
        assert len(mine) == len(theirs), row.address
        assert np.allclose(mine, theirs, rtol=1e-9, atol=room), row.address


@pytest.mark.parametrize("measure", ["ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs"])
def test_every_value_meets_the_target_whatever_the_measure(measure: str) -> None:
    base = switching(jobs(), 1.0, measure=measure).base
    found = switching(jobs(), base * 0.8, measure=measure)
    met = [row for row in found.rows if row.values]
    assert met
    for row in met:
        model = found.goal.output.model
        sums = model.evaluate({row.address: row.value})
        got = {"net_ratio": lambda s: s.ratio - 1}.get(measure, lambda s: getattr(s, measure))(sums)[0]
        assert got == pytest.approx(base * 0.8, rel=1e-10), row.address


# Rivals


HALF = "{scale: {job/quantity: 0.5, inputs/grant/amount: 0.7}, set: {job/value: 60}}"
RIVALS = {"outcomes:": f"options: {{half: {HALF}}}\noutcomes:"}


def test_a_rival_moves_with_the_number_it_shares() -> None:
    """Half of 120 at 60 for 1,400 against 120 at 50 for 2,000: only what they do not share tells them apart."""
    study = jobs(RIVALS)
    found = switching(study, "option:half")
    model, rival = Model(study), Model(study, "half")
    assert found.goal.target == pytest.approx(rival.evaluate().ratio[0])
    alike = found.row("job/quantity/in-work")
    assert (alike.values, alike.passes) == ((0.0,), False), "it moves both alike, so they meet at nothing only"
    value = found.row("job/value").value  # set by the option, so its own: 50 × 0.5 × 60/50 ÷ 0.7
    assert value == pytest.approx(50 * 0.5 * 1.2 / 0.7)
    assert model.evaluate({"job/value": value}).ratio[0] == pytest.approx(found.goal.target)
    npv = switching(study, "half", measure="npv")
    row = npv.row("job/quantity/in-work")
    for side in (model, rival):
        assert side.evaluate({row.address: row.value}).npv[0] == pytest.approx(
            model.evaluate({row.address: row.value}).npv[0]
        )


def test_a_scaled_number_moves_in_proportion_and_stays_legal_in_both() -> None:
    study = jobs({"outcomes:": "options: {more: {scale: {job/deadweight: 2, inputs/grant/amount: 0.6}}}\noutcomes:"})
    found = switching(study, "more").row("job/deadweight")
    assert found.searched == (0.0, 0.5)
    assert 1 - found.value == pytest.approx((1 - 2 * found.value) / 0.6)


def test_two_ratios_may_meet_twice() -> None:
    """A number in benefits and inputs of both: the gap is a parabola, and both its roots are exact."""
    change = {
        "{referred: 120": "{referred: {use: all}",
        "stakeholders": "estimates: {all: 120}\nstakeholders",
        "amount: 2000, source: data}": "amount: 2000}, each: {from: council, amount: {all: {use: all}, rate: 10}}",
        "outcomes:": "options: {lean: {set: {inputs/grant/amount: 500, inputs/each/amount/rate: 40}}}\noutcomes:",
    }
    found = switching(jobs(change), "lean").row("estimates/all")
    assert len(found.values) == 2
    assert sorted(found.values) == pytest.approx([0, 50])


def test_a_scenario_may_be_set_against_the_base_case() -> None:
    found = switching(jobs(RIVALS), "base", scenario="half", measure="npv")
    assert found.goal.text == "that of the base case"
    assert found.base == pytest.approx(Model(jobs(RIVALS), "half").evaluate().npv[0])


# Order


def test_what_lies_inside_its_range_comes_first() -> None:
    found = switching(jobs(), 2.1)
    inside = [row for row in found.rows if row.inside]
    assert [row.address for row in inside] == ["job/attribution"]
    assert found.rows[0].address == "job/attribution"
    low, high = found.rows[0].spread
    assert 0.10 < low < found.rows[0].value < high < 0.70


def test_distance_and_weakness_are_what_they_are_said_to_be() -> None:
    rows = {row.address: row for row in switching(jobs(), 2.0).rows}
    work = rows["job/quantity/in-work"]
    assert work.distance == pytest.approx(abs(work.value - 0.4) / (work.spread[1] - work.spread[0]))
    assert rows["job/value"].distance == pytest.approx(abs(rows["job/value"].value - 50) / 50)
    assert rows["job/displacement"].distance == rows["job/displacement"].value, "a share of 0 is measured against 100%"
    assert rows["job/delay"].distance == pytest.approx(rows["job/delay"].value / 4), "a delay of 0 against the horizon"
    weak = {
        name: rows[name].weakness for name in ("job/deadweight", "job/attribution", "job/displacement", "job/value")
    }
    assert weak == {"job/deadweight": 2, "job/attribution": 6, "job/displacement": 6, "job/value": 6}
    assert rows["inputs/grant/amount"].weakness == 3
    outside = [row for row in switching(jobs(), 2.0).rows if row.values and not row.inside and not row.turns]
    near = [row.nearness for row in outside]
    assert near == pytest.approx(sorted(near))
    assert near == pytest.approx([row.distance / row.weakness for row in outside])


def test_a_value_that_would_have_to_turn_into_a_loss_comes_after_those_that_need_not() -> None:
    study = jobs({"outcomes:": "outcomes:\n  calm: {name: Calm, stakeholder: people, quantity: 10, value: 5}\n"})
    found = switching(study)
    turning = found.row("calm/value")
    assert turning.turns and turning.value < 0
    last = max(place for place, row in enumerate(found.rows) if row.values and not row.turns)
    assert found.rows.index(turning) > last
    assert "“Calm: value of one unit” turns into a loss and is below −£" in sentence(found, "calm/value")


def test_the_table_has_every_number_in_the_order_of_the_ranking() -> None:
    found = switching(jobs(), 2.1)
    assert list(found.table["address"]) == [row.address for row in found.rows]
    first = found.table.iloc[0]
    assert (first["address"], first["inside"], first["assumption"]) == ("job/attribution", True, True)
    assert first["value"] == found.rows[0].value
    assert math.isnan(found.table.set_index("address").loc["stakeholders/people/size", "value"])


# Words


def test_a_share_in_a_chain_is_said_in_people() -> None:
    found = switching(jobs(LESS))
    assert sentence(found, "job/quantity/in-work") == (
        "The ratio falls below £1 only if fewer than 17 of the 120 referred count as “in work” in “People gain work” "
        "(13.89%; 48 or 40% now); outside its range of 30% to 50%, 9 in 10."
    )
    assert 16 < 120 * 0.4 / 2.88 < 17


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (2.0, "falls below £2 only if fewer than 34 of the 120 referred"),
        (3.5, "reaches £3.50 only if at least 59 of the 120 referred"),
    ],
)
def test_direction_and_rounding_are_right_for_whole_people(target: float, words: str) -> None:
    found = switching(jobs(LESS), target)
    assert words in sentence(found, "job/quantity/in-work")
    people = int(words.split(" of the")[0].split(" ")[-1])
    beside = people - 1
    assert (result(found, "job/quantity/in-work", people / 120) >= target) is True
    assert (result(found, "job/quantity/in-work", beside / 120) >= target) is False


def test_more_of_a_harm_takes_the_result_down() -> None:
    study = jobs(
        {**LESS, "outcomes:": "outcomes:\n  stress: {name: Stress, stakeholder: people, quantity: 44, value: -3}\n"}
    )
    said = sentence(switching(study), "stress/quantity")
    assert "falls below £1 only if “Stress: quantity” is above 1,253 (44 now)" in said
    harm = jobs({**LESS, "value: 50": "value: -50"})
    found = switching(harm, -2.0)
    assert "falls below −£2 only if" not in sentence(found, "job/quantity/referred"), "it lies below already"
    assert "reaches −£2 only if “People gain work: referred” is at most 83 (120 now)" in sentence(
        found, "job/quantity/referred"
    )


def test_units_are_said_as_they_are() -> None:
    found = switching(jobs(LESS))
    assert "value of one unit” is below £17.36 (£50 now)" in sentence(found, "job/value")
    assert "“Grant: amount” is above £5,760 (£2,000 now)" in sentence(found, "inputs/grant/amount")
    assert "duration” is below 1.04 years (3 years now)" in sentence(found, "job/duration")
    assert "delay” is above 2.96 years (left at 0 years)" in sentence(found, "job/delay")
    assert "“People gain work: deadweight” is above 72.22% (20% now)" in sentence(found, "job/deadweight")


def test_defaults_that_say_the_same_are_said_once() -> None:
    found = switching(jobs(LESS))
    said = sentence(found, "job/displacement")
    words = "displacement, caused by others (attribution), leakage, substitution or optimism bias” is above 65.28%"
    assert f"only if any one of “People gain work: {words} (left at 0%)" in said
    assert said == sentence(found, "job/leakage")
    assert len(found.sentences) == len(found.rows) - 4


def test_none_in_range_is_said_with_the_end_that_comes_nearest() -> None:
    found = switching(jobs(), 50.0)
    assert sentence(found, "job/deadweight") == (
        "No possible value of “People gain work: deadweight” alone brings the ratio to £50: at 0% it is £3.60 "
        "(20% now)."
    )
    assert sentence(switching(jobs(), -1.0), "job/quantity/referred") == (
        "No plausible value of “People gain work: referred” alone takes the ratio below −£1: at 0 it is £0 (120 now)."
    )
    assert sentence(found, "stakeholders/people/size") == "“People: number of them” does not bear on the ratio."


def test_a_target_met_and_not_passed_is_not_said_to_be_passed() -> None:
    found = switching(jobs(), 0.0)
    row = found.row("job/deadweight")
    assert (row.value, row.passes) == (1.0, False)
    assert sentence(found, "job/deadweight") == (
        "The ratio comes to £0, and not below it, with “People gain work: deadweight” at 100% (20% now)."
    )
    assert "could alone take it below £0" in found.summary[0]


def test_a_result_on_its_target_is_said_to_be_there() -> None:
    found = switching(jobs({**LESS, "amount: 2000": "amount: 5760"}))
    assert found.goal.side == 0
    assert found.summary == (
        "The ratio is £1 now: it meets the target as it stands, so every number it depends on is at its switching "
        "value.",
    )
    assert found.row("job/value").value == 50
    assert (
        sentence(found, "job/value")
        == "The ratio is £1 with “People gain work: value of one unit” at £50, where it stands."
    )


def test_a_year_begun_that_counts_as_a_whole_one_lets_the_result_jump() -> None:
    study = jobs({**LESS, "discounting: undiscounted": "discounting: undiscounted\npartial_years: round-up"})
    found = switching(study, 1.5)
    row = found.row("job/duration")
    assert row.value == pytest.approx(1, abs=1e-8)
    assert [result(found, row.address, value) for value in (1.0, 1.001)] == pytest.approx([0.96, 1.92])
    assert "is at most 1 year (3 years now)" in sentence(found, row.address)
    assert solve(study, row.address, 1.5).jumps == (row.value,)
    assert solve(jobs(LESS), row.address, 1.5).jumps == ()


def test_the_summary_says_first_what_alarms() -> None:
    found = switching(jobs(), 2.1).summary
    assert found[0] == (
        "The ratio is £2.88 now. Each of the 16 numbers it depends on could alone take it below £2.10, everything else "
        "as it stands."
    )
    assert found[1] == "Of the 2 with a stated range, 1 does so inside it (9 in 10):"
    assert "caused by others (attribution)” is above 45.31% (25% now); inside its range of" in found[2]
    assert found[2].endswith("9 in 10; an assumption.")


def test_the_summary_says_that_no_number_does() -> None:
    found = switching(jobs({**LESS, '"40% (30% to 50%)"': "40%"}), measure="pv_inputs", target=-5.0)
    assert found.summary == (
        "The present value of inputs is £2,000 now. No single number takes the present value of inputs below −£5.",
        "No number it depends on has a range stated, so nothing says how far any of them may be out.",
    )


def test_the_summary_of_a_rival_names_it() -> None:
    found = switching(jobs(RIVALS), "half")
    assert found.summary[0].startswith("The ratio is £2.88 now, that of the option “half” £2.47. ")
    assert "could alone take it below that of the option “half”" in found.summary[0]


def test_nothing_in_a_notebook_is_taken_for_markup() -> None:
    found = switching(jobs({"People gain work": "People <b>gain</b> work"}), 2.0)
    assert "<b>" not in found._repr_html_()
    assert "&lt;b&gt;" in found._repr_html_()


# Refusals


@pytest.mark.parametrize(
    ("asked", "code", "words"),
    [
        ({"target": math.inf}, "target-finite", "a target is a finite number"),
        ({"target": "hlf"}, "target-unknown", "did you mean half"),
        ({"target": "scenario:half"}, "target-unknown", "a number, or a scenario or option"),
        ({"target": "option:half", "scenario": "half"}, "target-itself", "found the scenario half as its own target"),
        ({"measure": "payback"}, "measure-unknown", "a target is set for ratio, net_ratio, npv"),
        ({"measure": "rato"}, "measure-unknown", "did you mean ratio"),
        ({"measure": "pv_benefits"}, "target-missing", "found no target for the present value of benefits"),
        ({"perspective": "nobody"}, "perspective-unknown", "a perspective is one of social"),
        ({"perspective": "people-own"}, "perspective-unknown", "a perspective is one of social"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(asked: dict[str, object], code: str, words: str) -> None:
    with pytest.raises(ValuationError) as caught:
        switching(jobs(RIVALS), **asked)  # type: ignore[arg-type]
    assert caught.value.problems[0].code == code
    assert words in str(caught.value)


def test_a_study_without_inputs_has_no_ratio_but_a_net_value() -> None:
    study = jobs({"inputs: {grant: {from: council, amount: 2000, source: data}}": "inputs: {}"})
    with pytest.raises(ValuationError, match="a ratio needs inputs above 0"):
        switching(study)
    assert switching(study, 100.0, measure="npv").row("job/value").values


# How it is done


def test_few_evaluations_serve_every_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some four hundred numbers of thirty outcomes take a few evaluations, not one each."""
    life = "stakeholder: people, value: 90, drop_off: 9%"
    outcomes = "".join(
        f"  o{i}: {{name: O {i}, {life}, quantity: {10 + i}, duration: {1 + i % 4}}}\n" for i in range(30)
    )
    study = Study.parse(JOBS[: JOBS.index("outcomes:")] + "outcomes:\n" + outcomes)
    calls = []
    plain = alone.evaluate
    monkeypatch.setattr(alone, "evaluate", lambda *a, **k: calls.append(1) or plain(*a, **k))
    found = switching(study, 8.0)
    assert len(found.rows) > 390
    assert sum(bool(row.values) for row in found.rows) > 20
    assert len(calls) < 40


def test_side_by_side_and_one_by_one_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    study = sroi.load("studies/childrens-centres-work-services.yaml")
    few = [(row.address, row.values) for row in switching(study, 0.9).rows]
    monkeypatch.setattr(alone, "_FEW", 10**9)
    other = {row.address: row.values for row in switching(study, 0.9).rows}
    assert any(values for _, values in few)
    for address, values in few:
        assert values == pytest.approx(other[address], rel=1e-12, abs=1e-12)


def test_a_long_horizon_is_searched_in_pieces_that_fit() -> None:
    study = jobs({"horizon: 4": "horizon: 1000", "duration: 4": "duration: 500"})
    model = Model(study)
    column = model.parameters.columns["job/duration"]
    assert held(model, {column}) * 1000**2 <= 1_000_000
    tracemalloc.start()
    found = solve(model, "job/duration", 100.0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.value == pytest.approx(100 * 2000 / (120 * 0.4 * 50 * 0.8 * 0.75))
    assert peak < 200e6


def test_a_scan_of_years_holds_every_bend() -> None:
    model = Model(jobs({"duration: 4": "duration: 2.5", "value: 50": "value: 50\n    delay: 0.75"}))
    row = model.parameters.row("job/delay")
    points = scan(model, row, *searched(model, row), life_roles(model)[model.parameters.columns["job/delay"]])
    assert {0.0, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0} <= set(points)


def test_where_many_alarm_the_first_are_named_and_the_others_have_their_own_lead() -> None:
    found = switching(sroi.load(ready_studies()["childrens-centres-work-services"]))
    said, inside = found.summary, [text for text in found.sentences if "; inside its range of" in text]
    assert said[1] == "Of the 34 with a stated range, 11 do so inside it (9 in 10); these 5 come first:"
    assert said[2:7] == tuple(inside[:5]) and len(inside) == 11
    assert said[7] == "Of the others, these come first:" and len(said) == 11
    assert all(text in found.sentences and text not in inside for text in said[8:])
