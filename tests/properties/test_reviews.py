"""Whatever a study says, its review is made, and each effect is that of the numbers the finding names."""

from __future__ import annotations

import math
from datetime import date

from hypothesis import assume, given

from sroi.assurance.finding import LEVELS
from sroi.assurance.review import review
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation
from tests.properties.strategies import studies


@given(studies())
def test_every_study_that_can_be_valued_can_be_reviewed(study: Study) -> None:
    try:
        valuation = Valuation(Model(study))
    except SroiError:
        assume(False)
    found = review(valuation, today=date(2026, 6, 15))
    levels = [LEVELS.index(finding.rule.level) for finding in found.findings]
    assert levels == sorted(levels)
    places = [(finding.rule.id, finding.found.address, finding.found.message) for finding in found.findings]
    assert len(places) == len(set(places))
    for finding in found.findings:
        assert finding.found.message and finding.found.fix and "nan" not in finding.found.message
        if finding.ratio_if_mended is None:
            continue
        assert math.isfinite(finding.ratio_if_mended) and found.effect(finding)
        if not finding.found.settings:
            again = evaluate(valuation.model, dict(finding.found.mend))
            assert math.isclose(finding.ratio_if_mended, float(again.ratio[0]), rel_tol=1e-9, abs_tol=1e-12)
