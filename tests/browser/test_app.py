"""The app in a real browser: opening, undoing, reloading, refusing, keeping apart."""

import re
import signal
import socket
import sys

from sroi.webapp import registry
from tests.browser.driver import arrivals, serving, settled, strip, upload
from tests.conftest import WALKING_GROUP
from tests.webapp.studies import HOSTILE, example, hostile, walking

STEPS = ({"fit/deadweight": "20%"}, {"fit/deadweight": "35%"})


def test_a_file_is_opened_and_comes_back_byte_for_byte(server, window):
    page = window(server.url())
    settled(page)
    upload(page, "walking.yaml", WALKING_GROUP.encode())
    page.locator(".st-key-strip").wait_for()
    settled(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="Save").click()
    assert found.value.suggested_filename == "walking-group.yaml"
    assert found.value.path().read_bytes() == WALKING_GROUP.encode()


def test_saving_takes_the_warning_away(server, window):
    page = window(server.url("history", server.keep(walking(), STEPS[0])))
    settled(page)
    assert "Not saved since" in strip(page)
    with page.expect_download() as found:
        page.get_by_role("button", name="Save").click()
    assert b"deadweight: 20%   # said so themselves" in found.value.path().read_bytes()
    page.wait_for_function("!document.querySelector('.st-key-strip').innerText.includes('Not saved')")


def test_a_bad_file_is_answered_and_the_next_one_opened(server, window):
    page = window(server.url())
    settled(page)
    upload(page, "walking.yaml", WALKING_GROUP.replace("10%", "27").encode())
    page.get_by_text("was not opened, and nothing of it was taken over").wait_for()
    assert page.get_by_text("line 21, fit/deadweight").is_visible()
    assert page.locator(".st-key-strip").count() == 0


def test_eleven_megabytes_are_refused_in_words_and_the_app_lives_on(server, window):
    page = window(server.url())
    settled(page)
    upload(page, "large.yaml", b"#" * 11 * 1024**2)
    page.get_by_text(re.compile("must be .* or smaller")).wait_for()
    page.reload()
    settled(page)
    upload(page, "walking.yaml", WALKING_GROUP.encode())
    page.locator(".st-key-strip").wait_for()


def test_undo_and_redo_with_their_names(server, window):
    page = window(server.url("history", server.keep(walking(), *STEPS)))
    settled(page)
    assert "£1.26" in strip(page)
    page.get_by_role("button", name="Undo: deadweight 20% to 35%, Fitter").click()
    page.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").wait_for()
    settled(page)
    assert "£1.55" in strip(page)
    page.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").click()
    page.get_by_role("button", name="Undo: deadweight 20% to 35%, Fitter").wait_for()
    settled(page)
    assert "£1.26" in strip(page)


def test_a_reload_keeps_the_draft_with_its_steps(server, window):
    page = window(server.url("history", server.keep(walking(), *STEPS)))
    settled(page)
    page.get_by_role("button", name="Undo: deadweight 20% to 35%, Fitter").click()
    page.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").wait_for()
    page.reload()
    settled(page)
    assert "£1.55" in strip(page)
    assert page.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").is_enabled()
    assert "draft=" in page.url


def test_the_draft_survives_a_change_of_page_and_a_reload_there(server, window):
    page = window(server.url("history", server.keep(walking(), *STEPS)))
    settled(page)
    page.get_by_role("link", name="Downloads").click()
    page.get_by_role("heading", level=1, name="Downloads").wait_for()
    settled(page)
    page.reload()
    settled(page)
    assert page.get_by_role("heading", level=1, name="Downloads").is_visible() and "£1.26" in strip(page)


def test_two_persons_share_nothing(server, window):
    first = window(server.url("history", server.keep(walking(), *STEPS)))
    second = window(server.url(), apart=True)
    settled(first)
    settled(second)
    assert second.locator(".st-key-strip").count() == 0
    upload(second, "other.yaml", WALKING_GROUP.replace("title: Walking group", "title: Another study").encode())
    second.locator(".st-key-strip").wait_for()
    first.get_by_role("button", name="Undo: deadweight 20% to 35%, Fitter").click()
    first.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").wait_for()
    settled(second)
    assert "Another study" in strip(second) and "£1.74" in strip(second)
    assert "Walking group" in strip(first) and "£1.55" in strip(first)


