"""A workbook, a text with commas and a pasted table as the same thing: sheets of cells."""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from sroi.errors import FileError, Problem, not_installed
from sroi.workbook.reading.opening import MOST_CELLS, MOST_ROWS

#: Longest text that is kept of a cell. [letters]
_LONGEST: Final = 33_000

_CURRENCY_FORMAT: Final = re.compile(r'\[\$([^\]\-]+)(?:-[^\]]*)?\]|"([^"]{1,4})"|([£€¥₩₹฿])')


def letters(column: int) -> str:
    """Letters of a column, counted from 1.

    Examples
    --------
    >>> letters(1), letters(27)
    ('A', 'AA')
    """
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass(frozen=True, slots=True)
class Cell:
    """One filled cell: where it is, what it holds, and how the spreadsheet shows it.

    ``value`` is a text or a number; ``percent`` and ``sign`` come from the number format. ``lacking`` marks a formula
    whose result was never stored.
    """

    row: int
    column: int
    value: str | float
    percent: bool = False
    sign: str = ""
    formula: bool = False
    lacking: bool = False
    comment: str = ""

    @property
    def text(self) -> str:
        """Its words, or the number as a person would write it."""
        if isinstance(self.value, str):
            return self.value.strip()
        if self.percent:
            return f"{self.value * 100:.10g}%"
        return str(int(self.value)) if self.value % 1 == 0 and abs(self.value) < 1e15 else repr(self.value)

    @property
    def place(self) -> str:
        """Its place on the sheet, such as ``G12``."""
        return f"{letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Sheet:
    """One sheet: filled cells by (row, column), and merged ranges (top, left, bottom, right), all counted from 1."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    covered: Mapping[tuple[int, int], tuple[int, int, int, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        under = {
            (row, column): ranged
            for ranged in self.merged
            for row in range(ranged[0], ranged[2] + 1)
            for column in range(ranged[1], ranged[3] + 1)
        }
        object.__setattr__(self, "covered", under)

    def at(self, row: int, column: int) -> Cell | None:
        """The cell itself, where it is filled."""
        return self.cells.get((row, column))

    def seen(self, row: int, column: int) -> Cell | None:
        """What a reader sees there: the cell, or the one that a merged range carries over it."""
        here = self.covered.get((row, column))
        return self.cells.get((here[0], here[1])) if here else self.cells.get((row, column))

    def row(self, number: int) -> list[Cell]:
        """Filled cells of a row, from the left."""
        return self.by_row.get(number, [])

    @cached_property
    def by_row(self) -> dict[int, list[Cell]]:
        """Filled cells by row, from the left."""
        found: dict[int, list[Cell]] = {}
        for cell in sorted(self.cells.values(), key=lambda cell: (cell.row, cell.column)):
            found.setdefault(cell.row, []).append(cell)
        return found

    @cached_property
    def by_column(self) -> dict[int, list[int]]:
        """Rows of the filled cells of each column."""
        found: dict[int, list[int]] = {}
        for row, column in sorted(self.cells):
            found.setdefault(column, []).append(row)
        return found

    @property
    def height(self) -> int:
        """Last row that holds something."""
        return max(self.by_row, default=0)

    @property
    def width(self) -> int:
        """Last column that holds something."""
        return max(self.by_column, default=0)

    def where(self, cell: Cell) -> str:
        """Sheet and place, as a spreadsheet names them."""
        return f"{self.name}!{cell.place}"


@dataclass(frozen=True)
class Book:
    """What was opened: its sheets, and what its defined names point to, as (sheet, row, column).

    ``decimal_commas`` says that the amounts of a text are written with them.
    """

    name: str
    sheets: tuple[Sheet, ...]
    names: Mapping[str, tuple[str, int, int]] = field(default_factory=dict)
    decimal_commas: bool = False


def read_text(data: bytes | str, name: str = "table") -> Book:
    r"""Read a text with tabs, commas or semicolons as one sheet.

    Raises
    ------
    FileError
        ``workbook-unread`` where it is not text, ``workbook-large`` where it has too many rows or cells.

    Examples
    --------
    >>> read_text("Outcome;Value\nSleep;1.200,50").sheets[0].at(2, 2).text
    '1.200,50'
    """
    text = _decoded(data, name) if isinstance(data, bytes) else data
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    head = "\n".join(text.split("\n")[:30])
    sign = max("\t;,", key=lambda sign: head.count(sign) if sign != "," else head.count(",") - head.count(", "))
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, parts in enumerate(csv.reader(io.StringIO(text), delimiter=sign), start=1):
            for column, part in enumerate(parts, start=1):
                if part.strip():
                    cells[row, column] = Cell(row, column, part.strip()[:_LONGEST])
            if row > MOST_ROWS or len(cells) > MOST_CELLS:
                found = f"{name} has more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells"
                raise FileError(Problem("workbook-large", found, "a value map is a small table", "save its rows alone"))
    except csv.Error:
        raise FileError(Problem("workbook-unread", f"{name} is not a table with commas or tabs")) from None
    commas = _decimal_commas(cells)
    if commas:
        cells = {place: replace(cell, value=_with_point(cell.text)) for place, cell in cells.items()}
    return Book(name, (Sheet("table", cells),), decimal_commas=commas)


#: ``25,5`` and ``1.234,50`` are written with a decimal comma; ``1.200`` and ``2,500`` alone do not say.
_COMMA: Final = re.compile(r"\D*\d+(?:[.\s\u00a0\u202f]\d{3})*,\d{1,2}\D*|\D*\d{1,3}(?:[.\s\u00a0\u202f]\d{3})+,\d+\D*")
_POINT: Final = re.compile(r"\D*\d+(?:,\d{3})*\.\d{1,2}\D*|\D*\d{1,3}(?:,\d{3})+\.\d+\D*")
_UNSURE: Final = re.compile(r"(?P<before>[^\d.,]*)(?P<digits>\d{1,3}(?:[.,]\d{3})+)(?P<after>[^\d.,]*)")


def _decimal_commas(cells: Mapping[tuple[int, int], Cell]) -> bool:
    """Whether the amounts of a text are written with decimal commas: some are, and none has a decimal point."""
    texts = [cell.text for cell in cells.values()]
    return any(_COMMA.fullmatch(text) for text in texts) and not any(_POINT.fullmatch(text) for text in texts)


def _with_point(text: str) -> str:
    """An amount that does not say by itself which sign is the decimal one, in a text with decimal commas.

    Examples
    --------
    >>> _with_point("1.200"), _with_point("2,500 kr"), _with_point("1.234,50"), _with_point("Sleep")
    ('1200', '2.500 kr', '1.234,50', 'Sleep')
    """
    match = _UNSURE.fullmatch(text)
    if match is None or ("," in match["digits"] and "." in match["digits"]):
        return text
    return f"{match['before']}{match['digits'].replace('.', '').replace(',', '.')}{match['after']}"


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(Problem("workbook-unread", f"{name} is not text", write="save it as CSV UTF-8, or as .xlsx"))


def read_workbook(data: bytes, name: str) -> Book:
    """Read a workbook that :func:`~sroi.workbook.reading.opening.is_workbook` has let through.

    Values are the results of formulas as they were last stored; nothing is calculated and no link is followed.

    Raises
    ------
    FileError
        ``extra-missing`` without openpyxl; ``workbook-unread`` where the workbook is broken.
    """
    try:
        import openpyxl
    except ImportError:
        raise FileError(not_installed("reading a workbook needs openpyxl", "excel")) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl does not keep (pictures, validations) is not looked for here
        try:
            stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
            written = openpyxl.load_workbook(io.BytesIO(data), keep_links=False)
        except Exception as error:
            found = f"{name} is a broken workbook ({type(error).__name__})"
            write = "open it in your spreadsheet and save it again as .xlsx"
            raise FileError(Problem("workbook-unread", found, "a workbook is complete", write)) from None
        sheets = tuple(_sheet(page, written[page.title]) for page in stored.worksheets)
        return Book(name, sheets, dict(_names(stored)))


def _sheet(page: Any, written: Any) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    # The cells there are, not the rectangle they span: one cell in the last corner spans seventeen thousand million.
    results = page._cells
    for place, raw in written._cells.items():
        if raw.value is None or (isinstance(raw.value, str) and not raw.value.strip()):
            continue
        formula = raw.data_type == "f"
        value = results[place].value if formula else raw.value
        made = _cell(raw, value, formula)
        if made is not None:
            cells[place] = made
    merged = tuple((r.min_row, r.min_col, r.max_row, r.max_col) for r in written.merged_cells.ranges)
    rows = frozenset(number for number, look in written.row_dimensions.items() if look.hidden)
    columns = frozenset(
        column
        for look in written.column_dimensions.values()
        if look.hidden
        for column in range(look.min or 1, min(look.max or look.min or 1, 2_000) + 1)
    )
    return Sheet(page.title, cells, merged, page.sheet_state != "visible", rows, columns)


def _cell(raw: Any, value: Any, formula: bool) -> Cell | None:
    look = str(raw.number_format or "General").split(";")[0]
    sign = _CURRENCY_FORMAT.search(look)
    kept: dict[str, Any] = {
        "percent": "%" in look.replace('"%"', ""),
        "sign": next((part for part in sign.groups() if part), "").strip() if sign else "",
        "formula": formula,
        "comment": raw.comment.text.strip()[:_LONGEST] if raw.comment else "",
    }
    if value is None:
        return Cell(raw.row, raw.column, str(raw.value)[:_LONGEST], lacking=True, **kept) if formula else None
    if isinstance(value, bool):
        return Cell(raw.row, raw.column, "yes" if value else "no", **kept)
    if isinstance(value, (int, float)):
        return Cell(raw.row, raw.column, float(value), **kept)
    if isinstance(value, (datetime, date)):
        value = value.date() if isinstance(value, datetime) else value
    text = str(value)[:_LONGEST]  # indentation is kept: the text of a study may stand in cells
    return Cell(raw.row, raw.column, text, **kept) if text.strip() else None


def _names(book: Any) -> Iterator[tuple[str, tuple[str, int, int]]]:
    """Defined names that point to one cell."""
    for name, defined in book.defined_names.items():
        try:
            places = list(defined.destinations)
        except (ValueError, AttributeError, TypeError):
            continue
        if len(places) != 1:
            continue
        sheet, reference = places[0]
        match = re.fullmatch(r"\$?([A-Z]{1,3})\$?(\d{1,7})", reference)
        if match:
            column = 0
            for letter in match[1]:
                column = column * 26 + ord(letter) - 64
            yield name, (sheet, int(match[2]), column)
