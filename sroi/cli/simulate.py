"""``sroi simulate``: the range of the result, and how likely."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from sroi.analysis.drawing.kept_draws import refuse_unfit, write_draws
from sroi.analysis.simulation import Simulation, simulate
from sroi.cli.machines import for_machines, tell
from sroi.cli.main import DONE, INTERRUPTED
from sroi.cli.numbers import number_given
from sroi.cli.output import heading, notes_of, say, table
from sroi.cli.ranges import Asked, open_asked
from sroi.cli.recording import recorded
from sroi.errors import Problem, StudyError

#: Columns of the tables, and which of them are numbers.
_STATISTICS = ("", "Result", "Standard error")
_CONVERGENCE = ("Draws", "Mean", "Standard error", "P5", "Median", "P95")


def execute(options: argparse.Namespace) -> int:
    """Simulate a study."""
    asked = open_asked(options)
    model = asked.model
    _refuse_idle(options)
    count = 10_000 if options.draws is None else options.draws
    if options.keep:
        uncertain = sum(row.uncertain for row in model.parameters.rows) if options.with_estimates else 0
        refuse_unfit(Path(options.keep), count, uncertain)
    found = simulate(
        model,
        draws=count,
        seed=options.seed,
        measure=options.measure,
        perspective=options.perspective,
        target=number_given("target", options.target),
        shared_error=number_given("shared-error", options.shared_error),
        until=number_given("until", options.until),
        threads=options.threads,
        progress=_progress if sys.stderr.isatty() else None,
    )
    if found.interrupted:
        done = f"interrupted after {found.draws:,} of {found.asked:,} draws: what follows is of those"
        print(done, file=sys.stderr)
    data = asked.told(_plain(found, options.scenario))
    if options.keep:
        if sys.stderr.isatty():
            print(f"writing {found.draws:,} draws …", file=sys.stderr)
        record = recorded(options, asked.study, drawn=found.draws, draws=True)
        write_draws(found, Path(options.keep), estimates=options.with_estimates, record=record)
        tell(Path(options.keep), apart=Path(options.keep).suffix.lower() == ".csv")
    if not for_machines(options, data, lambda: found.table, asked.study):
        _show(found, asked)
    return INTERRUPTED if found.interrupted else DONE


def _refuse_idle(options: argparse.Namespace) -> None:
    """Refuse options that would have no effect, or undo each other."""
    problems = []
    if options.with_estimates and not options.keep:
        problems.append(
            Problem(
                "option-idle", "found --with-estimates without --keep", "it says what --keep writes", "add --keep FILE"
            )
        )
    if options.until is not None and options.draws is not None:
        problems.append(
            Problem(
                "option-idle", "found --until and --draws", "--until settles how many draws", "leave one of them out"
            )
        )
    if options.keep and options.output and Path(options.keep).resolve() == Path(options.output).resolve():
        problems.append(
            Problem(
                "option-idle",
                f"found {options.keep} for the draws and for the statistics",
                "--keep and -o write two files",
                "give them two names",
            )
        )
    if problems:
        raise StudyError(problems)


def _progress(done: int, draws: int, left: float) -> None:
    """Print how far it is, on one line of the terminal that is cleared at the end."""
    if done < draws:
        print(f"\r{done:,} of {draws:,} draws, about {left:.0f} s left ", end="", file=sys.stderr, flush=True)
    else:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _plain(found: Simulation, scenario: str | None) -> dict[str, Any]:
    sampler, model = found.sampler, found.sampler.model
    return {
        "measure": found.output.measure,
        "perspective": found.output.view.id,
        "scenario": scenario,
        "base": found.base,
        "mean": found.mean,
        "median": found.median,
        "low_90": found.low,
        "high_90": found.high,
        "draws": found.draws,
        "asked": found.asked,
        "seed": sampler.seed,
        "shared_error": sampler.shared_error,
        "study_hash": model.base_study.hash,
        "statistics": found.table.to_dict("records"),
        "convergence": found.convergence.to_dict("records"),
        "outside": found.outside,
        "summary": list(found.summary),
    }


def _show(found: Simulation, asked: Asked) -> None:
    model, text = found.output.model, found.output.text
    scenario = f", scenario {model.scenario_id}" if model.scenario_id else ""
    heading(f"{model.study.title}: {found.output.name} in {found.draws:,} draws{scenario}")
    say(*asked.sentences(found.summary), "")
    rows = [("base case", text(found.base), "")]
    for name, value, error in found.statistics:
        chance = name.startswith("chance")
        shown = (f"{100 * value:.1f}%", f"{100 * error:.1g}%") if chance else (text(value), _error(found, error))
        rows.append((name, *shown))
    table(_STATISTICS, rows, (1, 2))
    heading("As draws were added")
    steps = [
        (f"{draws:,}", text(mean), _error(found, error), *(text(end) for end in ends))
        for draws, mean, error, *ends in found.steps
    ]
    table(_CONVERGENCE, steps, range(6))
    notes_of(model)


def _error(found: Simulation, error: float) -> str:
    """A standard error with two figures; money in whole units."""
    return f"{error:.2g}" if found.output.measure in ("ratio", "net_ratio") else found.output.text(error)
