"""Where a function of one number crosses zero, for many functions at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

#: Part of the range by which values are parted by rounding only.
_SAME: Final = 1e-12

#: Halving a bracket that many times leaves nothing of it.
_STEPS: Final = 200


def crossings(gap: Floats) -> tuple[Places, Places]:
    """Find the intervals of a scan in which a sign changes.

    Parameters
    ----------
    gap : shape (function, point)
        Each function at the points of its scan; NaN where it is undefined.

    Returns
    -------
    function, point
        For every change of sign: whose it is, and the point before it.

    Examples
    --------
    >>> crossings(np.array([[2.0, 1.0, -1.0, 3.0], [1.0, np.nan, -1.0, -2.0]]))
    (array([0, 0]), array([1, 2]))
    """
    with np.errstate(invalid="ignore", over="ignore"):
        signs = np.sign(gap)
        function, point = np.nonzero(signs[:, :-1] * signs[:, 1:] < 0)
    return function, point


def touches(gap: Floats) -> tuple[Places, Places]:
    """Find the points of a scan at which a function is zero; of a stretch of zeros only its two ends.

    Examples
    --------
    >>> touches(np.array([[1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 2.0]]))
    (array([0, 0, 0]), array([1, 3, 5]))
    """
    zero = gap == 0
    none = np.zeros((len(gap), 1), dtype=bool)
    inside = np.hstack([none, zero[:, :-1]]) & np.hstack([zero[:, 1:], none])
    function, point = np.nonzero(zero & ~inside)
    return function, point


def distinct(values: Iterable[float], near: float, width: float) -> list[float]:
    """Order values by how near they are to a number, and leave out those that only rounding parts from one before.

    Parameters
    ----------
    values
        Roots found.
    near
        The number.
    width
        Width of the range in which they were looked for.

    Examples
    --------
    >>> distinct([5.0, 1.0, 1.0 + 1e-13, -2.0], 0.0, 10.0)
    [1.0, -2.0, 5.0]
    """
    found: list[float] = []
    for value in sorted({float(value) for value in values}, key=lambda value: abs(value - near)):
        if all(abs(value - other) > _SAME * width for other in found):
            found.append(value)
    return found


def close_in(
    gap: Callable[[Places, Floats], Floats], low: Floats, high: Floats, at_low: Floats, at_high: Floats
) -> Floats:
    """Close in on a change of sign inside each of several brackets.

    Parameters
    ----------
    gap
        ``gap(which, at)``: the functions of the brackets ``which``, each at its number ``at``.
    low, high : shape (bracket,)
        Ends of the brackets.
    at_low, at_high : shape (bracket,)
        The functions there: finite, and of opposite signs.

    Returns
    -------
    roots : shape (bracket,)
        Where each function is zero, to the last digits of a float; where it jumps over zero, the place of the jump.

    References
    ----------
    Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without
    using derivatives, Advances in Engineering Software 28(3), 145-149; the first step is a secant here.

    Examples
    --------
    >>> wanted = np.array([2.0, 9.0])
    >>> ends = [np.array(pair) for pair in ((0.0, 0.0), (8.0, 8.0), (-2.0, -9.0), (62.0, 55.0))]
    >>> close_in(lambda which, at: at**2 - wanted[which], *ends) ** 2
    array([2., 9.])
    """
    x1, x2, f1, f2 = (np.array(part, dtype=float) for part in (high, low, at_high, at_low))
    x3, f3 = x2.copy(), f2.copy()
    roots = np.where(np.abs(f1) < np.abs(f2), x1, x2)
    active = np.arange(x1.size)
    step = f1 / (f1 - f2)
    for _ in range(_STEPS):
        if not active.size:
            break
        x = x1 + step * (x2 - x1)
        f = np.asarray(gap(active, x), dtype=float)
        same = np.sign(f) == np.sign(f1)
        x3, f3 = np.where(same, x1, x2), np.where(same, f1, f2)
        x2, f2 = np.where(same, x2, x1), np.where(same, f2, f1)
        x1, f1 = x, f
        best = np.abs(f1) < np.abs(f2)
        roots[active] = np.where(best, x1, x2)
        smallest = 4 * np.finfo(float).eps * np.abs(roots[active]) + 1e-300
        width = np.abs(x2 - x1)
        going = (np.where(best, f1, f2) != 0) & (width > 2 * smallest)
        x1, x2, x3, f1, f2, f3 = (part[going] for part in (x1, x2, x3, f1, f2, f3))
        active, least = active[going], smallest[going] / width[going]
        step = np.clip(_step(x1, x2, x3, f1, f2, f3), least, 1 - least)
    return roots


def _step(x1: Floats, x2: Floats, x3: Floats, f1: Floats, f2: Floats, f3: Floats) -> Floats:
    """Part of the bracket to go: by inverse quadratic interpolation where that is safe, half of it elsewhere."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        xi, phi = (x1 - x2) / (x3 - x2), (f1 - f2) / (f3 - f2)
        curved = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi)
        inverse = f1 / (f2 - f1) * f3 / (f2 - f3) + (x3 - x1) / (x2 - x1) * f1 / (f3 - f1) * f2 / (f3 - f2)
        return np.where(curved & np.isfinite(inverse), inverse, 0.5)
