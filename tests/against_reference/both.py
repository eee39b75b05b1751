"""One study through both engines: the product, and the slow reference that was written from the method pages alone.

Both read the same price index, discount schedules and unit values, from the bank; nothing else is shared.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from sroi import bank
from sroi.study.study import Study
from sroi.valuation.valuation import Valuation, evaluate
from tests import reference

#: Relative difference up to which two engines agree (`method.md`, first paragraph).
AGREED = 1e-9

#: Share of the money that moves within a sum up to which a difference is rounding.
ROUNDING = 1e-12

Result = dict[str, Any]


def lookups(study: Study) -> Result:
    """What the reference needs from the bank: unit values, the price index and the schedules."""
    settings = study.document
    family = study.prices.index or bank.default_index(study.currency)
    index = bank.price_index(family, study.prices.release).rows if family else {}
    return {
        "proxies": dict(_proxies(settings)),
        "index": {label: row.value for label, row in index.items()},
        "schedules": {
            name: [(band.first, band.rate) for band in bank.schedule(name).bands] for name in bank.schedule_names()
        },
    }


def _proxies(settings: Result) -> Iterator[tuple[str, Result]]:
    for outcome in settings.get("outcomes", {}).values():
        for value in [outcome, *(outcome.get("values") or {}).values()]:
            if isinstance(value, dict) and "proxy" in value:
                kind = value.get("type")
                found = bank.find(value["proxy"], kind)
                yield (
                    value["proxy"] if kind is None else f"{value['proxy']}:{kind}",
                    {
                        "value": found.value.amount,
                        "price_year": found.value.price_year,
                        "type": found.type,
                        "currency": found.record.currency,
                    },
                )


def by_reference(study: Study, scenario: str | None = None) -> Result:
    """The result of the reference, in the words of the product."""
    found = reference.evaluate(study.document, scenario=scenario, **lookups(study))
    return {key: item for key, item in found.items() if key != "reasons"}


def by_product(study: Study, scenario: str | None = None) -> tuple[Result, Valuation]:
    """The result of the product in the shape of the reference's, and the valuation it comes from."""
    valuation = evaluate(study, scenario)
    flows, lines = valuation.flows, valuation.model.lines
    payback = valuation.payback
    table = valuation.cash_flow
    columns = ["benefits", "inputs", "pv_benefits", "pv_inputs"]
    result = {
        "ratio": valuation.ratio,
        "net_ratio": valuation.net_ratio,
        "npv": valuation.npv,
        "pv_benefits": valuation.pv_benefits,
        "pv_inputs": valuation.pv_inputs,
        "payback": {key: getattr(payback, key) for key in ("guide_months", "cumulative_years", "discounted_years")},
        **{
            f"by_{name}": valuation.by(name)["value"].to_dict()
            for name in ("stakeholder", "type", "outcome", "agency", "domain")
        },
        "by_value": {
            f"{line.outcome}/{line.value}": float(total)
            for line, total in zip(lines, flows.line_totals, strict=True)
            if line.mirror_of is None
        },
        "by_year": table[columns].to_dict("records"),
        "beyond_horizon": float(flows.beyond.sum()),
        "perspectives": {
            key: {"pv_benefits": seen.pv_benefits, "pv_inputs": seen.pv_inputs, "ratio": seen.ratio}
            for key, seen in valuation.perspectives.items()
        },
    }
    return result, valuation


def disagreements(product: Result, other: Result, valuation: Valuation) -> list[str]:
    """Every number that differs by more than rounding, each in one line."""
    flows = valuation.flows
    money = float(np.abs(flows.values).sum() + np.abs(flows.undated).sum() + np.abs(flows.beyond).sum())
    money += float(flows.costs.sum())
    found = []
    for where, one, two in _pairs(product, other):
        if where.startswith("payback/") and _on_the_edge(valuation):
            continue
        if not _agree(one, two, ROUNDING * money / _divisor(where, product, valuation)):
            found.append(f"{where}: {one} against {two} of the reference")
    return found


def _divisor(where: str, product: Result, valuation: Valuation) -> float:
    """What a sum of money was divided by; ratios are as exact as their numerators."""
    if where.startswith("payback/"):
        return math.inf
    if where in ("ratio", "net_ratio"):
        return valuation.pv_inputs
    parts = where.split("/")
    if parts[0] == "perspectives" and parts[-1] == "ratio":
        return float(product["perspectives"][parts[1]]["pv_inputs"]) or 1.0
    return 1.0


def _agree(one: Any, two: Any, rounding: float) -> bool:
    if isinstance(one, float | int) and isinstance(two, float | int):
        return math.isclose(one, two, rel_tol=AGREED, abs_tol=rounding)
    return bool(one == two)


def _pairs(one: Any, two: Any, where: str = "") -> Iterator[tuple[str, Any, Any]]:
    if isinstance(one, dict) and isinstance(two, dict):
        for key in dict.fromkeys([*one, *two]):
            yield from _pairs(one.get(key, "nothing"), two.get(key, "nothing"), f"{where}/{key}".lstrip("/"))
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for place, (left, right) in enumerate(zip(one, two, strict=True)):
            yield from _pairs(left, right, f"{where}/{place}")
    else:
        yield where, one, two


def _on_the_edge(valuation: Valuation) -> bool:
    """Whether rounding decides when a running total crosses zero, or which year is the first with an impact."""
    flows = valuation.flows
    if np.abs(flows.values).sum() < 1e-9 * np.abs(flows.beyond).sum():
        return True  # all but rounding lies beyond the horizon
    for gains, costs in ((flows.values, flows.costs), (flows.present, flows.present_costs)):
        by_year, size = gains.sum(axis=0), np.abs(gains).sum() + costs.sum()
        if np.any((np.abs(by_year) < 1e-6 * np.abs(gains).sum(axis=0)) & (np.abs(gains).sum(axis=0) > 0)):
            return True
        steps = np.cumsum(np.stack([-costs.sum(axis=0), by_year]).T.ravel())
        if np.any((np.abs(steps) < 1e-6 * size) & (steps != 0)):
            return True
    return False
