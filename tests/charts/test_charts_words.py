"""Every chart says what it must: a short message, what is measured, a text alternative, a table, all of its names."""

import math
from xml.etree import ElementTree

import pytest

from sroi import charts
from sroi.analysis.bridge import bridge
from sroi.analysis.options import side_by_side
from sroi.analysis.sweep import sweep
from sroi.charts.chart import TITLE_WORDS, headline
from sroi.charts.lettering import clean
from sroi.charts.marks import Bar, Box, Names
from sroi.valuation.model import Model
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


EXAMPLE = "childrens-centres-work-services"


def test_parts_of_the_ratio_have_a_currency():
    marks = [mark for mark in made("by stakeholder", EXAMPLE).marks if isinstance(mark, Bar)]
    assert "£3.14m (£0.60 per £1)" in [mark.label for mark in marks]


def test_a_tornado_says_in_words_how_far_each_estimate_is_moved():
    assert "each estimate alone, across its range (9 in 10), grey at its low end" in made("tornado", EXAMPLE).subtitle
    assert "each estimate alone, ±20%, grey at its low end" in made("tornado by share", EXAMPLE).subtitle


def test_cells_without_a_currency_are_said_to_be_in_it():
    grid = ("estimates/into-work=5%:9%:2", "estimates/work-anyway=50%:60%:2")
    for measure, said in (
        ("npv", "Net present value, in £, darker is greater"),
        ("payback", "Payback by running total, in years, "),
    ):
        chart = charts.heat_map(sweep(study(EXAMPLE), *grid, measures=[measure]))
        assert chart.subtitle.startswith(said), chart.subtitle
    chart = charts.heat_map(sweep(study(EXAMPLE), *grid))
    assert chart.subtitle.startswith("SROI ratio, value per £1 invested, darker")


def test_scenarios_in_titles_are_told_from_the_words_around_them():
    assert charts.dumbbell(side_by_side(study(EXAMPLE), ranges=False)).title == (
        "“Baseline only” is highest at £1.22; “Cautious” lowest at £0.62"
    )
    worse = side_by_side(without_scenarios(study(EXAMPLE)), ranges=False)
    assert charts.dumbbell(worse).title == "The base case is highest at £1.11; “Phone only” lowest at £0.70"


def without_scenarios(found):
    return found.replaced({key: item for key, item in found.document.items() if key != "scenarios"})


def test_two_versions_of_one_study_are_called_first_and_second():
    one = study(EXAMPLE)
    chart = charts.bridge(bridge(one, one.edited({"into-work/deadweight": "45%"})))
    assert "from “First version” to “Second version”" in chart.subtitle
    assert [chart.rows[0][0], chart.rows[-1][0]] == ["First version", "Second version"]


@pytest.mark.parametrize("scenario", [None, "base"])
def test_the_base_case_is_no_scenario(scenario):
    chart = charts.bridge(bridge(Model(study(EXAMPLE), scenario), Model(study(EXAMPLE), "slow-start")))
    assert chart.rows[0][0] == "Base case" and "from “Base case” to “Slow start”" in chart.subtitle
    assert "scenario “base”" not in chart.subtitle
