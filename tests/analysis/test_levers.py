"""Levers: which they are, what moving them does, and links to moved levers."""

import pytest

import sroi
from sroi.analysis.levers import MOST, as_scenario, levers, link_of, moved, read_link
from sroi.analysis.tornado import tornado
from sroi.errors import SroiError, ValuationError
from sroi.study.study import Study
from tests.conftest import WALKING_GROUP
from tests.webapp.studies import example, walking


def refused(study, text):
    with pytest.raises(ValuationError) as error:
        read_link(study, text)
    return error.value.problems[0]


def test_levers_are_the_widest_bars_of_the_tornado():
    found = levers(example())
    assert [lever.parameter.address for lever in found] == [
        bar.parameter.address for bar in tornado(example()).bars[:MOST]
    ]
    assert len(found) == MOST
    for lever in found:
        low, high = lever.evidence
        assert lever.low <= low < lever.base < high <= lever.high
        assert lever.parameter.kind.low <= lever.low and lever.high <= lever.parameter.kind.high
        assert lever.within_evidence(low) and not lever.within_evidence(high * 1.01)


def test_without_ranges_every_number_moves_by_half_and_says_so():
    found = levers(walking())
    assert {lever.evidence for lever in found} == {None}
    by = {lever.parameter.address: lever for lever in found}
    assert (by["fit/quantity"].low, by["fit/quantity"].high) == (10, 30)
    assert by["fit/quantity"].marks == "base 20; no range is stated"


def test_a_moved_lever_values_the_study_as_if_it_were_written_so():
    study = walking()
    found = moved(study, {"fit/deadweight": 0.4, "fit/value": 90.0})
    written = Study.parse(
        WALKING_GROUP.replace("deadweight: 10%", "deadweight: 40%").replace("value: 100", "value: 90")
    )
    assert found.valuation.ratio == pytest.approx(sroi.evaluate(written).ratio, rel=1e-12)
    assert found.base.ratio == sroi.evaluate(study).ratio
    assert found.change == "−£0.70 against the base case"
    assert found.sentence.startswith("The ratio falls: ")
    assert list(study.scenarios) == ["cautious"], "the study itself is not changed"


def test_nothing_moved_is_the_base_case():
    found = moved(walking(), {})
    assert found.change == "" and found.sentence == "The ratio is that of the base case, £1.74."
    assert found.simulation is None and found.against_base is None
    kroner = moved(Study.parse(WALKING_GROUP.replace("GBP", "NOK")), {})
    assert kroner.sentence == "The ratio is that of the base case, NOK 1.74."


def test_the_base_case_stays_in_sight_of_a_moved_range():
    found = moved(example(), {"into-work/displacement": 0.5})
    assert found.against_base.base == sroi.evaluate(example()).ratio != found.valuation.ratio
    assert found.against_base.quantile(0.5) == found.simulation.quantile(0.5)


def test_what_cannot_be_is_refused():
    with pytest.raises(SroiError):
        moved(walking(), {"fit/deadweight": 1.4})


def test_a_scenario_keeps_the_others_and_its_reason():
    new = Study.from_document(as_scenario(walking(), "fewer", {"fit/quantity": 12}, "a wet summer"))
    assert list(new.scenarios) == ["cautious", "fewer"] and new.scenarios["fewer"].note == "a wet summer"
    assert sroi.evaluate(new, scenario="fewer").ratio == pytest.approx(sroi.evaluate(walking()).ratio * 12 / 20)


def test_links_come_back_to_the_last_digit():
    values = {lever.parameter.address: lever.base * 0.9371 for lever in levers(example())}
    assert read_link(example(), link_of(example(), values)) == values
    assert read_link(example(), link_of(example(), {})) == {}


def test_tampered_links_are_refused_in_words():
    study = walking()
    good = link_of(study, {"fit/deadweight": 0.35})
    version = refused(study, "9" + good[1:])
    assert version.code == "link-version" and version.allowed == "this version of sroi reads format 1"
    other = refused(example(), good)
    assert other.code == "link-study" and "another version of this one" in other.found
    for bad in ("1.35", "nan", "inf", "ten", ""):
        problem = refused(study, good.replace("0.35", bad))
        assert problem.code == "link-number" and problem.address == "fit/deadweight"
        assert "0% and 100%" in problem.allowed
    assert refused(study, good + "~no/such=1").allowed == "a link names numbers of the study"
    for text in ("", "~", "1", "1~", "<script>"):
        assert refused(study, text).code in ("link-version", "link-study")
