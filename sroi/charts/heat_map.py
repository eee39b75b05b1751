"""A result wherever two numbers differ from the study at once."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.cells.dimensions import Dimension
from sroi.analysis.outputs import TIMES, Output
from sroi.analysis.sweep import Sweep
from sroi.analysis.words.marks import at_the_mark, has_mark, meets
from sroi.charts.basis import caveats
from sroi.charts.chart import Chart, headline
from sroi.charts.frame import GAP, SMALL
from sroi.charts.lettering import width
from sroi.charts.marks import Cell, Mark, Names, Trace
from sroi.charts.measures import described, nothing_to_draw, written
from sroi.errors import Problem, ValuationError
from sroi.study.consistency import SETTINGS
from sroi.valuation.formats import SIGNS
from sroi.valuation.labels import pattern_label

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Most rows and columns drawn; of a finer grid, values evenly spaced among its own.
_ROWS: Final = 15
_COLUMNS: Final = 11


def heat_map(found: Sweep, measure: str | None = None) -> Chart:
    """Show a result over two dimensions.

    The darker a cell, the greater the result; every cell carries its number. A thick line parts cells that break even
    from those that do not, and a frame marks the study as it stands, where it is one of the cells.

    Parameters
    ----------
    found
        A sweep of two dimensions.
    measure
        One of its measures; None for the first.

    Returns
    -------
    Chart
        ``table`` is that of the sweep, with all cells: one column per dimension, then the measure.

    Raises
    ------
    ValuationError
        ``grid-dimensions`` where there are not two dimensions; ``measure-unknown`` where the measure was not asked for;
        ``chart-empty`` where no cell is defined.
    """
    output = _output(found, measure)
    grid = found.grid(output.measure)
    values = grid.to_numpy(dtype=float)
    if not np.isfinite(values).any():
        raise nothing_to_draw("no cell of the grid is defined", "keep inputs above 0, or ask for npv")
    rows, columns = _thinned(len(found.dimensions[0]), _ROWS), _thinned(len(found.dimensions[1]), _COLUMNS)
    shown = values[np.ix_(rows, columns)]
    names = [_named(found, output, place) for place in (0, 1)]
    title = _title(output, values)
    table = found.table[[*(each.column for each in found.dimensions), output.measure]]
    cells = list(_cells(found, output, shown, rows, columns, _base(found, output, rows, columns)))
    return Chart(
        kind="heat map",
        title=title,
        subtitle=described(
            output, *_unit(output), "darker is greater", varied=[each.target for each in found.dimensions]
        ),
        alt=f"Table of {values.size:,} results shaded by size. {title}. {' '.join(found.summary[:2])}",
        columns=tuple(table.columns),
        rows=tuple(table.itertuples(index=False, name=None)),
        marks=(*cells, *_boundary(output, shown)),
        across=Names(tuple(found.dimensions[1].text(found.dimensions[1].values[at]) for at in columns), title=names[1]),
        up=Names(tuple(found.dimensions[0].text(found.dimensions[0].values[at]) for at in rows), title=names[0]),
        wide=len(columns) * (max(width(cell.text, SMALL, cell.marked) for cell in cells) + GAP),
        notes=tuple(_notes(found, output, shown, any(cell.marked for cell in cells), values.size)),
    )


def _output(found: Sweep, measure: str | None) -> Output:
    known = {output.measure: output for output in found.outputs}
    if measure is not None and measure not in known:
        write = f"the sweep computed {', '.join(known)}"
        raise ValuationError(
            Problem("measure-unknown", f"found the measure {measure}", "it is one of the sweep's", write)
        )
    return known[measure] if measure is not None else found.outputs[0]


def _thinned(count: int, most: int) -> list[int]:
    """Places evenly spaced, the first among them, and the last where a step that is not much longer leads to it."""
    least = -(-(count - 1) // (most - 1)) if count > most else 1
    exact = [step for step in range(least, 2 * least + 1) if (count - 1) % step == 0]
    return list(range(0, count, exact[0] if exact else least))


def _named(found: Sweep, output: Output, place: int) -> str:
    each = found.dimensions[place]
    name = pattern_label(output.model.study, each.target)
    return f"{name[:1].upper()}{name[1:]}{', compared with the study' if each.relative else ''}"


def _base(found: Sweep, output: Output, rows: Sequence[int], columns: Sequence[int]) -> tuple[int, int] | None:
    """The cell, among those drawn, that is the study as it stands."""
    places = []
    for each, drawn in zip(found.dimensions, (rows, columns), strict=True):
        own = _own(each, output)
        at = [place for place, value in enumerate(drawn) if _same(each.values[value], own)]
        places.append(at[0] if at else None)
    return (places[0], places[1]) if places[0] is not None and places[1] is not None else None


def _own(each: Dimension, output: Output) -> float | str | None:
    """What a dimension is in the study as it stands."""
    if each.relative:
        return 1.0
    if each.target == "scenario":
        return output.model.scenario_id or "base"
    if each.target in SETTINGS:
        own = getattr(output.model.study, each.target, None)
        return float(own) if isinstance(own, int) else None
    row = output.model.parameters.row(each.target) if each.target in output.model.parameters.columns else None
    return row.central if row is not None else None


def _same(value: float | str, own: float | str | None) -> bool:
    if isinstance(value, str) or isinstance(own, str) or own is None:
        return value == own
    return math.isclose(value, own, rel_tol=1e-9, abs_tol=1e-12)


def _cells(
    found: Sweep,
    output: Output,
    shown: Floats,
    rows: Sequence[int],
    columns: Sequence[int],
    base: tuple[int, int] | None,
) -> Iterator[Cell]:
    real = shown[np.isfinite(shown)]
    low, span = float(real.min()), float(real.max() - real.min())
    say = written(output, [float(value) for value in real])
    first, second = found.dimensions
    ordered = [(i, j) for i in range(len(rows)) for j in range(len(columns)) if (i, j) != base]
    for i, j in [*ordered, *([base] if base is not None else [])]:  # the framed one last, over its neighbours
        value = float(shown[i, j])
        at = f"{first.text(first.values[rows[i]])} and {second.text(second.values[columns[j]])}"
        if not math.isfinite(value):
            text = "never" if math.isinf(value) else "undefined"
            yield Cell(j, i, 0.0, text, f"At {at}: {text}", (i, j) == base, hatched=True)
            continue
        shade = (value - low) / span if span else 0.5
        yield Cell(j, i, shade, _bare(say(value), output), f"At {at}: {output.text(value)}", (i, j) == base)


def _unit(output: Output) -> list[str]:
    """What cells are in, where the measure does not say it."""
    if output.measure in ("ratio", "net_ratio"):
        return []
    currency = output.model.study.currency
    return ["in years" if output.measure in TIMES else f"in {SIGNS.get(currency, currency)}"]


def _bare(text: str, output: Output) -> str:
    """A result without its currency or unit, which the subtitle says."""
    currency = output.model.study.currency
    return text.replace(SIGNS.get(currency, f"{currency} "), "").removesuffix(" years")


def _boundary(output: Output, shown: Floats) -> Iterator[Mark]:
    """The line between cells that break even and cells that do not, edged so that it is seen on every shade."""
    if not has_mark(output):
        return
    meeting = meets(output, shown)
    pieces = [((j + 0.5, i - 0.5), (j + 0.5, i + 0.5)) for i, j in np.argwhere(meeting[:, 1:] != meeting[:, :-1])]
    pieces += [((j - 0.5, i + 0.5), (j + 0.5, i + 0.5)) for i, j in np.argwhere(meeting[1:] != meeting[:-1])]
    for piece in pieces:
        yield Trace(piece, "paper", thick=6)
    for piece in pieces:
        yield Trace(piece, "text", thick=2.5)


def _notes(found: Sweep, output: Output, shown: Floats, framed: bool, cells: int) -> Iterator[str]:
    if has_mark(output) and len(np.unique(meets(output, shown))) > 1:
        yield f"The thick line parts cells in which it {at_the_mark(output)} from the others."
    if framed:
        yield "Framed: the study as it stands."
    if shown.size < cells:
        yield f"{shown.size} of {cells:,} cells are drawn, evenly spaced; the table has them all."
    yield from found.notes
    yield from caveats(output.model)


def _title(output: Output, values: Floats) -> str:
    real = values[np.isfinite(values)]
    say = written(output, [float(value) for value in real])
    low, high = say(float(real.min())), say(float(real.max()))
    name = output.name[0].upper() + output.name[1:]
    front = f"{name} runs from {low} to {high}"
    if not has_mark(output):
        return headline(front, f"Results run from {low} to {high}")
    count = int(meets(output, values).sum())
    some = f"{count:,} of {values.size:,} cells break even"
    share = "no cell breaks even" if not count else "every cell breaks even" if count == values.size else some
    return headline(f"{front}; {share}", f"From {low} to {high}; {share}", f"Results run from {low} to {high}")
