"""Checks: what a reviewer would ask, gravest first, with its effect and a way to let it stand with a reason."""

from __future__ import annotations

import streamlit as st

from sroi.assurance.finding import LEVELS, Finding
from sroi.assurance.review import Review
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.webapp import session, values
from sroi.webapp.need import link, need_study, need_valuation
from sroi.webapp.problems import safe, show_problems

_TITLES = {"error": "Errors", "warning": "Warnings", "note": "Notes"}

#: Page on which a finding is mended, by the first part of its address.
_PAGES = {
    "inputs": "costs",
    "stakeholders": "scope",
    "discounting": "costs",
    "optimism_bias": "costs",
    "estimates": "outcomes",
    "counterfactuals": "outcomes",
}


def page() -> None:
    """Draw the page."""
    study = need_study()
    need_valuation()
    found = values.review(study)
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    st.caption("Errors keep a report a draft until they are mended or acknowledged. There is no score.")
    for level in LEVELS:
        findings = [finding for finding in found.open if finding.rule.level == level]
        if findings:
            st.header(f"{_TITLES[level]} ({len(findings)})", anchor=False)
            for finding in findings:
                _finding(study, found, finding)
    settled = [finding for finding in found.findings if not finding.open]
    if settled:
        st.header(f"Acknowledged ({len(settled)})", anchor=False)
        for finding in settled:
            st.markdown(f"- **{finding.rule.id}** {safe(finding.found.message)} {safe(finding.acknowledged or '')}")


def _finding(study: Study, found: Review, finding: Finding) -> None:
    rule, what = finding.rule, finding.found
    key = f"checks-{rule.id}-{what.address}"
    with st.container(border=True, key=key):
        st.subheader(f"{rule.id}: {safe(rule.title)}", anchor=False)
        st.write(safe(what.message))
        effect = found.effect(finding)
        if effect:
            st.write(safe(effect))
        st.write(safe(f"What to do: {what.fix}."))
        place = f"{what.address}, line {finding.line}" if finding.line else what.address
        st.caption(safe(f"Why: {rule.why} Source: {rule.source}." + (f" Where: {place}." if place else "")))
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            root = what.address.split("/")[0]
            if root in study.outcomes or root in _PAGES or root == "outcomes":
                link(_PAGES.get(root, "outcomes"), "Mend it")
        with st.expander("Let it stand, with a reason"), st.form(f"{key}-form", border=False):
            reason = st.text_input("Reason")
            by = st.text_input("Who says so")
            if st.form_submit_button("Acknowledge"):
                _acknowledge(study, finding, reason.strip(), by.strip())


def _acknowledge(study: Study, finding: Finding, reason: str, by: str) -> None:
    if not reason or not by:
        st.error("Give a reason and a name: both are printed wherever results are.")
        return
    entry = {"check": finding.rule.id, "reason": reason, "by": by}
    if finding.found.address:
        entry["address"] = finding.found.address
    document = study.document
    try:
        new = study.replaced({**document, "acknowledged": [*(document.get("acknowledged") or []), entry]})
    except SroiError as error:
        show_problems(error.problems, "Nothing was changed.")
        return
    session.commit(new, f"{finding.rule.id} acknowledged", redraw=True)
