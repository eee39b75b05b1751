"""Downloads: the study, its report, workbooks and tables, the assurance statement, and how to compute it again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.util import find_spec

import streamlit as st

from sroi import __version__
from sroi.analysis.reproducing import commands, run_record, script
from sroi.study.study import Study
from sroi.study.writing import json_text
from sroi.valuation.inert import csv_bytes
from sroi.valuation.valuation import Valuation
from sroi.webapp import session, values
from sroi.webapp.checking.statement import statement_buttons
from sroi.webapp.frame import file_name
from sroi.webapp.handing_over.blank_map import EXCEL
from sroi.webapp.handing_over.offers import report_section, workbook_section
from sroi.webapp.need import need_study, need_valuation
from sroi.webapp.place import now
from sroi.workbook.handed_over import TABLES, Table
from sroi.workbook.packed import tables_archive
from sroi.workbook.plain import workbook


def page() -> None:
    """Draw the page."""
    study = need_study()
    _study(study)
    valuation = need_valuation()
    report_section(study)
    st.header("Workbooks and tables", anchor=False)
    workbook_section(study)
    _results(study, valuation)
    _assurance(study, valuation)
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
    st.subheader("Results without formulas", anchor=False)
    st.write(
        "A ratio travels with its range, its years and its prices: the first sheet of the workbook says them. No text "
        "in these files is read as a formula."
    )
    if find_spec("xlsxwriter") is None:
        st.caption("For an Excel workbook, install: pip install 'sroi[excel]'")
    else:
        _button("Results (Excel)", _named(study, "results", "xlsx"), partial(workbook, valuation), EXCEL)
    archive = partial(_archive, valuation, now().date())
    _button("All tables (CSV, zip)", _named(study, "tables", "zip"), archive, "application/zip")
    st.caption("With what each column is, and the run record, so that `sroi reproduce` can compute them again.")
    with st.expander("One table as CSV"):
        for table in TABLES:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                _button(
                    f"{table.title} (CSV)", _named(study, table.key, "csv"), partial(_csv, valuation, table), "text/csv"
                )
                st.caption(f"{table.about[0].upper()}{table.about[1:]}", width="content")


def _assurance(study: Study, valuation: Valuation) -> None:
    st.header("Assurance", anchor=False)
    st.write(
        "The statement takes the eight principles one by one, with what the study says and its gaps; it is a start for "
        "whoever assures, and no assurance. The run record holds all that is needed to get the same numbers again: "
        "`sroi reproduce` reads it."
    )
    statement_buttons(study, "downloads")
    record = partial(_record, valuation, now().date())
    _button("Run record (JSON)", _named(study, "run-record", "json"), record)


def _record(valuation: Valuation, today: date) -> bytes:
    return run_record(valuation, date=today).as_text().encode("utf-8")


def _archive(valuation: Valuation, today: date) -> bytes:
    return tables_archive(valuation, run_record(valuation, date=today))


def _csv(valuation: Valuation, table: Table) -> bytes:
    return csv_bytes(table.frame(valuation))


def _reproduce(study: Study) -> None:
    st.header("Compute it again", anchor=False)
    name, numbers = file_name(study), values.headline(study)
    st.write(f"With the study file and sroi {__version__}, anybody gets the same numbers. In Python:")
    st.code(script(study, name, numbers), language=None, wrap_lines=True)
    st.write("On the command line:")
    st.code(commands(name, numbers), language=None, wrap_lines=True)


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
