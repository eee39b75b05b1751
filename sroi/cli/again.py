"""Running a recorded command again, and comparing what it writes with what it wrote."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sroi.analysis.recorded.contents import apart, contents
from sroi.analysis.recorded.recomputed import Recomputed, digits_in_words
from sroi.analysis.recorded.record import RunRecord
from sroi.cli.main import module_of, parser
from sroi.cli.recording import ELSEWHERE
from sroi.errors import FileError, Problem, SroiError

#: Commands that a record may name: they read the study that they are given, and write nothing but their result.
REPEATED: Final = (
    "run", "explain", "scenarios", "compare", "solve", "switch", "simulate", "tornado", "drivers", "evpi", "sweep",
    "evidence", "assumptions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Again:
    """What a command wrote, and what it writes now.

    Parameters
    ----------
    command
        The command as it is typed.
    values
        How many values the file holds.
    apart
        Those that are not the same.
    """

    command: str
    values: int
    apart: tuple[Recomputed, ...]

    @property
    def same(self) -> bool:
        """Whether every value is the same."""
        return not self.apart

    @property
    def said(self) -> str:
        """What comes of it, in a sentence."""
        if self.same:
            return f"The same result: all {self.values:,} values of the file agree in every digit."
        lead, least = "Not the same result:", min(one.digits for one in self.apart)
        close, of = digits_in_words(least, "significant "), f"of the {self.values:,} values of the file"
        if len(self.apart) == 1:
            return f"{lead} 1 {of} differs{f'; it agrees to {close}' if least else ''}."
        return f"{lead} {len(self.apart):,} {of} differ{f'; those agree to {close} or more' if least else ''}."


def again(record: RunRecord, file: Path, study: str | None = None, proxies: Sequence[str] = ()) -> Again:
    """Run the command of a record again and compare what it writes with the file that it wrote.

    Parameters
    ----------
    record
        The record, which names a command.
    file
        What the command wrote.
    study, proxies
        The study, and files of the user's own proxies, where the record does not carry them.

    Raises
    ------
    FileError
        ``record-unread`` where a record names a command that none of sroi's would; ``result-unread``.
    SroiError
        Where the command fails today.
    """
    then = contents(file)
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"now{file.suffix.lower()}"
        options = _options(record, Path(folder), study)
        options.proxies = list(proxies)
        if getattr(options, "keep", None):
            options.keep, options.json = str(target), True  # the draws themselves, not what comes of them
        else:
            options.output = str(target)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            import_module(module_of(options.command)).execute(options)
        now = contents(target)
    return Again(record.command_line, len(then), apart(then, now))


def _options(record: RunRecord, folder: Path, study: str | None) -> argparse.Namespace:
    """The options of a recorded command, its studies being those of the record; believe nothing of what it says."""
    words = list(record.command)
    if not words or words[0] not in REPEATED:
        raise _not_ours(f"it names the command {words[0] if words else ''!r}")
    try:
        options: argparse.Namespace = parser().parse_args(words)
    except SroiError as error:
        raise _not_ours(f"its command is not understood: {error.problems[0].found}") from None
    if any(action.dest in ELSEWHERE for action, _ in options.given):
        raise _not_ours("its command says where to read or to write")
    texts = {"study": record.study, "first": record.study, "second": record.second}
    for place, text in texts.items():
        if not hasattr(options, place) or not text:
            continue  # the second of a comparison may be a scenario of the first
        name, colon, scenario = getattr(options, place).partition(":") if place != "study" else (options.study, "", "")
        path = study if study and place != "second" else _written(text, name, folder / place)
        setattr(options, place, path + colon + scenario)
    return options


def _written(text: str, name: str, folder: Path) -> str:
    """A study of the record as a file of the name it had, in a folder of its own."""
    if not re.fullmatch(r"[^/\\\0]{1,100}", name) or name in (".", ".."):
        raise _not_ours("its command names no study")
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def _not_ours(why: str) -> FileError:
    allowed, write = "a record is written by sroi and left as it is", "go back to the file as it was handed over"
    return FileError(Problem("record-unread", f"cannot read the run record: {why}", allowed, write))
