"""Edits made through the library: the number changes, everything else stays, comments too."""

from __future__ import annotations

import difflib

import pytest

from sroi.errors import StudyError
from sroi.study.places import places
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.valuation import evaluate


@pytest.fixture(scope="module")
def study(riverside: str) -> Study:
    return Study.parse(riverside)


def changed_lines(before: Study, after: Study) -> list[str]:
    lines = difflib.unified_diff(before.text().splitlines(), after.text().splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("---", "+++")]


EDITS = {
    "a factor of a chain": ("into-work/quantity/engaged", "50%", "engaged: 50%"),
    "a factor with years": ("confidence/quantity/engaged/2025", "40%", "engaged: 40%"),
    "a year of cohorts": ("confidence/quantity/2026", 30, "2026: 30}"),
    "a year of an input": ("inputs/coordinators/amount/2025", 5000, "2025: 5000, 2026: 295000"),
    "a range becomes a number": ("inputs/volunteers/amount/hours", 1000, "hours: 1000"),
    "one of several values": ("into-work/earnings", 12000, "value: 12000, price_year: 2012-13, type: economic"),
    "a value from the bank is replaced": ("into-work/benefits-saved", 12000, "proxy: gm-jsa-into-work-fiscal"),
    "the shorthand value": ("less-time-together/value", -400, "value: -400"),
    "a deduction not stated yet": ("less-time-together/deadweight", "5%", "deadweight: 5%"),
    "a deduction from a comparison": ("into-work/deadweight", "5%", "deadweight: 5%"),
    "an other deduction": ("into-work/other_deductions/overlap", "6%", "overlap: 6%"),
    "a linear drop-off": ("into-work/drop_off", "6%", "drop_off: {linear: 6%}"),
    "a share of a value": ("into-work/benefits-saved/cashable", "5%", "cashable: 5%"),
    "a shared estimate keeps its source": ("estimates/engaged", "50%", "source: monitoring"),
    "a deduction keeps its source": ("confidence/deadweight", "30%", "source: judgement"),
    "the discount rate": ("discounting/rate", "5%", "rate: 5%, inputs: start"),
    "a size": ("stakeholders/children/size", 500, "size: 500"),
    "a level of a comparison": ("counterfactuals/comparison-areas/programme/before", "5%", "before: 5%"),
    "a setting": ("horizon", 8, "horizon: 8"),
}


@pytest.mark.parametrize(("address", "new", "shown"), EDITS.values(), ids=EDITS)
def test_an_edit_changes_one_line_and_reads_back_the_same(address, new, shown, study):
    edited = study.edited({address: new})
    lines = changed_lines(study, edited)
    assert [line[0] for line in lines] in (["-", "+"], ["+"])
    assert shown in lines[-1]
    assert Study.parse(edited.text()).hash == edited.hash != study.hash


@pytest.mark.parametrize(("address", "new", "shown"), EDITS.values(), ids=EDITS)
def test_the_edited_number_is_the_one_that_is_computed_with(address, new, shown, study):
    edited = study.edited({address: new})
    if address == "horizon":
        assert edited.horizon == 8
        return
    wanted = float(new.rstrip("%")) / 100 if isinstance(new, str) else float(new)
    model = Model(edited)
    assert model.parameters.row(address).central == pytest.approx(wanted)
    assert evaluate(study).ratio == evaluate(Study.parse(study.text())).ratio, "the study itself is as it was"


def test_every_number_of_a_study_can_be_edited_at_its_address(study):
    failures = {}
    for place in places(study):
        if place.estimate is None or place.estimate.distribution is None:
            continue
        wanted = place.estimate.central
        try:
            row = Model(study.edited({place.address: wanted})).parameters.row(place.address)
            assert row.central == wanted
        except (StudyError, AssertionError, KeyError) as error:
            failures[place.address] = str(error)
    assert failures == {}


def test_the_rate_of_a_named_convention_can_be_edited_too(written):
    study = Study.parse(written(change={"horizon: 3": "horizon: 3\ndiscounting: green-book"}).read_bytes())
    assert "discounting/rate" in Model(study).parameters.columns
    assert Model(study.edited({"discounting/rate": "5%"})).parameters.row("discounting/rate").central == 0.05


def test_none_takes_an_optional_number_away(study):
    edited = study.edited({"confidence/duration": None, "inputs/coordinators/optimism_bias": None})
    assert edited.outcomes["confidence"].duration is None
    assert edited.inputs["coordinators"].optimism_bias is None
    assert "optimism_bias" not in edited.text().split("  materials:")[0].split("  coordinators:")[1]


