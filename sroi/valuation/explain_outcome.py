"""Explain one outcome: from how much of it there is to what it is worth today, with every number in between."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sroi.valuation.discounting import timed
from sroi.valuation.engine import factors
from sroi.valuation.evidence import evidence, number_step, said, source_text
from sroi.valuation.formats import count, money, number, percent, years
from sroi.valuation.labels import spaced
from sroi.valuation.model import Line, Model, Stream
from sroi.valuation.steps import Step
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central


def outcome_steps(valuation: Valuation, key: str) -> Iterator[Step]:
    """Steps of one outcome: for whom, how much of it, and each of its values."""
    model, study = valuation.model, valuation.study
    outcome, stream = study.outcomes[key], next(s for s in model.streams if s.outcome == key)
    yield Step("For", "", study.stakeholders[outcome.stakeholder].name)
    if outcome.indicator:
        yield Step("Measured by", "", outcome.indicator)
    yield from _quantity(model, stream)
    for place, line in enumerate(model.lines):
        if line.outcome == key:
            yield from _line(valuation, line, place, stream)


def _quantity(model: Model, stream: Stream) -> Iterator[Step]:
    x, total, root = central(model), 0.0, f"{stream.outcome}/quantity"
    chains = model.study.outcomes[stream.outcome].quantity.chains
    for (start, product), chain in zip(stream.cohorts, chains, strict=True):
        amount = float(product.of(x))
        total += amount
        name = "Quantity" if chain.year is None else f"Quantity of those who start in {model.study.start_year + start}"
        tail = f"/{chain.year}" if chain.year is not None else ""
        addresses = [f"{root}/{factor.id}{tail}" if factor.id else f"{root}{tail}" for factor in chain.factors]
        if len(addresses) == 1 and product.constant == 1:
            yield number_step(model, addresses[0], name)
            continue
        for factor, address in zip(chain.factors, addresses, strict=True):
            yield number_step(model, address, f"× {spaced(factor.id) or 'quantity'}", 2)
        if product.constant != 1:
            scale = product.constant
            yield Step("× scaled by the scenario", number(scale), level=2, value=scale, factor=scale)
        yield Step(name, count(amount), value=amount)
    if len(stream.cohorts) > 1:
        yield Step("Quantity, all start years together", count(total), value=total)


def _line(valuation: Valuation, line: Line, place: int, stream: Stream) -> Iterator[Step]:
    model, flows, currency = valuation.model, valuation.flows, valuation.study.currency
    to, present = valuation.study.stakeholders[line.to].name, float(flows.line_totals[place])
    kind = f", {line.type}" if line.type else ""
    if line.mirror_of is not None:
        why = "minus the value above, so that society sums to zero"
        yield Step(f"Transfer: what {to} loses by it{kind}", money(present, currency), why, value=present)
        return
    title = "Value" if line.value == "value" else f"Value “{spaced(line.value)}”"
    yield Step(f"{title} to {to}{kind}", "")
    yield from _unit(model, line)
    gross, impact = float(flows.gross[place]), float(flows.impact[place])
    yield Step("Gross: quantity × value of one unit", money(gross, currency), level=2, value=gross)
    yield from _deductions(model, stream, gross, impact, currency)
    if line.present_value:
        why = "already discounted; counted as it stands"
        yield Step("Present value, as stated", money(present, currency), why, 2, present)
        return
    whole = "Impact in a full year" + (", all start years together" if len(stream.cohorts) > 1 else "")
    yield Step(whole, money(impact, currency), level=2, value=impact)
    yield from _life(model, stream)
    yield from _years(valuation, place, stream, impact)
    yield Step(f"Present value to {to}", money(present, currency), level=2, value=present)
    beyond = float(flows.beyond[place])
    if beyond:
        lead = "not counted, after the horizon (undiscounted)"
        yield Step(lead, money(beyond, currency), level=3, value=beyond)


def _unit(model: Model, line: Line) -> Iterator[Step]:
    unit, worth = line.unit_value, float(line.unit.of(central(model)))
    for place, step in enumerate(unit.steps):
        yield Step("from the bank" if place == 0 and unit.proxy else "to the price base", "", step, 3)
    row = model.parameters.row(f"{line.outcome}/{line.value}")
    who = evidence(row) if row is not None else source_text(model.study, unit.source)
    yield Step("Value of one unit", money(worth, model.study.currency, 2), who, 2, worth)


def _deductions(model: Model, stream: Stream, gross: float, impact: float, currency: str) -> Iterator[Step]:
    """What each deduction leaves, then the multiplier and optimism bias."""
    left, x = gross, central(model)
    for name, column in stream.deductions:
        share = float(x[column])
        if share:
            left *= 1 - share
            words = "caused by others (attribution)" if name == "attribution" else spaced(name.split("/")[-1])
            who = said(model, f"{stream.outcome}/{name}")
            yield Step(f"less {words} {percent(share)}", money(left, currency), who, 3, left, share)
    multiplier, bias = float(x[stream.multiplier]), float(x[stream.bias])
    if multiplier != 1:
        left *= multiplier
        who = said(model, f"{stream.outcome}/multiplier")
        yield Step(f"× multiplier {number(multiplier)}", money(left, currency), who, 3, left, multiplier)
    if bias:
        lead = f"{'less' if impact >= 0 else 'plus'} optimism bias {percent(bias)}"
        yield Step(lead, money(impact, currency), said(model, f"{stream.outcome}/optimism_bias"), 3, impact, bias)


def _life(model: Model, stream: Stream) -> Iterator[Step]:
    life, x = stream.life, central(model)

    def step(words: str, column: int, key: str) -> Step:
        return Step(words, "", said(model, f"{stream.outcome}/{key}"), 3, factor=float(x[column]))

    yield step(f"lasts {years(x[life.duration])}", life.duration, "duration")
    if x[life.delay]:
        yield step(f"begins after {years(x[life.delay])}", life.delay, "delay")
    if life.profile is not None:
        yield Step(f"profile {', '.join(percent(share) for share in life.profile)}", "", level=3)
    elif life.drop_off is not None and x[life.drop_off]:
        form = " of the first year's value" if life.linear else " of what is left"
        yield step(f"drops off {percent(x[life.drop_off])} a year{form}", life.drop_off, "drop_off")
    if x[life.growth]:
        yield step(f"grows {percent(x[life.growth])} a year in real terms", life.growth, "real_growth")


def _years(valuation: Valuation, place: int, stream: Stream, impact: float) -> Iterator[Step]:
    """One line per year: share of a full year's impact × discount factor."""
    model, currency = valuation.model, valuation.study.currency
    values, present = valuation.flows.values[place], valuation.flows.present[place]
    discount = timed(factors(stream.schedule, stream.rate, central(model), model.horizon), stream.schedule.outcomes)
    for t in np.flatnonzero(values):
        much = f"{percent(float(values[t]) / impact)} of it" if impact else money(float(values[t]), currency)
        lead = f"{valuation.study.start_year + t}: {much} × discount factor {discount[t]:.4f}"
        worth = float(present[t])
        yield Step(lead, money(worth, currency), "", 4, worth, float(discount[t]))
