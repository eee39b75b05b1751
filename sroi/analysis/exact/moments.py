"""Sums of products taken apart into functions of single numbers, and the moments of those functions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.exact.products import Factor, Joint, Single, Sum
from sroi.analysis.exact.quadrature import POINTS, Rule, rule, scored_rule
from sroi.study.distributions import Discrete, Distribution, Scaled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: A function of one number: place of the number, and which of its functions.
Slot = tuple[int, int]

#: Combinations of values of several numbers that are looked at to take a function of all of them apart.
LARGEST: Final = 500_000

#: Products that a result is the sum of, at most; the pairs of them are what takes time.
MOST: Final = 1_200

#: Part of the standard deviation of a function of several numbers that may be lost when it is taken apart.
_LOST: Final = 5e-4

#: Points of the rules of numbers whose powers may be high.
_MANY: Final = 40


class TooLarge(Exception):
    """A function of so many numbers that it cannot be taken apart; the reason in words."""


@lru_cache(maxsize=65_536)
def _moments(shape: Distribution) -> tuple[float, float]:
    """Mean and variance of a belief; shapes are immutable, so each is worked out once."""
    return shape.mean(), shape.variance()


class Number:
    """One uncertain number and the functions of it that occur.

    Parameters
    ----------
    shape
        The belief about it.
    kinks
        Values at which one of the functions has a kink.
    points
        Points of a Gauss rule.
    scored
        Whether functions are expanded in Hermite polynomials of its normal score too.
    """

    def __init__(self, shape: Distribution, kinks: Iterable[float], points: int, scored: bool) -> None:
        self.shape, self._kinks, self._points, self._scored = shape, kinks, points, scored
        self._places: dict[Hashable, int] = {}
        self._lines: list[tuple[float, float] | None] = []
        self._values: list[Floats | None] = []

    @cached_property
    def rule(self) -> Rule:
        """Points and weights for averages over it."""
        kinks = tuple(sorted(set(self._kinks)))
        return scored_rule(self.shape, kinks) if self._scored else rule(self.shape, kinks, self._points)

    def line(self, intercept: float, slope: float) -> int:
        """Place of a straight line among its functions."""
        key = intercept, slope
        if key not in self._places:
            self._keep(key, key, None)
        return self._places[key]

    def function(self, key: Hashable, values: Floats) -> int:
        """Place of any other function, by its values at the points of the rule."""
        if key not in self._places:
            self._keep(key, None, values)
        return self._places[key]

    def product(self, functions: list[int]) -> int:
        """Place of the product of some of its functions."""
        if len(functions) == 1:
            return functions[0]
        tables = [self._table(function) for function in functions]
        return self.function(("product", *sorted(functions)), np.prod(tables, axis=0))

    def _table(self, function: int) -> Floats:
        """One of its functions at the points of the rule."""
        line, values = self._lines[function], self._values[function]
        if line is not None:
            return np.asarray(line[0] + line[1] * self.rule.values)
        assert values is not None
        return values

    def _keep(self, key: Hashable, line: tuple[float, float] | None, values: Floats | None) -> None:
        self._places[key] = len(self._lines)
        self._lines.append(line)
        self._values.append(values)

    @property
    def one_line(self) -> tuple[float, float] | None:
        """Mean and variance of its only function, where that is a straight line."""
        if self._lines != self._lines[:1] or self._lines[0] is None:
            return None
        (intercept, slope), (mean, variance) = self._lines[0], _moments(self.shape)
        return intercept + slope * mean, slope * slope * variance

    @cached_property
    def values(self) -> Floats:
        """Its functions at the points of the rule: shape (function, point)."""
        return np.array([self._table(function) for function in range(len(self._lines))])

    @cached_property
    def means(self) -> Floats:
        """Average of each function."""
        lines = [line for line in self._lines if line is not None]
        if len(lines) < len(self._lines):
            return np.asarray(self.values @ self.rule.weights)
        mean, _ = _moments(self.shape)
        return np.array([intercept + slope * mean for intercept, slope in lines])

    @cached_property
    def covariances(self) -> Floats:
        """Covariance of each two functions: shape (function, function)."""
        lines = [line for line in self._lines if line is not None]
        if len(lines) < len(self._lines):
            centred = self.values - self.means[:, None]
            return np.asarray((centred * self.rule.weights) @ centred.T)
        _, variance = _moments(self.shape)
        slopes = np.array([slope for _, slope in lines])
        return np.asarray(np.outer(slopes, slopes) * variance)

    @cached_property
    def series(self) -> Floats:
        """Coefficients of each function in normalised Hermite polynomials: shape (function, TERMS)."""
        assert self.rule.series is not None
        return np.asarray(self.values @ self.rule.series.T)

    def at(self, function: int, values: Floats, scores: Floats) -> Floats:
        """One of its functions at values of the number whose normal scores are known."""
        line = self._lines[function]
        if line is not None:
            return np.asarray(line[0] + line[1] * values)
        table = self.values[function]
        if is_discrete(self.shape):
            return np.asarray(table[np.searchsorted(self.rule.values, values)])
        return self.rule.between(table, scores)


def is_discrete(shape: Distribution) -> bool:
    """Whether a belief is a list of values."""
    return is_discrete(shape.base) if isinstance(shape, Scaled) else isinstance(shape, Discrete)


@dataclass(frozen=True)
class Separated:
    """A sum of products of functions of single numbers.

    Parameters
    ----------
    coefficients : shape (term,)
        Constant of each term.
    slots
        Functions that each term multiplies, no two of the same number.
    numbers
        Numbers by place, with their functions.
    """

    coefficients: Floats
    slots: tuple[tuple[Slot, ...], ...]
    numbers: Mapping[int, Number]


def separate(
    whole: Sum, shapes: Mapping[int, Distribution], scored: Set[int] = frozenset(), years: int = 1
) -> Separated:
    """Take a sum of products apart into functions of single numbers.

    A function of several numbers, such as the worth of an outcome by drop-off and duration, is taken apart by
    singular values at the points of their rules, so that a hundred-thousandth of its variance may be lost.

    Parameters
    ----------
    whole
        The sum.
    shapes
        Beliefs by place of the number.
    scored
        Numbers whose functions are expanded in Hermite polynomials.
    years
        Highest power of a drop-off.

    Raises
    ------
    TooLarge
        Where a function depends on too many numbers at once.
    """
    points = POINTS if years <= POINTS else _MANY
    kinks: defaultdict[int, list[float]] = defaultdict(list)
    for term in whole.terms:
        for factor in term.factors:
            if not (isinstance(factor, Single) and factor.line):
                for column in factor.columns:
                    kinks[column] += factor.kinks(column)
    numbers = {
        column: Number(shapes[column], kinks.get(column, ()), points, column in scored)
        for column in sorted(whole.columns)
    }
    separation = _Separation(numbers)
    coefficients: list[float] = []
    slots: list[tuple[Slot, ...]] = []
    for term in whole.terms:
        choices = [separation.of(factor) for factor in term.factors]
        if (count := len(slots) + math.prod(len(parts) for parts in choices)) > max(MOST, 2 * len(whole.terms)):
            raise TooLarge(f"it is a sum of more than {count:,} products")
        for chosen in product(*choices):
            coefficients.append(term.coefficient)
            slots.append(tuple(slot for part in chosen for slot in part))
    return Separated(np.array(coefficients), tuple(slots), numbers)


class _Separation:
    """Takes factors apart, each once."""

    def __init__(self, numbers: Mapping[int, Number]) -> None:
        self.numbers = numbers
        self._known: dict[Hashable, list[tuple[Slot, ...]]] = {}

    def of(self, factor: Factor) -> list[tuple[Slot, ...]]:
        """The factor as a sum of products of functions of single numbers."""
        if isinstance(factor, Single) and (line := factor.line):
            return [((factor.column, self.numbers[factor.column].line(*line)),)]
        key = factor.columns, factor.key
        if key not in self._known:
            self._known[key] = self._found(factor)
        return self._known[key]

    def _found(self, factor: Factor) -> list[tuple[Slot, ...]]:
        if isinstance(factor, Joint) and len(factor.columns) > 2:
            # Each factor by itself hangs on fewer numbers than all of them together.
            return [self._multiplied(parts) for parts in product(*(self.of(inner) for inner in factor.factors))]
        rules = {column: self.numbers[column].rule for column in factor.columns}
        size = int(np.prod([len(found.values) for found in rules.values()], dtype=float))
        if size > LARGEST:
            raise TooLarge(f"one of its parts depends on {len(rules)} uncertain numbers at once")
        values = factor.grid({column: found.values for column, found in rules.items()})
        if len(rules) == 1:
            column = factor.columns[0]
            return [((column, self.numbers[column].function(factor.key, values)),)]
        parts = []
        for place, functions in enumerate(rank_one_parts(values, [found.weights for found in rules.values()])):
            parts.append(
                tuple(
                    (column, self.numbers[column].function((factor.columns, factor.key, place), function))
                    for column, function in zip(factor.columns, functions, strict=True)
                )
            )
        return parts

    def _multiplied(self, parts: Iterable[tuple[Slot, ...]]) -> tuple[Slot, ...]:
        """Functions of single numbers, those of one number as one."""
        functions: defaultdict[int, list[int]] = defaultdict(list)
        for column, function in (slot for part in parts for slot in part):
            functions[column].append(function)
        return tuple((column, self.numbers[column].product(found)) for column, found in sorted(functions.items()))


def rank_one_parts(values: Floats, weights: list[Floats]) -> Iterator[tuple[Floats, ...]]:
    """Write a table of several entries as a sum of products of functions of one entry each.

    Parameters
    ----------
    values : shape (value of the first number, value of the second, …)
        The table.
    weights
        Weight of each value of each number, which say what is small.

    Examples
    --------
    >>> table = np.add.outer([1.0, 2.0], [10.0, 20.0, 30.0])
    >>> parts = list(rank_one_parts(table, [np.full(2, 1 / 2), np.full(3, 1 / 3)]))
    >>> len(parts), bool(np.allclose(sum(np.outer(*part) for part in parts), table))
    (2, True)
    """
    mean = _average(values, weights)
    deviation = math.sqrt(_average((values - mean) ** 2, weights))
    yield from _parts(values, weights, max(_LOST * deviation, 1e-7 * abs(mean)))


def _parts(values: Floats, weights: list[Floats], lost: float) -> Iterator[tuple[Floats, ...]]:
    if values.ndim == 1:
        yield (values,)
        return
    first = np.sqrt(weights[0])
    rest = np.sqrt(_outer(weights[1:]))
    table = values.reshape(len(first), -1) * first[:, None] * rest.ravel()
    squares, left = np.linalg.eigh(table @ table.T)  # singular values squared; the table is much wider than high
    for place in np.flatnonzero(squares > lost**2)[::-1]:
        with np.errstate(divide="ignore", invalid="ignore"):
            one = np.where(first > 0, left[:, place] / first, 0.0)
            others = np.where(rest > 0, (left[:, place] @ table).reshape(rest.shape) / rest, 0.0)
        for functions in _parts(others, weights[1:], lost):
            yield (one, *functions)


def _outer(weights: list[Floats]) -> Floats:
    found = weights[0]
    for more in weights[1:]:
        found = np.multiply.outer(found, more)
    return found


def _average(values: Floats, weights: list[Floats]) -> float:
    for found in reversed(weights):
        values = values @ found
    return float(values)
