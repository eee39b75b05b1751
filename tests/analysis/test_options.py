"""Scenarios and options side by side: what differs, ranges under common draws, and how often one beats another."""

from __future__ import annotations

import numpy as np
import pytest

from sroi.analysis import options
from sroi.analysis.differences.what_differs import in_words, what_it_sets
from sroi.analysis.drawing.sampling import Sampler
from sroi.analysis.options import side_by_side
from sroi.analysis.words.options import in_twenty, twentieths
from sroi.errors import Problem, SroiError, ValuationError
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.valuation import evaluate as value

GROUP = """
sroi: 1
title: Walking group
currency: GBP
start_year: 2025
horizon: 2
stakeholders: {walkers: {name: Walkers, role: participant}, council: {name: City council, role: public}}
inputs: {leader: {from: council, amount: 1000}}
outcomes:
  fit: {name: Fitter, stakeholder: walkers, quantity: 20 (10 to 30), value: 100 (60 to 150), deadweight: 10%}
  calls: {name: Fewer calls, stakeholder: council, type: fiscal, quantity: 40, value: 5, grade: 4}
scenarios:
  cautious: {set: {fit/deadweight: 40%}, note: as in the other town}
  no-calls: {leave_out: [calls]}
  later: {set: {discounting: {rate: 5%, outcomes: end}, horizon: 1}}
options:
  online: {set: {inputs/leader/amount: 400}, scale: {fit/quantity: 0.5}}
  longer: {set: {inputs/leader/amount: 1500}, scale: {fit/quantity: 1.2}}
"""


@pytest.fixture
def group() -> Study:
    return Study.parse(GROUP)


def test_every_alternative_is_valued_as_it_is_alone(group):
    found = side_by_side(group, draws=200)
    assert [each.id for each in found.alternatives] == ["base", "cautious", "no-calls", "later", "online", "longer"]
    for each in found.alternatives:
        alone = value(group, None if each.id == "base" else each.id)
        assert (each.ratio, each.npv, each.pv_inputs) == pytest.approx((alone.ratio, alone.npv, alone.pv_inputs))


def test_ranges_hold_9_in_10_of_the_draws_of_each_model(group):
    found = side_by_side(group, draws=500, seed=3)
    for each in found.alternatives:
        model = Model(group, None if each.id == "base" else each.id)
        drawn = evaluate(model, Sampler(model, 3).draw(0, 500))
        low, high = each.ranges["ratio"]
        assert np.mean((drawn.ratio >= low) & (drawn.ratio <= high)) == pytest.approx(0.9, abs=0.004)
        assert each.ranges["npv"] == pytest.approx(tuple(np.quantile(drawn.npv, (0.05, 0.95))))


def test_common_draws_make_a_certain_loss_certain(group):
    # A higher deadweight and nothing else: worse in every draw, though the two ranges overlap.
    found = {each.id: each for each in side_by_side(group, draws=300).alternatives}
    assert found["cautious"].ranges["ratio"][1] > found["base"].ranges["ratio"][0]
    assert found["cautious"].above_base == {"ratio": 0.0, "npv": 0.0}
    assert found["base"].above_base == {}


def test_the_best_is_among_the_base_case_and_options_and_chances_add_up_to_1(group):
    found = side_by_side(group, draws=300)
    for measure in ("ratio", "npv"):
        chances = {each.id: each.best[measure] for each in found.alternatives if each.best}
        assert set(chances) == {"base", "online", "longer"}
        assert sum(chances.values()) == pytest.approx(1)
    ratio = {each.id: each.best["ratio"] for each in found.alternatives if each.best}
    assert max(ratio, key=lambda name: ratio[name]) == "online", "half the people for 40% of the money"


def test_alternatives_that_are_the_same_share_the_best_and_do_not_beat_each_other():
    study = Study.parse(GROUP[: GROUP.index("scenarios:")] + "options: {same: {set: {fit/deadweight: 10%}}}")
    base, same = side_by_side(study, draws=100).alternatives
    assert same.above_base == {}
    assert (base.best["npv"], same.best["npv"]) == (0.5, 0.5)
    found = side_by_side(study, draws=100)
    assert found.summary[0] == "“Same”: the same as the base case in every draw."
    assert found.ties == {"ratio": (("base", "same"),), "npv": (("base", "same"),)}
    assert found.rows == ()


