"""Which timing convention a map was discounted by: read off its printed totals, never off the label of a year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from sroi.study.settings import Timing
from sroi.valuation.discounting import flat_factors, timed
from sroi.workbook.reading.lives import Years
from sroi.workbook.reading.numbers import amount
from sroi.workbook.reading.rows import MapOutcome
from sroi.workbook.reading.table import Table

#: What each timing is called, in the order in which they are tried.
TIMINGS: Final[dict[Timing, str]] = {
    "end": "end of each year (first year ÷ 1 + r)",
    "start": "start of each year (first year undiscounted)",
    "mid": "middle of each year",
    "none": "nothing discounted",
}

_OFFSETS: Final[dict[Timing, float]] = {"start": 0.0, "mid": 0.5, "end": 1.0}

#: How near a total must come to be called the same.
_NEAR: Final = 0.001


@dataclass(frozen=True, slots=True)
class Tried:
    """One timing, and the total that it gives."""

    timing: Timing
    words: str
    total: float
    fits: bool


@dataclass(frozen=True, slots=True)
class Discounted:
    """How a map is discounted.

    Parameters
    ----------
    rate
        Yearly rate; None where the map does not show one.
    rate_from
        Where the rate stands, or what it was computed from.
    timing
        Timing that gives what is printed; None where none does or nothing is printed.
    how
        What it was read off, in words.
    later
        Whole years by which every value is discounted more than its own timing says.
    tried
        Every timing with the total it gives, where a total is printed.
    printed
        Total present value as printed.
    """

    rate: float | None
    rate_from: str
    timing: Timing | None
    how: str
    later: int = 0
    tried: tuple[Tried, ...] = ()
    printed: float | None = None


def rate_of(table: Table) -> tuple[float | None, str]:
    """Discount rate that stands on the sheet: 3.5%, 0.035 or 3.5."""
    cell = table.foot.totals.get("rate")
    read = amount(cell) if cell is not None else None
    if cell is None or read is None or read.value < 0:
        return None, ""
    share = read.value if read.percent or read.value < 0.3 else read.value / 100
    return (share, table.sheet.where(cell)) if share < 1 else (None, "")


def timing_of(table: Table, outcomes: Sequence[MapOutcome], years: Years) -> Discounted:
    """Find rate and timing: from the present value of each year, or else from the total present value."""
    totals = _year_totals(table, outcomes, years)
    present = _by_place(table, "year_pv", years)
    rate, rate_from = rate_of(table)
    factors = {place: present[place] / totals[place] for place in present if totals.get(place) and present[place]}
    if rate is None and len(factors) > 1:
        rate, rate_from = _rate_between(factors), "the present values of two years"
    printed = table.foot.numbers.get("total_pv")
    tried = _tried(totals, rate or 0.0, years, printed)
    if factors and rate is not None:
        found = _from_factors(factors, rate, years)
        if found is not None:
            timing, later = found
            return Discounted(
                rate, rate_from, timing, "the row with the present value of each year", later, tried, printed
            )
    fitting = [one for one in tried if one.fits]
    if fitting and printed is not None:
        timing_found = fitting[0].timing if rate else "none"
        return Discounted(rate, rate_from, timing_found, "the total present value", 0, tried, printed)
    return Discounted(rate, rate_from, None, "", 0, tried, printed)


def _by_place(table: Table, key: str, years: Years) -> dict[int, float]:
    line = table.foot.by_column.get(key, {})
    found = {}
    for place, column in enumerate(years.columns):
        cell = line.get(column.column)
        read = amount(cell) if cell is not None else None
        if read is not None:
            found[place] = read.value * column.scale
    return found


def _year_totals(table: Table, outcomes: Sequence[MapOutcome], years: Years) -> dict[int, float]:
    """Undiscounted value of each year: as printed in a row of totals, else the sum of the printed rows."""
    printed = _by_place(table, "total", years)
    if any(printed.values()):
        return printed
    sums: dict[int, float] = {}
    for outcome in outcomes:
        for place, column in enumerate(years.columns):
            value = outcome.years.get(column.column)
            if value is not None:
                sums[place] = sums.get(place, 0.0) + value.value
    return sums


def _rate_between(factors: dict[int, float]) -> float | None:
    places = sorted(factors)
    rates = [(factors[a] / factors[b]) ** (1 / (b - a)) - 1 for a, b in pairwise(places) if factors[a] * factors[b] > 0]
    found: float | None = median(rates) if rates else None
    if found is None or not 0 <= found < 1:
        return None
    # Present values are printed to the penny, so a rate of 3.5% comes out as 3.4998%.
    return round(found, 4) if abs(found - round(found, 4)) < 2e-5 else found


def _from_factors(factors: dict[int, float], rate: float, years: Years) -> tuple[Timing, int] | None:
    """The timing that every factor agrees with: how many years each value is discounted beyond its place."""
    if rate == 0:
        return ("none", 0) if all(abs(factor - 1) < _NEAR for factor in factors.values()) else None
    if len(factors) > 1 and all(abs(factor - 1) < 1e-9 for factor in factors.values()):
        return "none", 0
    beyond = [
        -math.log(factor) / math.log1p(rate) - (place - years.first) for place, factor in factors.items() if factor > 0
    ]
    if not beyond:
        return None
    middle = median(beyond)
    if max(abs(one - middle) for one in beyond) > 0.1:
        return None
    for timing, offset in _OFFSETS.items():
        later = round(middle - offset)
        if later in (0, 1) and abs(middle - offset - later) < 0.1 and not (timing == "start" and later == 1):
            return timing, later
    return None


def _tried(totals: dict[int, float], rate: float, years: Years, printed: float | None) -> tuple[Tried, ...]:
    """The total present value under each timing, from the printed values of the years."""
    if not totals or printed is None:
        return ()
    horizon = max(totals) - years.first + 1
    if horizon < 1:
        return ()
    found = []
    for timing, words in TIMINGS.items():
        factors = timed(flat_factors(rate, horizon), timing)
        total = sum(
            float(factors[place - years.first]) * value for place, value in totals.items() if place >= years.first
        )
        found.append(Tried(timing, words, total, near_total(total, printed)))
    return tuple(found)


def near_total(total: float, printed: float) -> bool:
    """Whether a total comes as near to the printed one as a total does."""
    return abs(total - printed) <= max(_NEAR * abs(printed), 0.5)
