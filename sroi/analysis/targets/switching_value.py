"""One number, and where it would have to be for a result to meet its target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sroi.study.kinds import DELAY, DURATION
from sroi.valuation.parameters import Parameter

#: Weakness of evidence that is not graded: stated with a source that is no assumption, or without one.
_UNGRADED: Final = 3
_WEAKEST: Final = 6


@dataclass(frozen=True)
class SwitchingValue:
    """One number, and where it would have to be for the result to meet the target, everything else in place.

    Parameters
    ----------
    parameter
        The number.
    values
        Every value inside the range searched at which the target is met, the closest to the base case first; where the
        result jumps over the target, the place of the jump. Empty where there is none.
    beyond
        Stretches of the range in which the result lies on the other side of the target than the base case does.
    searched
        The range searched: the legal range; cut, where that has no end, at a thousand times the number.
    spread
        P5 and P95 of its stated range; None where no range is stated.
    at_low, at_high
        The result at the two ends of the range searched; NaN where it is undefined.
    matters
        Whether the result depends on the number at all.
    horizon
        Years counted, the yardstick of a delay of 0.
    """

    parameter: Parameter
    values: tuple[float, ...]
    beyond: tuple[tuple[float, float], ...]
    searched: tuple[float, float]
    spread: tuple[float, float] | None
    at_low: float
    at_high: float
    matters: bool
    horizon: int

    @property
    def address(self) -> str:
        """Address of the number."""
        return self.parameter.address

    @property
    def base(self) -> float:
        """Its value in the base case."""
        return self.parameter.central

    @property
    def value(self) -> float | None:
        """The switching value: the closest to the base case; None where there is none in range."""
        return self.values[0] if self.values else None

    @property
    def passes(self) -> bool:
        """Whether some value takes the result to the other side of the target, not just to the target itself."""
        return bool(self.beyond)

    @property
    def inside(self) -> bool:
        """Whether a switching value lies inside the stated range (9 in 10): the case that alarms."""
        return self.spread is not None and any(self.spread[0] <= value <= self.spread[1] for value in self.values)

    @property
    def turns(self) -> bool:
        """Whether the number would have to change its sign: a value that turns into a loss, or a loss into a gain."""
        return self.value is not None and self.value * self.base < 0

    @property
    def distance(self) -> float | None:
        """How far the switching value lies from the base case; a measure of ours, not of any standard.

        ``|switching value − base|`` as a share of the width of the stated range, P95 − P5; where no range is stated, as
        a share of the number itself, which treats it as if its range were as wide as it is large. A number that is 0
        is measured against 100% (shares and rates), against the horizon (delays), or, where nothing says what would be
        much (amounts and counts), not at all: infinite. None where there is no switching value.
        """
        if self.value is None:
            return None
        away, yardstick = abs(self.value - self.base), self._yardstick
        return away / yardstick if yardstick else math.inf if away else 0.0

    @property
    def _yardstick(self) -> float:
        if self.spread is not None and self.spread[1] > self.spread[0]:
            return self.spread[1] - self.spread[0]
        if self.base:
            return abs(self.base)
        kind = self.parameter.kind
        if kind.name in (DURATION.name, DELAY.name):
            return float(self.horizon)
        return 1.0 if math.isfinite(kind.high) else 0.0

    @property
    def weakness(self) -> int:
        """How weak its evidence is, 1 (strongest) to 6; a scale of ours where no grade is stated.

        The grade. Without one: 6 for an assumption, for a number without source, and for one left at its default, which
        nobody vouches for; 3 for one with a source.
        """
        row = self.parameter
        if row.grade is not None:
            return row.grade
        return _WEAKEST if row.assumption or not row.stated or not row.source else _UNGRADED

    @property
    def nearness(self) -> float | None:
        """Distance divided by weakness: the order of the ranking, the smallest first. A measure of ours."""
        return None if self.distance is None else self.distance / self.weakness

    @property
    def rank(self) -> tuple[int, float]:
        """Place in the ranking: inside its range, outside it, with another sign, without value, without effect."""
        if self.value is None:
            return (3 if self.matters else 4), 0.0
        # Rounding must not part numbers that are equally near: they keep the order of the file.
        return (0 if self.inside else 2 if self.turns else 1), float(f"{self.nearness:.9g}")
