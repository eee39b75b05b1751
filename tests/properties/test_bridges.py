"""Identities of the bridge, on pairs of drawn studies: two that have little in common, and two scenarios of one."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given

from sroi.analysis.bridge import Bridge, bridge
from sroi.analysis.differences.accounts import Between, between
from sroi.analysis.differences.mixtures import Account, Table
from sroi.analysis.differences.replaced import inputs_may_vanish
from sroi.analysis.differences.shapley import shares
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.views import view_named
from tests.properties.strategies import studies

#: Draws of whole studies are compared as exactly as sums of this many products can be.
CLOSE = 1e-9


def valued(study: Study, scenario: str | None = None) -> Model:
    """The model, where it can be valued."""
    try:
        model = Model(study, scenario)
        assume(bool(np.isfinite(evaluate(model).ratio[0])) and bool(model.lines))
    except SroiError:
        assume(False)
    return model


def money(*models: Model) -> float:
    """Money that moves: what rounding is measured against."""
    found = [evaluate(model, by_line=True) for model in models]
    return sum(float(np.abs(each.by_line).sum() + each.pv_inputs[0]) for each in found)  # type: ignore[arg-type]


def account(first: Model, second: Model) -> Between:
    return between(first, second, (view_named(first, "social"), view_named(second, "social")))


def both_ends(first: Model, second: Model) -> None:
    """With no change made the account is the first model, with every change made the second."""
    found, size = account(first, second).account, money(first, second)
    benefits, inputs = found.at(np.array([[False] * found.count, [True] * found.count]))
    for side, model in enumerate((first, second)):
        expected = evaluate(model)
        assert benefits[side] == pytest.approx(expected.pv_benefits[0], abs=CLOSE * size)
        assert inputs[side] == pytest.approx(expected.pv_inputs[0], abs=CLOSE * size)


def adds_up(found: Bridge, size: float) -> None:
    total = math.fsum(part.part for part in found.parts)
    moved = sum(abs(part.part) for part in found.parts)
    assert total == pytest.approx(found.difference, abs=CLOSE * (size + moved))


def by_address(found: Bridge) -> dict[str, float]:
    named = {part.change.address: part.part for part in found.parts}
    assert len(named) == len(found.parts), "each change stands once"
    return named


@given(studies(), studies())
def test_two_studies_are_the_ends_of_one_account_and_parts_add_up(first: Study, second: Study) -> None:
    models = valued(first), valued(second)
    both_ends(*models)
    least = min(evaluate(model).pv_inputs[0] for model in models)
    adds_up(bridge(*models), money(*models) / least)
    adds_up(bridge(*models, measure="npv"), money(*models))


@given(studies(), studies())
def test_going_back_negates_every_part(first: Study, second: Study) -> None:
    models = valued(first), valued(second)
    there, back = bridge(*models, measure="npv"), bridge(*reversed(models), measure="npv")
    size = money(*models)
    assert by_address(there) == pytest.approx({a: -part for a, part in by_address(back).items()}, abs=CLOSE * size)


@given(studies())
def test_a_study_against_itself_has_no_parts(study: Study) -> None:
    model = valued(study)
    assert bridge(model, model).parts == ()


@given(studies())
def test_a_scenario_is_the_end_of_an_account_that_begins_with_the_base_case(study: Study) -> None:
    assume(bool(study.scenarios))
    models = valued(study), valued(study, next(iter(study.scenarios)))
    both_ends(*models)
    least = min(evaluate(model).pv_inputs[0] for model in models)
    adds_up(bridge(*models), money(*models) / least)


def few(found: Account, most: int) -> Account:
    """The account of the first few changes, all others left as they are in the first model."""

    def settled(table: Table) -> Table:
        place = tuple(slice(None) if change < most else 0 for change in table.changes)
        return Table(tuple(change for change in table.changes if change < most), table.values[place])

    benefits, inputs = (
        tuple(tuple(settled(table) for table in term) for term in terms) for terms in (found.benefits, found.inputs)
    )
    return Account(benefits, inputs, min(found.count, most))


@given(studies(), studies())
def test_parts_are_the_means_over_every_order(first: Study, second: Study) -> None:
    """Shapley's definition, on as many of the changes as every order can be tried of."""
    models = valued(first), valued(second)
    found = few(account(*models).account, 5)
    assume(found.count > 0 and not inputs_may_vanish(found))
    orders = list(itertools.permutations(range(found.count)))
    made = np.zeros((len(orders), found.count + 1, found.count), dtype=bool)
    for row, order in enumerate(orders):
        for step, change in enumerate(order):
            made[row, step + 1 :, change] = True
    benefits, inputs = found.at(made.reshape(-1, found.count))
    effects = np.diff((benefits / inputs).reshape(len(orders), -1), axis=1)
    expected = np.zeros(found.count)
    for row, order in enumerate(orders):
        expected[list(order)] += effects[row] / len(orders)
    size = money(*models) / inputs.min()
    assert shares(found, "ratio").parts == pytest.approx(expected, rel=CLOSE, abs=CLOSE * size)
