"""What was understood of a table, what was not, and what must still be said: the report of an import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sroi.errors import FileError, Problem
from sroi.study.study import Study
from sroi.workbook.reading.accounts import Unread
from sroi.workbook.reading.columns import Column
from sroi.workbook.reading.differences import Compared
from sroi.workbook.reading.table import Table
from sroi.workbook.reading.timing import Discounted


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that became no outcome in money: its number, its name, and why."""

    row: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A cell of our own workbook that was changed: its address in the study, and both values."""

    address: str
    place: str
    before: str
    after: str


@dataclass(frozen=True)
class Report:
    """What became of a table.

    Parameters
    ----------
    file, sheet
        What was read.
    columns
        Columns with their meaning; those without one are kept as notes.
    unread
        Cells that were not understood, each with its reason.
    counts
        How many cells were used, kept, compared, are labels, or were not understood.
    other_sheets
        Sheets that were not read, and how many filled cells they have.
    compared
        Printed values beside what comes out.
    discounted
        Rate and timing that the map was discounted by.
    decisions
        What was decided on the way, in words.
    left_out
        Rows that became outcomes without money.
    edited
        Cells of our own workbook that were changed.
    warnings
        Texts that look like personal data.
    outcomes, inputs, stakeholders
        How many of each were read.
    rows
        Row of the sheet by id of its outcome.
    """

    file: str
    sheet: str
    columns: tuple[Column, ...] = ()
    unread: tuple[Unread, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    other_sheets: tuple[tuple[str, int], ...] = ()
    compared: Compared = field(default_factory=Compared)
    discounted: Discounted | None = None
    decisions: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    edited: tuple[Edited, ...] = ()
    warnings: tuple[Problem, ...] = ()
    outcomes: int = 0
    inputs: int = 0
    stakeholders: int = 0
    rows: Mapping[str, int] = field(default_factory=dict)

    @property
    def understood(self) -> tuple[Column, ...]:
        """Columns whose meaning is known."""
        return tuple(column for column in self.columns if column.field)

    @property
    def unknown(self) -> tuple[Column, ...]:
        """Columns whose meaning is not known."""
        return tuple(column for column in self.columns if not column.field)

    def as_data(self) -> dict[str, Any]:
        """The report as plain data, for machines."""
        compared = self.compared
        return {
            "file": self.file,
            "sheet": self.sheet,
            "outcomes": self.outcomes,
            "inputs": self.inputs,
            "stakeholders": self.stakeholders,
            "rows": dict(self.rows),
            "columns": [
                {"column": one.letter, "heading": one.heading, "field": one.field or None, "label": one.label,
                 "how": one.how, "of": one.of or None}
                for one in self.columns
            ],
            "unread": [asdict(one) for one in self.unread],
            "cells": dict(self.counts),
            "other_sheets": [{"sheet": name, "cells": count} for name, count in self.other_sheets],
            "differences": [asdict(one) for one in compared.differences],
            "rows_that_differ": list(compared.rows),
            "agreeing": compared.agreeing,
            "rounded": compared.rounded,
            "totals": [asdict(one) for one in compared.totals],
            "discounting": asdict(self.discounted) if self.discounted else None,
            "decisions": list(self.decisions),
            "left_out": [asdict(one) for one in self.left_out],
            "edited": [asdict(one) for one in self.edited],
            "warnings": [{"code": one.code, "found": one.found, "address": one.address} for one in self.warnings],
        }  # fmt: skip


@dataclass(frozen=True)
class Understood:
    """A table as far as it is understood.

    Parameters
    ----------
    report
        What was understood, what was not, what differs.
    table
        The table itself; None for our own workbook.
    needs
        What must still be said before there is a study, all of it at once.
    """

    report: Report
    table: Table | None
    needs: tuple[Problem, ...] = ()
    made: Study | None = field(default=None, repr=False)

    @property
    def study(self) -> Study:
        """The study, its text with the cell behind every number as a comment.

        Raises
        ------
        FileError
            With everything that must still be said, where something must.
        """
        if self.needs or self.made is None:
            raise FileError(self.needs, self.report.file)
        return self.made
