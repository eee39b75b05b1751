"""From a sheet and its headings to rows: merged cells filled down, foot and template rows set apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from sroi.workbook.reading.accounts import Accounts
from sroi.workbook.reading.columns import Column, Headings
from sroi.workbook.reading.meanings import meaning
from sroi.workbook.reading.numbers import amount, is_nothing
from sroi.workbook.reading.sheets import Cell, Sheet
from sroi.workbook.reading.synonyms import FILTERS, foot, plain

#: Columns that may name what changes, the best first.
_NAMING: Final = ("outcome", "intended", "indicator", "output", "activity", "proxy", "domain", "subgroup")

#: Columns that say that something is counted or valued in a row.
_COUNTING: Final = ("quantity", "value", "value_total", "impact", "proxy", "duration", "quantity_share", *FILTERS)

#: Columns of a stakeholder and what it invests: a row may hold these alone.
_OF_PEOPLE: Final = frozenset(
    {"stakeholder", "size", "involved", "subgroup", "intended", "input", "input_value", "row_id"}
)

#: Columns whose cell above counts for a row that leaves them blank, merged or not.
_FILLED_DOWN: Final = frozenset({"stakeholder"})

#: Titles that many maps have; what says whose map it is stands beside them.
_GENERAL_TITLE: Final = re.compile(
    r"^\W*(?:the\s)?(?:sroi|social return on investment)?[\s(-]*(?:sroi\)?)?[\s:-]*(?:the\s)?(?:value|impact) map\W*$"
    r"|^(?:value map )?\(?non-sroi\)?$|spreadsheet for developing|see guidance|^stage \d|^sroi\W*$",
    re.IGNORECASE,
)

_RATIO: Final = re.compile(r"(?:1\s*[:：]\s*(?P<after>[\d.,]+)|(?P<before>[\d.,]+)\s*[:：]\s*1)")


@dataclass(frozen=True)
class Row:
    """One outcome: row of the sheet, and its cells by column; ``over`` are columns that a merged cell carries over."""

    number: int
    cells: dict[int, Cell]
    over: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Invested:
    """What one stakeholder invests, as one row of the sheet says it."""

    row: int
    stakeholder: Cell | None
    what: Cell | None
    value: Cell | None
    source: Cell | None = None


@dataclass(frozen=True)
class Foot:
    """Printed results below or above the table: label, value, and cells by year column."""

    totals: dict[str, Cell] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    by_column: dict[str, dict[int, Cell]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The table of one sheet."""

    sheet: Sheet
    headings: Headings
    rows: tuple[Row, ...]
    invested: tuple[Invested, ...]
    people: tuple[Row, ...]
    foot: Foot
    title: str
    naming: str
    empty_rows: int


def read_rows(sheet: Sheet, headings: Headings, accounts: Accounts) -> Table:
    """Read every row below the headings, and mark what became of its cells."""
    naming = next((key for key in _NAMING if headings.of(key)), "")
    reader = _Reader(sheet, headings, accounts, naming)
    title = reader.above()
    for number in sorted(sheet.by_row):
        if number > headings.last:
            reader.take(number)
    return Table(
        sheet,
        headings,
        tuple(reader.rows),
        tuple(reader.invested),
        tuple(reader.people),
        reader.foot,
        title,
        naming,
        reader.empty,
    )


