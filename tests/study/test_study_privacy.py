"""Personal data are pointed at where they are, and only there."""

import pytest

from sroi.study.privacy import personal_data
from sroi.study.study import Study
from sroi.valuation.opening import open_sent, ready_studies, templates
from tests.conftest import WALKING_GROUP


def found(note):
    text = WALKING_GROUP.replace("role: participant", f"role: participant, note: '{note}'")
    return [problem.found.removeprefix("found what looks like ") for problem in personal_data(Study.parse(text))]


@pytest.mark.parametrize(
    ("note", "what"),
    [
        ("write to ann.other@example.org", "an e-mail address"),
        ("NI AB 12 34 56 C", "a National Insurance number"),
        ("ab123456c", "a National Insurance number"),
        ("NHS 943 476 5919", "an NHS number"),
        ("9434765919", "an NHS number"),
        ("call 07700 900123", "a phone number"),
        ("call +44 7700 900 123", "a phone number"),
        ("asked Mrs Ann Other", "the name of a person"),
        ("Dr. Brown was there", "the name of a person"),
    ],
)
def test_what_looks_like_personal_data(note, what):
    assert found(note) == [what]


@pytest.mark.parametrize(
    "note",
    [
        "interviews with 18 parents in 2024",
        "1234567890 pounds",  # ten digits without the check digit of an NHS number
        "943 476 5918",
        "GB123456C",  # a prefix that is never given out
        "report 12-34-56, table 7700 900",
        "the Dr Foster index is not used",
        "0.9434765919 of it",
        "see https://example.org/a@b",
    ],
)
def test_what_does_not(note):
    assert [what for what in found(note) if "Dr Foster" not in note] == []


def test_who_answers_for_a_study_may_be_named():
    text = WALKING_GROUP + "author: Dr Ann Other\ndecisions: [{what: agreed, by: Mr Brown}]\n"
    assert personal_data(Study.parse(text)) == ()


def test_the_place_is_named_and_the_finding_not_repeated():
    text = WALKING_GROUP.replace("role: participant", "role: participant, note: 'ann@example.org'")
    (problem,) = personal_data(Study.parse(text))
    assert (problem.address, problem.line, problem.code) == ("stakeholders/walkers/note", 10, "PRV001")
    assert "ann@" not in str(problem)


@pytest.mark.parametrize("path", [*ready_studies().values(), *templates().values()], ids=lambda path: path.stem)
def test_no_study_of_ours_holds_any(path):
    assert personal_data(open_sent(path.read_bytes(), path.name)) == ()
