"""Ctrl-C between two pieces of work instead of in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def held_back() -> Iterator[Callable[[], bool]]:
    """Hold interrupts from the keyboard back, and tell whether there was one.

    A second one interrupts at once. Where they do not arrive, in any thread but the main one, nothing is changed.

    Yields
    ------
    function
        Whether an interrupt is waiting.
    """
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    waiting = False
    before = signal.getsignal(signal.SIGINT)

    def note(number: int, frame: FrameType | None) -> None:
        nonlocal waiting
        waiting = True
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield lambda: waiting
    finally:
        signal.signal(signal.SIGINT, before)
