"""Numbers of one family, which share part of their error: second moments of what they enter together."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.exact.moments import Number, Slot
from sroi.analysis.exact.quadrature import TERMS, hermite, scores_rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Points at which the common score, and a number's own, are averaged over.
_POINTS: Final = 32


class Family:
    """Numbers whose normal scores are z = √ρ·F + √(1 − ρ)·ε, with F common to all of them.

    Given F the numbers are independent, so that what is needed are functions of F alone: averages of functions of
    each number over its own ε, found from their Hermite coefficients a_k as Σ a_k ρ^(k/2) he_k(F).

    Parameters
    ----------
    numbers
        The family's numbers by place, their functions expanded in Hermite polynomials.
    products
        Products of functions of these numbers that occur, each a part of some term.
    shared
        ρ.

    References
    ----------
    Mehler's formula: E[he_j(z) he_k(z′)] = ρ^k where j = k and z, z′ are standard normal with correlation ρ, else 0
    (Abramowitz and Stegun 1964, 22.5.18 and the bivariate normal expansion of 26.3.29).
    """

    def __init__(self, numbers: Mapping[int, Number], products: Sequence[tuple[Slot, ...]], shared: float) -> None:
        self.numbers, self.products, self.shared = numbers, [dict(product) for product in products], shared
        self._common, self._weights = scores_rule(_POINTS)
        self._damped = _damped(shared)
        self._known: dict[tuple[int, int, int, bool], Floats] = {}
        self._averages: dict[Slot, Floats] = {}

    @cached_property
    def given(self) -> Floats:
        """Average of each product at each common score: shape (product, score)."""
        return np.array([self.averaged(product) for product in self.products])

    @cached_property
    def means(self) -> Floats:
        """Average of each product."""
        return np.asarray(self.given @ self._weights)

    @cached_property
    def common(self) -> Floats:
        """Second moments where the common error is the same and all else is drawn anew."""
        return np.asarray((self.given * self._weights) @ self.given.T)

    @cached_property
    def full(self) -> Floats:
        """Second moments: shape (product, product)."""
        found = self.common.copy()
        everything = frozenset(self.numbers)
        for one, other in self.touching(everything):
            found[one, other] = found[other, one] = self.moment(one, other, True, everything)
        return found

    def touching(self, columns: Set[int]) -> list[tuple[int, int]]:
        """Products that have one of some numbers in common, each pair once."""
        return sorted({pair for column in columns for pair in self._sharing.get(column, ())})

    @cached_property
    def _sharing(self) -> dict[int, list[tuple[int, int]]]:
        users: dict[int, list[int]] = {}
        for place, product in enumerate(self.products):
            for column in product:
                users.setdefault(column, []).append(place)
        return {
            column: [(one, other) for k, one in enumerate(places) for other in places[k:]]
            for column, places in users.items()
        }

    def moment(self, one: int, other: int, common: bool, frozen: Set[int]) -> float:
        """E[product × product′], where some errors are the same in both and all others are drawn anew.

        Parameters
        ----------
        one, other
            Which products.
        common
            Whether the common error is the same.
        frozen
            Numbers whose own errors are the same.
        """
        first, second = self.products[one], self.products[other]
        both = [column for column in first if column in second and column in frozen]
        left, right = self.averaged(first, both) * self._weights, self.averaged(second, both)
        if common:
            for column in both:
                right = right * self._square(column, first[column], second[column], True)
            return float(left @ right)
        if not both:
            return float(self.means[one] * self.means[other])
        kernel = np.ones((_POINTS, _POINTS))
        for column in both:
            kernel = kernel * self._square(column, first[column], second[column], False)
        return float(left @ kernel @ (right * self._weights))

    @cached_property
    def coefficients(self) -> Floats:
        """Coefficients of each product in the common score: shape (product, TERMS)."""
        return np.array([self.informed(product, ()) for product in self.products])

    def informed(self, product: Mapping[int, int], known: Collection[int]) -> Floats:
        """Coefficients, in the common score, of the average of the numbers of a product that are not known."""
        common, weights = scores_rule(_POINTS)
        return np.asarray((hermite(common) * weights) @ self.averaged(product, known))

    def averaged(self, product: Mapping[int, int], without: Collection[int] = ()) -> Floats:
        """Average of a product by common score, some of its numbers left out: shape (score,)."""
        found = np.ones(_POINTS)
        for column, function in product.items():
            if column not in without:
                found = found * self._given(column, function)
        return found

    def _given(self, column: int, function: int) -> Floats:
        if (column, function) not in self._averages:
            number = self.numbers[column]
            found = _within(number.series[function] @ self._damped, number.values[function])
            self._averages[column, function] = found
        return self._averages[column, function]

    def _square(self, column: int, one: int, other: int, common: bool) -> Floats:
        """Average over ε of f(F, ε) g(F, ε) by F, or of f(F, ε) g(F′, ε) by F and F′ where F is drawn anew."""
        key = column, one, other, common
        if key not in self._known:
            number = self.numbers[column]
            if common:
                assert number.rule.series is not None
                both = number.values[one] * number.values[other]
                self._known[key] = _within((number.rule.series @ both) @ self._damped, both)
            else:
                basis = _mixed(self.shared)
                # Kept within bounds only after averaging: a series of steps overshoots at each of them, which averages
                # out, and would not if it were cut off before.
                first, second = ((number.series[f] @ basis).reshape(_POINTS, _POINTS) for f in (one, other))
                bounds = np.multiply.outer(*(_ends(number.values[function]) for function in (one, other)))
                self._known[key] = _within((first * self._weights) @ second.T, bounds)
        return self._known[key]


@lru_cache(maxsize=8)
def _damped(shared: float) -> Floats:
    """ρ^(k/2) he_k at each common score: shape (TERMS, score)."""
    common, _ = scores_rule(_POINTS)
    return np.asarray(shared ** (np.arange(TERMS) / 2)[:, None] * hermite(common))


@lru_cache(maxsize=8)
def _mixed(shared: float) -> Floats:
    """he_k(√ρ F + √(1 − ρ) ε) at each pair of scores, one after another: shape (TERMS, score²)."""
    scores, _ = scores_rule(_POINTS)
    together = math.sqrt(shared) * scores[:, None] + math.sqrt(1 - shared) * scores[None, :]
    return np.asarray(hermite(together).reshape(TERMS, -1))


def _ends(values: Floats) -> Floats:
    return np.array([values.min(), values.max()])


def _within(found: Floats, values: Floats) -> Floats:
    """Averages of a function lie within its values; far out, where a series ends too soon, they are kept there."""
    return np.asarray(np.clip(found, values.min(), values.max()))
