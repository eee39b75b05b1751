"""The engine against a second one: slow, obvious, and written from the method pages alone (``tests/reference.py``).

Both must give the same numbers to 1e-9, or both must refuse.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

import sroi
from sroi.errors import SroiError
from sroi.study.study import Study
from tests import reference
from tests.against_reference.both import by_product, by_reference, disagreements
from tests.properties.strategies import MODEST, documents

ROOT = Path(__file__).parents[1]
EXAMPLE = Path(__file__).parent / "against_reference" / "riverside.yaml"
STUDIES = [*sorted((ROOT / "studies").glob("*.yaml")), EXAMPLE]


def check(study: Study, scenario: str | None = None) -> None:
    """Both engines give the same numbers, or both refuse the study."""
    refused: list[str] = []
    found: dict[str, Any] = {}
    try:
        product, valuation = by_product(study, scenario)
    except SroiError as error:
        refused.append(f"sroi refuses: {error}")
        if any(problem.code == "scale-derived" for problem in error.problems):
            return  # sroi scales no number that another place states; the reference scales the place
    try:
        found = by_reference(study, scenario)
    except reference.StudyError as error:
        refused.append(f"the reference refuses: {error}")
    assert len(refused) != 1, refused[0]
    if not refused:
        differ = disagreements(product, found, valuation)
        assert not differ, "\n".join(differ)


def cases() -> Iterator[Any]:
    """Every ready study and the example of the page: base case, scenarios and options."""
    for path in STUDIES:
        study = sroi.load(path)
        for name in [None, *study.scenarios, *study.options]:
            yield pytest.param(study, name, id=f"{path.stem}-{name or 'base'}")


@pytest.mark.parametrize(("study", "scenario"), list(cases()))
def test_ready_studies(study: Study, scenario: str | None) -> None:
    check(study, scenario)


def test_the_example_is_the_one_on_the_page() -> None:
    page = (ROOT / "docs" / "study-file.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- file: riverside\.yaml -->\n```yaml\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert Study.parse(shown[1]).document == sroi.load(EXAMPLE).document


@settings(MODEST, max_examples=250, derandomize=bool(os.environ.get("CI")))
@given(documents())
def test_generated_studies(document: dict[str, Any]) -> None:
    study = Study.from_document(document)
    for scenario in [None, *study.scenarios]:
        check(study, scenario)


# Small studies, each of which the two engines once disagreed on. The first lines are the same for all.

HEAD = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 40
stakeholders: {a: {name: A, role: participant, size: 10}, b: {name: B, role: public}}
inputs: {grant: {from: b, amount: 100, grade: 1}}
"""

