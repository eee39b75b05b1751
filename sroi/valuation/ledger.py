"""The ledger: every step from gross to present value, by value, cohort and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.valuation.engine import biased, central
from sroi.valuation.flows import cohorts

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

    model, flows, x = valuation.model, valuation.flows, central(valuation.model)
    first, rows = valuation.study.start_year, []
    names = list(
        dict.fromkeys(name for stream in model.streams for name, column in stream.deductions if float(x[column]))
    )
    for place, line in enumerate(model.lines):
        stream = model.streams[line.stream]
        sign = -1.0 if line.mirror_of is not None else 1.0
        for cohort in cohorts(model, stream, x, model.horizon):
            gross = sign * float(line.unit.of(x)) * cohort.quantity
            steps, left = {}, gross
            shares = {name: float(x[column]) for name, column in stream.deductions}
            for name in names:
                steps[f"less_{name}"] = left * shares.get(name, 0.0)
                left -= steps[f"less_{name}"]
            multiplied = left * float(x[stream.multiplier])
            unit = float(biased(line.unit.of(x), x[stream.bias], 1 if cohort.quantity >= 0 else -1))
            impact = sign * unit * cohort.quantity * float(flows.kept[place])
            start = {"address": line.address, "outcome": line.outcome, "to": line.to, "cohort": first + cohort.start}
            common = {
                "gross": gross,
                **steps,
                "multiplier_adds": multiplied - left,
                "less_optimism_bias": multiplied - impact,
                "impact": impact,
            }
            if line.present_value:
                rows.append(
                    {
                        **start,
                        "year": None,
                        **common,
                        "life": 1.0,
                        "growth": 1.0,
                        "value": impact,
                        "discount_factor": 1.0,
                        "present_value": impact,
                    }
                )
                continue
            for t in np.flatnonzero(cohort.life[: model.horizon]):
                value = impact * cohort.life[t] * cohort.growth[t]
                rows.append(
                    {
                        **start,
                        "year": first + int(t),
                        **common,
                        "life": float(cohort.life[t]),
                        "growth": float(cohort.growth[t]),
                        "value": float(value),
                        "discount_factor": float(cohort.discount[t]),
                        "present_value": float(value * cohort.discount[t]),
                    }
                )
    table = pd.DataFrame(rows, columns=None if rows else COLUMNS)
    if rows:
        table["year"] = table["year"].astype("Int64")
        table = table.drop(
            columns=[
                name
                for name in ("multiplier_adds", "less_optimism_bias")
                if (table[name].abs() <= 1e-9 * table["gross"].abs()).all()
            ]
        )
    return table
