"""Numbers no finer than what is known about them."""

from __future__ import annotations

import math
from typing import Final

from sroi.valuation.formats import TRILLION, money

#: A range is divided into at least this many steps: rounding moves no end by more than a fortieth of it.
STEPS: Final = 20

_SHORT: Final = ((1e9, "bn"), (1e6, "m"), (1e3, "k"))


def step(low: float, high: float) -> float:
    """The power of ten to which the ends of a range, and what lies between them, are rounded.

    Raises
    ------
    ValueError
        Where the range has no width.

    Examples
    --------
    >>> step(3.4, 7.6), step(1.91, 1.95), step(412_000, 1_300_000)
    (0.1, 0.001, 10000.0)
    """
    if not high > low:
        raise ValueError("a range has a width")
    return float(10.0 ** math.floor(math.log10((high - low) / STEPS) + 1e-9))


def rounded(value: float, to: float) -> float:
    """Round to a power of ten.

    Examples
    --------
    >>> rounded(5.3146, 0.1), rounded(412_345, 10_000.0)
    (5.3, 410000.0)
    """
    return round(value / to) * to if to >= 1 else round(value, round(-math.log10(to)))


def about(value: float, low: float, high: float, currency: str) -> tuple[str, str, str]:
    """A value and its range as money, rounded to what the range can bear; pence always with two digits, never finer.

    Examples
    --------
    >>> about(5.3146, 3.412, 7.618, "GBP"), about(53.146, 34.12, 76.18, "GBP"), about(1.929, 1.91, 1.95, "GBP")
    (('£5.30', '£3.40', '£7.60'), ('£53', '£34', '£76'), ('£1.93', '£1.91', '£1.95'))
    """
    to = max(step(low, high), 0.01) if high > low else 0.01
    shown = [money(rounded(number, to), currency, 0 if to >= 1 else 2) for number in (value, low, high)]
    return shown[0], shown[1], shown[2]


def short_money(amount: float, currency: str) -> str:
    """Show an amount of money in three digits.

    Examples
    --------
    >>> short_money(412_345, "GBP"), short_money(-2_391_429.7, "NOK"), short_money(999_950, "EUR")
    ('£412k', '−NOK 2.39m', '€1m')
    >>> short_money(81.4, "GBP"), short_money(0, "GBP"), short_money(1.9e18, "GBP")
    ('£81', '£0', '£1,900,000tn')
    """
    size = float(f"{abs(amount):.3g}")
    if size >= TRILLION:
        return money(math.copysign(size, amount), currency)
    for unit, letter in _SHORT:
        if size >= unit:
            digits = f"{size / unit:.3g}"
            lead = money(math.copysign(1, amount), currency).removesuffix("1")
            return f"{lead}{digits}{letter}"
    return money(math.copysign(size, amount) if size else 0.0, currency)
