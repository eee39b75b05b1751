"""``explain``, ``scenarios``, ``compare`` and ``solve``: questions asked of a study."""

from __future__ import annotations

import csv
import json
import re

import pytest

from sroi.study.loading import load
from sroi.valuation.valuation import evaluate


def amount(text: str) -> float:
    return float(text.replace("£", "").replace(",", "").replace("−", "-"))


@pytest.fixture
def town(written, riverside):
    """The study with nearly every key, as a file."""
    return written("riverside.yaml", text=riverside)


# explain


def test_explain_an_outcome_prints_the_sum_with_its_numbers_and_sources(sroi, written):
    path = written(change={"10%   #": "{value: 10%, source: survey p. 3, grade: 4}   #"})
    found = sroi("explain", path, "fit")
    assert (found.code, found.err) == (0, "")
    for words in (
        "Fitter",
        "Quantity 20",
        "Value of one unit £100.00",
        "Gross: quantity × value of one unit £2,000",
        "less deadweight 10% £1,800",
        "survey p. 3",
        "grade 4",
        "2025: 100% of it × discount factor 0.9662 £1,739",
        "Present value to Walkers £1,739",
    ):
        assert words in found.words


def test_explain_the_ratio_lists_outcomes_that_add_up_to_the_benefits(sroi, town):
    steps = json.loads(sroi("explain", town, "--json").out)["steps"]
    total = next(step["amount"] for step in steps if step["what"] == "Present value of benefits")
    parts = [amount(step["amount"]) for step in steps if step["level"] == 2]
    assert len(parts) == 3
    assert sum(parts) == pytest.approx(amount(total), abs=2)
    assert "Ratio: benefits ÷ inputs" in sroi("explain", town, "ratio").words


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("inputs", "Present value of inputs"),
        ("inputs/volunteers", "2025: Volunteers £13,431"),
        ("estimates/engaged", "82%"),
        ("into-work/deadweight", "8.08% ÷ 21.67%; without the programme 2.92% + (8.06% − 2.9%) = 8.08%"),
        ("into-work", "less deadweight 37.28%"),
        ("into-work", "so that society sums to zero"),
        ("confidence", "Quantity over all start years"),
        ("less-time-together", "Present value to Their children"),
    ],
)
def test_explain_takes_inputs_outcomes_and_addresses(what, words, sroi, town):
    found = sroi("explain", town, what)
    assert (found.code, found.err) == (0, "")
    assert words in found.words


