"""Where everything of a chart goes: lines of words, gutters, rows and the plot, in pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sroi.charts.chart import Chart
from sroi.charts.lettering import width as width_of
from sroi.charts.lettering import wrap
from sroi.charts.marks import Bar, Caption, Disc, Dot, Names, Numbers, Rule, Words

#: Sizes of words. [px]
TITLE: Final = 19.0
SUBTITLE: Final = 13.0
LABEL: Final = 13.0
SMALL: Final = 12.0

#: Room around the whole, between words and marks, and from one line of words to the next. [px]
MARGIN: Final = 14.0
GAP: Final = 6.0
LEADING: Final = 1.28

#: Least height of a row of names, greatest thickness of a bar, diameter of a dot. [px]
ROW: Final = 32.0
BAR: Final = 20.0
COLUMN: Final = 54.0
DOT: Final = 12.0

#: Below this width names stand above their bars. [px]
NARROW: Final = 480.0

#: Share of the width that names on the left may take.
_NAMES: Final = 0.37

#: Turns in which both sides of the plot settle.
_TURNS: Final = 30

#: Least width of the plot; a drawing in which labels leave less is made wider by so much, up to that. [px]
_LEAST: Final = 60.0
_WIDER: Final = 40.0
_WIDEST: Final = 2000.0


@dataclass(frozen=True)
class Frame:
    """The layout of one chart at one width. Everything in pixels from the top left.

    Parameters
    ----------
    width, height
        Of the whole drawing.
    left, top, right, bottom
        Edges of the plot.
    title, subtitle, notes
        The words around it, wrapped.
    names, details
        Lines of each name on the left, wrapped, and of the quieter words below it; empty where numbers stand there.
    columns
        Lines of each name below, wrapped; years that would touch each other are thinned out.
    over, under
        What is named on the left, above it; what is measured or named across, below it; wrapped.
    edges
        Upper and lower edges of the rows, one more than there are rows; empty where ``up`` has no names.
    levels
        Line on which the label of each rule stands, by place among the marks; 0 is the one next to the plot.
    stacked
        Whether names stand above their bars rather than beside them, as they do where it is narrow.
    """

    chart: Chart
    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    notes: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]
    details: tuple[tuple[str, ...], ...]
    columns: tuple[tuple[str, ...], ...]
    over: tuple[str, ...]
    under: tuple[str, ...]
    edges: tuple[float, ...]
    levels: dict[int, int]
    stacked: bool = False

    def x(self, value: float) -> float:
        """Pixel of a place across."""
        axis = self.chart.across
        span = self.right - self.left
        if isinstance(axis, Names):
            return self.left + (value + 0.5) / len(axis.labels) * span
        if isinstance(axis, Numbers):
            return self.left + (value - axis.low) / (axis.high - axis.low) * span
        return self.left + value

    def y(self, value: float) -> float:
        """Pixel of a place up, or down where names stand there."""
        axis = self.chart.up
        if isinstance(axis, Names):
            row = min(max(int(value + 0.5), 0), len(axis.labels) - 1)
            above, below = self.edges[row], self.edges[row + 1]
            if self.stacked:
                return below - GAP - BAR / 2 + (value - row) * (below - above)
            return above + (value + 0.5 - row) * (below - above)
        if isinstance(axis, Numbers):
            return self.bottom - (value - axis.low) / (axis.high - axis.low) * (self.bottom - self.top)
        return self.top + value

    @property
    def foot(self) -> float:
        """Upper edge of the notes, or of the lower margin."""
        return self.height - MARGIN - len(self.notes) * SMALL * LEADING

    @property
    def lying(self) -> bool:
        """Whether bars lie, from left to right, rather than stand."""
        return isinstance(self.chart.up, Names)

    def name_top(self, row: int) -> float:
        """Upper edge of the words of a row."""
        if self.stacked:
            return self.edges[row] + GAP
        high = (len(self.names[row]) * LABEL + len(self.details[row]) * SMALL) * LEADING
        return (self.edges[row] + self.edges[row + 1] - high) / 2

    @property
    def ticks_across(self) -> list[tuple[float, str]]:
        """Ticks of the axis across: every one, or every second, third, … so that their labels do not touch."""
        assert isinstance(self.chart.across, Numbers)
        ticks = self.chart.across.ticks
        zero = next((place for place, (value, _) in enumerate(ticks) if value == 0), 0)
        for every in range(1, len(ticks) + 1):
            shown = [tick for place, tick in enumerate(ticks) if (place - zero) % every == 0]
            ends = [(self.x(value), width_of(label, SMALL) / 2) for value, label in shown]
            if all(x + half + GAP <= y - other for (x, half), (y, other) in pairwise(ends)):
                return shown
        return []

    def inside(self, middle: float, label: str) -> float:
        """The nearest place for the middle of a label at which it stays on the page, and off the numbers beside it."""
        half = width_of(label, SMALL) / 2
        start = self.left if isinstance(self.chart.up, Numbers) else MARGIN
        return min(max(middle, start + half), self.width - MARGIN - half)

    def fits(self, label: str) -> bool:
        """Whether a label above or below a standing bar keeps clear of those beside it."""
        assert isinstance(self.chart.across, Names)
        return width_of(label, SMALL) + GAP <= (self.right - self.left) / len(self.chart.across.labels)

    @property
    def thickness(self) -> float:
        """Thickness of a bar."""
        if self.lying:
            return BAR
        assert isinstance(self.chart.across, Names)
        return min(COLUMN, 0.7 * (self.right - self.left) / len(self.chart.across.labels))


def frame(chart: Chart, width: float) -> Frame:
    """Lay a chart out at a width, or at the least it needs."""
    diagram = chart.across is None and chart.up is None
    if chart.wide is not None:
        beside = _gutter(chart, *_names(chart.up, _NAMES * width))
        width = max(width, chart.wide + beside + 2 * MARGIN)
    room = width - 2 * MARGIN
    title = wrap(chart.title, room, TITLE, bold=True)
    subtitle = wrap(chart.subtitle, room, SUBTITLE)
    notes = tuple(line for note in chart.notes for line in wrap(note, room, SMALL))
    stacked = width < NARROW and isinstance(chart.up, Names) and isinstance(chart.across, Numbers)
    names, details = _names(chart.up, room if stacked else _NAMES * room)
    gutter = 0.0 if stacked else _gutter(chart, names, details)
    left, right = _sides(chart, MARGIN + gutter, width)
    if right - left < _LEAST and width < _WIDEST:
        return frame(chart, width + _WIDER)
    over = wrap(chart.up.title, room, SMALL) if isinstance(chart.up, Names) else ()
    under = wrap(chart.across.title, room, SMALL) if chart.across is not None else ()
    if diagram:
        left, right = MARGIN + (room - (chart.wide or 0.0)) / 2, width - MARGIN
    top = MARGIN + len(title) * TITLE * LEADING + len(subtitle) * SUBTITLE * LEADING + (2 * GAP if title else 0)
    levels = _levels(chart, left, right, width)
    top += (max(levels.values()) + 1) * SMALL * LEADING + GAP if levels else 0
    captions = any(isinstance(mark, Caption) and mark.down < 0 for mark in chart.marks)
    top += (len(over) + captions) * SMALL * LEADING + (GAP if over or captions else 0)
    edges = _edges(names, details, top, BAR + GAP / 2 if stacked else 0.0)
    columns = _columns(chart.across, right - left)
    discs = any(isinstance(mark, Disc) for mark in chart.marks)
    bottom = edges[-1] if edges else top + (_pile(chart, right - left) if discs else chart.high)
    foot = len(notes) * SMALL * LEADING + GAP if notes else 0
    height = bottom + _below(chart, columns, under) + foot + MARGIN
    words = (title, subtitle, notes, names, details, columns, over, under)
    return Frame(chart, width, height, left, top, right, bottom, *words, edges, levels, stacked)


def _columns(axis: Names | Numbers | None, span: float) -> tuple[tuple[str, ...], ...]:
    """Names below the plot: wrapped to the width of a column, but years are thinned out instead."""
    if not isinstance(axis, Names):
        return ()
    pitch, every = span / len(axis.labels), 1
    years = [label.isdigit() for label in axis.labels]
    if all(years[:-1]):
        widest = max(width_of(label, SMALL) for label in axis.labels)
        while widest + GAP > pitch * every:
            every += 1
    room, last = max(pitch * every - GAP, 1.0), len(axis.labels) - 1
    return tuple(
        wrap(label, room, SMALL)
        if (place % every == 0 and (years[-1] or place + every <= last)) or (place == last and not years[-1])
        else ()
        for place, label in enumerate(axis.labels)
    )


def _names(
    axis: Names | Numbers | None, room: float
) -> tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]:
    if not isinstance(axis, Names):
        return (), ()
    names = tuple(wrap(label, room, LABEL, bold=place in axis.strong) for place, label in enumerate(axis.labels))
    details = tuple(wrap(text, room, SMALL) if text else () for text in axis.details) or ((),) * len(names)
    return names, details


def _gutter(chart: Chart, names: tuple[tuple[str, ...], ...], details: tuple[tuple[str, ...], ...]) -> float:
    """Room on the left for the names or numbers of the axis."""
    if isinstance(chart.up, Numbers):
        return max(width_of(text, SMALL) for _, text in chart.up.ticks) + GAP
    if not isinstance(chart.up, Names):
        return 0.0
    strong = chart.up.strong
    widths = [width_of(line, LABEL, bold=place in strong) for place, lines in enumerate(names) for line in lines]
    widths += [width_of(line, SMALL) for lines in details for line in lines]
    return max(widths, default=0.0) + 2 * GAP


def _sides(chart: Chart, gutter: float, width: float) -> tuple[float, float]:
    """The widest plot beside which every label still fits, between the names and the edge of the page.

    A label at the share f of the plot's width, reaching r pixels to the right, fits where left + f (right − left) + r
    is at most the edge; so each label bounds one side, given the other, and the two settle by turns.
    """
    left, right = gutter, width - MARGIN
    reaches = list(_reaches(chart))
    for _ in range(_TURNS):
        for share, before, after, floor in reaches:
            start = max(MARGIN, gutter if floor else 0.0)
            if share < 1:
                left = max(left, (start + before - share * right) / (1 - share))
            if share > 0:
                right = min(right, (width - MARGIN - after - (1 - share) * left) / share)
    return left, right


def _reaches(chart: Chart) -> Iterator[tuple[float, float, float, bool]]:
    """Of each label and tick: where it stands across, how far it reaches left and right, whether beside names."""
    axis = chart.across
    if isinstance(axis, Names):
        low, span = -0.5, float(len(axis.labels))
    elif isinstance(axis, Numbers):
        low, span = axis.low, axis.high - axis.low
        for value, text in axis.ticks:
            half = width_of(text, SMALL) / 2
            yield (value - low) / span, half, half, False
    else:
        return
    for words in chart.marks:
        if isinstance(words, Words) and words.anchor != "middle":
            reach, at = width_of(words.text, SMALL, words.bold) + abs(words.right), (words.across - low) / span
            yield (at, 0.0, reach, True) if words.anchor == "start" else (at, reach, 0.0, True)
    for mark in _labelled(chart):
        reach = width_of(mark.label, SMALL) + GAP + (DOT / 2 if isinstance(mark, Dot) else 0.0)
        ends = (mark.across,) * 2 if isinstance(mark, Dot) else (mark.start, mark.end)
        if isinstance(mark, Bar) and isinstance(axis, Names):
            continue  # above, below or beside a standing bar
        if mark.side == "left":
            yield (min(ends) - low) / span, reach, 0.0, True
        elif mark.side == "right":
            yield (max(ends) - low) / span, 0.0, reach, True


def _labelled(chart: Chart) -> list[Bar | Dot]:
    return [mark for mark in chart.marks if isinstance(mark, (Bar, Dot)) and mark.label]


def _edges(
    names: tuple[tuple[str, ...], ...], details: tuple[tuple[str, ...], ...], top: float, below: float
) -> tuple[float, ...]:
    """Edges of the rows: high enough for their words, and for what stands below the words."""
    if not names:
        return ()
    edges = [top]
    for lines, more in zip(names, details, strict=True):
        words = (len(lines) * LABEL + len(more) * SMALL) * LEADING
        edges.append(edges[-1] + max(ROW, words + 2 * GAP + below))
    return tuple(edges)


def _below(chart: Chart, columns: tuple[tuple[str, ...], ...], under: tuple[str, ...]) -> float:
    """Room below the plot for ticks, names and the title of the axis."""
    if chart.across is None:
        return 2 * GAP if chart.notes else 0.0
    lines = 1 if isinstance(chart.across, Numbers) and chart.across.ticks else 0
    lines = max([lines, *(len(column) for column in columns)])
    lines += len(under)
    return lines * SMALL * LEADING + (2 * GAP if lines else 0)


def _pile(chart: Chart, span: float) -> float:
    """Height of a pile of discs that are as wide as they are high."""
    assert isinstance(chart.across, Numbers)
    discs = [mark for mark in chart.marks if isinstance(mark, Disc)]
    scale = span / (chart.across.high - chart.across.low)
    return max((disc.level + 1) * disc.wide for disc in discs) * scale + GAP


def _levels(chart: Chart, left: float, right: float, width: float) -> dict[int, int]:
    """Give labels of rules that would touch each other lines of their own."""
    taken: list[list[tuple[float, float]]] = []
    levels = {}
    axis = chart.across
    for place, mark in enumerate(chart.marks):
        if not isinstance(mark, Rule) or not mark.label or not isinstance(axis, (Numbers, Names)):
            continue
        low, span = (axis.low, axis.high - axis.low) if isinstance(axis, Numbers) else (-0.5, float(len(axis.labels)))
        middle, half = left + (mark.at - low) / span * (right - left), width_of(mark.label, SMALL) / 2
        start = min(max(middle - half, MARGIN), width - MARGIN - 2 * half)
        level = 0
        while level < len(taken) and any(start < b + GAP and a - GAP < start + 2 * half for a, b in taken[level]):
            level += 1
        if level == len(taken):
            taken.append([])
        taken[level].append((start, start + 2 * half))
        levels[place] = level
    return levels
