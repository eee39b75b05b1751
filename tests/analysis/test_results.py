"""What every analysis answers with: a frozen result, a tidy table, and sentences that can be read out."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from sroi.analysis.break_even import break_even
from sroi.analysis.bridge import bridge
from sroi.analysis.caveats import caveats
from sroi.analysis.drivers import drivers
from sroi.analysis.information import information
from sroi.analysis.leave_out import leave_out
from sroi.analysis.options import side_by_side
from sroi.analysis.outputs import output
from sroi.analysis.simulation import simulate
from sroi.analysis.sweep import sweep
from sroi.analysis.switching import switching
from sroi.analysis.tornado import tornado
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.valuation import evaluate
from tests.analysis.test_drivers import of

FIT = {"fit": {"quantity": "15 to 25", "value": "8 to 12", "deadweight": 0.1}}
ONLINE = {"online": {"scale": {"inputs/grant/amount": 0.5, "fit/quantity": 0.7}}}

RESULTS: dict[str, Callable[[Study], Any]] = {
    "break_even": lambda study: break_even(study, "fit/quantity", "fit/value"),
    "bridge": lambda study: bridge(Model(study), Model(study, "online")),
    "drivers": drivers,
    "information": lambda study: information(study, draws=1000),
    "leave_out": leave_out,
    "side_by_side": lambda study: side_by_side(study, draws=100),
    "simulate": lambda study: simulate(study, draws=200),
    "sweep": lambda study: sweep(study, "fit/quantity=1:30:3"),
    "switching": switching,
    "tornado": tornado,
}


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("factor", [1e-5, 1.0, 1e12], ids=["tiny", "ordinary", "huge"])
def test_every_result_has_a_table_and_a_summary(name: str, factor: float) -> None:
    value = f"{8 * factor:g} to {12 * factor:g}"
    study = of({"fit": {**FIT["fit"], "value": value}}, grant=f"{90 * factor:g} to {110 * factor:g}", options=ONLINE)
    found = RESULTS[name](study)
    assert type(found).__dataclass_params__.frozen
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError, TypeError)):
        found.summary = ()
    assert isinstance(found.table, pd.DataFrame)
    assert len(found.table)
    assert isinstance(found.summary, tuple)
    assert found.summary
    for sentence in found.summary:
        assert sentence[-1] in ".:", sentence
        assert sentence == " ".join(sentence.split())
        assert not re.search(r"\bnan\b|\binf\b|\de[+-]\d|None(?! of)", sentence), sentence


def test_one_year_is_one_year() -> None:
    study = of({"fit": {"quantity": 10, "value": 30}}, grant=300, horizon=1, discounting="undiscounted")
    payback = output(study, "payback")
    assert payback.text(1.0) == "1 year"
    assert payback.text(float("inf")) == "never within 1 year"
    longer = study.edited({"fit/duration": 3})
    words = [caveat.words for caveat in caveats(evaluate(longer))]
    assert any("falls after the 1 year counted." in said for said in words)
    assert any("the horizon of 1 year and is not counted" in note for note in evaluate(longer).notes)
