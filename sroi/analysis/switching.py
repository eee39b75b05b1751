"""Switching values: for every number of a study, the value at which the result meets a target."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.analysis.spread import spread
from sroi.analysis.targets.alone import Apart
from sroi.analysis.targets.bent import bent
from sroi.analysis.targets.goal import Goal, goal
from sroi.analysis.targets.movements import Meeting, Movements
from sroi.analysis.targets.straight import straight
from sroi.analysis.targets.switching_value import SwitchingValue
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.parameters import Parameter
from sroi.valuation.searching import bending, life_roles, scan, searched

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Switching:
    """What would have to be true of each number, alone, for the result to meet a target.

    Made by :func:`switching`.

    Parameters
    ----------
    goal
        What is to meet what.
    rows
        One for every number of the study, shared ones once: first those whose switching value lies inside their stated
        range, then those with one outside, then those that would have to change their sign, each by distance divided by
        weakness of evidence (see :class:`SwitchingValue`); then those without; last those that do not matter to the
        result.
    """

    goal: Goal
    rows: tuple[SwitchingValue, ...]

    @property
    def base(self) -> float:
        """The result in the base case."""
        return float(self.goal.results(self.goal.base))

    def row(self, address: str) -> SwitchingValue:
        """The row of one number.

        Raises
        ------
        ValuationError
            ``address-unknown``, ``address-derived`` or ``address-shared``, with what to write instead.
        """
        from sroi.valuation.solve import stated_number

        wanted = stated_number(self.goal.output.model, address).address
        return next(row for row in self.rows if row.address == wanted)

    @property
    def groups(self) -> tuple[tuple[SwitchingValue, ...], ...]:
        """The rows, those together that say the same: deductions of one outcome all left at 0 switch at one value."""
        found: dict[tuple[Any, ...], list[SwitchingValue]] = {}
        for row in self.rows:
            alike: tuple[Any, ...] = (row.address,)
            if row.value is not None and not row.parameter.stated and row.parameter.kind.share:
                alike = row.parameter.owner, row.base, float(f"{row.value:.9g}")
            found.setdefault(alike, []).append(row)
        return tuple(map(tuple, found.values()))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """One sentence for each of :attr:`groups`."""
        from sroi.analysis.words.switching import sentence

        return tuple(sentence(self, group) for group in self.groups)

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        from sroi.analysis.words.switching import summary

        return tuple(summary(self))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per number, in the order of the ranking.

        Columns: ``address``, ``number`` (in words), ``unit``, ``stated`` (False where it is left at its default),
        ``base``, ``value`` (the closest switching value; missing where there is none in range), ``values`` (how many
        there are), ``inside`` (inside the stated range), ``low``, ``high`` (P5 and P95; missing where no range is
        stated), ``distance``, ``weakness``, ``nearness`` (see :class:`SwitchingValue`), ``grade``, ``assumption``,
        ``source``, ``searched_low``, ``searched_high``, ``at_low``, ``at_high`` (the result at the ends of the range
        searched), ``matters``, ``sentence``. Numbers are in their own unit, results in the measure's.
        """
        import pandas as pd

        from sroi.analysis.words.switching import sentence

        records = []
        for row in self.rows:
            number, ends = row.parameter, row.spread or (math.nan, math.nan)
            records.append(
                {
                    "address": row.address,
                    "number": number.label,
                    "unit": number.unit,
                    "stated": number.stated,
                    "base": row.base,
                    "value": math.nan if row.value is None else row.value,
                    "values": len(row.values),
                    "inside": row.inside,
                    "low": ends[0],
                    "high": ends[1],
                    "distance": math.nan if row.distance is None else row.distance,
                    "weakness": row.weakness,
                    "nearness": math.nan if row.nearness is None else row.nearness,
                    "grade": number.grade,
                    "assumption": number.assumption,
                    "source": number.source,
                    "searched_low": row.searched[0],
                    "searched_high": row.searched[1],
                    "at_low": row.at_low,
                    "at_high": row.at_high,
                    "matters": row.matters,
                    "sentence": sentence(self, (row,)),
                }
            )
        return pd.DataFrame(records)

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table, ("number", "base", "value", "inside", "low", "high", "grade"))


