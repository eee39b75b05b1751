"""A finding: one thing a reviewer would ask about, where it stands, why it matters and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from sroi.assurance.case import Case

Level = Literal["error", "warning", "note"]

#: Levels, the gravest first.
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Rule:
    """One question a reviewer asks.

    Parameters
    ----------
    id
        Short and lasting, such as ``OVC004``.
    level
        ``error`` keeps a report a draft, ``warning`` must be looked at, ``note`` must be known.
    title
        The fault in a few words.
    why
        Why it matters.
    source
        Who says so; "house rule" where the threshold is ours.
    find
        What finds it.
    """

    id: str
    level: Level
    title: str
    why: str
    source: str
    find: Callable[[Case], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found.

    Parameters
    ----------
    address
        Where.
    message
        What, in a sentence.
    fix
        What to do.
    mend
        Numbers that would mend it, by address, where that can be said; the effect on the ratio is computed from them.
    mended
        What these numbers stand for, at the head of the sentence that tells the effect.
    """

    address: str
    message: str
    fix: str
    mend: Mapping[str, float] = field(default_factory=dict)
    mended: str = "Mended"


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding, with its line, its effect and whether it was acknowledged.

    Parameters
    ----------
    rule
        The question.
    found
        The answer.
    line
        Line of the file, where known.
    ratio_if_mended
        SROI ratio with the mend; None where none can be computed.
    acknowledged
        Reason and name, where the study lets it stand.
    """

    rule: Rule
    found: Found
    line: int | None
    ratio_if_mended: float | None = None
    acknowledged: str | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has acknowledged it."""
        return self.acknowledged is None
