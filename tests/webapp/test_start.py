"""Start: what is opened is whole, and what is refused changes nothing."""

import pytest

import sroi
from sroi.errors import FileError, Problem
from sroi.study.drafts import Drafts
from sroi.study.study import Study
from sroi.valuation.opening import open_sent, ready_studies, templates
from sroi.webapp.problems import body
from sroi.webapp.session import KEY
from tests.conftest import WALKING_GROUP
from tests.webapp.driver import app, words
from tests.webapp.studies import walking


def session(at):
    return at.session_state[KEY]


def upload(at, name, data):
    at.file_uploader[0].upload(name, data, "application/octet-stream")
    return at.run()


def test_five_cards():
    at = app("start")
    assert [header.value for header in at.header] == [
        "Open an example",
        "Open my file",
        "Start from a template",
        "Start blank",
        "Open a value map",
    ]


@pytest.mark.parametrize("name", ready_studies())
def test_every_example_opens(name):
    at = app("start")
    at.selectbox(key="start-example").select(name)
    at.button(key="start-open-example").click().run()
    assert not at.exception
    study = session(at).history.study
    assert study.hash == sroi.load(ready_studies()[name]).hash and study.folder is None
    assert session(at).history.unsaved_since is None


@pytest.mark.parametrize("name", templates())
def test_every_template_opens_and_is_marked_as_assumed(name):
    at = app("start")
    at.selectbox(key="start-template").select(name)
    at.button(key="start-open-template").click().run()
    assert not at.exception
    study = session(at).history.study
    assert sroi.evaluate(study).share_on_assumptions == 1.0
    assert "100% of the value rests on assumptions" in words(at).replace("\\", "")
    for scenario in study.scenarios:
        assert sroi.evaluate(study, scenario).ratio != sroi.evaluate(study).ratio
    assert session(at).history.unsaved_since is not None


def test_a_blank_study_needs_a_title():
    at = app("start")
    at.button(key="start-open-blank").click().run()
    assert "A study has a title" in at.error[0].value and session(at).history is None


def test_a_blank_study_says_what_is_missing():
    at = app("start")
    at.text_input(key="start-title").input('Walks: "all" #1 & <b>')
    at.selectbox(key="start-currency").select("NOK")
    at.button(key="start-open-blank").click().run()
    study = session(at).history.study
    assert (study.title, study.currency) == ('Walks: "all" #1 & <b>', "NOK")
    assert "No ratio yet: costs missing and outcomes missing" in words(at).replace("\\", "")


def test_a_file_opens_with_every_byte(own_drafts):
    at = upload(app("start"), "walking.yaml", WALKING_GROUP.encode())
    assert not at.exception and not at.error
    assert session(at).history.study.text() == WALKING_GROUP
    assert [draft.title for draft in Drafts(own_drafts / "drafts.sqlite").recent()] == ["Walking group"]


BAD = {
    "a wrong share": (
        "walking.yaml",
        WALKING_GROUP.replace("deadweight: 10%", "deadweight: 27"),
        ["line 21", "found 27", "For 27 per cent write 27%"],
    ),
    "many problems": (
        "walking.yaml",
        WALKING_GROUP.replace("deadweight: 10%", "deadweight: 27").replace("horizon: 3", "horizon: soon"),
        ["2 problems", "line 6", "line 21"],
    ),
    "a proxy that nobody knows": (
        "walking.yaml",
        WALKING_GROUP.replace("value: 100", "value: {}").replace("quantity: 20", "quantity: many"),
        ["problems"],
    ),
    "a later format": (
        "walking.yaml",
        WALKING_GROUP.replace("sroi: 1", "sroi: 7"),
        ["format 7", "Use a newer version"],
    ),
    "proxies of its own": (
        "walking.yaml",
        WALKING_GROUP + "proxies: [/etc/passwd]\n",
        ["files of its own proxies", "stands alone"],
    ),
    "no text": ("walking.yaml", b"\x00\x01\x02", ["bytes that no text has"]),
    "not UTF-8": ("walking.yaml", "title: £".encode("latin-1"), ["not UTF-8"]),
    "a list": ("walking.json", "[1, 2]", ["not a mapping"]),
    "nothing": ("walking.yaml", "", ["is empty"]),
    "too large": ("walking.yaml", b"#" * (6 * 1024**2), ["larger than 5 MB"]),
    "an alias": ("walking.yaml", WALKING_GROUP + "purpose: &a x\naudience: *a\n", ["anchors and aliases are refused"]),
    "a bomb of braces": ("walking.yaml", "a: " + "[" * 20_000, ["YAML cannot read this"]),
}


