"""Whose share an attribution is: caused by others, or by us. Read from the words, then from the sums; never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sroi.workbook.reading.arithmetic import Sense, impact, same
from sroi.workbook.reading.columns import Column
from sroi.workbook.reading.rows import MapOutcome

_OTHERS: Final = re.compile(r"\bother|\belse\b|excluding|besides us|apart from us|not us|third part", re.IGNORECASE)
_OURS: Final = re.compile(
    r"\bours?\b|\bus\b|\bwe\b|(?:to|by|of) (?:the |this )?"
    r"(?:project|programme|program|intervention|organi[sz]ation|activity)"
    r"|own contribution|\bcontribution %",
    re.IGNORECASE,
)


_ONLY_OTHERS: Final = re.compile(r"who else|excluding|besides us|apart from us|not us|(?:by|to) others", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The sense of a map's attribution (None: to be asked), and how it was seen."""

    sense: Sense | None
    how: str


def sense_of(outcomes: Sequence[MapOutcome], column: Column | None) -> Attribution:
    """Find whose share the attribution of a map is.

    The words of the heading and its question say it, and so do the printed impacts: ``× (1 − attribution)`` is the
    share of others, ``× attribution`` our own. Where both speak and differ, or neither does, it is asked.
    """
    if column is None:
        return Attribution("others", "the map has no attribution")
    stated = [outcome for outcome in outcomes if "attribution" in outcome.numbers]
    telling = [outcome for outcome in stated if outcome.value("attribution") != 0.5]
    if not stated or (not telling):
        return Attribution("others", "no attribution that differs between the two readings")
    words, sums = _by_words(column.heading), _by_sums(telling)
    if words and sums and words != sums:
        return Attribution(
            None, f"the heading “{column.heading}” says {_SAID[words]}, the printed impacts {_SAID[sums]}"
        )
    if words:
        return Attribution(words, f"the heading “{column.heading}” says {_SAID[words]}")
    if sums:
        return Attribution(sums, f"the printed impacts come out as {_SAID[sums]}")
    if all(outcome.value("attribution") == 0 for outcome in stated):
        return Attribution("others", "every attribution is 0%, which as a share of our own would leave nothing")
    return Attribution(None, f"the heading “{column.heading}” does not say whose share it is")


_SAID: Final = {"others": "a share caused by others", "ours": "a share of our own"}


def _by_words(heading: str) -> Sense | None:
    others, ours = bool(_OTHERS.search(heading)), bool(_OURS.search(heading))
    if others and ours:  # "us or others?" says neither; "who else, besides us" says others
        return "others" if _ONLY_OTHERS.search(heading) else None
    return "others" if others else "ours" if ours else None


def _by_sums(outcomes: Sequence[MapOutcome]) -> Sense | None:
    """The reading under which most printed impacts come out, where it is far ahead of the other."""
    fits = {"others": 0, "ours": 0}
    compared = 0
    for outcome in outcomes:
        printed = outcome.printed.get("impact")
        readings = {sense: impact(outcome, sense) for sense in ("others", "ours")}
        if printed is None or "impact" in outcome.shared or None in readings.values() or not printed.value:
            continue
        compared += 1
        for sense, found in readings.items():
            assert found is not None
            fits[sense] += same(printed.value, found, 0.03)
    best = max(fits, key=lambda sense: fits[sense])
    other = "ours" if best == "others" else "others"
    if compared and fits[best] >= 0.6 * compared and fits[best] >= 3 * fits[other]:
        return "others" if best == "others" else "ours"
    return None
