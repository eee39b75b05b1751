"""What the commands have in common that write an entry into a study file: the file, who, and when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sroi.errors import FileError, Problem, StudyError


def file_to_write(name: str) -> Path:
    """The study file of a command that writes into it; ready studies are not written to.

    Raises
    ------
    FileError
        ``file-unread`` where there is no such file.
    """
    path = Path(name)
    if not path.exists():
        found = f"there is no file {name} to write into"
        write = "name the study file; a ready study is copied first: sroi new my-study.yaml --from NAME"
        raise FileError(Problem("file-unread", found, write=write))
    return path


def given(option: str, written: str | None, why: str, example: str) -> str:
    """A text that an entry cannot do without.

    Raises
    ------
    StudyError
        ``entry-incomplete`` where it was left out, or is blank.
    """
    text = (written or "").strip()
    if not text:
        raise StudyError(Problem("entry-incomplete", f"found no --{option}", why, f"write --{option} '{example}'"))
    return text


def day_given(written: str | None) -> str:
    """The day of an entry: as it was given, or today.

    Raises
    ------
    StudyError
        ``option-unread`` where it is no day.
    """
    if written is None:
        return date.today().isoformat()
    try:
        return date.fromisoformat(written.strip()).isoformat()
    except ValueError:
        found = f"found --when {written}"
        raise StudyError(Problem("option-unread", found, "--when is a day", "write it like 2026-03-31")) from None
