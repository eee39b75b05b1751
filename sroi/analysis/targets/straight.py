"""Where the target is met along movements on which present values are straight lines: exactly, in three evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.targets.goal import NOTHING, Goal
from sroi.analysis.targets.movements import Meeting, Movements, between, sign

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Marks = NDArray[np.bool_]
    Places = NDArray[np.intp]

#: Part of its size by which a line may miss a point through rounding.
_STRAIGHT: Final = 1e-11

#: Part of what the gap is made of that may be left of it where a root is right.
_LEFT: Final = 1e-9


def straight(goal: Goal, moves: Movements, which: Places) -> dict[int, Meeting]:
    """Meet the target along movements on which present values are straight lines.

    So they are in quantities, unit values, deductions, multipliers, amounts, uplifts and cashable shares, unless one
    number does several things at once or a value changes its sign under optimism bias. Three evaluations show it and
    give the line. The gap is then a line too, or a parabola where a ratio is set against another, and its roots are
    exact; each is verified, and polished, by one more evaluation at it.

    Parameters
    ----------
    goal
        What is to be met.
    moves
        Movements.
    which
        Those that are tried.

    Returns
    -------
    dict
        What was found, by movement; movements that are not straight, or whose roots were not verified, are left out.
    """
    lines = _fitted(goal, moves, which)
    curve = goal.parabola(lines.base, lines.slope)
    low, start, high, room = (part[which] for part in (moves.low, moves.start, moves.high, moves.room))
    away = _roots(*curve)
    away[0, np.abs(curve[0]) <= NOTHING * goal.size(goal.sizes)] = 0.0
    near = np.isfinite(away) & (away >= low - start - room) & (away <= high - start + room)
    there = np.where(near & lines.fits & lines.matters, np.clip(start + away, low, high), np.nan)
    there, right = _verified(goal, moves, which, there, start, curve)
    ends = [goal.results(lines.at(end - start)) for end in (low, high)]
    found = {}
    for i in np.flatnonzero(lines.fits & right):
        roots = sorted({_on_range(root, low[i], high[i], room[i]) for root in there[:, i] if root == root})
        c0, c1, c2 = (float(part[i]) for part in curve)
        steps = [None if middle is None else middle - start[i] for middle in between(low[i], roots, high[i])]
        sides = tuple(0 if step is None else sign(c0 + (c1 + c2 * step) * step) for step in steps)
        at_low, at_high = (float(end[i]) for end in ends)
        found[int(which[i])] = Meeting(tuple(roots), sides, at_low, at_high, bool(lines.matters[i]))
    return found


def _on_range(root: float, low: float, high: float, room: float) -> float:
    """A root, at the end of the range where only rounding parts it from that."""
    return float(low if root <= low + room else high if root >= high - room else root)


@dataclass(frozen=True)
class _Lines:
    """Present values as lines base + slope × step, shape (4, movement); whether they fit, and are not flat."""

    base: Floats
    slope: Floats
    fits: Marks
    matters: Marks

    def at(self, step: Floats) -> Floats:
        return self.base + self.slope * step


def _fitted(goal: Goal, moves: Movements, which: Places) -> _Lines:
    start, base = moves.start[which], moves.base[:, which]
    points = _probes(moves.low[which], start, moves.high[which])
    steps, probed = points - start[:, None], moves.sums(which, points)
    change, far = probed - base[:, :, None], np.abs(steps).argmax(axis=1)[:, None]
    longest, furthest = np.take_along_axis(steps, far, 1)[:, 0], np.take_along_axis(change, far[None], 2)[:, :, 0]
    slope = np.where(longest == 0, 0.0, furthest / np.where(longest == 0, 1.0, longest))
    size = np.maximum(np.maximum(np.abs(probed).max(axis=2), np.abs(base)), goal.sizes[:, None])[:, :, None]
    fits = (np.abs(change - slope[:, :, None] * steps) <= _STRAIGHT * size).all(axis=(0, 2))
    return _Lines(base, slope, fits, goal.changes(probed, base))


def _probes(low: Floats, start: Floats, high: Floats) -> Floats:
    """Three points of each range: far enough to show a bend, near enough that nothing is lost to rounding."""
    reach = np.where(start == 0, 1.0, np.abs(start))
    narrow = high - low <= 3
    up, down = (
        np.where(narrow, high, np.minimum(start + reach, high)),
        np.where(narrow, low, np.maximum(start - reach, low)),
    )
    mirrored = (low < 0) & (start != 0) & ~narrow  # a value that changes its sign
    middle = np.where(mirrored, np.clip(-start, low, high), down + 0.381966 * (up - down))
    return np.stack([down, middle, up], axis=1)


def _roots(constant: Floats, linear: Floats, square: Floats) -> Floats:
    """Roots of parabolas, both without loss of digits: shape (2, movement), not finite where there is none."""
    q = -(linear + np.copysign(np.sqrt(linear**2 - 4 * square * constant), linear)) / 2
    return np.stack([constant / q, np.where(square == 0, np.nan, q / square)])


def _verified(
    goal: Goal, moves: Movements, which: Places, there: Floats, start: Floats, curve: tuple[Floats, Floats, Floats]
) -> tuple[Floats, Marks]:
    """Evaluate at the roots, take one more step to the target, and say which movements were predicted rightly.

    A root at which the measure is undefined is none.
    """
    right, some = np.ones(which.size, dtype=bool), np.flatnonzero(~np.isnan(there).all(axis=0))
    if not some.size:
        return there, right
    own, (_, linear, square) = there[:, some], (part[some] for part in curve)
    away = own - start[some]
    sums = np.moveaxis(moves.sums(which[some], np.where(np.isnan(own), start[some], own).T), 1, 2)
    left = np.where(np.isnan(own), np.nan, goal.gap(sums))
    allowed = _LEFT * (goal.size(sums) + goal.size(goal.sizes) + np.abs(linear * away))
    right[some] = ~(np.abs(left) > allowed).any(axis=0)
    steepness = linear + 2 * square * away
    polish = np.where((away == 0) | (steepness == 0), 0.0, left / steepness)
    there = there.copy()
    there[:, some] = own - polish
    return there, right
