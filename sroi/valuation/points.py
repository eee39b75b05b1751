"""Points at which a model is evaluated: numbers, one or one per draw, inside the range each may lie in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.errors import Problem
from sroi.study.faults import said
from sroi.valuation.formats import number
from sroi.valuation.ranges import reach

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from sroi.valuation.parameters import Parameter

    Floats = NDArray[np.float64]


def read_points(row: Parameter, values: ArrayLike) -> tuple[Floats | None, Problem | None]:
    """Read the values of one number: shape () where it stays the same in every draw, or (draw,).

    Parameters
    ----------
    row
        The number, with its legal range.
    values
        One number, or one per draw.

    Returns
    -------
    values, problem
        One of the two is None. ``points-number`` where they are not numbers; ``points-shape`` where there are none, or
        they lie in a table; ``points-finite``; ``points-range`` where one lies outside the legal range and outside
        what the number's own belief can reach (a bell curve may cross zero by up to 0.1% of its mass).

    Notes
    -----
    One minimum and one maximum per array: about a millisecond for a million draws.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.model import Model
    >>> table = Model(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 50%}}}
    ... ''')).parameters
    >>> read_points(table.row("fit/deadweight"), [0, 0.25])
    (array([0.  , 0.25]), None)
    >>> print(read_points(table.row("fit/deadweight"), [0.5, 1.5])[1])
    fit/deadweight: found 1.5 among its points; a share lies between 0 and 1 (0% and 100%). [points-range]
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        found = f"found {said(values)}"
        return None, Problem("points-number", found, "points are numbers", "one, or one per draw", row.address)
    if array.ndim > 1 or array.size == 0:
        found = "found no points" if array.size == 0 else f"found points of shape {array.shape}"
        return None, Problem("points-shape", found, "a number has one value, or one per draw", address=row.address)
    low, high = float(array.min()), float(array.max())
    if not (np.isfinite(low) and np.isfinite(high)):
        found = "found a number that is not finite"
        return None, Problem("points-finite", found, "points are finite numbers", address=row.address)
    outside = [end for end in (low, high) if not _may_be(row, end)]
    if outside:
        found = f"found {number(outside[0])} among its points"
        return None, Problem("points-range", found, row.kind.allowed, address=row.address)
    return array, None


def _may_be(row: Parameter, value: float) -> bool:
    """Whether a number lies in its legal range, or at least where its own belief can put it."""
    if row.kind.holds(value):
        return True
    lowest, highest = reach(row.distribution)
    return bool(lowest <= value <= highest) and row.uncertain


def points_table(values: Any, columns: int) -> tuple[Floats | None, Problem | None]:
    """Read a table of points of shape (draw, estimate); one of the two is None, as in :func:`read_points`."""
    try:
        table = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        return None, Problem("points-number", f"found {said(values)}", "points are numbers", "write them as numbers")
    if table.ndim != 2 or table.shape[1] != columns or table.shape[0] == 0:
        allowed = f"points have shape (draw, {columns}), with at least one draw"
        return None, Problem("points-shape", f"found points of shape {table.shape}", allowed)
    return table, None
