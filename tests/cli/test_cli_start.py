"""Starting and stopping: help, new studies, ready studies, the schema, exit codes, interrupts and pipes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from sroi.bank.locate import studies_folder
from sroi.study.loading import load
from sroi.valuation.valuation import evaluate

COMMANDS = ["run", "check", "explain", "scenarios", "compare", "solve", "new", "schema", "proxies", "examples"]

HEAVY = ("numpy", "pandas", "pydantic", "ruamel", "rich", "scipy")


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from sroi.cli.main import parser; parser().format_help(); "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_help_names_every_command_and_exits_0(arguments, sroi):
    found = sroi(*arguments)
    assert (found.code, found.err) == (0, "")
    assert [command for command in COMMANDS if not re.search(rf"^    {command}\b", found.out, re.M)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_a_help_of_its_own(command, sroi):
    found = sroi(command, "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"usage: sroi {command}")


def test_every_example_in_the_help_works(sroi):
    from sroi.cli.main import parser

    examples = re.findall(r"^  sroi (\S+(?: \S+)*)", parser().epilog, re.M)
    assert len(examples) >= 4
    for example in examples:
        arguments = example.split("  ")[0].split()
        for count in range(len(arguments), 0, -1):  # the words of the explanation may follow after one space
            found = sroi(*arguments[:count])
            if found.code == 0:
                break
        assert found.code == 0, f"sroi {example}: {found.err}"
        assert count >= min(3, len(arguments)) or arguments == ["examples"], f"sroi {example} does not work as printed"


def test_version_is_that_of_the_package(sroi):
    import sroi as package

    assert sroi("--version").out == f"sroi {package.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["nope"], ["run"], ["run", "a", "b"], ["run", "a", "--nope"], ["compare", "a"], ["check"], ["solve", "a"]],
)
def test_wrong_usage_exits_2_and_shows_the_usage(arguments, sroi):
    found = sroi(*arguments)
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("usage: sroi")


@pytest.mark.parametrize(
    "command",
    ["run {}", "check {}", "explain {}", "scenarios {}", "compare {} x", "solve {} x", "new x.yaml --from {}"],
)
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nofile.yaml", "there is no file nofile.yaml, and no ready study of that name"),
        ("wheels-to-meal", "did you mean wheels-to-meals"),
        ("folder", "it is a folder"),
        ("no/such/place.yaml", "there is no file no/such/place.yaml"),
    ],
)
def test_a_study_that_is_not_there_is_named(command, name, words, sroi, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    found = sroi(*command.format(name).split())
    assert found.code == 2
    assert (found.err if command.startswith("check") else found.out) == ""
    assert words in found.words
    assert "[file-unread]" in found.words
    assert [item.name for item in tmp_path.iterdir()] == ["folder"]


def test_a_file_without_the_right_to_read_it_is_named(sroi, written, monkeypatch):
    def refused(path, mode):
        raise PermissionError(13, "Permission denied", str(path))

    path = written()
    monkeypatch.setattr(Path, "open", refused)
    found = sroi("run", path)
    assert (found.code, found.out) == (2, "")
    assert f"cannot read {path}: permission denied; check the name and where it lies. [file-unread]" in found.words


# new


def test_new_writes_a_valid_study_that_can_be_run_at_once(sroi, tmp_path):
    path = tmp_path / "mine.yaml"
    found = sroi("new", path)
    assert (found.code, found.err) == (0, "")
    assert f"written: {path}" in found.words
    assert f"next: sroi run {path}" in found.words
    assert sroi("check", path).code == 0
    assert evaluate(load(path)).ratio > 0
    assert "# share caused by OTHERS" in path.read_text(encoding="utf-8")


def test_new_never_overwrites(sroi, written):
    path = written()
    before = path.read_bytes()
    for more in ([], ["--from", "wheels-to-meals"]):
        found = sroi("new", path, *more)
        assert found.code == 2
        assert "exists already; choose another name, or remove it first. [file-exists]" in found.words
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "title",
    ["A: b # c", '"quoted"', "{braces} {0}", "[bold]x[/bold]", "two\nlines", "Ünïcode 😀", "- a", "yes", "'", "\\", ""],
)
def test_new_keeps_any_title_as_it_was_typed(title, sroi, tmp_path):
    path = tmp_path / "mine.yaml"
    assert sroi("new", path, "--title", title, "--currency", "NOK").code == 0
    study = load(path)
    assert (study.title, study.currency) == (title, "NOK")


def test_new_from_a_ready_study_is_that_study_with_its_comments(sroi, tmp_path):
    path = tmp_path / "mine.yaml"
    assert sroi("new", path, "--from", "wheels-to-meals").code == 0
    assert path.read_bytes() == (studies_folder() / "wheels-to-meals.yaml").read_bytes()


def test_new_writes_json_where_the_name_says_so(sroi, tmp_path):
    for more in ([], ["--from", "wheels-to-meals"]):
        path = tmp_path / f"mine{len(more)}.json"
        assert sroi("new", path, *more).code == 0
        assert json.loads(path.read_text(encoding="utf-8"))["sroi"] == 1
        assert sroi("run", path).code == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["mine"], "suffix-unknown"),
        (["mine.xlsx"], "suffix-unknown"),
        (["nowhere/mine.yaml"], "file-unwritten"),
        (["mine.yaml", "--currency", "pounds"], "currency-form"),
        (["mine.yaml", "--from", "nothing-like-it"], "file-unread"),
    ],
)
def test_new_that_cannot_be_says_why_and_leaves_nothing(arguments, code, sroi, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = sroi("new", *arguments)
    assert (found.code, found.out) == (2, "")
    assert f"[{code}]" in found.err
    assert list(tmp_path.iterdir()) == []


# schema and examples


def test_schema_is_printed_and_written_the_same(sroi, tmp_path):
    printed = sroi("schema")
    assert (printed.code, printed.err) == (0, "")
    jsonschema.Draft202012Validator.check_schema(json.loads(printed.out))
    assert sroi("schema", "-o", tmp_path / "schema.json").code == 0
    assert (tmp_path / "schema.json").read_text(encoding="utf-8") == printed.out


def test_examples_lists_every_ready_study_and_each_can_be_run(sroi):
    rows = json.loads(sroi("examples", "--json").out)
    assert {row["study"] for row in rows} == {path.stem for path in studies_folder().glob("*.yaml")}
    for row in rows:
        assert json.loads(sroi("run", row["study"], "--json").out)["ratio"] == row["ratio"]
    printed = sroi("examples").words
    assert [row["study"] for row in rows if row["study"] not in printed] == []
    assert "£1.93" in printed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["search", "GP", "visit"], "sroi proxies show ID"),
        (["show", "gm-jsa-into-work"], "2012-13"),
        (["cite", "gm-jsa-into-work"], "Unit Cost Database"),
        (["list", "--domain", "employment"], "gm-jsa-into-work"),
    ],
)
def test_proxies_are_found_shown_and_cited(arguments, words, sroi):
    found = sroi("proxies", *arguments)
    assert (found.code, found.err) == (0, "")
    assert words in found.words


# interrupts, pipes and terminals


@pytest.mark.parametrize("command", ["run", "scenarios", "check", "explain"])
def test_an_interrupt_exits_130_without_a_traceback(command, sroi, written, monkeypatch):
    def interrupted(_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(f"sroi.cli.{command}.execute", interrupted)
    found = sroi(command, written())
    assert (found.code, found.out, found.err) == (130, "", "interrupted\n")


def test_an_interrupt_while_a_module_is_loaded_exits_130_too(sroi, written, monkeypatch):
    def interrupted(_name):
        raise KeyboardInterrupt

    monkeypatch.setattr("sroi.cli.main.import_module", interrupted)
    assert sroi("run", written()).code == 130


@pytest.mark.parametrize("error", [MemoryError(), RecursionError("deep"), OverflowError("large")])
def test_a_study_beyond_what_can_be_computed_is_bad_input(error, sroi, written, monkeypatch):
    def beyond(_options):
        raise error

    monkeypatch.setattr("sroi.cli.run.execute", beyond)
    found = sroi("run", written())
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("this study is beyond what can be computed here: ")


@pytest.mark.skipif(os.name == "nt", reason="pipes of Unix")
@pytest.mark.parametrize(
    "arguments", [["run", "wheels-to-meals"], ["run", "wheels-to-meals", "--json"], ["schema"]], ids=" ".join
)
def test_a_reader_that_stops_reading_is_no_error(arguments, tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-m", "sroi", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), errors) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_cannot_show_every_sign_still_gets_an_answer(encoding, terminal, written):
    path = written(change={"value: 100": "value: -100"})  # its minus signs are not in every code page
    found = terminal("run", path, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert "Traceback" not in found.err
    assert found.code == 0
    assert "1.74" in found.out


def test_errors_reach_such_a_terminal_too(terminal, written):
    path = written(change={"10%   #": "{mean: 20%, sd: 5%, shape: normal}   #"})
    for command, code in (("check", 1), ("run", 2)):
        found = terminal(command, path, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert found.code == code
        assert "[shape-leaves-share]" in found.words
        assert "Traceback" not in found.err


def test_the_program_runs_as_a_module_in_an_empty_folder_and_writes_nothing_unasked(terminal, tmp_path):
    found = terminal("run", "wheels-to-meals")
    assert (found.code, found.err) == (0, "")
    assert "£1.93" in found.out
    assert list(tmp_path.iterdir()) == []
