"""The eight principles of social value: their names, which checks speak of each, and what no check can judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle.

    Parameters
    ----------
    number
        Its place, from 1.
    name
        Its name, in the words of its source.
    about
        What it is about, in the words of its source.
    checks
        Ids of the checks that speak of it. Which check belongs where is our reading.
    beyond_checks
        What no automatic check can judge. Our words.
    """

    number: int
    name: str
    about: str
    checks: tuple[str, ...]
    beyond_checks: str


#: Where the names, and what they are about, come from.
NAMES_FROM: Final = "Social Value International, glossary entries of the eight principles of social value"

#: The sentence that assured reports carry, and where it was read.
CAVEAT: Final = (
    "Assurance here does not include verification of stakeholder engagement, data and calculations. It is a "
    "principles-based assessment of the final report."
)
CAVEAT_FROM: Final = "the standard sentence printed in published reports that were assured"

#: What was not read, and is therefore neither quoted nor paraphrased.
NOT_READ: Final = (
    "The criteria of the Report Assurance Standard (Social Value International, 2018) were not read in making this: "
    "none is quoted or paraphrased here. Ask the assessor for the current text."
)

_VALUE, _REPORT, _ACT = "accounting for value", "reporting on value", "acting on value"

PRINCIPLES: Final = (
    Principle(
        1, "Involve stakeholders", _VALUE, ("STK001",),
        "Whether those affected were asked in a way they could answer, and whether what they said decided what is "
        "counted.",
    ),
    Principle(
        2, "Understand what changes", _VALUE, ("STK003", "EVD001", "OVC010", "DBL002"),
        "Whether the changes happened as told, in this order, and whether a change that matters is missing.",
    ),
    Principle(
        3, "Value the things that matter", _VALUE,
        ("VAL001", "VAL002", "VAL003", "VAL004", "VAL005", "VAL006", "VAL007", "VAL008", "VAL009"),
        "Whether the values are those that the people affected would give, and whether what has no price here matters "
        "more.",
    ),
    Principle(
        4, "Only include what is material", _VALUE, ("STK002",),
        "Whether what was left out would change a decision, and whose decision that is.",
    ),
    Principle(
        5, "Do not over-claim", _VALUE,
        ("OVC001", "OVC002", "OVC003", "OVC004", "OVC005", "OVC006", "OVC007", "OVC008", "OVC009",
         "DBL001", "DBL003", "DBL004", "DBL005", "TIM001", "TIM002", "TIM003", "TIM004", "TIM005", "TIM006",
         "INP001", "INP002", "INP003"),
        "Whether the comparison behind each deduction is a fair one.",
    ),
    Principle(
        6, "Be transparent", _REPORT,
        ("UNC001", "UNC002", "UNC003", "UNC004", "REP001", "PRC001", "PRC002", "PRC003", "PRC006", "PRV001"),
        "Whether a reader who was not there could follow the reasons, and whether the limits stated are the ones that "
        "count.",
    ),
    Principle(
        7, "Verify the result", _REPORT, ("PRC004", "PRC005"),
        "Whether the data are true. The sum was recomputed from the study file; nothing behind the file was looked at.",
    ),
    Principle(
        8, "Be responsive", _ACT, (),
        "Whether anything was decided differently because of the result.",
    ),
)  # fmt: skip


def principle_of(check: str) -> int | None:
    """Number of the principle that a check speaks of; None for one that nobody placed.

    Examples
    --------
    >>> principle_of("OVC002"), principle_of("ABC001")
    (5, None)
    """
    return next((principle.number for principle in PRINCIPLES if check in principle.checks), None)
