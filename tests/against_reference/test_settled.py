"""Readings that the pages left open and that were settled: each by hand, through both engines.

The letters are those of the list that was agreed before the engines were compared; see ``docs/decisions/``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ruamel.yaml import YAML

from sroi import bank
from sroi.errors import SroiError
from sroi.study.study import Study
from tests import reference
from tests.against_reference.both import by_product, by_reference

HEAD = """
sroi: 1
title: T
currency: GBP
price_base: 2024-25
start_year: 2025
horizon: 2
discounting: undiscounted
stakeholders:
  people: {name: People, role: participant}
  council: {name: Council, role: public}
  trust: {name: Trust, role: funder}
  firm: {name: Firm}
"""
GRANT = "inputs: {grant: {from: council, amount: 100}}\n"


def fit(rest: str) -> str:
    """One outcome of the people, with the rest of its keys as given."""
    return f"outcomes: {{fit: {{name: N, stakeholder: people, {rest}}}}}\n"


Engine = Callable[..., dict[str, Any]]


@pytest.fixture(params=["sroi", "reference"])
def value(request: pytest.FixtureRequest) -> Engine:
    """One of the two engines: text of a study below ``HEAD`` to its result."""

    def through(text: str, discounting: str = "undiscounted", scenario: str | None = None) -> dict[str, Any]:
        study = Study.parse(HEAD.replace("undiscounted", discounting) + text)
        return by_product(study, scenario)[0] if request.param == "sroi" else by_reference(study, scenario)

    return through


def refused(text: str) -> None:
    """Both engines refuse the study."""
    with pytest.raises(SroiError):
        by_product(Study.parse(HEAD + text))
    document = YAML(typ="safe", pure=True).load(HEAD + text)
    proxies = {"wellby": {"value": 10000.0, "price_year": "2019", "currency": "GBP"}}
    index = {label: row.value for label, row in bank.price_index("uk-gdp-deflator").rows.items()}
    with pytest.raises(reference.StudyError):
        reference.evaluate(document, proxies=proxies, index=index)


# a: payback


def test_a_inputs_fall_at_the_start_of_their_year_and_benefits_evenly(value: Engine) -> None:
    """90 spent on the first day, 10 a month from then on: nine months, 0.75 years; and 90 ÷ (120 ÷ 12) = 9 months."""
    found = value("""
inputs: {grant: {from: council, amount: 90}}
outcomes: {fit: {name: N, stakeholder: people, quantity: 12, value: 10}}
""")
    assert found["payback"] == pytest.approx({"guide_months": 9, "cumulative_years": 0.75, "discounted_years": 0.75})


def test_a_the_last_crossing_counts(value: Engine) -> None:
    """−90, +30 at the end of year 0 (crossed at 0.75), −30 on the first day of year 1, +30 at its end: 1.5 years."""
    found = value("""
inputs: {grant: {from: council, amount: {2025: 90, 2026: 60}}}
outcomes: {fit: {name: N, stakeholder: people, quantity: {2025: 12, 2026: 6}, value: 10}}
""")
    assert found["payback"]["cumulative_years"] == pytest.approx(1.5)


def test_a_never_where_the_total_is_not_above_0_at_the_end(value: Engine) -> None:
    """+30 at the end of year 0, but 60 more are spent and nothing comes back."""
    found = value("""
inputs: {grant: {from: council, amount: {2025: 90, 2026: 60}}}
outcomes: {fit: {name: N, stakeholder: people, quantity: 12, value: 10}}
""")
    assert found["payback"]["cumulative_years"] == "never"


def test_a_discounted_amounts_at_the_same_moments(value: Engine) -> None:
    """150 at the start; 110 ÷ 1.1 = 100 in year 0, 121 ÷ 1.21 = 100 in year 1: 150 is met half-way through year 1."""
    found = value(
        """
