"""What differs between two versions of a study, in words: the ratio before and after, why, and which findings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from sroi.analysis.bridge import Bridge
from sroi.assurance.finding import Finding
from sroi.assurance.versions import Between
from sroi.charts.bridge import bridge as bridge_chart
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.changes import edits
from sroi.valuation.compare import Comparison
from sroi.valuation.formats import money
from sroi.valuation.sentences import difference
from sroi.webapp.chart_frame import show_chart
from sroi.webapp.checking import assured
from sroi.webapp.problems import safe, show_problems

#: Changes and findings that are listed.
_LISTED: Final = 60

_NOTHING: Final = "Nothing that counts differs: only comments or layout."

#: Measures that stand below the ratio.
_MEASURES: Final = {
    "npv": "Net present value",
    "pv_benefits": "Present value of benefits",
    "pv_inputs": "Present value of inputs",
}


def differences(one: Study, other: Study, key: str) -> None:
    """Draw what differs between two versions, the first before the second.

    Parameters
    ----------
    one, other
        The versions.
    key
        Key of what is drawn; unlike any other on the page.
    """
    try:
        found = assured.between(one, other)
    except SroiError:
        _in_words(one, other)
        return
    comparison = found.comparison
    if comparison.identical:
        st.info(_NOTHING)
        return
    if not comparison.related:
        said = (
            comparison.refusal
            or "These are two studies of different things; their ratios are not set beside each other."
        )
        st.warning(safe(said))
        return
    _effect(comparison)
    _list(f"{len(found.changes)} change{'s' if len(found.changes) > 1 else ''}", found.changes)
    _why(one, other, key)
    _findings(found)


def _in_words(one: Study, other: Study) -> None:
    """What differs between two versions of which one cannot be valued."""
    try:
        changed = tuple(map(str, edits(one, other)))
    except SroiError as error:
        show_problems(error.problems)
        return
    if not changed:
        st.info(_NOTHING)
        return
    st.info("The ratios cannot be compared: one of the two versions cannot be valued yet.")
    _list(f"{len(changed)} change{'s' if len(changed) > 1 else ''}", changed)


def _list(title: str, lines: Sequence[str]) -> None:
    st.subheader(title, anchor=False)
    st.markdown("\n".join(f"- {safe(line)}" for line in lines[:_LISTED]))
    if len(lines) > _LISTED:
        st.caption(f"And {len(lines) - _LISTED} more.")


def _effect(found: Comparison) -> None:
    """Headline measures of both; no ratio beside a ratio where the two are in different money."""
    one, other = found.first.study.currency, found.second.study.currency
    if one != other:
        st.warning("The two versions are in different currencies; their numbers are not set beside each other.")
        return
    st.markdown(f"**{safe(f'Ratio {difference(found.first.ratio, found.second.ratio, one)}')}**")
    if found.differences:
        lead = "They count differently, so part of this is not a change in what is achieved: "
        st.warning(safe(lead + "; ".join(found.differences) + "."))
    sides = [{key: money(getattr(side, key), one) for key in _MEASURES} for side in (found.first, found.second)]
    st.table(
        {
            "Measure": list(_MEASURES.values()),
            "First → second": [safe(f"{sides[0][key]} → {sides[1][key]}") for key in _MEASURES],
        },
        hide_index=True,
        border="horizontal",
    )


def _why(one: Study, other: Study, key: str) -> None:
    """What the difference of the ratio is made of; nothing where that cannot be said."""
    try:
        found: Bridge = assured.bridge(one, other)
    except SroiError:
        return
    if not found.parts:
        return
    st.subheader("What the difference is made of", anchor=False)
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in found.summary))
    if len(found.parts) > 1:
        show_chart(bridge_chart(found), key=key, explain=None)


def _findings(found: Between) -> None:
    """Findings of the checks that only one of the two versions has open."""
    st.subheader("Findings of the checks", anchor=False)
    if not found.new and not found.gone:
        st.write("The same findings are open in both.")
    for lead, findings in (("New in the second", found.new), ("No longer open in the second", found.gone)):
        if findings:
            st.markdown(f"**{lead} ({len(findings)})**")
            st.markdown("\n".join(f"- {_of(finding)}" for finding in findings[:_LISTED]))
            if len(findings) > _LISTED:
                st.caption(f"And {len(findings) - _LISTED} more.")


def _of(finding: Finding) -> str:
    return safe(f"{finding.rule.level.capitalize()} {finding.rule.id}, {finding.rule.title}: {finding.found.message}")
