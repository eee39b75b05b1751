"""The nine identities of `method.md` section 8, each on drawn studies."""

from __future__ import annotations

import copy
import math
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sroi
from sroi.errors import SroiError
from sroi.study.outcome import DEDUCTIONS
from sroi.study.study import Study
from sroi.valuation.engine import evaluate as evaluate_model
from sroi.valuation.model import Model
from sroi.valuation.valuation import GROUPS, Valuation
from tests.properties.strategies import Document, documents, rounded, studies

CLOSE = 1e-9

#: Estimates that many places share cannot be scaled at one of them.
OWN_NUMBERS = ("use", "scenarios")


def size(valuation: Valuation) -> float:
    """Money that moves in a study, in present values: what rounding is measured against."""
    return float(np.abs(valuation.flows.line_totals).sum()) + valuation.pv_inputs


def valued(study: Study) -> list[Valuation]:
    """The base case, and the scenario where it can be valued: a scenario may leave what is legal."""
    found = [sroi.evaluate(study)]
    for scenario in study.scenarios:
        try:
            found.append(sroi.evaluate(study, scenario))
        except SroiError:
            continue
    return found


def same(one: Valuation, other: Valuation, factor: float = 1.0) -> None:
    """The two ratios are the same, but for a factor, as exactly as their numerators are known."""
    rounding = CLOSE * size(one) / one.pv_inputs
    assert math.isclose(one.ratio * factor, other.ratio, rel_tol=CLOSE, abs_tol=rounding)


def scaled(document: Document, **changes: Any) -> Study:
    """The study with one scenario, ``changed``."""
    return Study.from_document({**document, "scenarios": {"changed": changes}})


@given(studies(without=["scenarios"]))
def test_1_net_ratio_and_npv(study: Study) -> None:
    """Net ratio = ratio − 1; NPV = PV(inputs) × (ratio − 1)."""
    found = sroi.evaluate(study)
    rounding = CLOSE * size(found)
    assert math.isclose(found.net_ratio, found.ratio - 1, rel_tol=CLOSE, abs_tol=rounding / found.pv_inputs)
    assert math.isclose(found.npv, found.pv_inputs * (found.ratio - 1), rel_tol=CLOSE, abs_tol=rounding)


@given(documents(without=["scenarios"]), rounded(0, 1000, 1000))
def test_2_displacement_scales_the_ratio(document: Document, displacement: float) -> None:
    """Displacement d on every outcome, from 0, scales the ratio by 1 − d."""
    for outcome in document["outcomes"].values():
        outcome.pop("displacement", None)
    study = scaled(document, set={"*/displacement": displacement})
    same(sroi.evaluate(study), sroi.evaluate(study, "changed"), 1 - displacement)


@given(documents(without=OWN_NUMBERS), rounded(-90, 300), rounded(-90, 300))
def test_3_benefits_and_inputs_scaled(document: Document, more: float, dearer: float) -> None:
    """Benefits × (1+b) and inputs × (1+a) give ratio × (1+b)/(1+a)."""
    study = scaled(document, scale={"*/quantity": 1 + more, "inputs/*/amount": 1 + dearer})
    same(sroi.evaluate(study), sroi.evaluate(study, "changed"), (1 + more) / (1 + dearer))


@given(studies())
def test_4_groups_sum_to_the_total(study: Study) -> None:
    """Values by stakeholder (agency, type, domain, year, outcome) sum to the total, mirrors included."""
    for found in valued(study):
        for group in GROUPS:
            table = found.by(group)
            assert table["value"].sum() == pytest.approx(found.pv_benefits, rel=CLOSE, abs=CLOSE * size(found))
            assert table["per_1"].sum() == pytest.approx(found.ratio, rel=CLOSE, abs=CLOSE * size(found))


@given(documents(without=OWN_NUMBERS), rounded(1, 100000))
def test_5_a_common_factor_on_all_money(document: Document, factor: float) -> None:
    """A common factor on all money leaves the ratio as it is."""
    plain = Study.from_document(document)
    values = [f"{name}/{key}" for name, outcome in plain.outcomes.items() for key in outcome.all_values()]
    study = scaled(document, scale=dict.fromkeys([*values, "inputs/*/amount"], factor))
    same(sroi.evaluate(study), sroi.evaluate(study, "changed"))


LONG = ["cohorts", "growth", "horizon", "own-discounting", "present-value", "scenarios", "schedule"]


@given(documents(without=LONG), st.integers(0, 150), st.sampled_from(["start", "mid", "end"]))
def test_6_one_more_year_of_delay(document: Document, per_mille: int, timing: str) -> None:
    """One more year of delay divides PV by 1 + r (flat rate, no growth, nothing cut by the horizon)."""
    rate = per_mille / 1000
    study = Study.from_document({**document, "discounting": {"rate": rate, "outcomes": timing}})
    found = sroi.evaluate(study)
    assert not found.flows.beyond.any()
    later = {f"{name}/delay": _central(found.model, f"{name}/delay") + 1 for name in study.outcomes}
    one = evaluate_model(found.model, by_line=True).by_line
    other = evaluate_model(found.model, later, by_line=True).by_line
    assert one is not None
    assert other is not None
    np.testing.assert_allclose(other * (1 + rate), one, rtol=CLOSE, atol=1e-12 * size(found))


