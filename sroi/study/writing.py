"""From a study back to text: comments survive, and a file is written whole or not at all."""

from __future__ import annotations

import copy
import io
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from sroi.errors import FileError, Problem, StudyError
from sroi.study.digits import WrittenFloat, WrittenInt
from sroi.study.faults import Fault, did_you_mean
from sroi.study.patching import patched
from sroi.study.places import places
from sroi.study.plain import plain_data
from sroi.study.quantity import year_of
from sroi.study.reading import read_bytes, resolved

if TYPE_CHECKING:
    from sroi.study.study import Study

#: Numbers as JSON writes them; ``.5`` and ``007`` are none.
_JSON_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")


def with_changes(study: Study, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the study's document with other values at the given addresses."""
    document = study.document
    known = {place.address: place.path for place in places(study)}
    problems = []
    for address, written in changes.items():
        path = known.get(address) or _optional(study, address)
        if path is None:
            problems.append(
                Problem(
                    "address-unknown",
                    f"found the address {address}",
                    "an address names a number of the study",
                    did_you_mean(address, known),
                    address=address,
                )
            )
            continue
        faults: list[tuple[tuple[Any, ...], Fault]] = []
        _set(document, path, plain_data(written, faults))
        problems += [
            Problem(fault.code, fault.found, fault.allowed, fault.write, "/".join([address, *map(str, place)]))
            for place, fault in faults
        ]
    if problems:
        raise StudyError(problems)
    return document


def _optional(study: Study, address: str) -> tuple[str | int, ...] | None:
    """Path of an optional number of an outcome or input that is not stated yet, or of a plain key of the study."""
    parts = address.split("/")
    if parts[0] in study.outcomes and len(parts) >= 2 and parts[1] in type(study.outcomes[parts[0]]).model_fields:
        return ("outcomes", *parts)
    if parts[0] == "inputs" and len(parts) >= 3 and parts[1] in study.inputs:
        return tuple(parts)
    if parts[0] in type(study).model_fields and len(parts) == 1:
        return (parts[0],)
    return ("discounting", "rate") if address == "discounting/rate" else None


def _set(document: dict[str, Any], path: tuple[str | int, ...], written: Any) -> None:
    here: Any = document
    for part in path[:-1]:
        key = _key(here, part)
        if key == "discounting" and isinstance(here.get(key), str):
            # The timing of a named convention stays; only its rate becomes a number of the study.
            here[key] = {"schedule": here[key]}
        if not isinstance(here.get(key), dict):
            # A value written as a plain number becomes a mapping, so that the number has a key of its own.
            here[key] = {} if here.get(key) is None else {"value": here[key]}
        here = here[key]
    last = _key(here, path[-1])
    if written is None:
        here.pop(last, None)
    elif (
        isinstance(here.get(last), dict)
        and not isinstance(written, dict)
        and set(here[last]) & {"source", "grade", "note"}
    ):
        evidence = {key: item for key, item in here[last].items() if key in ("source", "grade", "note")}
        here[last] = {"value": written, **evidence}
    else:
        here[last] = written


def _key(here: Any, part: str | int) -> Any:
    """Key of a mapping that a part of an address names; a new year is written as the years beside it are."""
    found = next((key for key in here if str(key) == str(part)), None)
    if found is not None:
        return found
    year = year_of(part)
    return year if year is not None and any(isinstance(key, int) for key in here) else part


def _round_trip() -> Any:
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    for kind, tag in ((WrittenFloat, "float"), (WrittenInt, "int")):
        yaml.representer.add_representer(kind, _as_written(f"tag:yaml.org,2002:{tag}"))
    return yaml


def _as_written(tag: str) -> Any:
    """Let the writer put down a number with the digits it was read with."""
    return lambda representer, number: representer.represent_scalar(tag, number.written)


def merged_text(text: str | None, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Return ``text`` with the differences between two documents worked in, its comments kept.

    A JSON text stays JSON. Where a text is laid out in a way that cannot be changed in place, it is written afresh.
    """
    if text is None:
        return fresh_text(after)
    if before == after:
        return text
    if text.lstrip().startswith("{"):
        return json_text(after)
    changed = _changed_in_place(text, before, after)
    return fresh_text(after) if changed is None else changed


def _changed_in_place(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    """The text with only its differences rewritten; None where its layout does not allow that.

    What is rewritten is read again and must say exactly what was asked for. So a layout that the patcher does not
    know costs comments, and never a number.
    """
    from ruamel.yaml.error import YAMLError

    try:
        changed = patched(text, before, after)
        said = read_bytes(changed.encode("utf-8"), "study").document
    except (YAMLError, KeyError, ValueError, FileError):
        return None
    return changed if said == after else None


def json_text(document: Mapping[str, Any]) -> str:
    r"""Write a document as JSON; numbers keep the digits they were written with.

    Examples
    --------
    >>> from sroi.study.digits import WrittenFloat
    >>> json_text({"ratio": WrittenFloat("2.00"), "also": [1, True, None], 2025: {}})
    '{\n  "ratio": 2.00,\n  "also": [\n    1,\n    true,\n    null\n  ],\n  "2025": {}\n}\n'
    """
    return _json(document, "\n") + "\n"


def _json(node: Any, line: str) -> str:
    inner = f"{line}  "
    if isinstance(node, Mapping) and node:
        names = [name if isinstance(name, str) else json.dumps(name) for name in node]
        rows = [
            f"{json.dumps(name, ensure_ascii=False)}: {_json(item, inner)}"
            for name, item in zip(names, node.values(), strict=True)
        ]
        return f"{{{inner}{f',{inner}'.join(rows)}{line}}}"
    if isinstance(node, (list, tuple)) and node:
        return f"[{inner}{f',{inner}'.join(_json(item, inner) for item in node)}{line}]"
    written = getattr(node, "written", "")
    return str(written) if _JSON_NUMBER.fullmatch(written) else json.dumps(node, ensure_ascii=False)


def fresh_text(document: Mapping[str, Any]) -> str:
    """Write a document that has no text yet."""
    out = io.StringIO()
    tree = _styled(copy.deepcopy(dict(document)))
    tree.fa.set_block_style()
    _round_trip().dump(tree, out)
    return out.getvalue()


def _styled(node: Any) -> Any:
    """Mappings of plain values go on one line, everything larger on several."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(node, Mapping):
        styled = CommentedMap((key, _styled(item)) for key, item in node.items())
        plain = all(not isinstance(item, (dict, list)) for item in node.values())
        if plain and len(str(dict(node))) < 100:
            styled.fa.set_flow_style()
        return styled
    if isinstance(node, (list, tuple)):
        sequence = CommentedSeq(_styled(item) for item in node)
        if all(not isinstance(item, (dict, list)) for item in node):
            sequence.fa.set_flow_style()
        return sequence
    # The writer leaves "? x" and ": x" unquoted, which no reader takes within brackets.
    if isinstance(node, str) and (not isinstance(resolved(node), str) or node.startswith(("? ", ": "))):
        return DoubleQuotedScalarString(node)
    return node
