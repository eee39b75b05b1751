"""The pages are true: every example on them runs and gives what it says, and every link leads somewhere.

``python -m tests.docs.test_docs --update [PAGE …]`` rewrites the console blocks with what the commands really print.
Examples in Python are mended by hand.
"""

from __future__ import annotations

import argparse
import ast
import doctest
import io
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import sroi
from sroi.assurance.rules import RULES
from sroi.cli.main import parser
from tests.docs import pages
from tests.docs.pages import DOCS, PAGES, ROOT, Console, blocks, name

REFRESH = "python -m tests.docs.test_docs --update writes it anew"

STUDY_FILE, COMMANDS, ERRORS = DOCS / "study-file.md", DOCS / "command-line.md", DOCS / "errors.md"
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))


def ids(paths: list[Path]) -> list[str]:
    return [name(path) for path in paths]


def with_blocks(language: str) -> list[Path]:
    return [page for page in PAGES if any(block.language == language for block in blocks(page))]


@pytest.mark.parametrize("page", with_blocks("python"), ids=ids(with_blocks("python")))
def test_python_examples_give_what_they_say(page: Path, tmp_path: Path) -> None:
    example = doctest.DocTestParser().get_doctest(pages.python_only(page), {}, name(page), name(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS, verbose=False)
    said = io.StringIO()
    with pages.workplace(tmp_path):
        failed = runner.run(example, out=said.write).failed
    assert not failed, said.getvalue()


@pytest.mark.parametrize("page", with_blocks("console"), ids=ids(with_blocks("console")))
def test_commands_print_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    console = Console()
    with pages.workplace(tmp_path):
        for block in blocks(page):
            for command, shown in pages.commands(block) if block.language == "console" else ():
                printed = console.run(command)
                assert printed == shown, f"{name(page)}: $ {command}\nprints now:\n{printed}\n\n{REFRESH}"


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_links_lead_somewhere(page: Path) -> None:
    for link in pages.links(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{name(page)} links to {link}, which is not there"
        if fragment:
            assert fragment in pages.anchors(target), f"{name(page)} links to {link}: no such heading"


@pytest.mark.parametrize("page", PAGES, ids=ids(PAGES))
def test_a_page_names_no_machine(page: Path) -> None:
    found = re.findall(r"(?:/work/|/tmp/|/home/|/root/|/Users/|[A-Z]:\\)\S*", page.read_text(encoding="utf-8"))
    assert found == []


def test_every_page_is_in_the_index() -> None:
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in pages.links(DOCS / "README.md")}
    missing = [name(page) for page in DOCS.rglob("*.md") if page != DOCS / "README.md" and page not in linked]
    assert missing == [], f"docs/README.md does not list {missing}"


# The command line


def every_command(top: argparse.ArgumentParser, above: str = "sroi") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield every command with its parser, commands of commands too."""
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, command in action.choices.items():
                yield f"{above} {word}", command
                yield from every_command(command, f"{above} {word}")


def arguments(command: argparse.ArgumentParser) -> set[str]:
    """Arguments and options of a command as the page writes them: ``STUDY``, ``--scenario ID``, ``--fail-on LEVEL``."""
    found = set()
    for action in command._actions:
        if isinstance(action, (argparse._HelpAction, argparse._SubParsersAction)):
            continue
        word = action.metavar or ("LEVEL" if action.dest == "fail_on" else action.dest.upper())
        value = "" if action.nargs == 0 else f" {word}"
        found |= {option + value for option in action.option_strings} or {str(word)}
    return found


@pytest.mark.parametrize("word, command", [pytest.param(*item, id=item[0]) for item in every_command(parser())])
def test_every_command_and_option_is_documented(word: str, command: argparse.ArgumentParser) -> None:
    text = pages.section(COMMANDS, f"## {word}")
    documented = {code for codes in pages.first_column(text) for code in codes}
    assert documented == arguments(command)
    for action in command._actions:
        for choice in action.choices or () if not isinstance(action, argparse._SubParsersAction) else ():
            assert f"`{choice}`" in text, f"{word}: {action.dest} may be {choice}"
    runs = [line for block in blocks(COMMANDS) if block.language == "console" for line, _ in pages.commands(block)]
    assert any(f"{line} ".startswith(f"{word} ") for line in runs), f"no example of {word}"


def test_no_command_is_documented_that_does_not_exist() -> None:
    headings = re.findall(r"^## (sroi .+)$", COMMANDS.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == [word for word, _ in every_command(parser())]


# The study file


def test_the_example_study_gives_the_ratio_the_page_states() -> None:
    text = pages.files()["riverside.yaml"]
    ratio = sroi.evaluate(sroi.Study.parse(text, "riverside.yaml")).ratio
    said = " ".join(pages.section(STUDY_FILE, "## The example").split())
    assert f"£{ratio:.2f} per £1 ({ratio:.4f})" in said


def laid_over(base: Mapping[str, Any], top: Mapping[str, Any], depth: int = 3) -> dict[str, Any]:
    """A document with another laid over it: blocks, their entries and the keys of those are replaced one by one."""
    merged = dict(base)
    for key, item in top.items():
        both = depth > 1 and isinstance(item, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = laid_over(merged[key], item, depth - 1) if both else item
        if item is None:
            merged.pop(key)
    return merged


def fragments() -> list[Any]:
    found = [page for page in (STUDY_FILE, *DECISIONS) if page.exists()]
    return [
        pytest.param(block.text, id=f"{page.stem}:{block.line}")
        for page in found
        for block in blocks(page)
        if block.language == "yaml" and not block.file
    ]


@pytest.mark.parametrize("text", fragments())
def test_pieces_of_a_study_fit_into_the_example(text: str) -> None:
    from sroi.study.reading import read_bytes

    written = read_bytes(text.encode("utf-8"), "piece").document
    if "sroi" not in written:
        written = laid_over(sroi.Study.parse(pages.files()["riverside.yaml"]).document, written)
    study = sroi.Study.from_document(written)
    for scenario in (None, *study.scenarios, *study.options):
        assert sroi.evaluate(study, scenario).perspectives


def test_every_key_of_the_study_file_is_documented() -> None:
    from sroi.study import outcome, people, records, settings, study

    models = {
        "Study": study.Study,
        "Source": records.Source,
        "Stakeholder": people.Stakeholder,
        "Input": people.Input,
        "Outcome": outcome.Outcome,
        "Value": outcome.Value,
        "Counterfactual": records.Counterfactual,
        "Level": records.Level,
        "Unmonetised": records.Unmonetised,
        "Link": records.Link,
        "Scenario": settings.Scenario,
        "Correlation": settings.Correlation,
        "Perspective": settings.Perspective,
        "Filter": settings.Filter,
        "Discounting": settings.Discounting,
        "Band": settings.Band,
        "Prices": settings.Prices,
        "ExchangeRate": settings.ExchangeRate,
        "Published": settings.Published,
        "AlsoPublished": settings.AlsoPublished,
        "Acknowledged": records.Acknowledged,
        "Assumption": records.Assumption,
        "Decision": records.Decision,
        "SignedOff": records.SignedOff,
        "CheckSetting": records.CheckSetting,
    }
    text = STUDY_FILE.read_text(encoding="utf-8")
    tables = dict(re.findall(r"<!-- keys: (\w+) -->\n\n?((?:\|.*\n)+)", text))
    assert sorted(tables) == sorted(models)
    for title, model in models.items():
        keys = {field.alias or key for key, field in model.model_fields.items()}
        if title == "Discounting":
            keys.remove("name")  # a convention is named without a mapping
        documented = {code for codes in pages.first_column(tables[title]) for code in codes}
        assert documented == keys, title


#: What makes a problem, and which of its arguments is the code.
CODE_STANDS = {name: slice(1) for name in ("Fault", "Problem", "fault")} | {
    "_problem": slice(1, 2),
    "refuse": slice(1, 2),
}


def codes_in(folder: Path) -> dict[str, str]:
    """Codes of problems in the source, each with the file it stands in."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            places = CODE_STANDS.get(ast.unparse(node.func).split(".")[-1], slice(0))
            for argument in node.args[places]:
                for part in ast.walk(argument):
                    if isinstance(part, ast.Constant) and re.fullmatch(r"[a-z]+(-[a-z]+)+", str(part.value)):
                        found[part.value] = str(path.relative_to(ROOT))
    return found


def test_pages_count_the_checks_that_there_are() -> None:
    assert f"[{len(RULES)} questions](docs/checks.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"A review of a study: {len(RULES)} checks" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_error_is_documented() -> None:
    used = {
        code: file
        for room in ("study", "valuation", "cli", "bank")
        for code, file in codes_in(ROOT / "sroi" / room).items()
    }
    listed = {code for codes in pages.first_column(ERRORS.read_text(encoding="utf-8")) for code in codes}
    missing = {code: file for code, file in used.items() if code not in listed and not code.startswith("record-")}
    assert missing == {}, "add them to docs/errors.md"
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "sroi").rglob("*.py"))
    built = {f"{what}-unknown" for what in ("stakeholder", "estimate", "counterfactual", "outcome")}
    assert [code for code in listed - built - {"record-…"} if f'"{code}"' not in source] == []


