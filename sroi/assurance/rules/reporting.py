"""Rules on the ratio itself."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, rule
from sroi.valuation.engine import evaluate
from sroi.valuation.formats import money, number


@rule(
    "REP001", "note", "A ratio that will be asked about",
    why="Published ratios in public health ran from 1.1 to 65: none is wrong for its size, and each was asked about.",
    source="Banke-Thomas et al. (2015), BMC Public Health 15:582",
    limits={"low": "ratio below which a reader asks why", "high": "ratio above which a reader asks why",
            "gross": "gross value per net value above which a reader asks what was taken off"},
)  # fmt: skip
def remarkable_ratio(case: Case, *, low: float = 0.5, high: float = 10.0, gross: float = 5.0) -> Iterator[Found]:
    """A ratio above 10 or below 0.5, or a gross value more than five times the net."""
    ratio, currency = case.valuation.ratio, case.study.currency
    if ratio > high or ratio < low:
        yield Found(
            "",
            f"The ratio, {money(ratio, currency, 2)}, is {'above' if ratio > high else 'below'} "
            f"{number(high if ratio > high else low)}: not wrong, but it will be asked about.",
            "say in the report why it is what it is",
        )
    rows = case.model.parameters
    taken = {f"{stream.outcome}/{key}" for stream in case.model.streams for key, _ in stream.deductions}
    points = {row.address: 0.0 for address in taken if (row := rows.row(address)) is not None}
    before = float(evaluate(case.model, points).pv_benefits[0]) if points else 0.0
    if case.valuation.pv_benefits > 0 and before > gross * case.valuation.pv_benefits:
        yield Found(
            "",
            f"Before anything is taken off the value is {number(round(before / case.valuation.pv_benefits, 1))} times "
            "as large: most of it would have come about without this, or by others.",
            "say in the report what is taken off, and why so much",
        )
