"""Shapes of uncertainty: what is believed about one number.

Each shape is a frozen value with a ``central`` value (what the base case uses), a ``mean()`` and a
``quantile(u)``, the only door through which anything is ever drawn. Quantile functions need SciPy
(extra ``analysis``); central values and means do not.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from sroi.study.shape import Shape, special_functions
from sroi.study.split import Split

if TYPE_CHECKING:
    from sroi.study.shape import Floats


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

    def variance(self) -> float:
        return 0.0

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

    def variance(self) -> float:
        return (self.high - self.low) ** 2 / 12

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

    def variance(self) -> float:
        below, above = self.likely - self.low, self.high - self.likely
        return (below**2 + above**2 + below * above) / 18

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

    def variance(self) -> float:
        return (self.mean() - self.low) * (self.high - self.mean()) / 7

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

    def variance(self) -> float:
        return self.sd**2

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

    def variance(self) -> float:
        return self.sd**2

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

    def variance(self) -> float:
        return self.sd**2

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

    def variance(self) -> float:
        return self.sd**2

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

    def variance(self) -> float:
        mean = self.mean()
        return mean * (1 - mean) / (self.n + 2)

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

    def variance(self) -> float:
        total, mean = math.fsum(self.weights), self.central
        return math.fsum(w * (v - mean) ** 2 for v, w in zip(self.values, self.weights, strict=True)) / total

    def quantile(self, u: Floats) -> Floats:
        import numpy as np

        order = np.argsort(self.values, kind="stable")
        reached = np.cumsum(np.asarray(self.weights)[order])
        place = np.searchsorted(reached / reached[-1], u, side="left")
        return np.asarray(self.values, dtype=float)[order][np.minimum(place, len(order) - 1)]


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

    def variance(self) -> float:
        return self.base.variance() * self.factor**2

    def quantile(self, u: Floats) -> Floats:
        return self.base.quantile(1 - u if self.factor < 0 else u) * self.factor


Distribution = Annotated[
    Fixed | Uniform | Triangular | Pert | Normal | LogNormal | Gamma | Beta | Proportion | Discrete | Split | Scaled,
    Field(discriminator="kind"),
]

Scaled.model_rebuild()
