"""Long work: in a thread of its own, with progress, time left and a way to stop it. It never blocks the page."""

from __future__ import annotations

import ctypes
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

#: Seconds between two looks of what watches the work.
_AGAIN: Final = 1.0

#: Share of the work that must be done before the first report of it alone says how long the rest will take.
_ENOUGH: Final = 0.1

#: Seconds after which work is stopped whose page nobody draws any more: its window was closed.
_FORGOTTEN: Final = 600.0


class Cancelled(Exception):
    """Raised inside long work that is no longer wanted."""


@dataclass
class Job:
    """One piece of long work.

    Parameters
    ----------
    key
        What it is about; work about something else replaces it.
    first
        When the first share was reported, and which: from then on the pace is known.
    """

    key: Hashable
    fraction: float = 0.0
    began: float | None = None
    first: tuple[float, float] | None = None
    looked_at: float = field(default_factory=time.monotonic)
    result: Any = None
    error: BaseException | None = None
    worker: Worker | None = None
    done: threading.Event = field(default_factory=threading.Event)
    unwanted: threading.Event = field(default_factory=threading.Event)

    def run(self, act: Callable[[Report], Any]) -> None:
        """Do the work; for the thread."""
        try:
            with _SLOTS:
                self.began = time.monotonic()
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
        if self.first is None and self.fraction > 0:
            self.first = time.monotonic(), self.fraction

    def stop(self) -> None:
        """Stop it: at its next report or, where it makes none, at the next line of Python that its thread comes to."""
        self.unwanted.set()
        worker = self.worker
        if worker is not None and worker.ident is not None and not self.done.is_set():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(worker.ident), ctypes.py_object(Cancelled))

    @property
    def words(self) -> str:
        """How far it is, and how long it will take."""
        if self.began is None:
            return "Waiting for other work to finish"
        now = time.monotonic()
        taken = now - self.began
        so_far = f"{left_text(taken - 1)} so far" if taken > 1 else "started"
        if self.first is None:
            return so_far
        at, done = self.first  # what went before, such as making ready, says nothing of the pace
        if self.fraction <= done:
            at, done = self.began, 0.0
            if self.fraction < _ENOUGH:
                return f"{self.fraction:.0%} done, {so_far}"
        left = (now - at) * (1 - self.fraction) / (self.fraction - done)
        return f"{self.fraction:.0%} done, about {left_text(left)} left"


class Worker(threading.Thread):
    """The thread of one piece of work."""

    def __init__(self, job: Job, act: Callable[[Report], Any]) -> None:
        super().__init__(daemon=True)
        self.job, self.act = job, act
        job.worker = self

    def run(self) -> None:
        """Do the work, watched by another thread that stops it where nobody looks any more."""
        threading.Thread(target=self._watch, daemon=True).start()
        self.job.run(self.act)

    def _watch(self) -> None:
        while not self.job.done.wait(_AGAIN):
            if self.job.unwanted.is_set() or time.monotonic() - self.job.looked_at > _FORGOTTEN:
                self.job.stop()  # again, where Python swallowed it in a place that cannot raise


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
            job.stop()
        job = jobs[name] = Job(key)
        Worker(job, act).start()
        job.done.wait(_LOOK)  # what is quick is shown at once
    job.looked_at = time.monotonic()
    if job.unwanted.is_set():
        st.info(f"{what}: stopped.")
        if st.button("Start again", key=f"work-{name}-again", icon=":material/refresh:"):
            del jobs[name]
            st.rerun()
        return None
    if not job.done.is_set():
        _progress(name, job, what)
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
    job.looked_at = time.monotonic()
    if job.done.is_set():
        st.rerun()
    st.progress(job.fraction, text=f"{what}: {job.words}")
    if st.button("Stop", key=f"work-{name}-stop", icon=":material/stop_circle:"):
        job.stop()
        st.rerun()
