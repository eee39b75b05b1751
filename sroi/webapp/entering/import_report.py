"""What became of a table that was read: columns, rows that differ, what was decided, what was not understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from sroi.valuation.formats import percent
from sroi.webapp.problems import safe
from sroi.workbook.reading import Report, Understood
from sroi.workbook.reading.differences import Difference
from sroi.workbook.reading.timing import TIMINGS
from sroi.workbook.reading.words import report_text

#: Cells, rows and decisions that are listed one by one; the whole report has all.
_LISTED: Final = 30


def import_report(found: Understood) -> None:
    """Draw the report: what counts as lists and tables, and the whole of it as text to copy."""
    report = found.report
    st.write(safe(_headline(report)))
    _differences(report)
    _list(
        "Cells that were changed", [f"{one.place}, {one.address}: {one.before} → {one.after}" for one in report.edited]
    )
    _columns(report)
    _list("Rows kept as outcomes without money", [f"row {one.row}, {one.name}: {one.why}" for one in report.left_out])
    _list("Cells that are not understood", [f"{one.place} “{one.text[:60]}”: {one.why}" for one in report.unread])
    _list("Sheets that were not read", [f"{name} ({count} filled cells)" for name, count in report.other_sheets])
    _list("Decided on the way", report.decisions)
    _list(
        "Looks like personal data: take it out before the study is shared",
        [f"{one.address}: {one.found}" for one in report.warnings],
    )
    with st.expander("The whole report, to copy"):
        st.code(report_text(found), language=None, wrap_lines=True)


def _headline(report: Report) -> str:
    kinds = ((report.outcomes, "outcome"), (report.stakeholders, "stakeholder"), (report.inputs, "input"))
    counts = ", ".join(f"{count} {what}{'' if count == 1 else 's'}" for count, what in kinds)
    return f"{f'Sheet {report.sheet}: ' if report.sheet else ''}{counts}."


def _columns(report: Report) -> None:
    if not report.columns:
        return
    with st.expander(f"Columns: {len(report.understood)} understood, {len(report.unknown)} kept as notes"):
        heads = [" ".join(column.heading.split())[:80] or "no heading" for column in report.columns]
        table = {
            "Column": [safe(f"{one.letter}: {head}") for one, head in zip(report.columns, heads, strict=True)],
            "Read as": [
                safe(one.label) if one.field else "not understood; its cells are notes" for one in report.columns
            ],
        }
        st.table(table, hide_index=True, border="horizontal")


def _differences(report: Report) -> None:
    """Printed values beside what comes out, and which timing gives the printed total."""
    compared, found = report.compared, report.discounted
    if compared.differences:
        st.subheader("Rows whose printed value differs", anchor=False)
        rows = compared.differences[:_LISTED]
        table = {
            "Row": [safe(f"{one.row} ({one.place}): {one.outcome[:60]}") for one in rows],
            "Printed → comes out": [_difference(one) for one in rows],
        }
        st.table(table, hide_index=True, border="horizontal")
        if len(compared.differences) > _LISTED:
            st.caption(f"And {len(compared.differences) - _LISTED} more in the whole report.")
    if compared.agreeing:
        st.write(f"{compared.agreeing} printed value{' comes' if compared.agreeing == 1 else 's come'} out as printed.")
    _list(
        "Printed totals",
        [
            f"{one.what} ({one.place}): printed {_amount(one.printed)}, comes out {_amount(one.recomputed)}"
            + ("" if one.agrees else ": they differ")
            for one in compared.totals
        ],
    )
    if found is not None and found.timing is not None:
        rate = f"{percent(found.rate)} a year; " if found.rate is not None else ""
        st.write(safe(f"Discounting: {rate}{TIMINGS[found.timing]}, by {found.how}."))


def _difference(one: Difference) -> str:
    reason = f"  \n*{safe(one.reason)}*" if one.reason else ""
    return safe(f"{one.what}: {_amount(one.printed)} → {_amount(one.recomputed)}") + reason


def _amount(value: float) -> str:
    return f"{value:,.2f}"


def _list(title: str, lines: Sequence[str]) -> None:
    if lines:
        with st.expander(f"{title} ({len(lines)})"):
            st.markdown("\n".join(f"- {safe(line)}" for line in lines[:_LISTED]))
            if len(lines) > _LISTED:
                st.caption(f"And {len(lines) - _LISTED} more in the whole report.")
