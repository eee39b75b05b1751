"""``sroi proxies``: search the bank, show, cite and check its records."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from sroi import bank
from sroi.bank.records import Record, Value
from sroi.bank.years import read_year
from sroi.cli.output import facts, heading, inert, print_json, say, table
from sroi.errors import BankError, Problem
from sroi.valuation.formats import money

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
        year = f" in {value.price_year} prices" if _dated(value) else f"; {_uprated(record, value, base)[1]}"
        uprated = _uprated(record, value, base)[0]
        amount = f"{money(value.amount, record.currency, 2)} {record.unit.text}{year}"
        say(f"  {kind}: {amount}{f'; {uprated} uprated' if uprated else ''}")
    newer = f"; newer figure: {', '.join(record.relations.superseded_by)}" if record.superseded else ""
    part = f"; part of {', '.join(record.relations.component_of)}" if record.relations.component_of else ""
    say(f"  {record.domain}, quality {record.quality}{part}{newer}")


def _dated(value: Value) -> bool:
    return value.price_year != bank.NOT_STATED


def _uprated(record: Record, value: Value, base: str | None) -> tuple[str, str]:
    """The value in the price base, and the sum that leads there; a reason where it cannot be uprated."""
    family = bank.default_index(record.currency)
    if family is None:
        return "", f"there is no price index for {record.currency}"
    if not _dated(value):
        return "", "the price year is not stated by the source"
    index = bank.price_index(family)
    year = base or index.last_outturn
    try:
        step = index.factor(value.price_year, year)
    except BankError as error:
        return "", error.problems[0].message
    amount = money(value.amount * step.factor, record.currency, 2)
    return (
        f"{amount} ({year})",
        f"{money(value.amount, record.currency, 2)} × {step.factor:.6f} = {amount}; {step.sentence}",
    )


def _plain(record: Record, base: str | None) -> dict[str, Any]:
    data = record.model_dump()
    data["uprated"] = {kind: _uprated(record, record.values[kind], base)[0] for kind in record.types}
    data["citation"] = bank.cite(record.id)
    return data


def _show(options: argparse.Namespace) -> None:
    record = _record(options.id)
    if options.json:
        print_json(_plain(record, options.base))
        return
    heading(record.claim)
    rows = [("Id", record.id), ("Unit", record.unit.text)]
    for kind in record.types:
        value = record.values[kind]
        span = (
            f", from {money(value.low, record.currency, 2)} to {money(value.high, record.currency, 2)}"
            if value.low is not None and value.high is not None
            else ""
        )
        rows.append(
            (
                f"{kind.capitalize()} value",
                f"{money(value.amount, record.currency, 2)} in {value.price_year} prices{span}",
            )
        )
        rows.append(("  uprated", _uprated(record, value, options.base)[1]))
    rows += [
        ("Who bears or gains", ", ".join(f"{agency} ({bank.AGENCIES[agency]})" for agency in record.agency)),
        ("Method", record.method),
        ("Coverage", record.coverage),
        ("Domain", record.domain),
        ("Quality", record.quality),
        ("Limits", record.notes),
        ("As published", record.published_as),
        ("How it was verified", record.verified),
    ]
    if record.recorded_crime_multiplier is not None:
        rows.append(("Crimes per recorded crime", str(record.recorded_crime_multiplier)))
    for name, words in (
        ("component_of", "Part of (never add to)"),
        ("superseded_by", "Newer figure"),
        ("do_not_add_to", "Never add to"),
    ):
        others = getattr(record.relations, name)
        if others:
            rows.append((words, ", ".join(others)))
    facts([*rows, ("Licence", record.licence), ("Cite as", bank.cite(record.id))])
    names = (
        [f"proxy: {record.id}"] if len(record.types) == 1 else [f"proxy: {record.id}-{kind}" for kind in record.types]
    )
    say("", f"In a study: {'   or   '.join(names)}")


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
