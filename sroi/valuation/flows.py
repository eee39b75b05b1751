"""The base case year by year: what the tables, charts, payback and the ledger are made of."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.valuation.discounting import timed
from sroi.valuation.engine import biased, by_sign, factors, kept_share
from sroi.valuation.life import WHOLE
from sroi.valuation.model import Model, Stream
from sroi.valuation.vector import Vector, central

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
    impact, gross, kept : shape (line,)
        Value of a full year after all deductions and optimism bias, over all cohorts; quantity × unit value before
        them; share kept.
    quantity : shape (stream,)
        Quantity over all cohorts.
    """

    values: Floats
    present: Floats
    undated: Floats
    beyond: Floats
    costs: Floats
    present_costs: Floats
    impact: Floats
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


def cohorts(model: Model, stream: Stream, x: Vector, horizon: int) -> Iterator[Cohort]:
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


def flows(model: Model, x: Vector | None = None) -> Flows:
    """Compute a model year by year: its base case, or at one point of its vector of estimates."""
    x, horizon, count = central(model) if x is None else x, model.horizon, len(model.lines)
    streams = [_parts(model, stream, x) for stream in model.streams]
    values, present = np.zeros((count, horizon)), np.zeros((count, horizon))
    undated, beyond, impact, gross, kept = (np.zeros(count) for _ in range(5))
    for place, line in enumerate(model.lines):
        stream, mirror = model.streams[line.stream], -1.0 if line.mirror_of is not None else 1.0
        kept[place] = float(kept_share(stream, x))
        for part in streams[line.stream]:
            unit = mirror * float(biased(line.unit.of(x), x[stream.bias], part.sign))
            gross[place] += mirror * float(line.unit.of(x)) * part.quantity
            impact[place] += unit * part.quantity * kept[place]
            if line.present_value:
                undated[place] += unit * part.quantity * kept[place]
            else:
                values[place] += unit * part.flow
                present[place] += unit * part.worth
                beyond[place] += unit * part.after
    costs = np.zeros((len(model.costs), horizon))
    for place, cost in enumerate(model.costs):
        for year, product in cost.amounts:
            costs[place, year] += float(product.of(x)) * (1 + x[cost.uplift])
    discount = timed(factors(model.schedule, model.rate, x, horizon), model.schedule.inputs)
    quantities = np.array([sum(part.quantity for part in parts) for parts in streams])
    return Flows(values, present, undated, beyond, costs, costs * discount, impact, gross, kept, quantities)


def part_years(model: Model) -> frozenset[int]:
    """Years (0 is the start year) within which the impact of an outcome first begins: it has only part of that year."""
    x, first = central(model), dict[str, float]()
    for line in model.lines:
        stream = model.streams[line.stream]
        if line.present_value or not kept_share(stream, x):
            continue
        for start, product in stream.cohorts:
            quantity = product.of(x)
            if quantity and biased(line.unit.of(x), x[stream.bias], 1 if quantity > 0 else -1):
                begins = start + float(x[stream.life.delay])
                first[line.outcome] = min(first.get(line.outcome, begins), begins)
    return frozenset(math.floor(begins) for begins in first.values() if abs(begins - round(begins)) > WHOLE)


@dataclass(frozen=True, slots=True)
class _Part:
    """Cohorts of one outcome whose quantities have one sign: flow per unit of value, its worth, what lies beyond."""

    sign: int
    quantity: float
    flow: Floats
    worth: Floats
    after: float


def _parts(model: Model, stream: Stream, x: Vector) -> list[_Part]:
    life, horizon, kept = stream.life, model.horizon, float(kept_share(stream, x))
    last = max(start for start, _ in stream.cohorts) + math.ceil(x[life.delay]) + life.years(x) + 1
    found = list(cohorts(model, stream, x, max(horizon, last)))
    parts = []
    for sign, quantities in by_sign([cohort.quantity for cohort in found], x[stream.bias]):
        yearly = [q * kept * cohort.life * cohort.growth for q, cohort in zip(quantities, found, strict=True)]
        flow = np.sum(yearly, axis=0)
        worth = np.sum([y * cohort.discount for y, cohort in zip(yearly, found, strict=True)], axis=0)
        parts.append(_Part(sign, float(sum(quantities)), flow[:horizon], worth[:horizon], float(flow[horizon:].sum())))
    return parts
