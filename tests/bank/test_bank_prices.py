"""Price indices: penny-exact checks, the rule between calendar and financial years, and what is refused."""

from __future__ import annotations

import csv
import statistics
from pathlib import Path

import pytest

from sroi import bank
from sroi.bank.vocabulary import NOT_STATED
from sroi.errors import BankError

SOURCES = Path(__file__).parent / "sources"

# Published by the Unit Cost Database v1.4 in its 2015/16 column.
PUBLISHED_2015_16 = [
    ("CR1.0", 500, "2002/03", 673.23),
    ("HE1.0", 1800, "2009/10", 2014.98),
    ("HO1.0", 6680, "2010/11", 7276.42),
    ("SS1.0", 51080, "2013/14", 52675.64),
]


@pytest.mark.parametrize(("code", "value", "year", "published"), PUBLISHED_2015_16)
def test_gmca_values_come_out_to_the_penny(code: str, value: float, year: str, published: float) -> None:
    with (SOURCES / "gmca-unit-cost-database-v1.4.csv").open(encoding="utf-8", newline="") as lines:
        row = next(row for row in csv.DictReader(lines) if row["code"] == code)
    assert (float(row["fiscal_estimate"]), row["fiscal_year"]) == (value, year)
    assert round(bank.uprate(value, year, "2015/16", release="gmca-march-2015"), 2) == published


def test_the_reference_release_is_the_financial_year_one_of_march_2026() -> None:
    index = bank.price_index("uk-gdp-deflator")
    assert (index.id, index.release, index.base, index.year_type) == (
        "march-2026",
        "March 2026",
        "2024-25 = 100",
        "financial",
    )
    assert index.level("2024-25").value == 100
    assert index.level("2020-21").value == 85.1002
    assert "HM Treasury" in index.source


def test_each_family_has_one_reference_release() -> None:
    for family in bank.index_families():
        assert sum(index.reference for index in bank.price_indices() if index.family == family) == 1


def test_rows_have_no_gaps_and_forecasts_come_last() -> None:
    for index in bank.price_indices():
        starts = [int(label[:4]) for label in index.rows]
        assert starts == list(range(starts[0], starts[0] + len(starts))), index.id
        assert all(("-" in label) == (index.year_type == "financial") for label in index.rows)
        statuses = [row.status for row in index.rows.values()]
        assert statuses == sorted(statuses, reverse=True), index.id
        assert all(row.value > 0 for row in index.rows.values())


@pytest.mark.parametrize("written", ["2012-13", "2012/13", "2012-2013", " 2012-13 "])
def test_a_financial_year_is_read_in_every_form(written: str) -> None:
    assert bank.price_index("uk-gdp-deflator").level(written).year == "2012-13"


@pytest.mark.parametrize("written", [2013, "2013"])
def test_a_calendar_year_is_a_quarter_and_three_quarters(written: str | int) -> None:
    index = bank.price_index("uk-gdp-deflator")
    level = index.level(written)
    by_hand = 0.25 * index.rows["2012-13"].value + 0.75 * index.rows["2013-14"].value
    assert level.value == pytest.approx(by_hand, rel=1e-15)
    assert level.how == "0.25 x 2012-13 + 0.75 x 2013-14"


def test_the_mirror_rule_reads_a_financial_year_from_calendar_years() -> None:
    index = bank.price_index("no-cpi")
    level = index.level("2019-20")
    assert level.value == pytest.approx(0.75 * 98.7298 + 0.25 * 100.0)
    assert level.how == "0.75 x 2019 + 0.25 x 2020"


def test_the_rule_agrees_with_the_published_calendar_series() -> None:
    """Bounds as printed in proxies/README.md."""
    financial = bank.price_index("uk-gdp-deflator")
    calendar = bank.price_index("uk-gdp-deflator", "calendar-december-2025")
    differences = [
        abs(financial.factor(year, 2024).factor / calendar.factor(year, 2024).factor - 1) for year in calendar.rows
    ]
    assert max(differences) < 0.0071
    assert statistics.median(differences) < 0.001


