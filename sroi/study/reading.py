"""From the text of a study file to a plain document that remembers its lines.

YAML 1.2 (and JSON, which is part of it) without anchors, aliases and tags. Nothing in a file can construct
anything but mappings, lists, texts, numbers, true, false and null.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sroi.errors import FileError, Problem
from sroi.study.addresses import address_of
from sroi.study.digits import remembered
from sroi.study.files import bytes_of
from sroi.study.plain import MOST_LEVELS

MOST_BYTES: Final = 5 * 1024 * 1024

#: Names and values in a file, beyond which it is no study: a thousand outcomes have fewer, and reading more takes long.
MOST_ENTRIES: Final = 100_000

Place = tuple[str | int, ...]

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS: Final = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER: Final = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX: Final = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@dataclass(slots=True)
class Reading:
    """A document as plain data, the line of every place in it, and what was wrong with the text.

    Parameters
    ----------
    document
        Mappings, lists and scalars.
    lines
        Line (from 1) of each place, by its path of keys.
    text
        The text itself, so that an edit can keep its comments.
    """

    document: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    text: str = ""
    problems: list[Problem] = field(default_factory=list)

    def line(self, place: Place) -> int | None:
        """Line of a place, or of the nearest place around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place)


def read_file(path: str | Path) -> Reading:
    """Read a file; see :func:`read_bytes`."""
    path = Path(path)
    return read_bytes(bytes_of(path, MOST_BYTES), path.name)


