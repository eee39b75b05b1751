"""Every test of the app has drafts of its own and is not hosted."""

import threading
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner

from sroi.webapp.work import Worker


@pytest.fixture(autouse=True, scope="session")
def scanned_once():
    """Streamlit's search of every installed package for components, which takes most of a page's time, is made once."""
    once = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", once)
        yield


@pytest.fixture(autouse=True)
def own_drafts(tmp_path, monkeypatch):
    monkeypatch.setenv("SROI_DATA", str(tmp_path / "drafts"))
    monkeypatch.delenv("SROI_HOSTED", raising=False)
    monkeypatch.delenv("SROI_STUDY", raising=False)
    yield tmp_path / "drafts"
    for thread in threading.enumerate():
        if isinstance(thread, Worker):
            thread.job.unwanted.set()  # noticed at its next report
