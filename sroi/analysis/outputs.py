"""What a question is asked about: a measure, seen from a perspective."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.study.study import Study
from sroi.valuation.engine import NO_INPUTS, evaluate
from sroi.valuation.flows import flows
from sroi.valuation.formats import money, years
from sroi.valuation.model import Model
from sroi.valuation.payback import payback
from sroi.valuation.vector import Points, points_of
from sroi.valuation.views import View, view_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Measures and what they are called.
MEASURES: Final = {
    "ratio": "SROI ratio",
    "net_ratio": "net SROI ratio",
    "npv": "net present value",
    "pv_benefits": "present value of benefits",
    "pv_inputs": "present value of inputs",
    "payback": "payback by running total",
    "discounted_payback": "discounted payback by running total",
}

#: Measures in years, where more is worse; infinite where it does not pay back within the horizon.
TIMES: Final = ("payback", "discounted_payback")

#: Measures that need inputs above 0.
_PER_INPUT: Final = ("ratio", "net_ratio")


@dataclass(frozen=True)
class Output:
    """One measure of one model from one perspective, at any points of its vector of estimates.

    Made by :func:`output`.

    Parameters
    ----------
    model
        The resolved study, or one of its scenarios.
    measure
        Key of :data:`MEASURES`.
    view
        Perspective: which values and inputs count.
    """

    model: Model
    measure: str
    view: View

    def of(self, points: Points | None = None) -> Floats:
        """The measure at each point.

        Parameters
        ----------
        points
            Addresses and their numbers, or arrays with one number per point; None for the base case.

        Returns
        -------
        array of shape (point,)
            Paybacks are infinite where the running total is not above 0 at the end of the horizon.

        Raises
        ------
        ValuationError
            ``inputs-zero`` where the measure is per 1 of inputs and the inputs counted are not above 0 at some point.

        Examples
        --------
        >>> study = Study.parse('''
        ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
        ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
        ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 50%}}}
        ... ''')
        >>> output(study, "npv").of({"fit/deadweight": [0.0, 0.25]})
        array([100.,  50.])
        """
        found = self.where_defined(points)
        if np.any(undefined := np.isnan(found)):
            some = f" at {undefined.sum():,} of {found.size:,} points" if found.size > 1 else ""
            raise ValuationError(
                Problem(NO_INPUTS.code, f"{NO_INPUTS.found}{some}", NO_INPUTS.allowed, "keep inputs above 0")
            )
        return found

    def where_defined(self, points: Points | None = None) -> Floats:
        """Like :meth:`of`, with NaN where the inputs counted are not above 0, for callers that say so."""
        if self.measure in TIMES:
            return self._times(points)
        found = evaluate(self.model, points, view=self.view)
        if self.measure not in _PER_INPUT:
            return np.asarray(getattr(found, self.measure))
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(found.pv_inputs > 0, found.pv_benefits / found.pv_inputs, np.nan)
        return ratio - 1 if self.measure == "net_ratio" else ratio

    def _times(self, points: Points | None) -> Floats:
        vector, count = points_of(self.model, points)
        found = np.empty(count)
        lines, costs = np.array(self.view.lines, dtype=float), np.array(self.view.costs, dtype=bool)
        for place in range(count):
            x = [float(column[place]) if isinstance(column, np.ndarray) else column for column in vector]
            flow = flows(self.model, x)
            counted = lines
            if self.view.shares:
                counted = lines * [x[share] if isinstance(share, int) else share for share in self.view.shares]
            back = payback(
                counted @ flow.values,
                flow.costs[costs].sum(axis=0),
                counted @ flow.present,
                flow.present_costs[costs].sum(axis=0),
                undated=bool(np.any(flow.undated * counted)),
            )
            value = back.cumulative_years if self.measure == "payback" else back.discounted_years
            if value is None:
                raise ValuationError(
                    Problem(
                        "payback-undefined",
                        f"payback is undefined: {next(iter(back.reasons.values()))}",
                        "payback needs values that fall in years",
                        "ask for the ratio or the net present value",
                    )
                )
            found[place] = math.inf if isinstance(value, str) else value
        return found

    @cached_property
    def base(self) -> float:
        """The measure in the base case."""
        return float(self.of()[0])

    @property
    def name(self) -> str:
        """The measure in words, with the perspective where it is not society's."""
        said = MEASURES[self.measure]
        return said if self.view.id == "social" else f"{said} ({self.view.title})"

    def text(self, value: float) -> str:
        """Show a value of this measure to people.

        Examples
        --------
        >>> study = Study.parse('''
        ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
        ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
        ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
        ... ''')
        >>> output(study).text(2.0), output(study, "npv").text(1234.5), output(study, "payback").text(float("inf"))
        ('£2.00', '£1,234', 'never within 1 year')
        """
        if self.measure in TIMES:
            horizon = self.model.horizon
            if math.isinf(value):
                return f"never within {years(horizon)}"
            return years(round(value, 1))
        return money(value, self.model.study.currency, 2 if self.measure in _PER_INPUT else 0)


def output(study: Study | Model, measure: str = "ratio", perspective: str = "social") -> Output:
    """Choose what a question is asked about.

    Parameters
    ----------
    study
        A study, or a model of one of its scenarios.
    measure
        ``ratio``, ``net_ratio``, ``npv``, ``pv_benefits``, ``pv_inputs``, ``payback`` or ``discounted_payback``.
    perspective
        Id of a perspective, such as ``social`` or ``fiscal``.

    Raises
    ------
    ValuationError
        ``measure-unknown`` or ``perspective-unknown``, with the nearest names.
    """
    model = study if isinstance(study, Model) else Model(study)
    if measure not in MEASURES:
        allowed = f"a measure is one of {', '.join(MEASURES)}"
        raise ValuationError(
            Problem("measure-unknown", f"found the measure {measure}", allowed, did_you_mean(measure, list(MEASURES)))
        )
    return Output(model, measure, view_named(model, perspective))
