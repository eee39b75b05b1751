"""Load, save, load: the same study, the same ratio, the same bytes; and what counts as the same."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sroi.bank.locate import studies_folder
from sroi.errors import FileError, StudyError
from sroi.study.loading import load
from sroi.study.study import Study
from sroi.valuation.valuation import evaluate

READY = sorted(studies_folder().glob("*.yaml"))
ready = pytest.mark.parametrize("path", READY, ids=[path.stem for path in READY])

SMALL = {
    "sroi": 1,
    "title": "T",
    "currency": "GBP",
    "start_year": 2025,
    "horizon": 1,
    "stakeholders": {"a": {"name": "A"}},
    "inputs": {"grant": {"from": "a", "amount": 100}},
    "outcomes": {"fit": {"name": "Fitter", "stakeholder": "a", "quantity": 10, "value": 20}},
}


@ready
def test_load_save_load_gives_the_same_study_and_the_same_ratio(path, tmp_path):
    study = load(path)
    study.save(tmp_path / path.name)
    again = load(tmp_path / path.name)
    assert again.model_dump() == study.model_dump()
    assert again.hash == study.hash
    assert evaluate(again).ratio == evaluate(study).ratio


@ready
def test_the_second_save_is_the_same_to_the_byte(path, tmp_path):
    first, second = tmp_path / "first.yaml", tmp_path / "second.yaml"
    load(path).save(first)
    load(first).save(second)
    assert first.read_bytes() == path.read_bytes()
    assert second.read_bytes() == first.read_bytes()


@ready
def test_yaml_and_json_say_the_same(path, tmp_path):
    study = load(path)
    study.save(tmp_path / "study.json")
    json.loads((tmp_path / "study.json").read_text(encoding="utf-8"))
    again = load(tmp_path / "study.json")
    assert again.hash == study.hash
    assert evaluate(again).ratio == evaluate(study).ratio


def test_a_json_study_is_saved_again_as_it_was(tmp_path):
    path, second = tmp_path / "study.json", tmp_path / "second.json"
    path.write_text(json.dumps(SMALL, indent=4), encoding="utf-8")
    load(path).save(second)
    assert second.read_bytes() == path.read_bytes()


def test_an_edited_json_study_is_still_json(tmp_path):
    path = tmp_path / "study.json"
    Study.parse(json.dumps(SMALL, indent=2)).edited({"fit/deadweight": "25%"}).save(path)
    assert json.loads(path.read_text(encoding="utf-8"))["outcomes"]["fit"]["deadweight"] == "25%"


def test_a_study_without_text_is_written_so_that_it_reads_back_the_same(riverside):
    document = Study.parse(riverside).document
    fresh = Study.from_document(document)
    again = Study.parse(fresh.text())
    assert again.document == document
    assert again.hash == fresh.hash
    assert evaluate(again).ratio == evaluate(fresh).ratio


AWKWARD = [
    "no",
    "yes",
    "on",
    "null",
    "~",
    "true",
    "1e3",
    ".5e3",
    "0o17",
    "0x1F",
    "1_000",
    "1:30",
    "2024-01-01",
    "12",
    "- a",
    "a: b",
    "a #b",
    "'",
    '"',
    "%a",
    "@a",
    "`a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "?",
    "{",
    "[a]",
    "=",
    "<<",
    "---",
    "...",
    "two\nlines",
    " a",
    "a ",
    "é",
    "😀",
    "\u2028",
    "",
    "£1,200",
    "long " * 60,
]


@pytest.mark.parametrize("text", AWKWARD)
def test_any_text_survives_being_written_and_read(text):
    study = Study.from_document({**SMALL, "title": text, "limitations": [text]})
    assert Study.parse(study.text()).document == study.document


SIZES = st.floats(1e-30, 1e30) | st.floats(-1e30, -1e-30) | st.just(0.0) | st.integers(-(10**29), 10**29)


@given(SIZES)
@settings(max_examples=100, deadline=None)
def test_any_number_survives_being_written_and_read(number):
    study = Study.from_document({**SMALL, "published": {"kind": "fitted", "ratio": number}})
    again = Study.parse(study.text())
    assert again.document == study.document
    assert again.hash == study.hash


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["unix", "windows"])
def test_newlines_and_byte_order_marks_of_other_systems_do_not_matter(newline, mark, written, tmp_path):
    plain = written()
    other = tmp_path / "other.yaml"
    other.write_bytes((mark + plain.read_text(encoding="utf-8").replace("\n", newline)).encode("utf-8"))
    assert load(other).hash == load(plain).hash
    load(other).save(tmp_path / "first.yaml")
    load(tmp_path / "first.yaml").save(tmp_path / "second.yaml")
    assert (tmp_path / "second.yaml").read_bytes() == (tmp_path / "first.yaml").read_bytes()


def test_the_hash_does_not_depend_on_order_comments_or_layout(written):
    study = load(written())
    reordered = written(
        "reordered.yaml",
        change={"title: Walking group\ncurrency: GBP\n": "currency: GBP\ntitle:   'Walking group'  # a comment\n"},
    )
    assert load(reordered).hash == study.hash
    document = study.document
    document["outcomes"]["fit"] = dict(reversed(document["outcomes"]["fit"].items()))
    assert Study.from_document(document).hash == study.hash


@pytest.mark.parametrize(
    "change",
    [
        {"10%   #": "11%   #"},
        {"title: Walking": "title: Talking"},
        {"40%": "41%"},
        {"said so": "said so"},
        {"horizon: 3": "horizon: 4"},
        {"as in the other town": "as in this town"},
    ],
)
def test_the_hash_changes_with_what_the_study_says_and_with_nothing_else(change, written):
    same = change == {"said so": "said so"}
    assert (load(written("other.yaml", change=change)).hash == load(written()).hash) is same


def test_the_sign_off_is_not_part_of_the_hash_it_holds(written):
    study = load(written())
    signed = load(
        written("signed.yaml", change={"horizon: 3": "horizon: 3\nsigned_off: {by: S, when: today, hash: x}"})
    )
    assert signed.signed_off.by == "S"
    assert signed.hash == study.hash


def test_years_quoted_or_not_are_the_same_years(written):
    amounts = ["{2025: 600, 2026: 400}", '{"2025": 600, "2026": 400}', '{2025: 600, "2026": 400}']
    studies = [load(written(f"{i}.yaml", change={"amount: 1000": f"amount: {text}"})) for i, text in enumerate(amounts)]
    assert len({study.hash for study in studies}) == 1
    assert len({evaluate(study).ratio for study in studies}) == 1


def test_a_study_cannot_be_changed_in_place(written):
    study = load(written())
    for holder, key in (
        (study, "horizon"),
        (study.outcomes["fit"], "quantity"),
        (study.outcomes["fit"].deadweight, "use"),
    ):
        with pytest.raises(ValidationError):
            setattr(holder, key, 5)
    study.document["horizon"] = 99
    assert study.document["horizon"] == 3
    given_document = {**SMALL}
    made = Study.from_document(given_document)
    given_document["horizon"] = 99
    assert made.document["horizon"] == 1


def test_saving_replaces_the_file_whole_and_leaves_nothing_beside_it(written, tmp_path):
    path = written()
    path.chmod(0o640)
    load(path).edited({"fit/deadweight": "25%"}).save(path)
    assert load(path).outcomes["fit"].deadweight.central == 0.25
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("step", ["fsync", "replace", "write"])
def test_a_save_that_fails_leaves_the_old_file_and_no_rubbish(step, written, tmp_path, monkeypatch):
    path = written()
    before = path.read_bytes()
    study = load(path).edited({"fit/deadweight": "25%"})

    def full(*_args, **_more):
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    elif step == "write":
        monkeypatch.setattr(os, "fdopen", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(FileError, match="no space left on device") as found:
        study.save(path)
    assert found.value.problems[0].code == "file-unwritten"
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_a_save_that_is_interrupted_leaves_the_old_file_and_no_rubbish(written, tmp_path, monkeypatch):
    path = written()
    before = path.read_bytes()

    def interrupted(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        load(path).save(path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == [path.name]


def test_saving_into_a_folder_that_is_not_there_says_so(written, tmp_path):
    with pytest.raises(FileError, match=r"cannot write .*no such file or directory; check the folder and its rights"):
        load(written()).save(tmp_path / "nowhere" / "study.yaml")


def test_loading_from_text_bytes_and_document_is_the_same(written):
    path = written()
    text = path.read_text(encoding="utf-8")
    hashes = {load(path).hash, load(str(path)).hash, Study.parse(text).hash, Study.parse(text.encode()).hash}
    assert hashes == {Study.from_document(load(path).document).hash}


def test_a_study_from_a_document_reports_problems_without_lines():
    with pytest.raises(StudyError) as found:
        Study.from_document({**SMALL, "horizon": 0})
    assert [(p.code, p.address, p.line) for p in found.value.problems] == [("whole-number", "horizon", None)]
