"""Ids: how things are named so that addresses stay readable."""

from __future__ import annotations

import re
from typing import Any, Final

from sroi.study.faults import Fault, Faulty, said

RESERVED: Final = frozenset({"inputs", "estimates", "stakeholders", "discounting", "prices", "counterfactuals"})
_ID: Final = re.compile(r"[a-z][a-z0-9-]*")


def is_id(text: Any) -> bool:
    """Whether ``text`` has the form of an id."""
    return isinstance(text, str) and bool(_ID.fullmatch(text))


def proposed_id(text: str) -> str:
    """Make an id out of words; empty where there is no letter in them.

    Examples
    --------
    >>> proposed_id("Parents move into work!"), proposed_id("2026")
    ('parents-move-into-work', '')
    """
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-").lstrip("0123456789-")


def check_id(text: Any, what: str, reserved: frozenset[str] = frozenset()) -> str:
    """Return an id, or raise a fault that proposes one.

    Examples
    --------
    >>> check_id("into-work", "an outcome")
    'into-work'
    """
    if not is_id(text):
        proposal = proposed_id(str(text))
        raise Faulty(
            Fault(
                "id-form",
                f"found the id {said(text)}",
                f"the id of {what} is lower-case letters, digits and hyphens, a letter first",
                f"write {proposal} and put the full words in name" if proposal else "",
            )
        )
    if text in reserved:
        raise Faulty(
            Fault(
                "id-reserved",
                f"found the id {said(text)}",
                f"{', '.join(sorted(reserved))} are reserved",
                "choose another id",
            )
        )
    return str(text)
