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
    study: Study, parameters: Parameters, stated: Sequence[Correlation] | None = None
) -> tuple[list[str], Floats]:
    """Correlations of the normal scores of all uncertain numbers of a study.

    Two numbers of one family have the correlation ``shared_error``; pairs stated under ``correlations`` replace it.

    Parameters
    ----------
    study, parameters
        The study and its vector of estimates.
    stated
        Pairs to use in place of the study's own.

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
    matrix = np.where(families[:, None] == families[None, :], study.shared_error, 0.0)
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
            if row is None or not row.uncertain:
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
    return [_impossible(study, parameters)]


def _impossible(study: Study, parameters: Parameters) -> Problem:
    """Name the pairs that cannot hold together: the first that breaks the matrix, and those it touches."""
    upto = next(
        count
        for count in range(1, len(study.correlations) + 1)
        if not possible(correlation_matrix(study, parameters, study.correlations[:count])[1])
    )
    culprit = study.correlations[upto - 1]
    touching = [pair for pair in study.correlations[: upto - 1] if set(pair.between) & set(culprit.between)]
    names = "; ".join(f"{' and '.join(pair.between)} at {pair.rho:g}" for pair in (*touching, culprit))
    return Problem(
        "correlations-impossible",
        f"found correlations that cannot all hold at once: {names}",
        f"with the shared error of {study.shared_error:.0%} within families they form a positive definite matrix",
        "bring them closer to each other, or state the third pair of a triangle too",
        address=f"correlations/{upto - 1}",
        line=study.line("correlations", upto - 1),
    )
