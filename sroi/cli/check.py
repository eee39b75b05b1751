"""``sroi check``: whether a file is valid, and what is wrong with it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass

from sroi.cli.main import BAD_INPUT, DONE, FOUND
from sroi.cli.opening import open_study
from sroi.cli.output import print_json, say
from sroi.errors import FileError, Problem, SroiError
from sroi.valuation.published import published_problems
from sroi.valuation.remarks import agency_problems, sign_off_problems
from sroi.valuation.units import unit_problems
from sroi.valuation.valuation import evaluate

_LEVELS = ("note", "warning", "error")

#: Code of the notes that stand beside every result.
READER_NOTE = "reader-note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the check has to say about a file."""

    level: str
    problem: Problem


def execute(options: argparse.Namespace) -> int:
    """Check each file; a file that cannot be read at all is bad input."""
    found: dict[str, list[Finding]] = {}
    unread = False
    for name in options.study:
        try:
            found[name] = findings(name, options.proxies)
        except FileError as error:
            unread = True
            found[name] = [Finding("error", problem) for problem in error.problems]
    if options.json:
        print_json({name: [_plain(finding) for finding in items] for name, items in found.items()})
    else:
        for name, items in found.items():
            _show(name, items)
    if unread:
        return BAD_INPUT
    least = _LEVELS.index(options.fail_on)
    return (
        FOUND if any(_LEVELS.index(finding.level) >= least for items in found.values() for finding in items) else DONE
    )


def findings(name: str, proxies: Sequence[str] = ()) -> list[Finding]:
    """Everything wrong with one study, its scenarios included, and what a reader must know beside the result."""
    try:
        study = open_study(name, proxies)
        valuation = evaluate(study)
    except FileError:
        raise
    except SroiError as error:
        return [Finding("error", problem) for problem in error.problems]
    found: list[Finding] = []
    for scenario in (*study.scenarios, *study.options):
        try:
            evaluate(study, scenario)
        except SroiError as error:
            for p in error.problems:
                where = f"{'scenarios' if scenario in study.scenarios else 'options'}/{scenario}"
                line = study.line(*where.split("/"))
                found.append(
                    Finding(
                        "error",
                        Problem(
                            p.code, f"{p.address}: {p.found}" if p.address else p.found, p.allowed, p.write, where, line
                        ),
                    )
                )
    found += [Finding("error", problem) for problem in published_problems(study)]
    found += [Finding("warning", problem) for problem in unit_problems(valuation.model)]
    found += [Finding("warning", problem) for problem in sign_off_problems(study)]
    found += [Finding("note", problem) for problem in agency_problems(study)]
    return found + [Finding("note", Problem(READER_NOTE, note.rstrip("."))) for note in valuation.notes]


def _plain(finding: Finding) -> dict[str, object]:
    p = finding.problem
    return {
        "level": finding.level,
        "code": p.code,
        "address": p.address,
        "line": p.line,
        "found": p.found,
        "allowed": p.allowed,
        "write": p.write,
    }


def _show(name: str, items: list[Finding]) -> None:
    errors = sum(finding.level == "error" for finding in items)
    verdict = "valid" if not errors else "1 problem" if errors == 1 else f"{errors} problems"
    say(f"{name}: {verdict}")
    for finding in items:
        said = finding.problem.found if finding.problem.code == READER_NOTE else str(finding.problem)
        say(f"  {finding.level}: {said}")
