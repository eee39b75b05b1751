"""What a result rests on: it is computed again without each outcome, and without each input."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from sroi.analysis.outputs import TIMES, Output, output
from sroi.analysis.words.marks import coming_up, falling_short, has_mark, meets, said
from sroi.analysis.words.naming import named, quoted
from sroi.study.study import Study
from sroi.valuation.engine import NO_INPUTS
from sroi.valuation.flows import flows
from sroi.valuation.formats import money, part
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.vector import central
from sroi.valuation.views import View

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


#: What is said where the only outcome is left out.
NOTHING_LEFT: Final = "no outcome left"


@dataclass(frozen=True, slots=True)
class Without:
    """A result without one outcome or one input.

    Parameters
    ----------
    kind
        Whether an outcome or an input was left out.
    id, name
        Which one, by its id and for people.
    result
        The measure without it; None where it is undefined, which ``note`` explains.
    effect
        The measure without it less the base case; None where undefined or without limit.
    value
        Present value of what was left out, as far as the perspective counts it. [study currency, price base]
    share
        Its share of all value, or of all inputs, that the perspective counts; None where those come to nothing.
    note
        Why there is no result, or that nothing is left which the result could be of. Empty otherwise.
    """

    kind: Literal["outcome", "input"]
    id: str
    name: str
    result: float | None
    effect: float | None
    value: float
    share: float | None
    note: str = ""


@dataclass(frozen=True)
class LeaveOut:
    """What a result rests on.

    Made by :func:`leave_out`.

    Parameters
    ----------
    output
        The measure, the model and the perspective.
    outcomes, inputs
        The result without each, largest effect first; those without which it is undefined before all others.
    """

    output: Output
    outcomes: tuple[Without, ...]
    inputs: tuple[Without, ...]

    @property
    def base(self) -> float:
        """The measure in the base case."""
        return self.output.base

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        return tuple(_sentences(self))

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per outcome, then one per input, each by size of effect.

        Columns: ``kind``, ``id``, ``name``, ``present_value`` and ``share`` (of all value or all inputs counted),
        ``base``, ``without`` (the measure: money in the study's currency and price base, ratios per 1 of inputs,
        paybacks in years and infinite where it does not pay back; missing where undefined), ``effect``, ``note``.
        """
        import pandas as pd

        rows = [
            {
                "kind": row.kind,
                "id": row.id,
                "name": row.name,
                "present_value": row.value,
                "share": math.nan if row.share is None else row.share,
                "base": self.base,
                "without": math.nan if row.result is None else row.result,
                "effect": math.nan if row.effect is None else row.effect,
                "note": row.note,
            }
            for row in (*self.outcomes, *self.inputs)
        ]
        return pd.DataFrame(rows)

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table)


def leave_out(
    study: Study | Model, *, scenario: str | None = None, measure: str = "ratio", perspective: str = "social"
) -> LeaveOut:
    """Compute a result again without each outcome, and without each input.

    Leaving an outcome out here is what ``leave_out`` in a scenario does: its values and the mirrors of its transfers
    are not counted, and nothing else changes.

    Parameters
    ----------
    study
        A study, or a model of one of its scenarios.
    scenario
        Id of a scenario or option, where a study is given; None for the base case.
    measure
        Key of :data:`sroi.analysis.outputs.MEASURES`.
    perspective
        Id of a perspective.

    Raises
    ------
    ValuationError
        ``measure-unknown``; ``perspective-unknown``; ``inputs-zero`` where the base case is undefined;
        ``payback-undefined``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20},
    ...             calm: {name: Calmer, stakeholder: a, quantity: 10, value: 5}}}
    ... ''')
    >>> [(row.id, row.result, row.share) for row in leave_out(study).outcomes]
    [('fit', 0.5, 0.8), ('calm', 2.0, 0.2)]
    """
    model = study if isinstance(study, Model) else Model(study, scenario)
    asked = output(model, measure, perspective)
    values, costs = _present(asked)
    results = _followed(asked) if measure in TIMES else _subtracted(asked, values, costs)
    rows = [_row(asked, name, result, values, costs) for name, result in results.items()]
    rows.sort(key=lambda row: (row.result is not None, -math.inf if row.effect is None else -abs(row.effect)))
    outcomes = tuple(row for row in rows if row.kind == "outcome")
    return LeaveOut(asked, outcomes, tuple(row for row in rows if row.kind == "input"))


def _present(asked: Output) -> tuple[dict[str, float], dict[str, float]]:
    """Present value of each outcome and each input, as far as the perspective counts it."""
    model, view, x, found = asked.model, asked.view, central(asked.model), flows(asked.model)
    values = dict.fromkeys((stream.outcome for stream in model.streams), 0.0)
    shares = view.shares or (1.0,) * len(model.lines)
    present = found.present.sum(axis=1) + found.undated
    for line, counts, share, value in zip(model.lines, view.lines, shares, present, strict=True):
        values[line.outcome] += counts * float(value) * float(x[share] if isinstance(share, int) else share)
    spent = zip(model.costs, view.costs, found.present_costs.sum(axis=1), strict=True)
    return values, {f"inputs/{cost.id}": counts * float(amount) for cost, counts, amount in spent}


