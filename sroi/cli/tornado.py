"""``sroi tornado``: what a result depends on, one estimate at a time, and what it rests on."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from typing import Any

from sroi.analysis.leave_out import NOTHING_LEFT, LeaveOut, Without, leave_out
from sroi.analysis.outputs import Output
from sroi.analysis.targets.amounts import in_unit
from sroi.analysis.tornado import Bar, End, Tornado, tornado
from sroi.analysis.words.marks import said
from sroi.cli.figures import figure, unit
from sroi.cli.machines import for_machines
from sroi.cli.numbers import number_given
from sroi.cli.output import console, heading, notes_of, say, table
from sroi.cli.ranges import open_asked, refuse_idle_ranges
from sroi.cli.records import records
from sroi.valuation.formats import money, part

#: Width that names have at least.
_NAME = 30


def execute(options: argparse.Namespace) -> int:
    """Move each estimate alone, or leave out each outcome."""
    if options.leave_out or options.by is not None:
        refuse_idle_ranges(options, "--leave-out" if options.leave_out else "--by")
    asked = open_asked(options)
    model = asked.model
    about = {"measure": options.measure, "perspective": options.perspective}
    found: Tornado | LeaveOut
    if options.leave_out:
        found = leave_out(model, **about)
    else:
        found = tornado(model, **about, by=number_given("by", options.by))
    data = asked.told(_plain(found, options.scenario))
    if not for_machines(options, data, lambda: found.table, asked.study):
        _heading(found.output)
        say(*asked.sentences(found.summary))
        if isinstance(found, LeaveOut):
            _show_without(found, options.limit)
        else:
            _show_bars(found, options.limit)
        notes_of(model)
    return 0


def _plain(found: Tornado | LeaveOut, scenario: str | None) -> dict[str, Any]:
    about = {
        "measure": found.output.measure,
        "perspective": found.output.view.id,
        "scenario": scenario,
        "base": found.base if abs(found.base) < math.inf else "never",
        "summary": list(found.summary),
    }
    rows = records(found.table)
    if isinstance(found, LeaveOut):
        return about | {"without": rows}
    moved = len(found.bars)
    return about | {"range": found.range_words, "bars": rows[:moved], "held": rows[moved:]}


def _heading(output: Output) -> None:
    model = output.model
    scenario = f", scenario {model.scenario_id}" if model.scenario_id else ""
    heading(f"{model.study.title}: {output.name}{scenario}")
    say(f"Base case: {said(output, output.base)}.")


def _show_bars(found: Tornado, limit: int) -> None:
    wide = [bar for bar in found.bars if bar.swing is None or bar.swing > 0]
    if not wide:
        return
    heading(f"One at a time, results in {unit(found.output)}")
    own = "Each estimate from its P5 to its P95 (9 in 10 of what is believed lies between)"
    say(f"{own if found.by is None else f'Each stated number {found.range_words}'}, all others at their central value.")
    _fitted(("Estimate", "Central", "Lower result", "Higher result", "Swing"), _rows(found, wide[:limit]))
    if len(wide) > limit:
        least = wide[limit].swing
        at_most = "" if least is None else f", with swings of at most {found.text(least)}"
        say(f"And {len(wide) - limit:,} more{at_most}: --limit {len(wide)} prints all of them.")
    if idle := len(found.bars) - len(wide):
        say(f"{idle:,} more {'make' if idle != 1 else 'makes'} no difference to this result.")
    if any(bar.places > 1 for bar in wide[:limit]):
        say("× and a number: stated once, used in so many places, moved in all of them at once.")


def _rows(found: Tornado, bars: Sequence[Bar]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for bar in bars:
        row = bar.parameter
        name = row.label + (" (assumption)" if row.assumption else "") + (f" ×{bar.places}" if bar.places > 1 else "")
        ends = [_end(found, bar, end) for end in bar.by_result]
        swing = "no limit" if bar.swing == math.inf else figure(found.output, bar.swing)
        rows.append((name, in_unit(row.central, row), *ends, swing))
    return rows


def _end(found: Tornado, bar: Bar, end: End) -> str:
    cut = ", cut" if end.note.startswith("cut") else ""
    return f"{figure(found.output, end.result)} at {in_unit(end.value, bar.parameter)}{cut}"


def _fitted(columns: Sequence[str], rows: list[tuple[str, ...]]) -> None:
    """Print a table without the columns that leave no room for names: the central value, then the swing; and say so."""
    shown, dropped = list(range(len(columns))), []
    names = min(_NAME, max(len(row[0]) for row in [tuple(columns), *rows]))
    for least in (1, len(columns) - 1):
        widths = [max(len(row[place]) for row in [tuple(columns), *rows]) + 3 for place in shown[1:]]
        if console().width - sum(widths) < names:
            shown.remove(least)
            dropped.append(columns[least])
    table([columns[place] for place in shown], [[row[place] for place in shown] for row in rows], range(1, len(shown)))
    if dropped:
        say(f"No room here for: {' and '.join(dropped)}. A wider window shows them; -o FILE writes everything.")


def _show_without(found: LeaveOut, limit: int) -> None:
    for name, rows in (("Outcome", found.outcomes), ("Input", found.inputs)):
        heading(f"Without each {name.lower()}, results in {unit(found.output)}")
        _fitted((name, "Present value", "Share", "Result without it", "Change"), _left(found, rows[:limit]))
        if len(rows) > limit:
            say(f"And {len(rows) - limit:,} more with smaller effects: --limit {len(rows)} prints all of them.")


def _left(found: LeaveOut, rows: Sequence[Without]) -> list[tuple[str, ...]]:
    shown: list[tuple[str, ...]] = []
    for row in rows:
        change = "" if row.effect is None else figure(found.output, row.effect)
        if row.effect is not None and row.effect > 0 and set(change) & set("123456789"):
            change = f"+{change}"
        value = money(row.value, found.output.model.study.currency)
        share = "" if row.share is None else part(row.share, 1)
        result = figure(found.output, row.result)
        if row.note == NOTHING_LEFT:
            result, change = NOTHING_LEFT, ""
        shown.append((row.name, value, share, result, change))
    return shown
