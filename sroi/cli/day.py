"""The day that is written on what is handed over."""

from __future__ import annotations

from datetime import date

from sroi.errors import Problem, StudyError


def read_day(written: str | None) -> date | None:
    """The day of a report or workbook: today unless another is given; ``none`` leaves it out.

    Raises
    ------
    StudyError
        ``date-written`` where it is no date.

    Examples
    --------
    >>> read_day("2026-11-22"), read_day("none")
    (datetime.date(2026, 11, 22), None)
    """
    if written is None:
        return date.today()
    if written == "none":
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        said = f"found the date {written}", "a date is written YYYY-MM-DD"
        problem = Problem("date-written", *said, "write it like 2026-11-22, or none to leave the date out")
        raise StudyError(problem) from None
