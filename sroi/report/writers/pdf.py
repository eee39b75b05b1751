"""A report as tagged PDF (PDF/UA-1): headings, table headers and text alternatives, without a browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final

from sroi.errors import FileError, Problem
from sroi.report.content import Block, Figure, Paragraph, Points, Prompt, Report, Section
from sroi.report.writers.images import library

_TEMPLATE = Path(__file__).parent / "report.typ"

#: How Typst says that no font on the computer has a sign.
_SIGNLESS: Final = re.compile(r"the text `\"(.+?)\"` could not be displayed")


def pdf(report: Report) -> bytes:
    """Write a report as PDF.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    bytes
        Tagged as PDF/UA-1 asks; the compiler refuses a figure without a text alternative. The run record is attached.
        The same report gives the same bytes on one machine.

    Raises
    ------
    FileError
        ``extra-missing`` where Typst is not installed; ``report-unwritten`` where it cannot set the report.

    References
    ----------
    ISO 14289-1:2014, Electronic document file format enhancement for accessibility (PDF/UA-1).
    """
    typst = library("typst", "Typst")
    files: dict[str, bytes] = {
        "main.typ": _TEMPLATE.read_bytes(),
        "run-record.json": report.record.as_text().encode("utf-8"),
    }
    content = _content(report, files)
    files["content.json"] = json.dumps(content).encode("utf-8")
    try:
        found: bytes = typst.compile(files, format="pdf", pdf_standards="ua-1")
    except RuntimeError as error:
        raise FileError(_refused(str(error))) from None
    return found


def _refused(message: str) -> Problem:
    """Say why Typst sets no PDF: mostly a sign, such as an emoji, that no font on the computer has."""
    if signs := " ".join(dict.fromkeys(_SIGNLESS.findall(message))):
        said = f"no font on this computer has {signs}, which stands in the study"
        allowed = "a PDF that everybody can read shows every sign"
        write = "write HTML or Word instead, or install a font that has it, such as one of Noto"
        return Problem("report-unwritten", said, allowed, write)
    said = f"the PDF could not be set: {message.splitlines()[0]}"
    return Problem("report-unwritten", said, write="write HTML or Word instead, and report this with the study")


def _content(report: Report, files: dict[str, bytes]) -> dict[str, Any]:
    """Everything the template shows, as plain data; charts are put among the files."""
    lang, _, region = report.language.partition("-")
    parts = (report.subtitle, report.author, report.date, report.status if report.compact else "")
    date = [int(part) for part in report.date.split("-")] if report.date else None
    return {
        "title": report.title,
        "subtitle": report.subtitle,
        "author": report.author or "sroi",
        "byline": " · ".join(part for part in parts if part),
        "date": dict(zip(("year", "month", "day"), date, strict=True)) if date else None,
        "lang": lang,
        "region": region or None,
        "draft": report.draft,
        "status": report.status,
        "compact": report.compact,
        "words": report.words,
        "record": report.record.short,
        "cover": [_block(block, files) for block in report.cover],
        "sections": [_section(section, files) for section in report.sections],
    }


def _section(section: Section, files: dict[str, bytes]) -> dict[str, Any]:
    return {
        "title": section.title,
        "fresh": section.fresh,
        "blocks": [_block(block, files) for block in section.blocks],
        "sections": [_section(part, files) for part in section.sections],
    }


def _block(block: Block, files: dict[str, bytes]) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "look": block.look}
    if isinstance(block, Points):
        return {"kind": "points", "items": block.items}
    if isinstance(block, Prompt):
        return {"kind": "prompt", "ask": block.ask, "answer": block.answer, "open": block.open}
    if isinstance(block, Figure):
        name = f"figure-{len(files)}.svg"
        files[name] = block.chart.svg().encode("utf-8")
        return {"kind": "figure", "caption": block.caption, "alt": block.chart.alt, "file": name}
    return {
        "kind": "table",
        "caption": block.caption,
        "columns": block.columns,
        "rows": block.cells,
        "numbers": sorted(block.numbers),
        "shares": block.shares,
    }
