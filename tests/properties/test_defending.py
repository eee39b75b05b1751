"""What holds of evidence, logs and default ranges whatever the study says."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings

from sroi.analysis.default_ranges import default_ranges
from sroi.assurance.evidence import evidence
from sroi.assurance.logs import assumptions_log
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.valuation import evaluate
from tests.properties.strategies import MODEST, studies


@given(study=studies())
@settings(parent=MODEST, max_examples=12)
def test_shares_add_up_effects_run_upwards_and_default_ranges_move_no_base_case(study: Study) -> None:
    try:
        valuation = evaluate(study)
    except SroiError:
        return
    found = evidence(valuation)
    for profile in found.profiles:
        total = sum(profile.by_weakest_grade.values())
        assert total == pytest.approx(1) or total == 0  # nothing is worth anything
        assert all(0 <= share <= 1 + 1e-9 for share in (*profile.resting_on.values(), profile.all_measured))
    assert found.whole.resting_on["an assumption"] == pytest.approx(valuation.share_on_assumptions)
    for entry in assumptions_log(valuation).entries:
        if entry.effect is not None and not math.isnan(entry.effect.low):
            assert entry.effect.low <= entry.effect.high
    assert evaluate(default_ranges(study).study).ratio == valuation.ratio
