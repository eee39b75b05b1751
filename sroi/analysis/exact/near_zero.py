"""Whether what is divided by may come so close to 0 that the spread of the result has no limit."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from sroi.analysis.exact.products import ITSELF, Single, Sum, Term
from sroi.analysis.exact.quadrature import at_scores
from sroi.study.distributions import (
    Beta,
    Discrete,
    Distribution,
    Gamma,
    Normal,
    Pert,
    Proportion,
    Scaled,
    Triangular,
    Uniform,
)

#: Standard deviations between mean and 0 beyond which a normal distribution is taken to stay above it: one in a
#: million lies below.
_SAFE: Final = 4.75

#: Normal score of what little another number may be.
_LITTLE: Final = np.array([-4.0])


def order(shape: Distribution) -> float:
    """Largest p, not itself included, for which E[x^−p] is finite.

    Examples
    --------
    >>> order(Uniform(low=0, high=10)), order(Uniform(low=1, high=10)), order(Gamma(average=2, sd=1))
    (1.0, inf, 4.0)
    """
    if isinstance(shape, Scaled):
        return order(shape.base) if shape.factor else 0.0
    if isinstance(shape, Discrete):
        return math.inf if min(shape.values) > 0 or max(shape.values) < 0 else 0.0
    if isinstance(shape, Normal):
        return math.inf if abs(shape.centre) > _SAFE * shape.sd else 1.0
    if isinstance(shape, Gamma):
        return (shape.average / shape.sd) ** 2
    if isinstance(shape, Proportion):
        return shape.successes + 0.5
    if isinstance(shape, Beta):
        return shape.average * (shape.average * (1 - shape.average) / shape.sd**2 - 1)
    if isinstance(shape, Uniform | Triangular | Pert):
        if shape.low > 0 or shape.high < 0:
            return math.inf
        if shape.low < 0 < shape.high or isinstance(shape, Uniform):
            return 1.0
        at_end = shape.likely - shape.low if shape.low == 0 else shape.high - shape.likely
        if isinstance(shape, Triangular):
            return 2.0 if at_end else 1.0
        return 1 + 4 * at_end / (shape.high - shape.low)
    return math.inf


def order_of_sum(costs: Sum, shapes: Mapping[int, Distribution]) -> float:
    """The same for a sum of products that are not below 0: all of its terms must be small at once.

    Parameters
    ----------
    costs
        The sum.
    shapes
        Beliefs by place of the number.
    """
    if any(not term.factors for term in costs.terms):
        return math.inf
    normal = [term for term in costs.terms if _normal(term, shapes)]
    others = [term for term in costs.terms if term not in normal]
    found = sum(_order_of_term(term, shapes) for term in others)
    if not normal:
        return found
    if found == math.inf and others:
        little = {c: at_scores(shapes[c], _LITTLE)[0] for c in Sum(tuple(others)).columns}
        least = float(Sum(tuple(others)).at(little))
    else:
        least = 0.0
    columns = Sum(tuple(normal)).columns
    middle = {c: shapes[c].mean() for c in columns}
    mean = float(Sum(tuple(normal)).at(middle))
    square = 0.0
    for column in columns:
        moved = {**middle, column: middle[column] + math.sqrt(shapes[column].variance())}
        square += (float(Sum(tuple(normal)).at(moved)) - mean) ** 2
    return math.inf if mean + least > _SAFE * math.sqrt(square) else 1.0


def _normal(term: Term, shapes: Mapping[int, Distribution]) -> bool:
    return any(isinstance(shapes[c], Normal) for factor in term.factors for c in factor.columns)


def _order_of_term(term: Term, shapes: Mapping[int, Distribution]) -> float:
    """The smallest of its factors; what is no plain number, such as a discount factor, stays above 0."""
    plain = [f for f in term.factors if isinstance(f, Single) and ITSELF in f.pieces]
    return min((order(shapes[factor.column]) / factor.pieces.count(ITSELF) for factor in plain), default=math.inf)
