"""References to one value, what goes wrong with them, and citations."""

from __future__ import annotations

from pathlib import Path

import pytest

from sroi import bank
from sroi.errors import BankError


def test_one_value_needs_no_type() -> None:
    found = bank.find("wellby")
    assert (found.record.id, found.type) == ("wellby", "social")
    assert (found.value.amount, found.value.low, found.value.high, found.value.price_year) == (
        13000,
        10000,
        16000,
        "2019",
    )


@pytest.mark.parametrize(("reference", "kind"), [("gm-jsa-into-work-fiscal", None), ("gm-jsa-into-work", "fiscal")])
def test_a_value_is_named_by_suffix_or_type(reference: str, kind: str | None) -> None:
    found = bank.find(reference, kind)
    assert (found.record.id, found.type, found.value.amount) == ("gm-jsa-into-work", "fiscal", 9800)
    assert found.value.price_year == "2012-13"


def test_an_id_that_ends_like_a_type_is_an_id() -> None:
    assert bank.find("measureup-volunteering-economic").type == "economic"


def test_several_values_need_a_type() -> None:
    with pytest.raises(BankError) as error:
        bank.find("gm-homicide")
    assert str(error.value) == (
        "gm-homicide has 3 values: fiscal, economic and social; a study says which of them it uses; "
        "write gm-homicide-fiscal or gm-homicide-economic or gm-homicide-social, or give the type. [proxy-type]"
    )


def test_a_type_the_record_lacks() -> None:
    with pytest.raises(BankError) as error:
        bank.find("gm-jsa-into-work", "social")
    assert "gm-jsa-into-work has no social value; it has fiscal and economic" in str(error.value)
    assert error.value.problems[0].code == "proxy-type"


def test_a_suffix_and_a_type_that_disagree() -> None:
    with pytest.raises(BankError, match="names the fiscal value, and the type says economic"):
        bank.find("gm-jsa-into-work-fiscal", "economic")


def test_an_unknown_id_names_the_closest() -> None:
    with pytest.raises(BankError) as error:
        bank.find("gm-jsa-to-work")
    assert error.value.problems[0].code == "proxy-unknown"
    assert "there is no proxy gm-jsa-to-work; the closest are gm-jsa-into-work" in str(error.value)


def test_an_unknown_id_that_reads_like_a_question_is_searched() -> None:
    with pytest.raises(BankError, match=r"rough-sleeper-annual|gm-rough-sleeper-year"):
        bank.find("sleeping-rough")


def test_extra_banks_are_looked_through_too(own_file: Path) -> None:
    own = bank.load(own_file)
    assert bank.find("our-support-visit", extra=[own]).value.amount == 85
    assert bank.find("our-support-visit-fiscal", extra=[own]).type == "fiscal"
    assert "Project accounts" in bank.cite("our-support-visit", extra=[own])
    with pytest.raises(BankError, match="there is no proxy our-support-visit"):
        bank.find("our-support-visit")


def test_citations_name_source_database_and_licence() -> None:
    text = bank.cite("gm-complex-eviction")
    assert text.startswith("Research briefing: Immediate costs to government of loss of home, Shelter, 2012, ")
    assert "database code HO1.0; original p.6" in text
    assert "In: Unit Cost Database v1.4 (New Economy / GMCA, March 2015), Creative Commons Attribution 4.0" in text
    assert bank.cite("wellby").startswith(
        "Wellbeing Guidance for Appraisal: Supplementary Green Book Guidance, HM Treasury, 2021."
    )


def test_what_counts_the_same_thing_is_found_from_both_sides() -> None:
    assert "gm-jsa-into-work" in bank.not_to_be_added("gm-jsa-into-work-health")
    assert "gm-jsa-into-work-health" in bank.not_to_be_added("gm-jsa-into-work")
    assert "hmt-qaly-2022" in bank.not_to_be_added("wellby")


def test_units_say_what_they_are_for() -> None:
    assert bank.find("gm-jsa-into-work-fiscal").record.unit.text == "per claimant per year"
    assert bank.find("ho2019-rape-total").record.unit.text == "per crime"
    assert bank.find("wellby").record.unit.text == "per life satisfaction point per year"
    assert bank.find("gm-neet-lifetime").record.unit.text == "per person over a lifetime"
    assert bank.find("gm-parenting-programme-savings-fiscal").record.unit.text == "per child over 25 years"
    assert not bank.find("ho2019-rape-total").record.unit.repeats
    assert bank.find("wellby").record.unit.repeats


@pytest.mark.parametrize(
    "reference", ["no-such-proxy", "x", "foo-bar", "does-not-exist", "unicorn-ride", "made-up-thing"]
)
def test_nonsense_is_not_answered_with_nonsense(reference: str) -> None:
    with pytest.raises(BankError) as caught:
        bank.find(reference)
    (problem,) = caught.value.problems
    assert problem.message == (
        f"there is no proxy {reference}; the bank has nothing like it; search with: sroi proxies search WORDS"
    )


@pytest.mark.parametrize(
    ("reference", "meant"),
    [
        ("gm-gp-home-vist", "gm-gp-home-visit"),
        ("night-in-temporary", "gm-temporary-hostel-week"),
        ("life-satisfaction", "wellby"),
        ("hospital-bed-day", "gm-rehab-bed-day"),
    ],
)
def test_what_may_have_been_meant_is_named(reference: str, meant: str) -> None:
    with pytest.raises(BankError) as caught:
        bank.find(reference)
    assert meant in caught.value.problems[0].allowed
