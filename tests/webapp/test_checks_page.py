"""The Checks page: what is found, in words with its effect; acknowledged and withdrawn as steps; the way to the row."""

import json

import pytest

from sroi.assurance.evidence import evidence
from sroi.assurance.review import review
from sroi.assurance.statement import assurance_statement
from sroi.study.study import Study
from sroi.valuation.valuation import evaluate
from sroi.webapp.checking.letting_stand import acknowledged, settled, withdrawn
from sroi.webapp.checking.mend import page_of
from sroi.webapp.checking.statement import _written
from sroi.webapp.pages.checks import _AT_ONCE, _grouped
from sroi.webapp.session import KEY
from tests.webapp.driver import app, words
from tests.webapp.studies import hostile, large, walking

DAY = "2026-03-01"


def said(at):
    return words(at).replace("\\", "")


@pytest.fixture(scope="module")
def several():
    """Two outcomes of one fault, so that one rule finds two things."""
    document = walking().document
    document["outcomes"]["happy"] = {**document["outcomes"]["fit"], "name": "Happier"}
    return Study.from_document(document)


def test_every_finding_is_said_with_its_effect_its_reason_and_what_to_do(several):
    at, found = app("checks", several), review(several)
    text = said(at)
    assert not at.exception and found.open
    for finding in found.open:
        for part in (finding.rule.title, finding.rule.why, finding.rule.source, finding.found.message):
            assert part in text
        assert f"What to do: {finding.found.fix}." in text and found.effect(finding) in text
    assert any(found.effect(finding) for finding in found.open)
    levels = [header.value.split(" (")[0] for header in at.header]
    assert levels == ["Errors", "Warnings"]
    at.pills(key="checks-levels").set_value(["warning"]).run()
    assert [header.value.split(" (")[0] for header in at.header] == ["Warnings"]


def form(at, key):
    """The boxes of the form that lets a finding stand."""
    epoch = at.session_state[KEY].epoch
    return (
        at.selectbox(key=f"{key}-which-{epoch}"),
        at.text_input(key=f"{key}-reason-{epoch}"),
        at.text_input(key=f"{key}-by-{epoch}"),
        at.button(key=f"{key}-acknowledge-{epoch}"),
    )


def test_a_finding_is_acknowledged_and_withdrawn_as_steps_that_can_be_undone(several):
    at = app("checks", several)
    which, reason, by, button = form(at, "checks-VAL001-error")
    button.click().run()
    assert "Give a reason and a name" in said(at)
    assert which.options[-2:] == ["all of VAL001, those found later too", "do not ask VAL001 of this study"]
    which, reason, by, button = form(at, "checks-VAL001-error")
    which.select_index(1)
    reason.set_value("from a pilot")
    by.set_value("J. Doe")
    button.click().run()
    history = at.session_state[KEY].history
    (entry,) = history.study.acknowledged
    assert (entry.check, entry.address, entry.reason, entry.by) == ("VAL001", "happy/value", "from a pilot", "J. Doe")
    assert history.undo_label == "VAL001 acknowledged, happy/value"
    left = [finding for finding in review(history.study).open if finding.rule.id == "VAL001"]
    assert [finding.found.address for finding in left] == ["fit/value"]
    at.session_state["checks-tabs"] = "Let stand"
    at.run()
    assert "“from a pilot”" in said(at) and "VAL001, acknowledged by J. Doe on" in said(at)
    at.button(key="checks-withdraw-0").click().run()
    assert at.session_state[KEY].history.study.hash == several.hash
    at.button(key="strip-undo").click().run()
    at.button(key="strip-undo").click().run()
    assert at.session_state[KEY].history.study.hash == several.hash


def test_a_check_is_not_asked_with_a_reason_and_asked_again(several):
    at = app("checks", several)
    which, reason, by, button = form(at, "checks-VAL001-error")
    which.select_index(3)
    reason.set_value("values are ours")
    by.set_value("J. Doe")
    button.click().run()
    study = at.session_state[KEY].history.study
    assert study.checks["VAL001"].off and not [one for one in review(study).findings if one.rule.id == "VAL001"]
    at.session_state["checks-tabs"] = "Let stand"
    at.run()
    assert "**VAL001** Unit value without source or year: values are ours (J. Doe)" in said(at)
    at.button(key="checks-ask-VAL001").click().run()
    assert at.session_state[KEY].history.study.hash == several.hash


def test_the_way_to_mend_opens_the_row_and_says_what_to_do(several):
    at = app("checks", several)
    at.button(key="checks-VAL001-error-happy/value-mend").click().run()
    assert at.title[0].value == "Outcomes"
    assert at.selectbox(key="outcomes-which").value == "happy"
    assert "VAL001: The value of one unit of “Happier”" in said(at) and "What to do: name its source" in said(at)


