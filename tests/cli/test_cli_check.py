"""``sroi check``: whether a file is valid, for people, for machines and for a pipeline."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def good(written):
    return written("good.yaml")


@pytest.fixture
def bad(written):
    return written("bad.yaml", change={"10%   #": "27   #"})


def test_a_valid_file_is_called_valid_and_exits_0(sroi, good):
    found = sroi("check", good)
    assert (found.code, found.err) == (0, "")
    assert f"{good}: valid" in found.words


def test_a_bad_file_exits_1_with_its_problem_where_it_stands(sroi, bad):
    found = sroi("check", bad)
    assert (found.code, found.err) == (1, "")
    assert f"{bad}: 1 problem" in found.words
    assert "error: line 21, fit/deadweight: found 27; a share lies between 0 and 1" in found.words


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 0), ("note", 1)])
def test_fail_on_note_makes_notes_count(level, code, sroi, good):
    found = sroi("check", good, "--fail-on", level)
    assert found.code == code
    assert "note: The price base of the money is not stated" in found.words


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("warning", 1), ("note", 1)])
def test_a_proxy_whose_unit_does_not_fit_is_a_warning(level, code, sroi, written):
    path = written(
        change={
            "value: 100": "proxy: gm-residential-care-older-week-fiscal",
            "horizon: 3": "horizon: 3\nprice_base: 2024-25",
        }
    )
    found = sroi("check", path, "--fail-on", level)
    assert found.code == code
    assert "warning: line" in found.words


def test_json_gives_every_finding_by_file(sroi, good, bad):
    found = sroi("check", good, bad, "--json")
    assert (found.code, found.err) == (1, "")
    findings = json.loads(found.out)
    assert list(findings) == [str(good), str(bad)]
    assert {item["level"] for item in findings[str(good)]} == {"note"}
    assert [item["code"] for item in findings[str(bad)]] == ["share-range"]
    assert findings[str(bad)][0] == {
        "level": "error",
        "code": "share-range",
        "address": "fit/deadweight",
        "line": 21,
        "found": "found 27",
        "allowed": "a share lies between 0 and 1 (0% and 100%)",
        "write": "for 27 per cent write 27%",
    }


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


@pytest.mark.parametrize("study", ["wheels-to-meals", "lwtc-diabetes-westbank"])
def test_a_ready_study_can_be_checked_by_name(study, sroi):
    assert sroi("check", study).code == 0
