"""``sroi app``: the app, in the browser."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from sroi.cli.opening import open_study
from sroi.errors import FileError, Problem, not_installed
from sroi.valuation.opening import ready_studies

_PACKAGE = Path(__file__).resolve().parent.parent


def execute(options: argparse.Namespace) -> int:
    """Serve the app until it is interrupted."""
    if find_spec("streamlit") is None:
        raise FileError(not_installed("the app needs Streamlit", "app"))
    environment = dict(os.environ)
    if options.study is not None:
        open_study(options.study)  # what is wrong with it is said here, before a browser opens
        path = Path(options.study)
        environment["SROI_STUDY"] = str((path if path.exists() else ready_studies()[options.study]).resolve())
    return serve(command(options), environment)


def serve(words: list[str], environment: dict[str, str]) -> int:
    """Run the server in the place of this process, so that whoever stops this process stops the server."""
    if os.name == "posix":
        sys.stdout.flush()
        os.execve(words[0], words, environment)
    try:
        return subprocess.run(words, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0  # the way to stop it


def command(options: argparse.Namespace) -> list[str]:
    """The command that serves the app; everything not said here is in its config file."""
    words = [sys.executable, "-m", "streamlit", "run", str(script()), "--server.port", str(options.port)]
    words += ["--server.headless", "true" if options.no_browser else "false"]
    if options.address is not None:
        words += ["--server.address", options.address]
    for host in options.host:
        words += ["--server.allowedHosts", host]
    return words


def script() -> Path:
    """The script that Streamlit runs, with its config beside it: inside the package once installed, or the checkout's.

    Examples
    --------
    >>> script().name, (script().parent / ".streamlit" / "config.toml").is_file()
    ('app.py', True)
    """
    for folder in (_PACKAGE / "_data", _PACKAGE.parent):
        if (folder / "app.py").is_file() and (folder / ".streamlit" / "config.toml").is_file():
            return folder / "app.py"
    raise FileError(
        Problem(
            "data-missing",
            "the app's files were not found in or beside the sroi package",
            "an installed sroi carries them as sroi/_data",
            "install sroi again, or run it from a complete checkout",
        )
    )
