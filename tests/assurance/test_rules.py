"""Every rule of the review, on a study that fails it and on one that does not; and what a review says of itself."""

import copy

import pytest

import sroi
from sroi.assurance.finding import LEVELS
from sroi.assurance.review import RULES, review
from sroi.study.study import Study

#: A study in which no rule finds anything.
SOUND = {
    "sroi": 1, "title": "Sound", "currency": "GBP", "start_year": 2025, "horizon": 3, "kind": "forecast",
    "sources": {"survey": {"title": "Survey of 240 parents"}},
    "stakeholders": {
        "parents": {"name": "Parents", "role": "participant", "size": 240, "involved": "interviews with 18 of 240"},
        "council": {"name": "City council", "role": "public"},
        "trust": {"name": "A trust", "role": "funder"},
    },
    "inputs": {
        "grant": {"from": "council", "amount": "900 to 1,100", "source": "survey", "optimism_bias": "10%"},
        "gift": {"from": "trust", "amount": "90 to 110", "source": "survey"},
    },
    "outcomes": {
        name: {
            "name": name.capitalize(), "stakeholder": "parents", "quantity": "18 to 25", "unit": "person",
            "value": {"value": "80 to 120", "source": "survey"},
            "deadweight": {"value": f"{taken}% ({taken - 5}% to {taken + 5}%)", "source": "survey"},
            "attribution": {"value": f"{taken + 1}% ({taken - 5}% to {taken + 5}%)", "source": "survey"},
            "displacement": {"value": f"{taken + 2}% ({taken - 5}% to {taken + 5}%)", "source": "survey"},
            "source": "survey", "grade": 2, "domain": "employment",
        }
        for name, taken in (("fitter", 10), ("calmer", 20), ("kinder", 30))
    },
    "unmonetised": {"noise": {"name": "Neighbours hear more", "stakeholder": "parents", "direction": "negative"}},
}  # fmt: skip


def put(where, value):
    """A change of the sound study: the place, and what is written there; None takes it away."""

    def change(document):
        *path, last = where.split("/")
        here = document
        for key in path:
            here = here[key]
        if value is None:
            here.pop(last)
        else:
            here[last] = value

    return change


def every(key, value):
    """The same written on all outcomes."""

    def change(document):
        for outcome in document["outcomes"].values():
            outcome.pop(key, None) if value is None else outcome.update({key: value})

    return change


#: For each rule: changes after which it finds something, and where.
FAILING = {
    "OVC002": ([put("outcomes/fitter/deadweight", 0)], "fitter/deadweight"),
    "OVC003": ([put("outcomes/fitter/attribution", None)], "fitter/attribution"),
    "OVC004": ([every(key, None) for key in ("deadweight", "attribution", "displacement")], "fitter"),
    "OVC005": ([every("deadweight", "20%")], "fitter/deadweight"),
    "OVC008": ([put("outcomes/calmer/displacement", None)], "calmer/displacement"),
    "OVC009": ([put("stakeholders/parents/size", 15)], "fitter/quantity"),
    "OVC010": ([put("outcomes/fitter/quantity", {"parents": 20, "fit-share": "100%"})], "fitter/quantity/fit-share"),
    "VAL001": ([put("outcomes/fitter/value", 100), put("outcomes/fitter/source", None)], "fitter/value"),
    "VAL006": ([put("outcomes/fitter/value/value", "8,000 to 12,000")], "fitter/value"),
    "TIM002": ([put("horizon", 9), put("outcomes/fitter/duration", 8), put("outcomes/fitter/grade", 4)],
               "fitter/duration"),
    "TIM004": ([put("discounting", "undiscounted")], "discounting"),
    "INP003": ([put("inputs/grant/optimism_bias", None)], "optimism_bias"),
    "REP001": ([put("outcomes/fitter/value/value", "90,000 to 110,000")], ""),
    "STK001": ([put("stakeholders/parents/involved", None)], "stakeholders/parents"),
    "STK002": ([put("stakeholders/others", {"name": "Others"})], "stakeholders/others"),
    "STK003": ([put("unmonetised", None)], "outcomes"),
    "UNC001": ([put("outcomes/fitter/quantity", 21), put("outcomes/kinder/quantity", 21)], None),
    "PRV001": ([put("stakeholders/parents/note", "ask mary.smith@example.org")], "stakeholders/parents/note"),
}  # fmt: skip


