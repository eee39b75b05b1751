"""Uncertainty: the range of the result over thousands of draws, and what it comes from."""

from __future__ import annotations

import streamlit as st

from sroi.analysis.drivers import drivers
from sroi.analysis.information import information
from sroi.analysis.simulation import Simulation, simulate
from sroi.analysis.words.simulation import margin
from sroi.charts.chances import curve, dots
from sroi.charts.drivers import drivers as drivers_chart
from sroi.errors import SroiError
from sroi.valuation.model import Model
from sroi.webapp import values
from sroi.webapp.chart_frame import show_chart
from sroi.webapp.need import need_study, need_valuation
from sroi.webapp.problems import safe, show_problems
from sroi.webapp.work import Report, long_work

_DRAWS = (1_000, 10_000, 100_000, 1_000_000)


def page() -> None:
    """Draw the page."""
    study, valuation = need_study(), need_valuation()
    with st.container(horizontal=True, gap="medium"):
        draws = st.selectbox("Draws", _DRAWS, index=1, format_func=lambda count: f"{count:,}", key="uncertainty-draws")
        seed = st.number_input(
            "Seed",
            min_value=0,
            value=0,
            step=1,
            key="uncertainty-seed",
            help="The same seed gives the same draws, so that anybody gets the same numbers.",
        )
        shared = st.number_input(
            "Error shared within a family, %",
            min_value=0.0,
            max_value=99.0,
            value=100 * float(study.shared_error),
            key="uncertainty-shared",
            help="Part of the error that all deadweights, all quantities, all values of one source have in common. "
            "30% is a house rule; at 0% a study with many outcomes looks more certain than it is.",
        )
    wanted = st.number_input("How likely is a ratio above …", value=1.0, step=0.25, key="uncertainty-threshold")
    options = (int(draws), int(seed), float(shared) / 100)
    name = (values.fingerprint(study), *options)
    found = long_work("uncertainty", name, lambda report: _simulated(valuation.model, options, report), "Simulating")
    if found is None:
        return
    if isinstance(found, SroiError):
        show_problems(found.problems, "The study cannot be simulated.")
        return
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    show_chart(dots(found, float(wanted)), key="uncertainty-dots", explain=None, said=found.summary)
    show_chart(curve(found, float(wanted)), key="uncertainty-curve", explain=None, said=found.summary)
    _sources(valuation.model, float(shared) / 100)
    _worth_measuring(valuation.model, float(shared) / 100)
    st.header("As draws were added", anchor=False)
    st.dataframe(_as_added(found), hide_index=True, alt="Mean and percentiles after so many draws")


def _sources(model: Model, shared: float) -> None:
    st.header("Where it comes from", anchor=False)
    key = (values.fingerprint(model.base_study), shared)
    found = long_work(
        "drivers", key, lambda report: drivers(model, shared_error=shared, progress=report), "Parting the uncertainty"
    )
    if found is None:
        return
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    show_chart(drivers_chart(found), key="uncertainty-drivers", explain=None, said=found.summary)


def _worth_measuring(model: Model, shared: float) -> None:
    st.header("What would be worth measuring", anchor=False)
    st.write("Before deciding whether to fund this, what would it be worth to know more?")
    if not st.checkbox("Work it out (up to half a minute; it can be stopped)", key="uncertainty-worth"):
        return
    key = (values.fingerprint(model.base_study), shared)
    what = "Working out what it is worth to know more"
    found = long_work("information", key, lambda report: information(model, shared_error=shared, progress=report), what)
    if found is None:
        return
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))


def _as_added(found: Simulation) -> dict[str, list[str]]:
    """The results as draws were added, as people read them."""
    table = found.convergence
    names = {
        "mean": "Mean",
        "standard_error": "Standard error of the mean",
        "p5": "1 in 20 lies below",
        "median": "Median",
        "p95": "1 in 20 lies above",
    }
    shown = {"Draws": [f"{count:,}" for count in table["draws"]]}
    shown |= {name: [found.output.text(float(value)) for value in table[key]] for key, name in names.items()}
    errors = [margin(found.output, float(value)) for value in table["standard_error"]]
    return shown | {names["standard_error"]: errors}


def _simulated(model: Model, options: tuple[int, int, float], report: Report) -> Simulation | SroiError:
    draws, seed, shared = options

    def told(done: int, of: int, left: float) -> None:
        report(done / of)

    try:
        return simulate(model, draws=draws, seed=seed, shared_error=shared, threads=1, progress=told)
    except SroiError as error:
        return error
