"""How an outcome runs over the years: onset, duration, drop-off and growth.

Every function works on plain floats (the base case) and on arrays with one value per draw alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from sroi.valuation.vector import Vector

#: Years closer to a whole number than this are whole: 0.1 × 30 is three years, not four begun.
WHOLE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Life:
    """Places, in the vector of estimates, of what shapes the life of an outcome.

    ``first`` is 0 where drop-off already bites in the first year; ``profile`` replaces drop-off.
    """

    duration: int
    delay: int
    growth: int
    drop_off: int | None
    linear: bool
    first: int
    profile: tuple[float, ...] | None
    round_up: bool

    def years(self, x: Vector) -> int:
        """Number of life-years, a part-year counted as one."""
        return max(1, math.ceil(float(np.max(x[self.duration])) - WHOLE))

    def shares(self, x: Vector, years: int) -> Any:
        """Share of the first year's value that is left in life-year k.

        ``(1 − drop_off)^k``, ``max(0, 1 − k·drop_off)`` or ``profile[k]``; the exponent starts at 1 under
        ``drop_off_from: 0``.

        Returns
        -------
        shares : shape (year of life,) or (year of life, draw)
        """
        if self.profile is not None:
            return np.asarray(self.profile[:years] + (0.0,) * (years - len(self.profile)))
        assert self.drop_off is not None
        drop, k = x[self.drop_off], np.arange(years, dtype=float) + (1 - self.first)
        if isinstance(drop, np.ndarray):
            k = k[:, None]
        return np.maximum(0.0, 1 - k * drop) if self.linear else (1 - drop) ** k

    def occupancy(self, x: Vector, cohort: int, years: int, horizon: int) -> Any:
        """Part of life-year k that falls into calendar year t.

        Life-year k of a cohort is the interval from ``cohort + delay + k``, one year long, or its part of a year at
        the end of a fractional duration (a whole one under ``round-up``).

        Returns
        -------
        occupancy : shape (year of life, year) or (year of life, year, draw)
        """
        delay, duration = x[self.delay], x[self.duration]
        k, t = np.arange(years, dtype=float)[:, None], np.arange(horizon, dtype=float)[None, :]
        if isinstance(delay, np.ndarray) or isinstance(duration, np.ndarray):
            k, t = k[:, :, None], t[:, :, None]
        left = duration - k
        part = (left > WHOLE).astype(float) if self.round_up else np.clip(left, 0.0, 1.0)
        start = cohort + delay + k
        return np.clip(np.minimum(start + part, t + 1) - np.maximum(start, t), 0.0, None)

    def growths(self, x: Vector, horizon: int) -> Any:
        """Growth of the value above general prices, (1 + real_growth)^t: shape (year,) or (year, draw)."""
        growth, t = x[self.growth], np.arange(horizon, dtype=float)
        return (1 + growth)[None, :] ** t[:, None] if isinstance(growth, np.ndarray) else (1 + growth) ** t


def over_years(occupancy: Any, by_year: Any) -> Any:
    """Σ over years of occupancy × something by year: shape (year of life,) or (year of life, draw)."""
    if occupancy.ndim == 3:
        weights = by_year if by_year.ndim == 2 else by_year[:, None]
        return np.einsum("ktn,tn->kn", occupancy, np.broadcast_to(weights, occupancy.shape[1:]))
    return occupancy @ by_year


def polynomial(weights: Any, drop: Any, start: int) -> Any:
    """Σ weights[k] · (1 − drop)^(k + start) by Horner's rule, for one drop-off per draw."""
    left = 1 - drop
    total = weights[-1] * np.ones_like(left)
    for weight in weights[-2::-1]:
        total = total * left
        total += weight
    return total * left if start else total
