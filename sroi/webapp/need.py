"""What a page does where the study it would speak of is missing or unfinished."""

from __future__ import annotations

import streamlit as st

from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.valuation import Valuation
from sroi.webapp import registry, session, values
from sroi.webapp.problems import show_problems


def need_study() -> Study:
    """The study as it is now. Where none is open, say so, lead to Start, and draw nothing more."""
    found = session.study()
    if found is None:
        st.info("No study is open.")
        link("start", "Open an example, a file, a template or a blank study")
        st.stop()
    return found


def need_valuation(scenario: str | None = None) -> Valuation:
    """The study valued. Where it cannot be, list what is missing with the pages that mend it, and draw nothing more."""
    study = need_study()
    try:
        return values.valuation(study, scenario)
    except SroiError:
        _unfinished(study)
        st.stop()


def link(name: str, label: str) -> None:
    """Link to a page of the app."""
    st.page_link(registry.streamlit_page(name), label=label, icon=registry.BY_NAME[name].icon)


def steps(study: Study) -> tuple[tuple[str, bool, str], ...]:
    """Steps to a first ratio: what is needed, whether it is there, and the page that adds it."""
    return (
        ("Say who is changed and who pays", bool(study.stakeholders), "scope"),
        ("Add at least one outcome, with its quantity and value", bool(study.outcomes), "outcomes"),
        ("Add what is invested", bool(study.inputs), "costs"),
    )


def _unfinished(study: Study) -> None:
    todo = steps(study)
    done = sum(there for _, there, _ in todo)
    if done < len(todo):
        st.header(f"To a first ratio: {done} of {len(todo)} done", anchor=False)
        for what, there, name in todo:
            link(name, f"{'Done' if there else 'To do'}: {what}")
    missing = {"inputs-zero", "outcomes-missing"}
    problems = [
        problem for problem in values.headline(study).problems if done == len(todo) or problem.code not in missing
    ]
    show_problems(problems, "The study cannot be valued yet.")
