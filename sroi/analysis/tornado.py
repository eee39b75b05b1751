"""One-way sensitivity: each estimate moved alone across its range, the widest effect first."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.outputs import TIMES, Output, output
from sroi.analysis.spread import spread
from sroi.analysis.words.comparisons import levels
from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.engine import NO_INPUTS
from sroi.valuation.formats import number, percent, unit_text
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.parameters import Parameter

if TYPE_CHECKING:
    import pandas as pd

#: Estimates moved in one call: enough that calls are few, few enough that their ends fit into memory.
_TOGETHER: Final = 512

#: Change by which numbers without a range are put in order.
_PROBE: Final = 0.1

#: An open end of a legal range is come this close to.
_OPEN: Final = 1e-9


@dataclass(frozen=True, slots=True)
class End:
    """One end of the range of an estimate.

    Parameters
    ----------
    value
        The estimate, in its own unit.
    result
        The measure there; None where it is undefined. Infinite for a payback that never comes.
    note
        What must be said of this end: that it was cut, or why there is no result. Empty if nothing.
    """

    value: float
    result: float | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One estimate moved alone, everything else at its central value.

    Parameters
    ----------
    parameter
        The estimate.
    low, high
        Its two ends, by its own value.
    places
        In how many places of the study it stands: a shared estimate moves in all of them at once.
    """

    parameter: Parameter
    low: End
    high: End
    places: int = 1

    @property
    def swing(self) -> float | None:
        """Distance between the two results; None where one of them is undefined."""
        if self.low.result is None or self.high.result is None:
            return None
        return 0.0 if self.low.result == self.high.result else abs(self.high.result - self.low.result)

    @property
    def by_result(self) -> tuple[End, End]:
        """The two ends, the one with the lower result first; by value where a result is undefined."""
        if self.low.result is None or self.high.result is None or self.low.result <= self.high.result:
            return self.low, self.high
        return self.high, self.low


