"""Writing sheets as a file that spreadsheets open."""

from __future__ import annotations

import datetime
import io
import math
from collections.abc import Sequence
from typing import Any, Final

from sroi.errors import FileError, not_installed
from sroi.workbook.live.carried import LONGEST
from sroi.workbook.live.looks import look, shown, written
from sroi.workbook.live.page import HEAD, Choice, Column, Content, Formula, Number, Page, Text

#: Texts stay texts: nothing that a person wrote becomes a formula or a link.
_INERT: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

#: Characters that go across one printed page and stay readable.
_ACROSS: Final = 230

#: Height of a line of text, and most lines that a row shows. [points]
_LINE: Final = 15.0
_MOST_LINES: Final = 12

#: When the file says it was made, where the caller gives no date: the same study gives the same bytes.
_NO_DATE: Final = datetime.date(2000, 1, 1)


def write(pages: Sequence[Page], title: str, currency: str, date: datetime.date | None) -> bytes:
    """Write sheets as an ``.xlsx`` file.

    Raises
    ------
    FileError
        ``extra-missing`` where XlsxWriter is not installed.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise FileError(not_installed("a workbook needs XlsxWriter", "excel")) from None
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, **_INERT})
    made = datetime.datetime.combine(date or _NO_DATE, datetime.time())
    book.set_properties({"title": title[:250], "subject": "Social return on investment", "created": made})
    book.set_calc_mode("auto")
    formats = _Formats(book, currency)
    for page in pages:
        _Sheet(book, page, formats, title).write()
    book.close()
    return out.getvalue()


class _Formats:
    """Formats of a workbook, each made once."""

    def __init__(self, book: Any, currency: str) -> None:
        self.book, self.currency = book, currency
        self._made: dict[tuple[str, str], Any] = {}

    def of(self, words: str, value: Any = None) -> Any:
        key = words, written(words, value, self.currency)
        if key not in self._made:
            self._made[key] = self.book.add_format(look(words, value, self.currency))
        return self._made[key]


class _Sheet:
    def __init__(self, book: Any, page: Page, formats: _Formats, title: str) -> None:
        self.page, self.formats, self.title = page, formats, title
        self.book, self.sheet = book, book.add_worksheet(page.name)
        self.widths = [column.wide for column in page.columns]

    def write(self) -> None:
        page, sheet = self.page, self.sheet
        sheet.write_string(0, 0, page.title, self.formats.of("title"))
        for place, line in enumerate(page.about[:2]):
            sheet.write_string(1 + place, 0, line, self.formats.of("about"))
        for (row, place), content in page.above.items():
            self._cell(row, place, content, Column("", ""), "given" if isinstance(content, Choice) else "")
        for place, column in enumerate(page.columns):
            self._heading(place, column)
        for place, cells in enumerate(page.rows):
            row = HEAD + 1 + place
            for across, column in enumerate(page.columns):
                self._cell(row, across, cells.get(column.key), column, page.looks.get(row, ""))
        self._heights()
        self._names()
        self._print()

    def _heading(self, place: int, column: Column) -> None:
        if isinstance(column.heading, int):
            self.sheet.write_number(HEAD - 1, place, column.heading, self.formats.of(f"{column.look} head"))
        else:
            self.sheet.write_string(HEAD - 1, place, column.heading, self.formats.of(f"{column.look} head"))

    def _cell(self, row: int, place: int, content: Content, column: Column, mark: str) -> None:
        at, words = (row - 1, place), column.look
        if content is None or content == "":
            if mark:
                self.sheet.write_blank(*at, None, self.formats.of(f"{words} {mark}"))
            return
        if isinstance(content, (Formula, Number, Text)) and content.look:
            words = content.look
        words = f"{words} {mark}".strip()
        if isinstance(content, (str, Text)):
            text = content if isinstance(content, str) else content.value
            self.sheet.write_string(*at, _within_a_cell(text), self.formats.of(words))
        elif isinstance(content, Choice):
            self.sheet.write_string(*at, content.value, self.formats.of(f"{words} given"))
            self.sheet.data_validation(*at, *at, {"validate": "list", "source": content.listed or list(content.among)})
        elif isinstance(content, Formula):
            self._grow(place, content.value, words)
            self.sheet.write_formula(*at, f"={content.text}", self.formats.of(words, content.value), content.value)
        else:
            value = content.value if isinstance(content, Number) else float(content)
            self._grow(place, value, words)
            if math.isfinite(value):
                self.sheet.write_number(*at, value, self.formats.of(words, value))
            else:
                self.sheet.write_string(*at, "no limit", self.formats.of(words, 0.0))
            if isinstance(content, Number) and content.limits is not None:
                self._validate(at, content)

    def _grow(self, place: int, value: float | str, words: str) -> None:
        """Widen a column until its numbers fit."""
        if isinstance(value, (int, float)) and math.isfinite(value) and place < len(self.widths):
            self.widths[place] = max(self.widths[place], shown(words, float(value), self.formats.currency) + 1)

    def _validate(self, at: tuple[int, int], content: Number) -> None:
        assert content.limits is not None
        whole = content.look is not None and "whole" in content.look
        rule = _within(content.limits, content.note) | ({"validate": "integer"} if whole else {})
        self.sheet.data_validation(*at, *at, rule)

    def _heights(self) -> None:
        """Make rows as high as their wrapped texts need: not every spreadsheet does so by itself."""
        headings = {column.key: column.heading for column in self.page.columns}
        for place, cells in enumerate([headings, *self.page.rows]):
            lines = 1
            for width, column in zip(self.widths, self.page.columns, strict=True):
                text = cells.get(column.key)
                wraps = not place or column.look in ("text", "wide")
                if isinstance(text, Formula):
                    text = text.value
                if isinstance(text, str) and wraps:
                    lines = max(lines, lines_of(text, int(width) - (0 if place else 1)))
            if lines > 1:
                self.sheet.set_row(HEAD - 1 + place, _LINE * min(lines, _MOST_LINES))

    def _names(self) -> None:
        for name, (row, key) in self.page.names.items():
            self.book.define_name(name, f"={self.page.at(row, key)}")

    def _print(self) -> None:
        page, sheet, last = self.page, self.sheet, HEAD - 1 + len(self.page.rows)
        for place, width in enumerate(self.widths):
            sheet.set_column(place, place, min(width, 160))
        sheet.freeze_panes(HEAD, page.kept)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(0, HEAD - 1)
        # Ids and addresses are for the screen and for formulas.
        printed = max(place for place, column in enumerate(page.columns) if column.look != "small") + 1
        sheet.print_area(0, 0, last, printed - 1)
        across = -(-int(sum(self.widths[:printed])) // _ACROSS)
        if across > 1:
            sheet.repeat_columns(0, page.kept - 1)
        sheet.fit_to_pages(across, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        said = self.title[:100].replace("&", "&&")
        sheet.set_footer(f"&L{said} – {page.name}&RPage &P of &N")
        if page.filtered:
            sheet.autofilter(HEAD - 1, 0, last, len(page.columns) - 1)
        keys = [column.key for column in page.columns]
        for key, limits in page.validated.items():
            place = keys.index(key)
            sheet.data_validation(HEAD, place, last, place, _within(limits, "a number in the range of this column"))
        for key, rule in page.marked.items():
            place = keys.index(key)
            red = self.book.add_format({"bg_color": "#F9D4D0", "font_color": "#8C1D18"})
            sheet.conditional_format(HEAD, place, last, place, {"type": "formula", "criteria": rule, "format": red})


def _within_a_cell(text: str) -> str:
    """A text that a cell can hold; where it has to be cut, it says so."""
    more = "… (the whole text is on the sheet Study file)"
    return text if len(text) <= LONGEST else text[: LONGEST - len(more)] + more


def _within(limits: tuple[float, float], said: str) -> dict[str, Any]:
    """The rule that a cell takes numbers within limits, and what is said otherwise."""
    low, high = (max(-1e300, limits[0]), min(1e300, limits[1]))
    rule = {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
    return rule | {"error_title": "Out of range", "error_message": said[:250]}


def lines_of(text: str, width: int) -> int:
    r"""How many lines a text takes that is wrapped between its words.

    Examples
    --------
    >>> lines_of("one two three", 7), lines_of("one\ntwo", 20), lines_of("abcdefghij", 4), lines_of("abcd efgh", 4)
    (2, 2, 3, 2)
    """
    count = 0
    for paragraph in text.split("\n"):
        used, count = 0, count + 1
        for word in paragraph.split(" "):
            if used and used + 1 + len(word) > width:
                used, count = 0, count + 1
            used += len(word) + (1 if used else 0)
            more = (used - 1) // width if used > width else 0
            used, count = used - more * width, count + more
    return count
