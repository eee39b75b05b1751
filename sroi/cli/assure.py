"""``sroi assure``: an assurance statement, filled in from the study, with its gaps shown."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from sroi.analysis.recorded.beside import KEY
from sroi.analysis.recorded.inside import in_markdown
from sroi.analysis.reproducing import run_record
from sroi.assurance.statement import assurance_statement
from sroi.cli.machines import as_json
from sroi.cli.opening import open_study
from sroi.errors import FileError, Problem
from sroi.study.files import write_atomically

#: Formats and how their files end.
_SUFFIXES = {".md": "markdown", ".json": "json"}


def execute(options: argparse.Namespace) -> int:
    """Write the statement; a file, and JSON, carry the record of the run."""
    wanted, today = _format(options.output, options.format), date.today()
    statement = assurance_statement(open_study(options.study, options.proxies), today=today)
    text = statement.markdown
    if options.output or wanted == "json":
        record = run_record(statement.valuation, date=today)
        plain = {**statement.to_dict(), KEY: json.loads(record.as_text())}
        text = as_json(plain) if wanted == "json" else in_markdown(text, record)
    if options.output:
        write_atomically(Path(options.output), text.encode("utf-8"))
        print(f"written: {options.output}", file=sys.stderr)
    else:
        sys.stdout.write(text)
    return 0


def _format(file: str | None, asked: str | None) -> str:
    """The format that was asked for, or that the name of the file says."""
    if file is None:
        return asked or "markdown"
    suffix = Path(file).suffix.lower()
    if asked is not None and _SUFFIXES.get(suffix, asked) != asked:
        found, allowed = f"found --format {asked} and the file name {Path(file).name}", "a file is what its name says"
        raise FileError(Problem("options-apart", found, allowed, "leave --format out, or give the file another name"))
    if asked is None and suffix not in _SUFFIXES:
        found, allowed = f"found the file name {Path(file).name}", "a statement is written as .md or .json"
        raise FileError(Problem("suffix-unknown", found, allowed, f"write {Path(file).stem or 'statement'}.md"))
    return asked or _SUFFIXES[suffix]
