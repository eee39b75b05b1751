"""From pydantic's errors to sentences that say where, what was found, what is allowed and what to write."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from sroi.errors import Problem
from sroi.study.addresses import address_of
from sroi.study.faults import Fault, closest, did_you_mean, listed, said
from sroi.study.reading import Place, Reading


def from_pydantic(error: ValidationError, found: Reading, document: Any) -> list[Problem]:
    """Translate every error of one validation."""
    problems: list[Problem] = []
    for item in error.errors(include_url=False):
        place = _place(item["loc"], document)
        faults = item.get("ctx", {}).get("faults") if item["type"] == "sroi" else None
        for fault in faults or [_fault(item, place, document)]:
            problems.append(placed(fault, place, found))
    return problems


def placed(fault: Fault, place: Place, found: Reading) -> Problem:
    """Give a fault its address and line."""
    full = (*place, *fault.inside)
    allowed = fault.allowed.replace("{key}", str(full[-1]) if full else "this")
    return Problem(fault.code, fault.found, allowed, fault.write, address=address_of(full), line=found.line(full))


def _place(location: tuple[str | int, ...], document: Any) -> Place:
    """Keep those parts of pydantic's location that are keys of the document."""
    place: list[str | int] = []
    here = document
    for part in location:
        if part == "[key]":
            break
        if isinstance(here, dict):
            key = part if part in here else next((key for key in here if str(key) == str(part)), None)
            if key is None:
                place.append(part)
                here = None
                continue
            place.append(key)
            here = here[key]
        elif isinstance(here, list) and isinstance(part, int) and part < len(here):
            place.append(part)
            here = here[part]
    return tuple(place)


def _fault(item: Any, place: Place, document: Any) -> Fault:
    kind, name = item["type"], str(place[-1]) if place else "the file"
    value, context = item.get("input"), item.get("ctx", {})
    if kind == "missing":
        return Fault("key-missing", f"{name} is missing", f"{_holder(place)} has {name}", f"add {name}: …")
    if kind == "extra_forbidden":
        return Fault(
            "key-unknown",
            f"found the key {name}",
            f"{_holder(place)} has no such key",
            did_you_mean(name, _keys_allowed(place)),
        )
    if kind == "literal_error":
        choices = [choice.strip("'") for choice in str(context.get("expected", "")).replace(" or ", ", ").split(", ")]
        return Fault(
            "word-unknown",
            f"found {said(value)}",
            f"{name} is {listed(choices)}",
            closest(str(value), choices),
        )
    if kind in ("model_type", "dict_type", "model_attributes_type", "dataclass_type"):
        return Fault("mapping-expected", f"found {said(value)}", f"{name} is a mapping of keys to values")
    if kind in ("tuple_type", "list_type"):
        return Fault(
            "list-expected",
            f"found {said(value)}",
            f"{name} is a list",
            "write it with square brackets or one line per item",
        )
    if kind in ("int_type", "int_parsing", "int_from_float", "greater_than_equal"):
        return Fault("whole-number", f"found {said(value)}", f"{name} is a whole number, 0 or more")
    if kind in ("string_type", "string_too_short"):
        return Fault("text-expected", f"found {said(value)}", f"{name} is text")
    if kind == "invalid_key":
        write = "inside braces a comma separates entries: write 1200, or put 1,200 in quotes"
        return Fault("key-form", f"found the key {said(value)}", "a key is a word", write)
    if kind in ("too_long", "too_short") and "between" in place:
        return Fault("list-length", f"found {said(value)}", "between names two numbers", "state each pair on its own")
    if kind == "too_short":
        return Fault("list-empty", "found an empty list", f"{name} has at least one entry")
    return Fault("value-unread", f"found {said(value)}", str(item["msg"]).lower())


def _holder(place: Place) -> str:
    """Name what a key stands in."""
    names = {
        "outcomes": "an outcome",
        "inputs": "an input",
        "stakeholders": "a stakeholder",
        "scenarios": "a scenario",
        "options": "an option",
        "sources": "a source",
        "counterfactuals": "a counterfactual",
        "perspectives": "a perspective",
        "exchange_rates": "an exchange rate",
        "unmonetised": "an unmonetised outcome",
    }
    if len(place) <= 1:
        return "a study"
    if "values" in place[2:-1]:
        return "a value"
    return names.get(str(place[0]), str(place[-2])) if len(place) == 3 else str(place[-2])


def _keys_allowed(place: Place) -> list[str]:
    from sroi.study import outcome, people, records, settings, study

    models: dict[str, Any] = {
        "outcomes": outcome.Outcome,
        "inputs": people.Input,
        "stakeholders": people.Stakeholder,
        "sources": records.Source,
        "scenarios": settings.Scenario,
        "options": settings.Scenario,
        "counterfactuals": records.Counterfactual,
        "perspectives": settings.Perspective,
        "unmonetised": records.Unmonetised,
        "published": settings.Published,
        "discounting": settings.Discounting,
        "prices": settings.Prices,
    }
    if len(place) == 4 and place[0] == "perspectives":
        models["perspectives"] = settings.Filter
    model = study.Study if len(place) <= 1 else models.get(str(place[0]))
    if len(place) > 1 and place[0] == "outcomes" and "values" in place[2:-1]:
        model = outcome.Value
    fields = model.model_fields if model is not None else {}
    return [field.alias or name for name, field in fields.items()]
