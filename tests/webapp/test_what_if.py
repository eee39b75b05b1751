"""What if: levers, the number beside them, scenarios and links."""

from streamlit.proto.Metric_pb2 import Metric as MetricProto

from sroi.analysis.levers import levers, link_of, moved
from sroi.valuation.formats import money
from sroi.webapp.session import KEY
from tests.webapp.driver import app, words
from tests.webapp.studies import example, walking


def said(at):
    return words(at).replace("\\", "")


def of(at, kind, address="estimates/into-work"):
    """The slider or the box of a lever, of which there is one."""
    (found,) = (one for one in at.get(kind) if f"-{address}-" in one.key)
    return found


def test_levers_are_those_of_the_library_with_slider_and_box_agreed():
    at, found = app("what_if", example()), levers(example())
    assert len(at.slider) == len(found) == 8
    for lever in found:
        scale = 100 if lever.parameter.kind.share else 1
        assert of(at, "slider", lever.parameter.address).value == lever.base * scale
        assert of(at, "number_input", lever.parameter.address).value == lever.base * scale
    assert "The ratio is that of the base case" in said(at)


def test_a_screen_reader_hears_the_names_of_levers_as_they_are_written():
    labels = [slider.label for slider in app("what_if", example()).slider]
    assert "Parents are closer to work, without a job yet: points gained" in labels
    assert not any("\\" in label for label in labels)
    document = walking().document
    document["outcomes"]["fit"]["name"] = "*Fit* [now](x) :red[yes] a@b.uk"
    slider = of(app("what_if", type(walking()).from_document(document)), "slider", "fit/quantity")
    assert slider.label.startswith("\\*Fit\\* \\[now\\](x) \\:red\\[yes\\] a\\@b.uk: quantity")


def test_a_moved_lever_shows_what_the_library_says_and_leaves_the_study_alone():
    at = app("what_if", example())
    of(at, "slider").set_value(5.0).run()
    result = moved(example(), {"estimates/into-work": 0.05})
    assert of(at, "number_input").value == 5.0
    assert at.metric[0].value.replace("\\", "") == money(result.valuation.ratio, "GBP", 2)
    assert result.sentence in said(at)
    assert at.session_state[KEY].history.study is at.session_state[KEY].history.commands[0].study
    at.button(key="what-if-reset").click().run()
    assert of(at, "slider").value == 9.0 and "The ratio is that of the base case" in said(at)


def test_beyond_the_evidence_is_allowed_and_flagged():
    at = app("what_if", example())
    of(at, "number_input").set_value(60.0).run()
    assert not at.exception and "Outside the stated range." in said(at)
    assert of(at, "slider").value < 60.0
    result = moved(example(), {"estimates/into-work": 0.6})
    assert at.metric[0].value.replace("\\", "") == money(result.valuation.ratio, "GBP", 2)


def test_a_scenario_is_saved_under_a_name_of_its_own():
    at = app("what_if", walking())
    of(at, "number_input", "fit/quantity").set_value(12.0).run()
    at.text_input(key="what-if-name").input("Cautious").run()
    at.button(key="what-if-save").click().run()
    assert "There is a scenario of that name already." in said(at)
    at.text_input(key="what-if-name").input("A wet summer").run()
    at.button(key="what-if-save").click().run()
    study = at.session_state[KEY].history.study
    assert list(study.scenarios) == ["cautious", "a-wet-summer"] and not at.exception
    assert "Saved as scenario “A wet summer” (a-wet-summer in the study file). The base case is as it was." in said(at)
    assert at.session_state[KEY].history.undo_label == "scenario “A wet summer” saved"


def test_the_arrow_beside_a_fall_points_down_and_beside_a_rise_up():
    at = app("what_if", example())
    for percent, way, sign in ((5.0, MetricProto.DOWN, "−£"), (14.0, MetricProto.UP, "+£")):
        of(at, "slider").set_value(percent).run()
        assert at.metric[0].proto.direction == way and at.metric[0].delta.replace("\\", "").startswith(sign)


def test_percentages_are_kept_without_the_last_binary_digit():
    at = app("what_if", example())
    of(at, "slider").set_value(7.2).run()
    assert any("into-work=0.072" in code.value and "=0.07200" not in code.value for code in at.code)
    at.text_input(key="what-if-name").input("Fewer").run()
    at.button(key="what-if-save").click().run()
    saved = at.session_state[KEY].history.study.document["scenarios"]["fewer"]
    assert saved["set"] == {"estimates/into-work": 0.072}


def test_a_link_opens_the_levers_it_was_made_from():
    text = link_of(example(), {"estimates/into-work": 0.05})
    at = app("what_if", example(), query={"levers": text})
    assert of(at, "slider").value == 5.0
    assert moved(example(), {"estimates/into-work": 0.05}).sentence in said(at)


def test_a_link_that_was_tampered_with_is_told_and_the_base_case_shown():
    good = link_of(example(), {"estimates/into-work": 0.05})
    for bad, why in (("2" + good[1:], "a link of format"), (good.replace("0.05", "7"), "0% and 100%")):
        at = app("what_if", example(), query={"levers": bad})
        assert "The link was not followed." in said(at) and why in said(at)
        assert "The ratio is that of the base case" in said(at)
