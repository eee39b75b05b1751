"""``explain``, ``scenarios``, ``compare`` and ``solve``: questions asked of a study."""

from __future__ import annotations

import csv
import json
import re

import pytest

from sroi.study.loading import load
from sroi.valuation.valuation import evaluate
from tests.docs import pages


def amount(text: str) -> float:
    return float(text.replace("£", "").replace(",", "").replace("−", "-"))


@pytest.fixture
def town(written, riverside):
    """The study with nearly every key, as a file."""
    return written("riverside.yaml", text=riverside)


@pytest.fixture(scope="session")
def example() -> str:
    """The example study of the documentation, as it is shown there."""
    return pages.files()["riverside.yaml"]


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
        ("confidence", "Quantity, all start years together"),
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


def test_scenarios_say_first_what_differs_then_what_comes_of_it(sroi, written):
    found = sroi("scenarios", written())
    assert (found.code, found.err) == (0, "")
    differs, comes = found.out.split("What comes of it")
    assert re.search(r"^Fitter: deadweight +10% +cautious: 40%", differs, re.M)
    assert "Fitter: quantity" not in found.out, "what is the same in all is not shown"
    assert re.search(r"^base +£1\.74 +£739 +£1,000", comes, re.M)
    assert re.search(r"^cautious +£1\.16 +−£0\.58 +£159 +£1,000", comes, re.M)
    assert "There are no ranges: no number of the study has a range." in found.words
    assert "• cautious: as in the other town" in found.words


def test_scenarios_have_ranges_under_the_same_draws(sroi, written, example):
    town = written(text=example)
    found = sroi("scenarios", town, "--draws", "1,000", "--seed", "1")
    assert (found.code, found.err) == (0, "")
    assert re.search(r"^base +£4\.50 +£\d\.\d\d to £\d\.\d\d", found.out, re.M)
    assert re.search(r"^slow-start +£4\.46 +−£0\.04 +£\S+ to £\S+ +0 of 20", found.out, re.M)
    assert "“Phone only”: a higher ratio than the base case in " in found.words
    assert "9 in 10 of 1,000 draws lie in each range; every alternative has the same draws." in found.words
    plain = sroi("scenarios", town, "--no-ranges")
    assert "9 in 10" not in plain.out
    assert "no ranges" not in plain.out, "nobody asked for them"