def test_the_mirror_agrees_with_the_published_financial_series() -> None:
    financial = bank.price_index("uk-gdp-deflator")
    calendar = bank.price_index("uk-gdp-deflator", "calendar-december-2025")
    years = [label for label in financial.rows if 1990 <= int(label[:4]) <= 2023]
    differences = [
        abs(calendar.factor(year, "2023-24").factor / financial.factor(year, "2023-24").factor - 1) for year in years
    ]
    assert max(differences) < 0.0087


def test_releases_agree_where_they_overlap() -> None:
    newer = bank.price_index("uk-gdp-deflator")
    older = bank.price_index("uk-gdp-deflator", "december-2025")
    assert all(abs(row.value - newer.rows[label].value) < 0.021 for label, row in older.rows.items())


def test_a_forecast_is_named_wherever_it_is_used() -> None:
    index = bank.price_index("uk-gdp-deflator")
    assert index.level("2025-26").status == "forecast"
    assert index.level(2025).status == "forecast"
    assert index.level(2024).status == "outturn"
    assert "2025-26 is a forecast" in index.factor("2012-13", "2025-26").sentence


def test_a_step_says_what_it_did() -> None:
    step = bank.price_index("uk-gdp-deflator", "gmca-march-2015").factor("2013-14", "2015-16")
    assert step.factor == step.to_level.value / step.from_level.value
    assert step.sentence == (
        "2013-14 to 2015-16: 195.9697 / 190.0334 = 1.031238 "
        "(uk-gdp-deflator, GMCA Unit Cost Database, March 2015; 1989-90 = 100; 2015-16 is a forecast)"
    )


def test_uprating_there_and_back_changes_nothing() -> None:
    there = bank.uprate(123.45, "2012-13", 2024)
    assert bank.uprate(there, 2024, "2012-13") == pytest.approx(123.45, rel=1e-15)
    assert bank.uprate(123.45, "2012-13", "2012-13") == 123.45


def test_default_indices() -> None:
    assert bank.default_index("GBP") == "uk-gdp-deflator"
    assert bank.default_index("NOK") == "no-cpi"
    assert bank.default_index("USD") is None


@pytest.mark.parametrize(
    ("year", "code", "words"),
    [
        ("1950-51", "index-range", "uk-gdp-deflator (March 2026) has no 1950-51, so it cannot give 1950-51"),
        ("2031-32", "index-range", "it covers 1955-56 to 2030-31, and the calendar years 1956 to 2030"),
        (2031, "index-range", "has no 2031-32, so it cannot give 2031"),
        ("2012-14", "price-year", "a price year is a calendar year such as 2019 or a financial year such as 2019-20"),
        ("last year", "price-year", "found the price year 'last year'"),
        (NOT_STATED, "price-year", "the source does not state the price year"),
    ],
)
def test_years_that_cannot_be_read_say_why(year: str | int, code: str, words: str) -> None:
    with pytest.raises(BankError) as error:
        bank.price_index("uk-gdp-deflator").level(year)
    assert error.value.problems[0].code == code
    assert words in str(error.value)


def test_a_calendar_index_says_which_financial_years_it_covers() -> None:
    with pytest.raises(BankError, match="it covers 1960 to 2024, and the financial years 1960-61 to 2023-24"):
        bank.price_index("no-cpi").level("2024-25")


def test_unknown_indices_and_releases_are_named_with_what_there_is() -> None:
    with pytest.raises(BankError, match="the indices are uk-gdp-deflator, uk-cpi, no-cpi, no-gdp-deflator") as error:
        bank.price_index("rpi")
    assert error.value.problems[0].code == "index-unknown"
    with pytest.raises(BankError, match="its releases are march-2026") as error:
        bank.price_index("uk-gdp-deflator", "march-1999")
    assert error.value.problems[0].code == "index-unknown"
