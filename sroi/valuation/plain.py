"""A whole result as plain data, for machines, and as a short summary for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np

from sroi.valuation.formats import years
from sroi.valuation.notebook import picture
from sroi.valuation.tables import group_sums, unit_costs

if TYPE_CHECKING:
    import pandas as pd

    from sroi.valuation.valuation import Valuation


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
            "guide_year": None if pay.guide_year is None else study.start_year + pay.guide_year,
            "cumulative_years": pay.cumulative_years,
            "discounted_years": pay.discounted_years,
            "reasons": pay.reasons,
        },
        "irr": {"rate": irr.rate, "rates": list(irr.roots), "reason": irr.reason},
        "convention": valuation.convention,
        "notes": list(valuation.notes),
        "value_on_assumptions": valuation.assumed_shares,
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
        "per": records(unit_costs(valuation)),
        "estimates": records(valuation.estimates.reset_index()),
        "value_map": records(valuation.value_map.reset_index()),
        "unmonetised": {key: item.name for key, item in study.unmonetised.items()},
        "acknowledged": [entry.model_dump(exclude_none=True) for entry in study.acknowledged],
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
    rows = records(valuation.cash_flow.reset_index())
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


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
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
        f"net present value {valuation.npv:,.0f} over {years(study.horizon)}; "
        f"price base {escape(study.price_base)}.<br>"
        f"{escape(valuation.convention)}</p>"
        f"<table><thead><tr><th>Value goes to</th><th>Present value</th><th>Per 1</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>{f'<ul>{notes}</ul>' if notes else ''}{picture(valuation)}"
    )
