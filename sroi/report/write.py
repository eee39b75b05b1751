"""Writing a report to a file, or as bytes, in the format that its name asks for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Final

from sroi.errors import FileError, Problem
from sroi.report.content import Report


def _html(report: Report) -> bytes:
    from sroi.report.writers.html import html

    return html(report)


def _word(report: Report) -> bytes:
    from sroi.report.writers.word import docx

    return docx(report)


def _pdf(report: Report) -> bytes:
    from sroi.report.writers.pdf import pdf

    return pdf(report)


#: Writers by the end of the file's name.
WRITERS: Final[dict[str, Callable[[Report], bytes]]] = {"docx": _word, "html": _html, "pdf": _pdf}

#: What each format is to browsers and mail programs.
MEDIA: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
    "pdf": "application/pdf",
}


def written(report: Report, kind: str) -> bytes:
    """Write a report in one format: ``docx``, ``html`` or ``pdf``.

    Raises
    ------
    FileError
        ``suffix-unknown`` for any other; ``extra-missing`` where a library is not installed.
    """
    return WRITERS[kind_of(f"report.{kind}")](report)


def kind_of(name: str) -> str:
    """Format that a file name asks for, by its ending.

    Raises
    ------
    FileError
        ``suffix-unknown`` where it is none that reports have.

    Examples
    --------
    >>> kind_of("out/report.DOCX")
    'docx'
    """
    kind = PurePath(name).suffix.lower().removeprefix(".")
    if kind not in WRITERS:
        ends = ", ".join(f".{end}" for end in WRITERS)
        found = f"found the file name {PurePath(name).name}"
        raise FileError(Problem("suffix-unknown", found, f"a report ends in {ends}", "write -o report.docx"))
    return kind
