"""Shapes of uncertainty: what is believed about one number.

Each shape is a frozen value with a ``central`` value (what the base case uses), a ``mean()`` and a
``quantile(u)``, the only door through which anything is ever drawn. Quantile functions need SciPy
(extra ``analysis``); central values and means do not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from sroi.errors import Problem, SroiError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Z95 = NormalDist().inv_cdf(0.95)


Scale = Literal["linear", "log", "logit"]


def special_functions() -> Any:
    """Return ``scipy.special``, or say how to get it."""
    try:
        import scipy.special
    except ImportError:
        problem = Problem(
            "extra-missing",
            "quantiles need SciPy, which is not installed",
            write="install it with: pip install 'sroi[analysis]'",
        )
        raise SroiError(problem) from None
    return scipy.special


class Shape(BaseModel):
    """Base of all shapes: immutable, without unknown fields, without infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @property
    def central(self) -> float:
        """Value used in the base case."""
        raise NotImplementedError

    def mean(self) -> float:
        """Expected value over the whole distribution."""
        return self.central

    def quantile(self, u: Floats) -> Floats:
        """Value below which a share ``u`` of the belief lies (shape of ``u``)."""
        raise NotImplementedError


class Fixed(Shape):
    """A number taken as known.

    Examples
    --------
    >>> Fixed(value=44).central
    44.0
    """

    kind: Literal["fixed"] = "fixed"
    value: float

    @property
    def central(self) -> float:
        return self.value

    def quantile(self, u: Floats) -> Floats:
        return u * 0.0 + self.value


class Uniform(Shape):
    """Anything between two bounds, equally likely; the central value is the middle."""

    kind: Literal["uniform"] = "uniform"
    low: float
    high: float

    @property
    def central(self) -> float:
        return (self.low + self.high) / 2

    def quantile(self, u: Floats) -> Floats:
        return self.low + (self.high - self.low) * u


class Triangular(Shape):
    """Bounds and a most likely value, joined by straight lines; the central value is the likely one."""

    kind: Literal["triangular"] = "triangular"
    low: float
    likely: float
    high: float

    @property
    def central(self) -> float:
        return self.likely

    def mean(self) -> float:
        return (self.low + self.likely + self.high) / 3

    def quantile(self, u: Floats) -> Floats:
        import numpy as np

        width, below = self.high - self.low, self.likely - self.low
        rising = self.low + np.sqrt(u * width * below)
        falling = self.high - np.sqrt((1 - u) * width * (self.high - self.likely))
        return np.asarray(np.where(u * width < below, rising, falling))


class Pert(Shape):
    """Bounds and a most likely value, smooth (Beta-PERT with weight 4 on the likely value).

    References
    ----------
    Malcolm, Roseboom, Clark and Fazar (1959), Application of a technique for research and development
    program evaluation, Operations Research 7(5): mean = (low + 4 likely + high) / 6.

    Examples
    --------
    >>> Pert(low=900, likely=1100, high=1500).central
    1100.0
    >>> round(Pert(low=900, likely=1100, high=1500).mean(), 3)
    1133.333
    """

    kind: Literal["pert"] = "pert"
    low: float
    likely: float
    high: float

    @property
    def central(self) -> float:
        return self.likely

    def mean(self) -> float:
        return (self.low + 4 * self.likely + self.high) / 6

    def quantile(self, u: Floats) -> Floats:
        width = self.high - self.low
        alpha = 1 + 4 * (self.likely - self.low) / width
        beta = 1 + 4 * (self.high - self.likely) / width
        return self.low + width * special_functions().betaincinv(alpha, beta, u)  # type: ignore[no-any-return]


class Normal(Shape):
    """A bell curve; the central value is its mean."""

    kind: Literal["normal"] = "normal"
    centre: float
    sd: float

    @property
    def central(self) -> float:
        return self.centre

    def quantile(self, u: Floats) -> Floats:
        return self.centre + self.sd * special_functions().ndtri(u)  # type: ignore[no-any-return]


class LogNormal(Shape):
    """A right-skewed positive number given by mean and standard deviation; central is the mean."""

    kind: Literal["lognormal"] = "lognormal"
    average: float
    sd: float

    @property
    def central(self) -> float:
        return self.average

    def quantile(self, u: Floats) -> Floats:
        import numpy as np

        variance = math.log1p((self.sd / self.average) ** 2)
        z = special_functions().ndtri(u)
        return np.asarray(self.average * np.exp(math.sqrt(variance) * z - variance / 2))


