"""Results in tables: bare figures under one heading that says their unit once."""

from __future__ import annotations

import math
from typing import Final

from sroi.analysis.outputs import TIMES, Output
from sroi.valuation.formats import money, plain
from sroi.valuation.payback import NEVER

#: What stands for a result that is undefined.
UNDEFINED: Final = "undefined"


def unit(output: Output, size: float = 1.0) -> str:
    """Unit of a measure in words: ``£ per £1``, ``£``, ``thousands of £``, ``years``."""
    if output.measure in TIMES:
        return "years"
    one = money(1, output.model.study.currency)
    sign = one.removesuffix("1").strip()
    if output.measure in ("ratio", "net_ratio"):
        return f"{sign} per {one}"
    return f"thousands of {sign}" if size == 1000 else sign


def figure(output: Output, value: float | None, places: int = 0, undefined: str = UNDEFINED) -> str:
    """Show a result without its unit.

    Parameters
    ----------
    output
        The measure.
    value
        The result; None or NaN where it is undefined.
    places
        Decimal places of money.
    undefined
        What to show where it is undefined.
    """
    if value is None or math.isnan(value):
        return undefined
    if output.measure in ("ratio", "net_ratio"):
        return plain(value)
    if math.isinf(value):
        return NEVER
    shown = f"{abs(value):,.{1 if output.measure in TIMES else places}f}"
    return f"−{shown}" if value < 0 and set(shown) & set("123456789") else shown
