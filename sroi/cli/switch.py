"""``sroi switch``: what would have to be true of every number, and of two together."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from functools import partial
from typing import Any

from sroi.analysis.break_even import BreakEven, break_even
from sroi.analysis.switching import Switching, switching
from sroi.analysis.targets.amounts import in_unit
from sroi.analysis.targets.goal import Goal
from sroi.analysis.targets.switching_value import SwitchingValue
from sroi.analysis.words.break_even import reason
from sroi.analysis.words.switching import evidence, together, where
from sroi.cli.machines import for_machines
from sroi.cli.opening import open_study
from sroi.cli.output import facts, heading, notes_of, say, table
from sroi.cli.targets import read_goal
from sroi.valuation.model import Model

#: Rows that are printed unless all are asked for.
_ROWS = 15

_ORDER = (
    "Order: distance from now (in widths of its range, or in sizes of the number where no range is stated) divided by "
    "the weakness of the evidence (grade 1 to 6; not graded 3; an assumption, a default or no source 6). It is an "
    "order of ours, not of a standard."
)


def execute(options: argparse.Namespace) -> int:
    """Print the switching values of a study, or the line of two numbers."""
    study = open_study(options.study, options.proxies)
    model = Model(study, options.scenario)
    target = read_goal(options.target, model.base_study, options.measure)
    asked: dict[str, Any] = {"measure": options.measure, "perspective": options.perspective}
    if options.pair:
        first, second = options.pair
        pair = break_even(model, first, second, target, **asked)
        machines = for_machines(options, _plain_pair(pair), lambda: pair.table, study)
        show: Callable[[], None] = partial(_show_pair, pair)
    else:
        found = switching(model, target, **asked)
        machines = for_machines(options, _plain(found), lambda: found.table, study)
        show = partial(_show_all if options.all else _show, found)
    if not machines:
        show()
        notes_of(model)
    return 0


def _title(goal: Goal) -> str:
    model = goal.output.model
    return model.study.title + (f", scenario {model.scenario_id}" if model.scenario_id else "")


def _show(found: Switching) -> None:
    _open(found)
    groups = [rows for rows in found.groups if rows[0].values]
    _table(found, groups[:_ROWS])
    rest = [f"{len(groups) - _ROWS:,} more could"] if len(groups) > _ROWS else []
    without = sum(1 for row in found.rows if row.matters and not row.values)
    idle = sum(1 for row in found.rows if not row.matters)
    if without:
        rest.append(f"{without:,} could not at any value")
    if idle:
        rest.append(f"{idle:,} {'do' if idle > 1 else 'does'} not bear on it")
    if rest:
        say(f"Not shown: {'; '.join(rest)}. --all prints every number in a sentence; -o writes them to a file.")


def _show_all(found: Switching) -> None:
    _open(found)
    _table(found, [rows for rows in found.groups if rows[0].values])
    heading("Every number in words")
    say(*(f"• {text}" for text in found.sentences))


def _open(found: Switching) -> None:
    heading(f"What would have to be true: {_title(found.goal)}")
    say(*(f"• {text}" if text in found.sentences else text for text in found.summary), "")


def _table(found: Switching, groups: list[tuple[SwitchingValue, ...]]) -> None:
    goal = found.goal
    if not groups or goal.side == 0:
        return
    rows = []
    for group in groups:
        row, number = group[0], group[0].parameter
        name = together([each.parameter for each in group])
        ends = " to ".join(in_unit(end, number) for end in row.spread) if row.spread else ""
        rows.append(
            (
                name,
                in_unit(row.base, number),
                where(found, row),
                f"{ends}: inside" if row.inside else ends,
                evidence(number),
            )
        )
    heads = ("Number", "Now", f"{goal.verb.capitalize()} {goal.short} if", "Range, 9 in 10", "Evidence")
    table(heads, rows, ())
    say(_ORDER)


def _show_pair(found: BreakEven) -> None:
    heading(f"Two numbers together: {_title(found.goal)}")
    say(*found.summary)
    if not found.matters:
        return
    rows = []
    for point in found.points:
        shown = [in_unit(value, found.second) for value in point.values]
        also = f"also {', '.join(shown[1:])}" if shown[1:] else ""
        said = "; ".join(filter(None, ["base case" if point.base else "", reason(found, point), also]))
        rows.append((in_unit(point.first, found.first), shown[0] if shown else "", said))
    named = ((letter, f"{row.label} ({row.address})") for letter, row in (("A", found.first), ("B", found.second)))
    facts(named)
    say("")
    table(("A", f"B, for {found.goal.short}", ""), rows, (0, 1))


def _plain(found: Switching) -> dict[str, Any]:
    records = found.table.to_dict("records")
    for record, row in zip(records, found.rows, strict=True):
        record["values"] = list(row.values)
    return {
        **_question(found.goal, found.base),
        "rows": [_finite(record) for record in records],
        "summary": list(found.summary),
    }


def _plain_pair(found: BreakEven) -> dict[str, Any]:
    records = found.table.to_dict("records")
    for record, point in zip(records, found.points, strict=True):
        record["values"] = list(point.values)
    return {
        **_question(found.goal, found.base),
        "first": found.first.address,
        "second": found.second.address,
        "points": [_finite(record) for record in records],
        "summary": list(found.summary),
    }


def _question(goal: Goal, base: float) -> dict[str, Any]:
    rival = goal.rival.model.scenario_id or "base" if goal.rival is not None else None
    return {
        "measure": goal.output.measure,
        "perspective": goal.output.view.id,
        "scenario": goal.output.model.scenario_id,
        "base_result": base,
        "target": goal.target,
        "target_of": rival,
    }


def _finite(record: dict[Any, Any]) -> dict[str, Any]:
    """A record without numbers that JSON does not have."""
    return {
        str(key): None if isinstance(item, float) and not math.isfinite(item) else item for key, item in record.items()
    }
