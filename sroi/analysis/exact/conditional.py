"""What a result is expected to be once some of its numbers are known, worked out exactly."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sroi.analysis.exact.families import Family
from sroi.analysis.exact.moments import Separated, Slot, is_discrete
from sroi.analysis.exact.quadrature import TERMS, hermite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Term:
    """One product: its functions of numbers that share no error, and its part in each family, by name."""

    alone: tuple[Slot, ...]
    inside: dict[str, int]


class Conditional:
    """Expected value of a sum of products, given the values of some of its numbers.

    Numbers that share no error are averaged over by themselves. Of a family, what is known of some members tells
    something of the common score F, and so of the others: with m scores z known, F is normal with mean r T and
    variance 1 − r², where r² = mρ / (1 + (m − 1)ρ) and T = Σz / √(m (1 + (m − 1)ρ)) is standard normal.

    Parameters
    ----------
    separated
        The sum, its functions expanded in Hermite polynomials of the normal scores.
    family_of
        Family of each number that shares error with others, by place.
    shared
        Correlation ρ of two numbers of one family.
    """

    def __init__(self, separated: Separated, family_of: Mapping[int, str], shared: float) -> None:
        self.separated, self._family_of = separated, family_of
        products: dict[str, dict[tuple[Slot, ...], int]] = {}
        self._terms: list[_Term] = []
        self._users: dict[int, list[int]] = {}
        for term, slots in enumerate(separated.slots):
            inside: dict[str, tuple[Slot, ...]] = {}
            for column, function in slots:
                self._users.setdefault(column, []).append(term)
                if column in family_of:
                    name = family_of[column]
                    inside[name] = (*inside.get(name, ()), (column, function))
            places = {}
            for name, product in inside.items():
                known = products.setdefault(name, {})
                places[name] = known.setdefault(tuple(sorted(product)), len(known))
            alone = tuple(slot for slot in slots if slot[0] not in family_of)
            self._terms.append(_Term(alone, places))
        members: dict[str, dict[int, str]] = {}
        for column, name in family_of.items():
            members.setdefault(name, {})[column] = name
        self._families = {
            name: Family({column: separated.numbers[column] for column in members[name]}, list(known), shared)
            for name, known in products.items()
        }

    @cached_property
    def _alone(self) -> Floats:
        """Constant of each term times the averages of its functions of numbers that share no error."""
        found = self.separated.coefficients.copy()
        for place, term in enumerate(self._terms):
            for column, function in term.alone:
                found[place] *= self.separated.numbers[column].means[function]
        return found

    @cached_property
    def _means(self) -> Floats:
        """Expected value of each term."""
        found = self._alone.copy()
        for place, term in enumerate(self._terms):
            for name, product in term.inside.items():
                found[place] *= self._families[name].means[product]
        return found

    @property
    def mean(self) -> float:
        """Expected value with nothing known."""
        return float(self._means.sum())

    @cached_property
    def _by_common(self) -> dict[str, Floats]:
        """Coefficients, in the common score of each family, of each term with all else averaged: (term, TERMS)."""
        found = {}
        for name, family in self._families.items():
            table = np.zeros((len(self._terms), TERMS))
            for place, term in enumerate(self._terms):
                if name in term.inside:
                    rest = self._alone[place]
                    for other, product in term.inside.items():
                        rest *= self._families[other].means[product] if other != name else 1.0
                    table[place] = rest * family.coefficients[term.inside[name]]
            found[name] = table
        return found

    def work(self, columns: Collection[int]) -> int:
        """How many functions of a draw it takes to know some numbers: a measure of time."""
        families = {self._family_of[column] for column in columns if column in self._family_of}
        own = {term for column in columns for term in self._users.get(column, ())}
        others = 1 if len(families) < 2 else len(families) * len(self._touched(families))
        return others + len(own)

    def _touched(self, families: Set[str]) -> list[int]:
        return [place for place, term in enumerate(self._terms) if families & term.inside.keys()]

    def given(self, values: Mapping[int, Floats], scores: Mapping[int, Floats]) -> Floats:
        """Expected value with some numbers known.

        Parameters
        ----------
        values, scores : arrays of shape (draw,) by place
            What is known of each number, in its own unit, and the normal score of that.
        """
        own = sorted({term for column in values for term in self._users.get(column, ())})
        known = {
            name: _Known(self._families[name], values, scores)
            for name in dict.fromkeys(self._family_of[column] for column in values if column in self._family_of)
        }
        found = np.full(len(next(iter(values.values()))), self.mean - float(self._means[own].sum()))
        found += self._informed(known, own)
        cached: dict[Slot, Floats] = {}
        for place in own:
            term = self._terms[place]
            part = np.full(found.shape, self.separated.coefficients[place])
            for slot in term.alone:
                column, function = slot
                number = self.separated.numbers[column]
                if column not in values:
                    part *= number.means[function]
                    continue
                if slot not in cached:
                    cached[slot] = number.at(function, values[column], scores[column])
                part *= cached[slot]
            for name, product in term.inside.items():
                part *= known[name].product(product) if name in known else self._families[name].means[product]
            found += part
        return found

    def _informed(self, known: Mapping[str, _Known], own: list[int]) -> Floats | float:
        """Change of the expected value of terms without a known number, of whose families something is known."""
        if not known:
            return 0.0
        if len(known) == 1:
            ((name, one),) = known.items()
            table = self._by_common[name]
            coefficients = table.sum(axis=0) - table[own].sum(axis=0)
            coefficients[0] = 0.0
            return one.expected(coefficients)
        mine = set(own)
        touched = [place for place in self._touched(known.keys()) if place not in mine]
        by_family = {name: one.expected(self._families[name].coefficients) for name, one in known.items()}
        found: Floats | float = 0.0
        for place in touched:
            part: Floats | float = self._alone[place]
            for name, product in self._terms[place].inside.items():
                part = part * (by_family[name][product] if name in known else self._families[name].means[product])
            found = found + part - self._means[place]
        return found


class _Known:
    """What is expected of the products of a family of which some members are known."""

    def __init__(self, family: Family, values: Mapping[int, Floats], scores: Mapping[int, Floats]) -> None:
        self._family, self._scores = family, scores
        self._values = {column: values[column] for column in values if column in family.numbers}
        count = len(self._values)
        self._together = 1 + (count - 1) * family.shared
        self._powers = math.sqrt(count * family.shared / self._together) ** np.arange(TERMS)
        self._products: dict[int, Floats] = {}

    @cached_property
    def _basis(self) -> Floats:
        """Hermite polynomials of what is known of the common score: shape (TERMS, draw)."""
        family, count = self._family, len(self._values)
        (only,) = self._values if count == 1 else (None,)
        if only is not None and is_discrete(family.numbers[only].shape):
            # Of a listed number only its place in the list is known, not its score.
            rule = family.numbers[only].rule
            assert rule.series is not None
            return np.asarray((rule.series / rule.weights)[:, np.searchsorted(rule.values, self._values[only])])
        together = sum(self._scores[column] for column in self._values)
        return hermite(np.asarray(together / math.sqrt(count * self._together)))

    def expected(self, coefficients: Floats) -> Floats:
        """Average of functions of the common score, by their coefficients."""
        return np.asarray((coefficients * self._powers) @ self._basis)

    def product(self, place: int) -> Floats:
        """One product of its members, by draw."""
        if place not in self._products:
            family = self._family
            product = family.products[place]
            found: Floats | float = 1.0
            if any(column not in self._values for column in product):
                rest = family.averaged(product, self._values)
                found = np.clip(self.expected(family.informed(product, self._values)), rest.min(), rest.max())
            for column, values in self._values.items():
                if column in product:
                    found = found * family.numbers[column].at(product[column], values, self._scores[column])
            self._products[place] = np.asarray(found)
        return self._products[place]
