"""Sign-off: who stands for the study as it is now, and what has changed since somebody did."""

from __future__ import annotations

import streamlit as st

from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.webapp import session, values
from sroi.webapp.keeping.differences import differences
from sroi.webapp.keeping.versions import with_hash
from sroi.webapp.place import now
from sroi.webapp.problems import safe, show_problems


def signed_off(study: Study, by: str, when: str) -> Study:
    """The study, signed off as it is now.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, inputs: {}, outcomes: {}}
    ... ''')
    >>> signed = signed_off(study, "The board", "2026-03-01")
    >>> signed.signed_off.hash == signed.hash == study.hash, unsigned(signed).signed_off
    (True, None)
    """
    return study.replaced({**study.document, "signed_off": {"by": by, "when": when, "hash": study.hash}})


def unsigned(study: Study) -> Study:
    """The study without a sign-off."""
    return study.replaced({key: item for key, item in study.document.items() if key != "signed_off"})


def sign_off_section(study: Study) -> None:
    """Draw who signed, what has changed since, and the form to sign."""
    signed = study.signed_off
    if signed is None:
        st.write("Nobody has signed this study off.")
    elif signed.hash.strip().lower() == study.hash:
        st.success(safe(f"{signed.by} signed it off on {signed.when}, as it is now."))
    else:
        st.warning(safe(f"{signed.by} signed it off on {signed.when}. It has changed since then."))
    _form(study)
    if signed is None:
        return
    if st.button("Withdraw the sign-off", key="sign-off-withdraw", icon=":material/undo:"):
        session.commit(unsigned(study), "sign-off withdrawn", redraw=True)
    if signed.hash.strip().lower() != study.hash:
        _since(study, signed.hash.strip().lower())


def _form(study: Study) -> None:
    with st.form("sign-off", border=True):
        st.write(
            "Signing keeps the name, the day and a hash of everything the study says. Any change after it is shown."
        )
        still = values.open_checks(study)
        if still is None:
            st.caption("The study cannot be valued yet: what has no result is not signed.")
        elif still:
            st.caption(f"{still} check{' is' if still == 1 else 's are'} open; signing closes none of them.")
        by = st.text_input("Name", key="sign-off-by", autocomplete="name")
        sent = st.form_submit_button("Sign off", key="sign-off-sign", icon=":material/draw:", disabled=still is None)
    if not sent:
        return
    if not by.strip():
        st.error("Give a name: a sign-off is somebody's.")
        return
    try:
        new = signed_off(study, by.strip(), now().date().isoformat())
    except SroiError as error:
        show_problems(error.problems, "It was not signed off.")
        return
    session.commit(new, f"signed off by {by.strip()}", redraw=True)


def _since(study: Study, signed: str) -> None:
    st.header("What has changed since", anchor=False)
    before = with_hash(signed)
    if before is None:
        st.info(
            "The version that was signed is not kept here. Where you have its file, compare with it under Versions."
        )
        return
    differences(before, study, "sign-off-since")
