"""The logs: every assumption with what it does to the ratio, every decision with why; both are filled in here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from sroi.assurance.logs import FIELDS, AssumptionsLog, LogEntry
from sroi.errors import SroiError
from sroi.study.records import Assumption
from sroi.study.study import Study
from sroi.valuation.inert import csv_bytes
from sroi.webapp import session
from sroi.webapp.checking import assured
from sroi.webapp.checking.mend import asked
from sroi.webapp.place import now
from sroi.webapp.problems import safe, show_problems

#: Fields of an entry in the order in which they are asked for, and what they are called.
ASSUMPTION: Final = {
    "what": "What is assumed",
    "why": "Why",
    "by": "By whom",
    "when": "When",
    "reliability": "How reliable it is",
    "signed_off_by": "Signed off by",
    "review_by": "To be reviewed by (date)",
}
DECISION: Final = {"what": "What was decided", "why": "Why", "by": "By whom", "when": "When"}

#: Entries that are listed, and assumptions without an entry; the file has all.
_LISTED: Final = 40
_FIRST: Final = 10


@dataclass(frozen=True)
class Entry:
    """An entry that can be filled in.

    Parameters
    ----------
    title
        What it is called in the list of entries.
    stated
        What it says, by field.
    place
        Its place in the log, counted from 0; None for one that is not in the log yet.
    addresses
        Numbers that it is about.
    """

    title: str
    stated: dict[str, str] = field(default_factory=dict)
    place: int | None = None
    addresses: tuple[str, ...] = ()


def with_entry(study: Study, block: str, entry: Entry, stated: dict[str, str]) -> Study:
    """The study with an entry of a log filled in, changed or added; what is left empty is left out.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, inputs: {}, outcomes: {}}
    ... ''')
    >>> new = with_entry(study, "decisions", Entry("new"), {"what": "Leave out travel", "why": "small", "by": ""})
    >>> new.decisions[0].why, new.decisions[0].by, without_entry(new, "decisions", 0).hash == study.hash
    ('small', None, True)
    """
    document = study.document
    written = list(document.get(block) or [])
    new = {key: text.strip() for key, text in stated.items() if text.strip()}
    if entry.place is None:
        written.append(new | ({"addresses": list(entry.addresses)} if entry.addresses else {}))
    else:
        kept = {key: item for key, item in written[entry.place].items() if key not in stated}
        written[entry.place] = {**new, **kept}
    return study.replaced({**document, block: written})


def without_entry(study: Study, block: str, place: int) -> Study:
    """The study without the entry at a place of a log, counted from 0."""
    document = study.document
    left = [entry for at, entry in enumerate(document.get(block) or []) if at != place]
    rest = {key: item for key, item in document.items() if key != block}
    return study.replaced({**document, block: left} if left else rest)


def assumptions_section(study: Study) -> None:
    """Draw the assumptions log, the assumption that moves the ratio most first, and the form to fill it in."""
    try:
        log = assured.assumptions_log(study)
    except SroiError:
        st.info("The effect of an assumption is worked out once the study can be valued.")
        entries = [_kept(study, place) for place in range(len(study.assumptions))]
        _table([(f"{entry.title}", _who(study.assumptions[entry.place or 0]), "") for entry in entries])
        _form(study, "assumptions", ASSUMPTION, entries)
        return
    st.markdown("\n".join(f"- {safe(sentence)}" for sentence in log.summary))
    _log(log)
    _form(study, "assumptions", ASSUMPTION, [_entry(study, entry) for entry in log.entries])
    st.caption(safe(f"{FIELDS}."))


def _log(log: AssumptionsLog) -> None:
    kept = [entry for entry in log.entries if entry.entered]
    if kept:
        st.subheader("In the log", anchor=False)
        _table([(entry.what, _told(entry), log.effect(entry)) for entry in kept[:_LISTED]])
    if log.missing:
        st.subheader("Assumptions without an entry", anchor=False)
        _table([(entry.what, "", log.effect(entry)) for entry in log.missing[:_FIRST]])
        if len(log.missing) > _FIRST:
            st.caption(f"These {_FIRST} move the ratio most; {len(log.missing) - _FIRST} more are in the file.")
    if log.entries:
        st.download_button(
            "Assumptions log (CSV)",
            data=lambda: csv_bytes(log.table),
            file_name="assumptions-log.csv",
            mime="text/csv",
            key="logs-assumptions-csv",
            icon=":material/table:",
            on_click="ignore",
        )


def _table(rows: list[tuple[str, str, str]]) -> None:
    if rows:
        lead = [f"**{safe(what)}**" + (f"  \n{safe(told)}" if told else "") for what, told, _ in rows]
        table = {"Assumption": lead, "Effect on the ratio": [safe(said) for *_, said in rows]}
        st.table(table, hide_index=True, border="horizontal")


def _told(entry: LogEntry) -> str:
    """Who answers for an assumption, and what nobody has filled in."""
    missing = [ASSUMPTION[key].lower() for key in entry.gaps]
    return " ".join(filter(None, [_who(entry), f"Not stated: {', '.join(missing)}." if missing else ""]))


def _who(entry: LogEntry | Assumption) -> str:
    """The fields of an entry in a line."""
    said = [
        entry.why,
        ", ".join(filter(None, [entry.by, entry.when])),
        f"Reliability: {entry.reliability}" if entry.reliability else "",
        f"Signed off by {entry.signed_off_by}" if entry.signed_off_by else "",
        f"To be reviewed by {entry.review_by}" if entry.review_by else "",
    ]
    return " ".join(f"{text.rstrip('.')}." for text in said if text)


def _entry(study: Study, entry: LogEntry) -> Entry:
    """An entry of the computed log as one that can be filled in."""
    if entry.entered:
        stated = tuple(getattr(entry, key) for key in ASSUMPTION)
        for place, kept in enumerate(study.assumptions):
            if tuple(getattr(kept, key) for key in ASSUMPTION) == stated:
                return _kept(study, place)
    stated_now = {"what": entry.what, "why": entry.why or ""}
    return Entry(f"not in the log: {entry.what}", stated_now, None, tuple(row.address for row in entry.numbers))


def _kept(study: Study, place: int) -> Entry:
    kept = study.assumptions[place]
    return Entry(kept.what, {key: getattr(kept, key) or "" for key in ASSUMPTION}, place, kept.addresses)


def decisions_section(study: Study) -> None:
    """Draw the decisions log, and the form to fill it in."""
    if study.decisions:
        told = [" ".join(filter(None, [entry.by, entry.when])) for entry in study.decisions]
        lead = [
            f"**{safe(entry.what)}**" + (f"  \n{safe(entry.why)}" if entry.why else "") for entry in study.decisions
        ]
        st.table(
            {"Decision, and why": lead, "By whom, when": [safe(said) or "not stated" for said in told]},
            hide_index=True,
            border="horizontal",
        )
    else:
        st.write("No decision is recorded: what was left out, which convention was chosen, what counts as material.")
    entries = [
        Entry(entry.what, {key: getattr(entry, key) or "" for key in DECISION}, place)
        for place, entry in enumerate(study.decisions)
    ]
    _form(study, "decisions", DECISION, entries)


def _form(study: Study, block: str, fields: dict[str, str], entries: list[Entry]) -> None:
    """The form of one log: choose an entry or a new one, fill it in, keep or remove it."""
    one = block.removesuffix("s")
    offered = [Entry(f"a new {one}"), *entries]
    with st.container(border=True, key=f"logs-{block}"):
        st.subheader("Fill in the log", anchor=False)
        epoch = session.session().epoch
        to_mend = [place for place, entry in enumerate(offered) if asked(f"{block}/{entry.place}")]
        at = st.selectbox(
            "Entry",
            range(len(offered)),
            index=to_mend[0] if to_mend else 0,
            format_func=lambda place: offered[place].title,
            key=f"logs-{block}-which-{epoch}",
        )
        entry, key = offered[at], f"logs-{block}-{epoch}-{at}"
        with st.form(key, border=False):
            stated = {name: _field(entry, name, title, f"{key}-{name}") for name, title in list(fields.items())[:2]}
            for pair in _pairs(list(fields.items())[2:]):  # rows, so that a telephone keeps their order
                for column, (name, title) in zip(st.columns(2, gap="medium"), pair, strict=False):
                    with column:
                        stated[name] = _field(entry, name, title, f"{key}-{name}")
            if entry.addresses:
                st.caption(safe(f"About: {', '.join(entry.addresses)}."))
            sent = st.form_submit_button("Keep in the log", key=f"{key}-keep", icon=":material/edit_note:")
        gone = entry.place is not None and st.button("Remove from the log", key=f"{key}-gone", icon=":material/delete:")
    if sent:
        _keep(study, block, entry, stated)
    elif gone and entry.place is not None:
        session.commit(without_entry(study, block, entry.place), f"{one} removed from the log", redraw=True)


def _pairs(fields: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    return [fields[place : place + 2] for place in range(0, len(fields), 2)]


def _field(entry: Entry, name: str, title: str, key: str) -> str:
    """A field of an entry; a new entry is of today."""
    today = now().date().isoformat() if name == "when" else ""
    return st.text_input(title, value=entry.stated.get(name, today), key=key, autocomplete="off")


def _keep(study: Study, block: str, entry: Entry, stated: dict[str, str]) -> None:
    one = block.removesuffix("s")
    if not stated["what"].strip():
        st.error(f"Say what the {one} is.")
        return
    try:
        new = with_entry(study, block, entry, stated)
    except SroiError as error:
        show_problems(error.problems, "Nothing was changed.")
        return
    session.commit(new, f"{one} in the log: {stated['what'].strip()}", redraw=True)