def switching(
    study: Study | Model,
    target: float | str | None = None,
    *,
    scenario: str | None = None,
    measure: str = "ratio",
    perspective: str = "social",
) -> Switching:
    """Find, for every number of a study, the value at which the result meets a target, everything else in place.

    Every estimate is asked, stated or left at its default, with a range or without; a shared one once, where it is
    stated; the levels of a comparison instead of the share that follows from them.

    Parameters
    ----------
    study
        The study, or a model of one of its scenarios.
    target
        What is to be met: a number, or the id of a scenario or option of the study (``base`` for its base case), also
        written ``option:ID`` or ``scenario:ID``. A number that is moved moves in the rival too. If left out: a ratio of
        1, a net ratio or a net present value of 0.
    scenario
        Scenario or option of the study that is asked about.
    measure
        ``ratio``, ``net_ratio``, ``npv``, ``pv_benefits`` or ``pv_inputs``.
    perspective
        Id of a perspective, such as ``social`` or ``fiscal``.

    Returns
    -------
    Switching
        Ranked: what is closest and weakest first.

    Raises
    ------
    ValuationError
        See :func:`sroi.analysis.targets.goal.goal`.

    References
    ----------
    HM Treasury, The Green Book, "switching values": how far a number would have to change for an option to cease to be
    worth while, and how likely that is. The ranking is ours.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 900}}, discounting: undiscounted,
    ...  outcomes: {job: {name: In work, stakeholder: a, quantity: {people: 120, hired: 40% (30% to 50%)}, value: 50}}}
    ... ''')
    >>> found = switching(study)
    >>> round(found.row("job/quantity/hired").value, 12), found.row("job/quantity/hired").inside
    (0.15, False)
    """
    asked = goal(study, target, scenario=scenario, measure=measure, perspective=perspective)
    rows = asked.output.model.parameters.rows
    ranges = [searched_range(asked, row) for row in rows]
    met = meetings(asked, rows, ranges)
    found = [_value(asked, row, meeting, limits) for row, meeting, limits in zip(rows, met, ranges, strict=True)]
    return Switching(asked, tuple(sorted(found, key=lambda row: row.rank)))


def searched_range(asked: Goal, row: Parameter) -> tuple[float, float]:
    """Range in which a number is looked for: legal in the model, and in the rival where it moves there too."""
    low, high = searched(asked.output.model, row)
    factor = asked.follows.get(row.address, 0.0)
    if asked.rival is not None and factor:
        ends = [end / factor for end in searched(asked.rival.model, counterpart(asked, row))]
        low, high = max(low, min(ends)), min(high, max(ends))
    return min(low, row.central), max(high, row.central)


def counterpart(asked: Goal, row: Parameter) -> Parameter:
    """The number of the rival that moves with one of the model."""
    assert asked.rival is not None
    other = asked.rival.model.parameters.row(row.address)
    assert other is not None
    return other


def bends(asked: Goal) -> set[str]:
    """Addresses of the numbers in which present values, of the model or of its rival, are no straight line."""
    found = set()
    for side in (asked.output, *((asked.rival,) if asked.rival else ())):
        columns, places = side.model.parameters.columns, bending(side.model)
        found |= {row.address for row in side.model.parameters.rows if columns[row.address] in places}
    return found


def meetings(asked: Goal, rows: Sequence[Parameter], ranges: Sequence[tuple[float, float]]) -> list[Meeting]:
    """Where the target is met as each of some numbers moves alone over its range."""
    model, apart, curved = asked.output.model, Apart(asked), bends(asked)
    names, columns, roles = [row.address for row in rows], model.parameters.columns, life_roles(model)
    moves = Movements(
        sums=lambda which, at: apart.sums([names[place] for place in which], at),
        base=np.repeat(asked.base[:, None], len(rows), axis=1),
        low=np.array([low for low, _ in ranges]),
        start=np.array([row.central for row in rows]),
        high=np.array([high for _, high in ranges]),
        bent=np.array([name in curved for name in names]),
        scan=lambda place: scan(model, rows[place], *ranges[place], roles.get(columns[names[place]])),
    )
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        found = straight(asked, moves, np.flatnonzero(~moves.bent))
        rest = [place for place in range(len(rows)) if place not in found]
        found |= bent(asked, moves, np.array(rest, dtype=np.intp))
    return [found[place] for place in range(len(rows))]


def _value(asked: Goal, row: Parameter, met: Meeting, limits: tuple[float, float]) -> SwitchingValue:
    roots = sorted(met.roots, key=lambda root: abs(root - row.central))
    cuts = [limits[0], *met.roots, limits[1]]
    beyond = [
        (low, high) for low, high, side in zip(cuts, cuts[1:], met.sides, strict=False) if side and side == -asked.side
    ]
    return SwitchingValue(
        row,
        tuple(roots),
        tuple(_joined(beyond)) if met.roots else (),
        limits,
        spread(row) if row.uncertain else None,
        met.at_low,
        met.at_high,
        met.matters,
        asked.output.model.horizon,
    )


def _joined(stretches: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches, those that touch as one."""
    joined: list[tuple[float, float]] = []
    for low, high in stretches:
        if joined and joined[-1][1] == low:
            low = joined.pop()[0]
        joined.append((low, high))
    return joined
