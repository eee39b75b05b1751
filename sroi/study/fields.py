"""Field types of the study models: how each written form is read, and what the JSON Schema says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainValidator, StringConstraints, WithJsonSchema

from sroi.study import kinds
from sroi.study.estimate import Estimate
from sroi.study.faults import Fault, Faulty, said
from sroi.study.identifiers import RESERVED, check_id
from sroi.study.kinds import Kind
from sroi.study.notation import estimate
from sroi.study.numbers import check_legal, number, printed
from sroi.study.quantity import Quantity, quantity


def _carrying(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let pydantic carry the faults of a reader of ours out."""

    def validate(written: Any) -> Any:
        try:
            return read(written)
        except Faulty as faulty:
            raise faulty.for_pydantic() from None

    return validate


def reading(read: Callable[[Any], Any]) -> BeforeValidator:
    """Let pydantic call a reader of ours before its own checks."""
    return BeforeValidator(_carrying(read))


def _estimate_of(kind: Kind) -> BeforeValidator:
    return reading(lambda written: written if isinstance(written, Estimate) else estimate(written, kind))


def _quantity_of(kind: Kind) -> BeforeValidator:
    return reading(lambda written: written if isinstance(written, Quantity) else quantity(written, kind))


def _number_of(kind: Kind, name: str = "{key}") -> BeforeValidator:
    def read(written: Any) -> float:
        found = number(written)
        if found is None:
            raise Faulty(Fault("number-unread", f"found {said(written)}", f"{name} is a number"))
        check_legal(found.value, kind, written)
        return found.value

    return reading(read)


def _printed(written: Any) -> float:
    """A number as a report printed it: what it is, and with how many digits."""
    found = printed(written)
    if found is None:
        raise Faulty(Fault("number-unread", f"found {said(written)}", "{key} is a number"))
    return found


def _all_printed(written: Any) -> Any:
    """One printed number, or a list of them, or a table."""
    return tuple(map(_all_printed, written)) if isinstance(written, (list, tuple)) else _printed(written)


def form(name: str) -> dict[str, str]:
    """Mark a written form in pydantic's schema; :mod:`sroi.study.schema` puts the definition in its place."""
    return {"x-form": name}


def _ref(name: str) -> WithJsonSchema:
    return WithJsonSchema(dict(form(name)))


Share = Annotated[Estimate, _estimate_of(kinds.SHARE), _ref("share")]
Money = Annotated[Estimate, _estimate_of(kinds.MONEY), _ref("estimate")]
Count = Annotated[Estimate, _estimate_of(kinds.COUNT), _ref("estimate")]
Duration = Annotated[Estimate, _estimate_of(kinds.DURATION), _ref("estimate")]
Delay = Annotated[Estimate, _estimate_of(kinds.DELAY), _ref("estimate")]
Rate = Annotated[Estimate, _estimate_of(kinds.RATE), _ref("estimate")]
Multiplier = Annotated[Estimate, _estimate_of(kinds.MULTIPLIER), _ref("estimate")]
Uplift = Annotated[Estimate, _estimate_of(kinds.UPLIFT), _ref("estimate")]

CountQuantity = Annotated[Quantity, _quantity_of(kinds.COUNT), _ref("quantity")]
CostQuantity = Annotated[Quantity, _quantity_of(kinds.COST), _ref("quantity")]

PlainShare = Annotated[float, _number_of(kinds.SHARE), _ref("plain_number")]
PlainNumber = Annotated[float, _number_of(kinds.MONEY), _ref("plain_number")]
PrintedNumber = Annotated[float, PlainValidator(_carrying(_printed)), _ref("plain_number")]
PrintedNumbers = Annotated[Any, PlainValidator(_carrying(_all_printed)), WithJsonSchema(dict(form("printed")))]
PlainFactor = Annotated[float, _number_of(kinds.MONEY, "a factor"), _ref("plain_number")]