@dataclass(frozen=True)
class Tornado:
    """What a result depends on, one estimate at a time.

    Made by :func:`tornado`.

    Parameters
    ----------
    output
        The measure, the model and the perspective.
    by
        Share by which every stated estimate was moved up and down; None where each moved across its own range.
    bars
        One per estimate, widest swing first; those with an undefined end before all others.
    held
        Stated numbers that did not move: without a range or, where all move by a share, those that are 0. Those to
        which the result is most sensitive come first.
    """

    output: Output
    by: float | None
    bars: tuple[Bar, ...]
    held: tuple[Parameter, ...]

    @property
    def base(self) -> float:
        """The measure in the base case."""
        return self.output.base

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        from sroi.analysis.words.tornado import sentences

        return tuple(sentences(self))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per estimate, widest swing first, then the stated numbers that did not move.

        Columns: ``address``, ``estimate`` (in words), ``unit``, ``assumption``, ``places``; ``central``, ``low``,
        ``high`` (its own values), ``range`` (what low and high are); ``base``, ``at_low``, ``at_high`` (the measure:
        money in the study's currency and price base, ratios per 1 of inputs, paybacks in years and infinite where it
        does not pay back; missing where undefined), ``swing``, ``higher_at`` (``low``, ``high`` or nothing), ``note``.
        """
        import pandas as pd

        return pd.DataFrame([*map(self._moved, self.bars), *map(self._held, self.held)])

    @property
    def range_words(self) -> str:
        """What the ends of every bar are."""
        return "P5 to P95" if self.by is None else f"±{percent(self.by)}"

    @property
    def why_held(self) -> str:
        """Why the numbers that did not move did not."""
        return "no range stated" if self.by is None else f"0, which ±{percent(self.by)} leaves at 0"

    def text(self, result: float | None) -> str:
        """Show a result of this measure to people."""
        return "undefined" if result is None else self.output.text(result)

    @cached_property
    def _places(self) -> Counter[int]:
        return _places(self.output.model)

    def _moved(self, bar: Bar) -> dict[str, Any]:
        better = bar.by_result[1]
        notes = [f"at {unit_text(end.value, bar.parameter)}: {end.note}" for end in (bar.low, bar.high) if end.note]
        return self._row(bar.parameter) | {
            "places": bar.places,
            "low": bar.low.value,
            "high": bar.high.value,
            "range": self.range_words,
            "base": self.base,
            "at_low": math.nan if bar.low.result is None else bar.low.result,
            "at_high": math.nan if bar.high.result is None else bar.high.result,
            "swing": math.nan if bar.swing is None else bar.swing,
            "higher_at": "" if not bar.swing else "high" if better is bar.high else "low",
            "note": "; ".join(notes),
        }

    def _held(self, row: Parameter) -> dict[str, Any]:
        stays: dict[str, Any] = {"places": self._places[self.output.model.parameters.columns[row.address]]}
        stays |= {"low": row.central, "high": row.central, "range": "", "base": self.base}
        at = {"at_low": self.base, "at_high": self.base, "swing": 0.0, "higher_at": "", "note": self.why_held}
        return self._row(row) | stays | at

    def _row(self, row: Parameter) -> dict[str, Any]:
        evidence = {"unit": row.unit, "assumption": row.assumption, "places": 1, "central": row.central}
        return {"address": row.address, "estimate": row.label} | evidence

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(
            self, self.summary, self.table, ("estimate", "low", "central", "high", "at_low", "at_high", "swing")
        )


def tornado(
    study: Study | Model,
    *,
    scenario: str | None = None,
    measure: str = "ratio",
    perspective: str = "social",
    by: float | None = None,
) -> Tornado:
    """Move each estimate alone and see what becomes of a result.

    Parameters
    ----------
    study
        A study, or a model of one of its scenarios.
    scenario
        Id of a scenario or option, where a study is given; None for the base case.
    measure
        Key of :data:`sroi.analysis.outputs.MEASURES`, such as ``ratio``, ``npv`` or ``payback``.
    perspective
        Id of a perspective, such as ``social`` or ``fiscal``.
    by
        None to move each uncertain estimate from its P5 to its P95, so that 9 in 10 of what is believed lies between
        the ends; or a share, such as 0.2, to move every stated number by ±20%, cut where its legal range ends.

    Returns
    -------
    Tornado
        With one bar per estimate. An estimate stated once and used in several places is one bar and moves everywhere
        at once; of a comparison, its levels are the bars. Correlations and shared error play no part: all else stays.

    Raises
    ------
    ValuationError
        ``by-range`` where ``by`` is not above 0 and at most 1; ``measure-unknown``; ``perspective-unknown``;
        ``inputs-zero`` where the base case is undefined; ``payback-undefined``.

    References
    ----------
    ``docs/method.md`` §7; Howard (1988), Decision analysis: practice and promise, Management Science 34(6), 679-695.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10 to 20, value: {low: 20, high: 30}}}}
    ... ''')
    >>> found = tornado(study)
    >>> found.table[["address", "low", "high", "at_low", "at_high"]].round(2).values.tolist()[0]
    ['fit/quantity', 10.0, 20.0, 2.5, 5.0]
    >>> print(found.summary[0])
    Most of the stated uncertainty comes from “Fitter: quantity”: at 10 (the low end of its range: 1 in 20 lies below)
    £2.50 per £1, at 20 (the high end: 1 in 20 lies above) £5.00 per £1.
    """
    model = study if isinstance(study, Model) else Model(study, scenario)
    if by is not None and not 0 < by <= 1:
        allowed = "numbers are moved by more than 0% and at most 100%"
        write = f"for {by:g} per cent write {by:g}%" if 1 < by <= 100 else "write 20%"
        raise ValuationError(Problem("by-range", f"found ±{number(by)}", allowed, write))
    asked = output(model, measure, perspective)
    asked.base  # noqa: B018  (a result that is undefined to begin with has nothing to be compared with)
    counted = [row for row in model.parameters.rows if row.owner not in model.left_out]
    if by is not None:
        # Whoever names a convention of discounting has chosen its rate, and may ask what another would do.
        chosen = [row for row in counted if row.stated or row.family == "discounting"]
        moving = [row for row in chosen if row.central != 0]
        ranges = [_around(row, by) for row in moving]
        held = [row for row in chosen if row.central == 0]
    else:
        moving = [row for row in counted if row.uncertain]
        ranges = [spread(row) for row in moving]
        still = [row for row in counted if row.stated and not row.uncertain]
        # Payback is followed year by year at every point, and net present value gives as good an order.
        probe = output(model, "npv", perspective) if measure in TIMES else asked
        probed = sorted(_bars(probe, still, [_around(row, _PROBE) for row in still], _PROBE), key=_order)
        held = [bar.parameter for bar in probed]
    bars = sorted(_bars(asked, moving, ranges, by), key=_order)
    return Tornado(asked, by, tuple(bars), tuple(held))


def _around(row: Parameter, by: float) -> tuple[float, float]:
    ends = row.central * (1 - by), row.central * (1 + by)
    return min(ends), max(ends)


def _order(bar: Bar) -> tuple[float, float]:
    """Undefined ends first, then by swing; among swings without limit the earlier payback first."""
    if bar.swing is None:
        return -math.inf, -math.inf
    return -bar.swing, min(bar.low.result or 0.0, bar.high.result or 0.0) if math.isinf(bar.swing) else 0.0


def _places(model: Model) -> Counter[int]:
    """In how many places that count each number of the vector stands; a shared estimate's own entry is none."""
    found: Counter[int] = Counter()
    for address, column in model.parameters.columns.items():
        owner = "/".join(address.split("/")[: 2 if address.startswith("inputs/") else 1])
        found[column] += not address.startswith("estimates/") and owner not in model.left_out
    return found


def _bars(
    asked: Output, rows: Sequence[Parameter], ranges: Sequence[tuple[float, float]], by: float | None
) -> Iterator[Bar]:
    """Evaluate all ends in few calls: each estimate stays at its central value but at its own two points."""
    places = _places(asked.model)
    for start in range(0, len(rows), _TOGETHER):
        some = rows[start : start + _TOGETHER]
        cuts = [
            _cut(row, end, by, ("P5", "P95")[place])
            for row, ends in zip(some, ranges[start:], strict=False)
            for place, end in enumerate(ends)
        ]
        points = {}
        for place, row in enumerate(some):
            column = np.full(2 * len(some), row.central)
            column[2 * place : 2 * place + 2] = [cuts[2 * place][0], cuts[2 * place + 1][0]]
            points[row.address] = column
        ends = _ends(asked, points, cuts)
        for place, row in enumerate(some):
            column_of = asked.model.parameters.columns[row.address]
            yield Bar(row, ends[2 * place], ends[2 * place + 1], places[column_of])


def _ends(asked: Output, points: dict[str, Any], cuts: Sequence[tuple[float, str]]) -> list[End]:
    notes = [[note] if note else [] for _, note in cuts]
    undefined: dict[int, str] = {}
    for found in levels(asked.model, points):
        for at in np.flatnonzero(found.broken | found.outside).tolist():
            if found.broken[at]:
                undefined[at] = f"undefined: {found.said(at)}"
            else:
                notes[at].append(found.said(at))
    for point in undefined:
        for address, column in points.items():
            column[point] = asked.model.parameters.row(address).central  # type: ignore[union-attr]
    results = asked.where_defined(points)
    ends = []
    for point, (value, _) in enumerate(cuts):
        if point not in undefined and np.isnan(results[point]):
            undefined[point] = f"undefined: {NO_INPUTS.found}"
        said = [*notes[point], *([undefined[point]] if point in undefined else [])]
        ends.append(End(value, None if point in undefined else float(results[point]), "; ".join(said)))
    return ends


def _cut(row: Parameter, end: float, by: float | None, level: str) -> tuple[float, str]:
    """End a range where the legal range of the number ends, and say so."""
    kind = row.kind
    if kind.holds(end):
        return end, ""
    if end > kind.high:
        legal, bound = kind.high, unit_text(kind.high, row)
    else:
        legal = kind.low + _OPEN if kind.low_open else kind.low
        bound = f"just above {unit_text(kind.low, row)}" if kind.low_open else unit_text(legal, row)
    sign = "+" if abs(end) > abs(row.central) else "−"
    full = f"its {level} is" if by is None else f"{sign}{percent(by)} would be"
    return legal, f"cut at {bound}, the end of its legal range ({full} {unit_text(end, row)})"
