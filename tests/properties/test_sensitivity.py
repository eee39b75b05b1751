"""Tornado, leaving out and sweeps ask the one function: they agree with it, and with scenarios that say the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sroi.analysis.leave_out import leave_out
from sroi.analysis.outputs import output
from sroi.analysis.sweep import sweep
from sroi.analysis.tornado import tornado
from sroi.errors import SroiError
from sroi.study.addresses import containers
from sroi.study.places import places
from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.model import Model
from tests.properties.strategies import studies
from tests.properties.test_identities import valued

FACTORS = (0.0, 0.5, 0.9, 1.1)


def in_scenario(study: Study, **changes: object) -> Model:
    return Model(study.model_copy(update={"scenarios": {"x": Scenario.model_validate(changes)}}), "x")


def close(one: float, other: float, size: float) -> bool:
    """Equal but for the rounding of sums of this size."""
    return one == pytest.approx(other, rel=1e-9, abs=1e-9 * size)


@given(studies())
def test_every_end_of_a_tornado_is_the_function_at_that_number_alone(study: Study) -> None:
    for found in valued(study):
        asked = output(found.model, "npv")
        size = found.pv_inputs + abs(found.pv_benefits) + 1
        for each in tornado(found.model, measure="npv").bars:
            for end in (each.low, each.high):
                if end.result is not None:
                    alone = float(asked.of({each.parameter.address: end.value})[0])
                    assert close(end.result, alone, size + abs(alone))


@given(studies())
def test_swings_never_grow_down_the_table(study: Study) -> None:
    swings = [each.swing for each in tornado(study, measure="npv", by=0.1).bars if each.swing is not None]
    assert swings == sorted(swings, reverse=True)


@given(studies())
def test_leaving_out_is_what_a_scenario_leaves_out(study: Study) -> None:
    assume(len(study.outcomes) > 1)
    found = leave_out(study, measure="npv")
    size = sum(abs(row.value) for row in (*found.outcomes, *found.inputs)) + 1
    for row in found.outcomes:
        assert row.result is not None
        assert close(row.result, output(in_scenario(study, leave_out=[row.id]), "npv").base, size)


@given(studies(without=["scenarios"]), st.data())
def test_scaling_in_a_sweep_is_scaling_in_a_scenario(study: Study, data: st.DataObject) -> None:
    names = sorted({name for place in places(study) for name in (*containers(place.address), place.address)})
    target = data.draw(st.sampled_from(names))
    # A scenario scales before grades set the bias, and so scales nothing; a sweep scales the bias that counts.
    assume(study.optimism_bias == "none" or not target.endswith("optimism_bias"))
    expected = []
    for factor in FACTORS:
        try:
            expected.append(output(in_scenario(study, scale={target: factor}), "npv").base)
        except SroiError:
            expected.append(np.nan)
    try:
        found = sweep(study, f"{target} *={','.join(map(str, FACTORS))}", measures=["npv"])
    except SroiError as error:
        # A scenario may scale what is 0 and not stated; nothing else is refused here that it would take.
        assert np.isnan(expected).any() or {problem.code for problem in error.problems} == {"scale-nothing"}
        return
    for computed, scenario in zip(found.results["npv"], expected, strict=True):
        assert np.isnan(scenario) or close(float(computed), scenario, abs(scenario) + 1)
