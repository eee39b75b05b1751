"""The frame of a chart: message, drawing for wide and narrow windows, numbers, text alternative, downloads."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

import sroi
from sroi.analysis.recorded.artefacts import record_in_bytes
from sroi.analysis.rerun import rerun
from sroi.charts import waterfall
from sroi.webapp.chart_frame import _picture
from sroi.webapp.session import KEY, Session
from tests.webapp.studies import blank, example, hostile, walking


def draw():
    from sroi.webapp.chart_frame import show_chart
    from tests.webapp import test_chart_frame

    show_chart(test_chart_frame.SHOWN, key="test", explain=test_chart_frame.EXPLAINED)


def shown(chart, explained="ratio"):
    globals().update(SHOWN=chart, EXPLAINED=explained)
    at = AppTest.from_function(draw, default_timeout=60)
    at.session_state[KEY] = Session()
    return at.run()


def test_a_chart_says_its_message_and_its_numbers():
    chart = waterfall(sroi.evaluate(example()))
    at = shown(chart)
    assert not at.exception
    assert chart.title in at.markdown[0].value.replace("\\", "")
    assert chart.subtitle in at.markdown[0].value.replace("\\", "")
    assert [tab.label for tab in at.tabs] == ["Chart", "Table"]
    assert len(at.table[0].value) == len(chart.table)
    assert [note.value.replace("\\", "") for note in at.caption] == list(chart.notes)
    assert [button.label for button in at.button] == ["Explain"]
    assert [button.label for button in at.get("download_button")] == ["Numbers (CSV)", "Picture (SVG)"]


@pytest.mark.parametrize("make", [walking, hostile])
def test_a_picture_taken_away_carries_the_record_of_the_run_and_looks_the_same(make):
    study, chart = make(), waterfall(sroi.evaluate(make()))
    taken = _picture(chart, study, date(2026, 11, 22))
    record = record_in_bytes(taken, "picture.svg")
    assert record.study_hash == study.hash and record.date == "2026-11-22" and rerun(record).same
    drawing, inside = ElementTree.fromstring(taken), "{http://www.w3.org/2000/svg}metadata"
    drawing.remove(drawing.find(inside))
    assert ElementTree.tostring(drawing) == ElementTree.tostring(ElementTree.fromstring(chart.svg()))


def test_a_picture_of_a_study_without_a_ratio_is_taken_away_as_it_is():
    chart = waterfall(sroi.evaluate(walking()))
    assert _picture(chart, blank(), date(2026, 11, 22)) == _picture(chart, None, date(2026, 11, 22))
    assert _picture(chart, None, date(2026, 11, 22)).decode("utf-8") == chart.svg()


def test_both_drawings_say_the_same_to_those_who_cannot_see_them():
    chart = waterfall(sroi.evaluate(example()))
    at = shown(chart, None)
    plot = at.get("plotly_chart")[0].proto
    assert plot.alt == chart.alt and json.loads(plot.spec)["layout"]["paper_bgcolor"] == "rgba(0,0,0,0)"
    (image,) = at.get("image")
    assert image.proto.imgs[0].alt == chart.alt
    assert not at.button


def test_texts_of_the_study_are_shown_and_not_obeyed():
    at = shown(waterfall(sroi.evaluate(hostile())))
    assert not at.exception
    assert "<script" not in json.dumps(at.get("plotly_chart")[0].proto.spec).replace("&lt;script", "")
