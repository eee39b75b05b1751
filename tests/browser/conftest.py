"""A real browser, where there is one; where ``CI_REQUIRES_BROWSER=1`` is set, its absence fails the tests."""

import os

import pytest

from tests.browser.driver import FLAGS, WIRE, executable, serving


def launch_or_say_why():
    """What starts a browser; where there is none the tests are skipped with the reason, or fail."""
    reason = ""
    if executable() is None:
        reason = "no Chromium or Chrome is installed (Debian: apt-get install chromium)"
    else:
        try:
            import playwright.sync_api
        except ImportError:
            reason = "Playwright for Python is not installed (pip install playwright)"
    if reason:
        if os.environ.get("CI_REQUIRES_BROWSER") == "1":
            pytest.fail(f"the browser tests must run here, but {reason}")
        pytest.skip(reason)
    return playwright


@pytest.fixture(scope="session")
def browser():
    """A Chromium or Chrome."""
    playwright = launch_or_say_why()
    with playwright.sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory, browser):
    """The app, with drafts of its own: one for all tests, each of which opens drafts that no other knows."""
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


def new_context(browser):
    """A browser profile that knows nothing of others, with patience for a busy machine."""
    context = browser.new_context()
    context.add_init_script(WIRE)
    context.set_default_timeout(90_000)
    return context


@pytest.fixture(scope="session")
def person(browser):
    """One browser profile for all tests that need no other, so that the app's scripts are fetched and read once."""
    context = new_context(browser)
    yield context
    context.close()


@pytest.fixture
def window(browser, person):
    """Open windows, of one person or of several who know nothing of each other; each fails on an error in the page."""
    opened, errors = [], []

    def open_window(url, *, wide=1280, high=900, apart=False):
        context = new_context(browser) if apart else person
        page = context.new_page()
        opened.append(context if apart else page)
        page.set_viewport_size({"width": wide, "height": high})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield open_window
    for one in opened:
        one.close()
    assert errors == []
