"""``sroi evpi``: what is printed can be read out and does not contradict itself, and what is written is complete."""

from __future__ import annotations

import csv
import json
import re

import pytest

from sroi.analysis.information import information
from sroi.cli import output as printing
from sroi.study.loading import load
from tests.cli.test_drivers import strict

#: Funding it is a close call.
CLOSE = {"quantity: 20": "quantity: 5 to 25", "value: 100": "value: 60 to 140", "amount: 1000": "amount: 900 to 1100"}
OPTIONS = "options:\n  online: {scale: {inputs/leader/amount: 0.4, fit/quantity: 0.5}}\nscenarios:\n"


@pytest.fixture
def close(written):
    return written(change=CLOSE)


def test_the_worth_of_information_in_words_and_tables(sroi, close):
    found = sroi("evpi", close, "--draws", "4000")
    assert (found.code, found.err) == (0, "")
    for words in (
        "Walking group: what knowing more would be worth",
        "The expected net present value is £",
        "of 4,000 draws another choice would have been better. Knowing every number before deciding would be worth £",
        "research that costs more is not worth it for this decision.",
        "Worth measuring before deciding: “Fitter: quantity” £",
        "its quantities over 3 years",
    ):
        assert words in found.words
    assert re.search(r"^Fitter: quantity +£\d+ +\d+(\.\d)?%$", found.out, re.M)
    assert "By family: all numbers of it" in found.out


def test_between_options(sroi, written):
    path = written(change={**CLOSE, "scenarios:\n": OPTIONS})
    found = sroi("evpi", path, "--between", "options", "--draws", "4000")
    assert (found.code, found.err) == (0, "")
    assert re.search(r"On what is known “\S.*” is the best choice, with an expected net present value of", found.words)
    data = strict(sroi("evpi", path, "--between", "options", "--draws", "4000", "--json").out)
    assert [choice["name"] for choice in data["choices"]] == ["base", "online"]
    assert sum(choice["best"] for choice in data["choices"]) == 1


def test_options_that_are_the_same_are_a_tie(sroi, written):
    twin = OPTIONS.replace("0.4", "1").replace("0.5", "1")
    found = sroi("evpi", written(change={**CLOSE, "scenarios:\n": twin}), "--between", "options", "--draws", "2000")
    assert "“the study as it stands” and “online” are equally good" in found.words
    assert (
        "They are worth the same in each of 2,000 draws: nothing that could be learnt tells them apart." in found.words
    )
    assert "is the best choice" not in found.words


def test_amounts_of_a_study_in_pennies_are_not_all_nothing(sroi, written):
    pennies = {
        "quantity: 20": "quantity: 5 to 25",
        "value: 100": "value: 0.0006 to 0.0014",
        "amount: 1000": "amount: 0.01",
    }
    found = sroi("evpi", written(change=pennies), "--draws", "4000")
    assert found.code == 0
    assert re.search(r"Worth measuring before deciding: “Fitter: quantity” £0\.00[1-9]", found.words)
    assert not re.search(r"£0\.00(?!\d)", found.words)


def test_what_is_next_to_nothing_says_how_little(sroi, written):
    found = sroi("evpi", written(change={**CLOSE, "quantity: 20": "quantity: 15 to 25"}), "--draws", "4000")
    assert re.search(r"(All|The other) ?\d*: next to nothing, less than £\d+\.\d\d", found.words)
    assert "Worth measuring before deciding: “" in found.words or "No single number is worth measuring" in found.words


def test_a_settled_decision_prints_no_tables(sroi, written):
    found = sroi("evpi", written(change={"quantity: 20": "quantity: 90 to 100"}), "--draws", "2000")
    assert (
        "No realistic finding would change the decision: in none of 2,000 draws another choice is better."
        in found.words
    )
    assert "What each number would be worth" not in found.out


def test_json_is_whole_and_the_same_as_the_library_says(sroi, close):
    data = strict(sroi("evpi", close, "--draws", "2000", "--seed", "7", "--json").out)
    assert list(data) == [
        "perspective", "scenario", "between", "choices", "evpi", "standard_error", "changing", "draws", "seed", "worth",
        "summary", "run_record",
    ]  # fmt: skip
    found = information(load(close), draws=2000, seed=7)
    assert (data["evpi"], data["standard_error"], data["changing"]) == (
        found.worth.value, found.worth.error, found.changing,
    )  # fmt: skip
    assert data["summary"] == list(found.summary)
    assert [row["name"] for row in data["worth"]] == list(found.table["name"])
    assert (data["draws"], data["seed"], data["between"]) == (2000, 7, "fund")


def test_a_share_of_nothing_is_null_in_json(sroi, written):
    data = strict(sroi("evpi", written(), "--json").out)
    assert (data["evpi"], data["draws"]) == (0, 0)
    assert [row["share"] for row in data["worth"]] == [None]


def test_files_hold_every_row(sroi, close, tmp_path):
    for name in ("worth.csv", "worth.json"):
        found = sroi("evpi", close, "--draws", "2000", "--limit", "1", "-o", tmp_path / name)
        assert (found.code, found.out) == (0, "")
    with (tmp_path / "worth.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["kind"] == "everything"
    assert len(rows) == len(json.loads((tmp_path / "worth.json").read_text(encoding="utf-8"))["worth"])


@pytest.mark.parametrize("width", [60, 200])
def test_no_line_is_wider_than_the_window(width, sroi, close, monkeypatch):
    monkeypatch.setattr(printing, "_PLAIN_WIDTH", width)
    found = sroi("evpi", close, "--draws", "2000")
    assert max(map(len, found.out.splitlines())) <= width
    assert "…" not in found.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--between", "option"], "it is fund or options; did you mean options. [word-unknown]"),
        (
            ["--between", "options"],
            "add rival ways to spend the money under options, or ask about fund. [options-missing]",
        ),
        (["--limit", "0"], "found --limit 0; --limit is at least 1"),
        (["--limit", "-5"], "found --limit −5; --limit is at least 1"),
        (["--draws", "5"], "takes 1,000 to 10,000,000 draws; write 32768. [draws-range]"),
        (["--seed", "-2"], "found the seed −2; a seed is a whole number from 0"),
        (["--perspective", "nobody"], "[perspective-unknown]"),
        (["--scenario", "cautios"], "did you mean cautious"),
        (["--measure", "npv"], "found --measure; sroi evpi --help lists what there is. [option-unknown]"),
    ],
)
def test_what_is_wrong_is_said(arguments, words, sroi, close):
    found = sroi("evpi", close, *arguments)
    assert (found.code, found.out) == (2, "")
    assert words in found.words
