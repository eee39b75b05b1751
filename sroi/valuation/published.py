"""What a report printed against what is computed here. Nothing is tuned: what differs is shown as different."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.engine import evaluate as evaluate_model
from sroi.valuation.tables import group_sums
from sroi.valuation.valuation import GROUPS, Valuation, evaluate


@dataclass(frozen=True, slots=True)
class Check:
    """One printed number and the computed one.

    Parameters
    ----------
    what
        What the report calls it.
    printed, computed
        The two numbers.
    agrees
        Whether the computed number, rounded as the printed one is, gives the printed one.
    """

    what: str
    printed: float
    computed: float
    agrees: bool

    @property
    def difference(self) -> float:
        """Relative difference of computed from printed; infinite where 0 was printed and something else computed."""
        if self.printed == 0:
            return 0.0 if self.computed == 0 else math.inf
        return self.computed / self.printed - 1


def check_published(study: Study) -> list[Check]:
    """Compare every number a report printed, and that the study records under ``published``, with the computed one.

    Raises
    ------
    ValuationError
        ``measure-unknown`` where an entry names a measure that does not exist.
    """
    return list(_checks(study)) if study.published is not None else []


def _checks(study: Study) -> Iterator[Check]:
    printed, valuation = study.published, evaluate(study)
    assert printed is not None
    net = printed.convention == "net"
    if printed.ratio is not None:
        what = "ratio, quoted net" if net else "ratio"
        yield _check(what, printed.ratio, valuation.net_ratio if net else valuation.ratio)
    if printed.total_pv is not None:
        yield _check("present value of benefits", printed.total_pv, valuation.pv_benefits)
    if printed.npv is not None:
        yield _check("net present value", printed.npv, valuation.npv)
    for entry in printed.also:
        if entry.measure is not None:
            computed = measure(valuation, entry.measure)
            pairs = list(_flat(entry.printed, computed))
            for place, (one, other) in enumerate(pairs):
                label = f"{entry.what} ({place + 1} of {len(pairs)})" if len(pairs) > 1 else entry.what
                yield _check(label, float(one), float(other))


def _check(what: str, printed: float, computed: float) -> Check:
    return Check(what, printed, computed, same_to_printed_digits(printed, computed))


def _flat(printed: Any, computed: Any) -> Iterator[tuple[float, float]]:
    if isinstance(printed, (list, tuple)):
        for one, other in zip(printed, computed, strict=True):
            yield from _flat(one, other)
    else:
        yield printed, computed


def same_to_printed_digits(printed: float, computed: float) -> bool:
    """Whether a computed number, rounded as the printed one is, gives the printed one.

    Examples
    --------
    >>> same_to_printed_digits(1.93, 1.929), same_to_printed_digits(4.3, 4.2491), same_to_printed_digits(17, 16.8874)
    (True, False, True)
    """
    places = len(repr(float(printed)).partition(".")[2]) if printed % 1 else 0
    return abs(computed - printed) <= 0.5 * 10.0**-places * (1 + 1e-9)


def measure(valuation: Valuation, name: str) -> Any:
    """Look up a measure of a result by its short dotted name.

    Parameters
    ----------
    valuation
        A valued study.
    name
        ``ratio``, ``net_ratio``, ``npv``, ``total_pv``, ``impact`` (undiscounted, full year), ``value_by_year``,
        ``pv_by_year``, ``by_GROUP.KEY`` with ``.share`` or ``.ratio``, ``impact_by_stakeholder.KEY``,
        ``perspectives.ID.ratio``, ``two_way``, or any of them after ``scenario:ID.``.

    Raises
    ------
    ValuationError
        ``measure-unknown``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> measure(evaluate(study), "by_stakeholder.a.ratio")
    2.0
    """
    if name.startswith("scenario:"):
        scenario, _, inner = name.removeprefix("scenario:").partition(".")
        return measure(evaluate(valuation.model.base_study, scenario), inner)
    parts = name.split(".")
    head, rest = parts[0], parts[1:]
    if head in ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs") and not rest:
        return getattr(valuation, head)
    if head == "total_pv":
        return valuation.pv_benefits
    if head in ("value_by_year", "pv_by_year"):
        table = valuation.flows.values if head == "value_by_year" else valuation.flows.present
        return table.sum(axis=0).tolist()
    if head in ("impact", "impact_by_stakeholder"):
        return _impact(valuation, rest[0] if rest else None)
    group = head.removeprefix("by_")
    if head.startswith("by_") and group in GROUPS and rest and rest[0] in group_sums(valuation, group):
        value = group_sums(valuation, group)[rest[0]]
        return value / {"ratio": valuation.pv_inputs, "share": valuation.pv_benefits}.get(rest[-1], 1.0)
    if head == "perspectives" and len(rest) == 2 and rest[0] in valuation.perspectives:
        return getattr(valuation.perspectives[rest[0]], rest[1])
    if head == "two_way" and len(valuation.model.costs) == len(valuation.model.lines) == 1:
        return _two_way(valuation)
    raise ValuationError(Problem("measure-unknown", f"found the measure {name}", "a measure is a number of the result"))


def _impact(valuation: Valuation, stakeholder: str | None) -> float:
    """Value of a full year after deductions, before drop-off and discounting, of all cohorts."""
    flows, total = valuation.flows, 0.0
    for place, line in enumerate(valuation.model.lines):
        if stakeholder is None or line.to == stakeholder:
            total += float(flows.impact[place])
    return total


def _two_way(valuation: Valuation) -> list[list[float]]:
    """Ratio with inputs (rows) and outcomes (columns) from −50% to +50% in steps of 10%."""
    model = valuation.model
    rows = model.parameters.rows
    cost, value = rows[model.costs[0].amounts[0][1].columns[0]], rows[model.lines[0].unit.columns[0]]
    steps = [step / 10 for step in range(-5, 6)]
    points = {
        cost.address: [cost.central * (1 + a) for a in steps for _ in steps],
        value.address: [value.central * (1 + b) for _ in steps for b in steps],
    }
    return evaluate_model(model, points).ratio.reshape(len(steps), len(steps)).tolist()
