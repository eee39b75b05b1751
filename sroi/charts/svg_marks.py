"""How each mark is drawn in SVG."""

from __future__ import annotations

from functools import singledispatch

from sroi.charts.frame import DOT, GAP, LEADING, SMALL
from sroi.charts.marks import Arrow, Bar, Box, Caption, Cell, Disc, Dot, Mark, Rule, Trace, Words
from sroi.charts.svg_page import BASELINE, Page, number


@singledispatch
def put(mark: Mark, page: Page, place: int) -> None:
    """Draw a mark on a page; ``place`` is its place among the marks of the chart."""
    raise TypeError(f"no mark: {mark!r}")


@put.register
def _(mark: Bar, page: Page, place: int) -> None:
    found, half = page.frame, page.frame.thickness / 2
    low, high = sorted((mark.start, mark.end))
    if found.lying:
        edges = found.x(low), found.y(mark.at) - half, found.x(high), found.y(mark.at) + half
    else:
        edges = found.x(mark.at) - half, found.y(high), found.x(mark.at) + half, found.y(low)
    page.block(mark.says, edges, page.colour(mark.ink), pale=mark.ink == "faded", hatched=mark.hatched)
    if found.lying or found.fits(mark.label):
        page.beside(mark.label, mark.side, edges)


@put.register
def _(mark: Dot, page: Page, place: int) -> None:
    x, y, half = page.frame.x(mark.across), page.frame.y(mark.up), DOT / 2
    colour = page.colour(mark.ink)
    fill = page.palette.paper if mark.hollow else colour
    page.shape("circle", page.group(mark.says), cx=x, cy=y, r=half, fill=fill, stroke=colour, stroke_width=2)
    page.beside(mark.label, mark.side, (x - half, y - half, x + half, y + half))


@put.register
def _(mark: Disc, page: Page, place: int) -> None:
    found = page.frame
    wide = found.x(mark.across + mark.wide) - found.x(mark.across)
    centre = found.bottom - (mark.level + 0.5) * wide
    pale = {"stroke": page.palette.edge, "stroke_width": 1} if mark.ink == "faded" else {}
    circle = {"cx": found.x(mark.across), "cy": centre, "r": max(wide / 2 - 1, 1.0)}
    page.shape("circle", page.group(mark.says), **circle, fill=page.colour(mark.ink), **pale)


@put.register
def _(mark: Trace, page: Page, place: int) -> None:
    places = " ".join(f"{number(page.frame.x(x))},{number(page.frame.y(y))}" for x, y in mark.points)
    how = {"stroke": page.colour(mark.ink), "stroke_width": mark.thick, "stroke_linejoin": "round"}
    how |= {"stroke_dasharray": "4 3"} if mark.dashed else {}
    page.shape("polyline", page.group(mark.says), points=places, fill="none", **how)


@put.register
def _(mark: Rule, page: Page, place: int) -> None:
    found, x = page.frame, page.frame.x(mark.at)
    y = found.top - GAP - found.levels.get(place, 0) * SMALL * LEADING
    start = (x, y + 2 if mark.label else found.top)
    page.line(start, (x, found.bottom), page.colour(mark.ink), 1.5, "5 4" if mark.dashed else "")
    if mark.label:
        page.label(mark.label, found.inside(x, mark.label), y - 2)


@put.register
def _(mark: Words, page: Page, place: int) -> None:
    x, y = page.frame.x(mark.across) + mark.right, page.frame.y(mark.up) + mark.down
    x = page.frame.inside(x, mark.text) if mark.anchor == "middle" else x
    page.label(mark.text, x, y, mark.anchor, mark.bold)


@put.register
def _(mark: Cell, page: Page, place: int) -> None:
    found = page.frame
    colour = page.palette.paper if mark.hatched else page.palette.shade(mark.shade)
    left, right = found.x(mark.across - 0.5), found.x(mark.across + 0.5)
    top, bottom = found.edges[mark.up], found.edges[mark.up + 1]
    group = page.group(mark.says)
    sides = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    page.shape("rect", group, **sides, fill=colour, stroke=page.palette.edge, stroke_width=1)
    if mark.marked:  # edged, so that the frame is seen on every shade
        for ink, thick in ((page.palette.paper, 6), (page.palette.text, 2.5)):
            page.shape("rect", group, **sides, fill="none", stroke=ink, stroke_width=thick)
    middle = (top + bottom) / 2 + SMALL * BASELINE
    page.say(mark.text, (left + right) / 2, middle, SMALL, page.palette.on(colour), "middle", mark.marked)


# Diagrams, in pixels from the top left of the plot


@put.register
def _(mark: Box, page: Page, place: int) -> None:
    found, colour = page.frame, page.colour(mark.ink)
    x, y = found.left + mark.left, found.top + mark.top
    dashed = {"stroke_dasharray": "5 4"} if mark.dashed else {}
    fill = colour if mark.filled else page.palette.paper
    sides = {"x": x, "y": y, "width": mark.wide, "height": mark.high, "rx": 4}
    page.shape("rect", page.group(mark.says), **sides, fill=fill, stroke=colour, stroke_width=1.5, **dashed)
    ink = page.palette.on(colour) if mark.filled else page.palette.text
    top = y + (mark.high - len(mark.lines) * SMALL * LEADING) / 2 - 1
    page.lines(mark.lines, x + mark.wide / 2, top, SMALL, ink, anchor="middle")


@put.register
def _(mark: Arrow, page: Page, place: int) -> None:
    def point(at: tuple[float, float]) -> str:
        return f"{number(page.frame.left + at[0])} {number(page.frame.top + at[1])}"

    ink, group = page.palette.edge, page.group(mark.says)
    curve = "".join("C" + " ".join(map(point, bend)) for bend in mark.curve)
    page.shape("path", group, d=f"M{point(mark.points[0])}{curve}", fill="none", stroke=ink, stroke_width=1.5)
    page.shape("path", group, d=f"M{'L'.join(map(point, mark.head))}Z", fill=ink)


@put.register
def _(mark: Caption, page: Page, place: int) -> None:
    x, y = page.frame.left + mark.across, page.frame.top + mark.down
    page.say(mark.text, x, y, SMALL, page.palette.quiet, mark.anchor, bold=True)
