"""The columns under a row of headings: what each means, told apart by bands above and neighbours beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sroi.workbook.reading.meanings import meaning, meanings, year_in
from sroi.workbook.reading.numbers import amount, is_nothing
from sroi.workbook.reading.sheets import Sheet, letters
from sroi.workbook.reading.synonyms import FILTERS, fields, is_band, plain

#: How headings say that amounts are in thousands or millions.
_SCALES: Final = (
    (re.compile(r"[£$€]\s?m\b|\bmillions?\b|[£$€]\s?mn\b", re.IGNORECASE), 1e6),
    (re.compile(r"(?:[£$€(' ]|^)'?000s?\b|\bthousands?\b|[£$€]\s?k\b", re.IGNORECASE), 1e3),
)

#: What a general word means below a band, or beside a left neighbour.
_UNDER: Final = {
    ("outcome", "input"): "input",
    ("value", "input"): "input_value",
    ("quantity", "input"): "note",
    ("outcome", "output"): "output",
    ("quantity", "output"): "output",
    ("outcome", "proxy"): "proxy",
    ("outcome", "value"): "proxy",
    ("outcome", "stakeholder"): "stakeholder",
    ("quantity", "stakeholder"): "size",
    ("outcome", "indicator"): "indicator",
}

#: What a column of the same meaning is when it stands a second time.
_SECOND: Final = {"stakeholder": "subgroup", "value": "value_total", "quantity": "each", "outcome": "intended"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading in the sheet's words, what it means (``""`` where unknown), and how that was seen.

    ``year`` is the number or calendar year of a year column; ``of`` the field that a source belongs to.
    """

    column: int
    heading: str
    field: str
    how: str
    question: str = ""
    year: int | None = None
    of: str = ""

    @property
    def scale(self) -> float:
        """What an amount of the column stands for: 1,000 where the heading says that it is in thousands.

        Examples
        --------
        >>> [Column(1, words, "impact", "").scale for words in ("Impact (£000)", "Impact (£m)", "Impact")]
        [1000.0, 1000000.0, 1.0]
        """
        return next((size for pattern, size in _SCALES if pattern.search(self.heading)), 1.0)

    @property
    def letter(self) -> str:
        """Its letters in the sheet."""
        return letters(self.column)

    @property
    def short(self) -> str:
        """Its own heading without bands above and questions beneath, for notes.

        Examples
        --------
        >>> Column(5, "Inputs / Outputs / Summary of activity in numbers", "output", "").short
        'Outputs'
        """
        parts = self.heading.split(" / ")
        named = [
            part for part in parts if not part.rstrip(" )").endswith("?") and meaning(part)[2] != "by its question"
        ]
        return " ".join((named or parts)[-1].split()) or f"Column {self.letter}"

    @property
    def label(self) -> str:
        """What it means, for people."""
        if self.field == "year":
            return f"value in year {self.year}"
        if self.field == "source":
            return f"source of the {fields()[self.of].label}" if self.of in fields() else "source"
        return fields()[self.field].label if self.field in fields() else self.field.replace("_", " ")


@dataclass(frozen=True)
class Headings:
    """Rows of headings from ``first`` to ``last``, and the columns below them."""

    first: int
    last: int
    columns: tuple[Column, ...]
    score: float

    def of(self, field: str) -> Column | None:
        """The column of that meaning."""
        return next((column for column in self.columns if column.field == field), None)

    def all(self, field: str) -> list[Column]:
        """Every column of that meaning, from the left."""
        return [column for column in self.columns if column.field == field]


def _columns(sheet: Sheet, first: int, last: int) -> Iterator[Column]:
    taken: dict[str, int] = {}
    before: Column | None = None
    bands = _bands(sheet, first, last)
    for number in sorted({*sheet.by_column, *bands}):
        texts = _texts(sheet, number, first, last)
        if not texts and not bands.get(number):
            before = None if before is None else before
            continue
        column = _column(number, texts, bands.get(number, ""), before, taken, _holds_below(sheet, number, last))
        if column is None:
            continue
        taken[column.field] = taken.get(column.field, 0) + 1
        yield column
        before = column


def columns_of(sheet: Sheet, first: int, last: int) -> tuple[Column, ...]:
    """Every column under the headings of some rows, with what it means.

    Examples
    --------
    >>> from sroi.workbook.reading.sheets import read_text
    >>> sheet = read_text("What changes,How many,Proxy,Source,Mood").sheets[0]
    >>> [column.label for column in columns_of(sheet, 1, 1)]
    ['outcome', 'quantity', 'financial proxy', 'source of the value of one unit', '']
    """
    return tuple(_by_contents(sheet, last, _with_sizes(list(_columns(sheet, first, last)))))


def _by_contents(sheet: Sheet, last: int, columns: list[Column]) -> list[Column]:
    """A proxy or input whose cells are amounts is its value, where the map has no column for that."""
    told = {column.field for column in columns}
    for place, column in enumerate(columns):
        other = {"proxy": "value", "input": "input_value"}.get(column.field)
        if other is None or other in told or (other == "value" and "value_total" in told):
            continue
        below = [sheet.cells[row, column.column] for row in sheet.by_column.get(column.column, ()) if row > last]
        filled = [cell for cell in below if not is_nothing(cell.text)]
        if filled and all(amount(cell) is not None for cell in filled):
            columns[place] = replace(column, field=other, how="its cells are amounts")
    return columns


