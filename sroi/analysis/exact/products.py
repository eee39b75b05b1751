"""A result written as a sum of products of functions of few numbers each: what makes exact moments possible."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import mul
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: A function of one number x: ("line", a, b) is a + b x, ("inverse",) 1/x, ("above",) max(x, 0), ("below",) min(x, 0).
Piece = tuple[Any, ...]

#: The number itself.
ITSELF: Final[Piece] = ("line", 0.0, 1.0)
INVERSE: Final[Piece] = ("inverse",)


class Factor(Protocol):
    """A function of some numbers of the vector of estimates."""

    @property
    def columns(self) -> tuple[int, ...]:
        """Places of the numbers it depends on."""

    @property
    def key(self) -> Hashable:
        """What tells it from other functions: two factors of the same places and key are the same function."""

    def at(self, x: Mapping[int, Any]) -> Any:
        """The function at numbers, or arrays of numbers, by place."""

    def grid(self, x: Mapping[int, Floats]) -> Floats:
        """The function at every combination of some values of each number: shape (value of the first place, …)."""

    def kinks(self, column: int) -> tuple[float, ...]:
        """Values of one of its numbers at which the function has a kink or a jump."""


@dataclass(frozen=True, slots=True)
class Single:
    """A product of pieces of one number."""

    column: int
    pieces: tuple[Piece, ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """Place of the number."""
        return (self.column,)

    @property
    def key(self) -> Hashable:
        """The pieces."""
        return self.pieces

    @property
    def line(self) -> tuple[float, float] | None:
        """Intercept and slope where it is a straight line."""
        piece = self.pieces[0]
        return (piece[1], piece[2]) if len(self.pieces) == 1 and piece[0] == "line" else None

    def at(self, x: Mapping[int, Any]) -> Any:
        """The product at a number or an array of numbers."""
        return reduce(mul, (piece_at(piece, x[self.column]) for piece in self.pieces))

    def grid(self, x: Mapping[int, Floats]) -> Floats:
        """The product at some values."""
        return np.asarray(self.at(x))

    def kinks(self, column: int) -> tuple[float, ...]:
        """0 where only one sign counts."""
        return (0.0,) if any(piece[0] in ("above", "below") for piece in self.pieces) else ()


@dataclass(frozen=True, slots=True)
class Joint:
    """A product of factors that have numbers in common."""

    columns: tuple[int, ...]
    factors: tuple[Factor, ...]

    @property
    def key(self) -> Hashable:
        """Keys and places of the factors."""
        return frozenset((factor.columns, factor.key) for factor in self.factors)

    def at(self, x: Mapping[int, Any]) -> Any:
        """The product of the factors."""
        return reduce(mul, (factor.at(x) for factor in self.factors))

    def grid(self, x: Mapping[int, Floats]) -> Floats:
        """The product at every combination."""
        product = np.ones(())
        for factor in self.factors:
            shape = [len(x[column]) if column in factor.columns else 1 for column in self.columns]
            product = product * factor.grid(x).reshape(shape)
        return product

    def kinks(self, column: int) -> tuple[float, ...]:
        """Those of its factors."""
        return tuple(kink for factor in self.factors if column in factor.columns for kink in factor.kinks(column))


@dataclass(frozen=True, slots=True)
class Term:
    """A constant times factors that have no number in common."""

    coefficient: float
    factors: tuple[Factor, ...]

    @property
    def key(self) -> Hashable:
        """What tells its factors from those of other terms."""
        return frozenset((factor.columns, factor.key) for factor in self.factors)

    def at(self, x: Mapping[int, Any]) -> Any:
        """The term at numbers by place."""
        return reduce(mul, (factor.at(x) for factor in self.factors), self.coefficient)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of products.

    Parameters
    ----------
    terms
        Terms with different factors.
    """

    terms: tuple[Term, ...]
    columns: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "columns", frozenset(c for t in self.terms for f in t.factors for c in f.columns))

    @classmethod
    def of(cls, terms: Sequence[Term]) -> Sum:
        """Add terms up: those with the same factors become one, those that cancel vanish."""
        found: dict[Hashable, Term] = {}
        for term in terms:
            known = found.get(key := term.key)
            coefficient = term.coefficient + (known.coefficient if known else 0.0)
            found[key] = Term(coefficient, term.factors)
        return cls(tuple(term for term in found.values() if term.coefficient))

    def at(self, x: Mapping[int, Any]) -> Any:
        """The sum at numbers by place."""
        return sum(term.at(x) for term in self.terms)

    def scaled(self, by: float) -> Sum:
        """The sum times a constant."""
        return Sum(tuple(Term(term.coefficient * by, term.factors) for term in self.terms))

    def times(self, other: Sum) -> Sum:
        """The product of two sums, multiplied out."""
        return Sum.of(
            [
                Term(one.coefficient * another.coefficient, merged((*one.factors, *another.factors)))
                for one in self.terms
                for another in other.terms
            ]
        )


@dataclass(frozen=True, slots=True)
class Product:
    """Two sums of products that have no number in common, multiplied, and a constant.

    Parameters
    ----------
    benefits
        The first sum.
    per_input
        The second: one over what is invested, where that varies; None where there is none.
    plus
        The constant.
    """

    benefits: Sum
    per_input: Sum | None = None
    plus: float = 0.0

    @property
    def columns(self) -> frozenset[int]:
        """Places of the numbers it depends on."""
        return self.benefits.columns | (self.per_input.columns if self.per_input is not None else frozenset())

    def at(self, x: Mapping[int, Any]) -> Any:
        """The product at numbers, or arrays of numbers, by place."""
        return self.benefits.at(x) * (1.0 if self.per_input is None else self.per_input.at(x)) + self.plus


def piece_at(piece: Piece, x: Any) -> Any:
    """One piece at a number or an array of numbers.

    Examples
    --------
    >>> piece_at(("line", 1.0, -1.0), 0.25), float(piece_at(("below",), 3.0))
    (0.75, 0.0)
    """
    if piece[0] == "line":
        return piece[1] + piece[2] * x
    if piece[0] == "inverse":
        return 1 / x
    return np.maximum(x, 0.0) if piece[0] == "above" else np.minimum(x, 0.0)


def simplified(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Pieces in one order, with x and 1/x cancelled.

    Examples
    --------
    >>> simplified((INVERSE, ("line", 1.0, -1.0), ITSELF))
    (('line', 1.0, -1.0),)
    """
    if len(pieces) == 1:
        return pieces
    kept = list(pieces)
    while ITSELF in kept and INVERSE in kept:
        kept.remove(ITSELF)
        kept.remove(INVERSE)
    return tuple(sorted(kept))


def merged(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """Put factors that have numbers in common together."""
    found: list[tuple[set[int], list[Factor]]] = []
    for factor in factors:
        columns, members = set(factor.columns), [factor]
        for group in [group for group in found if group[0] & columns]:
            found.remove(group)
            columns |= group[0]
            members = group[1] + members
        found.append((columns, members))
    return tuple(
        members[0] if len(members) == 1 else Joint(tuple(sorted(columns)), tuple(members)) for columns, members in found
    )


def flattened(factor: Factor, x: Mapping[int, Floats]) -> Floats:
    """A factor at every combination of some values of each of its numbers, one after another."""
    axes = np.meshgrid(*(x[column] for column in factor.columns), indexing="ij")
    flat = {column: axis.ravel() for column, axis in zip(factor.columns, axes, strict=True)}
    return np.asarray(factor.at(flat), dtype=float).reshape(axes[0].shape)
