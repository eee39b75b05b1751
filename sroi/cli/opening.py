"""Finding the study that a command names."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sroi.bank.locate import studies_folder
from sroi.errors import FileError, Problem, StudyError
from sroi.study.faults import did_you_mean
from sroi.study.loading import load
from sroi.study.reading import read_file
from sroi.study.study import Study
from sroi.valuation.lookups import lookup_problems


def ready_studies() -> dict[str, Path]:
    """Ready studies by name."""
    return {path.stem: path for path in sorted(studies_folder().glob("*.yaml"))}


def open_study(name: str, proxies: Sequence[str] = ()) -> Study:
    """Open a study file, or a ready study by its name, with files of the user's own proxies beside it."""
    study = _open(name)
    return study.with_proxies(*proxies) if proxies else study


def _open(name: str) -> Study:
    path = Path(name)
    if path.exists():
        try:
            return load(path)
        except StudyError as error:
            # All problems at once: also those that only the bank can see.
            problems = [*error.problems, *lookup_problems(read_file(path))]
            raise StudyError(sorted(problems, key=lambda problem: problem.line or 0), error.file) from None
    ready = ready_studies()
    key = name
    if key in ready:
        return load(ready[key])
    raise FileError(
        Problem(
            "file-unread",
            f"there is no file {name}, and no ready study of that name",
            write=did_you_mean(key, ready, "sroi examples lists the ready studies"),
        )
    )


def open_with_scenario(name: str, around: Study | None = None, proxies: Sequence[str] = ()) -> tuple[Study, str | None]:
    """Open ``STUDY``, ``STUDY:SCENARIO``, or a scenario of the study around it."""
    if around is not None and not Path(name).exists() and name in {**around.scenarios, **around.options, "base": None}:
        return around, None if name == "base" else name
    head, colon, tail = name.rpartition(":")
    if colon and head and not Path(name).exists():
        return open_study(head, proxies), tail or None
    return open_study(name, proxies), None
