"""The sentences a report leads with: the answer with its range, savings, and what is below 1 or below 0."""

from __future__ import annotations

from sroi.analysis.headline import Headline
from sroi.report.catalogue import Catalogue
from sroi.valuation.formats import count, money, years
from sroi.valuation.rounding import about, rounded, step
from sroi.valuation.sentences import payback_sentence
from sroi.valuation.unlike import refusal
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central


def answer(valuation: Valuation, found: Headline, texts: Catalogue) -> str:
    """Say the ratio with its range, horizon and prices; where there is no range, why.

    Parameters
    ----------
    valuation, found
        The study, valued, and its headline.
    texts
        Texts of a language.

    Examples
    --------
    >>> from sroi.report.catalogue import catalogue
    >>> from sroi.study import Study
    >>> from sroi.valuation.valuation import evaluate
    >>> valuation = evaluate(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 5, price_base: 2024-25,
    ...  stakeholders: {a: {name: A}}, inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 53.1}}}
    ... '''))
    >>> print(answer(valuation, Headline("GBP", 5, "2024-25", 5.31, 431.0, 3.41, 7.62), catalogue()))
    Every £1 invested is estimated to create about £5.30 of social value over 5 years (likely between £3.40 and \
£7.60, 9 in 10), in 2024-25 prices.
    """
    study = valuation.study
    prices = "" if study.price_base == "unknown" else texts.say("sentence.prices", base=study.price_base)
    plain: dict[str, object] = {"one": money(1, study.currency), "span": years(study.horizon), "prices": prices}
    harm, size = valuation.ratio < 0, abs(valuation.ratio)
    if found.low is None or found.high is None:
        key = "sentence.harm-alone" if harm else f"sentence.answer-alone.{study.kind}"
        shown = money(size, study.currency, 2)
        return texts.say(key, count=None, **plain, ratio=shown, loss=shown, why=found.no_range)
    ratio, low, high = about(size, found.low, found.high, study.currency)
    key = "sentence.harm" if harm else f"sentence.answer.{study.kind}"
    return texts.say(key, count=None, **plain, ratio=ratio, loss=ratio, low=low, high=high)


def below_one(valuation: Valuation, found: Headline, texts: Catalogue) -> str:
    """Say that a ratio from 0 to 1 is not by itself a reason to stop; nothing for any other."""
    if not 0 <= valuation.ratio < 1:
        return ""
    ratio = money(valuation.ratio, found.currency, 2)
    if found.low is not None and found.high is not None:
        ratio = about(valuation.ratio, found.low, found.high, found.currency)[0]
    return texts.say("sentence.below", one=money(1, found.currency), ratio=ratio)


def savings(valuation: Valuation, found: Headline, texts: Catalogue) -> str:
    """Say how much of a pound's value is saved by public budgets, and how much of that can be released."""
    seen, inputs = valuation.perspectives, valuation.pv_inputs
    fiscal = seen["fiscal"].pv_benefits / inputs if "fiscal" in seen else 0.0
    cash = seen["cashable"].pv_benefits / inputs if "cashable" in seen else 0.0
    to = 0.01
    if found.low is not None and found.high is not None and found.high > found.low:
        to = max(step(found.low, found.high), 0.01)

    def shown(amount: float) -> str:
        near = rounded(amount, to)
        finer = near if near or not amount else rounded(amount, 0.01)
        return money(finer, found.currency, 0 if to >= 1 and finer == near else 2)

    one = money(1, found.currency)
    if abs(fiscal) < 0.005:
        return texts.say("sentence.savings-none")
    if fiscal < 0:
        return texts.say("sentence.savings-loss", fiscal=shown(-fiscal), one=one)
    key = "sentence.savings" if cash >= 0.005 else "sentence.savings-uncashable"
    return texts.say(key, fiscal=shown(fiscal), cash=shown(cash))


def present_values(valuation: Valuation, texts: Catalogue) -> str:
    """Say benefits, inputs and the net present value, and plainly where it is a loss."""
    currency = valuation.study.currency
    net, most = valuation.npv, max(abs(valuation.pv_benefits), abs(valuation.pv_inputs))
    net = 0.0 if abs(net) < 0.5 and abs(net) < 0.005 * most else net
    key = "sentence.npv-gain" if net > 0 else "sentence.npv-loss" if net < 0 else "sentence.npv-even"
    return texts.say(
        key,
        benefits=money(valuation.pv_benefits, currency),
        inputs=money(valuation.pv_inputs, currency),
        npv=money(valuation.npv, currency),
    )


def people(valuation: Valuation, texts: Catalogue) -> str:
    """Say what is invested per head of each group that takes part and whose number is stated; nothing for none."""
    columns, x = valuation.model.parameters.columns, central(valuation.model)
    said = []
    for key, person in valuation.study.stakeholders.items():
        column = columns.get(f"stakeholders/{key}/size")
        if person.role == "participant" and column is not None and x[column] > 0:
            size = float(x[column])
            cost = money(valuation.pv_inputs / size, valuation.study.currency)
            said.append(texts.say("sentence.head", name=person.name, size=count(size), cost=cost))
    if not said:
        return ""
    return texts.say("sentence.people", count=len(said), heads="; ".join(said))


def payback(valuation: Valuation, texts: Catalogue) -> str:
    """Say when it pays back."""
    return texts.say("sentence.payback", payback=payback_sentence(valuation))


def no_ranking(texts: Catalogue) -> str:
    """Say that ratios of different organisations are not to be ranked, and what can be compared."""
    return f"{texts.say('refusal')} {refusal(('people', 'years', 'kinds of value'))}"
