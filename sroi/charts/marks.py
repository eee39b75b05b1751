"""What charts are made of: axes and marks, in plain data. Whoever draws them decides nothing but pixels."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sroi.charts.palette import Ink

#: Where a label stands, seen from its mark.
Side = Literal["right", "left", "above", "below"]


@dataclass(frozen=True, slots=True)
class Names:
    """An axis of names, at places 0, 1, …; from the top down where it is upright.

    Parameters
    ----------
    labels
        The names, whole; whoever draws them wraps them.
    details
        A quieter line below each name; empty where there is none.
    strong
        Places of names that stand out, such as totals.
    title
        What is named; empty where the chart's words say it.
    """

    labels: tuple[str, ...]
    details: tuple[str, ...] = ()
    strong: frozenset[int] = frozenset()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """An axis of numbers.

    Parameters
    ----------
    low, high
        Its ends.
    ticks
        Numbers that are marked, and how they are written.
    title
        What is measured; empty where the chart's subtitle says it.
    """

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar at one place of the names, from one number to another.

    Parameters
    ----------
    at
        Place on the axis of names.
    start, end
        Numbers it reaches from and to.
    ink
        Its meaning.
    label, side
        Words beside it, and on which side of the whole bar.
    says
        The whole story of this mark, for a pointer or a screen reader.
    key
        What it stands for, as an id or address, for programs.
    hatched
        Whether it is hatched, as losses are, so that they do not differ by colour alone.
    """

    at: float
    start: float
    end: float
    ink: Ink = "main"
    label: str = ""
    side: Side = "right"
    says: str = ""
    key: str = ""
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with both coordinates; ``hollow`` dots are drawn as rings."""

    across: float
    up: float
    ink: Ink = "main"
    label: str = ""
    side: Side = "right"
    says: str = ""
    key: str = ""
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Disc:
    """One possible result of many: a disc as ``wide`` as a span of the axis, standing on ``level`` others."""

    across: float
    level: int
    wide: float
    ink: Ink = "main"
    says: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """A line through points, ``thick`` pixels wide."""

    points: tuple[tuple[float, float], ...]
    ink: Ink = "grey"
    dashed: bool = False
    thick: float = 2.5
    says: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the whole chart at one number, named at its end."""

    at: float
    label: str = ""
    ink: Ink = "grey"
    dashed: bool = True


@dataclass(frozen=True, slots=True)
class Words:
    """Words at a point, moved by so many pixels to the ``right`` and ``down``."""

    text: str
    across: float
    up: float
    anchor: Literal["start", "middle", "end"] = "start"
    bold: bool = False
    right: float = 0.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid of names: its ``shade`` from little (0) to much (1), its number in words."""

    across: int
    up: int
    shade: float
    text: str
    says: str = ""
    marked: bool = False
    hatched: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box of words in a diagram, in pixels from the top left."""

    left: float
    top: float
    wide: float
    high: float
    lines: tuple[str, ...]
    ink: Ink = "main"
    filled: bool = False
    dashed: bool = False
    says: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow through points of a diagram, in pixels from the top left; ``down`` the page, or to the right."""

    points: tuple[tuple[float, float], ...]
    says: str = ""
    down: bool = False

    @property
    def curve(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """Bézier curves through its points, each with two handles and an end, that leave and arrive straight."""
        bends = []
        for (x0, y0), (x1, y1) in pairwise(self.points):
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            handles = ((x0, y), (x1, y)) if self.down else ((x, y0), (x, y1))
            bends.append((*handles, (x1, y1)))
        return tuple(bends)

    @property
    def head(self) -> tuple[tuple[float, float], ...]:
        """Corners of its head, the point first."""
        x, y = self.points[-1]
        return ((x, y), (x - 4, y - 8), (x + 4, y - 8)) if self.down else ((x, y), (x - 8, y - 4), (x - 8, y + 4))


@dataclass(frozen=True, slots=True)
class Caption:
    """What a layer of a diagram is, in pixels from the top left."""

    text: str
    across: float
    down: float
    anchor: Literal["start", "middle"] = "middle"


Mark = Bar | Dot | Disc | Trace | Rule | Words | Cell | Box | Arrow | Caption
