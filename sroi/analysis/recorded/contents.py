"""Two written results, value by value: which values came out otherwise when one was written again."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from sroi.analysis.recorded.beside import KEY
from sroi.analysis.recorded.recomputed import Recomputed, Value
from sroi.errors import FileError, Problem
from sroi.study.files import bytes_of

#: Largest file whose values are compared. [bytes]
_MOST: Final = 100_000_000

#: How the name of a result ends.
_SUFFIXES: Final = (".json", ".csv", ".parquet")


@dataclass(frozen=True, slots=True)
class Compared:
    """Two results, value by value.

    Parameters
    ----------
    values
        How many values the first holds.
    apart
        Those that are not the same, and those that only the second holds; None where one of the two has none.
    added
        How many only the second holds.
    """

    values: int
    apart: tuple[Recomputed, ...]
    added: int


def compared(then: Path, now: Path) -> Compared:
    r"""Compare two written results, each JSON, CSV or Parquet by how its name ends.

    Values that stand in the same order are held in memory only where they differ, however many there are.

    Raises
    ------
    FileError
        ``file-unread``; ``result-unread`` where a file is too large, or is not what its name says.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     files = [Path(folder) / name for name in ("a.csv", "b.csv")]
    ...     _ = [file.write_text(f"name,ratio\nbase,{ratio}\n") for file, ratio in zip(files, ("1.5", "1.5000001"))]
    ...     found = compared(*files)
    >>> found.values, [(one.name, one.words) for one in found.apart]
    (2, [('row 1, ratio', 'the same to 7 digits')])
    """
    found: list[Recomputed] = []
    before: dict[str, Value] = {}
    after: dict[str, Value] = {}
    count = 0
    for one, other in zip_longest(_values(then), _values(now)):
        count += one is not None
        if one is not None and other is not None and one[0] == other[0]:
            pair = Recomputed(one[0], one[1], other[1])
            found += [] if pair.same else [pair]
            continue
        before |= {one[0]: one[1]} if one is not None else {}
        after |= {other[0]: other[1]} if other is not None else {}
    places = dict.fromkeys((*before, *after))
    pairs = (Recomputed(place, before.get(place), after.get(place)) for place in places)
    return Compared(count, (*found, *(one for one in pairs if not one.same)), len(after.keys() - before.keys()))


def result_bytes(path: Path) -> bytes:
    """Read a written result, whatever is in it.

    Raises
    ------
    FileError
        As :func:`compared`.
    """
    if path.suffix.lower() not in _SUFFIXES:
        raise _unread(path, "its name does not say what it is", f"call it {path.stem}.json, .csv or .parquet")
    data = bytes_of(path, _MOST)
    if len(data) > _MOST:
        raise _unread(path, f"it is larger than {_MOST // 1_000_000} MB", "compare a smaller part, such as fewer cells")
    return data


def _values(path: Path) -> Iterator[tuple[str, Value]]:
    """Values of a written result, each behind the place where it stands."""
    data, suffix = result_bytes(path), path.suffix.lower()
    try:
        if suffix == ".parquet":
            yield from _of_parquet(data)
        elif suffix == ".csv":
            yield from _of_csv(data)
        else:
            yield from _of_json(json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once), "")
    except _Odd as error:
        raise _unread(path, str(error)) from None
    except UnicodeDecodeError:
        raise _unread(path, "it is not written in UTF-8") from None
    except (ValueError, csv.Error, RecursionError):
        raise _unread(path, f"it is not what its name says, {suffix.removeprefix('.')}") from None


def _of_json(found: Any, place: str) -> Iterator[tuple[str, Value]]:
    if isinstance(found, dict):
        for key, item in found.items():
            if place or key != KEY:
                yield from _of_json(item, f"{place}, {key}" if place else str(key))
    elif isinstance(found, list):
        for count, item in enumerate(found, 1):
            yield from _of_json(item, f"{place} {count}" if place else f"row {count}")
    else:
        yield place, _value(found)


def _of_csv(data: bytes) -> Iterator[tuple[str, Value]]:
    rows = csv.reader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline=""), strict=True)
    names = next(rows, [])
    _once(zip(names, names, strict=True))
    for count, row in enumerate(rows, 1):
        if len(row) != len(names):
            cells = f"{len(row):,} cell{'' if len(row) == 1 else 's'}"
            raise _Odd(f"its row {count:,} has {cells}, where {len(names):,} are named")
        for name, cell in zip(names, row, strict=True):
            yield f"row {count}, {name}", _cell(cell)


def _cell(text: str) -> Value:
    try:
        value = float(text)
    except ValueError:
        return text
    return value if math.isfinite(value) else text


def _value(found: Any) -> Value:
    """One value as all kinds of files have it: what is no finite number is a word, such as "inf"."""
    if found is None or isinstance(found, (bool, str)):
        return found
    try:
        value = float(found)
    except (TypeError, ValueError, OverflowError):
        return str(found)
    return value if math.isfinite(value) else str(found)


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
            missing = pd.api.types.is_scalar(value) and pd.isna(value)
            yield f"row {count}, {name}", None if missing else _value(value)


class _Odd(ValueError):
    """What is found is of the right kind, and not as sroi writes it."""


def _once(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Values by name; a name that stands twice would hide one of them."""
    found: dict[str, Any] = {}
    for name, item in pairs:
        if name in found:
            raise _Odd(f'the name "{name}" stands twice')
        found[name] = item
    return found


def _unread(path: Path, why: str, write: str = "write it anew") -> FileError:
    allowed = "results are .json, .csv or .parquet as sroi wrote them"
    return FileError(Problem("result-unread", f"cannot compare {path.name}: {why}", allowed, write))
