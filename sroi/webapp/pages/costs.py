"""Costs and settings: what is invested, by whom and when, and how years and prices are made comparable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import streamlit as st

from sroi.bank.schedules import schedule, schedule_names
from sroi.errors import FileError, SroiError
from sroi.study.identifiers import proposed_id
from sroi.study.places import Place, places
from sroi.study.study import Study
from sroi.valuation.evidence import source_text
from sroi.valuation.formats import money
from sroi.valuation.labels import spaced
from sroi.webapp import session, values
from sroi.webapp.entering.numbers import estimate_box, in_two_columns, typed
from sroi.webapp.explain import explain_button
from sroi.webapp.need import link, need_study
from sroi.webapp.problems import safe, safe_label, show_problems

#: What is contributed, in words.
_KINDS: Final = {"cash": "cash", "in-kind": "goods and space (in kind)", "time": "time of volunteers"}

#: What an empty box suggests: for an amount, and for what is added to it.
_EXAMPLE: Final = ("50,000 or 45,000 to 60,000", "10% or 10% (5% to 20%)")

#: What a study without a word about it is discounted by, and what stands where none is named.
_DEFAULT: Final = "sroi-guide"
_OWN_RATE: Final = "none: rates of its own"

_PART_YEARS: Final = {"pro-rata": "as the part it is", "round-up": "as a whole year"}


def page() -> None:
    """Draw the page."""
    study = need_study()
    st.header("What is invested", anchor=False)
    _total(study)
    for name in study.inputs:
        _input(study, name)
    _add(study)
    st.header("Settings", anchor=False)
    _settings(study)


def _total(study: Study) -> None:
    if not study.inputs:
        st.info("Nothing is invested yet: without inputs there is no ratio.")
        return
    try:
        valuation = values.valuation(study)
    except SroiError as error:
        show_problems(error.problems, "There is no ratio yet.")
        return
    st.write(safe(f"Present value of all inputs: {money(valuation.pv_inputs, study.currency)}."))
    explain_button("inputs", "Explain the inputs", key="costs-explain")


def _input(study: Study, name: str) -> None:
    given = study.inputs[name]
    payer = study.stakeholders[given.from_].name
    with st.container(border=True, key=f"costs-input-{name}"):
        st.subheader(safe(given.name or spaced(name).capitalize()), anchor=False)
        st.caption(safe(f"From {payer}; {_KINDS[given.kind]}."))
        in_two_columns(
            _numbers(study, f"inputs/{name}/"),
            lambda place: estimate_box(
                place.address, safe_label(_label(study, place)), example=_EXAMPLE[_biased(place)]
            ),
        )
        if given.source:
            st.caption(safe(f"Source: {source_text(study, given.source).rstrip('.')}."))
        if st.button("Remove", key=f"costs-remove-{name}", icon=":material/delete:"):
            document = study.document
            document["inputs"] = {key: item for key, item in document["inputs"].items() if key != name}
            _take(study, document, f"input {name} removed")


def _biased(place: Place) -> bool:
    return place.address.endswith("optimism_bias")


def _label(study: Study, place: Place) -> str:
    if _biased(place):
        return "Added for optimism (costs tend to be understated), %"
    inside = [part for part in place.address.split("/")[2:] if part != "amount"]
    if all(map(str.isdigit, inside)):
        return f"Amount{''.join(f' in {year}' for year in inside)}, {study.currency}"
    return f"Amount: {', '.join(map(spaced, inside))}"


def _numbers(study: Study, root: str) -> list[Place]:
    return [place for place in places(study) if place.address.startswith(root)]


def _add(study: Study) -> None:
    if not study.stakeholders:
        st.info("Say first who is involved: an input comes from a stakeholder.")
        link("scope", "Scope and people")
        return
    with st.expander("Add an input"), st.form("costs-add", border=False, clear_on_submit=False):
        words = st.text_input("What is it?", placeholder="Grant, staff, rooms, volunteers' time …")
        payer = st.selectbox("Who contributes it?", list(study.stakeholders), format_func=_name_of(study))
        amount = st.text_input(f"Amount, {study.currency}", placeholder="50,000 or 45,000 to 60,000")
        kind = st.selectbox("What is contributed?", list(_KINDS), format_func=_KINDS.__getitem__)
        source = st.text_input("Who says so? (source)", placeholder="budget 2026")
        if st.form_submit_button("Add input", icon=":material/add:"):
            _added(study, words, str(payer), amount, str(kind), source)


def _name_of(study: Study) -> Callable[[str], str]:
    return lambda key: study.stakeholders[key].name


def _added(study: Study, words: str, payer: str, amount: str, kind: str, source: str) -> None:
    key = proposed_id(words)
    if not key or key in study.inputs:
        st.error("There is an input of that name already." if key else "Say in words what is invested.")
        return
    try:
        written = typed(amount)
    except FileError as error:
        show_problems(error.problems)
        return
    if written is None:
        st.error("Say how much it is.")
        return
    stated = {"name": words, "from": payer, "amount": written, "kind": kind} | ({"source": source} if source else {})
    document = study.document
    _take(study, {**document, "inputs": {**(document.get("inputs") or {}), key: stated}}, f"input {key} added")


def _take(study: Study, document: dict[str, object], label: str) -> None:
    try:
        new = study.replaced(document)
    except SroiError as error:
        show_problems(error.problems, "Nothing was changed.")
        return
    session.commit(new, label, redraw=True)


def _settings(study: Study) -> None:
    epoch = session.session().epoch
    left, right = st.columns(2, gap="large")
    with left:
        horizon = st.number_input(
            "Years counted (horizon)", min_value=1, max_value=1000, value=study.horizon, key=f"costs-horizon-{epoch}"
        )
        start = st.number_input("First year", value=study.start_year, step=1, key=f"costs-start-{epoch}")
        base = st.text_input("Prices of (price base)", value=study.price_base, key=f"costs-base-{epoch}")
    with right:
        shared = st.text_input(
            "Error shared within a family of estimates",
            value=_percent(study.shared_error),
            key=f"costs-shared-{epoch}",
            help="30% is a house rule; at 0% a study with many outcomes looks more certain than it is.",
        )
        parts = st.selectbox(
            "A part of a year counts",
            list(_PART_YEARS),
            index=list(_PART_YEARS).index(study.partial_years),
            format_func=_PART_YEARS.__getitem__,
            key=f"costs-parts-{epoch}",
        )
    _discounting(study)
    written = {"horizon": int(horizon), "start_year": int(start), "price_base": base, "partial_years": parts}
    changes = {key: value for key, value in written.items() if value != getattr(study, key)}
    try:
        if shared.strip() != _percent(study.shared_error):
            changes["shared_error"] = typed(shared)
    except FileError as error:
        show_problems(error.problems, "The setting was not changed.")
        return
    _change(study, changes)


def _change(study: Study, changes: dict[str, Any], *, redraw: bool = False) -> None:
    """Change settings, and draw the page again where that made a difference: 0.3 says what 30% says."""
    problems = session.edit(changes, redraw=redraw) if changes else ()
    if session.study() is not study:
        st.rerun()
    if problems:
        show_problems(problems, "The setting was not changed.")


def _percent(share: float) -> str:
    return f"{100 * share:.6g}%"


def _discounting(study: Study) -> None:
    st.subheader("Discounting", anchor=False)
    try:
        rule = values.valuation(study).convention.partition(": ")[2]  # the name stands in the box below
        st.write(safe(f"{rule[0].upper()}{rule[1:]}."))
    except SroiError:
        st.caption("It is said in words once there are inputs and outcomes.")
    written = study.document.get("discounting", _DEFAULT)
    named = written if isinstance(written, str) else None
    epoch = session.session().epoch
    left, right = st.columns(2, gap="large")
    with left:
        chosen = st.selectbox(
            "Named convention",
            list(dict.fromkeys([named or _OWN_RATE, *schedule_names()])),
            format_func=lambda name: name if name == _OWN_RATE else schedule(name).title,
            key=f"costs-convention-{epoch}",
        )
    if chosen not in (named, _OWN_RATE):
        _change(study, {"discounting": chosen}, redraw=True)
    with right:
        if named is None:
            estimate_box("discounting/rate", "Discount rate, % a year")
        else:
            _own_rate(study, epoch)


def _own_rate(study: Study, epoch: int) -> None:
    """A rate of its own where a named convention stands: the years are then counted as the convention counts them."""
    text = st.text_input(
        "Or a rate of its own, % a year", key=f"costs-rate-{epoch}", placeholder="such as 3.5%", autocomplete="off"
    )
    try:
        rate = typed(text)
    except FileError as error:
        show_problems(error.problems, "The rate was not changed.")
        return
    if rate is not None:
        _change(study, {"discounting/rate": rate}, redraw=True)
