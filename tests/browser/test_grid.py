"""The table editor in a real browser: edits that follow each other fast or slowly are all kept."""

import pytest

from tests.browser.driver import settled, until
from tests.webapp.studies import walking

#: Columns of the grid as they are drawn, and what is typed into them.
EDITS = ((2, "21"), (3, "110"), (4, "15%"), (8, "2"))


def study_of(server, draft):
    """The study as it is kept among the drafts."""
    history, _ = server.drafts.restore(draft)
    return history


def select(page, column):
    """Stand on a cell of the first row: a click, then arrow keys, each seen to arrive; from the start if it is not."""
    box = page.locator("[data-testid=stDataFrameResizable]").first.bounding_box()
    for _ in range(10):
        page.mouse.click(box["x"] + 30, box["y"] + 52)
        try:
            for place in range(column + 1):
                if place:
                    page.keyboard.press("ArrowRight")
                page.locator(f"#glide-cell-{place}-0[aria-selected=true]").wait_for(state="attached", timeout=3_000)
        except Exception as error:  # Playwright's own, which need not be installed to read this file
            assert type(error).__name__ == "TimeoutError"
            continue
        return
    raise AssertionError(f"column {column} was not reached")


def type_in(page, column, text):
    """Type over a cell of the first row."""
    select(page, column)
    editor = page.locator(".gdg-input").first
    page.keyboard.press("Enter")
    editor.wait_for()
    editor.fill(text)
    page.keyboard.press("Enter")
    editor.wait_for(state="detached")


@pytest.mark.parametrize("apart", [50, 500])
def test_every_edit_is_kept_and_can_be_undone_and_done_again(apart, server, window):
    draft = server.keep(walking())
    page = window(server.url("outcomes", draft), wide=1600)
    settled(page)
    page.locator("[data-testid=stDataFrameResizable] canvas").first.wait_for()
    for column, text in EDITS:
        type_in(page, column, text)
        page.wait_for_timeout(apart)
    written = {"quantity": 21, "value": 110, "deadweight": "15%", "duration": 2}

    def outcome():
        return study_of(server, draft).study.document["outcomes"]["fit"]

    until(page, lambda: {key: outcome().get(key) for key in written} == written)
    history = study_of(server, draft)
    steps = len(history.commands)
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_role("button", name="Redo: ").wait_for()
    settled(page)
    undone = study_of(server, draft)
    assert undone.study.document != history.study.document and undone.cursor == steps - 2
    page.get_by_role("button", name="Redo").first.click()
    page.wait_for_function("!document.querySelector('.st-key-strip').innerText.includes('Redo: ')")
    settled(page)
    assert study_of(server, draft).study.document == history.study.document
    page.get_by_role("link", name="Checks").first.click()
    settled(page)
    page.get_by_role("link", name="Outcomes").first.click()
    settled(page)
    assert study_of(server, draft).study.document == history.study.document
    assert page.get_by_label("Lasts, years").input_value() == "2"
