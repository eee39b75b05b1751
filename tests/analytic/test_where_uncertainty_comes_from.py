"""Sobol indices against published and closed-form values: test functions, a product of uniforms, a log-normal study."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from sroi.analysis.drivers import DRAWN, EXACT, drivers
from sroi.analysis.knowing.pick_freeze import indices
from sroi.study import Study
from tests.analytic.test_lognormal_simulation import CASES

DRAWS = 2**15


def from_draws(function: Callable[..., np.ndarray], count: int, seed: int = 0):
    """Indices of a function of uniform numbers, each error alone."""
    first, second = np.random.default_rng(seed).random((2, count, DRAWS))
    names = [f"x{place}" for place in range(count)]

    def levels(error: str, renewed: bool) -> np.ndarray:
        return (second if renewed else first)[names.index(error)]

    def evaluate(renewed) -> np.ndarray:
        return function(*(levels(name, name in renewed) for name in names))

    return indices(evaluate, levels, names, [{name} for name in names])


def agree(found, first: list[float], total: list[float]) -> None:
    for share, exact in zip((*found.first, *found.total), (*first, *total), strict=True):
        assert abs(share.value - exact) < 4 * share.error + 1e-6, (share, exact)


def test_ishigami() -> None:
    """a = 7, b = 0.1 on (−π, π)³ (Ishigami and Homma 1990; values as in SALib's tests)."""

    def ishigami(*levels: np.ndarray) -> np.ndarray:
        x, y, z = (math.pi * (2 * level - 1) for level in levels)
        return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)

    exact = [0.313905, 0.442411, 0.0, 0.557589, 0.442411, 0.243684]
    runs = [from_draws(ishigami, 3, seed) for seed in range(8)]
    apart = np.array(
        [[(s.value - e) / s.error for s, e in zip((*r.first, *r.total), exact, strict=True)] for r in runs]
    )
    assert np.abs(apart.mean(axis=0)).max() < 4 / math.sqrt(8)  # unbiased, and as far off as it says
    assert apart.std(axis=0).max() < 2.5
    assert np.mean([run.variance for run in runs]) == pytest.approx(13.844588, rel=0.01)
    assert np.mean([run.mean for run in runs]) == pytest.approx(3.5, abs=0.02)


G = {
    (0, 1, 4.5, 9, 99, 99, 99, 99): (
        [0.716192, 0.179048, 0.023676, 0.007162, *[7.2e-5] * 4],
        [0.787144, 0.242198, 0.034317, 0.010460, *[1.05e-4] * 4],
    ),
    (78, 12, 0.5, 2, 97, 33): (
        [0.000276, 0.010195, 0.765743, 0.191436, 0.000179, 0.00149],
        [3.294577e-4, 0.01214324, 0.7959698, 0.2203131, 2.140966e-4, 0.001778255],
    ),
}


@pytest.mark.parametrize("weights", G)
def test_sobol_g(weights: tuple[float, ...]) -> None:
    def g(*levels: np.ndarray) -> np.ndarray:
        return np.prod([(np.abs(4 * x - 2) + a) / (1 + a) for x, a in zip(levels, weights, strict=True)], axis=0)

    agree(from_draws(g, len(weights)), *G[weights])


def test_linear_models() -> None:
    agree(from_draws(lambda *x: sum(x), 5), [0.2] * 5, [0.2] * 5)


UNIFORMS = """
sroi: 1
title: Product of uniforms
currency: GBP
start_year: 2025
horizon: 1
shared_error: {shared}
discounting: undiscounted
stakeholders: {{a: {{name: A}}}}
inputs: {{grant: {{from: a, amount: 100}}}}
outcomes:
  fit:
    name: Fitter
    stakeholder: a
    quantity: 10
    value: 10
    deadweight: {{low: 10%, high: 30%}}
    attribution: {{low: 20%, high: 40%}}
    displacement: {{low: 0%, high: 10%}}
"""


