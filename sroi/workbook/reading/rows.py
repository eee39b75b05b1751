"""From the cells of a row to an outcome: its numbers, its words, its sources, and what was printed for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from sroi.study.kinds import LONGEST_YEARS
from sroi.study.numbers import written_range
from sroi.workbook.reading.accounts import Accounts
from sroi.workbook.reading.columns import Column
from sroi.workbook.reading.numbers import amount, is_dash, is_nothing, is_range
from sroi.workbook.reading.shares import Shares, shares
from sroi.workbook.reading.sheets import Cell
from sroi.workbook.reading.synonyms import FILTERS, fields
from sroi.workbook.reading.table import Row, Table

#: Deductions and the drop-off: what a column of shares can be.
SHARES: Final = (*FILTERS, "optimism_bias", "drop_off")

#: Numbers that an outcome itself is made of.
_NUMBERS: Final = ("quantity", "units_each", "value", "value_total", "duration", "start")
_PRINTED: Final = ("impact", "row_pv", "row_total")

#: Columns whose words become notes under their own heading.
_NOTED: Final = (
    "subgroup",
    "intended",
    "output",
    "activity",
    "each",
    "quantity_share",
    "sample",
    "rank",
    "rating",
    "row_id",
    "note",
)

_MONTHS: Final = re.compile(r"months?|mths?|mo")
_YEARS: Final = re.compile(r"years?|yrs?|y|year\(s\)|tahun")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of an outcome: its value, the cell it came from, and a range as written where it is one."""

    value: float
    cell: Cell
    written: str | None = None
    other: float | None = None


@dataclass
class MapOutcome:
    """One row of a value map, read.

    ``numbers`` by field; ``extra`` are filters beyond the known ones, by heading; ``sources`` by what they are the
    source of; ``notes`` are (heading, words); ``years`` are printed values by column; ``shared`` fields stand in a
    merged cell that serves other rows too.
    """

    row: int
    stakeholder: str
    name: str
    numbers: dict[str, Number] = field(default_factory=dict)
    extra: dict[str, Number] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    printed: dict[str, Number] = field(default_factory=dict)
    years: dict[int, Number] = field(default_factory=dict)
    shared: set[str] = field(default_factory=set)
    lacking: list[str] = field(default_factory=list)

    def value(self, key: str, otherwise: float = 0.0) -> float:
        """A number of it, or what stands for none."""
        found = self.numbers.get(key)
        return found.value if found is not None else otherwise


def read_outcomes(table: Table, accounts: Accounts) -> tuple[list[MapOutcome], list[str]]:
    """Read every outcome of a table; the second part are remarks on how shares were read."""
    remarks: list[str] = []
    columns: dict[int, Shares] = {}
    extra = {column.column for column in extra_filters(table)}
    for column in table.headings.columns:
        if column.field in SHARES or column.column in extra:
            columns[column.column] = shares(
                {r.number: r.cells[column.column] for r in table.rows if column.column in r.cells}
            )
            remarks += [f"{column.heading}: {remark}" for remark in columns[column.column].remarks]
    found = [_outcome(row, table, columns, accounts) for row in table.rows]
    if not {"quantity", "quantity_share"} & {column.field for column in table.headings.columns}:
        for outcome in found:
            stated = outcome.numbers.get("value") or outcome.numbers.get("value_total")
            if stated is not None:
                outcome.numbers["quantity"] = replace(stated, value=1.0, written=None)
        remarks.append("the map has no quantity: each value is taken as that of everybody together, quantity 1")
    return found, remarks


def extra_filters(table: Table) -> list[Column]:
    """Columns of shares without a known name that stand among the filters, between the value and the impact."""
    known = table.headings
    filters = [column.column for column in known.columns if column.field in SHARES]
    impact = known.of("impact")
    if not filters:
        return []
    left, right = min(filters) - 2, (impact.column if impact is not None else max(filters) + 2)
    found = []
    for column in known.columns:
        if column.field or not left < column.column < max(right, max(filters)):
            continue
        read = shares({row.number: row.cells[column.column] for row in table.rows if column.column in row.cells})
        if read:
            found.append(column)
    return found


def _outcome(row: Row, table: Table, columns: Mapping[int, Shares], accounts: Accounts) -> MapOutcome:
    who = table.headings.of("stakeholder")
    name_of = next((c for c in table.headings.columns if c.field == table.naming), None)
    name = row.cells.get(name_of.column) if name_of else None
    person = row.cells.get(who.column) if who else None
    made = MapOutcome(row.number, person.text if person else "", name.text if name else "")
    for cell in (name, person):
        if cell is not None:
            accounts.mark(cell, "used")
    for column in table.headings.columns:
        here = row.cells.get(column.column)
        if here is None or column in (who, name_of):
            continue
        if column.column in row.over:
            made.shared.add(column.field)
        if here.lacking:
            accounts.mark(here, "unread", "a formula whose result is not stored: open the workbook and save it again")
            made.lacking.append(column.heading)
        elif column.column in columns:
            _share(made, column, columns[column.column], here, accounts)
        else:
            _take(made, column, here, accounts)
        if here.comment:
            made.notes.append((f"Comment on {column.short}", here.comment))
    return made


