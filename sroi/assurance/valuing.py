"""Rules on values, time and costs: where money figures come from, how long changes last, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi.assurance.case import Case
from sroi.assurance.finding import Found, Rule
from sroi.valuation.formats import money, number, part, years

#: Share of all value above which one figure is the answer. House rule.
_MOST: Final = 0.5

#: Years above which a lasting change needs evidence. House rule.
_LONG: Final = 5

#: Grades of evidence that carry a lasting change.
_STRONG: Final = (1, 2)

#: Ratios outside which a reader asks why. House rule.
_LOW, _HIGH = 0.5, 10.0

#: The Green Book's rate, for the effect of not discounting.
_RATE: Final = 0.035


def value_without_source(case: Case) -> Iterator[Found]:
    """A unit value nobody vouches for."""
    for line in case.model.lines:
        row = case.row(line.address)
        if line.mirror_of is None and row is not None and not row.source:
            yield Found(
                line.address,
                f"The value of one unit of “{case.study.outcomes[line.outcome].name}” has no source.",
                "name its source, or take a sourced value from the bank (sroi proxies search)",
            )


def one_value_carries_most(case: Case) -> Iterator[Found]:
    """One unit value makes more than half of all value."""
    for line, value in zip(case.model.lines, case.valuation.flows.line_totals, strict=True):
        if line.mirror_of is None and abs(float(value)) > _MOST * case.size and len(case.model.lines) > 1:
            row = case.row(line.address)
            yield Found(
                line.address,
                f"{part(abs(float(value)), case.size)} of all value comes from one figure, that of "
                f"“{case.study.outcomes[line.outcome].name}”"
                + ("." if row is None or row.uncertain else ", which has no range."),
                "give it a range and its own evidence, and show the result without it",
                {line.address: 0.0},
                "Without it",
            )


def lasting_without_evidence(case: Case) -> Iterator[Found]:
    """A change that lasts long on weak evidence."""
    for name, outcome, stream in case.outcomes():
        lasts = case.vector[stream.life.duration]
        row = case.row(f"{name}/duration")
        grade = (row.grade if row is not None else None) or outcome.grade
        if lasts > _LONG and grade not in _STRONG:
            found = f"grade {grade}" if grade else "no grade of evidence"
            mend = {row.address: float(_LONG)} if row is not None else {}
            yield Found(
                f"{name}/duration",
                f"“{outcome.name}” is counted for {years(lasts)} on {found}.",
                f"find evidence that it lasts, or count at most {_LONG} years",
                mend,
            )


def not_discounted(case: Case) -> Iterator[Found]:
    """Several years and no discounting."""
    if case.model.horizon > 1 and not any(case.model.schedule.rates):
        row = case.row("discounting/rate")
        yield Found(
            "discounting",
            f"Nothing is discounted over {years(case.model.horizon)}.",
            "discount, or say in a note why not",
            {row.address: _RATE} if row is not None else {},
        )


def no_optimism_bias(case: Case) -> Iterator[Found]:
    """A forecast without optimism bias."""
    addresses = [f"inputs/{cost.id}/optimism_bias" for cost in case.model.costs]
    addresses += [f"{name}/optimism_bias" for name, _, _ in case.outcomes()]
    if case.study.kind == "forecast" and not any(case.at(address) for address in addresses):
        yield Found(
            "optimism_bias",
            "A forecast without any adjustment for optimism bias, on costs or on benefits.",
            "write optimism_bias: by-grade, or state it where evidence is weak",
        )


def remarkable_ratio(case: Case) -> Iterator[Found]:
    """A ratio that will be asked about."""
    ratio, currency = case.valuation.ratio, case.study.currency
    if ratio > _HIGH or ratio < _LOW:
        yield Found(
            "",
            f"The ratio, {money(ratio, currency, 2)}, is {'above' if ratio > _HIGH else 'below'} "
            f"{number(_HIGH if ratio > _HIGH else _LOW)}: not wrong, but it will be asked about.",
            "say in the report why it is what it is",
        )


RULES: Final = (
    Rule("VAL001", "error", "Unit value without a source", "A value that cannot be traced cannot be defended.",
         "Social Value principle 6, be transparent; Krlev et al. (2013), proxies", value_without_source),
    Rule("VAL006", "warning", "One figure carries the answer", "The answer is that figure: demand its range.",
         "SROI Guide (2012), stage 5.3, sensitivity; the 50% are a house rule", one_value_carries_most),
    Rule("TIM002", "warning", "Lasting change on weak evidence", "The years counted drive the ratio.",
         "HM Treasury and New Economy (2014); the 5 years are a house rule", lasting_without_evidence),
    Rule("TIM004", "warning", "Several years, not discounted", "Later value is made equal to present cost.",
         "Green Book (HM Treasury)", not_discounted),
    Rule("INP003", "warning", "Forecast without optimism bias", "Forecasts overstate benefits and understate costs.",
         "Green Book (HM Treasury); National Audit Office", no_optimism_bias),
    Rule("REP001", "note", "A ratio that will be asked about", "Published ratios in public health ran from 1.1 to 65.",
         "Banke-Thomas et al. (2015), BMC Public Health 15:582; 0.5 and 10 are house rules", remarkable_ratio),
)  # fmt: skip