TIES = """
  twin: {scale: {fit/quantity: 0.3, fit/value: 3.3333333333333335}}
  less: {scale: {fit/quantity: 0.9}}
  twice: {scale: {fit/quantity: 2, calls/quantity: 2, inputs/leader/amount: 2}}
"""


def test_a_tie_is_said_to_be_a_tie_also_where_rounding_differs():
    study = Study.parse(GROUP[: GROUP.index("scenarios:")] + "options:" + TIES)
    found = side_by_side(study, draws=400)
    base, twin, _, twice = found.alternatives
    assert (twin.above_base, set(twice.above_base)) == ({}, {"npv"})
    assert found.ties == {"ratio": (("base", "twin", "twice"),), "npv": (("base", "twin"),)}
    assert base.best["ratio"] == twin.best["ratio"] == twice.best["ratio"] == pytest.approx(1 / 3)
    said = list(found.summary)
    assert said[0] == "“Twin”: the same as the base case in every draw."
    assert said[1].startswith("“Less”: a higher ratio than the base case in none of 20 draws and a higher net present")
    assert said[2].startswith("“Twice”: the same ratio as the base case in every draw and a higher net present value")
    assert said[4] == (
        "Best ratio of base case and options, of 20 draws: base case, “Twin” and “Twice” (the same) in 20, “Less” in 0."
    )


def test_where_all_are_the_same_none_is_the_best():
    options = "options: {one: {set: {fit/deadweight: 10%}}, two: {set: {fit/deadweight: 10%}}}"
    said = side_by_side(Study.parse(GROUP[: GROUP.index("scenarios:")] + options), draws=100).summary
    assert "Base case and options have the same ratio in every draw: none of them is the best." in said
    assert not any("Best " in sentence for sentence in said)


def test_every_alternative_that_cannot_be_valued_is_named_at_once():
    broken = """scenarios:
  far: {scale: {fit/deadweight: 11}}
  sound: {scale: {fit/quantity: 0.9}}
options:
  free: {set: {inputs/leader/amount: 0}}
"""
    study = Study.parse(GROUP[: GROUP.index("scenarios:")] + broken)
    with pytest.raises(ValuationError) as refused:
        side_by_side(study, draws=100)
    assert refused.value.file == "2 of 3 scenarios and options"
    assert [problem.code for problem in refused.value.problems] == ["scale-range", "inputs-zero"]
    assert [problem.address.split(",")[0] for problem in refused.value.problems] == ["scenario far", "scenario free"]


def test_the_same_seed_gives_the_same_and_another_seed_others(group):
    one, same, other = (side_by_side(group, draws=150, seed=seed).table for seed in (1, 1, 2))
    assert one.equals(same)
    assert not one.equals(other)


def test_a_scenario_more_leaves_the_others_as_they_were(group):
    more = group.replaced(
        {**group.document, "scenarios": {**group.document["scenarios"], "x": {"set": {"horizon": 1}}}}
    )
    before = {each.id: each.ranges for each in side_by_side(group, draws=150).alternatives}
    after = {each.id: each.ranges for each in side_by_side(more, draws=150).alternatives}
    assert before == {name: ranges for name, ranges in after.items() if name != "x"}


def test_only_what_differs_is_in_the_rows_and_only_where_it_differs(group):
    rows = {row.label: row for row in side_by_side(group, ranges=False).rows}
    assert set(rows) == {
        "Leader: amount",
        "Fitter: quantity",
        "Fitter: deadweight",
        "Fewer calls",
        "Horizon",
        "Convention",
    }
    assert rows["Fitter: deadweight"].base == "10%"
    assert rows["Fitter: deadweight"].elsewhere == {"cautious": "40%"}
    assert rows["Fitter: quantity"].elsewhere == {"online": "10", "longer": "24"}
    assert rows["Fewer calls"].elsewhere == {"no-calls": "not counted"}
    assert rows["Horizon"].elsewhere == {"later": "1 year"}
    assert rows["Convention"].elsewhere["later"].startswith("stated rate: 5% a year")


def test_optimism_bias_by_grade_is_one_row():
    graded = GROUP.replace("deadweight: 10%}", "deadweight: 10%, grade: 3}").replace(
        "amount: 1000}", "amount: 1000, grade: 5}"
    )
    study = Study.parse(graded[: graded.index("scenarios:")] + "scenarios: {graded: {set: {optimism_bias: by-grade}}}")
    assert [row.label for row in side_by_side(study, ranges=False).rows] == ["Optimism bias"]


