"""Check the records of a bank file: every field, every word, and every relation, with the line of each problem."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sroi.bank.reading import Document, Place
from sroi.bank.records import Record, Relations, Source, Unit, Value
from sroi.bank.vocabulary import DOMAINS, NOT_STATED, TYPES, nearest
from sroi.errors import Problem

_MODELS: Mapping[str, type[BaseModel]] = {"unit": Unit, "source": Source, "relations": Relations, "values": Value}
_FILE_KEYS = ("title", "domain", "records")
_EXPECTED: Mapping[str, str] = {
    "float": "a plain number belongs here, such as 9800 or 98.50",
    "finite": "a plain number belongs here, such as 9800 or 98.50",
    "string": "text belongs here",
    "tuple": "a list belongs here, such as [nhs, police]",
    "model": "keys and values belong here, such as {per: person, time: per-year}",
    "mapping": "keys and values belong here, such as {fiscal: {amount: 98.50, price_year: 2024-25}}",
    "too": "at least one entry belongs here",
}


def checked_records(document: Document) -> tuple[dict[int, Record], list[Problem]]:
    """Return the sound records of a file by their position, and what is wrong with the others.

    Examples
    --------
    >>> from sroi.bank.reading import parse_document
    >>> _, problems = checked_records(parse_document("record: []", "my.yaml"))
    >>> print(problems[0])
    line 1: found the key record; a bank file has title, domain and records; did you mean records. [file-key]
    """
    top = document.values
    if not isinstance(top, dict):
        return {}, [Problem("file-form", "the file is not a mapping", "a bank file has a list under records", line=1)]
    problems = [_unknown_key(key, document.line((key,))) for key in top if key not in _FILE_KEYS]
    entries = top.get("records", [])
    if not isinstance(entries, list):
        return {}, [*problems, Problem("file-form", "records is not a list", "each record starts with '- id:'", line=1)]
    if not entries and not problems:
        problems.append(
            Problem("file-empty", "the file has no records", "a bank file has a list under records", line=1)
        )
    domain = top.get("domain", "own")
    if domain not in DOMAINS:
        close = nearest(str(domain), DOMAINS)
        allowed = f"the domains are {', '.join(DOMAINS)}"
        advice = f"did you mean {close}" if close else ""
        problems.append(
            Problem("record-domain", f"found {domain!r}", allowed, advice, "domain", document.line(("domain",)))
        )
        domain = "own"
    found: dict[int, Record] = {}
    for position, entry in enumerate(entries):
        place = _name(entry, position)
        try:
            found[position] = Record.model_validate({"domain": domain, **entry} if isinstance(entry, dict) else entry)
        except ValidationError as error:
            for detail in error.errors():
                problems.append(_problem(detail, ("records", position), place, document))
    return found, problems


def problems_among(found: Mapping[int, Record], document: Document, others: Mapping[str, Record]) -> list[Problem]:
    """Return what is wrong between records: ids used twice, and relations to records that do not exist."""
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    known = {*others, *(record.id for record in found.values())}
    for position, record in found.items():
        line = document.line(("records", position, "id"))
        if record.id in others or record.id in seen:
            where = "by a record of the shipped bank" if record.id in others else f"on line {seen[record.id]}"
            problems.append(
                Problem(
                    "record-id-taken",
                    f"the id {record.id} is already used {where}",
                    "an id names one record",
                    "choose another id; a revision is a new record with its own id",
                    record.id,
                    line,
                )
            )
        if clash := _value_clash(record.id, known, {**others, **{item.id: item for item in found.values()}}):
            problems.append(clash)
        seen.setdefault(record.id, line or 0)
        for name in Relations.model_fields:
            problems += _relations(record, name, known, document.line(("records", position, "relations", name)))
    return problems


def _relations(record: Record, name: str, known: Collection[str], line: int | None) -> Iterable[Problem]:
    for other in getattr(record.relations, name):
        place = f"{record.id}/relations/{name}"
        if other == record.id:
            yield Problem(
                "record-relation", "the record names itself", "a relation is to another record", "", place, line
            )
        elif other not in known:
            close = difflib.get_close_matches(other, known, n=1)
            advice = f"did you mean {close[0]}" if close else ""
            yield Problem(
                "record-relation", f"there is no record {other}", "a relation names a record", advice, place, line
            )


def _value_clash(identifier: str, known: Collection[str], records: Mapping[str, Record]) -> Problem | None:
    """Return a problem when an id reads like one value of another record, such as ``tea-fiscal``."""
    for kind in TYPES:
        stem = identifier.removesuffix(f"-{kind}")
        if stem != identifier and stem in known and kind in records[stem].values:
            return Problem(
                "record-id", f"the id {identifier} also names the {kind} value of {stem}", write="choose another id"
            )
    return None


def _name(entry: Any, position: int) -> str:
    if isinstance(entry, dict) and isinstance(entry.get("id"), str):
        return str(entry["id"])
    return f"record {position + 1}"


def _unknown_key(key: str, line: int | None) -> Problem:
    close = difflib.get_close_matches(key, _FILE_KEYS, n=1)
    advice = f"did you mean {close[0]}" if close else "take it out"
    return Problem("file-key", f"found the key {key}", "a bank file has title, domain and records", advice, line=line)


def _problem(detail: ErrorDetails, at: Place, place: str, document: Document) -> Problem:
    """Turn one pydantic error into a problem with its place and line."""
    path = tuple(part for part in detail["loc"] if not _is_branch(part))
    address = "/".join([place, *(str(part) for part in path)])
    line = document.line((*at, *path))
    context = detail.get("ctx", {})
    match detail["type"]:
        case "sroi":
            return Problem(context["code"], context["found"], context["allowed"], context["write"], address, line)
        case "missing":
            advice = f"where the source says nothing, write {path[-1]}: {NOT_STATED}"
            return Problem(
                "record-missing", f"{path[-1]} is missing", "every field of a record is filled", advice, address, line
            )
        case "extra_forbidden":
            known = _fields_at(path)
            close = difflib.get_close_matches(str(path[-1]), known, n=1)
            advice = f"did you mean {close[0]}" if close else "take it out"
            return Problem(
                "record-key",
                f"found the key {path[-1]}",
                f"the keys here are {', '.join(known)}",
                advice,
                address,
                line,
            )
    found = f"found {detail['input']!r}" if len(repr(detail["input"])) < 80 else "found something else"
    allowed = _EXPECTED.get(detail["type"].split("_")[0], detail["msg"][0].lower() + detail["msg"][1:])
    return Problem("record-form", found, allowed, "", address, line)


def _is_branch(part: int | str) -> bool:
    """Whether a part of a pydantic location names a branch of a union and not a key of the file."""
    return isinstance(part, str) and ("[" in part or part in {"float", "constrained-str", "str"})


def _fields_at(path: Place) -> tuple[str, ...]:
    if len(path) > 1 and path[0] in _MODELS:
        return tuple(_MODELS[str(path[0])].model_fields)
    return tuple(name for name in Record.model_fields if name != "domain")
