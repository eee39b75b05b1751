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
    ("arguments", "words"),
    [
        ("rn", "which is no command of sroi; commands are run, check, explain, scenarios, "),
        ("rn", "; did you mean run. [command-unknown]"),
        ("nope", "; sroi --help lists what there is. [command-unknown]"),
        ("proxies serch x", "which is no verb of sroi proxies; verbs are search, list, show, cite and check; did you"),
        ("proxies", "found sroi proxies alone; its verbs are search, list, show, cite and check. [word-missing]"),
        ("run", "found no STUDY; write sroi run STUDY. [word-missing]"),
        ("check", "found no STUDY; write sroi check STUDY …. [word-missing]"),
        ("compare a", "found no B; write sroi compare A B. [word-missing]"),
        ("solve a", "found no ADDRESS; write sroi solve STUDY ADDRESS [TARGET]. [word-missing]"),
        ("report a", "found no -o/--output; write sroi report STUDY -o FILE. [word-missing]"),
        ("export", "found no -o/--output; write sroi export [STUDY] -o FILE. [word-missing]"),
        ("run a b", 'found "b" too many; sroi run takes STUDY; sroi run --help lists what there is. [word-extra]'),
        ("run a --nope", "found --nope; sroi run --help lists what there is. [option-unknown]"),
        ("run a --scenaro x", "found --scenaro; did you mean --scenario. [option-unknown]"),
        ("--bogus", "found --bogus; sroi --help lists what there is. [option-unknown]"),
        ("run --bogus", "found no STUDY; write sroi run STUDY. [word-missing] found --bogus; "),
        ("drivers a --s 3", "found --s; write --seed, --shared-error or --scenario. [option-unknown]"),
        ("run a --scenario", "found --scenario with no values; it takes 1; write --scenario ID. [option-values]"),
        ("switch a --pair b/c", "found --pair with 1 value; it takes 2; write --pair ADDRESS ADDRESS. [option-values]"),
        ("run a --json=yes", "found --json with a value; it takes none; write --json. [option-values]"),
        ("tornado a --by 2% --leave-out", "found --by beside --leave-out; only one of them can be asked"),
        (
            "run a --table ledge",
            'found --table "ledge"; it is value_map, cash_flow, ledger, estimates, by_stakeholder, ',
        ),
        ("run a --table ledge", "did you mean ledger. [word-unknown]"),
    ],
)
def test_wrong_usage_is_said_in_a_line_and_exits_2(arguments, words, sroi):
    found = sroi(*arguments.split())
    assert (found.code, found.out) == (2, "")
    assert words in found.words
    assert "usage" not in found.err
    assert found.err.count("\n") <= 2


def test_everything_wrong_with_the_options_is_said_at_once(sroi):
    found = sroi("drivers", "a", "--limit", "-5", "--seed", "abc", "--measure", "rato", "--bogus")
    assert (found.code, found.out) == (2, "")
    assert found.err.splitlines() == [
        "found --limit −5; --limit is at least 1; write --limit 10. [option-range]",
        'found --seed "abc"; --seed is a whole number; write it like 0. [option-unread]',
        'found --measure "rato"; it is ratio, net_ratio, npv, pv_benefits or pv_inputs; did you mean ratio or '
        "net_ratio. [word-unknown]",
        "found --bogus; sroi drivers --help lists what there is. [option-unknown]",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("drivers S --limit 0", "--limit is at least 1; write --limit 10. [option-range]"),
        ("evpi S --limit -5", "found --limit −5; --limit is at least 1"),
        ("tornado S --limit 0", "found --limit 0; --limit is at least 1"),
        ("tornado S --limit 2.5", 'found --limit "2.5"; --limit is a whole number; write it like 10. [option-unread]'),
        ("simulate S --threads 0", "found --threads 0; --threads is at least 1; write --threads 2. [option-range]"),
        ("simulate S --threads two", 'found --threads "two"; --threads is a whole number'),
        ("simulate S --seed 1e-3", 'found --seed "1e-3"; --seed is a whole number'),
        ("simulate S --seed -1", "found the seed −1; a seed is a whole number from 0; write 0. [seed-range]"),
        ("simulate S --draws -10", "found −10 draws; a simulation has 100 to 1,000,000,000 draws; write 10000."),
        ("scenarios S --draws 99", "found 99 draws; ranges need 100 draws or more; write 2000. [draws-range]"),
        ("scenarios S --seed x", 'found --seed "x"'),
        ("drivers S --draws 0", "found 0 draws; drivers take 1,000 to 1,000,000 draws; write 16384. [draws-range]"),
        ("evpi S --draws 1", "found 1 draws; the worth of information takes 1,000 to 10,000,000 draws; write 32768."),
        ("simulate S --until -1", "found ± −1; a mean is simulated to ± a number above 0"),
        ("app --port 0", "found --port 0; --port lies between 1 and 65535; write --port 8501. [option-range]"),
        ("proxies search gp --limit 0", "found --limit 0; a limit is 1 or more. [limit-range]"),
    ],
)
def test_whole_numbers_of_every_command_are_checked(arguments, words, sroi, written):
    study = written(change={"quantity: 20": "quantity: 15 to 25"})
    found = sroi(*[str(study) if word == "S" else word for word in arguments.split()])
    assert (found.code, found.out) == (2, "")
    assert words in found.words


def test_a_seed_may_have_any_length_and_a_limit_commas(sroi, written):
    study = written(change={"quantity: 20": "quantity: 15 to 25"})
    seed = 2**80 + 1
    data = json.loads(sroi("simulate", study, "--seed", str(seed), "--draws", "1,000", "--json").out)
    assert (data["seed"], data["draws"]) == (seed, 1000)
    assert sroi("tornado", study, "--limit", "1,000").code == 0


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
    assert f"{path}: valid; " in sroi("check", path).words
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
