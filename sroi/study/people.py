"""Who experiences or pays, and what is invested."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sroi.study.estimate import Frozen
from sroi.study.fields import CostQuantity, Count, Grade, Text, Uplift


class Stakeholder(Frozen):
    """Someone who experiences change, or pays for it."""

    name: Text = Field(description="Name for people.")
    role: Literal["participant", "public", "funder", "other"] = Field("other", description="What part they play.")
    size: Count | None = Field(None, description="How many of them there are.")
    agency: Text | None = Field(None, description="Public agency, from the bank's list.")
    involved: Text | None = Field(None, description="How they were involved: who, how many, how.")
    excluded: Text | None = Field(None, description="Why no outcome of theirs is counted.")
    note: Text | None = None


class Input(Frozen):
    """What one stakeholder invests."""

    from_: Text = Field(alias="from", description="Id of the stakeholder who contributes it.")
    amount: CostQuantity = Field(description="Number, chain of factors, by year, or by year of chains.")
    name: Text | None = Field(None, description="Name for people.")
    kind: Literal["cash", "in-kind", "time"] = Field("cash", description="What is contributed.")
    prices: Literal["real", "cash"] = Field("real", description="cash: money of the day, deflated year by year.")
    optimism_bias: Uplift | None = Field(None, description="Uplift for the known tendency to understate costs.")
    source: Text | None = None
    grade: Grade | None = None
    note: Text | None = None
