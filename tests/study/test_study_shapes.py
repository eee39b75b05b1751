"""Quantiles and means of every shape, against SciPy's distributions and exact values."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from sroi.study.distributions import Scaled
from sroi.study.kinds import MONEY, SCORE, SHARE
from sroi.study.notation import estimate

U = np.linspace(0.001, 0.999, 999)
Z95 = stats.norm.ppf(0.95)


def belief(written, kind=MONEY):
    return estimate(written, kind).distribution


def lognormal(mean, sd):
    variance = math.log1p((sd / mean) ** 2)
    return stats.lognorm(math.sqrt(variance), scale=mean * math.exp(-variance / 2))


def beta(mean, sd):
    weight = mean * (1 - mean) / sd**2 - 1
    return stats.beta(mean * weight, (1 - mean) * weight)


KNOWN = {
    "uniform": (belief({"low": 10, "high": 30}), stats.uniform(10, 20)),
    "triangular": (
        belief({"low": 10, "likely": 15, "high": 30, "shape": "triangular"}),
        stats.triang(0.25, loc=10, scale=20),
    ),
    "triangular at its low end": (
        belief({"low": 10, "likely": 10, "high": 30, "shape": "triangular"}),
        stats.triang(0, loc=10, scale=20),
    ),
    "triangular at its high end": (
        belief({"low": 10, "likely": 30, "high": 30, "shape": "triangular"}),
        stats.triang(1, loc=10, scale=20),
    ),
    "pert": (belief({"low": 10, "likely": 15, "high": 30}), stats.beta(2, 4, loc=10, scale=20)),
    "pert at its low end": (belief({"low": 0, "likely": 0, "high": 1}), stats.beta(1, 5)),
    "pert of a negative number": (
        belief({"low": -30, "likely": -15, "high": -10}),
        stats.beta(4, 2, loc=-30, scale=20),
    ),
    "normal": (belief({"mean": 100, "sd": 20}), stats.norm(100, 20)),
    "normal of a change": (belief({"mean": 0.6, "sd": 2}, SCORE), stats.norm(0.6, 2)),
    "log-normal": (belief({"mean": 100, "sd": 80, "shape": "lognormal"}), lognormal(100, 80)),
    "gamma": (belief({"mean": 100, "sd": 80, "shape": "gamma"}), stats.gamma(1.5625, scale=64)),
    "beta": (belief({"mean": "20%", "sd": "5%"}, SHARE), beta(0.2, 0.05)),
    "proportion": (belief({"successes": 52, "n": 240}, SHARE), stats.beta(52.5, 188.5)),
    "proportion of none": (belief({"successes": 0, "n": 20}, SHARE), stats.beta(0.5, 20.5)),
    "range of money": (belief("90 to 160"), stats.lognorm(math.log(160 / 90) / 2 / Z95, scale=120)),
    "range across zero": (belief("-50 to 150"), stats.norm(50, 100 / Z95)),
    "percentiles of money": (
        belief({"p10": 90, "p90": 160}),
        stats.lognorm(math.log(160 / 90) / 2 / stats.norm.ppf(0.9), scale=120),
    ),
}


@pytest.mark.parametrize(("shape", "known"), KNOWN.values(), ids=KNOWN)
def test_quantiles_are_those_of_the_textbook_distribution(shape, known):
    np.testing.assert_allclose(shape.quantile(U), known.ppf(U), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(("shape", "known"), KNOWN.values(), ids=KNOWN)
def test_means_are_those_of_the_textbook_distribution(shape, known):
    assert shape.mean() == pytest.approx(known.mean(), rel=1e-9)


STATED = {
    "share": ("25% (15% to 35%)", SHARE, 0.15, 0.25, 0.35),
    "lopsided share": ("25% (15% to 70%)", SHARE, 0.15, 0.25, 0.70),
    "money": ("110 (90 to 150)", MONEY, 90, 110, 150),
    "lopsided money": ("100 (95 to 400)", MONEY, 95, 100, 400),
    "negative money": ("-110 (-150 to -90)", MONEY, -150, -110, -90),
    "lopsided negative money": ("-110 (-900 to -90)", MONEY, -900, -110, -90),
    "across zero": ("20 (-50 to 150)", MONEY, -50, 20, 150),
    "narrow": ("110 (109.999 to 110.001)", MONEY, 109.999, 110, 110.001),
}


@pytest.mark.parametrize(("written", "kind", "low", "centre", "high"), STATED.values(), ids=STATED)
def test_a_range_with_its_own_centre_goes_through_its_three_points(written, kind, low, centre, high):
    shape = belief(written, kind)
    found = shape.quantile(np.array([0.05, 0.5, 0.95]))
    np.testing.assert_allclose(found, [low, centre, high], rtol=1e-12)
    assert [shape.at(z) for z in (-Z95, 0.0, Z95)] == pytest.approx([low, centre, high], rel=1e-12)


@pytest.mark.parametrize(
    ("written", "kind", "levels", "values"),
    [
        ({"p10": 80, "p50": 120, "p90": 150}, MONEY, [0.1, 0.5, 0.9], [80, 120, 150]),
        ({"p5": 80, "p50": 120, "p75": 150}, MONEY, [0.05, 0.5, 0.75], [80, 120, 150]),
        ({"p50": 120, "p97.5": 150}, MONEY, [0.5, 0.975], [120, 150]),
        ({"p75": 120, "p90": 150}, MONEY, [0.75, 0.9], [120, 150]),
        ({"p10": -150, "p50": -120, "p90": -80}, MONEY, [0.1, 0.5, 0.9], [-150, -120, -80]),
        ({"p10": -150, "p90": -80}, MONEY, [0.1, 0.9], [-150, -80]),
        ({"p10": -50, "p90": 80}, MONEY, [0.1, 0.9], [-50, 80]),
        ({"p10": "5%", "p50": "20%", "p90": "30%"}, SHARE, [0.1, 0.5, 0.9], [0.05, 0.2, 0.3]),
    ],
)
def test_percentiles_are_met_exactly(written, kind, levels, values):
    np.testing.assert_allclose(belief(written, kind).quantile(np.array(levels)), values, rtol=1e-12)


SPLIT = {**{name: belief(row[0], row[1]) for name, row in STATED.items()}, "shares": belief("18% to 27%", SHARE)}


@pytest.mark.parametrize("shape", SPLIT.values(), ids=SPLIT)
def test_the_mean_of_a_split_range_is_the_integral_of_its_quantiles(shape):
    def weighted(z):
        return float(shape.quantile(stats.norm.cdf(z))) * stats.norm.pdf(z)

    halves = [integrate.quad(weighted, -8, 0, limit=200)[0], integrate.quad(weighted, 0, 8, limit=200)[0]]
    assert shape.mean() == pytest.approx(sum(halves), rel=1e-7)


EVERY = {**{name: shape for name, (shape, _) in KNOWN.items()}, **SPLIT, "values": belief({"values": [3, 1, 2]})}


@pytest.mark.parametrize("shape", EVERY.values(), ids=EVERY)
def test_quantiles_never_fall_and_stay_finite(shape):
    found = shape.quantile(U)
    assert np.all(np.isfinite(found))
    assert np.all(np.diff(found) >= 0)
    assert found[0] < found[-1]


@pytest.mark.parametrize("name", ["share", "lopsided share", "shares"])
def test_a_share_stays_inside_zero_to_one_far_into_its_tails(name):
    found = EVERY[name].quantile(np.array([1e-12, 1 - 1e-12]))
    assert 0 < found[0] < found[1] < 1


@pytest.mark.parametrize("name", ["uniform", "triangular", "pert", "beta", "proportion"])
def test_a_bounded_shape_reaches_its_bounds_and_no_further(name):
    shape, known = KNOWN[name]
    np.testing.assert_allclose(shape.quantile(np.array([0.0, 1.0])), known.support(), atol=1e-12)


def test_a_known_number_is_the_same_at_every_quantile():
    shape = belief(44)
    assert set(shape.quantile(U)) == {44.0}
    assert shape.mean() == shape.central == 44.0


def test_values_with_weights_come_up_as_often_as_their_weights_say():
    shape = belief({"values": [30, 10, 20], "weights": [1, 2, 1]})
    draws = shape.quantile((np.arange(1000) + 0.5) / 1000)
    assert {value: int((draws == value).sum()) for value in (10.0, 20.0, 30.0)} == {10.0: 500, 20.0: 250, 30.0: 250}
    assert shape.mean() == shape.central == 17.5


@pytest.mark.parametrize("factor", [2.0, 0.5, -1.5])
@pytest.mark.parametrize("shape", [belief("90 to 160"), belief({"low": 10, "likely": 15, "high": 30}), belief(44)])
def test_a_scaled_shape_is_the_shape_times_its_factor(shape, factor):
    scaled = Scaled(base=shape, factor=factor)
    assert scaled.central == shape.central * factor
    assert scaled.mean() == shape.mean() * factor
    expected = np.sort(shape.quantile(U) * factor)
    np.testing.assert_allclose(np.sort(scaled.quantile(U)), expected, rtol=1e-12)
    assert np.all(np.diff(scaled.quantile(U)) >= 0)


def test_the_centre_of_a_skewed_estimate_is_not_its_mean():
    shape = belief({"low": 10, "likely": 15, "high": 30})
    assert shape.central == 15
    assert shape.mean() == pytest.approx((10 + 4 * 15 + 30) / 6)
