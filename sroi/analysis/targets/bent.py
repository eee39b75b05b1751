"""Where the target is met along movements on which present values bend: scanned, and closed in on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.targets.goal import NOTHING, Goal
from sroi.analysis.targets.movements import Meeting, Movements, between, sign
from sroi.valuation.roots import close_in, crossings, distinct, touches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]

#: Lengths by which scans are put together, so that few evaluations serve many.
_LENGTHS: Final = (0, 32, 160, 1024, 1_000_000)


def bent(goal: Goal, moves: Movements, which: Places) -> dict[int, Meeting]:
    """Meet the target along movements of any shape: scan each, and close in on every change of sign.

    Parameters
    ----------
    goal
        What is to be met.
    moves
        Movements.
    which
        Those that are scanned.

    Returns
    -------
    dict
        What was found, by movement.
    """
    grids = {int(place): moves.scan(int(place)) for place in which}
    found: dict[int, Meeting] = {}
    for shorter, longest in pairwise(_LENGTHS):
        some = [place for place, grid in grids.items() if shorter < grid.size <= longest]
        if some:
            size = max(grids[place].size for place in some)
            filled = [np.pad(grids[place], (0, size - grids[place].size), mode="edge") for place in some]
            found |= _scanned(goal, moves, np.array(some), np.array(filled))
    return found


def _scanned(goal: Goal, moves: Movements, which: Places, at: Floats) -> dict[int, Meeting]:
    sums = moves.sums(which, at)
    matters = goal.changes(sums, moves.base[:, which])
    gap = goal.gap(sums)
    gap[np.abs(gap) <= NOTHING * goal.size(goal.sizes)] = 0.0
    gap[~matters] = np.nan
    whose, before = crossings(gap)
    closed = close_in(
        lambda some, x: goal.gap(moves.sums(which[whose[some]], x[:, None]))[:, 0],
        at[whose, before],
        at[whose, before + 1],
        gap[whose, before],
        gap[whose, before + 1],
    )
    found: list[list[float]] = [[] for _ in which]
    for own, root in zip(whose, closed, strict=True):
        found[own].append(root)
    for own, point in zip(*touches(gap), strict=True):
        found[own].append(at[own, point])
    for own, point in zip(*np.nonzero((gap == 0) & (at == moves.start[which][:, None])), strict=True):
        found[own].append(at[own, point])
    ordered = [
        sorted(distinct(own, moves.start[place], moves.high[place] - moves.low[place]))
        for own, place in zip(found, which, strict=True)
    ]
    sides = _sides(goal, moves, which, ordered)
    ends = goal.results(sums[:, :, 0]), goal.results(sums[:, :, -1])
    return {
        int(place): Meeting(tuple(ordered[i]), sides[i], float(ends[0][i]), float(ends[1][i]), bool(matters[i]))
        for i, place in enumerate(which)
    }


def _sides(goal: Goal, moves: Movements, which: Places, roots: list[list[float]]) -> list[tuple[int, ...]]:
    """Side of the target between the roots, evaluated in the middles."""
    middles = [
        between(moves.low[place], own, moves.high[place]) if own else []
        for place, own in zip(which, roots, strict=True)
    ]
    some = [place for place, own in enumerate(middles) if own]
    sides: list[tuple[int, ...]] = [() for _ in which]
    if not some:
        return sides
    width = max(len(middles[place]) for place in some)
    at = np.empty((len(some), width))
    for row, place in enumerate(some):
        own = [moves.start[which[place]] if middle is None else middle for middle in middles[place]]
        at[row] = own + own[-1:] * (width - len(own))
    gap = goal.gap(moves.sums(which[some], at))
    for row, place in enumerate(some):
        sides[place] = tuple(
            0 if middle is None else sign(gap[row, point]) for point, middle in enumerate(middles[place])
        )
    return sides
