"""The sum of one row, done again: which reading gives what is printed, and why a printed number may differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sroi.study.digits import decimals
from sroi.valuation.formats import number as shown
from sroi.valuation.formats import percent
from sroi.workbook.reading.rows import MapOutcome, label_of
from sroi.workbook.reading.synonyms import FILTERS

Sense = Literal["others", "ours"]

#: Relative difference up to which two numbers are the same, in a map whose numbers are not rounded.
EXACT: Final = 1e-6

#: The same where the map shows rounded numbers, and where its quantities are small.
ROUNDED: Final = 0.03
_ROUNDED_FEW: Final = 0.10
_FEW: Final = 5


def same(printed: float, recomputed: float, within: float = EXACT) -> bool:
    """Whether two amounts agree: within a share of the larger, or within half of the last unit that is shown.

    Examples
    --------
    >>> same(1306.25, 1306.2500001), same(1306, 1306.25), same(1306, 1310)
    (True, True, False)
    """
    half = 0.5 * 10.0 ** -min(decimals(printed), 6) if abs(printed) >= 1 else 0.005
    return abs(printed - recomputed) <= max(within * max(abs(printed), abs(recomputed)), half + 1e-9)


def tolerance(outcome: MapOutcome, rounded: bool) -> float:
    """How far a printed impact may lie from the recomputed one."""
    if not rounded:
        return EXACT
    return _ROUNDED_FEW if abs(outcome.value("quantity")) < _FEW else ROUNDED


def unit_value(outcome: MapOutcome) -> float | None:
    """Value of one unit: as stated, with the sign of the total where they differ, or total ÷ quantity."""
    stated, total = (
        outcome.numbers.get("value"),
        outcome.numbers.get("value_total") or outcome.printed.get("value_total"),
    )
    quantity = outcome.value("quantity")
    if stated is None:
        return total.value / quantity if total is not None and quantity else None
    if total is not None and stated.value and total.value * stated.value < 0 < quantity:
        return -stated.value
    return stated.value


def impact(outcome: MapOutcome, sense: Sense = "others", without: Sequence[str] = ()) -> float | None:
    """Quantity × value, less every filter but those named; None where quantity or value is missing."""
    unit = unit_value(outcome)
    if unit is None or "quantity" not in outcome.numbers:
        return None
    result = outcome.value("quantity") * outcome.value("units_each", 1.0) * unit
    for key, share in shares_of(outcome, sense).items():
        if key not in without:
            result *= 1 - share
    return result


def shares_of(outcome: MapOutcome, sense: Sense) -> dict[str, float]:
    """Every deduction of a row, the attribution as the share of others."""
    found: dict[str, float] = {key: outcome.value(key) for key in (*FILTERS, "optimism_bias") if key in outcome.numbers}
    if sense == "ours" and "attribution" in found:
        found["attribution"] = 1 - found["attribution"]
    return {**found, **{heading: share.value for heading, share in outcome.extra.items()}}


def is_rounded(outcomes: Sequence[MapOutcome], sense: Sense) -> bool:
    """Whether a map shows rounded numbers: fewer than half of its printed impacts come out exactly.

    References
    ----------
    Printed maps show whole per cents and people; a few per cent of difference are then no error.
    """
    compared = [
        same(outcome.printed["impact"].value, found)
        for outcome in outcomes
        if "impact" in outcome.printed and (found := impact(outcome, sense)) is not None and found
    ]
    return bool(compared) and sum(compared) < 0.5 * len(compared)


@dataclass(frozen=True, slots=True)
class Reason:
    """A reading of a row that gives the printed number, in words."""

    words: str


def impact_reason(outcome: MapOutcome, printed: float, sense: Sense) -> str:
    """Why a printed impact may differ: the first reading of the same row that gives it; empty where none does."""
    return next((words for found, words in _readings(outcome, sense) if found and same(printed, found)), "")


def _readings(outcome: MapOutcome, sense: Sense) -> Iterator[tuple[float, str]]:
    full = impact(outcome, sense)
    unit = unit_value(outcome)
    if full is None or unit is None:
        return
    filters = {key: share for key, share in shares_of(outcome, sense).items() if share}
    gross = impact(outcome, sense, tuple(filters)) or 0.0
    for key, share in filters.items():
        yield impact(outcome, sense, (key,)) or 0.0, f"it comes out without the {label_of(key)} of {percent(share)}"
    if filters:
        yield gross, "it comes out without any deduction"
        if len(filters) > 1:
            yield gross * (1 - sum(filters.values())), "it comes out where the deductions are added, not multiplied"
        yield from _several_left_out(outcome, sense, filters)
    for key, share in filters.items():
        rest = impact(outcome, sense, (key,)) or 0.0
        yield rest * share, f"it comes out where the {label_of(key)} is kept instead of taken off"
        yield full * (1 - share), f"it comes out where the {label_of(key)} is taken off twice"
    drop = outcome.value("drop_off")
    if drop:
        yield full * (1 - drop), f"it comes out with the drop-off of {percent(drop)} taken off as well"
    duration = outcome.value("duration", 1.0)
    if duration != 1:
        yield full * duration, f"it comes out times the duration of {shown(duration)}"
    quantity = outcome.value("quantity")
    if quantity:
        yield full / quantity, "it comes out for one unit: the quantity is left out"
    yield -full, "its sign is turned round"
    for factor in (10.0, 100.0, 1000.0):
        yield full * factor, f"it is {factor:,.0f} times as much: look at the decimal point"
        yield full / factor, f"it is {factor:,.0f} times less: look at the decimal point"


def _several_left_out(outcome: MapOutcome, sense: Sense, filters: dict[str, float]) -> Iterator[tuple[float, str]]:
    names = list(filters)
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            words = f"it comes out without the {label_of(first)} and the {label_of(second)}"
            yield impact(outcome, sense, (first, second)) or 0.0, words


def blank_reason(outcome: MapOutcome, printed: float, sense: Sense, blank: Sequence[str]) -> str:
    """The share that a filter which the row leaves blank would need, where it is a whole per cent; else empty."""
    full = impact(outcome, sense)
    share = 1 - printed / full if full else 0.0
    if not blank or not 0 < share < 1 or abs(share * 100 - round(share * 100)) > 1e-4:
        return ""
    names = " or ".join(label_of(key) for key in blank)
    return f"it comes out with {percent(round(share, 2))} for the {names}, which the row leaves blank"


def implied_reason(outcome: MapOutcome, printed: float, sense: Sense) -> str:
    """The number of the row that would have to be another for the printed impact to come out."""
    full = impact(outcome, sense)
    quantity, unit = outcome.value("quantity"), unit_value(outcome)
    if not full or not quantity or not unit:
        return ""
    return (
        f"the quantity would have to be {shown(quantity * printed / full)} instead of {shown(quantity)}, "
        f"or the value of one unit {shown(unit * printed / full)} instead of {shown(unit)}"
    )
