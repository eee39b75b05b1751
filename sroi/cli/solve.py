"""``sroi solve``: what would have to be true."""

from __future__ import annotations

import argparse
from typing import Any

from sroi.analysis.targets.amounts import in_its_prices, in_unit
from sroi.cli.machines import for_machines, frame_of
from sroi.cli.opening import open_study
from sroi.cli.output import heading, notes_of, say
from sroi.cli.targets import read_target
from sroi.errors import Problem, StudyError
from sroi.valuation.formats import money
from sroi.valuation.model import Model
from sroi.valuation.solve import MEASURES, Solution, solve


def execute(options: argparse.Namespace) -> int:
    """Solve for one number."""
    study = open_study(options.study, options.proxies)
    if options.goal is not None and options.target is not None:
        found_both = f"found the target {options.goal} and --target {options.target}"
        raise StudyError(Problem("target-twice", found_both, "there is one target", "leave one of them out"))
    written = options.goal if options.goal is not None else options.target
    target = read_target(written, study, options.measure) if written is not None else _default(options.measure)
    model = Model(study, options.scenario)
    found = solve(model, options.address, target, measure=options.measure, perspective=options.perspective)
    data = _plain(found, options.scenario)
    row = {key: item for key, item in data.items() if not isinstance(item, list)}
    if not for_machines(options, data, lambda: frame_of([row]), study):
        _show(found, model)
        notes_of(model)
    return 0


def _default(measure: str) -> float:
    return 1.0 if measure == "ratio" else 0.0


def _plain(found: Solution, scenario: str | None) -> dict[str, Any]:
    return {
        "address": found.parameter.address,
        "label": found.parameter.label,
        "unit": found.parameter.unit,
        "scenario": scenario,
        "measure": found.measure,
        "target": found.target,
        "perspective": found.perspective,
        "value": found.value,
        "values": list(found.values),
        "jumps": list(found.jumps),
        "base": found.base,
        "base_result": found.base_result,
        "lowest": found.lowest,
        "highest": found.highest,
        "searched": list(found.searched),
        "matters": found.matters,
    }


def _result(found: Solution, value: float, currency: str) -> str:
    return money(value, currency, 2) + (f" per {money(1, currency)}" if found.measure == "ratio" else "")


def _show(found: Solution, model: Model) -> None:
    row, currency = found.parameter, model.study.currency
    heading(row.label + f" ({row.address})" + (f", scenario {model.scenario_id}" if model.scenario_id else ""))
    target, now, least, most = (
        _result(found, value, currency) for value in (found.target, found.base_result, found.lowest, found.highest)
    )
    view = "" if found.perspective == "social" else f" from the perspective {found.perspective}"
    say(f"It is {in_unit(found.base, row)}{in_its_prices(row)} now, which gives {now}{view}.")
    if not found.matters:
        say(f"The {MEASURES[found.measure]}{view} does not depend on it: no value of it makes any difference.")
        return
    if found.value is None:
        low, high = (in_unit(end, row) for end in found.searched)
        low = f"just above {in_unit(row.kind.low, row)}" if row.kind.low_open else low
        say(f"No value between {low} and {high} gives {target}: the result lies between {least} and {most} there.")
        return
    if found.value in found.jumps:
        above = in_unit(round(found.value, 6), row)
        say(f"The result jumps over {target} just above {above}: at no value is it that amount.")
        return
    say(f"For {target} it would have to be {in_unit(found.value, row)} (exactly {found.value!r}).")
    if len(found.values) > 1:
        say(f"So would: {', '.join(in_unit(value, row) for value in found.values[1:])}.")
    if row.assumption:
        say("The number it replaces is an assumption.")
