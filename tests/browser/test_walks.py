"""A commissioner's five minutes, and the pages on a narrow screen."""

import re

from tests.browser.driver import settled
from tests.webapp.studies import example


def test_a_commissioner_reads_doubts_compares_and_takes_it_away(server, window):
    draft = server.keep(example())
    page = window(server.url("answer", draft), accept_downloads=True)
    settled(page)
    main = page.locator("[data-testid=stMain]")
    assert "Before you use it" in main.inner_text() and "likely £0.40 to £2.40" in main.inner_text()
    box = page.get_by_role("spinbutton", name="How likely is a ratio above …")
    box.fill("2")
    box.press("Enter")
    page.get_by_text(re.compile("It lies above £2.00 in")).wait_for(timeout=30_000)

    page.get_by_role("link", name="What if", exact=True).first.click()
    settled(page)
    assert page.get_by_role("slider").count() == 8  # what they do is held by tests/webapp/test_what_if.py

    page.get_by_role("link", name="Compare", exact=True).first.click()
    page.get_by_text("their ratios are not ranked here").wait_for(timeout=90_000)  # the last words of the page
    settled(page)
    assert "slow-start" in main.inner_text() and "slow\\-start" not in main.inner_text()
    assert "their ratios are not ranked here" in main.inner_text()
    page.get_by_role("link", name="Downloads", exact=True).first.click()
    settled(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Downloads"
    history, _ = server.drafts.restore(draft)
    assert history.study.hash == example().hash  # reading and doubting changes nothing


def test_no_page_of_the_walk_is_wider_than_a_small_phone(server, window):
    draft = server.keep(example())
    page = window(server.url("answer", draft), wide=320)
    for name in ("answer", "what-if", "compare", "outcomes"):
        page.goto(server.url(name, draft))
        settled(page)
        wide = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
        assert wide <= 320, name
