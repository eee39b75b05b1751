"""Levers: the few numbers worth moving by hand, and the study with some of them moved."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from sroi.analysis.outputs import Output
from sroi.analysis.simulation import Simulation, simulate
from sroi.analysis.spread import spread
from sroi.analysis.tornado import tornado
from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.formats import money, unit_text
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.sentences import difference
from sroi.valuation.valuation import Valuation

#: Levers that one person can keep in view.
MOST: Final = 8

#: Change by which numbers without any range are put in order, and how far their lever goes.
_AROUND: Final = 0.5

#: Version of the link format.
_VERSION: Final = "1"

#: Id of the scenario that the moved levers make while nobody has named it.
_UNNAMED: Final = "what-if"


@dataclass(frozen=True, slots=True)
class Lever:
    """One number that can be moved.

    Parameters
    ----------
    parameter
        The number.
    low, high
        How far the lever goes, inside the legal range.
    evidence
        P5 and P95 of its stated range; None where no range is stated.
    """

    parameter: Parameter
    low: float
    high: float
    evidence: tuple[float, float] | None

    @property
    def base(self) -> float:
        """Value in the base case."""
        return self.parameter.central

    def within_evidence(self, value: float) -> bool:
        """Whether a value lies inside the stated range; True where none is stated."""
        return self.evidence is None or self.evidence[0] <= value <= self.evidence[1]

    @property
    def marks(self) -> str:
        """Low, base and high in words."""
        row = self.parameter
        base = f"base {unit_text(row.central, row)}"
        if self.evidence is None:
            return f"{base}; no range is stated"
        low, high = (unit_text(end, row) for end in self.evidence)
        return f"low {low}, {base}, high {high} (9 in 10)"


def levers(study: Study | Model, most: int = MOST) -> tuple[Lever, ...]:
    """Choose the numbers that move the ratio most, over their own ranges; over ± 50% where none has a range.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20, deadweight: 20%}}}
    ... ''')
    >>> [(lever.parameter.address, lever.marks) for lever in levers(study)]
    [('fit/quantity', 'low 8, base 9.798, high 12 (9 in 10)')]
    """
    model = study if isinstance(study, Model) else Model(study)
    bars = tornado(model).bars or tornado(model, by=_AROUND).bars
    return tuple(_lever(bar.parameter) for bar in bars[:most])


def _lever(row: Parameter) -> Lever:
    evidence = spread(row) if row.uncertain else None
    low, high = evidence or sorted((row.central * (1 - _AROUND), row.central * (1 + _AROUND)))
    room = (high - low) / 2 if evidence else 0.0
    low, high = max(low - room, row.kind.low), min(high + room, row.kind.high)
    if row.kind.low >= 0 and row.kind.low_open:
        low = max(low, 0.01 * row.central)
    return Lever(row, low, high, evidence)


@dataclass(frozen=True)
class Moved:
    """The result with some levers moved, beside the base case.

    Parameters
    ----------
    base, valuation
        The study as it stands, and with the levers moved.
    simulation
        The range with the levers moved: a moved number is taken as known. None where nothing else has a range.
    """

    base: Valuation
    valuation: Valuation
    simulation: Simulation | None

    @property
    def against_base(self) -> AgainstBase | None:
        """The simulation, with the base case of the study beside it in place of its own."""
        return AgainstBase(self.simulation, self.base.ratio) if self.simulation is not None else None

    @property
    def change(self) -> str:
        """By how much the ratio changes; empty where it does not."""
        by = self.valuation.ratio - self.base.ratio
        if by == 0:
            return ""
        return f"{'+' if by > 0 else ''}{money(by, self.base.study.currency, 2)} against the base case"

    @property
    def sentence(self) -> str:
        """The change in words."""
        currency = self.base.study.currency
        if self.base.ratio == self.valuation.ratio:
            return f"The ratio is that of the base case, {money(self.base.ratio, currency, 2)}."
        said = difference(self.base.ratio, self.valuation.ratio, currency)
        verb = "rises" if self.valuation.ratio > self.base.ratio else "falls"
        return f"The ratio {verb}: {said}."


@dataclass(frozen=True, slots=True)
class AgainstBase:
    """A simulation of moved levers that is read against the base case nobody moved."""

    simulation: Simulation
    base: float

    @property
    def output(self) -> Output:
        """What was asked about."""
        return self.simulation.output

    @property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences."""
        return self.simulation.summary

    def quantile(self, p: float) -> float:
        """Result below which a share ``p`` of the draws lies."""
        return self.simulation.quantile(p)

    def chance_above(self, threshold: float) -> float:
        """Share of the draws with a result above a value."""
        return self.simulation.chance_above(threshold)


def moved(study: Study, values: Mapping[str, float], *, draws: int = 4096, base: Valuation | None = None) -> Moved:
    """Value a study with some numbers at other values.

    Parameters
    ----------
    values
        Addresses and their new values.
    draws
        Draws behind the range.
    base
        The study as it stands, valued, where it is known already.

    Raises
    ------
    SroiError
        As for a scenario that sets these numbers.
    """
    base = base or Valuation(Model(study))
    model = Model(study.replaced(as_scenario(study, _UNNAMED, values)), _UNNAMED) if values else base.model
    try:
        found = simulate(model, draws=draws)
    except ValuationError:
        found = None
    return Moved(base, base if not values else Valuation(model), found)


def as_scenario(study: Study, name: str, values: Mapping[str, float], note: str | None = None) -> dict[str, object]:
    """The document of a study with one more scenario that sets these numbers."""
    document = study.document
    scenario: dict[str, object] = {"set": dict(values)}
    if note:
        scenario["note"] = note
    return {**document, "scenarios": {**(document.get("scenarios") or {}), name: scenario}}


def link_of(study: Study, values: Mapping[str, float]) -> str:
    """Write moved levers as text for a link: format version, study, then each number.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 20%}}}
    ... ''')
    >>> link = link_of(study, {"fit/deadweight": 0.35})
    >>> read_link(study, link)
    {'fit/deadweight': 0.35}
    """
    parts = [f"{quote(address, safe='')}={value!r}" for address, value in values.items()]
    return "~".join([_VERSION, study.hash[:8], *parts])


def read_link(study: Study, text: str) -> dict[str, float]:
    """Read moved levers from a link.

    Raises
    ------
    ValuationError
        ``link-version`` for a format this version does not know; ``link-study`` for a link to another study, or to
        another version of this one; ``link-number`` for anything in it that is not a number of the study in its legal
        range.
    """
    version, *rest = text.split("~")
    if version != _VERSION:
        raise ValuationError(
            Problem(
                "link-version",
                f"found a link of format {version[:12]!r}",
                f"this version of sroi reads format {_VERSION}",
                "ask for a new link; the base case is shown",
            )
        )
    if not rest or rest[0] != study.hash[:8]:
        raise ValuationError(
            Problem(
                "link-study",
                "the link was made for another study, or another version of this one",
                "a link belongs to the study it was made with",
                "open that study, or ask for a new link; the base case is shown",
            )
        )
    rows = Model(study).parameters
    return dict(_number(rows.columns, rows.rows, part) for part in rest[1:])


def _number(columns: Mapping[str, int], rows: Sequence[Parameter], part: str) -> tuple[str, float]:
    address, _, written = part.partition("=")
    address = unquote(address)
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    place = columns.get(address, len(rows))
    row = rows[place] if place < len(rows) else None
    if row is None or not math.isfinite(value) or not row.kind.holds(value):
        allowed = row.kind.allowed if row is not None else "a link names numbers of the study"
        raise ValuationError(
            Problem(
                "link-number", f"found {address[:80]}={written[:30]}", allowed, "ask for a new link", address=address
            )
        )
    return row.address, value
