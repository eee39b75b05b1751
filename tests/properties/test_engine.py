"""The engine is one function: of one point or of many, in any block, by line or in total, and the tables follow it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import sroi
from sroi import bank
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation import engine
from sroi.valuation.conventions import conventions
from sroi.valuation.discounting import chained, timed
from sroi.valuation.model import Model
from sroi.valuation.solve import solve
from sroi.valuation.valuation import Valuation
from sroi.valuation.views import views
from tests.properties.strategies import Document, documents, studies
from tests.properties.test_identities import CLOSE, OWN_NUMBERS, scaled, size, valued

EXACT = 1e-12

Columns = dict[str, Any]

PLAIN = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 2
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 100}}
"""


@st.composite
def points(draw: st.DrawFn, model: Model, draws: int | None = None) -> Columns:
    """Some numbers of a study, each with as many values inside its legal range as there are draws."""
    count = draws or draw(st.integers(1, 7))
    rows = draw(st.lists(st.sampled_from(model.parameters.rows), min_size=1, max_size=6, unique_by=lambda r: r.address))
    found: Columns = {}
    for row in rows:
        low, high = max(row.kind.low, -50.0), min(row.kind.high, 50.0)
        if row.kind.name in ("a duration in years", "a delay in years"):
            low, high = 0.25, 9.0
        if row.family == "counterfactuals":
            low = 0.05
        steps = draw(st.lists(st.integers(0, 100), min_size=count, max_size=count))
        found[row.address] = np.array([low + (high - low) * step / 100 for step in steps])
    return found


@given(studies(), st.data())
def test_many_points_equal_single_ones(study: Study, data: st.DataObject) -> None:
    """Evaluating n points at once gives what n evaluations give, to 1e-12."""
    for found in valued(study):
        model = found.model
        at = data.draw(points(model))
        many = engine.evaluate(model, at, by_line=True)
        assert many.by_line is not None
        for place in range(len(next(iter(at.values())))):
            one = engine.evaluate(
                model, {address: float(column[place]) for address, column in at.items()}, by_line=True
            )
            assert one.by_line is not None
            moves = float(np.abs(one.by_line).sum() + one.pv_inputs[0])
            np.testing.assert_allclose(many.by_line[place], one.by_line[0], rtol=EXACT, atol=EXACT * moves)
            np.testing.assert_allclose(many.pv_benefits[place], one.pv_benefits[0], rtol=EXACT, atol=EXACT * moves)
            np.testing.assert_allclose(many.pv_inputs[place], one.pv_inputs[0], rtol=EXACT, atol=EXACT * moves)


@given(studies(without=["scenarios"]), st.data())
def test_a_table_of_points_equals_the_mapping(study: Study, data: st.DataObject) -> None:
    """Points as an array, in the order of the addresses, are points as a mapping."""
    model = Model(study)
    at = data.draw(points(model, draws=4))
    table = np.tile([row.central for row in model.parameters.rows], (4, 1))
    for address, column in at.items():
        table[:, model.addresses.index(address)] = column
    one, other = engine.evaluate(model, at), engine.evaluate(model, table)
    moves = float(np.abs(one.pv_benefits).max() + one.pv_inputs.max())
    np.testing.assert_allclose(other.pv_benefits, one.pv_benefits, rtol=CLOSE, atol=CLOSE * moves)
    np.testing.assert_allclose(other.pv_inputs, one.pv_inputs, rtol=EXACT)


