"""Which values and which inputs a perspective counts: 1, 2, 4, … so that every sum tells its parts."""

from __future__ import annotations

import pytest

from sroi.errors import ValuationError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.views import View, funders, view_named, views

STUDY = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 1
discounting: undiscounted
stakeholders:
  people: {name: People, role: participant}
  carers: {name: Carers, role: other}
  council: {name: City council, role: public}
  trust: {name: The trust, role: funder}
  shop: {name: The shop}
inputs:
  grant: {from: council, amount: 100}
  rooms: {from: council, amount: 200, kind: in-kind}
  gift: {from: trust, amount: 400, kind: time}
  hours: {from: people, amount: 800, kind: time}
  sale: {from: shop, amount: 1600}
outcomes:
  fit:
    name: Fitter
    stakeholder: people
    quantity: 1
    values:
      own: {value: 1, type: social}
      saved: {value: 2, type: fiscal, to: council, cashable: 50%}
      earned: {value: 4, type: economic}
  rest:
    name: Rested
    stakeholder: carers
    quantity: 1
    values:
      own: {value: 8, type: social}
      lost: {value: 16, type: fiscal, to: shop}
      spared: {value: 32, type: fiscal, to: council, cashable: 25%}
  paid: {name: Paid, stakeholder: people, quantity: 1, value: 64, transfer_from: council}
"""


def counted(view: View) -> tuple[float, float]:
    """Values and inputs that a perspective counts."""
    found = Model(Study.parse(STUDY)).evaluate(view=view)
    return float(found.pv_benefits[0]), float(found.pv_inputs[0])


@pytest.mark.parametrize(
    ("name", "values", "inputs"),
    [
        ("social", 1 + 2 + 4 + 8 + 16 + 32 + 64 - 64, 3100),
        ("fiscal", 2 + 32 - 64, 300),
        ("cashable", 2 * 0.5 + 32 * 0.25 - 64, 300),
        ("participants", 1 + 4 + 64, 3100),
        ("council-leverage", 63, 300),
        ("council-own", 2 + 32 - 64, 300),
        ("trust-leverage", 63, 400),
        ("trust-own", 0, 400),
        ("shop-leverage", 63, 1600),
        ("shop-own", 16, 1600),
    ],
)
def test_built_in(name: str, values: float, inputs: float) -> None:
    assert counted(view_named(Model(Study.parse(STUDY)), name)) == pytest.approx((values, inputs))


def test_funders_are_those_who_pay() -> None:
    """Cash from anybody; anything from a funder or a public body; not the hours of the people. Each once."""
    model = Model(Study.parse(STUDY))
    assert funders(model) == ["council", "trust", "shop"]
    assert {name: view.additive for name, view in views(model).items()} == {
        "social": True,
        "fiscal": True,
        "cashable": True,
        "participants": True,
        "council-leverage": False,
        "council-own": False,
        "trust-leverage": False,
        "trust-own": False,
        "shop-leverage": False,
        "shop-own": False,
    }


@pytest.mark.parametrize(
    ("stated", "values", "inputs"),
    [
        ("values: {id: fit}", 1 + 2 + 4, 3100),
        ("values: {id: [fit, rest/own]}", 1 + 2 + 4 + 8, 3100),
        ("values: {to: [council, shop]}", 2 + 16 + 32 - 64, 3100),
        ("values: {type: fiscal}", 2 + 16 + 32 - 64, 3100),
        ("values: {role: participant}", 1 + 4 + 64, 3100),
        ("values: {stakeholder: carers}", 8 + 16 + 32, 3100),
        ("values: {stakeholder: carers, type: social}", 8, 3100),
        ("values: {type: fiscal, role: public}, cashable: true", 1 + 8 - 64, 3100),
        ("inputs: {id: [grant, hours]}", 63, 100 + 800),
        ("inputs: {from: council}", 63, 300),
        ("inputs: {stakeholder: [trust, people]}", 63, 400 + 800),
        ("inputs: {role: [public, funder]}", 63, 300 + 400),
        ("inputs: {kind: time}", 63, 400 + 800),
        ("inputs: {kind: time, from: trust}", 63, 400),
    ],
)
def test_stated(stated: str, values: float, inputs: float) -> None:
    model = Model(Study.parse(STUDY + f"perspectives: {{mine: {{{stated}}}}}\n"))
    assert counted(views(model)["mine"]) == pytest.approx((values, inputs))


def test_a_stated_perspective_says_what_it_counts() -> None:
    text = (
        "perspectives:\n"
        "  mine: {name: Mine, values: {type: [fiscal, social], to: council}, inputs: {from: [trust, shop]}}\n"
        "  rest: {values: all, inputs: all}\n"
    )
    found = views(Model(Study.parse(STUDY + text)))
    assert found["mine"].title == "Mine"
    assert found["mine"].numerator == "values with to: council, type: fiscal or social"
    assert found["mine"].denominator == "inputs with from: trust or shop"
    assert (found["rest"].title, found["rest"].numerator, found["rest"].denominator) == (
        "rest",
        "all values",
        "all inputs",
    )


def test_built_in_perspectives_say_what_they_count() -> None:
    found = views(Model(Study.parse(STUDY)))
    assert {name: (view.title, view.numerator, view.denominator) for name, view in found.items()} == {
        "social": ("Society", "all values", "all inputs"),
        "fiscal": ("Public budgets", "fiscal values to public bodies", "inputs of public bodies"),
        "cashable": (
            "Public budgets, cashable part",
            "cashable share of fiscal values to public bodies",
            "inputs of public bodies",
        ),
        "participants": ("Participants", "values to participants", "all inputs"),
        "council-leverage": (
            "City council, all value per 1 it invests",
            "all values",
            "inputs of City council",
        ),
        "council-own": (
            "City council, its own value per 1 it invests",
            "values to City council",
            "inputs of City council",
        ),
        "trust-leverage": ("The trust, all value per 1 it invests", "all values", "inputs of The trust"),
        "trust-own": ("The trust, its own value per 1 it invests", "values to The trust", "inputs of The trust"),
        "shop-leverage": ("The shop, all value per 1 it invests", "all values", "inputs of The shop"),
        "shop-own": ("The shop, its own value per 1 it invests", "values to The shop", "inputs of The shop"),
    }


def test_an_unknown_perspective_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ValuationError) as caught:
        view_named(Model(Study.parse(STUDY)), "fiskal")
    (problem,) = caught.value.problems
    assert problem.code == "perspective-unknown"
    assert problem.found == "found the perspective fiskal"
    assert problem.allowed == (
        "a perspective is one of social, fiscal, cashable, participants, council-leverage, council-own, "
        "trust-leverage, trust-own, shop-leverage, shop-own"
    )
    assert "fiscal" in problem.write
