"""Drafts: every revision of every piece of work, kept in one SQLite file so that nothing is ever lost.

One transaction a revision, written ahead (WAL) and synced, so that a killed process or a power cut loses at most the
act that was under way. Several windows and processes may share the file: each says where it believes a draft stands,
and where another window has gone on in the meantime, its own work becomes a draft of its own.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from sroi.errors import FileError, Problem
from sroi.study.history import MOST_STEPS, Command, History
from sroi.study.study import Study

#: Version of the tables.
FORMAT: Final = 1

#: Seconds to wait for another window that is writing.
_PATIENCE: Final = 10.0

_TABLES: Final = """
CREATE TABLE drafts (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, head INTEGER NOT NULL, tip INTEGER NOT NULL,
    saved INTEGER, folder TEXT, changed TEXT NOT NULL
);
CREATE TABLE revisions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, draft TEXT NOT NULL, parent INTEGER, label TEXT NOT NULL,
    title TEXT NOT NULL, hash TEXT NOT NULL, text BLOB NOT NULL, made TEXT NOT NULL
);
CREATE INDEX revisions_of_a_draft ON revisions (draft);
"""

#: The revisions that lead to one, the newest first.
_LINE: Final = """
WITH RECURSIVE line(id, parent, depth) AS (
    SELECT id, parent, 1 FROM revisions WHERE id = ?
    UNION ALL
    SELECT r.id, r.parent, line.depth + 1 FROM revisions r JOIN line ON r.id = line.parent WHERE line.depth < ?
)
SELECT r.id, r.label, r.text, r.made FROM line JOIN revisions r ON r.id = line.id ORDER BY line.depth
"""

#: Revisions that no draft leads to any more.
_UNREACHED: Final = """
WITH RECURSIVE reached(id) AS (
    SELECT tip FROM drafts UNION SELECT saved FROM drafts WHERE saved IS NOT NULL
    UNION SELECT r.parent FROM revisions r JOIN reached ON r.id = reached.id WHERE r.parent IS NOT NULL
)
DELETE FROM revisions WHERE draft = ? AND id NOT IN (SELECT id FROM reached)
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """One piece of work: its id, the title of its study, when it was last changed, how many revisions it has."""

    id: str
    title: str
    changed: datetime
    revisions: int


@dataclass(frozen=True, slots=True)
class Revision:
    """One kept version: its id, what was done, the study's title and hash, and when."""

    id: int
    label: str
    title: str
    hash: str
    made: datetime


@dataclass(frozen=True, slots=True)
class Position:
    """Where a window believes its draft stands: the revisions of its steps, and the step it stands on."""

    draft: str
    line: tuple[int, ...]
    cursor: int

    @property
    def head(self) -> int:
        """Revision it stands on."""
        return self.line[self.cursor]

    @property
    def tip(self) -> int:
        """Last revision that a redo can reach."""
        return self.line[-1]


