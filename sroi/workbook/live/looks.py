"""How cells are shown: number formats by currency and size, colours by what may be changed."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from sroi.valuation.formats import SIGNS

_INK: Final = "#1F2A37"
_GIVEN, _USUAL, _HEAD, _RULE = "#FFF2B8", "#FFFBEA", "#E4ECF5", "#9AA8B8"

#: Parts of a look that say what a cell is, not how its number is written.
_MARKS: Final[dict[str, dict[str, Any]]] = {
    "given": {"bg_color": _GIVEN, "border": 1, "border_color": _RULE, "locked": False},
    "usual": {"bg_color": _USUAL, "border": 1, "border_color": _RULE, "locked": False},
    "total": {"bold": True, "top": 1},
    "strong": {"bold": True, "font_size": 13},
    "left": {"align": "left"},
}

#: Looks of numbers, which stand at the right of their cells.
_NUMBERS: Final = frozenset({"money", "share", "number", "factor", "level", "whole", "year", "when", "times"})

#: Looks of money that is shown with its pence.
_FINE: Final = frozenset({"fine", "given", "usual"})

_PLAIN: Final[dict[str, dict[str, Any]]] = {
    "text": {"text_wrap": True, "align": "left", "indent": 1},
    "wide": {"text_wrap": True, "align": "left", "indent": 0},
    "small": {"align": "left", "indent": 1, "font_size": 8, "font_color": "#5B6776"},
    "code": {"font_name": "Courier New", "font_size": 9},
    "title": {"bold": True, "font_size": 15},
    "about": {"font_color": "#46525F"},
    "head": {"bold": True, "text_wrap": True, "bg_color": _HEAD, "bottom": 1, "valign": "vcenter", "num_format": "0"},
    "factor": {"num_format": "0.000000"},
    "level": {"num_format": "0.0000"},
    "whole": {"num_format": "0"},
    "year": {"num_format": "0", "align": "right"},
    "when": {"num_format": "0.##"},
    "times": {"num_format": "0.00"},
}


def look(words: str, value: Any, currency: str) -> dict[str, Any]:
    """Properties of a cell, from the words of its look and the number in it.

    Examples
    --------
    >>> look("share given", 0.125, "GBP")["num_format"], look("money", 1234.5, "NOK")["num_format"]
    ('0.0%', '"NOK "#,##0;[Red]-"NOK "#,##0')
    >>> look("number", 0.82, "GBP")["num_format"], look("number", 42.6403421, "GBP")["num_format"]
    ('General', '#,##0.00')
    """
    parts = words.split()
    found: dict[str, Any] = {"valign": "top", "font_color": _INK, "font_name": "Calibri", "font_size": 11}
    for part in parts:
        found |= _MARKS.get(part, {}) | _PLAIN.get(part, {})
    if "head" in parts:
        side = {"align": "right"} if _NUMBERS & set(parts) else {"align": "left", "indent": int("wide" not in parts)}
        return found | _PLAIN["head"] | {"font_size": 11} | side
    if _NUMBERS & set(parts) and "left" not in parts:
        found["align"] = "right"
    number_format = written(words, value, currency)
    return found | {"num_format": number_format} if number_format else found


def written(words: str, value: Any, currency: str) -> str:
    """Number format of a cell, by its look and the size of the number in it; empty where the look alone says it.

    Examples
    --------
    >>> written("share", 0.0104, "GBP"), written("text", "abc", "GBP")
    ('0.00%', '')
    """
    parts = _parts(words)
    if "head" in parts:
        return ""
    number = float(value) if isinstance(value, (int, float)) else 0.0
    if "money" in parts:
        code = next((part for part in parts if len(part) == 3 and part.isupper()), currency)
        lead = _money(code, not _FINE.isdisjoint(parts))
        return f'{lead};"–"' if "flow" in parts else lead
    if "share" in parts:
        return _share(number)
    if "number" in parts:
        return _number(number)
    if "when" in parts:
        return "0" if number.is_integer() else "0.00"
    return ""


@lru_cache(maxsize=256)
def _parts(words: str) -> frozenset[str]:
    return frozenset(words.split())


@lru_cache(maxsize=64)
def _money(currency: str, fine: bool) -> str:
    lead = SIGNS.get(currency, f"{currency} ")
    digits = "#,##0.00" if fine else "#,##0"
    return f'"{lead}"{digits};[Red]-"{lead}"{digits}'


def _share(value: float) -> str:
    thousandths = value * 1000
    return "0.0%" if abs(thousandths - round(thousandths)) < 1e-9 or abs(value) > 1 else "0.00%"


def _number(value: float) -> str:
    if abs(value) < 10_000 and round(value, 4) == value:
        return "General"
    if value.is_integer():
        return "#,##0"
    return "#,##0.00" if abs(value) >= 1 else "0.0000"


def shown(words: str, value: float, currency: str) -> int:
    """How many characters a number takes, about.

    Examples
    --------
    >>> shown("money", -1234567.0, "NOK"), shown("share", 0.25, "GBP")
    (15, 7)
    """
    parts = words.split()
    if "money" in parts:
        fine = 3 if {"fine", "given", "usual"} & set(parts) else 0
        lead = SIGNS.get(currency, f"{currency} ")
        return len(f"{value:,.0f}") + len(lead) + fine + 1
    if "factor" in parts or "level" in parts:
        return 9
    return 7 if "share" in parts else len(f"{value:,.2f}") + 1
