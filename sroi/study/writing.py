"""From a study back to text: comments survive, and a file is written whole or not at all."""

from __future__ import annotations

import copy
import io
import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sroi.errors import FileError, Problem, StudyError
from sroi.study.faults import did_you_mean
from sroi.study.patching import patched
from sroi.study.places import places
from sroi.study.quantity import year_of
from sroi.study.reading import read_bytes, resolved

if TYPE_CHECKING:
    from sroi.study.study import Study


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside the target and move into place, so that nothing is ever half written."""
    path = Path(path)
    handle, temporary = -1, ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent or ".", prefix=f".{path.name}.", suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except BaseException as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        if not isinstance(error, OSError):
            raise
        reason = (error.strerror or str(error)).lower()
        raise FileError(
            Problem("file-unwritten", f"cannot write {path}: {reason}", write="check the folder and its rights")
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
        _set(document, path, copy.deepcopy(written))
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
    return yaml


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
    from ruamel.yaml.error import YAMLError

    try:
        changed = patched(text, before, after)
        if read_bytes(changed.encode("utf-8"), "study").document == after:
            return changed
    except (YAMLError, KeyError, ValueError, FileError):
        pass
    return fresh_text(after)


def json_text(document: Mapping[str, Any]) -> str:
    """Write a document as JSON."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


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
    if isinstance(node, str) and not isinstance(resolved(node), str):
        return DoubleQuotedScalarString(node)
    return node
