"""What a sweep says, in sentences that can be read out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sroi.analysis.words.marks import at_the_mark, has_mark, meets, said
from sroi.valuation.formats import part
from sroi.valuation.payback import NEVER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sroi.analysis.outputs import Output
    from sroi.analysis.sweep import Sweep


def sentences(found: Sweep) -> Iterator[str]:
    """Yield what a sweep says, most important first."""
    for output in found.outputs:
        yield from _of(found, output)
    yield from found.notes


def place_words(found: Sweep, cell: int) -> str:
    """Say where a cell is: ``into-work/deadweight = 15%, inputs/*/amount −20%``."""
    words = []
    for each, value in zip(found.dimensions, found.values_at(cell), strict=True):
        words.append(f"{each.target} {'' if each.relative else '= '}{each.text(value)}")
    return ", ".join(words)


def _first(results: NDArray[np.float64], extreme: float) -> int:
    """The first cell whose result is the extreme one, however the last binary digit came out."""
    return int(np.flatnonzero(np.isclose(results, extreme, rtol=1e-12, atol=0))[0])


def _result(output: Output, result: float) -> str:
    """A result in full; what is never reached may lie beyond horizons of several lengths."""
    return NEVER if math.isinf(result) else said(output, float(result))


def _of(found: Sweep, output: Output) -> Iterator[str]:
    results, name = found.results[output.measure], output.name[0].upper() + output.name[1:]
    defined = ~np.isnan(results)
    base = output.where_defined()[0]
    if not defined.any():
        yield f"{name}: undefined in all {found.cells:,} cells."
    elif np.nanmin(results) == np.nanmax(results):
        where = "every cell" if defined.all() else "every cell where it is defined"
        yield f"{name}: {_result(output, results[defined][0])} in {where}."
    else:
        low, high = _first(results, np.nanmin(results)), _first(results, np.nanmax(results))
        yield (
            f"{name}: from {_result(output, results[low])} at {place_words(found, low)} to "
            f"{_result(output, results[high])} at {place_words(found, high)}; base case {said(output, base)}."
        )
    if defined.any() and has_mark(output):
        meeting = int(meets(output, results).sum())
        share = f"{meeting:,} of {found.cells:,} cells ({part(meeting, found.cells)})"
        where = {0: "none of the cells", found.cells: "all cells"}.get(meeting, share)
        yield f"It {at_the_mark(output)} in {where}" + (
            ": a share of the cells asked for, not a probability." if where == share else "."
        )
    for reason, count in found.undefined[output.measure].items():
        yield f"Undefined in {count:,} of {found.cells:,} cells, which stay blank: {reason}."
