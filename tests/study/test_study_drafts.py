"""Drafts: nothing is lost, nothing is mixed, whoever else writes and whatever is killed."""

import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from datetime import datetime, timedelta

import pytest

from sroi.errors import FileError
from sroi.study.drafts import Drafts, data_folder
from sroi.study.history import History
from sroi.study.study import Study
from tests.conftest import ROOT, WALKING_GROUP

NOON = datetime(2026, 3, 1, 12, 0)


class Window:
    """What one window of the app does with its draft."""

    def __init__(self, drafts, history=None, draft=None):
        self.drafts = drafts
        if draft is not None:
            self.history, self.position = drafts.restore(draft)
        else:
            self.history = history or History.start(Study.parse(WALKING_GROUP), "opened", NOON)
            self.position = drafts.begin(self.history)

    def set(self, share):
        study = self.history.study.edited({"fit/deadweight": share})
        self.history = self.history.apply(f"to {share}", study, self.history.command.when + timedelta(minutes=1))
        self.position = self.drafts.append(self.position, self.history)
        return self

    def undo(self):
        self.history = self.history.undo()
        self.position = self.drafts.move(self.position, self.history)
        return self

    def redo(self):
        self.history = self.history.redo()
        self.position = self.drafts.move(self.position, self.history)
        return self

    @property
    def share(self):
        return self.history.study.outcomes["fit"].deadweight.central


@pytest.fixture
def drafts(tmp_path):
    return Drafts(tmp_path / "inside" / "drafts.sqlite")


def test_a_draft_comes_back_with_its_steps_and_comments(drafts):
    window = Window(drafts).set("20%").set("30%").undo()
    again = Window(drafts, draft=window.position.draft)
    assert again.share == 0.2
    assert again.history.redo_label == "to 30%" and again.history.undo_label == "to 20%"
    assert again.redo().share == 0.3
    assert again.undo().undo().history.study.text() == WALKING_GROUP


def test_it_is_known_what_a_file_holds(drafts):
    window = Window(drafts).set("20%")
    window.history = window.history.mark_saved()
    drafts.mark_saved(window.position)
    window.set("30%")
    again = Window(drafts, draft=window.position.draft)
    assert again.history.changed_since_saved and not again.history.undo().changed_since_saved


def test_what_was_undone_and_replaced_is_kept_among_the_revisions(drafts):
    window = Window(drafts).set("20%").undo().set("30%")
    found = drafts.revisions(window.position.draft)
    assert [revision.label for revision in found] == ["to 30%", "to 20%", "opened"]
    assert drafts.open(found[1].id).outcomes["fit"].deadweight.central == 0.2
    assert found[0].hash == window.history.study.hash and found[0].title == "Walking group"


def test_two_windows_on_one_draft_part_ways(drafts):
    first = Window(drafts).set("20%")
    second = Window(drafts, draft=first.position.draft)
    second.set("50%")
    first.set("30%").set("31%")
    assert first.position.draft != second.position.draft
    assert Window(drafts, draft=first.position.draft).share == 0.31
    assert Window(drafts, draft=second.position.draft).share == 0.5
    assert Window(drafts, draft=first.position.draft).undo().undo().share == 0.2


def test_an_undo_in_another_window_is_seen_as_a_change(drafts):
    first = Window(drafts).set("20%")
    Window(drafts, draft=first.position.draft).undo()
    first.set("30%")
    assert len(drafts.recent()) == 2
    assert Window(drafts, draft=first.position.draft).undo().share == 0.2


def test_removing_a_draft_leaves_what_grew_out_of_it(drafts):
    first = Window(drafts).set("20%")
    second = Window(drafts, draft=first.position.draft).set("50%")
    first.set("30%")  # now a draft of its own, with the first two revisions in common
    drafts.forget(second.position.draft)
    assert [draft.id for draft in drafts.recent()] == [first.position.draft]
    assert Window(drafts, draft=first.position.draft).undo().share == 0.2
    with sqlite3.connect(drafts.path) as base:
        assert base.execute("SELECT count(*) FROM revisions").fetchone() == (3,)
    base.close()


def test_a_draft_removed_under_a_window_is_kept_anew(drafts):
    window = Window(drafts).set("20%")
    drafts.forget(window.position.draft)
    window.set("30%").set("40%")
    again = Window(drafts, draft=window.position.draft)
    assert again.share == 0.4 and again.undo().undo().undo().share == 0.1


def test_a_draft_removed_under_an_undo_is_kept_anew(drafts):
    window = Window(drafts).set("20%").set("30%")
    drafts.forget(window.position.draft)
    window.undo()
    again = Window(drafts, draft=window.position.draft)
    assert again.share == 0.2 and again.redo().share == 0.3


