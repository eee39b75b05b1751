"""Times in words, as a person would say them today."""

from __future__ import annotations

from datetime import datetime, timedelta


def when(then: datetime, now: datetime) -> str:
    """Say when something was, seen from now.

    Examples
    --------
    >>> noon = datetime(2026, 3, 5, 12, 0)
    >>> when(datetime(2026, 3, 5, 9, 5), noon), when(datetime(2026, 3, 4, 9, 5), noon), when(datetime(2026, 1, 2), noon)
    ('today 09:05', 'yesterday 09:05', '2 January 2026 00:00')
    """
    if then.tzinfo is not None and now.tzinfo is not None:
        then = then.astimezone(now.tzinfo)
    if then.date() == now.date():
        return f"today {then:%H:%M}"
    if then.date() == (now - timedelta(days=1)).date():
        return f"yesterday {then:%H:%M}"
    return f"{then.day} {then:%B %Y %H:%M}"
