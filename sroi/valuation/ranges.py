"""The range of a belief, as it was stated."""

from __future__ import annotations

import math

from sroi.study.distributions import Discrete, Fixed, LogNormal, Normal, Scaled
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
