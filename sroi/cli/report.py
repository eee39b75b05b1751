"""``sroi report``: write a report of a study as Word, HTML or PDF."""

from __future__ import annotations

import argparse
from pathlib import Path

from sroi.analysis.headline import DRAWS
from sroi.cli.day import read_day
from sroi.cli.opening import open_study
from sroi.cli.output import say
from sroi.report.build import build
from sroi.report.write import kind_of, written
from sroi.study.files import write_atomically


def execute(options: argparse.Namespace) -> int:
    """Write a report."""
    kind = kind_of(options.output)
    day = read_day(options.date)
    study = open_study(options.study, options.proxies)
    report = build(
        study,
        options.profile,
        scenario=options.scenario,
        draws=DRAWS if options.draws is None else options.draws,
        seed=options.seed,
        date=day,
    )
    write_atomically(Path(options.output), written(report, kind))
    still = len(report.prompts)
    parts = "1 part is" if still == 1 else f"{still} parts are"
    lines = [f"written: {options.output}", f"{report.status}."]
    if still:
        lines.append(f"{parts} still to be written by people, marked “{report.words['to-write']}”.")
    say(*lines)
    return 0
