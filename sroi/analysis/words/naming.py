"""Names in sentences: set apart from the words around them, and no more than can be read out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sroi.valuation.labels import spaced
from sroi.valuation.scenarios import BASE

#: Names put into a sentence before "and N more".
_NAMED: Final = 5


def quoted(name: str) -> str:
    """Set a name apart from the sentence around it."""
    return f"“{name}”"


def titled(identifier: str) -> str:
    """An id as a name.

    Examples
    --------
    >>> titled("use-of-services")
    'Use of services'
    """
    return spaced(identifier).capitalize()


def scenario_name(scenario: str | None) -> str:
    """Name of a scenario or option as people read it; of the base case where none is meant.

    Examples
    --------
    >>> scenario_name("one-adviser-for-three"), scenario_name("base"), scenario_name(None)
    ('One adviser for three', 'Base case', 'Base case')
    """
    return titled(scenario) if scenario and scenario != BASE else "Base case"


def named(names: Sequence[str]) -> str:
    """Join names, the first few of them.

    Examples
    --------
    >>> named(["a"]), named(["a", "b"]), named(list("abcdefgh"))
    ('a', 'a and b', 'a, b, c, d, e and 3 more')
    """
    more = [f"{len(names) - _NAMED:,} more"] if len(names) > _NAMED else []
    shown = [*names[:_NAMED], *more]
    return " and ".join(part for part in (", ".join(shown[:-1]), shown[-1]) if part)
