"""The same study under each published reading of "the ratio"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sroi.study.study import Study
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
    discounted at all.

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
    own = stated.model.study
    yield _reading("stated", "As the study states it", "this study", stated)
    for key, title, used_by, timing in (
        (
            "end-of-year",
            "First year divided by 1 + r",
            "the SROI guide and the Social Value International value map",
            "end",
        ),
        ("mid-year", "Value in the middle of each year", "some cost-benefit models", "mid"),
        ("start-of-year", "First year undiscounted", "the Green Book, and some SROI calculators", "start"),
    ):
        yield _reading(key, title, used_by, _with_discounting(own, scenario, _timed(own, timing)))
    yield _reading(
        "undiscounted",
        "Nothing discounted",
        "short studies, among them those of SVA Consulting",
        _with_discounting(own, scenario, "undiscounted"),
    )


def _timed(study: Study, timing: str) -> dict[str, Any]:
    written = study.document.get("discounting", "sroi-guide")
    rates = (
        {"schedule": written}
        if isinstance(written, str)
        else {key: written[key] for key in ("rate", "schedule") if key in written}
    )
    if rates.get("schedule") == "undiscounted":
        rates = {"schedule": "sroi-guide"}
    return {**rates, "inputs": "start", "outcomes": timing}


def _with_discounting(study: Study, scenario: str | None, discounting: Any) -> Valuation:
    document = study.document
    document["discounting"] = discounting
    for outcome in document.get("outcomes", {}).values():
        own = outcome.get("discounting")
        if discounting == "undiscounted":
            outcome.pop("discounting", None)
        elif isinstance(own, dict):
            own.pop("outcomes", None)
    for block in ("scenarios", "options"):
        for item in document.get(block, {}).values():
            item.get("set", {}).pop("discounting", None)
    return evaluate(study.replaced(document), scenario)


def _reading(key: str, title: str, used_by: str, found: Valuation) -> Reading:
    return Reading(key, title, used_by, found.ratio, found.pv_benefits, found.pv_inputs, found.convention)
