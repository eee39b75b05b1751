"""Reading one number, or a range, as people write them: ``1,200``, ``£3.50``, ``27%``, ``18% to 27%``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sroi.study.digits import WrittenFloat
from sroi.study.faults import Fault, Faulty, said
from sroi.study.kinds import Kind

#: Sizes between which a number other than 0 lies.
SMALLEST: Final = 1e-30
LARGEST: Final = 1e30

_NUMBER = r"[-+−]?\s*(?:[£$€]|kr\s*)?\s*[-+−]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d+)?\s*%?"
_SINGLE = re.compile(rf"\s*({_NUMBER})\s*")
_RANGE = re.compile(rf"\s*({_NUMBER})\s*(?:to|–|—|-)\s*({_NUMBER})\s*")
_CENTRED = re.compile(rf"\s*({_NUMBER})\s*\(\s*({_NUMBER})\s*(?:to|–|—|-)\s*({_NUMBER})\s*\)\s*")


@dataclass(frozen=True, slots=True)
class Written:
    """A number as written: its value, and whether a percent sign stood behind it."""

    value: float
    percent: bool


def number(text: Any) -> Written | None:
    """Read one number, or return None where the value is not one.

    Examples
    --------
    >>> number("£1,200.50")
    Written(value=1200.5, percent=False)
    >>> number("27%")
    Written(value=0.27, percent=True)
    >>> number("about 40") is None
    True
    """
    if isinstance(text, bool) or text is None:
        return None
    if isinstance(text, (int, float)):
        try:
            value = float(text)
        except OverflowError:
            value = math.inf
        if not math.isfinite(value):
            raise Faulty(Fault("number-infinite", f"found {said(text)}", "a number must be finite"))
        return Written(_of_size(value, text), False)
    if not isinstance(text, str):
        return None
    match = _SINGLE.fullmatch(text)
    return _from_token(match.group(1)) if match else None


def printed(text: Any) -> WrittenFloat | None:
    """Read one number with the digits it is written with, or return None where the value is not one.

    Examples
    --------
    >>> printed("£2.00"), printed("19.20%"), printed(5100000.0), printed("about 2") is None
    (2.00, 0.1920, 5100000, True)
    """
    found = number(text)
    if found is None:
        return None
    shown = text if isinstance(text, str) else getattr(text, "written", None) or _shortest(text)
    digits = Decimal(_digits(shown)) if not re.match(r"0[xo]", shown) else Decimal(found.value)
    return WrittenFloat(str(digits.scaleb(-2) if found.percent else digits))


def _shortest(value: float) -> str:
    return str(int(value)) if value % 1 == 0 else repr(float(value))


def _digits(token: str) -> str:
    return re.sub(r"[£$€%,\s]|kr", "", token).replace("−", "-")


def _from_token(token: str) -> Written | None:
    percent = token.rstrip().endswith("%")
    digits = _digits(token)
    try:
        # Dividing the decimal text, not the float, keeps 35% exactly 0.35.
        value = float(f"{digits}e-2") if percent and "e" not in digits.lower() else float(digits)
    except ValueError:
        return None
    if percent and "e" in digits.lower():
        value /= 100
    if not math.isfinite(value):
        raise Faulty(Fault("number-infinite", f"found {said(token)}", "a number must be finite"))
    return Written(_of_size(value, token), percent)


def _of_size(value: float, shown: Any) -> float:
    """Refuse numbers that are a slip rather than a belief, and whose products could not be computed with."""
    if value and not SMALLEST <= abs(value) <= LARGEST:
        raise Faulty(
            Fault(
                "number-size",
                f"found {said(shown)}",
                f"a number other than 0 lies between {SMALLEST:g} and {LARGEST:g} in size",
            )
        )
    return value


@dataclass(frozen=True, slots=True)
class Range:
    """``centre (low to high)`` or ``low to high`` as written."""

    centre: float | None
    low: float
    high: float
    percent: bool


def written_range(text: str) -> Range | None:
    """Read ``a to b`` or ``c (a to b)``, or return None where the text is neither.

    Examples
    --------
    >>> written_range("25% (15% to 35%)")
    Range(centre=0.25, low=0.15, high=0.35, percent=True)
    >>> written_range("40 to 90")
    Range(centre=None, low=40.0, high=90.0, percent=False)
    """
    match = _CENTRED.fullmatch(text) or _RANGE.fullmatch(text)
    if match is None:
        return None
    parts = [_from_token(token) for token in match.groups()]
    if any(part is None for part in parts):
        return None
    found = [part for part in parts if part is not None]
    percents = {part.percent for part in found}
    if percents == {True, False}:
        bare = [part for part in found if not part.percent]
        if not all(part.percent for part in found[-1:]) or any(abs(part.value) <= 1 and part.value for part in bare):
            raise Faulty(
                Fault(
                    "range-mixed",
                    f"found {said(text)}",
                    "all numbers of a range carry a percent sign or none does",
                    "write it like 25% (15% to 35%)",
                )
            )
        found = [part if part.percent else Written(float(f"{part.value!r}e-2"), True) for part in found]
    values = [part.value for part in found]
    centre = values[0] if len(values) == 3 else None
    return Range(centre, values[-2], values[-1], True in percents)


def check_legal(value: float, kind: Kind, shown: Any) -> None:
    """Refuse a number outside the legal range of its kind."""
    if kind.holds(value):
        return
    write = ""
    if (kind.share or kind.high == 3) and 1 < value <= 100 and not (isinstance(shown, str) and "%" in shown):
        write = f"for {value:g} per cent write {value:g}%"
    raise Faulty(Fault("share-range" if kind.share else "number-range", f"found {said(shown)}", kind.allowed, write))
