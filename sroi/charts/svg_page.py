"""The sheet an SVG chart is drawn on: shapes, lines of words, and patches of paper behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final
from xml.etree import ElementTree

from sroi.charts.frame import GAP, LEADING, SMALL, Frame
from sroi.charts.lettering import FAMILY, clean, width
from sroi.charts.palette import Ink, Palette

#: From the middle of a line of words down to its baseline, in sizes of the font.
BASELINE: Final = 0.35

#: Distance between the strokes of a hatched bar. [px]
_HATCH: Final = 6.0

Edges = tuple[float, float, float, float]


class Page:
    """One chart on its way to the page: the layout, the colours and the element that is filled.

    Labels are kept back and written last, each on a patch of paper, so that no line crosses a word.
    """

    def __init__(self, found: Frame, palette: Palette) -> None:
        self.frame, self.palette, chart = found, palette, found.chart
        self._labels: list[tuple[str, float, float, str, bool]] = []
        name = hashlib.sha256("".join([chart.title, chart.subtitle, chart.alt]).encode("utf-8")).hexdigest()[:10]
        wide, high = number(found.width), number(found.height)
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {wide} {high}",
            "width": wide,
            "height": high,
            "role": "img",
            "aria-labelledby": f"title-{name} desc-{name}",
            "font-family": FAMILY,
        }
        self.root = ElementTree.Element("svg", attributes)
        ElementTree.SubElement(self.root, "title", {"id": f"title-{name}"}).text = clean(chart.title)
        ElementTree.SubElement(self.root, "desc", {"id": f"desc-{name}"}).text = clean(chart.alt)
        self.shape("rect", x=0, y=0, width=found.width, height=found.height, fill=palette.paper)

    def text(self) -> str:
        """The document, after what was kept back."""
        for label in self._labels:
            self._write(*label)
        self._labels.clear()
        return ElementTree.tostring(self.root, encoding="unicode")

    def colour(self, ink: Ink) -> str:
        """Colour of a meaning."""
        return self.palette.colour(ink)

    def shape(self, tag: str, within: Any = None, /, **attributes: Any) -> ElementTree.Element:
        """Add an element, to a group or to the page; numbers become coordinates and underscores hyphens."""
        named = {
            key.replace("_", "-"): number(value) if isinstance(value, (int, float)) else str(value)
            for key, value in attributes.items()
        }
        return ElementTree.SubElement(self.root if within is None else within, tag, named)

    def group(self, says: str) -> ElementTree.Element:
        """A group with a story of its own, which a browser shows to a pointer."""
        if not says:
            return self.root
        group = ElementTree.SubElement(self.root, "g")
        ElementTree.SubElement(group, "title").text = clean(says)
        return group

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, thick: float = 1.0, dash: str = ""
    ) -> None:
        """A straight line."""
        dashed = {"stroke_dasharray": dash} if dash else {}
        ends = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
        self.shape("line", **ends, stroke=colour, stroke_width=thick, **dashed)

    def say(
        self, text: str, x: float, y: float, size: float, colour: str, anchor: str = "start", bold: bool = False
    ) -> None:
        """Write one line whose baseline is at y."""
        how = {"text_anchor": anchor} if anchor != "start" else {}
        how |= {"font_weight": "bold"} if bold else {}
        self.shape("text", x=x, y=y, font_size=size, fill=colour, **how).text = clean(text)

    def lines(self, lines: Iterable[str], x: float, y: float, size: float, colour: str, **how: Any) -> float:
        """Write lines from the upper edge y down; return the lower edge."""
        for line in lines:
            self.say(line, x, y + size, size, colour, **how)
            y += size * LEADING
        return y

    def label(self, text: str, x: float, y: float, anchor: str = "middle", bold: bool = False) -> None:
        """Write a label when everything else is drawn."""
        self._labels.append((text, x, y, anchor, bold))

    def beside(self, label: str, side: str, edges: Edges) -> None:
        """Write a label beside a mark, given the mark's edges: left, top, right, bottom."""
        if not label:
            return
        left, top, right, bottom = edges
        middle = (top + bottom) / 2 + SMALL * BASELINE
        centre = self.frame.inside((left + right) / 2, label)
        x, y, anchor = {
            "right": (right + GAP, middle, "start"),
            "left": (left - GAP, middle, "end"),
            "above": (centre, top - GAP, "middle"),
            "below": (centre, bottom + GAP + SMALL * 0.8, "middle"),
        }[side]
        self.label(label, x, y, anchor)

    def _write(self, text: str, x: float, y: float, anchor: str, bold: bool) -> None:
        wide = width(clean(text), SMALL, bold)
        self.patch(x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor], y, wide, SMALL)
        self.say(text, x, y, SMALL, self.palette.text, anchor, bold)

    def patch(self, left: float, y: float, wide: float, size: float) -> None:
        """Paper behind one line of words."""
        sides = {"x": left - 2, "y": y - size * 0.85, "width": wide + 4, "height": size * 1.1}
        self.shape("rect", **sides, fill=self.palette.paper)

    def block(self, says: str, edges: Edges, colour: str, *, pale: bool = False, hatched: bool = False) -> None:
        """A filled rectangle; hatched ones have strokes of their colour on paper, and an outline."""
        group = self.group(says)
        left, top, right, bottom = edges
        right, bottom = max(right, left + 1), max(bottom, top + 1)
        outline = colour if hatched else self.palette.edge
        stroke = {"stroke": outline, "stroke_width": 1.5 if hatched else 1} if hatched or pale else {}
        sides = {"x": left, "y": top, "width": right - left, "height": bottom - top}
        self.shape("rect", group, **sides, fill=self.palette.paper if hatched else colour, **stroke)
        if hatched:
            strokes = _strokes(left, top, right, bottom)
            self.shape("path", group, d=strokes, stroke=colour, stroke_width=1.5, fill="none")


def _strokes(left: float, top: float, right: float, bottom: float) -> str:
    """Strokes that rise from left to right inside a rectangle, as a path."""
    parts, wide, high = [], right - left, bottom - top
    offset = _HATCH
    while offset < wide + high:
        x0, y0 = (left + offset, top) if offset <= wide else (right, top + offset - wide)
        x1, y1 = (left, top + offset) if offset <= high else (left + offset - high, bottom)
        parts.append(f"M{number(x1)} {number(y1)}L{number(x0)} {number(y0)}")
        offset += _HATCH
    return "".join(parts)


def number(value: float) -> str:
    """A coordinate to a hundredth of a pixel, so that the same chart is always the same text.

    Examples
    --------
    >>> number(12.0), number(1 / 3), number(-0.001)
    ('12', '0.33', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
