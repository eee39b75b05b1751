"""From whatever Python or a file holds to plain data: mappings, lists, texts, numbers, true, false and nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sroi.study.faults import Fault, said

Place = tuple[Any, ...]

#: Levels of mappings and lists within each other, beyond which a document is a slip or an attack.
MOST_LEVELS: Final = 40


def plain_data(node: Any, faults: list[tuple[Place, Fault]], at: Place = ()) -> Any:
    """Return a copy made of plain data; what is none is reported in ``faults``, each with its place.

    Tuples become lists, any mapping a dict, and numbers of NumPy the numbers they are.

    Examples
    --------
    >>> import numpy as np
    >>> found = []
    >>> plain_data({"value": np.float64(0.25), "profile": (1, np.int32(2)), "when": {3}}, found)
    {'value': 0.25, 'profile': [1, 2], 'when': None}
    >>> found[0][1].found, found[0][0]
    ('found {3} (set)', ('when',))
    """
    if node is None or (isinstance(node, (bool, int, float)) and type(node).__module__ != "numpy"):
        return node
    if isinstance(node, str):
        return _text(str(node), faults, at)
    if isinstance(node, (Mapping, list, tuple)) and len(at) >= MOST_LEVELS:
        allowed = f"a study has at most {MOST_LEVELS} levels of mappings and lists"
        faults.append((at[:3], Fault("value-type", "found mappings or lists nested without end", allowed)))
        return None
    if isinstance(node, Mapping):
        return {_key(key, faults, at): plain_data(item, faults, (*at, _shown(key))) for key, item in node.items()}
    if isinstance(node, (list, tuple)):
        return [plain_data(item, faults, (*at, place)) for place, item in enumerate(node)]
    if type(node).__module__ == "numpy" and getattr(node, "ndim", 1) == 0:
        return plain_data(node.item(), faults, at)
    write = "write one number, or a list" if type(node).__module__ == "numpy" else "write it as a number or a text"
    found = f"found {said(node)} ({type(node).__name__})"
    faults.append((at, Fault("value-type", found, "a study is made of mappings, lists, texts and numbers", write)))
    return None


def _key(key: Any, faults: list[tuple[Place, Fault]], at: Place) -> Any:
    if isinstance(key, (list, tuple, Mapping)):
        faults.append((at, Fault("key-form", f"found the key {said(key)}", "a key is a word")))
        return None
    return plain_data(key, faults, (*at, _shown(key)))


def _text(text: str, faults: list[tuple[Place, Fault]], at: Place) -> str:
    """Refuse half signs (lone surrogates), which no file can hold and no screen can show."""
    if text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    found = f'found "{str(_shown(text))[:80]}", which holds half a sign'
    faults.append((at, Fault("text-broken", found, "text is made of whole signs", "write the sign itself")))
    return text


def _shown(key: Any) -> Any:
    """A key, or a text, that can be printed: half signs by their number."""
    return "".join(_sign(sign) for sign in key) if isinstance(key, str) and not key.isascii() else key


def _sign(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if "\ud800" <= sign <= "\udfff" else sign
