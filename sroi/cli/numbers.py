"""Numbers given on the command line, written as in a study file."""

from __future__ import annotations

from sroi.errors import Problem, StudyError
from sroi.study.faults import Faulty, said
from sroi.study.numbers import number


def number_given(
    option: str, text: str | None, *, whole: bool = False, example: str = "0.3, 30% or £3.50"
) -> float | None:
    """Read the number of an option: ``1``, ``£3.50``, ``30%``, ``10,000``; None where it is left out.

    Raises
    ------
    StudyError
        ``option-unread`` where it is no number, or no whole one where that is wanted.
    """
    if text is None:
        return None
    try:
        found = number(text.replace("−", "-").removeprefix("±").strip())
    except Faulty:
        found = None
    kind = "a whole number" if whole else "a number"
    if found is None or (whole and found.value != int(found.value)):
        raise StudyError(
            Problem(
                "option-unread", f"found --{option} {said(text)}", f"--{option} is {kind}", f"write it like {example}"
            )
        )
    return found.value
