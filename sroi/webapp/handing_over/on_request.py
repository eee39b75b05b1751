"""Files that take a while: made when they are asked for, in the background, then handed over; never for nothing."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass

import streamlit as st

from sroi.webapp.problems import safe
from sroi.webapp.work import Report, long_work


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made: its bytes, and what must be read beside it."""

    data: bytes
    notes: tuple[str, ...] = ()


def on_request(
    name: str, what: str, key: Hashable, make: Callable[[Report], Made], *, file_name: str, kind: str
) -> None:
    """Draw a button that has a file made and, when it is there, the button that downloads it.

    Parameters
    ----------
    name
        Name of the file on this page; unlike any other.
    what
        What is made, in words, such as "Report (Word)".
    key
        What it is made from; where that has changed, it has to be asked for again.
    make
        What makes it, in a thread of its own: it gets a function that it calls with the share done, and may not touch
        Streamlit. It may raise an :class:`~sroi.errors.SroiError`, whose problems are then shown.
    file_name, kind
        Name and media type of the file.
    """
    asked = f"on-request-{name}"
    if st.session_state.get(asked) != key:
        st.button(f"Make: {what}", key=f"{name}-make", icon=":material/build:", on_click=_ask, args=(asked, key))
        return
    found = long_work(name, key, make, what)
    if found is None:
        return
    st.download_button(
        what,
        data=found.data,
        file_name=file_name,
        mime=kind,
        key=f"{name}-download",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    for note in found.notes:
        st.caption(safe(note))


def _ask(asked: str, key: Hashable) -> None:
    st.session_state[asked] = key
