"""Changing the text of a study file in place: only what changes is rewritten, every other byte stays.

Comments, spacing, quotes and line ends survive because they are never read into anything else. The patched text is
read again by the caller; it must say exactly what was asked for.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

Path = tuple[Any, ...]

_REMOVED: Final = object()


@dataclass(frozen=True, slots=True)
class Cut:
    """Replace the text from ``start`` to ``stop`` by ``text``."""

    start: int
    stop: int
    text: str


def patched(text: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> str:
    r"""Return ``text``, which says ``before``, changed as little as possible to say ``after``.

    Examples
    --------
    >>> text = "a: 1   # one\nb: {c: 2, d: 3}\n"
    >>> print(patched(text, {"a": 1, "b": {"c": 2, "d": 3}}, {"a": 5, "b": {"c": 2}}), end="")
    a: 5   # one
    b: {c: 2}
    """
    from ruamel.yaml import YAML

    root = YAML(typ="rt", pure=True).compose(text)
    patcher = _Patcher(text, root)
    cuts = sorted(patcher.cuts(root, before, after), key=lambda cut: (cut.start, cut.stop), reverse=True)
    for cut in cuts:
        text = text[: cut.start] + cut.text + text[cut.stop :]
    return text


class _Patcher:
    def __init__(self, text: str, root: Any) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def cuts(self, node: Any, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[Cut]:
        pairs = {self._key(key): (key, value) for key, value in node.value}
        gone = [key for key in before if key not in after]
        for key in gone:
            yield self._removal(node, *pairs[str(key)])
        for key, item in after.items():
            if key not in before:
                continue
            if type(before[key]) is type(item) and before[key] == item:
                continue
            name, value = pairs[str(key)]
            if (
                isinstance(before[key], dict)
                and isinstance(item, dict)
                and before[key]
                and set(item) & set(before[key])
            ):
                yield from self.cuts(value, before[key], item)
            else:
                yield self._replacement(node, name, value, item)
        added = {key: item for key, item in after.items() if key not in before}
        if added:
            yield self._addition(node, [pair for name, pair in pairs.items() if name not in map(str, gone)], added)

    def _key(self, node: Any) -> str:
        return str(node.value)

    def _end(self, node: Any) -> int:
        """Where a value ends; the end of a block is the end of what stands last in it."""
        if node.value and isinstance(node.value, list) and not node.flow_style:
            last = node.value[-1]
            return self._end(last[1] if isinstance(last, tuple) else last)
        stop = int(node.end_mark.index)
        return len(self.text[:stop].rstrip()) if getattr(node, "style", None) in ("|", ">") else stop

    def _line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def _line_end(self, place: int) -> int:
        stop = self.text.find("\n", place)
        return len(self.text) if stop < 0 else stop + 1

    def _removal(self, node: Any, key: Any, value: Any) -> Cut:
        start, stop = int(key.start_mark.index), self._end(value)
        if not node.flow_style:
            return Cut(self._line_start(start), self._line_end(stop), "")
        after = re.match(r"\s*,\s*", self.text[stop:])
        if after is not None:
            return Cut(start, stop + after.end(), "")
        lead = re.search(r",\s*$", self.text[:start])
        return Cut(lead.start() if lead is not None else start, stop, "")

    def _replacement(self, node: Any, key: Any, value: Any, item: Any) -> Cut:
        colon = self.text.index(":", int(key.end_mark.index)) + 1
        indent = int(key.start_mark.column)
        return Cut(colon, self._end(value), self._written(item, indent, bool(node.flow_style)))

    def _addition(self, node: Any, pairs: list[Any], added: Mapping[Any, Any]) -> Cut:
        if node.flow_style:
            place = int(node.end_mark.index) - 1
            body = ", ".join(f"{_scalar(key)}:{self._written(item, 0, True)}" for key, item in added.items())
            place = len(self.text[:place].rstrip())
            return Cut(place, place, (", " if pairs else "") + body)
        indent = int(node.start_mark.column)
        place = self._line_end(max(self._end(value) for _, value in node.value))
        lead = "" if self.text[:place].endswith("\n") else self.newline
        lines = [f"{' ' * indent}{_scalar(key)}:{self._written(item, indent, False)}" for key, item in added.items()]
        return Cut(place, place, lead + "".join(line + self.newline for line in lines))

    def _written(self, item: Any, indent: int, flow: bool) -> str:
        """A value as it stands after its colon: on the same line where it is small, else on lines of its own."""
        line = flowing(item)
        large = isinstance(item, (dict, list)) and len(line) > 100 and not flow
        if not large:
            return f" {line}"
        rows = _block(item).rstrip("\n").split("\n")
        return "".join(f"{self.newline}{' ' * (indent + 2)}{row}" for row in rows)


def flowing(item: Any) -> str:
    """Write a value on one line.

    Examples
    --------
    >>> flowing({"low": "10%", "note": "a, b"})
    "{low: 10%, note: 'a, b'}"
    """
    if isinstance(item, Mapping):
        return "{" + ", ".join(f"{_scalar(key)}: {flowing(value)}" for key, value in item.items()) + "}"
    if isinstance(item, (list, tuple)):
        return "[" + ", ".join(flowing(value) for value in item) + "]"
    return _scalar(item)


def _scalar(item: Any) -> str:
    from sroi.study.reading import resolved

    if item is None:
        return "null"
    if isinstance(item, bool):
        return "true" if item else "false"
    if isinstance(item, (int, float)):
        return repr(item)
    text = str(item)
    plain = (
        re.fullmatch(r"([\w£$€(<>=+./~]|-(?=\w))[^\n\r\t:#,\[\]{}&*!|'\"@`]*", text) is not None
        and text == text.strip()
    )
    if plain and isinstance(resolved(text), str) and not text.startswith(("- ", "? ", "%", "---", "...")):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    import json

    return json.dumps(text)


def _block(item: Any) -> str:
    from sroi.study.writing import fresh_text

    if isinstance(item, Mapping):
        return fresh_text(item)
    out = io.StringIO()
    for value in item:
        out.write(f"- {flowing(value)}\n")
    return out.getvalue()
