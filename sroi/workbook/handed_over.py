"""The tables that are handed over with a study: what they are called, what they hold, how they are made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd

#: Headline measures, by attribute of a valuation.
MEASURES: Final = {
    "ratio": "SROI ratio",
    "net_ratio": "net SROI ratio",
    "npv": "net present value",
    "pv_benefits": "present value of benefits",
    "pv_inputs": "present value of inputs",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key in file names, its title, what it holds, and how it is read off a valuation."""

    key: str
    title: str
    about: str
    frame: Callable[[Valuation], pd.DataFrame]


def results(valuation: Valuation) -> pd.DataFrame:
    """The headline measures: columns measure, value, unit."""
    import pandas as pd

    currency = valuation.study.currency
    rows = [(name, getattr(valuation, key), "times" if "ratio" in key else currency) for key, name in MEASURES.items()]
    return pd.DataFrame(rows, columns=["measure", "value", "unit"])


def _by(group: str) -> Callable[[Valuation], pd.DataFrame]:
    return lambda valuation: valuation.by(group).reset_index()


#: Every table, in the order in which they are listed.
TABLES: Final = (
    Table("results", "Results", "headline measures", results),
    Table(
        "value-map",
        "Value map",
        "one row per value of an outcome, from stakeholder to present value",
        lambda valuation: valuation.value_map.reset_index(),
    ),
    Table(
        "years",
        "Years",
        "benefits and inputs by year, undiscounted and discounted",
        lambda valuation: valuation.cash_flow.reset_index(),
    ),
    Table("by-stakeholder", "By stakeholder", "present value by who gains", _by("stakeholder")),
    Table("by-type", "By type", "present value by type of value", _by("type")),
    Table(
        "numbers",
        "Numbers",
        "every number the study states, with its range, source and grade",
        lambda valuation: valuation.estimates.reset_index(),
    ),
    Table("ledger", "Ledger", "every step from gross to present value", lambda valuation: valuation.ledger),
)
