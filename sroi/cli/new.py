"""``sroi new``: start a study."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from sroi.cli.opening import open_study
from sroi.cli.output import say
from sroi.errors import FileError, Problem, StudyError
from sroi.study.files import write_atomically
from sroi.study.study import Study

TEMPLATE = """\
sroi: 1                                  # version of the file format
title: {title}
kind: forecast                           # forecast | evaluation | illustration
currency: {currency}
price_base: unknown                      # year of whose prices all money is, such as 2024-25
start_year: 2025                         # year 0
horizon: 5                               # years counted: 0 … 4
discounting: sroi-guide                  # or green-book, undiscounted, {{rate: 3.5%, inputs: start, outcomes: end}}

sources:                                 # every number says where it comes from
  monitoring: {{title: Programme monitoring data, kind: own-data}}
  judgement: {{title: Steering group judgement, kind: assumption}}

stakeholders:
  participants: {{name: Participants, role: participant, size: 100, involved: say who was asked and how}}
  council: {{name: City council, role: public}}

inputs:
  staff: {{from: council, amount: 50000, source: monitoring}}

outcomes:
  into-work:
    name: Participants move into sustained work
    stakeholder: participants
    quantity: {{participants: 100, into-work: 18% to 27%}}     # a chain; ranges are the 5th to 95th percentile
    value: 9000                          # money value of one unit, or proxy: an id of the bank
    deadweight: 40% (25% to 55%)         # share that would have happened anyway
    displacement: 10%
    attribution: 20%                     # share caused by OTHERS
    drop_off: 30%                        # yearly deterioration
    duration: 3                          # years it lasts
    source: judgement
  less-free-time:                        # negative outcomes are part of the account
    name: Less free time in the first year of work
    stakeholder: participants
    quantity: 20
    value: -200
    source: judgement

unmonetised:
  confidence: {{name: Confidence, direction: positive, scale: medium, note: seen in interviews}}

scenarios:
  cautious: {{set: {{into-work/deadweight: 60%}}, note: twice the comparison rate}}
"""


def execute(options: argparse.Namespace) -> int:
    """Write a new study file; an existing one is never overwritten."""
    path = Path(options.file)
    if path.exists():
        raise FileError(
            Problem("file-exists", f"{path} exists already", write="choose another name, or remove it first")
        )
    if path.suffix.lower() not in (".yaml", ".yml", ".json"):
        raise FileError(
            Problem(
                "suffix-unknown",
                f"found the file name {path.name}",
                "a study is a .yaml or .json file",
                f"write {path.name}.yaml",
            )
        )
    study = _copied(options) if options.origin else _from_template(options, path.name)
    if path.suffix.lower() == ".json":
        study.save(path)
    else:
        write_atomically(path, study.text().encode("utf-8"))
    say(f"written: {path}", f"next: sroi run {path}")
    return 0


def _from_template(options: argparse.Namespace, name: str) -> Study:
    title = json.dumps("My study" if options.title is None else options.title, ensure_ascii=False)
    return Study.parse(TEMPLATE.format(title=title, currency=options.currency or "GBP"), name)


def _copied(options: argparse.Namespace) -> Study:
    """Copy a study under another title; its amounts are in its own currency, which a copy cannot change."""
    study = open_study(options.origin)
    if options.currency is not None and options.currency != study.currency:
        raise StudyError(
            Problem(
                "copy-currency",
                f"found --currency {options.currency} for a copy of a study in {study.currency}",
                "a copy keeps its currency, because every amount in it is in that currency",
                "leave --currency out",
            )
        )
    return study if options.title is None else study.edited({"title": options.title})
