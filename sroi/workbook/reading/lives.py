"""Years of a map: which columns they are, when each outcome begins, and how its value runs on from there."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sroi.workbook.reading.arithmetic import same
from sroi.workbook.reading.columns import Column
from sroi.workbook.reading.rows import MapOutcome
from sroi.workbook.reading.table import Table

#: Years closer to a whole number than this are whole.
_WHOLE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Running:
    """How values run on from the first year.

    ``from_first``: drop-off bites in the first year already; ``linear``: it is a share of the first year's value;
    ``round_up``: part-years count as whole ones; ``one_more``: durations count from the end of the activity, so that
    one year more has a value.
    """

    from_first: bool = False
    linear: bool = False
    round_up: bool = False
    one_more: bool = False

    @property
    def words(self) -> str:
        """What differs from the usual reading; empty where nothing does."""
        said = (
            (self.from_first, "the drop-off is taken off in the first year already"),
            (self.linear, "the drop-off is a share of the first year's value"),
            (self.round_up, "a part of a year counts as a whole one"),
            (self.one_more, "durations count from the end of the activity, so that values last one year more"),
        )
        return "; ".join(words for holds, words in said if holds)

    def lasts(self, outcome: MapOutcome) -> float:
        """Years in which an outcome has a value."""
        stated = outcome.value("duration", 1.0)
        return stated + self.one_more if stated or self.one_more else 1.0

    def shares(self, outcome: MapOutcome, years: int) -> list[float]:
        """Share of the impact in each year from the first on."""
        drop, lasts = outcome.value("drop_off"), self.lasts(outcome)
        found = []
        for k in range(years):
            left = lasts - k
            part = float(left > _WHOLE) if self.round_up else min(max(left, 0.0), 1.0)
            times = k + self.from_first
            found.append(part * (max(0.0, 1 - times * drop) if self.linear else (1 - drop) ** times))
        return found


#: Readings that are tried against the printed years, the usual one first.
_TRIED: Final = tuple(
    Running(first, linear, up, more)
    for more in (False, True)
    for up in (False, True)
    for linear in (False, True)
    for first in (False, True)
)


@dataclass(frozen=True)
class Years:
    """Year columns of a map.

    Parameters
    ----------
    columns
        Year columns from the left.
    first
        Place of the column that is year 0 of the study.
    begins
        Years after year 0 in which each outcome begins, by row of the sheet.
    running
        How values run on; ``told`` says whether the printed years show it.
    fits
        In how many rows the printed years come out, of how many.
    """

    columns: tuple[Column, ...]
    first: int
    begins: dict[int, int]
    running: Running
    told: bool
    fits: tuple[int, int]

    @property
    def calendar(self) -> int | None:
        """Calendar year of year 0, where the columns name calendar years."""
        year = self.columns[self.first].year if self.columns else None
        return year if year is not None and year > 1900 else None

    @property
    def count(self) -> int | None:
        """Years from year 0 to the last column."""
        return len(self.columns) - self.first if self.columns else None


def years_of(table: Table, outcomes: Sequence[MapOutcome], round_up: bool | None) -> Years:
    """Read the years of a map off its columns and its printed values."""
    columns = tuple(table.headings.all("year"))
    places = {column.column: place for place, column in enumerate(columns)}
    printed = {outcome.row: found for outcome in outcomes if (found := _printed(outcome, places))}
    starts = {outcome.row: _stated_start(outcome) for outcome in outcomes}
    first_printed = {row: min(values) for row, values in printed.items()}
    first = _first(first_printed, starts)
    begins = {}
    for outcome in outcomes:
        stated = starts[outcome.row]
        begins[outcome.row] = first_printed[outcome.row] - first if outcome.row in first_printed else (stated or 0)
    running, told, fits = _running(outcomes, printed, round_up)
    return Years(columns, first, begins, running, told, fits)


def _printed(outcome: MapOutcome, places: dict[int, int]) -> dict[int, float]:
    """Printed values by place of their column, those that are nothing left out."""
    return {places[column]: found.value for column, found in outcome.years.items() if abs(found.value) > 1e-9}


def _stated_start(outcome: MapOutcome) -> int | None:
    """Years after the period of activity: the map writes 1 for the period itself, 2 for the one after it."""
    if "start" not in outcome.numbers:
        return None
    written = outcome.value("start")
    return max(int(written) - 1, 0) if 0 <= written < 100 else None


def _first(printed: dict[int, int], starts: dict[int, int | None]) -> int:
    """Column of year 0: that in which an outcome which starts at once has its first value."""
    known = [place - start for row, place in printed.items() if (start := starts[row]) is not None]
    if known and min(known) >= 0:
        return min(known)
    return min(printed.values(), default=0)


def _running(
    outcomes: Sequence[MapOutcome], printed: dict[int, dict[int, float]], round_up: bool | None
) -> tuple[Running, bool, tuple[int, int]]:
    """The reading under which the printed years of most rows come out; the usual one where several do equally well."""
    tried = [running for running in _TRIED if round_up is None or running.round_up == round_up]
    known = [outcome for outcome in outcomes if outcome.row in printed]
    scores = [
        (sum(comes_out(outcome, printed[outcome.row], running) for outcome in known), running) for running in tried
    ]
    best = max(score for score, _ in scores)
    chosen = next(running for score, running in scores if score == best)
    alike = {running.round_up for score, running in scores if score == best}
    return chosen, bool(best) and len(alike) == 1, (best, len(known))


def comes_out(outcome: MapOutcome, values: dict[int, float], running: Running) -> bool:
    """Whether every printed year of a row comes out, and the one after its last that is left blank.

    Whole rows are compared, so that one wrong cell does not speak for another reading of the whole map.
    """
    begin, last = min(values), max(values)
    stated = outcome.printed.get("impact")
    expected = running.shares(outcome, last - begin + 2)
    if stated is not None and "impact" not in outcome.shared:
        base = stated.value
    else:
        base = values[begin] / expected[0] if expected[0] else values[begin]
    return all(same(values.get(begin + k, 0.0), base * share) for k, share in enumerate(expected))


def fractional(outcomes: Sequence[MapOutcome]) -> list[MapOutcome]:
    """Outcomes that last a number of years that is not whole."""
    return [
        outcome
        for outcome in outcomes
        if "duration" in outcome.numbers and abs(outcome.value("duration") - round(outcome.value("duration"))) > _WHOLE
    ]


def needed_years(outcomes: Sequence[MapOutcome], years: Years) -> int:
    """Years until the last outcome ends."""
    ends = [years.begins[outcome.row] + years.running.lasts(outcome) for outcome in outcomes]
    return max(1, math.ceil(max(ends, default=1.0) - _WHOLE))