inputs: {grant: {from: council, amount: 150}}
outcomes: {fit: {name: N, stakeholder: people, quantity: {2025: 110, 2026: 121}, value: 1}}
""",
        discounting="{rate: 10%}",
    )
    assert found["payback"]["discounted_years"] == pytest.approx(1.5)
    assert found["payback"]["cumulative_years"] == pytest.approx(1 + 40 / 121)


def test_a_undefined_where_a_value_has_no_year(value: Engine) -> None:
    found = value(GRANT + fit("quantity: 1, value: 10, present_value: true"))
    assert set(found["payback"].values()) == {None}


# b: years


@pytest.mark.parametrize("year", [2024, 2027])
def test_b_a_year_that_is_not_counted_is_an_error(year: int) -> None:
    """The study counts 2025 and 2026."""
    outcomes = fit("quantity: 1, value: 10")
    refused(f"inputs: {{grant: {{from: council, amount: {{2025: 100, {year}: 10}}}}}}\n" + outcomes)
    refused(GRANT + outcomes.replace("quantity: 1", f"quantity: {{2025: 1, {year}: 1}}"))


# c and d: types and mirrors


def test_c_an_unstated_type_stays_not_stated(value: Engine) -> None:
    found = value(GRANT + fit("quantity: 1, value: 10"))
    assert found["by_type"] == {"not stated": 10}
    assert found["perspectives"]["fiscal"]["pv_benefits"] == 0


def test_d_what_a_public_body_loses_is_fiscal(value: Engine) -> None:
    """A benefit paid by the council, 10 to people: people +10 economic, council −10 fiscal, and fully cashable."""
    found = value(GRANT + fit("quantity: 1, value: 10, type: economic, transfer_from: council"))
    assert found["by_type"] == {"economic": 10, "fiscal": -10}
    assert found["by_stakeholder"] == {"people": 10, "council": -10}
    assert found["ratio"] == 0
    for view in ("fiscal", "cashable"):
        assert found["perspectives"][view]["pv_benefits"] == -10


def test_d_what_anyone_else_loses_is_economic_and_the_cashable_share_holds_on_both_sides(value: Engine) -> None:
    """A tax of 10 that the firm pays, 40% of it cashable: council +10 fiscal (4 cashable), firm −10 economic."""
    tax = "{value: 10, type: fiscal, to: council, transfer_from: firm, cashable: 40%}"
    back = "{value: 10, type: fiscal, to: firm, transfer_from: council, cashable: 40%}"
    found = value(GRANT + fit(f"quantity: 1, values: {{tax: {tax}}}"))
    assert found["by_type"] == {"fiscal": 10, "economic": -10}
    assert found["perspectives"]["cashable"]["pv_benefits"] == 4
    found = value(GRANT + fit(f"quantity: 1, values: {{grant: {back}}}"))
    assert found["perspectives"]["cashable"]["pv_benefits"] == -4


# e: present values


def test_e_a_present_value_is_quantity_times_value_times_kept_in_no_year(value: Engine) -> None:
    """3 × 10 × (1 − 20%) × (1 − 50%) = 12, whatever duration, delay, drop-off and discounting say."""
    found = value(
        """
inputs: {grant: {from: council, amount: 100}}
outcomes:
  fit:
    {name: N, stakeholder: people, quantity: {2025: 1, 2026: 2}, deadweight: 20%, attribution: 50%, duration: 2,
     delay: 1, drop_off: 10%, real_growth: 5%, value: 10, present_value: true}
""",
        discounting="sroi-guide",
    )
    assert found["pv_benefits"] == pytest.approx(12)
    assert found["by_stakeholder"] == pytest.approx({"people": 12})
    assert [year["benefits"] for year in found["by_year"]] == [0, 0]
    assert [year["pv_benefits"] for year in found["by_year"]] == [0, 0]
    assert found["beyond_horizon"] == 0


# f: funders


def test_f_funders_pay_cash_or_have_the_role(value: Engine) -> None:
    """The firm pays cash, the trust and the council give in kind; people give time and are no funder."""
    found = value("""
inputs:
  cash: {from: firm, amount: 10}
  rooms: {from: trust, kind: in-kind, amount: 20}
  staff: {from: council, kind: time, amount: 30}
  hours: {from: people, kind: time, amount: 40}
