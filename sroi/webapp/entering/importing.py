"""A value map from a spreadsheet becomes a study: what was understood of it, and what must still be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

import streamlit as st

from sroi.errors import Problem, SroiError
from sroi.study.study import Study
from sroi.valuation.opening import open_sent
from sroi.webapp import session
from sroi.webapp.entering.import_report import import_report
from sroi.webapp.handing_over.blank_map import blank_button
from sroi.webapp.problems import safe, show_problems
from sroi.workbook.reading import Answers, Understood, read_table
from sroi.workbook.reading.arithmetic import Sense
from sroi.workbook.reading.opening import MOST_BYTES, is_workbook
from sroi.workbook.reading.sheets import read_workbook

_Answer = TypeVar("_Answer", bound=str)

#: Where the table that was sent is kept until it is opened as a study or put away.
_SENT: Final = "importing-sent"

#: Ends of the names of files that hold tables.
_SUFFIXES: Final = ("xlsx", "csv", "tsv", "txt")

_SENSES: Final[dict[Sense, str]] = {
    "others": "the share caused by others, which is taken off",
    "ours": "the share that is our own, which is kept",
}
_PARTS: Final[dict[Literal["pro-rata", "round-up"], str]] = {
    "pro-rata": "as the part it is",
    "round-up": "as a whole year",
}

_CURRENCIES: Final = ("GBP", "EUR", "USD", "AUD", "CAD", "NOK", "NZD")


@dataclass(frozen=True, slots=True)
class Sent:
    """A table that was sent: its name, what it holds, and which one it is in this window."""

    name: str
    data: bytes | str
    count: int = 0


def import_table() -> None:
    """Draw the boxes that take a table, a file or cells pasted, and below them what became of it."""
    with st.container(border=True, key="importing-card"):
        _card()
    _section()


def _card() -> None:
    st.header("Open a value map", anchor=False)
    count = _count()
    st.file_uploader(
        "Workbook or CSV",
        type=list(_SUFFIXES),
        key=f"importing-file-{count}",
        max_upload_size=MOST_BYTES // 1_000_000,  # said by the browser; the file is measured again when it is read
        on_change=_take_file,
        args=(f"importing-file-{count}",),
    )
    with st.expander("Paste cells instead"):
        st.text_area(
            "Cells with their headings",
            key=f"importing-text-{count}",
            placeholder="Outcome\tStakeholder\tQuantity\tValue",
        )
        st.button("Read the cells", key="importing-read", on_click=_take_text, args=(f"importing-text-{count}",))
    st.caption("Any value map or impact map, or a workbook made here. The file is read, never run.")
    blank_button("GBP", "importing-blank")


def _count() -> int:
    """How many tables this window has put away; part of the keys of the boxes, so that they are empty again."""
    return int(st.session_state.get("importing-count", 0))


def _take_file(key: str) -> None:
    sent = st.session_state.get(key)
    if sent is None:
        st.session_state.pop(_SENT, None)
    else:
        st.session_state[_SENT] = Sent(sent.name, sent.getvalue(), _count())


def _take_text(key: str) -> None:
    text = str(st.session_state.get(key) or "")
    if text.strip():
        st.session_state[_SENT] = Sent("what was pasted", text, _count())


def _put_away() -> None:
    st.session_state.pop(_SENT, None)
    st.session_state["importing-count"] = _count() + 1


def _section() -> None:
    """What was understood of the table that was sent, what it does not say, and the way to open it as a study."""
    sent = st.session_state.get(_SENT)
    if not isinstance(sent, Sent):
        return
    with st.container(border=True, key="importing-section"):
        st.header(safe(f"What was understood of {sent.name}"), anchor=False)
        found = _understood(sent, Answers(sheet=_sheet(sent)))
        if isinstance(found, SroiError):
            show_problems(found.problems, "Nothing was opened.")
        else:
            import_report(found)
            _ask(sent, found)
        st.button("Put it away", key="importing-away", icon=":material/close:", on_click=_put_away)


def _sheet(sent: Sent) -> str | None:
    """The sheet to read: asked for where the workbook has several."""
    names = _sheets(sent)
    if len(names) < 2:
        return None
    chosen: str | None = st.selectbox(
        "Sheet to read",
        ["", *names],
        format_func=lambda name: name or "the one that looks like a value map",
        key=f"importing-sheet-{sent.count}",
    )
    return chosen or None


@st.cache_data(scope="session", max_entries=4, show_spinner=False)
def _sheets(sent: Sent) -> tuple[str, ...]:
    """Names of the sheets of a workbook; none of a text, and of what cannot be opened."""
    try:
        if isinstance(sent.data, str) or not is_workbook(sent.data, sent.name):
            return ()
        return tuple(sheet.name for sheet in read_workbook(sent.data, sent.name).sheets if not sheet.hidden)
    except SroiError:
        return ()


@st.cache_resource(scope="session", max_entries=4, show_spinner="Reading")
def _understood(sent: Sent, answers: Answers) -> Understood | SroiError:
    try:
        return read_table(sent.data, sent.name, answers)
    except SroiError as error:
        return error


def _ask(sent: Sent, found: Understood) -> None:
    """Ask for what the table does not say, all of it at once, and open the study."""
    needs = {need.code: need for need in found.needs}
    answers = Answers(sheet=found.report.sheet if found.table is not None and _sheets(sent) else None)
    with st.form(f"importing-form-{sent.count}", border=False):
        st.subheader("Before it is a study" if needs else "Open it as a study", anchor=False)
        if found.table is not None:
            answers = _answers(needs, answers, sent.count)
        opened = st.form_submit_button("Open as a study", key="importing-open", type="primary")
    if not opened:
        return
    again = _understood(sent, answers) if found.table is not None else found
    if isinstance(again, SroiError):
        show_problems(again.problems, "The study was not opened.")
    elif again.needs:
        said = "; ".join(need.found for need in again.needs)
        st.error(safe(f"Not everything was answered: {said}."))
    else:
        _open(again, sent)


def _answers(needs: dict[str, Problem], answers: Answers, count: int) -> Answers:
    """Boxes for everything that must be said, and for what may be."""
    left, right = st.columns(2, gap="medium")
    if "import-start-year" in needs:
        with left:
            year = st.number_input("First year of the map", 1900, 2200, None, step=1, key=f"importing-year-{count}")
        answers = replace(answers, start_year=int(year) if year is not None else None)
    if "import-currency" in needs:
        with right:
            currency = st.selectbox(
                "Currency of the map",
                _CURRENCIES,
                index=None,
                placeholder="Choose, or type three letters",
                accept_new_options=True,
                key=f"importing-currency-{count}",
            )
        answers = replace(answers, currency=currency.strip().upper() if currency else None)
    if "import-attribution" in needs:
        st.write(safe(f"Attribution: {needs['import-attribution'].found}."))
        sense = _chosen("Whose share is it?", _SENSES, f"importing-sense-{count}")
        answers = replace(answers, attribution=sense)
    if "import-partial-years" in needs:
        st.write(safe(f"The map has {needs['import-partial-years'].found.removeprefix('found ')}."))
        parts = _chosen("A part of a year counts", _PARTS, f"importing-parts-{count}")
        answers = replace(answers, partial_years=parts)
    left, right = st.columns(2, gap="medium")
    with left:
        title = st.text_input("Title, if another", key=f"importing-title-{count}", autocomplete="off")
    with right:
        horizon = st.number_input(
            "Years counted, if other than the map's", 1, 1000, None, step=1, key=f"importing-horizon-{count}"
        )
    return replace(answers, title=title.strip() or None, horizon=int(horizon) if horizon is not None else None)


def _chosen(question: str, answers: Mapping[_Answer, str], key: str) -> _Answer | None:
    """Ask for one of a few answers, none of them chosen beforehand."""
    return st.radio(question, list(answers), index=None, format_func=answers.__getitem__, key=key)


def _open(found: Understood, sent: Sent) -> None:
    """Open the study, as strictly as a study file that was sent."""
    try:
        study: Study = open_sent(found.study.text().encode("utf-8"), "imported.yaml")
    except SroiError as error:
        show_problems(error.problems, "The study was not opened.")
        return
    rows = found.report.compared.rows
    session.open_study(study, f"imported {sent.name}", saved=False, goto="outcomes")
    if rows:
        listed = ", ".join(map(str, rows[:20]))
        session.tell(
            f"The map prints another value than comes out in {'row' if len(rows) == 1 else 'rows'} {listed}"
            f"{' and more' if len(rows) > 20 else ''}: look at them against the map.",
            "warning",
        )
    _put_away()
    st.rerun()
