"""Personal data that slipped into the words of a study: it is shared, so it should name nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sroi.errors import Problem
from sroi.study.addresses import address_of
from sroi.study.study import Study

_EMAIL: Final = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_INSURANCE: Final = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.IGNORECASE)
_TEN: Final = re.compile(r"(?<![\d.,])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d.,]\d|\d)")
_PHONE: Final = re.compile(r"(?<![\d.,])(?:\+44 ?|0)7\d{3} ?\d{3} ?\d{3}(?!\d)")
_NAMED: Final = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.? [A-Z][a-z]+(?: [A-Z][a-z]+)?")

#: Keys under which people are named because they answer for something, not because they took part.
_ANSWERABLE: Final = frozenset({"author", "by", "signed_off_by", "publisher", "url", "title"})


def personal_data(study: Study) -> tuple[Problem, ...]:
    """Find texts that look like personal data: e-mail addresses, NHS and National Insurance numbers, phones, names.

    What is found is described, never repeated.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, outcomes: {}, inputs: {},
    ...  stakeholders: {a: {name: A, note: "ask ann@example.org, NI AB123456C"}}}
    ... ''')
    >>> for found in personal_data(study):
    ...     print(found.address, found.found, sep=": ")
    stakeholders/a/note: found what looks like an e-mail address
    stakeholders/a/note: found what looks like a National Insurance number
    """
    return tuple(_problems(study))


def _problems(study: Study) -> Iterator[Problem]:
    for path, text in _texts(study.document, ()):
        for what in _kinds(text, str(path[-1]) if path else ""):
            yield Problem(
                "PRV001",
                f"found what looks like {what}",
                "a study is shared and names nobody who took part",
                "take it out, or say it without the person",
                address_of(path),
                study.line(*path),
            )


def _texts(here: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(here, Mapping):
        for key, item in here.items():
            yield from _texts(item, (*path, key))
    elif isinstance(here, (list, tuple)):
        for place, item in enumerate(here):
            yield from _texts(item, (*path, place))
    elif isinstance(here, str):
        yield path, here


def _kinds(text: str, key: str) -> Iterator[str]:
    if _EMAIL.search(text) and key != "url":
        yield "an e-mail address"
    if any(_insurance(match.group()) for match in _INSURANCE.finditer(text)):
        yield "a National Insurance number"
    if any(_nhs(match.group()) for match in _TEN.finditer(text)):
        yield "an NHS number"
    if _PHONE.search(text):
        yield "a phone number"
    if key not in _ANSWERABLE and _NAMED.search(text):
        yield "the name of a person"


def _insurance(text: str) -> bool:
    return re.sub(r"\s", "", text).upper()[:2] not in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"}


def _nhs(text: str) -> bool:
    """Whether ten digits carry the check digit of an NHS number (modulus 11)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    check = 11 - sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check % 11 == digits[9] and check != 10
