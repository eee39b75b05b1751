"""Every chart of the studies used in these tests, and how a drawing is taken apart again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import sroi
from sroi import charts
from sroi.analysis.bridge import bridge
from sroi.analysis.drivers import drivers
from sroi.analysis.options import side_by_side
from sroi.analysis.simulation import simulate
from sroi.analysis.sweep import sweep
from sroi.analysis.tornado import tornado
from sroi.charts import Chart
from sroi.charts.chart import WIDTH
from sroi.charts.lettering import width

STUDIES = Path(__file__).parents[2] / "studies"
SVG = "{http://www.w3.org/2000/svg}"

#: What a study may hold: markup, a formula, a control sign, a word without end, other scripts, quotes.
HOSTILE = (
    '"<script>alert(\'1\')</script> & =HYPERLINK(\\"x\\") ]]> \\a ' + "long" * 40 + ' $5 and $6 世界 عالم \\U0001F600"'
)

STRANGE = f"""
sroi: 1
title: {HOSTILE}
currency: GBP
start_year: 2025
horizon: 4
price_base: 2024-25
discounting: sroi-guide
stakeholders:
  walkers: {{name: {HOSTILE}, role: participant}}
  council: {{name: Council, role: public}}
inputs:
  leader: {{from: council, amount: 800 to 1200, name: {HOSTILE}}}
outcomes:
  fit: {{name: {HOSTILE}, stakeholder: walkers, quantity: 15 to 30, value: 100, deadweight: 10% to 30%, duration: 3}}
  tired: {{name: "=1+1", stakeholder: walkers, quantity: 5, value: -20}}
unmonetised:
  trust: {{name: "<b>Trust</b>", direction: positive}}
chain: [{{from: Walks, to: trust}}, {{from: trust, to: fit}}]
scenarios: {{cautious: {{set: {{fit/deadweight: 40%}}, note: "<i>"}}}}
"""


@cache
def study(name: str) -> sroi.Study:
    """A ready study by its file name, or the strange one."""
    return sroi.Study.parse(STRANGE) if name == "strange" else sroi.load(STUDIES / f"{name}.yaml")


@cache
def valued(name: str) -> sroi.Valuation:
    return sroi.evaluate(study(name))


Maker = Callable[[str], Chart]


def first_scenario(name: str) -> str:
    return next(iter([*study(name).scenarios, *study(name).options]))


def heat(name: str) -> Chart:
    first = next(iter(study(name).outcomes))
    grid = sweep(
        study(name), f"{first}/deadweight=0%:60%:7", "inputs/*/amount*=-50%:+50%:11", measures=["ratio", "npv"]
    )
    return charts.heat_map(grid, "npv")


#: Every kind of chart, from the name of a study.
MAKERS: dict[str, Maker] = {
    "waterfall": lambda name: charts.waterfall(valued(name)),
    "by stakeholder": lambda name: charts.value_by(valued(name)),
    "by agency": lambda name: charts.value_by(valued(name), "agency"),
    "by type": lambda name: charts.value_by(valued(name), "type"),
    "by outcome": lambda name: charts.value_by(valued(name), "outcome"),
    "by year": lambda name: charts.by_year(valued(name)),
    "theory": lambda name: charts.theory_of_change(study(name)),
    "tornado": lambda name: charts.tornado(tornado(study(name))),
    "tornado by share": lambda name: charts.tornado(tornado(study(name), by=0.2, measure="npv")),
    "heat map": heat,
    "drivers": lambda name: charts.drivers(drivers(study(name))),
    "drivers by family": lambda name: charts.drivers(drivers(study(name)), "family"),
    "dumbbell": lambda name: charts.dumbbell(side_by_side(study(name), draws=200)),
    "bridge": lambda name: charts.bridge(bridge(study(name), study(name), second_scenario=first_scenario(name))),
    "dots": lambda name: charts.dots(simulate(study(name), draws=500)),
    "curve": lambda name: charts.curve(simulate(study(name), draws=500)),
}

#: Charts that need a range somewhere, and a scenario.
_NEED_RANGES = {"tornado", "dots", "curve", "drivers", "drivers by family"}
_NEED_SCENARIOS = {"bridge"}

#: Few and many outcomes, harms beyond gains, values without a year, long names, other currencies, hostile text.
NAMES = (
    "childrens-centres-work-services",
    "wheels-to-meals",
    "ecotone-2019-two-way-sensitivity",
    "ctbc-baseball-sponsorship",
    "oslo-large-families",
    "chicago-cpc-age26",
    "strange",
)


def cases() -> list[tuple[str, str]]:
    """Every chart that can be made of every study: (chart, study)."""
    ranged = {"childrens-centres-work-services", "oslo-large-families", "strange"}
    return [
        (kind, name)
        for name in NAMES
        for kind in MAKERS
        if (name in ranged or kind not in _NEED_RANGES)
        and (kind not in _NEED_SCENARIOS or name not in ("chicago-cpc-age26",))
    ]


@cache
def made(kind: str, name: str) -> Chart:
    return MAKERS[kind](name)


@dataclass(frozen=True)
class Line:
    """One line of words in a drawing, with the edges it is estimated to have."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def covers(self, other: Line) -> bool:
        """Whether two lines run into each other, more than leading and rounding."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 3


@cache
def drawing(kind: str, name: str, wide: float = WIDTH) -> str:
    """A chart as SVG."""
    return made(kind, name).svg(wide)


@cache
def lines(text: str) -> list[Line]:
    """Every line of words of an SVG document."""
    found = []
    for element in ElementTree.fromstring(text).iter(f"{SVG}text"):
        size, x, y = (float(element.attrib[key]) for key in ("font-size", "x", "y"))
        wide = width(element.text or "", size, element.get("font-weight") == "bold")
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
        found.append(Line(element.text or "", left, y - 0.75 * size, left + wide, y + 0.2 * size))
    return found
