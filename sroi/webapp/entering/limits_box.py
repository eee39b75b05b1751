"""A box for the limitations of the study: what it cannot show, one a line."""

from __future__ import annotations

import streamlit as st

from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.webapp import session
from sroi.webapp.problems import show_problems


def limitations_box(study: Study) -> None:
    """Draw the box; what is typed becomes a step of the history."""
    text = st.text_area(
        "Limitations: what it cannot show, one a line",
        value="\n".join(study.limitations),
        key=f"limitations-{session.session().epoch}",
        placeholder="such as: nobody was followed up beyond 12 months",
    )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines == list(study.limitations):
        return
    document = {key: item for key, item in study.document.items() if key != "limitations"}
    try:
        new = study.replaced({**document, "limitations": lines} if lines else document)
    except SroiError as error:
        show_problems(error.problems, "Nothing was changed.")
        return
    session.commit(new, "limitations")
