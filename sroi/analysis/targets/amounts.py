"""One number of a study in its own unit, short enough for a sentence."""

from __future__ import annotations

from sroi.study.kinds import COST, DELAY, DURATION, MONEY
from sroi.valuation.formats import count, money, pennies, percent, years
from sroi.valuation.parameters import Parameter

#: From here on pennies are left out.
_LARGE = 1000


def in_unit(value: float, row: Parameter) -> str:
    """Show a value of a number of a study: money, percent, years or a count.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.model import Model
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 9, value: 20}}}
    ... ''')
    >>> rows = {row.address: row for row in Model(study).parameters.rows}
    >>> in_unit(18.4, rows["fit/quantity"]), in_unit(12.5, rows["fit/value"]), in_unit(0.25, rows["fit/deadweight"])
    ('18.4', '£12.50', '25%')
    >>> in_unit(31250.4, rows["inputs/grant/amount"]), in_unit(1.25, rows["fit/duration"])
    ('£31,250', '1.25 years')
    """
    if row.kind.share or row.unit.startswith("share"):
        return percent(value)
    if row.kind.name in (DURATION.name, DELAY.name):
        return years(round(value, 2) if value >= 0.01 else value)
    if is_money(row):
        return money(value, _currency(row), _places(value))
    return count(value)


def _places(value: float) -> int:
    """Decimal places of an amount: none for large and whole ones, pennies, or as many as a tiny one needs."""
    if abs(value) >= _LARGE or value == round(value):
        return 0
    return pennies(value)


def in_its_prices(row: Parameter) -> str:
    """Say of what year a stated amount is, where that is not the study's price base: `` in 2012-13 prices``."""
    _, found, prices = row.unit.partition(" in ")
    return f" in {prices}" if found and is_money(row) else ""


def told_apart(value: float, row: Parameter) -> str:
    """Show a value so that it differs from the base case, if it does: with more digits where it lies next to it."""
    shown = in_unit(value, row)
    if value == row.central or shown != in_unit(row.central, row):
        return shown
    if row.kind.share or row.unit.startswith("share"):
        return f"{value * 100:.10g}%".replace("-", "−")
    lead = money(0, _currency(row)).removesuffix("0") if is_money(row) else ""
    behind = " years" if row.kind.name in (DURATION.name, DELAY.name) else ""
    sign = "−" if value < 0 else ""
    return f"{sign}{lead}{abs(value):,.10g}{behind}"


def is_money(row: Parameter) -> bool:
    """Whether a number is an amount of money: a unit value, or an amount that is not a product of factors."""
    if row.kind.name == MONEY.name:
        return True
    last = [key for key in row.address.split("/")[2:] if not key.isdigit()]
    return row.kind.name == COST.name and last == ["amount"]


def _currency(row: Parameter) -> str:
    first = row.unit.split(" ")[0]
    known = len(first) == 3 and first.isupper()
    return first if known or row.study is None else row.study.currency
