"""What stands beside the numbers: sources, counterfactuals, unmonetised outcomes and logs."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from sroi.study.estimate import Frozen
from sroi.study.faults import Fault, Faulty
from sroi.study.fields import Boolean, Grade, PlainNumber, PlainShare, Share, Text, Texts


class Source(Frozen):
    """Where numbers come from."""

    title: Text
    kind: Literal["own-data", "published", "statistics", "expert", "assumption", "reconstruction"] = Field(
        "published", description="assumption marks every estimate that rests on it as an assumption."
    )
    year: Text | None = None
    author: Text | None = None
    publisher: Text | None = None
    page: Text | None = None
    url: Text | None = None
    licence: Text | None = None
    sample: Text | None = Field(None, description="Sample size.")
    response: PlainShare | None = Field(None, description="Response rate.")
    note: Text | None = None


class Level(Frozen):
    """Share of a group before and after."""

    before: Share
    after: Share

    @model_validator(mode="after")
    def _states_numbers(self) -> Self:
        looping = [key for key in ("before", "after") if getattr(self, key).counterfactual is not None]
        if looping:
            found = "found a level that follows from a comparison"
            faults = [
                Fault("estimate-loop", f"{found} (from)", "a level states its own number").within(key)
                for key in looping
            ]
            raise Faulty(*faults).for_pydantic()
        return self


class Counterfactual(Frozen):
    """A comparison that says what would have happened anyway.

    Without ``comparison`` the level before the programme stands for what would have happened.
    """

    programme: Level
    comparison: Level | None = None
    source: Text | None = None
    grade: Grade | None = None
    note: Text | None = None


class Unmonetised(Frozen):
    """An outcome that matters and is not valued in money."""

    name: Text
    direction: Literal["positive", "negative", "mixed", "unknown"] = "unknown"
    scale: Literal["small", "medium", "large", "unknown"] = "unknown"
    stakeholder: Text | None = None
    note: Text | None = None


class Link(Frozen):
    """One arrow of the theory of change: an activity or outcome leads to an outcome."""

    from_: Text = Field(alias="from", description="Id of an outcome or input, or an activity in words.")
    to: Text = Field(description="Id of an outcome.")
    note: Text | None = None


class Acknowledged(Frozen):
    """A finding of the checks that stands, with the reason."""

    check: Text = Field(description="Id of the check.")
    reason: Text
    by: Text
    when: Text | None = None
    address: Text | None = None


class CheckSetting(Frozen):
    """How one check is asked of this study, if not as usual, with the reason."""

    reason: Text
    by: Text | None = None
    off: Boolean = Field(False, description="true: the check is not asked.")
    level: Literal["error", "warning", "note"] | None = Field(None, description="Level of its findings.")
    thresholds: dict[str, PlainNumber] = Field(default_factory=dict, description="Thresholds of the check, by name.")


class Assumption(Frozen):
    """An entry of the assumptions log, in the fields of the Aqua Book."""

    what: Text
    why: Text | None = None
    when: Text | None = None
    by: Text | None = None
    addresses: Texts = ()
    reliability: Text | None = None
    signed_off_by: Text | None = None
    review_by: Text | None = None


class Decision(Frozen):
    """An entry of the decisions log."""

    what: Text
    why: Text | None = None
    when: Text | None = None
    by: Text | None = None


class SignedOff(Frozen):
    """Who signed the study off, and the hash of what they signed."""

    by: Text
    when: Text
    hash: Text
