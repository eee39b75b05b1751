"""Tables of quantiles against the exact ones: the errors that ``docs/decisions/0017`` states."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sroi.analysis.drawing.normal_scores import levels, scores
from sroi.analysis.drawing.quantile_table import quantile_table
from sroi.study.distributions import (
    Beta,
    Discrete,
    Gamma,
    LogNormal,
    Normal,
    Pert,
    Proportion,
    Scaled,
    Triangular,
    Uniform,
)  # fmt: skip

#: A shape, and the same distribution as SciPy has it.
PAIRS = {
    "uniform": (Uniform(low=1, high=4), stats.uniform(1, 3)),
    "triangular": (Triangular(low=0, likely=1, high=5), stats.triang(0.2, 0, 5)),
    "triangular at its end": (Triangular(low=0, likely=0, high=5), stats.triang(0, 0, 5)),
    "pert": (Pert(low=0, likely=1, high=5), stats.beta(1.8, 4.2, 0, 5)),
    "pert at its end": (Pert(low=0.1, likely=0.1, high=0.9), stats.beta(1, 5, 0.1, 0.8)),
    "normal": (Normal(centre=2, sd=0.5), stats.norm(2, 0.5)),
    "log-normal": (LogNormal(average=3, sd=2), stats.lognorm(np.sqrt(np.log(13 / 9)), 0, 3 / np.sqrt(13 / 9))),
    "log-normal, narrow": (LogNormal(average=3, sd=0.01), None),
    "gamma": (Gamma(average=3, sd=2), stats.gamma(2.25, scale=4 / 3)),
    "gamma, skewed": (Gamma(average=3, sd=6), stats.gamma(0.25, scale=12)),
    "beta": (Beta(average=0.3, sd=0.1), stats.beta(6, 14)),
    "proportion": (Proportion(successes=3, n=20), stats.beta(3.5, 17.5)),
    "proportion of none": (Proportion(successes=0, n=20), stats.beta(0.5, 20.5)),
    "scaled down": (Scaled(base=Gamma(average=3, sd=2), factor=-2.0), None),
}

MIDDLES = (np.arange(200_000) + 0.5) / 200_000


@pytest.mark.parametrize("name", PAIRS)
def test_quantiles_agree_with_the_exact_ones(name: str) -> None:
    shape, other = PAIRS[name]
    exact = other.ppf(MIDDLES) if other is not None else shape.quantile(MIDDLES)
    apart = np.abs(quantile_table(shape).at(MIDDLES) - exact) / np.sqrt(shape.variance())
    assert apart[(MIDDLES > 0.05) & (MIDDLES < 0.95)].max() < 2e-4
    assert apart[(MIDDLES > 0.01) & (MIDDLES < 0.99)].max() < 3e-3


@pytest.mark.parametrize("name", PAIRS)
def test_means_and_spreads_agree(name: str) -> None:
    shape, other = PAIRS[name]
    exact = shape.quantile(MIDDLES)
    found, spread = quantile_table(shape).at(MIDDLES), np.sqrt(shape.variance())
    assert abs(found.mean() - exact.mean()) < 5e-5 * spread
    assert found.std() == pytest.approx(exact.std(), rel=5e-4)
    if other is not None:
        assert shape.mean() == pytest.approx(other.mean(), rel=1e-12)
        assert shape.variance() == pytest.approx(other.var(), rel=1e-12)


@pytest.mark.parametrize("name", PAIRS)
def test_nothing_leaves_the_bounds_or_turns_back(name: str) -> None:
    shape, _ = PAIRS[name]
    ends = np.array([0.0, 1e-12, 1e-4, 0.5, 1 - 1e-4, 1 - 1e-12, 1 - 2.0**-53])
    found = quantile_table(shape).at(ends)
    low, high = sorted(shape.quantile(np.array([0.0, 1.0])))
    assert np.all(np.isfinite(found)) and found.min() >= low - 1e-12 and found.max() <= high + 1e-12
    assert np.all(np.diff(quantile_table(shape).at(np.linspace(0, 1 - 1e-9, 50_001))) >= -1e-12 * abs(shape.mean()))


def test_a_list_of_values_gives_those_values_only() -> None:
    shape = Discrete(values=(1.0, 2.0, 7.0), weights=(1.0, 2.0, 1.0))
    found = quantile_table(shape).at(MIDDLES)
    assert set(found) == {1.0, 2.0, 7.0}
    assert [(found == value).mean() for value in (1, 2, 7)] == pytest.approx([0.25, 0.5, 0.25], abs=1e-5)


def test_scores_and_levels_are_those_of_the_normal_distribution() -> None:
    inner = MIDDLES[(MIDDLES > 0.01) & (MIDDLES < 0.99)]
    assert np.abs(scores(inner) - stats.norm.ppf(inner)).max() < 3e-4
    z = np.linspace(-8, 8, 100_001)
    assert np.abs(levels(z) - stats.norm.cdf(z)).max() < 3e-7
    far = np.array([-7.5, -5.0, -3.5])
    assert np.allclose(levels(far), stats.norm.cdf(far), rtol=1e-12)
    assert levels(np.array([40.0]))[0] < 1