def test_explain_in_a_scenario_uses_its_numbers(sroi, written):
    assert "less deadweight 40% £1,200" in sroi("explain", written(), "fit", "--scenario", "cautious").words


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["gp-vists"], "explain-unknown", "did you mean gp-visits"),
        (["nothing-like-it"], "explain-unknown", "known here: ratio, inputs, gp-visits"),
        (["gp-visits", "--scenario", "nope"], "scenario-unknown", "first-year-undiscounted"),
    ],
)
def test_explain_names_what_can_be_explained(arguments, code, words, sroi):
    found = sroi("explain", "wheels-to-meals", *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err
    assert words in found.words


def test_explain_an_outcome_that_a_scenario_leaves_out_says_so(sroi, town):
    found = sroi("explain", town, "confidence", "--scenario", "no-wellbeing")
    assert found.code == 2
    assert "confidence is left out of the scenario no-wellbeing" in found.words


# scenarios


def test_scenarios_stand_beside_the_base_case_with_their_difference_and_reason(sroi, written):
    found = sroi("scenarios", written())
    assert (found.code, found.err) == (0, "")
    assert re.search(r"^base +£1\.74 +£739", found.out, re.M)
    assert re.search(
        r"^cautious +£1\.16 +−£0\.58 +£159 +Fitter: deadweight = 40% \(as in the other town\)", found.out, re.M
    )


def test_every_scenario_and_option_is_valued_as_run_values_it(sroi, town):
    study = load(town)
    rows = {row["scenario"]: row for row in json.loads(sroi("scenarios", town, "--json").out)}
    assert list(rows) == ["base", *study.scenarios, *study.options]
    base = evaluate(study).ratio
    for name, row in rows.items():
        ratio = evaluate(study, None if name == "base" else name).ratio
        assert row["ratio"] == ratio
        assert row["difference"] == pytest.approx(ratio - base)
    assert rows["phone-only"]["kind"] == "option"


def test_a_study_without_scenarios_says_how_to_add_them(sroi, written):
    path = written(change={"scenarios:\n  cautious: {set: {fit/deadweight: 40%}, note: as in the other town}\n": ""})
    assert "The study has no scenarios yet: add them under scenarios." in sroi("scenarios", path).words


def test_scenarios_are_written_to_a_file(sroi, town, tmp_path):
    sroi("scenarios", town, "-o", tmp_path / "scenarios.csv")
    with (tmp_path / "scenarios.csv").open(encoding="utf-8", newline="") as file:
        assert next(row["scenario"] for row in csv.DictReader(file)) == "base"


# compare


def test_compare_two_files_names_each_number_that_differs_and_its_effect(sroi, written):
    first = written()
    second = written("second.yaml", change={"10%   #": "40%   #", "quantity: 20": "quantity: 30"})
    found = sroi("compare", first, second)
    assert (found.code, found.err) == (0, "")
    assert "Ratio £1.74 → £1.74" in found.words
    changes = json.loads(sroi("compare", first, second, "--json").out)["changes"]
    assert {c["address"]: (c["before"], c["after"]) for c in changes} == {
        "fit/quantity": (20, 30),
        "fit/deadweight": (0.1, 0.4),
    }
    alone = {c["address"]: c["ratio_with_this_alone"] for c in changes}
    assert alone["fit/quantity"] == pytest.approx(2.7 / 1.035)
    assert alone["fit/deadweight"] == pytest.approx(1.2 / 1.035)
    assert changes[0]["address"] == "fit/quantity", "the largest effect comes first"


@pytest.mark.parametrize("second", ["cautious", "{path}:cautious"])
def test_compare_a_study_with_its_scenario(second, sroi, written):
    path = written()
    found = json.loads(sroi("compare", path, second.format(path=path), "--json").out)
    assert found["measures"]["ratio"]["first"] == pytest.approx(1.8 / 1.035)
    assert found["measures"]["ratio"]["second"] == pytest.approx(1.2 / 1.035)
    assert [change["address"] for change in found["changes"]] == ["fit/deadweight"]


def test_compare_two_scenarios_of_one_study(sroi, town):
    found = json.loads(sroi("compare", f"{town}:slow-start", f"{town}:two-thirds-take-up", "--json").out)
    assert {change["address"] for change in found["changes"]} == {"estimates/engaged", "into-work/delay"}


def test_compare_says_that_nothing_differs(sroi, written):
    path = written()
    assert "No number differs." in sroi("compare", path, path).words


def test_compare_says_what_only_one_of_them_counts(sroi, town):
    found = json.loads(sroi("compare", town, "no-wellbeing", "--json").out)
    assert found["removed"] == ["confidence", "inputs/volunteers"]
    assert found["added"] == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"horizon: 3": "horizon: 4"}, "horizon: 3 years against 4 years"),
        ({"horizon: 3": "horizon: 3\ndiscounting: undiscounted"}, "undiscounted: nothing is discounted"),
        ({"currency: GBP": "currency: NOK"}, "in different currencies"),
    ],
)
def test_compare_warns_where_two_ratios_must_not_be_ranked(change, words, sroi, written):
    found = sroi("compare", written(), written("second.yaml", change=change))
    assert found.code == 0
    assert "must not be ranked" in found.words
    assert words in found.words