# Names, words and decisions


def test_every_public_name_is_documented() -> None:
    text = pages.section(DOCS / "python.md", "# Python").split("\n## ")[0]
    assert sorted(code.split("(")[0] for codes in pages.first_column(text) for code in codes) == sorted(sroi.__all__)


def test_code_names_of_the_glossary_exist() -> None:
    from sroi.study import outcome, people, records, settings, study
    from sroi.study import consistency
    from sroi.valuation import payback

    models = [study.Study, outcome.Outcome, outcome.Value, people.Input, people.Stakeholder, records.Source]
    models += [records.Counterfactual, settings.Discounting, settings.Scenario, settings.Perspective]
    known = {field.alias or key for model in models for key, field in model.model_fields.items()}
    known |= {*dir(sroi.evaluate(sroi.Study.parse(pages.files()["riverside.yaml"])))}
    known |= {*payback.Payback.__dataclass_fields__, *consistency.BUILT_IN, *outcome.ValueType.__args__, *sroi.__all__}
    for codes in second_column((DOCS / "glossary.md").read_text(encoding="utf-8")):
        for code in codes:
            assert code.split("(")[0] in known, f"docs/glossary.md: {code}"


def second_column(text: str) -> list[list[str]]:
    return [re.findall(r"`([^`]+)`", row.split("|")[2]) for row in text.splitlines() if row.startswith("|")]


