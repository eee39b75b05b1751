"""Whether the unit of a proxy fits: each finding in its words."""

from __future__ import annotations

from pathlib import Path

import pytest

from sroi.errors import Problem
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.units import unit_problems

STUDY = """
sroi: 1
title: T
currency: GBP
price_base: 2024-25
start_year: 2025
horizon: 5
stakeholders: {people: {name: People, role: participant}, council: {name: Council, role: public}}
inputs: {grant: {from: council, amount: 1000}}
"""


def found(outcome: str) -> list[Problem]:
    return unit_problems(
        Model(Study.parse(f"{STUDY}outcomes: {{change: {{name: N, stakeholder: people, {outcome}}}}}\n"))
    )


@pytest.mark.parametrize(
    "outcome",
    [
        "quantity: 3, value: 10, duration: 3",
        "quantity: 3, proxy: gm-jsa-into-work-fiscal, duration: 3",
        "quantity: 3, proxy: pssru2025-gp-consultation",
        "quantity: 3, proxy: pssru2025-gp-consultation, duration: 0.5",
        "unit: person, quantity: 3, proxy: gm-jsa-into-work-fiscal",
        "unit: claimant, quantity: 3, proxy: gm-jsa-into-work-fiscal",
        "quantity: {people: 3, months-claimed: 12}, proxy: uc-standard-single-25plus-month-2025, duration: 3",
        "quantity: {month: 12}, proxy: uc-standard-single-25plus-month-2025",
        "unit: month, quantity: 36, proxy: uc-standard-single-25plus-month-2025",
        "unit: person, quantity: {people: 3, points-gained: 0.4}, proxy: wellby",
        "unit: month, quantity: {people: 3, months: 12}, proxy: uc-standard-single-25plus-month-2025",
    ],
)
def test_units_that_fit(outcome: str) -> None:
    assert found(outcome) == []


def test_a_value_counted_once_is_not_counted_again_each_year() -> None:
    (problem,) = found("quantity: 3, proxy: pssru2025-gp-consultation, duration: 1.5")
    assert (problem.code, problem.address) == ("unit-once", "change/value")
    assert problem.line is not None
    assert problem.found.startswith("pssru2025-gp-consultation is per ")
    assert problem.found.endswith(", counted once, and the outcome lasts 1.5 years")
    assert problem.allowed == "a value for one event or a whole course is not counted again each year"
    assert problem.write == "set duration: 1, or say in the quantity how many there are in a year"


def test_a_monthly_value_needs_months() -> None:
    (problem,) = found("quantity: {members: 3, weeks: 52}, proxy: uc-standard-single-25plus-month-2025, duration: 3")
    assert (problem.code, problem.address) == ("unit-time", "change/value")
    assert problem.found.endswith(", and no factor of the quantity counts months")
    assert problem.allowed == "the quantity counts months in a year"
    assert problem.write == "add a factor such as months: …"
    assert problem.line is not None


def test_per_crime_is_not_per_person() -> None:
    (problem,) = found("unit: person, quantity: 3, proxy: ho2019-homicide-total")
    assert (problem.code, problem.address) == ("unit-per", "change/value")
    assert problem.found.endswith(", and the outcome counts in units of person")
    assert problem.allowed == "the value is for one unit of the quantity"
    assert problem.write == "choose another proxy, or turn the quantity into that unit with a factor"
    assert problem.line is not None


def test_a_factor_of_another_name_does_not_turn_people_into_points() -> None:
    (problem,) = found("unit: person, quantity: {people: 3, share: 40%}, proxy: wellby")
    assert problem.code == "unit-per"


def test_both_at_once() -> None:
    problems = found("unit: crime, quantity: 3, proxy: uc-standard-single-25plus-month-2025")
    assert [problem.code for problem in problems] == ["unit-per", "unit-time"]


def test_a_transfer_is_looked_at_once() -> None:
    outcome = (
        "quantity: 3, duration: 3, values: {x: {proxy: pssru2025-gp-consultation, to: people, transfer_from: council}}"
    )
    assert [problem.address for problem in found(outcome)] == ["change/x"]


def test_what_is_counted_anew_each_year_by_nature() -> None:
    """A year of health is one of each year, though its value is not said to repeat."""
    assert found("quantity: 3, proxy: hmt-qaly-2022, duration: 3") == []


def test_a_record_of_the_study_s_own_bank(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        """
records:
  - id: our-visit
    claim: "A support visit by our project: cost"
    values: {fiscal: {amount: 85, price_year: 2024/25}}
    currency: GBP
    unit: {per: visit, time: one-off}
    agency: [local-authority]
    method: cost
    coverage: our town
    source:
      {title: Project accounts, publisher: Our project, year: 2025, locator: sheet 3,
       url: not stated by the source, database: none, code: none}
    licence: own
    verified: read in the accounts
    quality: own
    relations: {component_of: [], superseded_by: [], do_not_add_to: []}
    notes: none
    published_as: cost per visit
""",
        encoding="utf-8",
    )
    outcome = "{name: N, stakeholder: people, quantity: 3, proxy: our-visit, duration: 2}"
    text = f"{STUDY}proxies: own.yaml\noutcomes: {{change: {outcome}}}\n"
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    (problem,) = unit_problems(Model(Study.load(tmp_path / "study.yaml")))
    assert problem.code == "unit-once"
    assert problem.found == "our-visit is per visit, counted once, and the outcome lasts 2 years"