@given(studies(without=["scenarios"]), st.data(), st.integers(1, 5))
def test_results_do_not_depend_on_the_block(study: Study, data: st.DataObject, block: int) -> None:
    """The same to the last bit, however many draws are evaluated at a time."""
    model = Model(study)
    at = data.draw(points(model, draws=7))
    for view in [None, *views(model).values()]:
        whole = engine.evaluate(model, at, view=view, by_line=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(engine, "BLOCK", block)
            parts = engine.evaluate(model, at, view=view, by_line=True)
        for name in ("pv_benefits", "pv_inputs", "by_line"):
            np.testing.assert_allclose(getattr(parts, name), getattr(whole, name), rtol=EXACT, atol=0)


@given(studies())
def test_the_vector_and_the_yearly_tables_agree(study: Study) -> None:
    """The engine (no years kept) and the flows by year are two ways to one total, line by line."""
    for found in valued(study):
        lines = engine.evaluate(found.model, by_line=True)
        assert lines.by_line is not None
        np.testing.assert_allclose(lines.by_line[0], found.flows.line_totals, rtol=CLOSE, atol=EXACT * size(found))
        assert lines.pv_inputs[0] == pytest.approx(found.pv_inputs, rel=EXACT)


@given(studies())
def test_the_tables_sum_to_the_totals(study: Study) -> None:
    """Ledger and value map sum to every line and to the total; the ledger's steps lead from gross to present value."""
    for found in valued(study):
        rounding = CLOSE * size(found)
        if not found.flows.line_totals.any():
            continue
        ledger, totals = found.ledger, dict(zip(_addresses(found), found.flows.line_totals, strict=True))
        by_address = ledger.groupby("address")["present_value"].sum()
        for address, total in totals.items():
            assert by_address.get(address, 0.0) == pytest.approx(total, rel=CLOSE, abs=rounding)
            assert found.value_map["present_value"][address] == pytest.approx(total, rel=CLOSE, abs=rounding)
        assert found.value_map["present_value"].sum() == pytest.approx(found.pv_benefits, rel=CLOSE, abs=rounding)
        assert ledger["present_value"].sum() == pytest.approx(found.pv_benefits, rel=CLOSE, abs=rounding)
        less = [name for name in ledger if name.startswith("less_")]
        kept = ledger["gross"] - ledger[less].sum(axis=1) + ledger.get("multiplier_adds", 0.0)
        np.testing.assert_allclose(kept, ledger["impact"], rtol=CLOSE, atol=CLOSE * ledger["gross"].abs().max())
        steps = ledger["impact"] * ledger["life"] * ledger["growth"] * ledger["discount_factor"]
        np.testing.assert_allclose(ledger["present_value"], steps.astype(float), rtol=CLOSE, atol=rounding)


def _addresses(found: Valuation) -> list[str]:
    return [line.address for line in found.model.lines]


def test_the_ledger_has_its_columns_where_nothing_is_counted() -> None:
    """Everything lies beyond the horizon: no rows, but the columns a table of rows has."""
    text = "{name: N, stakeholder: a, quantity: 1, value: 10, delay: 2}"
    ledger = sroi.evaluate(Study.parse(PLAIN + f"outcomes: {{fit: {text}}}\n")).ledger
    assert len(ledger) == 0
    assert {"address", "gross", "impact", "present_value"} <= set(ledger.columns)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("group", ["programme", "comparison"])
def test_levels_of_a_comparison_can_be_varied_over_their_range(group: str, when: str) -> None:
    """No point of the legal range gives a NaN or a warning of numpy; nor does the search for a switching value."""
    model = Model(
        Study.parse(
            PLAIN
            + "counterfactuals: {areas: {programme: {before: 3%, after: {successes: 14, n: 100}}, "
            + "comparison: {before: 3%, after: 4%}}}\n"
            + "outcomes: {fit: {name: N, stakeholder: a, quantity: {people: 10, share: {successes: 14, n: 100}}, "
            + "value: 20, deadweight: {from: areas}}}\n"
        )
    )
    address = f"counterfactuals/areas/{group}/{when}"
    try:
        ratios = engine.evaluate(model, {address: np.array([0.0, 0.05, 0.14, 1.0])}).ratio
    except SroiError:
        return  # refused in words
    assert np.all(np.isfinite(ratios))
    low, high = solve(model, address, 0.1).searched
    assert 0 <= low < high <= 1


@given(studies(without=["present-value"]))
def test_years_sum_to_the_totals(study: Study) -> None:
    """Every column of the cash flow adds up, and the running totals end where the sums end."""
    for found in valued(study):
        table, rounding = found.cash_flow, CLOSE * size(found)
        assert table["pv_benefits"].sum() == pytest.approx(found.pv_benefits, rel=CLOSE, abs=rounding)
        assert table["pv_inputs"].sum() == pytest.approx(found.pv_inputs, rel=CLOSE)
        assert table["running_total_discounted"].iloc[-1] == pytest.approx(found.npv, rel=CLOSE, abs=rounding)


@given(studies(without=["scenarios"]), st.data())
def test_what_solve_finds_meets_the_target(study: Study, data: st.DataObject) -> None:
    """The result at one value of a number is a target; solve finds a value, and the result there is the target."""
    model = Model(study)
    continuous = ("quantities", "costs", *(f"{name}s" for name in ("deadweight", "attribution", "leakage")))
    rows = [row for row in model.parameters.rows if row.family in continuous or row.family.startswith("unit values")]
    assume(rows)
    row = data.draw(st.sampled_from(rows))
    measure = data.draw(st.sampled_from(["ratio", "npv"]))
    share = data.draw(st.integers(1, 99)) / 100
    there = share if row.kind.share else row.central * (0.5 + share)
    target = float(getattr(engine.evaluate(model, {row.address: there}), measure)[0])
    found = solve(model, row.address, target, measure=measure)
    moves = size(sroi.evaluate(study)) / (
        found_inputs := float(engine.evaluate(model, {row.address: there}).pv_inputs[0])
    )
    rounding = CLOSE * (moves if measure == "ratio" else moves * found_inputs)
    assert found.values
    for value in found.values:
        result = float(getattr(engine.evaluate(model, {row.address: value}), measure)[0])
        assert math.isclose(result, target, rel_tol=CLOSE, abs_tol=rounding)


@given(documents(without=OWN_NUMBERS), st.integers(1, 300), st.data())
def test_a_container_is_scaled_once(document: Document, per_cent: int, data: st.DataObject) -> None:
    """Scaling a quantity or an amount with all its factors and years scales the product once."""
    factor, name = per_cent / 100, data.draw(st.sampled_from(sorted(document["outcomes"])))
    given_ = data.draw(st.sampled_from(sorted(document["inputs"])))
    study = scaled(document, scale={f"{name}/quantity": factor, f"inputs/{given_}/amount": factor})
    base, other = sroi.evaluate(study), sroi.evaluate(study, "changed")
    expected = [
        total * (factor if line.outcome == name else 1)
        for line, total in zip(base.model.lines, base.flows.line_totals, strict=True)
    ]
    np.testing.assert_allclose(other.flows.line_totals, expected, rtol=CLOSE, atol=EXACT * size(base))
    for cost, before, after in zip(
        base.model.costs, base.flows.costs.sum(axis=1), other.flows.costs.sum(axis=1), strict=True
    ):
        assert after == pytest.approx(before * (factor if cost.id == given_ else 1), rel=CLOSE)


@given(documents(without=["own-discounting", "scenarios"]), st.data())
def test_a_factor_over_its_years_is_scaled_once(document: Document, data: st.DataObject) -> None:
    """Scaling one factor of a chain scales the product as scaling the whole does, in the years that have it."""
    name = data.draw(st.sampled_from(sorted(document["outcomes"])))
    quantity = {2: document["start_year"], 0: 0}
    factors = {"first-factor": 3.0, "second-factor": 2.0}
    document["outcomes"][name]["quantity"] = dict.fromkeys([quantity[2]], factors)
    document["outcomes"][name].pop("deadweight", None)
    one = scaled(document, scale={f"{name}/quantity/first-factor": 0.5})
    two = scaled(document, scale={f"{name}/quantity": 0.5})
    assert sroi.evaluate(one, "changed").pv_benefits == pytest.approx(
        sroi.evaluate(two, "changed").pv_benefits, rel=CLOSE, abs=CLOSE
    )


@given(st.lists(st.floats(-0.2, 0.5), min_size=1, max_size=60))
def test_discount_factors_chain(rates: list[float]) -> None:
    """D(0) = 1, D(t) = D(t−1)/(1 + r(t)); end is start a year later, mid their geometric mean, none 1."""
    factors = chained([0.0, *rates])
    assert factors[0] == 1
    for year, rate in enumerate(rates, start=1):
        assert factors[year] == pytest.approx(factors[year - 1] / (1 + rate), rel=EXACT)
    start, mid, end = (timed(factors, timing) for timing in ("start", "mid", "end"))
    np.testing.assert_array_equal(start[1:], end[:-1])
    np.testing.assert_allclose(mid**2, start * end, rtol=EXACT)
    np.testing.assert_array_equal(timed(factors, "none"), np.ones(len(rates)))


@pytest.mark.parametrize("name", bank.schedule_names())
def test_schedules_of_the_bank_chain_through_a_study(name: str) -> None:
    """One unit of value in year t alone is worth D(t), D(t+1) or their mean, whatever the schedule."""
    schedule, horizon = bank.schedule(name), 130
    factors = schedule.factors(horizon)
    study = Study.parse(f"""
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: {horizon}
discounting: {name}
stakeholders: {{a: {{name: A}}}}
inputs: {{grant: {{from: a, amount: {{2025: 1, 2100: 1}}}}}}
outcomes: {{fit: {{name: N, stakeholder: a, quantity: 1, value: 1, duration: {horizon}}}}}
""")
    found = sroi.evaluate(study)
    shift = {"start": lambda t: factors[t], "end": lambda t: factors[t + 1], "none": lambda t: 1.0}
    np.testing.assert_allclose(
        found.flows.present[0], [shift[schedule.outcomes](t) for t in range(horizon)], rtol=EXACT
    )
    assert found.pv_inputs == pytest.approx(shift[schedule.inputs](0) + shift[schedule.inputs](75), rel=EXACT)


@given(documents(without=["own-discounting", "scenarios", "schedule"]))
def test_what_the_horizon_cuts_is_reported(document: Document) -> None:
    """Undiscounted value within the horizon + what is reported beyond it = the value of a horizon that cuts nothing."""
    document["discounting"] = "undiscounted"
    cut = sroi.evaluate(Study.from_document(document))
    whole = sroi.evaluate(Study.from_document({**document, "horizon": document["horizon"] + 40}))
    rounding = CLOSE * float(np.abs(whole.flows.values).sum() + 1)
    assert not whole.flows.beyond.any()
    np.testing.assert_allclose(
        cut.flows.values.sum(axis=1) + cut.flows.beyond, whole.flows.values.sum(axis=1), rtol=CLOSE, atol=rounding
    )
    np.testing.assert_allclose(
        cut.flows.values, whole.flows.values[:, : document["horizon"]], rtol=CLOSE, atol=rounding
    )


@given(documents(without=["own-discounting", "present-value", "scenarios", "schedule"]), st.integers(0, 200))
def test_readings_of_the_ratio_are_a_year_apart(document: Document, per_mille: int) -> None:
    """With a flat rate, first year undiscounted = end of year × (1 + r); mid-year lies half-way, × √(1 + r)."""
    rate = per_mille / 1000
    study = Study.from_document({**document, "discounting": {"rate": rate}})
    found = {reading.id: reading for reading in conventions(study)}
    rounding = CLOSE * size(sroi.evaluate(study)) / found["stated"].pv_inputs
    end = found["end-of-year"].ratio
    assert math.isclose(found["start-of-year"].ratio, end * (1 + rate), rel_tol=CLOSE, abs_tol=rounding)
    assert math.isclose(found["mid-year"].ratio, end * math.sqrt(1 + rate), rel_tol=CLOSE, abs_tol=rounding)
    assert math.isclose(found["stated"].ratio, end, rel_tol=CLOSE, abs_tol=rounding)
    flat = sroi.evaluate(Study.from_document({**document, "discounting": "undiscounted"}))
    assert math.isclose(found["undiscounted"].ratio, flat.ratio, rel_tol=CLOSE, abs_tol=rounding)
