"""A change, how much of it there is, what it is worth, and how much of it is due to the programme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from sroi.study.estimate import Estimate, Frozen
from sroi.study.faults import Fault, Faulty, said
from sroi.study.fields import (
    Boolean,
    CountQuantity,
    Currency,
    Delay,
    Duration,
    Grade,
    Money,
    Multiplier,
    PlainShare,
    Rate,
    ReferenceText,
    Share,
    Text,
    YearLabel,
    form,
    id_of,
    reading,
    whole,
)
from sroi.study.kinds import SHARE
from sroi.study.notation import estimate
from sroi.study.settings import DiscountingChoice

ValueType = Literal["fiscal", "economic", "social"]

#: Filters of a gross value, in the order in which they are printed.
DEDUCTIONS = ("deadweight", "displacement", "attribution", "leakage", "substitution")


class Value(Frozen):
    """The money value of one unit of an outcome, and to whom it goes."""

    value: Money | None = Field(
        None, description="Money value of one unit, in the price base unless price_year says otherwise."
    )
    proxy: ReferenceText | None = Field(None, description="Id of a financial proxy in the bank.")
    type: ValueType | None = Field(None, description="fiscal, economic or social.")
    to: Text | None = Field(None, description="Stakeholder who gains; default the outcome's.")
    cashable: Share | None = Field(None, description="Share of a fiscal value that a budget holder can release.")
    transfer_from: Text | None = Field(None, description="Stakeholder who loses what the other gains.")
    price_year: YearLabel | None = Field(None, description="Year of whose prices the value is.")
    currency: Currency | None = Field(None, description="Currency of the value, if not the study's.")
    present_value: Boolean = Field(
        False, description="true: already discounted, enters the present value as it stands."
    )
    source: Text | None = None
    grade: Grade | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, written: Any) -> Any:
        return written if isinstance(written, (Mapping, Value)) else {"value": written}

    @model_validator(mode="after")
    def _says_what_it_is_worth(self) -> Self:
        faults = []
        if self.value is None and self.proxy is None:
            faults.append(
                Fault(
                    "value-missing",
                    "found neither value nor proxy",
                    "a value is a number or a proxy of the bank",
                    "add value: … or proxy: …",
                )
            )
        faults += proxy_faults(self)
        if faults:
            raise Faulty(*faults).for_pydantic()
        return self


def proxy_faults(value: Value | Outcome) -> Iterator[Fault]:
    """A proxy states its own price year and currency."""
    for key in ("price_year", "currency"):
        if value.proxy is not None and getattr(value, key) is not None:
            yield Fault(
                "proxy-twice",
                f"found {key} beside proxy",
                f"the bank's record states its {key.replace('_', ' ')}",
                f"remove {key}, or state the value without proxy",
            ).within(key)


#: Keys of a value that may stand on the outcome itself beside the shorthand ``value`` or ``proxy``.
SHORTHAND = ("value", "proxy", "type", "to", "cashable", "transfer_from", "price_year", "currency", "present_value")


class DropOff(Frozen):
    """Yearly deterioration: a share of what is left, or, ``linear``, of the first year's value."""

    share: Estimate
    linear: bool = False


def _drop_off(written: Any) -> DropOff:
    if isinstance(written, DropOff):
        return written
    if not (isinstance(written, Mapping) and "linear" in written):
        return DropOff(share=estimate(written, SHARE))
    if len(written) > 1:
        raise Faulty(
            Fault(
                "key-unknown",
                f"found {said(dict(written))}",
                "a linear drop-off has the key linear alone",
                "write {linear: 15%}; a source goes inside: {linear: {value: 15%, source: …}}",
            )
        )
    try:
        return DropOff(share=estimate(written["linear"], SHARE), linear=True)
    except Faulty as faulty:
        raise Faulty(*(fault.within("linear") for fault in faulty.faults)) from None


DropOffChoice = Annotated[DropOff, reading(_drop_off), WithJsonSchema(dict(form("drop_off")))]


def value_missing() -> Fault:
    """The fault of an outcome without any value."""
    return Fault(
        "value-missing",
        "found no value",
        "an outcome has value, proxy or values",
        "an outcome that is not valued in money belongs under unmonetised",
    )


