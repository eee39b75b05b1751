"""Compare: what scenarios set, what comes of it, and why two of them differ."""

import pytest

from sroi.analysis.bridge import bridge
from sroi.analysis.headline import DRAWS, headline
from sroi.analysis.options import side_by_side
from sroi.charts.dumbbell import dumbbell
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from sroi.webapp.session import KEY
from tests.webapp.driver import app, finished, words
from tests.webapp.studies import blank, example, walking


def said(at):
    return words(at).replace("\\", "")


def test_sentences_are_those_of_the_library():
    text = said(finished(app("compare", example())))
    assert all(sentence in text for sentence in side_by_side(example(), draws=DRAWS).summary)
    assert "“One adviser for three”: a higher ratio than the base case in " in text
    assert "one-adviser-for-three" not in text and "base in " not in text
    assert "Option: one adviser in each local authority; use is assumed to fall to about 8%" in text


def test_the_base_case_has_the_range_that_stands_above_every_page():
    compared = side_by_side(example(), draws=DRAWS).base.ranges["ratio"]
    above = headline(example())
    assert compared == pytest.approx((above.low, above.high), rel=1e-9)
    assert "£1.11 (£0.39 to £2.41)" in "".join(chart.alt for chart in [dumbbell(side_by_side(example(), draws=DRAWS))])


def test_it_tells_how_far_it_is_while_it_works():
    at = finished(app("compare", example()))
    assert at.session_state[KEY].jobs["compare"].fraction == 1.0


def test_each_alternative_has_its_own_short_table_of_what_it_sets():
    at, found = finished(app("compare", example())), side_by_side(example())
    names = [spaced(one.id).capitalize() for one in found.alternatives[1:]]
    assert [heading.value.replace("\\", "") for heading in at.subheader] == names
    tables = [table.value for table in at.table if "Here" in table.value.columns]
    assert max(len(table.columns) for table in tables) == 3
    higher = next(table for heading, table in zip(at.subheader, tables, strict=True) if "displacement" in heading.value)
    assert [cell.replace("\\", "") for cell in higher.iloc[0]] == ["Parents move into work: displacement", "25%", "50%"]


def test_names_in_boxes_are_not_escaped_and_the_reasons_follow_the_choice():
    at = finished(app("compare", example()))
    assert at.selectbox(key="compare-second").options[:2] == ["Base case", "Slow start"]
    assert "from “Base case” to “Slow start”" in said(at) and "scenario “base”" not in said(at)
    at.selectbox(key="compare-second").select("Higher displacement").run()
    study = example()
    for sentence in bridge(Model(study), Model(study, "higher-displacement")).summary:
        assert sentence in said(at)
    at.selectbox(key="compare-first").select("Higher displacement").run()
    assert "Choose two that differ." in said(at)


def test_other_studies_are_not_ranked():
    assert "their ratios are not ranked here" in said(finished(app("compare", walking())))


def test_a_study_without_scenarios_is_led_to_the_levers():
    study = walking().document
    del study["scenarios"]
    at = app("compare", type(walking()).from_document(study))
    assert "This study has no scenarios yet." in said(at)
    assert at.get("page_link")
    assert "To a first ratio" in said(app("compare", blank()))
