"""The sentences a report leads with, word for word: ranges, singular, £0, below 1, below 0, no range."""

from __future__ import annotations

import pytest

from sroi.analysis.headline import Headline, headline
from sroi.report import sentences
from sroi.report.catalogue import catalogue
from sroi.study.study import Study
from sroi.valuation.valuation import Valuation, evaluate

STUDY = """
sroi: 1
title: T
kind: {kind}
currency: {currency}
start_year: 2025
horizon: {horizon}
price_base: {base}
discounting: undiscounted
stakeholders:
  a: {{name: Walkers, role: participant{size}}}
  b: {{name: Council, role: public}}
inputs: {{grant: {{from: b, amount: 100}}}}
outcomes:
  fit: {{name: Fitter, stakeholder: a, quantity: 10, values: {{gain: {{value: {value}, type: social}}{more}}}}}
"""

TEXTS = catalogue()


def valued(kind="forecast", currency="GBP", horizon=5, base="2026", value="53.1", size="", more="") -> Valuation:
    text = STUDY.format(kind=kind, currency=currency, horizon=horizon, base=base, value=value, size=size, more=more)
    return evaluate(Study.parse(text))


def ranged(valuation: Valuation, low: float, high: float) -> Headline:
    study = valuation.study
    return Headline(study.currency, study.horizon, study.price_base, valuation.ratio, valuation.npv, low, high)


GOLDEN = [
    ({}, (3.41, 7.62), "Every £1 invested is estimated to create about £5.30 of social value over 5 years (likely "
     "between £3.40 and £7.60, 9 in 10), in 2026 prices."),
    ({"kind": "evaluation", "horizon": 1, "base": "unknown"}, (3.41, 7.62), "Every £1 invested is found to have "
     "created about £5.30 of social value over 1 year (likely between £3.40 and £7.60, 9 in 10)."),
    ({"kind": "illustration", "currency": "NOK"}, (3.41, 7.62), "Every NOK 1 invested would create about NOK 5.30 of "
     "social value over 5 years (likely between NOK 3.40 and NOK 7.60, 9 in 10), in 2026 prices."),
    ({}, None, "Every £1 invested is estimated to create £5.31 of social value over 5 years, in 2026 prices. How far "
     "off this may be is not known: no number has a range."),
    ({"value": "0"}, None, "Every £1 invested is estimated to create £0.00 of social value over 5 years, in 2026 "
     "prices. How far off this may be is not known: no number has a range."),
    ({"value": "8"}, (-0.4, 2.4), "Every £1 invested is estimated to create about £0.80 of social value over 5 years "
     "(likely between −£0.40 and £2.40, 9 in 10), in 2026 prices."),
    ({"value": "-8"}, None, "Every £1 invested goes with £0.80 of social harm over 5 years, in 2026 prices, on top "
     "of what is invested. How far off this may be is not known: no number has a range."),
    ({"value": "-8"}, (-2.4, 0.4), "Every £1 invested goes with about £0.80 of social harm over 5 years (likely "
     "between −£2.40 and £0.40, 9 in 10, where a minus sign is harm), in 2026 prices, on top of what is invested."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "span", "said"), GOLDEN)
def test_the_answer_with_its_range(changes, span, said):
    valuation = valued(**changes)
    found = headline(valuation) if span is None else ranged(valuation, *span)
    assert sentences.answer(valuation, found, TEXTS) == said


@pytest.mark.parametrize(
    ("value", "span", "said"),
    [
        ("8", (0.4, 1.2), "On what could be valued, £1 creates about £0.80. That is not by itself a reason to stop: "
         "see what is not valued."),
        ("8.4", None, "On what could be valued, £1 creates about £0.84. That is not by itself a reason to stop: see "
         "what is not valued."),
        ("0", None, "On what could be valued, £1 creates about £0.00. That is not by itself a reason to stop: see "
         "what is not valued."),
        ("10", None, ""),
        ("-8", None, ""),
    ],
)  # fmt: skip
def test_below_one_is_no_reason_to_stop(value, span, said):
    valuation = valued(value=value)
    found = headline(valuation) if span is None else ranged(valuation, *span)
    assert sentences.below_one(valuation, found, TEXTS) == said


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "None of it is a saving to public budgets."),
        (", saved: {value: 11, type: fiscal, to: b, cashable: 40%}", "About £1.10 of it is savings to public "
         "budgets; £0.40 of that is money a budget holder could release."),
        (", saved: {value: 11, type: fiscal, to: b}", "About £1.10 of it is savings to public budgets; none of that "
         "is money a budget holder could release."),
        (", saved: {value: -11, type: fiscal, to: b}", "Public budgets lose about £1.10 for every £1 invested."),
        (", saved: {value: 0.3, type: fiscal, to: b, cashable: 100%}", "About £0.03 of it is savings to public "
         "budgets; £0.03 of that is money a budget holder could release."),
    ],
)  # fmt: skip
def test_savings_and_what_can_be_released(more, said):
    valuation = valued(more=more)
    assert sentences.savings(valuation, ranged(valuation, 3.4, 7.6), TEXTS) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("53.1", "In present values the benefits come to £531 and the inputs to £100: a net present value of £431."),
        ("8", "In present values the benefits come to £80 and the inputs to £100: a net present value of −£20, so "
         "less than is invested comes back in what could be valued."),
        ("10", "In present values the benefits come to £100, which is just what is invested."),
        ("0", "In present values the benefits come to £0 and the inputs to £100: a net present value of −£100, so "
         "less than is invested comes back in what could be valued."),
    ],
)  # fmt: skip
def test_a_loss_is_called_one(value, said):
    assert sentences.present_values(valued(value=value), TEXTS) == said


def test_amounts_too_small_to_show_are_not_called_the_same():
    """A ratio of 2.80 on a millionth of a pound: the net present value rounds to £0, and is a gain all the same."""
    tiny = valued(value="0.0000028").study.edited({"inputs/grant/amount": "0.00001"})
    said = sentences.present_values(evaluate(tiny), TEXTS)
    assert evaluate(tiny).npv > 0 and "just what is invested" not in said
    assert said.startswith("In present values the benefits come to £0 and the inputs to £0: a net present value of £0")


def test_inputs_per_head_are_not_added_up_over_groups():
    assert sentences.people(valued(), TEXTS) == ""
    assert sentences.people(valued(size=", size: 20"), TEXTS) == "Inputs per head: Walkers £5 (20 of them)."
    study = valued(size=", size: 20").study.document
    study["stakeholders"]["c"] = {"name": "Dogs", "role": "participant", "size": 50}
    said = sentences.people(evaluate(Study.from_document(study)), TEXTS)
    assert said == (
        "Inputs per head, all of them over each group, so not to be added up: Walkers £5 (20 of them); "
        "Dogs £2 (50 of them)."
    )


def test_ratios_are_not_ranked():
    assert sentences.no_ranking(TEXTS) == (
        "Ratios are not comparable between organisations, and this one belongs in no league table. These studies "
        "count different people, years and kinds of value, so their ratios cannot be ranked. What can be compared: "
        "cost per person, evidence strength, who benefits."
    )
