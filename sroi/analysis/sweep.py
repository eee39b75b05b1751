"""Grids and sweeps: a result wherever several things differ from the study at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.cells.dimensions import LARGEST, Dimension, read
from sroi.analysis.cells.grids import Grid, places_of
from sroi.analysis.outputs import TIMES, Output, output
from sroi.errors import Problem, StudyError, ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Cells at most where a measure is followed year by year, cell by cell.
_LARGEST_YEARLY: Final = 250_000


#: Cells at most whose table is made for a notebook.
_MOST_SHOWN: Final = 100_000


@dataclass(frozen=True)
class Sweep:
    """A result at every combination of values.

    Made by :func:`sweep`.

    Parameters
    ----------
    dimensions
        What was varied.
    outputs
        The measures asked for, of the study without any change.
    results
        By measure, one number per cell, the last dimension running fastest. Undefined cells are NaN; paybacks that
        never come are infinite.
    undefined
        By measure, how many cells are undefined, by reason.
    notes
        What must be known beside the grid.
    """

    dimensions: tuple[Dimension, ...]
    outputs: tuple[Output, ...]
    results: Mapping[str, Floats]
    undefined: Mapping[str, Mapping[str, int]]
    notes: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values of each dimension."""
        return tuple(len(each) for each in self.dimensions)

    @property
    def cells(self) -> int:
        """Number of cells."""
        return math.prod(self.shape)

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        from sroi.analysis.words.sweep import sentences

        return tuple(sentences(self))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per cell: one column per dimension, then one per measure.

        A dimension is named by its address, with ``(factor)`` behind it where it is relative, and is in the unit of the
        address. Measures are money in the study's currency and price base, ratios per 1 of inputs, paybacks in years
        (infinite where it does not pay back); undefined cells are missing.
        """
        import pandas as pd

        places = np.arange(self.cells)
        columns: dict[str, Any] = {}
        for each, place in zip(self.dimensions, places_of(places, self.shape), strict=True):
            if each.form == "word":
                words = pd.Index([str(value) for value in each.values])
                columns[each.column] = pd.Categorical.from_codes(place, categories=words)
            else:
                kind = int if each.target == "horizon" else float
                columns[each.column] = np.array(each.values, dtype=kind)[place]
        return pd.DataFrame(columns | dict(self.results))

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table if self.cells <= _MOST_SHOWN else None)

    def grid(self, measure: str) -> pd.DataFrame:
        """One measure over two dimensions: rows are the values of the first, columns those of the second.

        Raises
        ------
        ValuationError
            ``grid-dimensions`` where there are not two dimensions.
        """
        import pandas as pd

        if len(self.dimensions) != 2:
            found = f"found {len(self.dimensions)} dimension{'s' if len(self.dimensions) != 1 else ''}"
            raise ValuationError(Problem("grid-dimensions", found, "a grid has two dimensions", "use .table"))
        first, second = self.dimensions
        rows = pd.Index(first.values, name=first.column)
        columns = pd.Index(second.values, name=second.column)
        return pd.DataFrame(self.results[measure].reshape(self.shape), index=rows, columns=columns)

    def values_at(self, cell: int) -> tuple[float | str, ...]:
        """The value of each dimension in one cell."""
        at = places_of(np.array([cell]), self.shape)
        return tuple(each.values[int(place[0])] for each, place in zip(self.dimensions, at, strict=True))


def sweep(
    study: Study,
    *vary: str | Dimension,
    measures: Sequence[str] = ("ratio", "npv"),
    perspective: str = "social",
    scenario: str | None = None,
) -> Sweep:
    """Compute results at every combination of values of several dimensions.

    Parameters
    ----------
    study
        The study.
    *vary
        Dimensions as text: ``ADDRESS=VALUES`` puts values in the place of a number; ``ADDRESS*=VALUES`` scales what the
        study says. VALUES is a grid ``low:high:count``, a list ``a,b,c`` or one value; see
        :func:`sroi.analysis.cells.dimensions.dimension`. ADDRESS may be a pattern with ``*`` and, for scaling, a whole
        such as ``into-work/quantity``, which is scaled once, as by ``scale`` in a scenario. ``horizon``, other settings
        that scenarios may set, and ``scenario`` are dimensions too.
    measures
        Keys of :data:`sroi.analysis.outputs.MEASURES`.
    perspective
        Id of a perspective.
    scenario
        Id of a scenario or option that the grid is laid around; None for the base case.

    Returns
    -------
    Sweep
        A number set by a dimension is what it is set to, whatever a scenario makes of it; then dimensions that scale
        it apply. A number that uses a shared estimate or follows from a comparison is varied in its own place only.

    Raises
    ------
    SroiError
        With every problem of every dimension at once: those of :func:`sroi.analysis.cells.dimensions.read`,
        ``address-unknown``, ``address-container``, ``share-range``, ``number-range``, ``scale-range``,
        ``scale-nothing``, ``vary-twice``, ``grid-too-large``, ``scenario-unknown``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> found = sweep(study, "fit/deadweight=0%,50%", "inputs/*/amount*=-50%:+50%:3", measures=["ratio"])
    >>> found.grid("ratio").round(2).values.tolist()
    [[4.0, 2.0, 1.33], [2.0, 1.0, 0.67]]
    """
    dims, unread = read(vary)
    names = tuple(dict.fromkeys(measures))
    outputs = tuple(output(Model(study, scenario), name, perspective) for name in names)
    _check_size(dims, names)
    grid = Grid(study, dims, outputs, scenario)
    if problems := [*unread, *grid.problems()]:
        raise StudyError(problems)
    results, undefined, notes = grid.computed()
    return Sweep(dims, outputs, results, undefined, notes)


def _check_size(dims: Sequence[Dimension], measures: Sequence[str]) -> None:
    cells, yearly = math.prod(len(each) for each in dims), any(name in TIMES for name in measures)
    largest = _LARGEST_YEARLY if yearly else LARGEST
    if cells > largest:
        sizes = " × ".join(f"{len(each):,}" for each in dims)
        why = " where payback is followed year by year" if yearly else ""
        found = f"found {sizes}{f' = {cells:,}' if len(dims) > 1 else ''} cells"
        raise ValuationError(
            Problem("grid-too-large", found, f"a grid has at most {largest:,} cells{why}", "use fewer values, or parts")
        )
