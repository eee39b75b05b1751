"""A study whose ratio is log-normal: every number of its simulation has a closed form.

Investment 100,000; ratio 1.2 × Π exp(s·z − s²/2) with s = 0.3, 0.2 and 0.1. Its logarithm is normal with variance
v = 0.14 and mean ln 1.2 − v/2; with correlation 0.5 between the first two, v = 0.20.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sroi.analysis.simulation import simulate
from sroi.study import Study

SPREADS = (0.30, 0.20, 0.10)


def lognormal(mean: float, spread: float) -> str:
    return f"{{mean: {mean}, sd: {mean * math.sqrt(math.expm1(spread**2))!r}, shape: lognormal}}"


def study(correlations: str = "") -> Study:
    """1,000 people × 0.6 × £200 = £120,000 for £100,000."""
    return Study.parse(f"""
sroi: 1
title: Log-normal
currency: GBP
start_year: 2025
horizon: 1
shared_error: 0
discounting: undiscounted
stakeholders: {{a: {{name: A}}}}
inputs: {{grant: {{from: a, amount: 100000}}}}
{correlations}
outcomes:
  fit:
    name: Fitter
    stakeholder: a
    quantity: {{people: {lognormal(1000, SPREADS[0])}, visits: {lognormal(0.6, SPREADS[1])}}}
    value: {lognormal(200, SPREADS[2])}
""")


CASES = {
    "independent": (study(), 0.14, -0.07),
    "correlated": (
        study("correlations: [{between: [fit/quantity/people, fit/quantity/visits], rho: 0.5}]"),
        0.20,
        -0.07,
    ),
}


def truth(case: str) -> stats.rv_continuous:
    _, variance, shift = CASES[case]
    return stats.lognorm(math.sqrt(variance), 0, 1.2 * math.exp(shift))


#: Numbers printed by 6.4 of the notes on peers, from four million draws and closed forms.
PRINTED = {
    "independent": {"mean": 1.2, "sd": 0.4651819755, "above": 0.6179846418, "q05": 0.6046374145, "q95": 2.0704571517},
    "correlated": {
        "mean": 1.2365454407,
        "sd": 0.5818373465,
        "above": 0.5991542684,
        "q05": 0.5361832201,
        "q95": 2.3347911909,
    },
}


@pytest.mark.parametrize("case", CASES)
def test_the_closed_form_is_the_printed_one(case: str) -> None:
    law, printed = truth(case), PRINTED[case]
    found = {"mean": law.mean(), "sd": law.std(), "above": law.sf(1), "q05": law.ppf(0.05), "q95": law.ppf(0.95)}
    assert found == pytest.approx(printed, rel=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_a_simulation_agrees_within_its_standard_errors(case: str) -> None:
    law, found = truth(case), simulate(CASES[case][0], draws=400_000, seed=1)
    sample = found.sample
    assert abs(sample.mean - law.mean()) < 4 * sample.mean_error
    assert sample.sd == pytest.approx(law.std(), rel=0.01)
    assert abs(found.chance_above(1) - law.sf(1)) < 4 * sample.chance_error(1)
    for p in (0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975):
        assert abs(found.quantile(p) - law.ppf(p)) < 4 * sample.quantile_error(p)


@pytest.mark.parametrize("case", CASES)
def test_ninety_per_cent_intervals_cover_the_truth_in_as_many_of_200_seeds_as_they_should(case: str) -> None:
    """180 expected; 167 to 193 is where 99.9% of honest intervals end up (binomial)."""
    law, covered = truth(case), dict.fromkeys(("mean", "median", "low", "high", "chance"), 0)
    for seed in range(200):
        found = simulate(CASES[case][0], draws=1500, seed=seed)
        sample = found.sample
        for name, value, error, exact in (
            ("mean", sample.mean, sample.mean_error, law.mean()),
            ("median", found.median, sample.quantile_error(0.5), law.median()),
            ("low", found.low, sample.quantile_error(0.05), law.ppf(0.05)),
            ("high", found.high, sample.quantile_error(0.95), law.ppf(0.95)),
            ("chance", found.chance_above(1), sample.chance_error(1), law.sf(1)),
        ):
            covered[name] += abs(value - exact) <= 1.6448536 * error
    assert all(167 <= count <= 193 for count in covered.values()), covered


def test_until_covers_the_truth_as_often_as_it_says() -> None:
    law = truth("independent")
    hits = sum(
        abs(simulate(CASES["independent"][0], until=0.009, seed=seed).mean - law.mean()) <= 0.009 for seed in range(200)
    )
    assert 167 <= hits <= 193


def test_how_many_draws_a_width_takes() -> None:
    """± 0.01 of a standard deviation, 95 times in 100, takes 38,415 draws (monaco's test); 9 in 10 takes fewer."""
    found = simulate(CASES["independent"][0], draws=200_000)
    at_95 = found.draws_for(0.01 * found.sample.sd) * (stats.norm.ppf(0.975) / stats.norm.ppf(0.95)) ** 2
    assert at_95 == pytest.approx(38_414.6, abs=2)


def test_correlation_of_the_draws() -> None:
    scores = simulate(CASES["correlated"][0], draws=100).sampler.scores(0, 200_000)
    table = np.corrcoef(np.stack(list(scores.values())))
    assert table[0, 1] == pytest.approx(0.5, abs=0.006)
    ranks = stats.spearmanr(scores["fit/quantity/people"], scores["fit/quantity/visits"]).statistic
    assert ranks == pytest.approx(6 / math.pi * math.asin(0.25), abs=0.006)  # Pearson (1907)
    assert abs(table[0, 2]) < 0.006
