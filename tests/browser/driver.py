"""The app as a person meets it: a server of its own and a real Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
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


#: Notes when the page last spoke to the server, and when it was last answered.
WIRE = """(() => {
  window.wire = {spoke: 0, heard: 0};
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...words) {
    if (!this.listened) {
      this.listened = true;
      this.addEventListener('message', () => { window.wire.heard = performance.now(); });
    }
    window.wire.spoke = performance.now();
    return send.apply(this, words);
  };
})()"""

#: Whether the app has drawn the page, nothing runs, and nothing has moved on it for a while. A busy server may take
#: long to say that it runs: what was said to it last is answered first, or is nothing that it answers.
_QUIET = """asked => {
  if (!window.lookedAt) {
    window.lookedAt = {moved: performance.now()};
    new MutationObserver(() => { window.lookedAt.moved = performance.now(); }).observe(
      document.body, {subtree: true, childList: true, attributes: true, characterData: true});
  }
  if (window.lookedAt.asked !== asked) { Object.assign(window.lookedAt, {asked, moved: performance.now()}); }
  const app = document.querySelector('[data-testid=stApp]');
  const {spoke, heard} = window.wire || {spoke: 0, heard: 0};
  const rests = app && app.dataset.testScriptState === 'notRunning' && document.querySelector('h1')
    && (heard >= spoke || performance.now() - spoke > 3000)
    && !document.querySelector('[data-stale=true], [data-testid=stSkeleton]');
  if (!rests) { window.lookedAt.moved = performance.now(); }
  return rests && performance.now() - window.lookedAt.moved > 250;
}"""


def settled(page: Page) -> None:
    """Wait until the page is drawn and nothing on it runs or moves."""
    page.wait_for_function(_QUIET, arg=time.monotonic(), polling=50, timeout=90_000)


#: Lets every word of the server come late by ``window.late`` milliseconds, as over a slow connection.
_LATE = """(() => {
  window.late = 0;
  const later = act => function (event) { setTimeout(() => act.call(this, event), window.late); };
  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (kind, act, ...more) {
    listen.call(this, kind, kind === 'message' ? later(act) : act, ...more); };
  const handler = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
  Object.defineProperty(WebSocket.prototype, 'onmessage', {
    ...handler, set(act) { handler.set.call(this, later(act)); } });
})()"""


def answering_late(page: Page, url: str, milliseconds: int) -> None:
    """Open a page; once it is there, every answer of the server comes late."""
    page.add_init_script(_LATE)
    page.goto(url)
    page.locator(".st-key-strip").wait_for()
    settled(page)
    page.evaluate("late => { window.late = late; }", milliseconds)


#: Notes when the numbers of the strip, and when the first drawing, came to be there.
_ARRIVALS = """(() => {
  window.came = {};
  const note = (name, found) => { if (found && !(name in window.came)) window.came[name] = performance.now() / 1000; };
  const look = () => {
    note('numbers', document.querySelector('.st-key-strip')?.innerText.includes('9 in 10'));
    note('chart', document.querySelector('.js-plotly-plot .main-svg, [class*=st-key-narrow-] img'));
    if (Object.keys(window.came).length < 2) requestAnimationFrame(look);
  };
  look();
})()"""


def arrivals(page: Page, url: str) -> dict[str, float]:
    """Open a page; seconds until its numbers and until its first chart are there."""
    page.add_init_script(_ARRIVALS)
    page.goto(url)
    page.wait_for_function("() => 'chart' in window.came && 'numbers' in window.came", timeout=60_000)
    found: dict[str, float] = page.evaluate("() => window.came")
    return found


def until(page: Page, holds: Callable[[], bool], seconds: float = 120) -> None:
    """Wait until something holds that the page brings about; a busy machine takes its time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came about"
        page.wait_for_timeout(50)
    settled(page)


def upload(page: Page, name: str, data: bytes) -> None:
    """Choose a file as the study to open."""
    card = page.locator(".st-key-start-file-card input[type=file]").first
    card.set_input_files({"name": name, "mimeType": "text/yaml", "buffer": data})


def strip(page: Page) -> str:
    """Text of the frame above the page."""
    return page.locator(".st-key-strip").inner_text()


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
