"""One chart, described once: its words, its marks and its numbers; drawn on paper as SVG and on screen by Plotly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sroi.charts.marks import Mark, Names, Numbers

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

#: Longest title. [words]
TITLE_WORDS: Final = 15

#: Width that a drawing is laid out for. [px]
WIDTH: Final = 680


@dataclass(frozen=True)
class Chart:
    """One chart, described once and drawn by :mod:`sroi.charts.svg` or :mod:`sroi.charts.plotly`.

    Parameters
    ----------
    kind
        What kind of chart it is, in words.
    title
        Its message, 15 words at most, the most important first.
    subtitle
        What is measured, over which years, in whose prices, discounted how.
    alt
        What somebody who cannot see it must know.
    columns, rows
        Its numbers, unrounded; see :attr:`table`.
    marks
        What is drawn, from the back to the front.
    across, up
        Its axes; None where it has none.
    high
        Height of the plot where ``up`` is an axis of numbers, and of a diagram. [px]
    wide
        Least width of the plot, and width of a diagram; None where any will do. [px]
    notes
        What must be said below it.
    """

    kind: str
    title: str
    subtitle: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    marks: tuple[Mark, ...]
    across: Names | Numbers | None = None
    up: Names | Numbers | None = None
    high: float = 280.0
    wide: float | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def table(self) -> pd.DataFrame:
        """The numbers behind the chart: one row per mark of its own, full precision."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))

    def svg(self, width: float = WIDTH, *, dark: bool = False) -> str:
        """Draw it as an SVG document: real text, no browser, no scripts; see :func:`sroi.charts.svg.draw`."""
        from sroi.charts.svg import draw

        return draw(self, width, dark=dark)

    def figure(self, width: float = WIDTH, *, dark: bool = False, titled: bool = True) -> go.Figure:
        """Draw it as a Plotly figure; see :func:`sroi.charts.plotly.draw`."""
        from sroi.charts.plotly import draw

        return draw(self, width, dark=dark, titled=titled)

    def _repr_svg_(self) -> str:
        return self.svg()


def headline(*candidates: str) -> str:
    """Choose the first title that is short enough; the last one must be.

    Raises
    ------
    ValueError
        Where none has 15 words or fewer.

    Examples
    --------
    >>> headline("Parents of " + "very " * 20 + "young children gain most", "One group gains most")
    'One group gains most'
    """
    for candidate in candidates:
        if len(candidate.split()) <= TITLE_WORDS and len(candidate) <= 110:
            return candidate
    raise ValueError(f"no title of {TITLE_WORDS} words or fewer among {candidates}")
