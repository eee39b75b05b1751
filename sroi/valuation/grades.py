"""The six grades of evidence in words, from the ladder of the local partnerships."""

from __future__ import annotations

from typing import Final

#: What each grade stands for: how the effect was found. 1 is the strongest.
WORDS: Final = {
    1: "randomised trial in the same country",
    2: "randomised trial elsewhere",
    3: "independent monitoring, robust evaluation plan",
    4: "practitioners' monitoring, robust evaluation plan",
    5: "secondary evidence of a similar programme",
    6: "uncorroborated expert judgement",
}

#: Where the words come from.
SOURCE: Final = (
    "Supporting public service transformation: cost benefit analysis guidance for local partnerships (2014), ladder of "
    "confidence grades; its wording is from memory, the chapters were not readable"
)

#: What a number without a grade is called.
UNGRADED: Final = "not graded"


def in_words(grade: int | None) -> str:
    """Say a grade with what it stands for.

    Examples
    --------
    >>> in_words(4), in_words(None)
    ("grade 4: practitioners' monitoring, robust evaluation plan", 'not graded')
    """
    return UNGRADED if grade is None else f"grade {grade}: {WORDS[grade]}"
