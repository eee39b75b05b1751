"""What reports printed, digit for digit, and the measure that answers to each number.

The printed numbers are read from the text of the study file, so that 5.80 keeps its two decimals. The measures are
looked up here in the tables of a valuation, independently of the product's own comparison (`sroi.valuation.published`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

import sroi
from sroi.study.study import Study
from sroi.valuation.engine import evaluate as evaluate_model
from sroi.valuation.valuation import Valuation

STUDIES = Path(__file__).parents[2] / "studies"

#: Changes of the printed two-way tables: −50% to +50% in steps of 10%.
STEPS = [round(-0.5 + step / 10, 1) for step in range(11)]


@dataclass(frozen=True)
class Printed:
    """One printed number, with its digits, and the computed one."""

    study: str
    what: str
    text: str
    computed: float

    @property
    def number(self) -> float:
        """The printed number."""
        return float(self.text)

    @property
    def agrees(self) -> bool:
        """Whether the computed number, rounded to the digits printed, is the printed one (halves either way)."""
        unit = Decimal(1).scaleb(min(int(Decimal(self.text).as_tuple().exponent), 0))
        return abs(Decimal(repr(self.computed)) - Decimal(self.text)) <= unit / 2

    @property
    def difference(self) -> float:
        """Relative difference of the computed number from the printed one."""
        return self.computed / self.number - 1


@lru_cache
def study(name: str) -> Study:
    """One of the ready studies."""
    return sroi.load(STUDIES / f"{name}.yaml")


@lru_cache
def valued(name: str, scenario: str | None = None) -> Valuation:
    """One of the ready studies, or a scenario of it, valued."""
    return sroi.evaluate(study(name), scenario)


def names() -> list[str]:
    """Studies that record what a report printed and compute a ratio; illustrations are no reproductions."""
    found = [(path.stem, sroi.load(path)) for path in sorted(STUDIES.glob("*.yaml"))]
    return [
        name for name, each in found if each.published is not None and each.kind != "illustration" and each.outcomes
    ]


def texts(name: str) -> dict[str, Any]:
    """The `published` block, every scalar as the text that stands in the file."""
    reader = YAML(typ="base", pure=True)
    return dict(reader.load((STUDIES / f"{name}.yaml").read_text(encoding="utf-8"))["published"])


def printed(name: str) -> Iterator[Printed]:
    """Every number a report printed that has an answer here."""
    block, valuation = texts(name), valued(name)
    net = block.get("convention") == "net"
    for key, computed in (
        ("ratio", valuation.net_ratio if net else valuation.ratio),
        ("total_pv", valuation.pv_benefits),
        ("npv", valuation.npv),
    ):
        if key in block:
            yield Printed(name, f"headline {key}", block[key], computed)
    for entry in block.get("also", []):
        if "measure" in entry:
            pairs = list(flat(entry["printed"], measured(name, entry["measure"])))
            for place, (text, computed) in enumerate(pairs):
                what = entry["measure"] if len(pairs) == 1 else f"{entry['measure']}[{place}]"
                yield Printed(name, what, text, float(computed))


def flat(one: Any, other: Any) -> Iterator[tuple[str, Any]]:
    """Pair two nests of lists of the same shape."""
    if isinstance(one, list):
        for left, right in zip(one, other, strict=True):
            yield from flat(left, right)
    else:
        yield one, other


def measured(name: str, measure: str) -> Any:
    """A measure by its dotted name, from the tables of the valuation."""
    scenario = None
    if measure.startswith("scenario:"):
        scenario, _, measure = measure.removeprefix("scenario:").partition(".")
    valuation = valued(name, scenario)
    head, *rest = measure.split(".")
    if head == "two_way":
        return two_way(valuation)
    if head in ("value_by_year", "pv_by_year"):
        return valuation.cash_flow["benefits" if head == "value_by_year" else "pv_benefits"].tolist()
    if head in ("impact", "impact_by_stakeholder"):
        rows = valuation.value_map
        if rest:
            rows = rows[rows["value_goes_to"] == valuation.study.stakeholders[rest[0]].name]
        return rows["impact"].sum()
    if head.startswith("by_"):
        column = {"ratio": "per_1", "share": "share"}.get(rest[-1], "value")
        return valuation.by(head.removeprefix("by_"))[column][rest[0]]
    if head == "perspectives":
        return getattr(valuation.perspectives[rest[0]], rest[1])
    return {
        "ratio": valuation.ratio,
        "net_ratio": valuation.net_ratio,
        "npv": valuation.npv,
        "total_pv": valuation.pv_benefits,
    }[measure]


def two_way(valuation: Valuation) -> list[list[float]]:
    """Ratio with the one input (rows) and the one outcome (columns) scaled by each of the steps."""
    (cost,) = [row for row in valuation.model.parameters.rows if row.address == "inputs/system-cost/amount"]
    (value,) = [row for row in valuation.model.parameters.rows if row.address == "outcome-cost/value"]
    a, b = np.meshgrid(STEPS, STEPS, indexing="ij")
    points = {
        cost.address: cost.central * (1 + a.ravel()),
        value.address: value.central * (1 + b.ravel()),
    }
    ratios = evaluate_model(valuation.model, points).ratio.reshape(a.shape)
    return [[float(cell) for cell in row] for row in ratios]
