"""The few things that must be said beside a ratio, chosen by how much they move it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from sroi.valuation.engine import evaluate
from sroi.valuation.formats import money, part, years
from sroi.valuation.model import Model, Stream
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central

#: How many are said: more would not be read.
MOST: Final = 3

_DURATION: Final = "a duration in years"


@dataclass(frozen=True, slots=True)
class Caveat:
    """One thing a reader must know beside the ratio.

    Parameters
    ----------
    words
        A sentence.
    weight
        Share of the ratio that hangs on it, by which caveats are ranked; a rule of ours.
    """

    words: str
    weight: float


def caveats(valuation: Valuation, most: int = MOST) -> tuple[Caveat, ...]:
    """Choose the caveats that weigh most.

    Considered are: that the study illustrates or reconstructs; how much rests on assumptions; the outcome that carries
    most; how much comes after the first year of each change; outcomes from which nothing is taken off; changes that are
    named but not valued; value beyond the horizon.

    Parameters
    ----------
    most
        How many to give.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate as value
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 2, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, duration: 2}}}
    ... ''')
    >>> for caveat in caveats(value(study)):
    ...     print(caveat.words)
    No deadweight or attribution is taken off 1 of 1 outcomes (100% of the value).
    If no change lasted longer than a year, the ratio would be £2.00 instead of £4.00.
    """
    return tuple(sorted(_all(valuation), key=lambda caveat: -caveat.weight)[:most])


def _all(valuation: Valuation) -> Iterator[Caveat]:
    study = valuation.study
    if study.kind == "illustration":
        yield Caveat("This study illustrates the method; it is not an evaluation of a real programme.", 9.0)
    if any(source.kind == "reconstruction" for source in study.sources.values()):
        yield Caveat("Its rows were reconstructed and have not been checked against the publication.", 9.0)
    rows = [row for row in valuation.model.parameters.rows if row.stated]
    assumed = sum(row.assumption for row in rows)
    if assumed:
        yield Caveat(
            f"{assumed} of {len(rows)} stated numbers are assumptions, not evidence.",
            2 * valuation.share_on_assumptions,
        )
    yield from _largest(valuation)
    yield from _lasting(valuation)
    yield from _nothing_off(valuation)
    if study.unmonetised:
        count = len(study.unmonetised)
        named = "1 change is named but not valued" if count == 1 else f"{count} changes are named but not valued"
        yield Caveat(f"{named}: the ratio leaves them out.", 0.05)
    beyond = float(valuation.flows.beyond.sum())
    if beyond > 0:
        words = f"{money(beyond, study.currency)} (undiscounted) falls after the {years(study.horizon)} counted."
        yield Caveat(words, beyond / (abs(valuation.pv_benefits) + beyond))


def _largest(valuation: Valuation) -> Iterator[Caveat]:
    by_outcome: dict[str, float] = {}
    for line, value in zip(valuation.model.lines, valuation.flows.line_totals, strict=True):
        by_outcome[line.outcome] = by_outcome.get(line.outcome, 0.0) + float(value)
    if len(by_outcome) < 2:
        return
    name = max(by_outcome, key=lambda key: abs(by_outcome[key]))
    rest = (valuation.pv_benefits - by_outcome[name]) / valuation.pv_inputs
    currency, said = valuation.study.currency, valuation.study.outcomes[name].name
    yield Caveat(
        f"Without “{said}” the ratio would be {money(rest, currency, 2)} instead of "
        f"{money(valuation.ratio, currency, 2)}.",
        abs(valuation.ratio - rest) / max(abs(valuation.ratio), 1e-12),
    )


def _lasting(valuation: Valuation) -> Iterator[Caveat]:
    longer = [r for r in valuation.model.parameters.rows if r.kind.name == _DURATION and r.central > 1]
    if not longer:
        return
    short = evaluate(valuation.model, {row.address: 1.0 for row in longer})
    ratio = float(short.pv_benefits[0] / short.pv_inputs[0])
    currency = valuation.study.currency
    yield Caveat(
        f"If no change lasted longer than a year, the ratio would be {money(ratio, currency, 2)} instead of "
        f"{money(valuation.ratio, currency, 2)}.",
        abs(valuation.ratio - ratio) / max(abs(valuation.ratio), 1e-12),
    )


def _nothing_off(valuation: Valuation) -> Iterator[Caveat]:
    size = np.abs(valuation.flows.line_totals)
    bare = {
        stream.outcome
        for stream, kept in zip(valuation.model.streams, _kept(valuation), strict=True)
        if kept == 1 and not is_effect(valuation.model, stream)
    }
    if not bare or not size.sum():
        return
    share = sum(float(value) for line, value in zip(valuation.model.lines, size, strict=True) if line.outcome in bare)
    total = float(size.sum())
    yield Caveat(
        f"No deadweight or attribution is taken off {len(bare)} of {len(valuation.model.streams)} outcomes "
        f"({part(share, total)} of the value).",
        share / total,
    )


def _kept(valuation: Valuation) -> list[float]:
    """Share kept of each outcome after deadweight and attribution."""
    x = central(valuation.model)
    return [
        float(np.prod([1 - x[column] for key, column in stream.deductions if key in ("deadweight", "attribution")]))
        for stream in valuation.model.streams
    ]


def is_effect(model: Model, stream: Stream) -> bool:
    """Whether the quantity of an outcome already is what the programme added, by a comparison."""
    table = model.parameters
    effects = {len(table.rows) + place for place, derived in enumerate(table.derived) if derived.effect}
    return any(effects & set(product.columns) for _, product in stream.cohorts)
