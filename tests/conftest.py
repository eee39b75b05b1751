"""Fixtures shared by all tests: the command line as a stranger calls it, and small studies to try it on."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent

#: The study that most tests are made from: 20 × 100 × (1 − 10%) ÷ 1.035 for 1,000, or 1.74 per 1.
WALKING_GROUP = """\
# Sheila's walking group
sroi: 1   # format
title: Walking group
currency: GBP
start_year: 2025
horizon: 3

# who
stakeholders:
  walkers: {name: Walkers, role: participant, size: 20}
  council: {name: City council, role: public}
inputs:
  leader: {from: council, amount: 1000}  # paid in April
outcomes:
  fit:
    name: Fitter
    stakeholder: walkers
    quantity: 20
    value: 100
    # from the survey
    deadweight: 10%   # said so themselves
scenarios:
  cautious: {set: {fit/deadweight: 40%}, note: as in the other town}
"""


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def words(self) -> str:
        """Everything printed, with the wrapping of lines undone."""
        return " ".join(f"{self.out} {self.err}".split())


@pytest.fixture
def sroi(capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Call ``sroi`` in this process, as a person would in a terminal."""
    from sroi.cli.main import main

    def call(*arguments: str | Path) -> Said:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse leaves this way
            code = int(stop.code or 0)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return call


@pytest.fixture
def terminal(tmp_path: Path) -> Callable[..., Said]:
    """Call ``python -m sroi`` as a process of its own, in an empty folder."""

    def call(*arguments: str | Path, **environment: str) -> Said:
        command = [sys.executable, "-m", "sroi", *map(str, arguments)]
        found = subprocess.run(
            command, capture_output=True, cwd=tmp_path, env={**os.environ, **environment}, timeout=60, check=False
        )
        return Said(found.returncode, found.stdout.decode("utf-8", "replace"), found.stderr.decode("utf-8", "replace"))

    return call


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Write a study file: the walking group, with pieces of its text replaced."""

    def write(name: str = "walking.yaml", text: str = WALKING_GROUP, change: dict[str, str] | None = None) -> Path:
        for old, new in (change or {}).items():
            assert old in text, f"{old!r} is not in the study"
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def riverside() -> str:
    """Text of a study that uses nearly every key of the format."""
    return (TESTS / "study" / "riverside.yaml").read_text(encoding="utf-8")
