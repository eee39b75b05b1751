"""History: every step, and what differs between two; who signed; what was assumed and decided, why and by whom."""

from __future__ import annotations

from functools import partial

import streamlit as st

from sroi.errors import SroiError
from sroi.study.history import History
from sroi.study.reading import MOST_BYTES
from sroi.valuation.opening import SUFFIXES, open_sent
from sroi.webapp import session
from sroi.webapp.checking.mend import TABS
from sroi.webapp.keeping.differences import differences
from sroi.webapp.keeping.logs import assumptions_section, decisions_section
from sroi.webapp.keeping.sign_off import sign_off_section
from sroi.webapp.keeping.versions import Version, versions
from sroi.webapp.need import need_study
from sroi.webapp.place import hosted, now
from sroi.webapp.problems import safe, show_problems
from sroi.webapp.tabs import tabs
from sroi.webapp.times import when

#: Steps listed before one asks for more.
_LISTED = 30


def page() -> None:
    """Draw the page."""
    study = need_study()
    history = session.session().history
    assert history is not None
    tabs(
        TABS,
        {
            "Versions": partial(_versions, history),
            "Sign-off": partial(sign_off_section, study),
            "Assumptions": partial(assumptions_section, study),
            "Decisions": partial(decisions_section, study),
        },
    )


def _versions(history: History) -> None:
    st.write("Every step is listed with its name. Going back to a step loses nothing: the later ones stay in the list.")
    _steps(history)
    found = versions(history)
    _compare(found, history.cursor)
    _with_file(history)
    _earlier(found)


def _steps(history: History) -> None:
    st.header("Steps", anchor=False)
    places = range(len(history.commands) - 1, -1, -1)
    listed = [place for place in places if place >= len(history.commands) - _LISTED or place == history.cursor]
    st.table(
        {
            "Step": [f"{place + 1}" for place in listed],
            "What was done": [safe(history.commands[place].label) for place in listed],
            "When": [when(history.commands[place].when, now()) for place in listed],
            "Now": [_mark(place, history.cursor) for place in listed],
        },
        hide_index=True,
        border="horizontal",
    )
    if len(history.commands) > 1:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            key = f"history-step-{len(history.commands)}-{history.cursor}"
            st.selectbox(
                "Step to go to",
                [place for place in places if place != history.cursor],
                format_func=lambda place: f"{place + 1}: {history.commands[place].label}",
                key=key,
            )
            st.button("Go to this step", key="history-go", on_click=_go_to, args=(key,))


def _go_to(key: str) -> None:
    session.go_to(st.session_state[key])


def _mark(place: int, cursor: int) -> str:
    return "you are here" if place == cursor else "undone" if place > cursor else ""


def _with_file(history: History) -> None:
    """What differs between a version that lies in a file and the study as it is now."""
    with st.expander("Compare with a version in a file"):
        sent = st.file_uploader(
            "Study file (YAML or JSON)",
            type=list(SUFFIXES),
            key="history-file",
            max_upload_size=MOST_BYTES // 1024**2,  # said by the browser; the file is measured again when it is read
        )
        if sent is None:
            return
        try:
            before = open_sent(sent.getvalue(), sent.name)
        except SroiError as error:
            show_problems(error.problems, f"{safe(sent.name)} was not compared.")
            return
        st.write(safe(f"First: {sent.name}. Second: the study as it is now."))
        differences(before, history.study, "history-file-differences")


def _earlier(versions: list[Version]) -> None:
    others = [version for version in versions if version.revision is not None]
    if hosted():
        st.caption("Versions are kept in this window only.")
        return
    if not others:
        return
    st.header("Earlier versions", anchor=False)
    st.write("These steps were undone and then replaced by others. They are kept on this computer.")
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Version", others, format_func=lambda version: version.name, key="history-version")
        st.button("Go on from this version", key="history-open", on_click=_go_on)


def _go_on() -> None:
    version = st.session_state["history-version"]
    try:
        session.apply(version.study(), f"went back to {version.name}", redraw=True)
    except SroiError as error:
        session.tell(str(error), "error")


def _compare(versions: list[Version], cursor: int) -> None:
    """What differs between two versions that the reader chooses."""
    if len(versions) < 2:
        return
    st.header("Compare two versions", anchor=False)
    here = next(place for place, version in enumerate(versions) if version.step == cursor)
    left, right = st.columns(2)
    names, key = [version.name for version in versions], f"{len(versions)}-{cursor}"
    every, name_of = range(len(names)), names.__getitem__
    first = next(place for place, version in enumerate(versions) if version.step == 0)
    before = left.selectbox("First", every, first, format_func=name_of, key=f"history-first-{key}")
    after = right.selectbox("Second", every, here, format_func=name_of, key=f"history-second-{key}")
    if before == after:
        st.info("Choose two different versions.")
        return
    try:
        one, other = versions[before].study(), versions[after].study()
    except SroiError as error:
        show_problems(error.problems)
        return
    differences(one, other, "history-differences")
