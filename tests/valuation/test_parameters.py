"""The table of parameters: what stands at each address, whose evidence it is, and what scenarios make of it."""

from __future__ import annotations

import pytest

from sroi.errors import Problem, SroiError
from sroi.study.distributions import Fixed, Scaled, Uniform
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter, Parameters

HEAD = """
sroi: 1
title: T
currency: NOK
start_year: 2025
horizon: 3
discounting: {rate: 4%}
stakeholders: {a: {name: A, size: 30}, b: {name: B, role: public}}
"""
PLAIN = "inputs: {grant: {from: b, amount: 100}}\n"


def model(text: str, scenario: str | None = None, inputs: str = PLAIN) -> Model:
    return Model(Study.parse(HEAD + inputs + text), scenario)


def table(text: str, scenario: str | None = None, inputs: str = PLAIN) -> Parameters:
    return model(text, scenario, inputs).parameters


def row(text: str, address: str, scenario: str | None = None, inputs: str = PLAIN) -> Parameter:
    found = table(text, scenario, inputs).row(address)
    assert found is not None
    return found


def refused(text: str, scenario: str | None = None) -> list[Problem]:
    with pytest.raises(SroiError) as caught:
        model(text, scenario)
    return list(caught.value.problems)


FIT = "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20}}\n"


# --- what stands where


def test_units() -> None:
    found = table(
        "outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, points: 2, part-share: 20%}, value: 20, "
        "duration: 2, delay: 1, real_growth: 1%, multiplier: 2, deadweight: 10%}}\n",
        inputs="inputs: {grant: {from: b, amount: {hours: 10, rate: 20}, optimism_bias: 150%}}\n",
    )
    units = {item.address: item.unit for item in found.rows}
    assert {address: units[address] for address in sorted(units) if item_is_stated(found, address)} == {
        "discounting/rate": "share",
        "fit/deadweight": "share",
        "fit/delay": "years",
        "fit/duration": "years",
        "fit/multiplier": "number",
        "fit/quantity/part-share": "share",
        "fit/quantity/people": "number",
        "fit/quantity/points": "number",
        "fit/real_growth": "share per year",
        "fit/value": "NOK",
        "inputs/grant/amount/hours": "NOK",
        "inputs/grant/amount/rate": "NOK",
        "inputs/grant/optimism_bias": "share",
        "stakeholders/a/size": "number",
    }


def item_is_stated(found: Parameters, address: str) -> bool:
    item = found.row(address)
    return item is not None and item.stated


def test_a_number_left_at_its_default_has_no_evidence() -> None:
    """Neither the source nor the grade of the outcome is one for what nobody stated."""
    text = "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, source: a survey, grade: 2}}\n"
    stated, default = row(text, "fit/quantity"), row(text, "fit/deadweight")
    assert (stated.source, stated.grade, stated.stated) == ("a survey", 2, True)
    assert (default.source, default.grade, default.stated, default.central) == (None, None, False, 0)


def test_evidence_is_the_estimates_own_or_that_of_its_owner() -> None:
    text = (
        "counterfactuals: {c: {programme: {before: 2%, after: 10%}, source: a trial, grade: 1}}\n"
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, source: a survey, grade: 2, "
        "attribution: {value: 30%, source: interviews, grade: 5, note: said so}, deadweight: {from: c}}}\n"
    )
    own = row(text, "fit/attribution")
    assert (own.source, own.grade, own.note, own.owner) == ("interviews", 5, "said so", "fit")
    assert row(text, "fit/quantity").note is None
    level = row(text, "counterfactuals/c/programme/after")
    assert (level.source, level.grade, level.owner) == ("a trial", 1, "counterfactuals/c")
    inputs = "inputs: {grant: {from: b, amount: 100, source: accounts, grade: 1}}\n"
    cost = row(text, "inputs/grant/amount", inputs=inputs)
    assert (cost.source, cost.grade, cost.owner, cost.family) == ("accounts", 1, "inputs/grant", "costs")


@pytest.mark.parametrize(
    ("source", "assumed"),
    [("team", True), ("team p. 3", True), ("team, p. 3", True), ("team: p. 3", True), ("survey", False)],
)
def test_an_assumption_is_told_by_its_source(source: str, assumed: bool) -> None:
    """Its kind, whatever stands behind its id."""
    text = (
        "sources: {team: {title: The team, kind: assumption}, survey: {title: A survey}}\n"
        f"outcomes: {{fit: {{name: N, stakeholder: a, quantity: 10, value: {{value: 20, source: '{source}'}}}}}}\n"
    )
    assert row(text, "fit/value").assumption is assumed
    assert not row(text, "fit/quantity").assumption


