"""Shapley values of sums of products: against every order, one by one, and against what is known of them."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from sroi.analysis.differences import shapley
from sroi.analysis.differences.mixtures import Account, Table, combine
from sroi.analysis.differences.replaced import inputs_may_vanish, shares_of_replaced
from sroi.analysis.differences.shapley import MOST_TIED, shares

MEASURES = ("ratio", "npv", "pv_benefits", "pv_inputs")


def measured(account: Account, measure: str, made) -> np.ndarray:
    benefits, inputs = account.at(np.atleast_2d(np.asarray(made, dtype=bool)))
    return {"ratio": benefits / inputs, "npv": benefits - inputs, "pv_benefits": benefits, "pv_inputs": inputs}[measure]


def over_all_orders(account: Account, measure: str) -> np.ndarray:
    """Shapley (1953), as it is defined: the effect of each change, averaged over every order."""
    parts = np.zeros(account.count)
    for order in itertools.permutations(range(account.count)):
        made = np.zeros((account.count + 1, account.count), dtype=bool)
        for step, change in enumerate(order):
            made[step + 1 :, change] = True
        parts[list(order)] += np.diff(measured(account, measure, made))
    return parts / math.factorial(account.count)


def random_account(generator: np.random.Generator, count: int) -> Account:
    """Terms of up to three tables of up to three changes each, so that many are tied."""

    def table(low: float, high: float) -> Table:
        size = int(generator.integers(0, min(3, count) + 1))
        changes = tuple(sorted(generator.choice(count, size, replace=False).tolist()))
        return Table(changes, generator.uniform(low, high, (2,) * size))

    def terms(low: float, high: float) -> tuple:
        return tuple(
            tuple(table(low, high) for _ in range(generator.integers(1, 4))) for _ in range(generator.integers(1, 4))
        )

    return Account(terms(-2, 3), terms(0.5, 4), count)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("measure", MEASURES)
def test_they_are_the_means_over_every_order(seed, measure):
    generator = np.random.default_rng(seed)
    account = random_account(generator, int(generator.integers(1, 7)))
    found = shares(account, measure)
    assert found.exact
    assert found.parts == pytest.approx(over_all_orders(account, measure), rel=1e-9, abs=1e-11)


def test_a_product_by_hand():
    # 2 × 3 becomes 4 × 9: (4 − 2) × (3 + 9) / 2 = 12 and (9 − 3) × (2 + 4) / 2 = 18.
    account = Account(((Table.switch(0, 2, 4), Table.switch(1, 3, 9)),), (), 2)
    assert shares(account, "pv_benefits").parts == pytest.approx([12, 18], abs=1e-12)


def test_a_quotient_by_hand():
    # 12 ÷ 3 becomes 20 ÷ 5: benefits (20 − 12) × (1/3 + 1/5) / 2, inputs (1/5 − 1/3) × (12 + 20) / 2.
    account = Account(((Table.switch(0, 12, 20),),), ((Table.switch(1, 3, 5),),), 2)
    assert shares(account, "ratio").parts == pytest.approx([8 * (8 / 15) / 2, -(2 / 15) * 16], abs=1e-12)


def many(count: int) -> Account:
    """More changes than there could ever be orders tried: 3 × count of them, a third in the inputs."""
    generator = np.random.default_rng(7)
    switches = [Table.switch(change, *generator.uniform(0.5, 2, 2)) for change in range(3 * count)]
    benefits = tuple((switches[place], switches[count + place]) for place in range(count))
    return Account(benefits, tuple((switches[2 * count + place],) for place in range(count)), 3 * count)


def test_hundreds_of_changes_are_exact_too():
    account = many(60)
    found = shares(account, "ratio")
    ends = np.array([[False] * account.count, [True] * account.count])
    assert found.exact
    assert found.parts.sum() == pytest.approx(float(np.diff(measured(account, "ratio", ends))[0]), rel=1e-11)


def test_one_of_many_agrees_with_quadrature_over_sizes():
    # Every change but the first takes nothing away from the symmetry of the others: equal tables have equal parts.
    term = tuple(Table.switch(change, 1.0, 1.1) for change in range(40))
    found = shares(Account((term,), ((Table.constant(2.0),),), 40), "ratio")
    assert found.parts == pytest.approx(np.full(40, (1.1**40 - 1) / 2 / 40), rel=1e-11)


def test_inputs_may_be_of_very_different_sizes():
    account = Account(((Table.constant(5.0),),), ((Table.switch(0, 1e-3, 1e6),), (Table.switch(1, 1e3, 1e-2),)), 2)
    assert shares(account, "ratio").parts == pytest.approx(over_all_orders(account, "ratio"), rel=1e-9)


def tied(count: int) -> Account:
    """Changes each of which stands in benefits and in inputs."""
    generator = np.random.default_rng(3)
    benefits = tuple((Table.switch(change, *generator.uniform(1, 2, 2)),) for change in range(count))
    inputs = tuple((Table.switch(change, *generator.uniform(1, 2, 2)),) for change in range(count))
    return Account(benefits, inputs, count)


def test_as_many_tied_changes_as_allowed_are_exact_and_more_are_sampled_with_an_error():
    assert shares(tied(MOST_TIED), "ratio").exact
    account = tied(MOST_TIED + 1)
    found = shares(account, "ratio")
    ends = np.array([[False] * account.count, [True] * account.count])
    assert not found.exact
    assert found.parts.sum() == pytest.approx(float(np.diff(measured(account, "ratio", ends))[0]), rel=1e-12)
    assert np.array_equal(found.parts, shares(account, "ratio").parts), "the seed is fixed"
    assert shares(account, "npv").exact, "a difference has nothing tied"


def test_sampled_parts_are_as_far_out_as_their_error_says():
    account = tied(6)
    exact = shares(account, "ratio").parts
    apart = []
    for seed in range(40):
        found = shapley._sampled(account, "ratio", 64, seed)
        apart.append((found.parts - exact) / found.errors)
    assert 0.7 < float(np.std(apart)) < 1.4
    assert abs(float(np.mean(apart))) < 0.3


def test_combine_drops_changes_that_make_no_difference():
    found = combine(lambda one, other: one * 0 + other, Table.switch(0, 1, 2), Table.switch(3, 5, 6))
    assert found.changes == (3,)
    assert found.values.tolist() == [5, 6]


def test_inputs_that_are_replaced_altogether_have_their_part_by_their_size():
    # 100 a year for 2 years give way to 50: the ratio of 300 rises from 1.5 to 6.
    inputs = ((Table.switch(0, 100.0, 0.0),), (Table.switch(1, 100.0, 0.0),), (Table.switch(2, 0.0, 50.0),))
    account = Account(((Table.switch(3, 300.0, 300.0),),), inputs, 4)
    assert inputs_may_vanish(account)
    assert shares_of_replaced(account, "ratio").parts == pytest.approx([3, 3, -1.5, 0], abs=1e-9)


def test_a_change_in_one_sum_and_in_the_other_is_not_merged_with_the_inputs():
    tied_change = Table.switch(0, 2.0, 3.0)
    account = Account(((tied_change,),), ((tied_change, Table.switch(1, 10.0, 0.0)), (Table.switch(2, 0.0, 5.0),)), 3)
    found = shares_of_replaced(account, "ratio")
    assert found.parts.sum() == pytest.approx(3 / 5 - 2 / 20)
