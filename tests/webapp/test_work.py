"""Long work: progress, time left, stopping, failing; never two of a kind, never a blocked page."""

import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from sroi.webapp.session import KEY
from sroi.webapp.work import Cancelled, Job, Worker, left_text

GATE = threading.Event()
SEEN = []


def draw():
    import streamlit as st

    from sroi.errors import Problem, SroiError
    from sroi.webapp.work import long_work
    from tests.webapp import test_work

    what = st.session_state.get("what", "slow")

    def act(report):
        if what == "bad":
            raise SroiError(Problem("draws-range", "found 7 draws", "a simulation has 100 or more"))
        if what == "quick":
            return 42
        while what == "silent" and not test_work.GATE.is_set():
            sum(range(1000))
        for step in range(1000):
            report(step / 1000)
            if test_work.GATE.wait(0.01):
                return step
        return None

    found = long_work("test", what, act, "Counting")
    test_work.SEEN.append(found)
    st.write(f"found {found}")


@pytest.fixture
def page():
    GATE.clear()
    SEEN.clear()
    at = AppTest.from_function(draw, default_timeout=30)
    yield at
    GATE.set()
    for job in at.session_state[KEY].jobs.values() if KEY in at.session_state else ():
        job.done.wait(5)


def job(at):
    return at.session_state[KEY].jobs["test"]


def test_what_is_quick_is_shown_at_once(page):
    page.session_state["what"] = "quick"
    assert page.run().markdown[0].value == "found 42"


def test_slow_work_shows_progress_and_does_not_block(page):
    began = time.monotonic()
    page.run()
    assert time.monotonic() - began < 20 and not job(page).done.is_set()
    assert page.markdown[0].value == "found None"
    assert [button.label for button in page.button] == ["Stop"]
    text = page.get("progress")[0].proto.text
    assert text.startswith("Counting:")
    GATE.set()
    assert job(page).done.wait(5)
    page.run()
    assert isinstance(SEEN[-1], int)


def test_it_can_be_stopped_and_started_again(page):
    page.run()
    stopped = job(page)
    page.button[0].click().run()
    assert stopped.done.wait(5) and isinstance(stopped.error, Cancelled)
    page.run()
    assert "stopped" in page.info[0].value
    first = job(page)
    page.button[0].click().run()
    assert job(page) is not first


def test_work_that_reports_nothing_can_be_stopped_too(page):
    page.session_state["what"] = "silent"
    page.run()
    silent = job(page)
    page.button[0].click().run()
    assert silent.done.wait(5) and isinstance(silent.error, Cancelled)
    page.run()
    assert "stopped" in page.info[0].value


def test_work_that_nobody_looks_at_is_stopped(monkeypatch):
    monkeypatch.setattr("sroi.webapp.work._FORGOTTEN", 0.05)
    forgotten = Job("x")

    def endless(report):
        while True:
            report(0.5)

    Worker(forgotten, endless).start()
    assert forgotten.done.wait(5) and isinstance(forgotten.error, Cancelled)


def test_work_about_something_else_takes_the_place(page):
    page.run()
    first = job(page)
    page.session_state["what"] = "quick"
    page.run()
    assert first.unwanted.is_set() and first.done.wait(5) and isinstance(first.error, Cancelled)
    assert page.markdown[0].value == "found 42"


def test_what_goes_wrong_is_said_in_words(page):
    page.session_state["what"] = "bad"
    page.run()
    assert not page.exception and "found 7 draws" in page.error[0].value


def test_making_ready_is_not_taken_for_the_pace_of_the_work():
    found = Job("x")
    found.began = time.monotonic() - 10
    found.report(0.01)
    assert found.words in ("1% done, 10 seconds so far", "1% done, 11 seconds so far")
    found.first = time.monotonic() - 1, 0.01
    found.report(0.11)
    assert found.words in ("11% done, about 9 seconds left", "11% done, about 10 seconds left")


def test_how_far_it_is_in_words():
    found = Job("x")
    assert found.words == "Waiting for other work to finish"
    found.began = time.monotonic() - 10
    assert found.words in ("10 seconds so far", "11 seconds so far")
    found.report(0.5)
    assert found.words in ("50% done, about 10 seconds left", "50% done, about 11 seconds left")
    assert left_text(3600) == "61 minutes"
    found.first = time.monotonic() - 2, 0.5
    found.report(0.9)
    assert found.words in ("90% done, about 1 second left", "90% done, about 2 seconds left")
    found.report(7)
    assert found.fraction == 1.0
    found.unwanted.set()
    with pytest.raises(Cancelled):
        found.report(0.6)
