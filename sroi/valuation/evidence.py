"""Who says so: source, grade and range of a number, in words."""

from __future__ import annotations

from typing import Final

from sroi.study.distributions import Proportion
from sroi.study.study import Study
from sroi.valuation.formats import count, money, percent, unit_text
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.ranges import stated_range
from sroi.valuation.stated import number_text
from sroi.valuation.steps import Step
from sroi.valuation.vector import central

#: Words by which the name of a factor says that it is money.
_MONEY: Final = frozenset({"rate", "cost", "costs", "salary", "wage", "pay", "price", "fee", "fees", "rent", "value"})


def number_step(model: Model, address: str, what: str, level: int = 1) -> Step:
    """One number of a study as a step, in its own unit."""
    value, row = float(central(model)[model.parameters.columns[address]]), model.parameters.row(address)
    if row is None:
        return Step(what, percent(value), said(model, address), level, value)
    return Step(what, _text(value, row, address, model.study.currency), evidence(row), level, value)


def _text(value: float, row: Parameter, address: str, currency: str) -> str:
    """A number in its own unit; a factor of an amount is money where its name says so."""
    keys = address.split("/")
    if keys[0] == "inputs" and keys[3:] and not row.kind.share and _MONEY & set(keys[3].split("-")):
        return money(value, currency, 0 if value == round(value) else 2)
    return number_text(value, row, currency)


def said(model: Model, address: str) -> str:
    """Who says the number at an address; for one that follows from a comparison, the sum."""
    row = model.parameters.row(address)
    if row is not None:
        return evidence(row)
    derived = next(d for d in model.parameters.derived if d.address == address)
    level = [model.parameters.rows[column].central for column in derived.columns]
    name = model.parameters.rows[derived.columns[0]].address.split("/")[1]
    shift = f" + ({percent(level[3])} − {percent(level[2])})" if len(level) == 4 else ""
    without = level[0] + (level[3] - level[2] if len(level) == 4 else 0.0)
    form = (
        f"{percent(level[1])} − {percent(without)}" if derived.effect else f"{percent(without)} ÷ {percent(level[1])}"
    )
    return f"{form}; without the programme {percent(level[0])}{shift} = {percent(without)} (comparison {name})"


def evidence(row: Parameter) -> str:
    """Source, grade and range of an estimate, in words."""
    if not row.stated:
        return row.source or "not stated: the default"
    title = source_text(row.study, row.source)
    assumed = "ASSUMPTION" if title.lower().startswith("assumption") else f"ASSUMPTION ({title})"
    parts = [assumed if row.assumption else title]
    if row.grade is not None:
        parts.append(f"grade {row.grade}")
    found = stated_range(row.distribution)
    if isinstance(row.distribution, Proportion):
        parts.append(f"{count(row.distribution.successes)} of {count(row.distribution.n)}")
    elif found is not None:
        parts.append(f"{unit_text(found[0], row)} to {unit_text(found[1], row)} ({found[2]})")
    if row.note:
        parts.append(row.note)
    if row.address.startswith("estimates/"):
        parts.append(f"shared: {row.address}")
    return "; ".join(parts)


def source_text(study: Study | None, source: str | None) -> str:
    """Say a source in words: the title and year behind an id, and the page that follows it.

    Examples
    --------
    >>> from sroi.study import Study
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, outcomes: {}, inputs: {},
    ...  sources: {survey: {title: Endline survey, year: 2025}}}
    ... ''')
    >>> source_text(study, "survey p. 12")
    'Endline survey, 2025, p. 12'
    """
    if source is None:
        return "source not stated"
    head, _, rest = source.partition(" ")
    found = study.sources.get(head.rstrip(",;:")) if study is not None else None
    if found is None:
        return source
    return ", ".join(part for part in (found.title, found.year, rest) if part)
