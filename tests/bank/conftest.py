"""A user's own bank file, sound, for the tests to load and to break."""

from __future__ import annotations

from pathlib import Path

import pytest

OWN = """\
records:
  - id: our-support-visit
    claim: "A support visit by our project: cost"
    values:
      fiscal: {amount: 85, low: 70, high: 100, price_year: 2024/25}
    currency: GBP
    unit: {per: visit, time: one-off}
    agency: [local-authority]
    method: cost
    coverage: our town
    source:
      title: Project accounts
      publisher: Our project
      year: 2025
      locator: sheet 3
      url: not stated by the source
      database: none
      code: none
    licence: own
    verified: read in the accounts
    quality: own
    relations: {component_of: [], superseded_by: [], do_not_add_to: [gm-family-support-worker-hour]}
    notes: none
    published_as: cost per visit
"""


@pytest.fixture
def own_text() -> str:
    """The text of a sound bank file with one record."""
    return OWN


@pytest.fixture
def own_file(tmp_path: Path, own_text: str) -> Path:
    """A sound bank file with one record."""
    file = tmp_path / "own.yaml"
    file.write_text(own_text, encoding="utf-8")
    return file
