"""Points and weights at which an average over one uncertain number is taken exactly, or nearly so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.study.distributions import (
    Beta,
    Discrete,
    Distribution,
    Gamma,
    LogNormal,
    Normal,
    Pert,
    Proportion,
    Scaled,
    Triangular,
    Uniform,
)
from sroi.study.shape import special_functions
from sroi.study.split import Split

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Points of a rule for a smooth shape: exact for polynomials up to degree 31.
POINTS: Final = 16

#: Points where the normal score is the variable: enough for any smooth quantile function.
SCORES: Final = 40

#: Normal scores beyond this one way or the other are left out where a range is cut into panels.
_LAST: Final = 8.0

#: Kinks beyond this score, or closer to each other than this, are not looked after.
_FAR: Final = 4.5
_CLOSE: Final = 0.02

#: Terms of a series of Hermite polynomials.
TERMS: Final = 28


@dataclass(frozen=True, eq=False)
class Rule:
    """Values of a number, and the weight of each.

    Parameters
    ----------
    values, weights : shape (point,)
        Σ weights × f(values) is the average of f; the weights add up to 1.
    series : shape (TERMS, point), or None
        ``series @ f(values)`` are the coefficients of f in normalised Hermite polynomials of the number's normal
        score; None where that was not asked for.
    edges : shape (panel + 1,), or None
        Normal scores that part the points into panels, where they are in panels.
    turned
        Whether values fall as scores rise.
    """

    values: Floats
    weights: Floats
    series: Floats | None = None
    edges: Floats | None = None
    turned: bool = False

    def between(self, table: Floats, scores: Floats) -> Floats:
        """A function at any normal scores, from its values at the points.

        Panel by panel by the polynomial through its points, so that kinks between panels stay where they are; else by
        the Hermite series.
        """
        if self.edges is None:
            assert self.series is not None
            found = np.tensordot(self.series @ table, hermite(scores), 1)
        else:
            found = _in_panels(self.edges, table, -scores if self.turned else scores)
        return np.asarray(np.clip(found, table.min(), table.max()))


@lru_cache(maxsize=16_384)
def rule(shape: Distribution, kinks: tuple[float, ...] = (), points: int = POINTS) -> Rule:
    """Points and weights for averages over one number.

    Gauss rules for the weight function of the shape itself, so that polynomials are exact; the average over a split or
    kinked function is cut into panels of normal scores.

    Parameters
    ----------
    shape
        The belief about the number.
    kinks
        Values at which what is averaged has a kink or a jump.
    points
        Points of the Gauss rule: exact for polynomials up to degree 2 points − 1.

    References
    ----------
    Golub and Welsch (1969), Calculation of Gauss quadrature rules, Mathematics of Computation 23(106), 221-230.

    Examples
    --------
    >>> found = rule(Pert(low=900, likely=1100, high=1500))
    >>> round(float(found.weights @ found.values), 6)
    1133.333333
    """
    if isinstance(shape, Scaled):
        inner = rule(shape.base, tuple(kink / shape.factor for kink in kinks if shape.factor), points)
        return Rule(inner.values * shape.factor, inner.weights)
    if isinstance(shape, Discrete):
        return Rule(*_atoms(shape))
    if kinks or (isinstance(shape, Split) and shape.below != shape.above):
        bent = (*kinks, shape.likely) if isinstance(shape, Triangular) else kinks
        scores, weights, _ = _panels(_scores(shape, bent), _reach(shape))
        return Rule(at_scores(shape, scores), weights)
    return Rule(*_gauss_rule(shape, points))


def _gauss_rule(shape: Distribution, count: int) -> tuple[Floats, Floats]:
    """Gauss rule for the weight function of a smooth shape."""
    if isinstance(shape, Triangular):
        return _triangular(shape, count)
    if isinstance(shape, Uniform):
        points, weights = _legendre(count)
        return shape.low + (shape.high - shape.low) * points, weights
    if isinstance(shape, Pert | Beta | Proportion):
        low, width, alpha, beta = _beta(shape)
        points, weights = _gauss(*_jacobi(alpha, beta, count))
        return low + width * points, weights
    if isinstance(shape, Gamma):
        scale = shape.sd**2 / shape.average
        points, weights = _gauss(*_laguerre(shape.average / scale, count))
        return scale * points, weights
    points, weights = scores_rule(SCORES)
    return at_scores(shape, points), weights


@lru_cache(maxsize=16_384)
def scored_rule(shape: Distribution, kinks: tuple[float, ...] = ()) -> Rule:
    """Points and weights with which a function can also be expanded in Hermite polynomials of the normal score."""
    if isinstance(shape, Scaled):
        inner = scored_rule(shape.base, tuple(kink / shape.factor for kink in kinks if shape.factor))
        assert inner.series is not None
        # A negative factor turns the order round: the quantile at u is that of the base at 1 − u.
        falling = shape.factor < 0
        series = inner.series * (-1.0) ** np.arange(TERMS)[:, None] if falling else inner.series
        return Rule(inner.values * shape.factor, inner.weights, series, inner.edges, inner.turned != falling)
    if isinstance(shape, Discrete):
        values, weights = _atoms(shape)
        return Rule(values, weights, _step_series(weights))
    if isinstance(shape, Triangular):
        kinks = (*kinks, shape.likely)
    split = isinstance(shape, Split) and shape.below != shape.above
    if not kinks and not split:
        scores, weights = scores_rule(SCORES)
        return Rule(at_scores(shape, scores), weights, hermite(scores) * weights)
    scores, weights, edges = _panels(_scores(shape, kinks), _reach(shape))
    return Rule(at_scores(shape, scores), weights, hermite(scores) * weights, edges)


def hermite(scores: Floats) -> Floats:
    """Normalised Hermite polynomials, orthonormal under the normal distribution: shape (TERMS, …)."""
    found = np.empty((TERMS, *scores.shape))
    found[0], found[1] = 1.0, scores
    for k in range(1, TERMS - 1):
        found[k + 1] = (scores * found[k] - math.sqrt(k) * found[k - 1]) / math.sqrt(k + 1)
    return found


def at_scores(shape: Distribution, scores: Floats) -> Floats:
    """Values of a number at standard normal scores."""
    if isinstance(shape, Scaled):
        return at_scores(shape.base, -scores if shape.factor < 0 else scores) * shape.factor
    if isinstance(shape, Normal):
        return shape.centre + shape.sd * scores
    if isinstance(shape, LogNormal):
        variance = math.log1p((shape.sd / shape.average) ** 2)
        return np.asarray(shape.average * np.exp(math.sqrt(variance) * scores - variance / 2))
    if isinstance(shape, Split):
        lower, upper = (shape.below, shape.above) if shape.sign == 1 else (shape.above, shape.below)
        turned = scores * shape.sign
        spread = shape.centre + np.where(turned < 0, lower, upper) * turned
        if shape.scale == "linear":
            return np.asarray(spread)
        return np.asarray(shape.sign * np.exp(spread) if shape.scale == "log" else special_functions().expit(spread))
    levels = np.clip(special_functions().ndtr(scores), 1e-300, 1 - 2.0**-53)
    return shape.quantile(levels)


def _scores(shape: Distribution, values: tuple[float, ...]) -> tuple[float, ...]:
    """Normal scores at which a number has some values, by halving; values never reached are left out."""
    sought = np.array(values)
    low, high = np.full(sought.shape, -_LAST), np.full(sought.shape, _LAST)
    ends = at_scores(shape, np.array([-_LAST, _LAST]))
    for _ in range(50):
        middle = (low + high) / 2
        below = at_scores(shape, middle) < sought
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return tuple(low[(ends[0] < sought) & (sought < ends[1])].tolist())


def _reach(shape: Distribution) -> float:
    """Normal score as far as which panels go; further where a long tail weighs much in a second moment."""
    long = isinstance(shape, Split) and shape.scale == "log"
    return _LAST + 2 * max(shape.below, shape.above) if long and isinstance(shape, Split) else _LAST


@lru_cache(maxsize=16_384)
def _panels(kinks: tuple[float, ...], last: float) -> tuple[Floats, Floats, Floats]:
    """Normal scores in panels between kinks, 0 always one of them, their weights, and the edges of the panels."""
    edges = [-last, 0.0, last]
    for kink in kinks:
        if abs(kink) < _FAR and min(abs(kink - edge) for edge in edges) > _CLOSE:
            edges.append(kink)
    scores, weights = [], []
    for low, high in pairwise(sorted(edges)):
        points, parts = _legendre(_points(high - low))
        scores.append(low + (high - low) * points)
        weights.append((high - low) * parts * np.exp(-(scores[-1] ** 2) / 2))
    found = np.concatenate(weights)
    return np.concatenate(scores), found / found.sum(), np.array(sorted(edges))


def _points(width: float) -> int:
    """How many points a panel has: wider panels have more."""
    return 3 + math.ceil(2.6 * width - 1e-9)


def _in_panels(edges: Floats, table: Floats, scores: Floats) -> Floats:
    """In each panel the polynomial through its points, by its Legendre coefficients."""
    counts = [_points(width) for width in np.diff(edges)]
    coefficients = np.zeros((max(counts), len(counts)))
    start = 0
    for panel, count in enumerate(counts):
        points, weights = _legendre(count)
        basis = np.polynomial.legendre.legvander(2 * points - 1, count - 1)
        sizes = 2 * np.arange(count) + 1
        coefficients[:count, panel] = sizes * ((weights * table[start : start + count]) @ basis)
        start += count
    inside = np.clip(scores, edges[0], edges[-1])
    panel_of = np.clip(np.searchsorted(edges, inside, side="right") - 1, 0, len(counts) - 1)
    place = 2 * (inside - edges[panel_of]) / np.diff(edges)[panel_of] - 1
    return np.asarray(np.polynomial.legendre.legval(place, coefficients[:, panel_of], tensor=False))


def _beta(shape: Pert | Beta | Proportion) -> tuple[float, float, float, float]:
    """Lower bound, width and the two parameters of a beta distribution."""
    if isinstance(shape, Proportion):
        return 0.0, 1.0, shape.successes + 0.5, shape.n - shape.successes + 0.5
    if isinstance(shape, Beta):
        weight = shape.average * (1 - shape.average) / shape.sd**2 - 1
        return 0.0, 1.0, shape.average * weight, (1 - shape.average) * weight
    width = shape.high - shape.low
    return shape.low, width, 1 + 4 * (shape.likely - shape.low) / width, 1 + 4 * (shape.high - shape.likely) / width


def _gauss(diagonal: Floats, beside: Floats) -> tuple[Floats, Floats]:
    """Gauss rule from the three-term recurrence of the orthogonal polynomials."""
    matrix = np.diag(diagonal)
    matrix.flat[len(diagonal) :: len(diagonal) + 1] = beside  # the lower half is all that is read
    points, vectors = np.linalg.eigh(matrix)
    return np.asarray(points), np.asarray(vectors[0] ** 2)


def _jacobi(alpha: float, beta: float, count: int) -> tuple[Floats, Floats]:
    """Recurrence of the polynomials orthogonal under Beta(alpha, beta) on 0 to 1."""
    a, b, n = beta - 1, alpha - 1, np.arange(1, count)
    total = 2 * n + a + b
    diagonal, square = np.empty(count), np.empty(count - 1)
    diagonal[0] = (b - a) / (a + b + 2)
    diagonal[1:] = (b * b - a * a) / (total * (total + 2))
    later, n = total[1:], n[1:]  # the first is written out: its usual form is 0/0 where a + b = −1
    square[0] = 4 * (1 + a) * (1 + b) / ((2 + a + b) ** 2 * (3 + a + b))
    square[1:] = 4 * n * (n + a) * (n + b) * (n + a + b) / (later**2 * (later + 1) * (later - 1))
    return (diagonal + 1) / 2, np.sqrt(square) / 2


def _laguerre(alpha: float, count: int) -> tuple[Floats, Floats]:
    """Recurrence of the polynomials orthogonal under Gamma(alpha)."""
    n = np.arange(count, dtype=float)
    return 2 * n + alpha, np.asarray(np.sqrt(n[1:] * (n[1:] + alpha - 1)))


@cache
def _legendre(count: int) -> tuple[Floats, Floats]:
    points, weights = np.polynomial.legendre.leggauss(count)
    return np.asarray((points + 1) / 2), np.asarray(weights / 2)


@cache
def scores_rule(count: int) -> tuple[Floats, Floats]:
    """Standard normal scores and their weights."""
    points, weights = np.polynomial.hermite_e.hermegauss(count)
    return np.asarray(points), np.asarray(weights / weights.sum())


def _triangular(shape: Triangular, count: int) -> tuple[Floats, Floats]:
    points, weights = _legendre(count)
    below, above = shape.likely - shape.low, shape.high - shape.likely
    rising, falling = shape.low + below * points, shape.high - above * points
    width = shape.high - shape.low
    parts = np.concatenate([below * weights * points, above * weights * points]) * 2 / width
    return np.concatenate([rising, falling]), np.asarray(parts)


def _atoms(shape: Discrete) -> tuple[Floats, Floats]:
    """Values that may be drawn, each once, in rising order, and their chances."""
    values, place = np.unique(np.asarray(shape.values, dtype=float), return_inverse=True)
    weights = np.bincount(place, np.asarray(shape.weights, dtype=float))
    drawn = weights > 0
    return values[drawn], weights[drawn] / weights.sum()


def level_scores(shape: Distribution) -> tuple[float, ...]:
    """Normal scores at which a listed number goes from one value to the next."""
    if isinstance(shape, Scaled):
        inner = level_scores(shape.base)
        return tuple(-score for score in reversed(inner)) if shape.factor < 0 else inner
    assert isinstance(shape, Discrete)
    return tuple(special_functions().ndtri(np.cumsum(_atoms(shape)[1])[:-1]).tolist())


def _step_series(weights: Floats) -> Floats:
    """Coefficients of steps: ∫ he_k φ between two scores is (he_{k−1} φ at the first − at the second) / √k."""
    inner = special_functions().ndtri(np.cumsum(weights)[:-1].clip(0.0, 1.0))
    finite = np.clip(inner, -38.0, 38.0)
    edge = hermite(finite) * np.exp(-(finite**2) / 2) / math.sqrt(2 * math.pi)
    edge = np.concatenate([np.zeros((TERMS, 1)), edge, np.zeros((TERMS, 1))], axis=1)
    found = np.empty((TERMS, len(weights)))
    found[0] = weights
    orders = np.sqrt(np.arange(1, TERMS))[:, None]
    found[1:] = (edge[:-1, :-1] - edge[:-1, 1:]) / orders
    return found
