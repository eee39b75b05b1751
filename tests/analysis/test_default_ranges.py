"""Default ranges: as wide as the grade says, never a share outside 0 to 100%, and always called what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sroi
from sroi.analysis.default_ranges import WIDTHS, coverage, default_ranges, said_of
from sroi.analysis.spread import spread
from sroi.study.distributions import Fixed
from sroi.study.study import Study
from sroi.valuation.evidence import evidence
from sroi.valuation.grades import WORDS
from sroi.valuation.model import LADDER, Model
from tests.properties.strategies import MODEST

ROOT = Path(__file__).parents[2]


def study(more: dict[str, Any] | None = None, **outcome: Any) -> Study:
    fit = {"name": "Fitter", "stakeholder": "a", "quantity": 10, "value": 20, **outcome}
    return Study.from_document(
        {
            "sroi": 1,
            "title": "T",
            "currency": "GBP",
            "start_year": 2025,
            "horizon": 4,
            "price_base": "2024-25",
            "stakeholders": {"a": {"name": "A"}},
            "sources": {"guess": {"title": "A guess", "kind": "assumption"}},
            "inputs": {"grant": {"from": "a", "amount": 100}},
            "outcomes": {"fit": {key: item for key, item in fit.items() if item is not None}},
            **(more or {}),
        }
    )


def ends(found: Study, address: str) -> tuple[float, float]:
    row = Model(found).parameters.row(address)
    assert row is not None
    return spread(row)


@pytest.mark.parametrize(
    ("grade", "low", "high"), [(1, 90, 110), (2, 90, 110), (3, 80, 120), (4, 70, 130), (5, 50, 150), (6, 25, 175)]
)
def test_the_ends_are_those_of_the_house_rule(grade: int, low: float, high: float) -> None:
    found = default_ranges(study(value={"value": 100, "grade": grade})).study
    assert ends(found, "fit/value") == (low, high)


def test_every_grade_has_a_width_words_and_a_bias() -> None:
    assert set(WIDTHS) == set(WORDS) == set(LADDER) == {1, 2, 3, 4, 5, 6}


@pytest.mark.parametrize(
    ("share", "low", "high"), [("20%", 0.1, 0.3), ("80%", 0.7, 0.9), ("50%", 0.25, 0.75), ("99%", 0.985, 0.995)]
)
def test_a_share_is_as_uncertain_as_what_it_leaves(share: str, low: float, high: float) -> None:
    found = default_ranges(study(deadweight={"value": share, "grade": 5})).study
    assert ends(found, "fit/deadweight") == pytest.approx((low, high), abs=1e-12)


@given(value=st.floats(1e-9, 1 - 1e-9), grade=st.integers(1, 6), percents=st.booleans())
@MODEST
def test_no_share_leaves_0_to_100_percent(value: float, grade: int, percents: bool) -> None:
    found = default_ranges(study(deadweight={"value": value, "grade": grade})).study
    row = Model(found).parameters.row("fit/deadweight")
    assert row is not None
    assert row.central == value
    if row.uncertain:
        drawn = row.distribution.quantile(np.array([1e-12, 0.5, 1 - 1e-12]))
        assert np.all((drawn >= 0) & (drawn <= 1))
        assert np.all(np.diff(drawn) >= 0)


@given(value=st.floats(1e-12, 1e12), negative=st.booleans(), grade=st.integers(1, 6))
@MODEST
def test_a_value_keeps_its_centre_to_the_last_digit_and_its_sign(value: float, negative: bool, grade: int) -> None:
    signed = -value if negative else value
    found = default_ranges(study(value={"value": signed, "grade": grade})).study
    row = Model(found).parameters.row("fit/value")
    assert row is not None and row.uncertain
    assert row.central == signed
    low, high = spread(row)
    assert low < signed < high
    assert low * high > 0
    assert (high - low) / 2 / value == pytest.approx(WIDTHS[grade])


def test_what_has_a_range_no_grade_or_no_size_is_left_as_it_is() -> None:
    found = default_ranges(
        study(
            value="18 to 22",
            deadweight={"value": "0%", "grade": 4},
            attribution="10%",
            duration={"value": 2, "grade": 2},
        )
    )
    assert found.given == ("fit/duration",)
    assert found.left == {
        "inputs/grant/amount": "have no grade",
        "fit/quantity": "have no grade",
        "fit/deadweight": "are 0 or 100%, which leaves nothing to take a share of",
        "fit/attribution": "have no grade",
    }
    assert found.summary[1] == (
        "4 stated numbers without a range still have none: 3 have no grade; 1 is 0 or 100%, which leaves nothing to "
        "take a share of."
    )


def test_a_number_takes_the_grade_of_its_outcome_unless_it_has_its_own() -> None:
    found = default_ranges(study(grade=6, deadweight={"value": "40%", "grade": 3})).study
    assert ends(found, "fit/value") == (5, 35)
    assert ends(found, "fit/deadweight") == pytest.approx((0.32, 0.48))


def test_the_discount_rate_and_numbers_left_out_of_the_file_get_none() -> None:
    found = default_ranges(study({"discounting": {"rate": "3.5%", "inputs": "start", "outcomes": "end"}}, grade=4))
    assert set(found.given) == {"fit/quantity", "fit/value"}


def test_source_grade_and_note_stay_and_the_note_says_what_the_range_is() -> None:
    stated = study(value={"value": 20, "source": "guess", "grade": 4, "note": "as last year"})
    row = Model(default_ranges(stated).study).parameters.row("fit/value")
    assert row is not None
    assert (row.source, row.grade, row.assumption) == ("guess", 4, True)
    assert row.note == "as last year; default range for grade 4 (house rule)"
    assert evidence(row).endswith("£14.00 to £26.00 (P5 to P95); as last year; default range for grade 4 (house rule)")


def test_a_value_of_the_bank_keeps_its_record_its_prices_and_its_number() -> None:
    stated = study(value=None, proxy="gm-esa-into-work-health", grade=5)
    before = Model(stated).parameters.row("fit/value")
    found = Model(default_ranges(stated).study)
    row = found.parameters.row("fit/value")
    assert before is not None and row is not None and isinstance(before.distribution, Fixed)
    assert (row.central, row.unit, row.source) == (before.central, before.unit, before.source)
    assert spread(row) == pytest.approx((before.central * 0.5, before.central * 1.5))
    assert found.units["fit/value"].proxy == "gm-esa-into-work-health"
    assert sroi.evaluate(default_ranges(stated).study).ratio == sroi.evaluate(stated).ratio


def test_a_shared_estimate_gets_one_range_where_it_is_stated() -> None:
    shared = {"estimates": {"engaged": {"value": "80%", "grade": 3}}}
    found = default_ranges(study(shared, quantity={"families": 50, "engaged": {"use": "engaged"}}))
    assert found.given == ("estimates/engaged",)
    assert ends(found.study, "estimates/engaged") == pytest.approx((0.76, 0.84))


@pytest.mark.parametrize("name", ["key-worker-employment-manchester", "whole-family-support-scotland"])
def test_no_ready_study_moves_and_doing_it_twice_does_nothing(name: str) -> None:
    stated = sroi.load(ROOT / "studies" / f"{name}.yaml")
    found = default_ranges(stated)
    assert len(found.given) > 20
    assert sroi.evaluate(found.study).ratio == sroi.evaluate(stated).ratio
    again = default_ranges(found.study)
    assert (again.given, again.left) == ((), found.left)
    rows = Model(found.study).parameters.rows
    assert coverage(Model(found.study)) == (len(found.given), sum(row.uncertain for row in rows))


def test_what_is_said_counts_defaults_and_names_their_widths() -> None:
    found = default_ranges(
        study(value="18 to 22", quantity={"value": 10, "grade": 2}, deadweight={"value": 0.2, "grade": 6})
    )
    assert said_of(Model(found.study)) == (
        "2 of 3 ranges are defaults by grade of evidence (house rule: ±10% for grade 2, ±75% for grade 6), "
        "not evidence."
    )
    assert said_of(Model(study(value="18 to 22"))) == "No range is a default."
