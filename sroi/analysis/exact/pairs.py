"""Second moments of a sum of products under every question of which errors stay and which are drawn anew."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.exact.families import Family
from sroi.analysis.exact.moments import Separated, Slot

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

#: Entries of the largest table of pairs that is set up.
_LARGEST: Final = 10_000_000


class TooMany(Exception):
    """More pairs of terms than can be held; the reason in words."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Some of the errors behind the numbers.

    Parameters
    ----------
    columns
        Numbers, by place, whose own error is meant.
    families
        Families whose common error is meant.
    """

    columns: frozenset[int] = frozenset()
    families: frozenset[str] = frozenset()


class Pairs:
    """Σ over pairs of terms of products of second moments: a result's variance, and any part of it.

    For a set g of errors, E[(E[Y | g])²] is the average of Y × Y′ where Y′ has the errors of g in common with Y and
    all others drawn anew. For a sum of products that is a sum over pairs of terms, and each pair a product over
    numbers, or families of numbers, that do not depend on each other. Only pairs with a number or a family in common
    are kept: all others add nothing to a variance.

    Parameters
    ----------
    separated
        The sum of products.
    family_of
        Family of each number that shares error with others, by place.
    shared
        Correlation of two numbers of one family.

    References
    ----------
    Sobol' (1993), Sensitivity estimates for nonlinear mathematical models, Mathematical Modelling and Computational
    Experiments 1, 407-414, theorem 2.
    """

    def __init__(self, separated: Separated, family_of: dict[int, str], shared: float) -> None:
        self.separated = separated
        self._by_class: dict[int | str, tuple[list[int], list[int]]] = {}
        self._products: dict[int | str, dict[tuple[Slot, ...], int]] = {}
        for term, slots in enumerate(separated.slots):
            whole: dict[int | str, tuple[Slot, ...]] = {}
            for slot in slots:
                name = family_of.get(slot[0], slot[0])
                whole[name] = (*whole.get(name, ()), slot)
            for name, product in whole.items():
                known = self._products.setdefault(name, {})
                terms, places = self._by_class.setdefault(name, ([], []))
                terms.append(term)
                places.append(known.setdefault(tuple(sorted(product)), len(known)))
        self._set_up_moments(family_of, shared)
        self._set_up_pairs()

    def _set_up_moments(self, family_of: dict[int, str], shared: float) -> None:
        """Moments of the products of each class, where all errors are drawn anew and where all stay."""
        self.families: dict[str, Family] = {}
        self.offsets: dict[int | str, int] = {}
        self.own = frozenset(name for name in self._products if isinstance(name, int))
        means: list[list[float]] = []
        none: list[float] = []
        full: list[float] = []
        for name, known in self._products.items():
            self.offsets[name] = len(none)
            if isinstance(name, str):
                members = {c: n for c, n in self.separated.numbers.items() if family_of.get(c) == name}
                family = self.families[name] = Family(members, list(known), shared)
                mean, square = family.means, family.full
            elif (line := self.separated.numbers[name].one_line) is not None:
                # By far the most frequent class, and floats are much faster than arrays of one.
                means.append([line[0]])
                none.append(line[0] ** 2)
                full.append(line[0] ** 2 + line[1])
                continue
            else:
                functions = [product[0][1] for product in known]
                number = self.separated.numbers[name]
                mean = number.means[functions]
                square = np.multiply.outer(mean, mean) + number.covariances[np.ix_(functions, functions)]
            means.append(mean.tolist())
            none += np.multiply.outer(mean, mean).ravel().tolist()
            full += square.ravel().tolist()
        self._means = dict(zip(self._products, means, strict=True))
        self.none, self.full = np.array([*none, 1.0]), np.array([*full, 1.0])

    def _set_up_pairs(self) -> None:
        """Pairs of terms with something in common, the moments they multiply, and what else that is multiplied with."""
        terms = len(self.separated.coefficients)
        product, zeros = self.separated.coefficients.tolist(), [0] * terms
        whole, nothing = np.ones_like(self.none), np.zeros(len(self.none), dtype=int)
        keys, entries = self._of_one_term(terms)
        for name, (users, places) in self._by_class.items():
            for user, place in zip(users, places, strict=True):
                mean = self._means[name][place]
                product[user] *= mean or 1.0
                zeros[user] += mean == 0
            size = len(self._products[name])
            span = slice(self.offsets[name], self.offsets[name] + size * size)
            if size == 1:
                (mean,) = self._means[name]
                whole[span] = mean * mean or 1.0
                nothing[span] = 2 * (mean == 0)
            else:
                means = np.array(self._means[name])
                vanishing = (means == 0).astype(int)
                nonzero = means + vanishing
                whole[span] = np.multiply.outer(nonzero, nonzero).ravel()
                nothing[span] = np.add.outer(vanishing, vanishing).ravel()
            if len(users) > 1:
                at, used = np.array(users), np.array(places)
                one, other = np.triu_indices(len(users))
                keys.append(at[one] * terms + at[other])
                entries.append(self.offsets[name] + used[one] * size + used[other])
        self.mean = math.fsum(0.0 if zero else value for value, zero in zip(product, zeros, strict=True))
        pairs, self.table = _table(keys, entries, terms, len(self.none) - 1)
        one, other = pairs // max(terms, 1), pairs % max(terms, 1)
        products, gone = np.array(product), np.array(zeros, dtype=int)
        rest = products[one] * products[other] / whole[self.table].prod(axis=1)
        defined = gone[one] + gone[other] == nothing[self.table].sum(axis=1)
        self.weights = np.where(defined, rest, 0.0) * np.where(one == other, 1.0, 2.0)

    def _of_one_term(self, terms: int) -> tuple[list[Places], list[Places]]:
        """Pairs that classes bring which are in one term only: of that term with itself; all the n-th ones together."""
        rounds: list[dict[int, int]] = []
        depth = [0] * terms
        for name, (users, _) in self._by_class.items():
            if len(users) == 1:
                (user,) = users
                if depth[user] == len(rounds):
                    rounds.append({})
                rounds[depth[user]][user] = self.offsets[name]
                depth[user] += 1
        keys = [np.array(list(found), dtype=np.intp) * (terms + 1) for found in rounds]
        return keys, [np.array(list(found.values()), dtype=np.intp) for found in rounds]

    @cached_property
    def variance(self) -> float:
        """Variance of the sum."""
        return float(self.weights @ (self.full[self.table].prod(axis=1) - self.none[self.table].prod(axis=1)))

    @cached_property
    def _around(self) -> tuple[Floats, Floats]:
        """What each moment is multiplied with, all others drawn anew, and all others as they stay."""
        found: list[Floats] = []
        for moments in (self.none, self.full):
            values = moments[self.table]
            before, after = np.ones_like(values), np.ones_like(values)
            np.cumprod(values[:, :-1], axis=1, out=before[:, 1:])
            after[:, :-1] = np.cumprod(values[:, :0:-1], axis=1)[:, ::-1]
            part = self.weights[:, None] * before * after
            found.append(np.bincount(self.table.ravel(), part.ravel(), minlength=len(self.none)).astype(float))
        return found[0], found[1]

    @cached_property
    def alone(self) -> dict[int, tuple[float, float]]:
        """Parts of the variance of each number that shares its error with none: first-order and total."""
        moved, starts = self.full - self.none, [*self._starts, len(self.none) - 1]
        parts = [np.add.reduceat(part * moved, starts)[:-1] for part in self._around]
        return {name: (float(a), float(b)) for name, a, b in zip(self.offsets, *parts, strict=True) if name in self.own}

    def parts(self, errors: Errors) -> tuple[float, float]:
        """Parts of the variance that come from some errors: first-order, and with all their interactions.

        Returns
        -------
        first, total
            Var(E[Y | errors]) and E[Var(Y | all other errors)].
        """
        if not errors.families and len(errors.columns) == 1:
            (column,) = errors.columns
            if column in self.own:
                return self.alone[column]
        if errors.columns.isdisjoint(self.separated.numbers) and errors.families.isdisjoint(self.families):
            return 0.0, 0.0
        entries, stay, anew = self._changed(errors)
        if not len(entries):
            return 0.0, 0.0
        if len(set(np.searchsorted(self._starts, entries, side="right").tolist())) == 1:
            first, total = self._around
            return float(first[entries] @ (stay - self.none[entries])), float(
                total[entries] @ (self.full[entries] - anew)
            )
        order = np.argsort(entries)
        entries, stay, anew = entries[order], stay[order], anew[order]
        pairs = self._pairs_of(entries)
        table, weights = self.table[pairs], self.weights[pairs]
        place = np.searchsorted(entries, table).clip(max=len(entries) - 1)
        changed = entries[place] == table
        none, full = self.none[table], self.full[table]
        only = np.where(changed, stay[place], none).prod(axis=1)
        without = np.where(changed, anew[place], full).prod(axis=1)
        return float(weights @ (only - none.prod(axis=1))), float(weights @ (full.prod(axis=1) - without))

    @cached_property
    def _starts(self) -> Places:
        return np.array(list(self.offsets.values()), dtype=np.intp)

    @cached_property
    def _users(self) -> tuple[Places, Places]:
        """Rows of the table in the order of the entries they hold, and where each entry begins."""
        flat = self.table.ravel()
        order = np.argsort(flat, kind="stable")
        starts = np.searchsorted(flat[order], np.arange(len(self.none) + 1))
        return np.asarray(order // max(self.table.shape[1], 1), dtype=np.intp), np.asarray(starts, dtype=np.intp)

    def _pairs_of(self, entries: Places) -> Places:
        rows, starts = self._users
        sizes = starts[entries + 1] - starts[entries]
        before = np.cumsum(sizes) - sizes
        found = rows[np.repeat(starts[entries] - before, sizes) + np.arange(sizes.sum())]
        if 20 * len(found) < len(self.table):
            return np.unique(found)
        touched = np.zeros(len(self.table), dtype=bool)
        touched[found] = True
        return np.flatnonzero(touched)

    def _changed(self, errors: Errors) -> tuple[Places, Floats, Floats]:
        """Moments that some errors bear on: their places, with only these errors staying, with only these anew."""
        entries: list[Sequence[int] | Places] = []
        stay: list[Sequence[float] | Floats] = []
        anew: list[Sequence[float] | Floats] = []
        if own_columns := sorted(errors.columns & self.own):
            starts = np.array([self.offsets[column] for column in own_columns])
            sizes = np.array([len(self._products[column]) ** 2 for column in own_columns])
            before = np.cumsum(sizes) - sizes
            span = np.repeat(starts - before, sizes) + np.arange(sizes.sum())
            entries.append(span)
            stay.append(self.full[span])
            anew.append(self.none[span])
        for name, family in self.families.items():
            own, common = errors.columns & set(family.numbers), name in errors.families
            if own or common:
                places, one, other = _of_family(family, own, common)
                entries.append(self.offsets[name] + places)
                stay.append(one)
                anew.append(other)
        if not entries:
            return np.zeros(0, dtype=np.intp), np.zeros(0), np.zeros(0)
        return np.concatenate(entries).astype(np.intp), np.concatenate(stay), np.concatenate(anew)


def _table(keys: list[Places], entries: list[Places], terms: int, empty: int) -> tuple[Places, Places]:
    """Entries by pair: the pairs, and a row of entries for each, filled up with an empty one.

    Parameters
    ----------
    keys
        Pairs that each class brings, none of them twice.
    entries
        The entry it brings to each.
    terms
        How many terms there are.
    empty
        The entry that stands for none.
    """
    size = sum(len(key) for key in keys)
    together = np.concatenate([*keys, np.zeros(0, dtype=np.intp)])
    if size < terms * terms / 4:
        pairs = np.unique(together)
        places = [np.searchsorted(pairs, key) for key in keys]
    else:  # nearly every pair has something in common
        used = np.zeros(terms * terms, dtype=bool)
        used[together] = True
        pairs = np.flatnonzero(used)
        place_of = np.cumsum(used) - 1
        places = [place_of[key] for key in keys]
    filled = np.zeros(len(pairs), dtype=np.intp)
    for place in places:
        filled[place] += 1
    width = int(filled.max(initial=0))
    if len(pairs) * width > _LARGEST:
        raise TooMany(f"it is a sum of {terms:,} products that depend on each other")
    table = np.full((len(pairs), width), empty, dtype=np.intp)
    filled[:] = 0
    for place, entry in zip(places, entries, strict=True):
        table[place, filled[place]] = entry
        filled[place] += 1
    return np.asarray(pairs, dtype=np.intp), table


def _of_family(family: Family, own: Set[int], common: bool) -> tuple[Places, Floats, Floats]:
    """Moments of a family that some errors bear on: their places, with only these staying, with only these anew."""
    size = len(family.products)
    everything = set(family.numbers)
    touched = family.touching(own)
    stay = {pair: family.moment(*pair, common, own) for pair in touched}
    others = everything - own
    anew = {
        pair: family.moment(*pair, not common, others) for pair in (family.touching(everything) if common else touched)
    }
    if not common:
        places = [one * size + other for one, other in touched] + [other * size + one for one, other in touched]
        values = [np.array([*found.values(), *found.values()]) for found in (stay, anew)]
        once, first = np.unique(np.array(places, dtype=np.intp), return_index=True)
        return once, values[0][first], values[1][first]
    only, without = family.common.copy(), np.multiply.outer(family.means, family.means)
    for table, found in ((only, stay), (without, anew)):
        for (one, other), value in found.items():
            table[one, other] = table[other, one] = value
    return np.arange(size * size), only.ravel(), without.ravel()
