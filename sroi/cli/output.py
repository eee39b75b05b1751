"""Printing tables for people, JSON for machines, and files by suffix."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sroi.cli.main import printable
from sroi.errors import FileError, Problem
from sroi.study.writing import write_atomically

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from sroi.valuation.explain import Explanation
    from sroi.valuation.valuation import Valuation

#: Width used where the output is not a terminal.
_PLAIN_WIDTH: Final = 120

#: A text that starts with one of these would be a formula in a spreadsheet.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


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
    """Print a table; ``numbers`` are the places of columns set to the right."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    right = set(numbers)
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    for place, column in enumerate(columns):
        shown.add_column(
            Text(column), justify="right" if place in right else "left", overflow="fold", no_wrap=place in right
        )
    for row in rows:
        shown.add_row(*(Text(printable(str(cell))) for cell in row))
    console().print(shown)


def steps(explanation: Explanation) -> None:
    """Print an explanation: what, how much, who says so; indented by level, wrapped lines too."""
    from rich import box
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1))
    shown.add_column("", ratio=5)
    shown.add_column("Amount", justify="right", no_wrap=True)
    shown.add_column("Who says so", ratio=6)
    for step in explanation.steps:
        indent = Padding(Text(printable(step.what)), (0, 0, 0, 2 * (step.level - 1)))
        shown.add_row(indent, Text(step.amount), Text(printable(step.source)))
    console().print(shown)


def facts(rows: Iterable[tuple[str, str]]) -> None:
    """Print names and what they are, one a line."""
    from rich.table import Table
    from rich.text import Text

    shown = Table.grid(padding=(0, 3))
    shown.add_column(no_wrap=True)
    shown.add_column(overflow="fold")
    for name, value in rows:
        shown.add_row(Text(printable(name)), Text(printable(value)))
    out = console()
    out.print()
    out.print(shown)


def notes(valuation: Valuation) -> None:
    """Print what a reader must know beside any number of a study: that it illustrates, and what is assumed."""
    if valuation.notes:
        say("", *(f"• {note}" for note in valuation.notes))


def print_json(data: Any) -> None:
    """Print plain data as JSON; infinities and NaN are refused."""
    sys.stdout.write(as_json(data))


def as_json(data: Any) -> str:
    """Plain data as JSON text, in signs that every terminal has."""
    return json.dumps(data, indent=2, allow_nan=False) + "\n"


def write(path: str, data: Any, frame: pd.DataFrame) -> None:
    """Write plain data (.json) or a table (.csv, .parquet), by suffix, whole or not at all."""
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix == ".json":
        content = as_json(data).encode("utf-8")
    elif suffix == ".csv":
        content = inert(frame).to_csv(index=False, lineterminator="\n").encode("utf-8")
    elif suffix == ".parquet":
        content = _parquet(frame)
    else:
        raise FileError(
            Problem(
                "suffix-unknown",
                f"found the file name {target.name}",
                "results are written as .csv, .json or .parquet",
                f"write {target.stem or 'result'}.csv",
            )
        )
    write_atomically(target, content)
    print(f"written: {target}", file=sys.stderr)


def inert(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts no spreadsheet takes for a formula: those get an apostrophe in front."""
    shown = frame.copy()
    for column in shown.columns:
        shown[column] = [cell.replace("\r", " ") if isinstance(cell, str) else cell for cell in shown[column]]
        shown[column] = [
            f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell for cell in shown[column]
        ]
    return shown


def _parquet(frame: pd.DataFrame) -> bytes:
    import io

    out = io.BytesIO()
    try:
        frame.to_parquet(out, index=False)
    except ImportError:
        raise FileError(
            Problem(
                "extra-missing",
                "Parquet needs PyArrow, which is not installed",
                write="install it with: pip install 'sroi[parquet]'",
            )
        ) from None
    return out.getvalue()
