"""Values library: find a sourced unit value, see what stands behind it, and use it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from sroi import bank
from sroi.bank.records import Record
from sroi.bank.vocabulary import AGENCIES, DOMAINS, LICENCES, TYPES
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.proxy_words import facts_of, names_of, uprated
from sroi.webapp import session, values
from sroi.webapp.problems import safe, show_problems

#: Records shown at once.
_SHOWN = 10

#: Facts that stand on a card before it is opened.
_ON_THE_CARD = ("Unit", "Coverage", "Quality", "Limits", "As published", "Licence")

_ANY = "any"


def page() -> None:
    """Draw the page."""
    st.write(f"{len(bank.records()):,} unit values, each with its source, price year, unit, licence and limits.")
    words = st.text_input(
        "What changes?", key="library-words", placeholder="night in temporary accommodation, GP visit, wellbeing …"
    )
    with st.container(horizontal=True, gap="small"):
        domain = _choice("Domain", DOMAINS)
        agency = _choice("Who bears or gains it", AGENCIES)
        kind = _choice("Type of value", TYPES)
        licence = _choice("Licence", LICENCES)
    hits = bank.search(words, domain=domain, agency=agency, type=kind, licence=licence, limit=_SHOWN)
    if not hits:
        st.info(
            "Nothing found. Try broader words or fewer filters, or state a value of your own in the outcome, with the "
            "source it comes from."
        )
        return
    study = session.study()
    if study is not None and study.outcomes and all(one.values is not None for one in study.outcomes.values()):
        st.info(
            "Every outcome of this study lists its values in the study file. To use another one, write its name there, "
            "under `values`: the name stands at the foot of “Everything about it”."
        )
    for hit in hits:
        _card(hit.record, study)
    if len(hits) == _SHOWN:
        st.caption(f"The first {_SHOWN} are shown. More words or filters narrow them down.")


def _choice(label: str, words: Mapping[str, str]) -> str | None:
    found = st.selectbox(label, [_ANY, *words], format_func=lambda key: words.get(key, key), key=f"library-{label}")
    return None if found == _ANY else str(found)


def _card(record: Record, study: Study | None) -> None:
    with st.container(border=True, key=f"library-{record.id}"):
        st.subheader(safe(record.claim), anchor=False)
        base = None if study is None or study.price_base == "unknown" else study.price_base
        facts = facts_of(record, base)
        said = dict(facts)
        st.markdown("\n".join(f"- {safe(line)}" for line in _amounts(record, said, base)))
        st.caption(safe(" ".join(f"{key}: {said[key].rstrip('.')}." for key in _ON_THE_CARD if key in said)))
        used = _used(record, study)
        if used:
            st.write(safe(f"Used in {len(used)} place{'s' if len(used) > 1 else ''}: {', '.join(used)}."))
        with st.expander("Everything about it"):
            st.table({"": [name for name, _ in facts], "What": [safe(what) for _, what in facts]}, hide_index=True)
            st.code("\n".join(names_of(record)), language="yaml")
        if study is not None and study.outcomes:
            _use(record, study)


def _amounts(record: Record, said: Mapping[str, str], base: str | None) -> Iterator[str]:
    """What the record is worth, in its own prices and in those of the study; the sum stands with everything else."""
    for kind in record.types:
        name = f"{kind.capitalize()} value"
        now, why = uprated(record, record.values[kind], base)
        yield f"{name}: {said[name]}; {f'uprated {now}' if now else f'not uprated: {why}'}"


def _used(record: Record, study: Study | None) -> list[str]:
    """Outcomes of the study that use a record."""
    if study is None:
        return []
    names = {name.removeprefix("proxy: ") for name in names_of(record)} | {record.id}
    return [
        outcome.name
        for outcome in study.outcomes.values()
        if any(value.proxy in names for value in outcome.all_values().values())
    ]


def _warn() -> None:
    """Say at once what a value asks of the study that it does not say yet, such as a price year."""
    study = session.study()
    assert study is not None
    try:
        values.valuation(study)
    except SroiError as error:
        session.tell(" ".join(problem.message for problem in error.problems), "warning")


def _use(record: Record, study: Study) -> None:
    single = [name for name, outcome in study.outcomes.items() if outcome.values is None]
    if not single:
        return
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        outcome = st.selectbox(
            "Use it for",
            single,
            format_func=lambda name: study.outcomes[name].name,
            key=f"library-for-{record.id}",
        )
        kind = record.types[0]
        if len(record.types) > 1:
            kind = str(st.selectbox("Which value", record.types, key=f"library-kind-{record.id}"))
        if st.button("Use this value", key=f"library-use-{record.id}", icon=":material/add:"):
            name = record.id if len(record.types) == 1 else f"{record.id}-{kind}"
            problems = session.edit(
                {f"{outcome}/value": None, f"{outcome}/proxy": name},
                f"value of {study.outcomes[str(outcome)].name} from the library: {name}",
                redraw=True,
            )
            if problems:
                show_problems(problems, "The value was not taken over.")
            else:
                session.tell(f"“{study.outcomes[str(outcome)].name}” now uses {name}.")
                _warn()
                st.rerun()
