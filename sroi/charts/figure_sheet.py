"""The sheet a Plotly figure is drawn on: traces, shapes and words, gathered as plain data."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from sroi.charts.frame import GAP, SMALL, Frame
from sroi.charts.lettering import clean, wrap
from sroi.charts.marks import Numbers, Side
from sroi.charts.palette import Ink, Palette

#: Width of the words that a pointer brings up. [px]
_STORY: Final = 320.0


class Sheet:
    """One chart on its way to a figure.

    Where names stand up the side, or nothing does, the figure's vertical axis is in pixels from the top of the whole,
    so that rows, bars and words have the same places as in SVG and only the width is flexible.
    """

    def __init__(self, found: Frame, palette: Palette) -> None:
        self.frame, self.palette = found, palette
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.words: list[dict[str, Any]] = []

    def colour(self, ink: Ink) -> str:
        """Colour of a meaning."""
        return self.palette.colour(ink)

    def y(self, up: float) -> float:
        """Coordinate of a place up: numbers as they are, rows and diagrams in pixels."""
        return up if isinstance(self.frame.chart.up, Numbers) else self.frame.y(up)

    def say(self, text: str, x: Any, y: Any, **how: Any) -> None:
        """Write words; lines are parted by line breaks."""
        size, colour = how.pop("size", SMALL), how.pop("colour", self.palette.text)
        bold = how.pop("bold", False)
        shown = "<br>".join(safe(line) for line in text.split("\n"))
        self.words.append(
            {
                "text": f"<b>{shown}</b>" if bold else shown,
                "x": x,
                "y": y,
                "showarrow": False,
                "borderpad": 0,
                "font": {"size": size, "color": colour},
                **how,
            }
        )

    def outside(self, text: str, x: float, y: float, **how: Any) -> None:
        """Write words at a pixel from the top left of the whole, at any width."""
        found = self.frame
        anchored = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "align": "left"}
        self.say(text, 0, 1, xshift=x - found.left, yshift=found.top - y, **anchored, **how)

    def beside(
        self, label: str, side: Side, across: tuple[float, float], up: tuple[float, float], reach: float
    ) -> None:
        """Write a label beside a mark, given its ends in the figure's coordinates and how far it reaches beyond."""
        if not label:
            return
        middle, gap = (sum(across) / 2, sum(up) / 2), GAP + reach
        centre = self.frame.x(middle[0])
        aside = self.frame.inside(centre, label) - centre
        where: dict[Side, dict[str, Any]] = {
            "right": {"x": max(across), "y": middle[1], "xanchor": "left", "yanchor": "middle", "xshift": gap},
            "left": {"x": min(across), "y": middle[1], "xanchor": "right", "yanchor": "middle", "xshift": -gap},
            "above": {"x": middle[0], "y": max(up), "xshift": aside, "yanchor": "bottom", "yshift": gap / 2},
            "below": {"x": middle[0], "y": min(up), "xshift": aside, "yanchor": "top", "yshift": -gap / 2},
        }
        self.say(label, bgcolor=self.palette.paper, **where[side])

    def point(self, x: float, y: float, says: str, key: str = "", **marker: Any) -> None:
        """A point that tells its story to a pointer."""
        self.traces.append(
            {
                "type": "scatter",
                "x": [x],
                "y": [y],
                "mode": "markers",
                "marker": marker,
                "hovertext": [story(says)],
                "hoverinfo": "text" if says else "skip",
                "customdata": [key],
                "cliponaxis": False,
            }
        )


def story(text: str) -> str:
    """Words that a pointer brings up, wrapped."""
    return "<br>".join(safe(line) for line in wrap(text, _STORY, SMALL))


def safe(text: str) -> str:
    """Text that Plotly shows as it stands: no markup, and no dollar signs, which MathJax would take for formulas.

    Examples
    --------
    >>> safe("<b>$2 & $3</b>")
    '&lt;b&gt;&#36;2 &amp; &#36;3&lt;/b&gt;'
    """
    return escape(clean(text), quote=False).replace("$", "&#36;")