def study(*changes):
    document = copy.deepcopy(SOUND)
    for change in changes:
        change(document)
    return Study.from_document(document)


def found(rule, *changes):
    return [finding for finding in review(study(*changes)).findings if finding.rule.id == rule]


def test_nothing_is_found_in_a_sound_study():
    sound = review(study())
    assert [(finding.rule.id, finding.found.message) for finding in sound.findings] == []
    assert sound.summary == (
        "No automatic check is open. That is not assurance: checks cannot judge whether the numbers are true.",
    )
    assert not sound.draft and sound.table.empty


def test_every_rule_has_a_fixture():
    assert {rule.id for rule in RULES} == set(FAILING)
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", FAILING)
def test_each_rule_finds_what_it_is_for(rule):
    changes, address = FAILING[rule]
    findings = found(rule, *changes)
    assert findings, "not found"
    assert address is None or address in [finding.found.address for finding in findings]
    for finding in findings:
        assert finding.open and finding.found.message[-1] in ".?" and not finding.found.fix.endswith(".")
        assert finding.rule.source and finding.rule.why.endswith(".")


def test_a_reason_settles_deadweight_of_nothing():
    noted = put("outcomes/fitter/deadweight", {"value": 0, "note": "nobody else teaches it"})
    assert found("OVC002", noted) == []


def test_the_effect_is_that_of_the_study_written_so():
    changes, _ = FAILING["OVC009"]
    whole = review(study(*changes))
    finding = next(finding for finding in whole.findings if finding.found.address == "fitter/quantity")
    mended = study(*changes, put("outcomes/fitter/quantity", 15))
    assert finding.ratio_if_mended == pytest.approx(sroi.evaluate(mended).ratio, rel=1e-12)
    before, after = whole.valuation.ratio, finding.ratio_if_mended
    assert whole.effect(finding) == f"Mended: £{before:.2f} → £{after:.2f}."
    assert found("STK001", *FAILING["STK001"][0])[0].ratio_if_mended is None


def test_what_is_acknowledged_stays_listed_with_its_reason_and_is_not_open():
    changes, address = FAILING["STK001"]
    entry = {"check": "STK001", "reason": "a pilot of six weeks", "by": "J. Doe", "address": address}
    kept = review(study(*changes, put("acknowledged", [entry])))
    finding = next(finding for finding in kept.findings if finding.rule.id == "STK001")
    assert not finding.open and finding.acknowledged == "a pilot of six weeks (J. Doe)" and not kept.draft
    elsewhere = review(study(*changes, put("acknowledged", [entry | {"address": "stakeholders/council"}])))
    assert elsewhere.draft and "1 error open." in elsewhere.summary


def test_the_gravest_come_first():
    bad = review(study(*FAILING["STK003"][0], *FAILING["OVC002"][0], *FAILING["REP001"][0]))
    order = [LEVELS.index(finding.rule.level) for finding in bad.findings]
    assert order == sorted(order) and set(order) == {0, 1, 2}
    assert list(bad.table["id"]) == [finding.rule.id for finding in bad.findings]


def test_lines_lead_to_the_place_in_the_file():
    parsed = Study.parse(study(*FAILING["OVC002"][0]).text())
    finding = next(finding for finding in review(parsed).findings if finding.rule.id == "OVC002")
    assert parsed.text().splitlines()[finding.line - 1].strip().startswith("deadweight: 0")
