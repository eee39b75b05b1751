"""The study itself, carried in the workbook line by line, so that it comes back whole."""

from __future__ import annotations

from typing import Final

from sroi.study.study import Study
from sroi.workbook.live.page import Column, Page

#: Name of the sheet, and longest text that a cell takes.
SHEET: Final = "Study file"
LONGEST: Final = 32_000


def study_page(study: Study) -> Page:
    """The text of the study, one line in a row; a line too long for a cell goes on in the next row, same number."""
    page = Page(
        SHEET,
        "Study file: the study this workbook was made from",
        (f"Study hash {study.hash}", "One line of the file in a row. sroi import reads it; leave it as it is."),
        [Column("line", "Line", "whole", wide=8), Column("text", "Text", "code", wide=150)],
    )
    for number, line in enumerate(study.text().split("\n"), start=1):
        for start in range(0, max(1, len(line)), LONGEST):
            page.add({"line": float(number), "text": line[start : start + LONGEST]})
    return page
