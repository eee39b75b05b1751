"""What a break-even line says, in sentences that can be read out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.analysis.spread import spread
from sroi.analysis.targets.amounts import in_unit

if TYPE_CHECKING:
    from sroi.analysis.break_even import BreakEven, BreakEvenPoint


def summary(found: BreakEven) -> Iterator[str]:
    """Yield what a break-even line says, most important first."""
    goal, one, two = found.goal, found.first, found.second
    now = f"{goal.name} is {goal.output_text(found.base)} now, with {_at(found, one.central, two.central)}"
    where = ("on", "above", "below")[goal.side]
    yield f"{now}. The base case lies {where} the line at which it is {goal.text}."
    if not found.matters:
        yield f"{goal.name} does not depend on “{two.label}”, so there is no line."
        return
    met = [point for point in found.points if point.values]
    if not met:
        yield (
            f"There is no line: with “{one.label}” between {in_unit(found.points[0].first, one)} and "
            f"{in_unit(found.points[-1].first, one)}, no value of “{two.label}” meets {goal.text}."
        )
        return
    ends = [in_unit(point.values[0], two) for point in (met[0], met[-1])]
    line = f"On that line “{two.label}” is {ends[0]} with “{one.label}” at {in_unit(met[0].first, one)}"
    yield f"{line}." if len(met) == 1 else f"{line}, and {ends[1]} with it at {in_unit(met[-1].first, one)}."
    yield from _evidence(found)
    blank = len(found.points) - len(met)
    if blank:
        yield f"At {blank:,} of the {len(found.points):,} values of “{one.label}” no value of “{two.label}” meets it."
    several = sum(len(point.values) > 1 for point in met)
    if several:
        yield f"At {several:,} of them more than one value does; the one closest to the base case is given."


def _evidence(found: BreakEven) -> Iterator[str]:
    """Say whether the line passes between what is stated of the two, and what they come to at their worst."""
    goal = found.goal
    if not found.corners:
        if not (found.first.uncertain and found.second.uncertain):
            which = [f"“{number.label}”" for number in (found.first, found.second) if not number.uncertain]
            has = "have" if len(which) == 2 else "has"
            yield f"{' and '.join(which)} {has} no stated range, so nothing says how likely the line is to be reached."
        return
    worst = min(found.corners, key=lambda corner: (corner.result - corner.against) * (goal.side or 1))
    against = f" against {goal.output_text(worst.against)}" if goal.rival is not None else ""
    there = f"{in_unit(worst.first, found.first)} and {in_unit(worst.second, found.second)}"
    ends = f"at {there} the result is {goal.output_text(worst.result)}{against}"
    if found.inside:
        point = min(found.inside, key=lambda point: abs(point.first - found.first.central))
        low, high = spread(found.second)
        value = next(value for value in point.values if low <= value <= high)
        example = f"{in_unit(point.first, found.first)} and {in_unit(value, found.second)}"
        yield f"The line passes inside both stated ranges (9 in 10 each), for example at {example}; {ends}."
    else:
        yield f"No point of the line found lies inside both stated ranges (9 in 10 each); {ends}."


def reason(found: BreakEven, point: BreakEvenPoint) -> str:
    """Why no value of the second number meets the target; empty where one does."""
    if point.values:
        return ""
    if point.side == 0:
        return "no legal value"
    return f"{'above' if point.side > 0 else 'below'} {found.goal.text} at every value"


def _at(found: BreakEven, first: float, second: float) -> str:
    one, two = found.first, found.second
    return f"“{one.label}” at {in_unit(first, one)} and “{two.label}” at {in_unit(second, two)}"
