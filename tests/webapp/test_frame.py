"""The frame: one study, named steps, undo and redo, and what is not saved."""

import pytest

import sroi
from sroi.study.drafts import Drafts
from sroi.study.history import History
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.opening import ready_studies
from sroi.valuation.valuation import Valuation
from sroi.webapp import frame, session
from sroi.webapp.session import KEY, Session
from tests.webapp.driver import NOON, app, words
from tests.webapp.studies import example, walking


def set_deadweight(at, share):
    """Change the study as a page does, between two runs."""
    here = at.session_state[KEY]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "session", lambda: here)
        problems = session.edit({"fit/deadweight": share})
    at.run()
    return problems


def labels(at):
    return [button.label.replace("\\", "") for button in at.button if (button.key or "").startswith("strip-")]


def test_undo_and_redo_carry_the_names_of_the_steps():
    at = app("history", walking())
    assert labels(at) == ["Undo", "Redo"]
    assert all(button.disabled for button in at.button if (button.key or "").startswith("strip-"))
    assert set_deadweight(at, "35%") == ()
    assert labels(at) == ["Undo: deadweight 10% to 35%, Fitter", "Redo"]
    at.button(key="strip-undo").click().run()
    assert at.session_state[KEY].history.study.hash == walking().hash
    assert labels(at) == ["Undo", "Redo: deadweight 10% to 35%, Fitter"]
    at.button(key="strip-redo").click().run()
    assert at.session_state[KEY].history.study.outcomes["fit"].deadweight.central == 0.35


def test_a_wrong_edit_comes_back_and_the_last_valid_study_stands():
    at = app("history", walking())
    (problem,) = set_deadweight(at, 35)
    assert problem.code == "share-range" and "for 35 per cent write 35%" in problem.write
    assert at.session_state[KEY].history.study is walking()
    assert labels(at) == ["Undo", "Redo"]


def test_what_was_let_stand_is_said_beside_what_is_open():
    assert "0 checks open, 14 let stand" in words(app("answer", example())).replace("\\", "")
    assert "let stand" not in words(app("answer", walking()))


def test_widgets_are_drawn_afresh_after_undo_but_not_after_an_edit():
    at = app("history", walking())
    epoch = at.session_state[KEY].epoch
    set_deadweight(at, "35%")
    assert at.session_state[KEY].epoch == epoch
    at.button(key="strip-undo").click().run()
    assert at.session_state[KEY].epoch == epoch + 1


def test_what_is_not_saved_is_said_with_the_time_until_it_is_saved():
    at = app("history", walking())
    assert "Not saved" not in words(at)
    set_deadweight(at, "35%")
    since = at.session_state[KEY].history.unsaved_since
    assert f"Not saved since {since:%H:%M}" in words(at).replace("\\", "")
    at.session_state[KEY].history = at.session_state[KEY].history.mark_saved()
    at.run()
    assert "Not saved" not in words(at)


def test_a_study_never_saved_is_unsaved_from_the_start():
    assert f"Not saved since {NOON:%H:%M}" in words(app("history", walking(), saved=False)).replace("\\", "")


def test_every_step_is_kept_at_once(own_drafts):
    at = app("history", walking())
    set_deadweight(at, "35%")
    set_deadweight(at, "45%")
    draft = at.session_state[KEY].position.draft
    history, _ = Drafts(own_drafts / "drafts.sqlite").restore(draft)
    assert [command.label for command in history.commands] == [
        "opened",
        "deadweight 10% to 35%, Fitter",
        "deadweight 35% to 45%, Fitter",
    ]
    assert history.study.hash == at.session_state[KEY].history.study.hash


def test_the_status_follows_the_signature():
    study = walking()
    assert "Draft" in words(app("history", study))
    signed = study.replaced({**study.document, "signed_off": {"by": "A", "when": "2026", "hash": study.hash}})
    assert "Signed off" in words(app("history", signed))
    assert "Changed since signed off" in words(app("history", signed.edited({"fit/deadweight": "11%"})))


def test_drafts_that_cannot_be_kept_do_not_stop_the_work(own_drafts, monkeypatch):
    own_drafts.write_text("a file in the place of the folder", encoding="utf-8")
    at = app("history", walking())
    set_deadweight(at, "35%")
    assert not at.exception
    assert "drafts cannot be kept" in at.error[0].value and "save the study yourself" in at.error[0].value
    assert at.session_state[KEY].history.study.outcomes["fit"].deadweight.central == 0.35


def test_the_name_of_the_file_is_made_of_the_title():
    assert frame.file_name(walking()) == "walking-group.yaml"
    assert frame.file_name(example().edited({"title": "2026"})) == "study.yaml"


def test_what_is_said_below_the_numbers(monkeypatch):
    from sroi.analysis.headline import headline

    numbers = headline(example())
    assert frame.strip_notes(example(), numbers) == (
        "Illustration: this study is not an evaluation of a real programme. 100% of the value rests on assumptions."
    )
    rebuilt = sroi.load(ready_studies()["wheels-to-meals"])
    assert "Unverified reconstruction" in frame.strip_notes(rebuilt, headline(rebuilt))
    monkeypatch.setenv("SROI_HOSTED", "1")
    assert "Nothing is kept here" in frame.strip_notes(walking(), headline(walking()))


def test_nothing_but_one_key_holds_the_study():
    at = app("history", example())
    kept = at.session_state.to_dict()
    holding = [key for key, value in kept.items() if isinstance(value, (Study, History, Session, Valuation, Model))]
    assert holding == [KEY]
