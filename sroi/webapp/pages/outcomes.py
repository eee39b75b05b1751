"""Outcomes: the value map as a grid, a form for each row, and new rows by hand or from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from sroi.errors import FileError, SroiError
from sroi.study.identifiers import proposed_id
from sroi.study.kinds import Kind
from sroi.study.places import Place, places
from sroi.study.study import Study
from sroi.valuation.evidence import source_text
from sroi.valuation.formats import money, unit_text
from sroi.valuation.grades import in_words
from sroi.valuation.labels import label
from sroi.valuation.model import Model
from sroi.webapp import session, values
from sroi.webapp.checking.mend import asked
from sroi.webapp.entering.grid import NUMBERS, SHORT, WORDS, Cell, grid, with_grid
from sroi.webapp.entering.numbers import estimate_box, in_two_columns, typed
from sroi.webapp.entering.paste_box import paste_box
from sroi.webapp.explain import explain_button
from sroi.webapp.need import link, need_study
from sroi.webapp.problems import safe, safe_label, show_problems

#: Numbers that are offered though the study leaves them out.
_OFFERED = ("deadweight", "displacement", "attribution", "drop_off", "duration")

#: Widths of columns, so that the deductions are in sight of a wide window: every cell begins with its number. [px]
_WIDTHS = {"name": 170, "stakeholder": 140, "quantity": 125, "value": 85}
_WIDTH = 100

#: Families of numbers that are taken off, as the words above their boxes say.
_TAKEN_OFF = ("deadweights", "displacements", "attributions")

#: What other numbers are counted in, where the words above their boxes do not say it.
_UNITS = {"delay": ", years", "drop_off": ", %"}

#: First part of the addresses of numbers that belong to no single outcome.
_SHARED = ("estimates", "counterfactuals")

#: What an empty box suggests, by the kind of its number.
_EXAMPLES: tuple[tuple[Callable[[Kind], bool], str], ...] = (
    (lambda kind: kind.share, "25% or 25% (15% to 35%)"),
    (lambda kind: kind.money, "£1,200 or 1,000 to 1,500"),
    (lambda kind: "years" in kind.name, "3 or 2 to 5"),
)


def page() -> None:
    """Draw the page."""
    study = need_study()
    if not study.stakeholders:
        st.info("Say first who is changed: an outcome belongs to a stakeholder.")
        link("scope", "Scope and people")
        return
    if study.outcomes:
        _grid(study)
        _details(study)
    else:
        st.info("No outcome yet. Add the first one, or paste a table from a spreadsheet.")
    _shared(study)
    _add(study)
    paste_box(study)


def _grid(study: Study) -> None:
    st.write(
        "Type numbers as you would say them: 35%, £1,200, 25% (15% to 35%), 90 to 150. Deductions are shares taken off."
    )
    columns = {
        key: st.column_config.TextColumn(
            SHORT.get(key, title),
            help=title if key in NUMBERS else None,
            disabled=key in WORDS,
            width=_WIDTHS.get(key, _WIDTH),
        )
        for key, title in (WORDS | NUMBERS).items()
    }
    found = _found(study)
    edited = st.data_editor(
        grid(study, found),
        key=f"outcomes-grid-{session.session().epoch}",
        num_rows="fixed",
        hide_index=True,
        column_config=columns,
        alt="Value map, one row per outcome; the same numbers can be changed in the form below",
    )
    st.caption(
        "Anyway: would have happened anyway (deadweight). Moved: moved from others (displacement). Others: caused by "
        "others (attribution). Fades: fades each year (drop-off). Years: how long it lasts. "
        "What is made of several numbers is changed in the details below."
    )
    new, wrong = with_grid(study, edited, found)
    for cell in wrong:
        _wrong(study, cell)
    session.commit(new)


def _found(study: Study) -> Model | None:
    """The resolved study; None where it cannot be valued."""
    try:
        return values.model(study)
    except SroiError:
        return None


def _wrong(study: Study, cell: Cell) -> None:
    where = f"{study.outcomes[cell.outcome].name}, {NUMBERS[cell.column]}"
    show_problems(cell.problems, safe(f"{where}: “{cell.typed}” was not taken over; the last valid number counts."))


def _details(study: Study) -> None:
    st.header("One outcome in detail", anchor=False)
    name = st.selectbox(
        "Outcome", list(study.outcomes), format_func=lambda key: study.outcomes[key].name, key="outcomes-which"
    )
    if name is None or name not in study.outcomes:
        return
    outcome = study.outcomes[name]
    _worth(study, name)
    offered = [
        place
        for place in places(study)
        if place.owner == name and (place.stated or place.address.split("/")[1] in _OFFERED)
    ]
    in_two_columns(offered, lambda place: _number(study, place))
    source = source_text(study, outcome.source).rstrip(".")
    told = [f"Source: {source}." if outcome.source else "No source is stated."]
    told += [f"{in_words(outcome.grade).capitalize()}." if outcome.grade else ""]
    st.caption(safe(" ".join(filter(None, told))))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        explain_button(name, "Explain", key=f"outcomes-explain-{name}")
        link("library", "Find or change a value in the library")
        if st.button("Remove this outcome", key=f"outcomes-remove-{name}", icon=":material/delete:"):
            document = study.document
            document["outcomes"] = {key: item for key, item in document["outcomes"].items() if key != name}
            _take(study, document, f"outcome {name} removed")


def _shared(study: Study) -> None:
    """Numbers that several outcomes use, and the levels of comparisons."""
    found = [place for place in places(study) if place.address.split("/")[0] in _SHARED]
    if not found:
        return
    with st.expander("Numbers that several places use, and comparisons", expanded=any(map(asked, _SHARED))):
        in_two_columns(
            found,
            lambda place: estimate_box(
                place.address,
                safe_label(label(study, place.address, place.family)),
                key="shared",
                redraw=True,
                example=_example(place.kind),
            ),
        )


def _example(kind: Kind) -> str:
    return next((text for fits, text in _EXAMPLES if fits(kind)), "120 or 90 to 150")


def _number(study: Study, place: Place) -> None:
    """A box for one number; a value that a proxy gives is shown and changed in the library."""
    name, _, key = place.address.partition("/")
    outcome = study.outcomes[name]
    title = label(study, place.address, place.family).removeprefix(f"{outcome.name}: ")
    title = NUMBERS[key] if key in NUMBERS and key != "value" else f"{title[0].upper()}{title[1:]}"
    value = outcome.all_values().get(key)
    if value is not None and value.proxy is not None and value.value is None:
        _from_proxy(study, place.address, title, value.proxy)
        return
    unit = ", % taken off" if place.family in _TAKEN_OFF else _UNITS.get(key, "")
    unit = unit or (f", {study.currency}" if place.kind.money else "")
    estimate_box(place.address, safe_label(f"{title}{unit}"), key="details", redraw=True, example=_example(place.kind))


def _from_proxy(study: Study, address: str, title: str, proxy: str) -> None:
    try:
        row = values.model(study).parameters.row(address)
        said = f"{unit_text(row.central, row)} ({row.unit})" if row is not None else "left out"
    except SroiError:
        said = "not known while the study cannot be valued"
    st.markdown(f"{safe(title)}  \n**{safe(said)}**")
    where = "there" if study.outcomes[address.partition("/")[0]].values is None else "in the study file"
    st.caption(safe(f"From the library: {proxy}. It is changed {where}."))


def _worth(study: Study, name: str) -> None:
    try:
        valuation = values.valuation(study)
    except SroiError:
        return
    worth = valuation.by("outcome")["value"].get(name)
    if worth is not None:
        st.write(safe(f"Present value: {money(float(worth), study.currency)}."))


def _add(study: Study) -> None:
    with st.expander("Add an outcome", expanded=not study.outcomes), st.form("outcomes-add", border=False):
        words = st.text_input("What changes?", placeholder="Parents move into work")
        who = st.selectbox("For whom?", list(study.stakeholders), format_func=lambda key: study.stakeholders[key].name)
        quantity = st.text_input("How many of them?", placeholder="120 or 90 to 150")
        value = st.text_input(f"What is one worth, {study.currency}?", placeholder="£1,200")
        source = st.text_input("Who says so? (source)")
        if st.form_submit_button("Add outcome", icon=":material/add:"):
            _added(study, words, str(who), quantity, value, source)


def _added(study: Study, words: str, who: str, quantity: str, value: str, source: str) -> None:
    key = proposed_id(words)
    if not key or key in study.outcomes:
        st.error("There is an outcome of that name already." if key else "Say in words what changes.")
        return
    try:
        stated = {"name": words, "stakeholder": who, "quantity": typed(quantity), "value": typed(value)}
    except FileError as error:
        show_problems(error.problems)
        return
    if stated["quantity"] is None or stated["value"] is None:
        st.error("State how many, and what one is worth.")
        return
    document = study.document
    document["outcomes"] = {
        **(document.get("outcomes") or {}),
        key: stated | ({"source": source} if source else {}),
    }
    _take(study, document, f"outcome {key} added")


def _take(study: Study, document: dict[str, object], what: str) -> None:
    try:
        new = study.replaced(document)
    except SroiError as error:
        show_problems(error.problems, "Nothing was changed.")
        return
    session.commit(new, what, redraw=True)
