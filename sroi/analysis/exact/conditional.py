"""What a result is expected to be once some of its numbers are known, worked out exactly."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sroi.analysis.exact.families import Family
from sroi.analysis.exact.moments import Separated, Slot, is_discrete
from sroi.analysis.exact.quadrature import TERMS, hermite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


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
        self.separated, self.shared, self.family_of = separated, shared, family_of
        products: dict[str, dict[tuple[Slot, ...], int]] = {}
        self._terms: list[tuple[list[Slot], dict[str, int]]] = []
        self._users: dict[int | str, list[int]] = {}
        for term, slots in enumerate(separated.slots):
            alone = [slot for slot in slots if slot[0] not in family_of]
            inside: dict[str, tuple[Slot, ...]] = {}
            for slot in slots:
                if slot[0] in family_of:
                    name = family_of[slot[0]]
                    inside[name] = (*inside.get(name, ()), slot)
            places = {}
            for name, product in inside.items():
                known = products.setdefault(name, {})
                places[name] = known.setdefault(tuple(sorted(product)), len(known))
            self._terms.append((alone, places))
            users: list[int | str] = [*(slot[0] for slot in alone), *places]
            for user in users:
                self._users.setdefault(user, []).append(term)
        self._families = {
            name: Family({c: separated.numbers[c] for c in family_of if family_of[c] == name}, list(known), shared)
            for name, known in products.items()
        }

    @cached_property
    def _means(self) -> Floats:
        """Expected value of each term."""
        found = self.separated.coefficients.copy()
        for term, (alone, places) in enumerate(self._terms):
            for column, function in alone:
                found[term] *= self.separated.numbers[column].means[function]
            for name, place in places.items():
                found[term] *= self._families[name].means[place]
        return found

    @property
    def mean(self) -> float:
        """Expected value with nothing known."""
        return float(self._means.sum())

    def given(self, values: Mapping[int, Floats], scores: Mapping[int, Floats]) -> Floats:
        """Expected value with some numbers known.

        Parameters
        ----------
        values, scores : arrays of shape (draw,) by place
            What is known of each number, in its own unit, and the normal score of that.
        """
        known = set(values)
        touched = sorted({t for c in known for t in self._users.get(self.family_of.get(c, c), ())})
        found = np.full(len(next(iter(values.values()))), self.mean - float(self._means[touched].sum()))
        inside = {
            name: _Known(family, values, scores)
            for name, family in self._families.items()
            if known & set(family.numbers)
        }
        cached: dict[Slot | tuple[str, int], Floats] = {}
        for term in touched:
            alone, places = self._terms[term]
            part = np.full(found.shape, self.separated.coefficients[term])
            for slot in alone:
                column, function = slot
                number = self.separated.numbers[column]
                if column not in known:
                    part *= number.means[function]
                    continue
                if slot not in cached:
                    cached[slot] = number.at(function, values[column], scores[column])
                part *= cached[slot]
            for name, place in places.items():
                if name not in inside:
                    part *= self._families[name].means[place]
                    continue
                if (name, place) not in cached:
                    cached[name, place] = inside[name].product(place)
                part *= cached[name, place]
            found += part
        return found


class _Known:
    """What is expected of the products of a family of which some members are known."""

    def __init__(self, family: Family, values: Mapping[int, Floats], scores: Mapping[int, Floats]) -> None:
        self._family = family
        self._values = {column: values[column] for column in values if column in family.numbers}
        self._scores = scores
        shared, count = family.shared, len(self._values)
        telling = math.sqrt(count * shared / (1 + (count - 1) * shared))
        self._powers = telling ** np.arange(TERMS)
        (only,) = self._values if count == 1 else (None,)
        if only is not None and is_discrete(family.numbers[only].shape):
            # Of a listed number only its place in the list is known, not its score.
            rule = family.numbers[only].rule
            assert rule.series is not None
            self._basis = (rule.series / rule.weights)[:, np.searchsorted(rule.values, self._values[only])]
        else:
            together = sum(scores[column] for column in self._values)
            self._basis = hermite(np.asarray(together / math.sqrt(count * (1 + (count - 1) * shared))))

    def product(self, place: int) -> Floats:
        """One of its products, by draw."""
        family = self._family
        product = family.products[place]
        rest = family.averaged(product, self._values)
        expected = (family.informed(product, self._values) * self._powers) @ self._basis
        found = np.clip(expected, rest.min(), rest.max())
        for column, values in self._values.items():
            if column in product:
                found = found * family.numbers[column].at(product[column], values, self._scores[column])
        return np.asarray(found)
