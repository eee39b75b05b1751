"""The ledger: every step from gross to present value, by value, cohort and year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.valuation.engine import biased
from sroi.valuation.flows import Cohort, cohorts
from sroi.valuation.vector import Vector, central

if TYPE_CHECKING:
    import pandas as pd

    from sroi.valuation.valuation import Valuation


#: Columns every ledger has, between which the deductions stand.
COLUMNS: Final = [
    "address",
    "outcome",
    "to",
    "cohort",
    "year",
    "gross",
    "impact",
    "life",
    "growth",
    "value",
    "discount_factor",
    "present_value",
]


def ledger(valuation: Valuation) -> pd.DataFrame:
    """One row per value, cohort and year: gross, what each deduction takes, life, growth, discount factor, PV.

    ``gross`` less the ``less_*`` columns, plus what a multiplier adds, is ``impact``; times ``life``, ``growth`` and
    ``discount_factor`` it is ``present_value``. Values stated as present values have no year.
    """
    import pandas as pd

    model, x = valuation.model, central(valuation.model)
    names = list(
        dict.fromkeys(name for stream in model.streams for name, column in stream.deductions if float(x[column]))
    )
    rows = [
        row
        for place in range(len(model.lines))
        for cohort in cohorts(model, model.streams[model.lines[place].stream], x, model.horizon)
        for row in _rows(valuation, place, cohort, x, names)
    ]
    table = pd.DataFrame(rows, columns=None if rows else COLUMNS)
    if rows:
        table["year"] = table["year"].astype("Int64")
        nothing = [
            name
            for name in ("multiplier_adds", "less_optimism_bias")
            if (table[name].abs() <= 1e-9 * table["gross"].abs()).all()
        ]
        table = table.drop(columns=nothing)
    return table


def _rows(valuation: Valuation, place: int, cohort: Cohort, x: Vector, names: list[str]) -> Iterator[dict[str, Any]]:
    """One value of one cohort, year by year."""
    line, first = valuation.model.lines[place], valuation.study.start_year
    steps = _to_impact(valuation, place, cohort, x, names)
    start = {"address": line.address, "outcome": line.outcome, "to": line.to, "cohort": first + cohort.start}
    impact = steps["impact"]
    if line.present_value:
        once = {"life": 1.0, "growth": 1.0, "value": impact, "discount_factor": 1.0, "present_value": impact}
        yield {**start, "year": None, **steps, **once}
        return
    for t in np.flatnonzero(cohort.life[: valuation.model.horizon]):
        value = impact * cohort.life[t] * cohort.growth[t]
        yield {
            **start,
            "year": first + int(t),
            **steps,
            "life": float(cohort.life[t]),
            "growth": float(cohort.growth[t]),
            "value": float(value),
            "discount_factor": float(cohort.discount[t]),
            "present_value": float(value * cohort.discount[t]),
        }


def _to_impact(valuation: Valuation, place: int, cohort: Cohort, x: Vector, names: list[str]) -> dict[str, float]:
    """From gross to the impact of a full year: what each deduction takes, the multiplier adds and bias takes."""
    line = valuation.model.lines[place]
    stream = valuation.model.streams[line.stream]
    sign = -1.0 if line.mirror_of is not None else 1.0
    gross = left = sign * float(line.unit.of(x)) * cohort.quantity
    steps, shares = {"gross": gross}, {name: float(x[column]) for name, column in stream.deductions}
    for name in names:
        steps[f"less_{name}"] = left * shares.get(name, 0.0)
        left -= steps[f"less_{name}"]
    multiplied = left * float(x[stream.multiplier])
    unit = float(biased(line.unit.of(x), x[stream.bias], 1 if cohort.quantity >= 0 else -1))
    impact = sign * unit * cohort.quantity * float(valuation.flows.kept[place])
    return {**steps, "multiplier_adds": multiplied - left, "less_optimism_bias": multiplied - impact, "impact": impact}