def test_a_long_history_keeps_its_place(drafts, monkeypatch):
    monkeypatch.setattr("sroi.study.history.MOST_STEPS", 20)
    monkeypatch.setattr("sroi.study.drafts.MOST_STEPS", 20)
    window = Window(drafts)
    for place in range(23):
        window.set(f"{place + 5}%")
    again = Window(drafts, draft=window.position.draft)
    assert len(again.history.commands) == len(again.position.line) == 20
    assert again.share == window.share == 0.27 and again.undo().share == 0.26
    assert len(drafts.revisions(window.position.draft)) == 24


def test_recent_drafts_come_newest_first(drafts):
    old = Window(drafts)
    new = Window(drafts).set("20%")
    found = drafts.recent()
    assert [draft.id for draft in found] == [new.position.draft, old.position.draft]
    assert found[0].revisions == 2 and found[0].changed == NOON + timedelta(minutes=1)


def test_what_was_only_opened_is_listed_once(drafts):
    Window(drafts)
    last = Window(drafts)
    changed = Window(drafts).set("20%")
    assert {draft.id for draft in drafts.recent()} == {changed.position.draft, last.position.draft}


def test_unknown_drafts_and_revisions_are_said(drafts):
    assert drafts.restore("nothing") is None
    with pytest.raises(FileError, match="there is no revision 7"):
        drafts.open(7)


def test_a_file_of_a_newer_version_is_refused_and_left_alone(drafts):
    with sqlite3.connect(drafts.path) as base:
        base.execute("PRAGMA user_version = 99")
    base.close()
    with pytest.raises(FileError, match="a newer version of sroi made it"):
        Drafts(drafts.path)


def test_a_file_that_is_no_database_is_said_in_words(tmp_path):
    path = tmp_path / "drafts.sqlite"
    path.write_text("this is not a database, it is a text of some length" * 50, encoding="utf-8")
    with pytest.raises(FileError, match=r"drafts cannot be kept in .*not a database"):
        Drafts(path)


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FileError, match="drafts cannot be kept in"):
        Drafts(tmp_path / "file" / "drafts.sqlite")


def test_the_folder_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("SROI_DATA", str(tmp_path))
    assert data_folder() == tmp_path
    monkeypatch.delenv("SROI_DATA")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert data_folder().as_posix() == "/data/sroi"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", "/local")
    assert data_folder().as_posix() == "/local/sroi"


WRITER = """
    import sys
    from pathlib import Path
    from tests.study.test_study_drafts import Window
    from sroi.study.drafts import Drafts
    window = Window(Drafts(Path(sys.argv[1])))
    print(window.position.draft, flush=True)
    for place in range(int(sys.argv[2])):
        window.set(f"{place % 90 + 5}%")
        print(place % 90 + 5, flush=True)
"""


def writer(path, steps):
    words = [sys.executable, "-c", textwrap.dedent(WRITER), str(path), str(steps)]
    return subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_killed_process_loses_nothing_it_had_reported(drafts):
    process = writer(drafts.path, 10_000)
    draft = process.stdout.readline().strip()
    said = [process.stdout.readline() for _ in range(12)]
    process.send_signal(signal.SIGKILL)
    said += process.stdout.readlines()
    process.wait()
    process.stdout.close()
    whole = [line for line in said if line.endswith("\n")]
    again = Window(drafts, draft=draft)
    kept = len(again.history.commands) - 1
    assert kept in (len(whole), len(whole) + 1)  # the act under way may have been finished but not yet reported
    assert again.history.commands[len(whole)].label == f"to {whole[-1].strip()}%"
    with sqlite3.connect(drafts.path) as base:
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    base.close()
    again.set("90%")
    assert Window(drafts, draft=draft).share == 0.9


def test_processes_that_write_at_once_keep_their_drafts_apart(drafts):
    steps = 15
    processes = [writer(drafts.path, steps) for _ in range(3)]
    ids = []
    for process in processes:
        ids.append(process.stdout.readline().strip())
    for process in processes:
        assert len(process.stdout.readlines()) == steps
        assert process.wait() == 0
        process.stdout.close()
    assert len(set(ids)) == 3
    for draft in ids:
        found = Window(drafts, draft=draft)
        assert [command.label for command in found.history.commands[1:]] == [f"to {n + 5}%" for n in range(steps)]
    assert len(drafts.recent()) == 3


def test_a_window_waits_for_another_that_is_writing(drafts):
    window = Window(drafts)
    busy = sqlite3.connect(drafts.path, isolation_level=None, check_same_thread=False)
    busy.execute("BEGIN IMMEDIATE")
    import threading

    later = threading.Timer(0.3, lambda: busy.execute("COMMIT"))
    later.start()
    began = time.monotonic()
    window.set("20%")
    assert time.monotonic() - began >= 0.2
    later.join()
    busy.close()
    assert Window(drafts, draft=window.position.draft).share == 0.2
