"""What may be opened: a workbook is looked at as a packed file before anything in it is parsed."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from sroi.errors import FileError, Problem

#: Largest file and unpacked content [bytes]; most parts; how far a part of some size may be packed.
MOST_BYTES: Final = 10_000_000
_MOST_UNPACKED: Final = 60_000_000
_MOST_PARTS: Final = 2_000
_MOST_PACKED: Final = 150
_SMALL: Final = 1_000_000

#: Most rows and filled cells of all sheets together, and most cells under merged ranges.
MOST_ROWS: Final = 20_000
MOST_CELLS: Final = 200_000
_MOST_MERGED: Final = 200_000

#: How files that are no workbooks begin, and what they are.
_BEGINNINGS: Final = (
    (b"%PDF", "a PDF", "copy the table into a workbook, or into a text file with commas"),
    (
        b"\xd0\xcf\x11\xe0",
        "a workbook that is encrypted, or of the format before 2007 (.xls)",
        "take its password off, and save it as .xlsx",
    ),
    (b"\x89PNG", "a picture", "a picture of a table cannot be read; save the table as .xlsx or .csv"),
    (b"\xff\xd8\xff", "a picture", "a picture of a table cannot be read; save the table as .xlsx or .csv"),
    (b"\x1f\x8b", "a packed file (.gz)", "unpack it first"),
    (b"7z\xbc\xaf", "a packed file (.7z)", "unpack it first"),
    (b"{\\rtf", "a text document (.rtf)", "copy the table into a workbook"),
)

_ROW: Final = re.compile(rb"<(?:\w+:)?row[\s/>]")
_FILLED: Final = re.compile(rb"<(?:\w+:)?(?:v|is)>")
_MERGED: Final = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')


def is_workbook(data: bytes, name: str = "the file") -> bool:
    """Whether the bytes are a workbook that may be parsed; a text is none. What may not be opened is an error.

    Raises
    ------
    FileError
        ``workbook-unread`` for another kind of file, ``workbook-unsafe`` for macros, links to other files, embedded
        objects and packed bombs, ``workbook-large`` beyond what a value map can be, ``workbook-empty``.

    Examples
    --------
    >>> is_workbook(b"Outcome,Quantity,Value")
    False
    """
    if not data.strip():
        raise _refused("workbook-empty", f"{name} is empty", write="choose the file that holds the table")
    if len(data) > MOST_BYTES:
        found = f"{name} is larger than {MOST_BYTES // 1_000_000} MB"
        raise _refused("workbook-large", found, "a value map is a small table", "save the sheet alone as .xlsx or .csv")
    for beginning, what, write in _BEGINNINGS:
        if data.startswith(beginning):
            raise _refused("workbook-unread", f"{name} is {what}", "tables are read from .xlsx and .csv files", write)
    if not data.startswith(b"PK"):
        if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise _refused(
                "workbook-unread", f"{name} is neither a workbook nor text", "tables are read from .xlsx and .csv files"
            )
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_parts(packed, name)
            _check_sheets(packed, name)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        raise _broken(name) from None
    except Exception as error:
        if type(error).__module__ in ("zlib", "lzma"):
            raise _broken(name) from None
        raise
    return True


def _refused(code: str, found: str, allowed: str = "", write: str = "") -> FileError:
    return FileError(Problem(code, found, allowed, write))


def _broken(name: str) -> FileError:
    return _refused(
        "workbook-unread",
        f"{name} is a broken workbook",
        "a workbook is complete",
        "open it in your spreadsheet and save it again as .xlsx",
    )


def _check_parts(packed: zipfile.ZipFile, name: str) -> None:
    """Look at the list of parts: nothing is unpacked yet."""
    parts = packed.infolist()
    unpacked = sum(part.file_size for part in parts)
    bomb = any(part.file_size > _SMALL and part.file_size > _MOST_PACKED * max(1, part.compress_size) for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED or bomb:
        found = f"{name} unpacks to {unpacked / 1e6:,.0f} MB in {len(parts):,} parts"
        raise _refused(
            "workbook-unsafe" if bomb else "workbook-large",
            found,
            f"a workbook unpacks to at most {_MOST_UNPACKED // 1_000_000} MB, and no part to more than "
            f"{_MOST_PACKED} times its size",
            "save the sheet with the value map alone as .xlsx or .csv",
        )
    names = {part.filename.lower().replace("\\", "/") for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise _refused("workbook-unread", f"{name} is encrypted", write="take its password off")
    _check_kind(names, name)
    _check_contents(names, name)


def _check_kind(names: set[str], name: str) -> None:
    kinds = (
        ("word/document.xml", "a Word document", "copy the table into a workbook"),
        ("ppt/presentation.xml", "a presentation", "copy the table into a workbook"),
        ("content.xml", "an OpenDocument file", "save it as .xlsx"),
        ("xl/workbook.bin", "a binary workbook (.xlsb)", "save it as .xlsx"),
    )
    for part, what, write in kinds:
        if part in names:
            raise _refused("workbook-unread", f"{name} is {what}", "tables are read from .xlsx and .csv files", write)
    if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
        raise _refused(
            "workbook-unread", f"{name} is a packed file, not a workbook", "tables are read from .xlsx and .csv files"
        )


def _check_contents(names: set[str], name: str) -> None:
    """Refuse what can act or reach out: a value map needs none of it."""
    kinds = (
        (("vbaproject", "xl/macrosheets/"), "macros", "save it as .xlsx, which has none"),
        (
            ("xl/externallinks/", "xl/connections.xml", "xl/querytables/"),
            "links to other files",
            "break the links in your spreadsheet (Data, Edit links), so that the numbers stand in the cells",
        ),
        (
            ("xl/embeddings/", "xl/activex/", "xl/ctrlprops/"),
            "embedded objects",
            "remove them, or save the sheet alone",
        ),
    )
    for marks, what, write in kinds:
        if any(mark in part for part in names for mark in marks):
            raise _refused("workbook-unsafe", f"{name} holds {what}", "a workbook holds cells alone", write)


def _check_sheets(packed: zipfile.ZipFile, name: str) -> None:
    """Count rows, filled cells and merged cells in the raw text of every sheet, and stop at the first too many."""
    rows = filled = merged = 0
    for part in packed.infolist():
        low = part.filename.lower().replace("\\", "/")
        if not low.endswith((".xml", ".rels")):
            continue
        before = b""
        with packed.open(part) as stream:
            while chunk := stream.read(1 << 20):
                text = before + chunk
                # A part in another encoding than UTF-8 could hide them, and no spreadsheet writes one.
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\x00" in chunk:
                    found = f"{name} defines entities of its own, or hides them in another encoding"
                    raise _refused("workbook-unsafe", found, "a workbook holds cells alone")
                if low.startswith("xl/worksheets/"):
                    # What is cut at the end of a chunk is looked at with the next one.
                    cut = max(text.rfind(b"<"), 0) if len(chunk) == 1 << 20 else len(text)
                    text, before = text[:cut], text[cut:][:4096]
                    rows += len(_ROW.findall(text))
                    filled += len(_FILLED.findall(text))
                    merged += sum(_area(*found) for found in _MERGED.findall(text))
                    _check_counts(rows, filled, merged, name)
                else:
                    before = text[-16:]


def _check_counts(rows: int, filled: int, merged: int, name: str) -> None:
    for count, most, what in (
        (rows, MOST_ROWS, "rows"),
        (filled, MOST_CELLS, "filled cells"),
        (merged, _MOST_MERGED, "merged cells"),
    ):
        if count > most:
            raise _refused(
                "workbook-large",
                f"{name} has more than {most:,} {what}",
                f"a workbook has at most {most:,} {what}",
                "save the sheet with the value map alone, without empty rows below it",
            )


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> int:
    return (abs(_column(right) - _column(left)) + 1) * (abs(int(bottom) - int(top)) + 1)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
