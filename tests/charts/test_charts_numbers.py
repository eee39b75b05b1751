"""Charts show the numbers of their results and no others."""

import math

import numpy as np
import pytest

import sroi
from sroi import charts
from sroi.analysis.bridge import bridge
from sroi.analysis.drawing.sampling import Sampler
from sroi.analysis.drivers import drawn, drivers
from sroi.analysis.options import side_by_side
from sroi.analysis.outputs import output
from sroi.analysis.simulation import simulate
from sroi.analysis.sweep import sweep
from sroi.analysis.tornado import tornado
from sroi.charts.marks import Bar, Cell, Disc, Dot, Names, Rule, Trace
from sroi.errors import ValuationError
from tests.charts.pictures import NAMES, made, study, valued

CENTRES = "childrens-centres-work-services"


def bars(chart):
    return [mark for mark in chart.marks if isinstance(mark, Bar)]


@pytest.mark.parametrize("name", NAMES)
def test_the_waterfall_adds_up_to_the_results(name):
    chart, found = made("waterfall", name), valued(name)
    table = chart.table.set_index("step")
    assert math.isclose(table.loc["Present value of benefits", "change"], found.pv_benefits, rel_tol=1e-9)
    assert math.isclose(table.loc["Net present value", "change"], found.npv, rel_tol=1e-9)
    assert math.isclose(-table.loc["Invested", "change"], found.pv_inputs, rel_tol=1e-9)
    before = chart.table.iloc[: len(table) - 3]
    assert math.isclose(before["change"].sum(), found.pv_benefits, rel_tol=1e-9)
    assert [(bar.end - bar.start) for bar in bars(chart)] == pytest.approx(chart.table["change"].tolist())


def test_the_waterfall_takes_deductions_in_order_and_harms_apart():
    text = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 2
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 100}}
discounting: undiscounted
outcomes:
  good: {name: Good, stakeholder: a, quantity: 10, value: 20, deadweight: 25%, attribution: 50%, duration: 2}
  bad: {name: Bad, stakeholder: a, quantity: 1, value: -40, deadweight: 50%}
"""
    table = charts.waterfall(sroi.evaluate(sroi.Study.parse(text))).table
    assert dict(zip(table["step"], table["change"], strict=True)) == pytest.approx(
        {
            "Gains before deductions": 400,
            "Harms and added costs": -40,
            "Deadweight": -100 + 20,
            "Caused by others (attribution)": -150,
            "Present value of benefits": 130,
            "Invested": -100,
            "Net present value": 30,
        }
    )


def test_a_value_that_is_called_transfer_is_not_taken_for_one():
    text = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 1
stakeholders: {a: {name: A}}
inputs: {grant: {from: a, amount: 100}}
discounting: undiscounted
outcomes: {bad: {name: Bad, stakeholder: a, quantity: 1, values: {transfer: {value: -40}}}}
"""
    table = charts.waterfall(sroi.evaluate(sroi.Study.parse(text))).table.set_index("step")
    assert table.loc["Harms and added costs", "change"] == -40


def test_transfers_cancel_out_before_deductions():
    text = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 1
stakeholders: {a: {name: A}, b: {name: B, role: public}}
inputs: {grant: {from: a, amount: 100}}
discounting: undiscounted
outcomes:
  work:
    name: Work
    stakeholder: a
    quantity: 1
    values: {saved: {value: 70, to: b, transfer_from: a}, pay: {value: 9}}