def test_scenarios_from_another_perspective(sroi, town):
    study = load(town)
    found = sroi("scenarios", town, "--perspective", "fiscal", "--json", "--no-ranges")
    expected = evaluate(study).perspectives["fiscal"]
    assert json.loads(found.out)[0]["ratio"] == pytest.approx(expected.ratio)
    assert "Below: Public budgets" in sroi("scenarios", town, "--perspective", "fiscal", "--no-ranges").words


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--draws", "many"], "option-unread"),
        (["--draws", "3"], "draws-range"),
        (["--seed", "-1"], "seed-range"),
        (["--perspective", "nobody"], "perspective-unknown"),
    ],
)
def test_scenarios_that_cannot_be_drawn_are_refused(arguments, code, sroi, town):
    found = sroi("scenarios", town, *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err


def test_a_schedule_in_a_scenario_is_said_in_words(sroi, written):
    change = "  bands: {set: {discounting: {schedule: [{from: 0, rate: 3%}, {from: 2, rate: 2%}]}}}\n"
    path = written(change={"scenarios:\n": f"scenarios:\n{change}"})
    rows = {row["scenario"]: row for row in json.loads(sroi("scenarios", path, "--json").out)}
    assert rows["bands"]["changes"] == "discounting = schedule 3% from year 0, 2% from year 2"
    assert "{" not in sroi("scenarios", path).out


def test_every_scenario_and_option_is_valued_as_run_values_it(sroi, town):
    study = load(town)
    rows = {row["scenario"]: row for row in json.loads(sroi("scenarios", town, "--json").out)}
    assert list(rows) == ["base", *study.scenarios, *study.options]
    base = evaluate(study).ratio
    for name, row in rows.items():
        ratio = evaluate(study, None if name == "base" else name).ratio
        assert row["ratio"] == pytest.approx(ratio, rel=1e-12)
        assert row["difference"] == pytest.approx(ratio - base)
        assert row["ratio_low"] < row["ratio"] < row["ratio_high"]
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
    assert "The SROI ratio is £1.74 in both, because the changes cancel out: −£0.72 because" in found.words
    assert re.search(r"^Fitter: quantity +volume +20 +30 +\+£0\.72", found.out, re.M)
    assert re.search(r"^Fitter: deadweight +deductions +10% +40% +−£0\.72", found.out, re.M)
    assert re.search(r"^SROI ratio +£1\.74 +£1\.74 +£0\.00", found.out, re.M)
    data = json.loads(sroi("compare", first, second, "--json").out)
    changes = data["changes"]
    assert {c["address"]: (c["before"], c["after"]) for c in changes} == {
        "fit/quantity": (20, 30),
        "fit/deadweight": (0.1, 0.4),
    }
    alone = {c["address"]: c["ratio_with_this_alone"] for c in changes}
    assert alone["fit/quantity"] == pytest.approx(2.7 / 1.035)
    assert alone["fit/deadweight"] == pytest.approx(1.2 / 1.035)
    assert changes[0]["address"] == "fit/quantity", "the largest effect comes first"
    parts = {part["address"]: part["part"] for part in data["bridge"]["parts"]}
    assert parts == pytest.approx({"fit/quantity": 0.75 / 1.035, "fit/deadweight": -0.75 / 1.035})
    assert data["bridge"]["exact"] is True


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
    assert {part["address"] for part in found["bridge"]["parts"]} == {"estimates/engaged", "into-work/delay"}
    assert sum(part["part"] for part in found["bridge"]["parts"]) == pytest.approx(found["bridge"]["difference"])


def test_compare_explains_other_measures_and_perspectives(sroi, written):
    path = written(
        change={"  leader: {from: council, amount: 1000}": "  leader: {from: council, amount: 1000, kind: cash}"}
    )
    found = sroi("compare", path, "cautious", "--measure", "npv", "--perspective", "participants")
    assert found.code == 0
    assert (
        "The net present value (Participants) falls from £739 to £159 (−£580), because “Fitter: deadweight”"
        in found.words
    )


def test_compare_says_that_nothing_differs(sroi, written):
    path = written()
    assert "No number differs." in sroi("compare", path, path).words


def test_compare_prints_what_must_be_said_of_both_once(sroi, written, example):
    town = written(text=example)
    found = sroi("compare", f"{town}:two-thirds-take-up", f"{town}:phone-only")
    assert found.words.count("stated numbers are assumptions") == 1
    assert "The first:" not in found.words


def test_compare_says_what_only_one_of_them_counts(sroi, town):
    found = json.loads(sroi("compare", town, "no-wellbeing", "--json").out)
    assert found["removed"] == ["confidence", "inputs/volunteers"]
    assert found["added"] == []
    assert {part["group"] for part in found["bridge"]["parts"]} == {"scope"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"horizon: 3": "horizon: 4"}, ["These studies count different years, so their ratios cannot be ranked."]),
        (
            {"horizon: 3": "horizon: 3\ndiscounting: undiscounted"},
            [
                "These studies count different ways of discounting,",
                "“Discounting” is undiscounted instead of sroi-guide",
            ],
        ),
        (
            {"currency: GBP": "currency: NOK"},
            ["These studies count different currencies,", "NOK 50 for each of 20 Walkers"],
        ),
        ({"start_year: 2025": "start_year: 2020"}, ["These studies count different years,", "3 years from 2020"]),
    ],
)
def test_compare_does_not_rank_what_counts_differently(change, words, sroi, written):
    found = sroi("compare", written(), written("second.yaml", change=change))
    assert found.code == 0
    for said in (*words, "What can be compared: cost per person, evidence strength, who benefits."):
        assert said in found.words


def test_compare_does_not_rank_two_programmes_nor_explain_one_by_the_other(sroi, written):
    found = sroi("compare", written(), "wheels-to-meals")
    assert found.code == 0
    assert "These studies count different people, years, kinds of value and prices" in found.words
    assert "What the difference is made of" not in found.words
    assert "1.74" not in found.words and "1.93" not in found.words, "no ratio to rank"
    assert json.loads(sroi("compare", written(), "wheels-to-meals", "--json").out)["bridge"] is None


RIVERSIDE_EDITS = [
    ("drop_off: 30%", "drop_off: {linear: 30%}", "form of drop-off"),
    ("drop_off: 30%", "drop_off: 30%\n    drop_off_from: 0", "from the first year on"),
    ("price_year: 2012-13", "price_year: 2013-14", "£14,044.00 in 2013-14 prices (£19,229.48 in 2024-25 prices)"),
    ("type: economic, to: parents", "type: social, to: parents", "type economic to social"),
    ("type: economic, to: parents", "type: economic, to: children", "to parents to children"),
    ("transfer_from: parents", "transfer_from: children", "transfer from parents to children"),
    ("cashable: 0.5", "cashable: 0.7", "cashable share: 50% → 70%"),
    ("25% (15% to 35%)", "25% (15% to 45%)", "range: 15% to 35% (9 in 10) → 15% to 45% (9 in 10)"),
    ("type: economic, to: parents", "type: economic, to: parents, present_value: true", "a present value"),
    ("grade: 3", "grade: 4", "grade 3 to 4"),
    ("proxy: wellby ", "value: 16178 ", "proxy removed (was wellby)"),
    ("horizon: 10 ", "horizon: 10\npartial_years: round-up ", "Part-years: pro-rata → round-up"),
    ("horizon: 10 ", "horizon: 10\nperspectives: {ours: {values: {to: dwp}}} ", "perspective “ours” added"),
    ("horizon: 10 ", "horizon: 10\nshared_error: 10% ", "shared error set to 10%"),
]


