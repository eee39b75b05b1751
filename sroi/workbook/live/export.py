"""A study as a workbook that calculates: every sheet built, in the order in which they refer to each other."""

from __future__ import annotations

import datetime
import math

from sroi.analysis.headline import headline
from sroi.analysis.reproducing import run_record
from sroi.study.study import Study
from sroi.valuation.labels import label
from sroi.valuation.life import WHOLE
from sroi.valuation.valuation import evaluate
from sroi.workbook.live import book, words
from sroi.workbook.live.carried import study_page
from sroi.workbook.live.discounting import Discounting, Years
from sroi.workbook.live.effects import Effects
from sroi.workbook.live.invested import Invested
from sroi.workbook.live.numbers import Numbers
from sroi.workbook.live.page import Formula, Page
from sroi.workbook.live.results import Checks, Results
from sroi.workbook.live.scenarios import Scenarios
from sroi.workbook.live.switching import SwitchingValues
from sroi.workbook.live.totals import Perspectives, Totals
from sroi.workbook.live.uprating import Uprating
from sroi.workbook.live.value_map import ValueMap
from sroi.workbook.live.variants import Variant, variants
from sroi.workbook.live.yearly import Yearly, flow_page

#: Most years after the horizon that have a column.
_MOST_AFTER = 40


def live_workbook(study: Study, date: datetime.date | None = None) -> bytes:
    """Write a study as an ``.xlsx`` file with live formulas from the numbers it states to its ratio.

    Parameters
    ----------
    study
        The study.
    date
        Day of the export; the library does not look at a clock.

    Raises
    ------
    SroiError
        Where the study cannot be valued; ``extra-missing`` where XlsxWriter is not installed; ``name-long``.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> live_workbook(load(studies_folder() / "wheels-to-meals.yaml"))[:2]
    b'PK'
    """
    return book.write(pages(study, date), study.title, study.currency, date)


def pages(study: Study, date: datetime.date | None = None) -> list[Page]:
    """Every sheet of the workbook of a study, from left to right."""
    valuation = evaluate(study)
    known, flows = variants(study), valuation.flows
    years = _years(known)
    scenarios = Scenarios(known, lambda address: _described(study, address))
    numbers = Numbers(known, scenarios)
    uprating = Uprating(known, scenarios)
    discounting = Discounting(known, numbers, scenarios, years)
    effects = Effects(known, numbers, scenarios, discounting, years)
    invested = Invested(known, numbers, scenarios, uprating, discounting, flows)
    value_map = ValueMap(known, numbers, scenarios, uprating, effects, invested, flows)
    parts = (years, value_map, invested, effects, discounting, flows)
    yearly = Yearly(flow_page(years, present=False), *parts)
    present = Yearly(flow_page(years, present=True), *parts, undiscounted=yearly)
    value_map.finish(present.line_cells)
    numbers_page, unchanged = numbers.finish(), numbers.unchanged
    checks = Checks(known)
    results = Results(known, checks, unchanged)
    totals = Totals(results, checks, value_map, invested, yearly, present, Perspectives(value_map, invested))
    switching = SwitchingValues(numbers, value_map, invested, effects, totals.benefits, totals.inputs, unchanged)
    said = headline(valuation)
    record = run_record(valuation, date=date, headline=said)
    front = words.cover(valuation, said, record, results, _status(checks, unchanged))
    rest = [
        words.stakeholders(study, numbers, value_map, valuation),
        numbers_page,
        invested.page,
        value_map.page,
        yearly.page,
        present.page,
        results.page,
        totals.perspectives.page,
        scenarios.finish(),
        switching.page,
        *effects.finish(),
        discounting.page,
        *uprating.finish(),
        words.assumptions(study, numbers),
        words.sources(study, numbers),
        checks.page,
        words.record_page(record),
        study_page(study),
    ]
    return [front, words.notes(valuation, rest), *rest]


def _described(study: Study, address: str) -> str:
    """An address, a setting or an id of what is left out, in words."""
    plain, _, more = address.partition(" (")
    if plain in study.outcomes:
        return study.outcomes[plain].name
    try:
        said = label(study, plain)
    except KeyError:
        said = plain.replace("_", " ").replace("-", " ").capitalize()
    return f"{said} ({more}" if more else said


def _years(known: list[Variant]) -> Years:
    """Columns for every year that counts in some scenario, and for those in which something lasts beyond."""
    horizon = max(variant.model.horizon for variant in known)
    last = horizon
    for variant in known:
        model = variant.model
        x = [row.central for row in model.parameters.rows]
        for stream in model.streams:
            delay, length = x[stream.life.delay], x[stream.life.duration]
            start = max(start for start, _ in stream.cohorts)
            last = max(last, math.ceil(start + delay + math.ceil(length - WHOLE) - WHOLE))
    base = known[0].model
    count = min(last, horizon + _MOST_AFTER)
    return Years(base.study.start_year, count, base.horizon, whole=count == last)


def _status(checks: Checks, unchanged: str) -> list[Formula]:
    """Whether every total is that of the engine, and how many numbers were changed."""
    equal = checks.page.down("equal")
    count = len(checks.page.rows)
    wrong = f'COUNTIF({equal},"no")'
    text = (
        f'IF({unchanged}>0,"not compared: a number was changed",IF({wrong}=0,"yes: "&COUNTIF({equal},"yes")&" totals",'
        f'"no: "&{wrong}&" of "&ROWS({equal})&" totals differ, see the sheet Check"))'
    )
    there = sum(1 for row in checks.page.rows if isinstance(found := row["equal"], Formula) and found.value == "yes")
    assert count >= there > 0
    return [Formula(text, f"yes: {there} totals"), Formula(unchanged, 0.0, "whole left")]
