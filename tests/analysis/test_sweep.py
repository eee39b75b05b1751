"""Sweeps: every cell is what the study gives in a scenario that says the same, and no problem goes unsaid."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import numpy as np
import pytest

import sroi
from sroi.analysis.cells import grids
from sroi.analysis.cells.dimensions import dimension
from sroi.analysis.outputs import MEASURES, output
from sroi.analysis.sweep import sweep
from sroi.errors import SroiError, ValuationError
from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.model import Model


def study(**more: Any) -> Study:
    """10 × 20 for 100 over one undiscounted year."""
    return Study.from_document(
        {
            "sroi": 1,
            "title": "T",
            "currency": "GBP",
            "start_year": 2025,
            "horizon": 4,
            "discounting": "undiscounted",
            "stakeholders": {"a": {"name": "A", "role": "participant"}, "c": {"name": "C", "role": "public"}},
            "inputs": {"grant": {"from": "c", "amount": 100}},
            "outcomes": {"fit": {"name": "Fitter", "stakeholder": "a", "quantity": 10, "value": 20}},
            **more,
        }
    )


@pytest.fixture(scope="module")
def town(request: pytest.FixtureRequest) -> Study:
    return Study.parse(request.getfixturevalue("riverside"))


def in_scenario(base: Study, *, scenario: str | None = None, **changes: Any) -> float:
    """The ratio of the study in a scenario that makes these changes, on top of another."""
    own = {**base.scenarios, **base.options}.get(scenario or "", Scenario())
    merged = Scenario(
        set={**own.set, **changes.get("set", {})},
        scale={**own.scale, **changes.get("scale", {})},
        leave_out=own.leave_out,
    )
    return output(Model(base.model_copy(update={"scenarios": {"x": merged}}), "x")).base


def problems(*vary: str, base: Study | None = None, **asked: Any) -> list[Any]:
    with pytest.raises(SroiError) as caught:
        sweep(base or study(), *vary, **asked)
    return list(caught.value.problems)


# What a cell is

SCALED = [
    "inputs/staff-time/amount",
    "inputs/coordinators/amount",
    "inputs/coordinators/amount/2026",
    "inputs/materials/amount/families",
    "inputs/volunteers/amount/hours",
    "inputs/*/amount",
    "inputs/*/amount*",
    "into-work/quantity",
    "into-work/quantity/families",
    "into-work/quantity/into-work",
    "confidence/quantity",
    "confidence/quantity/*",
    "*/quantity",
    "into-work/earnings",
    "into-work/e*",
    "into-work/multiplier",
    "into-work/delay",
    "estimates/families",
    "discounting/rate",
    "counterfactuals/comparison-areas/comparison/after",
]


@pytest.mark.parametrize("target", SCALED)
@pytest.mark.parametrize("scenario", [None, "two-thirds-take-up", "phone-only"])
def test_a_relative_value_is_what_scale_in_a_scenario_is(target: str, scenario: str | None, town: Study) -> None:
    """On top of what a scenario scales, be it the very same."""
    own = {**town.scenarios, **town.options}.get(scenario or "", Scenario()).scale.get(target, 1.0)
    found = sweep(town, f"{target} *=0.5,0.9,1,1.1", measures=["ratio"], scenario=scenario)
    expected = [in_scenario(town, scenario=scenario, scale={target: own * factor}) for factor in (0.5, 0.9, 1, 1.1)]
    assert found.results["ratio"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("target", "values"),
    [
        ("into-work/attribution", "0%,25%,100%"),
        ("into-work/deadweight", "0%,30%,60%"),
        ("*/attribution", "10%,20%"),
        ("estimates/engaged", "50%,90%"),
        ("into-work/quantity/families", "100,300"),
        ("into-work/quantity/into-work", "10%,20%"),
        ("into-work/earnings", "0,10000,-5"),
        ("into-work/duration", "0.5,1,2.25,7"),
        ("into-work/delay", "0,0.5,3"),
        ("into-work/drop_off", "0%,40%"),
        ("into-work/other_deductions/overlap", "0%,50%"),
        ("inputs/coordinators/amount/2025", "0,500000"),
        ("inputs/coordinators/optimism_bias", "0%,40%"),
        ("discounting/rate", "0%,3.5%,8%"),
        ("less-time-together/quantity", "0,44,90"),
        ("counterfactuals/comparison-areas/comparison/after", "5%,12%"),
    ],
)
def test_a_value_is_what_set_in_a_scenario_is(target: str, values: str, town: Study) -> None:
    found = sweep(town, f"{target} ={values}", measures=["ratio"])
    expected = [in_scenario(town, set={target: value}) for value in values.split(",")]
    assert found.results["ratio"] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("target", ["fit/quantity", "fit/value", "calm/quantity", "calm/care", "*/quantity", "calm/*"])
def test_a_use_of_a_shared_number_is_scaled_where_it_is_used(target: str) -> None:
    base = study(
        estimates={"people": 10, "worth": "15 to 25"},
        outcomes={
            "fit": {"name": "F", "stakeholder": "a", "quantity": {"use": "people"}, "value": {"use": "worth"}},
            "calm": {
                "name": "C",
                "stakeholder": "a",
                "quantity": {"people": {"use": "people"}, "times": 2},
                "values": {"care": {"value": {"use": "worth"}, "transfer_from": "c"}},
                "duration": 1,
            },
        },
    )
    vary = f"{target} *=0.5,3"
    found = sweep(base, vary, measures=["ratio", "npv"], perspective="participants")
    for place, factor in enumerate((0.5, 3)):
        scenario = {"x": Scenario(scale={target: factor})}
        model = Model(base.model_copy(update={"scenarios": scenario}), "x")
        for measure in ("ratio", "npv"):
            expected = output(model, measure, "participants").base
            assert found.results[measure][place] == pytest.approx(expected, rel=1e-12)


def test_a_use_that_would_leave_its_legal_range_is_refused(town: Study) -> None:
    (problem,) = problems("into-work/quantity/engaged*=1,1.5", base=town)
    assert (problem.code, problem.found) == ("scale-range", "82% × 1.5 is 123%")


def test_every_cell_of_a_grid_with_wholes_values_and_settings(town: Study) -> None:
    found = sweep(
        town,
        "inputs/*/amount*=-20%,0%,+20%",
        "horizon=3,10",
        "into-work/deadweight=10%,40%",
        "into-work/quantity*=0.5,2",
        "confidence/quantity*=0.5,1.5",
    )
    assert found.shape == (3, 2, 2, 2, 2)
    for cell, (cost, years, share, work, calm) in enumerate(
        product((0.8, 1.0, 1.2), (3, 10), (0.1, 0.4), (0.5, 2), (0.5, 1.5))
    ):
        scale = {"inputs/*/amount": cost, "into-work/quantity": work, "confidence/quantity": calm}
        expected = in_scenario(town, set={"horizon": years, "into-work/deadweight": share}, scale=scale)
        assert found.results["ratio"][cell] == pytest.approx(expected, rel=1e-12)
        assert found.values_at(cell) == (cost, years, share, work, calm)


def test_a_whole_and_a_factor_inside_it_multiply(town: Study) -> None:
    found = sweep(town, "inputs/staff-time/amount*=2", "inputs/staff-time/amount/hours*=3", measures=["pv_inputs"])
    base = output(Model(town), "pv_inputs").base
    assert found.results["pv_inputs"][0] - base == pytest.approx(5 * 1800 * 24.10)


def test_a_number_is_set_first_and_scaled_then() -> None:
    found = sweep(study(), "fit/value=10,30", "*/value*=0.5,2", measures=["pv_benefits"])
    assert found.results["pv_benefits"].tolist() == [50, 200, 150, 600]


def test_scenarios_and_options_are_a_dimension(town: Study) -> None:
    names = ["base", *town.scenarios, *town.options]
    found = sweep(town, f"scenario={','.join(names)}")
    expected = [sroi.evaluate(town, None if name == "base" else name) for name in names]
    assert found.results["ratio"] == pytest.approx([each.ratio for each in expected])
    assert found.results["npv"] == pytest.approx([each.npv for each in expected])


def test_other_settings_are_dimensions(town: Study) -> None:
    found = sweep(town, "discounting=sroi-guide,green-book", "partial_years=pro-rata,round-up", measures=["ratio"])
    expected = [
        in_scenario(town, set={"discounting": name, "partial_years": how})
        for name, how in product(("sroi-guide", "green-book"), ("pro-rata", "round-up"))
    ]
    assert found.results["ratio"] == pytest.approx(expected, rel=1e-12)


def test_a_schedule_of_several_rates_is_scaled_as_a_whole(town: Study) -> None:
    found = sweep(town, "discounting=green-book", "discounting/rate*=0,1,2", measures=["ratio"])
    setting = {"discounting": "green-book"}
    expected = [in_scenario(town, set=setting, scale={"discounting/rate": by}) for by in (0, 1, 2)]
    assert found.results["ratio"] == pytest.approx(expected, rel=1e-12)


def test_a_shared_estimate_is_set_in_its_own_place_only_and_that_is_said(town: Study) -> None:
    found = sweep(town, "into-work/quantity/families=100")
    assert found.notes == ("into-work/quantity/families uses estimates/families; it was varied in its own place only.",)
    everywhere = sweep(town, "estimates/families=100")
    assert everywhere.notes == ()
    assert found.results["ratio"][0] != everywhere.results["ratio"][0]
    assert sweep(town, "into-work/deadweight=10%").notes == (
        "into-work/deadweight follows from a comparison; it was varied in its own place only.",
    )


def test_what_stands_elsewhere_is_scaled_in_its_own_place_only(town: Study) -> None:
    """A scenario refuses to scale it; setting it to the scaled number says the same."""
    without = 7 / 240 + 25 / 310 - 9 / 310
    share = without / (52 / 240)
    found = sweep(town, "into-work/deadweight*=0.5,1,1.5", measures=["ratio"])
    expected = [in_scenario(town, set={"into-work/deadweight": share * factor}) for factor in (0.5, 1, 1.5)]
    assert found.results["ratio"] == pytest.approx(expected, rel=1e-12)
    assert found.notes == ("into-work/deadweight follows from a comparison; it was varied in its own place only.",)
    (problem,) = problems("into-work/deadweight*=3", base=town)
    assert (problem.code, problem.found) == ("scale-range", "37.28% × 3 is 111.85%")


def test_a_pattern_scales_shared_deadweights_too() -> None:
    deadweights = {"fit": {"use": "anyway"}, "calm": {"use": "anyway"}, "glad": "20%"}
    base = study(
        estimates={"anyway": "50%"},
        outcomes={
            name: {"name": name, "stakeholder": "a", "quantity": 10, "value": 20, "deadweight": share}
            for name, share in deadweights.items()
        },
    )
    found = sweep(base, "*/deadweight*=0,1,2", measures=["ratio"])
    assert found.results["ratio"] == pytest.approx([6, 3.6, 1.2])
    assert found.notes == (
        "fit/deadweight and calm/deadweight use shared estimates or follow from comparisons; each was varied in its "
        "own place only.",
    )


def test_measures_and_perspectives(town: Study) -> None:
    found = sweep(town, "into-work/attribution=0%,50%", measures=list(MEASURES), perspective="fiscal")
    for measure in MEASURES:
        expected = output(Model(town), measure, "fiscal").of({"into-work/attribution": [0, 0.5]})
        assert found.results[measure] == pytest.approx(expected)


# Shape


def test_the_table_has_a_column_for_each_dimension_and_measure() -> None:
    table = sweep(study(), "horizon=1,2", "fit/deadweight=0%:60%:4", "inputs/*/amount*=-50%,+50%").table
    assert list(table.columns) == ["horizon", "fit/deadweight", "inputs/*/amount (factor)", "ratio", "npv"]
    assert table.shape == (16, 5)
    assert table["horizon"].dtype == np.int64
    assert table.iloc[3].tolist() == [1, 0.2, 1.5, pytest.approx(160 / 150), pytest.approx(10)]


def test_words_are_words() -> None:
    table = sweep(study(scenarios={"poor": {"set": {"fit/value": 5}}}), "scenario=poor,base").table
    assert table["scenario"].tolist() == ["poor", "base"]


def test_two_dimensions_are_a_grid() -> None:
    found = sweep(study(), "fit/deadweight=0%,50%", "fit/value=10,20,40", measures=["ratio"])
    grid = found.grid("ratio")
    assert grid.index.tolist() == [0, 0.5] and grid.columns.tolist() == [10, 20, 40]
    assert grid.to_numpy().tolist() == [[1, 2, 4], [0.5, 1, 2]]
    with pytest.raises(ValuationError, match="found 1 dimension; a grid has two dimensions"):
        sweep(study(), "fit/deadweight=0%,50%").grid("ratio")


def test_blocks_do_not_change_results(monkeypatch: pytest.MonkeyPatch, town: Study) -> None:
    vary = ["into-work/quantity*=0.5:1.5:61", "horizon=3,10", "into-work/attribution=0%:90%:41"]
    whole = sweep(town, *vary)
    monkeypatch.setattr(grids, "_CELLS", 1024)
    parts = sweep(town, *vary)
    assert whole.cells == 61 * 2 * 41 > 2 * 2 * 1024
    for measure in ("ratio", "npv"):
        assert np.array_equal(whole.results[measure], parts.results[measure])


def test_more_dimensions_than_an_array_could_have() -> None:
    outcomes = {f"o{n}": {"name": f"O{n}", "stakeholder": "a", "quantity": 1, "value": 20} for n in range(70)}
    found = sweep(study(outcomes=outcomes), *[f"o{n}/value={'1,2' if n < 3 else '1'}" for n in range(70)])
    assert found.shape == (2, 2, 2) + (1,) * 67
    assert found.results["ratio"].tolist() == [(67 + a + b + c) / 100 for a, b, c in product((1, 2), repeat=3)]


def test_a_million_cells() -> None:
    found = sweep(study(), "fit/deadweight=0%:100%:1001", "inputs/grant/amount*=0.5:2:1000", measures=["ratio"])
    assert found.cells == 1_001_000
    assert found.results["ratio"].reshape(found.shape)[500, [0, -1]].tolist() == [2, 0.5]


# What is undefined


def test_cells_without_inputs_are_blank_and_counted() -> None:
    found = sweep(study(), "inputs/grant/amount=0,50,100", "fit/value=10,20")
    assert np.isnan(found.results["ratio"]).tolist() == [True, True, False, False, False, False]
    assert found.undefined["ratio"] == {"the inputs counted come to nothing": 2}
    assert found.undefined["npv"] == {}
    assert found.results["npv"][0] == 100
    assert "Undefined in 2 of 6 cells, which stay blank: the inputs counted come to nothing." in found.summary


def test_cells_in_which_a_comparison_cannot_be_are_blank_as_the_model_refuses_them(town: Study) -> None:
    root = "counterfactuals/comparison-areas"
    found = sweep(town, f"{root}/programme/after=0%,5%,20%", f"{root}/comparison/after=1%,4%,9%")
    reason = "in the comparison “Comparison areas”, the level without would not lie between 0 and the level after"
    blank = 0
    for cell in range(found.cells):
        after, other = found.values_at(cell)
        try:
            expected = in_scenario(town, set={f"{root}/programme/after": after, f"{root}/comparison/after": other})
            assert found.results["ratio"][cell] == pytest.approx(expected, rel=1e-12)
        except ValuationError as error:
            assert "counterfactual-range" in str(error)
            assert math.isnan(found.results["ratio"][cell]) and math.isnan(found.results["npv"][cell])
            blank += 1
    assert 0 < blank < found.cells
    assert found.undefined["ratio"] == found.undefined["npv"] == {reason: blank}


def test_payback_that_never_comes_is_infinite_and_counted() -> None:
    found = sweep(study(), "fit/value=5,20", "horizon=1,2", measures=["payback"])
    assert found.results["payback"].tolist() == [math.inf, math.inf, 0.5, 0.5]
    assert "from 0.5 years at fit/value = 20, horizon = 1 to never at fit/value = 5" in found.summary[0]
    assert found.summary[1] == (
        "It pays back within the horizon in 2 of 4 cells (50%): a share of the cells asked for, not a probability."
    )


def test_a_relative_change_of_zero_is_said() -> None:
    base = study(outcomes={"fit": {"name": "F", "stakeholder": "a", "quantity": 1, "value": 9, "deadweight": "0%"}})
    found = sweep(base, "fit/deadweight*=-50%,+50%")
    assert found.notes == ("fit/deadweight is 0, which a relative change leaves at 0.",)
    assert "in every cell" in found.summary[0]


def test_the_sentences() -> None:
    found = sweep(study(), "fit/deadweight=0%:80%:5", measures=["ratio", "npv"])
    assert found.summary == (
        "SROI ratio: from £0.40 per £1 at fit/deadweight = 80% to £2.00 per £1 at fit/deadweight = 0%; base case £2.00 "
        "per £1.",
        "It is £1.00 per £1 or more in 3 of 5 cells (60%): a share of the cells asked for, not a probability.",
        "Net present value: from −£60 at fit/deadweight = 80% to £100 at fit/deadweight = 0%; base case £100.",
        "It is £0 or more in 3 of 5 cells (60%): a share of the cells asked for, not a probability.",
    )
    none = sweep(study(), "fit/value=-20,-10", measures=["ratio"])
    assert none.summary[1] == "It is £1.00 per £1 or more in none of the cells."
    nothing = sweep(study(), "inputs/grant/amount=0", measures=["ratio"])
    assert nothing.summary[0] == "SROI ratio: undefined in all 1 cells."


# How a dimension is written


@pytest.mark.parametrize(
    ("text", "target", "relative", "values"),
    [
        ("a/b=0%:60%:13", "a/b", False, tuple(round(0.05 * n, 2) for n in range(13))),
        ("a/b=0:60%:3", "a/b", False, (0, 0.3, 0.6)),
        ("a/b=3:1:3", "a/b", False, (3, 2, 1)),
        (" a/b =  1 , 2.5,−3 ", "a/b", False, (1, 2.5, -3)),
        ("a/b=£100:£200:3", "a/b", False, (100, 150, 200)),
        ("a/b=7", "a/b", False, (7,)),
        ("a/*/c*=-50%:+50%:5", "a/*/c", True, (0.5, 0.75, 1, 1.25, 1.5)),
        ("a/c*=−20%,0%,+20%", "a/c", True, (0.8, 1, 1.2)),
        ("a/c*=0.5:1.5:3", "a/c", True, (0.5, 1, 1.5)),
        ("a/c*=0,2", "a/c", True, (0, 2)),
        ("a/c*=-50%:0:2", "a/c", True, (0.5, 1)),
        ("a/c* =5", "a/c*", False, (5,)),
        ("a/c**=2", "a/c*", True, (2,)),
        ("a/* =5%", "a/*", False, (0.05,)),
        ("horizon=3:5:3", "horizon", False, (3, 4, 5)),
        ("discounting=sroi-guide, green-book", "discounting", False, ("sroi-guide", "green-book")),
        ("scenario=base", "scenario", False, ("base",)),
    ],
)
def test_forms_that_are_read(text: str, target: str, relative: bool, values: tuple[Any, ...]) -> None:
    found = dimension(text)
    assert (found.target, found.relative, found.values) == (target, relative, values)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "vary-form", 'found ""; a dimension is ADDRESS=VALUES or ADDRESS*=VALUES; write it like into-work/dead'),
        ("a/b", "vary-form", 'found "a/b"'),
        ("=1", "vary-form", 'found "=1"'),
        ("a/b=", "vary-form", "found a/b without values; values follow the equals sign"),
        ("a/b*= ", "vary-form", "found a/b without values"),
        ("a/b=1:2", "vary-values", 'found "1:2"; a grid is low:high:count; write 1:2:11'),
        ("a/b=::", "vary-values", 'found the count ""; the count of a grid is a whole number from 2 to 10,000,000'),
        ("a/b=1:2:3:4", "vary-values", "a grid is low:high:count"),
        ("a/b=1:2:1", "vary-values", 'found the count "1"'),
        ("a/b=1:2:2.5", "vary-values", 'found the count "2.5"'),
        ("a/b=1:2:99999999", "vary-values", 'found the count "99999999"'),
        ("a/b=1:1:3", "vary-values", "a grid runs between two different numbers"),
        ("a/b=1,,2", "vary-values", 'found "" in "1,,2"; values are numbers'),
        ("a/b=many", "vary-values", 'found "many"; values are numbers'),
        ("a/b=20 to 30", "vary-values", 'found "20 to 30"'),
        ("a/b=1,2,1", "vary-values", 'found 1 more than once in "1,2,1"; each value stands once'),
        ("a/b=1e999", "number-infinite", "a number must be finite"),
        ("a/b=10:60%:3", "range-mixed", "all values carry a percent sign or none does"),
        ("a/b*=50%", "vary-relative", "write +50% for 1.5 times, or 0.5 for 0.5 times"),
        ("a/b*=-0.5", "vary-relative", "write -50%, or 0.5 for 0.5 times"),
        ("a/b*=-150%", "vary-relative", "a factor is not below 0; a change is at least -100%"),
        ("a/*=5", "vary-form", "to scale write a/**=5, to set write a/* =5"),
        ("horizon*=2", "vary-form", "settings are set, not scaled; write horizon=5,10"),
        ("scenario*=a", "vary-form", "settings are set, not scaled; write scenario=a"),
        ("scenario=a,,b", "vary-values", "values are separated by single commas"),
        ("scenario=a,a", "vary-values", "found a more than once"),
    ],
)
def test_forms_that_are_refused(text: str, code: str, words: str) -> None:
    (problem,) = problems(text)
    assert problem.code == code
    assert words in problem.message


# What is refused


@pytest.mark.parametrize(
    ("vary", "code", "words"),
    [
        (["fit/deadwight=0%,1%"], "address-unknown", "did you mean fit/deadweight"),
        (["horizn=1,2"], "address-unknown", "did you mean horizon"),
        (["inputs/grnt/amount*=2"], "address-unknown", "did you mean inputs/grant/amount"),
        (["fit/deadweight=0:60:7"], "share-range", "found 10 and 5 more values outside; a share lies between 0 and 1"),
        (["fit/deadweight=0:60:7"], "share-range", "for 10 per cent write 10%"),
        (["*/deadweight=50%,150%"], "share-range", 'found "150%" for fit/deadweight; a share lies between 0 and 1'),
        (["fit/duration=0,1"], "number-range", "found 0; a duration in years is above 0"),
        (["fit/quantity=-1"], "number-range", "found -1; a quantity is at least 0"),
        (["*/duration*=0,1"], "scale-range", "1 × 0 is 0 for fit/duration; a duration in years is above 0"),
        (["fit/duration*=2000"], "scale-range", "1 × 2000 is 2,000; a duration in years is above 0 and at most 1000"),
        (["fit/deadweight*=2"], "scale-nothing", "set it instead: fit/deadweight=0%:50%:11"),
        (["fit/value=1,2", "*/value=3"], "vary-twice", "fit/value and */value both set fit/value"),
        (["fit/value=1", "fit/value=2"], "vary-twice", "found fit/value 2 times; each dimension stands once"),
        (["fit/deadweight=80%", "*/deadweight*=2"], "scale-range", "together make fit/deadweight 160%"),
        (["horizon=0"], "whole-number", "with horizon = 0: found 0; horizon is a whole number from 1 to 1000"),
        (["horizon=2.5"], "whole-number", "with horizon = 2.5: found 2.5"),
        (["scenario=nope"], "scenario-unknown", "with scenario = nope: found nope"),
        (["discounting=nope"], "schedule-unknown", "with discounting = nope"),
        ([], "vary-missing", "found nothing to vary; a sweep has a dimension"),
    ],
)
def test_what_cannot_be_varied_is_said_with_what_can(vary: list[str], code: str, words: str) -> None:
    (problem,) = problems(*vary)
    assert problem.code == code
    assert words in problem.message


def test_a_whole_cannot_be_set(town: Study) -> None:
    (whole,) = problems("inputs/materials/amount=3", base=town)
    assert whole.code == "address-container"
    assert whole.found == "found inputs/materials/amount, which holds 2 numbers"
    assert "or scale the whole: inputs/materials/amount*=-20%,+20%" in whole.write


def test_a_whole_of_one_number_may_be_set() -> None:
    outcomes = {"fit": {"name": "F", "stakeholder": "a", "quantity": {"people": 10}, "value": 20}}
    assert sweep(study(outcomes=outcomes), "fit/quantity=5,10").results["ratio"].tolist() == [1, 2]


def test_every_problem_of_every_dimension_at_once(town: Study) -> None:
    found = problems(
        "into-work/attribution=0:60:7",
        "into-work/deadwight=1",
        "confidence/deadweight=",
        "horizon=0,10",
        "scenario=slow-strt,base",
        base=town,
    )
    assert [problem.code for problem in found] == [
        "vary-form", "share-range", "address-unknown", "whole-number", "scenario-unknown",
    ]  # fmt: skip
    assert [problem.address for problem in found[:2]] == ["confidence/deadweight", "into-work/attribution"]


def test_a_deadweight_on_an_effect_is_refused_even_where_the_first_value_is_zero() -> None:
    base = study(
        counterfactuals={"areas": {"programme": {"before": "10%", "after": "40%"}}},
        outcomes={
            "fit": {
                "name": "F",
                "stakeholder": "a",
                "quantity": {"people": 100, "share-fit": {"from": "areas", "as": "effect"}},
                "value": 20,
            }
        },
    )
    assert sweep(base, "counterfactuals/areas/programme/after=40%,50%").results["ratio"] == pytest.approx([6, 8])
    (problem,) = problems("fit/deadweight=0%,50%", base=base)
    assert problem.code == "deadweight-twice"


def test_the_scenario_around_a_grid_and_scenarios_as_a_dimension_contradict(town: Study) -> None:
    (problem,) = problems("scenario=base,slow-start", base=town, scenario="no-wellbeing")
    assert (problem.code, problem.write) == ("vary-twice", "leave one out, or put no-wellbeing among the values")


def test_a_grid_too_large_is_refused_with_its_size() -> None:
    (problem,) = problems("fit/deadweight=0%:60%:100000", "fit/value=1:2:101")
    assert problem.code == "grid-too-large"
    assert problem.found == "found 100,000 × 101 = 10,100,000 cells"
    assert problem.allowed == "a grid has at most 10,000,000 cells"
    (problem,) = problems("fit/deadweight=0%:60%:300000", measures=["payback"])
    assert problem.allowed == "a grid has at most 250,000 cells where payback is followed year by year"


def test_measures_and_perspectives_that_do_not_exist_are_refused() -> None:
    assert problems("fit/value=1", measures=["rato"])[0].code == "measure-unknown"
    assert problems("fit/value=1", perspective="nobody")[0].code == "perspective-unknown"


def test_shared_estimates_named_like_factors_are_no_hindrance() -> None:
    base = study(
        estimates={"factor-1": 3},
        inputs={"grant": {"from": "c", "amount": {"people": {"use": "factor-1"}, "each": 50}}},
    )
    found = sweep(base, "inputs/grant/amount*=1,2", "estimates/** =2,3", measures=["pv_inputs"])
    assert found.results["pv_inputs"].tolist() == [100, 150, 200, 300]
