"""``sroi assure``: an assurance statement, filled in from the study, with its gaps shown."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from sroi.assurance.statement import assurance_statement
from sroi.cli.opening import open_study
from sroi.cli.output import as_json
from sroi.errors import FileError, Problem
from sroi.study.files import write_atomically

#: Formats and how their files end.
_SUFFIXES = {".md": "markdown", ".json": "json"}


def execute(options: argparse.Namespace) -> int:
    """Write the statement."""
    wanted = _format(options.output, options.format)
    statement = assurance_statement(open_study(options.study, options.proxies), today=date.today())
    text = as_json(statement.to_dict()) if wanted == "json" else statement.markdown
    if options.output:
        write_atomically(Path(options.output), text.encode("utf-8"))
        print(f"written: {options.output}", file=sys.stderr)
    else:
        sys.stdout.write(text)
    return 0


def _format(file: str | None, asked: str | None) -> str:
    """The format that was asked for, or that the name of the file says."""
    if asked is not None or file is None:
        return asked or "markdown"
    suffix = Path(file).suffix.lower()
    if suffix not in _SUFFIXES:
        found, allowed = f"found the file name {Path(file).name}", "a statement is written as .md or .json"
        raise FileError(Problem("suffix-unknown", found, allowed, f"write {Path(file).stem or 'statement'}.md"))
    return _SUFFIXES[suffix]
