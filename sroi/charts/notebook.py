"""Charts of results in notebooks: importing this adds a chart to every result that has one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sroi.analysis.bridge import Bridge
from sroi.analysis.drivers import Drivers
from sroi.analysis.options import SideBySide
from sroi.analysis.simulation import Simulation
from sroi.analysis.sweep import Sweep
from sroi.analysis.tornado import Tornado
from sroi.charts.bridge import bridge
from sroi.charts.chances import dots
from sroi.charts.chart import Chart
from sroi.charts.drivers import drivers
from sroi.charts.dumbbell import dumbbell
from sroi.charts.heat_map import heat_map
from sroi.charts.measures import nothing_to_draw
from sroi.charts.tornado import tornado
from sroi.charts.waterfall import waterfall
from sroi.errors import ValuationError
from sroi.valuation.notebook import drawn_by
from sroi.valuation.valuation import Valuation

#: Cells that a heat map can show.
_CELLS = 400


def _heat_map(found: Sweep) -> Chart:
    if len(found.shape) != 2 or found.cells > _CELLS:
        raise nothing_to_draw("a heat map has two dimensions", "see .table")
    return heat_map(found)


def _add(kind: type, chart: Callable[[Any], Chart]) -> None:
    """Have results of a class shown with a chart; one that gives nothing to draw is shown without."""

    def draw(found: Any) -> str:
        try:
            return chart(found).svg()
        except ValuationError:  # the sentences beside it say why
            return ""

    drawn_by(kind, draw)


_add(Valuation, waterfall)
_add(Tornado, tornado)
_add(Simulation, dots)
_add(Drivers, drivers)
_add(SideBySide, dumbbell)
_add(Bridge, bridge)
_add(Sweep, _heat_map)
