"""What is handed over on request: the report in three formats, and the workbook that calculates."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from sroi.report.build import PROFILES, build
from sroi.report.write import MEDIA, written
from sroi.study.study import Study
from sroi.valuation.labels import spaced
from sroi.webapp import values
from sroi.webapp.frame import file_name
from sroi.webapp.handing_over.blank_map import EXCEL, blank_button
from sroi.webapp.handing_over.on_request import Made, on_request
from sroi.webapp.place import now
from sroi.webapp.work import Report
from sroi.workbook.live.export import live_workbook

_PROFILES: Final = {
    "svi": "Full, by the eight principles",
    "green-book": "Appraisal (Green Book)",
    "brief": "Brief of two pages",
}

_FORMATS: Final = {"docx": "Word", "html": "HTML", "pdf": "PDF"}

_BASE: Final = "base case"


def report_section(study: Study) -> None:
    """Draw the choice of a report, and make it on request."""
    st.header("Report", anchor=False)
    st.write(
        "Every report says the ratio with its range and what must be read beside it, carries the checks, the logs and "
        "a record of the run, and marks what people must still write."
    )
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        profile = st.selectbox(
            "Kind of report",
            PROFILES,
            format_func=lambda key: _PROFILES.get(key, key),
            key="handing-profile",
            width=280,
        )
        ending = st.segmented_control(
            "Format",
            list(_FORMATS),
            default="docx",
            format_func=_FORMATS.__getitem__,
            key="handing-format",
            required=True,
        )
        named = [_BASE, *study.scenarios, *study.options]
        chosen = _BASE
        if len(named) > 1:
            chosen = st.selectbox(
                "Case",
                named,
                format_func=lambda key: key if key == _BASE else spaced(key),
                key="handing-scenario",
                width=220,
            )
    scenario = None if chosen == _BASE else chosen
    today, kind = now().date(), str(ending)
    stem = file_name(study).rpartition(".")[0]
    middle = "" if scenario is None else f"-{scenario}"
    on_request(
        "handing-report",
        f"Report ({_FORMATS[kind]})",
        (values.fingerprint(study), profile, kind, scenario, today),
        lambda report: _report(study, str(profile), kind, scenario, today, report),
        file_name=f"{stem}{middle}-{profile}.{kind}",
        kind=MEDIA[kind],
    )


def _report(study: Study, profile: str, kind: str, scenario: str | None, today: date, report: Report) -> Made:
    report(0.05)
    found = build(study, profile, scenario=scenario, date=today)
    report(0.6)
    data = written(found, kind)
    still = len(found.prompts)
    notes = [f"{found.status}."]
    if still:
        parts = "1 part is" if still == 1 else f"{still} parts are"
        notes.append(f"{parts} still to be written by people, marked “{found.words['to-write']}”.")
    return Made(data, tuple(notes))


def workbook_section(study: Study) -> None:
    """Draw the workbook that calculates, made on request."""
    st.subheader("Workbook that calculates (Excel)", anchor=False)
    st.write(
        "Formulas lead from every stated number to the ratio: change an input or choose a scenario, and it follows. It "
        "is a second, independent calculation; a sheet compares its totals with those here. Start opens it again."
    )
    today = now().date()
    on_request(
        "handing-workbook",
        "Workbook that calculates",
        (values.fingerprint(study), today),
        lambda report: Made(live_workbook(study, today)),
        file_name=f"{file_name(study).rpartition('.')[0]}.xlsx",
        kind=EXCEL,
    )
    blank_button(study.currency, "handing-blank")
