"""``sroi reproduce``: run again what a report or workbook says, and compare digit by digit."""

from __future__ import annotations

import argparse

from sroi.analysis.recorded.artefacts import record_in
from sroi.analysis.recorded.record import NUMBERS
from sroi.analysis.rerun import Rerun, rerun
from sroi.cli.main import DONE
from sroi.cli.opening import open_study
from sroi.cli.output import facts, for_machines, heading, say, table
from sroi.errors import FileError, Problem
from sroi.valuation.scenarios import BASE

#: Exit code where the numbers are not the same.
_DIFFERENT = 1


def execute(options: argparse.Namespace) -> int:
    """Run again what a file records."""
    record = record_in(options.file)
    study = open_study(options.study, options.proxies) if options.study else None
    if study is None and options.proxies:
        said = "found --proxies without --study", "the study in a record looks for proxies beside its own file"
        raise FileError(Problem("option-idle", *said, "add --study FILE"))
    found = rerun(record, study)
    data = _plain(found)
    if not for_machines(options, data, lambda: found.table):
        _show(found)
    return DONE if found.same else _DIFFERENT


def _show(found: Rerun) -> None:
    then = found.then
    heading(then.title)
    facts(
        [
            ("Recorded", then.date or "date not given"),
            ("Study hash", then.study_hash),
            ("Scenario", "base case" if then.scenario == BASE else then.scenario),
            ("Draws", f"{then.draws:,}, seed {then.seed}" if then.draws else f"none: {then.no_range}"),
        ]
    )
    heading("Numbers")
    rows = [(NUMBERS[row.name], _exact(row.then), _exact(row.now), row.words) for row in found.rows]
    table(("Number", "Recorded", "Now", ""), rows, numbers=(1, 2))
    if found.differences:
        heading("Not as it was")
        table(("What", "Recorded", "Now"), found.differences)
    say("", *found.summary)


def _exact(value: float | None) -> str:
    return "none" if value is None else repr(value)


def _plain(found: Rerun) -> dict[str, object]:
    return {
        "same": found.same,
        "summary": list(found.summary),
        "numbers": [
            {"number": row.name, "then": row.then, "now": row.now, "digits": row.digits, "same": row.same}
            for row in found.rows
        ],
        "differences": [{"what": what, "then": then, "now": now} for what, then, now in found.differences],
    }
