"""When two ratios must not be ranked, and what can be compared instead."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi.valuation.formats import count, money, part, years
from sroi.valuation.stated import prices_text
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central

#: What can be compared between studies that count differently.
COMPARABLE: Final = "What can be compared: cost per person, evidence strength, who benefits."

#: How many who gain are named.
_NAMED: Final = 3


def unlike(first: Valuation, second: Valuation) -> tuple[str, ...]:
    """In what two studies count differently, in a word or two each; nothing for scenarios of one study.

    Scenarios of one study may well count over other years; that is what they are for.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> unlike(evaluate(study), evaluate(study.edited({"horizon": 3})))
    ('years',)
    """
    if first.model.base_study.hash == second.model.base_study.hash:
        return ()
    return tuple(_reasons(first, second))


def _reasons(first: Valuation, second: Valuation) -> Iterator[str]:
    a, b = first.study, second.study
    gaining = [{study.stakeholders[line.to].name for line in v.model.lines} for v, study in ((first, a), (second, b))]
    if not gaining[0] & gaining[1]:
        yield "people"
    if (a.horizon, a.start_year) != (b.horizon, b.start_year):
        yield "years"
    if not related(first, second):
        yield "kinds of value"
    if a.currency != b.currency:
        yield "currencies"
    elif prices_text(a) != prices_text(b):
        yield "prices"
    if first.convention != second.convention:
        yield "ways of discounting"
    if (a.partial_years, a.optimism_bias) != (b.partial_years, b.optimism_bias):
        yield "rules of counting"


def related(first: Valuation, second: Valuation) -> bool:
    """Whether two studies are of one programme, as far as a program can tell: half the outcomes of either are shared.

    Outcomes are known by their ids.
    """
    sides = [{line.outcome for line in valuation.model.lines} for valuation in (first, second)]
    return 2 * len(sides[0] & sides[1]) >= min(len(side) for side in sides)


def refusal(reasons: tuple[str, ...]) -> str:
    """Say why two ratios are not ranked, and what can be compared.

    Examples
    --------
    >>> refusal(("people", "years", "kinds of value"))  # doctest: +ELLIPSIS
    'These studies count different people, years and kinds of value, so their ratios cannot be ranked. What can be ...'
    """
    *most, last = reasons
    listed = f"{', '.join(most)} and {last}" if most else last
    return f"These studies count different {listed}, so their ratios cannot be ranked. {COMPARABLE}"


def comparable(valuation: Valuation) -> dict[str, str]:
    """What can be compared between any studies, in words: cost per person, evidence, who benefits; and the frame."""
    study = valuation.study
    prices = "price base not stated" if study.price_base == "unknown" else f"{study.price_base} prices"
    return {
        "Invested": f"{money(valuation.pv_inputs, study.currency)} (present value)",
        "Cost per person": _per_person(valuation),
        "Evidence": f"{valuation.share_on_assumptions:.0%} of the value rests on assumptions; {_grades(valuation)}",
        "Who benefits": _who_benefits(valuation),
        "Years counted": f"{years(study.horizon)} from {study.start_year}",
        "Prices": prices,
        "Discounting": valuation.convention,
    }


def _per_person(valuation: Valuation) -> str:
    """Inputs over each group of participants whose size is stated."""
    study, x, columns = valuation.study, central(valuation.model), valuation.model.parameters.columns
    said = []
    for key, person in study.stakeholders.items():
        if person.role == "participant" and person.size is not None:
            size = float(x[columns[f"stakeholders/{key}/size"]])
            if size > 0:
                said.append(
                    f"{money(valuation.pv_inputs / size, study.currency)} for each of {count(size)} {person.name}"
                )
    return "; ".join(said) or "not known: no participants with a stated size"


def _grades(valuation: Valuation) -> str:
    """Weakest and strongest grade of evidence, where any is stated."""
    grades = sorted({row.grade for row in valuation.model.parameters.rows if row.stated and row.grade is not None})
    if not grades:
        return "no grades stated"
    ends = f"grades {grades[0]} to {grades[-1]}" if len(grades) > 1 else f"grade {grades[0]}"
    return f"{ends} (1 strongest, 6 weakest)"


def _who_benefits(valuation: Valuation) -> str:
    table = valuation.by("stakeholder")
    gains = table[table["value"] != 0].sort_values("value", ascending=False, key=abs)
    names = valuation.study.stakeholders
    said = [
        f"{names[str(key)].name} {part(float(value), valuation.pv_benefits)}"
        for key, value in gains["value"].head(_NAMED).items()
    ]
    more = len(gains) - _NAMED
    return ", ".join(said) + (f", and {more} more" if more > 0 else "")
