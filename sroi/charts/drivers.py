"""Where the uncertainty of a result comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final

from sroi.analysis.drivers import Driver, Drivers
from sroi.analysis.knowing.errors_asked import ELEMENTARY
from sroi.analysis.knowing.pick_freeze import Share
from sroi.analysis.words.drivers import share
from sroi.analysis.words.naming import quoted
from sroi.charts.basis import caveats
from sroi.charts.chart import Chart, headline
from sroi.charts.frame import GAP, SMALL
from sroi.charts.marks import Bar, Mark, Names, Trace, Words
from sroi.charts.measures import described
from sroi.charts.scales import from_zero
from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.valuation.formats import percent

#: What may stand in the rows, and what several of them are called.
_GROUPS: Final = {
    "number": (ELEMENTARY, "sources"),
    "family": (("family",), "families"),
    "outcome": (("outcome",), "outcomes and inputs"),
}

_OTHERS: Final = "Others"
_TOGETHER: Final = "Several acting together"


def drivers(found: Drivers, group: str = "number", *, most: int = 10) -> Chart:
    """Show which share of the uncertainty comes from what.

    The blue part of a bar is what would go if that error alone were settled, the grey part what it does together with
    others. Where shares were drawn, a thin line is the range in which the blue one lies 9 times in 10.

    Parameters
    ----------
    found
        The shares of the variance.
    group
        ``number``: single numbers and what their families have in common, which add up to everything but what several
        do together; ``family`` or ``outcome``: whole groups, which overlap and do not add up.
    most
        Rows shown on their own.

    Returns
    -------
    Chart
        ``table`` has one row per source, also of those not shown on their own: ``source``, ``kind``, ``first_order``
        and ``total`` (shares of the variance), ``low`` and ``high`` of the first, ``numbers`` behind it, ``name``.

    Raises
    ------
    ValuationError
        ``group-unknown`` for any other group.
    """
    if group not in _GROUPS:
        allowed = f"drivers are grouped by {', '.join(_GROUPS)}"
        raise ValuationError(Problem("group-unknown", f"found {group}", allowed, did_you_mean(group, list(_GROUPS))))
    kinds, plural = _GROUPS[group]
    rows = sorted(found.by(*kinds), key=lambda row: -row.first.value)
    shown, rest = rows[:most], rows[most:]
    sums = list(_sums(found, rest)) if group == "number" else []
    marks = [*_marks(shown), *_sum_marks(sums, len(shown))]
    ends = [end for mark in marks for end in _ends(mark)]
    title = _title(found, rows[0])
    names = [_named(found, row) for row in shown] + [name for name, _ in sums]
    return Chart(
        kind=f"drivers by {group}",
        title=title,
        subtitle=described(found.output, "share of the variance", "blue: by itself, grey: together with others"),
        alt=f"Bar chart. {title}. {' '.join(found.summary[:2])}",
        columns=("source", "kind", "first_order", "low", "high", "total", "numbers", "name"),
        rows=tuple(_row(row) for row in rows),
        marks=tuple(marks),
        across=from_zero(ends, percent),
        up=Names(tuple(names)),
        notes=tuple(_notes(found, rest, plural, bool(sums))),
    )


def _row(row: Driver) -> tuple[str, str, float, float, float, float, int, str]:
    first = row.first
    about = (len(row.asked.members), row.asked.name)
    return row.label, row.asked.kind, first.value, first.low, first.high, row.total.value, *about


def _named(found: Drivers, row: Driver) -> str:
    """The label of a source; what is assumed is called an assumption."""
    label = row.label[:1].upper() + row.label[1:]
    if row.asked.kind == "common":
        return f"{label} (assumption: {percent(found.sampler.shared_error)} of their error)"
    parameter = found.output.model.parameters.row(row.asked.name) if row.asked.kind == "estimate" else None
    return f"{label} (assumption)" if parameter is not None and parameter.assumption else label


def _marks(shown: Sequence[Driver]) -> Iterator[Mark]:
    for place, row in enumerate(shown):
        first, total = row.first, row.total
        both = share(first) == share(total)
        label = share(first) if both else f"{share(first)} (with others {share(total)})"
        says = f"{row.label}: {share(first)} by itself, {share(total)} together with others"
        key, hatched = row.asked.name, first.value < 0
        yield Bar(place, first.value, total.value, "faded", "", "right", says, key)
        yield Bar(place, 0.0, first.value, "main", "", "right", says, key, hatched)
        if first.error:
            yield Trace(((first.low, place), (first.high, place)), "second", thick=2, says="9 times in 10")
        reach = max(0.0, first.value, total.value, first.high)
        yield Words(label, reach, place, right=GAP, down=SMALL / 3)


def _sums(found: Drivers, rest: Sequence[Driver]) -> Iterator[tuple[str, Share]]:
    """What is not shown on its own: smaller sources, and what belongs to none alone."""
    if rest:
        yield f"{_OTHERS} ({len(rest)})", Share(math.fsum(row.first.value for row in rest))
    if found.interactions >= 0.005:
        yield _TOGETHER, Share(found.interactions)


def _sum_marks(sums: Sequence[tuple[str, Share]], start: int) -> Iterator[Mark]:
    for place, (name, part) in enumerate(sums, start):
        yield Bar(place, 0.0, part.value, "faded", share(part), "right", f"{name}: {share(part)}", name)


def _ends(mark: Mark) -> tuple[float, ...]:
    if isinstance(mark, Bar):
        return mark.start, mark.end
    return tuple(across for across, _ in mark.points) if isinstance(mark, Trace) else ()


def _title(found: Drivers, top: Driver) -> str:
    label, size = quoted(top.label[:1].upper() + top.label[1:]), share(top.first)
    return headline(f"{label}: {size} of the uncertainty", f"One source makes up {size} of the uncertainty")


def _notes(found: Drivers, rest: Sequence[Driver], plural: str, summed: bool) -> Iterator[str]:
    if rest and not summed:
        yield f"{len(rest)} more {plural} have smaller shares; the table has them all."
    if not summed:
        yield f"The shares of {plural} overlap and do not add up to 100%."
    yield from found.summary[-2:]
    yield from caveats(found.output.model)
