"""``sroi reproduce``: run again what a report, workbook or result says, and compare digit by digit."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sroi.analysis.recorded.artefacts import record_in
from sroi.analysis.recorded.beside import table_of
from sroi.analysis.recorded.recomputed import Value
from sroi.analysis.recorded.record import NUMBERS
from sroi.analysis.rerun import Rerun, rerun
from sroi.cli.again import Again, again
from sroi.cli.machines import for_machines
from sroi.cli.main import DONE
from sroi.cli.opening import STANDARD_INPUT, open_study
from sroi.cli.output import facts, heading, say, table
from sroi.errors import FileError, Problem
from sroi.valuation.scenarios import BASE

if TYPE_CHECKING:
    import pandas as pd

#: Values that are printed of those that are not the same.
_ROWS = 10

#: Exit code where the numbers are not the same.
_DIFFERENT = 1


def execute(options: argparse.Namespace) -> int:
    """Run again what a file records."""
    file = table_of(Path(options.file))
    record = record_in(file)
    study = open_study(options.study, options.proxies) if options.study else None
    if study is None and options.proxies:
        said = "found --proxies without --study", "the study in a record looks for proxies beside its own file"
        raise FileError(Problem("option-idle", *said, "add --study FILE"))
    found = rerun(record, study)
    repeated = None
    if record.command and study is not None and options.study == STANDARD_INPUT:  # which can be read once
        repeated = again(replace(record, study=study.text()), file, None, options.proxies)
    elif record.command:
        repeated = again(record, file, options.study, options.proxies)
    data = _plain(found, repeated)
    if not for_machines(options, data, lambda: _table(found, repeated)):
        _show(found, repeated)
    return DONE if found.same and (repeated is None or repeated.same) else _DIFFERENT


def _show(found: Rerun, repeated: Again | None) -> None:
    then = found.then
    heading(then.title)
    facts(
        [
            ("Recorded", then.date or "date not given"),
            ("Study hash", then.study_hash),
            ("Scenario", "base case" if then.scenario == BASE else then.scenario),
            ("Command", then.command_line)
            if then.command
            else ("Draws", f"{then.draws:,}, seed {then.seed}" if then.draws else f"none: {then.no_range}"),
        ]
    )
    if found.rows:
        heading("Numbers")
        rows = [(NUMBERS[row.name], _exact(row.then), _exact(row.now), row.words) for row in found.rows]
        table(("Number", "Recorded", "Now", ""), rows, numbers=(1, 2))
    if found.differences:
        heading("Not as it was")
        table(("What", "Recorded", "Now"), found.differences)
    if repeated is not None:
        heading("What the command writes")
        if repeated.apart:
            rows = [(one.name, _exact(one.then), _exact(one.now), one.words) for one in repeated.apart[:_ROWS]]
            table(("Where", "In the file", "Now", ""), rows, numbers=(1, 2))
        if len(repeated.apart) > _ROWS:
            say(f"And {len(repeated.apart) - _ROWS:,} more.")
        say(repeated.said)
    say("", *found.summary)


def _table(found: Rerun, repeated: Again | None) -> pd.DataFrame:
    """Every number of the record, and every value of the file that is not the same."""
    import pandas as pd

    rows = [(one.name, one.then, one.now, one.digits, one.same) for one in (repeated.apart if repeated else ())]
    if not rows:
        return found.table
    frame = pd.concat([found.table, pd.DataFrame(rows, columns=found.table.columns)])
    for side in ("then", "now"):  # numbers and words in one column are words: Parquet has no other
        frame[side] = [None if value is None else str(value) for value in frame[side]]
    return frame


def _exact(value: Value) -> str:
    return "none" if value is None else repr(value)


def _plain(found: Rerun, repeated: Again | None) -> dict[str, object]:
    command = repeated and {
        "command": repeated.command,
        "same": repeated.same,
        "summary": repeated.said,
        "values": repeated.values,
        "apart": [
            {"where": one.name, "then": one.then, "now": one.now, "digits": one.digits} for one in repeated.apart
        ],
    }
    return {
        "same": found.same and (repeated is None or repeated.same),
        "result": command,
        "summary": list(found.summary),
        "numbers": [
            {"number": row.name, "then": row.then, "now": row.now, "digits": row.digits, "same": row.same}
            for row in found.rows
        ],
        "differences": [{"what": what, "then": then, "now": now} for what, then, now in found.differences],
    }
