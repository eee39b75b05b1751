"""Shapley values of sums of products, and of one such sum divided by another, without trying every order.

A present value is a sum of products, one for each value and start year of an outcome; a ratio is one such sum divided
by another. That structure gives the Shapley value of any number of changes in a fraction of a second.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product as every
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.differences.mixtures import Account, Table, Term, combine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Changes that tie several factors together and are tried in every combination; beyond, orders are sampled.
MOST_TIED: Final = 8

#: Pairs of orders (each with its reverse) where orders are sampled.
PAIRS: Final = 512

#: Step and reach of the trapezium rule for 1/y = ∫ exp(u − y·exp(u)) du: its error is below 1e-15 of the result.
_STEP, _REACH, _OVER = 0.25, 38.0, 3.8


@dataclass(frozen=True, eq=False)
class Shares:
    """What each change contributes, and the standard error of that; exact where it is 0 for all."""

    parts: Floats
    errors: Floats

    @property
    def exact(self) -> bool:
        """Whether every order of the changes was taken into account."""
        return not self.errors.any()


def shares(account: Account, measure: str, *, pairs: int = PAIRS, seed: int = 0) -> Shares:
    """Divide the difference between two states among the changes that lead from one to the other.

    The part of a change is its effect averaged over every order in which the changes can be made (Shapley 1953). The
    parts add up to the difference; changes with the same effect everywhere have equal parts; one without any effect
    has none.

    Parameters
    ----------
    account
        Both states and every mixture of them.
    measure
        ``ratio`` or ``net_ratio`` (benefits ÷ inputs), ``npv`` (benefits − inputs), ``pv_benefits`` or ``pv_inputs``.
    pairs, seed
        Orders that are sampled where more than :data:`MOST_TIED` changes tie factors together, each with its reverse.

    Returns
    -------
    Shares
        Exact, to rounding, in all but such cases.

    Notes
    -----
    Let every other change be made with chance t, independently. The mean result is a polynomial in t, and the Shapley
    value of a change is the integral, over t from 0 to 1, of the mean effect of making it (Owen 1972); Gauss–Legendre
    quadrature integrates a polynomial exactly. Under independence the mean of a product of factors with no change in
    common is the product of their means, so only changes found in several factors (a discount rate, a shared estimate)
    are tried in every combination. A ratio needs the mean of 1 ÷ inputs: 1/y = ∫ exp(−s·y) ds turns the sum of inputs
    into a product.

    References
    ----------
    Shapley (1953), A value for n-person games, Contributions to the Theory of Games II, 307-317. Owen (1972),
    Multilinear extensions of games, Management Science 18(5), 64-79. Where orders are sampled: Castro, Gómez and Tejada
    (2009), Polynomial calculation of the Shapley value based on sampling, Computers & Operations Research 36(5), with
    each order followed by its reverse.

    Examples
    --------
    20 people at 0.9 become 30 at 0.6, for inputs of 10: 1.8 per 1 stays 1.8, a gain of 0.75 and a loss of 0.75.

    >>> term = (Table.switch(0, 20.0, 30.0), Table.switch(1, 0.9, 0.6))
    >>> shares(Account((term,), ((Table.constant(10.0),),), 2), "ratio").parts.round(12)
    array([ 0.75, -0.75])
    """
    per_input = measure in ("ratio", "net_ratio")
    terms = [*account.benefits, *(account.inputs if per_input else ())]
    tied = _in_several(account.inputs, account.benefits) if per_input else ()
    most = max((len({*tied, *_in_several((term,))}) for term in terms), default=0)
    if max(most, len(tied)) > MOST_TIED:
        return _sampled(account, measure, pairs, seed)
    t, weight = np.polynomial.legendre.leggauss(account.count // 2 + 1)
    t, weight = (t + 1) / 2, weight / 2
    parts = np.zeros(account.count)
    if per_input:
        _of_quotient(account, tied, t, weight, parts)
    if measure in ("npv", "pv_benefits"):
        for term in account.benefits:
            _of_term(term, (), np.ones((len(t),)), t, weight, parts)
    if measure in ("npv", "pv_inputs"):
        outlay = np.zeros(account.count)
        for term in account.inputs:
            _of_term(term, (), np.ones((len(t),)), t, weight, outlay)
        parts += outlay if measure == "pv_inputs" else -outlay
    return Shares(parts, np.zeros(account.count))


def _in_several(terms: Sequence[Term], others: Sequence[Term] = ()) -> tuple[int, ...]:
    """Changes found in several tables of ``terms``, or in one of them and in ``others``."""
    found = Counter(change for term in terms for table in term for change in table.changes)
    beyond = {change for term in others for table in term for change in table.changes}
    return tuple(sorted(change for change, times in found.items() if times > 1 or change in beyond))


def _mean(table: Table, t: Floats, kept: Sequence[int], made: int | None = None) -> Floats:
    """Mean of a table by t and by the kept changes, or the mean effect on it of making one change.

    Returns
    -------
    array of shape (t, 2 or 1, …), with an axis for each kept change, of length 1 where the table does not know it.
    """
    values = np.broadcast_to(table.values, (len(t), *table.values.shape))
    for axis in reversed(range(len(table.changes))):
        change = table.changes[axis]
        if change in kept:
            continue
        before, after = np.take(values, 0, axis + 1), np.take(values, 1, axis + 1)
        chance = t.reshape(-1, *[1] * (before.ndim - 1))
        values = after - before if change == made else before + chance * (after - before)
    known = [change for change in table.changes if change in kept]
    order = [known.index(change) + 1 for change in kept if change in known]
    values = values.transpose(0, *order)
    return values.reshape(len(t), *(2 if change in known else 1 for change in kept))


def _chances(t: Floats, count: int) -> Floats:
    """How likely each case of ``count`` changes is: shape (t, 2, …)."""
    found = np.ones((len(t), *[2] * count))
    for axis in range(count):
        shape = [-1, *[1] * count]
        shape[axis + 1] = 2
        found = found * np.stack([1 - t, t], axis=1).reshape(len(t), *shape[1:])
    return found


def _others(arrays: Sequence[Floats]) -> Iterator[Floats]:
    """For each array the product of all others, without dividing."""
    after = [np.ones_like(arrays[0])]
    for array in reversed(arrays[1:]):
        after.append(after[-1] * array)
    before = np.ones_like(arrays[0])
    for array, rest in zip(arrays, reversed(after), strict=True):
        yield before * rest
        before = before * array


def _of_term(term: Term, tied: tuple[int, ...], worth: Floats, t: Floats, weight: Floats, parts: Floats) -> Floats:
    """Add what each change contributes through one term; return the mean of the term by t and tied changes.

    ``worth`` is what one unit of the term is worth, by t and by the tied changes, whose own parts are not added here.
    """
    own = tuple(change for change in _in_several((term,)) if change not in tied)
    kept = (*tied, *own)
    means = [_mean(table, t, kept) for table in term]
    chance = _chances(t, len(kept)) * weight.reshape(-1, *[1] * len(kept))
    value = worth.reshape(*worth.shape, *[1] * len(own)) * chance
    for table, rest in zip(term, _others(means), strict=True):
        for change in (each for each in table.changes if each not in kept):
            parts[change] += float(np.sum(value * rest * _mean(table, t, kept, change)))
    whole = np.broadcast_to(math.prod(means), (len(t), *[2] * len(kept)))
    alone = worth.reshape(*worth.shape, *[1] * len(own))
    for change in own:
        parts[change] += _effect(whole * alone, kept.index(change), t, weight)
    axes = tuple(range(1 + len(tied), 1 + len(kept)))
    return np.asarray((whole * _chances_of(t, len(tied), len(own))).sum(axis=axes))


def _chances_of(t: Floats, before: int, count: int) -> Floats:
    """Chances of the last ``count`` changes, with ``before`` axes of length 1 in front of theirs."""
    return _chances(t, count).reshape(len(t), *[1] * before, *[2] * count)


def _effect(values: Floats, axis: int, t: Floats, weight: Floats) -> float:
    """Mean effect of one tied change, over all cases of the other tied ones."""
    count = values.ndim - 1
    effect = np.take(values, 1, axis + 1) - np.take(values, 0, axis + 1)
    return float(np.sum(effect * _chances(t, count - 1) * weight.reshape(-1, *[1] * (count - 1))))


def _of_quotient(account: Account, tied: tuple[int, ...], t: Floats, weight: Floats, parts: Floats) -> None:
    """Add the parts of benefits ÷ inputs."""
    inverse, effects = _inverse(account.inputs, tied, t)
    total = np.zeros((len(t), *[2] * len(tied)))
    for term in account.benefits:
        total = total + _of_term(term, tied, inverse, t, weight, parts)
    chance = _chances(t, len(tied)) * weight.reshape(-1, *[1] * len(tied))
    for change, effect in effects.items():
        parts[change] += float(np.sum(chance * total * effect))
    for axis, change in enumerate(tied):
        parts[change] += _effect(total * inverse, axis, t, weight)


def _inverse(inputs: Sequence[Term], tied: tuple[int, ...], t: Floats) -> tuple[Floats, dict[int, Floats]]:
    """Mean of 1 ÷ inputs by t and tied changes, and the mean effect on it of each change that is not tied."""
    whole = [combine(lambda *factors: math.prod(factors), *term) for term in inputs]
    most, least = (sum(float(function(table.values)) for table in whole) for function in (np.max, np.min))
    u = np.arange(-math.log(most) - _REACH, -math.log(least) + _OVER, _STEP)
    s = np.exp(u)[:, None]
    fixed = sum(float(table.values) for table in whole if not table.changes)
    moving = [table for table in whole if table.changes]
    measure = _STEP * s * np.exp(-s * fixed)
    found = np.empty((len(t), *[2] * len(tied)))
    effects = {change: np.empty_like(found) for table in moving for change in table.changes if change not in tied}
    known = [_Settled(table, tied, s, t) for table in moving]
    for case in every((0, 1), repeat=len(tied)):
        side = dict(zip(tied, case, strict=True))
        at: tuple[int | slice, ...] = (slice(None), *case)
        means = [table.mean(side) for table in known]
        found[at] = (measure * math.prod(means, start=np.ones((1, len(t))))).sum(axis=0)
        for table, rest in zip(known, _others(means) if means else (), strict=True):
            for change in table.free:
                effects[change][at] = (measure * rest * table.mean(side, change)).sum(axis=0)
    return found, effects


class _Settled:
    """Means of exp(−s·table), by s and t, wherever the tied changes are settled; each is computed once."""

    def __init__(self, table: Table, tied: tuple[int, ...], s: Floats, t: Floats) -> None:
        self.table, self.s, self.t = table, s, t
        self.tied = tuple(change for change in table.changes if change in tied)
        self.free = tuple(change for change in table.changes if change not in tied)
        self._known: dict[tuple[tuple[int, ...], int | None], Floats] = {}

    def mean(self, side: Mapping[int, int], made: int | None = None) -> Floats:
        """The mean, or the mean effect of making one change, where each tied change is on its ``side``."""
        key = tuple(side[change] for change in self.tied), made
        if key not in self._known:
            place: tuple[int | slice, ...] = tuple(
                side[change] if change in self.tied else slice(None) for change in self.table.changes
            )
            settled = Table(self.free, np.asarray(self.table.values[place]))
            self._known[key] = _mean_of_exponential(settled, self.s, self.t, made)
        return self._known[key]


def _mean_of_exponential(table: Table, s: Floats, t: Floats, made: int | None = None) -> Floats:
    """Mean of exp(−s·table), or the mean effect on it of making one change: shape (s, t)."""
    values = np.exp(-s.reshape(-1, *[1] * table.values.ndim) * table.values)
    values = np.broadcast_to(values[:, None], (len(s), len(t), *table.values.shape))
    for axis in reversed(range(len(table.changes))):
        before, after = np.take(values, 0, axis + 2), np.take(values, 1, axis + 2)
        chance = t.reshape(1, -1, *[1] * (before.ndim - 2))
        values = after - before if table.changes[axis] == made else before + chance * (after - before)
    return values


def _sampled(account: Account, measure: str, pairs: int, seed: int) -> Shares:
    """Average over orders drawn at random, each followed by its reverse; every order's parts add up."""
    generator, count = np.random.default_rng(seed), account.count
    found = np.empty((pairs, count))
    for pair in range(pairs):
        order = generator.permutation(count)
        effects = np.empty((2, count))
        for way, followed in enumerate((order, order[::-1])):
            made = np.zeros((count + 1, count), dtype=bool)
            for step, change in enumerate(followed):
                made[step + 1 :, change] = True
            effects[way, followed] = np.diff(_measured(measure, *account.at(made)))
        found[pair] = effects.mean(axis=0)
    return Shares(found.mean(axis=0), found.std(axis=0, ddof=1) / math.sqrt(pairs))


def _measured(measure: str, benefits: Floats, inputs: Floats) -> Floats:
    if measure in ("ratio", "net_ratio"):
        return benefits / inputs
    return {"npv": benefits - inputs, "pv_benefits": benefits, "pv_inputs": inputs}[measure]
