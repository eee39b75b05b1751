"""The first ten minutes of a commissioner, an evaluator and an analyst; and the five minutes by keyboard alone."""

import re
import subprocess
import sys

import openpyxl
import pytest

import sroi
from sroi.analysis.simulation import simulate
from sroi.valuation.formats import money
from tests.browser.driver import settled, strip, until, upload
from tests.conftest import WALKING_GROUP
from tests.webapp.studies import example


def turn_to(page, name):
    """Go to a page by its link in the list of pages."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=name, exact=True).wait_for()
    settled(page)


def words(page):
    return page.locator("[data-testid=stMain]").inner_text()


def fill(page, label, text):
    """Type in a box and leave it, as a person does."""
    box = page.get_by_label(label, exact=True)
    box.fill(text)
    box.press("Enter")
    settled(page)


def moved_on(page, before):
    """Wait until the ratio beside the levers is another one."""
    script = "before => document.querySelector('[data-testid=stMetricValue]').innerText !== before"
    page.wait_for_function(script, arg=before)
    settled(page)


def test_a_commissioner_reads_doubts_compares_and_takes_it_away(server, window):
    draft = server.keep(example())
    page = window(server.url("answer", draft))
    settled(page)
    assert "Before you use it" in words(page) and "likely £0.40 to £2.40" in words(page)
    fill(page, "How likely is a ratio above …", "2")
    page.get_by_text(re.compile("It lies above £2.00 in")).wait_for()

    turn_to(page, "What if")
    assert page.get_by_role("slider").count() == 8
    number = page.get_by_test_id("stMetricValue")
    before, ratio = number.inner_text(), money(sroi.evaluate(example()).ratio, "GBP", 2)
    assert before == ratio
    page.get_by_role("slider").first.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    moved_on(page, before)
    assert f"Base case {ratio}" in page.locator(".st-key-wide-what-if-dots").inner_text()
    page.get_by_role("button", name="Reset all").click()
    page.get_by_text(re.compile("The ratio is that of the base case")).wait_for()

    turn_to(page, "Compare")
    page.get_by_text("their ratios are not ranked here").wait_for()  # the last words of the page
    assert "Slow start" in words(page) and "slow\\-start" not in words(page)
    turn_to(page, "Downloads")
    history, _ = server.drafts.restore(draft)
    assert history.study.hash == example().hash  # reading and doubting changes nothing


def test_an_evaluator_builds_checks_explains_and_hands_over(server, window, tmp_path):
    page = window(server.url())
    settled(page)
    upload(page, "walking.yaml", WALKING_GROUP.encode())
    page.locator(".st-key-strip").wait_for()
    settled(page)

    turn_to(page, "Outcomes")
    fill(page, "Would have happened anyway (deadweight), % taken off", "30% (20% to 45%)")
    until(page, lambda: "9 in 10" in strip(page) and "Undo: deadweight 10% to 30%" in strip(page))
    turn_to(page, "Values library")
    fill(page, "What changes?", "GP visit")
    page.get_by_role("button", name="Use this value").first.click()
    page.get_by_text(re.compile("now uses")).wait_for()
    settled(page)
    until(page, lambda: "No ratio yet" in strip(page))  # the value has a price year, the study has none
    turn_to(page, "Costs and settings")
    fill(page, "Prices of (price base)", "2025")
    until(page, lambda: "2025 prices" in strip(page))

    turn_to(page, "Checks")
    assert re.search(r"[A-Z]{3}\d{3}", words(page))
    turn_to(page, "Answer")
    page.get_by_role("button", name="Explain this ratio").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Ratio: benefits ÷ inputs").first.wait_for()
    explained = dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")

    turn_to(page, "Downloads")
    page.get_by_role("button", name="Results (Excel)").wait_for()
    settled(page)
    files = {}
    for name in ("Study (YAML)", "Results (Excel)"):
        with page.expect_download() as found:
            page.get_by_role("button", name=name).first.click()
        files[name] = tmp_path / found.value.suggested_filename
        found.value.save_as(files[name])
        settled(page)
    valued = sroi.evaluate(sroi.load(files["Study (YAML)"]))
    assert f"{valued.ratio:,.4f}" in explained
    stated = sroi.load(files["Study (YAML)"]).document["outcomes"]["fit"]
    assert stated["deadweight"] == "30% (20% to 45%)" and "proxy" in stated
    book = openpyxl.load_workbook(files["Results (Excel)"], data_only=True)
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell == pytest.approx(valued.ratio, rel=1e-9) for cell in cells if isinstance(cell, float))


def test_an_analyst_finds_the_same_hash_asks_for_draws_and_runs_the_lines_elsewhere(server, window, tmp_path):
    study = example()
    page = window(server.url("uncertainty", server.keep(study)))
    settled(page)
    fill(page, "Seed", "7")
    found = simulate(study, seed=7, threads=1)
    page.get_by_role("listitem").filter(has_text=found.summary[0]).wait_for()
    page.get_by_role("heading", name="As draws were added").wait_for()

    turn_to(page, "Sensitivity")
    page.get_by_role("heading", name="Two numbers at once").wait_for()
    assert "cells break even" in page.locator(".st-key-sensitivity-two-way-ratio-frame").inner_text()

    turn_to(page, "Downloads")
    assert study.hash[:16] in words(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Study (YAML)").click()
    taken.value.save_as(tmp_path / taken.value.suggested_filename)
    lines = page.get_by_test_id("stCode").first.inner_text()
    done = subprocess.run([sys.executable, "-c", lines], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def tab_to(page, target, most=120):
    """Come to an element by the tabulator key alone, and see where one is."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            break
    else:
        raise AssertionError(f"{target} is not reached by keyboard")
    settled(page)
    around = page.evaluate(
        """() => { const box = document.activeElement.getBoundingClientRect();
        return {x: Math.max(0, box.x - 6), y: Math.max(0, box.y - 6),
                width: box.width + 12, height: box.height + 12}; }"""
    )
    with_focus = page.screenshot(clip=around)
    page.evaluate("() => { window.here = document.activeElement; window.here.blur(); }")
    assert page.screenshot(clip=around) != with_focus, f"nothing shows that {target} has the focus"
    page.evaluate("() => window.here.focus({focusVisible: true})")


