"""What a sweep varies: one dimension from its text, such as ``into-work/deadweight=0%:60%:13``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from sroi.errors import Problem, StudyError
from sroi.study.consistency import SETTINGS
from sroi.study.faults import Faulty, said
from sroi.study.numbers import Written
from sroi.study.numbers import number as read_number
from sroi.valuation.formats import number, percent

#: Cells of a grid that are computed and written at most.
LARGEST: Final = 10_000_000

#: What may be varied besides the numbers of a study.
SCENARIO: Final = "scenario"

Form = Literal["number", "percent", "change", "factor", "word"]

#: The sign before ``=`` that makes a dimension relative counts as part of it only without a space between.
_TEXT: Final = re.compile(r"\s*(?P<target>\S.*?)\s*(?P<sign>\*=|=)(?P<values>.*)", re.DOTALL)

_EXAMPLE: Final = "write it like into-work/deadweight=0%:60%:13 or inputs/*/amount*=-50%:+50%:11"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension of a sweep.

    Parameters
    ----------
    target
        Address, pattern of addresses, setting of the study, or ``scenario``.
    relative
        Whether the values are factors on what the study says, instead of values in its place.
    values
        Numbers in the unit of the address, factors, or words (settings and scenarios).
    form
        How the values were written: ``number``, ``percent``, ``change`` (±%), ``factor`` or ``word``.

    Examples
    --------
    >>> dimension("inputs/*/amount*=-50%:+50%:3").values
    (0.5, 1.0, 1.5)
    >>> dimension("inputs/*/amount*=-50%:+50%:3").target
    'inputs/*/amount'
    >>> dimension("horizon=3,5,10").values, dimension("scenario=base,cautious").values
    ((3.0, 5.0, 10.0), ('base', 'cautious'))
    """

    target: str
    relative: bool
    values: tuple[float | str, ...]
    form: Form

    def __len__(self) -> int:
        return len(self.values)

    @property
    def column(self) -> str:
        """Name of its column in tables."""
        return f"{self.target} (factor)" if self.relative else self.target

    @property
    def setting(self) -> bool:
        """Whether it changes the study as a whole, by a setting or a scenario."""
        return self.target == SCENARIO or self.target in SETTINGS

    def text(self, value: float | str) -> str:
        """Show one of its values to people."""
        if isinstance(value, str):
            return value
        if self.form == "change":
            return f"{'+' if value > 1 else ''}{percent(round(value - 1, 12))}"
        if self.form == "factor":
            return f"×{number(value)}"
        return percent(value) if self.form == "percent" else number(value)


