"""The app as a person meets it: a server of its own and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sroi.study.drafts import Drafts
from sroi.study.history import History
from sroi.study.study import Study
from sroi.valuation.changes import describe_change

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]

#: Names under which a Chromium or Chrome may be installed.
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def settled(page: Page) -> None:
    """Wait until the page is drawn and nothing on it runs."""
    page.get_by_role("heading", level=1).first.wait_for(timeout=30_000)
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')", timeout=60_000)
    page.wait_for_function("!document.querySelector('[data-stale=true], [data-testid=stSkeleton]')", timeout=60_000)
    page.wait_for_timeout(400)


def executable() -> str | None:
    """The Chromium of this machine, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@dataclass(frozen=True)
class Server:
    """A running app: its address, and the folder in which it keeps drafts."""

    address: str
    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, page: str = "", draft: str | None = None) -> str:
        """Address of a page, with a draft open where one is given."""
        return f"{self.address}/{page}" + (f"?draft={draft}" if draft else "")

    def keep(self, study: Study, *steps: dict[str, object]) -> str:
        """Put a study among the drafts, changed step by step, and return the draft's id."""
        history = History.start(study, "opened", datetime.now().astimezone())
        for changes in steps:
            new = history.study.edited(changes)
            history = history.apply(describe_change(history.study, new), new, datetime.now().astimezone())
        return self.drafts.begin(history).draft

    @property
    def drafts(self) -> Drafts:
        """Where its drafts are kept."""
        return Drafts(self.folder / "drafts.sqlite")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def serving(folder: Path, command: list[str] | None = None, **environment: str) -> Iterator[Server]:
    """Serve the app on a port of its own."""
    port = free_port()
    flags = ["--server.port", str(port)]
    words = command or [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py"), *flags]
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(
        [word.replace("PORT", str(port)) for word in words],
        cwd=folder,
        env={**os.environ, "SROI_DATA": str(folder), **environment},
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                    if answer.read() == b"ok":
                        break
            except OSError:
                assert process.poll() is None, (folder / "server.log").read_text()
                time.sleep(0.05)
        else:
            raise AssertionError("the app did not start: " + (folder / "server.log").read_text())
        yield Server(address, folder, process)
    finally:
        process.terminate()
        process.wait(10)
        log.close()
