"""Results in sentences that can be read out in a meeting. One function each."""

from __future__ import annotations

from sroi.valuation.formats import money, years
from sroi.valuation.payback import Payback
from sroi.valuation.published import same_to_printed_digits
from sroi.valuation.valuation import InPerspective, Valuation


def answer(valuation: Valuation) -> str:
    """Say the ratio as a sentence, with horizon and prices.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, price_base: 2024-25,
    ...  stakeholders: {a: {name: A}}, inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 53.1}}}
    ... ''')
    >>> answer(evaluate(study))
    'Every £1 invested is estimated to create £5.31 of social value over 1 year, in 2024-25 prices.'
    """
    study = valuation.study
    one, back = money(1, study.currency), money(valuation.ratio, study.currency, 2)
    span = years(study.horizon)
    prices = f", in {study.price_base} prices" if study.price_base != "unknown" else ""
    verb = {
        "evaluation": "is found to have created",
        "illustration": "would create",
        "forecast": "is estimated to create",
    }[study.kind]
    if valuation.ratio < 0:
        loss = money(-valuation.ratio, study.currency, 2)
        return f"Every {one} invested goes with {loss} of social harm over {span}{prices}, on top of what is invested."
    return f"Every {one} invested {verb} {back} of social value over {span}{prices}."


def payback_sentence(valuation: Valuation) -> str:
    """Say when it pays back, three ways."""
    found: Payback = valuation.payback
    if found.guide_months is None and found.cumulative_years is None:
        return f"undefined: {found.reasons['cumulative_years']}"
    guide = (
        f"{found.guide_months:,.1f} months"
        if found.guide_months is not None
        else f"undefined ({found.reasons['guide_months']})"
    )
    if found.guide_months is not None and found.guide_year is not None:
        guide += f" from the impact of {valuation.study.start_year + found.guide_year}, the first full year,"
    later = [
        f"{value:,.1f} years {words}" if isinstance(value, float) else f"never {words}"
        for value, words in ((found.cumulative_years, "undiscounted"), (found.discounted_years, "discounted"))
    ]
    return f"{guide} by the guide's formula; by running total {later[0]}, {later[1]}"


def published_sentence(valuation: Valuation) -> str:
    """Set the computed ratio beside the printed one."""
    printed = valuation.study.published
    assert printed is not None
    kinds = {
        "independent": "all inputs as printed",
        "fitted": "some inputs were solved from printed results",
        "totals-only": "only totals were printed",
    }
    if printed.ratio is None:
        return f"The publication prints no ratio ({kinds[printed.kind]})."
    net = printed.convention == "net"
    computed = valuation.net_ratio if net else valuation.ratio
    shown = f"Published: {printed.ratio}{' (net)' if net else ''}; computed {computed:.4f}"
    agrees = "the same to the digits printed" if same_to_printed_digits(printed.ratio, computed) else "not the same"
    return f"{shown}, {agrees} ({printed.kind}: {kinds[printed.kind]})."


def why_no_value(valuation: Valuation, seen: InPerspective) -> str | None:
    """Say why a perspective counts no value at all; None where it counts some.

    Examples
    --------
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate
    >>> found = evaluate(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1,
    ...  stakeholders: {a: {name: A, role: participant}, b: {name: Council, role: public}},
    ...  inputs: {grant: {from: b, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 53.1}}}
    ... '''))
    >>> [why_no_value(found, found.perspectives[name]) for name in ("social", "fiscal", "b-own")]
    [None, 'no value has the type fiscal', 'no values to Council']
    """
    if any(seen.view.lines):
        return None
    fiscal = seen.view.id in ("fiscal", "cashable")
    if fiscal and not any(line.type == "fiscal" for line in valuation.model.lines):
        return "no value has the type fiscal"
    return f"no {seen.view.numerator}"


def difference(before: float, after: float, currency: str) -> str:
    """Say how a ratio changes; the change is that of the two as they are shown.

    Examples
    --------
    >>> difference(5.31, 4.62, "GBP"), difference(5.3149, 4.6151, "GBP")
    ('£5.31 → £4.62 (−£0.69)', '£5.31 → £4.62 (−£0.69)')
    """
    change = round(round(after, 2) - round(before, 2), 2)
    sign = "+" if change > 0 else ""
    return f"{money(before, currency, 2)} → {money(after, currency, 2)} ({sign}{money(change, currency, 2)})"
