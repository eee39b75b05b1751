"""``sroi export``: a study as a workbook that calculates, or an empty value map to fill in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from sroi.cli.day import read_day
from sroi.cli.opening import open_study
from sroi.errors import FileError, Problem, StudyError
from sroi.study.faults import Faulty
from sroi.study.fields import currency_code
from sroi.study.files import write_atomically
from sroi.workbook.live.export import live_workbook
from sroi.workbook.live.template import blank_workbook
from sroi.workbook.reading.opening import is_workbook

_SUFFIX: Final = ".xlsx"


def execute(options: argparse.Namespace) -> int:
    """Write the workbook."""
    target = _target(options.output)
    date = read_day(options.date)
    if options.template:
        if options.study is not None or options.proxies:
            given = "STUDY" if options.study is not None else "--proxies"
            said = f"found {given} and --template", "a template is empty", "leave one of them out"
            raise StudyError(Problem("options-apart", *said))
        write_atomically(target, blank_workbook(_currency(options.currency), date))
    elif options.study is None:
        raise StudyError(
            Problem("word-missing", "found no STUDY", "a workbook is made from a study", "name one, or add --template")
        )
    elif options.currency is not None:
        idle = "found --currency beside a study", "the study states its currency", "leave --currency out"
        raise StudyError(Problem("option-idle", *idle))
    else:
        book = live_workbook(open_study(options.study, options.proxies), date)
        write_atomically(target, book)
        _say_if_unreadable(book, options.study)
    print(f"written: {target}", file=sys.stderr)
    return 0


def _say_if_unreadable(book: bytes, study: str) -> None:
    """Say where a workbook is too large to come back: then the study file is what must be kept."""
    try:
        is_workbook(book, "it")
    except FileError as error:
        found = error.problems[0].found
        print(f"{found}: sroi import will not read it back. Keep {study} beside it.", file=sys.stderr)


def _target(written: str) -> Path:
    path = Path(written)
    if path.suffix.lower() != _SUFFIX:
        raise FileError(
            Problem(
                "suffix-unknown",
                f"found the file name {path.name}",
                f"a workbook is written as {_SUFFIX}",
                f"write {path.stem or 'study'}{_SUFFIX}",
            )
        )
    return path


def _currency(written: str | None) -> str:
    if written is None:
        return "GBP"
    try:
        return currency_code(written)
    except Faulty as faulty:
        fault = faulty.faults[0]
        raise StudyError(Problem(fault.code, fault.found, fault.allowed, fault.write)) from None
