"""What one window of the app holds: one history of one study, under one key. Everything else is drawn from it.

Widgets are views of the study. A page reads :func:`study`, asks for a change with :func:`edit` or :func:`commit`, and
draws again; it stores no number anywhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import streamlit as st

from sroi.errors import FileError, Problem, SroiError
from sroi.study.drafts import Position
from sroi.study.history import History
from sroi.study.privacy import personal_data
from sroi.study.study import Study
from sroi.valuation.changes import describe_change
from sroi.webapp.place import drafts, now

if TYPE_CHECKING:
    from sroi.webapp.work import Job

KEY: Final = "sroi"

#: Name of the draft in the address of the page, so that F5 finds it again.
DRAFT: Final = "draft"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell once, above the next page: ``level`` is ``info``, ``warning`` or ``error``."""

    level: str
    text: str


@dataclass(slots=True)
class Session:
    """The state of one window.

    Parameters
    ----------
    history
        The study and how it came about; None where nothing is open.
    epoch
        Part of the key of every widget that shows the study: it rises where the study changes by anything but the
        widget itself, so that the widget is drawn afresh.
    position
        Where the draft is kept; None where drafts are not kept.
    notices
        Told above the next page drawn.
    jobs
        Long work under way, by name.
    goto
        Name of the page to draw next instead of the one that was asked for.
    rejected
        The file that was refused last, and why.
    """

    history: History | None = None
    epoch: int = 0
    position: Position | None = None
    notices: list[Notice] = field(default_factory=list)
    jobs: dict[str, Job] = field(default_factory=dict)
    goto: str | None = None
    rejected: tuple[str, tuple[Problem, ...]] | None = None


def session() -> Session:
    """The state of this window."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
    found: Session = st.session_state[KEY]
    return found


def study() -> Study | None:
    """The study as it is now; None where nothing is open."""
    history = session().history
    return history.study if history is not None else None


def tell(text: str, level: str = "info") -> None:
    """Say something above the next page drawn."""
    session().notices.append(Notice(level, text))


def open_study(new: Study, label: str, *, saved: bool = True, goto: str | None = None) -> None:
    """Begin work on a study; what was open before stays among the drafts. Then draw the page ``goto``."""
    history = History.start(new, label, now(), saved=saved)
    _begin(history, None, goto)
    _keep(lambda kept: kept.begin(history))
    personal = personal_data(new)
    if personal:
        tell(f"Personal data? {personal_sentence(personal)}", "warning")


def _begin(history: History, position: Position | None, goto: str | None = None) -> None:
    here = session()
    for job in here.jobs.values():
        job.stop()
    here.jobs.clear()
    here.history, here.position = history, position
    here.epoch += 1
    here.rejected, here.goto = None, goto


def personal_sentence(found: tuple[Problem, ...]) -> str:
    """Say what looks like personal data, without repeating it.

    Examples
    --------
    >>> one = Problem("PRV001", "found what looks like a phone number", address="stakeholders/a/note", line=9)
    >>> personal_sentence((one,))
    'In line 9, stakeholders/a/note: what looks like a phone number. Take it out before you share the study.'
    """
    shown = [f"In {problem.where}: {problem.found.removeprefix('found ')}." for problem in found[:5]]
    more = [f"And in {len(found) - 5} more places."] if len(found) > 5 else []
    return " ".join([*shown, *more, "Take it out before you share the study."])


def apply(new: Study, label: str | None = None, *, redraw: bool = False) -> bool:
    """Take a step to a new study, as one command that can be undone; return whether anything changed.

    Parameters
    ----------
    new
        The study after the step.
    label
        What was done; by default it is read off the two studies.
    redraw
        True where the step was not taken in the widget that shows it (a dialog, another form), so that grids and
        boxes are drawn afresh.
    """
    here = session()
    assert here.history is not None
    before = here.history
    here.history = before.apply(label or describe_change(before.study, new), new, now())
    if here.history is before:
        return False
    if redraw:
        here.epoch += 1
    position, history = here.position, here.history
    if position is None:
        _keep(lambda kept: kept.begin(history))
    else:
        _keep(lambda kept: kept.append(position, history))
    return True


def commit(new: Study, label: str | None = None, *, redraw: bool = False) -> None:
    """Take a step and draw the whole page again, so that the strip above agrees. Not for use in callbacks."""
    if apply(new, label, redraw=redraw):
        st.rerun()


def edit(changes: Mapping[str, Any], label: str | None = None, *, redraw: bool = False) -> tuple[Problem, ...]:
    """Write other values at addresses; what is wrong comes back, and the last valid study stands."""
    current = study()
    assert current is not None
    try:
        new = current.edited(changes)
    except SroiError as error:
        return error.problems
    apply(new, label, redraw=redraw)
    return ()


def undo() -> None:
    """Take back the last step."""
    _move("undo")


def redo() -> None:
    """Take the next step again."""
    _move("redo")


def go_to(place: int) -> None:
    """Stand on any step of the history."""
    _move("go_to", place)


def mark_saved() -> None:
    """Remember that the study, as it is now, lies in a file of the user's."""
    here = session()
    assert here.history is not None
    here.history = here.history.mark_saved()
    position = here.position
    if position is not None:
        _keep(lambda kept: kept.mark_saved(position) or position)


def restore(draft: str) -> bool:
    """Take up a draft where it was left; return whether there is such a draft."""
    try:
        kept = drafts()
        found = kept.restore(draft) if kept is not None else None
        if found is None:
            return False
        found[0].study  # noqa: B018  a draft that can no longer be read is said here, not half opened
    except SroiError as error:
        tell(f"The draft cannot be opened. {error}", "error")
        return False
    _begin(*found)
    return True


def _move(how: str, *place: int) -> None:
    here = session()
    if here.history is None:
        return
    here.history = getattr(here.history, how)(*place)
    here.epoch += 1
    position, history = here.position, here.history
    if position is not None:
        _keep(lambda kept: kept.move(position, history))


def _keep(act: Any) -> None:
    """Write to the drafts; where that fails the work goes on in memory, and the user is told."""
    here = session()
    before = here.position
    try:
        kept = drafts()
        if kept is None:
            return
        here.position = act(kept)
    except FileError as error:
        here.position = None
        tell(" ".join(problem.message for problem in error.problems), "error")
        return
    if before is not None and here.position is not None and before.draft != here.position.draft:
        tell("This draft was changed in another window as well. Your work goes on here as a draft of its own.")