def test_shared_estimates_lead_to_one_place() -> None:
    found = table(
        "estimates: {part: 10% to 30%}\n"
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: {use: part}, "
        "attribution: {use: part}}}\n"
    )
    places = {found.columns[name] for name in ("estimates/part", "fit/deadweight", "fit/attribution")}
    assert len(places) == 1
    assert len(found) == len(found.rows) == len({item.address for item in found.rows})
    shared = found.row("fit/deadweight")
    assert shared is not None
    assert (shared.address, shared.uncertain) == ("estimates/part", True)


def test_a_shared_estimate_that_a_scenario_takes_out_of_the_range_of_one_place() -> None:
    """3 may be a multiplier, which the estimate is read as; it is no growth rate. 1 is both."""
    text = (
        "estimates: {part: 0.5}\n"
        + FIT.replace("value: 20", "value: 20, multiplier: {use: part}, real_growth: {use: part}")
        + "scenarios: {more: {set: {estimates/part: 3}}, most: {set: {estimates/part: 1}}}\n"
    )
    (problem,) = refused(text, "more")
    assert (problem.code, problem.address) == ("use-range", "fit/real_growth")
    assert problem.found == "found 3 from estimates/part"
    assert problem.allowed == "a yearly rate lies between -0.5 and 1"
    assert problem.write == "use another estimate here"
    assert problem.line is not None
    assert model(text, "most").parameters.problems == []


def test_one_sample_is_counted_once() -> None:
    """An outcome's own 14 of 100 that is the sample after the programme is that number, not another one."""
    text = (
        "counterfactuals: {c: {programme: {before: 2%, after: {successes: 14, n: 100}}}}\n"
        "outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, part: {successes: SUCCESSES, n: 100}}, "
        "value: 20, deadweight: {from: c}}, "
        "rest: {name: N, stakeholder: a, quantity: {people: 10, part: {successes: 14, n: 100}}, value: 20}}\n"
    )
    same, other = (table(text.replace("SUCCESSES", number)) for number in ("14", "15"))
    after = "counterfactuals/c/programme/after"
    assert same.columns["fit/quantity/part"] == same.columns[after]
    assert same.columns["rest/quantity/part"] != same.columns[after]
    assert other.columns["fit/quantity/part"] != other.columns[after]


def test_derived_numbers_stand_behind_the_stated_ones() -> None:
    found = table(
        "counterfactuals: {c: {programme: {before: 2%, after: 10%}, comparison: {before: 3%, after: 4%}}}\n"
        "outcomes: {one: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: {from: c}}, "
        "two: {name: N, stakeholder: a, quantity: {people: 10, more: {from: c, as: effect}}, value: 20}}\n"
    )
    assert found.row("one/deadweight") is None
    assert {found.columns["one/deadweight"], found.columns["two/quantity/more"]} == {len(found), len(found) + 1}
    names = [found.rows[column].address for column in found.derived[0].columns]
    assert names == [
        f"counterfactuals/c/{level}"
        for level in ("programme/before", "programme/after", "comparison/before", "comparison/after")
    ]
    assert [item.effect for item in sorted(found.derived, key=lambda item: item.address)] == [False, True]


def test_the_weakest_grade() -> None:
    """Of what is stated for an outcome, each its own or the outcome's; a default has none."""
    text = (
        "outcomes:\n"
        "  own: {name: N, stakeholder: a, quantity: 10, value: {value: 20, grade: 5}, grade: 2, "
        "deadweight: {value: 10%, grade: 3}}\n"
        "  plain: {name: N, stakeholder: a, quantity: {value: 10, grade: 1}, value: {value: 20, grade: 1}, grade: 4}\n"
        "  part: {name: N, stakeholder: a, quantity: {value: 10, grade: 1}, value: 20, grade: 4}\n"
        "  none: {name: N, stakeholder: a, quantity: 10, value: 20}\n"
    )
    inputs = "inputs: {grant: {from: b, amount: {hours: {value: 10, grade: 3}, rate: 2}, grade: 2}}\n"
    found = table(text, inputs=inputs)
    owners = ("own", "plain", "part", "none", "inputs/grant")
    assert [found.worst_grade(owner) for owner in owners] == [5, 1, 4, None, 3]
    # What a scenario sets has no grade of its own, and takes that of the outcome.
    assert table(text + "scenarios: {other: {set: {plain/value: 3}}}\n", "other").worst_grade("plain") == 4


def test_a_flat_named_schedule_brings_its_rate() -> None:
    """With its source; a declining one has several rates and no number of its own."""
    text = FIT.replace("value: 20", "value: 20, discounting: NAME")
    flat = row(text.replace("NAME", "sroi-guide"), "fit/discounting/rate")
    assert flat.central == 0.035
    assert flat.source
    assert (
        "fit/discounting/rate"
        not in table(text.replace("NAME", "{schedule: [{from: 0, rate: 4%}, {from: 2, rate: 3%}]}")).columns
    )


