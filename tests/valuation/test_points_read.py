"""Points outside what a number may be are refused; what its own belief can reach is not."""

from __future__ import annotations

import numpy as np
import pytest

import sroi
from sroi.study.study import Study
from sroi.valuation.parameters import Parameter
from sroi.valuation.points import points_table, read_points
from sroi.valuation.ranges import reach

TABLE = sroi.Model(
    Study.parse("""
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 2
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 100}}
outcomes:
  fit: {name: N, stakeholder: a, quantity: {mean: 100, sd: 30}, value: 20, deadweight: 20% to 40%, delay: 1}
  fat: {name: N, stakeholder: a, quantity: 5, value: -20 to 30, duration: {low: 1, likely: 2, high: 4}}
""")
).parameters


def row(address: str) -> Parameter:
    found = TABLE.row(address)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("address", "values", "code", "words"),
    [
        ("fit/deadweight", [], "points-shape", "found no points"),
        ("fit/deadweight", [[0.1, 0.2]], "points-shape", "found points of shape (1, 2)"),
        ("fit/deadweight", "many", "points-number", 'found "many"'),
        ("fit/deadweight", {"a": 1}, "points-number", "found {a: 1}"),
        ("fit/deadweight", [0.1, float("nan")], "points-finite", "found a number that is not finite"),
        ("fit/deadweight", [0.1, float("inf")], "points-finite", "found a number that is not finite"),
        ("fit/deadweight", None, "points-finite", "found a number that is not finite"),
        ("fit/deadweight", [0.1, 1.5], "points-range", "found 1.5 among its points"),
        ("fit/deadweight", -0.001, "points-range", "found −0.001 among its points"),
        ("fat/duration", [0.0, 1.0], "points-range", "found 0 among its points"),
        ("fit/delay", -1, "points-range", "found −1 among its points"),
        ("fat/quantity", [-1], "points-range", "found −1 among its points"),
        ("fit/quantity", [-141], "points-range", "found −141 among its points"),  # 100 − 8 × 30 = −140
    ],
)
def test_points_that_cannot_be_are_refused(address, values, code, words) -> None:
    array, problem = read_points(row(address), values)
    assert array is None
    assert (problem.code, problem.address) == (code, address)
    assert problem.found.startswith(words)
    if code == "points-range":
        assert problem.allowed == row(address).kind.allowed


@pytest.mark.parametrize(
    ("address", "values"),
    [
        ("fit/deadweight", [0, 1]),
        ("fit/deadweight", 0.5),
        ("fat/value", [-1e6, 1e6]),  # money may be anything
        ("fit/quantity", [-10, 250]),  # a bell curve may cross zero a little
        ("fat/duration", [0.01, 1000]),
        ("fit/delay", np.array(0)),
    ],
)
def test_points_that_can_be_are_read(address, values) -> None:
    array, problem = read_points(row(address), values)
    assert problem is None
    assert array.tolist() == np.asarray(values, dtype=float).tolist()


def test_no_draw_of_any_belief_of_a_ready_study_is_refused() -> None:
    """Ten thousand quantiles of each, its ends included."""
    pytest.importorskip("scipy")
    u = np.concatenate([[1e-12, 1 - 1e-12], np.linspace(1e-6, 1 - 1e-6, 10_000)])
    from sroi.bank.locate import studies_folder

    tried = 0
    for path in sorted(studies_folder().glob("*.yaml")):
        for one in sroi.Model(sroi.load(path)).parameters.rows:
            if one.uncertain:
                tried += 1
                draws = one.distribution.quantile(u)
                low, high = reach(one.distribution)
                assert low <= draws.min()
                assert draws.max() <= high
                assert read_points(one, draws)[1] is None, one.address
    assert tried > 100


def test_a_table_of_points() -> None:
    assert points_table([[1, 2], [3, 4]], 2)[0].shape == (2, 2)
    for values in ([1, 2], [[1, 2, 3]], np.zeros((0, 2)), []):
        found, problem = points_table(values, 2)
        assert found is None
        assert problem.code == "points-shape"
        assert problem.allowed == "points have shape (draw, 2), with at least one draw"
    assert points_table("abc", 2)[1].code == "points-number"
