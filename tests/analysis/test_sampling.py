"""Draws depend on the seed and the name of what is drawn, and on nothing else."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sroi.analysis.drawing.sampling import Draws, Sampler
from sroi.errors import SroiError
from sroi.study import Study
from sroi.valuation.engine import evaluate, totals
from sroi.valuation.model import Model

HEAD = """
sroi: 1
title: Draws
currency: GBP
start_year: 2025
horizon: 3
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 900 to 1100}}
"""
ONE = "  fit: {name: Fit, stakeholder: a, quantity: 80 to 120, value: 20 to 40, deadweight: 10% to 30%}\n"
TWO = (
    "  calm: {name: Calm, stakeholder: a, quantity: 50 to 90, value: 5 to 9, deadweight: 20% to 40%,"
    " drop_off: 10% to 40%}\n"
)


def model(outcomes: str = ONE + TWO, more: str = "", scenario: str | None = None) -> Model:
    return Model(Study.parse(HEAD + more + "outcomes:\n" + outcomes), scenario)


@pytest.mark.parametrize("shared", [0.0, 0.3])
def test_any_stretch_of_draws_is_the_same_however_it_is_reached(shared: float) -> None:
    sampler = Sampler(model(), 7, shared_error=shared)
    whole = sampler.draw(0, 1000)
    for start, stop in ((0, 10), (10, 500), (999, 1000)):
        part = sampler.draw(start, stop)
        assert all(np.array_equal(part[address], whole[address][start:stop]) for address in whole)


@pytest.mark.parametrize("shared", [0.0, 0.3])
def test_lazy_blocks_give_the_numbers_of_a_whole_draw(shared: float) -> None:
    resolved = model(TWO + ONE, "correlations: [{between: [fit/value, calm/value], rho: -0.5}]\n")
    sampler = Sampler(resolved, 3, shared_error=shared)
    whole = evaluate(resolved, sampler.draw(0, 700))
    for size in (1, 64, 699, 700):
        drawn, benefits, inputs = Draws(sampler), [], []
        for start in range(0, 700, size):
            found = totals(resolved, drawn.block(start, min(start + size, 700)))
            benefits.append(found[0])
            inputs.append(found[1])
        assert np.allclose(np.concatenate(benefits), whole.pv_benefits, rtol=1e-13)
        assert np.allclose(np.concatenate(inputs), whole.pv_inputs, rtol=1e-13)


@pytest.mark.parametrize("shared", [0.0, 0.3])
def test_an_outcome_more_leaves_the_other_draws_as_they_were(shared: float) -> None:
    alone = Sampler(model(ONE), 1, shared_error=shared).draw(0, 100)
    for outcomes in (ONE + TWO, TWO + ONE):
        beside = Sampler(model(outcomes), 1, shared_error=shared).draw(0, 100)
        assert all(np.array_equal(beside[address], alone[address]) for address in alone)


def test_scenarios_share_their_draws() -> None:
    more = "scenarios: {fewer: {set: {calm/quantity: 10 to 20}}, known: {set: {fit/value: 30}}}\n"
    base, fewer, known = (Sampler(model(more=more, scenario=name), 5).draw(0, 50) for name in (None, "fewer", "known"))
    assert np.array_equal(base["fit/quantity"], fewer["fit/quantity"])
    assert np.array_equal(base["calm/value"], known["calm/value"])
    assert "fit/value" not in known
    # A number with another range is drawn at the same level of belief.
    assert np.array_equal(np.argsort(base["calm/quantity"]), np.argsort(fewer["calm/quantity"]))


def test_seeds_differ_and_zero_is_a_seed_like_any_other() -> None:
    first, second, large = (Sampler(model(), seed).draw(0, 4000)["fit/value"] for seed in (0, 1, 10**30))
    assert len({first[0], second[0], large[0]}) == 3
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.06
    assert abs(np.corrcoef(first, large)[0, 1]) < 0.06


def test_renewed_sources_change_and_no_other() -> None:
    sampler = Sampler(model(), 2)
    before, after = sampler.draw(0, 200), sampler.draw(0, 200, renewed={"fit/value"})
    assert [address for address in before if not np.array_equal(before[address], after[address])] == ["fit/value"]
    family = sampler.draw(0, 200, renewed={"family: deadweights"})
    changed = {address for address in before if not np.array_equal(before[address], family[address])}
    assert changed == {"fit/deadweight", "calm/deadweight"}


def test_every_number_keeps_its_own_distribution_under_shared_error_and_correlation() -> None:
    resolved = model(more="correlations: [{between: [fit/value, fit/deadweight], rho: 0.6}]\n")
    sampler = Sampler(resolved, 11)
    drawn = sampler.draw(0, 20_000)
    for row in sampler.rows:
        found = stats.kstest(drawn[row.address], lambda x, row=row: _cdf(row, x))
        assert found.pvalue > 1e-4, row.address


def _cdf(row, x):
    levels = np.linspace(0.00005, 0.99995, 20_001)
    return np.interp(x, row.distribution.quantile(levels), levels, left=0, right=1)


def test_families_share_the_error_they_are_said_to_share() -> None:
    scores = Sampler(model(), 4, shared_error=0.3).scores(0, 200_000)
    table = np.corrcoef(np.stack([scores["fit/quantity"], scores["calm/quantity"], scores["fit/deadweight"]]))
    assert table[0, 1] == pytest.approx(0.3, abs=0.01)
    assert table[0, 2] == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize(
    ("rho", "pair"),
    [(0.8, "fit/quantity, calm/quantity"), (-0.6, "fit/quantity, calm/quantity"), (0.5, "fit/quantity, fit/value")],
)
@pytest.mark.parametrize("shared", [0.0, 0.3])
def test_a_stated_pair_has_its_correlation_and_the_rest_keep_theirs(rho: float, pair: str, shared: float) -> None:
    third = "  glad: {name: Glad, stakeholder: a, quantity: 10 to 90, value: 5}\n"
    resolved = model(ONE + TWO + third, f"correlations: [{{between: [{pair}], rho: {rho}}}]\n")
    scores = Sampler(resolved, 9, shared_error=shared).scores(0, 200_000)
    one, other = pair.split(", ")
    assert np.corrcoef(scores[one], scores[other])[0, 1] == pytest.approx(rho, abs=0.01)
    assert np.corrcoef(scores["glad/quantity"], scores["fit/quantity"])[0, 1] == pytest.approx(shared, abs=0.01)
    assert np.corrcoef(scores["glad/quantity"], scores["calm/quantity"])[0, 1] == pytest.approx(shared, abs=0.01)
    assert all(abs(score.std() - 1) < 0.01 for score in scores.values())


def test_a_scenario_may_settle_one_end_of_a_pair() -> None:
    more = "correlations: [{between: [fit/value, calm/value], rho: 0.5}]\nscenarios: {known: {set: {fit/value: 30}}}\n"
    assert "calm/value" in Sampler(model(more=more, scenario="known")).draw(0, 5)


def test_a_shared_estimate_belongs_to_the_family_of_its_uses() -> None:
    shared = "estimates: {anyway: 10% to 30%}\n"
    outcomes = ONE.replace("deadweight: 10% to 30%", "deadweight: {use: anyway}") + TWO
    rows = {row.address: row.family for row in Sampler(model(outcomes, shared)).rows}
    assert rows["estimates/anyway"] == rows["calm/deadweight"] == "deadweights"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": -1}, "found the seed −1; a seed is a whole number from 0"),
        ({"shared_error": 1.0}, "found a shared error of 1; the shared error is a share from 0% to below 100%"),
    ],
)
def test_what_cannot_be_drawn_is_refused(options: dict, words: str) -> None:
    with pytest.raises(SroiError, match=words):
        Sampler(model(), **options)


def test_another_shared_error_can_make_stated_pairs_impossible() -> None:
    third = "  glad: {name: Glad, stakeholder: a, quantity: 10 to 90, value: 5}\n"
    more = "shared_error: 0\ncorrelations: [{between: [fit/quantity, calm/quantity], rho: -0.9}]\n"
    resolved = model(ONE + TWO + third, more)
    assert Sampler(resolved).draw(0, 3)
    with pytest.raises(SroiError, match=r"fit/quantity and calm/quantity at -0.9.*shared error of 50%"):
        Sampler(resolved, shared_error=0.5)
