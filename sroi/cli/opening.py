"""Finding the study that a command names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sroi.errors import FileError, Problem, StudyError
from sroi.study.faults import did_you_mean
from sroi.study.loading import load
from sroi.study.reading import MOST_BYTES, Reading, read_bytes, read_file
from sroi.study.study import Study
from sroi.valuation.lookups import lookup_problems
from sroi.valuation.opening import ready_studies

#: What stands for standard input in place of a study file.
STANDARD_INPUT: Final = "-"


def open_study(name: str, proxies: Sequence[str] = ()) -> Study:
    """Open a study file, or a ready study by its name, with files of the user's own proxies beside it."""
    study = _open(name)
    return study.with_proxies(*proxies) if proxies else study


def _open(name: str) -> Study:
    path = Path(name)
    if name == STANDARD_INPUT:
        data = sys.stdin.buffer.read(MOST_BYTES + 1)
        return _whole(lambda: Study.parse(data, "standard input"), lambda: read_bytes(data, "standard input"))
    if path.exists():
        return _whole(lambda: load(path), lambda: read_file(path))
    ready = ready_studies()
    if name in ready:
        return load(ready[name])
    raise FileError(
        Problem(
            "file-unread",
            f"there is no file {name}, and no ready study of that name",
            write=did_you_mean(name, ready, "sroi examples lists the ready studies"),
        )
    )


def _whole(study: Callable[[], Study], text: Callable[[], Reading]) -> Study:
    """Read a study, or report all problems at once: also those that only the bank can see."""
    try:
        return study()
    except StudyError as error:
        problems = [*error.problems, *lookup_problems(text())]
        raise StudyError(sorted(problems, key=lambda problem: problem.line or 0), error.file) from None


def open_with_scenario(name: str, around: Study | None = None, proxies: Sequence[str] = ()) -> tuple[Study, str | None]:
    """Open ``STUDY``, ``STUDY:SCENARIO``, or a scenario of the study around it."""
    if around is not None and not Path(name).exists() and name in {**around.scenarios, **around.options, "base": None}:
        return around, None if name == "base" else name
    if around is not None and not Path(name).exists() and name not in ready_studies() and ":" not in name:
        known = [*around.scenarios, *around.options, "base"]
        raise FileError(
            Problem(
                "file-unread",
                f"there is no file {name}, no ready study and no scenario of the first study of that name",
                write=did_you_mean(name, [*known, *ready_studies()], f"its scenarios are {', '.join(known)}"),
            )
        )
    head, colon, tail = name.rpartition(":")
    if colon and head and not Path(name).exists():
        return open_study(head, proxies), tail or None
    return open_study(name, proxies), None
