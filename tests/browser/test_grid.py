"""The table editor in a real browser: edits that follow each other fast or slowly are all kept."""

import pytest

from tests.browser.driver import settled
from tests.webapp.studies import walking

#: Columns of the grid as they are drawn, and what is typed into them.
EDITS = ((2, "21"), (3, "110"), (4, "15%"), (8, "2"))


def study_of(server, draft):
    """The study as it is kept among the drafts."""
    history, _ = server.drafts.restore(draft)
    return history


def type_in(page, column, text):
    """Choose a cell of the first row with the keyboard's home key and arrows, and type over it."""
    grid = page.locator("[data-testid=stDataFrameResizable]").first
    box = grid.bounding_box()
    page.mouse.click(box["x"] + 30, box["y"] + 52)
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    editor = page.locator(".gdg-input").first
    page.keyboard.press("Enter")
    editor.wait_for(timeout=10_000)
    editor.fill(text)
    page.keyboard.press("Enter")
    editor.wait_for(state="detached", timeout=10_000)


@pytest.mark.parametrize("apart", [50, 500])
def test_every_edit_is_kept_and_can_be_undone_and_done_again(apart, server, window):
    draft = server.keep(walking())
    page = window(server.url("outcomes", draft), wide=1600)
    settled(page)
    page.locator("[data-testid=stDataFrameResizable] canvas").first.wait_for()
    for column, text in EDITS:
        type_in(page, column, text)
        page.wait_for_timeout(apart)
    settled(page)
    written = {"quantity": 21, "value": 110, "deadweight": "15%", "duration": 2}
    history = study_of(server, draft)
    outcome = history.study.document["outcomes"]["fit"]
    assert {key: outcome[key] for key in written} == written
    steps = len(history.commands)
    page.get_by_role("button", name="Undo").first.click()
    settled(page)
    undone = study_of(server, draft)
    assert undone.study.document != history.study.document and undone.cursor == steps - 2
    page.get_by_role("button", name="Redo").first.click()
    settled(page)
    assert study_of(server, draft).study.document == history.study.document
    page.get_by_role("link", name="Checks").first.click()
    settled(page)
    page.get_by_role("link", name="Outcomes").first.click()
    settled(page)
    assert study_of(server, draft).study.document == history.study.document
    assert page.get_by_label("Duration").input_value() == "2"
