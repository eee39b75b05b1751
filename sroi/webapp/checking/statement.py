"""The assurance statement: the eight principles one by one, what the study says on each, and what it leaves open."""

from __future__ import annotations

import json
from datetime import date
from functools import partial

import streamlit as st

from sroi.analysis.recorded.beside import KEY
from sroi.analysis.recorded.inside import in_markdown
from sroi.analysis.reproducing import run_record
from sroi.assurance.principles import NAMES_FROM
from sroi.assurance.statement import OnPrinciple, assurance_statement
from sroi.study.study import Study
from sroi.study.writing import json_text
from sroi.valuation.valuation import Valuation
from sroi.webapp import values
from sroi.webapp.checking import assured
from sroi.webapp.frame import file_name
from sroi.webapp.place import now
from sroi.webapp.problems import safe


def statement_section(study: Study) -> None:
    """Draw the statement, with downloads."""
    found = assured.statement(study)
    st.markdown("\n".join(f"- {safe(caveat)}" for caveat in found.caveats))
    statement_buttons(study, "checks")
    for one in found.principles:
        _principle(one)
    st.caption(safe(f"Names of the principles: {NAMES_FROM}. Questions, and which check belongs where, are ours."))


def statement_buttons(study: Study, key: str) -> None:
    """Draw the downloads of the statement, made when they are asked for.

    Parameters
    ----------
    study
        The study; it can be valued.
    key
        First part of the keys of the buttons.
    """
    stem, valuation, today = file_name(study).rpartition(".")[0], values.valuation(study), now().date()
    with st.container(horizontal=True, gap="small"):
        for name, ending, kind in (("Markdown", "md", "text/markdown"), ("JSON", "json", "application/json")):
            st.download_button(
                f"Assurance statement ({name})",
                data=partial(_written, valuation, today, ending),
                file_name=f"{stem}-assurance.{ending}",
                mime=kind,
                key=f"{key}-statement-{ending}",
                icon=":material/download:",
                on_click="ignore",
            )


def _written(valuation: Valuation, today: date, ending: str) -> bytes:
    """The statement as a file; it is made outside the page, so nothing the window remembers is asked for."""
    found, record = assurance_statement(valuation, today=today), run_record(valuation, date=today)
    if ending == "md":
        return in_markdown(found.markdown, record).encode("utf-8")
    return json_text({**found.to_dict(), KEY: json.loads(record.as_text())}).encode("utf-8")


def _principle(one: OnPrinciple) -> None:
    principle, still = one.principle, [finding for finding in one.findings if finding.open]
    st.header(f"{principle.number}. {safe(principle.name)}", anchor=False)
    for answer in one.answers:
        st.markdown(f"**{safe(answer.asks)}**")
        lines = [safe(said) for said in answer.said] + [f"**Gap:** {safe(gap)}" for gap in answer.gaps]
        st.markdown("\n".join(f"- {line}" for line in lines))
    if still:
        said = ", ".join(dict.fromkeys(f"{finding.rule.id} ({finding.rule.title})" for finding in still))
        st.markdown(f"**Open findings:** {safe(said)}")
    st.caption(safe(f"What checks cannot judge: {principle.beyond_checks}"))
