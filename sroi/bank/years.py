"""Price years: a calendar year such as ``2019`` or a financial year such as ``2019-20``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sroi.bank.vocabulary import NOT_STATED
from sroi.errors import BankError, Problem

_WRITTEN = re.compile(r"(\d{4})(?:[-/](\d{2}|\d{4}))?")


@dataclass(frozen=True, order=True, slots=True)
class PriceYear:
    """A calendar year, or the financial year that starts in April of `start`."""

    start: int
    financial: bool

    def __str__(self) -> str:
        return financial_label(self.start) if self.financial else str(self.start)


def financial_label(start: int) -> str:
    """Return the label of the financial year that starts in one calendar year.

    Examples
    --------
    >>> financial_label(1999)
    '1999-00'
    """
    return f"{start}-{(start + 1) % 100:02d}"


def read_year(written: str | int) -> PriceYear | None:
    """Read a price year, or return None when it has neither form.

    Examples
    --------
    >>> str(read_year("2012/13")), str(read_year(2019)), str(read_year("1999-2000"))
    ('2012-13', '2019', '1999-00')
    >>> read_year("2012-14") is None
    True
    """
    match = _WRITTEN.fullmatch(str(written).strip())
    if match is None:
        return None
    start = int(match[1])
    if match[2] is None:
        return PriceYear(start, financial=False)
    if int(match[2]) != (start + 1 if len(match[2]) == 4 else (start + 1) % 100):
        return None
    return PriceYear(start, financial=True)


def price_year(written: str | int) -> PriceYear:
    """Read a price year, or say what is wrong with it.

    Raises
    ------
    BankError
        ``price-year`` when it is not stated, or is not a year.
    """
    year = read_year(written)
    if year is not None:
        return year
    if str(written) == NOT_STATED:
        raise BankError(
            Problem(
                "price-year",
                "the source does not state the price year",
                "a value without a price year cannot be uprated",
                "give the value itself in the study, with the price year you judge right",
            )
        )
    raise BankError(
        Problem(
            "price-year",
            f"found the price year {str(written)!r}",
            "a price year is a calendar year such as 2019 or a financial year such as 2019-20",
            "write one of the two forms",
        )
    )