def _central(model: Model, address: str) -> float:
    row = model.parameters.row(address)
    assert row is not None
    return row.central


@given(studies(without=["loss", "scenarios"]), st.data())
def test_7_more_of_a_deduction(study: Study, data: st.DataObject) -> None:
    """Raising any deduction or drop-off never raises a positive outcome's value; for a harm it never deepens it."""
    model = Model(study)
    # A linear drop-off with growth may not run backwards either: 1 − k·d falls in d for every k.
    addresses = [address for address in _takes_off(study) if _own(model, address)]
    assume(addresses)
    address = data.draw(st.sampled_from(sorted(addresses)))
    steps = np.array(data.draw(st.lists(st.floats(0, 1), min_size=2, max_size=6).map(sorted)))
    values = evaluate_model(model, {address: steps}, by_line=True).by_line
    assert values is not None
    for value in values.T:
        assert np.all(value >= 0) or np.all(value <= 0)
        falls = np.diff(np.abs(value))
        assert np.all(falls <= 1e-12 * np.abs(value).max())


def _takes_off(study: Study) -> Iterator[str]:
    for name, outcome in study.outcomes.items():
        yield from (f"{name}/{key}" for key in DEDUCTIONS)
        yield from (f"{name}/other_deductions/{key}" for key in outcome.other_deductions)
        if outcome.profile is None:
            yield f"{name}/drop_off"


def _own(model: Model, address: str) -> bool:
    """Whether a number stands at the address itself: neither shared nor the result of a comparison."""
    row = model.parameters.row(address)
    return row is not None and row.address == address


@given(documents(), st.sampled_from([".yaml", ".json"]))
def test_8_load_save_load(document: Document, suffix: str) -> None:
    """load → save → load: same study, same ratio; the second save is byte-identical."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder, f"first{suffix}"), Path(folder, f"second{suffix}")
        written = Study.from_document(document)
        written.save(first)
        loaded = sroi.load(first)
        loaded.save(second)
        again = sroi.load(second)
        assert first.read_bytes() == second.read_bytes()
    assert loaded == again
    assert loaded.document == written.document or suffix == ".json"  # JSON has no whole numbers as keys
    assert loaded.hash == again.hash == written.hash
    assert sroi.evaluate(loaded).ratio == sroi.evaluate(again).ratio == sroi.evaluate(written).ratio


@given(documents(without=["by-grade", "scenarios"]), st.data())
def test_9_an_outcome_in_two_halves(document: Document, data: st.DataObject) -> None:
    """Splitting an outcome in two halves (estimates shared by `use`) changes nothing."""
    name = data.draw(st.sampled_from(sorted(document["outcomes"])))
    halves = copy.deepcopy(document)
    half = halves["outcomes"].pop(name)
    for key in (*DEDUCTIONS, "multiplier", "optimism_bias", "duration", "delay", "drop_off", "real_growth"):
        if key in half:
            _share(halves, half, key)
    if isinstance(half.get("drop_off"), dict) and "linear" in half["drop_off"]:
        _share(halves, half["drop_off"], "linear")
    if "values" not in half and "value" in half:
        _share(halves, half, "value")
    half["quantity"] = _halved(half["quantity"])
    halves["outcomes"]["first-half"] = half
    halves["outcomes"]["second-half"] = copy.deepcopy(half)
    if document.get("perspectives"):
        halves.pop("perspectives")
    one, other = sroi.evaluate(Study.from_document(document)), sroi.evaluate(Study.from_document(halves))
    same(one, other)
    for group in ("stakeholder", "type", "domain"):
        assert other.by(group)["value"].to_dict() == pytest.approx(
            one.by(group)["value"].to_dict(), rel=CLOSE, abs=CLOSE * size(one)
        )


def _share(document: Document, holder: Document, key: str) -> None:
    """State a number once, under estimates, and use it in its place."""
    node = holder[key]
    if isinstance(node, dict) and set(node) & {"use", "from", "linear"}:
        return
    shared = f"the-{key}".replace("_", "-")
    document.setdefault("estimates", {})[shared] = node
    holder[key] = {"use": shared}


def _halved(quantity: Any) -> Any:
    """The same quantity with one factor more."""
    from sroi.study.notation import is_estimate_word

    if not isinstance(quantity, dict) or all(is_estimate_word(key) for key in quantity):
        return {"whole": quantity, "half": 0.5}
    if all(isinstance(key, int) for key in quantity):
        return {year: _halved(chain) for year, chain in quantity.items()}
    return {**quantity, "half": 0.5}


@given(documents(), st.randoms(use_true_random=False))
def test_9_the_order_of_stakeholders_inputs_and_outcomes(document: Document, random: Any) -> None:
    """The order of stakeholders, inputs and outcomes changes nothing."""
    mixed = dict(document)
    for block in ("stakeholders", "inputs", "outcomes", "estimates", "counterfactuals"):
        if block in mixed:
            items = list(mixed[block].items())
            random.shuffle(items)
            mixed[block] = dict(items)
    study, other = Study.from_document(document), Study.from_document(mixed)
    for one, two in zip(valued(study), valued(other), strict=True):
        same(one, two)
        assert two.by("stakeholder")["value"].to_dict() == pytest.approx(
            one.by("stakeholder")["value"].to_dict(), rel=CLOSE, abs=CLOSE * size(one)
        )
