"""The range of each shape as it is stated, its ends by hand."""

from __future__ import annotations

import math

import pytest

from sroi.study.distributions import (
    Beta,
    Discrete,
    Distribution,
    Fixed,
    LogNormal,
    Normal,
    Pert,
    Proportion,
    Scaled,
    Uniform,
)
from sroi.study.split import Split
from sroi.valuation.ranges import stated_range

#: 95% of a bell curve lie below its mean plus so many standard deviations.
Z = 1.6448536269514722


@pytest.mark.parametrize(
    ("shape", "low", "high", "ends"),
    [
        (Pert(low=10, likely=20, high=60), 10, 60, "bounds"),
        (Uniform(low=-3, high=5), -3, 5, "bounds"),
        (Normal(centre=10, sd=2), 10 - 2 * Z, 10 + 2 * Z, "P5 to P95"),
        (Discrete(values=(3, -1, 2), weights=(1, 1, 1)), -1, 3, "smallest to largest"),
        (Split.through("linear", 15, 25, 45), 15, 45, "P5 to P95"),
        (Split.through("logit", 0.15, 0.25, 0.35), 0.15, 0.35, "P5 to P95"),
        (Split.through("log", 10, 20, 80), 10, 80, "P5 to P95"),
        (Scaled(base=Uniform(low=1, high=5), factor=2), 2, 10, "bounds"),
        (Scaled(base=Uniform(low=1, high=5), factor=-2), -10, -2, "bounds"),
        (Scaled(base=Scaled(base=Normal(centre=10, sd=2), factor=3), factor=0.5), 15 - 3 * Z, 15 + 3 * Z, "P5 to P95"),
    ],
)
def test_as_stated(shape: Distribution, low: float, high: float, ends: str) -> None:
    found = stated_range(shape)
    assert found is not None
    assert found[:2] == pytest.approx((low, high))
    assert found[2] == ends


def test_log_normal() -> None:
    """Mean m and sd s: ln x has the variance ln(1 + s²/m²) and the mean ln m − half of that.

    m = 100, s = 100 √(e^0.25 − 1): variance 0.25, so the spread is 0.5 Z about ln 100 − 0.125.
    """
    found = stated_range(LogNormal(average=100, sd=100 * math.sqrt(math.exp(0.25) - 1)))
    assert found is not None
    assert found[0] == pytest.approx(100 * math.exp(-0.125 - 0.5 * Z))
    assert found[1] == pytest.approx(100 * math.exp(-0.125 + 0.5 * Z))
    assert found[2] == "P5 to P95"


@pytest.mark.parametrize("shape", [Fixed(value=3), Scaled(base=Fixed(value=3), factor=2)])
def test_a_known_number_has_no_range(shape: Distribution) -> None:
    assert stated_range(shape) is None


def test_shapes_that_are_not_stated_by_a_range() -> None:
    assert stated_range(Beta(average=0.2, sd=0.1)) is None
    assert stated_range(Proportion(successes=3, n=10)) is None
