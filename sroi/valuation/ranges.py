"""The range of a belief, as it was stated."""

from __future__ import annotations

import math
from typing import Final

from sroi.study.distributions import (
    Beta,
    Discrete,
    Fixed,
    Gamma,
    LogNormal,
    Normal,
    Proportion,
    Scaled,
)
from sroi.study.shape import Z95, Shape
from sroi.study.split import Split


def stated_range(shape: Shape) -> tuple[float, float, str] | None:
    """Range of a belief as it was stated: its ends and what they are; None where the number is taken as known."""
    if isinstance(shape, Fixed):
        return None
    if isinstance(shape, Scaled):
        inner = stated_range(shape.base)
        if inner is None:
            return None
        ends = sorted((inner[0] * shape.factor, inner[1] * shape.factor))
        return ends[0], ends[1], inner[2]
    if isinstance(shape, Split):
        ends = sorted((shape.at(-Z95), shape.at(Z95)))
        return ends[0], ends[1], "P5 to P95"
    if isinstance(shape, Normal):
        return shape.centre - Z95 * shape.sd, shape.centre + Z95 * shape.sd, "P5 to P95"
    if isinstance(shape, LogNormal):
        variance = math.log1p((shape.sd / shape.average) ** 2)
        middle, spread = math.log(shape.average) - variance / 2, Z95 * math.sqrt(variance)
        return math.exp(middle - spread), math.exp(middle + spread), "P5 to P95"
    if isinstance(shape, Discrete):
        return min(shape.values), max(shape.values), "smallest to largest"
    low, high = getattr(shape, "low", None), getattr(shape, "high", None)
    if low is not None and high is not None:
        return float(low), float(high), "bounds"
    return None


#: Standard scores beyond which no draw lies, however many there are: 1 in 10¹⁵.
_FARTHEST: Final = 8.0


def reach(shape: Shape) -> tuple[float, float]:
    """Ends between which every draw of a belief lies.

    Examples
    --------
    >>> from sroi.study.distributions import Uniform
    >>> reach(Normal(centre=10, sd=3)), reach(Uniform(low=2, high=5)), reach(Fixed(value=4))
    ((-14.0, 34.0), (2.0, 5.0), (4.0, 4.0))
    """
    if isinstance(shape, Scaled):
        ends = sorted(end * shape.factor for end in reach(shape.base))
        return ends[0], ends[1]
    if isinstance(shape, Split):
        ends = sorted((shape.at(-_FARTHEST), shape.at(_FARTHEST)))
        return ends[0], ends[1]
    if isinstance(shape, Normal):
        return shape.centre - _FARTHEST * shape.sd, shape.centre + _FARTHEST * shape.sd
    if isinstance(shape, (LogNormal, Gamma)):
        return 0.0, math.inf
    if isinstance(shape, (Beta, Proportion)):
        return 0.0, 1.0
    found = stated_range(shape)
    return (found[0], found[1]) if found is not None else (shape.central, shape.central)
