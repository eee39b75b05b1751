"""``sroi scenarios``: every scenario and option beside the base case."""

from __future__ import annotations

import argparse
from typing import Any

from sroi.cli.opening import open_study
from sroi.cli.output import heading, notes, print_json, say, table, write
from sroi.errors import SroiError
from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.formats import money, number
from sroi.valuation.labels import pattern_label
from sroi.valuation.sentences import answer
from sroi.valuation.valuation import Valuation, evaluate


def execute(options: argparse.Namespace) -> int:
    """Value the base case and every scenario and option."""
    study = open_study(options.study, options.proxies)
    base = evaluate(study)
    rows: list[dict[str, Any]] = []
    for kind, key, scenario in (
        ("base case", None, None),
        *(("scenario", k, s) for k, s in study.scenarios.items()),
        *(("option", k, s) for k, s in study.options.items()),
    ):
        try:
            found = base if key is None else evaluate(study, key)
        except SroiError as error:
            raise type(error)(error.problems, f"scenario {key}") from None
        rows.append(
            {
                "scenario": key or "base",
                "kind": kind,
                "ratio": found.ratio,
                "difference": found.ratio - base.ratio,
                "npv": found.npv,
                "pv_inputs": found.pv_inputs,
                "changes": changes(study, scenario),
                "note": scenario.note if scenario else None,
            }
        )
    if options.output:
        import pandas as pd

        write(options.output, rows, pd.DataFrame(rows))
    if options.json:
        print_json(rows)
    elif not options.output:
        _show(base, rows)
    return 0


def changes(study: Study, scenario: Scenario | None) -> str:
    """Say what a scenario changes."""
    if scenario is None:
        return ""
    parts = [f"{pattern_label(study, address)} = {_written(written)}" for address, written in scenario.set.items()]
    parts += [f"{pattern_label(study, address)} × {number(factor)}" for address, factor in scenario.scale.items()]
    parts += [
        f"without {study.outcomes[out].name}" if out in study.outcomes else f"without {out}"
        for out in scenario.leave_out
    ]
    return "; ".join(parts)


def _written(written: Any) -> str:
    return ", ".join(f"{key} {item}" for key, item in written.items()) if isinstance(written, dict) else str(written)


def _show(base: Valuation, rows: list[dict[str, Any]]) -> None:
    study = base.study
    heading(study.title)
    say(answer(base), "")
    shown = []
    for row in rows:
        sign = "+" if row["difference"] > 0 else ""
        difference = "" if row["scenario"] == "base" else f"{sign}{money(row['difference'], study.currency, 2)}"
        why = row["changes"] + (f" ({row['note']})" if row["note"] else "")
        name = row["scenario"] if row["kind"] != "option" else f"{row['scenario']} (option)"
        shown.append((name, money(row["ratio"], study.currency, 2), difference, money(row["npv"], study.currency), why))
    table(
        ("Scenario", f"Per {money(1, study.currency)}", "Difference", "Net present value", "What changes"),
        shown,
        (1, 2, 3),
    )
    if len(rows) == 1:
        say("The study has no scenarios yet: add them under scenarios.")
    notes(base)
