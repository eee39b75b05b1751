"""``sroi tornado``: what is printed can be read out, what is written is complete, what is wrong is said."""

from __future__ import annotations

import csv
import json
import re

import pytest

from sroi.analysis.tornado import tornado
from sroi.cli import output as printing
from sroi.cli.questions import MEASURES
from sroi.study.loading import load


@pytest.fixture
def town(written, riverside):
    """The study with nearly every key, as a file."""
    return written("riverside.yaml", text=riverside)


RANGES = {"quantity: 20": "quantity: 15 to 25", "deadweight: 10%": "deadweight: {low: 0%, likely: 10%, high: 30%}"}


def test_the_table_says_which_end_is_higher_at_which_value(sroi, written):
    found = sroi("tornado", written(change=RANGES))
    assert (found.code, found.err) == (0, "")
    assert re.search(r"^Fitter: quantity +19.36 +1\.30 at 15 +2\.17 at 25 +0\.87$", found.out, re.M)
    assert re.search(r"^Fitter: deadweight +10% +1\.47 at 21\.4% +1\.81 at 3\.28% +0\.34$", found.out, re.M)
    for words in (
        "Base case: £1.68 per £1.",
        "Most of the stated uncertainty comes from “Fitter: quantity”: at 15 (the low end of its range: 1 in 20 "
        "lies below) £1.30 per £1, at 25 (the high end: 1 in 20 lies above) £2.17 per £1.",
        "None of them can by itself take the SROI ratio below £1.00 per £1.",
        "3 stated numbers have no range stated and stay at the central value",
        "results in £ per £1",
    ):
        assert words in found.words


def test_by_a_share(sroi, written):
    found = sroi("tornado", written(change={"deadweight: 10%": "deadweight: 0%"}), "--by", "±20%", "--measure", "npv")
    assert (found.code, found.err) == (0, "")
    assert "Each stated number ±20%" in found.words
    assert "Not moved, because 0, which ±20% leaves at 0: “Fitter: deadweight”." in found.words
    assert re.search(r"^Leader: amount +£1,000 +732 at £1,200 +1,132 at £800 +400$", found.out, re.M)


def test_a_cut_range_is_marked_where_it_stands(sroi, written):
    found = sroi("tornado", written(change={"10%   #": "90%   #"}), "--by", "20%")
    assert re.search(r"^Fitter: deadweight +90% +0\.00 at 100%, cut ", found.out, re.M)
    assert "cut at 100%, the end of its legal range (+20% would be 108%)" in found.words


def test_shared_estimates_say_in_how_many_places_they_move(sroi, town):
    found = sroi("tornado", town)
    assert re.search(r"^Engaged ×2 ", found.out, re.M)
    assert "stated once, used in so many places, moved in all of them at once" in found.words
    assert "(assumption)" in found.out


def test_the_limit_says_what_it_leaves_out(sroi, town):
    found = sroi("tornado", town, "--limit", "3")
    assert "And 10 more, with swings of at most £0.67: --limit 13 prints all of them." in found.words
    assert "And" not in sroi("tornado", town, "--limit", "13").out
    assert sroi("tornado", town, "--limit", "0").code == 2
    assert "[option-range]" in sroi("tornado", town, "--limit", "0").err


def test_json_and_csv_hold_every_estimate_and_those_without_a_range(sroi, town, tmp_path):
    data = json.loads(sroi("tornado", town, "--json").out)
    frame = tornado(load(town)).table
    assert [row["address"] for row in data["bars"] + data["held"]] == list(frame["address"])
    assert data["bars"][0]["at_low"] == frame["at_low"][0]
    assert (data["measure"], data["range"], data["scenario"]) == ("ratio", "P5 to P95", None)
    assert {row["note"] for row in data["held"]} == {"no range stated"}
    path = tmp_path / "bars.csv"
    assert sroi("tornado", town, "-o", path).out == ""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["address"] for row in rows] == list(frame["address"])


