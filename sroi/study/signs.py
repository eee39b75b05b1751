"""Currency signs: ``$100`` in a study in pounds is a slip, and so is ``£50`` where people are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sroi.study.faults import Fault, Faulty, said
from sroi.study.numbers import number, written_range
from sroi.study.reading import Place

#: Currencies that each sign may stand for.
_SIGNS: Final = {"£": ("GBP",), "€": ("EUR",), "$": ("USD", "AUD", "CAD", "NZD"), "kr": ("NOK", "SEK", "DKK")}


def sign_faults(document: Any) -> Iterator[tuple[Place, Fault]]:
    """Find numbers whose currency sign is not that of the study, or of the value they belong to."""
    if isinstance(document, Mapping) and isinstance(document.get("currency"), str):
        for block in ("estimates", "inputs", "outcomes", "scenarios", "options"):
            yield from _walk(document.get(block), (block,), document["currency"])


def _walk(node: Any, place: Place, currency: str) -> Iterator[tuple[Place, Fault]]:
    if isinstance(node, Mapping):
        own = node.get("currency")
        for key, item in node.items():
            if key not in ("name", "note", "source", "indicator", "description"):
                yield from _walk(item, (*place, key), own if isinstance(own, str) else currency)
    elif isinstance(node, (list, tuple)):
        for count, item in enumerate(node):
            yield from _walk(item, (*place, count), currency)
    elif isinstance(node, str) and _is_number(node):
        for sign in re.findall(r"£|€|\$|kr", node):
            if currency not in _SIGNS[sign]:
                yield (
                    place,
                    Fault(
                        "currency-sign",
                        f"found {said(node)} where money is in {currency}",
                        "a sign is that of the currency",
                        "leave the sign out, or state the currency of the value",
                    ),
                )
                return


def _is_number(text: str) -> bool:
    try:
        return number(text) is not None or written_range(text) is not None
    except Faulty:
        return True
