"""Rows of a table as plain data that JSON can hold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain data: what is missing is null, and what never comes is said.

    Examples
    --------
    >>> import pandas as pd
    >>> records(pd.DataFrame({"name": ["a", "b"], "years": [float("nan"), float("inf")]}))
    [{'name': 'a', 'years': None}, {'name': 'b', 'years': 'never'}]
    """
    return [{str(key): _plain(value) for key, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: Any) -> Any:
    if isinstance(value, float) and math.isnan(value):
        return None
    return "never" if isinstance(value, float) and math.isinf(value) else value
