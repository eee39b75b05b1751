"""Axes of numbers: round ticks, and amounts short enough to stand beside a mark."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Final

from sroi.charts.marks import Numbers
from sroi.valuation.formats import money
from sroi.valuation.rounding import short_money

#: Steps between ticks that people read easily, times a power of ten.
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)

#: Below this all amounts of a chart are shown to the penny.
_PENNIES: Final = 100.0

Written = Callable[[float], str]


def amounts(currency: str, values: Iterable[float]) -> Written:
    """How the amounts of one chart are written: in three digits, or to the penny where all are small.

    Examples
    --------
    >>> amounts("GBP", [81741.93, -12.0])(81741.93), amounts("USD", [-4.64, 1.0])(-4.64)
    ('£81.7k', '−$4.64')
    """
    if max((abs(value) for value in values), default=0.0) < _PENNIES:
        return lambda amount: money(amount, currency, 2)
    return lambda amount: short_money(amount, currency)


def signed(text: str) -> str:
    """Text of a change, with a plus where it is not a loss.

    Examples
    --------
    >>> signed("£3k"), signed("−£3k")
    ('+£3k', '−£3k')
    """
    return text if text.startswith("−") else f"+{text}"


def ticks(low: float, high: float, wanted: int = 5) -> tuple[float, ...]:
    """Round numbers from at or below ``low`` to at or above ``high``, about as many as wanted.

    Examples
    --------
    >>> ticks(0, 81742), ticks(-3.64, 1.2)
    ((0.0, 20000.0, 40000.0, 60000.0, 80000.0, 100000.0), (-4.0, -3.0, -2.0, -1.0, 0.0, 1.0, 2.0))
    """
    if not high > low:
        low, high = (min(low, 0.0), max(high, 0.0)) if low else (0.0, 1.0)
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(step * power for step in _STEPS if step * power >= rough * (1 - 1e-9))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(float(f"{place * step:.12g}") for place in range(first, last + 1))


def from_zero(values: Iterable[float], written: Written, *, wanted: int = 5, title: str = "") -> Numbers:
    """Axis on which bars stand: it holds 0, and ends at the outermost values, with round ticks inside."""
    found = [0.0, *values]
    low, high = min(found), max(found)
    if low == high:
        high = 1.0
    return Numbers(low, high, _inside(low, high, written, wanted), title)


def around(values: Iterable[float], written: Written, *, wanted: int = 5, title: str = "") -> Numbers:
    """Axis on which points stand: from one round tick to another, holding all values."""
    found = list(values)
    marks = ticks(min(found), max(found), wanted)
    return Numbers(marks[0], marks[-1], tuple((mark, written(mark)) for mark in marks), title)


def _inside(low: float, high: float, written: Written, wanted: int) -> tuple[tuple[float, str], ...]:
    room = (high - low) * 1e-9
    return tuple((mark, written(mark)) for mark in ticks(low, high, wanted) if low - room <= mark <= high + room)
