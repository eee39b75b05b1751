"""The container file: what it copies is there, and its commands are commands that exist."""

import re
import shlex

import pytest

from sroi.cli.main import parser
from tests.webapp.driver import ROOT

LINES = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text(encoding="utf-8")).splitlines()


def said(word):
    """What follows a word of the container file, one entry a line that begins with it."""
    return [line.partition(" ")[2] for line in LINES if line.startswith(f"{word} ")]


def test_every_file_that_is_copied_exists_and_is_let_through():
    sources = [name for line in said("COPY") for name in line.split()[:-1]]
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert len(sources) >= 8
    for name in sources:
        assert (ROOT / name).exists() and f"!{name}" in let_through, name


def test_everything_that_the_wheel_takes_from_the_checkout_is_copied():
    sources = {name for line in said("COPY") for name in line.split()[:-1]}
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    forced = project.partition("[tool.hatch.build.targets.wheel.force-include]")[2].partition("\n[")[0]
    assert set(re.findall(r'^"([^"]+)" =', forced, re.MULTILINE)) <= sources


def test_it_starts_the_app_hosted_on_the_port_it_opens():
    words = [shlex.split(word)[0] for word in re.findall(r'"[^"]*"', said("ENTRYPOINT")[0])]
    assert words[0] == "sroi"
    options = parser().parse_args(words[1:])
    assert str(options.port) == said("EXPOSE")[0] and options.address == "0.0.0.0" and options.no_browser
    assert any("SROI_HOSTED=1" in line for line in said("ENV"))
    assert f":{options.port}/_stcore/health" in said("HEALTHCHECK")[0]


def test_it_does_not_run_as_the_owner_of_the_machine():
    assert said("USER") == ["sroi"] and "useradd" in " ".join(said("RUN"))


@pytest.mark.parametrize("word", ["latest", "sudo", "chmod 777"])
def test_it_says_nothing_loose(word):
    assert word not in "\n".join(LINES)