def test_without_ranges_the_reason_is_said():
    certain = Study.parse(GROUP.replace(" (10 to 30)", "").replace(" (60 to 150)", ""))
    found = side_by_side(certain)
    assert found.draws == 0
    assert found.summary == ("There are no ranges: no number of the study has a range.",)
    assert all(each.ranges == {} and each.above_base == {} and each.best == {} for each in found.alternatives)


def test_without_scipy_there_are_no_ranges_and_it_is_said_how_to_get_them(group, monkeypatch):
    def missing(*_: object) -> None:
        raise SroiError(Problem("extra-missing", "quantiles need SciPy, which is not installed"))

    monkeypatch.setattr(options, "Sampler", missing)
    found = side_by_side(group)
    assert found.summary == ("There are no ranges: ranges need SciPy: pip install 'sroi[analysis]'.",)
    assert found.base.ratio == pytest.approx(value(group).ratio)


def test_another_perspective_and_one_without_inputs(group):
    found = {each.id: each for each in side_by_side(group, draws=100, perspective="fiscal").alternatives}
    assert found["base"].ratio == pytest.approx(value(group).perspectives["fiscal"].ratio)
    assert found["no-calls"].npv == pytest.approx(-1000)
    free = Study.parse(GROUP.replace("from: council", "from: walkers"))
    base = side_by_side(free, draws=100, perspective="fiscal").base
    assert base.ratio is None
    assert "ratio" not in base.ranges
    assert base.ranges["npv"][0] == pytest.approx(base.npv)


@pytest.mark.parametrize(
    ("asked", "code"),
    [({"draws": 99}, "draws-range"), ({"seed": -1}, "seed-range"), ({"perspective": "x"}, "perspective-unknown")],
)
def test_what_cannot_be_drawn_is_refused_in_words(group, asked, code):
    with pytest.raises(ValuationError) as raised:
        side_by_side(group, **asked)
    assert raised.value.problems[0].code == code


def test_an_error_names_the_scenario_it_is_in():
    broken = GROUP.replace("{set: {fit/deadweight: 40%}", "{scale: {fit/deadweight: 40}")
    with pytest.raises(SroiError, match="scenario cautious"):
        side_by_side(Study.parse(broken))


def test_the_table_is_plain_and_the_differences_have_a_column_for_each(group):
    found = side_by_side(group, draws=100)
    assert list(found.table["scenario"]) == [each.id for each in found.alternatives]
    assert found.table["difference"].iloc[0] == 0
    assert list(found.differences.columns) == ["address", "what", *(each.id for each in found.alternatives)]
    assert repr(found) == "SideBySide('Walking group', base case and 5 alternatives, draws=100)"
    assert "<table" in found._repr_html_()


def test_sentences_say_how_often_each_option_is_better_and_which_is_best(group):
    said = " ".join(side_by_side(group, draws=400).summary)
    assert "“Online”: a higher ratio than the base case in all of 20 draws and a higher net present value" in said
    assert "Best ratio of base case and options, of 20 draws: “Online” in 20, " in said
    assert "Assumption: estimates of one family share 30% of their error." in said


def test_shares_of_twenty_add_up_to_twenty():
    for chances in ([0.93, 0.04, 0.03], [1 / 3] * 3, [0.5, 0.5], [1.0, 0.0], [0.024, 0.976]):
        assert sum(twentieths(dict(enumerate(chances))).values()) == 20
    assert in_twenty(0.01) == "hardly any of 20"


def test_schedules_and_estimates_that_a_scenario_writes_are_said_without_signs_of_a_program(riverside):
    study = Study.parse(riverside)
    written = {"schedule": [{"from": 0, "rate": "3%"}, {"from": 10, "rate": 0.02}], "outcomes": "end"}
    name = next(iter(study.outcomes))
    scenario = {"set": {"discounting": written, f"{name}/attribution": {"low": "10%", "likely": "20%", "high": "30%"}}}
    found = study.replaced({**study.document, "scenarios": {"x": scenario}})
    said = what_it_sets(found, found.scenarios["x"])
    assert "discounting = schedule 3% from year 0, 2% from year 10, outcomes end" in said
    assert "= low 10%, likely 20%, high 30%" in said
    assert not set("{}[]'") & set(said)
    assert in_words([True, None]) == "yes, none"


def test_whoever_waits_is_told_how_many_alternatives_are_done(group):
    shares: list[float] = []
    found = side_by_side(group, draws=100, progress=shares.append)
    assert shares == pytest.approx([(place + 1) / len(found.alternatives) for place in range(len(found.alternatives))])
