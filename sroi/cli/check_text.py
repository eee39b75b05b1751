"""What ``sroi check`` prints for people: a summary first, then findings by level, those of one rule together."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Final

from sroi.assurance.finding import LEVELS
from sroi.cli.check import Checked, Item
from sroi.cli.main import printable
from sroi.cli.output import indented, say

if TYPE_CHECKING:
    from sroi.assurance.review import Review

_TITLES: Final = {"error": "Errors", "warning": "Warnings", "note": "Notes"}


def show(one: Checked, most: int | None) -> None:
    """Print what was found, ``most`` places of each rule at the most; all, with sources, where it is None."""
    broken = [item for item in one.items if item.level == "error"]
    say(f"{one.name}: {_verdict(one, len(broken))}")
    for item in one.items:
        say(f"  {item.level}: {item.said}")
    if one.review is None:
        return
    opened = [item for item in one.findings if item.acknowledged is None]
    for level in LEVELS:
        found = [item for item in opened if item.level == level]
        if found:
            say("", _TITLES[level])
            for _, items in groupby(found, key=lambda item: item.code):
                _rule(list(items), one.review, most)
    _acknowledged([item for item in one.findings if item.acknowledged is not None])
    if one.review.off:
        say("", "Not asked")
        for off in one.review.off:
            indented(printable(f"{off.rule.id} {off.rule.title}: {off.reason}"), 2)
    if not opened:
        say("", one.review.summary[0])


def _verdict(one: Checked, broken: int) -> str:
    """The file in a few words, and how many findings of each level are open."""
    problems = "1 problem" if broken == 1 else f"{broken} problems"
    verdict = problems if broken else "valid"
    if one.review is None:
        return verdict
    counts = []
    for level in LEVELS:
        count = sum(item.level == level and item.acknowledged is None for item in one.findings)
        if count:
            counts.append(f"{count} {level}{'s' if count > 1 else ''}")
    kept = sum(item.acknowledged is not None for item in one.findings)
    said = [f"{_listed(counts)} open" if counts else "no finding open", *([f"{kept} acknowledged"] if kept else [])]
    return f"{verdict}; {', '.join(said)}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _rule(items: list[Item], review: Review, most: int | None) -> None:
    """One rule: what it is, the places with their effects, why it matters and what to do."""
    first = items[0]
    count = f" ({len(items)} places)" if len(items) > 1 else ""
    indented(printable(f"{first.code} {first.title}{count}"), 2)
    shown = items if most is None else items[:most]
    for item in shown:
        place = _place(item)
        indented(printable(f"{place}: {item.found}" if place else item.found), 4)
        if item.effect:
            indented(printable(item.effect), 6)
    if len(items) > len(shown):
        more = len(items) - len(shown)
        together = review.effect_of_all(first.code)
        indented(printable(f"and {more} more (--verbose)." + (f" {together}" if together else "")), 4)
    elif len(items) > 1 and (together := review.effect_of_all(first.code)):
        indented(printable(together), 4)
    if first.level != "note" or most is None:
        indented(printable(f"Why: {first.why}"), 4)
    for fix in dict.fromkeys(item.write for item in shown):
        indented(printable(f"Do: {fix}."), 4)
    if most is None:
        indented(printable(f"Source: {first.source}."), 4)


def _place(item: Item) -> str:
    line = f"line {item.line}" if item.line is not None else ""
    return ", ".join(part for part in (line, item.address or "") if part)


def _acknowledged(items: Iterable[Item]) -> None:
    """What stands with a reason, each reason once."""
    by_reason: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        by_reason.setdefault((item.code, item.acknowledged or ""), []).append(item)
    if by_reason:
        say("", "Acknowledged")
    for (code, reason), found in by_reason.items():
        where = _listed(list(dict.fromkeys(item.address or "the study" for item in found)))
        indented(printable(f"{code} {found[0].title} ({where}): {reason}"), 2)
