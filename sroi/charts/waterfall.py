"""From gross value to net present value: what each deduction takes off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sroi.charts.basis import subtitle
from sroi.charts.chart import Chart, headline
from sroi.charts.marks import Names
from sroi.charts.scales import amounts, from_zero
from sroi.charts.steps import Step, marks
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd

#: Most deductions shown on their own; the smallest beyond that are one row.
_MOST: Final = 8

_WORDS: Final = {
    "less_attribution": "Caused by others (attribution)",
    "multiplier_adds": "Multiplier",
    "less_optimism_bias": "Optimism bias",
}


def waterfall(valuation: Valuation) -> Chart:
    """Show how gross value becomes net present value.

    Every step is a present value: what a deduction takes off in each year, times that year's discount factor, so that
    the steps add up to the present value of benefits. Transfers between stakeholders cancel out.

    Parameters
    ----------
    valuation
        A valued study.

    Returns
    -------
    Chart
        ``table`` has ``step``, ``change`` and ``running_total``, in the study's currency and price base.

    References
    ----------
    The order of deductions is that of ``docs/method.md`` §3; each takes its share of what the ones before it left.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 25%, attribution: 50%}}}
    ... ''')
    >>> waterfall(evaluate(study)).table["change"].tolist()
    [200.0, -50.0, -75.0, 75.0, -100.0, -25.0]
    """
    steps = _steps(valuation)
    written = amounts(valuation.study.currency, [end for step in steps for end in (step.start, step.end)])
    gross, deductions = _gross(steps), [step for step in steps if step.key.startswith("less_")]
    title = _title(valuation, gross, deductions)
    lead = "; ".join(f"{step.name.lower()} takes {written(-step.change)}" for step in deductions)
    alt = (
        f"Waterfall chart. {title}. Value before deductions is {written(gross)}"
        f"{f'; {lead}' if lead else ''}. That leaves {written(valuation.pv_benefits)} of benefits against "
        f"{written(valuation.pv_inputs)} invested: a net present value of {written(valuation.npv)}."
    )
    strong = frozenset(place for place, step in enumerate(steps) if step.total)
    return Chart(
        kind="waterfall",
        title=title,
        subtitle=subtitle("Present value", valuation.model),
        alt=alt,
        columns=("step", "change", "running_total"),
        rows=tuple((step.name, step.change, step.end) for step in steps),
        marks=tuple(marks(steps, written)),
        across=from_zero([end for step in steps for end in (step.start, step.end)], written),
        up=Names(tuple(step.name for step in steps), tuple(step.detail for step in steps), strong),
        notes=valuation.notes,
    )


def _steps(valuation: Valuation) -> list[Step]:
    ledger = valuation.ledger
    worth = ledger["life"] * ledger["growth"] * ledger["discount_factor"]
    gross = ledger["gross"] * worth
    harms = float(gross[(gross < 0) & ~ledger["address"].isin(_transfers(valuation.model))].sum())
    changes = [("gross", "Value before deductions", float(gross.sum()))]
    if harms:
        gains = float(gross.sum()) - harms
        changes = [("gross", "Gains before deductions", gains), ("harms", "Harms and added costs", harms)]
    changes += _deductions(ledger, worth)
    steps, total = [], 0.0
    for key, name, change in changes:
        steps.append(Step(name, total, total + change, total=key == "gross", key=key))
        total += change
    left, paid = valuation.pv_benefits, valuation.pv_inputs
    return [
        *steps,
        Step("Present value of benefits", 0.0, left, total=True, key="pv_benefits"),
        Step("Invested", left, left - paid, key="pv_inputs"),
        Step("Net present value", 0.0, left - paid, total=True, key="npv"),
    ]


def _transfers(model: Model) -> set[str]:
    """Addresses of values that are transfers, and of their mirrors, which cancel them out."""
    mirrors = [line for line in model.lines if line.mirror_of is not None]
    return {line.address for line in mirrors} | {model.lines[line.mirror_of or 0].address for line in mirrors}


def _deductions(ledger: pd.DataFrame, worth: pd.Series[float]) -> list[tuple[str, str, float]]:
    """What each deduction takes off, as present value, in the order it is taken; the smallest together if many."""
    found = []
    for column in ledger.columns:
        if column.startswith("less_") or column == "multiplier_adds":
            change = float((ledger[column] * worth).sum()) * (1 if column == "multiplier_adds" else -1)
            words = spaced(column.removeprefix("less_").split("/")[-1])
            found.append((column, _WORDS.get(column, words[:1].upper() + words[1:]), change))
    if len(found) <= _MOST:
        return found
    kept = sorted(found, key=lambda step: -abs(step[2]))[: _MOST - 1]
    rest = [step for step in found if step not in kept]
    kept_in_order = [step for step in found if step in kept]
    return [*kept_in_order, ("less_other", f"Other deductions ({len(rest)})", sum(step[2] for step in rest))]


def _gross(steps: list[Step]) -> float:
    return sum(step.change for step in steps if step.key in ("gross", "harms"))


def _title(valuation: Valuation, gross: float, deductions: list[Step]) -> str:
    written = amounts(valuation.study.currency, [gross, valuation.pv_benefits])
    left = valuation.pv_benefits
    taken = [step for step in deductions if step.change < 0]
    if gross == 0:
        return headline("Gains and harms cancel out, or there are none, before any deduction")
    if gross < 0:
        return headline(f"Harms outweigh gains by {written(-gross)}, before any deduction")
    if not taken:
        return headline(f"All {written(gross)} is counted: the study states no deductions")
    most = min(taken, key=lambda step: step.change)
    front = f"{left / gross:.0%} of gross value is left: {written(left)} of {written(gross)}"
    return headline(f"{front}; {most.name.lower()} takes most", front)
