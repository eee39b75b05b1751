"""The pages of the documentation: their blocks, links and tables, and how their commands are run."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

#: Every page a person reads; those that are made by a program too.
PAGES = [path for path in (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))) if path.exists()]

#: Width of everything that asks how wide the terminal is.
WIDTH = "120"

#: Programs that a console block may run; anything else is fenced as ``sh`` and not run.
RUNS = ("sroi", "cat", "echo", "grep", "head", "ls")

_FENCE = re.compile(r"^(`{3,})([a-z]*)\s*$")
_FILE = re.compile(r"^<!-- file: (\S+) -->$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, the line of its first line (from 0), and the file it stands for."""

    language: str
    text: str
    line: int
    file: str | None = None


def name(page: Path) -> str:
    """Name of a page, as it is seen from the root."""
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path) -> list[Block]:
    """Fenced blocks of a page, in order."""
    found, lines = [], page.read_text(encoding="utf-8").splitlines()
    start, language, fence = None, "", ""
    for at, line in enumerate(lines):
        match = _FENCE.match(line)
        if start is None and match:
            start, language, fence = at + 1, match[2], match[1]
        elif start is not None and line == fence:
            before = lines[start - 2] if start > 1 else ""
            file = _FILE.match(before)
            found.append(Block(language, "\n".join(lines[start:at]) + "\n", start, file[1] if file else None))
            start = None
    assert start is None, f"{name(page)}: the block in line {start} is not closed"
    return found


def files() -> dict[str, str]:
    """Files that the pages define: a yaml block after the comment ``<!-- file: NAME -->``."""
    return {block.file: block.text for page in PAGES for block in blocks(page) if block.file}


@contextlib.contextmanager
def workplace(folder: Path) -> Iterator[Path]:
    """Work in a folder that holds the files of the pages, and the ready studies."""
    for file, text in files().items():
        (folder / file).write_text(text, encoding="utf-8")
    (folder / "studies").symlink_to(ROOT / "studies")
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = WIDTH
    try:
        with contextlib.chdir(folder):
            yield folder
    finally:
        os.environ.pop("COLUMNS")
        if before is not None:
            os.environ["COLUMNS"] = before


@dataclass
class Console:
    """Runs the commands of one page one after the other, and remembers the last exit code."""

    code: int = 0

    def run(self, command: str) -> str:
        """Run one command and return what it prints on either stream, less trailing spaces and outer blank lines."""
        words = shlex.split(command)
        assert words and words[0] in RUNS, f"a console block runs {', '.join(RUNS)}, not {command!r}; fence it as sh"
        if command == "echo $?":
            return f"{self.code}"
        printed = self._shell(command) if set(command) & set("|>;&") or words[0] != "sroi" else self._sroi(words[1:])
        return "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")

    def _sroi(self, arguments: list[str]) -> str:
        from sroi.cli.main import main

        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                self.code = main(arguments)
            except SystemExit as stop:
                self.code = int(stop.code or 0)
        return out.getvalue()

    def _shell(self, command: str) -> str:
        program = f'sroi() {{ {shlex.quote(sys.executable)} -m sroi "$@"; }}; {command}'
        done = subprocess.run(
            ["sh", "-c", program], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
        )
        self.code = done.returncode
        return done.stdout


def commands(block: Block) -> list[tuple[str, str]]:
    """Commands of a console block, each with the output that the page shows."""
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            assert found, "a console block starts with a command: $ sroi …"
            found[-1][1].append(line)
    return [(command, "\n".join(shown).strip("\n")) for command, shown in found]


def refreshed(page: Path, folder: Path) -> str:
    """Text of a page with its console blocks as the commands really print them now."""
    lines, console = page.read_text(encoding="utf-8").splitlines(), Console()
    with workplace(folder):
        for block in reversed([(b, _rerun(b, console)) for b in blocks(page) if b.language == "console"]):
            old, new = block
            lines[old.line : old.line + len(old.text.splitlines())] = new
    return "\n".join(lines) + "\n"


def _rerun(block: Block, console: Console) -> list[str]:
    new: list[str] = []
    for command, _ in commands(block):
        printed = console.run(command)
        new += [f"$ {command}", *printed.splitlines()]
    return new


def python_only(page: Path) -> str:
    """The page with everything blanked out but its Python examples, so that line numbers stay right."""
    lines = [""] * (len(page.read_text(encoding="utf-8").splitlines()) + 1)
    for block in blocks(page):
        if block.language == "python":
            shown = block.text.splitlines()
            assert any(line.startswith(">>>") for line in shown), (
                f"{name(page)}, line {block.line}: a python block is run, so it starts with >>>; fence the rest as text"
            )
            lines[block.line : block.line + len(shown)] = shown
    return "\n".join(lines) + "\n"


def prose(page: Path) -> str:
    """The page without its blocks and inline code."""
    lines = page.read_text(encoding="utf-8").splitlines()
    for block in blocks(page):
        for at in range(block.line - 1, block.line + len(block.text.splitlines()) + 1):
            lines[at] = ""
    return re.sub(r"`[^`]*`", "", "\n".join(lines))


def links(page: Path) -> list[str]:
    """Where a page links to, outside its blocks."""
    return _LINK.findall(prose(page))


def anchors(page: Path) -> set[str]:
    """Anchors of the headings of a page, as GitHub makes them."""
    inside = {at for b in blocks(page) for at in range(b.line, b.line + len(b.text.splitlines()))}
    found = set()
    for at, line in enumerate(page.read_text(encoding="utf-8").splitlines()):
        if at not in inside and re.match(r"#{1,6} ", line):
            title = re.sub(r"[`*]", "", line.lstrip("#").strip()).lower()
            found.add(re.sub(r"[^\w\- ]", "", title).replace(" ", "-"))
    return found


def section(page: Path, heading: str) -> str:
    """Text under a heading, up to the next one of the same or a higher level."""
    lines = page.read_text(encoding="utf-8").splitlines()
    assert heading in lines, f"{name(page)} has no heading {heading!r}"
    start, level = lines.index(heading), heading.index(" ")
    rest = lines[start + 1 :]
    stop = next((at for at, line in enumerate(rest) if re.match(rf"#{{1,{level}}} ", line)), len(rest))
    return "\n".join(rest[:stop])


def first_column(text: str) -> list[list[str]]:
    """Code words in the first cell of each row of the tables of a text, headings left out."""
    lines = [*text.splitlines(), ""]
    rows = [row for row, below in pairwise(lines) if row.startswith("| ") and "| ---" not in (row[:5], below[:5])]
    return [words for row in rows if (words := re.findall(r"`([^`]+)`", row.split("|")[1]))]