def read_bytes(data: bytes, name: str) -> Reading:
    """Read the bytes of a study file.

    Raises
    ------
    FileError
        Where they are not a text that can be read as one YAML document. Problems that leave the rest readable
        (duplicate keys, aliases, tags) are collected in ``Reading.problems`` instead.
    """
    if len(data) > MOST_BYTES:
        raise FileError(
            Problem(
                "file-too-large",
                f"the file is larger than {MOST_BYTES // 1024**2} MB",
                "a study is a text of at most 5 MB",
                "check that this is the study and not its results",
            ),
            name,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileError(
            Problem(
                "file-not-text",
                "the file is not UTF-8 text",
                "a study is a YAML or JSON text",
                "save it as UTF-8; a workbook is imported, not opened",
                line=line,
            ),
            name,
        ) from None
    control = next((place for place, sign in enumerate(text) if ord(sign) < 32 and sign not in "\t\n\r"), None)
    if control is not None:
        raise FileError(
            Problem(
                "file-not-text",
                "the file holds bytes that no text has",
                "a study is a YAML or JSON text",
                line=text.count("\n", 0, control) + 1,
            ),
            name,
        )
    if not text.strip():
        raise FileError(Problem("file-empty", "the file is empty", write="start one with: sroi new STUDY.yaml"), name)
    return _parse(text, name)


def _parse(text: str, name: str) -> Reading:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    reading = Reading(text=text)
    builder = _Builder(reading)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if error.context_mark is not None and "end of stream" in str(error.problem):
            mark = error.context_mark  # what was never closed began here
        found = " ".join(str(error.problem or error.context or "the text cannot be read as YAML").split())
        line = mark.line + 1 if mark is not None else None
        raise FileError(
            Problem(
                "yaml-syntax",
                f"YAML cannot read this: {found}",
                write="check indentation, colons and quotes here",
                line=line,
            ),
            name,
        ) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise FileError(Problem("yaml-syntax", f"YAML cannot read this: {str(error).splitlines()[0]}"), name) from None
    if not isinstance(reading.document, dict):
        raise FileError(
            Problem(
                "document-form", "the file is not a mapping of keys to values", write="start with: sroi: 1", line=1
            ),
            name,
        )
    return reading


class _Builder:
    """Builds plain data from YAML events, without recursion."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.stack: list[dict[str, Any]] = []
        self.documents = 0
        self.entries = 0

    def take(self, event: Any) -> None:
        kind = type(event).__name__
        self.entries += 1
        if self.entries > MOST_ENTRIES:
            raise ValueError(
                f"more than {MOST_ENTRIES:,} names and values, the last in line {event.start_mark.line + 1}"
            )
        if kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                self._problem(
                    event,
                    "document-second",
                    "found a second document",
                    "a study is one document",
                    "remove the line ---",
                )
        elif kind == "AliasEvent":
            self._problem(
                event,
                "yaml-alias",
                f"found the alias *{event.anchor}",
                "anchors and aliases are refused",
                "state it once under estimates and write {use: id}",
            )
            self._put(None, event)
        elif kind == "ScalarEvent":
            self._check(event)
            self._put(_scalar(event), event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._check(event)
            holder: dict[str, Any] = {
                "data": {} if kind[0] == "M" else [],
                "key": None,
                "waiting": kind[0] == "M",
                "skip": False,
            }
            holder["place"] = self._place()
            holder["start"] = event
            self.stack.append(holder)
            if len(self.stack) > MOST_LEVELS:
                raise ValueError(f"more than {MOST_LEVELS} levels of nesting in line {event.start_mark.line + 1}")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            done = self.stack.pop()
            self._put(done["data"], done["start"])

    def _place(self) -> Place:
        if not self.stack:
            return ()
        top = self.stack[-1]
        last = top["key"] if isinstance(top["data"], dict) else len(top["data"])
        return (*top["place"], last)

    def _put(self, value: Any, event: Any) -> None:
        line = event.start_mark.line + 1
        if not self.stack:
            if self.documents <= 1:
                self.reading.document = value
            return
        top = self.stack[-1]
        if isinstance(top["data"], list):
            self.reading.lines.setdefault(self._place(), line)
            top["data"].append(value)
        elif top["waiting"]:
            if not isinstance(value, (str, int, float, bool)) and value is not None:
                raise ValueError(f"a key that is not a plain word in line {line}")
            top["key"], top["waiting"] = value, False
            place = self._place()
            top["skip"] = value in top["data"]
            if top["skip"]:
                first = self.reading.lines.get(place)
                self._problem(
                    event,
                    "key-twice",
                    f"found the key {value} a second time, first in line {first}",
                    "each key stands once in a mapping",
                    "keep one of them",
                    place,
                )
            else:
                self.reading.lines[place] = line
        else:
            if not top["skip"]:
                top["data"][top["key"]] = value
            top["waiting"] = True

    def _check(self, event: Any) -> None:
        if event.anchor is not None:
            self._problem(
                event,
                "yaml-anchor",
                f"found the anchor &{event.anchor}",
                "anchors and aliases are refused",
                "state it once under estimates and write {use: id}",
            )
        if getattr(event, "ctag", None) is not None and str(event.tag or "") not in ("", "!"):
            self._problem(event, "yaml-tag", f"found the tag {event.tag}", "tags are refused", "remove it")

    def _problem(self, event: Any, code: str, found: str, allowed: str, write: str, place: Place | None = None) -> None:
        address = address_of(part for part in (self._place() if place is None else place) if part is not None)
        line = event.start_mark.line + 1
        self.reading.problems.append(Problem(code, found, allowed, write, address=address, line=line))


def _scalar(event: Any) -> Any:
    """Quoted scalars are text."""
    return _paired(event.value) if event.style is not None else resolved(event.value)


def _paired(text: str) -> str:
    r"""Join the two halves in which JSON writes signs beyond the first plane (``\ud83d\ude00``); lone ones stay."""
    if text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def resolved(text: str) -> Any:
    """Resolve a plain scalar by the core schema of YAML 1.2; a number keeps the digits it was written with.

    Examples
    --------
    >>> resolved("no"), resolved("27"), resolved("2.00"), resolved("true"), resolved("2024-25")
    ('no', 27, 2.00, True, '2024-25')
    """
    if text in _NULL:
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _INTEGER.fullmatch(text) and len(text) < 400:
        return remembered(int(text), text)
    if _OCTAL_OR_HEX.fullmatch(text) and len(text) < 20:
        return remembered(int(text, 0), text)
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return remembered(float(text), text)
    return text
