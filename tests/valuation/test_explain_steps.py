"""Explanations add up: the numbers behind the words, from what is stated to the present value."""

from __future__ import annotations

import pytest

import sroi
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.steps import Step

TEXT = """
sroi: 1
title: Coaching
currency: NOK
price_base: 2024
start_year: 2022
horizon: 4
discounting: {rate: 5%, inputs: end, outcomes: end}
stakeholders: {a: {name: Anna, role: participant}, c: {name: Council, role: public}}
inputs:
  staff: {from: c, name: Coaches, prices: cash, optimism_bias: 10%,
          amount: {2022: {posts: 2, salary: 600000}, 2023: {posts: 2, salary: 620000.5}}}
  time: {from: a, kind: time, amount: {hours: 100}}
outcomes:
  fit: {name: Fitter, stakeholder: a, quantity: {2022: 30, 2023: {people: 40, share: 50%}}, value: 2000,
        deadweight: 10%, multiplier: 1.5, optimism_bias: 20%, drop_off: 20%, duration: 2, delay: 0.5, real_growth: 1%}
  less: {name: Less, stakeholder: a, quantity: {2022: 10, 2023: 12}, value: -50}
scenarios: {half: {scale: {"*/quantity": 0.5, inputs/staff/amount: 0.5}, leave_out: [less, inputs/time]}}
options: {other: {set: {horizon: 2}}}
"""


@pytest.fixture(scope="module")
def study() -> Study:
    return Study.parse(TEXT)


def steps(study: Study, what: str, scenario: str | None = None) -> list[Step]:
    return list(sroi.explain(sroi.evaluate(study, scenario), what).steps)


def test_inputs_go_from_what_is_stated_to_present_value(study: Study) -> None:
    valuation = sroi.evaluate(study)
    found = steps(study, "inputs/staff")
    assert [step.what for step in found] == [
        "× posts",
        "× salary",
        "2022: Coaches, money of the day",
        "× 1.08837 to 2024 prices",
        "plus optimism bias 10%",
        "× discount factor 0.9524",
        "× posts",
        "× salary",
        "2023: Coaches, money of the day",
        "× 1.03145 to 2024 prices",
        "plus optimism bias 10%",
        "× discount factor 0.9070",
        "Present value of Coaches (cash, from Council)",
    ]
    amounts = [step.amount for step in found]
    assert amounts[:3] == ["2", "NOK 600,000", "NOK 1,200,000"]
    assert amounts[7] == "NOK 620,000.50"
    values = [step.value for step in found]
    factors = [step.factor for step in found]
    assert values[2] == 1_200_000
    assert values[3] == pytest.approx(1_200_000 * factors[3])
    assert values[4] == pytest.approx(values[3] * 1.1)
    assert values[5] == pytest.approx(values[4] / 1.05)
    assert values[11] == pytest.approx(1_240_001 * factors[9] * 1.1 / 1.05**2)
    assert values[12] == pytest.approx(values[5] + values[11])
    assert steps(study, "inputs")[-1].value == valuation.pv_inputs
    assert "no-cpi" in found[3].source


def test_an_amount_with_one_named_factor_says_whose_number_it_is(study: Study) -> None:
    found = steps(study, "inputs/time")
    assert (found[0].what, found[0].amount, found[0].source) == ("2022: Time", "NOK 100", "source not stated")


def test_what_a_scenario_scales_stands_in_the_sum(study: Study) -> None:
    found = steps(study, "inputs/staff", "half")
    assert (found[2].what, found[2].factor) == ("× 0.5 in this scenario", 0.5)
    assert found[3].value == pytest.approx(600_000)


