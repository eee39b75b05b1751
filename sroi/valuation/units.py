"""Whether the unit of a proxy fits the outcome it is put on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi import bank
from sroi.errors import Problem
from sroi.study.outcome import Outcome
from sroi.valuation.model import Line, Model
from sroi.valuation.vector import Vector, central

#: Words for one person, which fit each other.
PEOPLE: Final = frozenset(
    {"person", "child", "pupil", "claimant", "customer", "participant", "volunteer", "worker", "offender", "victim"}
)

#: Units that a quantity counts anew in each year: a year of health or life, an hour given, a tonne saved.
_YEARLY_BY_NATURE: Final = frozenset(
    {"qaly", "daly", "life-year", "life-satisfaction-point", "hour-of-time", "tonne-co2e", "kilogram"}
)

#: How often a repeated value comes in a year.
_TIMES_A_YEAR: Final = {
    "per-hour": "hours",
    "per-day": "days",
    "per-night": "nights",
    "per-week": "weeks",
    "per-month": "months",
}


def unit_problems(model: Model) -> list[Problem]:
    """Find proxies whose unit does not fit the outcome: per what, and over what time.

    A value that is counted once is not counted again each year; a value for a week needs a quantity that counts weeks;
    a value per crime does not fit an outcome that counts people, where the outcome states its ``unit``.
    """
    x = central(model)
    return [problem for line in model.lines if line.mirror_of is None for problem in _of_line(model, line, x)]


def _of_line(model: Model, line: Line, x: Vector) -> Iterator[Problem]:
    if line.unit_value.proxy is None:
        return
    unit = bank.find(line.unit_value.proxy, line.type, extra=model.converter.banks).record.unit
    outcome, life = model.study.outcomes[line.outcome], model.streams[line.stream].life
    duration = float(x[life.duration])
    at = model.study.line("outcomes", line.outcome)
    name = f"{line.unit_value.proxy} is {unit.text}"
    if outcome.unit is not None and not _fits(outcome, unit):
        found = f"{name}, and the outcome counts in units of {outcome.unit}"
        write = "choose another proxy, or turn the quantity into that unit with a factor"
        yield Problem("unit-per", found, "the value is for one unit of the quantity", write, line.address, at)
    if unit.time in _TIMES_A_YEAR:
        times = _TIMES_A_YEAR[unit.time]
        factors = {factor.id for chain in outcome.quantity.chains for factor in chain.factors}
        if outcome.unit != times[:-1] and not any(times[:-1] in factor for factor in factors):
            found = f"{name}, and no factor of the quantity counts {times}"
            allowed = f"the quantity counts {times} in a year"
            yield Problem("unit-time", found, allowed, f"add a factor such as {times}: …", line.address, at)
    elif not unit.repeats and duration > 1 and unit.per not in _YEARLY_BY_NATURE:
        found = f"{name}, counted once, and the outcome lasts {duration:g} years"
        allowed = "a value for one event or a whole course is not counted again each year"
        write = "set duration: 1, or say in the quantity how many there are in a year"
        yield Problem("unit-once", found, allowed, write, line.address, at)


def _fits(outcome: Outcome, unit: bank.Unit) -> bool:
    """Whether what a quantity counts is what a value is for.

    ``unit`` may name who is counted where a factor turns them into what the value is for (points, years of health), and
    the time where the value is for one person and that time (months with a payment).
    """
    stated = str(outcome.unit)
    if stated == unit.per or {stated, unit.per} <= PEOPLE or unit.time == f"per-{stated}":
        return True
    last = unit.per.rsplit("-", 1)[-1]
    named = {
        word.removesuffix("s") for chain in outcome.quantity.chains for f in chain.factors for word in f.id.split("-")
    }
    return bool({unit.per, last} & named)
