"""What a report printed against what is computed here. Nothing is tuned: what differs is shown as different."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from sroi.errors import Problem, SroiError, ValuationError
from sroi.study.digits import decimals
from sroi.study.faults import did_you_mean
from sroi.study.settings import AlsoPublished, Published
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
        With every problem: ``measure-unknown`` where an entry names a measure that does not exist,
        ``measure-undefined`` where it has no value, ``measure-shape`` where it is not as many numbers as were printed.
    """
    found, problems = _compared(study)
    if problems:
        raise ValuationError(problems)
    return found


def published_problems(study: Study) -> list[Problem]:
    """Find the entries under ``published`` that cannot be compared, each with its address and line."""
    return _compared(study)[1]


def _compared(study: Study) -> tuple[list[Check], list[Problem]]:
    if study.published is None:
        return [], []
    published, valuation = study.published, evaluate(study)
    found, problems = list(_headlines(published, valuation)), list[Problem]()
    for count, entry in enumerate(published.also):
        try:
            found += _entry(entry, valuation)
        except SroiError as error:
            at, line = f"published/also/{count}/measure", study.line("published", "also", count, "measure")
            problems += [Problem(p.code, p.found, p.allowed, p.write, at, line) for p in error.problems]
    return found, problems


def _headlines(published: Published, valuation: Valuation) -> Iterator[Check]:
    net = published.convention == "net"
    if published.ratio is not None:
        what = "ratio, quoted net" if net else "ratio"
        yield _check(what, published.ratio, valuation.net_ratio if net else valuation.ratio)
    if published.total_pv is not None:
        yield _check("present value of benefits", published.total_pv, valuation.pv_benefits)
    if published.npv is not None:
        yield _check("net present value", published.npv, valuation.npv)


def _entry(entry: AlsoPublished, valuation: Valuation) -> Iterator[Check]:
    if entry.measure is None:
        return
    computed = np.asarray(measure(valuation, entry.measure), dtype=float)
    printed = _flat(entry.printed)
    if np.size(computed) != len(printed):
        raise ValuationError(
            Problem(
                "measure-shape",
                f"found {len(printed)} printed numbers, and {entry.measure} has {np.size(computed)}",
                "one printed number stands for each computed one",
                "name another measure, or print as many numbers",
            )
        )
    for place, (one, other) in enumerate(zip(printed, computed.ravel(), strict=True)):
        label = f"{entry.what} ({place + 1} of {len(printed)})" if len(printed) > 1 else entry.what
        yield _check(label, one, float(other))


def _check(what: str, printed: float, computed: float) -> Check:
    return Check(what, printed, computed, same_to_printed_digits(printed, computed))


def _flat(printed: Any) -> list[float]:
    return [one for item in printed for one in _flat(item)] if isinstance(printed, tuple) else [printed]


def same_to_printed_digits(printed: float, computed: float) -> bool:
    """Whether a computed number, rounded as the printed one is, gives the printed one.

    A printed number keeps its digits: 2.00 is met by 2.004, and not by 2.04, which 2 would be.

    Examples
    --------
    >>> same_to_printed_digits(1.93, 1.929), same_to_printed_digits(4.3, 4.2491), same_to_printed_digits(17, 16.8874)
    (True, False, True)
    >>> from sroi.study.digits import WrittenFloat
    >>> same_to_printed_digits(WrittenFloat("2.00"), 2.04), same_to_printed_digits(2, 2.04)
    (False, True)
    """
    return abs(computed - printed) <= 0.5 * 10.0 ** -decimals(printed) * (1 + 1e-9)


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
        ``measure-unknown``, with the nearest names; ``measure-undefined`` where a perspective has no ratio.

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
    head, *rest = name.split(".")
    if head in _PLAIN and not rest:
        return getattr(valuation, _PLAIN[head])
    if head in ("value_by_year", "pv_by_year") and not rest:
        table = valuation.flows.values if head == "value_by_year" else valuation.flows.present
        return table.sum(axis=0).tolist()
    if name == "impact" or (
        head == "impact_by_stakeholder" and len(rest) == 1 and rest[0] in valuation.study.stakeholders
    ):
        return _impact(valuation, rest[0] if rest else None)
    if head.startswith("by_") and (found := _of_group(valuation, head.removeprefix("by_"), rest)) is not None:
        return found
    if head == "perspectives" and len(rest) == 2 and rest[0] in valuation.perspectives and rest[1] in _OF_PERSPECTIVE:
        seen = valuation.perspectives[rest[0]]
        if getattr(seen, rest[1]) is None:
            raise ValuationError(Problem("measure-undefined", f"{name} is undefined: {seen.reason}"))
        return getattr(seen, rest[1])
    if name == "two_way" and len(valuation.model.costs) == len(valuation.model.lines) == 1:
        return _two_way(valuation)
    known = [*_PLAIN, "value_by_year", "pv_by_year", "impact", "two_way"]
    known += [f"impact_by_stakeholder.{key}" for key in valuation.study.stakeholders]
    known += [f"by_{group}.{key}" for group in GROUPS for key in group_sums(valuation, group)]
    known += [f"perspectives.{key}.{word}" for key in valuation.perspectives for word in _OF_PERSPECTIVE]
    raise ValuationError(
        Problem(
            "measure-unknown",
            f"found the measure {name}",
            "a measure is a number of the result",
            did_you_mean(name, known),
        )
    )


#: Measures that are one number, and what they are called in a valuation.
_PLAIN: Final = {
    **{name: name for name in ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs")},
    "total_pv": "pv_benefits",
}

#: Numbers of one perspective.
_OF_PERSPECTIVE: Final = ("ratio", "npv", "pv_benefits", "pv_inputs")


def _of_group(valuation: Valuation, group: str, rest: list[str]) -> float | None:
    """Value of one group, its share of all value, or its value per 1 of inputs; None where there is no such thing."""
    if group not in GROUPS or not 1 <= len(rest) <= 2:
        return None
    key, of = rest[0], rest[1] if len(rest) == 2 else ""
    divisors = {"": 1.0, "ratio": valuation.pv_inputs, "share": valuation.pv_benefits}
    sums = {str(name): value for name, value in group_sums(valuation, group).items()}
    if key not in sums or of not in divisors:
        return None
    if not divisors[of]:
        raise ValuationError(Problem("measure-undefined", f"by_{group}.{key}.{of} is undefined: all value is 0"))
    return sums[key] / divisors[of]


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
