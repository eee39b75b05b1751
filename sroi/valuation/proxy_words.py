"""A record of the proxy bank in words: what it is worth in today's prices, and all that is known of it."""

from __future__ import annotations

from sroi import bank
from sroi.bank.records import Record, Value
from sroi.errors import BankError
from sroi.valuation.formats import money


def dated(value: Value) -> bool:
    """Whether the source states the price year of a value."""
    return value.price_year != bank.NOT_STATED


def uprated(record: Record, value: Value, base: str | None) -> tuple[str, str]:
    """The value in the price base, and the sum that leads there; a reason where it cannot be uprated."""
    family = bank.default_index(record.currency)
    if family is None:
        return "", f"there is no price index for {record.currency}"
    if not dated(value):
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


def facts_of(record: Record, base: str | None = None) -> list[tuple[str, str]]:
    """Everything about a record, its name and what it is.

    Parameters
    ----------
    base
        Price base to uprate to; None for the last outturn year of its price index.

    Examples
    --------
    >>> dict(facts_of(bank.find("wellby").record))["Domain"]
    'wellbeing'
    """
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
        rows.append(("  uprated", uprated(record, value, base)[1]))
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
    return [*rows, ("Licence", record.licence), ("Cite as", bank.cite(record.id))]


def names_of(record: Record) -> list[str]:
    """What is written in a study to use a record.

    Examples
    --------
    >>> names_of(bank.find("wellby").record)
    ['proxy: wellby']
    """
    if len(record.types) == 1:
        return [f"proxy: {record.id}"]
    return [f"proxy: {record.id}-{kind}" for kind in record.types]
