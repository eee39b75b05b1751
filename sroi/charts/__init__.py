"""How it looks: results as charts, described once and drawn on screen or on paper."""

from sroi.charts.bridge import bridge
from sroi.charts.by_year import by_year
from sroi.charts.chances import curve, dots
from sroi.charts.chart import Chart
from sroi.charts.drivers import drivers
from sroi.charts.dumbbell import dumbbell
from sroi.charts.heat_map import heat_map
from sroi.charts.theory_of_change import theory_of_change
from sroi.charts.tornado import tornado
from sroi.charts.value_by import value_by
from sroi.charts.waterfall import waterfall

__all__ = [
    "Chart",
    "bridge",
    "by_year",
    "curve",
    "dots",
    "drivers",
    "dumbbell",
    "heat_map",
    "theory_of_change",
    "tornado",
    "value_by",
    "waterfall",
]
