"""Seconds that a task takes."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable


def cpu(task: Callable[[], object], repeat: int) -> float:
    """Median CPU seconds of a task, all its threads together."""
    return _median(task, repeat, time.process_time)


def wall(task: Callable[[], object], repeat: int) -> float:
    """Median wall seconds of a task."""
    return _median(task, repeat, time.perf_counter)


def _median(task: Callable[[], object], repeat: int, clock: Callable[[], float]) -> float:
    gc.collect()
    gc.freeze()  # what earlier rows left behind is not searched for garbage in this one
    times = []
    for _ in range(repeat):
        start = clock()
        task()
        times.append(clock() - start)
    return statistics.median(times)