"""
    table = charts.waterfall(sroi.evaluate(sroi.Study.parse(text))).table.set_index("step")
    assert table.loc["Value before deductions", "change"] == 9
    assert "Harms and added costs" not in table.index


@pytest.mark.parametrize("group", ["stakeholder", "agency", "type", "domain", "outcome"])
@pytest.mark.parametrize("name", NAMES)
def test_value_by_group_is_that_of_the_valuation(name, group):
    chart, found = charts.value_by(valued(name), group), valued(name).by(group)
    assert sorted(chart.table["value"]) == pytest.approx(sorted(found["value"]))
    assert sorted(chart.table["per_1"]) == pytest.approx(sorted(found["per_1"]))
    assert sum(bar.end for bar in bars(chart)) == pytest.approx(valued(name).pv_benefits)
    for bar in bars(chart):
        assert bar.start == 0
        assert bar.hatched == (bar.end < 0)
        assert ("−" in bar.label) == (bar.end < 0)


def test_an_unknown_group_is_refused_in_words():
    with pytest.raises(ValuationError, match="value is grouped by stakeholder"):
        charts.value_by(valued("wheels-to-meals"), "colour")


@pytest.mark.parametrize("name", NAMES)
def test_years_are_those_of_the_cash_flow(name):
    chart, flow = made("by year", name), valued(name).cash_flow
    dated = chart.table[chart.table["year"].astype(str).str.isdigit()]
    assert dated["benefits"].tolist() == pytest.approx(flow["pv_benefits"].tolist()[: len(dated)])
    assert dated["inputs"].tolist() == pytest.approx(flow["pv_inputs"].tolist()[: len(dated)])
    assert flow["pv_net"].iloc[len(dated) :].abs().sum() == 0  # only empty years are left out
    assert chart.table["benefits"].sum() == pytest.approx(valued(name).pv_benefits)
    if not np.any(valued(name).flows.undated):
        assert dated["running_total"].iloc[-1] == pytest.approx(valued(name).npv)


@pytest.mark.parametrize("name", ["childrens-centres-work-services", "oslo-large-families", "wheels-to-meals"])
def test_the_running_total_crosses_zero_where_it_pays_back(name):
    chart, back = made("by year", name), valued(name).payback.discounted_years
    line = next(mark for mark in chart.marks if isinstance(mark, Trace))
    rule = next(mark for mark in chart.marks if isinstance(mark, Rule))
    assert rule.at == pytest.approx(back - 0.5)
    places, totals = np.array(line.points).T
    before, after = max(i for i in range(len(places)) if places[i] <= rule.at), None
    after = before + 1
    share = (rule.at - places[before]) / (places[after] - places[before])
    assert totals[before] + share * (totals[after] - totals[before]) == pytest.approx(0, abs=1e-6 * abs(totals).max())


def test_values_without_a_year_stand_apart_and_there_is_no_running_total():
    chart = made("by year", "chicago-cpc-age26")
    assert chart.table["running_total"].isna().all()
    assert chart.across.labels[-1] == "no year"
    assert not any(isinstance(mark, Trace) for mark in chart.marks)


def test_the_tornado_runs_from_the_base_case_to_both_ends():
    found = tornado(study(CENTRES))
    chart = charts.tornado(found, most=3)
    assert len(chart.up.labels) == 3
    assert len(chart.table) == sum(bar.swing is None or bar.swing > 0 for bar in found.bars)
    assert {bar.start for bar in bars(chart)} == {found.base}
    for place, bar in enumerate(found.bars[:3]):
        assert {mark.end for mark in bars(chart) if mark.at == place} == {bar.low.result, bar.high.result}
    assert "“Into work” matters most" in chart.title
    assert f"{len(chart.table) - 3} more estimates" in chart.notes[0]


def test_a_tornado_without_bars_is_refused_with_what_to_do():
    with pytest.raises(ValuationError, match=r"no estimate alone moves .* give numbers a range, .* \[chart-empty\]"):
        charts.tornado(tornado(study("wheels-to-meals")))


def test_a_payback_that_never_comes_reaches_the_end_of_the_axis():
    found = tornado(study("whole-family-support-scotland"), measure="payback")
    chart = charts.tornado(found)
    assert any("never" in bar.label for bar in bars(chart))
    assert all(math.isfinite(bar.end) for bar in bars(chart))


def test_cells_are_those_of_the_grid_and_darker_is_greater():
    grid = sweep(study(CENTRES), "into-work/displacement=0%:60%:4", "inputs/*/amount*=-50%:+50%:3", measures=["ratio"])
    chart = charts.heat_map(grid)
    cells = [mark for mark in chart.marks if isinstance(mark, Cell)]
    values = grid.grid("ratio").to_numpy()
    assert len(cells) == values.size
    assert all(cell.text == f"{values[cell.up, cell.across]:.2f}" for cell in cells)
    order = sorted(cells, key=lambda cell: cell.shade)
    found = [values[cell.up, cell.across] for cell in order]
    assert found == sorted(found)
    assert (order[0].shade, order[-1].shade) == (0.0, 1.0)
    assert chart.table.equals(grid.table)


def test_a_fine_grid_is_thinned_evenly_and_the_table_keeps_it_all():
    grid = sweep(study("wheels-to-meals"), "falls-continuing/deadweight=0%:60%:61", "horizon=1,2,3", measures=["ratio"])
    chart = charts.heat_map(grid)
    assert isinstance(chart.up, Names)
    assert [label.rstrip("%") for label in chart.up.labels] == [str(place) for place in range(0, 61, 5)]
    assert len(chart.table) == 183
    assert "horizon as shown" in chart.subtitle
    assert "39 of 183 cells are drawn" in " ".join(chart.notes)


def test_the_line_parts_cells_that_break_even():
    grid = sweep(study(CENTRES), "into-work/displacement=25%,60%", "inputs/*/amount*=1,1.2", measures=["ratio"])
    chart = charts.heat_map(grid)
    even = grid.grid("ratio").to_numpy() >= 1
    edges = (even[:, 1:] != even[:, :-1]).sum() + (even[1:] != even[:-1]).sum()
    assert len([mark for mark in chart.marks if isinstance(mark, Trace)]) == 2 * edges > 0
    framed = [mark for mark in chart.marks if isinstance(mark, Cell) and mark.marked]
    assert [(cell.up, cell.across) for cell in framed] == [(0, 0)]


def test_a_heat_map_of_what_was_not_computed_is_refused():
    grid = sweep(study("wheels-to-meals"), "falls-continuing/deadweight=0%,10%", "horizon=1,2", measures=["ratio"])
    with pytest.raises(ValuationError, match="the sweep computed ratio"):
        charts.heat_map(grid, "npv")


def test_a_heat_map_of_nothing_defined_is_refused():
    text = """
