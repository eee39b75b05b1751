"""Rules on uncertainty: what has no range, and what is said more precisely than it is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np

from sroi.analysis.spread import spread
from sroi.assurance.case import Case
from sroi.assurance.finding import Found, Level, rule
from sroi.study.digits import decimals
from sroi.study.distributions import Discrete, Proportion
from sroi.valuation.engine import evaluate
from sroi.valuation.formats import count, number, plain, unit_text
from sroi.valuation.ranges import stated_range

#: Numbers whose single swing is compared with the range of the whole: those that move the ratio most.
_LOOKED_AT: Final = 10


@rule(
    "UNC001", "error", "The largest numbers have no range",
    why="Sensitivity cannot be judged without them.",
    source="National Audit Office; Krlev et al. (2013), sensitivity analysis",
    limits={"largest": "how many of the numbers that move the ratio most need a range",
            "warned": "how many of them without a range are a warning", "bare": "and how many an error"},
)  # fmt: skip
def largest_without_range(case: Case, *, largest: int = 5, warned: int = 2, bare: int = 3) -> Iterator[Found]:
    """Of the five numbers that move the ratio most when each is changed by a fifth, some without a range."""
    moving = [mover for mover in case.movers if mover.swing > 0]  # the size of a group often enters no sum
    movers = [mover for mover in moving if mover.parameter.family != "discounting"][:largest]
    without = [mover.parameter for mover in movers if not mover.parameter.uncertain]
    if without and len(without) >= min(warned, len(movers)):
        names = ", ".join(f"“{row.label}”" for row in without)
        many = f"All {len(movers)}" if len(without) == len(movers) else f"{count(len(without))} of the {len(movers)}"
        level: Level = "error" if len(without) >= min(bare, len(movers)) else "warning"
        yield Found(
            without[0].address,
            f"{many} numbers that move the ratio most have no range: {names}.",
            "give each a range from its source, such as 25% (15% to 35%)",
            level=level,
        )


@rule(
    "UNC002", "warning", "A ratio more precise than it is known",
    why="Digits that the range does not bear mislead.", source="Uncertainty Toolkit for Analysts in Government",
    limits={"digits": "significant digits from which on a ratio is precise",
            "width": "distance of an end of the range from the ratio, as a share of it, that does not bear them"},
)  # fmt: skip
def more_precise_than_known(case: Case, *, digits: int = 3, width: float = 0.1) -> Iterator[Found]:
    """A printed ratio of three or more digits whose range is wider than ±10%."""
    published = case.study.published
    printed = published.ratio if published is not None else None
    if printed is None or not printed or _digits(printed) < digits or case.range is None:
        return
    low, high = case.range
    bears = width * 10.0 ** (digits - _digits(printed))  # each digit more needs a range ten times narrower
    if max(high - case.valuation.ratio, case.valuation.ratio - low) > bears * abs(case.valuation.ratio):
        places = decimals(printed)
        yield Found(
            "published/ratio",
            f"The ratio is quoted as {printed:.{places}f}, and 9 in 10 simulated ratios lie between {plain(low)} and "
            f"{plain(high)}.",
            "quote it rounded, with its range",
        )


def _digits(value: float) -> int:
    """Significant digits of a printed number.

    Examples
    --------
    >>> from sroi.study.digits import WrittenFloat
    >>> _digits(WrittenFloat("5.31")), _digits(WrittenFloat("0.5")), _digits(WrittenFloat("12"))
    (3, 1, 2)
    """
    return len(f"{abs(value):.{decimals(value)}f}".replace(".", "").lstrip("0"))


@rule(
    "UNC003", "warning", "The central value at the edge of its own range",
    why="A slip, or optimism on one side.", source="house rule",
    limits={"edge": "distance from the nearer end, as a share of the range, below which a value is at the edge"},
    enforced_by=("range-centre", "range-order"),
)  # fmt: skip
def centre_at_the_edge(case: Case, *, edge: float = 0.1) -> Iterator[Found]:
    """A stated range whose central value lies at, or next to, one of its ends."""
    for row in case.model.parameters.rows:
        found = stated_range(row.distribution)
        if found is None or isinstance(row.distribution, (Proportion, Discrete)) or not row.stated:
            continue
        low, high = found[0], found[1]
        near = min(row.central - low, high - row.central)
        if high > low and near <= edge * (high - low) * (1 - 1e-9):
            yield Found(
                row.address,
                f"{row.label}: {unit_text(row.central, row)} lies at the edge of its own range, "
                f"{unit_text(low, row)} to {unit_text(high, row)}.",
                "check the three numbers; a range has room on both sides",
                {row.address: (low + high) / 2} if row.kind.holds((low + high) / 2) else {},
                f"With the middle of its range, {unit_text((low + high) / 2, row)}",
            )


@rule(
    "UNC004", "warning", "A range narrower than one of its parts",
    why="Errors that offset each other make a sum look better known than what it is made of.",
    source="house rule, on the independence illusion (docs/method.md §7)",
    limits={"narrower": "share of the widest single swing below which a range is too narrow"},
)  # fmt: skip
def narrower_than_a_part(case: Case, *, narrower: float = 0.95) -> Iterator[Found]:
    """A simulated range of the ratio narrower than that of one number moved alone from its P5 to its P95."""
    offsetting = case.study.correlations or any(value < 0 for _, value in case.lines)
    rows = [mover.parameter for mover in case.movers if mover.parameter.uncertain][:_LOOKED_AT]
    # Where no two are correlated by hand and nothing is lost, what is shared moves all in one direction.
    if not offsetting or not rows or case.range is None:
        return
    ends = [spread(row) for row in rows]
    points = {}
    for place, (row, (low, high)) in enumerate(zip(rows, ends, strict=True)):
        points[row.address] = np.full(2 * len(rows), row.central)
        points[row.address][2 * place : 2 * place + 2] = low, high
    found = evaluate(case.model, points)
    if not np.all(found.pv_inputs > 0):
        return
    swings = np.abs(np.diff(found.ratio.reshape(-1, 2), axis=1)).ravel()
    widest, width = int(np.argmax(swings)), case.range[1] - case.range[0]
    if width < narrower * swings[widest]:
        yield Found(
            _offsetting(case) or rows[widest].address,
            f"9 in 10 simulated ratios lie within {number(round(width, 2))} of each other, and "
            f"“{rows[widest].label}” alone moves the ratio by {number(round(float(swings[widest]), 2))}.",
            "check the correlations and the shared error: too much is made to offset",
        )


def _offsetting(case: Case) -> str:
    """The stated correlation that offsets most; empty where none is stated."""
    stated = [(entry.rho, place) for place, entry in enumerate(case.study.correlations)]
    return f"correlations/{min(stated)[1]}" if stated else ""
