"""Nothing runs off the page, and no words run into each other, at any width."""

from itertools import combinations
from xml.etree import ElementTree

import pytest

from sroi.charts.chart import WIDTH
from sroi.charts.frame import frame
from sroi.charts.lettering import width, wrap
from sroi.charts.marks import Disc
from tests.charts.pictures import SVG, cases, drawing, lines, made

CASES = [pytest.param(*case, id=" of ".join(case)) for case in cases()]
WIDTHS = (WIDTH, 360, 1000)


@pytest.mark.parametrize("kind, name", CASES)
def test_words_stand_on_the_page_and_apart(kind, name):
    for wide in WIDTHS:
        document = drawing(kind, name, wide)
        _, _, right, bottom = map(float, ElementTree.fromstring(document).attrib["viewBox"].split())
        found = lines(document)
        outside = [a.text for a in found if a.left < -0.5 or a.right > right + 0.5 or a.top < 0 or a.bottom > bottom]
        assert outside == [], f"at {wide}"
        assert [(a.text, b.text) for a, b in combinations(found, 2) if a.covers(b)] == [], f"at {wide}"


@pytest.mark.parametrize("kind, name", CASES)
def test_all_marks_stand_on_the_page(kind, name):
    root = ElementTree.fromstring(drawing(kind, name))
    _, _, right, bottom = map(float, root.attrib["viewBox"].split())
    for mark in root.iter(f"{SVG}rect"):
        x, y, wide, high = (float(mark.attrib[key]) for key in ("x", "y", "width", "height"))
        assert x >= -2.5 and y >= -0.5 and x + wide <= right + 2.5 and y + high <= bottom + 0.5
        assert wide > 0 and high > 0


@pytest.mark.parametrize("name", ["childrens-centres-work-services", "oslo-large-families", "strange"])
def test_twenty_dots_and_none_overlaps(name):
    discs = [mark for mark in made("dots", name).marks if isinstance(mark, Disc)]
    assert len(discs) == 20
    for one, other in combinations(discs, 2):
        apart = ((one.across - other.across) ** 2 + ((one.level - other.level) * one.wide) ** 2) ** 0.5
        assert apart >= one.wide * (1 - 1e-9)
    drawn = ElementTree.fromstring(made("dots", name).svg())
    circles = [tuple(float(c.attrib[key]) for key in ("cx", "cy", "r")) for c in drawn.iter(f"{SVG}circle")]
    assert len(circles) == 20
    for (x, y, r), (x2, y2, r2) in combinations(circles, 2):
        assert (x - x2) ** 2 + (y - y2) ** 2 >= (r + r2) ** 2 - 0.1


def test_every_dot_stands_on_the_floor_or_on_others():
    discs = [mark for mark in made("dots", "oslo-large-families").marks if isinstance(mark, Disc)]
    for disc in discs:
        below = [other for other in discs if other.level == disc.level - 1]
        assert disc.level == 0 or any(abs(other.across - disc.across) < disc.wide for other in below)


def test_names_stand_above_their_bars_where_it_is_narrow():
    chart = made("by stakeholder", "oslo-large-families")
    wide, narrow = frame(chart, WIDTH), frame(chart, 360)
    assert not wide.stacked and narrow.stacked
    assert narrow.right - narrow.left > 0.3 * 360


def test_wrapping_loses_nothing():
    text = "Antidisestablishmentarianism-and-its-discontents among the young, in 3 words or many"
    for room in (20, 60, 133, 400):
        found = wrap(text, room, 13)
        assert "".join(found).replace(" ", "") == text.replace(" ", "")
        assert all(width(line, 13) <= room or len(line) == 1 for line in found)


def test_boxes_of_the_diagram_do_not_touch_and_arrows_join_them():
    for name in ("childrens-centres-work-services", "ctbc-baseball-sponsorship", "strange", "oslo-large-families"):
        chart = made("theory", name)
        boxes = [mark for mark in chart.marks if type(mark).__name__ == "Box"]
        for a, b in combinations(boxes, 2):
            beside = a.left + a.wide <= b.left or b.left + b.wide <= a.left
            assert beside or a.top + a.high <= b.top or b.top + b.high <= a.top
        for arrow in (mark for mark in chart.marks if type(mark).__name__ == "Arrow"):
            for x, y in (arrow.points[0], arrow.points[-1]):
                assert any(
                    b.left - 0.01 <= x <= b.left + b.wide + 0.01 and b.top - 0.01 <= y <= b.top + b.high + 0.01
                    for b in boxes
                )
