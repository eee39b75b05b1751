"""Money brought to one currency and one price base: which index, which release, which rate, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sroi import bank
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.money import UnitValue, short_citation

HEAD = """
sroi: 1
title: T
start_year: 2025
horizon: 2
stakeholders: {a: {name: A, role: participant}, b: {name: B, role: public}}
"""
COSTS = "inputs: {grant: {from: b, amount: 100}}\n"


def unit_of(value: str, settings: str = "currency: GBP\nprice_base: 2024-25\n") -> UnitValue:
    """What one unit of the outcome ``fit`` is worth."""
    text = HEAD + COSTS + settings + f"outcomes: {{fit: {{name: N, stakeholder: a, quantity: 1, {value}}}}}\n"
    return Model(Study.parse(text)).units["fit/value"]


def level(family: str, year: str | int, release: str | None = None) -> float:
    return bank.price_index(family, release).level(year).value


def test_the_default_index_of_the_currency() -> None:
    expected = level("uk-gdp-deflator", "2024-25") / level("uk-gdp-deflator", "2012-13")
    found = unit_of("value: 10, price_year: 2012-13")
    assert found.factor == pytest.approx(expected, rel=1e-12)
    assert found.steps == (bank.price_index("uk-gdp-deflator").factor("2012-13", "2024-25").sentence,)


def test_the_index_that_the_study_names() -> None:
    """The consumer prices, which rose by another factor than the deflator."""
    settings = "currency: GBP\nprice_base: 2023-24\nprices: {index: uk-cpi}\n"
    expected = level("uk-cpi", "2023-24") / level("uk-cpi", "2012-13")
    assert expected != pytest.approx(level("uk-gdp-deflator", "2023-24") / level("uk-gdp-deflator", "2012-13"))
    assert unit_of("value: 10, price_year: 2012-13", settings).factor == pytest.approx(expected, rel=1e-12)


def test_the_release_that_the_study_names() -> None:
    """£500 of 2002/03 are £673.23 in 2015/16 in the release of March 2015 (Unit Cost Database), and not in today's."""
    settings = "currency: GBP\nprice_base: 2015-16\nprices: {index: uk-gdp-deflator, release: gmca-march-2015}\n"
    found = unit_of("value: 500, price_year: 2002-03", settings)
    assert 500 * found.factor == pytest.approx(673.23, abs=0.005)
    plain = unit_of("value: 500, price_year: 2002-03", "currency: GBP\nprice_base: 2015-16\n")
    assert 500 * plain.factor != pytest.approx(673.23, abs=0.5)


def test_money_of_another_currency_follows_the_prices_of_its_own_country() -> None:
    """Whatever index and release the study names for its own: 100 kroner of 2005, at 0.07 pounds a krone."""
    settings = (
        "currency: GBP\nprice_base: 2014\nprices: {index: uk-gdp-deflator, release: gmca-march-2015}\n"
        "exchange_rates: {NOK: {rate: 0.07, source: a bank}}\n"
    )
    found = unit_of("value: 100, currency: NOK, price_year: 2005", settings)
    prices = level("no-cpi", 2014) / level("no-cpi", 2005)
    assert found.factor == pytest.approx(prices * 0.07, rel=1e-12)
    assert found.unit == "NOK in 2005 prices"
    assert len(found.steps) == 2
    assert found.steps[1] == "× 0.07 GBP per NOK (a bank)"


def test_the_day_before_yesterday_in_the_same_prices() -> None:
    """No step where the price year is the price base, or no year is stated."""
    for value in ("value: 10, price_year: 2024-25", "value: 10"):
        found = unit_of(value)
        assert (found.factor, found.steps, found.forecast) == (1.0, (), False)
    assert unit_of("value: 10, price_year: 2024-25").unit == "GBP in 2024-25 prices"
    assert unit_of("value: 10").unit == "GBP"


def test_a_forecast_is_said_to_be_one() -> None:
    """In the year the money comes from, or in the price base."""
    index = bank.price_index("uk-gdp-deflator")
    forecast = next(year for year, row in sorted(index.rows.items()) if row.status == "forecast")
    assert unit_of(f"value: 10, price_year: {forecast}").forecast
    assert unit_of("value: 10, price_year: 2020-21", f"currency: GBP\nprice_base: {forecast}\n").forecast
    assert not unit_of("value: 10, price_year: 2020-21").forecast
    assert unit_of("proxy: gm-stair-lift", f"currency: GBP\nprice_base: {forecast}\n").forecast
    assert not unit_of("proxy: gm-stair-lift").forecast


