"""How checks are asked: by a study's own block ``checks``, by a profile, and what names nothing."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from sroi.assurance.profile import Profile, read_profile, rules_for
from sroi.assurance.review import review
from sroi.assurance.rules import RULES
from sroi.errors import FileError, StudyError
from sroi.study.records import CheckSetting
from sroi.study.schema import json_schema
from sroi.study.study import Study

SOUND = YAML(typ="safe").load((Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8"))["sound"]

BLOCK = """
checks:
  OVC008: {off: true, reason: nothing here is zero-sum, by: Board}   # agreed in March
  TIM006: {thresholds: {years: 80}, reason: forests}
  PRC002: {level: note, reason: a draft}
"""


def study(**more):
    return Study.from_document({**SOUND, **more})


def test_the_block_is_read_kept_in_place_and_described_by_the_schema():
    text = study().text() + BLOCK
    read = Study.parse(text)
    assert read.text() == text
    assert read.checks["OVC008"] == CheckSetting(off=True, reason="nothing here is zero-sum", by="Board")
    edited = read.edited({"fitter/deadweight": "15%"})
    assert "# agreed in March" in edited.text() and edited.checks == read.checks
    assert not list(Draft202012Validator(json_schema()).iter_errors(json.loads(json.dumps(read.document))))


@pytest.mark.parametrize(
    ("block", "address"),
    [
        ({"OVC008": {"off": True}}, "checks/OVC008/reason"),
        ({"OVC008": {"off": "no", "reason": "r"}}, "checks/OVC008/off"),
        ({"OVC008": {"level": "grave", "reason": "r"}}, "checks/OVC008/level"),
        ({"TIM006": {"thresholds": {"years": "many"}, "reason": "r"}}, "checks/TIM006/thresholds/years"),
        ({"TIM006": {"threshold": 3, "reason": "r"}}, "checks/TIM006/threshold"),
    ],
)
def test_a_block_that_cannot_be_meant_is_refused_with_its_address(block, address):
    with pytest.raises(StudyError) as refused:
        study(checks=block)
    assert [problem.address for problem in refused.value.problems] == [address]


def test_what_is_set_moves_no_number_and_changes_the_hash():
    plain, set_otherwise = study(), study(checks={"OVC008": {"off": True, "reason": "r"}})
    assert plain.hash != set_otherwise.hash
    assert review(plain).valuation.ratio == review(set_otherwise).valuation.ratio


def test_levels_thresholds_and_rules_left_out():
    asked, off = rules_for(Study.parse(study().text() + BLOCK))
    by_id = {rule.id: rule for rule in asked}
    assert len(asked) == len(RULES) - 1 and [one.rule.id for one in off] == ["OVC008"]
    assert off[0].reason == "nothing here is zero-sum (Board)"
    assert by_id["TIM006"].limits["years"] == 80 and by_id["PRC002"].level == "note"
    assert by_id["TIM002"].limits == {rule.id: rule for rule in RULES}["TIM002"].limits


def test_a_level_that_was_set_holds_for_all_that_a_rule_finds():
    inputs = {**SOUND["inputs"], "grant": {**SOUND["inputs"]["grant"], "amount": 10000}}
    outcomes = {name: {**one, "quantity": 21} for name, one in SOUND["outcomes"].items()}
    bare = {"inputs": inputs, "outcomes": outcomes}
    levels = {one.rule.id: one.rule.level for one in review(study(**bare)).findings}
    assert levels["UNC001"] == "error"
    mild = review(study(**bare, checks={"UNC001": {"level": "note", "reason": "known counts"}}))
    assert {one.rule.id: one.rule.level for one in mild.findings}["UNC001"] == "note" and not mild.draft


def test_what_is_left_out_is_said_in_the_summary():
    found = review(study(), profile=Profile("Fund", {"STK003": CheckSetting(off=True, reason="asked elsewhere")}))
    assert found.off[0].reason == "asked elsewhere (profile Fund)"
    assert found.summary[-1] == "Not asked, with a reason: STK003."


def test_a_profile_is_read_from_a_file_and_every_fault_is_said_with_its_line(tmp_path):
    path = tmp_path / "house.yaml"
    path.write_text("title: Fund\nchecks:\n  TIM002: {thresholds: {years: 7}, reason: house}\n", encoding="utf-8")
    assert read_profile(path).checks["TIM002"].thresholds == {"years": 7}
    path.write_text(
        "title: Fund\nchecks:\n  TIM02: {reason: a}\n  VAL006: {thresholds: {part: 1}, reason: b}\n", encoding="utf-8"
    )
    with pytest.raises(FileError) as refused:
        read_profile(path)
    said = [(problem.code, problem.line) for problem in refused.value.problems]
    assert said == [("check-unknown", 3), ("threshold-unknown", 4)]
    path.write_text("title: Fund\nchecks: {UNC001: {thresholds: {bare: 2.5}, reason: a}}\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"found 2\.5; bare is a whole number"):
        read_profile(path)


def test_a_study_given_as_profile_is_told_what_a_profile_has(tmp_path):
    path = tmp_path / "study.yaml"
    path.write_text("sroi: 1\ntitle: Walking\ncurrency: GBP\n", encoding="utf-8")
    with pytest.raises(FileError) as error:
        read_profile(path)
    assert [problem.message for problem in error.value.problems] == [
        "checks is missing; a profile has checks; add checks: …",
        "found the key sroi; a profile has title and checks",
        "found the key currency; a profile has title and checks",
    ]
