"""Discount schedules: dated vintages of rates, and the factors that follow from them.

Factors chain, ``D(0) = 1`` and ``D(t) = D(t-1) / (1 + r(t))``: a late rate never reaches back to year 0.
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sroi.bank.locate import proxies_folder
from sroi.bank.records import Frozen, fault
from sroi.errors import BankError, Problem

Timing = Literal["start", "mid", "end", "none"]
Status = Literal["in force", "superseded", "house convention", "pending recommendation: not adopted"]


class Band(Frozen):
    """One rate, for the years `first` to `last`; without a last year it holds from then on."""

    first: Annotated[int, Field(ge=1)]
    last: int | None = None
    rate: Annotated[float, Field(gt=-1)]


class Schedule(Frozen):
    """A discount schedule with its timing within the year and where it comes from."""

    name: str
    title: str
    status: Status
    effective: str
    inputs: Timing
    outcomes: Timing
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    source: str
    url: str
    seen: str
    note: str

    @model_validator(mode="after")
    def _bands_follow(self) -> Schedule:
        first = 1
        for band in self.bands:
            if band.first != first or (band.last is not None and band.last < band.first):
                found = f"schedule {self.name}: the band from year {band.first}"
                raise fault(
                    "schedule-bands", found, f"bands follow each other without a gap; here year {first} comes next"
                )
            first = (band.last or 0) + 1
        if self.bands[-1].last is not None:
            raise fault(
                "schedule-bands", f"schedule {self.name} ends in year {self.bands[-1].last}", "the last band has no end"
            )
        return self

    def rate(self, year: int) -> float:
        """Return the rate of one year, counted from 1.

        Examples
        --------
        >>> schedule("green-book").rate(30), schedule("green-book").rate(31)
        (0.035, 0.03)
        """
        if year < 1:
            raise BankError(
                Problem(
                    "schedule-year", f"found year {year}", "the first year with a rate is 1", "year 0 has the factor 1"
                )
            )
        return next(band.rate for band in self.bands if band.last is None or year <= band.last)

    def factors(self, years: int) -> list[float]:
        """Return what one unit of money at the start of year 0, 1, … `years` is worth at the start of year 0.

        Examples
        --------
        >>> [round(factor, 4) for factor in schedule("sroi-guide").factors(3)]
        [1.0, 0.9662, 0.9335, 0.9019]
        """
        factors = [1.0]
        for year in range(1, years + 1):
            factors.append(factors[-1] / (1 + self.rate(year)))
        return factors


class CompactSchedules(Frozen):
    """The file `proxies/schedules.json`: every schedule, and the digest of the YAML it was built from."""

    built_from: str
    schedules: tuple[Schedule, ...]


@lru_cache(maxsize=1)
def _schedules() -> dict[str, Schedule]:
    found = CompactSchedules.model_validate_json((proxies_folder() / "schedules.json").read_bytes())
    return {schedule.name: schedule for schedule in found.schedules}


def schedule_names() -> tuple[str, ...]:
    """Return the names of the discount schedules.

    Examples
    --------
    >>> schedule_names()[:3]
    ('sroi-guide', 'green-book', 'green-book-health')
    """
    return tuple(_schedules())


def schedule(name: str) -> Schedule:
    """Return a discount schedule by its name.

    Raises
    ------
    BankError
        ``schedule-unknown``, naming the closest ones.
    """
    found = _schedules().get(name)
    if found is None:
        close = difflib.get_close_matches(name, schedule_names(), n=3)
        advice = f"did you mean {' or '.join(close)}" if close else ""
        allowed = f"the schedules are {', '.join(schedule_names())}"
        raise BankError(Problem("schedule-unknown", f"there is no discount schedule {name}", allowed, advice))
    return found
