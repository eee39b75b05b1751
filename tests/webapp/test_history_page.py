"""The History page: steps, going to any of them, what was replaced, what differs."""

import pytest

from sroi.webapp import session
from sroi.webapp.session import KEY
from tests.webapp.driver import app, words
from tests.webapp.studies import blank, walking


@pytest.fixture
def at(own_drafts):
    page = app("history", walking())
    for changes in ({"fit/deadweight": "20%"}, {"fit/value": 120}, {"horizon": 4}):
        change(page, changes)
    return page


def change(page, changes):
    here = page.session_state[KEY]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "session", lambda: here)
        assert session.edit(changes) == ()
    page.run()


def steps(page):
    table = page.table[0].value
    return list(
        zip(table["Step"], (cell.replace("\\", "") for cell in table["What was done"]), table["Now"], strict=True)
    )


def test_steps_are_listed_with_their_names_newest_first(at):
    assert steps(at) == [
        ("4", "horizon 3 years to 4 years", "you are here"),
        ("3", "value of one unit 100 to 120, Fitter", ""),
        ("2", "deadweight 10% to 20%, Fitter", ""),
        ("1", "opened", ""),
    ]


def test_any_step_can_be_gone_to(at):
    at.selectbox[0].select_index(2)
    at.button(key="history-go").click().run()
    assert at.session_state[KEY].history.study.hash == walking().hash
    assert [mark for *_, mark in steps(at)] == ["undone", "undone", "undone", "you are here"]


def test_what_was_replaced_is_kept_and_can_be_gone_on_from(at):
    at.button(key="strip-undo").click().run()
    at.button(key="strip-undo").click().run()
    change(at, {"fit/value": 90})
    kept = at.selectbox(key="history-version").options
    assert [name.partition(": ")[2] for name in kept] == [
        "horizon 3 years to 4 years",
        "value of one unit 100 to 120, Fitter",
    ]
    at.button(key="history-open").click().run()
    study = at.session_state[KEY].history.study
    assert (study.horizon, study.outcomes["fit"].value.central) == (4, 120)
    assert at.session_state[KEY].history.undo_label.endswith("horizon 3 years to 4 years")


def test_two_versions_are_compared(at):
    said = words(at).replace("\\", "")
    assert "Ratio £1.74 → £1.86" in said
    assert "They count differently" in said and "horizon: 3 years against 4 years" in said
    assert "- deadweight 10% to 20%, Fitter" in said and "3 changes" in said


def test_versions_that_cannot_be_valued_are_compared_in_words():
    page = app("history", blank())
    here = page.session_state[KEY]
    new = here.history.study.replaced({**here.history.study.document, "horizon": 7})
    here.history = here.history.apply("horizon", new, here.history.command.when)
    page.run()
    said = words(page)
    assert not page.exception
    assert "cannot be valued yet" in said and "horizon 5 years to 7 years" in said


def test_hosted_there_are_no_earlier_versions(monkeypatch):
    monkeypatch.setenv("SROI_HOSTED", "1")
    assert "Versions are kept in this window only." in words(app("history", walking()))
