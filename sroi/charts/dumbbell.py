"""Scenarios and options side by side: each result with the range of its draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sroi.analysis.options import Alternative, SideBySide
from sroi.analysis.outputs import Output, output
from sroi.analysis.words.naming import quoted, scenario_name
from sroi.charts.basis import caveats
from sroi.charts.chart import Chart, headline
from sroi.charts.frame import DOT, GAP, SMALL
from sroi.charts.marks import Dot, Mark, Names, Numbers, Rule, Trace, Words
from sroi.charts.measures import described, even, nothing_to_draw, written
from sroi.charts.scales import Written, around
from sroi.errors import Problem, ValuationError
from sroi.valuation.labels import spaced

#: What can be drawn.
_MEASURES: Final = ("ratio", "npv", "pv_inputs")

#: Longest list of changes that stands below a name; the table of the analysis has all. [letters]
_SHORT: Final = 90

_Drawn = tuple[Alternative, float, tuple[float, float] | None]


def dumbbell(found: SideBySide, measure: str = "ratio") -> Chart:
    """Show base case, scenarios and options, each with the range in which 9 in 10 draws lie.

    Parameters
    ----------
    found
        Scenarios and options side by side.
    measure
        ``ratio``, ``npv`` or ``pv_inputs``.

    Returns
    -------
    Chart
        ``table`` has one row per alternative: ``alternative``, ``kind``, ``result``, ``low`` and ``high`` (missing
        without draws), ``better_in`` (share of draws above the base case of the same draw), ``changes``.

    Raises
    ------
    ValuationError
        ``measure-unknown`` for any other measure; ``chart-empty`` where no alternative has a result.
    """
    if measure not in _MEASURES:
        allowed = f"scenarios stand side by side by {', '.join(_MEASURES)}"
        raise ValuationError(Problem("measure-unknown", f"found the measure {measure}", allowed, "write ratio"))
    drawn = [(item, at, item.ranges.get(measure)) for item, at in _results(found, measure)]
    if not drawn:
        raise nothing_to_draw("no alternative has a ratio: nothing counted is invested", "ask for npv")
    asked = output(found.base.valuation.model, measure, found.perspective)
    ends = [end for _, at, span in drawn for end in (at, *(span or ()))]
    say = written(asked, ends)
    mark = even(asked)
    axis = around([*ends, *([mark] if mark is not None else [])], say)
    title = _title(asked, drawn, say)
    said = "; ".join(f"{_called(item)}: {_label(at, span, say)}" for item, at, span in drawn)
    return Chart(
        kind="scenarios side by side",
        title=title,
        subtitle=_subtitle(found, asked),
        alt=f"Dots with ranges. {title}. {said}.",
        columns=("alternative", "kind", "result", "low", "high", "better_in", "changes"),
        rows=tuple(
            (_called(item), item.kind, at, *(span or (None, None)), item.above_base.get(measure), item.changes)
            for item, at, span in drawn
        ),
        marks=tuple(_marks(drawn, axis, mark, say)),
        across=axis,
        up=Names(
            tuple(_called(item) for item, _, _ in drawn),
            tuple(item.changes if len(item.changes) <= _SHORT else "" for item, _, _ in drawn),
            frozenset(place for place, (item, _, _) in enumerate(drawn) if item.kind == "base case"),
        ),
        notes=(
            *found.summary[-1:],
            *caveats(found.base.valuation.model),
        ),  # how the ranges were found, or why there are none
    )


def _results(found: SideBySide, measure: str) -> Iterator[tuple[Alternative, float]]:
    for item in found.alternatives:
        value = getattr(item, measure)
        if value is not None:
            yield item, float(value)


def _called(item: Alternative) -> str:
    return f"Option: {spaced(item.id)}" if item.kind == "option" else scenario_name(item.id)


def _in_a_title(item: Alternative) -> str:
    return "The base case" if item.kind == "base case" else quoted(scenario_name(item.id))


def _subtitle(found: SideBySide, asked: Output) -> str:
    varied = [{"convention": "discounting"}.get(row.address, row.address) for row in found.rows]
    return described(asked, *(["ranges hold 9 in 10 draws"] if found.draws else []), varied=varied)


def _label(at: float, span: tuple[float, float] | None, say: Written) -> str:
    return f"{say(at)} ({say(span[0])} to {say(span[1])})" if span is not None else say(at)


def _marks(drawn: Sequence[_Drawn], axis: Numbers, mark: float | None, say: Written) -> Iterator[Mark]:
    base = next((at for item, at, _ in drawn if item.kind == "base case"), None)
    if mark is not None and axis.low <= mark <= axis.high:
        yield Rule(mark, f"Breaks even at {say(mark)}", "edge")
    if base is not None and base != mark:
        yield Rule(base, "Base case", "grey", dashed=False)
    for row, (item, at, span) in enumerate(drawn):
        label = _label(at, span, say)
        says = f"{_called(item)}: {label}{f'; {item.changes}' if item.changes else ''}"
        end = at
        if span is not None:
            yield Trace(((span[0], row), (span[1], row)), "edge", thick=4, says=says)
            end = max(at, span[1])
        yield Dot(at, row, "second" if item.kind == "option" else "main", says=says, key=item.id)
        yield Words(label, end, row, right=DOT if end == at else GAP, down=SMALL / 3)


def _title(asked: Output, drawn: Sequence[_Drawn], say: Written) -> str:
    if len(drawn) == 1:
        return headline(f"{say(drawn[0][1])} in the base case; the study has no scenarios")
    best, worst = max(drawn, key=lambda row: row[1]), min(drawn, key=lambda row: row[1])
    if best[1] == worst[1]:
        return headline(f"All alternatives come to {say(best[1])}")
    front = f"{_in_a_title(best[0])} is highest at {say(best[1])}"
    last = _in_a_title(worst[0])
    ends = f"{front}; {last[0].lower()}{last[1:]} lowest at {say(worst[1])}"
    return headline(ends, front, f"Results run from {say(worst[1])} to {say(best[1])}")
