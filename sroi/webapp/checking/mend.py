"""From a finding to the place where it is mended: the page, the row that opens there, and what to do, said above it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from sroi.assurance.finding import Finding
from sroi.study.study import Study
from sroi.webapp import registry, session

#: Where the address that is to be mended is remembered, so that its row is drawn open.
_ASKED: Final = "mend-asked"

#: Key of the choice of an outcome on the Outcomes page.
_WHICH: Final = "outcomes-which"

#: Key of the tabs of the History page, and the tab on which each log is kept.
TABS: Final = "history-tabs"
_LOGS: Final = {"assumptions": "Assumptions", "decisions": "Decisions", "signed_off": "Sign-off"}

#: Page on which something is mended, by the first part of its address; ids of outcomes stand on Outcomes.
_PAGES: Final = {
    "outcomes": "outcomes",
    "estimates": "outcomes",
    "counterfactuals": "outcomes",
    "stakeholders": "scope",
    "title": "scope",
    "kind": "scope",
    "inputs": "costs",
    "discounting": "costs",
    "horizon": "costs",
    "start_year": "costs",
    "price_base": "costs",
    "shared_error": "costs",
    "partial_years": "costs",
    "assumptions": "history",
    "decisions": "history",
    "signed_off": "history",
    "limitations": "scope",
}


def page_of(study: Study, address: str) -> str | None:
    """Name of the page on which what stands at an address can be changed; None where only the file can.

    Examples
    --------
    >>> from sroi.study.loading import load
    >>> from sroi.valuation.opening import ready_studies
    >>> study = load(ready_studies()["wheels-to-meals"])
    >>> [page_of(study, address) for address in ("inputs/staff", "stakeholders/a/involved", "sources/x", "")]
    ['costs', 'scope', None, None]
    >>> page_of(study, f"{next(iter(study.outcomes))}/deadweight")
    'outcomes'
    """
    root = address.partition("/")[0]
    return "outcomes" if root in study.outcomes else _PAGES.get(root)


def mend_button(study: Study, finding: Finding, *, key: str) -> None:
    """Draw the button that leads to the row a finding speaks of; say where to go where the app has no such row."""
    address = finding.found.address
    page = page_of(study, address)
    if page is None:
        if address:
            st.caption("It is changed in the study file: save it, edit it, and open it again.")
        return
    entry = registry.BY_NAME[page]
    st.button(
        f"Mend it on {entry.title}", key=key, icon=entry.icon, on_click=_go, args=(study, finding, page), wrap=True
    )


def _go(study: Study, finding: Finding, page: str) -> None:
    address = finding.found.address
    root = address.partition("/")[0]
    st.session_state[_ASKED] = address
    if root in study.outcomes:
        st.session_state[_WHICH] = root
    if root in _LOGS:
        st.session_state[TABS] = _LOGS[root]
    session.tell(f"{finding.rule.id}: {finding.found.message} What to do: {finding.found.fix}.")
    session.session().goto = page


def asked(address: str) -> bool:
    """Whether somebody came to mend what stands at an address or below it, so that its details are drawn open."""
    wanted = str(st.session_state.get(_ASKED, ""))
    return wanted == address or wanted.startswith(f"{address}/")
