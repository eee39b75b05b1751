"""Compare: the scenarios and options of one study beside each other, differences first, and why two of them differ."""

from __future__ import annotations

import streamlit as st

from sroi.analysis.headline import DRAWS
from sroi.analysis.options import SideBySide, side_by_side
from sroi.analysis.words.naming import scenario_name
from sroi.charts.bridge import bridge as bridge_chart
from sroi.charts.dumbbell import dumbbell
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.scenarios import BASE
from sroi.webapp import values
from sroi.webapp.chart_frame import show_chart
from sroi.webapp.need import link, need_study, need_valuation
from sroi.webapp.problems import safe, show_problems
from sroi.webapp.work import long_work


def page() -> None:
    """Draw the page."""
    study = need_study()
    need_valuation()
    if not study.scenarios and not study.options:
        st.info("This study has no scenarios yet. Move a few levers and save them as one.")
        link("what_if", "What if …?")
        return
    found = long_work(
        "compare",
        values.fingerprint(study),
        lambda report: side_by_side(study, draws=DRAWS, progress=report),
        "Valuing each scenario, with its range",
    )
    if found is None:
        return
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    st.header("Results", anchor=False)
    show_chart(dumbbell(found), key="compare-dumbbell", explain=None, said=found.summary)
    st.header("What they set differently", anchor=False)
    _differences(found)
    _why(study)
    st.header("Another study?", anchor=False)
    st.write(
        "Two studies count different people, years and kinds of value, so their ratios are not ranked here. Two "
        "versions of one study are compared under History, and on the command line with `sroi compare`."
    )


def _differences(found: SideBySide) -> None:
    """One short table per alternative: what is the same as in the base case is left out."""
    for alternative in found.alternatives[1:]:
        st.subheader(safe(scenario_name(alternative.id)), anchor=False)
        st.caption(safe(f"{alternative.kind.capitalize()}: {alternative.note or 'no note says why'}"))
        rows = [row for row in found.rows if alternative.id in row.elsewhere]
        if not rows:
            st.write("Sets nothing differently.")
            continue
        shown = {
            "Number": [safe(row.label) for row in rows],
            "Base case": [safe(row.base) for row in rows],
            "Here": [safe(row.elsewhere[alternative.id]) for row in rows],
        }
        st.table(shown, hide_index=True, border="horizontal")


def _why(study: Study) -> None:
    st.header("Why two of them differ", anchor=False)
    names = [BASE, *study.scenarios, *study.options]
    with st.container(horizontal=True, gap="small"):
        first = st.selectbox("From", names, index=0, format_func=scenario_name, key="compare-first")
        second = st.selectbox("To", names, index=1, format_func=scenario_name, key="compare-second")
    if first == second:
        st.caption("Choose two that differ.")
        return
    try:
        found = values.bridge(study, str(first), str(second))
    except SroiError as error:
        show_problems(error.problems, "These two cannot be compared.")
        return
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    show_chart(bridge_chart(found), key="compare-bridge", explain=None, said=found.summary)
