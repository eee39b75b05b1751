"""``sroi schema``: the JSON Schema of the study file."""

from __future__ import annotations

import argparse
from pathlib import Path

from sroi.cli.machines import as_json, print_json
from sroi.study.files import write_atomically
from sroi.study.schema import json_schema


def execute(options: argparse.Namespace) -> int:
    """Print the schema, or write it to a file."""
    if options.output:
        write_atomically(Path(options.output), as_json(json_schema()).encode("utf-8"))
    else:
        print_json(json_schema())
    return 0
