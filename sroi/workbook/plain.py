"""A plain workbook of results: numbers as they are, texts that stay texts, nothing that calculates or links."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sroi import __version__
from sroi.errors import FileError, not_installed
from sroi.valuation.labels import spaced
from sroi.valuation.sentences import answer
from sroi.valuation.valuation import Valuation
from sroi.workbook.handed_over import TABLES

#: Columns that hold shares, shown as per cent.
_SHARES: Final = frozenset(
    {"deadweight", "displacement", "attribution", "leakage", "substitution", "drop_off", "share", "life"}
)

#: Columns that hold neither money nor shares, and those that hold whole numbers without a comma.
_PLAIN: Final = frozenset(
    {"quantity", "duration", "delay", "count", "growth", "discount_factor", "central", "low", "high", "per_1"}
)
_WHOLE: Final = frozenset({"year", "cohort", "grade"})

#: Widest column, and longest text of a cell. [letters]
_WIDEST: Final = 60
_LONGEST: Final = 32_000

_FORMATS: Final = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "money": {"num_format": "#,##0.00", "valign": "top"},
    "share": {"num_format": "0.0%", "valign": "top"},
    "number": {"num_format": "#,##0.00##", "valign": "top"},
    "whole": {"num_format": "0", "valign": "top"},
}


def workbook(valuation: Valuation) -> bytes:
    """Write the results of a study as an ``.xlsx`` file.

    The first sheet says what the numbers are and what must be read beside them. There are no formulas, links or
    macros; a text that looks like a formula stays a text.

    Raises
    ------
    FileError
        ``extra-missing`` where XlsxWriter is not installed.

    Examples
    --------
    >>> from sroi.study.loading import load
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.valuation.valuation import evaluate
    >>> workbook(evaluate(load(studies_folder() / "wheels-to-meals.yaml")))[:2]
    b'PK'
    """
    try:
        import xlsxwriter
    except ImportError:
        raise FileError(not_installed("a workbook needs XlsxWriter", "excel")) from None
    out = io.BytesIO()
    texts = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, **texts})
    looks = {name: book.add_format(look) for name, look in _FORMATS.items()}
    _write(book.add_worksheet("Notes"), ("about", "this workbook"), tuple(_notes(valuation)), looks)
    for table in TABLES:
        frame = table.frame(valuation)
        rows = tuple(frame.itertuples(index=False, name=None))
        _write(book.add_worksheet(table.title), tuple(map(str, frame.columns)), rows, looks)
    book.close()
    return out.getvalue()


def _notes(valuation: Valuation) -> Iterator[tuple[str, str]]:
    study = valuation.study
    yield "Study", study.title
    yield "Answer", answer(valuation)
    yield "Convention", valuation.convention
    yield "Horizon", f"{study.horizon} years from {study.start_year}"
    yield "Price base", study.price_base
    for note in valuation.notes:
        yield "Read with care", note
    for limit in study.limitations:
        yield "Limitation", limit
    for table in TABLES:
        yield f"Sheet “{table.title}”", table.about
    yield "This file", "holds values, not formulas: change the study, not the workbook"
    yield "Study hash", study.hash
    yield "Computed by", f"sroi {__version__}"


def _write(page: Any, columns: Sequence[str], rows: Sequence[Sequence[Any]], looks: dict[str, Any]) -> None:
    for place, column in enumerate(columns):
        page.write_string(0, place, spaced(column).capitalize(), looks["head"])
        page.set_column(place, place, _wide(column, (row[place] for row in rows)))
        for line, row in enumerate(rows, start=1):
            _cell(page, line, place, row[place], column, looks)
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _cell(page: Any, line: int, place: int, value: Any, column: str, looks: dict[str, Any]) -> None:
    import pandas as pd

    if pd.isna(value):  # nothing is an empty cell
        return
    if isinstance(value, str):
        page.write_string(line, place, value[:_LONGEST], looks["text"])
    elif isinstance(value, bool) or type(value).__name__ == "bool":
        page.write_string(line, place, "yes" if value else "no", looks["text"])
    elif math.isfinite(value):
        look = "share" if column in _SHARES else "number" if column in _PLAIN else "money"
        page.write_number(line, place, float(value), looks["whole" if column in _WHOLE else look])
    else:
        page.write_string(line, place, str(value), looks["text"])


def _wide(column: str, cells: Iterable[Any]) -> int:
    longest = max((len(cell) if isinstance(cell, str) else 14 for cell in cells), default=0)
    return min(max(longest, len(column), 10) + 2, _WIDEST)
