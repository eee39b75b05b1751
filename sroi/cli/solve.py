"""``sroi solve``: what would have to be true."""

from __future__ import annotations

import argparse

from sroi.cli.opening import open_study
from sroi.cli.output import heading, notes, print_json, say, write
from sroi.errors import Problem, StudyError
from sroi.study.faults import Faulty, said
from sroi.study.numbers import number
from sroi.valuation.formats import money, unit_text
from sroi.valuation.model import Model
from sroi.valuation.solve import Solution, solve
from sroi.valuation.valuation import Valuation


def execute(options: argparse.Namespace) -> int:
    """Solve for one number."""
    study = open_study(options.study, options.proxies)
    target = _target(options.target or options.goal or "1")
    model = Model(study, options.scenario)
    found = solve(
        model,
        options.address,
        target,
        measure=options.measure,
        perspective=options.perspective,
    )
    data = {
        "address": found.parameter.address,
        "label": found.parameter.label,
        "unit": found.parameter.unit,
        "measure": found.measure,
        "target": found.target,
        "perspective": found.perspective,
        "value": found.value,
        "values": list(found.values),
        "base": found.base,
        "base_result": found.base_result,
        "lowest": found.lowest,
        "highest": found.highest,
        "searched": list(found.searched),
    }
    if options.output:
        import pandas as pd

        write(
            options.output,
            data,
            pd.DataFrame([{key: item for key, item in data.items() if not isinstance(item, list)}]),
        )
    if options.json:
        print_json(data)
    elif not options.output:
        _show(found, study.currency)
        notes(Valuation(model))
    return 0


def _target(text: str) -> float:
    try:
        found = number(text)
    except Faulty:
        found = None
    if found is None:
        raise StudyError(
            Problem(
                "target-unread", f"found the target {said(text)}", "a target is a number", "write it like 1 or 3.50"
            )
        )
    return found.value


def _result(found: Solution, value: float, currency: str) -> str:
    return money(value, currency, 2) + (f" per {money(1, currency)}" if found.measure == "ratio" else "")


def _show(found: Solution, currency: str) -> None:
    row = found.parameter
    heading(row.label + f" ({row.address})")
    target, now, least, most = (
        _result(found, value, currency) for value in (found.target, found.base_result, found.lowest, found.highest)
    )
    view = "" if found.perspective == "social" else f" from the perspective {found.perspective}"
    say(f"It is {unit_text(found.base, row)} ({row.unit}) now, which gives {now}{view}.")
    if found.value is None:
        low, high = (unit_text(end, row) for end in found.searched)
        say(f"No value between {low} and {high} gives {target}: the result lies between {least} and {most} there.")
        return
    say(f"For {target} it would have to be {unit_text(found.value, row)} (exactly {found.value!r}).")
    if len(found.values) > 1:
        say(f"So would: {', '.join(unit_text(value, row) for value in found.values[1:])}.")
    if row.assumption:
        say("The number it replaces is an assumption.")
