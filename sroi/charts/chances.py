"""How sure a result is: twenty possible results, and the chance of more than any value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Protocol

import numpy as np

from sroi.analysis.outputs import Output
from sroi.charts.basis import caveats
from sroi.charts.chart import Chart, headline
from sroi.charts.marks import Disc, Dot, Mark, Numbers, Rule, Side, Trace
from sroi.charts.measures import described, even, written
from sroi.charts.palette import Ink
from sroi.charts.scales import Written, around
from sroi.valuation.formats import part

#: Possible results drawn as dots: few enough to be seen at a glance.
DOTS: Final = 20

#: Diameters of a dot that the axis is long.
_ACROSS: Final = 18

#: Ends of the range that is named: 9 in 10 results lie between them.
_ENDS: Final = (0.05, 0.95)


class Simulated(Protocol):
    """What is asked of a simulation here; :class:`sroi.analysis.simulation.Simulation` has it."""

    @property
    def output(self) -> Output:
        """What was asked about."""

    @property
    def base(self) -> float:
        """Result of the base case."""

    @property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences."""

    def quantile(self, p: float) -> float:
        """Result below which a share ``p`` of the draws lies."""

    def chance_above(self, threshold: float) -> float:
        """Share of the draws with a result above a value."""


def dots(found: Simulated, threshold: float | None = None) -> Chart:
    """Show a simulation as twenty equally likely results, counted against a threshold.

    Parameters
    ----------
    found
        A simulation.
    threshold
        Result to count against; None for break-even, or the base case of measures without one.

    Returns
    -------
    Chart
        ``table`` has one row per dot: ``chance_below`` (2.5%, 7.5%, … 97.5%), ``result`` (that quantile) and ``above``,
        whether it lies above the threshold.

    References
    ----------
    Kay, Kola, Hullman and Munson (2016), When (ish) is my bus? Proceedings of CHI, 5092-5103; Fernandes, Walls, Munson,
    Hullman and Kay (2018), Uncertainty displays using quantile dotplots or CDFs improve transit decision-making,
    Proceedings of CHI, paper 144.
    """
    at = _threshold(found, threshold)
    levels = (np.arange(DOTS) + 0.5) / DOTS
    results = [found.quantile(float(level)) for level in levels]
    say = written(found.output, results)
    axis = _with_room(around([*results, at], say))
    above = sum(result > at for result in results)
    title = headline(f"{above} in {DOTS} above {say(at)}, {DOTS - above} in {DOTS} at or below")
    return Chart(
        kind="quantile dots",
        title=title,
        subtitle=described(found.output, f"{DOTS} equally likely results"),
        alt=f"{DOTS} dots, one for each equally likely result. {title}. {_said(found, at, say)}",
        columns=("chance_below", "result", "above"),
        rows=tuple((float(level), result, result > at) for level, result in zip(levels, results, strict=True)),
        marks=(*_pile(results, at, axis, say), *_rules(found, at, axis, say)),
        across=axis,
        notes=_notes(found),
    )


def curve(found: Simulated, threshold: float | None = None) -> Chart:
    """Show the chance of more than any value.

    Parameters
    ----------
    found
        A simulation.
    threshold
        Result whose chance is named; None for break-even, or the base case of measures without one.

    Returns
    -------
    Chart
        ``table`` has ``result`` and ``chance_above`` at every half per cent from 0.5% to 99.5%.
    """
    at = _threshold(found, threshold)
    levels = np.arange(1, 200) / 200
    points = [(found.quantile(float(level)), 1 - float(level)) for level in levels]
    say = written(found.output, [result for result, _ in points])
    axis = around([*(result for result, _ in points), at], say)
    chance = found.chance_above(at)
    title = headline(f"{_percent(chance)} chance of more than {say(at)}")
    line = ((axis.low, 1.0), *points, (axis.high, 0.0))
    side: Side = "right" if at < (axis.low + axis.high) / 2 else "left"
    return Chart(
        kind="chance of more than",
        title=title,
        subtitle=described(found.output, "chance that the result is more than each value"),
        alt=f"Falling curve. {title}. {_said(found, at, say)}",
        columns=("result", "chance_above"),
        rows=tuple(points),
        marks=(
            *_rules(found, at, axis, say),
            Trace(line, "main"),
            Trace(((axis.low, chance), (at, chance)), "edge", dashed=True, thick=1),
            Dot(at, chance, "second", f"{_percent(chance)} above {say(at)}", side),
        ),
        across=axis,
        up=Numbers(0.0, 1.0, tuple((share / 4, f"{25 * share}%") for share in range(5))),
        notes=_notes(found),
    )


def _threshold(found: Simulated, threshold: float | None) -> float:
    if threshold is not None:
        return threshold
    mark = even(found.output)
    return mark if mark is not None else found.base


def _percent(share: float) -> str:
    """A chance in whole per cent; never 0% or 100% of what is not impossible or certain."""
    if share in (0.0, 1.0):
        return f"{share:.0%}"
    return "Under 1%" if share < 0.01 else "Over 99%" if share > 0.99 else f"{share:.0%}"


def _pile(results: list[float], at: float, axis: Numbers, say: Written) -> Iterator[Mark]:
    """Dots at their own results, each on the lowest level on which it touches no other."""
    wide = (axis.high - axis.low) / _ACROSS
    ends: list[float] = []
    for result in results:
        level = next((place for place, end in enumerate(ends) if result - wide >= end), len(ends))
        if level == len(ends):
            ends.append(result)
        ends[level] = result
        ink: Ink = "main" if result > at else "faded"
        yield Disc(result, level, wide, ink, f"One of {DOTS} equally likely results: {say(result)}")


def _with_room(axis: Numbers) -> Numbers:
    """The axis with room for half a dot beyond either end."""
    half = (axis.high - axis.low) / (_ACROSS - 1) / 2
    return Numbers(axis.low - half, axis.high + half, axis.ticks)


def _rules(found: Simulated, at: float, axis: Numbers, say: Written) -> Iterator[Mark]:
    if axis.low <= found.base <= axis.high and found.base != at:
        yield Rule(found.base, f"Base case {say(found.base)}", "edge")
    yield Rule(at, f"{say(at)}", "second", dashed=False)


def _said(found: Simulated, at: float, say: Written) -> str:
    low, high = (say(found.quantile(p)) for p in _ENDS)
    chance = part(found.chance_above(at), 1)
    return f"9 in 10 results lie between {low} and {high}; the chance of more than {say(at)} is {chance}."


def _notes(found: Simulated) -> tuple[str, ...]:
    """The range, what was assumed of errors that move together, and what stands below every chart of the study."""
    assumed = [sentence for sentence in found.summary if sentence.startswith("Assumption")]
    return (found.summary[0], *assumed, *caveats(found.output.model))
