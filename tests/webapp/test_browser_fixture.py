"""Where no browser is installed the browser tests are skipped with the reason, and fail where they must run."""

import os
import subprocess
import sys

import pytest

from tests.webapp.driver import ROOT


def run(**environment):
    """Run one browser test on a machine without a browser."""
    words = [sys.executable, "-m", "pytest", "-q", "-rs", "-p", "no:cacheprovider", "tests/browser/test_app.py"]
    done = subprocess.run(
        [*words, "-k", "byte_for_byte"],
        cwd=ROOT,
        env={**os.environ, "PATH": "/nowhere", "CI_REQUIRES_BROWSER": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="PATH works otherwise there")
def test_without_a_browser_its_tests_are_skipped_or_fail():
    code, said = run()
    assert code == 0 and "1 skipped" in said and "no Chromium or Chrome is installed" in said
    code, said = run(CI_REQUIRES_BROWSER="1")
    assert code == 1 and "the browser tests must run here, but no Chromium or Chrome is installed" in said
