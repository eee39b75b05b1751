"""One sheet in the making: a title, one table, and cells that know where they will stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

#: Row of the headings; the table begins below it. Rows count from 1, as on the sheet.
HEAD: Final = 4


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and its value where it is known at export, so that viewers that do not calculate show it.

    Parameters
    ----------
    text
        The formula without its equals sign.
    value
        What it gives: a number or a text.
    look
        How it is shown, where that is not the look of its column.
    """

    text: str
    value: float | str
    look: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands as it is, shown otherwise than its column; ``given`` where a person may change it."""

    value: float
    look: str | None = None
    given: bool = False
    limits: tuple[float, float] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A word chosen from a list; ``listed`` are the cells that hold the list, where it is long."""

    value: str
    among: tuple[str, ...]
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is shown otherwise than its column."""

    value: str
    look: str


Content: TypeAlias = "Formula | Number | Choice | Text | float | int | str | None"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, how its cells are shown, and how wide it is in characters."""

    key: str
    heading: str | int
    look: str = "text"
    wide: float = 12


@dataclass
class Page:
    """A sheet with one table.

    Parameters
    ----------
    name
        Of the tab.
    title
        In A1.
    about
        One or two lines below the title: how to read the table.
    columns
        From left to right.
    kept
        How many columns stay in sight when the sheet is scrolled sideways.
    rows, looks
        Rows of the table, and the looks of those that are totals, by number.
    above
        Cells above the table, by row (from 1) and place of the column (from 0).
    names
        Names of cells: row and column.
    filtered
        Whether the headings offer to filter.
    marked
        Columns in which a cell is marked red where a formula, written for the first row, holds.
    validated
        Columns that take numbers between two limits alone.
    """

    name: str
    title: str
    about: tuple[str, ...]
    columns: Sequence[Column]
    kept: int = 1
    rows: list[Mapping[str, Content]] = field(default_factory=list)
    looks: dict[int, str] = field(default_factory=dict)
    above: dict[tuple[int, int], Content] = field(default_factory=dict)
    names: dict[str, tuple[int, str]] = field(default_factory=dict)
    filtered: bool = False
    marked: dict[str, str] = field(default_factory=dict)
    validated: dict[str, tuple[float, float]] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)

    def add(self, cells: Mapping[str, Content], look: str = "") -> int:
        """Add a row to the table; its number on the sheet."""
        self.rows.append(cells)
        row = HEAD + len(self.rows)
        if look:
            self.looks[row] = look
        return row

    @property
    def next(self) -> int:
        """Number of the row that would be added next."""
        return HEAD + len(self.rows) + 1

    def letter(self, key: str) -> str:
        """Letters of a column."""
        if not self._places:
            self._places.update({column.key: place for place, column in enumerate(self.columns)})
        return letters(self._places[key])

    def here(self, row: int, key: str) -> str:
        """A cell in formulas of its own sheet; copied sideways it stays in its column.

        Examples
        --------
        >>> Page("Value map", "T", (), [Column("a", "A"), Column("b", "B")]).here(5, "b")
        '$B5'
        """
        return f"${self.letter(key)}{row}"

    def at(self, row: int, key: str) -> str:
        """A cell in formulas of any sheet.

        Examples
        --------
        >>> Page("Value map", "T", (), [Column("a", "A"), Column("b", "B")]).at(5, "b")
        "'Value map'!$B$5"
        """
        return f"{self.quoted}!${self.letter(key)}${row}"

    def down(self, key: str, first: int | None = None, last: int | None = None) -> str:
        """The cells of a column from one row to another, all rows of the table if left out."""
        first, last = first or HEAD + 1, last or HEAD + len(self.rows)
        return f"{self.quoted}!${self.letter(key)}${first}:${self.letter(key)}${last}"

    def across(self, row: int, first: str, last: str) -> str:
        """The cells of a row from one column to another."""
        return f"{self.quoted}!${self.letter(first)}${row}:${self.letter(last)}${row}"

    @property
    def quoted(self) -> str:
        """Name of the tab as formulas write it."""
        return f"'{self.name}'" if not self.name.isalnum() else self.name


def letters(place: int) -> str:
    """Letters of the column at a place, counted from 0.

    Examples
    --------
    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    text, left = "", place + 1
    while left:
        left, rest = divmod(left - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def quoted(text: str) -> str:
    """A text inside a formula.

    Examples
    --------
    >>> quoted('a "b" c')
    '"a ""b"" c"'
    """
    return '"' + text.replace('"', '""') + '"'


def exact(value: Any) -> str:
    """A number inside a formula, in full precision.

    Examples
    --------
    >>> exact(0.1), exact(2.0), exact(-1)
    ('0.1', '2', '-1')
    """
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number).upper()
