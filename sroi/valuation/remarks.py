"""What deserves a look in a study that is valid: a study changed after it was signed off, an agency by another name."""

from __future__ import annotations

from collections.abc import Iterator

from sroi import bank
from sroi.errors import Problem
from sroi.study.faults import did_you_mean
from sroi.study.study import Study


def sign_off_problems(study: Study) -> list[Problem]:
    """Find out whether a study still says what was signed off.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, inputs: {}, outcomes: {},
    ...  signed_off: {by: Board, when: 2025-06-01, hash: abc}}
    ... ''')
    >>> sign_off_problems(study)[0].found
    'the study has changed since Board signed it off on 2025-06-01'
    """
    signed = study.signed_off
    if signed is None or signed.hash.strip().lower() == study.hash:
        return []
    found = f"the study has changed since {signed.by} signed it off on {signed.when}"
    allowed = "the hash that was signed is that of the study"
    write = f"ask for a new sign-off; the hash is now {study.hash}"
    return [Problem("sign-off-changed", found, allowed, write, "signed_off/hash", study.line("signed_off", "hash"))]


def agency_problems(study: Study) -> list[Problem]:
    """Find agencies that the bank does not know: their value would stand apart from that of the same body elsewhere.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, inputs: {}, outcomes: {},
    ...  stakeholders: {council: {name: City council, role: public, agency: local-authorty}}}
    ... ''')
    >>> agency_problems(study)[0].write
    'did you mean local-authority'
    """
    return list(_agencies(study))


def _agencies(study: Study) -> Iterator[Problem]:
    for key, person in study.stakeholders.items():
        if person.agency is not None and person.agency not in bank.AGENCIES:
            place = ("stakeholders", key, "agency")
            write = did_you_mean(person.agency.lower(), bank.AGENCIES, f"the bank has {', '.join(bank.AGENCIES)}")
            found, allowed = f"found the agency {person.agency}", "the bank names agencies by other words"
            yield Problem("agency-unknown", found, allowed, write, "/".join(place), study.line(*place))
