"""Discount factors: what one unit of money in a year is worth at the start of year 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi import bank
from sroi.study.estimate import Estimate
from sroi.study.settings import Discounting, Timing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Rates by year, and when in the year inputs and outcomes fall.

    Parameters
    ----------
    name
        Named convention or schedule, or what the study states in words.
    rates
        Rate of year t at place t, t = 0 … horizon; place 0 is not used.
    flat
        The one rate where it is the same in every year, else None.
    inputs, outcomes
        ``start``, ``mid``, ``end`` or ``none``.
    source
        Where the schedule comes from, if it is a published one.
    """

    name: str
    rates: tuple[float, ...]
    flat: float | None
    inputs: Timing
    outcomes: Timing
    source: str | None = None

    @property
    def sentence(self) -> str:
        """The convention in one sentence, as it is printed beside every result."""
        if self.inputs == "none" and self.outcomes == "none":
            return f"{self.name}: nothing is discounted"
        rate = f"{self.flat:.4g}".rstrip() if self.flat is not None else ""
        rates = (
            f"{float(rate) * 100:g}% a year" if rate else f"{self.rates[1] * 100:g}% a year at first, by schedule later"
        )
        words = {
            "start": "at the start of their year (year 0 undiscounted)",
            "mid": "in the middle of their year",
            "end": "at the end of their year (first year ÷ 1 + r)",
            "none": "undiscounted",
        }
        return f"{self.name}: {rates}; inputs {words[self.inputs]}, outcomes {words[self.outcomes]}"


def resolve(choice: Discounting, horizon: int, around: Schedule | None = None) -> Schedule:
    """Look up a study's (or an outcome's) discounting.

    Parameters
    ----------
    choice
        What the study states.
    horizon
        Years counted.
    around
        The study's schedule, where ``choice`` is an outcome's own: an outcome takes the study's timing unless it
        states one.

    Raises
    ------
    BankError
        ``schedule-unknown`` where no schedule has that name.
    """
    named = choice.name or (choice.schedule if isinstance(choice.schedule, str) else None)
    if named is not None:
        found = bank.schedule(named)
        rates = (0.0, *(found.rate(t) for t in range(1, horizon + 1)))
        inputs, outcomes, name, source = found.inputs, found.outcomes, found.name, found.source
        if choice.rate is not None:
            rates, name = (0.0, *[_stated(choice.rate)] * horizon), f"{found.name} with its own rate"
    elif isinstance(choice.schedule, tuple):
        bands = choice.schedule
        rates = (0.0, *(next(band.rate for band in reversed(bands) if band.from_ <= t) for t in range(1, horizon + 1)))
        inputs, outcomes, name, source = "start", "end", "stated schedule", None
    else:
        assert choice.rate is not None
        rates = (0.0, *[_stated(choice.rate)] * horizon)
        inputs, outcomes, name, source = "start", "end", "stated rate", None
    flat = rates[1] if len(set(rates[1:])) == 1 else None
    if around is not None:
        inputs, outcomes = around.inputs, around.outcomes
    return Schedule(
        name, rates, flat, choice.inputs or inputs, choice.outcomes or outcomes, str(source) if source else None
    )


def _stated(rate: Estimate) -> float:
    """Central value of a rate; a shared one is put in its place once the shared estimates are known."""
    return rate.central if rate.distribution is not None else 0.0


def chained(rates: Sequence[float]) -> Floats:
    """Chain rates into factors: D(0) = 1, D(t) = D(t−1) / (1 + r(t)).

    Parameters
    ----------
    rates
        Rate of year t at place t; place 0 is not used. [share per year]

    Returns
    -------
    factors : shape (len(rates),)
        D(0) … D(len(rates) − 1). [dimensionless]

    References
    ----------
    HM Treasury, The Green Book (2018), paragraphs 5.32-5.36 and Table 2: a later rate applies to later years only.

    Examples
    --------
    >>> chained([0, 0.035, 0.035]).round(4)
    array([1.    , 0.9662, 0.9335])
    """
    growth = 1 + np.asarray(rates, dtype=float)
    growth[0] = 1.0
    return np.asarray(1 / np.cumprod(growth))


def flat_factors(rate: Any, years: int) -> Any:
    """Return D(0) … D(years) for one rate, or for one rate per draw (shape (years + 1, draw))."""
    exponent = np.arange(years + 1)
    if isinstance(rate, np.ndarray):
        return (1 + rate)[None, :] ** -exponent[:, None].astype(float)
    return (1.0 + rate) ** -exponent.astype(float)


def timed(factors: Any, timing: Timing) -> Any:
    """Factors of flows in years 0 … T − 1, from D(0) … D(T), by when in the year they fall.

    ``start`` D(t), ``mid`` √(D(t) D(t+1)), ``end`` D(t+1), ``none`` 1.

    Examples
    --------
    >>> timed(np.array([1.0, 0.5, 0.25]), "end")
    array([0.5 , 0.25])
    """
    if timing == "start":
        return factors[:-1]
    if timing == "end":
        return factors[1:]
    if timing == "mid":
        return np.sqrt(factors[:-1] * factors[1:])
    return np.ones_like(factors[:-1])
