"""``sroi evpi``: what it would be worth to know more before deciding."""

from __future__ import annotations

import argparse
from typing import Any

from sroi.analysis.information import DRAWS, Information, Knowledge, information
from sroi.cli.machines import for_machines
from sroi.cli.numbers import number_given
from sroi.cli.output import heading, notes_of, say, table
from sroi.cli.ranges import Asked, open_asked
from sroi.cli.records import records
from sroi.valuation.formats import part

#: Tables, and what each is of.
_TABLES = (
    ("estimate", "What each number would be worth to know, and no other"),
    ("family", "By family: all numbers of it"),
    ("outcome", "By outcome, input and shared estimate: all numbers of it"),
    ("source", "By source: all numbers that rest on it"),
)


def execute(options: argparse.Namespace) -> int:
    """Find the worth of information."""
    asked = open_asked(options)
    model = asked.model
    found = information(
        model,
        perspective=options.perspective,
        between=options.between,
        shared_error=number_given("shared-error", options.shared_error),
        draws=DRAWS if options.draws is None else options.draws,
        seed=options.seed,
    )
    data = asked.told(_plain(found, options.scenario, options.seed))
    if not for_machines(options, data, lambda: found.table, asked.study):
        _show(found, options.limit, asked)
        notes_of(model)
    return 0


def _plain(found: Information, scenario: str | None, seed: int) -> dict[str, Any]:
    return {
        "perspective": found.output.view.id,
        "scenario": scenario,
        "between": found.between,
        "choices": [
            {"name": choice.name, "expected_npv": choice.mean, "best": place == found.best}
            for place, choice in enumerate(found.choices)
        ],
        "evpi": found.worth.value,
        "standard_error": found.worth.error,
        "changing": found.changing,
        "draws": found.draws,
        "seed": seed,
        "worth": records(found.table),
        "summary": list(found.summary),
    }


def _show(found: Information, limit: int, asked: Asked) -> None:
    model = found.output.model
    scenario = f", scenario {model.scenario_id}" if model.scenario_id else ""
    view = "" if found.output.view.id == "social" else f" ({found.output.view.title})"
    heading(f"{model.study.title}: what knowing more would be worth{view}{scenario}")
    say(*asked.sentences(found.summary))
    if found.decided or found.negligible:
        return
    for kind, title in _TABLES:
        rows = [row for row in found.by(kind) if not found.idle(row)]
        if len(found.by(kind)) < 2 and kind != "estimate":
            continue
        heading(title)
        if rows:
            columns = ("", "Worth", "9 in 10", "Of everything")
            table(columns, [_row(found, row) for row in rows[:limit]], (1, 2, 3))
        if len(rows) > limit:
            largest = found.text(rows[limit].worth.value, found.worth.value)
            say(f"And {len(rows) - limit:,} more with {largest} or less each: --limit {len(rows)} prints all of them.")
        if idle := len(found.by(kind)) - len(rows):
            rest = ("All" if not rows else "The other") + (f" {idle:,}" if idle > 1 else "")
            say(f"{rest}: next to nothing, less than {found.least_text}{' each' if idle > 1 else ''}.")


def _row(found: Information, row: Knowledge) -> tuple[str, ...]:
    return row.label, *found.worth_text(row.worth), part(row.worth.value, found.worth.value)
