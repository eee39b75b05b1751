"""Explain what is invested: every amount, year by year, from what is stated to its present value."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.study.quantity import Chain
from sroi.valuation.discounting import timed
from sroi.valuation.engine import factors
from sroi.valuation.evidence import number_step, said
from sroi.valuation.formats import money, number, percent
from sroi.valuation.labels import spaced
from sroi.valuation.model import Cost, Product
from sroi.valuation.steps import Step
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central


def input_steps(valuation: Valuation, what: str) -> Iterator[Step]:
    """Steps of all inputs (``inputs``), or of one (``inputs/ID``)."""
    study, flows = valuation.study, valuation.flows
    for place, cost in enumerate(valuation.model.costs):
        if what in ("inputs", f"inputs/{cost.id}"):
            given = study.inputs[cost.id]
            for (year, product), chain in zip(cost.amounts, given.amount.chains, strict=True):
                yield from _year(valuation, cost, year, product, chain)
            present, who = float(flows.present_costs[place].sum()), study.stakeholders[cost.stakeholder].name
            lead = f"Present value of {_name(valuation, cost)} ({cost.kind}, from {who})"
            yield Step(lead, money(present, study.currency), value=present)
    if what == "inputs":
        yield Step("Present value of inputs", money(valuation.pv_inputs, study.currency), value=valuation.pv_inputs)


def _name(valuation: Valuation, cost: Cost) -> str:
    return valuation.study.inputs[cost.id].name or spaced(cost.id).capitalize()


def _year(valuation: Valuation, cost: Cost, year: int, product: Product, chain: Chain) -> Iterator[Step]:
    """What is spent in one year: factors, amount as stated, deflator, optimism bias, discount factor."""
    model, study, x = valuation.model, valuation.study, central(valuation.model)
    root, tail = f"inputs/{cost.id}/amount", f"/{chain.year}" if chain.year is not None else ""
    addresses = [f"{root}/{factor.id}{tail}" if factor.id else f"{root}{tail}" for factor in chain.factors]
    chained = len(addresses) > 1
    if chained:
        for factor, address in zip(chain.factors, addresses, strict=True):
            yield number_step(model, address, f"× {spaced(factor.id)}", 3)
    cash = study.inputs[cost.id].prices == "cash"
    deflator, sentence = model.converter.deflator(study.start_year + year) if cash else (1.0, "")
    scale, amount = product.constant / deflator, float(product.of(x)) / deflator
    if scale != 1:
        yield Step(f"× {number(scale)} in this scenario", "", level=3, factor=scale)
    lead = f"{study.start_year + year}: {_name(valuation, cost)}{', money of the day' if cash else ''}"
    yield Step(lead, money(amount, study.currency), "" if chained else said(model, addresses[0]), 2, amount)
    if cash:
        amount *= deflator
        words = f"× {deflator:.6g} to {study.price_base} prices"
        yield Step(words, money(amount, study.currency), sentence, 3, amount, deflator)
    uplift = float(x[cost.uplift])
    if uplift:
        amount *= 1 + uplift
        words, who = f"plus optimism bias {percent(uplift)}", said(model, f"inputs/{cost.id}/optimism_bias")
        yield Step(words, money(amount, study.currency), who, 3, amount, uplift)
    discount = float(timed(factors(model.schedule, model.rate, x, model.horizon), model.schedule.inputs)[year])
    worth = amount * discount
    yield Step(f"× discount factor {discount:.4f}", money(worth, study.currency), "", 3, worth, discount)
