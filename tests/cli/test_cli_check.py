"""``sroi check``: whether a file is valid, and what a reviewer would ask; for people, machines and pipelines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sroi as library
from sroi.study.study import Study

ASSURANCE = Path(__file__).parents[1] / "assurance"
SOUND = YAML(typ="safe").load((ASSURANCE / "rules.yaml").read_text(encoding="utf-8"))["sound"]


@pytest.fixture
def good(written):
    return written("good.yaml")


@pytest.fixture
def bad(written):
    return written("bad.yaml", change={"10%   #": "27   #"})


@pytest.fixture
def sound(tmp_path):
    """Write the study in which no rule finds anything, with blocks replaced."""

    def write(**blocks):
        path = tmp_path / "sound.yaml"
        Study.from_document({**SOUND, **blocks}).save(path)
        return path

    return write


def test_a_sound_study_exits_0_and_says_what_that_is_not(sroi, sound):
    found = sroi("check", sound(), "--fail-on", "note")
    assert (found.code, found.err) == (0, "")
    assert "sound.yaml: valid; no finding open" in found.words
    assert "That is not assurance: checks cannot judge whether the numbers are true." in found.words


def test_a_valid_file_with_open_errors_exits_1_with_the_count_first(sroi, good):
    found = sroi("check", good)
    assert (found.code, found.err) == (1, "")
    assert found.out.splitlines()[0] == f"{good}: valid; 4 errors and 5 warnings open"
    assert "note: The price base of the money is not stated" in found.words


def test_a_bad_file_exits_1_with_its_problem_where_it_stands_and_no_rule_is_asked(sroi, bad):
    found = sroi("check", bad)
    assert (found.code, found.err) == (1, "")
    assert f"{bad}: 1 problem" in found.words
    assert "error: line 21, fit/deadweight: found 27; a share lies between 0 and 1" in found.words
    assert "Errors" not in found.words


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("note", 1)])
def test_fail_on_sets_the_level(level, code, sroi, sound):
    path = sound(horizon=60)
    found = sroi("check", path, "--fail-on", level)
    assert found.code == code
    assert "TIM006 A very long horizon without a test of a lower rate" in found.words


def test_a_finding_is_said_with_place_message_reason_remedy_and_effect(sroi, sound):
    outcomes = {**SOUND["outcomes"], "fitter": {**SOUND["outcomes"]["fitter"], "attribution": 0}}
    words = sroi("check", sound(outcomes=outcomes)).words
    assert "OVC003 Nothing owed to others though others take part line" in words
    assert (
        "fitter/attribution: Nothing of “Parents are fitter” is owed to others (attribution 0), though 2 bodies"
        in words
    )
    assert "With 25% owed to others, the median of published studies: ratio £" in words
    assert "Why: It claims the share of partners. Do: state what is owed to others with its source" in words
    assert "Source:" not in words
    assert "Source: Social Value principle 5" in sroi("check", sound(outcomes=outcomes), "--verbose").words
    assert "the median" not in sroi("check", sound(outcomes=outcomes), "--no-effects").words


def test_many_places_of_one_rule_are_no_wall(sroi, sound):
    one = SOUND["outcomes"]["fitter"]
    outcomes = {f"o-{place}": {**one, "deadweight": 0, "domain": f"d{place}"} for place in range(30)}
    path = sound(outcomes=outcomes)
    short, long = sroi("check", path), sroi("check", path, "--verbose")
    assert "OVC002 Deadweight 0 without a reason (30 places)" in short.words
    assert "and 27 more (--verbose). All of them mended so: ratio" in short.words
    assert short.out.count("/deadweight:") == 3 and long.out.count("/deadweight:") == 30
    assert sroi("check", path, "--limit", 5).out.count("/deadweight:") == 5
    assert len(short.out.splitlines()) < 80


def test_what_is_acknowledged_is_said_and_does_not_fail(sroi, sound):
    entry = {"check": "PRC002", "reason": "see the report", "by": "J. Doe", "when": "2026-01-31"}
    found = sroi("check", sound(limitations=[], acknowledged=[entry]), "--fail-on", "note")
    assert found.code == 0
    assert "valid; no finding open, 1 acknowledged" in found.words
    assert "PRC002 No limitations stated (limitations): see the report (J. Doe, 2026-01-31)" in found.words


def test_run_says_what_was_acknowledged(sroi, sound):
    entry = {
        "check": "PRC002",
        "reason": "see the report",
        "by": "J. Doe",
        "when": "2026-01-31",
        "address": "limitations",
    }
    path = sound(limitations=[], acknowledged=[entry])
    words = sroi("run", path).words
    assert "Acknowledged findings (sroi check) • PRC002 at limitations: see the report (J. Doe, 2026-01-31)" in words
    assert json.loads(sroi("run", path, "--json").out)["acknowledged"] == [entry]
    assert "Acknowledged" not in sroi("run", sound()).words


def test_a_study_may_leave_a_check_out_with_a_reason_or_ask_it_otherwise(sroi, sound):
    off = {"PRC002": {"off": True, "reason": "stated in the annex", "by": "J. Doe"}}
    found = sroi("check", sound(limitations=[], checks=off), "--fail-on", "note")
    assert found.code == 0
    assert "Not asked PRC002 No limitations stated: stated in the annex (J. Doe)" in found.words
    mild = {"PRC002": {"level": "note", "reason": "a first draft"}}
    assert sroi("check", sound(limitations=[], checks=mild)).code == 0
    longer = {"TIM006": {"thresholds": {"years": 80}, "reason": "forests"}}
    assert "TIM006" not in sroi("check", sound(horizon=60, checks=longer)).words


def test_what_checks_name_wrongly_is_said(sroi, sound):
    odd = {"PRC02": {"off": True, "reason": "r"}, "TIM006": {"thresholds": {"year": 80}, "reason": "r"}}
    words = sroi("check", sound(checks=odd)).words
    assert "checks/PRC02: Found the check PRC02: checks are listed in docs/checks.md." in words
    assert "checks/TIM006/thresholds/year: Found the threshold year: its thresholds are years." in words


def test_a_profile_stands_over_the_study(sroi, sound, tmp_path):
    house = tmp_path / "house.yaml"
    house.write_text(
        "title: Our fund\nchecks: {PRC002: {level: warning, reason: drafts}, TIM006: {off: true, reason: forests}}",
        encoding="utf-8",
    )
    path = sound(limitations=[], horizon=60, checks={"PRC002": {"off": True, "reason": "annex"}})
    found = sroi("check", path, "--profile", house)
    assert found.code == 0
    assert "valid; 1 warning open" in found.words
    assert "TIM006 A very long horizon without a test of a lower rate: forests (profile Our fund)" in found.words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "title: T\nchecks: {PRC02: {reason: r}}",
            "found the check PRC02; checks are listed in docs/checks.md",
        ),
        ("title: T\nchecks: {PRC002: {off: true}}", "reason"),
        ("title: T\nchecks: {TIM006: {reason: r, thresholds: {year: 9}}}", "did you mean years. [threshold-unknown]"),
        ("checks: {}", "title"),
        ("[1]", "not a mapping"),
    ],
)
def test_a_profile_that_cannot_be_meant_is_bad_input(text, words, sroi, sound, tmp_path):
    house = tmp_path / "house.yaml"
    house.write_text(text, encoding="utf-8")
    found = sroi("check", sound(), "--profile", house)
    assert (found.code, found.out) == (2, "")
    assert words in found.err and "house.yaml: 1 problem" in found.err


def test_a_proxy_whose_unit_does_not_fit_is_an_error(sroi, written):
    path = written(
        change={
            "value: 100": "proxy: gm-residential-care-older-week-fiscal",
            "horizon: 3": "horizon: 3\nprice_base: 2024-25",
        }
    )
    assert "VAL005 The unit of the value is not that of the quantity" in sroi("check", path).words


def test_json_gives_every_finding_by_file(sroi, good, bad):
    found = sroi("check", good, bad, "--json")
    assert (found.code, found.err) == (1, "")
    assert sroi("check", good, bad, "--format", "json").out == found.out
    findings = json.loads(found.out)
    assert list(findings) == [str(good), str(bad)]
    assert [item["level"] for item in findings[str(good)]] == ["error"] * 4 + ["warning"] * 5 + ["note"]
    assert [item["code"] for item in findings[str(bad)]] == ["share-range"]
    assert findings[str(bad)][0] == {
        "level": "error",
        "code": "share-range",
        "title": "",
        "address": "fit/deadweight",
        "line": 21,
        "found": "found 27",
        "allowed": "a share lies between 0 and 1 (0% and 100%)",
        "write": "for 27 per cent write 27%",
        "why": "",
        "source": "",
        "effect": "",
        "ratio_if_mended": None,
        "acknowledged": None,
    }
    bias = next(item for item in findings[str(good)] if item["code"] == "INP003")
    assert bias["ratio_if_mended"] < library.evaluate(library.load(good)).ratio and "about" in bias["effect"]


def test_sarif_is_valid_and_leads_to_the_lines(sroi, sound, bad):
    from jsonschema import Draft7Validator

    entry = {"check": "PRC002", "reason": "see the report", "by": "J. Doe"}
    path = sound(limitations=[], horizon=60, acknowledged=[entry])
    log = json.loads(sroi("check", path, bad, "--format", "sarif").out)
    schema = json.loads((ASSURANCE / "sarif-2.1.0-essentials.json").read_text(encoding="utf-8"))
    assert [error.message for error in Draft7Validator(schema).iter_errors(log)] == []
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    by_rule = {result["ruleId"]: result for result in run["results"]}
    assert set(by_rule) == {"PRC002", "TIM006", "share-range"}
    assert all(rules[result["ruleIndex"]] == result["ruleId"] for result in run["results"])
    assert by_rule["PRC002"]["suppressions"] == [{"kind": "inSource", "justification": "see the report (J. Doe)"}]
    horizon = by_rule["TIM006"]
    place = horizon["locations"][0]["physicalLocation"]
    assert path.read_text(encoding="utf-8").splitlines()[place["region"]["startLine"] - 1] == "horizon: 60"
    assert place["artifactLocation"]["uri"].endswith("/sound.yaml")
    assert horizon["level"] == "note" and horizon["properties"]["ratioIfMended"] > 0
    assert by_rule["share-range"]["message"]["text"].startswith("line 21, fit/deadweight: found 27")


def test_several_files_are_all_checked_and_one_bad_one_fails(sroi, good, bad):
    found = sroi("check", good, bad, "wheels-to-meals")
    assert found.code == 1
    assert "good.yaml: valid" in found.words
    assert "wheels-to-meals: valid" in found.words
    assert "bad.yaml: 1 problem" in found.words


@pytest.mark.parametrize("first", ["nofile.yaml", "broken.yaml"])
def test_a_file_that_cannot_be_read_does_not_hide_what_is_wrong_with_the_next(first, sroi, written, tmp_path, bad):
    written("broken.yaml", text="sroi: [1\n")
    found = sroi("check", tmp_path / first, bad)
    assert found.code == 2
    assert first in found.words
    assert "line 21, fit/deadweight: found 27" in found.words


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        ("{set: {fit/deadweight: 40}}", "line 23, scenarios/cautious/set/fit/deadweight: found 40"),
        ("{scale: {fit/deadweight: 20}}", "line 23, scenarios/cautious: fit/deadweight: 0.1 × 20 is 2"),
        ("{set: {horizon: 0}}", "line 23, scenarios/cautious: horizon: found 0"),
        ("{leave_out: [fit]}", "line 23, scenarios/cautious: "),
        ("{leave_out: [inputs/leader]}", "line 23, scenarios/cautious: "),
    ],
)
def test_scenarios_are_checked_too(scenario, words, sroi, written):
    found = sroi("check", written(change={"{set: {fit/deadweight: 40%}, note: as in the other town}": scenario}))
    assert found.code == 1
    assert words in found.words


@pytest.mark.parametrize("study", ["livelihoods-training-wales", "oslo-large-families"])
def test_a_ready_study_can_be_checked_by_name_and_a_programme_has_nothing_unexplained(study, sroi):
    found = sroi("check", study, "--no-effects")
    assert found.code == 0
    assert "valid; no finding open, " in found.words
