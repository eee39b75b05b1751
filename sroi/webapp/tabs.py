"""Tabs of a page: only what stands in the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st


def tabs(key: str, drawn: Mapping[str, Callable[[], None]]) -> None:
    """Draw tabs, and in the open one what belongs there; the others cost nothing until they are opened.

    Parameters
    ----------
    key
        Key of the tabs; the session remembers under it which is open.
    drawn
        What draws each tab, by its name.
    """
    for tab, draw in zip(st.tabs(list(drawn), key=key, on_change="rerun"), drawn.values(), strict=True):
        if tab.open:
            with tab:
                draw()
