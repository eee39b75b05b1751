"""What would have to be true: the value of one number at which the result meets a target."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean, said
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.roots import close_in, crossings, distinct, touches
from sroi.valuation.searching import held, life_roles, scan, searched
from sroi.valuation.views import View, view_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Measure = Literal["ratio", "npv"]

#: Measures that a target can be set for, and what they are called.
MEASURES: Final = {"ratio": "ratio", "npv": "net present value"}

#: Part of a result below which a change of it over the whole range is rounding.
_ROUNDING: Final = 1e-9

#: Part of a change of sign that is left at its place where the result jumps.
_JUMP: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Solution:
    """The value of one number at which a measure meets a target.

    Parameters
    ----------
    parameter
        The number that was varied.
    measure, target, perspective
        What was to be met.
    values
        Every value found inside the legal range, the one closest to the base first; empty where none is.
    jumps
        Those of them at which the result jumps over the target without ever being it, as it does where a year begun
        counts as a whole one.
    base, base_result
        Central value, and the measure there.
    lowest, highest
        Smallest and largest result over the legal range that was searched.
    searched
        The range searched.
    """

    parameter: Parameter
    measure: Measure
    target: float
    perspective: str
    values: tuple[float, ...]
    jumps: tuple[float, ...]
    base: float
    base_result: float
    lowest: float
    highest: float
    searched: tuple[float, float]

    @property
    def value(self) -> float | None:
        """The value closest to the base case; None where there is none in range."""
        return self.values[0] if self.values else None

    @property
    def matters(self) -> bool:
        """Whether the measure depends on the number at all."""
        return self.highest - self.lowest > _ROUNDING * max(abs(self.highest), abs(self.lowest), abs(self.base_result))


def solve(
    study: Study | Model, address: str, target: float, *, measure: Measure = "ratio", perspective: str = "social"
) -> Solution:
    """Find the value of one number of a study at which the result meets a target.

    Parameters
    ----------
    study
        The study, or a model of one of its scenarios.
    address
        Address of the number, such as ``into-work/deadweight``.
    target
        Ratio, or net present value, to be met.
    measure
        ``ratio`` or ``npv``.
    perspective
        Id of a perspective.

    Returns
    -------
    Solution
        With every value inside the legal range, and what the result is at best and at worst where there is none.
        ``matters`` is False where the measure does not depend on the number.

    Raises
    ------
    ValuationError
        ``address-unknown`` where the address names no number; ``address-derived`` where the number there follows
        from others; ``address-shared`` where it is stated elsewhere; ``measure-unknown``; ``perspective-unknown``;
        ``target-finite``; ``solve-undefined`` where the measure does not exist.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A, size: 9}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> round(solve(study, "fit/deadweight", 1.0).value, 12)
    0.5
    >>> solve(study, "stakeholders/a/size", 1.0).matters
    False
    """
    model = study if isinstance(study, Model) else Model(study)
    parameter, view = stated_number(model, address), view_named(model, perspective)
    if measure not in MEASURES:
        allowed = f"solve knows the measures {' and '.join(MEASURES)}"
        raise ValuationError(
            Problem("measure-unknown", f"found the measure {said(measure)}", allowed, did_you_mean(measure, MEASURES))
        )
    if not math.isfinite(target):
        raise ValuationError(Problem("target-finite", f"found the target {target}", "a target is a finite number"))
    column = model.parameters.columns[parameter.address]
    low, high = searched(model, parameter)
    at = scan(model, parameter, low, high, life_roles(model).get(column))
    results = _results(model, parameter.address, at, measure, view)
    base = float(results[np.searchsorted(at, parameter.central)])
    fine = np.isfinite(results)
    if not math.isfinite(base):
        raise ValuationError(
            Problem(
                "solve-undefined",
                f"the {MEASURES[measure]} is undefined from the perspective {perspective}",
                "a target is met by a measure that exists",
                "choose another perspective",
                address=address,
            )
        )
    lowest, highest = float(np.min(results[fine])), float(np.max(results[fine]))
    gap = (results - target)[None, :]
    _, zero = touches(gap)
    _, before = crossings(gap)
    ends = gap[0, before], gap[0, before + 1]
    closed = close_in(
        lambda _, x: _results(model, parameter.address, x, measure, view) - target, at[before], at[before + 1], *ends
    )
    left = _results(model, parameter.address, closed, measure, view) - target
    jumps = closed[np.abs(left) > _JUMP * (np.abs(ends[0]) + np.abs(ends[1]))]
    met_now = [parameter.central] if base == target else []
    roots = distinct([*at[zero], *closed, *met_now], parameter.central, high - low)
    return Solution(
        parameter,
        measure,
        target,
        perspective,
        tuple(roots),
        tuple(map(float, jumps)),
        parameter.central,
        base,
        lowest,
        highest,
        (low, high),
    )


def _results(model: Model, address: str, at: Floats, measure: str, view: View) -> Floats:
    """The measure at each value of one number; NaN where it is undefined."""
    found, size = np.empty(at.size), held(model, {model.parameters.columns[address]})
    for start in range(0, at.size, size):
        here = slice(start, start + size)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            sums = evaluate(model, {address: at[here]}, view=view)
            if measure == "npv":
                found[here] = sums.npv
            else:
                found[here] = np.where(sums.pv_inputs > 0, sums.pv_benefits / sums.pv_inputs, np.nan)
    return found


def stated_number(model: Model, address: str) -> Parameter:
    """The number at an address, which is stated there.

    Raises
    ------
    ValuationError
        ``address-unknown``, ``address-derived`` or ``address-shared``, with what to write instead.
    """
    columns = model.parameters.columns
    if address not in columns:
        raise ValuationError(
            Problem(
                "address-unknown",
                f"found the address {address}",
                "an address names a number of the study",
                did_you_mean(address, columns),
            )
        )
    row = model.parameters.row(address)
    if row is None:
        inside = next(d for d in model.parameters.derived if model.parameters.columns[d.address] == columns[address])
        names = ", ".join(model.parameters.rows[column].address for column in inside.columns)
        raise ValuationError(
            Problem(
                "address-derived",
                f"{address} follows from a comparison",
                "only a number that is stated can be varied",
                f"name one of {names}",
            )
        )
    if row.address != address:
        raise ValuationError(
            Problem(
                "address-shared",
                f"{address} uses {row.address}",
                "a shared estimate is varied where it is stated",
                f"name {row.address}",
            )
        )
    return row
