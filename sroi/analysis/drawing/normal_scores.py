"""Normal scores of levels, and levels of normal scores, by table inside and exactly in the tails."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.drawing.quantile_table import quantile_table
from sroi.study.distributions import Normal
from sroi.study.shape import special_functions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Scores between which levels are read from a table, and its cells in one unit of the score.
_INSIDE: Final = 3.0
_CELLS: Final = 512

_STANDARD: Final = Normal(centre=0.0, sd=1.0)


def scores(levels: Floats) -> Floats:
    """Normal scores of levels from [0, 1): Φ⁻¹, to 0.00002 between the 5th and 95th percentile.

    Examples
    --------
    >>> scores(np.array([0.05, 0.5])).round(3)
    array([-1.645,  0.   ])
    """
    return quantile_table(_STANDARD).at(levels)


def levels(scores: Floats) -> Floats:
    """Levels of normal scores: Φ, to 0.0000003; exactly beyond ±3.

    Examples
    --------
    >>> levels(np.array([-4.0, 0.0, 1.6448536269514722])).round(6)
    array([3.2e-05, 5.0e-01, 9.5e-01])
    """
    start, slope = _table()
    inside = np.clip(scores, -_INSIDE, _INSIDE)
    cell = np.empty(inside.shape, dtype=np.intp)
    np.multiply(inside + _INSIDE, _CELLS, out=cell, casting="unsafe")
    found: Floats = slope.take(cell, mode="clip")
    found *= inside
    found += start.take(cell, mode="clip")
    outer = np.flatnonzero(np.abs(scores) >= _INSIDE)
    found[outer] = np.minimum(special_functions().ndtr(scores[outer]), 1 - 2.0**-53)
    return found


@cache
def _table() -> tuple[Floats, Floats]:
    """Line of each cell: its value at score 0, and its slope."""
    knots = np.linspace(-_INSIDE, _INSIDE, int(2 * _INSIDE * _CELLS) + 1)
    values = special_functions().ndtr(knots)
    slope = np.diff(values) * _CELLS
    return values[:-1] - slope * knots[:-1], slope