CORNERS = {
    "a harm by its quantity": """
        outcomes:
          strain: {name: N, stakeholder: a, quantity: {people: 10, points-lost: -0.1}, value: 20, optimism_bias: 40%}
        """,
    "a harm by its value": """
        outcomes:
          strain: {name: N, stakeholder: a, quantity: {people: 10, points-lost: 0.1}, value: -20, optimism_bias: 40%}
        """,
    "a gain by two negatives": """
        outcomes:
          strain: {name: N, stakeholder: a, quantity: {people: 10, points-lost: -0.1}, value: -20, optimism_bias: 40%}
        """,
    "gains and harms by cohort": """
        outcomes:
          mood:
            name: N
            stakeholder: a
            quantity: {2025: {points: -0.1, people: 10}, 2026: {points: 0.3, people: 10}}
            value: 20
            optimism_bias: 40%
            transfer_from: b
        """,
    "a bias that a scenario sets under by-grade": """
        optimism_bias: by-grade
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, grade: 6}}
        scenarios: {changed: {set: {fit/optimism_bias: 10%, inputs/grant/optimism_bias: 30%}}}
        """,
    "a bias that the file states under by-grade": """
        optimism_bias: by-grade
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, grade: 6, optimism_bias: 10%}}
        scenarios: {changed: {set: {optimism_bias: none}}}
        """,
    "the grade of a shared estimate with the id of an outcome": """
        optimism_bias: by-grade
        estimates: {fit: {value: 3, grade: 6}, other: 2}
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, grade: 1}}
        """,
    "the grade of a shared estimate that is used": """
        optimism_bias: by-grade
        estimates: {fit: {value: 3, grade: 6}, other: 2}
        outcomes: {walk: {name: N, stakeholder: a, quantity: {people: {use: fit}}, value: 20, grade: 1}}
        """,
    "a shared estimate in a factor whose key says share": """
        estimates: {engaged: 0.1 to 0.9}
        outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, engaged-share: {use: engaged}}, value: 20}}
        """,
    "a shared estimate in a share field": """
        estimates: {engaged: 0.1 to 0.9}
        outcomes:
          fit: {name: N, stakeholder: a, quantity: {people: {use: engaged}}, value: 20, leakage: {use: engaged}}
        """,
    "a declining schedule, scaled": """
        discounting: green-book
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 40}}
        scenarios: {double: {scale: {discounting/rate: 2}}, flat: {set: {discounting/rate: 2%}}}
        """,
    "a schedule that is flat within the horizon, scaled": """
        discounting: norway-r109
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 40}}
        scenarios: {double: {scale: {discounting/rate: 2}}, flat: {set: {discounting/rate: 2%}}}
        """,
    "an outcome's own schedule, scaled": """
        outcomes: {fit: {name: N, stakeholder: a, quantity: 1, value: 20, duration: 40, discounting: green-book-health}}
        scenarios: {double: {scale: {fit/discounting/rate: 2}}, study: {scale: {discounting/rate: 2}}}
        """,
    "levels of a comparison, scaled out of their range": """
        counterfactuals: {areas: {programme: {before: 3%, after: 14%}, comparison: {before: 3%, after: 4%}}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: {from: areas}}}
        scenarios:
          fewer: {scale: {counterfactuals/areas/programme/after: 0.2}}
          set: {set: {counterfactuals/areas/programme/after: 2%}}
          fine: {scale: {counterfactuals/areas/programme/after: 0.9}}
        """,
    "a shared level of a comparison, scaled out of its range": """
        estimates: {using: 14%}
        counterfactuals: {areas: {programme: {before: 3%, after: {use: using}}, comparison: {before: 3%, after: 4%}}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: {from: areas}}}
        scenarios: {fewer: {scale: {estimates/using: 0.2}}}
        """,
    "deadweight that a scenario takes off an effect": """
        counterfactuals: {areas: {programme: {before: 3%, after: 14%}, comparison: {before: 3%, after: 4%}}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, more: {from: areas, as: effect}}, value: 20}}
        scenarios:
          twice: {set: {fit/deadweight: 35%}}
          all: {set: {"*/deadweight": 35%}}
          nothing: {set: {fit/deadweight: 0}}
        """,
    "growth whose normal distribution crosses zero": """
        outcomes:
          fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 9, real_growth: {mean: 1%, sd: 1%}}
        """,
    "a named schedule inside a mapping": """
        discounting: {schedule: green-book}
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 40}}
        """,
    "a linear drop-off that a scenario sets": """
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 4, drop_off: {linear: 15%}}}
        scenarios: {faster: {set: {fit/drop_off: 30%}}, half: {scale: {fit/drop_off: 0.5}}}
        """,
    "factors and years under one pattern": """
        outcomes: {fit: {name: N, stakeholder: a, quantity: {2025: 4, 2026: {people: 3, hours: 2}}, value: 20}}
        scenarios: {inside: {scale: {"*/quantity/*": 0.5}}, whole: {scale: {"*/quantity": 0.5}}}
        """,
    "a comparison group that changed as much as the programme": """
        counterfactuals:
          same: {programme: {before: 10%, after: 30%}, comparison: {before: 20%, after: 40%}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: {from: same}}}
        """,
    "an effect of nothing": """
        counterfactuals:
          same: {programme: {before: 5%, after: 12%}, comparison: {before: 1%, after: 8%}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, more: {from: same, as: effect}}, value: 20}}
        """,
    "a level without the programme below 0": """
        counterfactuals:
          fallen: {programme: {before: 3%, after: 40%}, comparison: {before: 31%, after: 32%}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, more: {from: fallen, as: effect}}, value: 20}}
        scenarios: {lower: {set: {counterfactuals/fallen/comparison/after: 20%}}}
        """,
    "a comparison out of range behind an outcome that is left out": """
        counterfactuals: {areas: {programme: {before: 3%, after: 14%}, comparison: {before: 3%, after: 4%}}}
        outcomes:
          fit: {name: N, stakeholder: a, quantity: 10, value: 20, deadweight: {from: areas}}
          walk: {name: N, stakeholder: a, quantity: 10, value: 20}
        scenarios: {less: {set: {counterfactuals/areas/programme/after: 2%}, leave_out: [fit]}}
        """,
    "deadweight in place of an effect": """
        counterfactuals: {areas: {programme: {before: 3%, after: 14%}, comparison: {before: 3%, after: 4%}}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, more: {from: areas, as: effect}}, value: 20}}
        scenarios: {instead: {set: {fit/quantity/more: 14%, fit/deadweight: 35%}}}
        """,
    "a shared share in an input and in a quantity": """
        estimates: {part: 20%}
        inputs: {grant: {from: b, amount: 100}, staff: {from: b, amount: {engaged-share: {use: part}, each: 10}}}
        outcomes: {fit: {name: N, stakeholder: a, quantity: {engaged-share: {use: part}, each: 10}, value: 20}}
        """,
    "three years that are a little more in binary": """
        partial_years: round-up
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 2 to 4.5}}
        """,
    "a delay of one year that is a little less in binary": """
        outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, delay: {p10: 0.5, p90: 2}}}
        """,
    "an outcome's own stated rate, scaled": """
        outcomes:
          fit: {name: N, stakeholder: a, quantity: 1, value: 20, duration: 9, discounting: {rate: 5%, outcomes: mid}}
        scenarios: {half: {scale: {fit/discounting/rate: 0.5}, set: {discounting: green-book}}}
        """,
    "percentages that are no shares": """
        outcomes:
          fit:
            name: N
            stakeholder: a
            quantity: 10
            value: 20
            duration: 3
            multiplier: 50% to 90%
            real_growth: 1% to 3%
        """,
}