def test_what_is_mended_on_scope_is_open_there():
    at = app("checks", walking())
    at.button(key="checks-STK001-error-stakeholders/walkers-mend").click().run()
    assert at.title[0].value == "Scope and people"
    assert [one.proto.expanded for one in at.expander if one.label.startswith("Details")] == [True, False]


def test_limitations_are_written_on_scope():
    at = app("scope", walking())
    at.text_area(key="limitations-0").set_value("Nobody was followed up\n\n one site only ").run()
    study = at.session_state[KEY].history.study
    assert study.limitations == ("Nobody was followed up", "one site only")
    assert "PRC002" not in {finding.rule.id for finding in review(study).findings}


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("fit/deadweight", "outcomes"),
        ("outcomes", "outcomes"),
        ("stakeholders/walkers/involved", "scope"),
        ("inputs/leader", "costs"),
        ("discounting", "costs"),
        ("assumptions/0", "history"),
        ("signed_off/hash", "history"),
        ("limitations", "scope"),
        ("sources/survey", None),
        ("", None),
    ],
)
def test_every_address_leads_to_the_page_where_it_can_be_changed(address, page):
    assert page_of(walking(), address) == page


def test_evidence_and_principles_say_what_the_library_says():
    at = app("checks", walking())
    at.session_state["checks-tabs"] = "Evidence"
    at.run()
    assert all(sentence in said(at) for sentence in evidence(walking()).summary)
    at.session_state["checks-tabs"] = "Principles"
    at.run()
    found = assurance_statement(walking())
    for one in found.principles:
        assert f"{one.principle.number}. {one.principle.name}" in said(at)
        assert all(f"Gap:** {gap}" in said(at) for gap in one.gaps)
    assert all(caveat in said(at) for caveat in found.caveats)


def test_of_very_many_findings_a_few_are_drawn_and_all_can_be_reached():
    study = large(40)
    at, found = app("checks", study), review(study, effects=False)
    many = [finding for finding in found.open if finding.rule.id == "DBL001"]
    assert len(many) > 4 * _AT_ONCE
    where = next(box for box in at.selectbox if (box.key or "").startswith("checks-DBL001-warning-from"))
    assert len(where.options) == -(-len(many) // _AT_ONCE)
    assert sum(1 for button in at.button if (button.key or "").startswith("checks-DBL001")) <= _AT_ONCE + 1
    where.select_index(3).run()
    assert not at.exception and many[3 * _AT_ONCE].found.message in said(at)


def test_where_nothing_is_open_it_says_that_this_is_no_assurance():
    study = walking()
    for check in dict.fromkeys(finding.rule.id for finding in review(study).open):
        study = acknowledged(study, check, "", "a test", "us", DAY)
    shown = said(app("checks", study))
    assert "None open. Every finding was let stand, with a reason" in shown and "That is not assurance." in shown
    assert "No automatic check failed" not in shown


@pytest.mark.parametrize("by", ["level", "subject", "principle"])
def test_whatever_they_are_grouped_by_every_finding_is_listed_once(several, by):
    found = list(review(several).open)
    grouped = [finding for _, some in _grouped(found, by) for finding in some]
    assert sorted(map(id, grouped)) == sorted(map(id, found))


def test_an_acknowledgement_covers_one_place_or_all_and_one_that_covers_nothing_can_be_withdrawn(several):
    one = acknowledged(several, "VAL001", "fit/value", "r", "n", DAY)
    both = acknowledged(one, "VAL001", "", "r", "n", DAY)
    idle = acknowledged(both, "OVC001", "", "r", "n", DAY)
    covered = settled(idle, review(idle))
    assert {place: [one.found.address for one in some] for place, some in covered.items()} == {
        0: ["fit/value"],
        1: ["happy/value"],
        2: [],
    }
    assert withdrawn(idle, 2).hash == both.hash
    assert withdrawn(withdrawn(both, 0), 0).hash == several.hash


def test_the_statement_can_be_taken_away_and_names_stay_text():
    valuation = evaluate(hostile())
    markdown = _written(valuation, None, "md").decode("utf-8")
    assert markdown.startswith("# Assurance statement: ") and "<script>" not in markdown.replace(r"\<script\>", "")
    plain = json.loads(_written(valuation, None, "json"))
    assert plain["study_hash"] == hostile().hash and len(plain["principles"]) == 8


def test_hostile_names_are_shown_as_they_are():
    at = app("checks", hostile())
    assert not at.exception
    assert "[here](http://x)" not in words(at) and r"\[here\]\(http\://x\)" in words(at)
