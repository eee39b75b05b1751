"""A report as a Word document: real headings, styles, captions, header rows, text alternatives and contents."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

from sroi.charts.lettering import clean
from sroi.report.content import Block, Figure, Paragraph, Points, Prompt, Report, Section, Table
from sroi.report.writers import word_parts as parts
from sroi.report.writers.images import library, png

#: Width between the margins. [cm]
_WIDE: Final = 17.0
_NARROW: Final = 14.5

#: Rows of a table that is not divided between pages.
_SHORT: Final = 8

#: Style of each kind of paragraph.
_LOOKS: Final = {
    "plain": "Normal", "lead": "Lead", "warning": "To be written", "small": "Small print", "code": "Typed",
}  # fmt: skip


def docx(report: Report) -> bytes:
    """Write a report as a Word document.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    bytes
        A ``.docx`` file without macros, links to elsewhere or fields that read anything. The run record lies in it as a
        part of its own.

    Raises
    ------
    FileError
        ``extra-missing`` where python-docx or Typst, which draws its pictures, is not installed.
    """
    library("docx", "python-docx")
    return _Writer(report).bytes()


class _Writer:
    """One document in the making."""

    def __init__(self, report: Report) -> None:
        import docx as word

        self.report, self.document = report, word.Document()
        self.counts = {"table": 0, "figure": 0}
        self.bookmarks = 0

    def bytes(self) -> bytes:
        report, document = self.report, self.document
        parts.prepare(document, report.language.replace("_", "-"), compact=report.compact)
        self._properties()
        document.add_paragraph(clean(report.title), style="Title")
        byline = [report.subtitle, report.author, report.date, report.status if report.compact else ""]
        document.add_paragraph(clean(" · ".join(part for part in byline if part)), style="Subtitle")
        self._blocks(report.cover)
        if not report.compact:
            document.add_paragraph(report.words["contents"], style="Contents heading")
            parts.contents(document, [clean(section.title) for section in report.sections])
        for section in report.sections:
            self._section(section, 1)
        foot = report.record.short + (f" · {report.status}" if report.draft else "")
        parts.footer(document, clean(foot), report.words["page"])
        if report.draft:
            parts.watermark(document, report.draft)
        parts.carry(document, report.record.as_text())
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def _properties(self) -> None:
        said, report = self.document.core_properties, self.report
        said.title, said.subject = clean(report.title)[:255], clean(report.subtitle)[:255]
        said.author, said.last_modified_by = clean(report.author)[:255], ""
        said.language, said.comments = report.language, clean(report.record.short)[:255]
        said.created = said.modified = datetime.fromisoformat(report.date or "1980-01-01")
        said.content_status = clean(report.status)[:255]

    def _section(self, section: Section, level: int) -> None:
        heading = self.document.add_heading(clean(section.title), level)
        heading.paragraph_format.page_break_before = section.fresh
        if level == 1:
            parts.bookmark(heading, self.bookmarks)
            self.bookmarks += 1
        self._blocks(section.blocks)
        for part in section.sections:
            self._section(part, level + 1)

    def _blocks(self, blocks: tuple[Block, ...]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self.document.add_paragraph(clean(block.text), style=_LOOKS[block.look])
            elif isinstance(block, Points):
                for item in block.items:
                    self.document.add_paragraph(clean(item), style="List Bullet")
            elif isinstance(block, Prompt):
                self._prompt(block)
            elif isinstance(block, Table):
                self._table(block)
            else:
                self._figure(block)

    def _prompt(self, block: Prompt) -> None:
        if not block.open:
            self.document.add_paragraph(clean(block.answer))
            return
        paragraph = self.document.add_paragraph(style="To be written")
        paragraph.add_run(f"{self.report.words['to-write']}: ").bold = True
        paragraph.add_run(clean(block.ask))

    def _caption(self, kind: str, text: str) -> None:
        self.counts[kind] += 1
        paragraph = self.document.add_paragraph(style="Caption")
        paragraph.add_run(f"{self.report.words[kind]} ")
        parts.field(paragraph, f"SEQ {kind.capitalize()} \\* ARABIC", str(self.counts[kind]))
        paragraph.add_run(f". {clean(text)}")
        paragraph.paragraph_format.keep_with_next = True

    def _table(self, block: Table) -> None:
        self._caption("table", block.caption)
        table = self.document.add_table(rows=0, cols=len(block.columns))
        parts.describe_table(table, clean(block.caption), [share * _WIDE for share in block.shares])
        styles = self.document.styles
        heads, cells = styles["Table head"].style_id, styles["Table text"].style_id
        parts.add_row(table, [clean(text) for text in block.columns], heads, block.numbers, head=True, keep=True)
        for left, row in zip(range(len(block.rows) - 1, -1, -1), block.cells, strict=True):
            keep = left > 0 and len(block.rows) <= _SHORT  # a short table stays whole
            parts.add_row(table, [clean(text) for text in row], cells, block.numbers, keep=keep)
        self.document.add_paragraph(style="After table")

    def _figure(self, block: Figure) -> None:
        from docx.shared import Cm

        self._caption("figure", block.caption)
        wide = _NARROW if self.report.compact else _WIDE
        paragraph = self.document.add_paragraph(style="Figure")
        picture = paragraph.add_run().add_picture(io.BytesIO(png(block.chart)), width=Cm(wide))
        parts.describe_picture(picture, clean(block.caption), clean(block.chart.alt))
