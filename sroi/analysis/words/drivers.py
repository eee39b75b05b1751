"""What drivers say, in sentences that can be read out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sroi.analysis.drawing.sample import Z90
from sroi.analysis.knowing.errors_asked import ELEMENTARY
from sroi.analysis.knowing.pick_freeze import Share
from sroi.analysis.words.marks import said
from sroi.analysis.words.naming import named, quoted

if TYPE_CHECKING:
    from sroi.analysis.drivers import Driver, Drivers

#: Share of the uncertainty that the numbers named together make up.
_MOST: Final = 0.8

#: Exact shares that are closer than this are the same.
_SAME: Final = 1e-6


def sentences(found: Drivers) -> Iterator[str]:
    """Yield what drivers say, most important first."""
    yield from _families(found)
    yield from _numbers(found)
    yield from _common(found)
    if found.interactions >= max(0.01, _chance(found)):
        yield (
            f"{share(Share(found.interactions))} belongs to no one source: it is what several numbers do together, "
            "multiplied by each other."
        )
    yield _method(found)
    known = [row for row in found.output.model.parameters.rows if row.stated and not row.uncertain]
    if known:
        count = len(known) + len([row for row in found.sampler.rows if row.stated])
        have, counts, them = ("has", "counts", "it") if len(known) == 1 else ("have", "count", "them")
        yield (
            f"{len(known):,} of {count:,} stated numbers {have} no range and {counts} as known: "
            f"what is not known about {them} is not in these shares."
        )


def share(part: Share) -> str:
    """A share for people, in whole per cent; what is less than half a per cent is said to be less than 1%.

    An estimate that chance took below nothing or above everything is said to be there, as far as its error tells.

    Examples
    --------
    >>> share(Share(0.374)), share(Share(0.004)), share(Share(-0.002, 0.01)), share(Share(0.999))
    ('37%', 'under 1%', 'under 1%', 'over 99%')
    >>> share(Share(1.0)), share(Share(1.013, 0.02))
    ('all', '100%')
    """
    if part.error and part.value >= 0.995:
        return "100%"
    if part.value >= 0.995:
        return "all" if part.value > 1 - 1e-9 else "over 99%"
    return f"{round(100 * part.value)}%" if part.value >= 0.005 else "under 1%"


def alike(one: Share, other: Share) -> bool:
    """Whether two shares are the same, or differ by no more than their errors."""
    apart = Z90 * math.hypot(one.error, other.error)
    return abs(one.value - other.value) <= max(_SAME, apart)


def beyond(found: Drivers) -> bool:
    """Whether chance took a share above 100%, or one by itself above the same with interactions."""
    return any(max(row.first.value, row.total.value) > 1 or row.first.value > row.total.value for row in found.rows)


def _chance(found: Drivers) -> float:
    """How much chance may be in the share that belongs to no one source, 9 times in 10."""
    return Z90 * math.hypot(*(row.first.error for row in found.by(*ELEMENTARY)))


def _families(found: Drivers) -> Iterator[str]:
    name = found.output.name
    families = sorted(found.by("family"), key=lambda row: -row.first.value)
    if len(families) == 1:
        yield f"All of the uncertainty of the {name} comes from one family of numbers: {families[0].label}."
        return
    first, *others = families
    size = first.first.value
    tied = [row for row in families if alike(first.first, row.first)]
    if len(tied) > 1:
        names = named([f"{quoted(row.label)} ({share(row.first)})" for row in tied])
        same = (
            "contribute most, and alike" if not first.first.error else "contribute most; draws do not tell them apart"
        )
        yield f"To the uncertainty of the {name} {names} {same}."
        return
    lead = "Nearly all" if size > 0.9 else "Over half" if size > 0.5 else "The largest part"
    sentence = f"{lead} of the uncertainty of the {name} comes from {quoted(first.label)} ({share(first.first)})"
    nexts = [f"{quoted(row.label)} ({share(row.first)})" for row in others[:2] if row.first.value >= 0.01]
    yield sentence + (f", then {' and '.join(nexts)}." if nexts else ".")


def _numbers(found: Drivers) -> Iterator[str]:
    numbers = found.by("estimate", "correlated")
    if len(numbers) == 1:
        few = "One number is uncertain" if len(numbers[0].asked.members) == 1 else "All that is uncertain is correlated"
        yield f"{few}: {quoted(numbers[0].label)}."
        return
    best = numbers[0]
    if best.total.value < 0.005:
        yield f"No single number of {len(numbers):,} matters by itself: none makes up even half a per cent."
        return
    tied = [row for row in numbers if alike(best.total, row.total)]
    if len(tied) > 1:
        which = named([quoted(row.label) for row in tied])
        alone = f"settling one alone would take away {share(best.first)} of the uncertainty{_spread(best)}"
        yield f"Of single numbers {which} matter most, {'alike' if not best.total.error else 'about alike'}: {alone}."
    else:
        yield (
            f"Of single numbers {quoted(best.label)} matters most: settling it alone would take away "
            f"{share(best.first)} of the uncertainty{_spread(best)}."
        )
    enough = _enough(found)
    if enough is not None and 1 < len(enough) < len(numbers) / 2:
        idle = len([row for row in numbers if row.total.value < 0.01])
        small = f" {idle:,} of them make up less than 1% each." if idle > 1 else ""
        yield f"The {len(enough):,} largest of {len(numbers):,} numbers make up {_MOST:.0%}.{small}"


def _spread(row: Driver) -> str:
    low, high = (f"{round(100 * min(max(end, 0.0), 1.0))}%" for end in (row.first.low, row.first.high))
    return f" ({low} to {high}, 9 in 10)" if low != high else ""


def _enough(found: Drivers) -> list[Driver] | None:
    """The fewest sources that make up most of the uncertainty by themselves; None where they never do."""
    gathered: list[Driver] = []
    total = 0.0
    for row in sorted(found.by("estimate", "correlated"), key=lambda row: -row.first.value):
        gathered.append(row)
        total += row.first.value
        if total >= _MOST:
            return gathered
    return None


def _common(found: Drivers) -> Iterator[str]:
    common = found.by("common")
    part = sum(row.first.value for row in common)
    if not common or part < 0.005:
        return
    shared = found.sampler.shared_error
    yield (
        f"{share(Share(part))} comes from what numbers of one family have in common (shared error {shared:.0%}, an "
        "assumption of this calculator unless the study states it): better evidence on one number does not remove it."
    )


def _method(found: Drivers) -> str:
    wide = f"standard deviation {said(found.output, found.sd)}, mean {said(found.output, found.mean)}"
    if found.draws:
        within = " Chance takes some shares above 100%, or above the same with interactions, by about their errors."
        return f"Estimated from {found.draws:,} draws, because {found.reason}: {wide}.{within if beyond(found) else ''}"
    return f"Worked out exactly, without draws: {wide}."
