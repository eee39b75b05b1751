"""Two numbers of a study moved at once, each over its own range."""

from __future__ import annotations

from typing import Final

import numpy as np

from sroi.analysis.cells.dimensions import Dimension
from sroi.analysis.levers import Lever
from sroi.analysis.sweep import Sweep, sweep
from sroi.study.study import Study
from sroi.valuation.parameters import Parameter

#: Values on each side of the base case.
_STEPS: Final = 3


def two_way(study: Study, first: Lever, second: Lever, measure: str = "ratio") -> Sweep:
    """Compute a result where two numbers differ from the study at once.

    Each runs over its stated range, 9 in 10; over the whole of its lever where none is stated. The base case is one of
    the values, so that the study as it stands is one of the cells.

    Parameters
    ----------
    study
        The study.
    first, second
        Two levers of it; see :func:`sroi.analysis.levers.levers`.
    measure
        Key of one of :data:`sroi.analysis.outputs.MEASURES`.

    Raises
    ------
    SroiError
        As :func:`sroi.analysis.sweep.sweep` does; ``vary-twice`` where the two are the same number.

    Examples
    --------
    >>> from sroi.analysis.levers import levers
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20 (15 to 25), deadweight: 20%}}}
    ... ''')
    >>> value, quantity = levers(study)
    >>> found = two_way(study, value, quantity)
    >>> found.cells, found.dimensions[0].values
    (49, (15.0, 16.6667, 18.3333, 20.0, 21.6667, 23.3333, 25.0))
    """
    return sweep(study, _dimension(first), _dimension(second), measures=(measure,))


def _dimension(lever: Lever) -> Dimension:
    low, high = lever.evidence or (lever.low, lever.high)
    below = np.linspace(min(low, lever.base), lever.base, _STEPS + 1)[:-1]
    above = np.linspace(lever.base, max(high, lever.base), _STEPS + 1)[1:]
    values = {_round(float(value)): None for value in (*below, *above)} | {lever.base: None}
    share = _percent(lever.parameter)
    return Dimension(lever.parameter.address, False, tuple(sorted(values)), "percent" if share else "number")


def _round(value: float) -> float:
    """Six digits, which nobody can tell from more."""
    return float(f"{value:.6g}")


def _percent(row: Parameter) -> bool:
    return row.kind.share or row.unit.startswith("share")