def test_an_outcome_goes_from_quantity_to_present_value(study: Study) -> None:
    valuation = sroi.evaluate(study)
    found = {step.what: step for step in steps(study, "fit")}
    assert found["Quantity of those who start in 2022"].value == 30
    assert found["Quantity of those who start in 2023"].value == 20
    assert found["Quantity, all start years together"].value == 50
    assert found["Gross: quantity × value of one unit"].value == 100_000
    assert found["less deadweight 10%"].value == pytest.approx(90_000)
    assert found["less deadweight 10%"].factor == pytest.approx(0.1)
    assert found["× multiplier 1.5"].value == pytest.approx(135_000)
    assert found["less optimism bias 20%"].value == pytest.approx(108_000)
    assert found["Impact in a full year, all start years together"].value == pytest.approx(108_000)
    assert [found[what].factor for what in ("lasts 2 years", "begins after 0.5 years")] == [2, 0.5]
    years = [step for step in found.values() if "× discount factor" in step.what]
    assert [step.what.split(":")[0] for step in years] == ["2022", "2023", "2024", "2025"]
    assert sum(step.value for step in years) == pytest.approx(found["Present value to Anna"].value)
    assert found["Present value to Anna"].value == pytest.approx(valuation.by("outcome")["value"]["fit"])
    # 2022: half of a year of the first 30 of 50, at the end of the year.
    assert years[0].value == pytest.approx(108_000 * 30 / 50 * 0.5 / 1.05)
    assert years[0].what == "2022: 30% of it × discount factor 0.9524"


def test_cohorts_that_cancel_still_show_their_years() -> None:
    text = TEXT.replace("quantity: {2022: 10, 2023: 12}", "quantity: {2022: {points: 10}, 2023: {points: -10}}")
    found = steps(Study.parse(text), "less")
    years = [step for step in found if "× discount factor" in step.what]
    assert [step.what for step in years] == [
        "2022: −NOK 500 × discount factor 0.9524",
        "2023: NOK 500 × discount factor 0.9070",
    ]
    assert sum(step.value for step in years) == pytest.approx(-500 / 1.05 + 500 / 1.05**2)


@pytest.mark.parametrize(
    ("what", "scenario", "title"),
    [
        ("ratio", None, "How the ratio of Coaching is reached"),
        ("ratio", "half", "How the ratio of Coaching — scenario half is reached"),
        ("ratio", "other", "How the ratio of Coaching — option other is reached"),
        ("ratio", "base", "How the ratio of Coaching is reached"),
        ("fit", "half", "Fitter (fit) — scenario half"),
        ("inputs", "other", "What is invested — option other"),
        ("fit/deadweight", None, "Fitter: deadweight (fit/deadweight)"),
        (
            "inputs/staff/amount/salary/2022",
            "half",
            "Coaches: salary, 2022 (inputs/staff/amount/salary/2022) — scenario half",
        ),
    ],
)
def test_the_heading_says_what_it_is_and_of_which_scenario(study: Study, what: str, scenario: str, title: str) -> None:
    assert sroi.explain(sroi.evaluate(study, scenario), what).title == title


@pytest.mark.parametrize("what", ["less", "inputs/time"])
def test_what_a_scenario_leaves_out_is_said_to_be_left_out(study: Study, what: str) -> None:
    with pytest.raises(SroiError) as caught:
        steps(study, what, "half")
    (problem,) = caught.value.problems
    assert problem.message == (
        f"{what} is left out of the scenario half; an outcome or input that is counted can be explained"
    )


def test_numbers_stand_beside_the_words(study: Study) -> None:
    data = sroi.explain(sroi.evaluate(study), "ratio").to_dict()
    assert data["title"].startswith("How the ratio")
    ratio = next(step for step in data["steps"] if step["what"] == "Ratio: benefits ÷ inputs")
    assert ratio["value"] == sroi.evaluate(study).ratio
    assert set(ratio) == {"what", "amount", "source", "level", "value", "factor"}


def test_an_explanation_shows_itself_as_a_table(study: Study) -> None:
    html = sroi.explain(sroi.evaluate(study.edited({"outcomes": {**study.document["outcomes"]}})), "fit")._repr_html_()
    assert html.startswith("<p><strong>Fitter (fit)</strong></p><table>")
    assert "<td style='text-align:right'>NOK 100,000</td>" in html
    named = study.edited({"fit/name": "<i>Fitter</i>"})
    assert "&lt;i&gt;Fitter&lt;/i&gt;" in sroi.explain(sroi.evaluate(named), "fit")._repr_html_()
