"""Numbers of a cell in every form people write them: ``NT$ 25,778``, ``(1,234)``, ``1.234,50 €``, ``£1.2m``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from sroi.study.faults import Faulty
from sroi.study.numbers import number, written_range
from sroi.workbook.reading.sheets import Cell

#: Signs and words of currencies, the longest first, and their codes. A bare dollar may be many a currency's.
CURRENCIES: Final = {
    "NT$": "TWD", "HK$": "HKD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD",
    "S$": "SGD", "R$": "BRL", "Rp": "IDR", "RM": "MYR", "£": "GBP", "€": "EUR", "₹": "INR", "₩": "KRW", "฿": "THB",
    "₱": "PHP", "₫": "VND", "₺": "TRY", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "Fr.": "CHF", "$": "", "¥": "",
    "kr.": "", "kr": "",
}  # fmt: skip

#: Codes that are read beside an amount or in a heading.
_CODES: Final = (
    "GBP|EUR|USD|TWD|NTD|HKD|AUD|CAD|NZD|SGD|BRL|IDR|MYR|INR|KRW|THB|PHP|VND|TRY|PLN|CZK|HUF|CHF|NOK|SEK|DKK|ISK|"
    "JPY|CNY|RMB|ZAR|KES|NGN|AED|SAR|ILS|MXN|CLP|COP|PEN|UGX|TZS|PKR|BDT|LKR"
)
_SAME: Final = {"NTD": "TWD", "RMB": "CNY"}

_SIGNS: Final = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))
_CURRENCY: Final = re.compile(rf"(?<![A-Za-z])(?:({_SIGNS})|({_CODES}))(?![A-Za-z])")
_SIZES: Final = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_AMOUNT: Final = re.compile(
    r"(?P<sign>[-+−–]?)\s*(?P<digits>\d[\d.,'’  \s]*|\.\d+)\s*(?P<exponent>[eE][-+]?\d+)?\s*"
    r"(?P<size>k|thousand|mn?|million|bn|billion)?\s*(?P<percent>%|per\s?cent|pct\.?)?\.?",
    re.IGNORECASE,
)

#: Words that stand for "nothing here".
_NOTHING: Final = frozenset(
    {"", "-", "–", "—", "−", "n/a", "na", "nil", "none", "n.a.", "n.a", "not applicable", "./.", "x"}
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number read: its value as written (25% is 0.25), whether as per cent, and the sign or code of its currency.

    ``words`` are what stood beside it (``people``, ``years``).
    """

    value: float
    percent: bool = False
    currency: str = ""
    words: str = ""


def is_dash(text: str) -> bool:
    """Whether a cell holds a dash alone, which stands for 0."""
    return text.strip() in ("", "-", "–", "—", "−")


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is nothing: a dash, ``n/a``, ``none``."""
    return text.strip().lower() in _NOTHING


def amount(cell: Cell | str, words: bool = False) -> Amount | None:
    """Read the number of a cell, or return None where it holds none.

    Parameters
    ----------
    cell
        A cell, or a text.
    words
        Whether words may stand beside the number, as in ``50 people``.

    Examples
    --------
    >>> [(read.value, read.currency) for read in map(amount, ("-$ 25,778", "(1,234.50)", "NT$ 1.200"))]
    [(-25778.0, '$'), (-1234.5, ''), (1.2, 'NT$')]
    >>> amount("25,5 %").value, amount("1.234,50 €").value, amount("£1.2m").value, amount("1 234,5").value
    (0.255, 1234.5, 1200000.0, 1234.5)
    >>> amount("50 people") is None, amount("50 people", words=True).words, amount("about") is None
    (True, 'people', True)
    """
    if isinstance(cell, Cell) and not isinstance(cell.value, str):
        return Amount(cell.value, cell.percent, cell.sign) if math.isfinite(cell.value) else None
    text = (cell.text if isinstance(cell, Cell) else cell).replace(" ", " ").replace(" ", " ").strip()
    if not text or (isinstance(cell, Cell) and cell.lacking):
        return None
    found = _CURRENCY.search(text)
    currency = (found[1] or _SAME.get(found[2], found[2])) if found else ""
    bare = (text[: found.start()] + " " + text[found.end() :]).strip() if found else text
    negative = bare.startswith("(") and bare.endswith(")")
    bare = bare[1:-1].strip() if negative else bare
    match = _AMOUNT.fullmatch(bare)
    beside = ""
    if match is None and words:
        inside = re.fullmatch(
            r"(?:about |approx\.? |approximately |c\.? ?|~ ?)?([-−]?\d[\d.,]*)\s*([A-Za-z][^\d]*)", bare
        )
        match, beside = (_AMOUNT.fullmatch(inside[1]), inside[2].strip()) if inside else (None, "")
    value = _value(match) if match else None
    if value is None or match is None:
        return None
    return Amount(-value if negative else value, bool(match["percent"]), currency, beside)


def _value(match: re.Match[str]) -> float | None:
    digits = _with_point(re.sub(r"[\s'’]", "", match["digits"]))
    sign = "-" if match["sign"] in ("-", "−", "–") else ""
    try:
        found = number(f"{sign}{digits}{match['exponent'] or ''}{'%' if match['percent'] else ''}")
    except Faulty:
        return None
    return found.value * _SIZES.get((match["size"] or "").lower(), 1) if found else None


def _with_point(digits: str) -> str:
    """Write digits with a point before the decimals, whichever of point and comma stood there.

    Examples
    --------
    >>> [_with_point(digits) for digits in ("1,234.50", "1.234,50", "1,234", "25,5", "1.234.567", "1.200")]
    ['1234.50', '1234.50', '1234', '25.5', '1234567', '1.200']
    """
    digits = digits.rstrip(".,")
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        return digits.replace(",", "") if point > comma else digits.replace(".", "").replace(",", ".")
    if comma >= 0:
        grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+", digits) and not digits.startswith("0,")
        indian = re.fullmatch(r"\d{1,2}(?:,\d{2})+,\d{3}", digits)
        return digits.replace(",", "") if grouped or indian else digits.replace(",", ".", 1)
    return digits.replace(".", "") if digits.count(".") > 1 else digits


def is_range(text: str) -> bool:
    """Whether a text is a range as the study file writes it, such as ``25% (15% to 35%)``."""
    try:
        return written_range(text) is not None
    except Faulty:
        return False


def currency_in(text: str) -> str:
    """Sign or code of a currency in the words of a heading; empty where there is none.

    Examples
    --------
    >>> currency_in("Value in currency (NT$)"), currency_in("Value (GBP)"), currency_in("Stakeholders")
    ('NT$', 'GBP', '')
    """
    found = _CURRENCY.search(text)
    return (found[1] or _SAME.get(found[2], found[2])) if found else ""


def currency_code(sign: str) -> str:
    """Code of a currency by its sign; empty where several have it."""
    return CURRENCIES.get(sign, sign if re.fullmatch(_CODES, sign) else "")
