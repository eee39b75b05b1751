"""Which draws move together: a common factor for each family, and stated pairs in its place."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.errors import ValuationError
from sroi.valuation.correlation import correlation_matrix, impossible_pairs, possible
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Dependence:
    """How the normal scores of the uncertain numbers are made of independent ones.

    Ordinarily z = √ρ·F + √(1 − ρ)·ε, with F the common score of the family and ε the number's own. Numbers named in
    stated pairs take, in place of their ε, a mixture of the pairs' own scores that meets the stated correlations.

    Parameters
    ----------
    shared : float
        ρ, the correlation of two numbers of one family.
    family_of : dict of address to family
        The common score that each number takes part in.
    paired : tuple of addresses
        Numbers whose own scores are mixed.
    mixture : shape (paired, paired)
        Rows of weights on the own scores of ``paired``.
    """

    shared: float
    family_of: dict[str, str]
    paired: tuple[str, ...]
    mixture: Floats

    @classmethod
    def of(cls, model: Model, rows: Sequence[Parameter], shared: float) -> Dependence:
        """Work out the dependence of the uncertain numbers of a model."""
        family_of = {row.address: row.family for row in rows} if shared else {}
        known = {row.address for row in rows}
        stated = [pair for pair in model.study.correlations if _ends(model, pair.between) <= known]
        named = {address for pair in stated for address in _ends(model, pair.between)}
        if not named:
            return cls(shared, family_of, (), np.zeros((0, 0)))
        addresses, matrix = correlation_matrix(model.study, model.parameters, shared=shared)
        if not possible(matrix):
            raise ValuationError([impossible_pairs(model.study, model.parameters, shared)])
        place = {address: count for count, address in enumerate(addresses)}
        paired = tuple(address for address in addresses if address in named)
        within = matrix[np.ix_([place[a] for a in paired], [place[a] for a in paired])]
        common = np.array([[shared * (family_of.get(a, a) == family_of.get(b, b)) for b in paired] for a in paired])
        residual = within - common if shared else within
        if possible(residual):
            return cls(shared, family_of, paired, _root(residual))
        # The pairs pull apart more than their families' own error allows: mix the families as a whole, pairs first.
        touched = {family_of[a] for a in paired}
        whole = paired + tuple(a for a in addresses if a not in named and family_of[a] in touched)
        mixed = matrix[np.ix_([place[a] for a in whole], [place[a] for a in whole])]
        rest = {address: family for address, family in family_of.items() if family not in touched}
        return cls(shared, rest, whole, _root(mixed))

    @property
    def independent(self) -> bool:
        """Whether no two numbers share any error."""
        return not self.family_of and not self.paired

    @property
    def families(self) -> tuple[str, ...]:
        """Families with a common score, in the order of the study."""
        return tuple(dict.fromkeys(self.family_of.values()))

    def score(self, address: str, own: Callable[[str], Floats], common: Callable[[str], Floats]) -> Floats:
        """Standard normal scores of one number.

        Parameters
        ----------
        own, common
            Independent standard normal scores of a number, and of a family.
        """
        if address in self.paired:
            row = self.mixture[self.paired.index(address)]
            found: Floats = sum(row[k] * own(self.paired[k]) for k in np.flatnonzero(row)) + 0.0 * own(address)
        else:
            found = own(address) * (math.sqrt(1 - self.shared) if address in self.family_of else 1.0)
        if address in self.family_of:
            found = found + common(self.family_of[address]) * math.sqrt(self.shared)
        return found


def _ends(model: Model, between: Sequence[str]) -> set[str]:
    """Addresses where the two numbers of a pair are stated."""
    rows = [model.parameters.row(address) for address in between]
    return {row.address if row is not None else address for row, address in zip(rows, between, strict=True)}


def _root(matrix: Floats) -> Floats:
    """Lower triangle whose product with its transpose is the matrix; zero columns where it is singular."""
    size = len(matrix)
    root = np.zeros((size, size))
    for row in range(size):
        for column in range(row + 1):
            left = matrix[row, column] - root[row, :column] @ root[column, :column]
            if row == column:
                root[row, row] = math.sqrt(max(left, 0.0))
            elif root[column, column] > 1e-9:
                root[row, column] = left / root[column, column]
    return root
