"""One proxy record: what change is worth what, to whom, where the number was published, and its limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sroi.bank import vocabulary
from sroi.bank.vocabulary import NOT_STATED
from sroi.bank.years import read_year

_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]*")


def fault(code: str, found: str, allowed: str = "", write: str = "") -> PydanticCustomError:
    """Return a validation error that carries the parts of a :class:`~sroi.errors.Problem`."""
    message = "; ".join(part for part in (found, allowed, write) if part)
    return PydanticCustomError(
        "sroi", "{message}", {"message": message, "code": code, "found": found, "allowed": allowed, "write": write}
    )


def word_from(words: Mapping[str, str], code: str) -> Callable[[Any], str]:
    """Return a check that a text is a word of a closed list."""

    def check(written: Any) -> str:
        if isinstance(written, str) and written in words:
            return written
        close = vocabulary.nearest(str(written), words)
        advice = f"did you mean {close}" if close else ""
        raise fault(code, f"found {str(written)!r}", f"the words are {', '.join(words)}", advice)

    return check


def _identifier(written: str) -> str:
    if _IDENTIFIER.fullmatch(written):
        return written
    raise fault(
        "record-id",
        f"found the id {written!r}",
        "an id is made of lower-case letters, digits and hyphens, and starts with a letter",
        f"write {re.sub('[^a-z0-9]+', '-', written.lower()).strip('-')}",
    )


def _year(written: Any) -> str:
    if written == NOT_STATED:
        return NOT_STATED
    year = None if isinstance(written, bool) else read_year(written) if isinstance(written, (str, int)) else None
    if year is None:
        raise fault(
            "record-price-year",
            f"found the price year {written!r}",
            "a price year is a calendar year such as 2019 or a financial year such as 2019-20",
            f"where the source gives none, write: {NOT_STATED}",
        )
    return str(year)


def _stated(written: Any) -> Any:
    if written is None or (isinstance(written, str) and not written.strip()):
        raise fault(
            "record-empty", "nothing is written here", "every field of a record is filled", f"write: {NOT_STATED}"
        )
    return str(written) if isinstance(written, int) and not isinstance(written, bool) else written


Identifier = Annotated[str, AfterValidator(_identifier)]
PriceYearLabel = Annotated[str, BeforeValidator(_year)]
Text = Annotated[str, BeforeValidator(_stated)]


class Frozen(BaseModel):
    """Base of what people assert in the bank: immutable, nothing unknown, no infinities."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Value(Frozen):
    """One money value of a record, in the prices of one year.

    Examples
    --------
    >>> Value(amount=13000, low=10000, high=16000, price_year="2019").low
    10000.0
    """

    amount: float
    low: float | None = None
    high: float | None = None
    price_year: PriceYearLabel

    @model_validator(mode="after")
    def _range_holds_the_amount(self) -> Value:
        if (self.low is not None and self.low > self.amount) or (self.high is not None and self.high < self.amount):
            raise fault(
                "record-range",
                f"found the amount {self.amount:g} with the range {self.low} to {self.high}",
                "the amount lies between low and high",
                "check the three numbers against the source",
            )
        return self


class Unit(Frozen):
    """What one value is for: per what, and over what time."""

    per: Annotated[str, BeforeValidator(word_from(vocabulary.PER, "record-per"))]
    time: Annotated[str, BeforeValidator(word_from(vocabulary.TIMES, "record-time"))]

    @property
    def text(self) -> str:
        """The unit in words.

        Examples
        --------
        >>> Unit(per="claimant", time="per-year").text
        'per claimant per year'
        >>> Unit(per="crime", time="one-off").text
        'per crime'
        """
        thing = self.per.replace("tonne-co2e", "tonne CO2e").replace("qaly", "QALY").replace("daly", "DALY")
        thing = thing.replace("-", " ")
        if self.time == "one-off":
            return f"per {thing}"
        return f"per {thing} {self.time.replace('-', ' ')}".replace("lifetime", "over a lifetime")

    @property
    def repeats(self) -> bool:
        """Whether the value comes again with each hour, day, week, month or year."""
        return self.time.startswith("per-")


class Source(Frozen):
    """Where the number was published."""

    title: Text
    publisher: Text
    year: Text
    locator: Text
    url: Text
    database: Text
    code: Text


class Relations(Frozen):
    """How a record stands to other records."""

    component_of: tuple[Identifier, ...]
    superseded_by: tuple[Identifier, ...]
    do_not_add_to: tuple[Identifier, ...]


class Record(Frozen):
    """One proxy: a claim, its values, and everything needed to judge them."""

    id: Identifier
    claim: Text
    values: Annotated[Mapping[str, Value], Field(min_length=1)]
    currency: Annotated[str, BeforeValidator(word_from(vocabulary.CURRENCIES, "record-currency"))]
    unit: Unit
    agency: Annotated[
        tuple[Annotated[str, BeforeValidator(word_from(vocabulary.AGENCIES, "record-agency"))], ...],
        Field(min_length=1),
    ]
    method: Annotated[str, BeforeValidator(word_from(vocabulary.METHODS, "record-method"))]
    coverage: Text
    recorded_crime_multiplier: Annotated[float, Field(gt=0)] | str | None = None
    source: Source
    licence: Annotated[str, BeforeValidator(word_from(vocabulary.LICENCES, "record-licence"))]
    verified: Text
    quality: Annotated[str, BeforeValidator(word_from(vocabulary.QUALITIES, "record-quality"))]
    relations: Relations
    notes: Text
    published_as: Text
    domain: Annotated[str, BeforeValidator(word_from(vocabulary.DOMAINS, "record-domain"))] = "own"

    @model_validator(mode="after")
    def _words_fit(self) -> Record:
        for kind in self.values:
            word_from(vocabulary.TYPES, "record-type")(kind)
        if isinstance(self.recorded_crime_multiplier, str) and self.recorded_crime_multiplier != NOT_STATED:
            raise fault(
                "record-multiplier",
                f"found recorded_crime_multiplier {self.recorded_crime_multiplier!r}",
                "it is a number above 0",
                f"where the source gives none, write: {NOT_STATED}",
            )
        if self.unit.per == "crime" and self.recorded_crime_multiplier is None:
            raise fault(
                "record-multiplier",
                "a value per crime has no recorded_crime_multiplier",
                "costs are per crime whether reported or not, so police-recorded numbers are multiplied first",
                f"add recorded_crime_multiplier, or write: {NOT_STATED}",
            )
        return self

    @property
    def types(self) -> tuple[str, ...]:
        """The types of value the record has, in the order fiscal, economic, social."""
        return tuple(kind for kind in vocabulary.TYPES if kind in self.values)

    @property
    def superseded(self) -> bool:
        """Whether a newer record replaces this one."""
        return bool(self.relations.superseded_by)
