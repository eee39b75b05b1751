"""What lies between two versions, printed: numbers by their effect, findings that came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sroi.assurance.finding import Finding
from sroi.assurance.history import Version
from sroi.assurance.versions import Between, number_in_words
from sroi.cli.output import heading, say

#: Numbers and findings that are printed; --json gives all of them.
_MOST: Final = 10


def show_step(step: Between) -> None:
    """Print each number that changed with what it does alone, and the findings that are new or gone."""
    found = step.comparison
    moving = [change for change in found.changes if change.alone is not None and change.alone != found.first.ratio]
    if moving:
        heading("Each number by itself, nothing else changed")
        say(*few([f"• {number_in_words(change, found)}" for change in moving]))
    said = findings_in_words(step.new, step.gone, step.settled)
    if said:
        heading("Findings of the checks")
        say(*few(said))


def few(lines: Sequence[str], most: int = _MOST) -> list[str]:
    """The first lines, and how many more there are."""
    return (
        [*lines] if len(lines) <= most + 1 else [*lines[:most], f"and {len(lines) - most:,} more: --json lists them."]
    )


def findings_in_words(
    new: Sequence[Finding], gone: Sequence[Finding], settled: Sequence[Finding], *, what: str = ""
) -> list[str]:
    """New findings, those that are gone, and those that were acknowledged, each on a line."""
    return [*_said(f"New{what}", new), *_said(f"Gone{what}", gone), *_said(f"Acknowledged{what}", settled)]


def _said(word: str, findings: Sequence[Finding]) -> Iterator[str]:
    for finding in findings:
        where = f" ({finding.found.address})" if finding.found.address else ""
        reason = f" Let stand: {finding.acknowledged}" if finding.acknowledged else ""
        yield f"• {word}: {finding.rule.id}, {finding.rule.level}{where}: {finding.found.message}{reason}"


def plain_findings(step: Between | Version | None) -> dict[str, Any] | None:
    """New findings, those that are gone and those acknowledged, for machines; None for two of different programmes."""
    if step is None:
        return None
    return {"new": _plain(step.new), "gone": _plain(step.gone), "acknowledged": _plain(step.settled)}


def _plain(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Findings for machines."""
    return [
        {"id": one.rule.id, "level": one.rule.level, "address": one.found.address, "message": one.found.message}
        for one in findings
    ]
