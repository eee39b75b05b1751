"""Every chart says what it must: a short message, what is measured, a text alternative, a table, all of its names."""

import math
from xml.etree import ElementTree

import pytest

from sroi.charts.chart import TITLE_WORDS, headline
from sroi.charts.lettering import clean
from sroi.charts.marks import Box, Names
from tests.charts.pictures import SVG, cases, drawing, lines, made, study

CASES = [pytest.param(*case, id=" of ".join(case)) for case in cases()]


@pytest.mark.parametrize("kind, name", CASES)
def test_message_subtitle_text_alternative_and_table_are_there(kind, name):
    chart = made(kind, name)
    assert 0 < len(chart.title.split()) <= TITLE_WORDS
    assert len(chart.alt) > len(chart.title) + 20
    assert list(chart.table.columns) == list(chart.columns)
    assert len(chart.table) == len(chart.rows) > 0
    if kind == "theory":  # no numbers: nothing is discounted, and the finding is the picture
        return
    assert chart.title in chart.alt
    assert "prices" in chart.subtitle or "price base not stated" in chart.subtitle
    assert "discounted" in chart.subtitle
    assert "from 20" in chart.subtitle or "horizon as shown" in chart.subtitle


@pytest.mark.parametrize("kind, name", CASES)
def test_what_must_not_be_left_out_stands_below(kind, name):
    chart = made(kind, name)
    if kind == "theory":
        return
    notes = " ".join(chart.notes)
    assert (study(name).kind == "illustration") == ("Illustration" in notes)
    if kind in ("dots", "curve"):
        assert "In 9 of 10 draws" in notes
        assert "Assumption: estimates of one family" in notes


@pytest.mark.parametrize("kind, name", CASES)
def test_no_name_is_cut_off(kind, name):
    chart = made(kind, name)
    drawn = "".join(line.text for line in lines(drawing(kind, name))).replace(" ", "")
    axes = [axis for axis in (chart.across, chart.up) if isinstance(axis, Names)]
    names = [label for axis in axes for label in axis.labels if not label.isdigit()]
    names += ["".join(mark.lines) for mark in chart.marks if isinstance(mark, Box)]
    for label in names:
        assert clean(label).replace(" ", "") in drawn


def test_a_drawing_names_itself():
    root = ElementTree.fromstring(made("waterfall", "strange").svg())
    assert root.get("role") == "img"
    title, desc = root[0], root[1]
    assert (title.tag, desc.tag) == (f"{SVG}title", f"{SVG}desc")
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert desc.text == clean(made("waterfall", "strange").alt)


def test_two_drawings_on_one_page_have_names_of_their_own():
    one, other = (ElementTree.fromstring(made(kind, "wheels-to-meals").svg()) for kind in ("waterfall", "by year"))
    assert one[0].get("id") != other[0].get("id")


@pytest.mark.parametrize("kind", ["waterfall", "by outcome", "theory", "tornado", "bridge", "dots", "heat map"])
def test_text_of_a_study_stays_text(kind):
    document = made(kind, "strange").svg()
    root = ElementTree.fromstring(document)
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        "svg", "title", "desc", "g", "rect", "line", "text", "circle", "polyline", "path",
    }  # fmt: skip
    assert "<script" not in document and "<b>" not in document
    assert "\x07" not in document
    assert not any(key.startswith("on") for element in root.iter() for key in element.attrib)


def test_formulas_and_other_scripts_are_written_as_they_stand():
    words = "".join(line.text for line in lines(made("by outcome", "strange").svg()))
    assert "=1+1" in words
    assert '=HYPERLINK("x")' in words
    assert "世界" in words
    assert "<script>alert" in words


def test_other_outcomes_are_one_row_and_the_table_has_all():
    chart = made("by outcome", "ctbc-baseball-sponsorship")
    assert isinstance(chart.up, Names)
    assert len(chart.up.labels) == 12
    assert chart.up.labels[-1] == "Other outcomes (47)"
    assert len(chart.table) == 58
    shown = sum(mark.end for mark in chart.marks)
    assert math.isclose(shown, chart.table["value"].sum())


def test_a_title_without_a_short_form_is_refused():
    with pytest.raises(ValueError, match="no title of 15 words"):
        headline("word " * 16)
