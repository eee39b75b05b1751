"""How much of the value rests on assumptions, and through which kind of number."""

from __future__ import annotations

import pytest

import sroi
from sroi.study.study import Study

TEXT = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 1
discounting: undiscounted
sources: {guess: {title: A guess, kind: assumption}}
estimates: {engaged: {value: 50%, source: guess}}
counterfactuals: {c: {programme: {before: {value: 10%, source: guess}, after: 40%}}}
stakeholders: {a: {name: A, role: participant}}
inputs: {grant: {from: a, amount: 100}}
outcomes:
  known: {name: N, stakeholder: a, quantity: 3, value: VALUE}
  many: {name: N, stakeholder: a, quantity: {people: 10, engaged: {use: engaged}}, value: 4}
  much: {name: N, stakeholder: a, quantity: 4, value: {value: 5, source: guess}}
  less: {name: N, stakeholder: a, quantity: 4, value: -20, deadweight: {from: c}}
  long: {name: N, stakeholder: a, quantity: 2, value: 10, delay: {value: 0, source: guess}}
"""


def test_each_kind_has_its_share_of_the_value() -> None:
    """20 known, 20 by a quantity, 20 by a unit value, 60 lost by a deadweight that follows from a guess, 20 by time."""
    found = sroi.evaluate(Study.parse(TEXT.replace("VALUE", str(20 / 3))))
    assert found.assumed_shares == pytest.approx(
        {
            "any number": 120 / 140,
            "quantities": 20 / 140,
            "unit values": 20 / 140,
            "deductions": 60 / 140,
            "times and rates": 20 / 140,
        }
    )
    assert found.share_on_assumptions == pytest.approx(120 / 140)
    assert found.notes[0].endswith("; 86% of the value rests on at least one of them.")
    assert found.to_dict()["value_on_assumptions"] == found.assumed_shares


def test_where_nearly_all_value_rests_on_one_the_kinds_are_said() -> None:
    found = sroi.evaluate(Study.parse(TEXT.replace("VALUE", "0.5")))
    assert found.notes[0].endswith(
        "99% of the value rests on at least one of them (quantities 16%, unit values 16%, deductions 49%, "
        "times and rates 16%)."
    )


def test_no_value_at_all_rests_on_nothing() -> None:
    text = TEXT.split("  known")[0] + "  known: {name: N, stakeholder: a, quantity: 0, value: 1}\n"
    assert set(sroi.evaluate(Study.parse(text)).assumed_shares.values()) == {0.0}