def test_a_product_of_uniforms() -> None:
    """(1 − dw)(1 − att)(1 − disp): mean 0.532, variance 0.0036739259, and its indices, to the digits given."""
    found = drivers(Study.parse(UNIFORMS.format(shared=0)))
    assert found.method == EXACT
    assert found.mean == pytest.approx(0.532, abs=1e-12)
    assert found.variance == pytest.approx(0.0036739259, abs=1e-10)
    shares = {row.asked.name: (row.first.value, row.total.value) for row in found.by("estimate")}
    assert shares["fit/deadweight"] == pytest.approx((0.40122838, 0.40433082), abs=1e-8)
    assert shares["fit/attribution"] == pytest.approx((0.52405339, 0.52726924), abs=1e-8)
    assert shares["fit/displacement"] == pytest.approx((0.07113190, 0.07198879), abs=1e-8)


def test_a_log_normal_study() -> None:
    """S = (exp(s²) − 1) / (exp(v) − 1) and ST = 1 − (exp(v − s²) − 1) / (exp(v) − 1), with v = 0.14."""
    found = drivers(CASES["independent"][0])
    assert found.method == EXACT
    assert found.mean == pytest.approx(1.2, rel=1e-9)
    assert found.sd == pytest.approx(0.4651819755, rel=1e-7)
    shares = {row.asked.name: (row.first.value, row.total.value) for row in found.by("estimate")}
    assert shares["fit/quantity/people"] == pytest.approx((0.626684654, 0.658815464), abs=1e-7)
    assert shares["fit/quantity/visits"] == pytest.approx((0.271576113, 0.300138022), abs=1e-7)
    assert shares["fit/value"] == pytest.approx((0.066879038, 0.076163747), abs=1e-7)


def test_a_correlated_log_normal_study_from_draws() -> None:
    """With correlation 0.5 of the first two: mean 1.2365454407, standard deviation 0.5818373465."""
    found = drivers(CASES["correlated"][0], draws=50_000)
    assert found.method == DRAWN and found.reason
    assert found.mean == pytest.approx(1.2365454407, rel=0.01)
    assert found.sd == pytest.approx(0.5818373465, rel=0.03)


def test_closed_form_and_salib_agree() -> None:
    """Saltelli's design of SALib on the same study, within its own intervals (4 times, as they are from bootstraps)."""
    from SALib.analyze import sobol
    from SALib.sample import sobol as design

    spans = {"dw": (0.1, 0.3), "att": (0.2, 0.4), "disp": (0.0, 0.1)}
    stated = {"num_vars": 3, "names": list(spans), "bounds": [list(span) for span in spans.values()]}
    x = design.sample(stated, 1024, calc_second_order=False, seed=1)
    other = sobol.analyze(stated, np.prod(1 - x, axis=1), calc_second_order=False, seed=1)
    found = drivers(Study.parse(UNIFORMS.format(shared=0)))
    shares = {row.asked.name: row for row in found.by("estimate")}
    for place, name in enumerate(("fit/deadweight", "fit/attribution", "fit/displacement")):
        assert abs(shares[name].first.value - other["S1"][place]) < 4 * other["S1_conf"][place]
        assert abs(shares[name].total.value - other["ST"][place]) < 4 * other["ST_conf"][place]


def test_shared_error_moves_uncertainty_to_the_family() -> None:
    """A sum of two equal normal quantities with ρ = 30%: the family's common part is 2·0.3·… / (2 + 2·0.3)."""
    text = (
        UNIFORMS.split("outcomes:")[0].format(shared="30%")
        + """
outcomes:
  one: {name: One, stakeholder: a, quantity: {mean: 100, sd: 10}, value: 1}
  two: {name: Two, stakeholder: a, quantity: {mean: 100, sd: 10}, value: 1}
"""
    )
    found = drivers(Study.parse(text))
    common = {row.asked.name: row.first.value for row in found.by("common")}
    own = [row.first.value for row in found.by("estimate")]
    # variance of the sum: 2 + 2ρ = 2.6; of the common part (2√ρ)² = 1.2; of each own part 1 − ρ = 0.7
    assert sum(common.values()) == pytest.approx(1.2 / 2.6, abs=0.01)
    assert own == pytest.approx([0.7 / 2.6] * 2, abs=0.01)