def test_a_new_year_stands_beside_the_years_there_are(study):
    edited = study.edited({"inputs/coordinators/amount/2027": 5000})
    assert [chain.year for chain in edited.inputs["coordinators"].amount.chains] == [2025, 2026, 2027]
    assert "2026: 295000, 2027: 5000}" in edited.text()
    assert Study.parse(edited.text()).hash == edited.hash


def test_a_range_may_replace_a_number_and_a_chain_too(study):
    edited = study.edited(
        {"less-time-together/value": "-400 to -200", "less-time-together/quantity": {"children": 520, "affected": "5%"}}
    )
    assert evaluate(edited).flows.quantity[-1] == pytest.approx(26)
    assert "value: -400 to -200" in edited.text()


def test_several_edits_at_once_are_all_made_or_none(study):
    with pytest.raises(StudyError) as found:
        study.edited({"less-time-together/deadweight": 27, "less-time-together/attribution": "5%"})
    assert [(p.code, p.address) for p in found.value.problems] == [("share-range", "less-time-together/deadweight")]
    assert study.outcomes["less-time-together"].attribution is None


@pytest.mark.parametrize(
    "address", ["into-wrok/deadweight", "into-work/deadwieght", "", "/", "into-work", "into-work/", "nothing"]
)
def test_an_unknown_address_is_refused_with_the_closest_ones(address, study):
    with pytest.raises(StudyError) as found:
        study.edited({address: 1})
    assert [(p.code, p.address) for p in found.value.problems] == [("address-unknown", address)]


def test_what_must_be_there_cannot_be_taken_away(study):
    with pytest.raises(StudyError, match="name is missing"):
        study.edited({"less-time-together/name": None})


COMMENTED = """\
# top
sroi: 1   # format
title: T
currency: GBP
start_year: 2025
horizon: 1
stakeholders: {a: {name: A}}
inputs:
  # the grant
  grant: {from: a, amount: 100}  # paid in April
outcomes:
  fit:   # fitness
    name: Fitter
    stakeholder: a
    quantity: 10
    value: 20     # each
    # about deadweight
    deadweight:
      low: 10%    # least
      likely: 20%
      high: 30%
    # about attribution
    attribution: 20%
    displacement: 10%
    # about drop-off
    drop_off: 10%
  # about calm
  calm: {name: Calm, stakeholder: a, quantity: 1, value: 2}
# the end
"""


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ({"fit/value": 25}, set()),
        ({"fit/value": {"low": 10, "likely": 20, "high": 30}}, set()),
        ({"fit/attribution": "25%"}, set()),
        ({"fit/leakage": "25%"}, set()),
        ({"fit/drop_off": {"linear": "5%"}}, set()),
        ({"inputs/grant/amount": {2025: 100}}, set()),
        ({"horizon": 2}, set()),
        ({"fit/deadweight": "25%"}, {"# least"}),
        ({"fit/displacement": None}, set()),
        ({"fit/drop_off": None}, set()),
        ({"fit/attribution": None, "fit/drop_off": None}, set()),
    ],
    ids=str,
)
def test_comments_survive_an_edit_unless_they_stand_inside_what_is_replaced(changes, gone):
    comments = {line[line.index("#") :] for line in COMMENTED.splitlines() if "#" in line}
    text = Study.parse(COMMENTED).edited(changes).text()
    assert {comment for comment in comments if comment not in text} - gone == set()


def test_a_file_with_windows_newlines_keeps_them_in_an_edit():
    edited = Study.parse(COMMENTED.replace("\n", "\r\n")).edited({"fit/attribution": "25%"}).text()
    assert edited.count("\n") == edited.count("\r\n")


def test_the_same_edit_twice_is_the_same_text():
    once = Study.parse(COMMENTED).edited({"fit/attribution": "25%"})
    assert once.edited({"fit/attribution": "25%"}).text() == once.text()


def test_another_document_keeps_the_comments_of_what_stays():
    study = Study.parse(COMMENTED)
    document = study.document
    del document["outcomes"]["calm"]
    document["title"] = "Another"
    replaced = study.replaced(document)
    assert list(replaced.outcomes) == ["fit"]
    for comment in ("# top", "# format", "# the grant", "# about attribution"):
        assert comment in replaced.text()


def test_lines_of_an_edited_study_are_those_of_its_text():
    edited = Study.parse(COMMENTED).edited({"fit/leakage": "5%"})
    text = edited.text().splitlines()
    assert text[edited.line("outcomes", "fit", "leakage") - 1].strip() == "leakage: 5%"
    assert text[edited.line("outcomes", "calm") - 1].strip().startswith("calm:")