def _with_sizes(columns: list[Column]) -> list[Column]:
    """Of two quantities, the one beside the stakeholder is the size of the group."""
    quantities = [place for place, column in enumerate(columns) if column.field in ("quantity", "each")]
    if len(quantities) < 2 or "size" in {column.field for column in columns}:
        return columns
    first, second = quantities[0], quantities[1]
    before = columns[first - 1] if first else None
    if before is not None and before.field == "stakeholder" and "question" not in columns[first].how:
        columns[first] = replace(columns[first], field="size", how=f"by its left neighbour “{before.heading}”")
        columns[second] = replace(columns[second], field="quantity")
    return columns


def _holds_below(sheet: Sheet, number: int, last: int) -> bool:
    return any(row > last for row in sheet.by_column.get(number, ()))


def _texts(sheet: Sheet, number: int, first: int, last: int) -> list[str]:
    """Texts over one column alone, from above; a text that spans several columns is a band and not among them."""
    found = []
    for row in range(first, last + 1):
        ranged = sheet.covered.get((row, number))
        if ranged and ranged[3] > ranged[1]:
            continue
        cell = sheet.at(row, number)
        if cell is not None and cell.text not in found:
            found.append(cell.text)
    return [text for text in found if not is_band(text)] or found


def _bands(sheet: Sheet, first: int, last: int) -> dict[int, str]:
    """Lowest text over each column that stands over several: merged, or with blanks to its right."""
    bands: dict[int, str] = {}
    merged = {column for row, column in sheet.covered if first <= row <= last}
    for row in range(first, last + 1):
        running = ""
        for number in sorted({*sheet.by_column, *merged}):
            ranged = sheet.covered.get((row, number))
            cell = sheet.seen(row, number)
            if ranged and ranged[3] > ranged[1] and cell is not None:
                bands[number] = running = cell.text
            elif cell is not None:
                running = cell.text if row < last else ""
            elif any(sheet.at(upper, number) for upper in range(first, row)):
                running = ""
            elif running and row < last and any(sheet.at(lower, number) for lower in range(row + 1, last + 1)):
                bands.setdefault(number, running)
    return bands


def _column(
    number: int, texts: list[str], band: str, before: Column | None, taken: dict[str, int], filled: bool
) -> Column | None:
    band_field = "" if is_band(band) else meaning(band)[0]
    if is_band(band) and "outcome" in plain(band):
        band_field = "outcome"
    for text in texts:
        year = year_in(text)
        if year is not None:
            return Column(number, text, "year", "by its name", year=year)
    heading = " / ".join([*([band] if band and not is_band(band) else []), *texts]) if texts else band
    question = next((text for text in texts if text.rstrip(" )").endswith("?")), "")
    candidates = _candidates(texts)
    # Where the surest meaning is another column's already, the words of its question may say what this one is.
    fresh = [one for one in candidates[1:] if one[0] not in taken and one[1] >= 8]
    again = candidates and candidates[0][0] in taken and candidates[0][0] not in ("note", "source", *_SECOND)
    field, sure, how = fresh[0] if again and fresh else candidates[0] if candidates else ("", 0.0, "")
    if not field and band_field and not is_band(band):
        field, how = (band_field, f"by the heading “{band}” above it") if texts or filled else ("", "")
        if texts and field in taken:
            return Column(number, heading, "", "", question)
    if not field:
        return Column(number, heading, "", "", question) if texts or filled else None
    general = any(plain(text) in _GENERAL for text in texts) or sure < 4
    if general and (field, band_field) in _UNDER and "by its question" not in how:
        field, how = _UNDER[field, band_field], f"by the heading “{band}” above it"
    elif (
        general and field == "value" and before is not None and before.field == "input" and "by its question" not in how
    ):
        field, how = "input_value", f"by its left neighbour “{before.heading}”"
    made = Column(number, heading, field, how, question)
    if field == "source":
        of = _source_of(before)
        near = f"by its left neighbour “{before.heading}”" if before is not None else how
        return replace(made, of=of, how=near)
    return _again(made, before, taken)


#: Words that mean something only where they stand.
_GENERAL: Final = frozenset(
    map(plain, ("description", "value", "quantity", "number", "amount", "value £", "value (£)", "units", "how many"))
)


def _candidates(texts: list[str]) -> list[tuple[str, float, str]]:
    """Meanings of a column's texts, the surest first; a specific one before a general one."""
    known = [
        (sure, place, field, how) for place, text in enumerate(texts) for field, sure, how in meanings(text) if field
    ]
    specific = [item for item in known if plain(texts[item[1]]) not in _GENERAL and item[2] not in ("input", "source")]
    ranked = sorted(specific, reverse=True) + sorted((item for item in known if item not in specific), reverse=True)
    return [(field, sure, how) for sure, _, field, how in ranked]


def _source_of(before: Column | None) -> str:
    """What a source is the source of: its left neighbour, and the value where that is the proxy."""
    if before is None:
        return "outcome"
    field = before.of if before.field == "source" else before.field
    return {"proxy": "value", "value_total": "value", "input_value": "input", "input": "input"}.get(
        field, field if field in (*FILTERS, "drop_off", "duration", "value") else "outcome"
    )


def _again(column: Column, before: Column | None, taken: dict[str, int]) -> Column:
    """A meaning that an earlier column has already: told apart by the left neighbour, or kept under its own heading."""
    field = column.field
    if field not in taken or field in ("note", "source", "year"):
        return column
    other = _SECOND.get(field)
    near = f"a second one, by its left neighbour “{before.heading}”" if before is not None else "a second one"
    if other is not None and other not in taken:
        return replace(column, field=other, how=near)
    return replace(column, field="note", how=f"{near}; kept as a note")
