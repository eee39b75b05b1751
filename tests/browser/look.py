"""Pictures of pages, to be looked at: python -m tests.browser.look FOLDER [PAGE …] [--study NAME] [--wide 1280,320].

With ``--high 1000`` a picture is cut there, as the one in the README is (``make pictures``).
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import sroi
from sroi.valuation.opening import ready_studies
from sroi.webapp.registry import PAGES
from tests.browser.driver import FLAGS, executable, serving, settled


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", nargs="*")
    parser.add_argument("--study", default="childrens-centres-work-services")
    parser.add_argument("--wide", default="1280,320")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--high", type=int, default=4000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as kept,
        serving(Path(kept)) as server,
        sync_playwright() as play,
        play.chromium.launch(executable_path=executable(), args=list(FLAGS)) as browser,
    ):
        study = None if options.study == "-" else sroi.load(ready_studies().get(options.study, options.study))
        for theme in options.themes.split(","):
            for wide in map(int, options.wide.split(",")):
                for entry in PAGES:
                    if options.pages and entry.name not in options.pages:
                        continue
                    draft = server.keep(study) if study is not None else None
                    context = browser.new_context(viewport={"width": wide, "height": 900}, color_scheme=theme)
                    page = context.new_page()
                    page.goto(server.url(entry.address if entry.name != "start" else "", draft))
                    settled(page)
                    height = page.evaluate("document.querySelector('[data-testid=stMain]')?.scrollHeight || 900")
                    page.set_viewport_size({"width": wide, "height": min(max(900, height + 40), options.high)})
                    settled(page)
                    page.screenshot(path=options.folder / f"{entry.name}-{theme}-{wide}.png")
                    print(f"{entry.name}-{theme}-{wide}.png")
                    context.close()


if __name__ == "__main__":
    main()
