"""The versions of a study file that git keeps. Git is only read, and only through fixed arguments."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sroi.errors import FileError, Problem
from sroi.study.reading import MOST_BYTES

#: Options that keep git from running anything, asking anything, or fetching anything.
_QUIET: Final = (
    "--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false",
    "-c", "log.showSignature=false", "-c", "protocol.allow=never",
)  # fmt: skip

#: Settings of the surroundings that would lead git to another repository.
_ASTRAY: Final = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)

#: How git lists a commit: a record, its id, day, author and subject, then the name the file had.
_FORMAT: Final = "--format=%x1e%H%x1f%ad%x1f%an%x1f%s"
_RECORD: Final = re.compile(
    "\x1e([0-9a-f]{40,64})\x1f([^\x1f]*)\x1f([^\x1f]*)\x1f(.*?)\x00(?:\n(.*?)\x00)?(?=\x1e|\\Z)", re.DOTALL
)

#: Seconds that git may take.
_PATIENCE: Final = 60


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit that changed a file.

    Parameters
    ----------
    id
        Its hash.
    date
        Day on which it was written, such as ``2026-03-01``.
    author, subject
        Who wrote it, and the first line of what they said.
    path
        Path of the file in the repository, as it was then.
    """

    id: str
    date: str
    author: str
    subject: str
    path: str


def commits(file: Path, most: int) -> tuple[Commit, ...]:
    """List the commits that changed a file, newest first, its renames followed.

    Raises
    ------
    FileError
        ``git-missing`` where git is not installed; ``git-none`` where the file is in no repository; ``git-untracked``
        where no commit has it; ``git-failed`` where git gives up, with its reason; ``file-unread`` where there is no
        such file.
    """
    if not file.exists():
        raise FileError(Problem("file-unread", f"there is no file {file}", write="check the name and where it lies"))
    here = file.resolve()
    if not _git(here, "rev-list", "--all", "--max-count=1").strip():
        raise _untracked(file)
    how = ("--follow", "-z", "--name-only", "--date=short", f"--max-count={most}", _FORMAT)
    listed = _git(here, "log", *how, "--", here.name)
    found: list[Commit] = []
    for match in _RECORD.finditer(listed.decode("utf-8", errors="replace")):
        path = match[5] or (found[-1].path if found else "")
        found.append(Commit(match[1], match[2], match[3], match[4], path))
    if not found:
        raise _untracked(file)
    return tuple(found)


def text_at(file: Path, commit: Commit) -> bytes | None:
    """What a file said at a commit; None where the commit removed it.

    Of a text beyond the size of a study only so much is given that it is seen to be too large.
    """
    here, name = file.resolve(), f"{commit.id}:{commit.path}"
    try:
        size = int(_git(here, "cat-file", "-s", name))
    except FileError as error:
        if error.problems[0].code == "git-failed":
            return None
        raise
    return _git(here, "cat-file", "blob", name) if size <= MOST_BYTES else b" " * (MOST_BYTES + 1)


def _untracked(file: Path) -> FileError:
    return FileError(
        Problem("git-untracked", f"git keeps no version of {file.name}", "a history is of what was committed",
                f"commit it first: git add {file.name}, then git commit")
    )  # fmt: skip


def _git(file: Path, *words: str) -> bytes:
    """Run git on the repository around a file and return what it prints."""
    around = {key: value for key, value in os.environ.items() if key not in _ASTRAY}
    around |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(
            ["git", "-C", str(file.parent), *_QUIET, *words],
            stdin=subprocess.DEVNULL, capture_output=True, check=False, env=around, timeout=_PATIENCE,
        )  # fmt: skip
    except FileNotFoundError:
        raise FileError(
            Problem("git-missing", "git is not installed", "a history is read from git",
                    "install git, or compare two files with sroi compare")
        ) from None  # fmt: skip
    except subprocess.TimeoutExpired:
        raise FileError(Problem("git-failed", f"git did not answer within {_PATIENCE} seconds")) from None
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.decode("utf-8", errors="replace").strip().split("\n")[0].removeprefix("fatal: ")
    if "not a git repository" in said:
        raise FileError(
            Problem("git-none", f"{file.name} is in no git repository", "a history is read from git",
                    "keep its folder in git (git init), or compare two files with sroi compare")
        )  # fmt: skip
    raise FileError(Problem("git-failed", f"git could not read the history: {said or 'it gave no reason'}"))
