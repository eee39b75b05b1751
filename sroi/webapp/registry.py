"""The pages of the app, in the order in which they are listed: one entry a page, one module a page.

A new page is a line here and a module ``sroi/webapp/pages/NAME.py`` with a function ``page()``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage


@dataclass(frozen=True, slots=True)
class Entry:
    """A page.

    Parameters
    ----------
    title
        Its name, in the list of pages, as its heading and as the title of the browser's window.
    section
        The heading it is listed under; empty for the first page.
    icon
        A Material symbol.
    name
        Name of its module in ``sroi.webapp.pages`` (with ``_``) and of its address (with ``-``).
    """

    title: str
    section: str
    icon: str
    name: str

    @property
    def address(self) -> str:
        """Last part of the page's address."""
        return self.name.replace("_", "-")

    @property
    def function(self) -> Callable[[], None]:
        """The function that draws it."""
        found: Callable[[], None] = import_module(f"sroi.webapp.pages.{self.name}").page
        return found


PAGES: Final = (
    Entry("Start", "", ":material/home:", "start"),
    Entry("Answer", "Use", ":material/lightbulb:", "answer"),
    Entry("What if", "Use", ":material/tune:", "what_if"),
    Entry("Compare", "Use", ":material/compare_arrows:", "compare"),
    Entry("Scope and people", "Build", ":material/groups:", "scope"),
    Entry("Outcomes", "Build", ":material/table_rows:", "outcomes"),
    Entry("Values library", "Build", ":material/menu_book:", "library"),
    Entry("Costs and settings", "Build", ":material/payments:", "costs"),
    Entry("Sensitivity", "Test", ":material/leaderboard:", "sensitivity"),
    Entry("Uncertainty", "Test", ":material/scatter_plot:", "uncertainty"),
    Entry("Checks", "Hand over", ":material/fact_check:", "checks"),
    Entry("History", "Hand over", ":material/history:", "history"),
    Entry("Downloads", "Hand over", ":material/download:", "downloads"),
)

BY_NAME: Final = {entry.name: entry for entry in PAGES}


def streamlit_page(name: str) -> StreamlitPage:
    """The page of a name as Streamlit wants it, for links: ``st.page_link(streamlit_page("answer"))``."""
    entry = BY_NAME[name]

    def draw() -> None:
        st.title(entry.title, anchor=False)
        entry.function()

    return st.Page(
        draw, title=entry.title, icon=entry.icon, url_path=entry.address, default=entry.name == PAGES[0].name
    )


def navigation() -> list[StreamlitPage]:
    """Every page, for ``st.navigation``."""
    return [streamlit_page(entry.name) for entry in PAGES]
