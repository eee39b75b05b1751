"""How each mark becomes part of a Plotly figure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Final

from sroi.charts.figure_sheet import Sheet, story
from sroi.charts.frame import DOT, GAP, LEADING, SMALL
from sroi.charts.marks import Arrow, Bar, Box, Caption, Cell, Disc, Dot, Mark, Rule, Trace, Words

#: Size of the unseen points that bring up the story of a cell, box or disc. [px]
_UNSEEN: Final = 28.0

#: Discs leave a gap between them.
_DISC: Final = 0.95


def put_bars(bars: Sequence[Bar], sheet: Sheet) -> None:
    """Draw all bars as one trace, whose points are the bars in their order."""
    found, lying = sheet.frame, sheet.frame.lying
    at = [sheet.y(bar.at) if lying else bar.at for bar in bars]
    lengths = [bar.end - bar.start for bar in bars]
    thick = found.thickness
    if not lying:
        thick *= len(found.columns) / (found.right - found.left)
    colours = [sheet.colour(bar.ink) for bar in bars]
    edges = [sheet.palette.edge if bar.ink == "faded" else sheet.colour(bar.ink) for bar in bars]
    sheet.traces.append(
        {
            "type": "bar",
            "x": lengths if lying else at,
            "y": at if lying else lengths,
            "base": [bar.start for bar in bars],
            "width": [thick] * len(bars),
            "orientation": "h" if lying else "v",
            "marker": {
                "color": colours,
                "line": {"color": edges, "width": 1},
                "pattern": {
                    "shape": ["/" if bar.hatched else "" for bar in bars],
                    "size": 6,
                    "solidity": 0.25,
                    "fillmode": "replace",
                },
            },
            "hovertext": [story(bar.says) for bar in bars],
            "hoverinfo": "text",
            "customdata": [bar.key for bar in bars],
        }
    )
    for bar, place in zip(bars, at, strict=True):
        ends, middle = (bar.start, bar.end), (place, place)
        if lying or found.fits(bar.label):
            sheet.beside(bar.label, bar.side, *((ends, middle) if lying else (middle, ends)), 0.0)


@singledispatch
def put(mark: Mark, sheet: Sheet, place: int) -> None:
    """Draw a mark other than a bar; ``place`` is its place among the marks of the chart."""
    raise TypeError(f"no mark: {mark!r}")


@put.register
def _(mark: Dot, sheet: Sheet, place: int) -> None:
    colour, y = sheet.colour(mark.ink), sheet.y(mark.up)
    how = {"size": DOT, "color": sheet.palette.paper if mark.hollow else colour, "opacity": 1}
    sheet.point(mark.across, y, mark.says, mark.key, **how, line={"color": colour, "width": 2})
    sheet.beside(mark.label, mark.side, (mark.across, mark.across), (y, y), DOT / 2)


@put.register
def _(mark: Disc, sheet: Sheet, place: int) -> None:
    colour, half, y = sheet.colour(mark.ink), mark.wide / 2 * _DISC, (mark.level + 0.5) * mark.wide
    edge = sheet.palette.edge if mark.ink == "faded" else colour
    sides = {"x0": mark.across - half, "x1": mark.across + half, "y0": y - half, "y1": y + half}
    sheet.shapes.append({"type": "circle", **sides, "fillcolor": colour, "line": {"color": edge, "width": 1}})
    sheet.point(mark.across, y, mark.says, size=DOT, color=colour, opacity=0)


@put.register
def _(mark: Trace, sheet: Sheet, place: int) -> None:
    dash = "4px,3px" if mark.dashed else "solid"
    sheet.traces.append(
        {
            "type": "scatter",
            "x": [across for across, _ in mark.points],
            "y": [sheet.y(up) for _, up in mark.points],
            "mode": "lines",
            "line": {"color": sheet.colour(mark.ink), "width": mark.thick, "dash": dash},
            "hovertext": story(mark.says),
            "hoverinfo": "text" if mark.says else "skip",
            "cliponaxis": False,
        }
    )


@put.register
def _(mark: Rule, sheet: Sheet, place: int) -> None:
    found = sheet.frame
    over = GAP + found.levels.get(place, 0) * SMALL * LEADING if mark.label else 0.0
    ends = {"x0": mark.at, "x1": mark.at, "y0": 0, "y1": 1 + over / (found.bottom - found.top)}
    line = {"color": sheet.colour(mark.ink), "width": 1.5, "dash": "5px,4px" if mark.dashed else "solid"}
    sheet.shapes.append({"type": "line", "yref": "paper", **ends, "line": line})
    if mark.label:
        x = found.x(mark.at)
        placed = {"yref": "paper", "yanchor": "bottom", "yshift": over, "xshift": found.inside(x, mark.label) - x}
        sheet.say(mark.label, mark.at, 1, bgcolor=sheet.palette.paper, **placed)


@put.register
def _(mark: Words, sheet: Sheet, place: int) -> None:
    anchor = {"start": "left", "middle": "center", "end": "right"}[mark.anchor]
    x = sheet.frame.x(mark.across)
    aside = sheet.frame.inside(x, mark.text) - x if mark.anchor == "middle" else mark.right
    placed = {"xanchor": anchor, "xshift": aside, "yshift": SMALL * 0.35 - mark.down}
    sheet.say(mark.text, mark.across, sheet.y(mark.up), bgcolor=sheet.palette.paper, bold=mark.bold, **placed)


@put.register
def _(mark: Cell, sheet: Sheet, place: int) -> None:
    found = sheet.frame
    colour = sheet.palette.paper if mark.hatched else sheet.palette.shade(mark.shade)
    top, bottom = found.edges[mark.up], found.edges[mark.up + 1]
    sides = {"type": "rect", "x0": mark.across - 0.5, "x1": mark.across + 0.5, "y0": top, "y1": bottom}
    line = {"color": sheet.palette.edge, "width": 1}
    sheet.shapes.append({**sides, "layer": "below", "fillcolor": colour, "line": line})
    if mark.marked:  # edged, so that the frame is seen on every shade
        edges = ((sheet.palette.paper, 6), (sheet.palette.text, 2.5))
        sheet.shapes += [{**sides, "line": {"color": ink, "width": thick}} for ink, thick in edges]
    middle = (top + bottom) / 2
    sheet.point(mark.across, middle, mark.says, size=_UNSEEN, color=colour, opacity=0)
    sheet.say(mark.text, mark.across, middle, colour=sheet.palette.on(colour), bold=mark.marked)


# Diagrams, whose coordinates are pixels: across from the left of the plot, and down from the top of the whole


@put.register
def _(mark: Box, sheet: Sheet, place: int) -> None:
    colour, top = sheet.colour(mark.ink), sheet.frame.top + mark.top
    sides = {"x0": mark.left, "x1": mark.left + mark.wide, "y0": top, "y1": top + mark.high}
    line = {"color": colour, "width": 1.5, "dash": "5px,4px" if mark.dashed else "solid"}
    fill = colour if mark.filled else sheet.palette.paper
    sheet.shapes.append({"type": "rect", **sides, "fillcolor": fill, "line": line})
    x, y = mark.left + mark.wide / 2, top + mark.high / 2
    sheet.point(x, y, mark.says, mark.key, size=_UNSEEN, color=fill, opacity=0)
    sheet.say("\n".join(mark.lines), x, y, colour=sheet.palette.on(colour) if mark.filled else sheet.palette.text)


@put.register
def _(mark: Arrow, sheet: Sheet, place: int) -> None:
    def point(at: tuple[float, float]) -> str:
        return f"{at[0]:.2f} {sheet.frame.top + at[1]:.2f}"

    ink = sheet.palette.edge
    curve = " ".join("C " + ", ".join(map(point, bend)) for bend in mark.curve)
    line = {"color": ink, "width": 1.5}
    sheet.shapes.append({"type": "path", "path": f"M {point(mark.points[0])} {curve}", "line": line})
    head = f"M {' L '.join(map(point, mark.head))} Z"
    sheet.shapes.append({"type": "path", "path": head, "fillcolor": ink, "line": {"width": 0}})


@put.register
def _(mark: Caption, sheet: Sheet, place: int) -> None:
    y, anchor = sheet.frame.top + mark.down, {"start": "left", "middle": "center"}[mark.anchor]
    placed = {"xanchor": anchor, "yanchor": "bottom", "yshift": -SMALL / 3}
    sheet.say(mark.text, mark.across, y, colour=sheet.palette.quiet, bold=True, **placed)
