"""Names in sentences: set apart from the words around them, and no more than can be read out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

#: Names put into a sentence before "and N more".
_NAMED: Final = 5


def quoted(name: str) -> str:
    """Set a name apart from the sentence around it."""
    return f"“{name}”"


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
