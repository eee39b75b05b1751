"""Whatever Python holds becomes plain data, or is refused by its place and in words."""

from __future__ import annotations

import datetime
from types import MappingProxyType

import numpy as np
import pytest

from sroi.errors import StudyError
from sroi.study.study import Study
from tests.conftest import WALKING_GROUP


@pytest.fixture
def study() -> Study:
    return Study.parse(WALKING_GROUP)


@pytest.mark.parametrize(
    ("address", "value", "line"),
    [
        ("fit/quantity", np.int64(25), "quantity: 25"),
        ("fit/quantity", np.array(25.5), "quantity: 25.5"),
        ("fit/value", np.float64(0.1), "value: 0.1"),
        ("fit/value", np.float32(0.5), "value: 0.5"),
        ("horizon", np.int32(5), "horizon: 5"),
        ("title", np.str_("Walks"), "title: Walks"),
        ("fit/present_value", np.bool_(True), "present_value: true"),
        ("fit/profile", (np.float64(1.0), 0.5), "profile: [1.0, 0.5]"),
        ("fit/value", MappingProxyType({"low": np.int16(5), "high": 9}), "value: {low: 5, high: 9}"),
    ],
)
def test_numbers_of_numpy_and_other_containers_are_written_plainly(study, address, value, line):
    edited = study.edited({address: value})
    assert line in edited.text()
    assert Study.parse(edited.text()).hash == edited.hash
    assert "np." not in edited.text()


@pytest.mark.parametrize(
    ("value", "found", "write"),
    [
        (np.array([1.0, 2.0]), "found [1. 2.] (ndarray)", "write one number, or a list"),
        ({1, 2}, "found {1, 2} (set)", "write it as a number or a text"),
        (datetime.date(2025, 6, 1), "found 2025-06-01 (date)", "write it as a number or a text"),
        (2 + 1j, "found (2+1j) (complex)", "write it as a number or a text"),
    ],
)
def test_what_a_study_cannot_hold_is_refused(study, value, found, write):
    with pytest.raises(StudyError) as caught:
        study.edited({"fit/quantity": value})
    (problem,) = caught.value.problems
    assert (problem.code, problem.address, problem.found) == ("value-type", "fit/quantity", found)
    assert problem.allowed == "a study is made of mappings, lists, texts and numbers"
    assert problem.write == write


def test_a_document_within_itself_is_refused(study):
    document = study.document
    document["outcomes"]["fit"]["note"] = document
    with pytest.raises(StudyError, match="nested without end; a study has at most 40 levels"):
        Study.from_document(document)


def test_a_key_that_is_no_word_is_refused(study):
    with pytest.raises(StudyError, match=r"found the key \[1, 2\]; a key is a word. \[key-form\]"):
        study.edited({"fit/quantity": {(1, 2): 3}})


def test_the_given_document_is_left_as_it_was(study):
    document = study.document
    made = Study.from_document(document)
    document["title"] = "Other"
    document["outcomes"]["fit"]["quantity"] = 1
    assert (made.title, made.document["outcomes"]["fit"]["quantity"]) == ("Walking group", 20)


# Half signs


HALF = "\ud83d"


@pytest.mark.parametrize("text", [f"{HALF} walks", f"walks {HALF}", "\udcff"])
def test_half_a_sign_is_refused_by_its_number(study, text):
    with pytest.raises(StudyError) as caught:
        study.edited({"title": text})
    (problem,) = caught.value.problems
    assert (problem.code, problem.address) == ("text-broken", "title")
    assert "which holds half a sign" in problem.found
    str(problem).encode("utf-8")  # it can be printed


def test_half_a_sign_in_a_key_is_refused(study):
    document = study.document
    document["sources"] = {f"a{HALF}": {"title": "T"}}
    with pytest.raises(StudyError) as caught:
        Study.from_document(document)
    assert {problem.code for problem in caught.value.problems} == {"text-broken"}
    str(caught.value).encode("utf-8")


def test_a_sign_that_json_writes_in_two_halves_is_one_sign():
    text = WALKING_GROUP.replace("title: Walking group", r'title: "Walking \ud83d\udeb6 group"')
    study = Study.parse(text)
    assert study.title == "Walking \U0001f6b6 group"
    assert Study.parse(study.edited({"horizon": 4}).text()).title == study.title


# What an edit costs


def test_the_text_of_an_edit_is_written_when_it_is_asked_for(study, monkeypatch):
    asked = []
    from sroi.study import writing

    real = writing.merged_text
    monkeypatch.setattr(writing, "merged_text", lambda *texts: asked.append(1) or real(*texts))
    third = study.edited({"horizon": 4}).edited({"fit/quantity": 21}).edited({"fit/value": 90})
    assert asked == []
    assert "# said so themselves" in third.text()
    assert third.text().count("quantity: 21") == 1
    assert third.line("outcomes", "fit", "value") == WALKING_GROUP.splitlines().index("    value: 100") + 1
    assert asked == [1]


def test_an_edit_taken_back_gives_the_text_it_came_from(study):
    back = study.edited({"fit/deadweight": None}).edited({"fit/deadweight": "10%"})
    assert back.text() == WALKING_GROUP


def test_a_study_shows_itself_in_one_line_and_as_a_short_table(study):
    assert repr(study) == str(study) == "Study('Walking group', GBP, 1 outcome, 1 input, 3 years from 2025)"
    html = study.edited({"title": "<b>Walks</b>"})._repr_html_()
    assert "&lt;b&gt;Walks&lt;/b&gt;</strong>: forecast in GBP, 2025 to 2027, price base not stated; 1 scenario" in html
    assert html.count("<tr>") == 3
    assert ">fit<" in html
    assert ">inputs/leader<" in html
