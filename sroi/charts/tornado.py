"""What a result depends on, one estimate at a time, the widest swing on top."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from sroi.analysis.targets.amounts import in_unit, is_money
from sroi.analysis.tornado import Bar as Swing
from sroi.analysis.tornado import End, Tornado
from sroi.analysis.words.naming import quoted
from sroi.charts.basis import caveats
from sroi.charts.chart import Chart, headline
from sroi.charts.marks import Bar, Mark, Names, Numbers, Rule, Side, Words
from sroi.charts.measures import described, even, finite, nothing_to_draw, written
from sroi.charts.palette import Ink
from sroi.charts.scales import Written, around
from sroi.valuation.parameters import Parameter
from sroi.valuation.rounding import short_money

_MILLION: Final = 1_000_000


def tornado(found: Tornado, *, most: int = 10) -> Chart:
    """Show how far each estimate alone moves a result.

    Each bar runs from the base case: the blue part to the result at the high end of the estimate, the grey part to the
    result at its low end. Both ends are labelled with the estimate and the result there.

    Parameters
    ----------
    found
        A one-way sensitivity analysis.
    most
        Bars shown; how many more there are is said below.

    Returns
    -------
    Chart
        ``table`` has one row per estimate that moved, also of those not shown: ``estimate``, ``low``, ``high`` (in its
        own unit), ``at_low``, ``at_high`` (the measure; missing where undefined), ``assumption``, ``address``.

    Raises
    ------
    ValuationError
        ``chart-empty`` where no estimate moved.
    """
    bars = [bar for bar in found.bars if bar.swing is None or bar.swing > 0]
    how_far = "across its range (9 in 10)" if found.by is None else found.range_words
    if not bars:
        raise nothing_to_draw(
            "no estimate alone moves the result", "give numbers a range, or move each by a share of itself (by 20%)"
        )
    shown = bars[:most]
    results = finite(end.result for bar in shown for end in (bar.low, bar.high))
    say = written(found.output, [*results, found.base])
    mark = even(found.output)
    axis = around([*results, *finite([found.base])], say)
    axis = _with_mark(axis, results, mark, say)
    title = _title(found, bars, say)
    return Chart(
        kind="tornado",
        title=title,
        subtitle=described(found.output, f"each estimate alone, {how_far}", "grey at its low end, blue at its high"),
        alt=f"Tornado chart. {title}. {' '.join(found.summary[:3])}",
        columns=("estimate", "low", "high", "at_low", "at_high", "assumption", "address"),
        rows=tuple(_row(bar) for bar in bars),
        marks=tuple(_marks(found, shown, axis, mark, say)),
        across=axis,
        up=Names(tuple(_named(bar) for bar in shown)),
        notes=(*_left(bars, shown), *caveats(found.output.model)),
    )


def _with_mark(axis: Numbers, results: Sequence[float], mark: float | None, say: Written) -> Numbers:
    """The axis, stretched to hold break-even where that is near."""
    if mark is None or axis.low <= mark <= axis.high:
        return axis
    span = axis.high - axis.low
    near = axis.low - span / 2 <= mark <= axis.high + span / 2
    return around([*results, axis.low, axis.high, mark], say) if near else axis


def _named(bar: Swing) -> str:
    return f"{bar.parameter.label} (assumption)" if bar.parameter.assumption else bar.parameter.label


def _row(bar: Swing) -> tuple[str, float, float, float | None, float | None, bool, str]:
    row = bar.parameter
    return row.label, bar.low.value, bar.high.value, bar.low.result, bar.high.result, row.assumption, row.address


def _marks(found: Tornado, shown: Sequence[Swing], axis: Numbers, mark: float | None, say: Written) -> Iterator[Mark]:
    base = found.base if math.isfinite(found.base) else axis.high
    for place, bar in enumerate(shown):
        yield from _bars(found, bar, place, base, axis, say)
    if mark is not None and axis.low <= mark <= axis.high and mark != found.base:
        yield Rule(mark, f"Breaks even at {say(mark)}", "edge")
    yield Rule(base, f"Base case {say(found.base)}", "text", dashed=False)


def _bars(found: Tornado, bar: Swing, place: int, base: float, axis: Numbers, say: Written) -> Iterator[Mark]:
    inks: tuple[tuple[End, Ink], ...] = ((bar.low, "faded"), (bar.high, "main"))
    ends = [(end, ink, base if end.result is None else min(end.result, axis.high)) for end, ink in inks]
    one_side = (ends[0][2] - base) * (ends[1][2] - base) > 0
    nearer = min(ends, key=lambda item: abs(item[2] - base))[0]
    for end, ink, at in sorted(ends, key=lambda item: -abs(item[2] - base)):  # the longer behind the shorter
        value = _estimate(end.value, bar.parameter)
        label = f"{value} → {say(end.result) if end.result is not None else 'undefined'}"
        left = at < base or (at == base and end is bar.by_result[0])
        if one_side and end is nearer:
            left = not left
        side: Side = "left" if left else "right"
        says = f"{bar.parameter.label}: at {value} the result is {found.text(end.result)}"
        if end.note:
            says += f" ({end.note})"
        if one_side and end is nearer:  # its label stands on the other side of the base case, beside nothing
            yield Bar(place, base, at, ink, "", side, says, bar.parameter.address)
            yield Words(label, base, place, "end" if left else "start", right=-6 if left else 6, down=4)
        else:
            yield Bar(place, base, at, ink, label, side, says, bar.parameter.address)


def _estimate(value: float, row: Parameter) -> str:
    """An estimate in its own unit; millions short, for there is little room beside a bar."""
    if is_money(row) and abs(value) >= _MILLION:
        assert row.study is not None
        return short_money(value, row.study.currency)
    return in_unit(value, row)


def _left(bars: Sequence[Swing], shown: Sequence[Swing]) -> Iterator[str]:
    more = len(bars) - len(shown)
    if more:
        yield f"{more} more estimate{'s move' if more > 1 else ' moves'} the result less; the table has them all."


def _title(found: Tornado, bars: Sequence[Swing], say: Written) -> str:
    top, name = bars[0], quoted(bars[0].parameter.label)
    low, high = (end.result for end in top.by_result)
    if low is None or high is None:
        return headline(f"{name} can leave the result undefined", "One estimate alone can leave the result undefined")
    span = f"{say(low)} to {say(high)}"
    return headline(
        f"{name} matters most: {span}",
        f"One number alone moves the result from {say(low)} to {say(high)}",
    )