def test_an_error_while_comparing_names_the_file_it_is_in(sroi, written):
    bad = written("second.yaml", change={"value: 100": "proxy: gm-nothing"})
    found = sroi("compare", written(), bad)
    assert (found.code, found.out) == (2, "")
    assert "there is no proxy gm-nothing" in found.err
    assert "second.yaml" in found.err


# solve


def test_solve_finds_the_value_at_which_the_target_is_met(sroi, written, tmp_path):
    path = written()
    found = sroi("solve", path, "fit/deadweight", "--target", "1.2")
    assert (found.code, found.err) == (0, "")
    assert "It is 10% (share) now, which gives £1.74 per £1." in found.words
    assert "For £1.20 per £1 it would have to be 37.9%" in found.words
    value = json.loads(sroi("solve", path, "fit/deadweight", "--target", "1.2", "--json").out)["value"]
    assert value == pytest.approx(1 - 1.2 * 1.035 / 2, rel=1e-12)
    assert evaluate(load(path).edited({"fit/deadweight": value})).ratio == pytest.approx(1.2, rel=1e-12)


def test_solve_says_none_in_range_and_what_the_range_gives(sroi, written):
    found = sroi("solve", written(), "fit/deadweight", "--target", "5")
    assert found.code == 0
    assert "No value between 0% and 100% gives £5.00 per £1" in found.words
    assert "between £0.00 per £1 and £1.93 per £1" in found.words


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        (["fit/value"], 1000 * 1.035 / 18),
        (["fit/quantity", "2"], 2000 * 1.035 / 90),
        (["inputs/leader/amount", "--target", "£2"], 1800 / 1.035 / 2),
        (["fit/value", "--measure", "npv", "--target", "0"], 1000 * 1.035 / 18),
        (["fit/deadweight", "--scenario", "cautious"], 1 - 1.035 / 2),
        (["discounting/rate", "--target", "1.7"], 1.8 / 1.7 - 1),
        (["fit/deadweight", "--perspective", "participants"], 1 - 1.035 / 2),
    ],
)
def test_solve_for_any_number_measure_and_perspective(arguments, value, sroi, written):
    found = json.loads(sroi("solve", written(), *arguments, "--json").out)
    assert found["value"] == pytest.approx(value, rel=1e-9)


def test_solve_gives_every_solution_where_there_are_several(sroi, written):
    path = written(change={"value: 100": "value: 100\n    real_growth: 0%\n    duration: 3\n    delay: 0"})
    found = json.loads(sroi("solve", path, "discounting/rate", "--target", "100", "--json").out)
    assert found["value"] is None
    assert found["values"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["into-work/deadweight"], "address-derived", "solve one of counterfactuals/comparison-areas/programme/before"),
        (["into-work/quantity/families"], "address-shared", "solve estimates/families"),
        (["into-work/deadwieght"], "address-unknown", "did you mean into-work/deadweight"),
        (["into-work/earnings", "--target", "much"], "target-unread", "write it like 1 or 3.50"),
        (["into-work/earnings", "--target", "nan"], "target-unread", "a target is a number"),
        (["into-work/earnings", "--target", "1e999"], "target-unread", "a target is a number"),
        (["into-work/earnings", "--perspective", "nobody"], "perspective-unknown", "known here: social, fiscal"),
    ],
)
def test_solve_says_why_it_cannot(arguments, code, words, sroi, town):
    found = sroi("solve", town, *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err
    assert words in found.words


@pytest.mark.parametrize(
    "question", ["explain {f} fit", "compare {f} cautious", "solve {f} fit/value", "scenarios {f}"]
)
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_every_answer_can_be_written_to_a_file(question, suffix, sroi, written, tmp_path):
    target = tmp_path / f"answer.{suffix}"
    found = sroi(*question.format(f=written()).split(), "-o", target)
    assert (found.code, found.out, found.err) == (0, "", f"written: {target}\n")
    text = target.read_text(encoding="utf-8")
    assert json.loads(text) if suffix == "json" else len(list(csv.DictReader(text.splitlines()))) >= 1
