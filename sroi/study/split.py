"""Two half bell curves that meet at a stated centre: how a range such as ``25% (15% to 35%)`` is read."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final, Literal

from sroi.study.shape import Z95, Shape, special_functions

if TYPE_CHECKING:
    from sroi.study.shape import Floats

Scale = Literal["linear", "log", "logit"]

_FORWARD: Final[dict[str, Callable[[float], float]]] = {
    "linear": float,
    "log": math.log,
    "logit": lambda x: math.log(x / (1 - x)),
}


@cache
def _half_normal() -> tuple[Floats, Floats]:
    """Nodes and weights for an average over |z|, z standard normal."""
    import numpy as np

    nodes, weights = np.polynomial.legendre.leggauss(80)
    z = 5.0 * (nodes + 1)
    return z, 5.0 * weights * np.exp(-(z**2) / 2) * math.sqrt(2 / math.pi)


def _twice_the_tail(score: float) -> float:
    """2 exp(score² / 2) Φ(score), to full precision where Φ is next to nothing (Mills' ratio beyond -20)."""
    if score > -20:
        return math.exp(score**2 / 2) * math.erfc(-score / math.sqrt(2))
    return math.sqrt(2 / math.pi) / -score * (1 - score**-2 + 3 * score**-4)


class Split(Shape):
    """Two half bell curves that meet at the centre, on a linear, log or logit scale.

    ``below`` and ``above`` are standard deviations on that scale, so a range "a to b" is the case in which
    both are equal. ``sign`` is -1 for a log scale of negative numbers. The central value is the median.

    References
    ----------
    Wallis (2014), The two-piece normal, binormal, or double Gaussian distribution, Statistical Science
    29(1), 106-112; here with half of the mass on either side, so that the stated centre is the median.

    Examples
    --------
    >>> belief = Split.through("logit", 0.15, 0.25, 0.35)
    >>> round(belief.central, 12)
    0.25
    """

    kind: Literal["split"] = "split"
    scale: Scale
    centre: float
    below: float
    above: float
    sign: Literal[-1, 1] = 1
    stated: float | None = None

    @classmethod
    def through(cls, scale: Scale, low: float, centre: float | None, high: float, z: float = Z95) -> Split:
        """Return the shape whose quantiles at Φ(-z), 1/2 and Φ(z) are the three numbers."""
        sign: Literal[-1, 1] = -1 if scale == "log" and high < 0 else 1
        a, b = _FORWARD[scale](low * sign), _FORWARD[scale](high * sign)
        m = (a + b) / 2 if centre is None else _FORWARD[scale](centre * sign)
        below, above = abs(m - a) / z, abs(b - m) / z
        return cls(scale=scale, centre=m, below=below, above=above, sign=sign, stated=centre)

    @classmethod
    def through_percentiles(cls, scale: Scale, levels: list[float], values: list[float]) -> Split:
        """Return the shape through two percentiles, or through three with the median in the middle."""
        z = [NormalDist().inv_cdf(level) for level in levels]
        sign: Literal[-1, 1] = -1 if scale == "log" and values[-1] < 0 else 1
        y = [_FORWARD[scale](value * sign) for value in values]
        if len(values) == 3:
            below, above = abs(y[1] - y[0]) / -z[0], abs(y[2] - y[1]) / z[2]
            return cls(scale=scale, centre=y[1], below=below, above=above, sign=sign, stated=values[1])
        spread = (y[1] - y[0]) / (z[1] - z[0])
        centre = y[0] - spread * z[0]
        stated = values[levels.index(0.5)] if 0.5 in levels else None
        return cls(scale=scale, centre=centre, below=abs(spread), above=abs(spread), sign=sign, stated=stated)

    def _back(self, y: Any, exp: Callable[[Any], Any]) -> Any:
        if self.scale == "linear":
            return y
        return self.sign * exp(y) if self.scale == "log" else 1 / (1 + exp(-y))

    @property
    def central(self) -> float:
        return self.stated if self.stated is not None else float(self._back(self.centre, math.exp))

    def at(self, z: float) -> float:
        """Value at a standard normal score."""
        z *= self.sign
        spread = self.below if z * self.sign < 0 else self.above
        return float(self._back(self.centre + spread * z, math.exp))

    def mean(self) -> float:
        return math.fsum([self._half_moment(-self.below, 1), self._half_moment(self.above, 1)]) / 2

    def variance(self) -> float:
        square = math.fsum([self._half_moment(-self.below, 2), self._half_moment(self.above, 2)]) / 2
        if self.scale == "linear":  # about the centre, so that nothing is lost where the spread is small
            return square - (self.mean() - self.centre) ** 2
        return square - self.mean() ** 2

    def _half_moment(self, sd: float, power: Literal[1, 2]) -> float:
        """First or second moment over one half, E[back(centre + sd |z|)^power], z standard normal.

        On a linear scale the second moment is taken about the centre.
        """
        if self.scale == "linear":
            return self.centre + sd * math.sqrt(2 / math.pi) if power == 1 else sd**2
        signed = power * sd * self.sign
        if self.scale == "log":
            size = math.exp(power * self.centre) * _twice_the_tail(signed)
            return float(self.sign**power * size)
        import numpy as np

        z, weights = _half_normal()
        return float(np.sum(weights * self._back(self.centre + sd * z, np.exp) ** power))

    def quantile(self, u: Floats) -> Floats:
        import numpy as np

        z = special_functions().ndtri(u)
        if self.sign == -1:
            z = -z
        below, above = (self.below, self.above) if self.sign == 1 else (self.above, self.below)
        y = self.centre + np.where(z < 0, below, above) * z
        return np.asarray(self._back(y, np.exp))
