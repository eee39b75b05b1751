"""What the value rests on: evidence where the money is, and every number with what stands behind it."""

from __future__ import annotations

import streamlit as st

from sroi.assurance.evidence import BASES, GRADES, Evidence
from sroi.study.study import Study
from sroi.valuation.evidence import source_text
from sroi.valuation.formats import part
from sroi.valuation.grades import in_words
from sroi.valuation.stated import number_text
from sroi.webapp.checking import assured
from sroi.webapp.problems import safe


def evidence_section(study: Study) -> None:
    """Draw it."""
    found = assured.evidence(study)
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    st.header("How strong the evidence is where the value is", anchor=False)
    by_grade = found.whole.by_weakest_grade
    _shares("Weakest grade behind it", [(_capital(in_words(grade)), by_grade[grade]) for grade in GRADES])
    st.header("What the value rests on, at least in part", anchor=False)
    _shares("Rests on", [(_capital(base), found.whole.resting_on[base]) for base in BASES])
    st.caption(
        "These overlap: one value rests on several numbers. Each value counts by its size, harm as much as good."
    )
    with st.expander("Every number, and what stands behind it"):
        st.dataframe(
            _numbers(study, found),
            hide_index=True,
            alt="Every number with what it rests on, its grade and the share of the value that depends on it",
        )


def _shares(title: str, rows: list[tuple[str, float]]) -> None:
    there = [(name, share) for name, share in rows if share > 0]
    table = {title: [safe(name) for name, _ in there], "Share of the value": [part(share, 1) for _, share in there]}
    st.table(table, hide_index=True, border="horizontal")


def _numbers(study: Study, found: Evidence) -> dict[str, list[str]]:
    """Every number as people read it."""
    rows = [(row, row.parameter) for row in found.numbers]
    return {
        "Number": [number.label for _, number in rows],
        "Is": [number_text(number.central, number, study.currency) for _, number in rows],
        "Rests on": [row.basis for row, _ in rows],
        "Grade": [row.grade for row, _ in rows],
        "Share of the value": [part(row.value_share, 1) for row, _ in rows],
        "Source": [source_text(number.study, number.source) or "none stated" for _, number in rows],
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
