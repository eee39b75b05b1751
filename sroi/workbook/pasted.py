"""A table copied from a spreadsheet: which of its columns are understood, and the outcomes it holds."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sroi.errors import FileError, Problem, SroiError
from sroi.study.identifiers import proposed_id
from sroi.study.study import Study

#: Headings that are understood, by what they mean here. Compared without case, spaces and signs.
HEADINGS: Final = {
    "name": ("outcome", "outcomes", "what changes", "change", "description", "the outcome"),
    "stakeholder": ("stakeholder", "stakeholders", "who", "who changes", "for whom", "group"),
    "quantity": ("quantity", "number", "number of people", "how many", "amount of change", "no"),
    "value": ("value", "financial proxy value", "proxy value", "unit value", "unit cost", "value of one", "value £"),
    "deadweight": ("deadweight", "would have happened anyway", "counterfactual"),
    "displacement": ("displacement", "moved from others"),
    "attribution": ("attribution", "due to others", "attribution to others", "caused by others"),
    "drop_off": ("drop off", "dropoff", "fades each year", "decay"),
    "duration": ("duration", "duration years", "lasts years", "years", "lasts"),
    "source": ("source", "sources", "evidence", "who says so"),
}

#: Without these a row is no outcome.
_NEEDED: Final = ("name", "quantity", "value")

#: Most cells that are looked at, and longest text of one.
_MOST_ROWS: Final = 2_000
_LONGEST: Final = 2_000


@dataclass(frozen=True)
class Pasted:
    """A pasted table, understood as far as it goes.

    Parameters
    ----------
    columns : dict of column number to meaning
        Columns that are understood.
    unknown
        Headings that are not; their cells are not taken over.
    rows
        Rows below the headings, as text.
    """

    columns: Mapping[int, str]
    unknown: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_pasted(text: str) -> Pasted:
    r"""Read a table copied from a spreadsheet (tabs) or written with commas or semicolons; its first row are headings.

    Raises
    ------
    FileError
        ``pasted-empty``, ``pasted-headings`` where a needed column is missing, ``pasted-large``.

    Examples
    --------
    >>> found = read_pasted("Outcome\tStakeholder\tQuantity\tUnit value\nSleep better\tParents\t40\t£1,200")
    >>> found.columns
    {0: 'name', 1: 'stakeholder', 2: 'quantity', 3: 'value'}
    """
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    if len(lines) < 2:
        raise FileError(
            Problem(
                "pasted-empty",
                "found no rows below a row of headings",
                "a table has headings and rows",
                "copy the cells with their headings",
            )
        )
    if len(lines) > _MOST_ROWS:
        raise FileError(
            Problem("pasted-large", f"found {len(lines):,} rows", f"at most {_MOST_ROWS:,} rows are pasted at once")
        )
    sign = max("\t;,", key=lines[0].count)
    table = [
        tuple(cell.strip()[:_LONGEST] for cell in row)
        for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=sign)
    ]
    columns, unknown = _columns(table[0])
    missing = [key for key in _NEEDED if key not in columns.values()]
    if missing:
        raise FileError(
            Problem(
                "pasted-headings",
                f"found the headings {', '.join(table[0])}",
                f"a table has columns for {', '.join(_NEEDED)}",
                f"name a column {', '.join(HEADINGS[key][0] for key in missing)}",
            )
        )
    return Pasted(columns, unknown, tuple(table[1:]))


def _columns(headings: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    known = {_plain(words): key for key, several in HEADINGS.items() for words in several}
    columns: dict[int, str] = {}
    unknown = []
    for place, heading in enumerate(headings):
        key = known.get(_plain(heading))
        if key is not None and key not in columns.values():
            columns[place] = key
        elif heading:
            unknown.append(heading)
    return columns, tuple(unknown)


def _plain(words: str) -> str:
    return re.sub(r"[^a-z]+", "", words.lower())


@dataclass(frozen=True)
class Rejected:
    """A row that was not taken: its number below the headings, its words, and why."""

    row: int
    words: str
    problems: tuple[Problem, ...]


def add_pasted(study: Study, pasted: Pasted) -> tuple[Study, tuple[str, ...], tuple[Rejected, ...]]:
    """Add the rows of a pasted table as outcomes, each that fits; the others are told with their reason.

    Stakeholders are found by name; new names become new stakeholders.

    Returns
    -------
    study, added, rejected
        The study with the rows that fit, the ids of the new outcomes, and the rows that do not.
    """
    added, rejected = [], []
    for number, row in enumerate(pasted.rows, start=1):
        cells = {key: row[place] for place, key in pasted.columns.items() if place < len(row) and row[place]}
        try:
            study, key = _with_row(study, cells)
        except SroiError as error:
            rejected.append(Rejected(number, " | ".join(row), error.problems))
            continue
        added.append(key)
    return study, tuple(added), tuple(rejected)


def _with_row(study: Study, cells: Mapping[str, str]) -> tuple[Study, str]:
    lacking = [key for key in _NEEDED if key not in cells]
    if lacking:
        raise FileError(
            Problem(
                "pasted-row", f"found no {' and no '.join(lacking)}", "a row says what changes, how many and its value"
            )
        )
    key = proposed_id(cells["name"]) or "outcome"
    base, count = key, 2
    while key in study.outcomes:
        key, count = f"{base}-{count}", count + 1
    document: dict[str, Any] = study.document
    people = dict(document.get("stakeholders") or {})
    who = next(
        (k for k, p in study.stakeholders.items() if p.name.lower() == cells.get("stakeholder", "").lower()), None
    )
    if who is None:
        if "stakeholder" not in cells and people:
            who = next(iter(people))
        else:
            name = cells.get("stakeholder", "Participants")
            who = proposed_id(name) or "people"
            people.setdefault(who, {"name": name})
    stated = {k: v for k, v in cells.items() if k != "stakeholder"} | {"stakeholder": who}
    document["stakeholders"] = people
    document["outcomes"] = {**(document.get("outcomes") or {}), key: stated}
    return study.replaced(document), key