def test_source_and_grade_of_a_value() -> None:
    """The estimate's own, else the value's, else the outcome's."""
    outer = "source: outcome, grade: 3"
    assert (unit_of(f"value: 10, {outer}").source, unit_of(f"value: 10, {outer}").grade) == ("outcome", 3)
    own = unit_of(f"value: {{value: 10, source: own, grade: 5}}, {outer}")
    assert (own.source, own.grade, own.family) == ("own", 5, "unit values of own")
    assert unit_of("value: 10").family == "unit values of no stated source"
    text = (
        HEAD
        + COSTS
        + "currency: GBP\n"
        + f"outcomes: {{fit: {{name: N, stakeholder: a, quantity: 1, {outer}, values: {{v: {{value: 10, source: its, "
        + "grade: 4}, w: {value: 10}}}}\n"
    )
    units = Model(Study.parse(text)).units
    assert [(units[name].source, units[name].grade) for name in ("fit/v", "fit/w")] == [("its", 4), ("outcome", 3)]


def test_a_value_of_the_bank() -> None:
    """£1,925 (£1,050 to £2,829) of 2013-14; gm-stair-lift of proxies/adult-social-care.yaml."""
    found = unit_of("proxy: gm-stair-lift, grade: 2")
    prices = level("uk-gdp-deflator", "2024-25") / level("uk-gdp-deflator", "2013-14")
    assert found.factor == pytest.approx(prices, rel=1e-12)
    assert (found.distribution.central, found.type, found.proxy, found.grade) == (1925, "fiscal", "gm-stair-lift", 2)
    assert (found.distribution.low, found.distribution.high) == (1050, 2829)  # type: ignore[union-attr]
    assert found.unit == "GBP in 2013-14 prices"
    assert found.family == "unit values of Unit Costs of Health and Social Care 2014"
    assert found.source == (
        "Unit Costs of Health and Social Care 2014, PSSRU, University of Kent (Curtis), 2014, "
        "database code SS11.10; original p.113"
    )
    assert found.steps[0] == "proxy gm-stair-lift: GBP 1,925.00 per item, 2013-14 prices, quality green"
    assert len(found.steps) == 2


def test_a_value_of_the_bank_without_a_range() -> None:
    found = unit_of("proxy: pssru2025-ae-attendance")
    assert found.distribution.central == 280
    assert not hasattr(found.distribution, "low")


def test_a_value_of_the_bank_with_the_source_that_the_study_states() -> None:
    """A source of the outcome is not one of the value, which has its own."""
    text = HEAD + COSTS + "currency: GBP\nprice_base: 2024-25\n"
    own = "values: {v: {proxy: gm-stair-lift, source: our own}, w: {proxy: gm-ramp}}"
    text += f"outcomes: {{fit: {{name: N, stakeholder: a, quantity: 1, source: a survey, {own}}}}}\n"
    units = Model(Study.parse(text)).units
    assert units["fit/v"].source == "our own"
    assert units["fit/w"].source == short_citation(bank.find("gm-ramp", None).record)


def test_a_number_in_place_of_the_one_in_the_bank() -> None:
    """The study's belief, in the prices of the record."""
    found = unit_of("proxy: gm-stair-lift, value: {low: 1500, likely: 2000, high: 2500}")
    assert (found.distribution.low, found.distribution.high) == (1500, 2500)  # type: ignore[union-attr]
    assert found.distribution.central == 2000
    assert found.steps[1] == "replaced in this study by GBP 2,000.00"
    assert found.factor == pytest.approx(unit_of("proxy: gm-stair-lift").factor, rel=1e-12)


