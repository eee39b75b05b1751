"""What charts of an analysis share: how results are written, where break-even lies, what is measured."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable

from sroi.analysis.outputs import TIMES, Output
from sroi.analysis.words.marks import MARKS
from sroi.charts.basis import subtitle
from sroi.charts.scales import Written, amounts
from sroi.errors import Problem, ValuationError
from sroi.valuation.formats import money, years


def even(output: Output) -> float | None:
    """The result at which the measure breaks even; None for measures that have none."""
    return MARKS.get(output.measure)


def written(output: Output, values: Iterable[float]) -> Written:
    """How results of a measure are written beside marks: ratios to the penny, money short, years as numbers.

    Examples
    --------
    >>> from sroi.analysis.outputs import output
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> written(output(study), [])(1.93), written(output(study, "npv"), [81742])(81742)
    ('£1.93', '£81.7k')
    >>> written(output(study, "payback"), [])(2.5), written(output(study, "payback"), [])(float("inf"))
    ('2.5 years', 'never within 1 year')
    """
    currency = output.model.study.currency
    if output.measure in TIMES:
        return lambda value: output.text(value) if math.isinf(value) else years(round(value, 2))
    if output.measure in ("ratio", "net_ratio"):
        return lambda value: money(value, currency, 2)
    return amounts(currency, (value for value in values if math.isfinite(value)))


def described(output: Output, *more: str, varied: Collection[str] = ()) -> str:
    """The subtitle of a chart of results: measure and its unit, and what every subtitle says."""
    name = output.name[0].upper() + output.name[1:]
    one = money(1, output.model.study.currency)
    per = f", value per {one} invested" if output.measure in ("ratio", "net_ratio") else ""
    return subtitle(f"{name}{per}", output.model, *more, varied=varied)


def finite(values: Iterable[float | None]) -> list[float]:
    """Those results that can be drawn."""
    return [value for value in values if value is not None and math.isfinite(value)]


def nothing_to_draw(found: str, write: str) -> ValuationError:
    """The refusal of a chart that would be empty."""
    return ValuationError(Problem("chart-empty", found, "a chart shows at least one result", write))
