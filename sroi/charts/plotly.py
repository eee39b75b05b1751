"""Charts as Plotly figures, for the screen: laid out as on paper, flexible in width. The only importer of Plotly."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sroi.charts.chart import WIDTH, Chart
from sroi.charts.figure_marks import put, put_bars
from sroi.charts.figure_sheet import Sheet, safe
from sroi.charts.frame import GAP, LABEL, LEADING, MARGIN, SMALL, SUBTITLE, TITLE, frame
from sroi.charts.lettering import FAMILY
from sroi.charts.marks import Bar, Disc, Names, Numbers
from sroi.charts.palette import DARK, LIGHT
from sroi.errors import SroiError, not_installed

if TYPE_CHECKING:
    import plotly.graph_objects as go

#: Room between an axis and the words beside it.
_APART: Final = {"ticks": "outside", "ticklen": 4, "tickcolor": "rgba(0,0,0,0)"}


def draw(chart: Chart, width: float = WIDTH, *, dark: bool = False, titled: bool = True) -> go.Figure:
    """Draw a chart as a Plotly figure.

    Every colour and font is set in the figure, so that it looks the same with and without a theme around it; show it in
    Streamlit with ``theme=None``. The text alternative is in ``figure.layout.meta["alt"]``.

    Parameters
    ----------
    chart
        The chart.
    width
        Width it is laid out for; the figure takes the width it is given. Below 480 names stand above their bars. [px]
    dark
        Whether the page behind it is dark.
    titled
        Whether title, subtitle and notes are drawn; without them the page around the figure must say them.

    Raises
    ------
    SroiError
        ``extra-missing`` where Plotly is not installed.
    """
    try:
        import plotly.graph_objects as go
    except ImportError:
        raise SroiError(
            not_installed("this chart is drawn on screen by Plotly", "app", ", or draw it as SVG")
        ) from None
    shown = chart if titled else replace(chart, title="", subtitle="", notes=())
    sheet = Sheet(frame(shown, width), DARK if dark else LIGHT)
    _words_around(sheet)
    bars = [mark for mark in chart.marks if isinstance(mark, Bar)]
    if bars:
        put_bars(bars, sheet)
    for place, mark in enumerate(chart.marks):
        if not isinstance(mark, Bar):
            put(mark, sheet, place)
    return go.Figure(data=sheet.traces, layout=_layout(chart, sheet))


def _layout(chart: Chart, sheet: Sheet) -> dict[str, Any]:
    found, ink = sheet.frame, sheet.palette
    hover = {"bgcolor": ink.paper, "bordercolor": ink.edge, "font": {"color": ink.text}, "align": "left"}
    margin = {"l": found.left, "r": found.width - found.right, "t": found.top, "b": found.height - found.bottom}
    diagram = {"width": found.width} if chart.across is None else {}  # boxes do not shrink with the window
    return {
        "template": "none",
        "meta": {"alt": chart.alt, "title": chart.title, "kind": chart.kind},
        "height": found.height,
        **diagram,
        "margin": {**margin, "autoexpand": False},
        "paper_bgcolor": ink.paper,
        "plot_bgcolor": ink.paper,
        "font": {"family": FAMILY, "size": SMALL, "color": ink.text},
        "hoverlabel": hover,
        "barmode": "overlay",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "xaxis": _across(sheet),
        "yaxis": _up(sheet),
        "shapes": sheet.shapes,
        "annotations": sheet.words,
    }


def _across(sheet: Sheet) -> dict[str, Any]:
    axis, found, ink = sheet.frame.chart.across, sheet.frame, sheet.palette
    common = {"fixedrange": True, "tickfont": {"color": ink.quiet}, "tickangle": 0, "zeroline": False, **_APART}
    if isinstance(axis, Numbers):
        ticks = found.ticks_across
        common |= {"range": [axis.low, axis.high], "gridcolor": ink.grid, "layer": "below traces"}
        common |= {"tickvals": [value for value, _ in ticks], "ticktext": [safe(label) for _, label in ticks]}
        zero = found.lying and axis.low <= 0 <= axis.high
        common |= {"showline": not found.lying, "linecolor": ink.edge}
        return {**common, "zeroline": zero, "zerolinecolor": ink.edge, "zerolinewidth": 1.5}
    if isinstance(axis, Names):
        shown = [(place, "<br>".join(map(safe, lines))) for place, lines in enumerate(found.columns) if lines]
        common |= {"range": [-0.5, len(axis.labels) - 0.5], "showgrid": False}
        return {**common, "tickvals": [place for place, _ in shown], "ticktext": [name for _, name in shown]}
    return {**common, "range": [0, found.right - found.left], "visible": False}


def _up(sheet: Sheet) -> dict[str, Any]:
    axis, found, ink = sheet.frame.chart.up, sheet.frame, sheet.palette
    if isinstance(axis, Numbers):
        zero = {"zeroline": axis.low <= 0 <= axis.high, "zerolinecolor": ink.edge, "zerolinewidth": 1.5}
        return {
            "range": [axis.low, axis.high],
            "fixedrange": True,
            "tickvals": [value for value, _ in axis.ticks],
            "ticktext": [safe(label) for _, label in axis.ticks],
            "tickfont": {"color": ink.quiet},
            "gridcolor": ink.grid,
            **_APART,
            **zero,
        }
    across = found.chart.across
    if isinstance(across, Numbers) and any(isinstance(mark, Disc) for mark in found.chart.marks):
        # Discs are circles only while a unit is as long upwards as across.
        high = (found.bottom - found.top) / (found.right - found.left) * (across.high - across.low)
        anchored = {"scaleanchor": "x", "scaleratio": 1, "constraintoward": "bottom"}
        return {"range": [0, high], "visible": False, "fixedrange": True, **anchored}
    return {"range": [found.bottom, found.top], "visible": False, "fixedrange": True}


def _words_around(sheet: Sheet) -> None:
    found, ink = sheet.frame, sheet.palette
    if found.title:
        sheet.outside("\n".join(found.title), MARGIN, MARGIN, size=TITLE, bold=True)
        y = MARGIN + len(found.title) * TITLE * LEADING + GAP / 2
        sheet.outside("\n".join(found.subtitle), MARGIN, y, size=SUBTITLE, colour=ink.quiet)
    if found.notes:
        sheet.outside("\n".join(found.notes), MARGIN, found.foot, colour=ink.quiet)
    if found.under:
        middle = {"xref": "paper", "yref": "paper", "xanchor": "center", "yanchor": "bottom"}
        down = found.foot - (GAP if found.notes else 0)
        sheet.say("\n".join(found.under), 0.5, 0, yshift=found.bottom - down, colour=ink.quiet, **middle)
    if isinstance(found.chart.up, Names):
        _names(sheet, found.chart.up)


def _names(sheet: Sheet, axis: Names) -> None:
    found = sheet.frame
    if found.over:
        top = found.top - GAP - len(found.over) * SMALL * LEADING
        sheet.outside("\n".join(found.over), MARGIN, top, colour=sheet.palette.quiet)
    patch = {"bgcolor": sheet.palette.paper} if found.stacked else {}
    for row, (name, more) in enumerate(zip(found.names, found.details, strict=True)):
        y = found.name_top(row)
        sheet.outside("\n".join(name), MARGIN, y, size=LABEL, bold=row in axis.strong, **patch)
        if more:
            down = y + len(name) * LABEL * LEADING
            sheet.outside("\n".join(more), MARGIN, down, colour=sheet.palette.quiet, **patch)
