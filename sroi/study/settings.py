"""Settings of a study: discounting, prices, perspectives, scenarios, and what a report printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from sroi.study.estimate import Frozen
from sroi.study.faults import Fault, Faulty, said
from sroi.study.fields import (
    Boolean,
    PlainFactor,
    PlainNumber,
    PlainShare,
    PrintedNumber,
    PrintedNumbers,
    ReferenceText,
    Share,
    Text,
    Texts,
    YearLabel,
    form,
    reading,
)
from sroi.study.numbers import number

Timing = Literal["start", "mid", "end", "none"]


class Band(Frozen):
    """A discount rate from a year on."""

    from_: int = Field(alias="from", ge=0, description="First year (0 is the start year) the rate applies to.")
    rate: PlainShare


class Discounting(Frozen):
    """How future values are made comparable.

    ``name`` is a named convention or schedule; otherwise ``rate`` or ``bands`` are stated.
    """

    name: Text | None = None
    rate: Share | None = Field(None, description="Flat yearly rate.")
    schedule: ReferenceText | tuple[Band, ...] | None = Field(None, description="Name of a schedule, or its bands.")
    inputs: Timing | None = Field(None, description="When in the year inputs fall.")
    outcomes: Timing | None = Field(None, description="When in the year outcomes fall.")

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        stated = [key for key in ("name", "rate", "schedule") if getattr(self, key) is not None]
        timed_by_name = stated == ["rate", "schedule"] and isinstance(self.schedule, str)
        if (len(stated) != 1 and not timed_by_name) or (isinstance(self.schedule, tuple) and not self.schedule):
            raise Faulty(
                Fault(
                    "discounting-form",
                    "found neither rate nor schedule" if not stated else f"found {' and '.join(stated)}",
                    "discounting is a named convention, or a mapping with rate or schedule",
                    "write sroi-guide, or {rate: 3.5%, inputs: start, outcomes: end}",
                )
            ).for_pydantic()
        if isinstance(self.schedule, tuple):
            years = [band.from_ for band in self.schedule]
            if years != sorted(set(years)) or years[0] > 1:
                raise Faulty(
                    Fault(
                        "bands-order", f"found bands from years {said(years)}", "bands start at year 0 and rise"
                    ).within("schedule")
                ).for_pydantic()
        return self


def _discounting(written: Any) -> Any:
    if isinstance(written, str) and written:
        stated = number(written)
        if stated is not None:
            rate = written if stated.percent else f"{written}%"
            raise Faulty(
                Fault(
                    "discounting-form",
                    f"found {said(written)}",
                    "a rate stands in a mapping",
                    f"write {{rate: {rate}, inputs: start, outcomes: end}}",
                )
            )
        return {"name": written}
    if isinstance(written, Mapping) and "name" in written:
        raise Faulty(
            Fault(
                "key-unknown",
                "found the key name",
                "a convention is named without a mapping",
                f"write discounting: {said(written['name'])}",
            )
        )
    if not isinstance(written, (Mapping, Discounting)):
        raise Faulty(
            Fault(
                "discounting-form",
                f"found {said(written)}",
                "discounting is a named convention or a mapping",
                "write sroi-guide, or {rate: 3.5%, inputs: start, outcomes: end}",
            )
        )
    return written


DiscountingChoice = Annotated[
    Discounting, reading(_discounting), WithJsonSchema({"anyOf": [{"type": "string"}, form("discounting")]})
]


class Prices(Frozen):
    """Price index used to bring values to the price base."""

    index: ReferenceText | None = Field(None, description="Index family; default per currency.")
    release: Text | None = Field(None, description="Release of the index; default the reference one.")


class ExchangeRate(Frozen):
    """What one unit of another currency is worth in the study's, in the price base."""

    rate: PlainNumber
    source: Text
    year: YearLabel | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _positive(self) -> Self:
        if self.rate <= 0:
            raise Faulty(
                Fault("number-range", f"found {said(self.rate)}", "an exchange rate is above 0").within("rate")
            ).for_pydantic()
        return self


class Filter(Frozen):
    """Which values or inputs a perspective counts; every stated key must fit."""

    id: Texts | None = Field(None, description="Outcome ids (of values), or input ids.")
    to: Texts | None = Field(None, description="Stakeholders the value goes to.")
    from_: Texts | None = Field(None, alias="from", description="Stakeholders who contribute the input.")
    stakeholder: Texts | None = Field(None, description="Stakeholders of the outcome, or who contribute the input.")
    role: Texts | None = Field(None, description="Roles of who gains or contributes.")
    type: Texts | None = Field(None, description="Types of value.")
    kind: Texts | None = Field(None, description="Kinds of input.")


def _filter(written: Any) -> Any:
    if written == "all":
        return {}
    return written


FilterChoice = Annotated[Filter, reading(_filter), WithJsonSchema({"anyOf": [{"const": "all"}, form("filter")]})]


class Perspective(Frozen):
    """Which values and which inputs are counted."""

    values: FilterChoice = Field(default_factory=lambda: Filter(), description="Filter of values, or all.")
    inputs: FilterChoice = Field(default_factory=lambda: Filter(), description="Filter of inputs, or all.")
    cashable: Boolean = Field(False, description="true: count only the cashable share of each value.")
    name: Text | None = None


class Scenario(Frozen):
    """A named, consistent set of changes to the base case."""

    set: dict[str, Any] = Field(default_factory=dict, description="Address or pattern: new value.")
    scale: dict[str, PlainFactor] = Field(default_factory=dict, description="Address or pattern: factor.")
    leave_out: Texts = Field((), description="Outcomes or inputs not counted.")
    name: Text | None = None
    note: Text | None = None


def _rho(written: Any) -> float:
    found = number(written)
    if found is None or not -1 <= found.value <= 1:
        raise Faulty(
            Fault(
                "correlation-range",
                f"found {said(written)}",
                "a correlation lies between -1 and 1",
                "write it like 0.5",
            )
        )
    return found.value


class Correlation(Frozen):
    """How far the errors of two estimates move together (correlation of their normal scores)."""

    between: tuple[Text, Text] = Field(description="Addresses of two uncertain numbers.")
    rho: Annotated[float, reading(_rho), WithJsonSchema(dict(form("plain_number")))]
    source: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _of_two(self) -> Self:
        if self.between[0] == self.between[1]:
            fault = Fault(
                "correlation-self", f"found {self.between[0]} twice", "a correlation is between two different numbers"
            )
            raise Faulty(fault.within("between")).for_pydantic()
        return self


class AlsoPublished(Frozen):
    """One more number a report printed, and the measure that answers to it."""

    what: Text
    printed: PrintedNumbers
    measure: Text | None = None
    note: Text | None = None


class Published(Frozen):
    """What a report printed, for validation."""

    kind: Literal["independent", "fitted", "totals-only"] = Field(
        description="How much of the study was read, and how much solved."
    )
    ratio: PrintedNumber | None = None
    total_pv: PrintedNumber | None = None
    npv: PrintedNumber | None = None
    page: Text | None = None
    convention: Text | None = None
    also: tuple[AlsoPublished, ...] = ()
    note: Text | None = None
