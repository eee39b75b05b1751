"""Results as tables and as plain data. pandas is imported only when a table is asked for."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.study.distributions import Z95, Discrete, Fixed, Shape, Split
from sroi.study.outcome import DEDUCTIONS
from sroi.valuation.engine import central
from sroi.valuation.flows import cohorts

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
        impact = float(flows.unit[place] * flows.quantity[line.stream] * flows.kept[place])
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
                "optimism_bias": float(x[line.bias]),
                "drop_off": float(x[stream.life.drop_off]) if stream.life.drop_off is not None else None,
                "gross": float(flows.gross[place]),
                "impact": impact,
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
            impact = float(flows.unit[place]) * cohort.quantity * float(flows.kept[place])
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
    table = pd.DataFrame(rows)
    if len(table):
        table["year"] = table["year"].astype("Int64")
        table = table.drop(
            columns=[name for name in ("multiplier_adds", "less_optimism_bias") if (table[name] == 0).all()]
        )
    return table


def stated_range(shape: Shape) -> tuple[float, float, str] | None:
    """Range of a belief as it was stated: its ends and what they are; None where the number is taken as known."""
    if isinstance(shape, Fixed):
        return None
    if isinstance(shape, Split):
        ends = sorted((shape.at(-Z95), shape.at(Z95)))
        return ends[0], ends[1], "P5 to P95"
    if isinstance(shape, Discrete):
        return min(shape.values), max(shape.values), "smallest to largest"
    low, high = getattr(shape, "low", None), getattr(shape, "high", None)
    if low is not None and high is not None:
        return float(low), float(high), "bounds"
    return None


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


def as_dict(valuation: Valuation) -> dict[str, Any]:
    """The whole result as plain data."""
    import sroi

    study, pay, irr = valuation.study, valuation.payback, valuation.irr
    return {
        "title": study.title,
        "kind": study.kind,
        "scenario": valuation.scenario,
        "currency": study.currency,
        "price_base": study.price_base,
        "start_year": study.start_year,
        "horizon": study.horizon,
        "ratio": valuation.ratio,
        "net_ratio": valuation.net_ratio,
        "npv": valuation.npv,
        "pv_benefits": valuation.pv_benefits,
        "pv_inputs": valuation.pv_inputs,
        "payback": {
            "guide_months": pay.guide_months,
            "cumulative_years": pay.cumulative_years,
            "discounted_years": pay.discounted_years,
            "reasons": pay.reasons,
        },
        "irr": {"rate": irr.rate, "rates": list(irr.roots), "reason": irr.reason},
        "convention": valuation.convention,
        "notes": list(valuation.notes),
        "beyond_horizon": float(valuation.flows.beyond.sum()),
        **{
            f"by_{group}": _records(valuation, group)
            for group in ("stakeholder", "agency", "type", "domain", "outcome")
        },
        "by_year": _by_year(valuation),
        "perspectives": {
            key: {
                "title": found.view.title,
                "pv_benefits": found.pv_benefits,
                "pv_inputs": found.pv_inputs,
                "npv": found.npv,
                "ratio": found.ratio,
                "reason": found.reason,
                "numerator": found.view.numerator,
                "denominator": found.view.denominator,
                "additive": found.view.additive,
            }
            for key, found in valuation.perspectives.items()
        },
        "per": _plain(unit_costs(valuation)),
        "estimates": _plain(valuation.estimates.reset_index()),
        "value_map": _plain(valuation.value_map.reset_index()),
        "unmonetised": {key: item.name for key, item in study.unmonetised.items()},
        "study_hash": valuation.model.base_study.hash,
        "version": sroi.__version__,
    }


def _records(valuation: Valuation, group: str) -> dict[str, dict[str, float | None]]:
    total = valuation.pv_benefits
    return {
        str(key): {"value": value, "share": value / total if total else None, "per_1": value / valuation.pv_inputs}
        for key, value in group_sums(valuation, group).items()
    }


def _by_year(valuation: Valuation) -> list[dict[str, Any]]:
    rows = _plain(valuation.cash_flow.reset_index())
    if np.any(valuation.flows.undated):
        undated = float(valuation.flows.undated.sum())
        rows.append(
            {
                "year": None,
                "benefits": None,
                "pv_benefits": undated,
                "pv_inputs": 0.0,
                "note": "stated as present value",
            }
        )
    return rows


def _plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a table as plain data, with None where a cell is empty."""
    cells = table.astype(object).where(table.notna(), None)
    return [{str(key): _cell(value) for key, value in row.items()} for row in cells.to_dict("records")]


def _cell(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def as_html(valuation: Valuation) -> str:
    """A short summary for notebooks."""
    study = valuation.study
    notes = "".join(f"<li>{escape(note)}</li>" for note in valuation.notes)
    table = valuation.by("stakeholder")
    rows = "".join(
        f"<tr><td>{escape(study.stakeholders[str(key)].name)}</td><td style='text-align:right'>{value:,.0f}</td>"
        f"<td style='text-align:right'>{per:,.2f}</td></tr>"
        for key, value, per in zip(table.index, table["value"], table["per_1"], strict=True)
    )
    return (
        f"<p><strong>{escape(study.title)}</strong>: {escape(study.currency)} {valuation.ratio:,.2f} per 1 invested; "
        f"net present value {valuation.npv:,.0f} over {study.horizon} years; price base {escape(study.price_base)}.<br>"
        f"{escape(valuation.convention)}</p>"
        f"<table><thead><tr><th>Value goes to</th><th>Present value</th><th>Per 1</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{f'<ul>{notes}</ul>' if notes else ''}"
    )
