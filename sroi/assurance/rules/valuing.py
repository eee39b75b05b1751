"""Rules on values: where money figures come from, of which year and unit they are, and what they may be used for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi import bank
from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.assurance.wording import BENEFITS, CLOSED, CLOSED_COLLECTIONS, WELLBEING
from sroi.bank.years import read_year
from sroi.errors import SroiError
from sroi.valuation.formats import money, number, part, percent
from sroi.valuation.model import Line

_TRACEABLE: Final = "Social Value principle 6, be transparent; Krlev et al. (2013), proxies"

#: Kinds of source that print money in prices of their own year.
_PRINTED: Final = ("published", "statistics")


@rule(
    "VAL001", "error", "Unit value without source or year",
    why="A value that cannot be traced cannot be defended.", source=_TRACEABLE,
)  # fmt: skip
def value_without_source(case: Case) -> Iterator[Found]:
    """A value of the study's own without a source that prints money, or of no known year."""
    for line, _ in case.lines:
        row, stated = case.row(line.address), case.value(line)
        if row is None or stated.proxy is not None:
            continue
        lacks = [] if _has_source(case, line) else ["source"]
        if stated.price_year is None and case.study.price_base == "unknown" and not _source_year(case, line):
            lacks.append("price year")
        if lacks:
            lacks += [] if case.study.outcomes[line.outcome].unit else ["unit"]
            yield Found(
                line.address,
                f"The value of one unit of “{case.name(line)}” has no {' and no '.join(lacks)} of its own.",
                "name its source and price year, or take a sourced value from the bank (sroi proxies search)",
                case.without_line(line),
                "Without it",
            )


def _has_source(case: Case, line: Line) -> bool:
    """Whether a value names its source, or inherits one that prints money: a survey counts people, not their gain."""
    row, stated = case.row(line.address), case.value(line)
    if row is None or not row.source:
        return False
    if row.address != line.address or stated.source or (stated.value is not None and stated.value.source):
        return True
    inherited = case.source(row.source)
    return inherited is None or inherited.kind in (*_PRINTED, "reconstruction")


def _source_year(case: Case, line: Line) -> int | None:
    """The year of the source behind a value of the study's own."""
    row = case.row(line.address)
    source = case.source(row.source) if row is not None else None
    found = read_year(source.year) if source is not None and source.year else None
    return found.start if found is not None else None


def _base_year(case: Case) -> int | None:
    found = read_year(case.study.price_base) if case.study.price_base != "unknown" else None
    return found.start if found is not None else None


@rule(
    "VAL002", "error", "Prices of another year, not brought to the price base",
    why="Money of different years does not add up.", source="Green Book (HM Treasury)",
    limits={"years": "years between the source and the price base from which on prices must have moved"},
    enforced_by=("price-base-missing", "index-range"),
)  # fmt: skip
def not_uprated(case: Case, *, years: float = 2.0) -> Iterator[Found]:
    """A printed value without price year whose source is of another year than the price base."""
    base = _base_year(case)
    for line, _ in case.lines:
        stated, row = case.value(line), case.row(line.address)
        source = case.source(row.source) if row is not None else None
        year = _source_year(case, line)
        if stated.proxy is not None or stated.price_year is not None or source is None or year is None:
            continue
        if base is None or source.kind not in _PRINTED or abs(base - year) < years:
            continue
        yield Found(
            line.address,
            f"The value of “{case.name(line)}” is from a source of {year}, and counts as money of "
            f"{case.study.price_base} because no price_year is stated.",
            f"state price_year: {year}, or say in whose prices it is",
            _uprated(case, line, year),
            f"Brought from {year} to {case.study.price_base} prices",
        )


def _uprated(case: Case, line: Line, year: int) -> dict[str, float]:
    """The value brought from its year to the price base; nothing where the index does not reach that year."""
    row, currency = case.row(line.address), case.value(line).currency or case.study.currency
    assert row is not None  # only a stated number has a source
    try:
        return {
            line.address: row.central * case.model.converter.index(currency).factor(year, case.study.price_base).factor
        }
    except SroiError:
        return {}


