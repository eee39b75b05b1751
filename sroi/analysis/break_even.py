"""Two numbers together: the line along which the result meets a target."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sroi.analysis.outputs import Output
from sroi.analysis.spread import spread
from sroi.analysis.switching import bends, counterpart
from sroi.analysis.targets.bent import bent
from sroi.analysis.targets.goal import Goal, goal
from sroi.analysis.targets.movements import Meeting, Movements
from sroi.analysis.targets.straight import straight
from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.formats import number
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.parameters import Parameter
from sroi.valuation.searching import held, life_roles, scan, searched_beside
from sroi.valuation.solve import stated_number

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BreakEvenPoint:
    """One point of the line.

    Parameters
    ----------
    first
        Value of the first number.
    values
        Values of the second at which the target is met, the closest to its base case first; empty where there is none.
    side
        Where there is none: 1 if the result lies above the target whatever the second number is, −1 if it lies below, 0
        if it is undefined or the second number has no legal value.
    base
        Whether this is the base case of the first number.
    """

    first: float
    values: tuple[float, ...]
    side: int
    base: bool

    @property
    def second(self) -> float | None:
        """The second number; None where no legal value meets the target."""
        return self.values[0] if self.values else None


class Corner(NamedTuple):
    """One corner of two stated ranges.

    Parameters
    ----------
    first, second
        P5 or P95 of the two numbers.
    result
        The result there.
    against
        What it is to meet: the target, or what the rival comes to there.
    """

    first: float
    second: float
    result: float
    against: float


@dataclass(frozen=True)
class BreakEven:
    """What two numbers would have to be together for the result to meet a target.

    Made by :func:`break_even`.

    Parameters
    ----------
    goal
        What is to meet what.
    first, second
        The two numbers.
    points
        The line, by rising value of the first number; its base case is among them where it lies in the range.
    corners
        The result at the corners of their stated ranges, P5 and P95, as far as those are legal together. Empty where
        one of them has no stated range.
    matters
        Whether the result depends on the second number anywhere on the line.
    """

    goal: Goal
    first: Parameter
    second: Parameter
    points: tuple[BreakEvenPoint, ...]
    corners: tuple[Corner, ...]
    matters: bool

    @property
    def base(self) -> float:
        """The result in the base case."""
        return float(self.goal.results(self.goal.base))

    @property
    def inside(self) -> tuple[BreakEvenPoint, ...]:
        """Points of the line at which both numbers lie inside their stated ranges."""
        if not self.corners:
            return ()
        ends = spread(self.first), spread(self.second)
        return tuple(
            point
            for point in self.points
            if ends[0][0] <= point.first <= ends[0][1]
            and any(ends[1][0] <= value <= ends[1][1] for value in point.values)
        )

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        from sroi.analysis.words.break_even import summary

        return tuple(summary(self))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per value of the first number.

        Columns: ``first`` and ``second`` (the two numbers, in their own units; ``second`` is missing where no legal
        value meets the target), ``values`` (how many do), ``base`` (whether this is the base case of the first),
        ``reason`` (why there is none; empty otherwise).
        """
        import pandas as pd

        from sroi.analysis.words.break_even import reason

        return pd.DataFrame(
            [
                {
                    "first": point.first,
                    "second": math.nan if point.second is None else point.second,
                    "values": len(point.values),
                    "base": point.base,
                    "reason": reason(self, point),
                }
                for point in self.points
            ]
        )

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table)


