"""Paste from Excel: a box, a preview of what was understood, and the rows taken over on a second press."""

from __future__ import annotations

import streamlit as st

from sroi.errors import FileError
from sroi.study.study import Study
from sroi.webapp import session
from sroi.webapp.entering.grid import NUMBERS
from sroi.webapp.problems import body, safe, show_problems
from sroi.workbook.pasted import Pasted, add_pasted, read_pasted

_SAID = {"name": "Outcome", "stakeholder": "Who is changed", "source": "Source", **NUMBERS}


def paste_box(study: Study) -> None:
    """Draw the box."""
    with st.expander("Paste rows from Excel"):
        text = st.text_area(
            "Cells with their headings",
            key=f"outcomes-paste-{session.session().epoch}",
            placeholder="Outcome\tStakeholder\tQuantity\tValue\tDeadweight …",
            help="Copy the cells in your spreadsheet, headings included, and paste them here.",
        )
        if not text.strip():
            return
        try:
            pasted = read_pasted(text)
        except FileError as error:
            show_problems(error.problems, "Nothing was added.")
            return
        _preview(study, pasted)


def _preview(study: Study, pasted: Pasted) -> None:
    new, added, rejected = add_pasted(study, pasted)
    understood = ", ".join(_SAID[key] for key in pasted.columns.values())
    st.write(safe(f"{len(pasted.rows)} rows. Understood: {understood}."))
    if pasted.unknown:
        st.warning(safe(f"Not understood, and not taken over: {', '.join(pasted.unknown)}."))
    shown = {
        _SAID[key]: [safe(row[place]) if place < len(row) else "" for row in pasted.rows]
        for place, key in pasted.columns.items()
    }
    st.table(shown, hide_index=True, border="horizontal")
    for row in rejected:
        st.error(body(row.problems, safe(f"Row {row.row} ({row.words}) cannot be added.")))
    if added and st.button(f"Add {len(added)} outcome{'s' if len(added) > 1 else ''}", key="outcomes-paste-add"):
        told = "1 outcome was added" if len(added) == 1 else f"{len(added)} outcomes were added"
        left = {0: "", 1: "; 1 row was not"}.get(len(rejected), f"; {len(rejected)} rows were not")
        session.tell(f"{told}{left}.")
        session.commit(new, f"{len(added)} outcome{'s' if len(added) > 1 else ''} pasted", redraw=True)
