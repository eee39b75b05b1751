"""The history of a study: steps, undo, redo, and what no file holds yet."""

from datetime import datetime, timedelta

import pytest

from sroi.errors import SroiError
from sroi.study.history import Command, History
from sroi.study.study import Study
from tests.conftest import WALKING_GROUP

NOON = datetime(2026, 3, 1, 12, 0)


def at(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def history():
    return History.start(Study.parse(WALKING_GROUP), "opened walking.yaml", NOON)


def step(history, deadweight, minute):
    return history.apply(f"to {deadweight}", history.study.edited({"fit/deadweight": deadweight}), at(minute))


def test_undo_and_redo_go_through_the_same_studies(history):
    first = history.study.hash
    one = step(history, "20%", 1)
    two = step(one, "30%", 2)
    assert two.undo().study.hash == one.study.hash
    assert two.undo().undo().study.hash == first
    assert two.undo().undo().redo().redo().study.hash == two.study.hash
    assert (two.undo_label, two.undo().redo_label) == ("to 30%", "to 30%")


def test_nothing_to_undo_or_redo_stays_where_it_is(history):
    assert history.undo() == history and history.redo() == history
    assert history.undo_label is None and history.redo_label is None


def test_a_new_step_after_an_undo_replaces_what_was_undone(history):
    two = step(step(history, "20%", 1), "30%", 2)
    other = step(two.undo(), "40%", 3)
    assert [command.label for command in other.commands] == ["opened walking.yaml", "to 20%", "to 40%"]
    assert other.redo_label is None


def test_a_step_that_changes_nothing_is_no_step(history):
    assert history.apply("nothing", history.study.edited({"fit/deadweight": "10%"}), at(1)) is history


def test_comments_come_back_with_the_study(history):
    assert step(history, "20%", 1).undo().study.text() == WALKING_GROUP


def test_go_to_any_step(history):
    two = step(step(history, "20%", 1), "30%", 2)
    assert two.go_to(1).command.label == "to 20%"
    with pytest.raises(SroiError, match=r"found step 9; the steps are 1 to 3"):
        two.go_to(8)


def test_what_is_not_saved_is_dated_by_its_first_change(history):
    assert history.unsaved_since is None
    two = step(step(history, "20%", 1), "30%", 2)
    assert two.unsaved_since == at(1)
    saved = two.mark_saved()
    assert saved.unsaved_since is None and not saved.changed_since_saved
    assert step(saved, "35%", 5).unsaved_since == at(5)
    assert saved.undo().changed_since_saved
    assert step(saved, "35%", 5).undo().unsaved_since is None


def test_a_study_that_no_file_ever_held_is_unsaved_from_the_start():
    history = History.start(Study.parse(WALKING_GROUP), "started blank", NOON, saved=False)
    assert history.unsaved_since == NOON


def test_old_steps_give_way_and_old_studies_are_read_again(history, monkeypatch):
    monkeypatch.setattr("sroi.study.history.MOST_STEPS", 20)
    for minute in range(25):
        share = f"{minute + 5}%"
        history = history.apply(share, history.study.edited({"fit/deadweight": share}), at(minute))
    assert len(history.commands) == 20 and history.cursor == 19
    held = sum("study" in command.__dict__ for command in history.commands)
    assert held <= 10
    old = history.commands[0]
    assert old.study.outcomes["fit"].deadweight.central == pytest.approx(float(old.label.rstrip("%")) / 100)


def test_a_command_knows_its_study_without_reading_it_again():
    study = Study.parse(WALKING_GROUP)
    assert Command.of("opened", study, NOON).study is study