def break_even(
    study: Study | Model,
    first: str,
    second: str,
    target: float | str | None = None,
    *,
    over: tuple[float, float] | None = None,
    points: int = 21,
    scenario: str | None = None,
    measure: str = "ratio",
    perspective: str = "social",
) -> BreakEven:
    """Find, for each value of one number, the value of another at which the result meets a target.

    Parameters
    ----------
    study
        The study, or a model of one of its scenarios.
    first, second
        Addresses of two numbers.
    target
        As for :func:`sroi.analysis.switching.switching`.
    over
        Range of the first number. If left out: its stated range, P5 to P95; where none is stated, its legal range if
        that has two ends (shares, rates), else from nothing to twice the number.
    points
        How many values of the first number, evenly spaced, its base case apart.
    scenario, measure, perspective
        As for :func:`sroi.analysis.switching.switching`.

    Raises
    ------
    ValuationError
        ``address-unknown``, ``address-derived``, ``address-shared``; ``pair-same`` where both are one number;
        ``pair-range`` where ``over`` is no range of legal values; ``pair-points`` for fewer than two points; and those
        of :func:`sroi.analysis.targets.goal.goal`.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 900}}, discounting: undiscounted,
    ...  outcomes: {job: {name: In work, stakeholder: a, quantity: {people: 120, hired: 40% (30% to 50%)}, value: 50}}}
    ... ''')
    >>> found = break_even(study, "job/quantity/hired", "job/value", points=3)
    >>> [(round(point.first, 9), round(point.second, 9)) for point in found.points]
    [(0.3, 25.0), (0.4, 18.75), (0.5, 15.0)]
    """
    asked = goal(study, target, scenario=scenario, measure=measure, perspective=perspective)
    model = asked.output.model
    one, two = stated_number(model, first), stated_number(model, second)
    if one.address == two.address:
        problem = Problem("pair-same", f"found {one.address} twice", "a pair is two numbers", "name another address")
        raise ValuationError(problem)
    at = _values(one, _beside(asked, one, two.address, {}), over, points)
    met, sides = _along(asked, one, two, at)
    line = tuple(
        BreakEvenPoint(
            float(value),
            tuple(sorted(meeting.roots, key=lambda root: abs(root - two.central))) if meeting else (),
            side,
            bool(value == one.central),
        )
        for value, meeting, side in zip(at, met, sides, strict=True)
    )
    matters = any(meeting.matters for meeting in met if meeting)
    return BreakEven(asked, one, two, line, tuple(_corners(asked, one, two)), matters)


def _values(one: Parameter, legal: tuple[float, float], over: tuple[float, float] | None, points: int) -> Floats:
    """Values of the first number, its base case among them where it lies in the range."""
    if points < 2:
        raise ValuationError(Problem("pair-points", f"found {points} points", "a line has at least 2 points"))
    if over is None:
        over = _own_range(one, legal)
    elif not (all(map(math.isfinite, over)) and legal[0] <= over[0] < over[1] <= legal[1]):
        raise ValuationError(
            Problem(
                "pair-range",
                f"found the range {number(over[0])} to {number(over[1])}",
                f"the range of {one.address} lies between {legal[0]:g} and {legal[1]:g}, the lower end first",
                address=one.address,
            )
        )
    at = np.linspace(*over, points)
    if not over[0] <= one.central <= over[1]:
        return at
    return np.unique(np.append(at[np.abs(at - one.central) > 1e-9 * (over[1] - over[0])], one.central))


def _own_range(one: Parameter, legal: tuple[float, float]) -> tuple[float, float]:
    low, high = spread(one)
    if low == high:
        if math.isfinite(one.kind.low) and one.kind.high <= 3:
            low, high = legal
        else:
            low, high = sorted((0.0, 2 * one.central or legal[1]))
    return max(low, legal[0]), min(high, legal[1])