def test_the_five_minutes_by_keyboard_alone(server, window):
    page = window(server.url())
    settled(page)
    tab_to(page, page.get_by_role("button", name="Open example"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Answer", exact=True).wait_for()
    page.locator(".st-key-strip").wait_for()
    settled(page)
    assert "9 in 10" in strip(page)

    tab_to(page, page.get_by_test_id("stSidebarNav").get_by_role("link", name="What if", exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("slider").first.wait_for()
    settled(page)
    before = page.get_by_test_id("stMetricValue").inner_text()
    tab_to(page, page.get_by_role("slider").first)
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    moved_on(page, before)
    page.get_by_text(re.compile(r"The ratio (rises|falls): ")).wait_for()

    tab_to(page, page.locator("summary", has_text="Save as a scenario"))
    page.keyboard.press("Enter")
    name = page.get_by_label("Name of the scenario")
    name.wait_for()
    tab_to(page, name)
    page.keyboard.type("By keyboard")
    tab_to(page, page.get_by_role("button", name="Save as scenario", exact=True))
    page.keyboard.press("Enter")
    page.get_by_text("Saved as scenario “By keyboard” (by-keyboard in the study file).").wait_for()
    until(page, lambda: "Undo: scenario “By keyboard” saved" in strip(page))

    tab_to(page, page.get_by_test_id("stSidebarNav").get_by_role("link", name="Compare", exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=3, name="By keyboard").wait_for()
    settled(page)
    tab_to(page, page.get_by_test_id("stSidebarNav").get_by_role("link", name="Downloads", exact=True))
    page.keyboard.press("Enter")
    workbook = page.get_by_role("button", name="Results (Excel)")
    workbook.wait_for()
    settled(page)
    tab_to(page, workbook)
    with page.expect_download() as found:
        page.keyboard.press("Enter")
    assert found.value.suggested_filename.endswith(".xlsx")
