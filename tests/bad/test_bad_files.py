"""One small file per failure mode: what the person is told, where, and that nothing else happens.

Each file says at its top what is to be found in it::

    # expects: share-range at line 17, fit/deadweight
    # says: found 27
    # says: for 27 per cent write 27%
    # never says: words that would mislead

in the order in which the problems must be reported. A file whose problem lies in a scenario names it
(``# run with: --scenario cautious``): its base case is valid, so only that scenario fails to run.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

FILES = sorted(Path(__file__).parent.glob("*.yaml"))

#: Files that are no mapping at all cannot be checked, so `check` calls them bad input.
UNREADABLE = {"yaml-syntax", "document-form"}

_EXPECTS = re.compile(r"# expects: (?P<code>\S+)(?: at (?:line (?P<line>\d+)(?:, )?)?(?P<address>.*))?")


@dataclass
class Expected:
    code: str
    line: int | None
    address: str
    says: list[str] = field(default_factory=list)
    never: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        return ", ".join([*([f"line {self.line}"] if self.line else []), *([self.address] if self.address else [])])


def expected_in(path: Path) -> tuple[list[Expected], list[str]]:
    """Read the comments at the top of a bad file."""
    found: list[Expected] = []
    options: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := _EXPECTS.fullmatch(line):
            found.append(Expected(match["code"], int(match["line"] or 0) or None, match["address"] or ""))
        elif line.startswith("# says: "):
            found[-1].says.append(line.removeprefix("# says: "))
        elif line.startswith("# never says: "):
            found[-1].never.append(line.removeprefix("# never says: "))
        elif line.startswith("# run with: "):
            options = line.removeprefix("# run with: ").split()
        else:
            break
    return found, options


def assert_plain(words: str) -> None:
    """No traceback, no word of the machinery, no empty part of a sentence."""
    said = re.sub(r'"[^"]*"', "…", words)  # what the person wrote is quoted and may be anything
    assert "Traceback" not in said
    assert not re.search(r"\b(nan|NaN|inf|None|NoneType|dict|tuple|pydantic)\b", said)
    assert not re.search(r"; *[.;]|\s[.;](\s|$)", said), "an empty part of a sentence"


every_file = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


@every_file
def test_check_reports_each_fault_once_with_code_address_line_and_words(path, sroi):
    expected, _ = expected_in(path)
    assert expected, f"{path.name} does not say what it expects"
    found = sroi("check", path, "--json")
    assert found.code == (2 if expected[0].code in UNREADABLE else 1)
    assert found.err == ""
    problems = [item for item in json.loads(found.out)[str(path)] if item["level"] == "error"]
    assert [(p["code"], p["address"], p["line"]) for p in problems] == [
        (e.code, e.address, e.line) for e in expected
    ], problems
    for problem, wanted in zip(problems, expected, strict=True):
        message = "; ".join(part for part in (problem["found"], problem["allowed"], problem["write"]) if part)
        assert [words for words in wanted.says if words not in message] == [], message
        assert [words for words in wanted.never if words in message] == [], message
        assert_plain(message)


@every_file
def test_run_refuses_the_file_and_says_why_on_stderr_alone(path, sroi):
    expected, options = expected_in(path)
    found = sroi("run", path, *options)
    assert found.code == 2
    assert found.out == ""
    assert_plain(found.words)
    for line in filter(None, map(str.strip, found.err.splitlines())):
        assert re.search(r"\[[a-z-]+\]$|: \d+ problems?$", line), f"not a problem: {line}"
    if options:
        assert f"[{expected[-1].code}]" in found.err
        return
    assert sorted(re.findall(r"\[([a-z-]+)\]$", found.err, re.M)) == sorted(e.code for e in expected)
    for wanted in expected:
        assert any(wanted.where in line and f"[{wanted.code}]" in line for line in found.err.splitlines()), found.err


@pytest.mark.parametrize("path", FILES[::5], ids=[path.stem for path in FILES[::5]])
def test_check_prints_for_people_what_it_gives_to_machines(path, sroi):
    expected, _ = expected_in(path)
    found = sroi("check", path)
    count = "1 problem" if len(expected) == 1 else f"{len(expected)} problems"
    assert f"{path.name}: {count}" in found.words
    for wanted in expected:
        assert f"error: {wanted.where}" in found.words
        assert [words for words in wanted.says if " ".join(words.split()) not in found.words] == []


def test_a_study_with_seventeen_faults_reports_all_of_them_in_the_order_of_the_file(sroi):
    path = Path(__file__).parent / "many-faults.yaml"
    found = sroi("run", path)
    lines = [int(number) for number in re.findall(r"^  line (\d+),", found.err, re.M)]
    assert len(lines) == 17
    assert lines == sorted(lines)
    assert found.err.startswith("many-faults.yaml: 17 problems\n")


@pytest.mark.parametrize(
    ("name", "data", "code", "words"),
    [
        ("empty", b"", "file-empty", "the file is empty; start one with: sroi new STUDY.yaml"),
        ("blank", b" \n\t\n\n", "file-empty", "the file is empty; start one with: sroi new STUDY.yaml"),
        ("only-comments", b"# to be written\n", "document-form", "is not a mapping of keys to values"),
        ("binary", bytes(range(256)) * 4, "file-not-text", "a study is a YAML or JSON text"),
        ("nul", b"sroi: 1\ntitle: a\x00b\n", "file-not-text", "the file holds bytes that no text has"),
        ("workbook", b"PK\x03\x04\x14\x00\x06\x00" + bytes(64), "file-not-text", "a study is a YAML or JSON text"),
        ("latin-1", "sroi: 1\ntitle: Café\n".encode("latin-1"), "file-not-text", "save it as UTF-8"),
        ("utf-16", "sroi: 1\ntitle: Walking group\n".encode("utf-16"), "file-not-text", "save it as UTF-8"),
        ("six-megabytes", b"a: 1\n" * (6 * 1024 * 1024 // 5), "file-too-large", "a study is a text of at most 5 MB"),
        ("json-cut-off", b'{"sroi": 1, "title": "Walk', "yaml-syntax", "YAML cannot read this"),
    ],
)
@pytest.mark.parametrize("command", ["check", "run", "scenarios"])
def test_a_file_that_is_no_study_text_is_refused_as_a_whole(command, name, data, code, words, sroi, tmp_path):
    path = tmp_path / f"{name}.yaml"
    path.write_bytes(data)
    found = sroi(command, path)
    assert found.code == 2
    assert (found.err if command == "check" else found.out) == ""
    assert f"{name}.yaml: 1 problem " in found.words
    assert found.words.count(f"[{code}]") == 1
    assert words in found.words


def test_the_line_of_a_byte_that_is_no_text_is_named(sroi, tmp_path):
    path = tmp_path / "study.yaml"
    path.write_bytes(b"sroi: 1\ntitle: Walking group\nauthor: Ren\xe9e\n")
    assert "line 3: the file is not UTF-8 text" in sroi("run", path).words


def test_the_folder_holds_one_file_for_each_failure_mode():
    texts = {path.read_text(encoding="utf-8").split("\nsroi:")[-1] for path in FILES}
    assert len(texts) == len(FILES)
    assert len(FILES) > 150
