"""Reading what a result is to meet, as people write it: ``1``, ``£3``, ``3:1``, ``250%``, ``option:phone-only``."""

from __future__ import annotations

import re
from typing import Final

from sroi.errors import Problem, StudyError
from sroi.study.faults import Faulty, said
from sroi.study.numbers import number
from sroi.study.study import Study

#: Currency signs and codes that may stand before or behind an amount.
_SIGNS: Final = {"£": "GBP", "$": "USD", "€": "EUR"}
_CODE: Final = re.compile(r"^([-+−]?)\s*([A-Z]{3})\s+(.*)$|^(.*\d)\s+([A-Z]{3})$")

#: Measures that are so much per 1, so that they can be written as a percentage or as 3:1.
_PER_INPUT: Final = ("ratio", "net_ratio")


def read_target(written: str, study: Study, measure: str) -> float:
    """Read a target that is a number.

    Parameters
    ----------
    written
        As a person writes it.
    study
        The study, whose currency an amount must be in.
    measure
        What is to meet it: a percentage is for ratios, where 250% is 2.5.

    Raises
    ------
    StudyError
        ``target-unread`` where it is no number; ``target-currency`` where it is in another currency;
        ``target-percent`` where a percentage is set for an amount of money.
    """
    text, currency = written.strip(), None
    if coded := _CODE.match(text):
        sign, code, amount, other, behind = coded.groups()
        text, currency = (f"{sign}{amount}", code) if code else (other, behind)
    signs = [_SIGNS[sign] for sign in text if sign in _SIGNS]
    currency = signs[0] if signs else currency
    if currency is None and re.search(r"\bkr\b", text) and study.currency not in ("NOK", "SEK", "DKK"):
        currency = "NOK"
    if currency is not None and currency != study.currency:
        found = f"found the target {said(written)}, an amount in {currency}"
        allowed = f"the study is in {study.currency}"
        raise StudyError(Problem("target-currency", found, allowed, "write the number alone, or in that currency"))
    if measure in _PER_INPUT and text.endswith(":1"):
        text = text.removesuffix(":1")
    try:
        found_number = number(text)
    except Faulty:
        found_number = None
    if found_number is None:
        found, allowed = f"found the target {said(written)}", "a target is a number"
        raise StudyError(Problem("target-unread", found, allowed, "write it like 1 or 3.50"))
    if found_number.percent and measure not in _PER_INPUT:
        found, allowed = f"found the target {said(written)}", "a net present value is an amount of money"
        if measure != "npv":
            allowed = "a present value is an amount of money"
        raise StudyError(Problem("target-percent", found, allowed, "write an amount"))
    return found_number.value


def read_goal(written: str | None, study: Study, measure: str) -> float | str | None:
    """Read a target that may also be a scenario or option of the study; those are left as they are."""
    if written is None:
        return None
    known = {"base", *study.scenarios, *study.options}
    if written in known or re.match(r"(option|scenario):", written):
        return written
    try:
        return read_target(written, study, measure)
    except StudyError as error:
        named = not re.search(r"\d", written) and written.lower().strip("+-−") not in ("", "nan", "inf", "infinity")
        if named and any(problem.code == "target-unread" for problem in error.problems):
            return written  # refused by the question itself, with the nearest names
        raise
