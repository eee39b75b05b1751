"""``sroi sweep``: a result at every combination of values."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.analysis.cells.dimensions import read
from sroi.analysis.outputs import Output
from sroi.analysis.sweep import Sweep, sweep
from sroi.analysis.words.marks import has_mark, mark_words, meets
from sroi.cli.figures import figure, unit
from sroi.cli.machines import for_machines
from sroi.cli.opening import open_study
from sroi.cli.output import console, heading, notes_of, say, table
from sroi.cli.records import records
from sroi.errors import FileError, Problem
from sroi.valuation.model import Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Rows printed of a table that is no grid.
_FIRST = 20

#: Values of each dimension of a grid that is printed at most.
_SIDE = 60

#: Signs between two columns of a table.
_BETWEEN = 3

#: What stands for an undefined cell.
_BLANK = "–"

#: Bytes that one number takes in a file, about.
_BYTES = 20


def execute(options: argparse.Namespace) -> int:
    """Compute a grid."""
    study = open_study(options.study, options.proxies)
    measures = tuple(dict.fromkeys(options.measure or ("ratio", "npv")))
    vary, unread = read(options.vary or ())
    if options.output and not unread:
        _check_space(Path(options.output), [len(each) for each in vary], len(measures))
    found = sweep(
        study, *(options.vary or ()), measures=measures, perspective=options.perspective, scenario=options.scenario
    )
    as_json = options.json or Path(options.output or "").suffix.lower() == ".json"
    data = _plain(found, options.scenario) if as_json else None  # a million cells as plain data take their time
    if not for_machines(options, data, lambda: found.table, study):
        _show(found)
        notes_of(Model(study, options.scenario))
    elif not options.json:
        say(*found.summary)
    return 0


def _check_space(target: Path, shape: Sequence[int], measures: int) -> None:
    """Refuse a grid that the disk cannot hold before hours are spent on it."""
    if not target.parent.is_dir():
        return  # writing says so, in its own words
    needed = int(np.prod(shape, dtype=float)) * (len(shape) + measures) * _BYTES
    free = shutil.disk_usage(target.parent).free
    if needed > free:
        found = f"found {int(np.prod(shape, dtype=float)):,} cells, about {needed / 1e6:,.0f} MB"
        room = f"the disk has {free / 1e6:,.0f} MB left"
        raise FileError(Problem("grid-too-large", found, room, "use fewer values, or another disk"))


def _plain(found: Sweep, scenario: str | None) -> dict[str, Any]:
    return {
        "dimensions": [
            {"address": each.target, "relative": each.relative, "column": each.column, "values": list(each.values)}
            for each in found.dimensions
        ],
        "measures": [each.measure for each in found.outputs],
        "perspective": found.outputs[0].view.id,
        "scenario": scenario,
        "cells": records(found.table),
        "undefined": {name: dict(reasons) for name, reasons in found.undefined.items()},
        "summary": list(found.summary),
    }


def _show(found: Sweep) -> None:
    model = found.outputs[0].model
    scenario = f", scenario {model.scenario_id}" if model.scenario_id else ""
    sizes = " × ".join(f"{size:,}" for size in found.shape)
    heading(f"{model.study.title}: {sizes}{f' = {found.cells:,}' if len(found.shape) > 1 else ''} cells{scenario}")
    say(*found.summary)
    if len(found.shape) == 2 and max(found.shape) <= _SIDE:
        for output in found.outputs:
            _grid(found, output)
    else:
        _rows(found)


def _grid(found: Sweep, output: Output) -> None:
    """Print one measure over two dimensions, in as many pieces as the width asks for."""
    down, across = found.dimensions
    values = found.results[output.measure].reshape(found.shape)
    largest = np.nanmax(np.abs(values), initial=0.0, where=np.isfinite(values))
    size = 1e3 if largest >= 1e6 and output.measure in ("npv", "pv_benefits", "pv_inputs") else 1.0
    places = 2 if largest < 100 else 0
    name = f"{output.name[0].upper()}{output.name[1:]}"
    heading(f"{name} in {unit(output, size)}: {down.target} down, {across.target} across")
    defined = ~np.isnan(values)
    short = has_mark(output) & ~meets(output, values) & defined
    marked = short & (short.sum() < defined.sum())  # where no cell reaches it, the summary has said so
    cells = [
        [figure(output, value / size, places, _BLANK) + ("*" if low else "") for value, low in zip(*line, strict=True)]
        for line in zip(values, marked, strict=True)
    ]
    sides, tops = [down.text(value) for value in down.values], [across.text(value) for value in across.values]
    wide = max(len(text) for line in [tops, *cells] for text in line) + _BETWEEN
    together = max(1, (console().width - max(map(len, sides))) // wide)
    for start in range(0, len(tops), together):
        piece = slice(start, start + together)
        rows = [(side, *line[piece]) for side, line in zip(sides, cells, strict=True)]
        table(("", *tops[piece]), rows, range(together + 1))
    if marked.any():
        say(f"* does not reach {mark_words(output)}")
    if not defined.all():
        say(f"{_BLANK} undefined")


def _rows(found: Sweep) -> None:
    """Print the first cells as rows, one column per dimension and measure."""
    names = [each.column for each in found.dimensions]
    shown = []
    for cell in range(min(found.cells, _FIRST)):
        values = zip(found.dimensions, found.values_at(cell), strict=True)
        results = [(output, found.results[output.measure][cell]) for output in found.outputs]
        shown.append(
            (
                *(each.text(value) for each, value in values),
                *(figure(output, result, undefined=_BLANK) for output, result in results),
            )
        )
    say("")
    columns = (*names, *(f"{output.name}, {unit(output)}" for output in found.outputs))
    table(columns, shown, range(len(columns)))
    if found.cells > _FIRST:
        say(f"And {found.cells - _FIRST:,} more cells: -o FILE writes all of them.")
