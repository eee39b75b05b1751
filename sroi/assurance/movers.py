"""Which numbers move the ratio most when each alone is changed by the same share: an order, found in few evaluations.

The numbers of one outcome move its own lines only. So the first number of every outcome is moved at one point, the
second at the next, and each outcome's lines tell what its own number did: 300 outcomes need as many points as one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter


@dataclass(frozen=True, slots=True)
class Mover:
    """One number, and how far the ratio lies apart when it alone is changed up and down.

    Parameters
    ----------
    parameter
        The number.
    swing
        Distance between the two ratios. [per 1 of inputs]
    """

    parameter: Parameter
    swing: float


def movers(model: Model, by: float) -> tuple[Mover, ...]:
    """Stated numbers by how far the ratio moves when each alone is changed by ± a share of itself, the farthest first.

    The same order as that of ``sroi.analysis.tornado`` with ``by``; a change stops where the legal range ends.

    Examples
    --------
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 10%}}}
    ... ''')
    >>> [(mover.parameter.address, round(mover.swing, 3)) for mover in movers(Model(study), 0.2)]
    [('inputs/grant/amount', 0.75), ('fit/quantity', 0.72), ('fit/value', 0.72), ('fit/deadweight', 0.08)]
    """
    rows = [row for row in model.parameters.rows if row.stated and row.central != 0]
    outcomes = {stream.outcome for stream in model.streams}
    own: dict[str, list[Parameter]] = {name: [] for name in outcomes}
    shared: list[Parameter] = []
    for row in rows:
        (own[row.owner] if row.owner in outcomes else shared).append(row)
    rounds = max(map(len, own.values()), default=0)
    groups: list[list[Parameter]] = [
        [those[place] for those in own.values() if place < len(those)] for place in range(rounds)
    ]
    groups += [[row] for row in shared]
    if not groups:
        return ()
    found = evaluate(model, _points(groups, by), by_line=True)
    assert found.by_line is not None
    low, high = found.by_line[0::2], found.by_line[1::2]
    places = {name: [at for at, line in enumerate(model.lines) if line.outcome == name] for name in outcomes}
    base = float(evaluate(model).pv_inputs[0])
    swings = []
    for place, group in enumerate(groups):
        if place >= rounds:
            ends = found.pv_benefits[2 * place : 2 * place + 2] / found.pv_inputs[2 * place : 2 * place + 2]
            swings.append(Mover(group[0], abs(float(ends[1] - ends[0]))))
            continue
        moved = high[place] - low[place]
        swings += [Mover(row, abs(float(moved[places[row.owner]].sum())) / base) for row in group]
    return tuple(sorted(swings, key=lambda mover: -mover.swing))


def _points(groups: Iterable[list[Parameter]], by: float) -> dict[str, np.ndarray]:
    """Two points for each group, its numbers changed down and up, everything else at its central value."""
    groups = list(groups)
    points: dict[str, np.ndarray] = {}
    for place, group in enumerate(groups):
        for row in group:
            ends = sorted((row.central * (1 - by), row.central * (1 + by)))
            column = np.full(2 * len(groups), row.central)
            column[2 * place : 2 * place + 2] = np.clip(ends, row.kind.low, row.kind.high)
            points[row.address] = column
    return points
