"""Findings that are let stand and checks that are not asked: with a reason and a name, or taken back; each one step."""

from __future__ import annotations

from sroi.assurance.finding import Finding, covers
from sroi.assurance.review import Review
from sroi.study.study import Study


def acknowledged(study: Study, check: str, address: str, reason: str, by: str, when: str) -> Study:
    """The study with a finding acknowledged.

    Parameters
    ----------
    study
        The study.
    check
        Id of the check.
    address
        Where it was found; empty for everything this check finds.
    reason, by, when
        Why it stands, who says so, and the day.

    Raises
    ------
    StudyError
        Where a text cannot stand in a study file.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, inputs: {}, outcomes: {}}
    ... ''')
    >>> new = acknowledged(study, "PRC002", "", "a pilot", "J. Doe", "2026-03-01")
    >>> new.acknowledged[0].reason, withdrawn(new, 0).hash == study.hash
    ('a pilot', True)
    """
    entry = {"check": check, "reason": reason, "by": by, "when": when} | ({"address": address} if address else {})
    document = study.document
    return study.replaced({**document, "acknowledged": [*(document.get("acknowledged") or []), entry]})


def withdrawn(study: Study, place: int) -> Study:
    """The study without the acknowledgement at a place of its list, counted from 0."""
    document = study.document
    left = [entry for at, entry in enumerate(document.get("acknowledged") or []) if at != place]
    rest = {key: item for key, item in document.items() if key != "acknowledged"}
    return study.replaced({**document, "acknowledged": left} if left else rest)


def not_asked(study: Study, check: str, reason: str, by: str) -> Study:
    """The study with a check that is not asked of it any more, and why.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, inputs: {}, outcomes: {}}
    ... ''')
    >>> new = not_asked(study, "PRC002", "a pilot", "J. Doe")
    >>> new.checks["PRC002"].off, asked_again(new, "PRC002").hash == study.hash
    (True, True)
    """
    document = study.document
    settings = document.get("checks") or {}
    setting = {**settings.get(check, {}), "off": True, "reason": reason, "by": by}
    return study.replaced({**document, "checks": {**settings, check: setting}})


def asked_again(study: Study, check: str) -> Study:
    """The study with a check that is asked of it as usual again."""
    document = study.document
    settings = {key: setting for key, setting in (document.get("checks") or {}).items() if key != check}
    rest = {key: item for key, item in document.items() if key != "checks"}
    return study.replaced({**document, "checks": settings} if settings else rest)


def settled(study: Study, found: Review) -> dict[int, list[Finding]]:
    """Findings that each acknowledgement lets stand, by its place in the study; none for one that concerns nothing."""
    places: dict[int, list[Finding]] = {place: [] for place in range(len(study.acknowledged))}
    for finding in found.findings:
        for place, entry in enumerate(study.acknowledged):
            if entry.check == finding.rule.id and covers(entry, finding.found):
                places[place].append(finding)
                break
    return places