def test_a_file_of_another_kind_is_refused_by_its_name():
    with pytest.raises(FileError, match=r"found the file map\.xlsx; a study ends in .*; export it as a study first"):
        open_sent(b"PK", "C:\\papers\\map.xlsx")


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_answered_in_words_and_changes_nothing(kind):
    name, content, said = BAD[kind]
    before = walking()
    at = app("start", before)
    at = upload(at, name, content if isinstance(content, bytes) else content.encode())
    assert not at.exception
    answer = at.error[0].value.replace("\\", "")
    assert f"{name} was not opened, and nothing of it was taken over." in answer
    for words_wanted in said:
        assert words_wanted in answer
    assert session(at).history.study is before and len(session(at).history.commands) == 1


def test_the_next_good_file_clears_the_refusal():
    at = upload(app("start"), "walking.yaml", b"[1]")
    at = upload(at, "walking.yaml", WALKING_GROUP.encode())
    assert not at.error and session(at).history.study.title == "Walking group"


def test_personal_data_are_pointed_at_and_not_repeated():
    text = WALKING_GROUP.replace("role: participant", "role: participant, involved: 'Mrs Ann Smith, ann@x.org'")
    at = upload(app("start"), "walking.yaml", text.encode())
    warning = at.warning[0].value.replace("\\", "")
    assert "an e-mail address" in warning and "the name of a person" in warning and "line 10" in warning
    assert "Smith" not in warning and "ann@x" not in warning


def test_drafts_are_listed_and_can_be_taken_up_and_removed(own_drafts):
    at = upload(app("start"), "walking.yaml", WALKING_GROUP.encode())
    draft = session(at).position.draft
    other = app("start")
    assert "Go on with a draft" in words(other)
    other.button(key=f"start-draft-{draft}").click().run()
    assert session(other).history.study.text() == WALKING_GROUP
    third = app("start")
    third.button(key=f"start-forget-{draft}").click().run()
    assert "Go on with a draft" not in words(third)
    assert Drafts(own_drafts / "drafts.sqlite").recent() == ()


def test_a_hosted_app_keeps_nothing_and_says_so(own_drafts, monkeypatch):
    monkeypatch.setenv("SROI_HOSTED", "1")
    at = upload(app("start"), "walking.yaml", WALKING_GROUP.encode())
    assert not at.exception and session(at).position is None
    assert not own_drafts.exists()
    assert "Nothing is kept here" in words(at) and "Go on with a draft" not in words(at)


def test_the_study_named_on_the_command_line_is_opened_first(monkeypatch, tmp_path):
    path = tmp_path / "walking.yaml"
    path.write_text(WALKING_GROUP, encoding="utf-8")
    monkeypatch.setenv("SROI_STUDY", str(path))
    at = app("start")
    assert session(at).history.study.title == "Walking group"
    assert session(at).history.study.folder == tmp_path
    path.write_text("[1]", encoding="utf-8")
    assert "walking.yaml was not opened" in app("start").error[0].value.replace("\\", "")


def test_a_hosted_app_opens_no_file_of_its_own_machine(monkeypatch, tmp_path):
    (tmp_path / "walking.yaml").write_text(WALKING_GROUP, encoding="utf-8")
    monkeypatch.setenv("SROI_STUDY", str(tmp_path / "walking.yaml"))
    monkeypatch.setenv("SROI_HOSTED", "1")
    assert session(app("start")).history is None


def test_a_draft_named_in_the_address_is_taken_up(own_drafts):
    at = upload(app("start"), "walking.yaml", WALKING_GROUP.encode())
    draft = at.query_params["draft"]
    assert draft == session(at).position.draft
    again = app("history", query={"draft": draft})
    assert session(again).history.study.hash == Study.parse(WALKING_GROUP).hash
    lost = app("history", query={"draft": "gone"})
    assert "is not on this computer" in words(lost) and "draft" not in lost.query_params


def test_a_file_of_too_many_entries_is_refused_before_it_is_read_to_its_end():
    with pytest.raises(FileError, match="more than 100,000 names and values"):
        open_sent(b"a: [" + b"1," * 200_000 + b"1]", "study.yaml")


def test_of_very_many_problems_the_first_are_listed():
    shown = body(tuple(Problem("key-unknown", f"found {place}") for place in range(1_200)), "Not opened.")
    assert shown.startswith("Not opened. 1200 problems:") and shown.endswith("- and 1,175 more.")