def dimension(text: str) -> Dimension:
    """Read one dimension from its text.

    Parameters
    ----------
    text
        ``ADDRESS=VALUES``, or ``ADDRESS*=VALUES`` for values relative to what the study says. VALUES is a grid
        ``low:high:count``, a list ``a,b,c``, or one value. A relative value is a change with sign and percent
        (``-50%``, ``+20%``) or a plain factor (``0.5``).

    Raises
    ------
    StudyError
        ``vary-form`` where it has no such form; ``vary-values`` where the values cannot be read; ``vary-relative``
        where it is not clear whether a relative value is a change or a factor; ``range-mixed``.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise _error("vary-form", f"found {said(text)}", "a dimension is ADDRESS=VALUES or ADDRESS*=VALUES", _EXAMPLE)
    target, relative, values = match["target"], match["sign"] == "*=", match["values"].strip()
    if not values:
        raise _error("vary-form", f"found {target} without values", "values follow the equals sign", _EXAMPLE, target)
    if target == SCENARIO or (target in SETTINGS and target != "horizon"):
        return _of_words(target, relative, values)
    if target == "horizon" and relative:
        raise _error("vary-form", "found horizon*=", "settings are set, not scaled", "write horizon=5,10", target)
    if target.endswith("/"):
        write = f"to scale write {target}**={values}, to set write {target}* ={values}"
        found = f"found {target}*=, which may mean the address {target}* or scaling"
        raise _error("vary-form", found, "a pattern that ends in * is kept apart from the sign", write, target)
    try:
        form, numbers = _numbers(target, relative, values)
    except Faulty as faulty:
        raise StudyError(
            [Problem(f.code, f.found, f.allowed, f.write, address=target) for f in faulty.faults]
        ) from None
    _distinct(target, values, numbers)
    return Dimension(target, relative, tuple(numbers), form)


def read(stated: Iterable[str | Dimension]) -> tuple[tuple[Dimension, ...], list[Problem]]:
    """Read all dimensions of a sweep, and say what is wrong with those that cannot be read.

    Returns
    -------
    dimensions, problems
        Those that can be read, and the problems of :func:`dimension` with the others; ``vary-missing`` where there is
        none at all; ``vary-twice`` where two vary the same.
    """
    found: list[Dimension] = []
    problems: list[Problem] = []
    for each in stated:
        try:
            found.append(each if isinstance(each, Dimension) else dimension(each))
        except StudyError as error:
            problems += error.problems
    columns = [each.column for each in found]
    for column in dict.fromkeys(column for column in columns if columns.count(column) > 1):
        allowed = "each dimension stands once"
        problems.append(Problem("vary-twice", f"found {column} {columns.count(column)} times", allowed, "keep one"))
    if not found and not problems:
        problems.append(Problem("vary-missing", "found nothing to vary", "a sweep has a dimension", _EXAMPLE))
    return tuple(found), problems


def _error(code: str, found: str, allowed: str, write: str, target: str = "") -> StudyError:
    return StudyError(Problem(code, found, allowed, write, address=target))


def _of_words(target: str, relative: bool, values: str) -> Dimension:
    if relative:
        raise _error(
            "vary-form", f"found {target}*=", "settings are set, not scaled", f"write {target}={values}", target
        )
    words = [word.strip() for word in values.split(",")]
    if not all(words):
        raise _error("vary-values", f"found {said(values)}", "values are separated by single commas", "", target)
    _distinct(target, values, words)
    return Dimension(target, False, tuple(words), "word")


def _distinct(target: str, values: str, found: Sequence[float | str]) -> None:
    if len(set(found)) < len(found):
        twice = next(value for value in found if list(found).count(value) > 1)
        text = twice if isinstance(twice, str) else f"{twice:g}"
        raise _error(
            "vary-values", f"found {text} more than once in {said(values)}", "each value stands once", "", target
        )


def _numbers(target: str, relative: bool, values: str) -> tuple[Form, list[float]]:
    """Read the values of a dimension, grids written out."""
    tokens = values.split(":")
    grid = len(tokens) > 1
    if grid and len(tokens) != 3:
        raise _error(
            "vary-values",
            f"found {said(values)}",
            "a grid is low:high:count",
            f"write {tokens[0].strip() or '0%'}:{tokens[1].strip() or '60%'}:11",
            target,
        )
    count = _count(target, tokens.pop()) if grid else 0
    if not grid:
        tokens = values.split(",")
    read = [_one(target, token.strip(), values) for token in tokens]
    form = _form(target, relative, values, [token.strip() for token in tokens], read)
    numbers = [1 + item.value if form == "change" else item.value for item in read]
    if relative and min(numbers) < 0:
        write = "a change is at least -100%" if form == "change" else "for half less write -50% or 0.5"
        raise _error("vary-relative", f"found {said(values)}", "a factor is not below 0", write, target)
    # Twelve digits are what was meant: 0.15, not 0.15000000000000002.
    ends = [float(f"{value:.12g}") for value in numbers]
    if not grid:
        return form, ends
    if ends[0] == ends[1]:
        raise _error("vary-values", f"found {said(values)}", "a grid runs between two different numbers", "", target)
    return form, [float(f"{value:.12g}") for value in np.linspace(ends[0], ends[1], count)]


def _count(target: str, token: str) -> int:
    try:
        count = int(token)
    except ValueError:
        count = 0
    if not 2 <= count <= LARGEST:
        allowed = f"the count of a grid is a whole number from 2 to {LARGEST:,}"
        raise _error(
            "vary-values", f"found the count {said(token.strip())}", allowed, "write it like 0%:60%:13", target
        )
    return count


def _one(target: str, token: str, values: str) -> Written:
    found = read_number(token)
    if found is None:
        allowed = "values are numbers: a grid low:high:count, a list a,b,c, or one"
        where = "" if token == values else f" in {said(values)}"
        raise _error("vary-values", f"found {said(token)}{where}", allowed, _EXAMPLE, target)
    return found


def _form(target: str, relative: bool, values: str, tokens: Sequence[str], read: Sequence[Written]) -> Form:
    """How values are written; a relative one must not be open to two readings."""
    percents = {item.percent for item in read if item.value or not relative}
    if {item.percent for item in read if item.value} == {True, False}:
        raise _error(
            "range-mixed",
            f"found {said(values)}",
            "all values carry a percent sign or none does",
            "write 0%:60%:13",
            target,
        )
    if not relative:
        return "percent" if True in percents else "number"
    for token, item in zip(tokens, read, strict=True):
        signed = token[:1] in ("+", "-", "−")
        if item.percent and item.value and not signed:
            write = f"write +{token} for {1 + item.value:g} times, or {item.value:g} for {item.value:g} times"
        elif signed and not item.percent:
            change = f"{token[0]}{percent(abs(item.value))}"
            write = f"write {change}, or {abs(item.value):g} for {abs(item.value):g} times"
        else:
            continue
        allowed = "a relative value is a change with sign and percent, or a plain factor"
        raise _error("vary-relative", f"found {said(token)}", allowed, write, target)
    return "change" if any(item.percent for item in read) else "factor"
