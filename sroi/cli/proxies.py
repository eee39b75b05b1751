"""``sroi proxies``: search the bank, show, cite and check its records."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from sroi import bank
from sroi.bank.records import Record
from sroi.bank.years import read_year
from sroi.cli.machines import print_json
from sroi.cli.output import facts, heading, say, table
from sroi.errors import BankError, Problem
from sroi.valuation.formats import money
from sroi.valuation.inert import inert
from sroi.valuation.proxy_words import dated, facts_of, names_of, uprated

_FILTERS = ("domain", "agency", "type", "currency", "licence", "quality")


def execute(options: argparse.Namespace) -> int:
    """Do what the verb says."""
    verbs = {"search": _search, "list": _list, "show": _show, "cite": _cite, "check": _check}
    verbs[options.verb](options)
    return 0


def _filters(options: argparse.Namespace) -> dict[str, Any]:
    return {name: getattr(options, name) for name in _FILTERS}


def _search(options: argparse.Namespace) -> None:
    query = " ".join(options.words)
    if options.limit < 1:
        raise BankError(Problem("limit-range", f"found --limit {options.limit}", "a limit is 1 or more"))
    if options.base is not None and read_year(options.base) is None:
        raise BankError(
            Problem("price-year", f"found --base {options.base}", "a price base is a year", "write it like 2024-25")
        )
    if not any(sign.isalnum() for sign in query):
        raise BankError(
            Problem("search-empty", f"found {query!r}", "a search has words", "sroi proxies list lists everything")
        )
    hits = bank.search(query, **_filters(options), limit=options.limit)
    if options.json:
        print_json([_plain(hit.record, options.base) | {"score": hit.score} for hit in hits])
        return
    if not hits:
        say(f"Nothing found for “{query}”. Try broader words, fewer filters, or a value of your own (--proxies FILE).")
        return
    for hit in hits:
        _show_hit(hit.record, options.base)
    say("", "sroi proxies show ID prints everything about one of them, its limits first of all.")


def _show_hit(record: Record, base: str | None) -> None:
    heading(record.id)
    say(f"  {record.claim}")
    for kind in record.types:
        value = record.values[kind]
        year = f" in {value.price_year} prices" if dated(value) else f"; {uprated(record, value, base)[1]}"
        today = uprated(record, value, base)[0]
        amount = f"{money(value.amount, record.currency, 2)} {record.unit.text}{year}"
        say(f"  {kind}: {amount}{f'; {today} uprated' if today else ''}")
    newer = f"; newer figure: {', '.join(record.relations.superseded_by)}" if record.superseded else ""
    part = f"; part of {', '.join(record.relations.component_of)}" if record.relations.component_of else ""
    say(f"  {record.domain}, quality {record.quality}{part}{newer}")


def _plain(record: Record, base: str | None) -> dict[str, Any]:
    data = record.model_dump()
    data["uprated"] = {kind: uprated(record, record.values[kind], base)[0] for kind in record.types}
    data["citation"] = bank.cite(record.id)
    return data


def _show(options: argparse.Namespace) -> None:
    record = _record(options.id)
    if options.json:
        print_json(_plain(record, options.base))
        return
    heading(record.claim)
    facts(facts_of(record, options.base))
    say("", f"In a study: {'   or   '.join(names_of(record))}")


def _record(identifier: str) -> Record:
    for record in bank.records():
        if record.id == identifier:
            return record
    return bank.find(identifier).record


def _cite(options: argparse.Namespace) -> None:
    print(bank.cite(options.id))


def _check(options: argparse.Namespace) -> None:
    found = bank.load(options.file)
    say(f"{options.file}: {len(found.records)} record{'' if len(found.records) == 1 else 's'}, no problem found")


def _list(options: argparse.Namespace) -> None:
    found = [hit.record for hit in bank.search("", **_filters(options), limit=len(bank.records()))]
    if options.json:
        print_json([record.model_dump() for record in found])
    elif options.csv:
        import pandas as pd

        rows = [
            {
                "id": record.id,
                "type": kind,
                "claim": record.claim,
                "amount": value.amount,
                "low": value.low,
                "high": value.high,
                "currency": record.currency,
                "price_year": value.price_year,
                "unit": record.unit.text,
                "agency": " ".join(record.agency),
                "domain": record.domain,
                "method": record.method,
                "quality": record.quality,
                "licence": record.licence,
                "citation": bank.cite(record.id),
            }
            for record in found
            for kind, value in ((kind, record.values[kind]) for kind in record.types)
        ]
        sys.stdout.write(inert(pd.DataFrame(rows)).to_csv(index=False, lineterminator="\n"))
    else:
        table(("Id", "What it is worth", "Domain", "Quality"), [(r.id, r.claim, r.domain, r.quality) for r in found])
        say(f"{len(found)} records. sroi proxies list --csv writes all of their values.")
