"""Faults found while a value is read, before their place in the file is known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError


@dataclass(frozen=True, slots=True)
class Fault:
    """A :class:`~sroi.errors.Problem` whose place is still relative to the value being read."""

    code: str
    found: str
    allowed: str = ""
    write: str = ""
    inside: tuple[str | int, ...] = ()

    def within(self, *keys: str | int) -> Fault:
        """Return the same fault, seen from further out."""
        return Fault(self.code, self.found, self.allowed, self.write, (*keys, *self.inside))


class Faulty(Exception):
    """Raised inside a reader with everything that is wrong with one value."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.found for fault in faults))

    def for_pydantic(self) -> PydanticCustomError:
        """Wrap the faults so that pydantic carries them out."""
        return PydanticCustomError("sroi", "{summary}", {"summary": str(self), "faults": self.faults})


def said(value: Any) -> str:
    """Show a value as the user may have written it, cut to a readable length."""
    if isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, bool):
        text = "true" if value else "false"
    elif value is None:
        text = "nothing"
    elif isinstance(value, dict):
        text = "{" + ", ".join(f"{key}: {said(item)}" for key, item in value.items()) + "}"
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(said(item) for item in value) + "]"
    elif isinstance(value, float):
        text = f"{value:g}"
    else:
        text = str(value)
    return text if len(text) <= 90 else text[:87] + "..."


def listed(names: Iterable[str]) -> str:
    """Join names for a sentence: ``a, b or c``."""
    items = list(names)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " or " + items[-1] if items else "nothing"


def closest(name: str, known: Iterable[str]) -> str:
    """Suggest the closest known names, or nothing.

    Examples
    --------
    >>> closest("parnets", ["parents", "children"]), closest("zzz", ["parents"])
    ('did you mean parents', '')
    """
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f"did you mean {listed(close)}" if close else ""


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """Suggest the closest known names, or say what there is.

    Examples
    --------
    >>> did_you_mean("parnets", ["parents", "children"])
    'did you mean parents'
    """
    known = list(known)
    if close := closest(name, known):
        return close
    if otherwise or not known:
        return otherwise
    return f"known here: {', '.join(known[:12])}{', …' if len(known) > 12 else ''}"
