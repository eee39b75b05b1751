"""Running a recorded command again, and comparing what it writes with what it wrote."""

from __future__ import annotations

import argparse
import contextlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from sroi.analysis.recorded.contents import compared, result_bytes
from sroi.analysis.recorded.recomputed import Recomputed, digits_in_words
from sroi.analysis.recorded.record import RunRecord
from sroi.cli.main import INTERRUPTED, module_of, parser
from sroi.cli.opening import open_study
from sroi.cli.recording import ELSEWHERE
from sroi.errors import FileError, Problem, SroiError
from sroi.study.study import Study
from sroi.valuation.scenarios import BASE, scenario_of

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
        Those that are not the same, and those that the file does not hold.
    added
        How many the file does not hold.
    """

    command: str
    values: int
    apart: tuple[Recomputed, ...]
    added: int = 0

    @property
    def same(self) -> bool:
        """Whether every value is the same."""
        return not self.apart

    @property
    def said(self) -> str:
        """What comes of it, in a sentence."""
        if self.same:
            return f"The same result: all {self.values:,} values of the file agree in every digit."
        differ, least = len(self.apart) - self.added, min(one.digits for one in self.apart)
        close, found = digits_in_words(least, "significant "), []
        if differ or not self.added:
            alike = f"; {'it agrees' if differ == 1 else 'those agree'} to {close}{' or more' if differ > 1 else ''}"
            verb = "differs" if differ == 1 else "differ"
            found.append(f"{differ:,} of the {self.values:,} values of the file {verb}{alike if least else ''}")
        if self.added:
            found.append(f"{self.added:,} {'value' if self.added == 1 else 'values'} more now")
        return f"Not the same result: {'; '.join(found)}."


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
        ``record-unread`` where a record names a command that none of sroi's would; ``record-alone`` where its second
        study names files of its own proxies; ``result-unread``.
    SroiError
        Where the command fails today.
    """
    result_bytes(file)  # before hours are spent on what it cannot be compared with
    file = file.absolute()
    study, proxies = _from_anywhere(study) if study else None, [_from_anywhere(name) for name in proxies]
    with TemporaryDirectory() as folder, _nothing_around(Path(folder) / "empty"):
        target = Path(folder) / f"now{file.suffix.lower()}"
        options = _options(record, Path(folder), study, proxies)
        options.proxies = proxies
        if getattr(options, "keep", None):
            options.keep, options.json = str(target), True  # the draws themselves, not what comes of them
        else:
            options.output = str(target)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                code = import_module(module_of(options.command)).execute(options)
        except SroiError as error:  # the folder that a study lay in for a moment says nothing to anybody
            raise type(error)(error.problems, error.file and Path(error.file).name) from None
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        found = compared(file, target)
    return Again(record.command_line, found.values, found.apart, found.added)


def _from_anywhere(name: str) -> str:
    """A file by a name that holds in any folder; a ready study by its own."""
    return str(Path(name).absolute()) if Path(name).exists() else name


@contextlib.contextmanager
def _nothing_around(folder: Path) -> Iterator[None]:
    """Work in an empty folder, so that no word of a record is taken for a file that happens to lie here."""
    folder.mkdir()
    with contextlib.chdir(folder):
        yield


def _options(record: RunRecord, folder: Path, study: str | None, proxies: Sequence[str]) -> argparse.Namespace:
    """The options of a recorded command, its studies being those of the record; believe nothing of what it says."""
    words = list(record.command)
    if not words or words[0] not in REPEATED:
        raise _not_ours(f"it names the command {words[0] if words else ''!r}")
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            options: argparse.Namespace = parser().parse_args(words)
    except SroiError as error:
        raise _not_ours(f"its command is not understood: {error.problems[0].found}") from None
    except SystemExit:
        raise _not_ours("its command asks for help") from None
    if any(action.dest in ELSEWHERE for action, _ in options.given):
        raise _not_ours("its command says where to read or to write")
    if hasattr(options, "study"):
        options.study = study or _written(record.study, options.study, folder / "study")
    else:
        _compared(options, record, folder, study, proxies)
    return options


def _compared(
    options: argparse.Namespace, record: RunRecord, folder: Path, study: str | None, proxies: Sequence[str]
) -> None:
    """The two that are compared: a study of the record, and its other one or a scenario of the first."""
    first = open_study(study, proxies) if study else Study.parse(record.study, "the study in the record")
    name, scenario = _scenario_apart(options.first, Study.parse(record.study) if record.study else first)
    options.first = (study or _written(record.study, name, folder / "first")) + scenario
    if not record.second:
        scenario_of(first, options.second)  # anything else would be looked for on this computer
        return
    second = Study.parse(record.second, "the second study in the record")
    if second.proxies:  # whoever wrote the record shall not choose which files of this machine are read
        said = "the second study in the record names files of its own proxies", "those lie beside its own file"
        raise FileError(Problem("record-alone", *said, f"write it anew where they lie: {record.command_line}"))
    name, scenario = _scenario_apart(options.second, second)
    options.second = _written(record.second, name, folder / "second") + scenario


def _scenario_apart(words: str, study: Study) -> tuple[str, str]:
    """Name of a file, and what is behind it where that is one of the study's scenarios: a name may hold a colon."""
    name, colon, scenario = words.rpartition(":")
    known = {*study.scenarios, *study.options, BASE, ""}
    return (name, colon + scenario) if colon and name and scenario in known else (words, "")


def _written(text: str, name: str, folder: Path) -> str:
    """A study of the record as a file of the name it had, in a folder of its own."""
    if name == ".." or "\0" in name or Path(name).name != name:
        raise _not_ours("its command names no study")
    folder.mkdir()
    path = folder / name
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise _not_ours(f"no file can be called {name} here: {(error.strerror or str(error)).lower()}") from None
    return str(path)


def _not_ours(why: str) -> FileError:
    allowed, write = "a record is written by sroi and left as it is", "go back to the file as it was handed over"
    return FileError(Problem("record-unread", f"cannot read the run record: {why}", allowed, write))
