"""``sroi drivers``: what is printed can be read out, what is written is complete, what is wrong is said."""

from __future__ import annotations

import csv
import json
import re

import pytest

from sroi.analysis.drivers import drivers
from sroi.cli import output as printing
from sroi.study.loading import load

RANGES = {"quantity: 20": "quantity: 15 to 25", "value: 100": "value: 60 to 140", "amount: 1000": "amount: 800 to 1200"}
CORRELATED = {**RANGES, "scenarios:\n": "correlations: [{between: [fit/quantity, fit/value], rho: 0.5}]\nscenarios:\n"}


def strict(text: str):
    """JSON without numbers that JSON does not have."""

    def refused(name: str):
        raise AssertionError(f"found {name}")

    return json.loads(text, parse_constant=refused)


@pytest.fixture
def town(written, riverside):
    """The study with nearly every key, as a file."""
    return written("riverside.yaml", text=riverside)


def test_shares_are_printed_in_words_and_by_family_number_and_outcome(sroi, written):
    found = sroi("drivers", written(change=RANGES))
    assert (found.code, found.err) == (0, "")
    for words in (
        "Walking group: what drives the SROI ratio",
        "Over half of the uncertainty of the SROI ratio comes from “unit values of no stated source” (",
        "Of single numbers “Fitter: value of one unit” matters most: settling it alone would take away ",
        "Worked out exactly, without draws: standard deviation £0.",
        "2 of 5 stated numbers have no range and count as known",
        "By itself: what would go if that alone were settled.",
    ):
        assert words in found.words
    for heading in (
        "By family",
        "By number, and what families have in common",
        "By outcome, input and shared estimate",
    ):
        assert heading in found.out
    assert re.search(r"^Leader: amount +\d+% +\d+%$", found.out, re.M)


def test_shares_from_draws_have_their_error_beside_them(sroi, written):
    found = sroi("drivers", written(change=CORRELATED), "--draws", "2,000")
    assert (found.code, found.err) == (0, "")
    assert re.search(r"^Leader: amount +\d+% ± [\d.]+ +\d+% ± [\d.]+$", found.out, re.M)
    assert "Estimated from 2,000 draws, because the study states correlations between single numbers" in found.words


def test_no_share_is_shown_above_everything(sroi, written):
    correlated = {old: new for old, new in CORRELATED.items() if old == "scenarios:\n"}
    narrow, wide = "quantity: {low: 19, high: 21}", "value: {low: 50, high: 150}"
    study = written(change={"quantity: 20": narrow, "value: 100": wide, **correlated})
    above = 0
    for seed in range(6):
        found = sroi("drivers", study, "--draws", "1000", "--seed", str(seed))
        shares = [int(share) for share in re.findall(r"(\d+)% ±", found.out)]
        assert shares
        assert max(shares) <= 100
        data = strict(sroi("drivers", study, "--draws", "1000", "--seed", str(seed), "--json").out)
        if data["drivers"][0]["total"] > 1:
            above += 1
            assert "Chance takes some shares above 100%" in found.words
            assert data["drivers"][0]["total_low"] < 1
    assert above


def test_limit_says_how_many_more_there_are(sroi, town):
    found = sroi("drivers", town, "--limit", "2")
    assert re.search(r"And \d+ more with \d+% or less each: --limit \d+ prints all of them\.", found.words)
    assert re.search(r"And \d+ more with less than 1% each", sroi("drivers", town, "--limit", "13").words)
    assert "And" not in sroi("drivers", town, "--limit", "99").out


def test_json_is_whole_and_the_same_as_the_library_says(sroi, town):
    data = strict(sroi("drivers", town, "--measure", "npv", "--perspective", "fiscal", "--json").out)
    assert list(data) == [
        "measure", "perspective", "scenario", "method", "reason", "draws", "seed", "shared_error", "mean", "sd",
        "interactions", "drivers", "summary", "run_record",
    ]  # fmt: skip
    found = drivers(load(town), measure="npv", perspective="fiscal")
    assert (data["measure"], data["perspective"], data["method"], data["draws"]) == ("npv", "fiscal", "closed form", 0)
    assert (data["mean"], data["sd"]) == pytest.approx((found.mean, found.sd))
    assert data["summary"] == list(found.summary)
    assert [row["name"] for row in data["drivers"]] == list(found.table["name"])
    assert set(data["drivers"][0]) == set(found.table.columns)
    assert all(isinstance(row["first_order"], float) for row in data["drivers"])


def test_files_hold_every_row(sroi, town, tmp_path):
    for name in ("drivers.csv", "drivers.json"):
        found = sroi("drivers", town, "--limit", "1", "-o", tmp_path / name)
        assert (found.code, found.out) == (0, "")
    with (tmp_path / "drivers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    data = strict((tmp_path / "drivers.json").read_text(encoding="utf-8"))
    assert [row["label"] for row in rows] == [row["label"] for row in data["drivers"]]
    assert len(rows) > 15


def test_scenario_and_shared_error(sroi, written):
    path = written(change=RANGES)
    assert "scenario cautious" in sroi("drivers", path, "--scenario", "cautious").out
    one, other = (
        strict(sroi("drivers", path, "--shared-error", share, "--json").out)["shared_error"] for share in ("0", "50%")
    )
    assert (one, other) == (0, 0.5)


@pytest.mark.parametrize("width", [60, 200])
def test_no_line_is_wider_than_the_window(width, sroi, town, monkeypatch):
    monkeypatch.setattr(printing, "_PLAIN_WIDTH", width)
    found = sroi("drivers", town)
    assert max(map(len, found.out.splitlines())) <= width
    assert "…" not in found.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--measure", "payback"], "it is ratio, net_ratio, npv, pv_benefits or pv_inputs"),
        (["--limit", "0"], "found --limit 0; --limit is at least 1; write --limit 10. [option-range]"),
        (["--limit", "-5"], "found --limit −5; --limit is at least 1"),
        (["--draws", "few"], 'found --draws "few"; --draws is a whole number; write it like 10000. [option-unread]'),
        (["--draws", "10"], "found 10 draws; drivers take 1,000 to 1,000,000 draws; write 16384. [draws-range]"),
        (["--shared-error", "-10%"], "found a shared error of −0.1; the shared error is a share from 0% to below 100%"),
        (["--scenario", "cautios"], "did you mean cautious"),
        (["--perspective", "nobody"], "[perspective-unknown]"),
        (["--perspective", "fiscal"], "no number with a range bears on the SROI ratio (Public budgets)"),
        (["-o", "shares.txt"], "[suffix-unknown]"),
    ],
)
def test_what_is_wrong_is_said(arguments, words, sroi, written):
    found = sroi("drivers", written(change={"quantity: 20": "quantity: 15 to 25"}), *arguments)
    assert (found.code, found.out) == (2, "")
    assert words in found.words


def test_a_study_without_ranges_says_how_to_give_one(sroi, written):
    found = sroi("drivers", written())
    assert (found.code, found.out) == (2, "")
    assert (
        "give the numbers that are not known exactly a range, such as 25% (15% to 35%). [nothing-uncertain]"
        in found.err
    )
