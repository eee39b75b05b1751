"""The assurance statement: all eight principles, what the study says, its gaps, and no more than was read."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import sroi
from sroi.assurance.markdown import plain
from sroi.assurance.principles import NOT_READ, PRINCIPLES, principle_of
from sroi.assurance.review import RULES
from sroi.assurance.statement import Statement, assurance_statement
from tests.assurance.small import small

ROOT = Path(__file__).parents[2]


def gaps(found: Statement, number: int) -> tuple[str, ...]:
    return found.principles[number - 1].gaps


def said(found: Statement, number: int) -> list[str]:
    return [text for answer in found.principles[number - 1].answers for text in answer.said]


def test_the_principles_are_the_eight_by_their_names() -> None:
    assert [principle.name for principle in PRINCIPLES] == [
        "Involve stakeholders",
        "Understand what changes",
        "Value the things that matter",
        "Only include what is material",
        "Do not over-claim",
        "Be transparent",
        "Verify the result",
        "Be responsive",
    ]
    assert [principle.number for principle in PRINCIPLES] == list(range(1, 9))


def test_every_check_speaks_of_one_principle_and_every_check_named_exists() -> None:
    placed = [check for principle in PRINCIPLES for check in principle.checks]
    assert len(placed) == len(set(placed))
    assert set(placed) == {rule.id for rule in RULES}
    assert all(principle_of(check) for check in placed)


def test_what_the_study_says_is_filled_in() -> None:
    found = assurance_statement(
        small(
            limitations=["a small group"],
            purpose="to decide on a second year",
            decisions=[{"what": "Leave out the club", "why": "it would meet anyway"}],
            unmonetised={"company": {"name": "Company", "direction": "positive", "scale": "large"}},
        )
    )
    assert "Walkers: interviews with 18" in said(found, 1)
    assert "Counted: Sore feet" in said(found, 2)
    assert "Company (positive, large)" in said(found, 3)
    assert "The largest, “Fitter”, carries 64% of all value" in said(found, 3)
    assert "Leave out the club: it would meet anyway" in said(found, 4)
    assert "Fitter: 20%, assumption" in said(found, 5)
    assert "a small group" in said(found, 6)
    assert "Purpose: to decide on a second year" in said(found, 8)


def test_gaps_are_shown_as_gaps() -> None:
    found = assurance_statement(small(stakeholders={"a": {"name": "Walkers", "involved": "nobody yet"}}))
    assert gaps(found, 1) == ("Walkers: nobody yet",)
    assert "Fitter: no indicator stated" in gaps(found, 2)
    assert "No decision is recorded (decisions)" in gaps(found, 4)
    assert "Sore feet: not stated, counted as 0%" in gaps(found, 5)
    assert "1 of 1 assumptions have no entry in the log" in gaps(found, 6)
    assert "No limitation stated (limitations)" in gaps(found, 6)
    assert "Nobody has signed it off (sroi sign)" in gaps(found, 7)
    assert "No purpose stated" in gaps(found, 8)


def test_findings_stand_with_their_principle_and_none_is_lost() -> None:
    study = small(acknowledged=[{"check": "PRC002", "reason": "a draft", "by": "J. Doe"}])
    found = assurance_statement(study)
    placed = [finding for one in found.principles for finding in one.findings]
    assert len(placed) + len(found.unplaced) == len(found.review.findings) > 3
    assert found.unplaced == ()
    limits = next(finding for finding in found.principles[5].findings if finding.rule.id == "PRC002")
    assert limits.acknowledged == "a draft (J. Doe)"
    assert "Let stand: a draft (J. Doe)" in found.markdown


def test_a_check_that_was_not_asked_is_not_said_to_have_found_nothing() -> None:
    overdue = [{"what": "It holds", "review_by": "2025-01-01", "addresses": ["fit/deadweight"]}]
    study = small(assumptions=overdue, checks={"STK003": {"off": True, "reason": "asked elsewhere"}})
    found = assurance_statement(study)
    assert "PRC005" not in found.principles[6].quiet
    assert "STK003" not in found.principles[1].quiet
    dated = assurance_statement(study, today=date(2026, 1, 1))
    assert [finding.rule.id for finding in dated.principles[6].findings] == ["PRC005"]


def test_signed_changed_and_unsigned_are_told_apart() -> None:
    study = small()
    signed = {"by": "Board", "when": "2026-03-31", "hash": study.hash}
    fresh = assurance_statement(study.replaced({**study.document, "signed_off": signed}))
    assert "Board, 2026-03-31; unchanged since" in said(fresh, 7)
    changed = assurance_statement(study.replaced({**study.document, "signed_off": signed, "horizon": 3}))
    assert "It was changed after that" in gaps(changed, 7)
    assert "PRC004" in {finding.rule.id for finding in changed.principles[6].findings}


def test_the_caveat_stands_above_everything_with_its_source() -> None:
    text = assurance_statement(small()).markdown
    lead = text.split("## 1.")[0]
    assert (
        "“Assurance here does not include verification of stakeholder engagement, data and calculations. It is a "
        "principles-based assessment of the final report.” "
        "(the standard sentence printed in published reports that were assured)"
    ) in lead
    assert NOT_READ in lead
    assert "no assurance" in lead
    assert "**Draft**" in lead
    assert "range not known: no number has a range" in lead
    assert "- None of the 15 stated numbers has a range: all of them count as known." in lead


def test_the_ratio_never_stands_without_what_its_range_counts() -> None:
    found = assurance_statement(small({"fit/quantity": "8 to 12"}))
    assert "likely" in found.headline.answer
    assert "The range counts what is not known of 1 of 15 stated numbers; the others count as known." in found.markdown


def test_every_principle_says_what_checks_cannot_judge() -> None:
    text = assurance_statement(small()).markdown
    assert text.count("*What checks cannot judge*: Whether") == 8


def test_text_of_the_study_cannot_break_the_page() -> None:
    study = small(title="# T\n\n## Fake <script>", limitations=["| a | [b](http://c) *d*"])
    text = assurance_statement(study).markdown
    assert "# Assurance statement: \\# T \\#\\# Fake \\<script\\>\n" in text
    assert "- \\| a \\| \\[b\\](http://c) \\*d\\*" in text
    assert plain("a\nb") == "a b"


@pytest.mark.parametrize("name", ["whole-family-support-scotland", "wheels-to-meals"])
def test_ready_studies_give_plain_data_and_a_table(name: str) -> None:
    found = assurance_statement(sroi.load(ROOT / "studies" / f"{name}.yaml"))
    data = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert [one["number"] for one in data["principles"]] == list(range(1, 9))
    assert data["study_hash"] == found.valuation.study.hash
    assert set(found.table["number"]) == set(range(1, 9))
    listed = sum(len(one["findings"]) for one in data["principles"]) + len(data["other_findings"])
    assert listed == len(found.review.findings)


def test_no_question_is_left_with_nothing_said_and_no_gap() -> None:
    """How long a change lasts is said even where nothing lasts over a year, or nothing is stated."""
    asks = "How long does it last, and does it fade?"
    unsaid = assurance_statement(
        sroi.Study.parse("""
    {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 3, stakeholders: {a: {name: A}},
     inputs: {grant: {from: a, amount: 100}},
     outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20},
                calm: {name: Calmer, stakeholder: a, quantity: 10, value: 20, duration: 1}}}
    """)
    )
    for principle in unsaid.principles:
        assert all(answer.said or answer.gaps for answer in principle.answers), principle
    (answer,) = [one for principle in unsaid.principles for one in principle.answers if one.asks == asks]
    assert answer.said == ("Stated to last a year or less: 1 of 2 outcomes",)
    assert answer.gaps == ("Fitter: duration not stated, counted as a year",)
