"""``sroi app``: what it starts, and what it says where it cannot."""

import argparse
import sys
import tomllib

import pytest

from sroi.cli import app
from tests.conftest import ROOT

CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


@pytest.fixture
def started(monkeypatch):
    """What would have been run, and with which environment."""
    found = {}

    def serve(words, environment):
        found.update(command=words, env=environment)
        return 0

    monkeypatch.setattr(app, "serve", serve)
    return found


def test_it_serves_the_script_that_lies_beside_its_config(sroi, started):
    assert sroi("app").code == 0
    words = started["command"]
    assert words[:5] == [sys.executable, "-m", "streamlit", "run", str(ROOT / "app.py")]
    assert words[5:] == ["--server.port", "8501", "--server.headless", "false"]


def test_port_address_and_hosts(sroi, started):
    sroi("app", "--no-browser", "--port", "9000", "--address", "0.0.0.0", "--host", "a.example", "--host", "b.example")
    assert started["command"][5:] == [
        *("--server.port", "9000"),
        *("--server.headless", "true"),
        *("--server.address", "0.0.0.0"),
        *("--server.allowedHosts", "a.example"),
        *("--server.allowedHosts", "b.example"),
    ]


def test_the_study_it_names_is_opened_first(sroi, started, written):
    path = written()
    assert sroi("app", path).code == 0
    assert started["env"]["SROI_STUDY"] == str(path)
    assert sroi("app", "wheels-to-meals").code == 0
    assert started["env"]["SROI_STUDY"] == str(ROOT / "studies" / "wheels-to-meals.yaml")


def test_a_bad_study_is_answered_before_a_browser_opens(sroi, started, written):
    said = sroi("app", written(change={"deadweight: 10%": "deadweight: 27"}))
    assert said.code == 2 and "for 27 per cent write 27%" in said.words and not started
    assert sroi("app", "no-such-study").code == 2


def test_without_streamlit_it_says_how_to_get_it(sroi, started, monkeypatch):
    monkeypatch.setattr(app, "find_spec", lambda name: None)
    said = sroi("app")
    assert said.code == 2 and "pip install 'sroi[app]'" in said.words and not started


def test_without_its_files_it_says_so(monkeypatch, tmp_path):
    from sroi.errors import FileError

    monkeypatch.setattr(app, "_PACKAGE", tmp_path / "sroi")
    with pytest.raises(FileError, match="the app's files were not found"):
        app.command(argparse.Namespace(port=1, no_browser=True, address=None, host=[]))


def test_the_config_keeps_the_app_to_this_computer_and_silent():
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["allowedHosts"] == ["localhost", "127.0.0.1", "[::1]"]
    assert CONFIG["server"]["maxUploadSize"] == 10
    assert CONFIG["server"]["enableXsrfProtection"] is True and CONFIG["server"]["enableCORS"] is True
    assert CONFIG["server"]["enableStaticServing"] is False and CONFIG["server"]["enableAgentApi"] is False
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"] == {
        "showErrorDetails": "none",
        "showErrorLinks": False,
        "toolbarMode": "viewer",
        "disableDataExport": True,
    }


def test_every_option_of_the_config_is_one_that_streamlit_knows():
    from streamlit import config

    known = set(config._config_options_template)
    keys = {
        f"{section}.{key}" if not isinstance(item, dict) else f"{section}.{key}.{next(iter(item))}"
        for section, items in CONFIG.items()
        for key, item in items.items()
    }
    assert keys <= known
