"""Colours can be told from the page, light and dark."""

from itertools import pairwise

import pytest

from sroi.charts.marks import Bar
from sroi.charts.palette import DARK, LIGHT, contrast
from tests.charts.pictures import cases, made

PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
MARKS = ("main", "second", "third", "fourth", "grey", "lilac", "edge")


@pytest.mark.parametrize("palette", PALETTES)
@pytest.mark.parametrize("ink", MARKS)
def test_marks_stand_out_from_the_page(palette, ink):
    assert contrast(palette.colour(ink), palette.paper) >= 3


@pytest.mark.parametrize("palette", PALETTES)
def test_words_can_be_read(palette):
    assert contrast(palette.text, palette.paper) >= 7
    assert contrast(palette.quiet, palette.paper) >= 4.5
    for ink in ("main", "grey"):  # boxes of diagrams
        assert contrast(palette.on(palette.colour(ink)), palette.colour(ink)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES)
def test_the_numbers_in_cells_can_be_read_on_every_shade(palette):
    for place in range(101):
        colour = palette.shade(place / 100)
        assert contrast(palette.on(colour), colour) >= 4.5


def test_more_is_darker_in_both():
    for palette in (LIGHT, DARK):
        shades = [contrast(palette.shade(place / 20), "#FFFFFF") for place in range(21)]
        assert all(a < b for a, b in pairwise(shades))


def test_the_light_colours_are_those_of_the_guidance():
    named = [LIGHT.main, LIGHT.second, LIGHT.third, LIGHT.fourth, LIGHT.grey, LIGHT.lilac, LIGHT.faded]
    assert named == ["#12436D", "#F46A25", "#28A197", "#801650", "#3D3D3D", "#A285D1", "#BFBFBF"]


@pytest.mark.parametrize("kind, name", [pytest.param(*case, id=" of ".join(case)) for case in cases()])
def test_no_chart_sets_turquoise_beside_orange_or_uses_more_than_four_colours(kind, name):
    inks = {mark.ink for mark in made(kind, name).marks if hasattr(mark, "ink")} - {"text", "edge", "paper"}
    assert not {"second", "third"} <= inks
    assert len(inks) <= 4


@pytest.mark.parametrize("kind", ["waterfall", "by stakeholder", "by outcome"])
def test_losses_differ_by_sign_and_hatching_too(kind):
    for name in ("childrens-centres-work-services", "ecotone-2019-two-way-sensitivity", "strange"):
        for mark in made(kind, name).marks:
            if isinstance(mark, Bar) and mark.end < mark.start:
                assert mark.hatched
                assert mark.label.startswith("−")