def _along(asked: Goal, one: Parameter, two: Parameter, at: Floats) -> tuple[list[Meeting | None], list[int]]:
    """Meet the target with the second number at each value of the first, and say on which side it is where it is not.

    None where the second number has no legal value.
    """
    model = asked.output.model
    ranges = [_beside(asked, two, None, {one.address: float(value)}) for value in at]
    rooms = [place for place, (low, high) in enumerate(ranges) if low <= high]
    low, high = (np.array([ranges[place][end] for place in rooms]) for end in (0, 1))
    start = np.clip(two.central, low, high)
    firsts = at[rooms]

    def sums(which: NDArray[np.intp], values: Floats) -> Floats:
        flat = {one.address: np.repeat(firsts[which], values.shape[1]), two.address: values.ravel()}
        return _sums(asked, flat).reshape(4, *values.shape)

    every = np.arange(len(rooms))
    base = sums(every, start[:, None])[:, :, 0] if rooms else np.empty((4, 0))
    role = life_roles(model).get(model.parameters.columns[two.address])
    bending = np.full(len(rooms), two.address in bends(asked))
    moves = Movements(
        sums, base, low, start, high, bending, lambda place: scan(model, two, low[place], high[place], role)
    )
    met: list[Meeting | None] = [None] * at.size
    sides = [0] * at.size
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = straight(asked, moves, np.flatnonzero(~bending)) if rooms else {}
        found |= bent(asked, moves, np.array([place for place in every if place not in found], dtype=np.intp))
        gaps = asked.gap(base)
    for place, own in enumerate(rooms):
        met[own] = found[place]
        sides[own] = 0 if math.isnan(gaps[place]) else 1 if gaps[place] > 0 else -1
    return met, sides


def _beside(asked: Goal, row: Parameter, free: str | None, others: dict[str, float]) -> tuple[float, float]:
    """Range of a number, legal in the model and in the rival, where others are given or one is free."""
    low, high = searched_beside(asked.output.model, row, others, free)
    factor = asked.follows.get(row.address, 0.0)
    if asked.rival is not None and factor:
        moved = {name: value * asked.follows[name] for name, value in others.items() if name in asked.follows}
        ends = [end / factor for end in searched_beside(asked.rival.model, counterpart(asked, row), moved, free)]
        low, high = max(low, min(ends)), min(high, max(ends))
    return low, high


def _sums(asked: Goal, points: dict[str, Floats]) -> Floats:
    """Present values of the model and of what it is to meet, at the same points: shape (4, point)."""
    own = _of_side(asked.output, points)
    if asked.rival is None:
        return asked.filled(own)
    moved = {name: at * asked.follows[name] for name, at in points.items() if name in asked.follows}
    count = next(iter(points.values())).size
    rival = _of_side(asked.rival, moved) if moved else np.empty((2, 1))
    return asked.filled(own, rival if moved else np.repeat(asked.base[2:, None], count, axis=1))


def _of_side(side: Output, points: dict[str, Floats]) -> Floats:
    columns = side.model.parameters.columns
    count, size = next(iter(points.values())).size, held(side.model, {columns[name] for name in points})
    found = np.empty((2, count))
    for start in range(0, count, size):
        here = slice(start, start + size)
        with np.errstate(over="ignore", invalid="ignore"):
            sums = evaluate(side.model, {name: at[here] for name, at in points.items()}, view=side.view)
        found[0, here], found[1, here] = sums.pv_benefits, sums.pv_inputs
    return found


def _corners(asked: Goal, one: Parameter, two: Parameter) -> Iterator[Corner]:
    """The result at the corners of the two stated ranges."""
    if not (one.uncertain and two.uncertain):
        return
    pairs = [(x, y) for x in spread(one) for y in spread(two) if _legal(asked, one, two, x, y)]
    if not pairs:
        return
    sums = _sums(asked, {one.address: np.array([x for x, _ in pairs]), two.address: np.array([y for _, y in pairs])})
    against = asked.results(sums[2:]) if asked.rival is not None else np.full(len(pairs), asked.target)
    for (x, y), result, other in zip(pairs, asked.results(sums), against, strict=True):
        yield Corner(x, y, float(result), float(other))


def _legal(asked: Goal, one: Parameter, two: Parameter, x: float, y: float) -> bool:
    low, high = _beside(asked, two, None, {one.address: x})
    return low <= y <= high
