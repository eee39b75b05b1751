"""Answers that come late, as over a slow connection: what a person did last is what holds."""

import sroi
from sroi.valuation.formats import money
from tests.browser.driver import answering_late, settled, until
from tests.webapp.studies import example

ADDRESS = "estimates/into-work"


def test_a_lever_pressed_on_and_on_stays_where_it_was_put_and_so_does_the_answer(server, window):
    page = window("about:blank")
    answering_late(page, server.url("what-if", server.keep(example())), 600)
    slider = page.get_by_role("slider").first
    start = float(slider.input_value())
    slider.focus()
    for pause in (80, 80, 80, 250, 120, 120):  # milliseconds
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(pause)
    put = float(slider.input_value())
    assert put > start
    ratio = money(sroi.evaluate(example().edited({ADDRESS: put / 100})).ratio, "GBP", 2)
    until(page, lambda: page.get_by_test_id("stMetricValue").inner_text() == ratio)
    page.wait_for_timeout(1500)  # nothing late takes it back
    settled(page)
    assert float(slider.input_value()) == put
    assert page.get_by_test_id("stMetricValue").inner_text() == ratio
    assert float(page.get_by_role("spinbutton").first.input_value()) == put
