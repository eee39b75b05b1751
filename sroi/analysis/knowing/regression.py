"""The worth of knowing some numbers by regression on draws: for dependence that has no closed form."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.exact.quadrature import hermite
from sroi.analysis.knowing.gains import Amount

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Degree of the polynomials of one score, and of each of several.
_ALONE: Final = 6
_AMONG: Final = 3

#: Scores of which products of two are taken in too.
_PRODUCTS: Final = 15

#: Groups of draws, each left out in turn.
_GROUPS: Final = 20


def regressed_gain(scores: Floats, results: Floats, best: int) -> Amount:
    """Worth of knowing some numbers, from what results are expected to be given their scores.

    Parameters
    ----------
    scores : shape (number, draw)
        Standard normal scores of what is known.
    results : shape (choice, draw)
        Net present value of each choice.
    best
        The choice that is best on average.

    Returns
    -------
    Amount
        Never below 0. Its bias and its standard error, those of the regression included, are judged by leaving out a
        twentieth of the draws at a time.

    References
    ----------
    Strong, Oakley and Brennan (2014), Estimating multiparameter partial expected value of perfect information from a
    probabilistic sensitivity analysis sample, Medical Decision Making 34(3), 311-326; Efron (1982), The Jackknife, the
    Bootstrap and Other Resampling Plans, SIAM, chapters 2 and 3.

    Examples
    --------
    >>> scores = np.random.default_rng(0).standard_normal((1, 20_000))
    >>> found = regressed_gain(scores, np.array([0 * scores[0], scores[0] - 1]), 0)
    >>> abs(found.value - 0.083315) < 3 * found.error
    True
    """
    table = _features(scores)
    groups = np.array_split(np.arange(results.shape[1]), _GROUPS)
    squares = np.array([table[group].T @ table[group] for group in groups])
    products = np.array([table[group].T @ results[:, group].T for group in groups])
    whole = _gain(table @ np.linalg.solve(squares.sum(axis=0), products.sum(axis=0)), best)
    gain = float(whole.mean())
    without = []
    for place, group in enumerate(groups):
        slopes = np.linalg.solve(squares.sum(axis=0) - squares[place], products.sum(axis=0) - products[place])
        left = _gain(table @ slopes, best)
        without.append((left.sum() - left[group].sum()) / (len(left) - len(group)))
    middle = float(np.mean(without))
    error = math.sqrt((_GROUPS - 1) / _GROUPS * float(np.sum((np.array(without) - middle) ** 2)))
    return Amount(max(_GROUPS * gain - (_GROUPS - 1) * middle, 0.0), error)


def _gain(expected: Floats, best: int) -> Floats:
    return np.asarray(expected.max(axis=1) - expected[:, best])


def _features(scores: Floats) -> Floats:
    """A constant, Hermite polynomials of each score, and products of two scores: shape (draw, feature)."""
    count, draws = scores.shape
    degree = _ALONE if count == 1 else _AMONG
    columns = [np.ones(draws)]
    for row in scores:
        columns += list(hermite(row)[1 : degree + 1])
    if count <= _PRODUCTS:
        columns += [scores[one] * scores[other] for one in range(count) for other in range(one)]
    return np.array(columns).T
