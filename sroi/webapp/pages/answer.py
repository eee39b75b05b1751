"""Answer: what a commissioner reads in five minutes and can defend in a meeting."""

from __future__ import annotations

import streamlit as st

from sroi.analysis.caveats import caveats
from sroi.analysis.simulation import Simulation
from sroi.analysis.words.simulation import chance
from sroi.charts.chances import dots
from sroi.charts.value_by import value_by
from sroi.charts.waterfall import waterfall
from sroi.study.study import Study
from sroi.valuation.sentences import answer, payback_sentence
from sroi.valuation.valuation import Valuation
from sroi.webapp import values
from sroi.webapp.chart_frame import show_chart
from sroi.webapp.explain import explain_button
from sroi.webapp.need import link, need_study, need_valuation
from sroi.webapp.problems import safe


def page() -> None:
    """Draw the page."""
    study, valuation = need_study(), need_valuation()
    found = values.simulation(study)
    _answer(study, valuation, found)
    if found is not None:
        _likely(found)
    _depends(study, valuation)
    _who(valuation)
    _not_counted(study)


def _answer(study: Study, valuation: Valuation, found: Simulation | None) -> None:
    numbers = values.headline(study)
    about = f"{numbers.answer[0].upper()}{numbers.answer[1:]}."
    st.markdown(f"**{safe(about)}**")
    st.write(safe(f"At central values: {answer(valuation)[0].lower()}{answer(valuation)[1:]}"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        explain_button("ratio", "Explain this ratio", key="answer-explain")
        link("what_if", "What if …?")
        link("downloads", "Take it away")
    chosen = caveats(valuation)
    if chosen:
        st.header("Before you use it", anchor=False)
        st.markdown("\n".join(f"- {safe(caveat.words)}" for caveat in chosen))
    with st.expander("Copy the answer, with its caveats"):
        lines = [about, answer(valuation), *(caveat.words for caveat in chosen)]
        st.code(" ".join(lines), language=None, wrap_lines=True)


def _likely(found: Simulation) -> None:
    st.header("How likely is it?", anchor=False)
    wanted = st.number_input(
        "How likely is a ratio above …",
        value=1.0,
        step=0.25,
        format="%.2f",
        key="answer-threshold",
        help="Any ratio your board would want to see.",
    )
    st.write(safe(chance(found, float(wanted))))
    show_chart(dots(found, float(wanted)), key="answer-dots", explain=None)


def _depends(study: Study, valuation: Valuation) -> None:
    st.header("What it depends on", anchor=False)
    found = values.tornado(study)
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary[:5]))
    link("sensitivity", "Every estimate, one at a time")
    show_chart(waterfall(valuation), key="answer-waterfall")


def _who(valuation: Valuation) -> None:
    st.header("Who gains, and when it pays back", anchor=False)
    st.write(safe(f"Payback: {payback_sentence(valuation)}."))
    show_chart(value_by(valuation, "stakeholder"), key="answer-who")


def _not_counted(study: Study) -> None:
    st.header("What is not counted", anchor=False)
    if not study.unmonetised:
        st.write("The study names no change that it does not value.")
        return
    rows = [
        f"- {safe(item.name)}" + (f" ({item.direction})" if item.direction else "")
        for item in study.unmonetised.values()
    ]
    st.markdown("\n".join(rows))