@rule(
    "VAL003", "warning", "A stale value",
    why="Prices, services and benefits have changed since.",
    source="National Audit Office, framework to review models: data quality",
    limits={"years": "years between the value and the price base (or the start)"},
)  # fmt: skip
def stale_value(case: Case, *, years: float = 10.0) -> Iterator[Found]:
    """A value older than ten years, or a record of the bank that a newer one replaces."""
    base = _base_year(case) or int(case.study.start_year)
    for line, _ in case.lines:
        record, name = case.record(line), case.name(line)
        if record is not None and record.superseded:
            newer = record.relations.superseded_by[0]
            yield Found(
                line.address,
                f"The value of “{name}” is the record {record.id}, which {newer} replaces.",
                f"use {newer}, or say why the older one fits better",
                _newer(case, line, newer),
                f"With {newer}",
            )
            continue
        label = case.model.units[line.address].unit.partition(" in ")[2].removesuffix(" prices")
        found = read_year(label) if label else None
        year = found.start if found is not None else _source_year(case, line)
        if year is not None and base - year > years:
            yield Found(
                line.address,
                f"The value of “{name}” is of {label or year}, {number(base - year)} years before the money it is "
                "counted in.",
                "look for a newer value (sroi proxies search), or say why the old one still fits",
            )


def _newer(case: Case, line: Line, newer: str) -> dict[str, float]:
    """The number that the newer record would put here, in the prices of the older; nothing where units differ."""
    record, banks = case.record(line), case.model.converter.banks
    row = case.row(line.address)
    try:
        found = bank.find(newer, line.type, extra=banks)
        if (
            record is None
            or row is None
            or (found.record.unit, found.record.currency) != (record.unit, record.currency)
        ):
            return {}
        index = case.model.converter.index(record.currency)
        old = bank.find(record.id, line.type, extra=banks).value.price_year
        return {line.address: found.value.amount * index.factor(found.value.price_year, old).factor}
    except SroiError:
        return {}


@rule(
    "VAL004", "warning", "A value from abroad without a word on the conversion",
    why="Incomes, prices and services differ by more than the exchange rate.", source="Green Book (HM Treasury)",
    enforced_by=("currency-mixed",),
)  # fmt: skip
def value_from_abroad(case: Case) -> Iterator[Found]:
    """A value in another currency whose exchange rate has no note on how it was chosen."""
    for line, _ in case.lines:
        record, stated = case.record(line), case.value(line)
        currency = record.currency if record is not None else stated.currency or case.study.currency
        rate = case.study.exchange_rates.get(currency)
        if rate is not None and currency != case.study.currency and not rate.note and not stated.note:
            yield Found(
                line.address,
                f"The value of “{case.name(line)}” is in {currency}, converted at "
                f"{number(rate.rate)} without a word on why it holds here.",
                f"say in a note under exchange_rates/{currency} whether the rate is of the market or of purchasing "
                "power, and why the value fits here",
            )


@rule(
    "VAL006", "warning", "One figure carries the answer",
    why="The answer is that figure: demand its range.", source="SROI Guide (2012), stage 5.3, sensitivity",
    limits={"share": "share of all value above which one figure is the answer"},
)  # fmt: skip
def one_value_carries_most(case: Case, *, share: float = 0.5) -> Iterator[Found]:
    """One unit value makes more than half of all value."""
    for line, value in case.lines:
        if abs(value) > share * case.size and len(case.model.lines) > 1:
            row = case.row(line.address)
            yield Found(
                line.address,
                f"{part(abs(value), case.size)} of all value comes from one figure, that of "
                f"“{case.name(line)}”" + ("." if row is None or row.uncertain else ", which has no range."),
                "give it a range and its own evidence, and show the result without it",
                case.without_line(line),
                "Without it",
            )


