"""Boxes for numbers: typed as in the file, checked at once, the last valid study stands."""

import pytest
from streamlit.testing.v1 import AppTest

from sroi.errors import FileError
from sroi.study.history import History
from sroi.study.study import Study
from sroi.webapp.entering.numbers import shown, typed, with_evidence, written_at
from sroi.webapp.session import KEY, Session
from tests.conftest import WALKING_GROUP
from tests.webapp.driver import NOON
from tests.webapp.studies import walking

RICH = WALKING_GROUP.replace(
    "deadweight: 10%", "deadweight: {value: 10% (5% to 20%), source: the survey, grade: 3}"
).replace("value: 100", "value: {low: 80, likely: 100, high: 150, source: prices}")


def draw():
    from sroi.webapp.entering.numbers import estimate_box

    estimate_box("fit/deadweight", "Would have happened anyway")
    estimate_box("fit/attribution", "Due to others")
    estimate_box("fit/value", "Value of one unit")


def page(text=WALKING_GROUP):
    at = AppTest.from_function(draw, default_timeout=60)
    at.session_state[KEY] = Session(history=History.start(Study.parse(text), "opened", NOON))
    return at.run()


def study(at):
    return at.session_state[KEY].history.study


def test_a_box_shows_what_the_file_says():
    at = page(RICH)
    assert [box.value for box in at.text_input] == ["10% (5% to 20%)", "", "{low: 80, likely: 100, high: 150}"]


def test_a_typed_number_becomes_a_step_and_keeps_its_evidence():
    at = page(RICH)
    at.text_input[0].input("35%").run()
    assert not at.error
    found = study(at).outcomes["fit"].deadweight
    assert (found.central, found.source, found.grade) == (0.35, "the survey", 3)
    assert at.session_state[KEY].history.undo_label == "deadweight 10% (5% to 20%) to 35%, Fitter"
    at.text_input[2].input("{low: 90, likely: 110, high: 160}").run()
    assert study(at).outcomes["fit"].value.central == 110 and "source: prices" in study(at).text()


def test_a_number_that_was_not_stated_is_added_and_taken_away():
    at = page()
    at.text_input[1].input("20%").run()
    assert study(at).outcomes["fit"].attribution.central == 0.2
    at.text_input[1].input("").run()
    assert study(at).outcomes["fit"].attribution is None
    assert study(at).text() != "" and not at.error


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("35", "for 35 per cent write 35%"),
        ("150%", "a share lies between 0 and 1"),
        ("soon", "is a number or a range"),
        ("{low: 10%", "YAML cannot read this"),
        ("£3", "is not money"),
        ("20% to 10%", "the low end lies below"),
    ],
)
def test_a_wrong_number_is_explained_and_changes_nothing(text, said):
    at = page()
    before = study(at)
    at.text_input[0].input(text).run()
    assert not at.exception
    assert said.lower() in at.error[0].value.replace("\\", "").lower()
    assert study(at) is before and len(at.session_state[KEY].history.commands) == 1
    assert at.text_input[0].value == text


def test_the_same_number_written_otherwise_is_one_step_and_no_loop():
    at = page()
    at.text_input[2].input("1e2").run()
    assert not at.exception and len(at.session_state[KEY].history.commands) <= 2
    at.run()
    assert len(at.session_state[KEY].history.commands) <= 2


def test_boxes_follow_an_undo():
    at = page()
    at.text_input[0].input("35%").run()
    here = at.session_state[KEY]
    here.history, here.epoch = here.history.undo(), here.epoch + 1
    at.run()
    assert at.text_input[0].value == "10%"


def test_what_is_read_is_what_was_shown():
    for written in ("25% (15% to 35%)", 120, 0.5, {"low": "10%", "high": "20%"}, {"use": "others"}, "£1,200", None):
        assert typed(shown(written)) == written


def test_tags_and_anchors_are_refused_in_a_box():
    with pytest.raises(FileError, match="anchors and aliases"):
        typed("{a: &x 1}")


def test_evidence_is_kept_beside_every_form():
    before = {"value": "10%", "source": "survey"}
    assert with_evidence("20%", before) == {"value": "20%", "source": "survey"}
    assert with_evidence({"use": "x"}, before) == {"use": "x", "source": "survey"}
    assert with_evidence(None, before) is None and with_evidence("20%", "10%") == "20%"


def test_what_the_file_says_at_an_address():
    assert written_at(walking(), "fit/deadweight") == "10%"
    assert written_at(walking(), "fit/attribution") is None
    assert written_at(walking(), "inputs/leader/amount") == 1000
    assert written_at(walking(), "no/such/place") is None
