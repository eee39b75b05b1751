"""Single numbers that move over their ranges, and where the result meets its target on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

#: Part of a range by which a root may miss its end through rounding.
END: Final = 1e-12


@dataclass(frozen=True)
class Movements:
    """Movements of single numbers, each from its start to either end of its range.

    Parameters
    ----------
    sums
        Present values, shape (4, movement, point): ``sums(which, at)`` with ``at`` of shape (movement, point). Benefits
        and inputs, and those of the rival; see :meth:`sroi.analysis.targets.goal.Goal.terms`.
    base : shape (4, movement)
        Present values at the starts.
    low, start, high : shape (movement,)
        Ranges and starts.
    bent : shape (movement,)
        Whether present values are known to be no straight line of the number.
    scan
        Points over the range of one movement, for those that are bent.
    """

    sums: Callable[[Places, Floats], Floats]
    base: Floats
    low: Floats
    start: Floats
    high: Floats
    bent: NDArray[np.bool_]
    scan: Callable[[int], Floats]

    @property
    def room(self) -> Floats:
        """How far a root may lie outside the range through rounding."""
        return END * (self.high - self.low)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where one movement meets the target.

    Parameters
    ----------
    roots
        Numbers at which the result meets the target, in rising order; where it jumps over the target, the place of the
        jump.
    sides
        Below the first root, between each two, and above the last: 1 where the result lies above the target, −1 where
        it lies below, 0 where there is no room between a root and the end of the range.
    at_low, at_high
        The result at the two ends of the range; NaN where it is undefined.
    matters
        Whether the result depends on the number at all.
    """

    roots: tuple[float, ...]
    sides: tuple[int, ...]
    at_low: float
    at_high: float
    matters: bool


def between(low: float, roots: Sequence[float], high: float) -> list[float | None]:
    """The middles of what roots cut a range into; None where nothing is between.

    Examples
    --------
    >>> between(0.0, [0.5, 1.0], 1.0)
    [0.25, 0.75, None]
    """
    room = END * (high - low)
    cuts = [low, *roots, high]
    return [(a + b) / 2 if b - a > room else None for a, b in pairwise(cuts)]


def sign(value: Any) -> int:
    """1, −1, or 0 where a value is zero or undefined."""
    return int(value > 0) - int(value < 0)
