"""Find one value of one record by its reference, and cite a record."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sroi.bank.load import Bank, shipped
from sroi.bank.records import Record, Value
from sroi.bank.vocabulary import LICENCES, NO_DATABASE, NOT_STATED, TYPES
from sroi.errors import BankError, Problem

#: Score of a search from which on its hit may be what the writer of an unknown id meant: ids made of real words
#: ("night-in-temporary") reach it, and words that only happen to stand somewhere ("no-such-proxy") do not.
_MEANT: Final = 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """One value of a record: what a study's `proxy:` stands for."""

    record: Record
    type: str
    value: Value


def find(reference: str, type: str | None = None, *, extra: Iterable[Bank] = ()) -> Found:
    """Return the value that a reference names.

    Parameters
    ----------
    reference
        The id of a record, or the id with ``-fiscal``, ``-economic`` or ``-social`` for one of its values.
    type
        Which value, where the record has several. A record with one value needs no type.
    extra
        The user's own banks, looked through after the shipped one.

    Raises
    ------
    BankError
        ``proxy-unknown`` when no record has the id; ``proxy-type`` when the value is not clear or not there.

    Examples
    --------
    >>> find("gm-jsa-into-work-fiscal").value.amount
    9800.0
    >>> find("gm-jsa-into-work", "economic").value.price_year
    '2012-13'
    >>> find("wellby").type
    'social'
    """
    banks = (shipped(), *extra)
    record, named = _split(reference, [bank.by_id for bank in banks])
    if record is None:
        raise BankError(_unknown(reference, banks))
    if named is not None and type is not None and named != type:
        raise BankError(
            Problem(
                "proxy-type",
                f"{reference} names the {named} value, and the type says {type}",
                write="write one of the two",
            )
        )
    kind = named or type or (record.types[0] if len(record.types) == 1 else None)
    if kind is None:
        raise BankError(
            Problem(
                "proxy-type",
                f"{record.id} has {len(record.types)} values: {_listed(record.types)}",
                "a study says which of them it uses",
                f"write {' or '.join(f'{record.id}-{each}' for each in record.types)}, or give the type",
            )
        )
    if kind not in record.values:
        raise BankError(
            Problem(
                "proxy-type",
                f"{record.id} has no {kind} value",
                f"it has {_listed(record.types)}",
                f"write {' or '.join(f'{record.id}-{each}' for each in record.types)}",
            )
        )
    return Found(record, kind, record.values[kind])


def cite(identifier: str, *, extra: Iterable[Bank] = ()) -> str:
    """Return the citation of a record: source, place in it, database, licence.

    Examples
    --------
    >>> print(cite("gm-jsa-into-work"))  # doctest: +NORMALIZE_WHITESPACE
    Answer to a parliamentary question, 6 February 2013, Department for Work and Pensions, 2013,
    database code E&E1.0; original HC Deb vol 558 col 352W. In: Unit Cost Database v1.4 (New Economy / GMCA,
    March 2015), Creative Commons Attribution 4.0,
    https://www.greatermanchester-ca.gov.uk/what-we-do/research/research-cost-benefit-analysis/
    """
    banks = (shipped(), *extra)
    record, _ = _split(identifier, [bank.by_id for bank in banks])
    if record is None:
        raise BankError(_unknown(identifier, banks))
    source = record.source
    parts = [part for part in (source.title, source.publisher, source.year, source.locator) if part != NOT_STATED]
    place = f"In: {source.database}, " if source.database != NO_DATABASE else ""
    link = f", {source.url}" if source.url != NOT_STATED else ""
    return f"{', '.join(parts)}. {place}{LICENCES[record.licence]}{link}"


def not_to_be_added(identifier: str, *, extra: Iterable[Bank] = ()) -> frozenset[str]:
    """Return the records that count the same thing as one record: its parts, its totals, and what it excludes.

    Examples
    --------
    >>> sorted(not_to_be_added("gm-jsa-into-work-health"))
    ['gm-jsa-into-work']
    """
    records = [record for bank in (shipped(), *extra) for record in bank.records]
    same: set[str] = set()
    for record in records:
        linked = {*record.relations.component_of, *record.relations.do_not_add_to}
        if record.id == identifier:
            same |= linked
        elif identifier in linked:
            same.add(record.id)
    return frozenset(same - {identifier})


def _split(reference: str, banks: Iterable[Mapping[str, Record]]) -> tuple[Record | None, str | None]:
    """Return the record a reference names, and the type when the reference ends with one."""
    for by_id in banks:
        if reference in by_id:
            return by_id[reference], None
        for kind in TYPES:
            stem = reference.removesuffix(f"-{kind}")
            if stem != reference and stem in by_id:
                return by_id[stem], kind
    return None, None


def _unknown(reference: str, banks: Iterable[Bank]) -> Problem:
    from sroi.bank.search import search

    known = [identifier for bank in banks for identifier in bank.by_id]
    close = difflib.get_close_matches(reference, known, n=3, cutoff=0.6)
    if len(close) < 3:
        hits = search(reference.replace("-", " "), limit=3)
        close += [hit.record.id for hit in hits if hit.score >= _MEANT and hit.record.id not in close]
    return Problem(
        "proxy-unknown",
        f"there is no proxy {reference}",
        f"the closest are {_listed(close[:3])}" if close else "the bank has nothing like it",
        "search with: sroi proxies search WORDS",
    )


def _listed(words: Iterable[str]) -> str:
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
