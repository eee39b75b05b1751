"""Who and what the value falls to: by stakeholder, agency, type, domain or outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sroi import bank
from sroi.charts.basis import subtitle
from sroi.charts.by_year import by_year
from sroi.charts.chart import Chart, headline
from sroi.charts.marks import Bar, Mark, Names
from sroi.charts.palette import Ink
from sroi.charts.scales import Written, amounts, from_zero
from sroi.valuation.formats import money, percent
from sroi.valuation.labels import spaced
from sroi.valuation.valuation import NOT_STATED, Valuation

#: What a group of each kind is called, and what a value of none of them is called.
_CALLED: Final = {
    "stakeholder": ("stakeholder", "stakeholders", "No stakeholder"),
    "agency": ("public agency", "public agencies", "No agency stated"),
    "type": ("type of value", "types of value", "No type stated"),
    "domain": ("domain", "domains", "No domain stated"),
    "outcome": ("outcome", "outcomes", "No outcome"),
}


@dataclass(frozen=True, slots=True)
class _Row:
    """One group, or the sum of those too small to stand alone."""

    key: str
    name: str
    value: float
    ink: Ink = "main"


def value_by(valuation: Valuation, group: str = "stakeholder", *, most: int = 12) -> Chart:
    """Show how the present value of benefits divides into groups.

    Parameters
    ----------
    valuation
        A valued study.
    group
        ``stakeholder``, ``agency``, ``type``, ``domain`` or ``outcome``; ``year`` gives :func:`sroi.charts.by_year`.
    most
        Groups shown on their own; the smallest beyond that are one row, "Other (n)".

    Returns
    -------
    Chart
        ``table`` has one row per group, also of those not shown on their own: ``group``, ``value`` (present value, in
        the study's currency and price base), ``share`` of the total, ``per_1`` of inputs. Losses are negative, and the
        values add up to the present value of benefits.

    Raises
    ------
    ValuationError
        ``group-unknown`` for any other word.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: Ann}, b: {name: Bob}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20},
    ...             sad: {name: Sad, stakeholder: b, quantity: 1, value: -30}}}
    ... ''')
    >>> chart = value_by(evaluate(study))
    >>> chart.title
    'Most value goes to “Ann” (£200); losses fall on “Bob”'
    """
    if group == "year":
        return by_year(valuation)
    found = valuation.by(group)
    rows = [_Row(str(key), _name(valuation, group, str(key)), float(found["value"][key])) for key in found.index]
    rows.sort(key=lambda row: -row.value)
    shown = _largest(rows, most, _CALLED[group][1])
    written = amounts(valuation.study.currency, [row.value for row in shown])
    title = _title(valuation, group, rows, written)
    said = "; ".join(f"{row.name} {written(row.value)}" for row in shown)
    return Chart(
        kind=f"value by {group}",
        title=title,
        subtitle=subtitle(f"Present value of benefits by {_CALLED[group][0]}", valuation.model),
        alt=f"Bar chart. {title}. {said}. In all {written(valuation.pv_benefits)}.",
        columns=("group", "value", "share", "per_1"),
        rows=tuple((row.name, row.value, *_shares(valuation, row.value)) for row in rows),
        marks=tuple(_marks(valuation, shown, written)),
        across=from_zero([row.value for row in shown], written),
        up=Names(tuple(row.name for row in shown)),
        notes=valuation.notes,
    )


def _shares(valuation: Valuation, value: float) -> tuple[float | None, float]:
    return (value / valuation.pv_benefits if valuation.pv_benefits else None), value / valuation.pv_inputs


def _marks(valuation: Valuation, shown: list[_Row], written: Written) -> Iterator[Mark]:
    currency = valuation.study.currency
    for place, row in enumerate(shown):
        share, per_one = _shares(valuation, row.value)
        each = f"{money(per_one, currency, 2)} per {money(1, currency)}"
        of_all = f", {percent(round(share, 3))} of the total" if share is not None else ""
        says = f"{row.name}: {money(row.value, currency)}{of_all}, {each} invested"
        label = written(row.value) + (f" ({each})" if abs(per_one) >= 0.005 else "")
        ink: Ink = "second" if row.value < 0 else row.ink
        yield Bar(place, 0.0, row.value, ink, label, "right", says, row.key, hatched=row.value < 0)


def _largest(rows: list[_Row], most: int, plural: str) -> list[_Row]:
    """The largest groups, gains first, and the sum of the others between gains and losses."""
    if len(rows) <= most:
        return rows
    kept = sorted(rows, key=lambda row: -abs(row.value))[: most - 1]
    rest = [row for row in rows if row not in kept]
    other = _Row("other", f"Other {plural} ({len(rest)})", sum(row.value for row in rest), "faded")
    gains = [row for row in rows if row in kept and row.value >= 0]
    return [*gains, other, *(row for row in rows if row in kept and row.value < 0)]


def _name(valuation: Valuation, group: str, key: str) -> str:
    if key == NOT_STATED:
        return _CALLED[group][2]
    if group == "stakeholder":
        return valuation.study.stakeholders[key].name
    if group == "outcome":
        return valuation.study.outcomes[key].name
    words = bank.AGENCIES.get(key, spaced(key)) if group == "agency" else spaced(key)
    return words[:1].upper() + words[1:]


def _title(valuation: Valuation, group: str, rows: list[_Row], written: Written) -> str:
    one, many, _ = _CALLED[group]
    stated = [row for row in rows if row.key != NOT_STATED]
    if not stated:
        return headline(f"No value is assigned to any {one}")
    top, last = stated[0], rows[-1]
    if not any(row.value for row in rows):
        return headline(f"No {one} gains or loses anything")
    if top.value <= 0:
        return headline(f"No {one} gains: losses come to {written(valuation.pv_benefits)}")
    lead = {
        "stakeholder": f"Most value goes to “{top.name}”",
        "agency": f"Among {many}, most goes to “{top.name}”",
        "type": f"Most value is {top.name.lower()}",
        "domain": f"Most value lies in {top.name.lower()}",
        "outcome": f"Largest outcome: “{top.name}”",
    }[group]
    front = f"{lead} ({written(top.value)})"
    losses = f"{front}; losses fall on “{last.name}”" if group == "stakeholder" and last.value < 0 else front
    return headline(losses, front, f"Most value goes to one {one}: {written(top.value)}")
