"""The app without a browser: any page, with any study open."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from sroi.study.history import History
from sroi.study.study import Study
from sroi.webapp.registry import BY_NAME
from sroi.webapp.session import KEY, Session

ROOT = Path(__file__).parents[2]

NOON = datetime(2026, 3, 1, 12, 0).astimezone()


def app(
    page: str = "start", study: Study | None = None, *, saved: bool = True, query: dict[str, str] | None = None
) -> AppTest:
    """Draw a page from `app.py`, with a study open where one is given."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    for name, value in (query or {}).items():
        at.query_params[name] = value
    if study is not None:
        at.session_state[KEY] = Session(history=History.start(study, "opened", NOON, saved=saved))
    at._page_hash = calc_hash(BY_NAME[page].address)
    return at.run()


def finished(at: AppTest) -> AppTest:
    """The page when none of its long work is under way any more."""
    for _ in range(20):
        jobs = list(at.session_state[KEY].jobs.values())
        assert all(job.done.wait(120) for job in jobs)
        at.run()
        if list(at.session_state[KEY].jobs.values()) == jobs:
            return at
    raise AssertionError("never done")


def words(at: AppTest) -> str:
    """Everything a reader of the page can read, one element a line."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "success", "table")
    return "\n".join(str(element.value) for kind in kinds for element in getattr(at, kind))