def test_decisions_are_numbered_listed_and_complete() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    linked = pages.links(DOCS / "README.md")
    for path in DECISIONS:
        assert f"decisions/{path.name}" in linked, f"docs/README.md does not list {path.name}"
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        assert [line for line in text.splitlines() if line.startswith("## ")] == [
            "## Context",
            "## Decision",
            "## Consequence",
        ]


# The runner itself


def test_a_wrong_output_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ echo one\ntwo\n```\n", encoding="utf-8")
    ((command, shown),) = pages.commands(blocks(page)[0])
    assert Console().run(command) == "one" != shown
    assert pages.refreshed(page, tmp_path) == "```console\n$ echo one\none\n```\n"


def test_an_unknown_program_is_refused() -> None:
    with pytest.raises(AssertionError, match="fence it as sh"):
        Console().run("make run")


def test_exit_codes_are_remembered() -> None:
    console = Console()
    assert "no file nowhere.yaml" in console.run("sroi run nowhere.yaml")
    assert console.run("echo $?") == "2"


def update(wanted: list[Path]) -> None:
    """Rewrite the console blocks of pages with what the commands really print."""
    for page in wanted:
        with tempfile.TemporaryDirectory() as folder:
            new = pages.refreshed(page, Path(folder))
        if new != page.read_text(encoding="utf-8"):
            page.write_text(new, encoding="utf-8")
            print(f"updated: {name(page)}")


if __name__ == "__main__":
    if sys.argv[1:2] != ["--update"]:
        sys.exit("usage: python -m tests.docs.test_docs --update [PAGE …]")
    update([Path(page).resolve() for page in sys.argv[2:]] or PAGES)
