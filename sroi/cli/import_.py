"""``sroi import``: a value map of a workbook, a text or the clipboard becomes a study."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sroi.cli.machines import print_json
from sroi.cli.main import printable
from sroi.cli.opening import STANDARD_INPUT
from sroi.errors import FileError, Problem
from sroi.study.faults import Faulty
from sroi.study.files import write_atomically
from sroi.study.numbers import number
from sroi.study.writing import json_text
from sroi.workbook.reading import Answers, Understood, read_table
from sroi.workbook.reading.opening import MOST_BYTES
from sroi.workbook.reading.words import report_text


def execute(options: argparse.Namespace) -> int:
    """Read a table, report what was understood, and write the study where nothing is left to be said."""
    target = _target(options)
    found = _read(options)
    if options.json:
        needs = [{"code": one.code, "found": one.found, "write": one.write} for one in found.needs]
        print_json({**found.report.as_data(), "needs": needs})
    else:
        sys.stdout.write(printable(report_text(found)))
    if found.needs:
        raise FileError(found.needs, found.report.file)
    if target is not None:
        study = found.study
        as_json = target.suffix.lower() == ".json"
        write_atomically(target, (json_text(study.document) if as_json else study.text()).encode("utf-8"))
        print(f"written: {target}", file=sys.stderr)
        if not options.json:
            print(f"\nnext: sroi check {target}, then sroi run {target}")
    return 0


def _target(options: argparse.Namespace) -> Path | None:
    """The file to write, looked at before anything is read."""
    if options.output is None:
        return None
    path = Path(options.output)
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise FileError(
            Problem(
                "suffix-unknown",
                f"found the file name {path.name}",
                "a study is a .yaml or .json file",
                f"write {path.stem or 'study'}.yaml",
            )
        )
    if path.exists() and not options.force:
        raise FileError(
            Problem("file-exists", f"{path} exists already", write="choose another name, or write over it with --force")
        )
    return path


def _read(options: argparse.Namespace) -> Understood:
    answers = Answers(
        sheet=options.sheet,
        title=options.title,
        currency=options.currency,
        start_year=options.start_year,
        horizon=options.horizon,
        attribution=options.attribution,
        partial_years=options.partial_years,
        shares=options.shares,
        rate=_rate(options.rate),
        timing=options.timing,
    )
    if options.file == STANDARD_INPUT:
        return read_table(sys.stdin.buffer.read(MOST_BYTES + 1), "standard input", answers)
    return read_table(Path(options.file), None, answers)


def _rate(written: str | None) -> float | None:
    if written is None:
        return None
    try:
        found = number(written)
    except Faulty:
        found = None
    if found is None or not 0 <= found.value < 1:
        raise FileError(
            Problem(
                "option-unread", f"found --rate {written}", "a discount rate is a share below 100%", "write --rate 3.5%"
            )
        )
    return found.value
