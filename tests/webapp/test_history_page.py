"""The History page: steps, going to any of them, what was replaced, what differs."""

import pytest

from sroi.assurance.logs import assumptions_log
from sroi.webapp import session
from sroi.webapp.keeping.sign_off import signed_off
from sroi.webapp.session import KEY
from tests.webapp.driver import app, words
from tests.webapp.studies import blank, example, walking


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
    assert "- deadweight of “Fitter” 10% → 20%: ratio £1.74 → £1.55" in said and "3 changes" in said
    assert "The SROI ratio rises from £1.74 to £1.86 (+£0.12): +£0.33 because" in said
    assert "The same findings are open in both." in said


def test_a_version_in_a_file_is_compared_with_the_study_as_it_is_now():
    page = app("history", walking())
    old = walking().edited({"fit/deadweight": "25%"}).text().encode("utf-8")
    page.file_uploader[0].upload("old.yaml", old, "application/yaml")
    page.run()
    assert "First: old.yaml." in said(page) and "- deadweight of “Fitter” 25% → 10%: ratio £1.45 → £1.74" in said(page)


def test_another_study_is_not_set_beside_it_and_a_broken_file_is_explained():
    page = app("history", walking())
    page.file_uploader[0].upload("other.yaml", example().text().encode("utf-8"), "application/yaml")
    page.run()
    assert "cannot be ranked" in said(page) and "**Ratio" not in said(page)
    page = app("history", walking())
    page.file_uploader[0].upload("bad.yaml", b"title: [", "application/yaml")
    page.run()
    assert "bad.yaml was not compared." in said(page) and not page.exception


def test_versions_that_cannot_be_valued_are_compared_in_words():
    page = app("history", blank())
    here = page.session_state[KEY]
    new = here.history.study.replaced({**here.history.study.document, "horizon": 7})
    here.history = here.history.apply("horizon", new, here.history.command.when)
    page.run()
    said = words(page)
    assert not page.exception
    assert "cannot be valued yet" in said and "horizon 5 years to 7 years" in said


def tab(page, name):
    page.session_state["history-tabs"] = name
    return page.run()


def study_of(page):
    return page.session_state[KEY].history.study


def said(page):
    return words(page).replace("\\", "")


def test_a_study_is_signed_and_what_changed_since_is_said(at):
    tab(at, "Sign-off")
    assert "Nobody has signed this study off." in said(at) and "checks are open" in said(at)
    at.button(key="sign-off-sign").click().run()
    assert "Give a name" in said(at)
    at.text_input(key="sign-off-by").set_value("The board")
    at.button(key="sign-off-sign").click().run()
    signed = study_of(at)
    assert (signed.signed_off.by, signed.signed_off.hash) == ("The board", signed.hash)
    assert "The board signed it off on" in said(at) and "as it is now" in said(at)
    assert at.session_state[KEY].history.undo_label == "signed off by The board"
    change(at, {"fit/deadweight": "40%"})
    assert "It has changed since then." in said(at)
    assert "- deadweight of “Fitter” 20% → 40%: ratio £1.86 → £1.39" in said(at)
    at.button(key="sign-off-withdraw").click().run()
    assert study_of(at).signed_off is None and "Nobody has signed" in said(at)


def test_where_the_version_that_was_signed_is_not_kept_it_says_so():
    document = {**walking().document, "signed_off": {"by": "Board", "when": "2025-06-01", "hash": "abc"}}
    page = tab(app("history", walking().replaced(document)), "Sign-off")
    assert "The version that was signed is not kept here." in said(page)


def test_hosted_the_version_that_was_signed_is_found_among_the_steps(monkeypatch):
    monkeypatch.setenv("SROI_HOSTED", "1")
    page = app("history", signed_off(walking(), "Board", "2026-03-01"))
    change(page, {"fit/deadweight": "40%"})
    assert "- deadweight of “Fitter” 10% → 40%" in said(tab(page, "Sign-off"))


def test_the_assumptions_log_has_the_effect_of_each_and_is_filled_in_here():
    page = tab(app("history", example()), "Assumptions")
    log = assumptions_log(example())
    assert all(sentence in said(page) for sentence in log.summary)
    cells = [cell.replace("\\", "") for table in page.table for cell in table.value["Effect on the ratio"]]
    assert log.effect(log.missing[0]) in cells and len(cells) < len(log.entries)
    which = next(box for box in page.selectbox if box.key.startswith("logs-assumptions-which"))
    which.select_index(1).run()
    boxes = {box.label: box for box in page.text_input}
    assert boxes["What is assumed"].value == log.entries[0].what
    boxes["By whom"].set_value("J. Doe")
    boxes["Signed off by"].set_value("The board")
    next(button for button in page.button if button.label == "Keep in the log").click().run()
    entry = study_of(page).assumptions[-1]
    assert (entry.by, entry.signed_off_by) == ("J. Doe", "The board")
    assert list(entry.addresses) == [row.address for row in log.entries[0].numbers]
    lead = page.table[0].value["Assumption"].iloc[0].replace("\\", "")
    assert log.entries[0].what in lead and "J. Doe" in lead and "Signed off by The board." in lead
    assert page.session_state[KEY].history.undo_label.startswith("assumption in the log: ")


def test_the_way_from_a_finding_leads_to_the_entry_of_the_log():
    entries = [{"what": "One"}, {"what": "Two", "by": "J. Doe"}]
    page = app("checks", walking().replaced({**walking().document, "assumptions": entries}))
    page.button(key="checks-PRC001-warning-assumptions/1-mend").click().run()
    assert page.title[0].value == "History"
    assert next(box.value for box in page.text_input if box.label == "What is assumed") == "Two"


def test_a_decision_is_recorded_changed_and_removed():
    page = tab(app("history", blank()), "Decisions")
    assert "No decision is recorded" in said(page)

    def box(label):
        return next(one for one in page.text_input if one.label == label)

    def press(label):
        next(button for button in page.button if button.label == label).click().run()

    press("Keep in the log")
    assert "Say what the decision is." in said(page)
    box("What was decided").set_value("Leave out *travel*")
    press("Keep in the log")
    (entry,) = study_of(page).decisions
    assert entry.what == "Leave out *travel*" and entry.when and entry.why is None
    assert r"\*travel\*" in words(page)
    page.selectbox[0].select_index(1).run()
    box("Why").set_value("small")
    press("Keep in the log")
    assert [entry.why for entry in study_of(page).decisions] == ["small"]
    page.selectbox[0].select_index(1).run()
    press("Remove from the log")
    assert study_of(page).hash == blank().hash


def test_assumptions_of_a_study_that_cannot_be_valued_are_listed_without_effect():
    study = blank().replaced({**blank().document, "assumptions": [{"what": "Attendance holds", "by": "J. Doe"}]})
    page = tab(app("history", study), "Assumptions")
    assert "Attendance holds" in said(page) and "once the study can be valued" in said(page)


def test_hosted_there_are_no_earlier_versions(monkeypatch):
    monkeypatch.setenv("SROI_HOSTED", "1")
    assert "Versions are kept in this window only." in words(app("history", walking()))
