"""Results of draws in which some errors are drawn anew, worked out again only where these bear."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.analysis.drawing.sampling import FAMILY, Draws, Sampler
from sroi.analysis.exact.expansion import PER_INPUT, Beyond, benefits, invested
from sroi.analysis.exact.products import Sum
from sroi.analysis.outputs import Output
from sroi.errors import ValuationError
from sroi.valuation.engine import NO_INPUTS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Redrawn:
    """A measure by draw, and again with some errors renewed.

    Where the measure is made of sums of products, only the products with a number that changes are worked out again;
    else the engine values every draw anew. Both give the same results.

    Parameters
    ----------
    asked, sampler
        The measure, and what is drawn.
    draws
        How many.
    """

    def __init__(self, asked: Output, sampler: Sampler, draws: int) -> None:
        self._asked, self._sampler, self._draws = asked, sampler, draws
        self._columns = {row.address: asked.model.parameters.columns[row.address] for row in sampler.rows}
        try:
            sums = benefits(asked), invested(asked)
        except Beyond:
            self._sums: tuple[_Drawn, ...] = ()
            self._first = sampler.draw(0, draws)
            return
        self._sums = tuple(_Drawn(whole, self._at(whole.columns), draws) for whole in sums)

    def __call__(self, renewed: Set[str]) -> Floats:
        """Results where some errors are drawn anew and all others stay."""
        changed = {address for address in self._columns if self._bears(address, renewed)}
        if not self._sums:
            again = Draws(self._sampler, renewed).block(0, self._draws)
            rows = {row.address: row for row in self._sampler.rows}
            return self._asked.of(self._first | {address: again.value(rows[address]) for address in changed})
        places = {self._columns[address] for address in changed}
        values, costs = (drawn.renewed(places, self._at(drawn.beside(places), renewed)) for drawn in self._sums)
        measure = self._asked.measure
        if measure not in PER_INPUT:
            return np.asarray({"npv": values - costs, "pv_benefits": values, "pv_inputs": costs}[measure])
        if not np.all(costs > 0):
            raise ValuationError(NO_INPUTS)
        return np.asarray(values / costs - (measure == "net_ratio"))

    def _bears(self, address: str, renewed: Set[str]) -> bool:
        dependence = self._sampler.dependence
        mixed = address in dependence.paired and bool(renewed & set(dependence.paired))
        return mixed or address in renewed or FAMILY + dependence.family_of.get(address, "") in renewed

    def _at(self, places: Set[int], renewed: Set[str] = frozenset()) -> dict[int, Any]:
        """Values of some numbers by draw."""
        drawn = Draws(self._sampler, renewed).block(0, self._draws)
        return {place: drawn[place] for place in places}


class _Drawn:
    """A sum of products by draw, each product kept."""

    def __init__(self, whole: Sum, numbers: dict[int, Any], draws: int) -> None:
        self._terms, self._users = whole.terms, dict[int, list[int]]()
        self._known = np.empty((len(whole.terms), draws))
        for place, term in enumerate(whole.terms):
            self._known[place] = term.at(numbers)
            for column in {column for factor in term.factors for column in factor.columns}:
                self._users.setdefault(column, []).append(place)
        self._total = self._known.sum(axis=0)

    def _touched(self, changed: Set[int]) -> list[int]:
        return sorted({place for column in changed for place in self._users.get(column, ())})

    def beside(self, changed: Set[int]) -> set[int]:
        """Numbers needed to work out again what some numbers bear on."""
        touched = self._touched(changed)
        return {column for place in touched for factor in self._terms[place].factors for column in factor.columns}

    def renewed(self, changed: Set[int], numbers: dict[int, Any]) -> Floats:
        """The sum with some numbers changed."""
        found: Floats = self._total.copy()
        for place in self._touched(changed):
            found += self._terms[place].at(numbers) - self._known[place]
        return found
