"""Numbers that remember how they were written: ``2.00`` is printed to two decimals, and a title may be 1.10."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any


class WrittenFloat(float):
    """A number with the text it was written as; in every sum it is the number.

    Examples
    --------
    >>> WrittenFloat("2.00") == 2, str(WrittenFloat("2.00")), WrittenFloat("2.00") + 1
    (True, '2.00', 3.0)
    """

    written: str

    def __new__(cls, text: str) -> WrittenFloat:
        """Read the number and keep its text."""
        made = super().__new__(cls, text)
        made.written = text
        return made

    def __repr__(self) -> str:
        return self.written

    def __reduce__(self) -> tuple[type[WrittenFloat], tuple[str]]:
        return WrittenFloat, (self.written,)


class WrittenInt(int):
    """A whole number with the text it was written as, such as ``007``."""

    written: str

    def __new__(cls, number: int, text: str) -> WrittenInt:
        """Keep the text beside the number."""
        made = super().__new__(cls, number)
        made.written = text
        return made

    def __repr__(self) -> str:
        return self.written

    def __reduce__(self) -> tuple[type[WrittenInt], tuple[int, str]]:
        return WrittenInt, (int(self), self.written)


def remembered(number: float, text: str) -> float:
    """Return the number, with its text where the number alone does not say how it was written.

    ``2.0`` is one of these, because a whole number computed in Python looks the same.

    Examples
    --------
    >>> remembered(2.0, "2.00"), remembered(2.5, "2.5"), remembered(7, "007")
    (2.00, 2.5, 007)
    """
    if repr(number) == text and (isinstance(number, int) or number % 1):
        return number
    return WrittenInt(number, text) if isinstance(number, int) else WrittenFloat(text)


def decimals(number: Any) -> int:
    """Count the decimals that a number is written with; those of its shortest form where its text is not known.

    Examples
    --------
    >>> decimals(WrittenFloat("2.00")), decimals(1.93), decimals(17), decimals(17.0)
    (2, 2, 0, 0)
    """
    text = getattr(number, "written", None) or (f"{number:g}" if number % 1 == 0 else repr(float(number)))
    try:
        exponent = Decimal(text).as_tuple().exponent
    except InvalidOperation:  # hexadecimal or octal, which have no decimals
        return 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
