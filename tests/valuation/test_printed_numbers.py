"""What a report printed against what comes out: to the digits printed, and every measure that may be named."""

from __future__ import annotations

import pytest

import sroi
from sroi.errors import SroiError
from sroi.study.digits import WrittenFloat
from sroi.study.study import Study
from sroi.valuation.published import check_published, measure, published_problems, same_to_printed_digits
from sroi.valuation.sentences import published_sentence

TEXT = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 2
discounting: undiscounted
stakeholders: {a: {name: A, role: participant, agency: dwp}, b: {name: B, role: public}}
inputs: {grant: {from: a, amount: 100}}
outcomes: {fit: {name: N, stakeholder: a, quantity: 10, value: VALUE, duration: 2, type: social}}
published:
  kind: independent
  ratio: RATIO
  also: ALSO
scenarios: {half: {scale: {fit/value: 0.5}}}
"""


def study(ratio: str = "2", value: str = "10", also: str = "[]") -> Study:
    return Study.parse(TEXT.replace("RATIO", ratio).replace("VALUE", value).replace("ALSO", also))


@pytest.mark.parametrize(
    ("printed", "value", "agrees"),
    [
        ("2.00", "10.02", True),  # 2.004
        ("2.00", "10.2", False),  # 2.04
        ("2.0", "10.2", True),
        ("2.0", "10.3", False),  # 2.06
        ("2", "11", True),  # 2.2
        ("2", "13", False),  # 2.6
        ('"2.00"', "10.2", False),
        ('"£2.00"', "10.02", True),
        ("200e-2", "10.2", False),
    ],
)
def test_the_same_to_the_digits_printed(printed: str, value: str, agrees: bool) -> None:
    found = study(printed, value)
    (check,) = check_published(found)
    assert check.agrees is agrees
    said = published_sentence(sroi.evaluate(found))
    assert ("the same to the digits printed" if agrees else "not the same") in said


def test_the_sentence_shows_the_printed_number_as_printed() -> None:
    said = published_sentence(sroi.evaluate(study("2.00", "10.2")))
    assert said == "Published: 2.00; computed 2.0400, not the same (independent: all inputs as printed)."
    assert "Published: 1234567.5;" in published_sentence(sroi.evaluate(study("1234567.5")))


def test_a_number_without_its_text_has_the_digits_of_its_shortest_form() -> None:
    assert same_to_printed_digits(2.0, 2.4)
    assert not same_to_printed_digits(2.5, 2.56)
    assert not same_to_printed_digits(WrittenFloat("2.50"), 2.506)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ratio", 2),
        ("net_ratio", 1),
        ("npv", 100),
        ("total_pv", 200),
        ("pv_inputs", 100),
        ("impact", 100),
        ("impact_by_stakeholder.a", 100),
        ("impact_by_stakeholder.b", 0),
        ("value_by_year", [100, 100]),
        ("pv_by_year", [100, 100]),
        ("by_stakeholder.a", 200),
        ("by_stakeholder.a.ratio", 2),
        ("by_stakeholder.a.share", 1),
        ("by_year.2026", 100),
        ("by_agency.dwp", 200),
        ("perspectives.social.ratio", 2),
        ("perspectives.participants.npv", 100),
        ("scenario:half.ratio", 1),
    ],
)
def test_measures(name: str, value: float) -> None:
    assert measure(sroi.evaluate(study()), name) == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("median", "measure-unknown", "found the measure median; a measure is a number of the result"),
        ("ratoi", "measure-unknown", "did you mean ratio"),
        ("by_stakeholder.c", "measure-unknown", "did you mean by_stakeholder.a"),
        ("by_stakeholder.a.median", "measure-unknown", "found the measure by_stakeholder.a.median"),
        ("by_stakeholder.a.ratio.more", "measure-unknown", "a measure is a number of the result"),
        ("impact.a", "measure-unknown", "a measure is a number of the result"),
        ("impact_by_stakeholder.nobody", "measure-unknown", "a measure is a number of the result"),
        ("perspectives.social.view", "measure-unknown", "did you mean perspectives.social"),
        ("perspectives.fiscal.ratio", "measure-undefined", "is undefined: there are no inputs of public bodies"),
        ("scenario:none.ratio", "scenario-unknown", "found none"),
        ("value_by_year", "measure-shape", "found 1 printed numbers, and value_by_year has 2"),
    ],
)
def test_a_measure_that_does_not_exist_is_named_with_its_line(name: str, code: str, words: str) -> None:
    found = study(also=f"[{{what: rows, printed: 1}}, {{what: one, printed: 1, measure: '{name}'}}]")
    (problem,) = published_problems(found)
    assert (problem.code, problem.address) == (code, "published/also/1/measure")
    assert words in problem.message
    assert problem.line == TEXT.splitlines().index("  also: ALSO") + 1
    with pytest.raises(SroiError):
        check_published(found)


def test_a_share_of_nothing_is_undefined() -> None:
    with pytest.raises(SroiError, match=r"by_stakeholder\.a\.share is undefined: all value is 0"):
        measure(sroi.evaluate(study(value="0")), "by_stakeholder.a.share")


def test_several_printed_numbers_of_one_measure() -> None:
    checks = check_published(study(also='[{what: years, printed: [100.0, "100.5"], measure: value_by_year}]'))
    assert [(check.what, check.agrees) for check in checks] == [
        ("ratio", True),
        ("years (1 of 2)", True),
        ("years (2 of 2)", False),
    ]


def test_a_study_that_printed_nothing_has_nothing_to_check() -> None:
    plain = study().replaced({key: item for key, item in study().document.items() if key != "published"})
    assert (check_published(plain), published_problems(plain)) == ([], [])
