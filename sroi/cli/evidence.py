"""``sroi evidence``: how strong the evidence is where the value is, and what rests on assumptions and defaults."""

from __future__ import annotations

import argparse
from typing import Any

from sroi.assurance.evidence import BASES, GRADES, Evidence, evidence
from sroi.cli.machines import for_machines
from sroi.cli.opening import open_study
from sroi.cli.output import heading, notes, say, table
from sroi.cli.records import records
from sroi.valuation.formats import part
from sroi.valuation.grades import UNGRADED
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation


def execute(options: argparse.Namespace) -> int:
    """Show the evidence behind a study."""
    study = open_study(options.study, options.proxies)
    valuation = Valuation(Model(study, options.scenario))
    found = evidence(valuation)
    data = _plain(found)
    if not for_machines(options, data, lambda: found.table, study):
        _show(found, options.limit)
        notes(valuation)
    return 0


def _plain(found: Evidence) -> dict[str, Any]:
    return {
        "scenario": found.valuation.scenario,
        "summary": list(found.summary),
        "profiles": [
            {
                "kind": profile.kind,
                "by_weakest_grade": {
                    str(grade or UNGRADED): share for grade, share in profile.by_weakest_grade.items()
                },
                "resting_on": profile.resting_on,
                "on_a_number_without_grade": profile.ungraded,
                "all_measured": profile.all_measured,
            }
            for profile in found.profiles
        ],
        "numbers": records(found.table),
    }


def _show(found: Evidence, limit: int) -> None:
    heading(f"{found.valuation.title}: what the result rests on")
    say(*found.summary)
    used = [grade for grade in GRADES if any(profile.by_weakest_grade[grade] > 0 for profile in found.profiles)]
    heading("Share of the value by the weakest graded number it rests on")
    columns = [f"Grade {grade}" if grade else "No grade" for grade in used]
    rows = [(profile.kind, *(part(profile.by_weakest_grade[grade], 1) for grade in used)) for profile in found.profiles]
    table(("Kind of number", *columns), rows, range(1, len(columns) + 1))
    heading("Share of the value that rests on at least one number of each sort")
    sorts = [basis for basis in BASES if found.whole.resting_on[basis] > 0]
    kinds = [profile.kind for profile in found.profiles]
    rows = [(basis, *(part(profile.resting_on[basis], 1) for profile in found.profiles)) for basis in sorts]
    table(("Rests on", *kinds), rows, range(1, len(kinds) + 1))
    heading("The numbers that most value depends on")
    numbers = [(one.parameter.label, one.grade, one.basis, part(one.value_share, 1)) for one in found.numbers[:limit]]
    table(("Number", "Evidence", "Rests on", "Of the value"), numbers, (3,))
    if len(found.numbers) > limit:
        say(f"And {len(found.numbers) - limit:,} more: --limit {len(found.numbers)} prints all of them.")