def _share(made: MapOutcome, column: Column, read: Shares, cell: Cell, accounts: Accounts) -> None:
    share = read.found.get(made.row)
    if share is None:
        why = read.unread.get(made.row)
        if why:
            if not cell.text.startswith("#"):
                made.notes.append((column.short, cell.text))
            made.lacking.append(column.heading)
            accounts.mark(cell, "unread", _why(cell, why))
        else:
            accounts.mark(cell, "label")
        return
    number = Number(share.value, cell, share.written, share.other)
    (made.numbers if column.field else made.extra)[column.field or column.heading] = number
    accounts.mark(cell, "used")


def _why(cell: Cell, why: str) -> str:
    """Why a cell is not understood, and what became of its words."""
    return "an error of the spreadsheet" if cell.text.startswith("#") else f"{why}; kept as a note"


def _take(made: MapOutcome, column: Column, cell: Cell, accounts: Accounts) -> None:
    key = column.field
    if key in _NUMBERS or key in _PRINTED or key == "year":
        _number(made, column, cell, accounts)
    elif key == "source":
        made.sources[column.of] = "; ".join(filter(None, (made.sources.get(column.of, ""), cell.text)))
        accounts.mark(cell, "used")
    elif key in ("input", "input_value", "size", "involved"):
        return  # these belong to the stakeholder
    elif is_nothing(cell.text):
        accounts.mark(cell, "label")
    elif key in _NOTED or not key or (key in ("domain", "type", "to", "price_year") and key in made.texts):
        made.notes.append((column.short, cell.text))
        accounts.mark(cell, "note")
    else:
        made.texts[key] = "; ".join(filter(None, (made.texts.get(key, ""), cell.text)))
        accounts.mark(cell, "used")


def _number(made: MapOutcome, column: Column, cell: Cell, accounts: Accounts) -> None:
    key = column.field
    number = read_number(cell, key)
    if number is None:
        if is_dash(cell.text):
            accounts.mark(cell, "label")
            return
        if not cell.text.startswith("#"):  # an error of the spreadsheet says nothing
            made.notes.append((column.short, cell.text))
        made.lacking.append(column.heading)
        accounts.mark(cell, "unread", _why(cell, f"no number for the {column.label}"))
        return
    number = scaled(number, column)
    beside = amount(cell, words=True)
    if key == "quantity" and beside is not None and beside.words:
        made.texts.setdefault("unit", beside.words)
    if key == "year":
        made.years[column.column] = number
        accounts.mark(cell, "printed")
    elif key in _PRINTED or (key == "value_total" and "value" in made.numbers):
        made.printed[key] = number
        accounts.mark(cell, "printed")
    else:
        made.numbers[key] = number
        accounts.mark(cell, "used")


def read_number(cell: Cell, key: str) -> Number | None:
    """Read a number that may have its unit beside it: ``3 years``, ``6 months``, ``50 people``, ``18 to 27``."""
    found = amount(cell, words=key in ("quantity", "duration", "value", "size", "units_each"))
    if found is None:
        stated = written_range(cell.text) if is_range(cell.text) else None
        if stated is None or stated.percent:
            return None
        return Number(stated.centre if stated.centre is not None else (stated.low + stated.high) / 2, cell, cell.text)
    if found.percent and key in ("quantity", "value", "duration", "start", "units_each", "size"):
        return None
    if key in ("duration", "start") and not 0 <= found.value <= LONGEST_YEARS:
        return None
    words = found.words.lower().rstrip(".")
    if key == "duration" and words:
        if _MONTHS.fullmatch(words):
            return Number(found.value / 12, cell)
        return Number(found.value, cell) if _YEARS.fullmatch(words) else None
    return Number(found.value, cell)


def scaled(number: Number, column: Column | None) -> Number:
    """The same number in whole units of the currency, where its column is in thousands or millions."""
    if column is None or column.scale == 1 or number.written:
        return number
    # The decimal text is scaled, not the float, so that 38.5 thousand is exactly 38,500.
    value = float(Decimal(repr(number.value)) * Decimal(column.scale))
    return replace(number, value=value)


def plain_number(value: float) -> Any:
    """A number as it is written in a study: whole where it is whole."""
    return int(value) if value % 1 == 0 and abs(value) < 1e15 else value


def label_of(key: str) -> str:
    """What a field is called."""
    return fields()[key].label if key in fields() else key