def test_what_never_comes_and_what_is_undefined_are_said_in_json(sroi, written):
    path = written(change={"value: 100": "value: 10 to 60"})
    never = json.loads(sroi("tornado", path, "--measure", "payback", "--json").out)
    assert never["bars"][0]["at_low"] == "never"
    undefined = json.loads(sroi("tornado", written(), "--by", "100%", "--json").out)
    assert undefined["bars"][0]["at_low"] is None
    assert undefined["bars"][0]["note"] == "at 0: undefined: the inputs counted come to nothing"


def test_nothing_to_move_points_to_what_can_be_done(sroi):
    found = sroi("tornado", "wheels-to-meals")
    assert found.code == 0
    assert "Nothing moves: no number of this study has a range stated." in found.words
    assert "48 stated numbers have no range stated" in found.words


def test_leaving_out(sroi, town):
    found = sroi("tornado", town, "--leave-out")
    assert (found.code, found.err) == (0, "")
    assert "Without “Parents report higher life satisfaction” the SROI ratio becomes" in found.words
    assert re.search(r"^Coordinators +£\S+ +8\d\.\d% +\d+\.\d\d +\+\d", found.out, re.M)
    data = json.loads(sroi("tornado", town, "--leave-out", "--json").out)
    assert {row["kind"] for row in data["without"]} == {"outcome", "input"}
    assert data["without"][0]["id"] == "confidence"


def test_scenario_and_perspective(sroi, written):
    path = written(change=RANGES)
    assert "scenario cautious" in sroi("tornado", path, "--scenario", "cautious").out
    assert "SROI ratio (Public budgets)" in sroi("tornado", path, "--perspective", "fiscal").out


@pytest.mark.parametrize("width", [60, 80, 100, 120])
@pytest.mark.parametrize("more", [[], ["--leave-out"], ["--by", "20%"]])
def test_no_number_is_clipped_however_narrow_the_terminal(width, more, sroi, town, monkeypatch):
    monkeypatch.setattr(printing, "_PLAIN_WIDTH", width)
    for measure in ("ratio", "npv", "payback"):
        found = sroi("tornado", town, "--measure", measure, *more)
        assert max(map(len, found.out.splitlines())) <= width
        assert "…" not in found.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--by", "20"], "for 20 per cent write 20% [by-range]".replace(" [", ". [")),
        (["--by", "half"], 'found --by "half"; --by is a number'),
        (["--by", "0%"], "numbers are moved by more than 0% and at most 100%"),
        (["--perspective", "nobody"], "[perspective-unknown]"),
        (["--scenario", "cautios"], "did you mean cautious"),
        (["--measure", "rato"], "did you mean ratio or net_ratio. [word-unknown]"),
        (["--by", "20%", "--leave-out"], "found --by beside --leave-out; only one"),
        (["-o", "bars.txt"], "[suffix-unknown]"),
    ],
)
def test_what_is_wrong_is_said(arguments, words, sroi, written):
    found = sroi("tornado", written(), *arguments)
    assert (found.code, found.out) == (2, "")
    assert words in found.words


def test_the_measures_of_the_command_are_those_of_the_library():
    from sroi.analysis.outputs import MEASURES as known

    assert tuple(known) == MEASURES


@pytest.mark.parametrize(("width", "dropped"), [(60, True), (200, False)])
def test_columns_that_do_not_fit_are_named(width, dropped, sroi, town, monkeypatch):
    monkeypatch.setattr(printing, "_PLAIN_WIDTH", width)
    found = sroi("tornado", town, "--by", "20%")
    line = "No room here for: Central and Swing. A wider window shows them; -o FILE writes everything."
    assert (line in found.words) is dropped
    assert ("Central" in found.out.replace("for: Central", "")) is not dropped


def test_without_the_only_outcome_nothing_is_left_and_that_is_said(sroi, written):
    found = sroi("tornado", written(), "--leave-out")
    assert (found.code, found.err) == (0, "")
    assert "“Fitter” is the only outcome: everything rests on it. Without it no outcome is left" in found.words
    assert re.search(r"^Fitter +£1,739 +100% +no outcome left$", found.out, re.M)
    assert re.search(r"^Leader +£1,000 +100% +undefined$", found.out, re.M)
    row = json.loads(sroi("tornado", written(), "--leave-out", "--json").out)["without"][0]
    assert (row["without"], row["note"]) == (0.0, "no outcome left")
