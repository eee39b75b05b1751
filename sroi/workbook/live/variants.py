"""A study under its base case and each of its scenarios: what differs, and how the study says so."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from sroi.errors import SroiError
from sroi.study.addresses import matching, named_by
from sroi.study.notation import estimate
from sroi.study.places import places
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.scenarios import BASE
from sroi.valuation.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Link:
    """Where the number at an address comes from, before a scenario scales it.

    ``value`` where it is a number of its own; ``to`` the address it shares; ``levels`` the addresses it follows from
    (programme before, after, comparison before, after), ``effect`` whether as a − c.
    """

    value: float | None = None
    to: str | None = None
    levels: tuple[str, ...] = ()
    effect: bool = False


class Variant:
    """The study under one scenario.

    Raises
    ------
    SroiError
        Where the scenario cannot be resolved.
    """

    def __init__(self, study: Study, name: str, base: Model | None = None) -> None:
        self.name = name
        self.model = _resolved(study, name)
        self.base = base or self.model
        self.table = self.model.parameters
        self.factors = dict(self._factors())

    @cached_property
    def valuation(self) -> Valuation | None:
        """Its value; None where it has none, as nothing is invested or valued."""
        try:
            return Valuation(self.model)
        except SroiError:
            return None

    def _factors(self) -> Iterator[tuple[str, float]]:
        """Yield what the scenario scales, by address or container of addresses."""
        stated = self.model.scenario.scale if self.model.scenario else {}
        spots, found = [spot.address for spot in places(self.model.study)], dict[str, float]()
        for pattern, factor in stated.items():
            for address in matching(pattern, spots):
                found[address] = found.get(address, 1.0) * factor
        yield from found.items()

    @property
    def own_factors(self) -> dict[str, float]:
        """Factors on numbers of their own; those in :attr:`product_factors` scale products."""
        return {address: by for address, by in self.factors.items() if address not in self.table.scales}

    @property
    def product_factors(self) -> dict[str, float]:
        """Factors on whole quantities and amounts, and on shared numbers in one of their places."""
        return dict(self.table.scales)

    def by_rule(self, address: str) -> bool:
        """Whether the number follows from the grade of the evidence, which no factor touches."""
        row = self.table.row(address)
        return row is not None and (row.source or "").startswith("ladder of ")

    def link(self, address: str) -> Link | None:
        """Where the number at an address comes from; None where the variant has none there."""
        column = self.table.columns.get(address)
        if column is None:
            return None
        if column >= len(self.table.rows):
            derived = self.table.derived[column - len(self.table.rows)]
            return Link(
                levels=tuple(self.table.rows[level].address for level in derived.columns), effect=derived.effect
            )
        row = self.table.rows[column]
        if row.address != address:
            return Link(to=row.address)
        factor = self.own_factors.get(address, 1.0)
        if factor == 1 or self.by_rule(address):
            return Link(value=row.central)
        return Link(value=self._unscaled(address, row.central, factor))

    def _unscaled(self, address: str, central: float, factor: float) -> float:
        """The number before it was scaled, in the digits it was stated with."""
        stated = self.model.scenario.set if self.model.scenario else {}
        patterns = named_by(stated, {spot.address: spot for spot in places(self.model.study)}).get(address)
        if patterns:
            kind = next(spot.kind for spot in places(self.model.study) if spot.address == address)
            return float(estimate(stated[patterns[-1]], kind).central)
        row = self.base.parameters.row(address) if address in self.base.parameters.columns else None
        if row is not None and math.isclose(row.central * factor, central, rel_tol=1e-12):
            return row.central
        return central / factor if factor else central


def _resolved(study: Study, name: str) -> Model:
    """The study under a scenario; what is wrong with it says under which."""
    if name == BASE:
        return Model(study)
    try:
        return Model(study, name)
    except SroiError as error:
        problems = [replace(one, found=f"under the scenario {name}: {one.found}") for one in error.problems]
        raise type(error)(problems) from None


def variants(study: Study) -> list[Variant]:
    """The base case, then every scenario and option of a study.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> [variant.name for variant in variants(load(studies_folder() / "wheels-to-meals.yaml"))]
    ['base', 'first-year-undiscounted']
    """
    base = Variant(study, BASE)
    return [base, *(Variant(study, name, base.model) for name in (*study.scenarios, *study.options))]
