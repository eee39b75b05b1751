"""The life of an outcome by hand: which part of which life-year falls into which year, and what is left by then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sroi.valuation.life import Life, over_years, polynomial

#: Places in the vector: duration, delay, growth, drop-off.
LIFE = Life(duration=0, delay=1, growth=2, drop_off=3, linear=False, first=1, profile=None, round_up=False)


def vector(duration: Any = 1.0, delay: Any = 0.0, growth: Any = 0.0, drop_off: Any = 0.0) -> list[Any]:
    return [duration, delay, growth, drop_off]


@pytest.mark.parametrize(
    ("duration", "years"),
    [(1, 1), (0.25, 1), (2, 2), (2.1, 3), (0.1 * 30, 3), (3 + 1e-6, 4), (np.array([0.5, 3.2, 2.0]), 4)],
)
def test_a_part_year_counts_as_one(duration: Any, years: int) -> None:
    """0.1 × 30 is a little more than 3 in binary and still three years; the longest of all draws counts."""
    assert LIFE.years(vector(duration)) == years


def test_what_is_left() -> None:
    """20% a year: 1, 0.8, 0.64; in equal steps 1, 0.8, 0.6; from the first year on, one step further."""
    x = vector(drop_off=0.2)
    assert LIFE.shares(x, 3) == pytest.approx([1, 0.8, 0.64])
    assert replace(LIFE, first=0).shares(x, 3) == pytest.approx([0.8, 0.64, 0.512])
    assert replace(LIFE, linear=True).shares(x, 3) == pytest.approx([1, 0.8, 0.6])
    assert replace(LIFE, linear=True, first=0).shares(x, 3) == pytest.approx([0.8, 0.6, 0.4])


def test_nothing_less_than_nothing_is_left() -> None:
    """40% in equal steps: 1, 0.6, 0.2, then 0, not −0.2."""
    assert replace(LIFE, linear=True).shares(vector(drop_off=0.4), 5) == pytest.approx([1, 0.6, 0.2, 0, 0])


def test_what_is_left_by_draw() -> None:
    """Life-years down, draws across."""
    x = vector(drop_off=np.array([0.5, 0.1]))
    assert LIFE.shares(x, 3) == pytest.approx(np.array([[1, 1], [0.5, 0.9], [0.25, 0.81]]))
    assert replace(LIFE, linear=True).shares(x, 3) == pytest.approx(np.array([[1, 1], [0.5, 0.9], [0, 0.8]]))


def test_a_profile_in_place_of_drop_off() -> None:
    """As long as the life: cut where it is longer, nothing more where it is shorter."""
    stated = replace(LIFE, drop_off=None, profile=(1.0, 0.5, 0.25))
    assert list(stated.shares(vector(), 2)) == [1, 0.5]
    assert list(stated.shares(vector(), 3)) == [1, 0.5, 0.25]
    assert list(stated.shares(vector(), 5)) == [1, 0.5, 0.25, 0, 0]


@pytest.mark.parametrize(
    ("duration", "delay", "cohort", "expected"),
    [
        (2, 0, 0, [[1, 0, 0, 0], [0, 1, 0, 0]]),
        (2, 1, 1, [[0, 0, 1, 0], [0, 0, 0, 1]]),
        (2, 3, 0, [[0, 0, 0, 1], [0, 0, 0, 0]]),  # the second life-year lies beyond the horizon
        (2, 0.25, 0, [[0.75, 0.25, 0, 0], [0, 0.75, 0.25, 0]]),
        (1.5, 0, 1, [[0, 1, 0, 0], [0, 0, 0.5, 0]]),
        (1.5, 0.75, 0, [[0.25, 0.75, 0, 0], [0, 0.25, 0.25, 0]]),  # the half from 1.75 to 2.25
        (0.5, 0.25, 2, [[0, 0, 0.5, 0]]),  # from 2.25 to 2.75
    ],
)
def test_where_life_years_fall(duration: float, delay: float, cohort: int, expected: list[list[float]]) -> None:
    found = LIFE.occupancy(vector(duration, delay), cohort, len(expected), 4)
    assert found == pytest.approx(np.array(expected))


def test_part_years_rounded_up() -> None:
    """1.5 years are two whole ones; 0.1 × 30 three, and not four."""
    rounding = replace(LIFE, round_up=True)
    assert rounding.occupancy(vector(1.5), 0, 2, 3) == pytest.approx(np.array([[1, 0, 0], [0, 1, 0]]))
    assert rounding.occupancy(vector(0.1 * 30), 0, 4, 5)[3] == pytest.approx(np.zeros(5))


def test_where_life_years_fall_by_draw() -> None:
    """Life-year, year, draw: what one draw at a time gives, whether the delay varies, the duration or both."""
    durations, delays = np.array([1.5, 2.0]), np.array([0.25, 1.0])
    one_by_one = [LIFE.occupancy(vector(durations[n], delays[n]), 1, 2, 4) for n in (0, 1)]
    both = LIFE.occupancy(vector(durations, delays), 1, 2, 4)
    assert both.shape == (2, 4, 2)
    for n in (0, 1):
        assert both[:, :, n] == pytest.approx(one_by_one[n])
    only_delay = LIFE.occupancy(vector(1.5, delays), 1, 2, 4)
    assert only_delay[:, :, 0] == pytest.approx(one_by_one[0])
    only_duration = LIFE.occupancy(vector(durations, 1.0), 1, 2, 4)
    assert only_duration[:, :, 1] == pytest.approx(one_by_one[1])


def test_growth() -> None:
    """25% above prices: 1, 1.25, 1.5625; by draw, years down."""
    assert LIFE.growths(vector(growth=0.25), 3) == pytest.approx([1, 1.25, 1.5625])
    found = LIFE.growths(vector(growth=np.array([0.25, -0.5])), 3)
    assert found == pytest.approx(np.array([[1, 1], [1.25, 0.5], [1.5625, 0.25]]))


def test_over_years() -> None:
    """[[1, ½], [0, 1]] on 10 and 20: 1 × 10 + ½ × 20 = 20 and 20."""
    occupancy = np.array([[1, 0.5], [0, 1]])
    assert over_years(occupancy, np.array([10.0, 20])) == pytest.approx([20, 20])


def test_over_years_by_draw() -> None:
    """The same, where occupancy varies (the second draw is all in year 0), and the factors do or do not."""
    occupancy = np.stack([np.array([[1, 0.5], [0, 1]]), np.array([[1, 0], [1, 0]])], axis=2)
    assert over_years(occupancy, np.array([10.0, 20])) == pytest.approx(np.array([[20, 10], [20, 10]]))
    by_draw = np.array([[10.0, 1], [20, 2]])
    assert over_years(occupancy, by_draw) == pytest.approx(np.array([[20, 1], [20, 1]]))


@pytest.mark.parametrize(("start", "expected"), [(0, [3 + 2 * 0.5 + 4 * 0.25, 9]), (1, [2.5, 9])])
def test_a_polynomial_in_what_is_left(start: int, expected: list[float]) -> None:
    """3 + 2 l + 4 l² at l = 1 − 50% and 1 − 0%: 5 and 9; and that times l."""
    found = polynomial(np.array([3.0, 2, 4]), np.array([0.5, 0.0]), start)
    assert found == pytest.approx(expected)
    by_draw = np.array([[3.0, 3], [2, 2], [4, 4]])
    assert polynomial(by_draw, np.array([0.5, 0.0]), start) == pytest.approx(expected)


def test_a_polynomial_of_one_year() -> None:
    """One value per draw, also where the weight is the same for all."""
    assert list(polynomial(np.array([3.0]), np.array([0.5, 0.0]), 0)) == [3, 3]
