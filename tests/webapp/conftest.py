"""Every test of the app has drafts of its own and is not hosted."""

import pytest


@pytest.fixture(autouse=True)
def own_drafts(tmp_path, monkeypatch):
    monkeypatch.setenv("SROI_DATA", str(tmp_path / "drafts"))
    monkeypatch.delenv("SROI_HOSTED", raising=False)
    monkeypatch.delenv("SROI_STUDY", raising=False)
    return tmp_path / "drafts"
