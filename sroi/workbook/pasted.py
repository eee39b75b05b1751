"""A table copied from a spreadsheet: which of its columns are understood, and the outcomes it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sroi.errors import FileError, Problem, SroiError
from sroi.study.faults import Faulty
from sroi.study.identifiers import proposed_id
from sroi.study.numbers import number
from sroi.study.study import Study
from sroi.workbook.reading.columns import columns_of
from sroi.workbook.reading.numbers import is_range
from sroi.workbook.reading.rows import Number, plain_number, read_number
from sroi.workbook.reading.shares import shares
from sroi.workbook.reading.sheets import Cell, Sheet, read_text
from sroi.workbook.reading.written import share_text

#: Columns that are taken over, by what the reader of value maps calls them; and the words for one that is missing.
_KEYS: Final = {
    "outcome": "name",
    "stakeholder": "stakeholder",
    "quantity": "quantity",
    "value": "value",
    "deadweight": "deadweight",
    "displacement": "displacement",
    "attribution": "attribution",
    "drop_off": "drop_off",
    "duration": "duration",
    "source": "source",
}
_WORDS: Final = {"name": "outcome", "quantity": "quantity", "value": "value"}

#: Columns that hold shares, and amounts.
_SHARES: Final = ("deadweight", "displacement", "attribution", "drop_off")
_AMOUNTS: Final = ("quantity", "value", "duration")

#: Without these a row is no outcome.
_NEEDED: Final = ("name", "quantity", "value")

#: Most rows that are looked at.
_MOST_ROWS: Final = 2_000


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
    sheet = read_text("\n".join(lines), "what was pasted").sheets[0]
    columns, unknown = _columns(sheet)
    missing = [key for key in _NEEDED if key not in columns.values()]
    if missing:
        raise FileError(
            Problem(
                "pasted-headings",
                f"found the headings {', '.join(cell.text for cell in sheet.row(1))}",
                f"a table has columns for {', '.join(_NEEDED)}",
                f"name a column {', '.join(_WORDS[key] for key in missing)}",
            )
        )
    return Pasted(columns, unknown, tuple(_rows(sheet, columns)))


def _columns(sheet: Sheet) -> tuple[dict[int, str], tuple[str, ...]]:
    """Columns by what they mean, counted from 0, and the headings that are not taken over."""
    columns: dict[int, str] = {}
    unknown = []
    for column in columns_of(sheet, 1, 1):
        key = _KEYS.get(column.field)
        if key is not None and key not in columns.values():
            columns[column.column - 1] = key
        elif column.heading:
            unknown.append(column.heading)
    return columns, tuple(unknown)


def _rows(sheet: Sheet, columns: Mapping[int, str]) -> Iterator[tuple[str, ...]]:
    """Rows below the headings as the study file writes them; what is no number stays as it was pasted."""
    cells = {(row, column): cell.text for (row, column), cell in sheet.cells.items()}
    for place, key in columns.items():
        below = {row: sheet.cells[row, place + 1] for row in sheet.by_column.get(place + 1, ()) if row > 1}
        if key in _SHARES:
            read = {row: str(one.written or share_text(one.value)) for row, one in shares(below).found.items()}
        elif key in _AMOUNTS:
            read = {row: str(plain_number(one.value)) for row, cell in below.items() if (one := _amount(cell, key))}
        else:
            read = {}
        cells |= {(row, place + 1): text for row, text in read.items()}
    for row in range(2, sheet.height + 1):
        yield tuple(cells.get((row, column), "") for column in range(1, sheet.width + 1))


def _amount(cell: Cell, key: str) -> Number | None:
    """A number that the study file itself would not read, such as ``NT$ 1,200`` or ``3 years``."""
    try:
        plain = is_range(cell.text) or number(cell.text) is not None
    except Faulty:
        return None
    return None if plain else read_number(cell, key)


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
    for count, row in enumerate(pasted.rows, start=1):
        cells = {key: row[place] for place, key in pasted.columns.items() if place < len(row) and row[place]}
        try:
            study, key = _with_row(study, cells)
        except SroiError as error:
            rejected.append(Rejected(count, " | ".join(row), error.problems))
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
