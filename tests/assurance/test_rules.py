"""Every rule of the review, on a study that fails it and on the nearest one that does not; and what a review says."""

import copy
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import sroi
from sroi.assurance.finding import LEVELS
from sroi.assurance.review import RULES, review
from sroi.errors import SroiError
from sroi.study.study import Study
from tests.assurance.small import small

FIXTURES = YAML(typ="safe").load((Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8"))
SOUND, CASES = FIXTURES["sound"], FIXTURES["rules"]
REFUSED = {key for key, case in CASES.items() if "error" in case}

#: The day of the review.
TODAY = date(2026, 6, 15)


def study(changes=(), **more):
    """The sound study with changes: place → what is written there; None takes it away."""
    document = copy.deepcopy(SOUND)
    for place, written in {**dict(changes), **more}.items():
        *path, last = place.split("/")
        here = document
        for key in path:
            here = here.setdefault(key, {})
        if written is None:
            here.pop(last, None)
        else:
            here[last] = copy.deepcopy(written)
    return Study.from_document(document)


def found(rule, changes=(), effects=False):
    whole = review(study(changes), today=TODAY, effects=effects)
    return [finding for finding in whole.findings if finding.rule.id == rule]


def test_nothing_is_found_in_a_sound_study():
    sound = review(study(), today=TODAY)
    assert [(finding.rule.id, finding.found.address, finding.found.message) for finding in sound.findings] == []
    assert sound.summary == (
        "No automatic check is open. That is not assurance: checks cannot judge whether the numbers are true.",
    )
    assert not sound.draft and sound.table.empty


def test_every_rule_has_a_failing_and_a_passing_fixture():
    assert [rule.id for rule in RULES] == list(CASES)
    assert all(case["fails"] and case["passes"] and ("at" in case or "error" in case) for case in CASES.values())


@pytest.mark.parametrize("rule", [rule.id for rule in RULES if rule.id not in REFUSED])
def test_each_rule_finds_what_it_is_for_and_nothing_in_the_nearest_sound_study(rule):
    case = CASES[rule]
    findings = found(rule, case["fails"])
    assert case["at"] in [finding.found.address for finding in findings]
    assert found(rule, case["passes"]) == []
    for finding in findings:
        assert finding.open and finding.found.message[-1] in ".?" and not finding.found.fix.endswith(".")


@pytest.mark.parametrize("rule", sorted(REFUSED))
def test_what_cannot_be_read_is_refused_with_the_error_named(rule):
    case = CASES[rule]
    with pytest.raises(SroiError) as refused:
        sroi.evaluate(study(case["fails"]))
    assert case["error"] in {problem.code for problem in refused.value.problems}
    assert case["error"] in next(one for one in RULES if one.id == rule).enforced_by


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_each_rule_says_why_who_says_so_and_what_its_thresholds_are(rule):
    assert rule.why.endswith(".") and rule.source and rule.looks_for.endswith(".") and rule.level in LEVELS
    assert set(rule.limits) == set(rule.meanings)
    codes = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
    assert all(f"`{code}`" in codes or code == "sroi compare" for code in rule.enforced_by)


@pytest.mark.parametrize(
    ("rule", "mended"),
    [
        ("OVC002", {"outcomes/fitter/deadweight": 0.2}),
        ("OVC003", {"outcomes/fitter/attribution": 0.25}),
        ("OVC006", {"outcomes/fitter/attribution": 0.2}),
        ("OVC008", {"outcomes/calmer/displacement": 0.25}),
        ("DBL001", {"outcomes/calmer": None}),
        ("DBL002", {"outcomes/calmer": None, "chain": None}),
        ("DBL004", {"outcomes/calmer/transfer_from": "parents"}),
        ("DBL005", {"outcomes/calmer/quantity": {"parents": 20, "points-gained": 3}}),
        ("VAL002", {"outcomes/fitter/price_year": 2015, "outcomes/fitter/value/value": 979.7959}),
        ("TIM001", {"outcomes/fitter/duration": 1}),
        ("TIM002", {"outcomes/fitter/duration": 5}),
        ("TIM004", {"discounting": "green-book"}),
        ("TIM005", {"outcomes/fitter/real_growth": 0}),
        ("TIM006", {"discounting": "green-book-no-pure-time-preference"}),
        ("UNC003", {"outcomes/fitter/quantity": 25}),
    ],
)
def test_the_effect_is_that_of_the_study_written_so(rule, mended):
    changes = CASES[rule]["fails"]
    whole = review(study(changes), today=TODAY)
    finding = next(one for one in whole.findings if (one.rule.id, one.found.address) == (rule, CASES[rule]["at"]))
    expected = sroi.evaluate(study({**changes, **mended})).ratio
    assert finding.ratio_if_mended == pytest.approx(expected, rel=1e-6)
    before, after = whole.valuation.ratio, finding.ratio_if_mended
    assert whole.effect(finding) == f"{finding.found.mended}: ratio £{before:.2f} → about £{after:.2f}."


def test_optimism_is_corrected_by_grade_and_costs_are_raised():
    changes = CASES["INP003"]["fails"]
    ratio = found("INP003", changes, effects=True)[0].ratio_if_mended
    biases = {f"outcomes/{name}/optimism_bias": "5%" for name in ("fitter", "calmer", "handier")}
    biases |= {f"inputs/{name}/optimism_bias": "15%" for name in ("grant", "gift")}
    assert ratio == pytest.approx(sroi.evaluate(study({**changes, **biases})).ratio, rel=1e-12)


def test_several_findings_of_one_rule_are_also_mended_together():
    changes = {"outcomes/fitter/deadweight": None, "outcomes/calmer/deadweight": None}
    whole = review(study(changes))
    both = study({**changes, "outcomes/fitter/deadweight": "20%", "outcomes/calmer/deadweight": "20%"})
    assert whole.if_all_mended["OVC002"] == pytest.approx(sroi.evaluate(both).ratio, rel=1e-12)
    assert whole.effect_of_all("OVC002").startswith("All of them mended so: ratio £")
    assert whole.effect_of_all("STK001") == ""


def test_without_effects_nothing_is_recomputed():
    whole = review(study(CASES["OVC002"]["fails"]), effects=False)
    assert all(finding.ratio_if_mended is None and whole.effect(finding) == "" for finding in whole.findings)


def test_what_is_acknowledged_stays_listed_with_its_reason_and_is_not_open():
    changes = CASES["STK001"]["fails"]
    entry = {"check": "STK001", "reason": "a pilot of six weeks", "by": "J. Doe", "address": "stakeholders/parents"}
    kept = review(study(changes, acknowledged=[entry]))
    finding = next(finding for finding in kept.findings if finding.rule.id == "STK001")
    assert not finding.open and finding.acknowledged == "a pilot of six weeks (J. Doe)" and not kept.draft
    elsewhere = review(study(changes, acknowledged=[entry | {"address": "stakeholders/council"}]))
    assert elsewhere.draft and "1 error open." in elsewhere.summary
    idle = next(finding for finding in elsewhere.findings if finding.rule.id == "PRC006")
    assert idle.found.message == "STK001 at stakeholders/council was acknowledged by J. Doe, and is not found."
    unknown = review(study(acknowledged=[entry | {"check": "STK01"}]))
    assert [finding.rule.id for finding in unknown.findings] == ["PRC006"]


def test_the_gravest_come_first():
    bad = review(study({**CASES["STK003"]["fails"], **CASES["OVC002"]["fails"], **CASES["REP001"]["fails"]}))
    order = [LEVELS.index(finding.rule.level) for finding in bad.findings]
    assert order == sorted(order) and set(order) == {0, 1, 2}
    assert list(bad.table["id"]) == [finding.rule.id for finding in bad.findings]


def test_lines_lead_to_the_place_in_the_file():
    parsed = Study.parse(study(CASES["OVC002"]["fails"]).text())
    finding = next(finding for finding in review(parsed).findings if finding.rule.id == "OVC002")
    assert parsed.text().splitlines()[finding.line - 1].strip().startswith("deadweight: 0")


def test_review_dates_are_asked_about_only_on_a_day():
    changes = CASES["PRC005"]["fails"]
    assert "PRC005" not in [finding.rule.id for finding in review(study(changes)).findings]
    entry = {"check": "PRC005", "reason": "next month", "by": "J. Doe"}
    assert review(study(changes, acknowledged=[entry])).findings == ()


def test_a_number_that_moves_nothing_is_not_among_those_that_move_the_ratio_most():
    """The size of a group enters no sum of its own: nobody is asked for its range."""
    bare = Study.parse("""
    {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: Walkers, size: 40}},
     inputs: {grant: {from: a, amount: 100}},
     outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    """)
    (finding,) = [one for one in review(bare, today=TODAY, effects=False).findings if one.rule.id == "UNC001"]
    assert finding.found.message.startswith("All 3 numbers that move the ratio most have no range: “")
    assert "Walkers" not in finding.found.message


def test_a_study_in_which_nothing_moves_the_ratio_is_reviewed():
    nothing = {f"{name}/quantity": 0 for name in ("fit", "fun", "harm")}
    assert "UNC001" not in {finding.rule.id for finding in review(small(nothing)).findings}
