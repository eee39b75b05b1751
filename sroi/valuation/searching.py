"""Where a number is looked for: its legal range, the points of a scan of it, and how many fit into memory at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from sroi.study.kinds import DELAY, DURATION
from sroi.valuation.model import Model
from sroi.valuation.parameters import Derived, Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: A range without an end is cut at that many times the number.
_TIMES: Final = 1000

#: Points of a scan.
_SCAN: Final = 257
_NARROW: Final = 129

#: Numbers held at a time while durations or delays vary, where every point has a table of life-years by years.
_HELD: Final = 1_000_000

#: What stands for an end that is itself refused.
_ABOVE: Final = 1e-9

#: What shapes the life of an outcome, as the fields of :class:`sroi.valuation.life.Life` name it.
ROLES: Final = ("duration", "delay", "growth", "drop_off")


class Role(NamedTuple):
    """What a number that shapes lives is, and the places of the outcomes whose lives it shapes."""

    name: str
    streams: tuple[int, ...]


def searched(model: Model, parameter: Parameter) -> tuple[float, float]:
    """Range in which a number is looked for, everything else in place.

    Its legal range; where that has no end, a thousand times the number (of 1, for a number below 1); for durations and
    delays, 100 years, twice the number, or the horizon, whatever is longest. Levels of a comparison keep the level
    without the programme between 0 and the level after.

    Returns
    -------
    low, high
        In the unit of the number. The central value lies between them.

    Examples
    --------
    >>> from sroi.study import Study
    >>> model = Model(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... '''))
    >>> [searched(model, model.parameters.row(f"fit/{name}")) for name in ("deadweight", "value", "delay")]
    [(0.0, 1.0), (-20000.0, 20000.0), (0.0, 100.0)]
    """
    low, high = searched_beside(model, parameter, {})
    return min(low, parameter.central), max(high, parameter.central)


def searched_beside(
    model: Model, parameter: Parameter, others: Mapping[str, float], free: str | None = None
) -> tuple[float, float]:
    """Like :func:`searched`, where other numbers are not at their central values, or one is free to be anything.

    The central value may then lie outside, and where the levels of a comparison leave no room at all, the lower end
    lies above the upper one. A comparison in which the free number stands too does not cut the range.
    """
    kind, base = parameter.kind, parameter.central
    size = max(abs(base), 1.0) * _TIMES
    low = kind.low if math.isfinite(kind.low) else -size
    high = kind.high if math.isfinite(kind.high) else size
    if kind.name in (DURATION.name, DELAY.name):
        high = min(high, max(100.0, 2 * base, float(model.horizon)))
    low, high = float(low) + (_ABOVE if kind.low_open else 0.0), float(high)
    columns = model.parameters.columns
    column = columns[parameter.address]
    for derived in model.parameters.derived:
        if column in derived.columns and (free is None or columns[free] not in derived.columns):
            low, high = _within(model, derived, column, others, low, high)
    return low, high


def _within(
    model: Model, derived: Derived, column: int, others: Mapping[str, float], low: float, high: float
) -> tuple[float, float]:
    """Cut a range to where a comparison keeps 0 ≤ level without the programme ≤ level after, which is above 0."""
    levels = []
    for place in derived.columns:
        row = model.parameters.rows[place]
        levels.append((0.0, 1.0) if place == column else (others.get(row.address, row.central), 0.0))
    without = tuple(levels[0][i] + (levels[3][i] - levels[2][i] if len(levels) == 4 else 0.0) for i in (0, 1))
    after = levels[1]
    for constant, slope in (
        without,
        (after[0] - without[0], after[1] - without[1]),
        (after[0] - _ABOVE, after[1]),
    ):
        if slope > 0:
            low = max(low, -constant / slope)
        elif slope < 0:
            high = min(high, -constant / slope)
    return low, high


def life_roles(model: Model) -> dict[int, Role]:
    """Numbers that shape the lives of outcomes in one way, and do nothing else, by place in the vector."""
    names: dict[int, set[str]] = {}
    streams: dict[int, list[int]] = {}
    elsewhere: set[int] = set()
    for at, stream in enumerate(model.streams):
        for name in ROLES:
            column = getattr(stream.life, name)
            if column is not None:
                names.setdefault(column, set()).add(name)
                streams.setdefault(column, []).append(at)
        elsewhere |= {stream.multiplier, stream.bias, *(column for _, column in stream.deductions)}
        elsewhere |= {column for _, product in stream.cohorts for column in product.columns}
        elsewhere |= {stream.rate} if stream.rate is not None else set()
    for line in model.lines:
        elsewhere |= {*line.unit.columns, *((line.cashable,) if isinstance(line.cashable, int) else ())}
    for cost in model.costs:
        elsewhere |= {cost.uplift, *(column for _, product in cost.amounts for column in product.columns)}
    for derived in model.parameters.derived:
        elsewhere |= set(derived.columns)
    return {
        column: Role(next(iter(found)), tuple(streams[column]))
        for column, found in names.items()
        if len(found) == 1 and column not in elsewhere
    }


def bending(model: Model) -> set[int]:
    """Places of the numbers in which present values are no straight line: rates, and what shapes a life."""
    found = {getattr(stream.life, name) for stream in model.streams for name in ROLES}
    rates = {stream.rate for stream in model.streams} | {model.rate}
    return {column for column in found | rates if column is not None}


def scan(model: Model, parameter: Parameter, low: float, high: float, role: Role | None = None) -> Floats:
    """Points over a range between which the result changes its course as little as can be known beforehand.

    For a duration or a delay that is nothing else (``role``), the points between which the result is a straight line.
    For a narrow range, even ones. For any other, points dense around the base and near zero.
    """
    base = parameter.central
    if role is not None and role.name in ("duration", "delay"):
        points = _bends(model, role)
        points = points[(points > low) & (points < high)]
        points = points[:: max(1, math.ceil(points.size / _SCAN))]
    elif high - low <= 3:
        points = np.linspace(low, high, _NARROW)
    else:
        size, far = np.geomspace(1e-6, 1, 60) * max(abs(base), 1e-6) * 2, np.geomspace(1e-9, 1, 120) * max(high, 1.0)
        points = np.concatenate([np.linspace(low, high, _SCAN), base - size, base + size, far, -far])
    points = np.unique(np.concatenate([points, [low, base, high]]))
    return np.asarray(points[(points >= low) & (points <= high)])


def _bends(model: Model, role: Role) -> Floats:
    """Whole years, and where an end of a life-year meets an end of a year: there the result bends."""
    other = "delay" if role.name == "duration" else "duration"
    whole = np.arange(model.horizon + 2, dtype=float)
    parts = {model.parameters.rows[getattr(model.streams[at].life, other)].central % 1.0 for at in role.streams}
    return np.unique(np.concatenate([whole, *(whole - part for part in parts if part)]))


def held(model: Model, columns: set[int]) -> int:
    """How many points are evaluated at a time so that they fit into memory, where these places vary."""
    varying = {getattr(stream.life, name) for stream in model.streams for name in ("duration", "delay")}
    if not columns & varying:
        return _HELD
    return max(1, _HELD // model.horizon**2)