def data_folder() -> Path:
    """Folder for the user's own data: ``SROI_DATA``, or where the system keeps such things."""
    if chosen := os.environ.get("SROI_DATA"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "sroi"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "sroi"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "sroi"


class Drafts:
    """The drafts of one user, in one file.

    Parameters
    ----------
    path
        The SQLite file; made with its folder where it does not exist yet.

    Raises
    ------
    FileError
        ``drafts-unusable`` where the file cannot be opened or written, or a newer version of sroi made it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FileError(_unusable(path, (error.strerror or str(error)).lower())) from None
        with self._transaction() as base:
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version > FORMAT:
                raise FileError(_unusable(path, "a newer version of sroi made it"))
            if version == 0:
                for statement in filter(str.strip, _TABLES.split(";")):
                    base.execute(statement)
                base.execute(f"PRAGMA user_version = {FORMAT}")

    def begin(self, history: History) -> Position:
        """Keep new work as a draft of its own."""
        with self._transaction() as base:
            return _begun(base, history)

    def append(self, position: Position, history: History) -> Position:
        """Keep the step just taken. Where another window has changed the draft, the work goes on in a new draft."""
        with self._transaction() as base:
            before = replace(history, commands=history.commands[: history.cursor], cursor=history.cursor - 1)
            position = _own(base, position, before)
            made = _insert(base, position.draft, position.head, history.command)
            changed = history.command.when.isoformat()
            base.execute(
                "UPDATE drafts SET head = ?, tip = ?, title = ?, changed = ? WHERE id = ?",
                (made, made, history.study.title, changed, position.draft),
            )
        line = (*position.line[: position.cursor + 1], made)[-MOST_STEPS:]
        return Position(position.draft, line, len(line) - 1)

    def move(self, position: Position, history: History) -> Position:
        """Remember the step the history stands on now, after an undo or redo."""
        with self._transaction() as base:
            position = replace(_own(base, position, history), cursor=history.cursor)
            base.execute(
                "UPDATE drafts SET head = ?, title = ? WHERE id = ?",
                (position.head, history.study.title, position.draft),
            )
        return position

    def mark_saved(self, position: Position) -> None:
        """Remember that a file holds the revision the window stands on."""
        with self._transaction() as base:
            base.execute("UPDATE drafts SET saved = ? WHERE id = ?", (position.head, position.draft))

    def restore(self, draft: str) -> tuple[History, Position] | None:
        """Take up a draft where it was left, with its steps; None where there is no such draft."""
        with self._transaction() as base:
            row = base.execute("SELECT head, tip, saved, folder FROM drafts WHERE id = ?", (draft,)).fetchone()
            if row is None:
                return None
            head, tip, saved, folder = row
            found = base.execute(_LINE, (tip, MOST_STEPS)).fetchall()[::-1]
            kept = base.execute("SELECT text FROM revisions WHERE id = ?", (saved,)).fetchone()
        place = Path(folder) if folder else None
        commands = [Command(label, _text(blob), datetime.fromisoformat(made), place) for _, label, blob, made in found]
        line = tuple(row[0] for row in found)
        cursor = line.index(head)
        return History.restored(commands, cursor, _text(kept[0]) if kept else None), Position(draft, line, cursor)

    def recent(self, most: int = 8) -> tuple[Draft, ...]:
        """Drafts, the one changed last first; of those that were opened and never changed, one of each study."""
        with self._transaction() as base:
            rows = base.execute(
                "SELECT d.id, d.title, d.changed, r.hash, (SELECT count(*) FROM revisions s WHERE s.draft = d.id)"
                " FROM drafts d JOIN revisions r ON r.id = d.head ORDER BY d.changed DESC, d.rowid DESC LIMIT ?",
                (8 * most,),
            ).fetchall()
        found: list[Draft] = []
        untouched = set()
        for key, title, changed, said, count in rows:
            if count > 1 or said not in untouched:
                found.append(Draft(key, title, datetime.fromisoformat(changed), count))
            if count == 1:
                untouched.add(said)
        return tuple(found[:most])

    def revisions(self, draft: str, most: int = 500) -> tuple[Revision, ...]:
        """Every version kept of a draft, those that were undone included, the newest first."""
        with self._transaction() as base:
            rows = base.execute(
                "SELECT id, label, title, hash, made FROM revisions WHERE draft = ? ORDER BY id DESC LIMIT ?",
                (draft, most),
            ).fetchall()
        return tuple(
            Revision(key, label, title, said, datetime.fromisoformat(made)) for key, label, title, said, made in rows
        )

    def open(self, revision: int) -> Study:
        """The study of one revision.

        Raises
        ------
        FileError
            ``revision-unknown`` where it was removed.
        """
        with self._transaction() as base:
            row = base.execute(
                "SELECT r.text, d.folder FROM revisions r LEFT JOIN drafts d ON d.id = r.draft WHERE r.id = ?",
                (revision,),
            ).fetchone()
        if row is None:
            raise FileError(Problem("revision-unknown", f"there is no revision {revision}", write="choose another"))
        return Study.parse(_text(row[0]), folder=Path(row[1]) if row[1] else None)

    def forget(self, draft: str) -> None:
        """Remove a draft, and every revision that no other draft grew out of."""
        with self._transaction() as base:
            base.execute("DELETE FROM drafts WHERE id = ?", (draft,))
            base.execute(_UNREACHED, (draft,))

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """One transaction on a connection of its own, so that any thread of any process may ask."""
        try:
            base = sqlite3.connect(self.path, timeout=_PATIENCE, isolation_level=None)
            try:
                base.execute("PRAGMA journal_mode = WAL")
                base.execute("PRAGMA synchronous = FULL")
                base.execute("BEGIN IMMEDIATE")
                try:
                    yield base
                except BaseException:
                    base.execute("ROLLBACK")
                    raise
                base.execute("COMMIT")
            finally:
                base.close()
        except sqlite3.Error as error:
            raise FileError(_unusable(self.path, str(error))) from None


def _unusable(path: Path, why: str) -> Problem:
    return Problem(
        "drafts-unusable",
        f"drafts cannot be kept in {path}: {why}",
        "drafts are kept in a file that can be written",
        "free the disk or name another folder in SROI_DATA; until then, save the study yourself",
    )


def _text(blob: bytes) -> str:
    return zlib.decompress(blob).decode("utf-8")


def _insert(base: sqlite3.Connection, draft: str, parent: int | None, command: Command) -> int:
    made = base.execute(
        "INSERT INTO revisions (draft, parent, label, title, hash, text, made) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            draft,
            parent,
            command.label,
            command.study.title,
            command.study.hash,
            zlib.compress(command.text.encode("utf-8")),
            command.when.isoformat(),
        ),
    )
    assert made.lastrowid is not None
    return made.lastrowid


def _begun(base: sqlite3.Connection, history: History) -> Position:
    """A new draft of every step of a history."""
    draft, line, parent = uuid.uuid4().hex[:12], [], None
    saved = None
    for command in history.commands:
        parent = _insert(base, draft, parent, command)
        line.append(parent)
        saved = parent if command.text == history.saved else saved
    position = Position(draft, tuple(line), history.cursor)
    _add(base, position, history, saved)
    return position


def _add(base: sqlite3.Connection, position: Position, history: History, saved: int | None) -> None:
    folder = str(history.command.folder) if history.command.folder else None
    changed = history.command.when.isoformat()
    base.execute(
        "INSERT INTO drafts (id, title, head, tip, saved, folder, changed) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (position.draft, history.study.title, position.head, position.tip, saved, folder, changed),
    )


def _own(base: sqlite3.Connection, position: Position, history: History) -> Position:
    """The position itself where the draft stands as believed; otherwise a new draft that branches off there.

    ``history`` is what the window holds at that position.
    """
    row = base.execute("SELECT head, tip FROM drafts WHERE id = ?", (position.draft,)).fetchone()
    if row == (position.head, position.tip):
        return position
    known = base.execute("SELECT count(*) FROM revisions WHERE id IN (?, ?)", (position.head, position.tip))
    if known.fetchone()[0] != len({position.head, position.tip}):
        return _begun(base, history)  # it was removed in another window while this one went on: keep every step anew
    branch = replace(position, draft=uuid.uuid4().hex[:12])
    _add(base, branch, history, None)
    return branch
