"""``switch``: what would have to be true of every number, and of two together; and targets as people write them."""

from __future__ import annotations

import csv
import json
import re

import pytest

from sroi.cli import output as printing
from sroi.study.loading import load
from sroi.valuation.valuation import evaluate

WALKS = {"deadweight: 10%   # said so themselves": "deadweight: 10% (5% to 60%)"}


def test_switch_says_what_alarms_then_lists_every_number_that_could(sroi, written):
    found = sroi("switch", written(change=WALKS))
    assert (found.code, found.err) == (0, "")
    assert "What would have to be true: Walking group" in found.words
    assert "The ratio is £1.74 now. Each of the 14 numbers it depends on could alone take it below £1" in found.words
    assert (
        "• The ratio falls below £1 only if “Fitter: deadweight” is above 48.25% (10% now); inside its range"
        in found.words
    )
    assert re.search(r"Number +Now +Falls below £1 if +Range, 9 in 10 +Evidence", found.out)
    assert re.search(r"Fitter: deadweight +10% +above 48.25% +5% to 60%: inside +no source", found.out)
    assert re.search(r"Leader: amount +£1,000 +above £1,739 +no source", found.out)
    assert "It is an order of ours, not of a standard." in found.words
    assert "Not shown: 3 do not bear on it. --all prints every number" in found.words
    assert found.out.index("Fitter: deadweight ") < found.out.index("Fitter: value of one unit ")


def test_switch_all_says_every_number_in_words(sroi, written):
    found = sroi("switch", written(), "--all", "--target", "0.8")
    assert "• “Fitter: real growth” does not bear on the ratio." in found.words
    assert (
        "• No possible value of “Discount rate” alone takes the ratio below £0.80: at 100% it is £0.90" in found.words
    )
    assert found.out.count("\n•") > 10


