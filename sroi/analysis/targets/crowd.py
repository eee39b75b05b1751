"""The people behind a share in a quantity: 40% of 120 families is 48 of the 120."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from sroi.study.kinds import COUNT
from sroi.valuation.formats import count, number
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter

#: Fewer than that are not counted in whole ones.
FEWEST: Final = 10

#: Families of the numbers that can stand in a quantity.
_FAMILIES: Final = ("quantities", "shared estimates", "counterfactuals")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Those of whom a factor of a quantity takes a share.

    Parameters
    ----------
    size
        How many there are before the share is taken, over all start years.
    name
        What they are, such as ``families`` or ``(families × engaged)``.
    part
        What the share makes of them, such as ``into work`` for the factor ``into-work-share``.
    outcome
        Name of the outcome; None where several use the share.
    """

    size: float
    name: str
    part: str
    outcome: str | None

    def least(self, share: float) -> str:
        """The smallest whole number that is not below a share."""
        return count(math.ceil(self.size * share - 1e-9 * self.size))

    def most(self, share: float) -> str:
        """The largest whole number that is not above a share."""
        return count(math.floor(self.size * share + 1e-9 * self.size))

    def now(self, share: float) -> str:
        """A share of them, to the nearest whole one."""
        return number(round(self.size * share))

    @property
    def those(self) -> str:
        """All of them, in words."""
        about = "" if abs(self.size - round(self.size)) < 0.005 else "about "
        return f"{about}the {number(round(self.size))} {self.name}".replace("about the", "about")


def crowd(model: Model, parameter: Parameter) -> Crowd | None:
    """Find those of whom a share is taken; None where the number is no share of a count of ten or more.

    Examples
    --------
    >>> from sroi.study import Study
    >>> model = Model(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {job: {name: In work, stakeholder: a, quantity: {referred: 120, in-work: 40%}, value: 20}}}
    ... '''))
    >>> found = crowd(model, model.parameters.row("job/quantity/in-work"))
    >>> found.those, found.now(0.4), found.least(0.1475)
    ('the 120 referred', '48', '18')
    """
    if not parameter.kind.share or parameter.family not in _FAMILIES:
        return None
    rows, wanted = model.parameters.rows, model.parameters.columns[parameter.address]
    found: dict[tuple[float, str], list[tuple[str, str]]] = {}
    own = [stream for stream in model.streams if stream.outcome == parameter.owner]
    for stream in own or model.streams:
        outcome, size, name, part = model.study.outcomes[stream.outcome], 0.0, "", ""
        for chain, (_, product) in zip(outcome.quantity.chains, stream.cohorts, strict=True):
            if wanted not in product.columns:
                continue
            at = product.columns.index(wanted)
            before = product.columns[:at]
            if not before or product.constant != 1 or max(before) >= len(rows):
                return None
            if rows[before[0]].kind.name != COUNT.name:
                return None
            size += math.prod(rows[place].central for place in before)
            ids = [_said(factor.id) for factor in chain.factors]
            name, part = ids[0] if at == 1 else f"({' × '.join(ids[:at])})", ids[at]
        if part:
            found.setdefault((size, name), []).append((part, outcome.name))
    if len(found) != 1:
        return None
    (size, name), uses = next(iter(found.items()))
    if size < FEWEST:
        return None
    return Crowd(size, name, uses[0][0], uses[0][1] if len(uses) == 1 else None)


def _said(identifier: str) -> str:
    """A factor in words, without saying that it is a share."""
    words = [word for word in spaced(identifier).split() if word not in ("share", "percent", "percentage")]
    return " ".join(words) or spaced(identifier)
