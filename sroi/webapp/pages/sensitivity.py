"""Sensitivity: one number at a time, what would have to be true, and the result without each outcome."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from sroi.analysis.leave_out import LeaveOut
from sroi.analysis.outputs import MEASURES
from sroi.analysis.switching import Switching
from sroi.analysis.targets.amounts import in_unit, told_apart
from sroi.analysis.words.marks import said
from sroi.charts.heat_map import heat_map
from sroi.charts.tornado import tornado as tornado_chart
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.formats import money
from sroi.valuation.parameters import Parameter
from sroi.webapp import values
from sroi.webapp.chart_frame import show_chart
from sroi.webapp.need import need_study, need_valuation
from sroi.webapp.problems import safe, show_problems

#: Measures on offer here: money and ratios; payback takes the command line.
_OFFERED = ("ratio", "npv")

#: Numbers on offer for the grid of two, those that move the result most.
_CHOICE = 30


def page() -> None:
    """Draw the page."""
    study = need_study()
    need_valuation()
    measure = st.segmented_control(
        "Measure",
        _OFFERED,
        default=_OFFERED[0],
        format_func=lambda key: MEASURES[key][0].upper() + MEASURES[key][1:],
        key="sensitivity-measure",
        required=True,
    )
    _one_at_a_time(study, str(measure))
    _would_have_to_be_true(study, str(measure))
    _two_at_once(study, str(measure))
    _without_each(study, str(measure))


def _one_at_a_time(study: Study, measure: str) -> None:
    st.header("One estimate at a time", anchor=False)
    found = values.tornado(study, measure)
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    if found.bars:
        show_chart(tornado_chart(found), key=f"sensitivity-tornado-{measure}", explain=None, said=found.summary)


def _would_have_to_be_true(study: Study, measure: str) -> None:
    st.header("What would have to be true", anchor=False)
    even = 1.0 if measure == "ratio" else 0.0
    target = st.number_input(
        f"Target, {study.currency}" if measure == "npv" else "Target ratio",
        value=even,
        key=f"sensitivity-target-{measure}",
    )
    found = values.switching(study, float(target), measure)
    _said_of_numbers(found)
    with st.expander("Every estimate"):
        st.dataframe(
            _switching_table(study, found), hide_index=True, alt="Switching value of every estimate, the closest first"
        )


def _said_of_numbers(found: Switching) -> None:
    """What stands out: sentences on single numbers as lists, each below the words that lead to it."""
    listed = set(found.sentences)
    for single, sentences in groupby(found.summary, key=listed.__contains__):
        mark, between = ("- ", "\n") if single else ("", "\n\n")
        st.markdown(between.join(f"{mark}{safe(sentence)}" for sentence in sentences))


def _two_at_once(study: Study, measure: str) -> None:
    """Every combination of two numbers, each over its own range."""
    st.header("Two numbers at once", anchor=False)
    found = {lever.parameter.address: lever for lever in values.levers(study, _CHOICE)}
    if len(found) < 2:
        st.write("Fewer than two numbers move the result.")
        return
    names = list(found)
    left, right = st.columns(2)

    def label_of(name: str) -> str:
        return found[name].parameter.label

    first = left.selectbox("Down the side", names, 0, format_func=label_of, key="sensitivity-first")
    second = right.selectbox("Along the top", names, 1, format_func=label_of, key="sensitivity-second")
    if first == second:
        st.caption("Choose two that differ.")
        return
    try:
        grid = values.two_way(study, found[str(first)], found[str(second)], measure)
        chart = heat_map(grid)
    except SroiError as error:
        show_problems(error.problems, "These two cannot be moved together.")
        return
    without = [name for name in (first, second) if found[str(name)].evidence is None]
    if without:
        st.caption(safe(f"No range is stated of {' and '.join(map(label_of, without))}: half less to half more."))
    show_chart(chart, key=f"sensitivity-two-way-{measure}", explain=None)


def _without_each(study: Study, measure: str) -> None:
    st.header("Without each outcome", anchor=False)
    found = values.leave_out(study, measure)
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    with st.expander("Every outcome"):
        st.dataframe(_left_out_table(study, found), hide_index=True, alt="The result without each outcome")


def _switching_table(study: Study, found: Switching) -> dict[str, list[str]]:
    """Every estimate as people read it: numbers in their own units."""
    rows = [(row, row.parameter) for row in found.rows]
    return {
        "Number": [number.label for _, number in rows],
        "Now": [in_unit(number.central, number) for _, number in rows],
        "Would have to be": [_said(row.value, number) for row, number in rows],
        "Stated range (9 in 10)": [
            f"{in_unit(row.spread[0], number)} to {in_unit(row.spread[1], number)}" if row.spread else "none stated"
            for row, number in rows
        ],
        "Rests on": ["assumption" if number.assumption else number.source or "no source" for _, number in rows],
    }


def _said(value: float | None, number: Parameter) -> str:
    return "nothing it could be" if value is None else told_apart(value, number)


def _left_out_table(study: Study, found: LeaveOut) -> dict[str, list[str]]:
    table = found.table
    return {
        "Left out": list(table["name"]),
        "Present value": [money(float(value), study.currency) for value in table["present_value"]],
        "With it": [said(found.output, float(value)) for value in table["base"]],
        "Without it": [said(found.output, float(value)) for value in table["without"]],
        "Note": list(table["note"]),
    }
