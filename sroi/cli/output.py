"""Printing for people: sentences, headings, tables, explanations."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from sroi.cli.main import printable

if TYPE_CHECKING:
    from rich.console import Console

    from sroi.valuation.explain import Explanation
    from sroi.valuation.model import Model
    from sroi.valuation.valuation import Valuation

#: Width used where the output is not a terminal.
_PLAIN_WIDTH: Final = 120

#: Width below which names and texts no longer fit beside each other.
_NARROW: Final = 72

#: Where a heading may be broken: not inside "9 in 10".
_BREAKS: Final = re.compile(r"(?<!\b9)(?<!\b9 in) ")

#: Words (ids among them) are not broken up to this length; and what stands between two columns.
_LONGEST_WORD: Final = 36
_BETWEEN: Final = 3


def console() -> Console:
    """Return a console on standard output: no markup from user text, a fixed width when piped."""
    from rich.console import Console

    terminal = sys.stdout.isatty()
    return Console(
        markup=False, highlight=False, emoji=False, width=None if terminal else _PLAIN_WIDTH, soft_wrap=False
    )


def say(*lines: str) -> None:
    """Print sentences, wrapped at the width of the terminal."""
    out = console()
    for line in lines:
        out.print(printable(line))


def heading(text: str) -> None:
    """Print a heading."""
    out = console()
    out.print()
    out.print(printable(text), style="bold")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> None:
    """Print a table; ``numbers`` are the places of columns set to the right.

    Texts are folded to the width there is. Where the numbers alone are too wide, every row is printed as a list of its
    cells, so that nothing is cut off. Columns in which every cell is empty are left out.
    """
    from rich import box
    from rich.table import Table
    from rich.text import Text

    right, out = set(numbers), console()
    cells = [[printable(str(cell)) for cell in row] for row in rows]
    if cells and (filled := [place for place in range(len(columns)) if any(row[place] for row in cells)]):
        columns, right = [columns[place] for place in filled], {filled.index(place) for place in right & set(filled)}
        cells = [[row[place] for place in filled] for row in cells]
    if _narrowest(columns, cells, right) > out.width:
        columns = [_BREAKS.sub("\n", column) if place in right else column for place, column in enumerate(columns)]
        if _narrowest(columns, cells, right) > out.width:
            _stacked([column.replace("\n", " ") for column in columns], cells)
            return
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for place, (column, width) in enumerate(zip(columns, _widths(columns, cells, right, out.width), strict=True)):
        number = place in right
        shown.add_column(
            Text(column), justify="right" if number else "left", overflow="fold", no_wrap=number, width=width
        )
    for row in cells:
        shown.add_row(*map(Text, row))
    out.print(shown)


def _least_widths(columns: Sequence[str], rows: Sequence[Sequence[str]], right: set[int]) -> list[int]:
    """Width of each column below which it loses something: numbers stand on one line, texts fold between words."""
    from rich.cells import cell_len

    widths = []
    for place, column in enumerate(columns):
        parts = (*column.split("\n"), *(row[place] for row in rows))
        if place not in right:
            parts = tuple(word for part in parts for word in part.split())
        longest = max(map(cell_len, parts), default=0)
        widths.append(longest if place in right else min(longest, _LONGEST_WORD))
    return widths


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]], right: set[int], room: int) -> list[int]:
    """Width of each column: as much as it holds, or, where there is not room for all, the room shared out evenly."""
    from rich.cells import cell_len

    widths = _least_widths(columns, rows, right)
    wanted = [
        max(cell_len(line) for part in (column, *(row[place] for row in rows)) for line in part.split("\n"))
        for place, column in enumerate(columns)
    ]
    left = room - sum(widths) - _BETWEEN * (len(columns) - 1)
    while left > 0:
        short = [place for place, width in enumerate(widths) if width < wanted[place]]
        if not short:
            break
        narrowest = min(short, key=lambda place: widths[place])
        widths[narrowest] += 1
        left -= 1
    return widths


def _narrowest(columns: Sequence[str], rows: Sequence[Sequence[str]], right: set[int]) -> int:
    """Width below which a table cannot be printed as one."""
    return sum(_least_widths(columns, rows, right)) + _BETWEEN * len(columns)


def _stacked(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print each row as its first cell, with the others below it under their headings; empty cells are left out."""
    for row in rows:
        named = [(column, cell) for column, cell in zip(columns, row, strict=True) if cell]
        for place, (column, cell) in enumerate(named):
            indented(f"{column}: {cell}" if column else cell, 2 * (place > 0))
        print()


def indented(text: str, spaces: int) -> None:
    """Print a text below an indent, its further lines too."""
    from rich.text import Text

    out = console()
    for line in Text(text).wrap(out, max(out.width - spaces, 1), overflow="fold"):
        out.print(Text(" " * spaces + line.plain.rstrip()))


def steps(explanation: Explanation) -> None:
    """Print an explanation: what, how much, who says so; indented by level, wrapped lines too."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    out = console()
    if out.width < _NARROW:
        for step in explanation.steps:
            indented("  ".join(filter(None, (printable(step.what), step.amount))), 2 * (step.level - 1))
            if step.source:
                indented(printable(step.source), 2 * step.level + 2)
        return
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    shown.add_column("", ratio=5)
    shown.add_column("Amount", justify="right", no_wrap=True)
    shown.add_column("Who says so", ratio=6)
    for step in explanation.steps:
        indent = Padding(Text(printable(step.what)), (0, 0, 0, 2 * (step.level - 1)))
        shown.add_row(indent, Text(step.amount), Text(printable(step.source)))
    out.print(shown)


def facts(rows: Iterable[tuple[str, str]]) -> None:
    """Print names and what they are, one a line; on a narrow terminal what they are stands below."""
    from rich.table import Table
    from rich.text import Text

    out = console()
    out.print()
    if out.width < _NARROW:
        for name, value in rows:
            indented(printable(name), 0)
            indented(printable(value), 2)
        return
    shown = Table.grid(padding=(0, 3))
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in rows:
        shown.add_row(Text(printable(name)), Text(printable(value)))
    out.print(shown)


def notes(valuation: Valuation) -> None:
    """Print what a reader must know beside any number of a study: that it illustrates, and what is assumed."""
    if valuation.notes:
        say("", *(f"• {note}" for note in valuation.notes))


def notes_of(model: Model) -> None:
    """Print the same beside a result that needs no ratio."""
    from sroi.valuation.flows import flows
    from sroi.valuation.valuation import reader_notes

    found = list(reader_notes(model, flows(model)))
    if found:
        say("", *(f"• {note}" for note in found))
