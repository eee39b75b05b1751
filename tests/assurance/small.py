"""A small study for tests of evidence, logs and statements: three outcomes of one year, undiscounted."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sroi.study.study import Study

#: Values: fit 10 × 20 × 80% = 160 (measured, but for an assumed deadweight), fun 1 × 40 = 40, harm −50.
DOCUMENT: dict[str, Any] = {
    "sroi": 1,
    "title": "T",
    "currency": "GBP",
    "start_year": 2025,
    "horizon": 2,
    "discounting": "undiscounted",
    "sources": {
        "survey": {"title": "Survey", "kind": "own-data"},
        "guess": {"title": "A guess", "kind": "assumption"},
        "board": {"title": "The board", "kind": "expert"},
    },
    "stakeholders": {"a": {"name": "Walkers", "role": "participant", "involved": "interviews with 18"}},
    "inputs": {"grant": {"from": "a", "amount": 100, "source": "survey"}},
    "outcomes": {
        "fit": {
            "name": "Fitter",
            "stakeholder": "a",
            "quantity": 10,
            "value": 20,
            "deadweight": {"value": "20%", "source": "guess", "grade": 6},
            "displacement": "0%",
            "attribution": "0%",
            "duration": 1,
            "source": "survey",
            "grade": 3,
        },
        "fun": {
            "name": "More fun",
            "stakeholder": "a",
            "quantity": 1,
            "value": 40,
            "duration": 1,
            "deadweight": "0%",
            "displacement": "0%",
            "attribution": "0%",
            "source": "survey",
            "grade": 2,
        },
        "harm": {"name": "Sore feet", "stakeholder": "a", "quantity": 1, "value": -50, "source": "board"},
    },
}


def small(changes: Mapping[str, Any] | None = None, **more: Any) -> Study:
    """The study with keys of its outcomes changed, by ``outcome/key``, and with further keys; None removes one."""
    document = copy.deepcopy(DOCUMENT) | more
    for address, item in (changes or {}).items():
        name, key = address.split("/")
        if item is None:
            document["outcomes"][name].pop(key)
        else:
            document["outcomes"][name][key] = item
    return Study.from_document(document)