class Gamma(Shape):
    """A right-skewed positive number with lighter tail than log-normal; central is the mean."""

    kind: Literal["gamma"] = "gamma"
    average: float
    sd: float

    @property
    def central(self) -> float:
        return self.average

    def quantile(self, u: Floats) -> Floats:
        scale = self.sd**2 / self.average
        return special_functions().gammaincinv(self.average / scale, u) * scale  # type: ignore[no-any-return]


class Beta(Shape):
    """A share given by mean and standard deviation; central is the mean."""

    kind: Literal["beta"] = "beta"
    average: float
    sd: float

    @property
    def central(self) -> float:
        return self.average

    def quantile(self, u: Floats) -> Floats:
        weight = self.average * (1 - self.average) / self.sd**2 - 1
        alpha, beta = self.average * weight, (1 - self.average) * weight
        return special_functions().betaincinv(alpha, beta, u)  # type: ignore[no-any-return]


class Proportion(Shape):
    """Successes out of ``n``: the Jeffreys posterior, Beta(successes + 1/2, n - successes + 1/2).

    The central value is the observed proportion.

    References
    ----------
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion, Statistical Science
    16(2), 101-133: the Jeffreys interval.

    Examples
    --------
    >>> Proportion(successes=52, n=240).central
    0.21666666666666667
    >>> round(Proportion(successes=52, n=240).mean(), 6)
    0.217842
    """

    kind: Literal["proportion"] = "proportion"
    successes: float
    n: float

    @property
    def central(self) -> float:
        return self.successes / self.n

    def mean(self) -> float:
        return (self.successes + 0.5) / (self.n + 1)

    def quantile(self, u: Floats) -> Floats:
        return special_functions().betaincinv(  # type: ignore[no-any-return]
            self.successes + 0.5, self.n - self.successes + 0.5, u
        )


class Discrete(Shape):
    """A list of values with weights, or an empirical sample; the central value is the weighted mean."""

    kind: Literal["discrete"] = "discrete"
    values: tuple[float, ...]
    weights: tuple[float, ...]

    @property
    def central(self) -> float:
        total = math.fsum(self.weights)
        return math.fsum(v * w for v, w in zip(self.values, self.weights, strict=True)) / total

    def quantile(self, u: Floats) -> Floats:
        import numpy as np

        order = np.argsort(self.values, kind="stable")
        reached = np.cumsum(np.asarray(self.weights)[order])
        place = np.searchsorted(reached / reached[-1], u, side="left")
        return np.asarray(self.values, dtype=float)[order][np.minimum(place, len(order) - 1)]


_FORWARD: Final[dict[str, Callable[[float], float]]] = {
    "linear": float,
    "log": math.log,
    "logit": lambda x: math.log(x / (1 - x)),
}


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
        halves = [self._half_mean(-self.below), self._half_mean(self.above)]
        return math.fsum(halves) / 2

    def _half_mean(self, sd: float) -> float:
        """Mean over one half: E[back(centre + sd |z|)], z standard normal."""
        if self.scale == "linear":
            return self.centre + sd * math.sqrt(2 / math.pi)
        signed = sd * self.sign
        if self.scale == "log":
            return self.sign * 2 * math.exp(self.centre + signed**2 / 2) * NormalDist().cdf(signed)
        import numpy as np

        nodes, weights = np.polynomial.legendre.leggauss(80)
        z = 5.0 * (nodes + 1)
        density = np.exp(-(z**2) / 2) * math.sqrt(2 / math.pi)
        return float(np.sum(5.0 * weights * density * self._back(self.centre + sd * z, np.exp)))

    def quantile(self, u: Floats) -> Floats:
        import numpy as np

        z = special_functions().ndtri(u)
        if self.sign == -1:
            z = -z
        below, above = (self.below, self.above) if self.sign == 1 else (self.above, self.below)
        y = self.centre + np.where(z < 0, below, above) * z
        return np.asarray(self._back(y, np.exp))


class Scaled(Shape):
    """Another shape times a constant, as a scenario's ``scale`` makes it."""

    kind: Literal["scaled"] = "scaled"
    base: Distribution
    factor: float

    @property
    def central(self) -> float:
        return self.base.central * self.factor

    def mean(self) -> float:
        return self.base.mean() * self.factor

    def quantile(self, u: Floats) -> Floats:
        return self.base.quantile(1 - u if self.factor < 0 else u) * self.factor


Distribution = Annotated[
    Fixed | Uniform | Triangular | Pert | Normal | LogNormal | Gamma | Beta | Proportion | Discrete | Split | Scaled,
    Field(discriminator="kind"),
]

Scaled.model_rebuild()
