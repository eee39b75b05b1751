"""``sroi assumptions``: the assumptions log, with what each assumption does to the ratio."""

from __future__ import annotations

import argparse
from typing import Any

from sroi.assurance.logs import EMPTY, NO_ENTRY, AssumptionsLog, LogEntry, assumptions_log
from sroi.cli.machines import for_machines
from sroi.cli.main import printable
from sroi.cli.opening import open_study
from sroi.cli.output import heading, indented, notes, say
from sroi.cli.records import records


def execute(options: argparse.Namespace) -> int:
    """Show the assumptions log of a study."""
    study = open_study(options.study, options.proxies)
    found = assumptions_log(study)
    data = _plain(found)
    if not for_machines(options, data, lambda: found.table, study):
        _show(found, options.limit)
        notes(found.valuation)
    return 0


def _plain(found: AssumptionsLog) -> dict[str, Any]:
    return {
        "ratio": found.valuation.ratio,
        "assumptions": records(found.table),
        "decisions": [entry.model_dump() for entry in found.valuation.study.decisions],
        "summary": list(found.summary),
    }


def _show(found: AssumptionsLog, limit: int) -> None:
    heading(f"{found.valuation.study.title}: assumptions, the one that moves the ratio most first")
    say(*found.summary)
    for entry in found.entries[:limit]:
        _entry(found, entry)
    if len(found.entries) > limit:
        say("", f"And {len(found.entries) - limit:,} more: --limit {len(found.entries)} prints all of them.")
    if found.valuation.study.decisions:
        heading("Decisions")
        for taken in found.valuation.study.decisions:
            said = ", ".join(text for text in (taken.by, taken.when) if text)
            why = f": {taken.why}" if taken.why else ""
            indented(printable(f"• {taken.what}{why}{f' ({said})' if said else ''}"), 0)


def _entry(found: AssumptionsLog, entry: LogEntry) -> None:
    say("", entry.what)
    indented(printable(f"Effect: {found.effect(entry)}"), 2)
    if not entry.entered:
        reason = f". Note: {entry.why}" if entry.why else ""
        indented(
            printable(f"{NO_ENTRY[0].upper()}{NO_ENTRY[1:]} ({', '.join(_places(entry))}; {entry.weakest}){reason}"), 2
        )
        return
    fields = (
        ("Why", entry.why), ("By", entry.by), ("When", entry.when), ("Reliability", entry.reliability),
        ("Signed off by", entry.signed_off_by), ("Review by", entry.review_by),
    )  # fmt: skip
    for name, said in fields:
        if said:
            indented(printable(f"{name}: {said}"), 2)
    if entry.gaps:
        indented(f"Not stated: {', '.join(name.lower() for name, said in fields if not said)}", 2)
    indented(printable(f"Numbers: {', '.join(_places(entry)) or EMPTY}; weakest evidence: {entry.weakest}"), 2)


def _places(entry: LogEntry) -> list[str]:
    return [row.address for row in entry.numbers]
