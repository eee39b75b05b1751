"""A real browser, where there is one; where ``CI_REQUIRES_BROWSER=1`` is set, its absence fails the tests."""

import os

import pytest

from tests.browser.driver import FLAGS, executable, serving


@pytest.fixture(scope="session")
def browser():
    """A Chromium or Chrome."""
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
    with playwright.sync_api.sync_playwright() as play:
        found = play.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield found
        found.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory, browser):
    """The app, with drafts of its own."""
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest.fixture
def window(browser):
    """Open windows of persons who know nothing of each other; each fails on an error in the page."""
    contexts, errors = [], []

    def open_window(url, *, wide=1280, high=900, dark=False, **more):
        context = browser.new_context(
            viewport={"width": wide, "height": high}, color_scheme="dark" if dark else "light", **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield open_window
    for context in contexts:
        context.close()
    assert errors == []
