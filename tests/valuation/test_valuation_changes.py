"""What an edit changed, in words."""

import pytest

from sroi.study.study import Study
from sroi.valuation.changes import describe_change, edits
from tests.conftest import WALKING_GROUP

STUDY = Study.parse(WALKING_GROUP)


def after(**change):
    document = STUDY.document
    for path, item in change.items():
        here, *rest = path.split("__")
        target = document
        while rest:
            target, (here, *rest) = target.setdefault(here, {}), rest
        target[here] = item
    return STUDY.replaced(document)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"fit/deadweight": "35%"}, "deadweight 10% to 35%, Fitter"),
        ({"fit/attribution": "20%"}, "caused by others (attribution) set to 20%, Fitter"),
        ({"fit/deadweight": None}, "deadweight removed (was 10%), Fitter"),
        ({"fit/value": 120}, "value of one unit 100 to 120, Fitter"),
        ({"fit/quantity": "25 (20 to 30)"}, "quantity 20 to 25 (20 to 30), Fitter"),
        ({"inputs/leader/amount": 2000}, "amount 1000 to 2000, leader"),
        ({"horizon": 4}, "horizon 3 years to 4 years"),
        ({"title": "Walks"}, "title Walking group to Walks"),
        (
            {"title": "A title that goes on and on, far beyond what fits on a button"},
            "title Walking group to “A title that goes on and on, far beyo…”",
        ),
        ({"price_base": "2024-25"}, "price base set to 2024-25"),
    ],
)
def test_numbers_and_settings(changes, words):
    assert describe_change(STUDY, STUDY.edited(changes)) == words


def test_things_are_added_and_removed_by_name():
    more = after(outcomes__calm={"name": "Calmer", "stakeholder": "walkers", "quantity": 3, "value": 10})
    assert describe_change(STUDY, more) == "outcome “Calmer” added"
    assert describe_change(more, STUDY) == "outcome “Calmer” removed"
    assert describe_change(STUDY, after(stakeholders__friends={"name": "Friends"})) == "stakeholder “Friends” added"
    assert describe_change(STUDY, after(sources__survey={"title": "The survey"})) == "source “The survey” added"


def test_words_inside_a_thing():
    assert describe_change(STUDY, after(outcomes__fit__name="Much fitter")) == "name Fitter to Much fitter, Much fitter"
    assert describe_change(STUDY, after(stakeholders__walkers__size=30)) == "number of them 20 to 30, Walkers"
    named = after(outcomes__fit__deadweight={"value": "10%", "source": "said so"})
    assert describe_change(STUDY, named) == "deadweight, source set to said so, Fitter"
    both = after(outcomes__fit__deadweight={"value": "20%", "source": "said so"})
    assert [str(edit) for edit in edits(STUDY, both)] == [
        "deadweight 10% to 20%, Fitter",
        "deadweight, source set to said so, Fitter",
    ]


def test_several_changes_are_counted_and_listed():
    new = STUDY.edited({"fit/deadweight": "20%", "fit/value": 120, "horizon": 5})
    assert describe_change(STUDY, new) == "horizon 3 years to 5 years, and 2 more changes"
    assert [edit.address for edit in edits(STUDY, new)] == ["horizon", "fit/value", "fit/deadweight"]


def test_studies_that_cannot_be_valued_are_described_too():
    bare = "sroi: 1\ntitle: T\ncurrency: GBP\nstart_year: 2025\nhorizon: 1\n"
    one = Study.parse(bare + "stakeholders: {}\n")
    two = Study.parse(bare + "stakeholders: {a: {name: Ann’s group}}\n")
    assert describe_change(one, two) == "stakeholder “Ann’s group” added"


def test_only_comments():
    other = Study.parse(WALKING_GROUP.replace("# who", "# those who gain"))
    assert edits(STUDY, other) == () and describe_change(STUDY, other) == "comments or layout"


def test_a_number_that_follows_another_is_said_in_words():
    shared = after(estimates={"would-walk-anyway": "30%"})
    linked = shared.edited({"fit/deadweight": {"use": "would-walk-anyway"}})
    assert describe_change(shared, linked) == "deadweight 10% to shared estimate “would walk anyway”, Fitter"
    assert describe_change(linked, shared.edited({"fit/deadweight": "45%"})) == (
        "deadweight shared estimate “would walk anyway” to 45%, Fitter"
    )
