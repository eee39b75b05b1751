"""The HTML report in a real browser: accessible, no wider than a telephone, nothing fetched, nothing run."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from sroi.report.build import build
from sroi.report.write import written
from sroi.study.study import Study
from tests.browser.test_accessibility import RULES


@pytest.fixture(scope="module")
def page_file(riverside, tmp_path_factory):
    document = Study.parse(riverside).document
    document["title"] = "<img src=x onerror=alert(1)> =HYPERLINK(1)"
    report = build(Study.from_document(document), draws=200, date=date(2026, 11, 22))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(written(report, "html"))
    return path


def test_the_page_is_accessible_narrow_and_alone(browser, page_file):
    context = browser.new_context(bypass_csp=True)  # for axe; the page itself allows no script
    page, asked, alarms = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: alarms.append(dialog.message))
    page.goto(page_file.as_uri())
    assert asked == [page_file.as_uri()]
    for detail in page.locator("details").all()[:2]:
        detail.evaluate("node => node.open = true")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]] == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert alarms == [] and page.locator("img").count() == 0
    context.close()