@rule(
    "VAL007", "warning", "A gross saving treated as cash",
    why="An average cost is not what a budget holder can release: keep fiscal, cashable and social apart.",
    source="HM Treasury and New Economy (2014)",
    limits={"cashable": "cashable share from which on a saving is treated as cash"},
)  # fmt: skip
def saving_taken_as_cash(case: Case, *, cashable: float = 0.9) -> Iterator[Found]:
    """A cost saving that counts as cashable in (nearly) full; benefit payments saved are cash."""
    for line, worth in case.lines:
        record = case.record(line)
        share = float(case.vector[line.cashable]) if isinstance(line.cashable, int) else 0.0
        payment = BENEFITS.search(case.words(line)) or (record is not None and record.method == "benefit-rate")
        if worth > 0 and share >= cashable and not payment:
            yield Found(
                line.address,
                f"{percent(share)} of {money(worth, case.study.currency)} saved by “{case.name(line)}” "
                "counts as cash that can be released.",
                "state the share that a budget holder can release, with its source; often it is small at first",
            )


@rule(
    "VAL008", "warning", "Values of different kinds added without a label",
    why="What people would pay, how they feel and what a budget saves are not the same money.",
    source="Fujiwara (2015)",
)  # fmt: skip
def kinds_added_without_label(case: Case) -> Iterator[Found]:
    """Values on two or more bases (prices, costs, wellbeing, willingness to pay) under one type, or without any."""
    by_type: dict[str | None, dict[str, Line]] = {}
    for line, worth in case.lines:
        basis = _basis(case, line)
        if worth and basis is not None:
            by_type.setdefault(line.type, {}).setdefault(basis, line)
    bare = [line for line, worth in case.lines if worth and line.type is None]
    everything = {basis: line for bases in by_type.values() for basis, line in bases.items()}
    mixed = {kind: bases for kind, bases in by_type.items() if len(bases) > 1 and kind in (None, "social")}
    if bare and len(everything) > 1:
        mixed[None] = everything
    for kind, bases in mixed.items():
        label = f"type {kind}" if kind is not None else "no type"
        yield Found(
            bare[0].address if kind is None else next(iter(bases.values())).address,
            f"Values with {label} rest on different bases: {', '.join(bases)}.",
            "write type: fiscal, economic or social on each value, and show the result by type and basis",
        )


def _basis(case: Case, line: Line) -> str | None:
    """On what a value rests, as far as it is said."""
    record, words = case.record(line), case.words(line)
    method = record.method if record is not None else ""
    if method == "wellbeing" or (record is None and WELLBEING.search(words)):
        return "wellbeing"
    if method in ("stated", "revealed") or "willing" in words.lower():
        return "willingness to pay"
    if record is not None and record.unit.per in ("qaly", "daly", "life-year"):
        return "years of health"
    if method == "cost" or line.type == "fiscal" or case.study.stakeholders[line.to].role == "public":
        return "cost savings"
    return "market prices" if method == "market" or line.type == "economic" else None


@rule(
    "VAL009", "error", "A licence forbids passing the value on",
    why="Publishing the study would break it.", source="licence notices of published value banks",
)  # fmt: skip
def licence_forbids(case: Case) -> Iterator[Found]:
    """A value whose licence, or the collection it is from, does not allow it to be shown to others."""
    closed: dict[str, tuple[str, list[str]]] = {}
    for line, _ in case.lines:
        why = _closed(case, line)
        if why:
            row = case.row(line.address)
            source = (row.source or "").split(" ")[0].rstrip(",;:") if row is not None else ""
            address = f"sources/{source}" if source in case.study.sources else line.address
            closed.setdefault(address, (why, []))[1].append(f"“{case.name(line)}”")
    for address, (why, names) in closed.items():
        yield Found(
            address,
            f"The value of {', '.join(names)} is {why}: it may not be passed on.",
            "take a value with an open licence from the bank, or keep the study to yourself and say so",
        )


def _closed(case: Case, line: Line) -> str:
    """Which terms forbid passing a value on; empty where none are known."""
    record, row = case.record(line), case.row(line.address)
    source = case.source(row.source) if row is not None else None
    if record is not None:
        return "licensed to its user" if record.licence == "licensed-to-user" else ""
    if source is not None and source.licence:
        return f"“{source.licence.rstrip('.')}”" if CLOSED.search(source.licence) else ""
    said = " ".join(filter(None, [source.title, source.publisher, source.author])) if source else case.words(line)
    collection = CLOSED_COLLECTIONS.search(said)
    return f"from {collection.group()}" if collection else ""
