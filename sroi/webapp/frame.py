"""The frame of every page: the list of pages, the study with its answer, undo and redo, save."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import streamlit as st

from sroi.analysis.headline import Headline
from sroi.errors import SroiError
from sroi.study.identifiers import proposed_id
from sroi.study.loading import load
from sroi.study.study import Study
from sroi.valuation.valuation import nature
from sroi.webapp import registry, session, values
from sroi.webapp.chart_frame import STYLE, dark
from sroi.webapp.place import hosted, named_study
from sroi.webapp.problems import safe

#: Letters of a step that fit on a button.
_LETTERS: Final = 60

#: What is said where the app is hosted.
NOTHING_KEPT: Final = "Nothing is kept here: a study lives in this window only. Save it before you leave."

#: In the dark the primary colour is pale, so that it can be read as text; text upon it must then be dark.
_IN_THE_DARK: Final = '[data-testid^="stBaseButton-primary"] * {color: #0E1117}'

Colour = Literal["gray", "blue", "orange"]


def main() -> None:
    """Draw the app: the script that Streamlit runs calls this and nothing else."""
    # A page_title would name every page alike; a Material symbol as icon would be fetched from another server.
    st.set_page_config(page_icon=str(Path(__file__).with_name("icon.png")), layout="wide")
    _take_up_draft()
    chosen = st.navigation(registry.navigation(), expanded=True)
    st.html(f"<style>{_headings()} {STYLE} {_IN_THE_DARK if dark() else ''}</style>")
    _go()
    study = session.study()
    if study is not None:
        _strip(study)
    elif hosted():
        st.caption(NOTHING_KEPT)
    _notices()
    chosen.run()
    _remember_draft()


def _headings() -> str:
    """Style that puts the names of the sections above their pages.

    Streamlit's own headings break the list for screen readers (axe: list, listitem); without this style the list is
    plain but whole.
    """
    listed, rules, last = registry.PAGES, [], ""
    for place, entry in enumerate(listed, start=1):
        if entry.section != last:
            here = f"[data-testid=stSidebarNavItems] > li:nth-child({place})::before"
            look = "display: block; font-weight: 600; padding: 0.75rem 0.5rem 0.25rem"
            rules.append(f'{here} {{content: "{entry.section}"; {look}}}')
            last = entry.section
    return " ".join(rules)


def _go() -> None:
    """Draw the page that an act of the last run leads to."""
    here = session.session()
    name, here.goto = here.goto, None
    if name is not None:
        st.switch_page(registry.streamlit_page(name))


def _take_up_draft() -> None:
    """After F5, or in a window opened later, go on with the draft that the address names."""
    here = session.session()
    if here.history is not None:
        return
    draft = st.query_params.get(session.DRAFT)
    if draft and not session.restore(draft):
        del st.query_params[session.DRAFT]
        session.tell("The draft that this address names is not on this computer. Your drafts are listed on Start.")
    elif draft is None and (named := named_study()) is not None:
        try:
            session.open_study(load(named), f"opened {named.name}", goto="answer")
        except SroiError as error:
            here.rejected = named.name, error.problems


def _remember_draft() -> None:
    position = session.session().position
    if position is not None and st.query_params.get(session.DRAFT) != position.draft:
        st.query_params[session.DRAFT] = position.draft


def _notices() -> None:
    here = session.session()
    for notice in here.notices:
        {"info": st.info, "warning": st.warning, "error": st.error}[notice.level](safe(notice.text))
    here.notices.clear()


def _strip(study: Study) -> None:
    """Study, status, answer, undo, redo, save; the same on every page."""
    numbers = values.headline(study)
    with st.container(border=True, key="strip", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{safe(study.title)}**", width="content")
            for label, color in (*_status(study), *_unsaved()):
                st.badge(label, color=color)
        st.markdown(strip_text(numbers, values.open_checks(study), values.let_stand(study)))
        if notes := strip_notes(study, numbers):
            st.caption(safe(notes))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _buttons(study)


def strip_text(numbers: Headline, checks: int | None = None, let_stand: int = 0) -> str:
    r"""The line of numbers, as Markdown.

    Examples
    --------
    >>> strip_text(Headline("GBP", 5, "2026", 5.3146, 412_345.0, 3.412, 7.618), 3).replace("\\", "")
    '**About £5.30 per £1, likely £3.40 to £7.60 (9 in 10)** | NPV £412k | 5 years, 2026 prices | 3 checks open'
    >>> strip_text(Headline("GBP", 5, "2026", 5.3146, 412_345.0, 3.412, 7.618), 0, 14).rpartition(" | ")[2]
    '0 checks open, 14 let stand'
    """
    answer = safe(numbers.answer[0].upper() + numbers.answer[1:])
    if numbers.ratio is None:
        return f"**{answer}**"
    parts = [f"**{answer}**", safe(numbers.value), safe(numbers.basis)]
    if checks is not None:
        stands = f", {let_stand} let stand" if let_stand else ""
        parts.append(f"{'1 check' if checks == 1 else f'{checks} checks'} open{stands}")
    return " | ".join(parts)


def strip_notes(study: Study, numbers: Headline) -> str:
    """What must be read beside the numbers."""
    notes = [*nature(study), f"{numbers.trust}." if numbers.trust else "", NOTHING_KEPT if hosted() else ""]
    return " ".join(filter(None, notes))


def _status(study: Study) -> Iterator[tuple[str, Colour]]:
    if study.signed_off is None:
        yield "Draft", "gray"
    elif study.signed_off.hash == study.hash:
        yield "Signed off", "blue"
    else:
        yield "Changed since signed off", "orange"


def _unsaved() -> Iterator[tuple[str, Colour]]:
    history = session.session().history
    since = history.unsaved_since if history is not None else None
    if since is not None:
        yield f"Not saved since {since:%H:%M}", "orange"


def _buttons(study: Study) -> None:
    history = session.session().history
    assert history is not None
    for name, label, act in (("Undo", history.undo_label, session.undo), ("Redo", history.redo_label, session.redo)):
        st.button(
            f"{name}: {_cut(label)}" if label else name,
            key=f"strip-{name.lower()}",
            icon=f":material/{name.lower()}:",
            disabled=label is None,
            wrap=True,
            on_click=act,
        )
    st.download_button(
        "Save",
        data=study.text(),
        file_name=file_name(study),
        mime="application/yaml",
        key="strip-save",
        icon=":material/save:",
        on_click=session.mark_saved,
    )


def _cut(text: str) -> str:
    return safe(text if len(text) <= _LETTERS else f"{text[: _LETTERS - 1].rstrip()}…")


def file_name(study: Study) -> str:
    """Name of the study's file."""
    ending = "json" if study.text().lstrip().startswith("{") else "yaml"
    return f"{proposed_id(study.title) or 'study'}.{ending}"
