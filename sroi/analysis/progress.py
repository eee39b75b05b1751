"""How far long work is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

Item = TypeVar("Item")

#: Told now and then which share of the work is done, 0 to 1; it may raise, to stop the work.
Progress = Callable[[float], None]


def told(items: Collection[Item], progress: Progress | None) -> Iterator[Item]:
    """Go through items, and tell after each of them how far it is.

    Parameters
    ----------
    items
        What is worked on, one after the other.
    progress
        Who is told; None for nobody.

    Examples
    --------
    >>> for item in told("ab", lambda share: print(f"{share:.0%}")):
    ...     print(item)
    a
    50%
    b
    100%
    """
    for done, item in enumerate(items, start=1):
        yield item
        if progress is not None:
            progress(done / len(items))


def within(progress: Progress | None, start: float, stop: float) -> Progress | None:
    """Whom to tell of a part of the work: all of it is the stretch from ``start`` to ``stop`` of the whole.

    Examples
    --------
    >>> second = within(lambda share: print(f"{share:.0%}"), 0.5, 1)
    >>> second(0.5)
    75%
    """
    if progress is None:
        return None
    return lambda share: progress(start + (stop - start) * share)