def test_two_windows_on_one_draft_part_ways(server, window):
    draft = server.keep(walking(), *STEPS)
    first, second = window(server.url("history", draft)), window(server.url("history", draft))
    settled(first)
    settled(second)
    for page in (first, second):
        page.get_by_role("button", name="Undo: deadweight 20% to 35%, Fitter").click()
        page.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").wait_for()
        settled(page)
    assert second.get_by_text("changed in another window as well").is_visible()
    assert first.url != second.url


def test_a_killed_process_loses_nothing(tmp_path, window, browser):
    with serving(tmp_path) as first:
        draft = first.keep(walking(), *STEPS)
        page = window(first.url("history", draft))
        settled(page)
        page.get_by_role("button", name="Undo: deadweight 20% to 35%, Fitter").click()
        page.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").wait_for()
        first.process.send_signal(signal.SIGKILL)
        first.process.wait(10)
    with serving(tmp_path) as second:
        page = window(second.url("history", draft))
        settled(page)
        assert "£1.55" in strip(page)
        assert page.get_by_role("button", name="Redo: deadweight 20% to 35%, Fitter").is_enabled()


def test_a_hosted_app_writes_nothing(tmp_path, window, browser):
    with serving(tmp_path, SROI_HOSTED="1") as server:
        page = window(server.url())
        settled(page)
        assert page.get_by_text("Nothing is kept here").is_visible()
        upload(page, "walking.yaml", WALKING_GROUP.encode())
        page.locator(".st-key-strip").wait_for()
        settled(page)
        assert "Nothing is kept here" in strip(page) and "draft=" not in page.url
    assert [path.name for path in tmp_path.iterdir()] == ["server.log"]


def test_titles_of_the_window_differ_and_what_a_study_is_called_is_shown_and_never_obeyed(server, window):
    page = window(server.url("", server.keep(hostile())))
    titles = []
    for entry in registry.PAGES:
        settled(page)
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=entry.title, exact=True).click()
        page.get_by_role("heading", level=1, name=entry.title, exact=True).wait_for()
        page.wait_for_function("title => document.title === title", arg=entry.title)
        settled(page)
        titles.append(page.title())
        assert HOSTILE in strip(page)
        assert page.locator("script:has-text('alert(1)')").count() == 0
        assert page.locator("a[href^='http://x']").count() == 0
    assert len(set(titles)) == len(titles) == len(registry.PAGES)


def test_numbers_come_before_the_first_chart(server, window):
    page = window("about:blank", apart=True)  # as a person who has never opened the app
    came = arrivals(page, server.url("answer", server.keep(example())))
    assert 0 < came["numbers"] <= came["chart"]


def test_nothing_is_asked_of_the_world(server, window):
    page = window("about:blank")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url("downloads", server.keep(example())))
    settled(page)
    outside = [url for url in asked if not url.startswith((server.address, "data:", "blob:"))]
    assert asked and outside == []


def test_the_command_serves_the_app_with_a_study_open(tmp_path, window, browser):
    path = tmp_path / "walking.yaml"
    path.write_text(WALKING_GROUP, encoding="utf-8")
    command = [sys.executable, "-m", "sroi", "app", str(path), "--no-browser", "--port", "PORT"]
    with serving(tmp_path, command) as server:
        page = window(server.url())
        page.locator(".st-key-strip").wait_for()
        settled(page)
        assert "Walking group" in strip(page)
        assert talks_to(server, None) and not talks_to(server, "evil.example")


def test_a_page_elsewhere_that_names_this_computer_is_refused(server):
    assert talks_to(server, None) and talks_to(server, "localhost:1")
    assert not talks_to(server, "evil.example")


def talks_to(server, host):
    """Whether the app opens a conversation with somebody who calls it by a name."""
    port = int(server.address.rpartition(":")[2])
    asked = [
        "GET /_stcore/stream HTTP/1.1",
        f"Host: {host or f'127.0.0.1:{port}'}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall("\r\n".join([*asked, "", ""]).encode())
        answer = line.recv(64).split()[1]
    return answer == b"101"
