"""Charts as static SVG: real text, no browser, no scripts, no style sheets; Word, HTML and PDF all show them."""

from __future__ import annotations

from sroi.charts.chart import WIDTH, Chart
from sroi.charts.frame import GAP, LABEL, LEADING, MARGIN, SMALL, SUBTITLE, TITLE, frame
from sroi.charts.lettering import width as width_of
from sroi.charts.marks import Names, Numbers
from sroi.charts.palette import DARK, LIGHT
from sroi.charts.svg_marks import put
from sroi.charts.svg_page import BASELINE, Page


def draw(chart: Chart, width: float = WIDTH, *, dark: bool = False) -> str:
    """Draw a chart as an SVG document.

    Parameters
    ----------
    chart
        The chart.
    width
        Width it is laid out for; it can be shown at any. [px]
    dark
        Whether the page behind it is dark.

    Returns
    -------
    str
        One ``svg`` element with ``role="img"``, its title and its text alternative. All text of the study is escaped.

    Examples
    --------
    >>> chart = Chart(
    ...     "bars", "All of it", "£", "One bar.", ("what",), (), (), across=Numbers(0, 1, ()), up=Names(("a & b",))
    ... )
    >>> text = draw(chart)
    >>> text[:54], "a &amp; b" in text
    ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6', True)
    """
    page = Page(frame(chart, width), DARK if dark else LIGHT)
    _words_around(page)
    if isinstance(chart.across, Numbers):
        _numbers_across(page, chart.across)
    if isinstance(chart.up, Numbers):
        _numbers_up(page, chart.up)
    if isinstance(chart.across, Names):
        _names_across(page, chart.across)
    if isinstance(chart.up, Names) and not page.frame.stacked:
        _names_up(page, chart.up)
    for place, mark in enumerate(chart.marks):
        put(mark, page, place)
    if isinstance(chart.up, Names) and page.frame.stacked:
        _names_up(page, chart.up)
    return page.text()


def _words_around(page: Page) -> None:
    found, ink = page.frame, page.palette
    y = page.lines(found.title, MARGIN, MARGIN, TITLE, ink.text, bold=True)
    page.lines(found.subtitle, MARGIN, y + GAP / 2, SUBTITLE, ink.quiet)
    page.lines(found.notes, MARGIN, found.foot, SMALL, ink.quiet)


def _numbers_across(page: Page, axis: Numbers) -> None:
    found, ink = page.frame, page.palette
    for value, label in found.ticks_across:
        page.line((found.x(value), found.top), (found.x(value), found.bottom), ink.grid)
        page.say(label, found.x(value), found.bottom + GAP + SMALL, SMALL, ink.quiet, "middle")
    if axis.low <= 0 <= axis.high and found.lying:
        page.line((found.x(0), found.top), (found.x(0), found.bottom), ink.edge, 1.5)
    if not found.lying:
        page.line((found.left, found.bottom), (found.right, found.bottom), ink.edge, 1.5)
    _axis_title(page)


def _numbers_up(page: Page, axis: Numbers) -> None:
    found, ink = page.frame, page.palette
    for value, label in axis.ticks:
        page.line((found.left, found.y(value)), (found.right, found.y(value)), ink.grid)
        page.say(label, found.left - GAP, found.y(value) + SMALL * BASELINE, SMALL, ink.quiet, "end")
    if axis.low <= 0 <= axis.high:
        page.line((found.left, found.y(0)), (found.right, found.y(0)), ink.edge, 1.5)


def _names_across(page: Page, axis: Names) -> None:
    found = page.frame
    for column, name in enumerate(found.columns):
        page.lines(name, found.x(column), found.bottom + GAP, SMALL, page.palette.quiet, anchor="middle")
    _axis_title(page)


def _axis_title(page: Page) -> None:
    found = page.frame
    top = found.foot - (GAP if found.notes else 0) - len(found.under) * SMALL * LEADING - GAP / 2
    middle = (found.left + found.right) / 2
    for line in found.under:
        page.say(line, found.inside(middle, line), top + SMALL, SMALL, page.palette.quiet, "middle")
        top += SMALL * LEADING


def _names_up(page: Page, axis: Names) -> None:
    found, ink = page.frame, page.palette
    page.lines(found.over, MARGIN, found.top - GAP - len(found.over) * SMALL * LEADING, SMALL, ink.quiet)
    for row, (name, more) in enumerate(zip(found.names, found.details, strict=True)):
        y, bold = found.name_top(row), row in axis.strong
        if found.stacked:  # over the plot: nothing may cross the words
            for count, line in enumerate(name):
                page.patch(MARGIN, y + LABEL + count * LABEL * LEADING, width_of(line, LABEL, bold), LABEL)
        y = page.lines(name, MARGIN, y, LABEL, ink.text, bold=bold)
        page.lines(more, MARGIN, y, SMALL, ink.quiet)
