"""Findings as SARIF 2.1.0, the form in which code hosts and editors show what a check found at which line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sroi import __version__
from sroi.assurance.rules import RULES
from sroi.cli.check import READER_NOTE, Item

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(found: Mapping[str, Sequence[Item]]) -> dict[str, Any]:
    """One run with the findings of each file.

    Acknowledged findings are suppressed in the source, with the reason. The notes of every result are not findings.

    References
    ----------
    OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0 (2020), sections 3.13, 3.27 and 3.35.
    """
    items = [(name, item) for name, of_file in found.items() for item in of_file if item.code != READER_NOTE]
    rules = {rule.id: _rule(rule.id, rule.title, rule.why, rule.source, rule.level) for rule in RULES}
    for _, item in items:
        rules.setdefault(item.code, {"id": item.code, "defaultConfiguration": {"level": item.level}})
    places = {code: place for place, code in enumerate(rules)}
    driver = {"name": "sroi", "version": __version__, "rules": list(rules.values())}
    results = [_result(name, item, places[item.code]) for name, item in items]
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _rule(id: str, title: str, why: str, source: str, level: str) -> dict[str, Any]:
    return {
        "id": id,
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": f"Source: {source}."},
        "defaultConfiguration": {"level": level},
    }


def _result(name: str, item: Item, place: int) -> dict[str, Any]:
    said = item.found if item.title else item.said
    parts = [said, item.effect, f"To do: {item.write}." if item.title else ""]
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(name)}}
    if item.line is not None:
        physical["region"] = {"startLine": item.line}
    location: dict[str, Any] = {"physicalLocation": physical}
    if item.address:
        location["logicalLocations"] = [{"fullyQualifiedName": item.address}]
    result: dict[str, Any] = {
        "ruleId": item.code,
        "ruleIndex": place,
        "level": item.level,
        "message": {"text": " ".join(filter(None, parts))},
        "locations": [location],
    }
    if item.acknowledged is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": item.acknowledged}]
    if item.ratio_if_mended is not None:
        result["properties"] = {"ratioIfMended": item.ratio_if_mended}
    return result


def _uri(name: str) -> str:
    """The name of a file as part of an address: spaces and other signs are escaped."""
    from urllib.parse import quote

    return quote(name.replace("\\", "/"))
