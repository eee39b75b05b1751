"""Where the app runs: on the user's own machine, where drafts are kept, or hosted for many, where nothing is."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from sroi.study.drafts import Drafts, data_folder


def hosted() -> bool:
    """Whether the app serves strangers (``SROI_HOSTED=1``): then nothing is written."""
    return os.environ.get("SROI_HOSTED", "") not in ("", "0")


def drafts() -> Drafts | None:
    """Where drafts are kept; None where the app is hosted.

    Raises
    ------
    FileError
        Where the folder cannot be written.
    """
    return None if hosted() else Drafts(data_folder() / "drafts.sqlite")


def named_study() -> Path | None:
    """The file that ``sroi app STUDY`` opens first (``SROI_STUDY``); never where the app is hosted."""
    named = os.environ.get("SROI_STUDY")
    return Path(named) if named and not hosted() else None


def now() -> datetime:
    """The time, to the second; the only place of the app that asks the clock for it."""
    return datetime.now().astimezone().replace(microsecond=0)