@pytest.mark.parametrize("text", CORNERS.values(), ids=[name.replace(" ", "-") for name in CORNERS])
def test_corners(text: str) -> None:
    study = Study.from_document({**Study.parse(HEAD).document, **_read(text)})
    for scenario in [None, *study.scenarios]:
        check(study, scenario)


def _read(text: str) -> dict[str, Any]:
    from ruamel.yaml import YAML

    return dict(YAML(typ="safe", pure=True).load(text))


@pytest.mark.parametrize("address", ["inputs/staff/amount/engaged-share", "fit/quantity/engaged-share"])
@pytest.mark.parametrize("new", ["2 to 9", "3", "-0.1"])
def test_a_scenario_sets_no_share_out_of_its_range(address: str, new: str) -> None:
    """Whether the number there is stated in place or shared, in an input or in a quantity."""
    text = CORNERS["a shared share in an input and in a quantity"]
    for document in (_read(text), _read(text.replace("{use: part}", "20%"))):
        with pytest.raises(SroiError):
            study = Study.from_document(
                {**Study.parse(HEAD).document, **document, "scenarios": {"more": {"set": {address: new}}}}
            )
            sroi.evaluate(study, "more")


@pytest.mark.parametrize("address", ["inputs/staff/amount/engaged-share", "fit/quantity/engaged-share"])
@pytest.mark.parametrize("new", ["25%", "10% to 30%", "0.25"])
def test_a_scenario_sets_a_share_as_it_may_be_written(address: str, new: str) -> None:
    text = CORNERS["a shared share in an input and in a quantity"]
    for document in (_read(text), _read(text.replace("{use: part}", "20%"))):
        stated = {**document, "scenarios": {"more": {"set": {address: new}}}}
        check(Study.from_document({**Study.parse(HEAD).document, **stated}), "more")


@pytest.mark.parametrize("estimate", ["{use: rate}", "{from: areas}"])
def test_a_discount_rate_that_is_stated_elsewhere(estimate: str) -> None:
    """It is used, or refused in words; it never ends in a traceback."""
    text = (
        "estimates: {rate: 4%}\n"
        "counterfactuals: {areas: {programme: {before: 3%, after: 14%}, comparison: {before: 3%, after: 4%}}}\n"
        f"discounting: {{rate: {estimate}}}\n"
        "outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: 20, duration: 4}}\n"
    )
    try:
        study = Study.from_document({**Study.parse(HEAD).document, **_read(text)})
        check(study)
    except SroiError as error:
        assert any(problem.address == "discounting/rate" for problem in error.problems), error


@pytest.mark.parametrize(
    "perspective",
    [
        "{values: {to: nobody}}",
        "{values: {stakeholder: nobody}}",
        "{values: {id: nothing}}",
        "{values: {type: fiskal}}",
        "{values: {role: participants}}",
        "{values: {from: a}}",
        "{inputs: {from: nobody}}",
        "{inputs: {id: nothing}}",
        "{inputs: {kind: money}}",
        "{inputs: {type: fiscal}}",
    ],
)
def test_a_perspective_that_names_what_is_not_there_is_an_error(perspective: str) -> None:
    """Every other name of a study is checked; here a slip of the pen gives a ratio of 0 and no word about it."""
    outcomes = {"fit": {"name": "N", "stakeholder": "a", "quantity": 10, "value": 20}}
    stated = {"outcomes": outcomes, "perspectives": {"mine": _read(perspective)}}
    with pytest.raises(SroiError):
        sroi.evaluate(Study.from_document({**Study.parse(HEAD).document, **stated}))
