"""What switching values say, in sentences that can be read out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sroi.analysis.targets.amounts import in_its_prices, in_unit, is_money, told_apart
from sroi.analysis.targets.crowd import FEWEST, crowd
from sroi.study.kinds import COUNT
from sroi.valuation.parameters import Parameter

if TYPE_CHECKING:
    from sroi.analysis.switching import Switching
    from sroi.analysis.targets.switching_value import SwitchingValue

#: Sentences on single numbers in a summary.
_NAMED: Final = 3
_ALARMING: Final = 5


def sentence(found: Switching, rows: Sequence[SwitchingValue]) -> str:
    """Say what would have to be true of one number, or of any of several that switch at one value."""
    goal, row = found.goal, rows[0]
    name = f"“{together([each.parameter for each in rows])}”"
    if not row.matters:
        return f"{name} does not bear on {_inside(goal.name)}."
    if goal.side == 0:
        at = in_unit(row.base, row.parameter)
        return f"{goal.name} is {goal.text} with {name} at {at}, where it stands{_known(row)}."
    if not row.values:
        return _none(found, row, name)
    if not does(found, row):
        at = told_apart(row.values[0], row.parameter)
        return f"{goal.name} comes to {goal.text}, and not below it, with {name} at {at} ({_now(row)}){_known(row)}."
    return f"{goal.name} {goal.verb} {goal.text} only if {_clause(found, row, name, len(rows))}{_known(row)}."


def does(found: Switching, row: SwitchingValue) -> bool:
    """Whether a number alone does what is asked: takes the result below the target, or brings it to the target."""
    return row.passes or (found.goal.side < 0 and bool(row.values))


def together(numbers: Sequence[Parameter]) -> str:
    """Name several numbers of one outcome together: ``Fitter: leakage or substitution``."""
    labels = [number.label for number in numbers]
    if len(labels) == 1:
        return labels[0]
    owner = labels[0].rpartition(": ")[0]
    parts = [label.rpartition(": ")[2] for label in labels]
    return f"{owner}: {', '.join(parts[:-1])} or {parts[-1]}"


def evidence(number: Parameter) -> str:
    """Say in a word or two how weak the evidence of a number is, as the ranking takes it."""
    parts = [f"grade {number.grade}"] if number.grade is not None else []
    if number.assumption:
        parts.append("an assumption")
    elif not number.stated:
        parts.append("left at its default")
    elif not number.source:
        parts.append("no source")
    return ", ".join(parts) or "not graded"


def summary(found: Switching) -> Iterator[str]:
    """Yield what switching values say, most important first."""
    goal = found.goal
    now = f"{goal.name} is {goal.output_text(found.base)} now"
    if goal.rival is not None:
        now += f", {goal.text} {goal.output_text(goal.target)}"
    if goal.side == 0:
        yield f"{now}: it meets the target as it stands, so every number it depends on is at its switching value."
        return
    some = [row for row in found.rows if does(found, row)]
    alarming = [row for row in some if row.inside]
    if not some:
        yield f"{now}. No single number {goal.takes} {goal.text}."
    else:
        matter = sum(row.matters for row in found.rows)
        which = "Each" if len(some) == matter else f"{len(some):,}"
        which = f"{which} of the {matter:,} numbers it depends on" if matter > 1 else "The one number it depends on"
        yield f"{now}. {which} could alone {goal.infinitive} {goal.text}, everything else as it stands."
    yield from _evidence(found, alarming)
    said = [
        text
        for rows, text in zip(found.groups, found.sentences, strict=True)
        if does(found, rows[0]) and not rows[0].inside and not rows[0].turns
    ]
    if alarming and said:
        yield "Of the others, this comes first:" if len(said) == 1 else "Of the others, these come first:"
    yield from said[:_NAMED]


def _evidence(found: Switching, alarming: Sequence[SwitchingValue]) -> Iterator[str]:
    """Say whether any number does it inside its stated range."""
    ranged = [row for row in found.rows if row.spread is not None and row.matters]
    if not ranged:
        if any(row.spread is not None for row in found.rows):
            yield "None of the numbers with a stated range bears on it."
        elif found.rows:
            yield "No number it depends on has a range stated, so nothing says how far any of them may be out."
        return
    if not alarming:
        if len(ranged) == 1:
            yield "The one with a stated range does not do so inside it (9 in 10)."
        else:
            yield f"None of the {len(ranged):,} with a stated range does so inside it (9 in 10)."
        return
    does = "does" if len(alarming) == 1 else "do"
    said = [text for rows, text in zip(found.groups, found.sentences, strict=True) if rows[0].inside]
    some = f"; these {_ALARMING} come first" if len(said) > _ALARMING else ""
    if len(ranged) == 1:
        yield "The one with a stated range does so inside it (9 in 10):"
    else:
        yield f"Of the {len(ranged):,} with a stated range, {len(alarming):,} {does} so inside it (9 in 10){some}:"
    yield from said[:_ALARMING]


def _inside(name: str) -> str:
    return name[0].lower() + name[1:]


def _none(found: Switching, row: SwitchingValue, name: str) -> str:
    """Say that no value does it, and how near the end of the range comes that comes nearest."""
    goal, number = found.goal, row.parameter
    open_ended = not (math.isfinite(number.kind.low) and math.isfinite(number.kind.high))
    word = "plausible" if open_ended else "possible"
    nearest = None
    for end, result in zip(row.searched, (row.at_low, row.at_high), strict=True):
        if math.isfinite(result) and (nearest is None or (nearest[1] - result) * goal.side > 0):
            nearest = end, result
    end_text = ""
    if nearest is not None:
        at = in_unit(nearest[0], number)
        if number.kind.low_open and nearest[0] == row.searched[0]:
            at = f"just above {in_unit(number.kind.low, number)}"
        end_text = f": at {at} it is {goal.output_text(nearest[1])}"
    return f"No {word} value of {name} alone {goal.takes} {goal.text}{end_text} ({_now(row)}){_known(row)}."


def _now(row: SwitchingValue) -> str:
    shown = in_unit(row.base, row.parameter)
    return f"{shown} now{in_its_prices(row.parameter)}" if row.parameter.stated else f"left at {shown}"


def _clause(found: Switching, row: SwitchingValue, name: str, count: int) -> str:
    """Say what would have to be true: the subject, where it would have to be, and where it is now."""
    people = _people(found, row) if count == 1 else None
    if people is not None:
        return people
    subject = f"any one of {name}" if count > 2 else f"either of {name}" if count == 2 else name
    return f"{subject}{_turning(row)} is {where(found, row)} ({_now(row)})"


def _turning(row: SwitchingValue) -> str:
    if not row.turns:
        return ""
    if is_money(row.parameter):
        return f" turns into a {'loss' if row.base > 0 else 'gain'} and"
    return f" turns {'negative' if row.base > 0 else 'positive'} and"


def where(found: Switching, row: SwitchingValue) -> str:
    """Say the stretches in which the result lies on the other side: below 18, at least 40%, between 2 and 3 years."""
    low, high = row.searched
    if not row.beyond:
        return f"{'exactly' if found.goal.side < 0 else 'not even at'} {told_apart(row.values[0], row.parameter)}"
    strict = found.goal.side > 0
    above, below = ("above", "below") if strict else ("at least", "at most")
    parts = []
    for start, stop in row.beyond:
        if start <= low:
            word = "at most" if _jumps_above(stop) else below
            parts.append(f"{word} {_bound(stop, row, math.ceil if strict else math.floor)}")
        elif stop >= high:
            word = "above" if _jumps_above(start) else above
            parts.append(f"{word} {_bound(start, row, math.floor if strict else math.ceil)}")
        else:
            parts.append(f"between {told_apart(start, row.parameter)} and {told_apart(stop, row.parameter)}")
    return " or ".join(parts)


def _jumps_above(value: float) -> bool:
    """Whether a result jumps just above a whole number, as where a year begun counts as a whole one."""
    return 0 < value - round(value) < 1e-8


def _bound(value: float, row: SwitchingValue, whole: Callable[[float], int]) -> str:
    """One end of a stretch; for what is counted in whole ones, the whole one that is true of them."""
    number = row.parameter
    counted = number.kind.name == COUNT.name and row.base >= FEWEST and row.base == round(row.base)
    if not counted:
        return told_apart(value, number)
    near = round(value)
    rounded = near if math.isclose(value, near, rel_tol=1e-9) else whole(value)
    return told_apart(value if rounded == row.base else rounded, number)


def _people(found: Switching, row: SwitchingValue) -> str | None:
    """Say a share in a quantity in people: fewer than 18 of the 120 referred count as “into work” (48 now)."""
    if len(row.beyond) != 1 or len(row.values) != 1:
        return None
    some = crowd(found.goal.output.model, row.parameter)
    if some is None:
        return None
    share, falling, failing = row.values[0], row.beyond[0][0] <= row.searched[0], found.goal.side > 0
    many = {
        (True, True): f"fewer than {some.least(share)}",
        (True, False): f"at most {some.most(share)}",
        (False, True): f"more than {some.most(share)}",
        (False, False): f"at least {some.least(share)}",
    }[falling, failing]
    if many.split(" ")[-1] == some.now(row.base):
        return None
    where = f" in “{some.outcome}”" if some.outcome else ""
    shares = f"{told_apart(share, row.parameter)}; {some.now(row.base)} or {in_unit(row.base, row.parameter)} now"
    return f"{many} of {some.those} count as “{some.part}”{where} ({shares})"


def _known(row: SwitchingValue) -> str:
    """What the evidence says, after a comma."""
    number, parts = row.parameter, []
    if row.spread is not None and row.values:
        low, high = (in_unit(end, number) for end in row.spread)
        parts.append(f"{'inside' if row.inside else 'outside'} its range of {low} to {high}, 9 in 10")
    if number.assumption:
        parts.append("an assumption")
    return f"; {'; '.join(parts)}" if parts else ""