def _subtracted(asked: Output, values: dict[str, float], costs: dict[str, float]) -> dict[str, float]:
    """The measure without each: what is counted adds up, so that leaving out is taking away."""
    benefits, inputs = math.fsum(values.values()), math.fsum(costs.values())
    asked.base  # noqa: B018  (an undefined base case has nothing to be compared with)
    found = {name: _measured(asked.measure, benefits - value, inputs) for name, value in values.items()}
    for name, cost in costs.items():
        rest = math.fsum(other for key, other in costs.items() if key != name)
        found[name] = _measured(asked.measure, benefits, rest if cost else inputs)
    return found


def _measured(measure: str, benefits: float, inputs: float) -> float:
    if measure in ("ratio", "net_ratio"):
        return benefits / inputs - (measure == "net_ratio") if inputs > 0 else math.nan
    return {"npv": benefits - inputs, "pv_benefits": benefits, "pv_inputs": inputs}[measure]


def _followed(asked: Output) -> dict[str, float]:
    """The measure without each, followed year by year in a perspective that does not count it."""
    model, view = asked.model, asked.view
    found = {}
    for stream in model.streams:
        lines = tuple(
            counts and line.outcome != stream.outcome for line, counts in zip(model.lines, view.lines, strict=True)
        )
        found[stream.outcome] = _base(model, asked.measure, replace(view, lines=lines))
    for cost in model.costs:
        costs = tuple(counts and other.id != cost.id for other, counts in zip(model.costs, view.costs, strict=True))
        found[f"inputs/{cost.id}"] = _base(model, asked.measure, replace(view, costs=costs))
    return found


def _base(model: Model, measure: str, view: View) -> float:
    return Output(model, measure, view).base


def _row(asked: Output, name: str, result: float, values: dict[str, float], costs: dict[str, float]) -> Without:
    kind: Literal["outcome", "input"] = "input" if name.startswith("inputs/") else "outcome"
    among, key = (costs, name.removeprefix("inputs/")) if kind == "input" else (values, name)
    study = asked.model.study
    said = study.inputs[key].name or spaced(key).capitalize() if kind == "input" else study.outcomes[key].name
    total = math.fsum(among.values())
    undefined = math.isnan(result)
    note = f"undefined: {NO_INPUTS.found}" if undefined else ""
    if kind == "outcome" and len(values) == 1:
        note = note or NOTHING_LEFT
    difference = result - asked.base
    return Without(
        kind,
        key,
        said,
        None if undefined else result,
        0.0 if result == asked.base else difference if math.isfinite(difference) else None,
        among[name],
        among[name] / total if total else None,
        note,
    )


def _sentences(found: LeaveOut) -> Iterator[str]:
    asked, rows = found.output, found.outcomes
    base = said(asked, found.base)
    if not rows or all(row.effect == 0 for row in rows):
        yield f"The {asked.name}, {base}, is the same without any single outcome."
        return
    first = rows[0]
    if len(rows) == 1:
        left = "no outcome is left, and nothing to be worth anything"
        yield f"{quoted(first.name)} is the only outcome: everything rests on it. Without it {left}."
        return
    yield (
        f"Without {quoted(first.name)} the {asked.name} becomes {said(asked, first.result)}, instead of {base}."
        f"{_worth(found, first)}"
    )
    if has_mark(asked):
        starts = bool(meets(asked, found.base))
        does = falling_short(asked) if starts else coming_up(asked)
        ends = [np.nan if row.result is None else row.result for row in rows]
        across = [quoted(row.name) for row, meeting in zip(rows, meets(asked, ends), strict=True) if meeting != starts]
        if across:
            yield f"{len(across)} of {len(rows)} would alone, by being left out, {does}: {named(across)}."
        else:
            yield f"Leaving out any single outcome would not {does}."
    yield from _carried(rows)


def _worth(found: LeaveOut, first: Without) -> str:
    """How much of the value it is: a share where everything adds to it, amounts where some takes away."""
    if any(row.value < 0 for row in found.outcomes):
        currency = found.output.model.study.currency
        total = money(math.fsum(row.value for row in found.outcomes), currency)
        return f" Its present value is {money(first.value, currency)}; all that is counted comes to {total}."
    return f" It makes up {part(first.share, 1)} of the value counted." if first.share is not None else ""


def _carried(rows: tuple[Without, ...]) -> Iterator[str]:
    """How few outcomes carry most of the value, where all of them add to it."""
    shares = sorted((row.share for row in rows if row.share is not None), reverse=True)
    if len(shares) < 4 or shares[-1] < 0:
        return
    reached = int(np.searchsorted(np.cumsum(shares), 0.8 - 1e-12)) + 1
    if reached <= len(shares) / 2:
        together = part(math.fsum(shares[:reached]), 1)
        yield f"{reached} of {len(shares)} outcomes make up {together} of the value counted."
