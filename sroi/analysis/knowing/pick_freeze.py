"""Sobol indices of any function of independent errors, from draws: some errors stay, all others are drawn anew."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.drawing.sample import Z90

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Degree of the polynomials of each error that stand in for the function.
DEGREE: Final = 6

#: Results where the errors named are drawn anew and all others stay: shape (draw,).
Evaluate = Callable[[Set[str]], "Floats"]

#: Uniform numbers behind an error, the first or the second ones: shape (draw,).
Levels = Callable[[str, bool], "Floats"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a variance, with its standard error; 0 where it was not drawn.

    Examples
    --------
    >>> Share(0.25, 0.01).low < 0.25 < Share(0.25, 0.01).high
    True
    """

    value: float
    error: float = 0.0

    @property
    def low(self) -> float:
        """Lower end of the range in which it lies 9 times in 10."""
        return self.value - Z90 * self.error

    @property
    def high(self) -> float:
        """Upper end of the range in which it lies 9 times in 10."""
        return self.value + Z90 * self.error


@dataclass(frozen=True, slots=True)
class Indices:
    """First-order and total Sobol indices of sets of errors.

    Parameters
    ----------
    mean, variance
        Of the results.
    first, total
        Share of the variance that a set of errors explains by itself, and with all its interactions; by set.
    """

    mean: float
    variance: float
    first: tuple[Share, ...]
    total: tuple[Share, ...]


def indices(evaluate: Evaluate, levels: Levels, errors: Sequence[str], sets: Iterable[Set[str]]) -> Indices:
    """Estimate Sobol indices of sets of independent errors.

    Parameters
    ----------
    evaluate
        The function: results where some errors take their second numbers and all others their first.
    levels
        Uniform numbers behind each error, by draw.
    errors
        Every error.
    sets
        Sets of errors that are asked about.

    Notes
    -----
    With y of the first numbers, y′ of the second and y_g of the first but for a set g, the part of the variance that
    comes from g alone is E[y′ y_g] − E[y]² (Sobol' 1993), and that with all its interactions E[(y − y_g)²] / 2 (Jansen
    1999). Both are taken of what is left after a sum of Legendre polynomials of the single errors, whose own parts are
    known, so that only what they do not explain is left to chance; and from the first is taken what goes with y y′,
    whose expected value is known too. The polynomials are fitted to one half of the draws and used in the other, and so
    bias nothing. Standard errors are those of ratios of means (delta method).

    References
    ----------
    Jansen (1999), Analysis of variance designs for model output, Computer Physics Communications 117, 35-43; Saltelli
    et al. (2010), Variance based sensitivity analysis of model output, Computer Physics Communications 181, 259-270.

    Examples
    --------
    >>> draws = {False: np.random.default_rng(1).random((2, 4096)), True: np.random.default_rng(2).random((2, 4096))}
    >>> places = {"a": 0, "b": 1}
    >>> def levels(error, renewed):
    ...     return draws[renewed][places[error]]
    >>> def add(renewed):
    ...     return 3 * levels("a", "a" in renewed) + levels("b", "b" in renewed)
    >>> found = indices(add, levels, ["a", "b"], [{"a"}, {"b"}])
    >>> [round(share.value, 2) for share in found.first]
    [0.9, 0.1]
    """
    first_draw, second_draw = evaluate(frozenset()), evaluate(frozenset(errors))
    draws = len(first_draw)
    centre = float((first_draw.mean() + second_draw.mean()) / 2)
    one, other = first_draw - centre, second_draw - centre
    variances = (one**2 + other**2) / 2
    variance = float(variances.mean())
    standing = _Additive(levels, errors, one, other)
    known, known_other = standing.at(errors, False), standing.at(errors, True)
    nothing = other * one - known_other * known
    first, total = [], []
    for chosen in sets:
        mixed = evaluate(frozenset(chosen)) - centre
        known_mixed = known - standing.at(chosen, False) + standing.at(chosen, True)
        part = standing.variance(chosen)
        alone = _less_noise(other * mixed - known_other * known_mixed, nothing)
        first.append(_share(alone + part, variances, variance, draws))
        total.append(_share(((one - mixed) ** 2 - (known - known_mixed) ** 2) / 2 + part, variances, variance, draws))
    return Indices(centre, variance, tuple(first), tuple(total))


def _share(parts: Floats, variances: Floats, variance: float, draws: int) -> Share:
    """Ratio of two means over the same draws, with its standard error."""
    value = float(parts.mean()) / variance
    return Share(value, float(np.std(parts - value * variances)) / variance / math.sqrt(draws))


def _less_noise(parts: Floats, nothing: Floats) -> Floats:
    """Take off what goes with a quantity whose expected value is 0."""
    spread = float(np.sum(nothing * nothing))
    return parts - nothing * (float(np.sum(parts * nothing)) / spread) if spread else parts


class _Additive:
    """A sum of polynomials of single errors that stands in for a function, fitted on the other half of the draws."""

    def __init__(self, levels: Levels, errors: Sequence[str], one: Floats, other: Floats) -> None:
        self._levels = levels
        draws = len(one)
        self._halves = (slice(0, draws // 2), slice(draws // 2, draws))
        self._fitted: Mapping[str, Floats] = {error: self._fit(error, one, other) for error in errors}
        self._size = draws

    def _fit(self, error: str, one: Floats, other: Floats) -> Floats:
        """Coefficients by half in which they are used: shape (2, DEGREE)."""
        found = np.zeros((2, DEGREE))
        for renewed, results in ((False, one), (True, other)):
            table = polynomials(self._levels(error, renewed))
            for used, fitted in ((0, 1), (1, 0)):
                half = self._halves[fitted]
                found[used] += table[:, half] @ results[half] / (2 * len(results[half]))
        return found

    def at(self, errors: Sequence[str] | Set[str], renewed: bool) -> Floats:
        """Sum of the polynomials of some errors, by draw."""
        found = np.zeros(self._size)
        for error in errors:
            table = polynomials(self._levels(error, renewed))
            for coefficients, half in zip(self._fitted[error], self._halves, strict=True):
                found[half] += coefficients @ table[:, half]
        return found

    def variance(self, errors: Set[str]) -> Floats:
        """Variance of that sum, by draw: it is the same within a half."""
        found = np.empty(self._size)
        for place, half in enumerate(self._halves):
            found[half] = sum(float(np.sum(self._fitted[error][place] ** 2)) for error in errors)
        return found


def polynomials(levels: Floats) -> Floats:
    """Legendre polynomials on 0 to 1 of mean square 1, of degree 1 to ``DEGREE``: shape (degree, draw)."""
    table = np.polynomial.legendre.legvander(2 * levels - 1, DEGREE)[:, 1:]
    return np.asarray((table * np.sqrt(2 * np.arange(1, DEGREE + 1) + 1)).T)