def test_a_record_of_the_study_s_own_bank(tmp_path: Path) -> None:
    """What the source does not state is left out of the citation; a range of no width is no range."""
    (tmp_path / "own.yaml").write_text(
        """
records:
  - id: our-visit
    claim: "A support visit by our project: cost"
    values: {fiscal: {amount: 85, low: 85, high: 85, price_year: 2024/25}}
    currency: GBP
    unit: {per: visit, time: one-off}
    agency: [local-authority]
    method: cost
    coverage: our town
    source:
      {title: Project accounts, publisher: not stated by the source, year: 2025, locator: sheet 3,
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
    text = (
        HEAD
        + COSTS
        + "currency: GBP\nprice_base: 2024-25\nproxies: own.yaml\n"
        + "outcomes: {fit: {name: N, stakeholder: a, quantity: 1, proxy: our-visit}}\n"
    )
    (tmp_path / "study.yaml").write_text(text, encoding="utf-8")
    model = Model(Study.load(tmp_path / "study.yaml"))
    unit = model.units["fit/value"]
    assert (unit.distribution.central, hasattr(unit.distribution, "low"), unit.factor) == (85, False, 1)
    assert unit.source == "Project accounts, 2025, sheet 3"
    assert short_citation(bank.find("our-visit", None, extra=model.converter.banks).record) == unit.source


def test_cash_is_deflated_from_the_calendar_year_it_is_spent_in() -> None:
    """A calendar year is a quarter of one financial year and three quarters of the next."""
    costs = "inputs: {grant: {from: b, amount: {2025: 100, 2026: 100}, prices: cash}}\n"
    outcome = "outcomes: {fit: {name: N, stakeholder: a, quantity: 1, value: 1}}\n"
    settings = "currency: GBP\nprice_base: 2024-25\ndiscounting: undiscounted\n"
    model = Model(Study.parse(HEAD + costs + settings + outcome))
    rows = [level("uk-gdp-deflator", year) for year in ("2024-25", "2025-26", "2026-27")]
    expected = 100 * rows[0] / (0.25 * rows[0] + 0.75 * rows[1]) + 100 * rows[0] / (0.25 * rows[1] + 0.75 * rows[2])
    assert float(model.evaluate().pv_inputs[0]) == pytest.approx(expected, rel=1e-12)
    (cost,) = model.costs
    assert [year for year, _ in cost.amounts] == [0, 1]
    assert len(cost.steps) == 2


def refused(value: str, settings: str, costs: str = COSTS) -> list[str]:
    """The problems of a study in words."""
    text = HEAD + costs + settings + f"outcomes: {{fit: {{name: N, stakeholder: a, quantity: 1, {value}}}}}\n"
    with pytest.raises(SroiError) as caught:
        Model(Study.parse(text))
    return [f"{p.address}: {p.code}: {p.found}; {p.allowed}; {p.write}" for p in caught.value.problems]


def test_a_currency_without_an_index() -> None:
    assert refused("value: 10, price_year: 2012", "currency: EUR\nprice_base: 2024\n") == [
        "fit/value: index-missing: found no price index for EUR; uprating needs a price index; "
        "name one: prices: {index: …}, or state values in the price base"
    ]


def test_cash_without_a_price_base() -> None:
    (problem,) = refused(
        "value: 10",
        "currency: GBP\nprice_base: unknown\n",
        "inputs: {grant: {from: b, amount: 100, prices: cash}}\n",
    )
    assert problem == (
        "inputs/grant/amount: price-base-missing: prices: cash needs a price base, and price_base is unknown; "
        "price_base is a year; add price_base: 2024-25, or whatever year the money is in"
    )


def test_a_price_year_without_a_price_base() -> None:
    (problem,) = refused("value: 10, price_year: 2012-13", "currency: GBP\nprice_base: unknown\n")
    assert problem == (
        "fit/value: price-base-missing: a value in 2012-13 prices needs a price base, and price_base is unknown; "
        "price_base is a year; add price_base: 2024-25, or whatever year the money is in"
    )


def test_another_currency_without_a_rate() -> None:
    (problem,) = refused("value: 10, currency: NOK", "currency: GBP\n")
    assert problem == (
        "fit/value: currency-mixed: found a value in NOK in a study in GBP; "
        "another currency needs a rate and its source in the study; add exchange_rates: {NOK: {rate: …, source: …}}"
    )


def test_a_problem_with_a_value_has_the_line_of_what_causes_it() -> None:
    """The proxy's, else that of the price year, else the value's; in a single value and in one of several."""
    text = (
        HEAD
        + COSTS
        + """currency: GBP
price_base: 2024-25
outcomes:
  one:
    name: N
    stakeholder: a
    quantity: 1
    value: 10
    proxy: no-such-proxy  # one/value
  two:
    name: N
    stakeholder: a
    quantity: 1
    value: 10
    price_year: 1900  # two/value
  three:
    name: N
    stakeholder: a
    quantity: 1
    value: 10  # three/value
    currency: NOK
  four:
    name: N
    stakeholder: a
    quantity: 1
    values:
      x:
        value: 10
        price_year: 1900  # four/x
      y:
        currency: NOK
        value: 10  # four/y
      z:
        type: social
        proxy: nor-this  # four/z
"""
    )
    with pytest.raises(SroiError) as caught:
        Model(Study.parse(text))
    marked = {line.split("# ")[1]: count for count, line in enumerate(text.splitlines(), 1) if "  # " in line}
    assert {problem.address: problem.line for problem in caught.value.problems} == marked
