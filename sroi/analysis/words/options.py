"""Scenarios and options in sentences that can be read out. One function each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sroi.valuation.formats import percent

if TYPE_CHECKING:
    from sroi.analysis.options import SideBySide


def in_twenty(share: float) -> str:
    """Say a share of draws out of twenty.

    Examples
    --------
    >>> in_twenty(0.8), in_twenty(0.0), in_twenty(1.0), in_twenty(0.99)
    ('16 of 20', 'none of 20', 'all of 20', 'nearly all of 20')
    """
    if share in (0.0, 1.0):
        return "all of 20" if share else "none of 20"
    count = round(20 * share)
    return {0: "hardly any of 20", 20: "nearly all of 20"}.get(count, f"{count} of 20")


def twentieths(chances: Mapping[str, float]) -> dict[str, int]:
    """Share twenty draws out by chances that add up to 1 (method of the largest remainder).

    Examples
    --------
    >>> twentieths({"base": 0.93, "online": 0.04, "phone": 0.03})
    {'base': 19, 'online': 1, 'phone': 0}
    """
    whole = {name: int(20 * chance + 1e-9) for name, chance in chances.items()}
    left = 20 - sum(whole.values())
    for name in sorted(chances, key=lambda name: whole[name] - 20 * chances[name])[:left]:
        whole[name] += 1
    return whole


def sentences(found: SideBySide) -> Iterator[str]:
    """What stands out: how often each option beats the base case, which is best, and how the ranges were found."""
    if not found.draws:
        yield f"There are no ranges: {found.reason}."
        return
    for option in found.options:
        words = [
            f"a higher {what} than the base case in {in_twenty(option.above_base[measure])}"
            for measure, what in (("ratio", "ratio"), ("npv", "net present value"))
            if measure in option.above_base
        ]
        yield f"{option.id}: {' and '.join(words) or 'never differs from the base case, in any'} draws."
    if len(found.options) > 1:
        for measure, what in (("npv", "net present value"), ("ratio", "ratio")):
            chances = {
                choice.id: choice.best[measure] for choice in (found.base, *found.options) if measure in choice.best
            }
            if chances:
                counts = twentieths(chances)
                ordered = sorted(counts, key=lambda name: -chances[name])
                listed = ", ".join(f"{name} in {counts[name]}" for name in ordered)
                yield f"Best {what} of base case and options, of 20 draws: {listed}."
    yield method(found)


def method(found: SideBySide) -> str:
    """How the ranges were found, with the assumption in it."""
    shared = found.study.shared_error
    together = (
        f"Assumption: estimates of one family share {percent(shared)} of their error."
        if shared
        else "Assumption: all errors are independent."
    )
    return f"9 in 10 of {found.draws:,} draws lie in each range; every alternative has the same draws. {together}"
