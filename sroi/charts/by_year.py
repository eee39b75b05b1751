"""What is invested and what comes of it, year by year, and when it has paid back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sroi.charts.basis import subtitle
from sroi.charts.chart import Chart, headline
from sroi.charts.frame import COLUMN, GAP, LEADING, SMALL
from sroi.charts.lettering import width
from sroi.charts.marks import Bar, Dot, Mark, Names, Numbers, Rule, Side, Trace, Words
from sroi.charts.scales import Written, amounts, ticks
from sroi.valuation.formats import money, number
from sroi.valuation.tables import group_sums
from sroi.valuation.valuation import UNDATED, Valuation

#: Width of the plot by which it is decided whether bars carry their amounts. [px]
_PLOT: Final = 460.0


def by_year(valuation: Valuation) -> Chart:
    """Show benefits and inputs by year, their running total and when it turns positive for good.

    Everything is a present value. Inputs are spent at the start of their year and benefits come evenly within it, as
    for payback (``docs/method.md`` §6), so the running total crosses zero where the discounted payback says.

    Parameters
    ----------
    valuation
        A valued study. Values stated as present values belong to no year: they stand in a column of their own, and
        there is no running total then.

    Returns
    -------
    Chart
        ``table`` has ``year``, ``benefits``, ``inputs``, ``net`` and ``running_total``, in the study's currency and
        price base; ``running_total`` is missing where values belong to no year.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 2, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 150}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 10, duration: 2}}}
    ... ''')
    >>> chart = by_year(evaluate(study))
    >>> chart.title, chart.table["running_total"].tolist()
    ('Pays back after 1.5 years; net present value £50', [-50.0, 50.0])
    """
    rows = _rows(valuation)
    undated = rows[-1][0] == UNDATED
    heights = [height for row in rows for height in _stack(row[1], row[2])]
    written = amounts(valuation.study.currency, [*heights, valuation.npv])
    title = _title(valuation, written, undated)
    running = tuple(_running(rows)) if not undated else ()
    marks = [*_bars(valuation, rows, written), *_total(valuation, running, written)]
    axis = _axis([*heights, *(up for _, up in running)], written)
    return Chart(
        kind="costs and benefits by year",
        title=title,
        subtitle=subtitle("Present value by year", valuation.model),
        alt=f"Column chart. {title}. {_story(valuation, rows, written)}",
        columns=("year", "benefits", "inputs", "net", "running_total"),
        rows=tuple(rows),
        marks=tuple(marks),
        across=Names(tuple("no year" if row[0] == UNDATED else str(row[0]) for row in rows)),
        up=axis,
        notes=valuation.notes,
    )


_Row = tuple[int | str, float, float, float, float | None]


def _rows(valuation: Valuation) -> list[_Row]:
    """Year, benefits, inputs, net and running total, up to the last year in which anything flows."""
    flows, first = valuation.flows, valuation.study.start_year
    costs = flows.present_costs.sum(axis=0)
    undated = bool(np.any(flows.undated))
    gains = np.array([value for year, value in group_sums(valuation, "year").items() if year != UNDATED])
    active = np.flatnonzero((gains != 0) | (costs != 0))
    count = int(active[-1]) + 1 if active.size else 1
    total, rows = 0.0, list[_Row]()
    for t in range(count):
        net = float(gains[t] - costs[t])
        total += net
        rows.append((first + t, float(gains[t]), float(costs[t]), net, None if undated else total))
    if undated:
        value = float(flows.undated.sum())
        rows.append((UNDATED, value, 0.0, value, None))
    return rows


def _stack(gain: float, cost: float) -> tuple[float, float, float]:
    """Ends of the bars of one year: benefits above zero, inputs below it, harms below the inputs."""
    return max(gain, 0.0), -cost, -cost + min(gain, 0.0)


def _bars(valuation: Valuation, rows: list[_Row], written: Written) -> Iterator[Mark]:
    currency = valuation.study.currency
    labels = [written(amount) for row in rows for amount in row[1:3]]
    fits = max(width(label, SMALL) for label in labels) + GAP <= _PLOT / len(rows)
    for place, (year, gain, cost, *_) in enumerate(rows):
        above, paid, below = _stack(gain, cost)
        name = f"{year}" if year != UNDATED else "No year (stated as present value)"
        if gain:
            start, end = (0.0, above) if gain > 0 else (paid, below)
            side: Side = "above" if gain > 0 else "below"
            says = f"{name}: benefits {money(gain, currency)}"
            yield Bar(place, start, end, "main", written(gain) if fits else "", side, says, str(year), gain < 0)
        if cost:
            label = written(cost) if fits and gain >= 0 else ""  # harms stand where the label would
            says = f"{name}: {money(cost, currency)} invested"
            yield Bar(place, 0.0, paid, "second", label, "below", says, str(year), hatched=True)
    yield from _names(rows, fits)


def _names(rows: list[_Row], fits: bool) -> Iterator[Mark]:
    """Name benefits at the highest bar and inputs at the deepest."""
    beyond = GAP + SMALL * LEADING if fits else GAP
    most = max(range(len(rows)), key=lambda place: rows[place][1])
    above, _, below = _stack(rows[most][1], rows[most][2])
    up = rows[most][1] >= 0
    shift = -beyond if up else beyond + SMALL * 0.8
    yield Words("Benefits", most, above if up else below, "middle", True, down=shift)
    free = [place for place, row in enumerate(rows) if row[2] > 0 and row[1] >= 0]
    if free:
        deep = max(free, key=lambda place: rows[place][2])
        yield Words("Invested", deep, -rows[deep][2], "middle", True, down=beyond + SMALL * 0.8)
    else:  # every input has harms below it: its name stands beside it
        deep = max(range(len(rows)), key=lambda place: rows[place][2])
        amount = -rows[deep][2] / 2
        yield Words("Invested", deep, amount, "start", True, right=COLUMN / 2 + GAP, down=SMALL / 3)


def _running(rows: list[_Row]) -> Iterator[tuple[float, float]]:
    """The running total through each year: down by its inputs at its start, then evenly up by its benefits."""
    total = 0.0
    for place, (_, gain, cost, *_) in enumerate(rows):
        yield place - 0.5, total
        total -= cost
        yield place - 0.5, total
        total += gain
        yield place + 0.5, total


def _total(valuation: Valuation, running: tuple[tuple[float, float], ...], written: Written) -> Iterator[Mark]:
    if not running:
        return
    back = valuation.payback.discounted_years
    yield Trace(running, "grey", says="Running total: benefits so far less inputs so far")
    across, up = running[-1]
    yield Dot(across, up, "grey", f"Running total {written(up)}", "right", "Net present value", "npv")
    if isinstance(back, float) and back > 0:
        yield Rule(back - 0.5, f"Pays back after {_years(back)}", "grey")


def _axis(heights: list[float], written: Written) -> Numbers:
    """Room for two lines of words above the highest and below the lowest."""
    high, low = max([0.0, *heights]), min([0.0, *heights])
    room = 0.14 * (high - low or 1.0)
    top, bottom = high + room, low - room if low < 0 else 0.0
    marks = [mark for mark in ticks(low, high) if bottom <= mark <= top]
    return Numbers(bottom, top, tuple((mark, written(mark)) for mark in marks))


def _years(value: float) -> str:
    shown = number(round(value, 1))
    return f"{shown} year{'' if shown == '1' else 's'}"


def _title(valuation: Valuation, written: Written, undated: bool) -> str:
    if undated:
        value = written(float(valuation.flows.undated.sum()))
        return headline(f"{value} of benefits belongs to no year, so payback is undefined")
    back = valuation.payback.discounted_years
    if isinstance(back, float):
        front = f"Pays back after {_years(back)}" if back > 0 else "Costs are covered from the start"
        return headline(f"{front}; net present value {written(valuation.npv)}")
    span = _years(valuation.study.horizon)
    return headline(f"Does not pay back within {span}: net present value {written(valuation.npv)}")


def _story(valuation: Valuation, rows: list[_Row], written: Written) -> str:
    dated = [row for row in rows if row[0] != UNDATED]
    gain, cost = max(dated, key=lambda row: row[1]), max(dated, key=lambda row: row[2])
    said = [f"{written(valuation.pv_inputs)} is invested, most of it in {cost[0]} ({written(cost[2])})"]
    if gain[1] > 0:
        said.append(f"benefits are largest in {gain[0]} ({written(gain[1])})")
    return f"{', and '.join(said)}. In all {written(valuation.pv_benefits)} of benefits."
