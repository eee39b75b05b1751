"""Results in notebooks: what they say, a chart where there is one, and the head of their table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

#: Rows of a table that are shown; the table itself has all.
_ROWS: Final = 12

#: How results are drawn, by their class. Charts add themselves, so that no result knows about charts.
_DRAWN: Final[dict[type, Callable[[Any], str]]] = {}


def drawn_by(kind: type, draw: Callable[[Any], str]) -> None:
    """Have results of a class shown with a chart.

    Parameters
    ----------
    kind
        The class.
    draw
        Gives the chart as SVG; empty where this result has none.
    """
    _DRAWN[kind] = draw


def picture(result: object) -> str:
    """The chart of a result as SVG; empty where none has been added for its class.

    Examples
    --------
    >>> picture("a text has no chart")
    ''
    """
    draw = _DRAWN.get(type(result))
    return draw(result) if draw is not None else ""


def brief(result: object, said: Iterable[str]) -> str:
    """Show a result in a terminal: what it is, and the first sentence of what it says.

    Examples
    --------
    >>> brief(1.5, ["The ratio is £1.50 per £1.", "It rests on two numbers."])
    "float('The ratio is £1.50 per £1.')"
    """
    return f"{type(result).__name__}({next(iter(said), '')!r})"


def _number(value: float) -> str:
    """A number in a column: whole where it is large, else four digits."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def page(
    result: object, said: Iterable[str], table: pd.DataFrame | None = None, columns: Sequence[str] | None = None
) -> str:
    """Show a result in a notebook.

    Parameters
    ----------
    result
        The result, for its chart.
    said
        Sentences above it.
    table
        Its table, the most important rows first.
    columns
        Columns of it that are shown; None for all.

    Examples
    --------
    >>> import pandas as pd
    >>> text = page(None, ["5 < 6"], pd.DataFrame({"name": ["<b>"] * 14, "value": 0.123456789}))
    >>> "<p>5 &lt; 6</p>" in text, "&lt;b&gt;" in text, "0.1235" in text, "2 more rows in .table" in text
    (True, True, True, True)
    """
    parts = [*(f"<p>{escape(sentence)}</p>" for sentence in said), picture(result)]
    if table is not None:
        shown = table if columns is None else table[list(columns)]
        head = shown.head(_ROWS)
        parts.append(str(head.to_html(index=False, na_rep="", float_format=_number, border=0)))
        if len(shown) > _ROWS:
            more = len(shown) - _ROWS
            parts.append(f"<p>{more:,} more row{'s' if more > 1 else ''} in .table</p>")
    return "".join(parts)