@pytest.mark.parametrize(("old", "new", "words"), RIVERSIDE_EDITS, ids=[new for _, new, _ in RIVERSIDE_EDITS])
def test_compare_lists_every_kind_of_change(old, new, words, sroi, written, example):
    first = written("first.yaml", text=example)
    found = sroi("compare", first, written("second.yaml", text=example, change={old: new}))
    assert found.code == 0
    assert words in found.words
    assert "not listed" not in found.words
    assert "No number differs" not in found.words


def test_compare_writes_every_change_with_its_part(sroi, written, tmp_path):
    first, target = written(), tmp_path / "parts.csv"
    second = written("second.yaml", change={"10%   #": "40%   #", "title: Walking": "title: Talking"})
    sroi("compare", first, second, "-o", target)
    rows = list(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))
    assert [row["group"] for row in rows] == ["deductions", "no effect", "difference"]
    assert float(rows[0]["part"]) == pytest.approx(float(rows[-1]["part"]))
    assert rows[1]["change"].startswith("title Walking group to Talking group")
    sroi("compare", first, first, "-o", target)
    (row,) = csv.DictReader(target.read_text(encoding="utf-8").splitlines())
    assert (row["change"], row["before"], row["part"]) == ("SROI ratio", "£1.74", "0.0")
    sroi("compare", first, "wheels-to-meals", "-o", target)
    assert next(csv.DictReader(target.read_text(encoding="utf-8").splitlines()))["what"] == "Invested"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--perspective", "nobody"], "perspective-unknown"), (["--perspective", "walkers-own"], "perspective-unknown")],
)
def test_compare_refuses_what_it_cannot_explain(arguments, code, sroi, written):
    found = sroi("compare", written(), "cautious", *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err


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
    assert "It is 10% now, which gives £1.74 per £1." in found.words
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
        (["into-work/deadweight"], "address-derived", "name one of counterfactuals/comparison-areas/programme/before"),
        (["into-work/quantity/families"], "address-shared", "name estimates/families"),
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
    ("written_as", "target"),
    [("-1", -1), ("−1", -1), ("-£1", -1), ("£3", 3), ("300%", 3), ("3:1", 3), ("1,000", 1000), ("-1e2", -100)],
)
@pytest.mark.parametrize("option", [[], ["--target"], ["="]])
def test_solve_reads_targets_as_people_write_them(written_as, target, option, sroi, written):
    given = [f"--target={written_as}"] if option == ["="] else [*option, written_as]
    found = json.loads(sroi("solve", written(), "fit/value", *given, "--json").out)
    assert found["target"] == target
    assert found["value"] == pytest.approx(target * 1000 * 1.035 / 18)


