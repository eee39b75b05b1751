"""An empty value map to fill in, in a spreadsheet or on paper; ``sroi import`` reads it back."""

from __future__ import annotations

import datetime
import math
from typing import Final

from sroi.workbook.live import book
from sroi.workbook.live.page import Column, Content, Formula, Number, Page

#: Rows to fill in.
ROWS: Final = 60

#: Headings: key, heading, look, width, what belongs there, and the example.
_COLUMNS: Final[tuple[tuple[str, str, str, float, str, str | float | None], ...]] = (
    (
        "who",
        "Stakeholder",
        "text",
        24,
        "Who changes, or pays. One name for one group, the same in every row.",
        "Parents",
    ),
    ("size", "Number in group", "number", 11, "How many of them there are.", 240.0),
    ("input", "Inputs", "text", 24, "What this group invests. Once for each group.", "Time of volunteers"),
    ("cost", "Value of inputs", "money", 14, "What that is worth in money, all years together.", 13431.0),
    ("output", "Outputs", "text", 24, "What is done, in numbers.", "48 evenings"),
    ("outcome", "Outcome", "text", 34, "What changes for them, in their words. Harm counts too.", "Less lonely"),
    ("indicator", "Indicator", "text", 26, "How it is measured.", "Says so at 12 months"),
    ("evidence", "Source", "text", 20, "Where the quantity comes from.", "Survey 2025, n = 212"),
    ("quantity", "Quantity", "number", 11, "How many people, or how much, changes.", 96.0),
    ("duration", "Duration (years)", "number", 10, "Years it lasts; parts of a year count as their part.", 3.0),
    ("start", "Outcomes start", "whole", 10, "1: within the period of the activity; 2: in the period after.", 1.0),
    ("proxy", "Financial proxy", "text", 28, "What stands for the value of one unit.", "Membership of a club"),
    ("unit", "Value of one unit", "money fine", 14, "Its money value; with a minus sign for a harm.", 310.0),
    ("proxy_source", "Source", "text", 20, "Where that value comes from, with its year.", "Price list 2025"),
    ("deadweight", "Deadweight %", "share", 11, "Share that would have happened anyway.", 0.25),
    ("displacement", "Displacement %", "share", 12, "Share that was only moved from elsewhere.", 0.0),
    (
        "attribution",
        "Attribution % (caused by others)",
        "share",
        15,
        "Share caused by others, not by you.",
        0.2,
    ),
    ("drop_off", "Drop-off %", "share", 10, "Share by which it fades each year.", 0.3),
    ("impact", "Impact", "money", 14, "Calculated: quantity × value × what is left of it, for a full year.", None),
    ("note", "Notes", "text", 36, "Anything a reader must know.", "EXAMPLE: write over this row, or delete it"),
)

_SHARES: Final = ("deadweight", "displacement", "attribution", "drop_off")


def blank_workbook(currency: str = "GBP", date: datetime.date | None = None) -> bytes:
    """Write an empty value map with one example row, and notes that explain each column.

    Parameters
    ----------
    currency
        Three-letter code, in which amounts are shown.
    date
        Day of the export; the library does not look at a clock.

    Raises
    ------
    FileError
        ``extra-missing`` where XlsxWriter is not installed.

    Examples
    --------
    >>> blank_workbook()[:2]
    b'PK'
    """
    return book.write([_map(currency), _notes()], "Value map to fill in", currency, date)


def _map(currency: str) -> Page:
    columns = [Column(key, heading, look, wide) for key, heading, look, wide, _, _ in _COLUMNS]
    about = (
        f"One row for each outcome. Amounts in {currency}. The sheet Notes says what belongs in each column.",
        "The first row is an example: write over it. Shares as per cent, such as 25%.",
    )
    page = Page("Value map", "Value map", about, columns, kept=1)
    for place in range(ROWS):
        row, cells = page.next, dict[str, Content]()
        if not place:
            for key, _, look, _, _, example in _COLUMNS:
                cells[key] = Number(example, f"{look} given") if isinstance(example, float) else example
        cells["impact"] = _impact(page, row, first=not place)
        page.add(cells, "given")
    page.validated.update(dict.fromkeys(_SHARES, (0.0, 1.0)))
    page.validated.update(dict.fromkeys(("size", "cost", "quantity", "duration"), (0.0, math.inf)))
    return page


def _impact(page: Page, row: int, first: bool) -> Formula:
    def here(key: str) -> str:
        return page.here(row, key)

    kept = "*".join(f"(1-{here(key)})" for key in _SHARES[:3])
    text = f'IF(OR({here("quantity")}="",{here("unit")}=""),"",{here("quantity")}*{here("unit")}*{kept})'
    example = {key: value for key, *_, value in _COLUMNS if isinstance(value, float)}
    left = math.prod(1 - example[key] for key in _SHARES[:3])
    return Formula(text, example["quantity"] * example["unit"] * left if first else "")


def _notes() -> Page:
    page = Page(
        "Notes",
        "Notes: what belongs in each column",
        ("Fill in the sheet Value map; sroi import reads it and says what it understood.",),
        [
            Column("what", "Column", wide=34),
            Column("value", "What belongs there", "wide", wide=80),
            Column("example", "Example", wide=34),
        ],
    )
    for _, heading, look, _, words, example in _COLUMNS:
        shown = f"{example:.0%}" if look == "share" and isinstance(example, float) else example
        said = f"{shown:g}" if isinstance(shown, float) else shown
        page.add({"what": heading, "value": words, "example": said})
    return page
