"""Factors of the sum of products that come from time: the worth of an outcome over its life, discount factors."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.exact.products import flattened
from sroi.valuation.discounting import Schedule, timed
from sroi.valuation.engine import factors
from sroi.valuation.life import Life, over_years
from sroi.valuation.model import Model, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Combinations of values looked at together.
_BLOCK: Final = 4096


@dataclass(frozen=True, slots=True)
class Worth:
    """What one unit of an outcome's yearly value is worth now, over its life: a function of what shapes that life.

    Parameters
    ----------
    stream
        The outcome.
    horizon
        Years counted.
    cohorts
        First year of each cohort and the constant it is weighted with.
    columns
        Places of the uncertain numbers among duration, delay, growth, drop-off and discount rate.
    numbers
        Central values of what shapes the life, by place.
    """

    stream: Stream
    horizon: int
    cohorts: tuple[tuple[int, float], ...]
    columns: tuple[int, ...]
    numbers: dict[int, float] = field(compare=False)

    @classmethod
    def of(cls, model: Model, stream: Stream) -> Worth:
        """Worth of one unit of an outcome, of no cohort yet."""
        life = stream.life
        shaping = [life.duration, life.delay, life.growth, life.drop_off, stream.rate]
        places = sorted({place for place in shaping if place is not None})
        rows = model.parameters.rows
        moving = tuple(place for place in places if rows[place].uncertain)
        return cls(stream, model.horizon, (), moving, {place: rows[place].central for place in places})

    @property
    def key(self) -> Hashable:
        """Outcome and cohorts."""
        return "worth", self.stream.outcome, self.cohorts

    def at(self, x: Mapping[int, Any]) -> Any:
        """Σ over cohorts and life-years of share left × growth × discount factor."""
        numbers = self._numbers(x)
        years, worth = self.stream.life.years(numbers), 0.0
        for start, weight in self.cohorts:
            shares = _by_draw(self.stream.life.shares(numbers, min(years, self.horizon - start)))
            worth = worth + weight * (shares * self._weights(numbers, start, years)).sum(axis=0)
        return worth if self.columns else float(np.sum(worth))

    def grid(self, x: Mapping[int, Floats]) -> Floats:
        """Worth at every combination; the share left is worked out once for all combinations of the rest."""
        drop = self.stream.life.drop_off
        others = [column for column in self.columns if column != drop]
        if drop not in self.columns or not others:
            return flattened(self, x)
        axes = [axis.ravel() for axis in np.meshgrid(*(x[column] for column in others), indexing="ij")]
        found = np.zeros((len(x[drop]), len(axes[0])))
        years = self.stream.life.years(self._numbers(dict(zip(others, axes, strict=True))))
        for start, weight in self.cohorts:
            shares = self.stream.life.shares(self._numbers({drop: x[drop]}), min(years, self.horizon - start))
            for begin in range(0, len(axes[0]), _BLOCK):
                part = slice(begin, begin + _BLOCK)
                numbers = self._numbers({column: axis[part] for column, axis in zip(others, axes, strict=True)})
                found[:, part] += weight * (shares.T @ self._weights(numbers, start, years))
        shape = [len(x[drop]), *(len(x[column]) for column in others)]
        return np.moveaxis(found.reshape(shape), 0, self.columns.index(drop))

    def kinks(self, column: int) -> tuple[float, ...]:
        """Whole years, and where a part-year begins or ends with a calendar year; where a linear drop-off reaches 0."""
        life = self.stream.life
        if column == life.drop_off and life.linear:
            return tuple(1 / k for k in range(1, self.horizon + 1))
        if column not in (life.duration, life.delay):
            return ()
        other = life.delay if column == life.duration else life.duration
        parts = {0.0} if other in self.columns else {0.0, -self.numbers[other] % 1.0}
        return tuple(sorted({year + part for year in range(self.horizon + 1) for part in parts}))

    def _numbers(self, x: Mapping[int, Any]) -> Any:
        return {place: x.get(place, number) for place, number in self.numbers.items()}

    def _weights(self, numbers: Any, start: int, years: int) -> Any:
        """What one unit in each life-year of a cohort is worth now: shape (year of life, draw)."""
        stream, last = self.stream, min(years, self.horizon - start)
        life = stream.life
        plan = _Plan(stream.schedule, stream.rate is not None, life.round_up, start, last, self.horizon)
        rate = numbers[stream.rate] if stream.rate is not None else 0.0
        shaping = numbers[life.duration], numbers[life.delay], numbers[life.growth], rate
        moving = any(isinstance(number, np.ndarray) for number in shaping)
        return _weights(plan, *shaping) if moving else _known_weights(plan, *shaping)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What else the weights of life-years depend on."""

    schedule: Schedule
    by_rate: bool
    round_up: bool
    start: int
    years: int
    horizon: int


def _weights(plan: _Plan, duration: Any, delay: Any, growth: Any, rate: Any) -> Any:
    """What one unit in each life-year is worth now: shape (year of life, draw)."""
    life = Life(0, 1, 2, None, False, 1, None, plan.round_up)
    numbers: Any = (duration, delay, growth, rate)
    discount = factors(plan.schedule, 3 if plan.by_rate else None, numbers, plan.horizon)
    by_year = _by_draw(life.growths(numbers, plan.horizon)) * _by_draw(timed(discount, plan.schedule.outcomes))
    return _by_draw(over_years(life.occupancy(numbers, plan.start, plan.years, plan.horizon), by_year))


#: The same for numbers that do not vary: many outcomes have the same.
_known_weights = lru_cache(maxsize=1024)(_weights)


@dataclass(frozen=True, slots=True)
class DiscountFactor:
    """What 1 spent on inputs in a year is worth now, by an uncertain discount rate."""

    model: Model
    year: int

    @property
    def columns(self) -> tuple[int, ...]:
        """Place of the discount rate."""
        assert self.model.rate is not None
        return (self.model.rate,)

    @property
    def key(self) -> Hashable:
        """The year."""
        return "discount factor", self.year

    def at(self, x: Mapping[int, Any]) -> Any:
        """The factor at rates."""
        return input_discounts(self.model, x)[self.year]

    def grid(self, x: Mapping[int, Floats]) -> Floats:
        """The factor at some rates."""
        return np.asarray(self.at(x))

    def kinks(self, column: int) -> tuple[float, ...]:
        """None."""
        return ()


def input_discounts(model: Model, numbers: Any) -> Any:
    """Discount factors of the inputs by year."""
    return timed(factors(model.schedule, model.rate, numbers, model.horizon), model.schedule.inputs)


def _by_draw(by_year: Any) -> Any:
    return by_year[:, None] if by_year.ndim == 1 else by_year
