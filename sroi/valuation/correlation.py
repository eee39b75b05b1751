"""Which errors move together: families share part of theirs, and stated pairs replace that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.errors import Problem
from sroi.study.settings import Correlation
from sroi.study.study import Study
from sroi.valuation.parameters import Parameters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: A matrix with an eigenvalue below this cannot be a matrix of correlations; rounding stays far above it.
_NEGATIVE: Final = -1e-10


def correlation_matrix(
    study: Study,
    parameters: Parameters,
    stated: Sequence[Correlation] | None = None,
    *,
    shared: float | None = None,
) -> tuple[list[str], Floats]:
    """Correlations of the normal scores of all uncertain numbers of a study.

    Two numbers of one family have the correlation ``shared_error``; pairs stated under ``correlations`` replace it.

    Parameters
    ----------
    study, parameters
        The study and its vector of estimates.
    stated
        Pairs to use in place of the study's own.
    shared
        Correlation within a family, in place of the study's ``shared_error``.

    Returns
    -------
    addresses, matrix : shape (estimate, estimate)

    References
    ----------
    ``docs/method.md``, uncertainty: one factor per family, z = √ρ·F + √(1 − ρ)·ε.
    """
    rows = [row for row in parameters.rows if row.uncertain]
    place = {row.address: count for count, row in enumerate(rows)}
    families = np.array([row.family for row in rows])
    within = study.shared_error if shared is None else shared
    matrix = np.where(families[:, None] == families[None, :], within, 0.0)
    np.fill_diagonal(matrix, 1.0)
    for pair in study.correlations if stated is None else stated:
        ends = [parameters.row(address) for address in pair.between]
        one, other = (place.get(end.address) if end is not None else None for end in ends)
        if one is not None and other is not None:
            matrix[one, other] = matrix[other, one] = pair.rho
    return [row.address for row in rows], matrix


def possible(matrix: Floats) -> bool:
    """Whether numbers can be correlated like that at all (no negative eigenvalue)."""
    return bool(matrix.size == 0 or np.linalg.eigvalsh(matrix).min() >= _NEGATIVE)


def correlation_problems(study: Study, parameters: Parameters) -> list[Problem]:
    """Find stated pairs that name a number without a range, or that cannot all hold at once."""
    problems = []
    for count, pair in enumerate(study.correlations):
        for address in pair.between:
            row = parameters.row(address)
            # A scenario may settle one of the two: the pair is then without effect.
            if (row is None or not row.uncertain) and parameters.scenario_id is None:
                problems.append(
                    Problem(
                        "correlation-certain",
                        f"{address} has no range",
                        "a correlation is between two uncertain numbers",
                        "give it a range, or remove the pair",
                        address=f"correlations/{count}",
                        line=study.line("correlations", count),
                    )
                )
    if problems or possible(correlation_matrix(study, parameters)[1]):
        return problems
    return [impossible_pairs(study, parameters)]


def impossible_pairs(study: Study, parameters: Parameters, shared: float | None = None) -> Problem:
    """Name the pairs that cannot hold together: the smallest group of touching pairs that is impossible in itself."""
    groups: list[set[int]] = []
    for count, pair in enumerate(study.correlations):
        touching = [g for g in groups if any(set(study.correlations[c].between) & set(pair.between) for c in g)]
        groups = [g for g in groups if g not in touching] + [set().union({count}, *touching)]
    shared = study.shared_error if shared is None else shared
    addresses, matrix = correlation_matrix(study, parameters, shared=shared)
    culprits = set(range(len(study.correlations)))
    for group in groups:
        names = {address for c in group for address in study.correlations[c].between}
        places = [place for place, address in enumerate(addresses) if address in names]
        if not possible(matrix[np.ix_(places, places)]):
            culprits = group
            break
    pairs = "; ".join(
        f"{' and '.join(study.correlations[c].between)} at {study.correlations[c].rho:g}" for c in sorted(culprits)
    )
    last = max(culprits)
    return Problem(
        "correlations-impossible",
        f"found correlations that cannot all hold at once: {pairs}",
        f"beside the shared error of {shared:.0%} within families: what moves with a number also moves with its family",
        "bring them closer to the shared error, state the other pairs of these numbers too, or lower shared_error",
        address=f"correlations/{last}",
        line=study.line("correlations", last),
    )