class _Reader:
    """Walks down the rows and remembers the stakeholder and the outcome it is at."""

    def __init__(self, sheet: Sheet, headings: Headings, accounts: Accounts, naming: str) -> None:
        self.sheet, self.headings, self.accounts, self.naming = sheet, headings, accounts, naming
        self.by_field = {column.field: column for column in reversed(headings.columns) if column.field}
        self.known = {column.column: column for column in headings.columns}
        self.rows: list[Row] = []
        self.invested: list[Invested] = []
        self.people: list[Row] = []
        self.foot = Foot()
        self.empty = 0
        self.stakeholder: Cell | None = None
        self.name: Cell | None = None
        self.below = False
        self.last = self._last_outcome()

    def _last_outcome(self) -> int:
        """Last row that names an outcome and counts or values it: totals above it are those of a part."""
        named = self.by_field.get(self.naming)
        counting = [column for key in ("quantity", "value", "impact") if (column := self.by_field.get(key))]
        last = 0
        for row in self.sheet.by_column.get(named.column, ()) if named else ():
            cell = self.sheet.cells[row, named.column] if named else None
            counted = any(_counted(self.sheet.at(row, column.column)) for column in counting)
            if row > self.headings.last and cell is not None and not _labels(cell) and counted:
                last = row
        return last

    def above(self) -> str:
        """Title above the headings; what else stands there and among them is a label or a printed result."""
        titles: list[str] = []
        for number in range(1, self.headings.last + 1):
            cells = self.sheet.row(number)
            for cell in cells:
                # The word "Inputs" is a heading there, and a total only above them.
                if _labels(cell) == "rate" or (_labels(cell) and number < self.headings.first):
                    self._foot_of(cell, cells)
                known = self.accounts.fates.get((cell.row, cell.column)) is not None
                if not known and (number >= self.headings.first or isinstance(cell.value, str)):
                    self.accounts.mark(cell, "label")
                    if number < self.headings.first and 3 < len(cell.text) <= 200 and not _labels(cell):
                        titles.append(cell.text)
        own = [words for words in titles if not _GENERAL_TITLE.search(words)]
        return next(iter([*own, *titles]), "")

    def take(self, number: int) -> None:
        """Read one row."""
        cells = self.sheet.row(number)
        own = {cell.column: cell for cell in cells}
        if self._repeats_headings(cells):
            for cell in cells:
                self.accounts.mark(cell, "label")
        elif self._is_foot(cells):
            part = number < self.last or any(plain(cell.text).startswith(("sub total", "subtotal")) for cell in cells)
            for cell in cells:
                if part:
                    self.accounts.mark(cell, "label" if _labels(cell) else "printed")
                else:
                    self._foot_of(cell, cells)
            self.below = self.below or not part
        elif self._is_outcome(number, own):
            self._outcome(number, own)
        elif all(cell.lacking or ((found := amount(cell)) is not None and found.value == 0) for cell in cells):
            # A row of a template: zeros, or formulas that wait for numbers.
            self.empty += 1
            for cell in cells:
                self.accounts.mark(cell, "label")
        elif not self.below and self._about_people(own):
            self._stakeholder_row(number, own)
        else:
            for cell in cells:
                if not _labels(cell):
                    self.accounts.mark(
                        cell, "unread", "in a row that is no outcome" if not self.below else "below the table"
                    )

    def _own(self, own: dict[int, Cell], key: str) -> Cell | None:
        column = self.by_field.get(key)
        cell = own.get(column.column) if column else None
        return cell if cell is not None and not is_nothing(cell.text) else None

    def _seen(self, number: int, key: str) -> Cell | None:
        column = self.by_field.get(key)
        return self.sheet.seen(number, column.column) if column else None

    def _is_outcome(self, number: int, own: dict[int, Cell]) -> bool:
        named = self._own(own, self.naming)
        if named is not None and amount(named) is None:
            return not self.below or any(self._own(own, key) for key in ("quantity", "value", "impact"))
        counted = [
            key for key in ("quantity", "value", "value_total") if (c := self._own(own, key)) and _above_nothing(c)
        ]
        carried = self._seen(number, self.naming) if self.naming else None
        return bool(counted) and not self.below and (carried is not None or self.name is not None)

    def _outcome(self, number: int, own: dict[int, Cell]) -> None:
        cells, over = {}, set()
        for column in self.known:
            cell = self.sheet.seen(number, column)
            if cell is not None and not (cell.row <= self.headings.last):
                cells[column] = cell
                if column not in own:
                    over.add(column)
        named = self.by_field.get(self.naming)
        if named is not None and named.column not in cells and self.name is not None:
            cells[named.column] = self.name
            over.add(named.column)
        for key in _FILLED_DOWN:
            column_of = self.by_field.get(key)
            if column_of is not None and column_of.column not in cells and self.stakeholder is not None:
                cells[column_of.column] = self.stakeholder
                over.add(column_of.column)
        self._remember(cells)
        self._invest(number, own)
        self.rows.append(Row(number, cells, frozenset(over)))
        for cell in own.values():
            if cell.column not in self.known:
                self.accounts.mark(cell, "unread", "its column has no heading")

    def _remember(self, cells: dict[int, Cell]) -> None:
        for key in ("stakeholder", self.naming):
            column = self.by_field.get(key)
            cell = cells.get(column.column) if column else None
            if cell is not None and key == "stakeholder":
                self.stakeholder = cell
            elif cell is not None:
                self.name = cell

    def _invest(self, number: int, own: dict[int, Cell]) -> None:
        what, value = self._own(own, "input"), self._own(own, "input_value")
        column = self.by_field.get("stakeholder")
        who = self.sheet.seen(number, column.column) if column else None
        if what is not None or (value is not None and _above_nothing(value)):
            source = next((c for c in self.headings.all("source") if c.of == "input"), None)
            self.invested.append(
                Invested(number, who or self.stakeholder, what, value, own.get(source.column) if source else None)
            )
        elif value is not None:
            self.accounts.mark(value, "label")

    def _about_people(self, own: dict[int, Cell]) -> bool:
        told = {self.known[column].field for column in own if column in self.known}
        return bool(told & {"stakeholder", "input", "input_value"}) and any(
            self._own(own, key) for key in ("stakeholder", "input", "input_value")
        )

    def _stakeholder_row(self, number: int, own: dict[int, Cell]) -> None:
        column = self.by_field.get("stakeholder")
        who = self.sheet.seen(number, column.column) if column else None
        if who is not None and who.row > self.headings.last:
            self.stakeholder, self.name = who, None
        self._invest(number, own)
        cells = dict(own)
        if column is not None and self.stakeholder is not None:
            cells[column.column] = self.stakeholder
        self.people.append(Row(number, cells))

    def _repeats_headings(self, cells: list[Cell]) -> bool:
        same = [
            cell
            for cell in cells
            if isinstance(cell.value, str)
            and any(
                (above := self.sheet.seen(row, cell.column)) is not None and above.text == cell.text
                for row in range(self.headings.first, self.headings.last + 1)
            )
        ]
        return len(same) >= 3 and len(same) >= 0.7 * len(cells)

    def _is_foot(self, cells: list[Cell]) -> bool:
        labelled = [cell for cell in cells if _labels(cell)]
        if not labelled:
            return False
        named = self.by_field.get(self.naming)
        for cell in cells:
            column = self.known.get(cell.column)
            if cell in labelled or column is None or is_nothing(cell.text):
                continue
            if named is not None and cell.column == named.column and amount(cell) is None:
                return False
            if column.field in ("proxy", "indicator") and amount(cell) is None:
                return False
        return not (len(labelled) == 1 and self._invests(labelled[0], cells))

    def _invests(self, label: Cell, cells: list[Cell]) -> bool:
        """Whether a label such as “Investment” stands in the column of inputs, beside its value: an input, no total."""
        column = self.known.get(label.column)
        if column is None or column.field != "input" or not plain(label.text).startswith(("invest", "input", "cost")):
            return False
        return any(self.known.get(cell.column, label_none).field == "input_value" for cell in cells)

    def _foot_of(self, cell: Cell, cells: list[Cell]) -> None:
        key = _labels(cell)
        if not key:
            if amount(cell) is None and not _RATIO.search(cell.text):
                self.accounts.mark(cell, "unread", "beside a total")
            return
        self.accounts.mark(cell, "label")
        line: list[Cell] = []
        for other in cells:
            if other.column > cell.column:
                if _labels(other):
                    break
                if amount(other) is not None or (key in ("ratio", "net_ratio") and _RATIO.search(other.text)):
                    line.append(other)
        if not line and key not in ("total", "year_pv", "inputs_total"):
            under = self.sheet.at(cell.row + 1, cell.column)
            line = [under] if under is not None and amount(under) is not None else []
        for other in line:
            self.accounts.mark(other, "printed")
        if key in ("total", "year_pv", "inputs_total"):
            known = self.foot.by_column.setdefault(key, {})
            known.update({other.column: other for other in line if other.column not in known})
        if line and key not in self.foot.totals:
            value = _printed(line[0])
            if value is not None:
                scale = self.known[line[0].column].scale if line[0].column in self.known else 1.0
                scale = 1.0 if key in ("ratio", "net_ratio", "rate") else scale
                self.foot.totals[key], self.foot.numbers[key] = line[0], value * scale


