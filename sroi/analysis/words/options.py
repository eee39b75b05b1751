"""Scenarios and options in sentences that can be read out. One function each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sroi.analysis.words.naming import named, quoted, scenario_name
from sroi.valuation.formats import percent
from sroi.valuation.scenarios import BASE

if TYPE_CHECKING:
    from sroi.analysis.options import Alternative, SideBySide

#: Measures that are compared, and what each is called.
_MEASURES: Final = (("ratio", "ratio"), ("npv", "net present value"))


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
        yield _against_base(found, option)
    if len(found.options) > 1:
        yield from _best(found)
    yield method(found)


def _against_base(found: SideBySide, option: Alternative) -> str:
    """How often an option beats the base case; where both are the same in every draw, that is no win and no loss."""
    same = [what for measure, what in _MEASURES if measure in option.ranges and _ties(found, option, measure)]
    higher = [
        f"a higher {what} than the base case in {in_twenty(option.above_base[measure])} draws"
        for measure, what in _MEASURES
        if measure in option.above_base
    ]
    if same and not higher:
        return f"{_called(option.id)}: the same as the base case in every draw."
    tie = [f"the same {same[0]} as the base case in every draw"] if same else []
    return f"{_called(option.id)}: {' and '.join([*tie, *higher])}."


def _ties(found: SideBySide, option: Alternative, measure: str) -> bool:
    return any({found.base.id, option.id} <= set(group) for group in found.ties.get(measure, ()))


def _best(found: SideBySide) -> Iterator[str]:
    """How often each choice is the best; those that are the same in every draw share their draws."""
    choices = (found.base, *found.options)
    for measure, what in reversed(_MEASURES):
        if not all(measure in choice.best for choice in choices):
            continue
        ties = found.ties.get(measure, ())
        if any(len(group) == len(choices) for group in ties):
            yield f"Base case and options have the same {what} in every draw: none of them is the best."
            continue
        chances: dict[str, float] = {}
        for choice in choices:
            group = next((group for group in ties if choice.id in group), (choice.id,))
            name = named([_called(choice) for choice in group]) + (" (the same)" if len(group) > 1 else "")
            chances[name] = chances.get(name, 0.0) + choice.best[measure]
        counts = twentieths(chances)
        listed = ", ".join(f"{name} in {counts[name]}" for name in sorted(counts, key=lambda name: -chances[name]))
        yield f"Best {what} of base case and options, of 20 draws: {listed}."


def _called(name: str) -> str:
    """What a choice is called in the middle of a sentence."""
    return "base case" if name == BASE else quoted(scenario_name(name))


def method(found: SideBySide) -> str:
    """How the ranges were found, with the assumption in it."""
    shared = found.study.shared_error
    together = (
        f"Assumption: estimates of one family share {percent(shared)} of their error."
        if shared
        else "Assumption: all errors are independent."
    )
    return f"9 in 10 of {found.draws:,} draws lie in each range; every alternative has the same draws. {together}"
