"""History: what was done, step by step; go back to any step; earlier versions; what differs between two."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from sroi.errors import FileError, SroiError
from sroi.study.history import History
from sroi.study.study import Study
from sroi.valuation.changes import edits
from sroi.valuation.compare import Comparison, compare
from sroi.valuation.formats import money
from sroi.valuation.sentences import difference
from sroi.webapp import session
from sroi.webapp.need import need_study
from sroi.webapp.place import drafts, hosted, now
from sroi.webapp.problems import safe, show_problems
from sroi.webapp.times import when

#: Steps listed before one asks for more.
_LISTED = 30


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the study that can be looked at: its name, and how to get it."""

    name: str
    step: int | None = None
    revision: int | None = None

    def study(self) -> Study:
        """The study of this version."""
        history = session.session().history
        assert history is not None
        if self.step is not None:
            return history.commands[self.step].study
        kept = drafts()
        assert kept is not None and self.revision is not None
        return kept.open(self.revision)


def page() -> None:
    """Draw the page."""
    need_study()
    history = session.session().history
    assert history is not None
    st.write("Every step is listed with its name. Going back to a step loses nothing: the later ones stay in the list.")
    _steps(history)
    versions = _versions(history)
    _compare(versions, history.cursor)
    _earlier(versions)


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


def _versions(history: History) -> list[Version]:
    """Steps of this history, the newest first; then what is kept of the draft besides."""
    steps = [
        Version(f"Step {place + 1}: {command.label}", step=place) for place, command in enumerate(history.commands)
    ][::-1]
    position = session.session().position
    if position is None:
        return steps
    try:
        kept = drafts()
        revisions = kept.revisions(position.draft) if kept is not None else ()
    except FileError as error:
        show_problems(error.problems)
        return steps
    return steps + [
        Version(f"{when(found.made, now())}: {found.label}", revision=found.id)
        for found in revisions
        if found.id not in position.line
    ]


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
        changed = edits(one, other)
    except SroiError as error:
        show_problems(error.problems)
        return
    if not changed:
        st.info("Nothing that counts differs: only comments or layout.")
        return
    try:
        _effect(compare(one, other))
    except SroiError:
        st.info("The ratios cannot be compared: one of the two versions cannot be valued yet.")
    st.subheader(f"{len(changed)} change{'s' if len(changed) > 1 else ''}", anchor=False)
    st.markdown("\n".join(f"- {safe(str(edit))}" for edit in changed[:100]))
    if len(changed) > 100:
        st.caption(f"And {len(changed) - 100} more.")


def _effect(found: Comparison) -> None:
    """Headline measures of both; no ratio beside a ratio where the two count differently."""
    one, other = found.first.study.currency, found.second.study.currency
    if one != other:
        st.warning("The two versions are in different currencies; their numbers are not set beside each other.")
        return
    st.markdown(f"**{safe(f'Ratio {difference(found.first.ratio, found.second.ratio, one)}')}**")
    if found.differences:
        lead = "They count differently, so part of this is not a change in what is achieved: "
        st.warning(safe(lead + "; ".join(found.differences) + "."))
    rows = [
        ("Net present value", "npv"),
        ("Present value of benefits", "pv_benefits"),
        ("Present value of inputs", "pv_inputs"),
    ]
    values = [(money(getattr(found.first, key), one), money(getattr(found.second, key), one)) for _, key in rows]
    st.table(
        {
            "Measure": [title for title, _ in rows],
            "First": [safe(first) for first, _ in values],
            "Second": [safe(second) for _, second in values],
            "Difference": [safe(money(getattr(found.second, key) - getattr(found.first, key), one)) for _, key in rows],
        },
        hide_index=True,
        border="horizontal",
    )
    alone = [change for change in found.changes if change.alone is not None]
    if len(alone) > 1:
        ratio = money(alone[0].alone or 0.0, one, 2)
        st.caption(safe(f"The largest single effect: {alone[0].label}; alone it makes the ratio {ratio}."))
