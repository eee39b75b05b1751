"""What every chart says of its numbers: measure, years, prices and discounting."""

from __future__ import annotations

from collections.abc import Collection

from sroi.errors import ValuationError
from sroi.valuation.discounting import Schedule
from sroi.valuation.formats import percent, years
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from sroi.valuation.scenarios import BASE
from sroi.valuation.valuation import Valuation


def subtitle(measure: str, model: Model, *more: str, varied: Collection[str] = ()) -> str:
    """Say what is measured, over which years, in whose prices and at which rate.

    Parameters
    ----------
    measure
        What is measured.
    model
        The study, or one of its scenarios.
    *more
        What else must be said.
    varied
        Settings that the chart itself varies; they are "as shown".

    Examples
    --------
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 3, price_base: 2024-25,
    ...  stakeholders: {a: {name: A}}, inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 53.1}}}
    ... ''')
    >>> subtitle("Present value by stakeholder", Model(study))
    'Present value by stakeholder, 3 years from 2025, 2024-25 prices, discounted at 3.5% a year'
    >>> subtitle("SROI ratio", Model(study), varied=["horizon"])
    'SROI ratio, horizon as shown, 2024-25 prices, discounted at 3.5% a year'
    """
    study = model.study
    span = "horizon as shown" if "horizon" in varied else f"{years(study.horizon)} from {study.start_year}"
    prices = f"{study.price_base} prices" if study.price_base != "unknown" else "price base not stated"
    discounted = any(name.startswith("discounting") for name in varied)
    parts = [measure, *more, span, prices, "discounted as shown" if discounted else rate(model.schedule)]
    return ", ".join([*parts, *_scenario(model)])


def rate(schedule: Schedule) -> str:
    """Say a schedule of discount rates in a few words.

    Examples
    --------
    >>> rate(Schedule("sroi-guide", (0.0, 0.035), 0.035, "start", "end"))
    'discounted at 3.5% a year'
    """
    if schedule.inputs == "none" and schedule.outcomes == "none":
        return "not discounted"
    if schedule.flat is not None:
        return f"discounted at {percent(schedule.flat)} a year"
    return f"discounted at {percent(schedule.rates[1])} a year at first, less later"


def _scenario(model: Model) -> list[str]:
    named = model.scenario_id not in (None, BASE)
    return [f"scenario “{spaced(str(model.scenario_id))}”"] if named else []


def caveats(model: Model) -> tuple[str, ...]:
    """What must stand below every chart of a study: that it is an illustration, what rests on assumptions."""
    try:
        return Valuation(model).notes
    except ValuationError:  # no benefits or no inputs: the notes are about a ratio that does not exist
        return ()