sroi: 1
title: T
currency: GBP
start_year: 2025
horizon: 1
stakeholders: {a: {name: A}, b: {name: B}}
inputs: {grant: {from: a, amount: 100}}
outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}
"""
    grid = sweep(sroi.Study.parse(text), "inputs/grant/amount=0", "fit/deadweight=0%,50%", measures=["ratio"])
    with pytest.raises(ValuationError, match="no cell of the grid is defined"):
        charts.heat_map(grid)


@pytest.mark.parametrize("measure", ["ratio", "npv"])
def test_parts_of_the_bridge_lead_from_one_result_to_the_other(measure):
    found = bridge(study(CENTRES), study(CENTRES), second_scenario="slow-start", measure=measure)
    chart = charts.bridge(found)
    dots = [mark.across for mark in chart.marks if isinstance(mark, Dot)]
    assert dots == [found.before, found.after]
    assert sum(bar.end - bar.start for bar in bars(chart)) == pytest.approx(found.difference)
    assert bars(chart)[-1].end == pytest.approx(found.after)
    assert chart.table["part"].dropna().sum() == pytest.approx(found.difference)


def test_small_changes_of_a_bridge_are_one_row_and_the_table_has_all():
    name = "whole-family-support-scotland"
    found = bridge(study(name), study(name), second_scenario=next(iter(study(name).options)))
    chart = charts.bridge(found, most=3)
    rest = len(found.parts) - 2
    assert chart.up.labels[3] == f"Other changes ({rest})"
    assert len(chart.table) == len(found.parts) + 2
    assert bars(chart)[-1].end == pytest.approx(found.after)


def test_the_bridge_of_two_equal_results_is_drawn():
    chart = charts.bridge(bridge(study("wheels-to-meals"), study("wheels-to-meals")))
    assert "in both" in chart.title
    assert chart.svg() and chart.figure()


def test_alternatives_have_their_results_and_ranges():
    found = side_by_side(study(CENTRES), draws=200)
    chart = charts.dumbbell(found)
    assert chart.table["result"].tolist() == [item.ratio for item in found.alternatives]
    assert chart.table["low"].tolist() == [item.ranges["ratio"][0] for item in found.alternatives]
    traces = [mark.points for mark in chart.marks if isinstance(mark, Trace)]
    assert [(a[0], b[0]) for a, b in traces] == [item.ranges["ratio"] for item in found.alternatives]
    assert [mark.across for mark in chart.marks if isinstance(mark, Dot)] == chart.table["result"].tolist()


def test_alternatives_without_draws_are_points():
    chart = charts.dumbbell(side_by_side(study("wheels-to-meals")), "npv")
    assert chart.table["low"].isna().all()
    assert not any(isinstance(mark, Trace) for mark in chart.marks)
    with pytest.raises(ValuationError, match="side by side by ratio, npv, pv_inputs"):
        charts.dumbbell(side_by_side(study("wheels-to-meals")), "payback")


@pytest.mark.parametrize("threshold", [0.5, 1.0, 1.7, 99.0])
def test_dots_are_quantiles_counted_against_the_threshold(threshold):
    found = simulate(study(CENTRES), draws=2_000)
    chart = charts.dots(found, threshold)
    assert chart.table["result"].tolist() == [found.quantile((i + 0.5) / 20) for i in range(20)]
    above = sum(found.quantile((i + 0.5) / 20) > threshold for i in range(20))
    assert chart.title.startswith(f"{above} in 20 above £{threshold:.2f}, {20 - above} in 20")
    assert abs(above / 20 - found.chance_above(threshold)) <= 0.05
    discs = [mark for mark in chart.marks if isinstance(mark, Disc)]
    assert [disc.ink == "main" for disc in discs] == [disc.across > threshold for disc in discs]


def test_the_curve_falls_through_the_chance_at_the_threshold():
    found = simulate(study(CENTRES), draws=2_000)
    chart = charts.curve(found, 1.2)
    dot = next(mark for mark in chart.marks if isinstance(mark, Dot))
    assert (dot.across, dot.up) == (1.2, found.chance_above(1.2))
    for result, chance in chart.table.itertuples(index=False):
        assert found.chance_above(result) == pytest.approx(chance, abs=0.01)
    assert chart.table["result"].is_monotonic_increasing


def test_chances_are_never_called_certain_when_they_are_not():
    found = simulate(study(CENTRES), draws=2_000)
    assert charts.curve(found, found.quantile(0.9995)).title.startswith("Under 1% chance")
    assert charts.curve(found, found.quantile(0.0005)).title.startswith("Over 99% chance")


def test_drivers_have_their_shares_and_add_up_with_what_they_do_together():
    found = drivers(study(CENTRES))
    chart = charts.drivers(found, most=4)
    rows = sorted(found.by("estimate", "correlated", "common"), key=lambda row: -row.first.value)
    assert chart.table["first_order"].tolist() == [row.first.value for row in rows]
    blue = [bar.end for bar in bars(chart) if bar.ink == "main"]
    assert blue == [row.first.value for row in rows[:4]]
    sums = [bar.end for bar in bars(chart) if bar.at >= 4]
    assert sum(blue) + sum(sums) == pytest.approx(1)
    assert chart.up.labels[4:] == (f"Others ({len(rows) - 4})", "Several acting together")
    assert "(assumption: 30% of their error)" in chart.up.labels[0]


def test_groups_of_drivers_overlap_and_say_so():
    chart = charts.drivers(drivers(study(CENTRES)), "outcome", most=3)
    assert len(chart.up.labels) == 3
    assert "overlap and do not add up" in " ".join(chart.notes)
    with pytest.raises(ValuationError, match="drivers are grouped by number, family, outcome"):
        charts.drivers(drivers(study(CENTRES)), "families")


def test_drawn_drivers_show_how_well_they_are_known():
    model = sroi.Model(study(CENTRES))
    found = drawn(output(model), Sampler(model, 0), 1_500, "asked for")
    lines = [mark.points for mark in charts.drivers(found).marks if isinstance(mark, Trace)]
    rows = sorted(found.by("estimate", "correlated", "common"), key=lambda row: -row.first.value)[:10]
    assert [(a[0], b[0]) for a, b in lines] == [(row.first.low, row.first.high) for row in rows]


def test_the_theory_of_change_follows_the_chain():
    chart = made("theory", CENTRES)
    arrows = set(zip(chart.table["from"], chart.table["to"], strict=True))
    outcomes = {**study(CENTRES).outcomes, **study(CENTRES).unmonetised}
    for link in study(CENTRES).chain:
        source = outcomes[link.from_].name if link.from_ in outcomes else link.from_
        assert (source, outcomes[link.to].name) in arrows
    assert ("Parents move into work", "NHS") in arrows
    assert "Advisers know local provision better" in " ".join(chart.notes)  # no value and no link: said, not drawn


def test_many_outcomes_are_one_box_for_each_stakeholder():
    chart = made("theory", "ctbc-baseball-sponsorship")
    boxes = [" ".join(mark.lines) for mark in chart.marks if type(mark).__name__ == "Box"]
    assert "10 outcomes for Chinatrust Brothers fans" in boxes
    assert len(boxes) < 40