def test_solve_for_a_net_present_value_asks_for_nothing_lost_unless_told(sroi, written):
    found = json.loads(sroi("solve", written(), "fit/value", "--measure", "npv", "--json").out)
    assert (found["target"], found["value"]) == (0, pytest.approx(1000 * 1.035 / 18))


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["2", "--target", "3"], "target-twice", "found the target 2 and --target 3; there is one target"),
        (["$2"], "target-currency", "an amount in USD; the study is in GBP"),
        (["5%", "--measure", "npv"], "target-percent", "a net present value is an amount of money"),
        (["option:cautious"], "target-unread", "a target is a number"),
    ],
)
def test_solve_refuses_targets_that_cannot_be_meant(arguments, code, words, sroi, written):
    found = sroi("solve", written(), "fit/value", *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err
    assert words in found.words


def test_solve_says_that_a_number_makes_no_difference(sroi, written):
    found = sroi("solve", written(), "stakeholders/walkers/size")
    assert found.code == 0
    assert "The ratio does not depend on it: no value of it makes any difference." in found.words
    fiscal = sroi("solve", written(), "fit/value", "--measure", "npv", "--perspective", "fiscal")
    assert "The net present value from the perspective fiscal does not depend on it" in fiscal.words


def test_solve_names_the_scenario_it_values(sroi, written):
    found = sroi("solve", written(), "fit/deadweight", "--scenario", "cautious")
    assert "Fitter: deadweight (fit/deadweight), scenario cautious It is 40% now" in found.words


def test_solve_says_that_a_result_jumps_over_the_target(sroi, written):
    change = {"quantity: 20": "quantity: 20\n    duration: 2", "horizon: 3": "horizon: 3\npartial_years: round-up"}
    found = sroi("solve", written(change=change), "fit/duration", "2")
    assert "The result jumps over £2.00 per £1 just above 1 year: at no value is it that amount." in found.words


def test_solve_shows_costs_and_years_in_their_units(sroi, written):
    assert "It is £1,000 now" in sroi("solve", written(), "inputs/leader/amount").words
    assert "It is 1 year now" in sroi("solve", written(), "fit/duration").words
    none = sroi("solve", written(), "fit/duration", "9").words
    assert "No value between just above 0 years and 100 years gives £9.00 per £1" in none


def test_solve_knows_two_measures(written):
    from sroi.errors import ValuationError
    from sroi.valuation.solve import solve

    with pytest.raises(ValuationError, match="solve knows the measures ratio and npv; did you mean npv"):
        solve(load(written()), "fit/value", 1.0, measure="npw")


@pytest.mark.parametrize(
    "question", ["explain {f} fit", "compare {f} cautious", "solve {f} fit/value", "scenarios {f}"]
)
@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_every_answer_can_be_written_to_a_file(question, suffix, sroi, written, tmp_path):
    target = tmp_path / f"answer.{suffix}"
    found = sroi(*question.format(f=written()).split(), "-o", target)
    assert (found.code, found.out) == (0, "") and found.err.splitlines()[0] == f"written: {target}"
    text = target.read_text(encoding="utf-8")
    assert json.loads(text) if suffix == "json" else len(list(csv.DictReader(text.splitlines()))) >= 1


def test_scenarios_says_what_is_wrong_with_every_one_of_them(sroi, written):
    broken = "scenarios:\n  far: {scale: {fit/deadweight: 11}}\n  free: {set: {inputs/leader/amount: 0}}\n"
    found = sroi("scenarios", written(change={"scenarios:\n": broken}))
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines()[0] == "2 of 3 scenarios and options: 2 problems"
    assert "scenario far, fit/deadweight: 0.1 × 11 is 1.1; a share lies between 0 and 1" in found.words
    assert "scenario free, inputs: the inputs counted come to nothing" in found.words


def test_scenarios_that_are_the_same_are_said_to_be_the_same(sroi, written):
    ranged = {"quantity: 20": "quantity: 15 to 25", "scenarios:\n  cautious: {set: {fit/deadweight: 40%}": (
        "options: {twin: {set: {fit/deadweight: 10%}}}\nscenarios:\n  alike: {set: {fit/deadweight: 10%}")}  # fmt: skip
    found = sroi("scenarios", written(change=ranged))
    assert (found.code, found.err) == (0, "")
    assert "None of them differs from the base case in any number or setting." in found.words
    assert "“Twin”: the same as the base case in every draw." in found.words
    assert re.search(r"^twin \(option\) +£1\.\d\d +£0\.00 +£1\.\d\d to £\d\.\d\d +the same$", found.out, re.M)


def test_compare_says_that_nothing_moves_instead_of_that_changes_cancel_out(sroi, written):
    nothing = {"quantity: 20": "quantity: 0", "set: {fit/deadweight: 40%}": "set: {inputs/leader/amount: 500}"}
    found = sroi("compare", written(change=nothing), "cautious")
    assert (found.code, found.err) == (0, "")
    assert (
        "The SROI ratio is £0.00 in both: it does not move with what differs (“Leader: amount” is £500 instead of "
        "£1,000 (cost))." in found.words
    )
    assert "cancel out" not in found.words


def test_amounts_beyond_reading_have_one_form_everywhere(sroi, written):
    huge = written(
        change={"quantity: 20": "quantity: 15 to 25", "value: 100": "value: 1.9e17", "amount: 1000": "amount: 1e18"}
    )
    for command in (["scenarios", huge], ["compare", huge, "cautious"], ["tornado", huge, "--measure", "npv"],
                    ["evpi", huge, "--draws", "1000"], ["run", huge]):  # fmt: skip
        found = sroi(*command)
        assert found.code == 0
        assert not re.search(r"\de\+\d", found.out), command
        assert re.search(r"£[\d,]+(\.\d+)?tn", found.out), command
