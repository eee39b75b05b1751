"""What a tornado says, in sentences that can be read out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sroi.analysis.targets.amounts import in_unit
from sroi.analysis.words.marks import coming_up, falling_short, has_mark, meets, said
from sroi.analysis.words.naming import named, quoted
from sroi.valuation.formats import percent

if TYPE_CHECKING:
    from sroi.analysis.tornado import Bar, End, Tornado


def sentences(found: Tornado) -> Iterator[str]:
    """Yield what a tornado says, most important first."""
    wide = [bar for bar in found.bars if bar.swing is None or bar.swing > 0]
    if wide:
        yield _widest(found, wide)
    elif found.bars:
        yield f"No {_single(found)} changes the {found.output.name}, {said(found.output, found.base)}."
    else:
        yield f"Nothing moves: {_nothing(found)}."
    if len(wide) > 1:
        nexts = [f"{_name(bar)} ({_between(found, bar)})" for bar in wide[1:3]]
        yield f"Next: {' and '.join(nexts)}."
    if found.bars and has_mark(found.output):
        yield _against_the_mark(found)
    for bar in found.bars:
        for end in (bar.low, bar.high):
            if end.note:
                yield f"{_name(bar)}, at {in_unit(end.value, bar.parameter)}: {end.note}."
    if found.held:
        names = named([quoted(row.label) for row in found.held])
        if found.by is None:
            yield (
                f"{len(found.held):,} stated number{'s have' if len(found.held) != 1 else ' has'} no range stated and "
                f"{'stay' if len(found.held) != 1 else 'stays'} at the central value: {names}."
            )
        else:
            yield f"Not moved, because {found.why_held}: {names}."


def _name(bar: Bar) -> str:
    return quoted(bar.parameter.label) + (" (an assumption)" if bar.parameter.assumption else "")


def _single(found: Tornado) -> str:
    return "single estimate, moved across its range," if found.by is None else "single number, moved on its own,"


def _nothing(found: Tornado) -> str:
    if found.by is not None:
        return f"every stated number is {found.why_held}"
    none = "no number of this study has a range stated"
    return f"{none}. Moving each by a share of itself, such as 20%, shows what matters"


def _at(found: Tornado, bar: Bar, end: End, what: str) -> str:
    return f"at {in_unit(end.value, bar.parameter)} ({what}) {said(found.output, end.result)}"


def _widest(found: Tornado, wide: Sequence[Bar]) -> str:
    bar = wide[0]
    if found.by is None:
        words = ("the low end of its range: 1 in 20 lies below", "the high end: 1 in 20 lies above")
        lead = "Most of the stated uncertainty comes from" if _most(wide) else "The widest swing is that of"
    else:
        up, down = f"{percent(found.by)} up", f"{percent(found.by)} down"
        words = (down, up) if bar.parameter.central > 0 else (up, down)
        lead = "The result is most sensitive to"
    if bar.swing is None:
        lead = "The result is undefined at an end of"
    return f"{lead} {_name(bar)}: {_at(found, bar, bar.low, words[0])}, {_at(found, bar, bar.high, words[1])}."


def _most(wide: Sequence[Bar]) -> bool:
    """Whether the widest swing makes up more than half of the sum of squared swings.

    For estimates that move independently and a result nearly linear in each, that is its share of the variance.
    """
    swings = [bar.swing for bar in wide]
    if any(swing is None or math.isinf(swing) for swing in swings):
        return False
    squares = [swing**2 for swing in swings if swing is not None]
    return squares[0] > (0.5 + 1e-9) * math.fsum(squares)


def _between(found: Tornado, bar: Bar) -> str:
    worse, better = bar.by_result
    return f"{found.text(worse.result)} to {found.text(better.result)}"


def _against_the_mark(found: Tornado) -> str:
    def results(bar: Bar) -> list[float]:
        return [math.nan if end.result is None else end.result for end in (bar.low, bar.high)]

    starts = bool(meets(found.output, found.base))
    does = falling_short(found.output) if starts else coming_up(found.output)
    across = [bar for bar in found.bars if any(meets(found.output, results(bar)) != starts)]
    if not across:
        return f"None of them can by itself {does}."
    if starts and any(np.isnan(results(bar)).any() for bar in across):
        does += ", or leave it undefined"
    reflexive = "themselves" if len(across) > 1 else "itself"
    return f"{len(across)} of {len(found.bars)} can by {reflexive} {does}: {named([_name(bar) for bar in across])}."