label_none: Final = Column(0, "", "", "")


def _labels(cell: Cell) -> str:
    """Which printed result a cell is the label of; empty where none.

    Examples
    --------
    >>> [_labels(Cell(1, 1, words)) for words in ("Total Present Value (PV)", "Social Return £ per £", "Sleep")]
    ['total_pv', 'ratio', '']
    """
    if not isinstance(cell.value, str) or len(cell.text) > 90:
        return ""
    if re.fullmatch(r"\s*(?:[^\w\s]|[A-Za-z]{1,3})?\s?1\s?:\s*", cell.text):  # £1 :
        return "ratio"
    text = plain(cell.text)
    bare = plain(re.sub(r"\([^)]*\)", " ", cell.text))
    for key, phrases in foot().items():
        if text in phrases or bare in phrases:
            return key
    starts = [
        (len(phrase), key)
        for key, phrases in foot().items()
        for phrase in phrases
        if " " in phrase and text.startswith(f"{phrase} ")
    ]
    if starts:
        return max(starts)[1]
    if text.startswith(("sub total", "subtotal")) or (text.startswith("total ") and not meaning(cell.text)[1] >= 9):
        return "total"
    return ""


def _counted(cell: Cell | None) -> bool:
    return cell is not None and amount(cell, words=True) is not None


def _above_nothing(cell: Cell) -> bool:
    found = amount(cell, words=True)
    return found is not None and found.value != 0


def _printed(cell: Cell) -> float | None:
    ratio = _RATIO.search(cell.text)
    if ratio:
        read = amount(ratio["after"] or ratio["before"])
        return read.value if read else None
    read = amount(cell)
    return read.value if read else None


def columns_of(table: Table, field: str) -> Iterator[Column]:
    """Columns of one meaning."""
    yield from table.headings.all(field)
