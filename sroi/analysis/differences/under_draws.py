"""Results of several alternatives under the same draws: their ranges, how often one is above another, and ties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Measures of which one alternative may be above another.
COMPARED: Final = ("ratio", "npv")

#: Ends of the range in which 9 in 10 draws lie.
_ENDS: Final = (0.05, 0.95)

#: Results that differ by less than this part of what they are made of are the same, but for rounding.
_SAME: Final = 1e-12

Range = tuple[float, float]

#: Results of one alternative by draw: ``npv``, ``pv_inputs``, and ``ratio`` where it is defined in every draw.
Results = dict[str, "Floats"]


def ends(values: Floats) -> Range:
    """Ends of the range in which 9 in 10 draws lie."""
    low, high = np.quantile(values, _ENDS)
    return float(low), float(high)


def above(own: Results, base: Results) -> dict[str, float]:
    """Share of the draws in which a result exceeds that of the base case; nothing where the two never differ."""
    return {
        measure: float(np.mean((own[measure] > base[measure]) & ~tied(own, base, measure)))
        for measure in COMPARED
        if measure in own and measure in base and not tied(own, base, measure).all()
    }


def tied(one: Results, other: Results, measure: str) -> NDArray[np.bool_]:
    """In which draws two results are the same, but for rounding."""
    a, b = one[measure], other[measure]
    size = np.maximum(abs(a), abs(b))
    if measure == "npv":  # what it is the difference of may be much larger
        size = size + one["pv_inputs"] + other["pv_inputs"]
    return np.asarray(abs(a - b) <= _SAME * size)


def ties(results: Mapping[str, Results], choices: Sequence[str], measure: str) -> tuple[tuple[str, ...], ...]:
    """Groups of choices that are the same in every draw; choices alone are not named."""
    groups: list[list[str]] = []
    for name in choices:
        if measure not in results.get(name, {}):
            continue
        same = (group for group in groups if tied(results[group[0]], results[name], measure).all())
        group = next(same, None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return tuple(tuple(group) for group in groups if len(group) > 1)


def best_of(results: Mapping[str, Results], choices: list[str]) -> dict[str, dict[str, float]]:
    """Share of the draws in which each choice is the best of all; where several are, each has its part of the draw."""
    best: dict[str, dict[str, float]] = {name: {} for name in choices}
    if len(choices) < 2 or not results:
        return {}
    for measure in COMPARED:
        if not all(measure in results[name] for name in choices):
            continue
        table = np.stack([results[name][measure] for name in choices])
        largest = {measure: table.max(axis=0), "pv_inputs": np.max([results[n]["pv_inputs"] for n in choices], axis=0)}
        first = np.stack([tied(results[name], largest, measure) for name in choices])
        portions = (first / first.sum(axis=0)).mean(axis=1)
        for name, portion in zip(choices, portions, strict=True):
            best[name][measure] = float(portion)
    return best
