"""Numbers for people: money, percentages and counts, rounded to what can be read."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sroi.valuation.parameters import Parameter

#: Signs that stand before an amount; other currencies show their code.
SIGNS: Final = {"GBP": "£", "EUR": "€", "USD": "$"}

#: Sizes from which the digits of a number, and of money, can no longer be read: the first of them are shown.
HUGE: Final = 1e15
TRILLION: Final = 1e12


def money(amount: float, currency: str, places: int | None = None) -> str:
    """Show an amount of money.

    Examples
    --------
    >>> money(81741.93, "GBP"), money(-1306.25, "NOK", 2), money(0.5, "GBP", 2), money(1, "GBP")
    ('£81,742', '−NOK 1,306.25', '£0.50', '£1')
    >>> money(1.9004e18, "GBP", 2), money(-2e25, "GBP")
    ('£1,900,400tn', '−£2 × 10^25')
    >>> money(6.9536106e14, "GBP"), money(999_999_999_999, "GBP")
    ('£695.36tn', '£999,999,999,999')
    """
    places = places if places is not None else 0
    sign = "−" if round(amount, places) < 0 else ""
    lead = SIGNS.get(currency, f"{currency} ")
    size = abs(amount)
    if round(size) < TRILLION:
        return f"{sign}{lead}{size:,.{places}f}"
    if size >= TRILLION * TRILLION:
        return f"{sign}{lead}{powered(size)}"
    digits = f"{float(f'{size:.5g}') / TRILLION:,.4f}".rstrip("0").rstrip(".")
    return f"{sign}{lead}{digits}tn"


def plain(value: float) -> str:
    """Show a ratio, to two places.

    Examples
    --------
    >>> plain(1.929), plain(-0.0823), plain(-0.001), plain(1.5e17)
    ('1.93', '−0.08', '0.00', '1.5 × 10^17')
    """
    text = f"{abs(value):,.2f}" if abs(value) < HUGE else powered(abs(value))
    return f"−{text}" if round(value, 2) < 0 else text


def percent(share: float) -> str:
    """Show a share.

    Examples
    --------
    >>> percent(0.25), percent(0.2167), percent(0.99999), percent(-0.004821), percent(0.00000123)
    ('25%', '21.67%', '99.999%', '−0.48%', '0.00012%')
    """
    size = abs(share)
    ordinary = 0.001 <= size <= 0.995 or size > 1.005
    places = ".2f" if ordinary else ".5g" if size > 0.5 else ".2g"
    text = f"{share * 100:{places}}" if size >= 1e-6 or not size else f"{share * 100:.7f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−") + "%"


def part(value: float, total: float) -> str:
    """Show a part of a total, to one place; nothing where the total is nothing.

    Examples
    --------
    >>> part(54.32, 100), part(-0.48, 100), part(1, 1), part(1, 0)
    ('54.3%', '−0.5%', '100%', '')
    """
    if not total:
        return ""
    text = f"{abs(value / total) * 100:.1f}".removesuffix(".0")
    return f"−{text}%" if value / total < 0 and text != "0" else f"{text}%"


def number(value: float) -> str:
    """Show a plain number with as many places as it needs, four at most.

    Examples
    --------
    >>> number(4.0), number(0.67), number(1234.5678), number(-0.00002)
    ('4', '0.67', '1,234.5678', '−2 × 10^−5')
    """
    if abs(value) >= HUGE or 0 < abs(value) < 1e-4:
        return powered(value)
    text = f"{value:,.4f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def powered(value: float) -> str:
    """Show a number by its first four digits and a power of ten.

    Examples
    --------
    >>> powered(1.9e18), powered(-0.00002)
    ('1.9 × 10^18', '−2 × 10^−5')
    """
    if not math.isfinite(value):
        return str(value)
    digits, power = f"{value:.3e}".split("e")
    first = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"{first} × 10^{int(power)}".replace("-", "−")


def count(value: float) -> str:
    """Show a quantity, rounded to two places where it is large.

    Examples
    --------
    >>> count(42.6402), count(120.0), count(0.375)
    ('42.64', '120', '0.375')
    """
    return number(round(value, 2)) if abs(value) >= 10 else number(value)


def years(value: float) -> str:
    """Show a span of years.

    Examples
    --------
    >>> years(1), years(2.5)
    ('1 year', '2.5 years')
    """
    return f"{number(value)} year{'' if value == 1 else 's'}"


def pennies(value: float) -> int:
    """Decimal places of an amount that somebody stated: two, or as many as one below a penny or so needs.

    Examples
    --------
    >>> pennies(12.5), pennies(0.0), pennies(0.0042)
    (2, 2, 5)
    """
    return 2 if not 0 < abs(value) < 0.1 else min(2 - math.floor(math.log10(abs(value))), 30)


def unit_text(value: float, row: Parameter) -> str:
    """Show an estimate in its own unit."""
    if row.unit.startswith("share") or row.kind.share:
        return percent(value)
    if row.kind.name == "an amount of money":
        return money(value, row.unit.split(" ")[0], pennies(value))
    return count(value)
