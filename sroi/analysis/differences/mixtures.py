"""Every mixture of two states: numbers that depend on which changes from one to the other are made."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Sides = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Table:
    """A number that depends on which of a few changes are made.

    Parameters
    ----------
    changes
        Numbers of the changes it depends on, in rising order.
    values : shape (2,) * len(changes)
        The number, by whether each of them is made (0 no, 1 yes).

    Examples
    --------
    >>> a, b = Table.switch(0, 20.0, 30.0), Table.switch(1, 0.9, 0.6)
    >>> combine(lambda quantity, kept: quantity * kept, a, b).values
    array([[18., 12.],
           [27., 18.]])
    """

    changes: tuple[int, ...]
    values: Floats

    @classmethod
    def constant(cls, value: float) -> Table:
        """A number that nothing changes."""
        return cls((), np.asarray(float(value)))

    @classmethod
    def switch(cls, change: int, before: float, after: float) -> Table:
        """A number with one value before a change and another after it."""
        return cls((change,), np.array([before, after], dtype=float))

    def at(self, made: Sides) -> Floats:
        """The number where some changes are made: ``made`` has shape (case, change)."""
        return np.asarray(self.values[tuple(made[:, change].astype(np.intp) for change in self.changes)])


Term = tuple[Table, ...]


def combine(function: Callable[..., float], *tables: Table) -> Table:
    """The table of a function of tables; changes that make no difference to it are dropped."""
    changes = tuple(sorted({change for table in tables for change in table.changes}))
    values = np.empty((2,) * len(changes))
    for case in product((0, 1), repeat=len(changes)):
        side = dict(zip(changes, case, strict=True))
        values[case] = function(*(float(table.values[tuple(side[c] for c in table.changes)]) for table in tables))
    for axis in reversed(range(len(changes))):
        before, after = np.take(values, 0, axis), np.take(values, 1, axis)
        if np.array_equal(before, after):
            values, changes = before, changes[:axis] + changes[axis + 1 :]
    return Table(changes, values)


@dataclass(frozen=True, eq=False)
class Account:
    """Benefits and inputs as sums of products, between a first state and a second.

    Parameters
    ----------
    benefits, inputs
        Terms; the present value is the sum over terms of the product of each term's tables. No input is negative.
    count
        How many changes lead from the first state to the second.
    """

    benefits: tuple[Term, ...]
    inputs: tuple[Term, ...]
    count: int

    def at(self, made: Sides) -> tuple[Floats, Floats]:
        """Benefits and inputs where some changes are made: ``made`` has shape (case, change)."""
        return _summed(self.benefits, made), _summed(self.inputs, made)


def _summed(terms: Sequence[Term], made: Sides) -> Floats:
    total = np.zeros(len(made))
    for term in terms:
        total = total + math.prod((table.at(made) for table in term), start=np.ones(len(made)))
    return total
