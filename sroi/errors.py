"""What can go wrong, said so that the person can mend it.

Every error carries one or more :class:`Problem`: where it is (the address and the line in the
user's file), what was found, what is allowed, and what to write instead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, and how to put it right.

    Parameters
    ----------
    code
        Stable name of the kind of problem, such as ``share-range``.
    found
        What was found, as a sentence without a full stop.
    allowed
        What is allowed, as a sentence without a full stop.
    write
        What to write instead, as a sentence without a full stop.
    address
        Address in the study, such as ``into-work/deadweight``.
    line
        Line in the user's file, counted from 1.

    Examples
    --------
    >>> print(Problem("share-range", "found 27", "a share lies between 0 and 1",
    ...               "for 27 per cent write 27%", address="into-work/deadweight", line=31))
    line 31, into-work/deadweight: found 27; a share lies between 0 and 1; for 27 per cent write 27%. [share-range]
    """

    code: str
    found: str
    allowed: str = ""
    write: str = ""
    address: str = ""
    line: int | None = None

    @property
    def where(self) -> str:
        """Line and address, as far as they are known."""
        parts = [f"line {self.line}"] if self.line is not None else []
        return ", ".join([*parts, self.address] if self.address else parts)

    @property
    def message(self) -> str:
        """The sentence without the place and the code."""
        return "; ".join(part for part in (self.found, self.allowed, self.write) if part)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message}. [{self.code}]"


def not_installed(what: str, extra: str, otherwise: str = "") -> Problem:
    """Say that a library is missing, and what to type to have it.

    Parameters
    ----------
    what
        What needs which library, such as ``Parquet needs PyArrow``.
    extra
        Extra of the package that brings it.
    otherwise
        What else could be done.

    Examples
    --------
    >>> print(not_installed("Parquet needs PyArrow", "parquet"))
    Parquet needs PyArrow, which is not installed; install it with: pip install 'sroi[parquet]'. [extra-missing]
    """
    write = f"install it with: pip install 'sroi[{extra}]'{otherwise}"
    return Problem("extra-missing", f"{what}, which is not installed", write=write)


class SroiError(Exception):
    """Base of every error that `sroi` raises on purpose.

    Parameters
    ----------
    problems
        All problems found, in the order of the file.
    file
        Name of the file they were found in, if there is one.
    """

    def __init__(self, problems: Problem | Iterable[Problem], file: str | None = None) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        self.file = file
        super().__init__(str(self))

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if self.file is None:
            return "\n".join(lines)
        count = "1 problem" if len(lines) == 1 else f"{len(lines)} problems"
        return "\n".join([f"{self.file}: {count}", *(f"  {line}" for line in lines)])


class StudyError(SroiError):
    """A study says something that cannot be meant."""


class BankError(SroiError):
    """A proxy, price index or discount schedule is unknown, or does not reach far enough."""


class ValuationError(SroiError):
    """A study is valid, but a number asked of it is not defined."""


class FileError(SroiError):
    """A file cannot be read or written."""
