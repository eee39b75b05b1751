"""``sroi drivers``: where the uncertainty of a result comes from."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from sroi.analysis.drivers import DRAWS, Driver, Drivers, drivers
from sroi.analysis.knowing.pick_freeze import Share
from sroi.analysis.words.drivers import share
from sroi.cli.machines import for_machines
from sroi.cli.numbers import number_given
from sroi.cli.output import heading, notes_of, say, table
from sroi.cli.ranges import Asked, open_asked
from sroi.cli.records import records

#: Tables, what each is of, and whether it is printed where it has one row.
_TABLES = (
    (("family",), "By family"),
    (("estimate", "correlated", "common"), "By number, and what families have in common"),
    (("outcome",), "By outcome, input and shared estimate: their own errors"),
)


def execute(options: argparse.Namespace) -> int:
    """Find the drivers of a result."""
    asked = open_asked(options)
    model = asked.model
    found = drivers(
        model,
        measure=options.measure,
        perspective=options.perspective,
        shared_error=number_given("shared-error", options.shared_error),
        draws=DRAWS if options.draws is None else options.draws,
        seed=options.seed,
    )
    data = asked.told(_plain(found, options.scenario))
    if not for_machines(options, data, lambda: found.table, asked.study):
        _show(found, options.limit, asked)
        notes_of(model)
    return 0


def _plain(found: Drivers, scenario: str | None) -> dict[str, Any]:
    return {
        "measure": found.output.measure,
        "perspective": found.output.view.id,
        "scenario": scenario,
        "method": found.method,
        "reason": found.reason,
        "draws": found.draws,
        "seed": found.sampler.seed,
        "shared_error": found.sampler.shared_error,
        "mean": found.mean,
        "sd": found.sd,
        "interactions": found.interactions,
        "drivers": records(found.table),
        "summary": list(found.summary),
    }


def _show(found: Drivers, limit: int, asked: Asked) -> None:
    model = found.output.model
    scenario = f", scenario {model.scenario_id}" if model.scenario_id else ""
    heading(f"{model.study.title}: what drives the {found.output.name}{scenario}")
    say(*asked.sentences(found.summary))
    for kinds, title in _TABLES:
        rows = found.by(*kinds)
        if len(rows) < 2 and "estimate" not in kinds:
            continue
        heading(title)
        table(("", "By itself", "With interactions"), [_row(row) for row in rows[:limit]], (1, 2))
        _rest(rows, limit)
    say("", "Shares of the variance. By itself: what would go if that alone were settled. With interactions: "
        "what would stay if all else were settled.")  # fmt: skip


def _row(row: Driver) -> tuple[str, str, str]:
    return row.label, _with_range(row.first), _with_range(row.total)


def _with_range(part: Share) -> str:
    if not part.error:
        return share(part)
    half = 100 * (part.high - part.value)
    return f"{share(part)} ± {half:.0f}" if half >= 0.5 else f"{share(part)} ± {half:.1g}"


def _rest(rows: Sequence[Driver], limit: int) -> None:
    if len(rows) > limit:
        largest = share(rows[limit].total)
        each = "less than 1% each" if largest.startswith("under") else f"{largest} or less each"
        say(f"And {len(rows) - limit:,} more with {each}: --limit {len(rows)} prints all of them.")