@pytest.mark.parametrize("width", ["80", "120"])
def test_no_line_is_wider_than_the_terminal(width, sroi, written, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    monkeypatch.setattr("sroi.cli.output._PLAIN_WIDTH", int(width))
    for arguments in ([], ["--all"], ["--pair", "fit/value", "fit/deadweight"]):
        found = sroi("switch", written(change=WALKS), *arguments)
        assert max(len(line) for line in found.out.splitlines()) <= int(width)
        assert "…" not in found.out


def test_a_target_that_no_number_reaches_is_said_and_is_no_error(sroi, written):
    found = sroi("switch", written(), "--measure", "pv_inputs", "--target", "-5")
    assert found.code == 0
    assert "No single number takes the present value of inputs below −£5." in found.words
    assert "Falls below" not in found.words


@pytest.mark.parametrize(
    ("arguments", "measure", "target"),
    [
        (["--target", "1.2"], "ratio", 1.2),
        (["--target", "£1.20"], "ratio", 1.2),
        (["--target", "120%"], "ratio", 1.2),
        (["--target", "1.2:1"], "ratio", 1.2),
        (["--target=-1"], "ratio", -1),
        (["--target", "-1"], "ratio", -1),
        (["--target", "−1"], "ratio", -1),
        (["--target", "-£1"], "ratio", -1),
        (["--measure", "npv"], "npv", 0),
        (["--measure", "npv", "--target", "-1,000"], "npv", -1000),
        (["--measure", "npv", "--target", "GBP 1,000"], "npv", 1000),
        (["--measure", "npv", "--target", "-1e2"], "npv", -100),
        (["--measure", "net_ratio"], "net_ratio", 0),
    ],
)
def test_targets_are_read_as_people_write_them(arguments, measure, target, sroi, written):
    found = sroi("switch", written(), *arguments, "--json")
    assert (found.code, found.err) == (0, "")
    data = json.loads(found.out)
    assert (data["measure"], data["target"], data["target_of"]) == (measure, target, None)


def test_a_scenario_may_be_the_target_and_may_be_asked_about(sroi, written):
    path = written()
    data = json.loads(sroi("switch", path, "--target", "scenario:cautious", "--json").out)
    assert data["target_of"] == "cautious"
    assert data["target"] == pytest.approx(evaluate(load(path), "cautious").ratio)
    shown = sroi("switch", path, "--scenario", "cautious", "--target", "base")
    assert "What would have to be true: Walking group, scenario cautious" in shown.words
    assert "The ratio is £1.16 now, that of the base case £1.74." in shown.words
    assert "Reaches “base” if" in shown.words


def test_switch_gives_json_with_every_number(sroi, written):
    path = written()
    data = json.loads(sroi("switch", path, "--json").out)
    rows = {row["address"]: row for row in data["rows"]}
    value = rows["fit/deadweight"]["value"]
    assert value == pytest.approx(1 - 1.035 / 2)
    assert rows["fit/deadweight"]["values"] == [value]
    assert evaluate(load(path).edited({"fit/deadweight": value})).ratio == pytest.approx(1)
    assert rows["stakeholders/walkers/size"]["value"] is None
    assert data["base_result"] == pytest.approx(1.8 / 1.035)
    assert data["summary"][0].startswith("The ratio is £1.74 now.")


@pytest.mark.parametrize("pair", [[], ["--pair", "fit/value", "fit/deadweight"]])
def test_switch_is_written_to_files(pair, sroi, written, tmp_path):
    path = written()
    found = sroi("switch", path, *pair, "-o", tmp_path / "switch.csv")
    assert (found.code, found.out) == (0, "")
    with (tmp_path / "switch.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 10
    assert ("first" if pair else "sentence") in rows[0]
    sroi("switch", path, *pair, "-o", tmp_path / "switch.json")
    assert json.loads((tmp_path / "switch.json").read_text(encoding="utf-8"))["summary"]


def test_two_numbers_together_print_the_line_and_where_the_base_case_lies(sroi, written):
    found = sroi("switch", written(change=WALKS), "--pair", "fit/value", "fit/deadweight")
    assert (found.code, found.err) == (0, "")
    assert "Two numbers together: Walking group" in found.words
    assert "The base case lies above the line at which it is £1." in found.words
    assert "A Fitter: value of one unit (fit/value) B Fitter: deadweight (fit/deadweight)" in found.words
    assert re.search(r"£100 +48.25% +base case", found.out)
    assert re.search(r"£40 +below £1 at every value", found.out)
    data = json.loads(sroi("switch", written(change=WALKS), "--pair", "fit/value", "fit/deadweight", "--json").out)
    at = {point["first"]: point for point in data["points"]}
    assert at[100]["second"] == pytest.approx(1 - 1.035 / 2)
    assert (at[40]["second"], at[40]["values"], at[40]["reason"]) == (None, [], "below £1 at every value")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--target", "much"], "target-unknown", "known here: cautious"),
        (["--target", "catious"], "target-unknown", "did you mean cautious"),
        (["--target", "nan"], "target-unread", "a target is a number"),
        (["--target", "1e999"], "target-unread", "write it like 1 or 3.50"),
        (["--target", "€2"], "target-currency", "an amount in EUR; the study is in GBP"),
        (["--target", "NOK 2"], "target-currency", "an amount in NOK; the study is in GBP"),
        (["--measure", "npv", "--target", "5%"], "target-percent", "a net present value is an amount of money"),
        (["--measure", "pv_benefits", "--target", "5%"], "target-percent", "a present value is an amount of money"),
        (["--measure", "pv_inputs"], "target-missing", "say which amount"),
        (["--target", "base"], "target-itself", "found the base case as its own target"),
        (["--perspective", "nobody"], "perspective-unknown", "social"),
        (["--scenario", "nope"], "scenario-unknown", "cautious"),
        (["--pair", "fit/vlaue", "fit/deadweight"], "address-unknown", "did you mean fit/value"),
        (["--pair", "fit/value", "fit/value"], "pair-same", "a pair is two numbers"),
    ],
)
def test_switch_says_why_it_cannot(arguments, code, words, sroi, written):
    found = sroi("switch", written(), *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err
    assert words in found.words


def test_a_study_in_another_currency_speaks_in_it(sroi, written):
    found = sroi("switch", written(change={"currency: GBP": "currency: NOK"}), "--target", "kr 2")
    assert found.code == 0
    assert "The ratio is NOK 1.74 now." in found.words
    assert (
        "reaches NOK 2 only if “Leader: amount” is at most NOK 869.57 (NOK 1,000 now)"
        in sroi("switch", written(change={"currency: GBP": "currency: NOK"}), "--target", "2", "--all").words
    )


def test_ranges_that_do_not_bear_on_the_result_are_not_said_to_be_missing(sroi, written):
    nothing = {
        "quantity: 20": "quantity: 0",
        "value: 100": "value: 0",
        "deadweight: 10%": "deadweight: 10% (5% to 20%)",
    }
    found = sroi("switch", written(change=nothing))
    assert (found.code, found.err) == (0, "")
    assert "None of the numbers with a stated range bears on it." in found.words
    assert "nothing says how far" not in found.words


@pytest.mark.parametrize("width", [60, 72, 100])
def test_no_text_is_cut_off_at_the_end_of_a_row(width, sroi, written, monkeypatch):
    monkeypatch.setattr(printing, "_PLAIN_WIDTH", width)
    found = sroi("switch", written())
    assert max(map(len, found.out.splitlines())) <= width
    assert "Evidence" in found.out
    assert found.out.count("default") >= 5
    assert not [line for line in found.out.splitlines() if line.rstrip().endswith(("defaul", "no sour", "Evidenc"))]
