"""The report of an import in words, at a width that every terminal and mail has."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from sroi.valuation.formats import number as shown
from sroi.valuation.formats import percent
from sroi.workbook.reading.accounts import FATES, Unread
from sroi.workbook.reading.columns import Column
from sroi.workbook.reading.differences import Difference
from sroi.workbook.reading.timing import TIMINGS, Discounted
from sroi.workbook.reading.understood import Report, Understood

#: Width of a line, and most cells and rows that are named one by one.
WIDTH: Final = 80
_MOST: Final = 40

#: Most cells with one reason that are named each with its words.
_ALIKE: Final = 6


def report_text(found: Understood) -> str:
    """Say what was understood of a table, what was not, what differs, and what must still be said."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Understood) -> Iterator[str]:
    report = found.report
    yield from _wrapped(_headline(report), "")
    if report.columns:
        yield from _columns(report)
    yield from _edited(report)
    yield from _left_out(report)
    yield from _unread(report)
    yield from _differences(report)
    if report.discounted is not None:
        yield from _timing(report.discounted)
    yield from _totals(report)
    yield from _list("Decided on the way", report.decisions)
    yield from _list(
        "Looks like personal data: take it out before the study is shared",
        [f"{one.address}: {one.found}" for one in report.warnings],
    )
    yield from _cells(report)
    yield from _list("To be said before there is a study", [f"{need.message}. [{need.code}]" for need in found.needs])


def _headline(report: Report) -> str:
    parts = [
        _many(report.outcomes, "outcome"),
        _many(report.stakeholders, "stakeholder"),
        _many(report.inputs, "input"),
    ]
    place = f"{report.file}, sheet {report.sheet}" if report.sheet else report.file
    return f"{place}: {', '.join(parts)}"


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _columns(report: Report) -> Iterator[str]:
    yield from _title("Columns that are understood")
    for column in report.understood:
        yield from _wrapped(f"{column.letter:<3} {_heading(column)} → {column.label}{_how(column)}", "    ")
    if report.unknown:
        yield from _title("Columns that are not; their cells are kept as notes")
        for column in report.unknown:
            yield from _wrapped(f"{column.letter:<3} {_heading(column)}", "    ")


def _how(column: Column) -> str:
    """How a meaning was seen, where the words of the heading alone do not say it."""
    return "" if column.how in ("by its name", "by its question") else f" ({column.how})"


def _heading(column: Column) -> str:
    words = " ".join(column.heading.split()) or "no heading"
    return words if len(words) <= 60 else f"{words[:57]}…"


def _edited(report: Report) -> Iterator[str]:
    yield from _list(
        "Cells that were changed", [f"{one.place} ({one.address}): {one.before} → {one.after}" for one in report.edited]
    )


def _left_out(report: Report) -> Iterator[str]:
    yield from _list(
        "Rows kept as outcomes without money", [f"row {one.row}, {one.name}: {one.why}" for one in report.left_out]
    )


def _unread(report: Report) -> Iterator[str]:
    by_reason: dict[str, list[Unread]] = {}
    for one in report.unread:
        by_reason.setdefault(one.why, []).append(one)
    cells = []
    for why, ones in by_reason.items():
        if len(ones) > _ALIKE:
            cells.append(f"{', '.join(one.place for one in ones[:_ALIKE])} and {len(ones) - _ALIKE} more: {why}")
        else:
            cells += [f"{one.place} “{one.text[:60]}”: {why}" for one in ones]
    yield from _list("Cells that are not understood", cells)
    yield from _list(
        "Sheets that were not read", [f"{name}: {_many(count, 'filled cell')}" for name, count in report.other_sheets]
    )


def _differences(report: Report) -> Iterator[str]:
    compared = report.compared
    if not compared.differences and not compared.agreeing:
        return
    yield from _title("Printed values of the rows, recomputed")
    rounded = "; the map is rounded, so a few per cent are no difference" if compared.rounded else ""
    yield from _wrapped(f"{_many(compared.agreeing, 'printed value')} come out{rounded}.", "")
    for one in compared.differences[:_MOST]:
        yield from _wrapped(_difference(one), "  ")
    if len(compared.differences) > _MOST:
        yield f"and {len(compared.differences) - _MOST} more (--json names them all)"


def _difference(one: Difference) -> str:
    reason = f"; {one.reason}" if one.reason else ""
    amounts = f"printed {_amount(one.printed)}, recomputed {_amount(one.recomputed)}"
    return f"Row {one.row} ({one.place}), {one.outcome[:60]}: {one.what} {amounts}{reason}."


def _amount(value: float) -> str:
    return shown(round(value, 2))


def _timing(found: Discounted) -> Iterator[str]:
    yield from _title("Discounting")
    rate = f"{percent(found.rate)} a year ({found.rate_from})" if found.rate is not None else "no rate on the sheet"
    yield from _wrapped(f"Rate: {rate}.", "")
    if found.timing is not None:
        later = " and one year later" if found.later else ""
        yield from _wrapped(f"Timing: {TIMINGS[found.timing]}{later}, by {found.how}.", "")
    else:
        yield from _wrapped("Timing: not printed, or no convention gives the printed total.", "")
    for one in found.tried:
        sign = "=" if one.fits else "≠"
        yield from _wrapped(
            f"  {one.words}: {_amount(one.total)} {sign} {_amount(found.printed or 0.0)} printed", "    "
        )


def _totals(report: Report) -> Iterator[str]:
    totals = [
        f"{one.what} ({one.place}): printed {_amount(one.printed)}, recomputed {_amount(one.recomputed)}"
        + ("" if one.agrees else ": they differ")
        for one in report.compared.totals
    ]
    yield from _list("Printed totals", totals)


def _cells(report: Report) -> Iterator[str]:
    total = sum(report.counts.values())
    if total:
        yield from _title(f"What became of the {total} filled cells")
        for fate, words in FATES.items():
            yield f"{report.counts.get(fate, 0):>6}  {words}"


def _list(title: str, items: list[str] | tuple[str, ...]) -> Iterator[str]:
    if items:
        yield from _title(title)
        for item in items:
            yield from _wrapped(f"• {item}", "  ")


def _title(words: str) -> Iterator[str]:
    yield ""
    yield from _wrapped(words, "")
    yield "─" * min(len(words), WIDTH)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, subsequent_indent=indent, break_on_hyphens=False) or [""]
