"""What happened between two versions of a study: changes in words with their effect, findings that came and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sroi.assurance.finding import Finding
from sroi.assurance.review import Review, review
from sroi.valuation.compare import Change, Comparison
from sroi.valuation.formats import money
from sroi.valuation.stated import ABSENT

#: Checks with one finding for the whole study, whose address is only the first of the numbers that it names.
_OF_THE_WHOLE: Final = frozenset({"UNC001"})


@dataclass(frozen=True)
class Between:
    """What lies between two versions.

    Made by :func:`between`.

    Parameters
    ----------
    comparison
        The two, compared.
    new
        Findings of the checks that are open in the second and were not in the first. A finding is the same where it is
        of the same check at the same address.
    gone
        Findings that were open in the first, and that the second does not have.
    settled
        Findings that were open in the first, and that the second acknowledges.
    """

    comparison: Comparison
    new: tuple[Finding, ...]
    gone: tuple[Finding, ...]
    settled: tuple[Finding, ...] = ()

    @property
    def changes(self) -> tuple[str, ...]:
        """Everything that changed, in words: what is counted, settings, numbers by their effect, and the rest."""
        return tuple(_changes(self.comparison))


def between(comparison: Comparison, reviews: tuple[Review, Review] | None = None) -> Between:
    """Say what lies between two versions of a study.

    Parameters
    ----------
    comparison
        The two, compared by :func:`sroi.compare`.
    reviews
        Their reviews, where they were made already.

    Examples
    --------
    >>> from sroi import Study, compare
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {work: {name: Into work, stakeholder: a, quantity: 10, value: 66.4, deadweight: 20%}}}
    ... ''')
    >>> found = between(compare(study, study.edited({"work/deadweight": "0%", "work/attribution": "20%"})))
    >>> for change in found.changes:
    ...     print(change)
    deadweight of “Into work” 20% → 0%: ratio £5.31 → £6.64
    caused by others (attribution) of “Into work” 0% → 20%: ratio £5.31 → £4.25
    >>> [finding.rule.id for finding in found.new]
    ['OVC002']
    """
    if reviews is None:
        reviews = review(comparison.first, effects=False), review(comparison.second, effects=False)
    before, after = ({_name(finding): finding for finding in found.findings} for found in reviews)
    were_open = {name: finding for name, finding in before.items() if finding.open}
    new = tuple(finding for name, finding in after.items() if finding.open and name not in were_open)
    gone = tuple(finding for name, finding in were_open.items() if name not in after)
    settled = tuple(finding for name, finding in after.items() if not finding.open and name in were_open)
    return Between(comparison, new, gone, settled)


def _name(finding: Finding) -> tuple[str, str]:
    return finding.rule.id, "" if finding.rule.id in _OF_THE_WHOLE else finding.found.address


def number_in_words(change: Change, comparison: Comparison) -> str:
    """Say one number that changed, and what that does to the ratio of the first if nothing else changes."""
    owner, colon, what = change.label.rpartition(": ")
    said = f"{what.removesuffix(' of them')} of “{owner}”" if colon else f"“{change.label}”"
    words = f"{said} {change.stated[0]} → {change.stated[1]}"
    if change.alone is None:
        return words
    currency = comparison.first.study.currency
    before, after = (money(ratio, currency, 2) for ratio in (comparison.first.ratio, change.alone))
    return f"{words}: ratio {before} → {after}" if before != after else f"{words}: ratio stays at {before}"


def _changes(found: Comparison) -> Iterator[str]:
    for names, valuation, done in ((found.added, found.second, "added"), (found.removed, found.first, "removed")):
        for key in names:
            name, kind = key.removeprefix("inputs/"), "input" if key.startswith("inputs/") else "outcome"
            thing = valuation.study.inputs[name] if kind == "input" else valuation.study.outcomes[name]
            yield f"{kind} “{thing.name or name}” {done}"
    for what, before, after in found.settings:
        yield f"{what} {before} → {after}"
    yield from (number_in_words(change, found) for change in found.changes if ABSENT not in change.stated)
    for one in found.ranges:
        yield f"range of {one.label} {one.before} → {one.after}"
    whole = {*found.added, *found.removed}
    for change in found.changes:
        owner = "/".join(change.address.split("/")[: 2 if change.address.startswith("inputs/") else 1])
        if ABSENT in change.stated and owner not in whole:
            yield number_in_words(change, found)
    yield from (str(edit) for edit in found.others)
