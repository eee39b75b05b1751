"""The one function of a vector of estimates.

Base case, scenarios, sweeps, simulations and switching values all call :func:`evaluate`. Each entry of the vector is
one number, or an array with one number per draw; what does not vary stays a single number, so that nothing is
computed a million times that is the same a million times.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.errors import Problem, ValuationError
from sroi.valuation.discounting import Schedule, chained, flat_factors, timed
from sroi.valuation.life import over_years, polynomial
from sroi.valuation.model import Cost, Model, Stream
from sroi.valuation.vector import Points, Vector, points_of
from sroi.valuation.views import View

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

#: Draws evaluated at a time: large enough that numpy's overhead is small, small enough to stay in cache.
BLOCK: Final = 32_768

#: Numbers held at a time in tables of life-years by years.
_HELD: Final = 2_000_000


@dataclass(frozen=True)
class Evaluation:
    """Present values by draw.

    Parameters
    ----------
    pv_benefits, pv_inputs : shape (draw,)
        Present values of the benefits and inputs that the perspective counts. [study currency, price base]
    by_line : shape (draw, line)
        Present value of each line of the value map, where asked for.
    """

    pv_benefits: Floats
    pv_inputs: Floats
    by_line: Floats | None = None

    @property
    def npv(self) -> Floats:
        """Net present value by draw."""
        return self.pv_benefits - self.pv_inputs

    @property
    def ratio(self) -> Floats:
        """SROI ratio by draw.

        Raises
        ------
        ValuationError
            ``inputs-zero`` where the inputs of any draw are not above zero.
        """
        if not np.all(self.pv_inputs > 0):
            raise ValuationError(NO_INPUTS)
        return self.pv_benefits / self.pv_inputs


NO_INPUTS: Final = Problem(
    "inputs-zero",
    "the inputs counted come to nothing",
    "a ratio needs inputs above 0",
    "add what is invested under inputs",
)


def evaluate(
    model: Model,
    points: Points | ArrayLike | None = None,
    *,
    view: View | None = None,
    by_line: bool = False,
) -> Evaluation:
    """Evaluate a model at points of its vector of estimates.

    Parameters
    ----------
    model
        The study, resolved.
    points
        None for the base case; a mapping of addresses to numbers or to arrays of shape (draw,), everything else at its
        central value; or an array of shape (draw, estimate) in the order of ``model.addresses``.
    view
        The perspective: which lines and inputs count; everything if left out.
    by_line
        Whether to keep the present value of each line.

    Returns
    -------
    Evaluation
        With arrays of shape (draw,); one draw for the base case.

    Raises
    ------
    ValuationError
        ``address-unknown`` where a point names no number of the study; ``points-shape`` where shapes do not fit;
        ``points-finite`` where a point is not a finite number.

    References
    ----------
    ``docs/method.md`` §§2-5.

    Examples
    --------
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 50%}}}
    ... ''')
    >>> evaluate(Model(study), {"fit/deadweight": [0.0, 0.25, 0.5]}).ratio
    array([2. , 1.5, 1. ])
    """
    columns, draws = points_of(model, points)
    kept = np.empty((draws, len(model.lines))) if by_line else None
    benefits, inputs = np.empty(draws), np.empty(draws)
    size = at_a_time(model, [place for place, column in enumerate(columns) if isinstance(column, np.ndarray)])
    for start in range(0, draws, size):
        stop = min(start + size, draws)
        x = [column[start:stop] if isinstance(column, np.ndarray) else column for column in columns]
        benefits[start:stop], inputs[start:stop], lines = totals(model, x, view)
        if kept is not None:
            for place, value in enumerate(lines):
                kept[start:stop, place] = value
    return Evaluation(benefits, inputs, kept)


def at_a_time(model: Model, varied: Sequence[int]) -> int:
    """How many draws to evaluate at a time where these places of the vector vary.

    Where durations or delays do, every draw has a table of life-years by years: fewer draws then, so that memory stays
    the same whatever the horizon.
    """
    lives = {place for stream in model.streams for place in (stream.life.duration, stream.life.delay)}
    return BLOCK if lives.isdisjoint(varied) else max(64, min(BLOCK, _HELD // model.horizon**2))


def totals(model: Model, x: Vector, view: View | None = None) -> tuple[Any, Any, list[Any]]:
    """Present value of the benefits and inputs that count, and of each line, at one block of the vector."""
    lines = present_values(model, x)
    benefits = total(lines if view is None else view.counted_lines(lines, x))
    costs = present_costs(model, x)
    return benefits, total(costs if view is None else view.counted_costs(costs)), lines


def total(values: Sequence[Any]) -> Any:
    """Sum numbers, or arrays with one number per draw."""
    summed: Any = 0.0
    for value in values:
        summed = summed + value
    return summed


def kept_share(stream: Stream, x: Vector) -> Any:
    """Π (1 − deduction) × multiplier: what is left of the gross value of a gain before optimism bias."""
    kept = x[stream.multiplier]
    for _, column in stream.deductions:
        share = x[column]
        if isinstance(share, np.ndarray) or share:
            kept = kept * (1 - share)
    return kept


def biased(unit: Any, bias: Any, sign: int = 1) -> Any:
    """Take optimism bias off a gain and add it to a harm; ``sign`` is that of the quantity."""
    if not isinstance(bias, np.ndarray) and not bias:
        return unit
    return unit * np.where(np.asarray(unit) * sign >= 0, 1 - bias, 1 + bias)


def by_sign(quantities: list[Any], bias: Any) -> list[tuple[int, list[Any]]]:
    """Part the quantities of cohorts into those above and below zero, where optimism bias tells gain from harm."""
    if (not isinstance(bias, np.ndarray) and not bias) or all(np.min(quantity) >= 0 for quantity in quantities):
        return [(1, quantities)]
    return [(1, [np.maximum(q, 0.0) for q in quantities]), (-1, [np.minimum(q, 0.0) for q in quantities])]


def factors(schedule: Schedule, rate: int | None, x: Vector, horizon: int) -> Any:
    """D(0) … D(horizon), by draw where the rate varies."""
    return flat_factors(x[rate], horizon) if rate is not None else chained(schedule.rates)


def present_values(model: Model, x: Vector) -> list[Any]:
    """Present value of each line, one number or one per draw."""
    discount: dict[tuple[int | None, int, str], Any] = {}
    parts: list[list[tuple[int, Any, Any]]] = []
    for stream in model.streams:
        key = (stream.rate, id(stream.schedule), stream.schedule.outcomes)
        if key not in discount:
            discount[key] = timed(factors(stream.schedule, stream.rate, x, model.horizon), stream.schedule.outcomes)
        kept, worth = kept_share(stream, x), discount[key]
        signed = by_sign([product.of(x) for _, product in stream.cohorts], x[stream.bias])
        parts.append(
            [(sign, kept * _discounted(stream, q, x, worth, model.horizon), kept * total(q)) for sign, q in signed]
        )
    values: list[Any] = []
    for line in model.lines:
        if line.mirror_of is not None:
            values.append(-values[line.mirror_of])
            continue
        unit, bias = line.unit.of(x), x[model.streams[line.stream].bias]
        values.append(
            total(
                [
                    biased(unit, bias, sign) * (once if line.present_value else lasting)
                    for sign, lasting, once in parts[line.stream]
                ]
            )
        )
    return values


def _discounted(stream: Stream, quantity: list[Any], x: Vector, discount: Any, horizon: int) -> Any:
    """Σ cohorts quantity × Σ life-years share left × what one unit in that life-year is worth now."""
    life, years = stream.life, stream.life.years(x)
    growth = life.growths(x, horizon)
    if growth.ndim != discount.ndim:
        growth, discount = (a[:, None] if a.ndim == 1 else a for a in (growth, discount))
    worth = growth * discount
    total: Any = 0.0
    drop = x[life.drop_off] if life.drop_off is not None else None
    for (cohort, _), amount in zip(stream.cohorts, quantity, strict=True):
        last = min(years, horizon - cohort)  # later life-years lie beyond the horizon, whatever the delay
        weights = over_years(life.occupancy(x, cohort, last, horizon), worth)
        if isinstance(drop, np.ndarray) and not life.linear:
            total = total + amount * polynomial(weights, drop, 1 - life.first)
        else:
            shares = life.shares(x, last)
            if shares.ndim != weights.ndim:
                shares, weights = (a[:, None] if a.ndim == 1 else a for a in (shares, weights))
            summed = (shares * weights).sum(axis=0)
            total = total + amount * (float(summed) if np.ndim(summed) == 0 else summed)
    return total


def present_costs(model: Model, x: Vector) -> list[Any]:
    """Present value of each input, one number or one per draw."""
    discount = timed(factors(model.schedule, model.rate, x, model.horizon), model.schedule.inputs)
    return [_cost(cost, x, discount) for cost in model.costs]


def _cost(cost: Cost, x: Vector, discount: Any) -> Any:
    total: Any = 0.0
    for year, product in cost.amounts:
        total = total + product.of(x) * discount[year]
    return total * (1 + x[cost.uplift])
