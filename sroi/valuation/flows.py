"""The base case year by year: what the tables, charts, payback and the ledger are made of."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.valuation.discounting import timed
from sroi.valuation.engine import biased, central, factors, kept_share
from sroi.valuation.model import Model, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Flows:
    """Values and inputs of the base case by year. All in the study's currency and price base.

    Parameters
    ----------
    values, present : shape (line, year)
        Value of each line in each year, and its present value.
    undated : shape (line,)
        Present value of lines that are stated as present values and belong to no year.
    beyond : shape (line,)
        Undiscounted value that falls after the horizon and is not counted.
    costs, present_costs : shape (input, year)
        Inputs in each year, and their present value.
    unit, gross, kept : shape (line,)
        Unit value after optimism bias; quantity × unit value over all cohorts, before deductions; share kept.
    quantity : shape (stream,)
        Quantity over all cohorts.
    """

    values: Floats
    present: Floats
    undated: Floats
    beyond: Floats
    costs: Floats
    present_costs: Floats
    unit: Floats
    gross: Floats
    kept: Floats
    quantity: Floats

    @property
    def line_totals(self) -> Floats:
        """Present value of each line."""
        return np.asarray(self.present.sum(axis=1) + self.undated)


@dataclass(frozen=True, slots=True)
class Cohort:
    """One cohort of one outcome: what one unit of value becomes, year by year.

    ``life`` is the share left and counted in each year, growth not included; ``discount`` the factor of each year.
    """

    start: int
    quantity: float
    life: Floats
    growth: Floats
    discount: Floats


def cohorts(model: Model, stream: Stream, x: list[Any], horizon: int) -> Iterator[Cohort]:
    """Follow each cohort of an outcome through ``horizon`` years."""
    life, years = stream.life, stream.life.years(x)
    shares, growth = life.shares(x, years), life.growths(x, horizon)
    counted = min(horizon, model.horizon)
    discount = np.zeros(horizon)
    discount[:counted] = timed(factors(stream.schedule, stream.rate, x, model.horizon), stream.schedule.outcomes)[
        :counted
    ]
    for start, product in stream.cohorts:
        occupancy = life.occupancy(x, start, years, horizon)
        yield Cohort(start, float(product.of(x)), np.asarray(shares @ occupancy), growth, discount)


def flows(model: Model) -> Flows:
    """Compute the base case of a model year by year."""
    x, horizon = central(model), model.horizon
    streams = [_stream_flow(model, stream, x) for stream in model.streams]
    count = len(model.lines)
    values, present = np.zeros((count, horizon)), np.zeros((count, horizon))
    undated, beyond, unit, gross, kept = (np.zeros(count) for _ in range(5))
    for place, line in enumerate(model.lines):
        flow, worth, after, quantity, share = streams[line.stream]
        sign = -1.0 if line.mirror_of is not None else 1.0
        unit[place] = sign * float(biased(line.unit.of(x), x[line.bias]))
        gross[place], kept[place] = sign * float(line.unit.of(x)) * quantity, share
        if line.present_value:
            undated[place] = unit[place] * quantity * share
            continue
        values[place], present[place], beyond[place] = unit[place] * flow, unit[place] * worth, unit[place] * after
    costs = np.zeros((len(model.costs), horizon))
    for place, cost in enumerate(model.costs):
        for year, product in cost.amounts:
            costs[place, year] += float(product.of(x)) * (1 + x[cost.uplift])
    discount = timed(factors(model.schedule, model.rate, x, horizon), model.schedule.inputs)
    quantities = np.array([quantity for _, _, _, quantity, _ in streams])
    return Flows(values, present, undated, beyond, costs, costs * discount, unit, gross, kept, quantities)


def _stream_flow(model: Model, stream: Stream, x: list[Any]) -> tuple[Floats, Floats, float, float, float]:
    """Flow of one unit of value by year, its present value by year, what lies beyond, quantity, share kept."""
    life, horizon = stream.life, model.horizon
    last = max(start for start, _ in stream.cohorts) + math.ceil(x[life.delay]) + life.years(x) + 1
    long, kept, quantity = max(horizon, last), float(kept_share(stream, x)), 0.0
    flow, worth = np.zeros(long), np.zeros(horizon)
    for cohort in cohorts(model, stream, x, long):
        yearly = cohort.quantity * kept * cohort.life * cohort.growth
        flow += yearly
        worth += (yearly * cohort.discount)[:horizon]
        quantity += cohort.quantity
    return flow[:horizon], worth, float(flow[horizon:].sum()), quantity, kept