class Outcome(Frozen):
    """A change that someone experiences."""

    name: Text = Field(description="The change in words.")
    stakeholder: Text = Field(description="Id of the stakeholder who experiences it.")
    quantity: CountQuantity = Field(description="Estimate, chain of factors, or either by start year.")
    value: Money | None = Field(None, description="Shorthand for one value.")
    proxy: ReferenceText | None = Field(None, description="Shorthand for one value from the bank.")
    values: dict[id_of("a value"), Value] | None = Field(None, description="Several values of one change.")  # type: ignore[valid-type]
    type: ValueType | None = None
    to: Text | None = None
    cashable: Share | None = None
    transfer_from: Text | None = None
    price_year: YearLabel | None = None
    currency: Currency | None = None
    present_value: Boolean = False
    unit: Text | None = Field(None, description="What one unit of the quantity is: person, family, crime, night, …")
    domain: Text | None = Field(None, description="Free tag that charts group by.")
    description: Text | None = None
    deadweight: Share | None = Field(None, description="Share that would have happened anyway.")
    displacement: Share | None = Field(None, description="Share that displaced other outcomes.")
    attribution: Share | None = Field(None, description="Share caused by others.")
    leakage: Share | None = Field(None, description="Share that went outside the target group.")
    substitution: Share | None = Field(None, description="Share that swapped one person or input for another.")
    other_deductions: dict[id_of("a deduction"), Share] = Field(  # type: ignore[valid-type]
        default_factory=dict, description="Filters a report has beyond the five."
    )
    multiplier: Multiplier | None = Field(None, description="Further effects, 1 where there are none.")
    optimism_bias: Share | None = Field(None, description="Taken off gains and added to harms.")
    duration: Duration | None = Field(None, description="Years the outcome lasts; default 1, or the length of profile.")
    delay: Delay | None = Field(None, description="Years from the cohort's start year until it begins; default 0.")
    drop_off: DropOffChoice | None = Field(None, description="Yearly deterioration.")
    drop_off_from: whole(0, 1, "drop_off_from") = Field(  # type: ignore[valid-type]
        1, description="0: drop-off already bites in the first year."
    )
    profile: Annotated[tuple[PlainShare, ...], Field(min_length=1)] | None = Field(
        None, description="Share of the full yearly value in each year, in place of drop_off."
    )
    real_growth: Rate | None = Field(None, description="Yearly growth of the value above general prices.")
    discounting: DiscountingChoice | None = Field(None, description="Schedule of this outcome, if not the study's.")
    grade: Grade | None = Field(None, description="Strength of the evidence, 1 (strongest) to 6.")
    indicator: Text | None = Field(None, description="How it is measured.")
    follow_up: Text | None = Field(None, description="How long people were followed up.")
    source: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        faults = [*self._value_faults(), *self._life_faults()]
        if faults:
            raise Faulty(*faults).for_pydantic()
        return self

    def _value_faults(self) -> Iterator[Fault]:
        short = [key for key in SHORTHAND if key in self.model_fields_set and getattr(self, key) not in (None, False)]
        if self.values is not None and short:
            yield Fault(
                "value-twice",
                f"found values and {short[0]}",
                "an outcome has values, or the shorthand value / proxy",
                f"move {short[0]} into values",
            ).within(short[0])
        yield from proxy_faults(self)
        if self.values is not None and not self.values:
            yield Fault("value-missing", "found no value under values", "an outcome has at least one value").within(
                "values"
            )
        if self.values and len(self.quantity.chains) and set(self.values) & set(_OWN_KEYS):
            clash = sorted(set(self.values) & set(_OWN_KEYS))[0]
            yield Fault(
                "id-reserved",
                f"found a value with the id {clash}",
                "a value's id is not a key of outcomes",
                "choose another id",
            ).within("values", clash)

    def _life_faults(self) -> Iterator[Fault]:
        if self.profile is not None and self.drop_off is not None:
            yield Fault(
                "life-twice",
                "found profile and drop_off",
                "the life of an outcome is one or the other",
                "leave one of them out",
            ).within("profile")
        stated = self.duration.distribution if self.duration is not None else None
        if self.profile is not None and stated is not None and stated.central > len(self.profile):
            yield Fault(
                "profile-short",
                f"found {len(self.profile)} years of profile for a duration of {stated.central:g}",
                "profile has a share for each year of the duration",
            ).within("profile")

    def all_values(self) -> dict[str, Value]:
        """Values by id; the shorthand has the id ``value``."""
        if self.values is not None:
            return dict(self.values)
        stated = {key: getattr(self, key) for key in SHORTHAND}
        return {"value": Value.model_construct(**stated, source=None, grade=None, note=None)}

    def deductions(self) -> dict[str, Estimate]:
        """Stated deductions in printed order, by address below the outcome."""
        named = {key: getattr(self, key) for key in DEDUCTIONS if getattr(self, key) is not None}
        return {**named, **{f"other_deductions/{key}": share for key, share in self.other_deductions.items()}}


_OWN_KEYS = tuple(key for key in Outcome.model_fields if key != "values")
