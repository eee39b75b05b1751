"""The assurance statement as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sroi.assurance.principles import NAMES_FROM

if TYPE_CHECKING:
    from sroi.assurance.finding import Finding
    from sroi.assurance.statement import OnPrinciple, Statement

#: Signs that Markdown would take for its own.
_SIGNS = re.compile(r"([\\`*_\[\]<>#|~])")


def as_markdown(statement: Statement) -> str:
    """Write the statement."""
    return "\n".join(_lines(statement)) + "\n"


def plain(text: str) -> str:
    r"""Text of the user's on one line, with every sign shown as it is.

    Examples
    --------
    >>> print(plain("*Better*\n<b>sleep</b> | 1. x"))
    \*Better\* \<b\>sleep\</b\> \| 1. x
    """
    return _SIGNS.sub(r"\\\1", " ".join(text.split()))


def _lines(statement: Statement) -> Iterator[str]:
    valuation, review = statement.valuation, statement.review
    yield f"# Assurance statement: {plain(valuation.study.title)}"
    yield ""
    for caveat in statement.caveats:
        yield f"> {caveat}"
        yield ">"
    yield "> **Draft**: errors of the review are open." if review.draft else "> No error of the review is open."
    yield ""
    yield f"**Result**: {statement.headline.answer}; {statement.headline.basis}. {valuation.convention}."
    yield ""
    yield f"- {statement.range_rests_on}"
    for note in valuation.notes:
        yield f"- {plain(note)}"
    yield f"- Hash of the study: `{valuation.study.hash}`"
    yield ""
    for sentence in statement.summary:
        yield f"- {plain(sentence)}"
    yield ""
    yield f"Names of the principles: {NAMES_FROM}. Questions, and which check belongs where, are ours."
    for one in statement.principles:
        yield ""
        yield from _principle(statement, one)
    if statement.unplaced:
        yield ""
        yield "## Other findings"
        yield ""
        yield from _findings(statement, statement.unplaced)


def _principle(statement: Statement, one: OnPrinciple) -> Iterator[str]:
    yield f"## {one.principle.number}. {one.principle.name} ({one.principle.about})"
    for answer in one.answers:
        yield ""
        yield f"**{answer.asks}**"
        yield ""
        yield from (f"- {plain(said)}" for said in answer.said)
        yield from (f"- **Gap**: {plain(gap)}" for gap in answer.gaps)
    yield ""
    yield "**Findings of the checks**"
    yield ""
    yield from _findings(statement, one.findings)
    if one.quiet:
        yield f"- Asked, and found nothing: {', '.join(one.quiet)}."
    if not one.principle.checks:
        yield "- No check speaks of this principle."
    yield ""
    yield f"*What checks cannot judge*: {one.principle.beyond_checks}"


def _findings(statement: Statement, findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings:
        effect = statement.review.effect(finding)
        where = f" ({plain(finding.found.address)})" if finding.found.address else ""
        said = f"{finding.rule.id}, {finding.rule.level}{where}: {plain(finding.found.message)}"
        yield f"- {said}{f' {plain(effect)}' if effect else ''}"
        if finding.acknowledged is not None:
            yield f"  - Let stand: {plain(finding.acknowledged)}"
        else:
            yield f"  - To do: {plain(finding.found.fix)}."
