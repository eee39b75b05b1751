"""Opening what a stranger sends: a study is checked whole, and refused whole with everything that is wrong."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import Any, Final

from sroi.bank.locate import studies_folder
from sroi.errors import FileError, Problem, StudyError
from sroi.study.reading import Reading, read_bytes
from sroi.study.study import FORMAT, Study
from sroi.valuation.lookups import lookup_problems

#: Ends of the names of study files.
SUFFIXES: Final = ("yaml", "yml", "json")


def ready_studies() -> dict[str, Path]:
    """Ready studies by name."""
    return {path.stem: path for path in sorted(studies_folder().glob("*.yaml"))}


def templates() -> dict[str, Path]:
    """Studies to start from, by field of work."""
    return {path.stem: path for path in sorted((studies_folder() / "templates").glob("*.yaml"))}


def head(path: Path) -> dict[str, Any]:
    """What a study file says of itself before its tables begin, such as title, kind and purpose.

    Examples
    --------
    >>> head(ready_studies()["wheels-to-meals"])["title"]
    'Wheels-to-Meals, the worked example of the SROI guide'
    """
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if re.match(r"(sources|estimates|stakeholders|inputs|outcomes|limitations):", line):
            break
        lines.append(line)
    found: dict[str, Any] = read_bytes("\n".join(lines).encode("utf-8"), path.name).document
    return found


def open_sent(data: bytes, name: str) -> Study:
    """Open a study that was sent as bytes, such as a file uploaded to the app.

    Parameters
    ----------
    data
        The bytes of a YAML or JSON file.
    name
        Its name, as the sender says.

    Raises
    ------
    FileError
        Where it is no study file at all: its name ends otherwise, it is too large, or it is not text.
    StudyError
        With every problem in it, those included that only the bank can see. ``format-newer`` where a later version
        of sroi wrote it; ``proxies-beside`` where it names files that lie beside it and were not sent.

    Examples
    --------
    >>> open_sent(b"{sroi: 9, title: T}", "mine.yaml")
    Traceback (most recent call last):
        ...
    sroi.errors.StudyError: mine.yaml: 1 problem
      line 1, sroi: the file has format 9; this sroi reads format 1; use a newer version of sroi. [format-newer]
    """
    file = PurePath(name.replace("\\", "/")).name or "study"
    suffix = PurePath(file).suffix.lower().removeprefix(".")
    if suffix not in SUFFIXES:
        ends = ", ".join(f".{end}" for end in SUFFIXES)
        write = "export it as a study first" if suffix in ("xlsx", "xlsm", "xls", "csv") else "choose the study file"
        raise FileError(Problem("suffix-unknown", f"found the file {file}", f"a study ends in {ends}", write), file)
    found = read_bytes(data, file)
    problems = [*_newer(found), *_beside(found)]
    if problems:
        raise StudyError(problems, file)
    try:
        return Study.parse(data, file)
    except StudyError as error:
        every = [*error.problems, *lookup_problems(found)]
        raise StudyError(sorted(every, key=lambda problem: problem.line or 0), file) from None


def _newer(found: Reading) -> list[Problem]:
    """A file of a later format is not judged by the rules of this one."""
    written = found.document.get("sroi")
    if isinstance(written, bool) or not isinstance(written, int) or written <= FORMAT:
        return []
    said = f"the file has format {written}", f"this sroi reads format {FORMAT}"
    return [Problem("format-newer", *said, "use a newer version of sroi", "sroi", found.line(("sroi",)))]


def _beside(found: Reading) -> list[Problem]:
    """Files that a sent study names would be looked for on this machine, which is not the sender's."""
    named = found.document.get("proxies")
    if not named:
        return []
    said = "the study names files of its own proxies", "a study that is sent stands alone"
    write = "write the values into it, or open it where those files lie: sroi app FILE"
    return [Problem("proxies-beside", *said, write, "proxies", found.line(("proxies",)))]
