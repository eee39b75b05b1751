"""The same study under each published reading of "the ratio"."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from sroi.study.settings import Discounting, Timing
from sroi.study.study import Study
from sroi.valuation.discounting import Schedule, resolve
from sroi.valuation.formats import percent
from sroi.valuation.model import Model, Stream
from sroi.valuation.valuation import Valuation, evaluate


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of "the ratio": what was done, who does so, and what comes out."""

    id: str
    title: str
    used_by: str
    ratio: float
    pv_benefits: float
    pv_inputs: float
    convention: str

    @property
    def net_ratio(self) -> float:
        """The same reading, quoted net: (benefits − inputs) ÷ inputs."""
        return self.ratio - 1


def conventions(study: Study, scenario: str | None = None) -> list[Reading]:
    """Value a study under each published reading of "the ratio".

    The study's own rate or schedule is kept; what changes is when in the year outcomes fall, and whether anything is
    discounted at all. A study that discounts nothing has no rate to keep: its readings with timing take that of the
    SROI guide, and say so in their title.

    References
    ----------
    End of year: A Guide to Social Return on Investment (2012), stage 5. Start of year and undiscounted: as found in
    published studies and calculators; see ``docs/method.md``, "Readings of the ratio".

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> {reading.id: round(reading.ratio, 4) for reading in conventions(study)}
    {'stated': 1.9324, 'end-of-year': 1.9324, 'mid-year': 1.9659, 'start-of-year': 2.0, 'undiscounted': 2.0}
    """
    return list(_readings(study, scenario))


def _readings(study: Study, scenario: str | None) -> Iterator[Reading]:
    stated = evaluate(study, scenario)
    model = stated.model
    yield _reading("stated", "As the study states it", "this study", stated)
    rates, at = model.schedule, ""
    if rates.flat == 0 and rates.inputs == rates.outcomes == "none":
        rates = resolve(Discounting(name=_NO_RATE_OF_ITS_OWN), model.horizon)
        at = f", at the {percent(rates.rates[1])} a year of {rates.name}"
    for key, title, used_by, timing in _TIMED:
        changed = replace(rates, inputs="start", outcomes=timing)
        yield _reading(key, title + at, used_by, Valuation(_discounted(model, changed)))
    nothing = resolve(Discounting(name="undiscounted"), model.horizon)
    used_by = "short studies, among them those of SVA Consulting"
    yield _reading(
        "undiscounted", "Nothing discounted", used_by, Valuation(_discounted(model, nothing, everywhere=True))
    )


#: Readings that differ in when outcomes fall within the year; inputs fall at its start.
_TIMED: Final[tuple[tuple[str, str, str, Timing], ...]] = (
    (
        "end-of-year",
        "First year divided by 1 + r",
        "the SROI guide and the Social Value International value map",
        "end",
    ),
    ("mid-year", "Value in the middle of each year", "some cost-benefit models", "mid"),
    ("start-of-year", "First year undiscounted", "the Green Book, and some SROI calculators", "start"),
)

#: Whose rate is taken where the study itself discounts nothing.
_NO_RATE_OF_ITS_OWN: Final = "sroi-guide"


def _discounted(model: Model, schedule: Schedule, everywhere: bool = False) -> Model:
    """The same model under another schedule; an outcome with rates of its own keeps them, unless ``everywhere``."""
    same = schedule.rates == model.schedule.rates
    own, rate = model.schedule, model.rate if same else None
    known: dict[int, Schedule] = {id(own): schedule}

    def changed(stream: Stream) -> Stream:
        if stream.schedule is own or everywhere:
            return replace(stream, schedule=schedule, rate=rate if stream.schedule is own else None)
        if id(stream.schedule) not in known:
            known[id(stream.schedule)] = replace(stream.schedule, inputs=schedule.inputs, outcomes=schedule.outcomes)
        return replace(stream, schedule=known[id(stream.schedule)])

    other = copy.copy(model)
    other.schedule, other.rate = schedule, rate
    other.streams = [changed(stream) for stream in model.streams]
    return other


def _reading(key: str, title: str, used_by: str, found: Valuation) -> Reading:
    return Reading(key, title, used_by, found.ratio, found.pv_benefits, found.pv_inputs, found.convention)
