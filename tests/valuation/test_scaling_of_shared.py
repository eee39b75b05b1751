"""What a scenario scales where a number is shared, and what it refuses."""

from __future__ import annotations

import pytest

import sroi
from sroi.errors import SroiError
from sroi.study.study import Study

TEXT = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 1
discounting: undiscounted
estimates: {n: 10, part: 60%, worth: 20 to 45}
counterfactuals: {c: {programme: {before: 10%, after: 40%}}}
stakeholders: {a: {name: A, role: participant}}
inputs: {grant: {from: a, amount: {use: n}}}
outcomes:
  plain: {name: N, stakeholder: a, quantity: {use: n}, value: {use: worth}, deadweight: {use: part}}
  chain: {name: N, stakeholder: a, quantity: {people: {use: n}, part: {use: part}}, value: 20}
  effect: {name: N, stakeholder: a, quantity: {people: 10, effect: {from: c, as: effect}}, value: 20}
scenarios: {more: {scale: SCALE}}
"""

#: 10 × 30 × 40%, 10 × 60% × 20, 10 × 30% × 20, for 10.
BASE = {"plain": 120, "chain": 120, "effect": 60}


def valued(scale: str) -> tuple[dict[str, float], float]:
    found = sroi.evaluate(Study.parse(TEXT.replace("SCALE", scale)), "more")
    return found.by("outcome")["value"].to_dict(), found.pv_inputs


@pytest.mark.parametrize(
    ("scale", "changed", "inputs"),
    [
        ("{plain/quantity: 2}", {"plain": 240}, 10),
        ("{plain/value: 2}", {"plain": 240}, 10),
        ("{inputs/grant/amount: 2}", {}, 20),
        ("{chain/quantity/people: 2}", {"chain": 240}, 10),
        ("{chain/quantity/part: 1.5}", {"chain": 180}, 10),
        ("{chain/quantity: 2}", {"chain": 240}, 10),
        ("{effect/quantity/effect: 2}", {"effect": 120}, 10),
        ("{estimates/n: 2}", {"plain": 240, "chain": 240}, 20),
        ('{"*/quantity": 2}', {"plain": 240, "chain": 240, "effect": 120}, 10),
        ("{plain/quantity: 2, estimates/n: 3}", {"plain": 720, "chain": 360}, 30),
    ],
)
def test_a_shared_number_in_a_product_is_scaled_there_and_nowhere_else(scale, changed, inputs) -> None:
    values, paid = valued(scale)
    assert values == pytest.approx({**BASE, **changed})
    assert paid == pytest.approx(inputs)


def test_a_shared_share_is_not_scaled_beyond_one() -> None:
    with pytest.raises(SroiError) as caught:
        valued("{chain/quantity/part: 2}")
    (problem,) = caught.value.problems
    assert (problem.code, problem.address, problem.found) == ("scale-range", "chain/quantity/part", "0.6 × 2 is 1.2")


def test_a_shared_deduction_is_scaled_at_its_own_place_only() -> None:
    with pytest.raises(SroiError) as caught:
        valued("{plain/deadweight: 0.5}")
    (problem,) = caught.value.problems
    assert problem.code == "scale-derived"
    assert problem.write == "scale the estimate or the comparison it comes from"
    assert valued("{estimates/part: 0.5}")[0] == pytest.approx({**BASE, "plain": 210, "chain": 60})


# Whose word counts


@pytest.mark.parametrize(
    "stated",
    ['{plain/leakage: 10%, "*/leakage": 20%}', '{"*/leakage": 20%, plain/leakage: 10%}'],
)
def test_a_number_named_by_itself_stands_over_a_pattern_in_any_order(stated) -> None:
    study = Study.parse(TEXT.replace("{more: {scale: SCALE}}", f"{{more: {{set: {stated}}}}}"))
    table = sroi.Model(study, "more").parameters
    leakages = [table.row(f"{name}/leakage").central for name in ("plain", "chain", "effect")]
    assert leakages == [0.1, 0.2, 0.2]


def test_two_patterns_may_say_the_same_in_two_ways() -> None:
    stated = '{"*/leakage": 20%, "ch*/leakage": 0.2}'
    study = Study.parse(TEXT.replace("{more: {scale: SCALE}}", f"{{more: {{set: {stated}}}}}"))
    assert sroi.Model(study, "more").parameters.row("chain/leakage").central == 0.2


@pytest.mark.parametrize("name", ["engaged-share", "engaged"])
@pytest.mark.parametrize(("block", "address"), [("inputs", "inputs/grant/amount"), ("outcomes", "chain/quantity")])
def test_a_factor_that_uses_a_shared_share_is_a_share_in_scenarios_too(name, block, address) -> None:
    text = TEXT.replace("amount: {use: n}", f"amount: {{people: 10, {name}: {{use: part}}}}")
    text = text.replace("part: {use: part}", f"{name}: {{use: part}}")
    for written, fits in (("25%", True), ("3", False), ("-0.1", False)):
        stated = f"{{more: {{set: {{{address}/{name}: {written}}}}}}}"
        whole = text.replace("{more: {scale: SCALE}}", stated)
        if fits:
            assert sroi.evaluate(Study.parse(whole), "more").ratio > 0
        else:
            with pytest.raises(SroiError, match="a share lies between 0 and 1"):
                Study.parse(whole)
