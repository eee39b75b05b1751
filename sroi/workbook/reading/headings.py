"""Which rows of a sheet are its headings."""

from __future__ import annotations

from typing import Final

from sroi.workbook.reading.columns import Headings, columns_of
from sroi.workbook.reading.meanings import meaning, year_in
from sroi.workbook.reading.numbers import amount
from sroi.workbook.reading.sheets import Cell, Sheet
from sroi.workbook.reading.synonyms import FILTERS, fields, foot, is_band, plain

#: Rows in which the headings are looked for, how many rows they take at most, and how many columns must be known.
_WITHIN: Final = 40
_TALLEST: Final = 6
_FEWEST: Final = 3

#: Columns without which no row of headings is one of a value map.
_COUNTING: Final = frozenset({"quantity", "value", "value_total", "impact"})
_TELLING: Final = frozenset({"outcome", "quantity", "value", "impact", "proxy", *FILTERS, "drop_off"})


def find_headings(sheet: Sheet) -> Headings | None:
    """Find the rows of headings by what their words mean; None where no row looks like headings of a value map."""
    best: tuple[float, int] | None = None
    rows = sorted(row for row in sheet.by_row)[:_WITHIN]
    for row in rows:
        score = _score(sheet, row)
        if score and (best is None or score > best[0]):
            best = (score, row)
    if best is None:
        return None
    score, main = best
    first, last = _extent(sheet, main)
    columns = columns_of(sheet, first, last)
    told = {column.field for column in columns}
    if len(told - {"", "year"}) < _FEWEST or not told & _TELLING or not told & _COUNTING:
        return None
    weight = sum(fields()[field].weight for field in told if field in fields())
    return Headings(first, last, columns, weight)


def _score(sheet: Sheet, row: int) -> float:
    """How many different columns of a value map a row names; 0 where it holds amounts."""
    found: dict[str, float] = {}
    numbers = 0
    for cell in sheet.row(row):
        if not isinstance(cell.value, str):
            numbers += year_in(cell.text) is None
            continue
        field, sure, _ = meaning(cell.text)
        if field and sure >= 4:
            found[field] = max(found.get(field, 0), fields()[field].weight * sure / 10)
    if len(found) < _FEWEST or not set(found) & _TELLING or numbers > len(found):
        return 0.0
    return sum(found.values())


def _extent(sheet: Sheet, main: int) -> tuple[int, int]:
    """Rows above and below that are headings too: bands, second headings, questions."""
    first = last = main
    while last - main < _TALLEST and _like_heading(sheet, last + 1, below=True):
        last += 1
    while main - first < _TALLEST and _like_heading(sheet, first - 1, below=False):
        first -= 1
    return first, last


def _like_heading(sheet: Sheet, row: int, below: bool) -> bool:
    # A discount rate and its label may stand among the headings.
    labelled = any(_is_rate(cell) for cell in sheet.row(row))
    cells = [c for c in sheet.row(row) if not (labelled and (_is_rate(c) or (amount(c) and year_in(c.text) is None)))]
    if not cells:
        return False
    told = 0
    for cell in cells:
        if not isinstance(cell.value, str):
            if year_in(cell.text) is None or (below and amount(cell) and not _all_years(cells)):
                return False
            told += 1
            continue
        read = amount(cell)
        if read is not None and year_in(cell.text) is None:
            return False
        field, sure, _ = meaning(cell.text)
        question = cell.text.rstrip(" )").endswith("?") or "only enter numbers" in cell.text.lower()
        told += bool((field and sure >= 4) or question or year_in(cell.text) is not None or is_band(cell.text))
    if below:
        return told >= max(1, 0.6 * len(cells)) and (told >= 2 or (len(cells) == 1 and _is_second(cells[0], sheet)))
    spans = any((ranged := sheet.covered.get((row, cell.column))) and ranged[3] > ranged[1] for cell in cells)
    titles = len(cells) == 1 and not spans and not is_band(cells[0].text)
    return not titles and told >= max(1, 0.5 * len(cells))


def _all_years(cells: list[Cell]) -> bool:
    return all(isinstance(cell.value, str) or year_in(cell.text) is not None for cell in cells)


def _is_second(cell: Cell, sheet: Sheet) -> bool:
    above = sheet.seen(cell.row - 1, cell.column)
    return above is not None and cell.text.rstrip().endswith("?")


def _is_rate(cell: Cell) -> bool:
    return plain(cell.text) in foot()["rate"]
