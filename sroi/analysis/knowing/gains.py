"""What choosing with more knowledge is worth: averages of the best over what is known to be best on average."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.drawing.sample import Z90

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Normal scores beyond this are left out: they weigh 1e-15.
_LAST: Final = 8.0

#: Widest panel, and points in each.
_WIDTH: Final = 0.25
_POINTS: Final = 8


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money that cannot be below 0, with its standard error; 0 where nothing was drawn.

    Examples
    --------
    >>> Amount(100.0, 10.0).high > 116
    True
    """

    value: float
    error: float = 0.0

    @property
    def low(self) -> float:
        """Lower end of the range in which it lies 9 times in 10."""
        return max(self.value - Z90 * self.error, 0.0)

    @property
    def high(self) -> float:
        """Upper end of the range in which it lies 9 times in 10."""
        return self.value + Z90 * self.error


def exact_gain(curves: Callable[[Floats], Floats], best: int, edges: Sequence[float] = ()) -> float:
    """Average of the largest of some curves less that of one of them, over a standard normal score.

    Parameters
    ----------
    curves
        The curves at scores: shape (curve, score).
    best
        The curve with the largest average.
    edges
        Scores at which a curve jumps.

    Examples
    --------
    >>> round(exact_gain(lambda z: np.array([0 * z, z - 1]), 0), 6)  # a normal number less 1, or nothing
    0.083315
    """
    ends = sorted({*np.arange(-_LAST, _LAST + _WIDTH, _WIDTH).tolist(), *edges})
    left, right = np.array(ends[:-1]), np.array(ends[1:])
    # A jump belongs to neither side.
    inner = 1e-9 * (right - left)
    first, last = curves(left + inner).argmax(axis=0), curves(right - inner).argmax(axis=0)
    if np.all(first == best) and np.all(last == best):
        return 0.0
    turning = first != last
    low, high = left[turning], right[turning]
    for _ in range(45):
        middle = (low + high) / 2
        before = curves(middle).argmax(axis=0) == first[turning]
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    starts = np.concatenate([left[~turning], left[turning], low])
    stops = np.concatenate([right[~turning], low, right[turning]])
    points, weights = np.polynomial.legendre.leggauss(_POINTS)
    scores = (starts + stops)[:, None] / 2 + (stops - starts)[:, None] / 2 * points
    density = np.exp(-(scores**2) / 2) / math.sqrt(2 * math.pi) * weights * (stops - starts)[:, None] / 2
    values = curves(scores.ravel())
    return float((values.max(axis=0) - values[best]) @ density.ravel())


class Gain:
    """The same average over draws, gathered block by block.

    What the curves differ by on average is known where ``means`` are: the draws' error in it, times the slope of the
    gain against it, is taken off (control variates), which halves what chance leaves.

    Parameters
    ----------
    best
        The curve with the largest average.
    means
        Averages of the curves; None where they are not known.
    """

    def __init__(self, best: int, means: Floats | None) -> None:
        self.best, self.means = best, means
        self.draws, self.changed = 0, 0
        self._sums: Floats = np.zeros(0)
        self._squares: Floats = np.zeros((0, 0))

    def add(self, curves: Floats) -> None:
        """Take draws in: shape (curve, draw)."""
        gain = curves.max(axis=0) - curves[self.best]
        self.changed += int(np.count_nonzero(gain > 0))
        rows = [gain]
        if self.means is not None:
            apart = curves - curves[self.best] - (self.means - self.means[self.best])[:, None]
            rows += [row for place, row in enumerate(apart) if place != self.best]
        table = np.array(rows)
        if not self.draws:
            self._sums, self._squares = np.zeros(len(table)), np.zeros((len(table), len(table)))
        self.draws += table.shape[1]
        self._sums += table.sum(axis=1)
        self._squares += table @ table.T

    @property
    def amount(self) -> Amount:
        """The average, which is never below 0, and its standard error."""
        if not self.changed:
            return Amount(0.0)
        mean = self._sums / self.draws
        spread = self._squares / self.draws - np.multiply.outer(mean, mean)
        slopes = np.linalg.pinv(spread[1:, 1:]) @ spread[1:, 0] if len(mean) > 1 else np.zeros(0)
        left = float(spread[0, 0] - slopes @ spread[1:, 0])
        return Amount(max(float(mean[0] - slopes @ mean[1:]), 0.0), math.sqrt(max(left, 0.0) / self.draws))
