"""What is written for machines: JSON, tables by suffix, and the record of the run with them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sroi.analysis.recorded.beside import KEY, about_table, beside
from sroi.errors import FileError, Problem, not_installed
from sroi.study.files import write_atomically
from sroi.valuation.inert import inert

if TYPE_CHECKING:
    import pandas as pd

    from sroi.study.study import Study


def print_json(data: Any) -> None:
    """Print plain data as JSON; infinities and NaN are refused."""
    sys.stdout.write(as_json(data))


def as_json(data: Any) -> str:
    """Plain data as JSON text, in signs that every terminal has."""
    return json.dumps(data, indent=2, allow_nan=False) + "\n"


def for_machines(
    options: argparse.Namespace,
    data: Any,
    table: Callable[[], pd.DataFrame],
    study: Study | None = None,
    second: Study | None = None,
) -> bool:
    """Write the file and print the JSON that were asked for; whether either was, so that people need not be told.

    What is written carries the record of the run where a study is given: the one that the command was about, and the
    other one where it took two.
    """
    if not (options.output or options.json):
        return False
    record = None
    if study is not None:
        from sroi.cli.recording import recorded

        drawn = data.get("draws", 0) if isinstance(data, dict) else 0
        record = recorded(options, study, second, drawn=drawn)
        data = {**data, KEY: record} if isinstance(data, dict) else data
    if options.output:
        write(options.output, data, table, record)
    if options.json:
        print_json(data)
    return True


def frame_of(rows: Any) -> pd.DataFrame:
    """Rows of plain data as a table; pandas is imported only where one is written."""
    import pandas as pd

    return pd.DataFrame(rows)


def write(path: str, data: Any, table: Callable[[], pd.DataFrame], record: Mapping[str, Any] | None = None) -> None:
    """Write plain data (.json) or a table (.csv, .parquet), by suffix, whole or not at all.

    The record of a run is part of plain data and of Parquet; beside a table as text, and beside rows as JSON, it lies
    in a file of its own.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in (".json", ".csv", ".parquet"):
        raise FileError(
            Problem(
                "suffix-unknown",
                f"found the file name {target.name}",
                "results are written as .csv, .json or .parquet",
                f"write {target.stem or 'result'}.csv",
            )
        )
    if suffix == ".json":
        content = as_json(data).encode("utf-8")
    else:
        frame = table()
        frame = inert(frame) if suffix == ".csv" else frame.copy(deep=False)
        if suffix == ".csv":
            content = frame.to_csv(index=False, lineterminator="\n").encode("utf-8")
        else:
            frame.attrs |= {KEY: record} if record is not None else {}
            content = _parquet(frame)
    write_atomically(target, content)
    apart = record is not None and (suffix == ".csv" or (suffix == ".json" and isinstance(data, list)))
    if record is not None and apart:
        write_atomically(beside(target), about_table(target.name, table(), record).encode("utf-8"))
    tell(target, apart)


def tell(target: Path, apart: bool) -> None:
    """Say what was written: a file and, where it lies apart, the record of its run."""
    print(f"written: {target}", file=sys.stderr)
    if apart:
        print(f"written: {beside(target)}, the record of the run, for sroi reproduce", file=sys.stderr)


def _parquet(frame: pd.DataFrame) -> bytes:
    import io

    out = io.BytesIO()
    try:
        frame.to_parquet(out, index=False)
    except ImportError:
        raise FileError(not_installed("Parquet needs PyArrow", "parquet")) from None
    return out.getvalue()
