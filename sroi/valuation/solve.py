"""What would have to be true: the value of one number at which the result meets a target."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.views import view_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

Measure = Literal["ratio", "npv"]

#: Points at which the result is looked at before a root is closed in on.
_SCAN: Final = 257


@dataclass(frozen=True, slots=True)
class Solution:
    """The value of one number at which a measure meets a target.

    Parameters
    ----------
    parameter
        The number that was varied.
    measure, target, perspective
        What was to be met.
    values
        Every value found inside the legal range, the one closest to the base first; empty where none is.
    base, base_result
        Central value, and the measure there.
    lowest, highest
        Smallest and largest result over the legal range that was searched.
    searched
        The range searched.
    """

    parameter: Parameter
    measure: Measure
    target: float
    perspective: str
    values: tuple[float, ...]
    base: float
    base_result: float
    lowest: float
    highest: float
    searched: tuple[float, float]

    @property
    def value(self) -> float | None:
        """The value closest to the base case; None where there is none in range."""
        return self.values[0] if self.values else None


def solve(
    study: Study | Model, address: str, target: float, *, measure: Measure = "ratio", perspective: str = "social"
) -> Solution:
    """Find the value of one number of a study at which the result meets a target.

    Parameters
    ----------
    study
        The study, or a model of one of its scenarios.
    address
        Address of the number, such as ``into-work/deadweight``.
    target
        Ratio, or net present value, to be met.
    measure
        ``ratio`` or ``npv``.
    perspective
        Id of a perspective.

    Returns
    -------
    Solution
        With every value inside the legal range, and what the result is at its ends where there is none.

    Raises
    ------
    ValuationError
        ``address-unknown`` where the address names no number; ``address-derived`` where the number there follows
        from others; ``perspective-unknown``; ``target-finite``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> round(solve(study, "fit/deadweight", 1.0).value, 12)
    0.5
    """
    model = study if isinstance(study, Model) else Model(study)
    parameter, view = _parameter(model, address), view_named(model, perspective)
    if not math.isfinite(target):
        raise ValuationError(Problem("target-finite", f"found the target {target}", "a target is a finite number"))

    def results(at: NDArray[np.float64]) -> NDArray[np.float64]:
        found = evaluate(model, {parameter.address: at}, view=view)
        if measure == "npv":
            return found.npv
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(found.pv_inputs > 0, found.pv_benefits / found.pv_inputs, np.nan)

    low, high = _within_comparisons(model, parameter, *_range(parameter))
    grid = _grid(low, high, parameter.central)
    scanned = results(grid)
    fine = np.isfinite(scanned)
    base = float(results(np.array([parameter.central]))[0])
    if not fine.any() or not math.isfinite(base):
        raise ValuationError(
            Problem(
                "solve-undefined",
                f"the {measure} is undefined from the perspective {perspective}",
                "a target is met by a measure that exists",
                "choose another perspective",
                address=address,
            )
        )
    gap = scanned - target
    zero = gap == 0
    edge = zero & ~(np.r_[False, zero[:-1]] & np.r_[zero[1:], False])  # of a plateau only its ends
    roots = [float(point) for point in grid[edge]]
    crossing = np.flatnonzero(fine[:-1] & fine[1:] & (gap[:-1] * gap[1:] < 0))
    roots += [
        _close_in(lambda at: float(results(np.array([at]))[0]) - target, float(grid[i]), float(grid[i + 1]))
        for i in crossing
    ]
    ordered = tuple(sorted(set(roots), key=lambda root: abs(root - parameter.central)))
    return Solution(
        parameter,
        measure,
        target,
        perspective,
        ordered,
        parameter.central,
        base,
        float(np.min(scanned[fine])),
        float(np.max(scanned[fine])),
        (low, high),
    )


def _parameter(model: Model, address: str) -> Parameter:
    columns = model.parameters.columns
    if address not in columns:
        raise ValuationError(
            Problem(
                "address-unknown",
                f"found the address {address}",
                "an address names a number of the study",
                did_you_mean(address, columns),
            )
        )
    row = model.parameters.row(address)
    if row is None:
        inside = next(d for d in model.parameters.derived if model.parameters.columns[d.address] == columns[address])
        names = ", ".join(model.parameters.rows[column].address for column in inside.columns)
        raise ValuationError(
            Problem(
                "address-derived",
                f"{address} follows from a comparison",
                "solve varies a number that is stated",
                f"solve one of {names}",
            )
        )
    if row.address != address:
        raise ValuationError(
            Problem(
                "address-shared",
                f"{address} uses {row.address}",
                "a shared estimate is varied where it is stated",
                f"solve {row.address}",
            )
        )
    return row


def _range(parameter: Parameter) -> tuple[float, float]:
    """Legal range, cut where it has no end at a thousand times the central value."""
    kind, size = parameter.kind, max(abs(parameter.central), 1.0) * 1000
    low = kind.low if math.isfinite(kind.low) else -size
    high = kind.high if math.isfinite(kind.high) else size
    if kind.name in ("a duration in years", "a delay in years"):
        high = min(high, max(100.0, 2 * parameter.central))
    open_end = kind.low_open
    return (low + 1e-9 if open_end else low), high


def _within_comparisons(model: Model, parameter: Parameter, low: float, high: float) -> tuple[float, float]:
    """Cut a range to where every comparison keeps the level without the programme between 0 and the level after."""
    column = model.parameters.columns[parameter.address]
    for derived in model.parameters.derived:
        if column not in derived.columns:
            continue
        level = [model.parameters.rows[place].central for place in derived.columns]
        grid = np.linspace(low, high, 20_001)
        at = [
            grid if place == column else np.full_like(grid, value)
            for place, value in zip(derived.columns, level, strict=True)
        ]
        without = at[0] + (at[3] - at[2]) if len(at) == 4 else at[0]
        legal = grid[(at[1] > 0) & (without >= 0) & (without <= at[1])]
        if legal.size:
            low, high = max(low, float(legal[0])), min(high, float(legal[-1]))
    return low, high


def _grid(low: float, high: float, base: float) -> NDArray[np.float64]:
    """Points over a range, dense around the base and near zero."""
    even = np.linspace(low, high, _SCAN)
    around = (
        base + np.concatenate([-np.geomspace(1e-6, 1, 60)[::-1], np.geomspace(1e-6, 1, 60)]) * max(abs(base), 1e-6) * 2
    )
    far = np.geomspace(max(abs(high), 1.0) * 1e-9, max(abs(high), 1.0), 120)
    points = np.unique(np.concatenate([even, around, [base], far, -far]))
    return np.asarray(points[(points >= low) & (points <= high)])


def _close_in(gap: Callable[[float], float], low: float, high: float) -> float:
    """Close in on a change of sign by Brent's idea in its simplest safe form: secant steps inside a bisection."""
    at_low, at_high = gap(low), gap(high)
    for _ in range(200):
        middle = low - at_low * (high - low) / (at_high - at_low)
        width = high - low
        if not (low + 0.01 * width < middle < high - 0.01 * width):
            middle = (low + high) / 2
        at = gap(middle)
        if at == 0 or width <= 4e-16 * max(1e-300, abs(low), abs(high)):
            return middle
        if at * at_low < 0:
            high, at_high = middle, at
        else:
            low, at_low = middle, at
    return (low + high) / 2
