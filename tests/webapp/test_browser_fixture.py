"""Where no browser is installed the browser tests are skipped with the reason, and fail where they must run."""

import sys

import pytest

from tests.browser.conftest import launch_or_say_why


@pytest.mark.skipif(sys.platform == "win32", reason="PATH works otherwise there")
def test_without_a_browser_its_tests_are_skipped_or_fail(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("CI_REQUIRES_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no Chromium or Chrome is installed"):
        launch_or_say_why()
    monkeypatch.setenv("CI_REQUIRES_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="must run here, but no Chromium or Chrome is installed"):
        launch_or_say_why()
