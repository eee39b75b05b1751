"""Read a table: from the bytes of a workbook or a text to what is understood of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sroi.errors import FileError, Problem
from sroi.study.faults import did_you_mean
from sroi.study.files import bytes_of
from sroi.workbook.reading.accounts import Accounts
from sroi.workbook.reading.answers import Answers
from sroi.workbook.reading.columns import Headings
from sroi.workbook.reading.headings import find_headings
from sroi.workbook.reading.interpreting import Interpretation
from sroi.workbook.reading.meanings import meaning
from sroi.workbook.reading.opening import MOST_BYTES, is_workbook
from sroi.workbook.reading.own import read_own
from sroi.workbook.reading.rows import read_outcomes
from sroi.workbook.reading.sheets import Book, Sheet, read_text, read_workbook
from sroi.workbook.reading.synonyms import plain, unit_cost_words
from sroi.workbook.reading.table import read_rows
from sroi.workbook.reading.understood import Understood

#: Most outcomes that are read from one table.
_MOST_OUTCOMES: Final = 2_000


def read_table(source: bytes | str | Path, name: str | None = None, answers: Answers | None = None) -> Understood:
    r"""Read a value map or impact map, or our own workbook, as far as it can be understood.

    Parameters
    ----------
    source
        Bytes of a workbook or of a text, the path of one, or a pasted text.
    name
        Name of the file, for messages.
    answers
        What the table does not say itself.

    Returns
    -------
    Understood
        With ``.study``, ``.report``, ``.table``, and ``.needs``: what must still be said.

    Raises
    ------
    FileError
        Where it cannot be opened safely (``workbook-…``), or holds no table that is understood (``table-…``).

    Examples
    --------
    >>> found = read_table("Outcome\tStakeholder\tQuantity\tValue\tDeadweight\nSleep better\tParents\t40\t£1,200\t25%")
    >>> found.report.outcomes, [need.code for need in found.needs]
    (1, ['import-start-year'])
    >>> said = Answers(start_year=2026)
    >>> table = "Outcome\tStakeholder\tQuantity\tValue\tDeadweight\nSleep better\tParents\t40\t£1,200\t25%"
    >>> read_table(table, answers=said).study.outcomes["sleep-better"].deadweight.central
    0.25
    """
    book, answers = _opened(source, name), answers or Answers()
    own = read_own(book)
    if own is not None:
        return own
    sheet, headings = _chosen(book, answers.sheet)
    accounts = Accounts(sheet)
    table = read_rows(sheet, headings, accounts)
    if len(table.rows) > _MOST_OUTCOMES:
        found = f"found {len(table.rows):,} rows with an outcome on {sheet.name}"
        allowed = f"a value map has at most {_MOST_OUTCOMES:,}"
        raise FileError(Problem("workbook-large", found, allowed, "add up rows that mean the same"))
    outcomes, remarks = read_outcomes(table, accounts)
    if not outcomes:
        raise FileError(
            Problem(
                "table-empty",
                f"found headings in row {headings.last} of {sheet.name}, and no outcome below them",
                "a row says what changes, and how much of it or what it is worth",
                "name another sheet with --sheet" if len(book.sheets) > 1 else "fill in a row",
            )
        )
    return Interpretation(book, table, accounts, outcomes, remarks, answers).understood()


def _opened(source: bytes | str | Path, name: str | None) -> Book:
    if isinstance(source, Path):
        data: bytes | str = bytes_of(source, MOST_BYTES)
        name = name or source.name
    else:
        data = source
    name = name or "the table"
    if isinstance(data, str):
        if not data.strip():
            raise FileError(Problem("workbook-empty", f"{name} is empty", write="copy the cells with their headings"))
        return read_text(data, name)
    return read_workbook(data, name) if is_workbook(data, name) else read_text(data, name)


def _chosen(book: Book, wanted: str | None) -> tuple[Sheet, Headings]:
    """The sheet that holds the map: the one that is named, or the only one that looks like it."""
    by_name = {sheet.name: sheet for sheet in book.sheets}
    if wanted is not None and wanted not in by_name:
        found = f"there is no sheet {wanted} in {book.name}"
        raise FileError(Problem("sheet-unknown", found, write=did_you_mean(wanted, by_name)))
    among = [by_name[wanted]] if wanted is not None else [s for s in book.sheets if not s.hidden] or list(book.sheets)
    found_on = [(sheet, headings) for sheet in among if (headings := find_headings(sheet)) is not None]
    if not found_on:
        raise FileError(_no_table(book, among))
    ranked = sorted(((_rank(*pair), pair) for pair in found_on), key=lambda item: item[0], reverse=True)
    if len(ranked) > 1 and ranked[1][0][:2] == ranked[0][0][:2] and ranked[0][0][0]:  # as much of a map
        names = [pair[0].name for rank, pair in ranked if rank[:2] == ranked[0][0][:2]]
        raise FileError(
            Problem(
                "import-sheet",
                f"found value maps on the sheets {', '.join(names)}",
                "one sheet is read at a time",
                f"choose one with --sheet, such as --sheet {_quoted(names[0])}",
            )
        )
    return ranked[0][1]


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name


def _rank(sheet: Sheet, headings: Headings) -> tuple[int, int, float]:
    """How much of a map a sheet is: has rows, has values in them, how much of its headings is known."""
    rows = read_rows(sheet, headings, Accounts(sheet)).rows
    worth = [column.column for key in ("value", "value_total", "impact") for column in headings.all(key)]
    return int(bool(rows)), int(any(column in row.cells for row in rows for column in worth)), headings.score


def _no_table(book: Book, among: Sequence[Sheet]) -> Problem:
    filled = [sheet for sheet in among if sheet.cells]
    prices = next((sheet for sheet in filled if _unit_costs(sheet)), None)
    if prices is not None:
        return Problem(
            "table-headings",
            f"found a list of unit costs on {prices.name}, not a value map: it has no quantities and no deductions",
            "its prices are proxies",
            "write those you use into a file of your own proxies, or state them as values of a study",
        )
    if not filled:
        return Problem(
            "workbook-empty", f"{book.name} has no filled cell", write="choose the file that holds the table"
        )
    form = next((sheet for sheet in filled if _is_form(sheet)), None)
    if form is not None:
        return Problem(
            "table-headings",
            f"found a form on {form.name}: its labels stand below each other, with what they say on the right",
            "a value map is a table with headings in one row",
            "write the labels into one row of a new sheet, and what they say below them",
        )
    first = filled[0].row(min(filled[0].by_row))
    words = ", ".join(cell.text[:30] for cell in first[:6])
    return Problem(
        "table-headings",
        f"found no row of headings on {', '.join(sheet.name for sheet in filled[:5])}; the first row says {words}",
        "a value map has columns for what changes, how many, what one is worth, deadweight and the like",
        "name them so in one row above the numbers: Outcome, Stakeholder, Quantity, Value, Deadweight, Attribution",
    )


def _unit_costs(sheet: Sheet) -> bool:
    """Whether one of the first rows has headings of a list of unit costs."""
    return any(len({plain(cell.text) for cell in sheet.row(row)} & unit_cost_words()) >= 4 for row in range(1, 6))


def _is_form(sheet: Sheet) -> bool:
    """Whether a column of labels names several things a value map has, each with something on its right."""
    for column, rows in sheet.by_column.items():
        told = {meaning(sheet.cells[row, column].text)[0] for row in rows if sheet.at(row, column + 1) is not None}
        if len(told - {""}) >= 4:
            return True
    return False
