"""The mark a result is held against: what was put in comes back. And a result in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.outputs import TIMES, Output
from sroi.valuation.formats import money, years

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

#: Results at which what was put in comes back, by measure.
MARKS: Final = {"ratio": 1.0, "net_ratio": 0.0, "npv": 0.0}


def has_mark(output: Output) -> bool:
    """Whether there is a result at which the measure breaks even; present values alone have none."""
    return output.measure in MARKS or output.measure in TIMES


def meets(output: Output, results: ArrayLike) -> NDArray[np.bool_]:
    """Whether each result is at or above break-even: a ratio of 1, a net value of 0, or a payback that comes at all.

    Undefined results (NaN) do not meet it.
    """
    found = np.asarray(results, dtype=float)
    return np.isfinite(found) if output.measure in TIMES else found >= MARKS.get(output.measure, -math.inf)


def falling_short(output: Output) -> str:
    """What missing the mark means, as an infinitive: ``take the SROI ratio below £1.00 per £1``."""
    if output.measure in TIMES:
        return f"keep it from paying back within {years(output.model.horizon)}"
    return f"take the {output.name} below {said(output, MARKS[output.measure])}"


def coming_up(output: Output) -> str:
    """What reaching the mark means, as an infinitive: ``lift the SROI ratio to £1.00 per £1 or more``."""
    if output.measure in TIMES:
        return f"make it pay back within {years(output.model.horizon)}"
    return f"lift the {output.name} to {said(output, MARKS[output.measure])} or more"


def mark_words(output: Output) -> str:
    """The mark itself: ``£1.00 per £1``, ``payback within 10 years``."""
    if output.measure in TIMES:
        return f"payback within {years(output.model.horizon)}"
    return said(output, MARKS[output.measure])


def at_the_mark(output: Output) -> str:
    """What meeting the mark means, after "it": ``is £1.00 per £1 or more``."""
    if output.measure in TIMES:
        return "pays back within the horizon"
    return f"is {said(output, MARKS[output.measure])} or more"


def said(output: Output, result: float | None) -> str:
    """Say a result in full: ``£3.60 per £1``, ``£1,234``, ``2.5 years``, ``undefined``.

    Examples
    --------
    >>> from sroi.analysis.outputs import output
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> said(output(study), 2.0), said(output(study, "npv"), 2.0), said(output(study), None)
    ('£2.00 per £1', '£2', 'undefined')
    """
    if result is None or math.isnan(result):
        return "undefined"
    per = f" per {money(1, output.model.study.currency)}" if output.measure in ("ratio", "net_ratio") else ""
    return output.text(result) + per
