"""Sums of products say the same as the engine; exact means and variances obey the laws that any variance obeys."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sroi.analysis.drawing.sampling import Sampler
from sroi.analysis.exact.closed_form import closed_form, conditional
from sroi.analysis.exact.expansion import Beyond, benefits, invested
from sroi.analysis.exact.pairs import Errors
from sroi.analysis.exact.quadrature import rule
from sroi.analysis.knowing.redrawn import Redrawn
from sroi.analysis.outputs import Output, output
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.model import Model
from tests.properties.strategies import studies

PERSPECTIVES = ("social", "fiscal", "cashable", "participants")


def models(study: Study) -> list[Model]:
    """The base case and every scenario that can be resolved, with something uncertain in them."""
    found = []
    for name in (None, *study.scenarios):
        try:
            model = Model(study, name)
        except SroiError:
            continue
        if any(row.uncertain for row in model.parameters.rows) and model.lines:
            found.append(model)
    return found


def closed(asked: Output, shared: float):
    """Exact moments, where there are any; studies whose structure is beyond them are for other tests."""
    try:
        return closed_form(asked, Sampler(asked.model, shared_error=shared).dependence)
    except Beyond:
        return None


@given(studies(), st.sampled_from(PERSPECTIVES))
def test_a_sum_of_products_is_what_the_engine_computes(study: Study, perspective: str) -> None:
    for model in models(study):
        drawn = Sampler(model, 1).draw(0, 20)
        numbers = {model.parameters.columns[address]: values for address, values in drawn.items()}
        for measure, whole in (("pv_benefits", benefits), ("pv_inputs", invested)):
            asked = output(model, measure, perspective)
            try:
                found = whole(asked)
            except Beyond as beyond:
                assert "optimism bias" in str(beyond)
                continue
            expected = asked.of(drawn)
            size = sum(np.abs(term.at(numbers)) for term in found.terms)
            assert np.all(np.abs(found.at(numbers) - expected) <= 1e-9 * (size + np.abs(expected) + 1))


@given(studies(without=["scenarios"]), st.data())
def test_draws_worked_out_again_are_draws(study: Study, data: st.DataObject) -> None:
    for model in models(study):
        sampler, asked = Sampler(model, 2), output(model, "npv")
        renewed = frozenset(data.draw(st.lists(st.sampled_from(sampler.sources), unique=True, max_size=3)))
        found, expected = Redrawn(asked, sampler, 30)(renewed), asked.of(sampler.draw(0, 30, renewed=renewed))
        size = np.abs(output(model, "pv_inputs").of(sampler.draw(0, 30, renewed=renewed))) + np.abs(expected)
        assert np.all(np.abs(found - expected) <= 1e-8 * (size + 1))


@given(studies(without=["scenarios"]), st.sampled_from([0.0, 0.3, 0.7]), st.sampled_from(["npv", "ratio"]), st.data())
def test_what_some_errors_explain_and_what_all_others_leave_is_everything(
    study: Study, shared: float, measure: str, data: st.DataObject
) -> None:
    """Var(E[Y | g]) + E[Var(Y | g)] = Var(Y), for any set of errors g; and every part lies within the whole."""
    for model in models(study):
        asked = output(model, measure)
        exact = closed(asked, shared)
        if exact is None or not exact.variance > 0:
            continue
        families = {family for pairs in exact.factors for family in pairs.families}
        some = frozenset(data.draw(st.sets(st.sampled_from(sorted(exact.columns)))))
        common = frozenset(data.draw(st.sets(st.sampled_from(sorted(families))))) if families else frozenset()
        first, total = exact.parts(Errors(some, common))
        rest_first, rest_total = exact.parts(Errors(exact.columns - some, frozenset(families) - common))
        whole = exact.variance
        # One over uncertain inputs is a sum of exponentials of either sign: what they lose to each other.
        noise = 1e-6 * whole + (1e-13 if measure == "npv" else 1e-9) * exact.mean**2
        assert first + rest_total == pytest.approx(whole, abs=noise)
        assert total + rest_first == pytest.approx(whole, abs=noise)
        assert -noise <= first <= total + noise <= whole + 2 * noise


@given(studies(without=["scenarios"]), st.sampled_from([0.0, 0.3]))
def test_single_errors_explain_no_more_than_everything(study: Study, shared: float) -> None:
    for model in models(study):
        exact = closed(output(model, "npv"), shared)
        if exact is None or not exact.variance > 0:
            continue
        families = {family for pairs in exact.factors for family in pairs.families}
        parts = [exact.parts(Errors(frozenset([column]))) for column in exact.columns]
        parts += [exact.parts(Errors(families=frozenset([family]))) for family in families]
        assert sum(first for first, _ in parts) <= exact.variance * (1 + 1e-6)
        assert sum(total for _, total in parts) >= exact.variance * (1 - 1e-6)


@given(studies(without=["scenarios"]))
def test_what_is_expected_given_a_number_has_the_mean_and_the_variance_it_must_have(study: Study) -> None:
    """Averages over one number of E[Y | x] and its square, against mean and first-order part (independent errors)."""
    for model in models(study):
        asked = output(model, "npv")
        exact = closed(asked, 0.0)
        if exact is None or not exact.variance > 0:
            continue
        given_some = conditional(asked, Sampler(model, shared_error=0.0).dependence)
        assert given_some.mean == pytest.approx(exact.mean, rel=1e-6, abs=1e-6 * exact.variance**0.5)
        for column in exact.columns:
            number = given_some.separated.numbers[column]
            points = number.rule
            assert points.series is not None
            scores = points.series[1] / points.weights  # the first Hermite polynomial is the score itself
            expected = given_some.given({column: points.values}, {column: scores})
            mean = float(points.weights @ expected)
            variance = float(points.weights @ (expected - mean) ** 2)
            first, _ = exact.parts(Errors(frozenset([column])))
            assert mean == pytest.approx(exact.mean, rel=1e-6, abs=1e-4 * exact.variance**0.5)
            assert variance == pytest.approx(first, rel=1e-3, abs=1e-4 * exact.variance)


@given(studies(without=["scenarios"]))
def test_rules_average_to_the_mean_and_the_variance_of_the_belief(study: Study) -> None:
    for model in models(study):
        for row in model.parameters.rows:
            if row.uncertain:
                found = rule(row.distribution)
                mean = float(found.weights @ found.values)
                spread = row.distribution.variance() ** 0.5
                assert mean == pytest.approx(row.distribution.mean(), abs=1e-6 * spread)
                assert float(found.weights @ (found.values - mean) ** 2) == pytest.approx(spread**2, rel=1e-4)


def test_the_laws_are_tried_on_studies_that_have_them() -> None:
    """The strategies do make studies for which moments are exact; the tests above would pass on none."""
    tried = []

    @given(studies(without=["scenarios"]))
    def look(study: Study) -> None:
        tried.extend(closed(output(model, "npv"), 0.3) is not None for model in models(study))

    look()
    assert sum(tried) > 5
