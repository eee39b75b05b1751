"""The evidence profile against sums by hand: 250 of value by size, 160 of it fitter, 40 fun, 50 harm."""

from __future__ import annotations

import pytest

from sroi.assurance.evidence import BASES, Evidence, evidence
from sroi.study.study import Study
from sroi.valuation.valuation import evaluate
from tests.assurance.small import small


@pytest.fixture(scope="module")
def found() -> Evidence:
    return evidence(small())


def test_value_counts_by_its_weakest_graded_number(found: Evidence) -> None:
    shares = found.whole.by_weakest_grade
    assert shares[6] == pytest.approx(160 / 250)
    assert shares[2] == pytest.approx(40 / 250)
    assert shares[None] == pytest.approx(50 / 250)
    assert sum(shares.values()) == pytest.approx(1)


def test_each_kind_of_number_has_its_own_profile(found: Evidence) -> None:
    profiles = {profile.kind: profile for profile in found.profiles}
    assert list(profiles) == ["any number", "quantities", "unit values", "deductions", "times and rates"]
    assert profiles["deductions"].by_weakest_grade[6] == pytest.approx(160 / 250)
    assert profiles["quantities"].by_weakest_grade[3] == pytest.approx(160 / 250)
    assert found.profile_table.loc["quantities", "grade 3"] == pytest.approx(160 / 250)
    assert found.profile_table.sum(axis=1).tolist() == pytest.approx([1] * 5)


def test_shares_on_assumptions_defaults_judgement_and_measured_evidence(found: Evidence) -> None:
    resting = found.whole.resting_on
    assert resting["an assumption"] == pytest.approx(160 / 250)
    assert resting["an assumption"] == pytest.approx(evaluate(small()).share_on_assumptions)
    assert resting["a default"] == pytest.approx(50 / 250)
    assert resting["expert judgement"] == pytest.approx(50 / 250)
    assert resting["no source stated"] == 0
    assert found.whole.all_measured == pytest.approx(40 / 250)
    assert set(resting) == set(BASES)


def test_a_number_without_grade_is_said_and_not_hidden_behind_the_others() -> None:
    profile = evidence(small({"fit/value": {"value": 20, "source": "survey"}, "fit/grade": None})).whole
    assert profile.by_weakest_grade[6] == pytest.approx(160 / 250)
    assert profile.ungraded == pytest.approx(210 / 250)


def test_defaults_count_only_where_they_bear_on_the_value() -> None:
    def defaults(study: Study) -> list[str]:
        return [one.parameter.address for one in evidence(study).numbers if one.basis == "a default"]

    of_harm = ["harm/deadweight", "harm/displacement", "harm/attribution", "harm/duration"]
    assert defaults(small()) == of_harm  # no drop-off on what lasts a year
    longer = small({"fun/duration": 2})
    assert defaults(longer) == ["fun/drop_off", *of_harm]
    assert "fun/drop_off" not in defaults(small({"fun/duration": None, "fun/profile": ["100%", "50%"]}))


def test_no_deadweight_is_missed_where_the_quantity_is_an_effect() -> None:
    levels = {"programme": {"before": "10%", "after": "40%"}, "comparison": {"before": "10%", "after": "20%"}}
    compared = {"counterfactuals": {"towns": {**levels, "source": "survey", "grade": 4}}}
    quantity = {"walkers": 50, "better": {"from": "towns", "as": "effect"}}
    found = evidence(small({"harm/quantity": quantity}, **compared))
    addresses = [one.parameter.address for one in found.numbers]
    assert "harm/deadweight" not in addresses
    assert "harm/displacement" in addresses
    assert "counterfactuals/towns/comparison/after" in addresses
    size = 50 * 0.2 * 50
    assert found.whole.by_weakest_grade[4] == pytest.approx(size / (size + 200))


def test_the_discount_rate_is_a_choice_and_no_evidence() -> None:
    stated = small(discounting={"rate": "3.5%", "inputs": "start", "outcomes": "end"})
    assert "discounting/rate" not in set(evidence(stated).table["address"])


def test_where_a_number_comes_from() -> None:
    study = small(
        {
            "fit/value": {"value": 20, "source": "minutes of the board, p. 3"},
            "fun/source": None,
            "harm/source": "survey p. 12",
        }
    )
    basis = {one.parameter.address: one.basis for one in evidence(study).numbers}
    assert basis["fit/value"] == "a source of unstated kind"
    assert basis["fun/value"] == "no source stated"
    assert basis["harm/value"] == "measured or published"
    assert basis["fit/deadweight"] == "an assumption"


def test_a_value_of_the_bank_is_published() -> None:
    study = small({"fit/value": None, "fit/proxy": "gm-esa-into-work-health", "fit/source": None}, price_base="2024-25")
    basis = {one.parameter.address: one.basis for one in evidence(study).numbers}
    assert basis["fit/value"] == "measured or published"


def test_the_table_says_each_grade_in_words(found: Evidence) -> None:
    rows = found.table.set_index("address")
    assert rows.loc["fit/deadweight", "grade_words"] == "grade 6: uncorroborated expert judgement"
    assert rows.loc["fun/value", "grade_words"] == "grade 2: randomised trial elsewhere"
    assert rows.loc["harm/value", "grade_words"] == "not graded"
    assert rows.loc["fit/quantity", "value_share"] == pytest.approx(160 / 250)
    assert found.table["value_share"].is_monotonic_decreasing


def test_the_summary_can_be_read_out(found: Evidence) -> None:
    assert found.summary[:5] == (
        "64% of the value rests, at its weakest, on grade 6: uncorroborated expert judgement.",
        "16% on grade 2: randomised trial elsewhere.",
        "20% on no graded number at all.",
        "20% rests on at least one number without a grade, which is not in that.",
        "64% rests on at least one assumption; 16% on numbers that are all measured or published.",
    )
    assert "from memory" in found.summary[-1]
    assert "chapters were not readable" in found.summary[-1]


def test_a_study_without_grades_says_so() -> None:
    bare = small({"fit/grade": None, "fit/deadweight": "20%", "fun/grade": None})
    assert evidence(bare).summary[0] == "No number behind the value has a grade of evidence."


def test_default_ranges_are_called_so_here_too() -> None:
    from sroi.analysis.default_ranges import default_ranges

    assert any("not evidence" in sentence for sentence in evidence(default_ranges(small()).study).summary)
