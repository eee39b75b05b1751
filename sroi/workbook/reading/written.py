"""How words and numbers of a sheet are written in a study: clean texts, short ids, shares, cells as comments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from sroi.study.identifiers import RESERVED, proposed_id
from sroi.study.reading import read_bytes
from sroi.study.writing import fresh_text

Path = tuple[str | int, ...]

#: Longest id that is made of words. [letters]
_LONGEST_ID: Final = 40


def clean(text: str) -> str:
    r"""Words on one line, without signs that cannot be seen or turn the direction of reading.

    Examples
    --------
    >>> clean("Parents\u202e and\n children\u200b")
    'Parents and children'
    """
    return " ".join("".join(sign for sign in text if not _unseen(sign)).split())


def _unseen(sign: str) -> bool:
    """Whether a sign is of the kind that formats; the joiners of emoji and of some scripts stay."""
    return unicodedata.category(sign) in ("Cf", "Cc") and sign not in "\u200c\u200d\n\t\r"


def short_id(words: str, otherwise: str, taken: Mapping[str, Any]) -> str:
    """Make an id of words that no other thing has.

    Examples
    --------
    >>> short_id("Residents are healthier and see their doctor less often", "outcome", {})
    'residents-are-healthier-and-see-their'
    >>> short_id("社會", "outcome", {"outcome": 1}), short_id("Inputs", "outcome", {})
    ('outcome-2', 'inputs-2')
    """
    base = proposed_id(words)
    if len(base) > _LONGEST_ID:
        base = base[: _LONGEST_ID + 1].rsplit("-", 1)[0] if "-" in base[:_LONGEST_ID] else base[:_LONGEST_ID]
    base = base.strip("-") or otherwise
    key, count = base, 2
    while key in taken or key in RESERVED:
        key, count = f"{base}-{count}", count + 1
    return key


def share_text(value: float) -> Any:
    """A share as the study file writes it: per cent where that is as exact.

    Examples
    --------
    >>> share_text(0.25), share_text(0.123), share_text(1 / 3)
    ('25%', '12.3%', 0.3333333333333333)
    """
    hundred = Decimal(repr(float(value))).scaleb(2).normalize()
    text = f"{hundred:f}"
    return f"{text}%" if len(text) <= 8 else float(value)


def annotated(document: Mapping[str, Any], places: Mapping[Path, str], head: Sequence[str]) -> str:
    """Write a document with the cell that each number came from as a comment behind it.

    A text that would say anything else with its comments is written without them.
    """
    text = fresh_text(document)
    read = read_bytes(text.encode("utf-8"), "study")
    by_line: dict[int, list[str]] = {}
    for path, place in places.items():
        line = read.line(path)
        if line is not None and place not in by_line.setdefault(line, []):
            by_line[line].append(place)
    lines = text.split("\n")
    for line, found in by_line.items():
        lines[line - 1] += f"  # {_printable(', '.join(found))}"
    commented = "\n".join([*(f"# {_printable(words)}" for words in head), *lines])
    return commented if read_bytes(commented.encode("utf-8"), "study").document == read.document else text


def _printable(text: str) -> str:
    return re.sub(r"\s+", " ", "".join(sign for sign in text if sign.isprintable()))
