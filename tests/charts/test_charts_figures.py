"""Plotly figures show what the drawings show, and carry what a page needs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import sroi.charts
from sroi.charts.marks import Bar, Cell, Disc, Names
from sroi.errors import SroiError
from tests.charts.pictures import cases, made

CASES = [pytest.param(*case, id=" of ".join(case)) for case in cases() if case[1] in ("oslo-large-families", "strange")]


@pytest.mark.parametrize("kind, name", CASES)
def test_a_figure_carries_its_text_alternative_and_its_own_colours(kind, name):
    chart = made(kind, name)
    for dark in (False, True):
        figure = chart.figure(dark=dark)
        assert figure.layout.meta["alt"] == chart.alt
        assert figure.layout.paper_bgcolor == ("#0E1117" if dark else "#FFFFFF")
        assert figure.layout.font.color == ("#FAFAFA" if dark else "#1A1A1A")
        assert not figure.layout.showlegend
        assert json.loads(figure.to_json())["layout"]["template"]["data"] is not None


@pytest.mark.parametrize("kind, name", CASES)
def test_a_figure_has_the_words_of_the_drawing(kind, name):
    chart = made(kind, name)
    figure = chart.figure()
    words = " ".join(note.text for note in figure.layout.annotations)
    for mark in chart.marks:
        label = getattr(mark, "label", "")
        if label and not (isinstance(mark, Bar) and isinstance(chart.across, Names)):
            assert label.replace("&", "&amp;").replace("$", "&#36;").replace("<", "&lt;").replace(">", "&gt;") in words
        if isinstance(mark, Cell):
            assert mark.text in words
    bare = chart.figure(titled=False)
    assert len(bare.layout.annotations) < len(figure.layout.annotations)
    assert bare.layout.height < figure.layout.height
    assert bare.layout.meta["title"] == chart.title


def test_bars_have_the_numbers_and_keys_of_the_chart():
    chart = made("waterfall", "oslo-large-families")
    drawn = next(trace for trace in chart.figure().data if trace.type == "bar")
    bars = [mark for mark in chart.marks if isinstance(mark, Bar)]
    assert list(drawn.base) == [bar.start for bar in bars]
    assert list(drawn.x) == [bar.end - bar.start for bar in bars]
    assert list(drawn.customdata) == [bar.key for bar in bars]
    assert list(drawn.marker.pattern.shape) == ["/" if bar.hatched else "" for bar in bars]


def test_dots_stay_circles_that_do_not_overlap():
    chart = made("dots", "oslo-large-families")
    figure = chart.figure()
    circles = [shape for shape in figure.layout.shapes if shape.type == "circle"]
    assert len(circles) == len([mark for mark in chart.marks if isinstance(mark, Disc)]) == 20
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis.scaleratio == 1
    for circle in circles:
        assert circle.x1 - circle.x0 == pytest.approx(circle.y1 - circle.y0)


@pytest.mark.parametrize("kind", ["waterfall", "by outcome", "theory", "tornado", "bridge", "heat map"])
def test_text_of_a_study_is_no_markup(kind):
    figure = made(kind, "strange").figure()
    texts = [note.text for note in figure.layout.annotations]
    texts += [text for trace in figure.data for text in (trace.hovertext if trace.hovertext is not None else ())]
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        texts += list(axis.ticktext or ())
    for text in texts:
        rest = text.replace("<br>", "").removeprefix("<b>").removesuffix("</b>")
        assert "<" not in rest and ">" not in rest
        assert "$" not in rest  # two of them would be a formula where MathJax is loaded


def test_without_plotly_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "plotly", None)
    monkeypatch.setitem(sys.modules, "plotly.graph_objects", None)
    with pytest.raises(SroiError, match=r"pip install 'sroi\[app\]', or draw it as SVG\. \[extra-missing\]"):
        made("waterfall", "wheels-to-meals").figure()
    assert made("waterfall", "wheels-to-meals").svg()


def test_only_one_file_imports_plotly():
    room = Path(sroi.charts.__file__).parent
    importing = {
        path.name
        for path in room.glob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("import plotly", "from plotly"))
    }
    assert importing == {"chart.py", "plotly.py"}  # chart.py names the type only
    code = (
        "import sys, sroi\nfrom sroi import charts\n"
        "charts.waterfall(sroi.evaluate(sroi.load('studies/wheels-to-meals.yaml'))).svg()\n"
        "print('plotly' in sys.modules)"
    )
    root = room.parents[1]
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root).stdout
    assert said.strip() == "False"
