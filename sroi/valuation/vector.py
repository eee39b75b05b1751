"""The vector of estimates: one number, or one per draw, for every place a study has a number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.valuation.parameters import Derived
from sroi.valuation.points import points_table, read_points

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from sroi.valuation.model import Model

#: Numbers by place: the estimates first, then what is derived from them. Each is a number or an array of draws.
Vector = Sequence[Any]

Points = Mapping[str, "ArrayLike"]


def central(model: Model) -> list[Any]:
    """The vector at its central values, derived numbers included."""
    return list(model.centre)


def with_derived(model: Model, x: list[Any]) -> list[Any]:
    """Append the numbers that follow from comparisons."""
    for derived in model.parameters.derived:
        x.append(derived_value(model, derived, x))
    return x


def derived_value(model: Model, derived: Derived, x: Vector) -> Any:
    """A share that follows from a comparison: deadweight c/a or effect a − c, with c = b + (a′ − b′)."""
    level = [x[column] for column in derived.columns]
    if not derived.effect and not np.all(np.asarray(level[1]) > 0):
        after = model.parameters.rows[derived.columns[1]].address
        raise ValuationError(
            Problem(
                "counterfactual-zero",
                f"{after} is 0 at some point",
                "deadweight is a share of the level after",
                "keep that level above 0",
                address=derived.address,
            )
        )
    counterfactual = level[0] + (level[3] - level[2]) if len(level) == 4 else level[0]
    return level[1] - counterfactual if derived.effect else counterfactual / level[1]


def points_of(model: Model, points: Points | ArrayLike | None) -> tuple[list[Any], int]:
    """The vector at some points, one number or one array per place, and how many points there are."""
    x: list[Any] = [row.central for row in model.parameters.rows]
    if points is None:
        return with_derived(model, x), 1
    if not isinstance(points, Mapping):
        table, problem = points_table(points, len(x))
        if problem is not None or table is None:
            raise ValuationError(problem or ())
        points = {row.address: table[:, place] for place, row in enumerate(model.parameters.rows)}
    draws, problems = 1, []
    for address, values in points.items():
        column = model.parameters.columns.get(address)
        if column is None or column >= len(x):
            problems.append(
                Problem(
                    "address-unknown",
                    f"found the address {address}",
                    "a point names a number of the study",
                    did_you_mean(str(address), model.addresses),
                )
            )
            continue
        array, problem = read_points(model.parameters.rows[column], values)
        if problem is not None or array is None:
            problems += [problem] if problem is not None else []
            continue
        if array.size > 1 and draws not in (1, array.size):
            problems.append(
                Problem(
                    "points-shape",
                    f"found {array.size:,} points beside {draws:,}",
                    "all points have one number per draw",
                    address=address,
                )
            )
        draws = max(draws, array.size)
        x[column] = array if array.size > 1 else float(array.reshape(-1)[0])
    if problems:
        raise ValuationError(problems)
    return with_derived(model, x), draws
