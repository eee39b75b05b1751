"""Start: open an example, a file, a template or a blank study; take up a draft."""

from __future__ import annotations

import json
from typing import Any

import streamlit as st

from sroi.errors import FileError, SroiError
from sroi.study.drafts import Draft
from sroi.study.loading import load
from sroi.study.reading import MOST_BYTES
from sroi.study.study import Study
from sroi.valuation.labels import spaced
from sroi.valuation.opening import SUFFIXES, head, open_sent, ready_studies, templates
from sroi.webapp import session
from sroi.webapp.entering.importing import import_table
from sroi.webapp.place import drafts, hosted, now
from sroi.webapp.problems import body, safe, show_problems
from sroi.webapp.times import when

#: Drafts shown before one asks for more.
_SHOWN = 3

_CURRENCIES = ("GBP", "EUR", "USD", "AUD", "CAD", "NOK", "NZD")

_KINDS = {
    "illustration": "Illustration: not an evaluation of a real programme",
    "forecast": "Published forecast, rebuilt",
    "evaluation": "Published evaluation, rebuilt",
}


def page() -> None:
    """Draw the page."""
    st.write(
        "What is a programme worth to the people it changes, compared with what it costs? "
        "Open a study, or begin one. Every number says where it comes from."
    )
    if not hosted():
        _drafts()
    for pair in ((_example, _file), (_template, _blank)):
        for column, card in zip(st.columns(2), pair, strict=True):
            with column, st.container(border=True, height="stretch", key=f"start-{card.__name__[1:]}-card"):
                card()
    import_table()


def _example() -> None:
    st.header("Open an example", anchor=False)
    heads = _heads()
    names = sorted(heads, key=lambda name: (heads[name].get("kind") != "illustration", heads[name]["title"]))
    chosen = st.selectbox("Example", names, format_func=lambda name: heads[name]["title"], key="start-example")
    said = heads[chosen]
    # A long title is cut in the box on a narrow screen: it stands here in full.
    told = f"{said['title']}. {_KINDS[said.get('kind', 'forecast')]}. {said.get('purpose', '')}"
    st.caption(safe(told.strip()))
    st.button("Open example", key="start-open-example", type="primary", on_click=_open_example)


def _open_example() -> None:
    study = load(ready_studies()[st.session_state["start-example"]])
    # A ready study stands alone: the folder it lies in is not the reader's.
    session.open_study(Study.parse(study.text()), f"opened the example “{study.title}”", goto="answer")


@st.cache_data(max_entries=1, show_spinner=False)
def _heads() -> dict[str, dict[str, Any]]:
    return {name: head(path) for name, path in ready_studies().items()}


def _file() -> None:
    st.header("Open my file", anchor=False)
    key = f"start-file-{session.session().epoch}"
    st.file_uploader(
        "Study file (YAML or JSON)",
        type=list(SUFFIXES),
        key=key,
        max_upload_size=MOST_BYTES // 1024**2,  # said by the browser; the file is measured again when it is read
        on_change=_open_file,
        args=(key,),
    )
    rejected = session.session().rejected
    if rejected is not None:
        name, problems = rejected
        st.error(body(problems, f"{safe(name)} was not opened, and nothing of it was taken over."))
    st.caption(
        "The file is read, never run. "
        + ("It stays in this window and is not kept." if hosted() else "It stays on this computer.")
    )


def _open_file(key: str) -> None:
    here = session.session()
    sent = st.session_state.get(key)
    here.rejected = None
    if sent is None:
        return
    try:
        study = open_sent(sent.getvalue(), sent.name)
    except SroiError as error:
        here.rejected = sent.name, error.problems
        return
    session.open_study(study, f"opened {sent.name}", goto="answer")


def _template() -> None:
    st.header("Start from a template", anchor=False)
    st.selectbox(
        "Field of work", list(templates()), format_func=lambda name: spaced(name).capitalize(), key="start-template"
    )
    st.caption("A small study with typical outcomes. Every number in it is a placeholder, marked as an assumption.")
    st.button("Start from template", key="start-open-template", on_click=_open_template)


def _open_template() -> None:
    name = st.session_state["start-template"]
    text = templates()[name].read_text(encoding="utf-8")
    label = f"started from the template “{spaced(name)}”"
    session.open_study(Study.parse(text), label, saved=False, goto="scope")


def _blank() -> None:
    st.header("Start blank", anchor=False)
    with st.form("start-blank", border=False, enter_to_submit=True):
        title = st.text_input("Title of the study", key="start-title", placeholder="such as Walking groups in Hull")
        left, middle, right = st.columns([5, 4, 4], vertical_alignment="bottom")
        currency = left.selectbox("Currency", _CURRENCIES, key="start-currency")
        year = middle.number_input("First year", 1900, 2200, now().year, step=1, key="start-year")
        horizon = right.number_input("Years counted", 1, 100, 5, step=1, key="start-horizon")
        sent = st.form_submit_button("Start blank", key="start-open-blank")
    if sent:
        if not title.strip():
            st.error("A study has a title. Write one above.")
            return
        try:
            study = Study.parse(_blank_text(title.strip(), currency, int(year), int(horizon)))
        except SroiError as error:
            show_problems(error.problems, "The study was not begun.")
            return
        session.open_study(study, "started blank", saved=False, goto="scope")
        st.rerun()


def _blank_text(title: str, currency: str, year: int, horizon: int) -> str:
    """Text of a study that says nothing yet.

    Examples
    --------
    >>> Study.parse(_blank_text('Walks: "a" #1', "GBP", 2026, 5)).title
    'Walks: "a" #1'
    """
    return (
        f"sroi: 1\ntitle: {json.dumps(title, ensure_ascii=False)}\nkind: forecast\ncurrency: {currency}\n"
        f"price_base: unknown\nstart_year: {year}\nhorizon: {horizon}\ndiscounting: green-book\n\n"
        "stakeholders: {}\n\ninputs: {}\n\noutcomes: {}\n"
    )


def _drafts() -> None:
    try:
        kept = drafts()
        found = kept.recent(12) if kept is not None else ()
    except FileError as error:
        show_problems(error.problems)
        return
    here = session.session().position
    others = [draft for draft in found if here is None or draft.id != here.draft]
    if not others:
        return
    with st.container(border=True, key="start-drafts"):
        st.header("Go on with a draft", anchor=False)
        st.caption("Every step is kept on this computer as you take it.")
        for draft in others[:_SHOWN]:
            _draft(draft)
        if len(others) > _SHOWN:
            with st.expander(f"{len(others) - _SHOWN} more"):
                for draft in others[_SHOWN:]:
                    _draft(draft)


def _draft(draft: Draft) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            safe(draft.title),
            key=f"start-draft-{draft.id}",
            icon=":material/description:",
            wrap=True,
            on_click=_open_draft,
            args=(draft.id,),
        )
        many = "1 step" if draft.revisions == 1 else f"{draft.revisions} steps"
        st.caption(f"{when(draft.changed, now())}, {many}", width="content")
        with st.popover("Remove", icon=":material/delete:", key=f"start-remove-{draft.id}"):
            st.write("This removes the draft and all its steps from this computer. It cannot be undone.")
            st.button("Remove for good", key=f"start-forget-{draft.id}", on_click=_forget, args=(draft.id,))


def _open_draft(draft: str) -> None:
    if session.restore(draft):
        session.session().goto = "answer"


def _forget(draft: str) -> None:
    kept = drafts()
    if kept is not None:
        kept.forget(draft)
