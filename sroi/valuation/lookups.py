"""What a file names that the bank does not have, found even where the file itself is not valid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sroi import bank
from sroi.errors import BankError, Problem
from sroi.study.faults import Fault
from sroi.study.problems import placed
from sroi.study.reading import Place, Reading


def lookup_problems(found: Reading) -> list[Problem]:
    """Look up every proxy of a document; a study with proxies of its own is looked up once it is valid."""
    document = found.document
    if not isinstance(document, Mapping) or document.get("proxies"):
        return []
    problems = []
    for place, reference, kind in _proxies(document):
        try:
            bank.find(reference, kind if isinstance(kind, str) else None)
        except BankError as error:
            for p in error.problems:
                whole = placed(Fault(p.code, p.found, p.allowed, p.write), place, found)
                address = whole.address.removesuffix("/proxy") + ("/value" if len(place) == 3 else "")
                problems.append(Problem(p.code, p.found, p.allowed, p.write, address, whole.line))
    return problems


def _proxies(document: Mapping[str, Any]) -> Iterator[tuple[Place, str, Any]]:
    outcomes = document.get("outcomes")
    for name, outcome in outcomes.items() if isinstance(outcomes, Mapping) else ():
        if not isinstance(outcome, Mapping):
            continue
        values = outcome.get("values")
        several = values.items() if isinstance(values, Mapping) else ()
        for place, value in (
            (("outcomes", name), outcome),
            *((("outcomes", name, "values", key), v) for key, v in several),
        ):
            if isinstance(value, Mapping) and isinstance(value.get("proxy"), str):
                yield (*place, "proxy"), value["proxy"], value.get("type")
