"""Numbers of a study as they are stated, in their own unit."""

from __future__ import annotations

from typing import Final

from sroi import bank
from sroi.study.study import Study
from sroi.valuation.formats import count, money, pennies, percent, unit_text, years
from sroi.valuation.money import UnitValue
from sroi.valuation.parameters import Parameter

#: What stands where one side of a comparison does not have a number.
ABSENT: Final = "—"


def number_text(value: float, row: Parameter | None, currency: str) -> str:
    """Show a number of a study in its own unit.

    Parameters
    ----------
    value
        The number.
    row
        What number it is; None for a share that follows from a comparison.
    currency
        Currency of the study, for amounts invested.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.model import Model
    >>> table = Model(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 2, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: {2025: 100}}, time: {from: a, amount: {hours: 8, rate: 12.21}}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, delay: 1, real_growth: 2%}}}
    ... ''')).parameters
    >>> rows = [table.row(key) for key in ("inputs/grant/amount/2025", "inputs/time/amount/hours", "fit/value")]
    >>> [number_text(row.central, row, "GBP") for row in (*rows, table.row("fit/delay"), table.row("fit/real_growth"))]
    ['£100', '8', '£20.00', '1 year', '2%']
    >>> number_text(0.375, None, "GBP")
    '37.5%'
    """
    if row is None:
        return percent(value)
    kind = row.kind.name
    if kind == "an amount invested":
        inside = row.address.split("/")[3:]
        whole = not inside or (len(inside) == 1 and inside[0].isdigit())
        places = 0 if value == round(value) or abs(value) >= 1000 else pennies(value)
        return money(value, currency, places) if whole else count(value)
    if kind in ("a duration in years", "a delay in years"):
        return years(value)
    if kind in ("a yearly rate", "an optimism bias on costs"):
        return percent(value)
    return unit_text(value, row)


def unit_value_text(value: float, row: Parameter, unit: UnitValue, study: Study) -> str:
    """Show a value of one unit as it is stated, with its price year, and in the price base where that is another.

    Examples
    --------
    >>> from sroi.valuation.model import Model
    >>> model = Model(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}}, inputs: {},
    ...  price_base: 2024-25, prices: {index: uk-gdp-deflator},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 100, price_year: 2012-13}}}
    ... '''))
    >>> unit_value_text(100, model.parameters.row("fit/value"), model.units["fit/value"], model.study)
    '£100.00 in 2012-13 prices (£139.77 in 2024-25 prices)'
    """
    stated = number_text(value, row, study.currency)
    base = "" if study.price_base == "unknown" else f" in {study.price_base} prices"
    year = unit.unit.partition(" in ")[2]
    inside = f" ({money(value * unit.factor, study.currency, 2)}{base})" if unit.factor != 1 else ""
    return f"{stated} in {year}{inside}" if year else f"{stated}{inside or base}"


def prices_text(study: Study) -> dict[str, str]:
    """Say what brings the money of a study to one currency and price base.

    Examples
    --------
    >>> prices_text(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, price_base: 2024-25,
    ...  exchange_rates: {EUR: {rate: 0.86, source: central bank}}}
    ... '''))
    {'price base': '2024-25', 'price index': 'uk-gdp-deflator', 'exchange rates': '1 EUR = £0.8600'}
    """
    family = study.prices.index or bank.default_index(study.currency) or "none"
    index = f"{family} {study.prices.release}" if study.prices.release else family
    rates = [f"1 {code} = {money(rate.rate, study.currency, 4)}" for code, rate in sorted(study.exchange_rates.items())]
    return {"price base": study.price_base, "price index": index, "exchange rates": ", ".join(rates) or "none"}
