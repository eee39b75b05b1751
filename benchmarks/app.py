"""What a person waits for in the app, in a real browser: ``python -m benchmarks.app``; part of ``make bench``."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.problems import many_outcomes
from sroi.study import Study
from tests.browser.driver import FLAGS, Server, arrivals, executable, serving, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

#: Presses of an arrow key on a lever.
PRESSES: Final = 15

#: Waits, in the page itself, until number, interval and drawing have all changed, and says after how many milliseconds.
_CHANGED: Final = """seen => new Promise((done, failed) => {
  const began = performance.now();
  const look = () => {
    const now = [document.querySelector('[data-testid=stMetricValue]')?.innerText,
      document.querySelector('.st-key-what-if-range')?.innerText,
      document.querySelector('.st-key-wide-what-if-dots .js-plotly-plot svg')?.innerHTML];
    if (seen === null) return done(now);
    if (now.every((each, place) => each && each !== seen[place])) return done(performance.now() - began);
    if (performance.now() - began > 30000) return failed(new Error('nothing changed: ' + now.slice(0, 2)));
    requestAnimationFrame(look);
  };
  look();
})"""


def rows() -> list[tuple[str, float, str]]:
    """Measure in Chromium: what, seconds, and the target. Empty where there is none."""
    if executable() is None:
        return []
    document = many_outcomes(30, 10)
    document["inputs"]["grant"]["amount"] = 1_000  # so that one press moves the ratio by more than a penny
    with _page(Study.parse(Study.from_document(document).text())) as (page, server, draft):
        page.goto(server.url("what-if", draft))
        settled(page)
        waits = list(_presses(page))
        came = arrivals(page, server.url("answer", draft))
    median, worst = statistics.median(waits), max(waits)
    return [
        (f"lever to number, interval and chart, 30 outcomes: median of {PRESSES} presses", median, "target 0.4 s"),
        ("the slowest of them", worst, "target 1 s"),
        ("opening Answer cold: numbers are there", came["numbers"], ""),
        ("opening Answer cold: the first chart is drawn", came["chart"], "numbers come first"),
    ]


@contextmanager
def _page(study: Study) -> Iterator[tuple[Page, Server, str]]:
    from playwright.sync_api import sync_playwright

    with (
        tempfile.TemporaryDirectory() as kept,
        serving(Path(kept)) as server,
        sync_playwright() as play,
        play.chromium.launch(executable_path=executable(), args=list(FLAGS)) as browser,
    ):
        yield browser.new_page(), server, server.keep(study)


def _presses(page: Page) -> Iterator[float]:
    """Seconds from each press to the last of what it changes; the first press, which loads what is needed, apart."""
    lever = page.get_by_role("slider").first
    lever.focus()
    for press in range(PRESSES + 1):
        seen = page.evaluate(_CHANGED, None)
        page.evaluate(f"seen => {{ window.measured = ({_CHANGED})(seen); }}", seen)
        page.keyboard.press("ArrowRight")
        waited = float(page.evaluate("() => window.measured"))
        if press:
            yield waited / 1000
        settled(page)


if __name__ == "__main__":
    found = rows()
    for what, seconds, note in found:
        print(f"{seconds:7.3f} s  {what}{f'; {note}' if note else ''}")
    if not found:
        print("not measured: no Chromium or Chrome is installed (Debian: apt-get install chromium)")
