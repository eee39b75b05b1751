"""Why the base case and the mean of a simulation part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.valuation.parameters import Parameter

if TYPE_CHECKING:
    from sroi.analysis.simulation import Simulation

#: The base case and the mean are set apart in words from this relative difference on.
APART: Final = 0.05


@dataclass(frozen=True)
class Parting:
    """The base case beside the mean of a simulation.

    Parameters
    ----------
    base, mean
        The result with every number at its central value, and the mean of the draws.
    within_middle_half
        Whether the base case lies between the 25th and 75th percentile of the draws.
    moves : tuple of (Parameter, float)
        What the base case gains where one number takes the mean of its range in place of its central value; the
        largest first. Numbers whose mean is their central value are left out.
    together
        What it gains where all of them do.
    """

    base: float
    mean: float
    within_middle_half: bool
    moves: tuple[tuple[Parameter, float], ...]
    together: float

    @property
    def apart(self) -> bool:
        """Whether the difference must be explained."""
        size = max(abs(self.mean), abs(self.base))
        return not self.within_middle_half or abs(self.mean - self.base) > APART * size


def parting(found: Simulation) -> Parting:
    """Set the base case of a study beside the mean of its simulation.

    References
    ----------
    ``docs/method.md``, uncertainty: the base case is not the mean where distributions are skewed.
    """
    base = found.base
    shifted = [
        (row, row.distribution.mean())
        for row in found.sampler.rows
        if abs(row.distribution.mean() - row.central) > 1e-12 * abs(row.central)
    ]
    count = len(shifted)
    points = {}
    for place, (row, mean) in enumerate(shifted):
        at = np.full(count + 1, row.central)
        at[place] = at[count] = mean
        points[row.address] = at
    results = found.output.of(points) if count else np.array([base])
    moves = sorted(
        ((row, float(results[place] - base)) for place, (row, _) in enumerate(shifted)), key=lambda move: -abs(move[1])
    )
    inside = found.quantile(0.25) <= base <= found.quantile(0.75)
    return Parting(base, found.mean, inside, tuple(moves), float(results[-1] - base))
