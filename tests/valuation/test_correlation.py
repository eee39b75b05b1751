"""Which errors move together: the matrix by hand, and what is said where it cannot be."""

from __future__ import annotations

import numpy as np
import pytest

from sroi.errors import Problem, SroiError
from sroi.study.settings import Correlation
from sroi.study.study import Study
from sroi.valuation.correlation import correlation_matrix, correlation_problems, impossible_pairs, possible
from sroi.valuation.model import Model

STUDY = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 1
shared_error: 40%
stakeholders: {a: {name: A}, b: {name: B}}
inputs: {grant: {from: b, amount: 100}}
outcomes:
  fit: {name: N, stakeholder: a, quantity: 5 to 15, value: 10 to 30, deadweight: 10% to 20%}
  rest: {name: N, stakeholder: a, quantity: 8, value: 20, deadweight: 15% to 30%, attribution: 10% to 20%}
"""


def model(correlations: str = "") -> Model:
    return Model(Study.parse(STUDY + (f"correlations: [{correlations}]\n" if correlations else "")))


def test_families_share_their_error() -> None:
    """The deadweights are one family; quantities, values and attributions have one uncertain member each."""
    found = model()
    addresses, matrix = correlation_matrix(found.study, found.parameters)
    assert sorted(addresses) == ["fit/deadweight", "fit/quantity", "fit/value", "rest/attribution", "rest/deadweight"]
    for one, first in enumerate(addresses):
        for other, second in enumerate(addresses):
            both = {first, second} == {"fit/deadweight", "rest/deadweight"}
            assert matrix[one, other] == (1 if one == other else 0.4 if both else 0)


def test_a_stated_pair_replaces_the_shared_error() -> None:
    found = model(
        "{between: [rest/deadweight, fit/deadweight], rho: -0.2}, {between: [fit/value, fit/quantity], rho: 0.5}"
    )
    addresses, matrix = correlation_matrix(found.study, found.parameters)
    at = {address: place for place, address in enumerate(addresses)}
    for one, other, rho in (("fit/deadweight", "rest/deadweight", -0.2), ("fit/quantity", "fit/value", 0.5)):
        assert matrix[at[one], at[other]] == matrix[at[other], at[one]] == rho
    assert np.count_nonzero(matrix) == 5 + 4
    _, without = correlation_matrix(found.study, found.parameters, stated=[])
    assert without[at["fit/deadweight"], at["rest/deadweight"]] == 0.4
    pair = Correlation(between=("fit/value", "rest/attribution"), rho=0.25)
    _, other_pairs = correlation_matrix(found.study, found.parameters, stated=[pair])
    assert other_pairs[at["fit/value"], at["rest/attribution"]] == 0.25
    assert other_pairs[at["fit/quantity"], at["fit/value"]] == 0
    _, loose = correlation_matrix(found.study, found.parameters, stated=[], shared=0.1)
    assert loose[at["fit/deadweight"], at["rest/deadweight"]] == 0.1


@pytest.mark.parametrize(
    ("rho", "holds"),
    [(0.0, True), (1.0, True), (-1.0, True), (1.1, False), (-1.1, False)],
)
def test_two_numbers(rho: float, holds: bool) -> None:
    """Eigenvalues 1 + rho and 1 − rho: a perfect correlation is possible, more than that is not."""
    assert possible(np.array([[1, rho], [rho, 1]])) is holds


def test_three_numbers() -> None:
    """All three pairs at −0.5 have the smallest eigenvalue 1 − 2 × 0.5 = 0; at −0.51 it is −0.02."""
    for rho, holds in ((-0.5, True), (-0.51, False)):
        assert possible(np.full((3, 3), rho) + np.eye(3) * (1 - rho)) is holds


def test_no_numbers_at_all() -> None:
    assert possible(np.zeros((0, 0)))


def problems(correlations: str) -> list[Problem]:
    with pytest.raises(SroiError) as caught:
        model(correlations)
    return list(caught.value.problems)


def test_a_number_without_a_range() -> None:
    (problem,) = problems(
        "{between: [fit/value, fit/quantity], rho: 0.5}, {between: [fit/value, rest/value], rho: 0.5}"
    )
    assert (problem.code, problem.address) == ("correlation-certain", "correlations/1")
    assert problem.line is not None
    assert problem.found == "rest/value has no range"
    assert problem.allowed == "a correlation is between two uncertain numbers"
    assert problem.write == "give it a range, or remove the pair"


def test_a_problem_has_the_line_of_its_pair() -> None:
    text = STUDY + (
        "correlations:\n"
        "  - {between: [fit/value, fit/quantity], rho: 0.5}\n"
        "  - {between: [fit/value, rest/value], rho: 0.5}  # here\n"
    )
    with pytest.raises(SroiError) as caught:
        Model(Study.parse(text))
    (line,) = [count for count, words in enumerate(text.splitlines(), 1) if words.endswith("# here")]
    assert [problem.line for problem in caught.value.problems] == [line]


def test_a_pair_of_which_a_scenario_settles_one_is_without_effect() -> None:
    scenario = "scenarios: {known: {set: {fit/value: 20}}}\n"
    pair = "correlations: [{between: [fit/value, fit/quantity], rho: 0.5}]\n"
    found = Model(Study.parse(STUDY + pair + scenario), "known")
    addresses, matrix = correlation_matrix(found.study, found.parameters)
    assert "fit/value" not in addresses
    place = addresses.index("fit/quantity")
    assert list(matrix[place]) == list(matrix[:, place]) == [float(n == place) for n in range(len(addresses))]


def test_both_numbers_without_a_range() -> None:
    found = problems("{between: [rest/quantity, rest/value], rho: 0.5}")
    assert [problem.found for problem in found] == ["rest/quantity has no range", "rest/value has no range"]


TRIANGLE = (
    "{between: [fit/quantity, fit/value], rho: 0.9}, {between: [fit/value, rest/attribution], rho: 0.9}, "
    "{between: [fit/quantity, rest/attribution], rho: -0.9}"
)


def test_a_triangle_that_cannot_be() -> None:
    """x with y and y with z at 0.9 leave x with z at least 0.9² − (1 − 0.9²) = 0.62."""
    (problem,) = problems(TRIANGLE)
    assert (problem.code, problem.address) == ("correlations-impossible", "correlations/2")
    assert problem.found == (
        "found correlations that cannot all hold at once: fit/quantity and fit/value at 0.9; "
        "fit/value and rest/attribution at 0.9; fit/quantity and rest/attribution at -0.9"
    )
    assert problem.allowed == (
        "beside the shared error of 40% within families: what moves with a number also moves with its family"
    )
    assert problem.write == (
        "bring them closer to the shared error, state the other pairs of these numbers too, or lower shared_error"
    )
    assert model(TRIANGLE.replace("-0.9", "0.62")).study.correlations


def test_a_triangle_is_refused_for_the_shared_error_asked_about() -> None:
    """One stated pair at 0.9 beside a family at 0.95: two deadweights and a quantity, the third pair left at 0.

    1 + 2 × 0 − 0.9² − 0.95² < 0, so that all three cannot hold; with the shared error of 40% they can.
    """
    found = model("{between: [fit/deadweight, fit/quantity], rho: 0.9}")
    problem = impossible_pairs(found.study, found.parameters, shared=0.95)
    assert problem.found.endswith("cannot all hold at once: fit/deadweight and fit/quantity at 0.9")
    assert problem.allowed == (
        "beside the shared error of 95% within families: what moves with a number also moves with its family"
    )


def test_the_pairs_to_blame_are_those_of_the_shared_error_asked_about() -> None:
    """A quantity at 0.8 and 0.3 with two deadweights leaves them at most 0.24 + 0.6 × 0.954 = 0.81 with each other.

    So they can share 40% of their error and not 95%; the pair of others has nothing to do with it.
    """
    found = model(
        "{between: [fit/deadweight, fit/quantity], rho: 0.8}, {between: [fit/quantity, rest/deadweight], rho: 0.3}, "
        "{between: [fit/value, rest/attribution], rho: 0.1}"
    )
    assert "fit/value" not in impossible_pairs(found.study, found.parameters, shared=0.95).found


def test_only_the_pairs_that_touch_are_named() -> None:
    """A pair that has nothing to do with the triangle is not blamed, wherever it stands."""
    (problem,) = problems("{between: [fit/deadweight, rest/deadweight], rho: 0.1}, " + TRIANGLE)
    assert "deadweight" not in problem.found
    assert problem.address == "correlations/3"
    (problem,) = problems(TRIANGLE + ", {between: [fit/deadweight, rest/deadweight], rho: 0.1}")
    assert "deadweight" not in problem.found
    assert problem.address == "correlations/2"


def test_pairs_that_can_hold_are_no_problem() -> None:
    found = model("{between: [fit/quantity, fit/value], rho: 0.9}")
    assert correlation_problems(found.study, found.parameters) == []