outcomes: {fit: {name: N, stakeholder: people, quantity: 1, values: {a: {value: 90, to: firm}, b: 10}}}
""")
    seen = found["perspectives"]
    funders = {key.rpartition("-")[0] for key in seen if key.endswith(("-leverage", "-own"))}
    assert funders == {"firm", "trust", "council"}
    assert seen["firm-leverage"]["ratio"] == pytest.approx(10)
    assert seen["firm-own"]["ratio"] == pytest.approx(9)
    assert seen["trust-leverage"]["ratio"] == pytest.approx(5)
    assert seen["trust-own"]["ratio"] == 0


# g: optimism bias by grade


def test_g_without_a_grade_there_is_no_bias_to_read() -> None:
    graded = GRANT.replace("amount: 100", "amount: 100, grade: 3")
    refused("optimism_bias: by-grade\n" + GRANT + fit("quantity: 1, value: 10, grade: 3"))
    refused("optimism_bias: by-grade\n" + graded + fit("quantity: 1, value: 10"))


def test_g_the_ladder_acts_on_gains_harms_and_inputs(value: Engine) -> None:
    """Grade 3 is 10%, grade 4 15%, grade 6 40%: 10 × 0.9 = 9, −10 × 1.4 = −14, 100 × 1.15 = 115."""
    found = value("""
optimism_bias: by-grade
inputs: {grant: {from: council, amount: 100, grade: 4}}
outcomes:
  gain: {name: N, stakeholder: people, quantity: 1, value: 10, grade: 3}
  harm: {name: N, stakeholder: people, quantity: 1, value: -10, grade: 6}
""")
    assert found["by_outcome"] == pytest.approx({"gain": 9, "harm": -14})
    assert found["pv_inputs"] == pytest.approx(115)


def test_g_the_worst_grade_of_the_numbers_counts_each_with_its_own(value: Engine) -> None:
    """The quantity has grade 2 of its own and the deadweight grade 5; the outcome's 3 stands for the rest: 25%."""
    found = value("""
optimism_bias: by-grade
inputs: {grant: {from: council, amount: 100, grade: 1}}
outcomes:
  fit:
    {name: N, stakeholder: people, grade: 3, quantity: {value: 1, grade: 2}, value: 10,
     deadweight: {value: 0, grade: 5}}
""")
    assert found["pv_benefits"] == pytest.approx(7.5)


# h: proxies


def test_h_a_price_year_beside_a_proxy_is_an_error() -> None:
    refused(GRANT + fit("quantity: 1, proxy: wellby, price_year: 2012-13"))


def test_h_a_value_beside_a_proxy_replaces_the_number_in_its_price_year(value: Engine) -> None:
    text = GRANT + fit("quantity: 1, proxy: wellby")
    published = bank.find("wellby").value
    steps = bank.price_index("uk-gdp-deflator").factor(published.price_year, "2024-25")
    assert value(text)["pv_benefits"] == pytest.approx(published.amount * steps.factor)
    replaced = value(text.replace("proxy: wellby", "proxy: wellby, value: 500"))
    assert replaced["pv_benefits"] == pytest.approx(500 * steps.factor)


# i: patterns


def test_i_a_star_stands_within_one_segment_of_any_address(value: Engine) -> None:
    """`*/fit` is `estimates/fit` and the value `walk/fit`, not the factor `walk/quantity/fit`: (3 × 2) × (3 × 10)."""
    found = value(
        """
estimates: {fit: 2}
inputs: {grant: {from: council, amount: 100}}
outcomes:
  walk: {name: N, stakeholder: people, quantity: {each: {use: fit}, fit: 1}, values: {fit: 10}}
scenarios: {more: {scale: {"*/fit": 3}}}
""",
        scenario="more",
    )
    assert found["pv_benefits"] == pytest.approx(3 * 2 * 3 * 10)


# j: profiles


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_j_a_profile_is_made_of_shares(share: float) -> None:
    refused(GRANT + fit(f"quantity: 1, value: 10, profile: [1, {share}]"))


# k: ranges of the bank


def test_k_the_central_value_of_a_record_is_its_amount(value: Engine) -> None:
    """Not the middle of its low and high values."""
    record, kind, stated = next(
        (record.id, kind, stated)
        for record in bank.records()
        for kind, stated in record.values.items()
        if record.currency == "GBP"
        and stated.low is not None
        and stated.high is not None
        and abs((stated.low + stated.high) / 2 - stated.amount) > 0.01 * stated.amount
        and stated.price_year != bank.NOT_STATED
    )
    factor = bank.price_index("uk-gdp-deflator").factor(stated.price_year, "2024-25").factor
    found = value(GRANT + fit(f"quantity: 1, proxy: {record}, type: {kind}"))
    assert found["pv_benefits"] == pytest.approx(stated.amount * factor)
