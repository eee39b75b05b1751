"""Versions of the study that can be looked at: steps of this window, and what is kept of the draft besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from sroi.errors import FileError, SroiError
from sroi.study.history import History
from sroi.study.study import Study
from sroi.webapp import session
from sroi.webapp.place import drafts, now
from sroi.webapp.problems import show_problems
from sroi.webapp.times import when

#: Hashes that a window remembers: one for every step that it keeps.
_MOST: Final = 256


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the study that can be looked at: its name, and how to get it."""

    name: str
    step: int | None = None
    revision: int | None = None

    def study(self) -> Study:
        """The study of this version."""
        history = session.session().history
        assert history is not None
        if self.step is not None:
            return history.commands[self.step].study
        kept = drafts()
        assert kept is not None and self.revision is not None
        return kept.open(self.revision)


def versions(history: History) -> list[Version]:
    """Steps of this history, the newest first; then what is kept of the draft besides."""
    steps = [
        Version(f"Step {place + 1}: {command.label}", step=place) for place, command in enumerate(history.commands)
    ][::-1]
    position = session.session().position
    if position is None:
        return steps
    try:
        kept = drafts()
        revisions = kept.revisions(position.draft) if kept is not None else ()
    except FileError as error:
        show_problems(error.problems)
        return steps
    return steps + [
        Version(f"{when(found.made, now())}: {found.label}", revision=found.id)
        for found in revisions
        if found.id not in position.line
    ]


def with_hash(wanted: str) -> Study | None:
    """The version of the study that has a hash, where this window or its draft keeps it."""
    here = session.session()
    history, position = here.history, here.position
    assert history is not None
    try:
        kept = drafts()
        if kept is not None and position is not None:
            found = next((one.id for one in kept.revisions(position.draft) if one.hash == wanted), None)
            if found is not None:
                return kept.open(found)
        for command in reversed(history.commands):
            if _hash(command.text) == wanted:
                return command.study
    except SroiError:
        return None
    return None


@st.cache_data(scope="session", max_entries=_MOST, show_spinner=False)
def _hash(text: str) -> str:
    return Study.parse(text).hash
