"""Finding the record of a run in whatever was handed over: report, workbook, table, picture or archive."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from sroi.analysis.recorded.beside import beside
from sroi.analysis.recorded.record import MARK, RunRecord, missing
from sroi.errors import FileError, Problem
from sroi.study.files import bytes_of

#: Largest file that is looked into, and most that its packed parts may unpack to. [bytes]
MOST: Final = 100_000_000
_MOST_PART: Final = 50_000_000
_MOST_ALL: Final = 200_000_000

#: Most parts of an archive, and how many archives may lie in each other.
_MOST_PARTS: Final = 5_000
_DEPTH: Final = 2

#: Parts of an archive that hold no text.
_PICTURES: Final = (".png", ".jpg", ".jpeg", ".emf", ".ttf", ".otf", ".woff2", ".parquet")

#: The record as JSON, with its quotes doubled (CSV), or written as entities (HTML, XML).
_PLAIN: Final = re.compile(rb'\{\s*"' + MARK.encode() + rb'"\s*:')
_DOUBLED: Final = re.compile(rb'"\{\s*""' + MARK.encode() + rb'""\s*:')
_ENTITIES: Final = re.compile(rb"\{\s*&(?:quot|#34|#x22);" + MARK.encode() + rb"&")

#: A string inside JSON has every quote escaped.
_ESCAPED: Final = re.compile(rb'\{\s*\\"' + MARK.encode() + rb'\\"\s*:')

_STREAM: Final = re.compile(rb"stream\r?\n")


def record_in(path: str | Path) -> RunRecord:
    """Find the record of a run in a file.

    Looked into are text files (HTML, SVG, JSON, CSV, YAML), archives (docx, xlsx, zip, and those in a zip), Parquet and
    PDF; of a CSV first the file about it that lies beside it, of others where they have no record themselves.

    Raises
    ------
    FileError
        ``file-unread``; ``file-too-large``; ``record-missing``; what :meth:`RunRecord.from_text` raises.
    """
    file = Path(path)
    about = beside(file)
    if file.suffix.lower() == ".csv" and about.is_file():  # whatever its cells say
        beside_it = bytes_of(about, MOST)
        if MARK.encode() in beside_it:
            return record_in_bytes(beside_it, about.name)
    data = bytes_of(file, MOST)
    if len(data) > MOST:
        said = f"{file} is larger than {MOST // 1_000_000} MB", "that is more than is looked into for a run record"
        raise FileError(Problem("file-too-large", *said, "name the report or the workbook itself"))
    if MARK.encode() not in data and about.is_file():
        data = bytes_of(about, MOST)
    return record_in_bytes(data, file.name)


def record_in_bytes(data: bytes, name: str) -> RunRecord:
    """Find the record of a run in the bytes of a file; see :func:`record_in`.

    Examples
    --------
    >>> try:
    ...     record_in_bytes(b"nothing", "notes.txt")
    ... except FileError as error:
    ...     print(error.problems[0].found)
    found no run record in notes.txt
    """
    without_study: RunRecord | None = None
    for text in _texts(data, _DEPTH, [_MOST_ALL]):
        found = _record(text)
        if found is not None and found.study:
            return found
        without_study = without_study or found
    if without_study is None:
        raise FileError(missing(name))
    return without_study


def _texts(data: bytes, depth: int, left: list[int]) -> Iterator[bytes]:
    """Everything in a file that may hold a text: itself, or what is packed in it, as far as ``left`` allows."""
    if data.startswith(b"PK") and depth:
        for member in _members(data, left):
            yield from _texts(member, depth - 1, left)
    elif data.startswith(b"%PDF"):
        yield from _streams(data, left)
    else:
        yield data


def _members(data: bytes, left: list[int]) -> Iterator[bytes]:
    """Parts of an archive, none of them unpacked beyond the limits whatever its directory says."""
    broken = (zipfile.BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError, OSError)
    with suppress(*broken), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist()[:_MOST_PARTS]:
            if member.filename.lower().endswith(_PICTURES) or left[0] <= 0:
                continue
            with archive.open(member) as part:
                found = part.read(min(_MOST_PART, left[0]))
            left[0] -= len(found)
            yield found


def _streams(data: bytes, left: list[int]) -> Iterator[bytes]:
    """Streams of a PDF, unpacked where they are packed in the usual way."""
    for start in _STREAM.finditer(data):
        if left[0] <= 0:
            return
        end = data.find(b"endstream", start.end())
        packed = data[start.end() : end if end >= 0 else None]
        try:
            found = zlib.decompressobj().decompress(packed, min(_MOST_PART, left[0]))
        except zlib.error:
            found = packed
        left[0] -= len(found)
        yield found


def _record(data: bytes) -> RunRecord | None:
    """The record in a text; None where there is none."""
    if MARK.encode() not in data:
        return None
    if start := _PLAIN.search(data):
        return RunRecord.from_text(_decoded(data[start.start() :]))
    if start := _DOUBLED.search(data):
        cell = next(iter(csv.reader([_decoded(data[start.start() :]).splitlines()[0]])))[0]
        return RunRecord.from_text(cell)
    if start := _ENTITIES.search(data):
        return RunRecord.from_text(html.unescape(_decoded(data[start.start() :]).partition("<")[0]))
    if start := _ESCAPED.search(data):
        return RunRecord.from_text(_decoded(data[start.start() :]).replace('\\"', '"').replace("\\\\", "\\"))
    return None


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")
