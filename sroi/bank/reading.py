"""Read a bank file: YAML 1.2 into plain values, with the line on which each of them stands.

Duplicate keys, anchors and aliases, and tags are refused: a bank file says what it says, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sroi.errors import FileError, Problem

LARGEST_FILE = 5_000_000
"""Bytes above which a bank file is refused."""

_PREFIX = "tag:yaml.org,2002:"
_PLAIN = frozenset(_PREFIX + kind for kind in ("map", "seq", "str", "int", "float", "bool", "null", "timestamp"))
Place = tuple[str | int, ...]
"""The keys and positions that lead to a value."""


@dataclass(frozen=True, slots=True)
class Document:
    """The values of a file, and the line of each path through them."""

    values: Any
    lines: dict[Place, int]

    def line(self, path: Place) -> int | None:
        """Return the line of a path, or of the nearest thing around it."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read_document(file: Path) -> Document:
    """Read one YAML file.

    Raises
    ------
    FileError
        ``file-missing``, ``file-size``, ``file-encoding`` or ``file-yaml``, each naming the line where there is one.
    """
    if not file.is_file():  # pipes and devices may never end
        found = f"{file} is not a file" if file.exists() else f"there is no file {file.name}"
        raise FileError(Problem("file-missing", found, write="check the name"), file=file.name)
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        found = f"cannot read {file}: {(error.strerror or str(error)).lower()}"
        raise FileError(Problem("file-missing", found, write="check its rights"), file=file.name) from None
    if len(data) > LARGEST_FILE:
        found = f"found {file.stat().st_size:,} bytes"
        raise FileError(Problem("file-size", found, f"a bank file has at most {LARGEST_FILE:,} bytes"), file=file.name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise FileError(
            Problem("file-encoding", "the file is not UTF-8 text", write="save it as UTF-8"), file=file.name
        ) from None
    return parse_document(text, file.name)


def parse_document(text: str, name: str) -> Document:
    r"""Read YAML text; `name` is what errors call the file.

    Examples
    --------
    >>> document = parse_document("records:\n  - id: tea\n", "my.yaml")
    >>> document.values, document.line(("records", 0, "id"))
    ({'records': [{'id': 'tea'}]}, 2)
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        found = f"the YAML cannot be read: {error.problem or error.context}"
        raise FileError(Problem("file-yaml", found, line=line), file=name) from None
    except (YAMLError, ValueError) as error:
        raise FileError(
            Problem("file-yaml", f"the YAML cannot be read: {str(error).splitlines()[0]}"), file=name
        ) from None
    except RecursionError:
        found, allowed = "the YAML is nested too deeply to be read", "records have few levels"
        raise FileError(Problem("file-yaml", found, allowed), file=name) from None
    reader = _Reader(name)
    values = None if root is None else reader.value(root, ())
    if reader.problems:
        raise FileError(reader.problems, file=name)
    return Document(values, reader.lines)


class _Reader:
    """Turns composed nodes into plain values and keeps their lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []

    def refuse(self, node: Any, code: str, found: str, allowed: str) -> None:
        self.problems.append(Problem(code, found, allowed, line=node.start_mark.line + 1))

    def value(self, node: Any, path: Place) -> Any:
        self.lines[path] = node.start_mark.line + 1
        if node.anchor is not None:
            self.refuse(node, "file-anchor", f"found the anchor &{node.anchor}", "anchors and aliases are not read")
        kind = str(node.tag)
        if kind not in _PLAIN:
            self.refuse(node, "file-tag", f"found the tag {kind}", "tags are not read")
            return None
        if kind == _PREFIX + "map":
            return self._mapping(node, path)
        if kind == _PREFIX + "seq":
            return [self.value(item, (*path, position)) for position, item in enumerate(node.value)]
        return _scalar(kind.removeprefix(_PREFIX), node.value)

    def _mapping(self, node: Any, path: Place) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in values:
                self.refuse(key_node, "file-duplicate-key", f"the key {key} is written twice", "a key stands once")
            values[key] = self.value(value_node, (*path, key))
            self.lines[(*path, key)] = key_node.start_mark.line + 1
        return values


def _scalar(kind: str, text: str) -> Any:
    """Return a plain value of a YAML scalar; what has no plain form stays text."""
    try:
        match kind:
            case "int":
                return int(text.replace("_", ""), 10)
            case "float":
                return float(text.replace("_", ""))
            case "bool":
                return text.lower() == "true"
            case "null":
                return None
    except ValueError:
        return text
    return text
