"""Downloads: the study itself, its results as tables and a workbook, and how to compute them again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec

import streamlit as st

from sroi import __version__
from sroi.analysis.reproducing import commands, script
from sroi.study.study import Study
from sroi.study.writing import json_text
from sroi.valuation.inert import csv_bytes
from sroi.valuation.valuation import Valuation
from sroi.webapp import session, values
from sroi.webapp.frame import file_name
from sroi.webapp.need import need_study, need_valuation
from sroi.workbook.handed_over import TABLES, Table
from sroi.workbook.plain import workbook

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def page() -> None:
    """Draw the page."""
    study = need_study()
    _study(study)
    st.header("The results", anchor=False)
    _results(study, need_valuation())
    _reproduce(study)


def _study(study: Study) -> None:
    st.header("The study", anchor=False)
    st.write(
        "The file holds everything: every number, source and comment, as it was written. Open it here again, or edit "
        "it in any text editor."
    )
    with st.container(horizontal=True, gap="small"):
        name = file_name(study)
        st.download_button(
            f"Study ({name.rpartition('.')[2].upper()})",
            data=study.text().encode("utf-8"),
            file_name=name,
            mime="application/yaml",
            key="downloads-study",
            type="primary",
            icon=":material/save:",
            on_click=session.mark_saved,
        )
        if not name.endswith(".json"):
            _button("Study (JSON)", _named(study, "", "json"), lambda: json_text(study.document).encode("utf-8"))
    st.caption(f"Hash of what it says: {study.hash[:16]}… It changes with any number or word, not with a comment.")


def _results(study: Study, valuation: Valuation) -> None:
    st.write(
        "A ratio travels with its range, its years and its prices: the first sheet of the workbook says them. No text "
        "in these files is read as a formula."
    )
    if find_spec("xlsxwriter") is None:
        st.caption("For an Excel workbook, install: pip install 'sroi[excel]'")
    else:
        _button("Workbook (Excel)", _named(study, "results", "xlsx"), partial(workbook, valuation), _EXCEL)
    st.subheader("Tables as CSV", anchor=False)
    for table in TABLES:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _button(
                f"{table.title} (CSV)", _named(study, table.key, "csv"), partial(_csv, valuation, table), "text/csv"
            )
            st.caption(f"{table.about[0].upper()}{table.about[1:]}", width="content")


def _csv(valuation: Valuation, table: Table) -> bytes:
    return csv_bytes(table.frame(valuation))


def _reproduce(study: Study) -> None:
    st.header("Compute it again", anchor=False)
    name, numbers = file_name(study), values.headline(study)
    st.write(f"With the study file and sroi {__version__}, anybody gets the same numbers. In Python:")
    st.code(script(study, name, numbers), language="python", wrap_lines=True)
    st.write("On the command line:")
    st.code(commands(name, numbers), language="bash", wrap_lines=True)


def _named(study: Study, what: str, ending: str) -> str:
    stem = file_name(study).rpartition(".")[0]
    return f"{stem}-{what}.{ending}" if what else f"{stem}.{ending}"


def _button(label: str, name: str, data: Callable[[], bytes], kind: str = "application/json") -> None:
    """A download that is made when it is asked for and leaves the page as it is."""
    st.download_button(
        label,
        data=data,
        file_name=name,
        mime=kind,
        key=f"downloads-{name}",
        on_click="ignore",
        icon=":material/download:",
    )