# --- scenarios


def test_what_a_scenario_sets_is_its_own_evidence() -> None:
    text = (
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, source: a survey, grade: 2}}\n"
        "scenarios: {worse: {set: {fit/deadweight: 30%, fit/value: {value: 15, source: a guess}}}}\n"
    )
    found = row(text, "fit/deadweight", "worse")
    assert (found.central, found.source, found.grade) == (0.3, "set by the scenario worse", None)
    found = row(text, "fit/value", "worse")
    assert (found.central, found.source, found.grade) == (15, "a guess", None)
    assert row(text, "fit/quantity", "worse").source == "a survey"
    assert table(text, "worse").overridden == {"fit/deadweight", "fit/value"}


def test_a_scenario_sets_by_pattern_and_inside() -> None:
    """A star sets every outcome's; the quantity of one factor is that factor."""
    text = (
        "outcomes: {one: {name: N, stakeholder: a, quantity: {people: 10}, value: 20}, "
        "two: {name: N, stakeholder: a, quantity: {people: 10, hours: 3}, value: 20}}\n"
        "scenarios: {worse: {set: {'*/deadweight': 30%, one/quantity: 7}}}\n"
    )
    found = table(text, "worse")
    assert found.overridden == {"one/deadweight", "two/deadweight", "one/quantity/people"}
    assert [found.rows[found.columns[name]].central for name in ("one/deadweight", "two/deadweight")] == [0.3, 0.3]
    assert row(text, "one/quantity/people", "worse").central == 7


def test_a_scenario_scales_known_and_uncertain_numbers() -> None:
    """A known number becomes another one; a range keeps its shape, its ends scaled with it."""
    text = (
        "outcomes: {fit: {name: N, stakeholder: a, quantity: {low: 5, high: 15, shape: uniform}, value: 20, "
        "deadweight: 40%}}\n"
        "scenarios: {more: {scale: {fit/quantity: 1.5, fit/value: 2, fit/deadweight: 2.5}}}\n"
    )
    found = table(text, "more")
    beliefs = [
        item.distribution for name in ("fit/quantity", "fit/value", "fit/deadweight") if (item := found.row(name))
    ]
    assert beliefs == [Scaled(base=Uniform(low=5, high=15), factor=1.5), Fixed(value=40), Fixed(value=1)]


def test_scales_of_a_whole_and_of_its_parts_multiply() -> None:
    """4 and (3 × 2) people at 20, no years beyond the first: halved as a whole, hours doubled, 2025 by 3."""
    text = (
        "outcomes: {fit: {name: N, stakeholder: a, quantity: {2025: 4, 2026: {people: 3, hours: 2}}, value: 20}}\n"
        "discounting: undiscounted\n"
        "scenarios: {less: {scale: {fit/quantity: 0.5}}, hours: {scale: {fit/quantity/hours/2026: 2}}, "
        "both: {scale: {fit/quantity: 0.5, fit/quantity/hours/2026: 2}}, value: {scale: {fit/value: 3}}}\n"
    )
    head = HEAD.replace("discounting: {rate: 4%}\n", "")
    study = Study.parse(head + PLAIN + text)
    totals = {name: float(Model(study, name).evaluate().pv_benefits[0]) for name in (None, *study.scenarios)}
    assert totals == pytest.approx({None: 200, "less": 100, "hours": 320, "both": 160, "value": 600})


def test_scale_of_a_shared_number_in_a_product() -> None:
    """It scales the product there and nothing elsewhere: 10 × 20% × 20 and 5 × 20% × 20, inputs of 100 × 20%."""
    text = (
        "discounting: undiscounted\nestimates: {part: 20%}\n"
        "outcomes: {one: {name: N, stakeholder: a, quantity: {people: 10, part: {use: part}}, value: 20}, "
        "two: {name: N, stakeholder: a, quantity: {people: 5, part: {use: part}}, value: 20}}\n"
        "scenarios: {outcome: {scale: {one/quantity/part: 2}}, input: {scale: {inputs/grant/amount/part: 3}}}\n"
    )
    inputs = "inputs: {grant: {from: b, amount: {part: {use: part}, each: 100}}}\n"
    study = Study.parse(HEAD.replace("discounting: {rate: 4%}\n", "") + inputs + text)
    found = {name: Model(study, name).evaluate() for name in (None, *study.scenarios)}
    assert {name: float(item.pv_benefits[0]) for name, item in found.items()} == pytest.approx(
        {None: 60, "outcome": 100, "input": 60}
    )
    assert {name: float(item.pv_inputs[0]) for name, item in found.items()} == pytest.approx(
        {None: 20, "outcome": 20, "input": 60}
    )


