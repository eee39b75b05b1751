"""Whatever stands in whatever place of a study: an answer in finite numbers, or an error that says why."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator
from typing import Any

import pytest

from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.valuation import evaluate

#: Each value is tried in every seventh place, so that all places meet several of them in a few seconds.
STRIDE = 7

#: What every result has, and must have as finite numbers.
MEASURES = ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs")


def _nested(levels: int) -> Any:
    node: Any = 1
    for _ in range(levels):
        node = [node]
    return node


HOSTILE: dict[str, Any] = {
    "nothing": None,
    "empty list": [],
    "empty mapping": {},
    "empty text": "",
    "minus one": -1,
    "twenty-seven": 27,
    "close to the largest number": 1e308,
    "close to zero": 5e-324,
    "more digits than fit": 10**400,
    "infinite": math.inf,
    "not a number": math.nan,
    "true": True,
    "a word": "no",
    "a list in a list": [[1]],
    "a mapping": {"a": 1},
    "a key that is a number": {1: 2},
    "a shared estimate": {"use": "families"},
    "a counterfactual": {"from": "comparison-areas"},
    "a huge range": "1e-300 to 1e300",
    "huge moments": {"mean": 1e308, "sd": 1e308},
    "huge values": {"values": [1e308, 1e308]},
    "years of two kinds": {2025: 1, "2026": 2},
    "a sign alone": "£",
    "two hundred levels": _nested(200),
}


def _paths(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, item in items:
        yield (*at, key)
        yield from _paths(item, (*at, key))


def _with(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    here: Any = changed
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = copy.deepcopy(value)
    return changed


def _outcome(document: dict[str, Any]) -> str | None:
    """What went wrong beyond an error on purpose; None where all is well."""
    try:
        study = Study.from_document(document)
        assert len(study.hash) == 64
        found = evaluate(study).to_dict()
        json.dumps(found, allow_nan=False)
    except SroiError as error:
        empty = [problem for problem in error.problems if not problem.found.strip() or not problem.code]
        return f"a problem without words: {empty}" if empty or not error.problems else None
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:100]}"
    wrong = [name for name in MEASURES if not math.isfinite(found[name])]
    return f"not finite: {wrong}" if wrong else None


@pytest.fixture(scope="module")
def document(riverside: str) -> dict[str, Any]:
    return Study.parse(riverside).document


@pytest.mark.parametrize("name", HOSTILE)
def test_every_place_of_a_study_answers_or_refuses_a_hostile_value(name, document):
    start = list(HOSTILE).index(name)
    paths = list(_paths(document))
    assert len(paths) > 200
    failures = {}
    for path in paths[start % STRIDE :: STRIDE]:
        wrong = _outcome(_with(document, path, HOSTILE[name]))
        if wrong is not None:
            failures["/".join(map(str, path))] = wrong
    assert failures == {}
