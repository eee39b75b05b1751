"""``sroi simulate``: what is printed can be read out, what is written is complete, what is wrong is said."""

from __future__ import annotations

import csv
import re

import pytest

from sroi.analysis.simulation import simulate
from sroi.cli import output as printing
from sroi.study.loading import load
from tests.cli.test_drivers import CORRELATED, RANGES, strict


@pytest.fixture
def ranged(written):
    return written(change=RANGES)


def test_the_range_and_how_likely_in_words_and_tables(sroi, ranged):
    found = sroi("simulate", ranged, "--draws", "3000", "--target", "£2")
    assert (found.code, found.err) == (0, "")
    for words in (
        "Walking group: SROI ratio in 3,000 draws",
        "In 9 of 10 draws the SROI ratio lies between £",
        "It lies above £1.00 in ",
        "It lies above £2.00 in ",
        "share 30% of their error; 30% is a house rule.",
        "3 of 5 stated numbers have a range; the others are taken as known exactly.",
        "With 3,000 draws (seed 0) the mean is known to ± £0.0",
    ):
        assert words in found.words
    for row in ("base case", "mean", "median", "90% interval, low", "chance above 1", "chance above 2"):
        assert re.search(rf"^{row} ", found.out, re.M)
    assert re.search(r"^3,000 +£\d\.\d\d +0\.0\d+ +£\d\.\d\d +£\d\.\d\d +£\d\.\d\d$", found.out, re.M)


def test_json_is_whole_and_the_same_as_the_library_says(sroi, ranged):
    data = strict(sroi("simulate", ranged, "--draws", "1000", "--seed", "3", "--json").out)
    assert list(data) == [
        "measure", "perspective", "scenario", "base", "mean", "median", "low_90", "high_90", "draws", "asked", "seed",
        "shared_error", "study_hash", "statistics", "convergence", "outside", "summary", "run_record",
    ]  # fmt: skip
    study = load(ranged)
    found = simulate(study, draws=1000, seed=3)
    assert (data["mean"], data["low_90"], data["high_90"]) == (found.mean, found.low, found.high)
    assert (data["draws"], data["seed"], data["study_hash"]) == (1000, 3, study.hash)
    assert [row["statistic"] for row in data["statistics"]] == list(found.table["statistic"])
    assert [row["draws"] for row in data["convergence"]] == [256, 512, 1000]
    assert data["summary"] == list(found.summary)


def test_files_of_statistics_and_of_draws(sroi, ranged, tmp_path):
    found = sroi(
        "simulate", ranged, "--draws", "500", "-o", tmp_path / "s.csv", "--keep", tmp_path / "d.csv", "--with-estimates"
    )
    assert (found.code, found.out) == (0, "")
    with (tmp_path / "d.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 500
    assert {"fit/quantity", "fit/value", "inputs/leader/amount"} <= set(rows[0])
    with (tmp_path / "s.csv").open(encoding="utf-8") as file:
        assert {row["statistic"] for row in csv.DictReader(file)} >= {"mean", "median"}


def test_until_takes_at_least_the_draws_that_settle_how_many(sroi, ranged):
    wide = strict(sroi("simulate", ranged, "--until", "0.5", "--json").out)
    fine = strict(sroi("simulate", ranged, "--until", "±0.01", "--json").out)
    assert wide["draws"] == 4096
    assert fine["draws"] > 4096
    error = next(row["standard_error"] for row in fine["statistics"] if row["statistic"] == "mean")
    assert 1.645 * error < 0.0105


def test_one_stated_correlation_is_one(sroi, written):
    found = sroi("simulate", written(change=CORRELATED), "--draws", "500")
    assert "share 30% of their error, and 1 stated correlation; 30% is a house rule." in found.words


def test_a_result_that_does_not_move_says_so_once(sroi, written):
    found = sroi("simulate", written(change={"quantity: 20": "quantity: 0", "value: 100": "value: 60 to 140"}))
    assert "Every draw gives £0.00: what is uncertain does not move the SROI ratio." in found.words
    assert "More than 10,000 draws (seed 0) would say the same." in found.words
    assert "± 0" not in found.words


@pytest.mark.parametrize("width", [60, 200])
def test_no_line_is_wider_than_the_window(width, sroi, ranged, monkeypatch):
    monkeypatch.setattr(printing, "_PLAIN_WIDTH", width)
    found = sroi("simulate", ranged, "--draws", "1000")
    assert max(map(len, found.out.splitlines())) <= width
    assert re.search(r"^ *Draws +Mean +Standard error +P5 +Median +P95$", found.out, re.M)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--draws", "0"], "found 0 draws; a simulation has 100 to 1,000,000,000 draws; write 10000. [draws-range]"),
        (["--draws", "2.5"], 'found --draws "2.5"; --draws is a whole number; write it like 10000. [option-unread]'),
        (["--seed", "abc"], 'found --seed "abc"; --seed is a whole number; write it like 0. [option-unread]'),
        (["--threads", "0"], "found --threads 0; --threads is at least 1; write --threads 2. [option-range]"),
        (["--until", "-1"], "found ± −1; a mean is simulated to ± a number above 0; write 0.01. [until-range]"),
        (["--until", "1e-9"], "± 1 × 10^−9 needs "),
        (["--until", "0.1", "--draws", "500"], "found --until and --draws; --until settles how many draws"),
        (["--with-estimates"], "found --with-estimates without --keep"),
        (["--shared-error", "1"], "found a shared error of 1; the shared error is a share from 0% to below 100%"),
        (["--target", "much"], 'found --target "much"; --target is a number; write it like 0.3, 30% or £3.50.'),
        (["--keep", "draws.txt"], "[suffix-unknown]"),
        (["--measure", "payback"], "it is ratio, net_ratio, npv, pv_benefits or pv_inputs"),
        (["--sede", "3"], "found --sede; did you mean --seed"),
    ],
)
def test_what_is_wrong_is_said(arguments, words, sroi, ranged):
    found = sroi("simulate", ranged, *arguments)
    assert (found.code, found.out) == (2, "")
    assert words in found.words
