"""Levels of comparisons at points other than the base case: where the share that follows from them cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.analysis.words.naming import quoted, titled
from sroi.valuation.formats import percent
from sroi.valuation.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Levels that are equal may differ in their last binary digit.
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Levels:
    """What one comparison says at some points.

    Parameters
    ----------
    name
        Address of the comparison, such as ``counterfactuals/areas``.
    after, without : shape (point,)
        Level after the programme, and level without it, c = b + (a′ − b′). [share]
    """

    name: str
    after: Floats
    without: Floats

    @property
    def broken(self) -> NDArray[np.bool_]:
        """Where nothing is left after the programme, so that no deadweight can be a share of it."""
        return self.after <= 0

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Where the level without the programme does not lie between 0 and the level after it."""
        return (self.without < -_ROUNDING) | (self.without > self.after + _ROUNDING)

    def said(self, point: int) -> str:
        """Say what the comparison gives at one point."""
        name = quoted(titled(self.name.split("/")[-1]))
        after, without = percent(float(self.after[point])), percent(float(self.without[point]))
        return f"the comparison {name} then says {without} without the programme and {after} with it"


def levels(model: Model, points: Mapping[str, Floats]) -> Iterator[Levels]:
    """Follow every comparison whose levels the points move, once each.

    Parameters
    ----------
    model
        The study, resolved.
    points
        Addresses and arrays with one number per point.
    """
    column_of = model.parameters.columns
    moved = {column_of[address]: np.asarray(values, dtype=float) for address, values in points.items()}
    count = max((values.size for values in moved.values()), default=1)
    seen: set[tuple[int, ...]] = set()
    for derived in model.parameters.derived:
        if derived.columns in seen or not moved.keys() & set(derived.columns):
            continue
        if derived.address.split("/")[0] in model.left_out:
            continue
        seen.add(derived.columns)
        rows = model.parameters.rows
        at = [np.broadcast_to(moved.get(column, np.array(rows[column].central)), count) for column in derived.columns]
        without = at[0] + (at[3] - at[2]) if len(at) == 4 else at[0]
        yield Levels(rows[derived.columns[0]].owner, at[1], without)
