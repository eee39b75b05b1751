"""Words that value maps use for their columns: headings, the questions beneath them, and what each means here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from sroi.study.reading import read_bytes

Holds = Literal["text", "money", "share", "count", "years", "amount"]


@dataclass(frozen=True, slots=True)
class Field:
    """What a column can mean.

    Parameters
    ----------
    key
        Name of it in code and JSON.
    label
        What people are told.
    holds
        What its cells hold.
    headings, questions
        Words by which it is known; compared without case, signs and the words "the", "a", "of".
    weight
        How much it says that a row of headings is that of a value map.
    """

    key: str
    label: str
    holds: Holds
    headings: tuple[str, ...]
    questions: tuple[str, ...] = ()
    weight: float = 1.0


#: Deductions that are filters of a value, in printed order, and the drop-off.
FILTERS: Final = ("deadweight", "displacement", "attribution", "leakage", "substitution")


@cache
def _words() -> dict[str, Any]:
    """The words of the file beside this one."""
    document: dict[str, Any] = read_bytes(Path(__file__).with_name("synonyms.yaml").read_bytes(), "synonyms").document
    return document


@cache
def fields() -> dict[str, Field]:
    """Every field by its key, in the order of the file."""
    return {
        key: Field(
            key,
            said["label"],
            said["holds"],
            tuple(said.get("headings", ())),
            tuple(said.get("questions", ())),
            float(said.get("weight", 1)),
        )
        for key, said in _words()["fields"].items()
    }


@cache
def foot() -> dict[str, frozenset[str]]:
    """Words of printed results in comparable form, by what they hold."""
    return {key: frozenset(map(plain, words)) for key, words in _words()["foot"].items()}


@cache
def unit_cost_words() -> frozenset[str]:
    """Headings of lists of unit costs, in comparable form."""
    return frozenset(map(plain, _words()["unit_costs"]))


#: Words over several columns that say in which part of the map they are, not what they hold.
_BAND: Final = re.compile(r"stage \d|calculating social return|step \d|.*what changes\)?$|part \d|section \w")

_DROPPED: Final = re.compile(r"\b(?:the|a|an|of)\b")


@cache
def plain(words: str) -> str:
    """Words as they are compared: lower case, no signs, no "the", "a", "of".

    Examples
    --------
    >>> plain("How would the stakeholder describe the changes?"), plain("Drop-off %"), plain("Deadweight%")
    ('how would stakeholder describe changes', 'drop off', 'deadweight')
    """
    text = words.lower().replace("&", " and ").replace("affect on", "effect on").replace("per cent", "%")
    text = re.sub(r"\b(no|qty|yrs?|nr)\.", r"\1 ", text)
    only = re.sub(r"[^\w#%]+", " ", text.replace("_", " ")).strip()
    bare = " ".join(_DROPPED.sub(" ", only).split())
    without = " ".join(bare.replace("%", " ").split())
    return without or bare


def is_band(words: str) -> bool:
    """Whether a heading only says which stage of the map follows."""
    return bool(_BAND.fullmatch(plain(words))) or plain(words) in ("outcomes what changes", "calculating social return")


@cache
def known_words() -> dict[str, tuple[str, float]]:
    """Every heading and question in comparable form: its field, and how surely it names it."""
    found: dict[str, tuple[str, float]] = {}
    for known in fields().values():
        for words, sure in (*((w, 10.0) for w in known.headings), *((w, 9.0) for w in known.questions)):
            found.setdefault(plain(words), (known.key, sure))
    return found
