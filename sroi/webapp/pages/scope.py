"""Scope and people: what the study is about, who is changed, who pays, and who is left out and why."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from sroi.assurance.rules.stakeholders import unaccounted
from sroi.charts.theory_of_change import theory_of_change
from sroi.errors import SroiError
from sroi.study.identifiers import proposed_id
from sroi.study.study import Study
from sroi.webapp import session
from sroi.webapp.chart_frame import show_chart
from sroi.webapp.checking.mend import asked
from sroi.webapp.entering.limits_box import limitations_box
from sroi.webapp.entering.numbers import estimate_box
from sroi.webapp.need import need_study
from sroi.webapp.problems import safe, show_problems

_ROLES: Final = {
    "participant": "takes part",
    "public": "public body",
    "funder": "funder",
    "other": "other",
}

_KINDS: Final = {
    "forecast": "forecast: before the event",
    "evaluation": "evaluation: after it",
    "illustration": "illustration of the method",
}


def page() -> None:
    """Draw the page."""
    study = need_study()
    _about(study)
    limitations_box(study)
    st.header("Who is changed, and who pays", anchor=False)
    for name in study.stakeholders:
        _person(study, name)
    _add(study)
    if study.outcomes:
        st.header("How it is meant to work", anchor=False)
        show_chart(theory_of_change(study), key="scope-theory", explain=None)


def _about(study: Study) -> None:
    epoch = session.session().epoch
    title = st.text_input("Title", value=study.title, key=f"scope-title-{epoch}")
    kind = st.selectbox(
        "Kind of study",
        list(_KINDS),
        index=list(_KINDS).index(study.kind),
        format_func=_KINDS.__getitem__,
        key=f"scope-kind-{epoch}",
    )
    changes: dict[str, Any] = {}
    if not title.strip():
        st.error("A study has a title: the last one stands.")
    elif title != study.title:
        changes["title"] = title
    if kind != study.kind:
        changes["kind"] = kind
    if changes:
        problems = session.edit(changes)
        if session.study() is not study:
            st.rerun()
        show_problems(problems, "Nothing was changed.")


def _person(study: Study, name: str) -> None:
    person, epoch = study.stakeholders[name], session.session().epoch
    uses = [outcome.name for outcome in study.outcomes.values() if outcome.stakeholder == name]
    touched = sum(
        outcome.stakeholder != name and any(value.to == name for value in outcome.all_values().values())
        for outcome in study.outcomes.values()
    )
    pays = [key for key, given in study.inputs.items() if given.from_ == name]
    with st.container(border=True, key=f"scope-person-{name}"):
        st.subheader(safe(person.name), anchor=False)
        told = [_ROLES[person.role]] if person.role != "other" else []
        told += [f"{len(uses)} outcome{'s' if len(uses) != 1 else ''}"] if uses else []
        told += (
            [f"{touched} outcome{' of others bears' if touched == 1 else 's of others bear'} on them"]
            if touched
            else []
        )
        told += [f"contributes {len(pays)} input{'s' if len(pays) != 1 else ''}"] if pays else []
        told += [] if uses or touched or pays else ["no outcome or input of their own"]
        st.caption(safe(f"{'; '.join(told).capitalize()}."))
        with st.expander(f"Details of {safe(person.name)}", expanded=asked(f"stakeholders/{name}")):
            if person.size is not None:
                estimate_box(f"stakeholders/{name}/size", "How many there are")
            _words(study, name, "involved", "How they were involved: who, how many, how", epoch)
            _words(study, name, "excluded", "Why no outcome of theirs is counted", epoch)
            _words(study, name, "note", "Note", epoch)
            if not uses and not pays and st.button("Remove", key=f"scope-remove-{name}", icon=":material/delete:"):
                document = study.document
                document["stakeholders"] = {k: v for k, v in document["stakeholders"].items() if k != name}
                _take(study, document, f"stakeholder {name} removed")
        if name in unaccounted(study):
            st.warning("Neither an outcome nor a reason for leaving them out is stated.")


def _words(study: Study, name: str, key: str, label: str, epoch: int) -> None:
    before = getattr(study.stakeholders[name], key) or ""
    text = st.text_input(label, value=before, key=f"scope-{key}-{name}-{epoch}")
    if text == before:
        return
    document = study.document
    stated = {k: v for k, v in document["stakeholders"][name].items() if k != key} | ({key: text} if text else {})
    document["stakeholders"] = {**document["stakeholders"], name: stated}
    _take(study, document, f"{key} of stakeholder {name}", redraw=False)


def _add(study: Study) -> None:
    with st.expander("Add a stakeholder", expanded=not study.stakeholders), st.form("scope-add", border=False):
        words = st.text_input("Name", placeholder="Parents, the council, volunteers …")
        role = st.selectbox("What part do they play?", list(_ROLES), format_func=_ROLES.__getitem__)
        involved = st.text_input("How were they involved?", placeholder="interviews with 18 of 240")
        excluded = st.text_input("If nothing of theirs is counted: why?")
        if st.form_submit_button("Add stakeholder", icon=":material/add:"):
            key = proposed_id(words)
            if not key or key in study.stakeholders:
                st.error("There is a stakeholder of that name already." if key else "Say who they are.")
                return
            extra = {"involved": involved, "excluded": excluded}
            stated = {"name": words, "role": role} | {name: text for name, text in extra.items() if text}
            document = study.document
            document["stakeholders"] = {**(document.get("stakeholders") or {}), key: stated}
            _take(study, document, f"stakeholder {key} added")


def _take(study: Study, document: dict[str, Any], label: str, *, redraw: bool = True) -> None:
    try:
        new = study.replaced(document)
    except SroiError as error:
        show_problems(error.problems, "Nothing was changed.")
        return
    session.commit(new, label, redraw=redraw)
