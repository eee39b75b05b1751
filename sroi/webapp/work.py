"""Long work: in a thread of its own, with progress, time left and a way to stop it. It never blocks the page."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import streamlit as st

from sroi.errors import SroiError
from sroi.webapp import session
from sroi.webapp.problems import show_problems

Result = TypeVar("Result")

#: What long work calls now and then: with the share done, 0 to 1. It raises :class:`Cancelled` where it is to stop.
Report = Callable[[float], None]

#: How many pieces of long work run at once in this process; others wait their turn.
_SLOTS: Final = threading.BoundedSemaphore(2)

#: Seconds between two looks at the progress.
_LOOK: Final = 0.4


class Cancelled(Exception):
    """Raised inside long work that is no longer wanted."""


@dataclass
class Job:
    """One piece of long work.

    Parameters
    ----------
    key
        What it is about; work about something else replaces it.
    """

    key: Hashable
    fraction: float = 0.0
    began: float | None = None
    result: Any = None
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)
    unwanted: threading.Event = field(default_factory=threading.Event)

    def run(self, act: Callable[[Report], Any]) -> None:
        """Do the work; for the thread."""
        with _SLOTS:
            self.began = time.monotonic()
            try:
                self.report(0.0)
                self.result = act(self.report)
            except BaseException as error:  # told to the reader when the page is drawn next
                self.error = error
            finally:
                self.done.set()

    def report(self, fraction: float) -> None:
        """Take note of how much is done, or stop."""
        if self.unwanted.is_set():
            raise Cancelled
        self.fraction = min(max(fraction, 0.0), 1.0)

    @property
    def words(self) -> str:
        """How far it is, and how long it will take."""
        if self.began is None:
            return "Waiting for other work to finish"
        if self.fraction <= 0:
            return "Started"
        left = (time.monotonic() - self.began) * (1 - self.fraction) / self.fraction
        return f"{self.fraction:.0%} done, about {left_text(left)} left"


def left_text(seconds: float) -> str:
    """A time in words.

    Examples
    --------
    >>> left_text(0.2), left_text(12.3), left_text(200)
    ('1 second', '13 seconds', '4 minutes')
    """
    whole = max(int(seconds) + 1, 1)
    if whole >= 90:
        return f"{-(-whole // 60)} minutes"
    return f"{whole} second{'s' if whole > 1 else ''}"


def long_work(name: str, key: Hashable, act: Callable[[Report], Result], what: str) -> Result | None:
    """Do something long without blocking the page.

    Parameters
    ----------
    name
        Name of the work on this page; work of the same name about something else is stopped.
    key
        What the work is about, such as ``(values.fingerprint(study), draws)``.
    act
        The work. It gets a function that it calls with the share done; it may not touch Streamlit.
    what
        What is being done, in words.

    Returns
    -------
    result or None
        None while it runs (its progress is drawn here, and the page draws itself again when it is done), where it was
        stopped, or where it failed (the problems are drawn here).
    """
    jobs = session.session().jobs
    job = jobs.get(name)
    if job is None or job.key != key:
        if job is not None:
            job.unwanted.set()
        job = jobs[name] = Job(key)
        threading.Thread(target=job.run, args=(act,), daemon=True).start()
        job.done.wait(_LOOK)  # what is quick is shown at once
    if not job.done.is_set():
        _progress(name, job, what)
        return None
    if isinstance(job.error, Cancelled):
        st.info(f"{what}: stopped.")
        if st.button("Start again", key=f"work-{name}-again", icon=":material/refresh:"):
            del jobs[name]
            st.rerun()
        return None
    if isinstance(job.error, SroiError):
        show_problems(job.error.problems)
        return None
    if job.error is not None:
        raise job.error
    found: Result = job.result
    return found


@st.fragment(run_every=_LOOK)
def _progress(name: str, job: Job, what: str) -> None:
    if job.done.is_set():
        st.rerun()
    st.progress(job.fraction, text=f"{what}: {job.words}")
    if st.button("Stop", key=f"work-{name}-stop", icon=":material/stop_circle:"):
        job.unwanted.set()
        job.done.wait(2)
        st.rerun()
