"""Two drawings, letter by letter. ``python -m tests.charts.test_charts_golden`` writes them anew: look at them then."""

from pathlib import Path

import pytest

import sroi
from sroi import charts

GOLDEN = Path(__file__).parent / "golden"

STUDY = """
sroi: 1
title: Walking group
currency: GBP
start_year: 2025
horizon: 3
price_base: 2024-25
stakeholders:
  walkers: {name: Walkers, role: participant}
  nhs: {name: NHS, role: public}
  council: {name: City council, role: public}
inputs: {leader: {from: council, amount: 1000}}
outcomes:
  fit:
    name: Fitter
    stakeholder: walkers
    quantity: 20
    values: {health: {value: 100}, visits: {value: 12, to: nhs}}
    deadweight: 10%
    attribution: 25%
    duration: 2
  sore: {name: Sore feet, stakeholder: walkers, quantity: 5, value: -8}
"""


def drawings():
    study = sroi.Study.parse(STUDY)
    return {
        "waterfall.svg": charts.waterfall(sroi.evaluate(study)).svg(),
        "theory-of-change-dark.svg": charts.theory_of_change(study).svg(dark=True),
    }


@pytest.mark.parametrize("name", ["waterfall.svg", "theory-of-change-dark.svg"])
def test_the_drawing_is_as_it_was(name):
    assert drawings()[name] == (GOLDEN / name).read_text(encoding="utf-8")


def test_a_chart_is_drawn_alike_every_time():
    assert drawings() == drawings()


if __name__ == "__main__":
    for file, text in drawings().items():
        (GOLDEN / file).write_text(text, encoding="utf-8")
