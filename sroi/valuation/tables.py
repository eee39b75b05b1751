"""Results as tables and as plain data. pandas is imported only when a table is asked for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.study.outcome import DEDUCTIONS
from sroi.valuation.ranges import stated_range
from sroi.valuation.vector import central

if TYPE_CHECKING:
    import pandas as pd

    from sroi.valuation.valuation import Valuation


def grouped(valuation: Valuation, group: str) -> pd.DataFrame:
    """Present value by group, with its share and its value per 1 of inputs."""
    import pandas as pd

    sums = group_sums(valuation, group)
    values = pd.Series(sums, dtype=float, name="value")
    values.index.name = group
    table = values.to_frame()
    table["share"] = table["value"] / valuation.pv_benefits if valuation.pv_benefits else float("nan")
    table["per_1"] = table["value"] / valuation.pv_inputs
    return table


def group_sums(valuation: Valuation, group: str) -> dict[Any, float]:
    """Present value by group, in the order of the study."""
    from sroi.valuation.valuation import UNDATED

    flows = valuation.flows
    if group == "year":
        first = valuation.study.start_year
        by_year: dict[Any, float] = {first + t: float(value) for t, value in enumerate(flows.present.sum(axis=0))}
        if np.any(flows.undated):
            by_year[UNDATED] = float(flows.undated.sum())
        return by_year
    sums: dict[Any, float] = defaultdict(float)
    for line, value in zip(valuation.model.lines, flows.line_totals, strict=True):
        sums[valuation.key(line, group)] += float(value)
    return dict(sums)


def value_map(valuation: Valuation) -> pd.DataFrame:
    """One row per value, in the column order of the Social Value International value map."""
    import pandas as pd

    study, flows, x = valuation.study, valuation.flows, central(valuation.model)
    rows = []
    for place, line in enumerate(valuation.model.lines):
        outcome, stream = study.outcomes[line.outcome], valuation.model.streams[line.stream]
        shares = {name: float(x[column]) for name, column in stream.deductions}
        rows.append(
            {
                "address": line.address,
                "stakeholder": study.stakeholders[outcome.stakeholder].name,
                "outcome": outcome.name,
                "indicator": outcome.indicator,
                "quantity": float(flows.quantity[line.stream]),
                "duration": float(x[stream.life.duration]),
                "delay": float(x[stream.life.delay]),
                "proxy": line.unit_value.proxy or line.value,
                "type": line.type,
                "value_goes_to": study.stakeholders[line.to].name,
                "unit_value": float(line.unit.of(x)) * (-1 if line.mirror_of is not None else 1),
                "source": line.unit_value.source,
                **{name: shares[name] for name in DEDUCTIONS},
                **{name: share for name, share in shares.items() if name not in DEDUCTIONS},
                "multiplier": float(x[stream.multiplier]),
                "optimism_bias": float(x[stream.bias]),
                "drop_off": float(x[stream.life.drop_off]) if stream.life.drop_off is not None else None,
                "gross": float(flows.gross[place]),
                "impact": float(flows.impact[place]),
                "present_value": float(flows.line_totals[place]),
                "share": float(flows.line_totals[place]) / valuation.pv_benefits if valuation.pv_benefits else None,
            }
        )
    table = pd.DataFrame(rows).set_index("address")
    empty = [
        name
        for name in ("leakage", "substitution", "multiplier", "optimism_bias", "delay")
        if (table[name] == (1.0 if name == "multiplier" else 0.0)).all()
    ]
    return table.drop(columns=empty)


def cash_flow(valuation: Valuation) -> pd.DataFrame:
    """One row per year: benefits, inputs and net, undiscounted and discounted, and the running totals."""
    import pandas as pd

    flows = valuation.flows
    table = pd.DataFrame(
        {
            "benefits": flows.values.sum(axis=0),
            "inputs": flows.costs.sum(axis=0),
            "pv_benefits": flows.present.sum(axis=0),
            "pv_inputs": flows.present_costs.sum(axis=0),
        },
        index=pd.RangeIndex(
            valuation.study.start_year, valuation.study.start_year + valuation.study.horizon, name="year"
        ),
    )
    table.insert(2, "net", table["benefits"] - table["inputs"])
    table["pv_net"] = table["pv_benefits"] - table["pv_inputs"]
    table["running_total"] = table["net"].cumsum()
    table["running_total_discounted"] = table["pv_net"].cumsum()
    return table


def estimates(valuation: Valuation) -> pd.DataFrame:
    """One row per entry of the vector of estimates that the study states."""
    import pandas as pd

    rows = []
    for row in valuation.model.parameters.rows:
        if row.stated:
            found = stated_range(row.distribution)
            rows.append(
                {
                    "address": row.address,
                    "label": row.label,
                    "central": row.central,
                    "low": found[0] if found else None,
                    "high": found[1] if found else None,
                    "range": found[2] if found else None,
                    "distribution": row.distribution.kind,
                    "unit": row.unit,
                    "family": row.family,
                    "source": row.source,
                    "grade": row.grade,
                    "assumption": row.assumption,
                    "note": row.note,
                }
            )
    table = pd.DataFrame(rows).set_index("address")
    table["grade"] = table["grade"].astype("Int64")
    return table


def unit_costs(valuation: Valuation) -> pd.DataFrame:
    """Value and cost per person reached (of each participant group) and per unit of each outcome."""
    import pandas as pd

    study, columns, x = valuation.study, valuation.model.parameters.columns, central(valuation.model)
    rows = []
    for key, person in study.stakeholders.items():
        if person.role == "participant" and person.size is not None:
            size = float(x[columns[f"stakeholders/{key}/size"]])
            rows.append(
                (f"one of {person.name}", f"{size:,.0f} {person.name} (number of them)", size, valuation.pv_benefits)
            )
    totals = group_sums(valuation, "outcome")
    for place, stream in enumerate(valuation.model.streams):
        if stream.outcome in totals:
            quantity = float(valuation.flows.quantity[place])
            name = study.outcomes[stream.outcome].name
            rows.append(
                (
                    f"one unit of: {name}",
                    f"{quantity:,.2f} units (quantity before deductions)",
                    quantity,
                    totals[stream.outcome],
                )
            )
    return pd.DataFrame(
        [
            {
                "per": per,
                "denominator": said,
                "count": count,
                "value": value / count if count else None,
                "cost": valuation.pv_inputs / count if count else None,
            }
            for per, said, count, value in rows
        ]
    )
