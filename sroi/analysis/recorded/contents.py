"""What a written result holds, value by value, and which of them came out otherwise when it was written again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sroi.analysis.recorded.beside import KEY
from sroi.analysis.recorded.recomputed import Recomputed, Value
from sroi.errors import FileError, Problem
from sroi.study.files import bytes_of

#: Largest file whose values are compared. [bytes]
_MOST: Final = 100_000_000


def contents(path: Path) -> dict[str, Value]:
    r"""Values of a written result by where they stand: JSON, CSV or Parquet, by how the name ends.

    Raises
    ------
    FileError
        ``file-unread``; ``result-unread`` where the file is too large, or is not what its name says.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "a.csv"
    ...     _ = file.write_text("name,ratio\nbase,1.5\n", encoding="utf-8")
    ...     contents(file)
    {'row 1, name': 'base', 'row 1, ratio': 1.5}
    """
    data = bytes_of(path, _MOST)
    if len(data) > _MOST:
        raise _unread(path, f"it is larger than {_MOST // 1_000_000} MB")
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            return dict(_of_parquet(data))
        text = data.decode("utf-8-sig")
        return dict(_of_json(json.loads(text), "") if suffix == ".json" else _of_csv(text))
    except (ValueError, csv.Error, RecursionError) as error:
        raise _unread(path, f"it is not what its name says ({type(error).__name__})") from None


def apart(then: dict[str, Value], now: dict[str, Value]) -> tuple[Recomputed, ...]:
    """Values that are not the same, in the order of the file; None where one of the two has none.

    Examples
    --------
    >>> [(one.name, one.words) for one in apart({"a": 1.5, "b": "x"}, {"a": 1.5000001, "b": "x"})]
    [('a', 'the same to 7 digits')]
    """
    places = dict.fromkeys((*then, *now))
    pairs = (Recomputed(place, then.get(place), now.get(place)) for place in places)
    return tuple(one for one in pairs if not one.same)


def _of_json(found: Any, place: str) -> Iterator[tuple[str, Value]]:
    if isinstance(found, dict):
        for key, item in found.items():
            if place or key != KEY:
                yield from _of_json(item, f"{place}, {key}" if place else str(key))
    elif isinstance(found, list):
        for count, item in enumerate(found, 1):
            yield from _of_json(item, f"{place} {count}" if place else f"row {count}")
    else:
        yield place, float(found) if type(found) is int else found


def _of_csv(text: str) -> Iterator[tuple[str, Value]]:
    rows = csv.reader(io.StringIO(text), strict=True)
    names = next(rows, [])
    for count, row in enumerate(rows, 1):
        for name, cell in zip(names, row, strict=True):
            yield f"row {count}, {name}", _cell(cell)


def _cell(text: str) -> Value:
    try:
        value = float(text)
    except ValueError:
        return text
    return text if value != value else value  # "nan" is a word here


def _of_parquet(data: bytes) -> Iterator[tuple[str, Value]]:
    import pandas as pd

    try:
        frame = pd.read_parquet(io.BytesIO(data))
    except ImportError:
        from sroi.errors import not_installed

        raise FileError(not_installed("Parquet needs PyArrow", "parquet")) from None
    except OSError as error:  # PyArrow says so of what is no Parquet
        raise ValueError from error
    for name in frame.columns:
        for count, value in enumerate(frame[name].tolist(), 1):
            known = None if pd.isna(value) else value
            yield f"row {count}, {name}", float(known) if type(known) is int else known


def _unread(path: Path, why: str) -> FileError:
    allowed = "results are .json, .csv or .parquet as sroi wrote them"
    return FileError(Problem("result-unread", f"cannot compare {path.name}: {why}", allowed, "write it anew"))