def _year_label(written: Any) -> str:
    """Read ``2024``, ``2024-25`` or ``2024/25``; a financial year is kept as ``2024-25``."""
    text = str(written).replace("/", "-") if isinstance(written, (int, str)) and not isinstance(written, bool) else ""
    head, _, tail = text.partition("-")
    plain = len(head) == 4 and head.isdigit()
    if plain and not tail and "-" not in text:
        return head
    if plain and len(tail) == 4 and tail.isdigit() and int(tail) == int(head) + 1:
        tail = tail[2:]
    if plain and len(tail) == 2 and tail.isdigit() and int(tail) == (int(head) + 1) % 100:
        return f"{head}-{tail}"
    raise Faulty(
        Fault(
            "year-form",
            f"found {said(written)}",
            "a price year is a calendar year or a financial year",
            "write it like 2024 or 2024-25",
        )
    )


def _price_base(written: Any) -> str:
    return "unknown" if written == "unknown" else _year_label(written)


_YEAR_SCHEMA: dict[str, Any] = {
    "anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^\d{4}([-/]\d{2}(\d{2})?)?$"}]
}
YearLabel = Annotated[str, reading(_year_label), WithJsonSchema(_YEAR_SCHEMA)]
PriceBase = Annotated[
    str, reading(_price_base), WithJsonSchema({"anyOf": [*_YEAR_SCHEMA["anyOf"], {"const": "unknown"}]})
]


def _grade(written: Any) -> int:
    if isinstance(written, bool) or not isinstance(written, int) or not 1 <= written <= 6:
        raise Faulty(
            Fault("grade-range", f"found {said(written)}", "a grade is a whole number from 1 (strongest) to 6")
        )
    return written


Grade = Annotated[int, reading(_grade), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 6})]


def _text(written: Any) -> str:
    """Text; a bare number or date in a text field is read as the text it was written as."""
    if isinstance(written, (dict, list, bool)) or written is None:
        raise Faulty(Fault("text-expected", f"found {said(written)}", "text belongs here"))
    return str(written)


Text = Annotated[str, reading(_text), WithJsonSchema({"type": ["string", "number"]})]


def _texts(written: Any) -> tuple[str, ...]:
    return tuple(_text(item) for item in written) if isinstance(written, (list, tuple)) else (_text(written),)


Texts = Annotated[
    tuple[str, ...],
    reading(_texts),
    WithJsonSchema(
        {"anyOf": [{"type": ["string", "number"]}, {"type": "array", "items": {"type": ["string", "number"]}}]}
    ),
]


def currency_code(written: Any) -> str:
    """Read the three-letter code of a currency, or raise a fault."""
    if isinstance(written, str) and len(written) == 3 and written.isascii() and written.isalpha() and written.isupper():
        return written
    raise Faulty(
        Fault(
            "currency-form",
            f"found {said(written)}",
            "a currency is its three-letter code",
            "write it like GBP, EUR or NOK",
        )
    )


Currency = Annotated[str, reading(currency_code), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{3}$"})]


def _boolean(written: Any) -> bool:
    if isinstance(written, bool):
        return written
    words = {"yes": "true", "on": "true", "no": "false", "off": "false"}
    meant = words.get(str(written).lower(), "true or false")
    raise Faulty(
        Fault(
            "boolean-expected",
            f"found {said(written)}, which YAML 1.2 reads as text",
            "true or false belongs here",
            f"write {meant}",
        )
    )


Boolean = Annotated[bool, reading(_boolean), WithJsonSchema({"type": "boolean"})]


def id_of(what: str) -> Any:
    """Return the type of an id that names ``what``."""
    schema = WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]*$"})
    return Annotated[str, reading(lambda text: check_id(text, what, RESERVED)), schema]


ReferenceText = Annotated[str, StringConstraints(min_length=1)]


def whole(low: int, high: int, what: str) -> Any:
    """Return the type of a whole number between two ends."""

    def read(written: Any) -> int:
        if isinstance(written, bool) or not isinstance(written, int) or not low <= written <= high:
            raise Faulty(
                Fault(
                    "whole-number",
                    f"found {said(written)}",
                    f"{what} is {low}" if low == high else f"{what} is a whole number from {low} to {high}",
                )
            )
        return written

    return Annotated[int, reading(read), WithJsonSchema({"type": "integer", "minimum": low, "maximum": high})]
