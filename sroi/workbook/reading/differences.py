"""What was printed beside what comes out: rows and totals that differ, and why they may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.flows import Flows, flows
from sroi.valuation.formats import number as shown
from sroi.valuation.model import Model
from sroi.workbook.reading.arithmetic import (
    EXACT,
    Sense,
    blank_reason,
    impact_reason,
    implied_reason,
    is_rounded,
    same,
    tolerance,
)
from sroi.workbook.reading.lives import Running, Years
from sroi.workbook.reading.numbers import amount
from sroi.workbook.reading.rows import MapOutcome
from sroi.workbook.reading.synonyms import FILTERS
from sroi.workbook.reading.table import Table

#: Printed totals, and what they are called.
_TOTALS: Final = {
    "total_pv": "total present value",
    "npv": "net present value",
    "ratio": "ratio",
    "net_ratio": "net ratio",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed value that does not come out: row and place in the sheet, what it is, both numbers, a likely reason."""

    row: int
    place: str
    outcome: str
    what: str
    printed: float
    recomputed: float
    reason: str


@dataclass(frozen=True, slots=True)
class Total:
    """A printed total, and what comes out of the rows as they were read."""

    what: str
    place: str
    printed: float
    recomputed: float
    agrees: bool


@dataclass(frozen=True)
class Compared:
    """Everything that was printed, beside what comes out.

    Parameters
    ----------
    differences
        Values of rows that differ.
    totals
        Printed totals.
    agreeing
        How many printed values of rows come out.
    rounded
        Whether the map shows rounded numbers, so that a few per cent of difference are none.
    """

    differences: tuple[Difference, ...] = ()
    totals: tuple[Total, ...] = ()
    agreeing: int = 0
    rounded: bool = False

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows of the sheet that hold a value that differs."""
        return tuple(sorted({one.row for one in self.differences}))


def compare(
    study: Study, table: Table, rows: Mapping[str, MapOutcome], years: Years, sense: Sense, later: int = 0
) -> Compared:
    """Value the study with the engine, and put its numbers beside the printed ones."""
    outcomes = list(rows.values())
    try:
        found = flows(Model(study))
        impacts, by_year = _by_outcome(study, found)
    except SroiError:
        return Compared(rounded=is_rounded(outcomes, sense))
    rounded = is_rounded(outcomes, sense)
    checks = [
        *_totals_of_rows(outcomes, rounded),
        *_impacts(rows, impacts, sense, rounded, [key for key in FILTERS if table.headings.of(key)]),
        *_years(rows, impacts, by_year, years, rounded, later),
    ]
    wrong = tuple(difference for difference in checks if difference is not None)
    wrong = tuple(sorted(wrong, key=lambda one: (one.row, one.place)))
    totals = tuple(_totals(table, found, impacts))
    return Compared(wrong, totals, len(checks) - len(wrong), rounded)


def _by_outcome(study: Study, found: Flows) -> tuple[dict[str, float], dict[str, list[float]]]:
    impacts: dict[str, float] = {}
    by_year: dict[str, list[float]] = {}
    for place, line in enumerate(Model(study).lines):
        impacts[line.outcome] = impacts.get(line.outcome, 0.0) + float(found.impact[place])
        before = by_year.get(line.outcome, [0.0] * found.values.shape[1])
        by_year[line.outcome] = [a + float(b) for a, b in zip(before, found.values[place], strict=True)]
    return impacts, by_year


def _totals_of_rows(outcomes: Sequence[MapOutcome], rounded: bool) -> Iterator[Difference | None]:
    """Quantity × value of one unit, where the map prints both."""
    for outcome in outcomes:
        printed = outcome.printed.get("value_total")
        if printed is None or "value" not in outcome.numbers or "quantity" not in outcome.numbers:
            continue
        found = outcome.value("quantity") * outcome.value("units_each", 1.0) * outcome.value("value")
        agrees = same(abs(printed.value), abs(found), tolerance(outcome, rounded))
        reason = "quantity × value of one unit is another number"
        yield (
            None
            if agrees
            else Difference(
                outcome.row, printed.cell.place, outcome.name, "quantity × value", printed.value, found, reason
            )
        )


def _impacts(
    rows: Mapping[str, MapOutcome], impacts: Mapping[str, float], sense: Sense, rounded: bool, filters: Sequence[str]
) -> Iterator[Difference | None]:
    shared: dict[str, list[str]] = {}
    for key, outcome in rows.items():
        printed = outcome.printed.get("impact")
        if printed is not None and {"value", "value_total"} & set(outcome.numbers):
            shared.setdefault(printed.cell.place, []).append(key)
    for keys in shared.values():
        outcome = rows[keys[0]]
        printed = outcome.printed["impact"]
        found = sum(impacts[key] for key in keys)
        if same(printed.value, found, tolerance(outcome, rounded)):
            yield None
            continue
        if len(keys) > 1:
            reason = f"one printed impact stands for {len(keys)} rows"
        else:
            blank = [key for key in filters if key not in outcome.numbers]
            reason = (
                impact_reason(outcome, printed.value, sense)
                or blank_reason(outcome, printed.value, sense, blank)
                or _typed(outcome) + implied_reason(outcome, printed.value, sense)
            )
        yield Difference(outcome.row, printed.cell.place, outcome.name, "impact", printed.value, found, reason)


def _typed(outcome: MapOutcome) -> str:
    return "" if outcome.printed["impact"].cell.formula else "a typed number that follows from no reading of the row; "


def _years(
    rows: Mapping[str, MapOutcome],
    impacts: Mapping[str, float],
    by_year: Mapping[str, list[float]],
    years: Years,
    rounded: bool,
    later: int,
) -> Iterator[Difference | None]:
    """Printed values of the years; those that only follow a printed impact which differs are not named again."""
    for key, outcome in rows.items():
        if not outcome.years:
            continue
        stated = outcome.printed.get("impact")
        usable = stated is not None and "impact" not in outcome.shared and impacts[key]
        carried = stated.value / impacts[key] if usable and stated is not None else 1.0
        within = max(EXACT, tolerance(outcome, rounded))
        for place, column in enumerate(years.columns):
            printed = outcome.years.get(column.column)
            at = place - years.first + later
            values = by_year[key]
            found = values[at] if 0 <= at < len(values) else 0.0
            if printed is None:
                continue
            if same(printed.value, found, within) or same(printed.value, found * carried, within):
                yield None
                continue
            reason = _year_reason(outcome, years, place, printed.value, key, impacts)
            name = f"value in {column.heading}"
            yield Difference(outcome.row, printed.cell.place, outcome.name, name, printed.value, found, reason)


def _year_reason(
    outcome: MapOutcome, years: Years, place: int, printed: float, key: str, impacts: Mapping[str, float]
) -> str:
    k = place - years.first - years.begins[outcome.row]
    stated = outcome.printed.get("impact")
    base = stated.value if stated is not None else impacts[key]
    drop, lasts = outcome.value("drop_off"), years.running.lasts(outcome)
    if k < 0:
        return "the outcome begins later"
    if k >= lasts:
        return f"the outcome lasts {shown(lasts)} years"
    if not printed:
        return f"no value, though the outcome lasts {shown(lasts)} years"
    others: tuple[tuple[float, str], ...] = (
        (base, "it comes out without the drop-off"),
        (base * (1 - drop) ** (k + 1), "it comes out with one year more of drop-off"),
        (base * (1 - drop) ** max(k - 1, 0), "it comes out with one year less of drop-off"),
        (
            base * Running(linear=True).shares(outcome, k + 1)[k],
            "it comes out with a drop-off of the first year's value",
        ),
        (base * (1 - drop) ** k, "it comes out as a whole year"),
        (base * drop, "it comes out where the drop-off is kept instead of taken off"),
    )
    return next(
        (words for found, words in others if found and same(printed, found)), "it follows from no reading of the row"
    )


def _totals(table: Table, found: Flows, impacts: Mapping[str, float]) -> Iterator[Total]:
    foot = table.foot
    columns = {
        "inputs": (table.headings.of("input_value"), float(found.costs.sum())),
        "impact": (table.headings.of("impact"), sum(impacts.values())),
    }
    for what, (column, recomputed) in columns.items():
        for key in ("total", "inputs_total"):
            cell = foot.by_column.get(key, {}).get(column.column) if column is not None else None
            printed = amount(cell) if cell is not None else None
            if cell is not None and printed is not None and (key == "total" or what == "inputs"):
                value = printed.value * (column.scale if column is not None else 1.0)
                yield Total(what, cell.place, value, recomputed, same(value, recomputed))
                break
    benefits, paid = float(found.line_totals.sum()), float(found.present_costs.sum())
    recomputed_by = {"total_pv": benefits, "npv": benefits - paid}
    if paid > 0:
        recomputed_by |= {"ratio": benefits / paid, "net_ratio": benefits / paid - 1}
    for key, words in _TOTALS.items():
        if key in foot.totals and key in recomputed_by:
            yield _total(words, table, key, recomputed_by[key])


def _total(what: str, table: Table, key: str, recomputed: float) -> Total:
    printed = table.foot.numbers[key]
    near = abs(printed - recomputed) <= 0.005 + 1e-9 if "ratio" in key else same(printed, recomputed)
    return Total(what, table.foot.totals[key].place, printed, recomputed, near)