def test_scale_out_of_the_range_of_a_known_number() -> None:
    (problem,) = refused(
        FIT.replace("value: 20", "value: 20, attribution: 60%") + "scenarios: {more: {scale: {fit/attribution: 2}}}\n",
        "more",
    )
    assert (problem.code, problem.address, problem.found) == ("scale-range", "fit/attribution", "0.6 × 2 is 1.2")
    assert problem.allowed == "a share lies between 0 and 1 (0% and 100%)"
    assert problem.write == "scale it by less, or set it"


def test_scale_out_of_the_range_of_a_range() -> None:
    """The centre of 20% to 60% fits, doubled; its upper end does not."""
    text = FIT.replace("value: 20", "value: 20, attribution: {low: 20%, high: 60%, shape: uniform}")
    (problem,) = refused(text + "scenarios: {more: {scale: {fit/attribution: 2}}}\n", "more")
    assert problem.found == "0.4 × 2 is 0.8, up to 1.2"
    assert row(
        text + "scenarios: {more: {scale: {fit/attribution: 1.5}}}\n", "fit/attribution", "more"
    ).central == pytest.approx(0.6)


def test_scale_out_of_the_range_at_the_lower_end() -> None:
    """−40% to 10% a year, doubled: −30% and 20% fit, −80% does not (a yearly rate is −50% at the least)."""
    text = FIT.replace("value: 20", "value: 20, real_growth: {low: -40%, high: 10%, shape: uniform}")
    (problem,) = refused(text + "scenarios: {more: {scale: {fit/real_growth: 2}}}\n", "more")
    assert (problem.code, problem.found) == ("scale-range", "-0.15 × 2 is -0.3, up to 0.2")
    assert problem.allowed == "a yearly rate lies between -0.5 and 1"


def test_scale_of_a_number_that_another_place_states() -> None:
    text = (
        "estimates: {part: 20%}\n"
        + FIT.replace("value: 20", "value: 20, deadweight: {use: part}")
        + "scenarios: {more: {scale: {fit/deadweight: 2}}}\n"
    )
    (problem,) = refused(text, "more")
    assert (problem.code, problem.address) == ("scale-derived", "fit/deadweight")
    assert problem.found == "fit/deadweight follows from other numbers"
    assert problem.allowed == "scale names a number of its own"
    assert problem.write == "scale the estimate or the comparison it comes from"


def test_scale_of_a_number_that_follows_from_a_comparison() -> None:
    text = (
        "counterfactuals: {c: {programme: {before: 2%, after: 10%}}}\n"
        + FIT.replace("value: 20", "value: 20, deadweight: {from: c}")
        + "scenarios: {more: {scale: {fit/deadweight: 2}}}\n"
    )
    assert [problem.code for problem in refused(text, "more")] == ["scale-derived"]


def test_a_scenario_out_of_range_names_the_place() -> None:
    text = FIT + "scenarios: {worse: {set: {'*/deadweight': 140%}}}\n"
    problems = refused(text, "worse")
    assert problems
    assert all(problem.code == "share-range" and problem.allowed for problem in problems)


# --- comparisons


@pytest.mark.parametrize(
    ("comparison", "fits"),
    [
        ("{before: 10%, after: 10%}", True),  # 3% without
        ("{before: 13%, after: 10%}", True),  # 0%
        ("{before: 14%, after: 10%}", False),  # −1%
        ("{before: 3%, after: 14%}", True),  # 14%, as much as with it
        ("{before: 3%, after: 15%}", False),  # 15%
    ],
)
def test_the_level_without_lies_between_nothing_and_the_level_after(comparison: str, fits: bool) -> None:
    """3% before and 14% after; without the programme 3% + the change of the others."""
    text = (
        f"counterfactuals: {{c: {{programme: {{before: 3%, after: 14%}}, comparison: {comparison}}}}}\n"
        + FIT.replace("value: 20", "value: 20, deadweight: {from: c}")
    )
    if fits:
        assert model(text).parameters.problems == []
        return
    (problem,) = refused(text)
    assert (problem.code, problem.address) == ("counterfactual-range", "fit/deadweight")
    without = "15.0%" if "15%" in comparison else "-1.0%"
    assert problem.found == f"counterfactuals/c says 14.0% after the programme and {without} without it"
    assert problem.allowed == "the level after is above 0, and the level without lies between 0 and it"
    assert problem.write == "state the deadweight, or mend the levels"
    assert problem.line is not None


def test_nothing_after_the_programme() -> None:
    text = "counterfactuals: {c: {programme: {before: 0%, after: 0%}}}\n" + FIT.replace(
        "value: 20", "value: 20, deadweight: {from: c}"
    )
    assert [problem.code for problem in refused(text)] == ["counterfactual-range"]
