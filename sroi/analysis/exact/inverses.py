"""One over what is invested, as a sum of products: exact for one uncertain number, by exponentials for several."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.exact.products import Sum, Term, flattened
from sroi.analysis.exact.quadrature import at_scores
from sroi.study.distributions import Distribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Normal scores between which 1/c is met by exponentials: no two in ten thousand draws of a number lie beyond.
_ENDS: Final = np.array([-4.0, 4.0])

#: Smallest share of its mean at which what is invested is still divided by.
LEAST: Final = 0.1

#: Largest relative error of 1/c between the ends, and largest part of the relative distance of the ends.
_ERROR: Final = 3e-6
_PART: Final = 1e-5


@dataclass(frozen=True, slots=True)
class Inverse:
    """One divided by a sum of products."""

    below: Sum

    @property
    def columns(self) -> tuple[int, ...]:
        """Places of the numbers below the line."""
        return tuple(sorted(self.below.columns))

    @property
    def key(self) -> Hashable:
        """There is one only."""
        return "inverse"

    def at(self, x: Mapping[int, Any]) -> Any:
        """One over the sum."""
        return 1 / self.below.at(x)

    def grid(self, x: Mapping[int, Floats]) -> Floats:
        """One over the sum at every combination."""
        return flattened(self, x)

    def kinks(self, column: int) -> tuple[float, ...]:
        """Those of the sum."""
        return tuple(k for t in self.below.terms for f in t.factors if column in f.columns for k in f.kinks(column))


@dataclass(frozen=True, slots=True)
class Decay:
    """Product of exp(−rate × term) over terms of a sum that have numbers in common."""

    rate: float
    terms: tuple[Term, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """Places of the numbers of the terms."""
        return tuple(sorted({c for term in self.terms for f in term.factors for c in f.columns}))

    @property
    def key(self) -> Hashable:
        """The rate: there is one sum only."""
        return "decay", self.rate

    def at(self, x: Mapping[int, Any]) -> Any:
        """exp(−rate × the terms)."""
        return np.exp(-self.rate * sum(term.at(x) for term in self.terms))

    def grid(self, x: Mapping[int, Floats]) -> Floats:
        """The same at every combination."""
        return flattened(self, x)

    def kinks(self, column: int) -> tuple[float, ...]:
        """Those of the terms."""
        return Inverse(Sum(self.terms)).kinks(column)


def inverse(costs: Sum, shapes: Mapping[int, Distribution]) -> Sum:
    """One over a sum of products, itself a sum of products.

    With several uncertain numbers, 1/c is written as Σ w exp(−r c), which parts into a product over terms that have
    no number in common; some eight exponentials meet it to three in a million over the range in which costs fall, and
    closer where that is narrow.

    Parameters
    ----------
    costs
        What is invested; all its terms are positive.
    shapes
        Beliefs about its numbers, by place.

    References
    ----------
    Braess and Hackbusch (2005), Approximation of 1/x by exponential sums in [1, ∞), IMA Journal of Numerical Analysis
    25(4), 685-697.
    """
    if not costs.columns:
        return Sum((Term(1 / float(costs.at({})), ()),))
    if len(costs.columns) == 1:
        return Sum((Term(1.0, (Inverse(costs),)),))
    ends = {column: at_scores(shapes[column], _ENDS) for column in costs.columns}
    low = float(costs.at({column: end[0] for column, end in ends.items()}))
    high = float(costs.at({column: end[1] for column, end in ends.items()}))
    middle = float(costs.at({column: shapes[column].mean() for column in costs.columns}))
    low = max(low, LEAST * middle)
    weights, rates = _exponentials(1 + float(f"{1.05 * max(high / low - 1, 1e-6):.1e}"))
    known = sum(term.coefficient for term in costs.terms if not term.factors)
    parts = _apart([term for term in costs.terms if term.factors])
    return Sum(
        tuple(
            Term(
                float(weight / low * np.exp(-rate / low * known)),
                tuple(Decay(float(rate / low), part) for part in parts),
            )
            for weight, rate in zip(weights, rates, strict=True)
        )
    )


def _apart(terms: Sequence[Term]) -> list[tuple[Term, ...]]:
    """Terms in groups that have no number in common."""
    found: list[tuple[set[int], tuple[Term, ...]]] = []
    for term in terms:
        columns = {c for f in term.factors for c in f.columns}
        members: tuple[Term, ...] = (term,)
        for group in [group for group in found if group[0] & columns]:
            found.remove(group)
            columns, members = columns | group[0], group[1] + members
        found.append((columns, members))
    return [members for _, members in found]


@cache
def _exponentials(span: float) -> tuple[Floats, Floats]:
    """Weights and rates with Σ w exp(−r c) = 1/c for c from 1 to ``span``, by least squares of the relative error."""
    points = np.exp(np.linspace(0.0, np.log(span), 400))
    best: tuple[float, Floats, Floats] = (np.inf, points, points)
    enough = min(_ERROR, _PART * (span - 1))
    for count in (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20):
        for first in (0.2, 0.4, 0.7):
            for last in (2.0, 3.0, 4.0, 6.0, 8.0, 11.0):
                rates = np.exp(np.linspace(np.log(first / span), np.log(last), count))
                table = np.exp(-np.outer(points, rates)) * points[:, None]
                weights = np.linalg.lstsq(table, np.ones(len(points)), rcond=1e-15)[0]
                error = float(np.max(np.abs(table @ weights - 1)))
                if error < best[0]:
                    best = error, weights, rates
        if best[0] < enough:
            break
    return best[1], best[2]
