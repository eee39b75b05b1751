"""WCAG 2.2 AA by axe-core on every page, light and dark; 320 pixels and 200% zoom without scrolling sideways."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from sroi.webapp import registry
from tests.browser.driver import settled
from tests.webapp.studies import example

#: Success criteria of levels A and AA, up to WCAG 2.2.
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}

ENTRIES = [pytest.param(entry, id=entry.name) for entry in registry.PAGES]


def violations(page):
    """What axe-core finds, one line per element."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def address(entry):
    return "" if entry.name == "start" else entry.address


@pytest.mark.parametrize("entry", ENTRIES)
def test_axe_finds_no_failure_light_or_dark_and_nothing_is_cut_off_in_a_small_window(entry, server, window):
    page = window(server.url(address(entry), server.keep(example(), {"title": "Changed"})))
    settled(page)
    assert violations(page) == []
    for wide in (640, 320):  # 200% zoom of an ordinary window, and a telephone
        page.set_viewport_size({"width": wide, "height": 900})
        settled(page)
        assert too_wide(page) == [] and cut_off(page) == []
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="dark")
    page.reload()  # charts are drawn in the colours of the window that opens them
    settled(page)
    assert violations(page) == []


@pytest.mark.parametrize("name", ["start", "answer", "library"])
def test_axe_finds_no_failure_where_nothing_is_open(name, server, window):
    page = window(server.url(address(registry.BY_NAME[name])))
    settled(page)
    assert violations(page) == []


@pytest.mark.parametrize("wide", [1280, 320])
def test_explain_opens_and_closes_by_keyboard_and_gives_the_focus_back(wide, server, window):
    page = window(server.url("answer", server.keep(example(), {"into-work/deadweight": "40%"})), wide=wide)
    settled(page)
    button = page.get_by_role("button", name="Explain").first
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    settled(page)
    dialog = page.get_by_role("dialog").inner_text()
    assert "Present value of benefits" in dialog and "Convention" in dialog
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    page.wait_for_function("button => document.activeElement === button", arg=button.element_handle())


def test_axe_finds_faults_that_are_put_in(server, window):
    page = window(server.url())
    settled(page)
    page.evaluate(
        """() => document.querySelector('[data-testid=stMain] h1').insertAdjacentHTML('afterend',
        '<img src="x.png"><button></button><p style="color:#999;background:#fff">hardly to be read</p><input>')"""
    )
    found = {line.partition(":")[0] for line in violations(page)}
    assert {"image-alt", "button-name", "color-contrast", "label"} <= found


def test_what_is_too_wide_is_found(server, window):
    page = window(server.url(), wide=320)
    settled(page)
    page.evaluate(
        """() => document.querySelector('[data-testid=stMain] h1').insertAdjacentHTML('afterend',
        '<p id="wide" style="width:900px">far too wide</p>')"""
    )
    assert too_wide(page) != []


def test_what_is_cut_off_is_found(server, window):
    page = window(server.url(), wide=320)
    settled(page)
    assert cut_off(page) == []
    page.evaluate(
        """() => document.querySelector('[data-testid=stMain] h1').insertAdjacentHTML('afterend',
        '<p style="width:90px;overflow:hidden;white-space:nowrap">far too much for so small a place</p>')"""
    )
    assert len(cut_off(page)) == 1


def cut_off(page):
    """Words that stand outside the window, or are hidden by a place too small for them and that does not scroll."""
    return page.evaluate(
        """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter(place => {
          const words = [...place.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
          const box = place.getBoundingClientRect();
          if (!words || !box.width || !place.checkVisibility({visibilityProperty: true, opacityProperty: true})
              || place.closest('svg, [data-testid=stDataFrame], [aria-hidden=true], .st-emotion-hidden')) return false;
          for (let over = place; over && over.dataset.testid !== 'stMain'; over = over.parentElement) {
            const style = getComputedStyle(over);
            if (['auto', 'scroll'].includes(style.overflowX)) return false;  // it can be brought into view
            if (style.clip !== 'auto' || style.clipPath !== 'none') return false;  // for readers of screens only
            if (['hidden', 'clip'].includes(style.overflowX) && over.scrollWidth > over.clientWidth + 1) return true;
          }
          return box.right > document.documentElement.clientWidth + 1 || box.left < -1;
        }).map(place => `${place.tagName} ${place.textContent.slice(0, 60)}`)"""
    )


def too_wide(page):
    """Places that scroll sideways, but for tables and charts that scroll inside themselves."""
    return page.evaluate(
        """() => [document.documentElement, document.body, ...document.querySelectorAll('[data-testid=stMain]')]
        .filter(place => place.scrollWidth > place.clientWidth + 1)
        .map(place => `${place.tagName} ${place.scrollWidth} > ${place.clientWidth}`)"""
    )
