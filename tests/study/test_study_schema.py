"""The JSON Schema: what the program accepts, the schema accepts; what neither knows, both refuse."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from sroi.bank.locate import studies_folder
from sroi.errors import StudyError
from sroi.study.loading import load
from sroi.study.schema import json_schema
from sroi.study.study import Study

READY = sorted(studies_folder().glob("*.yaml"))


def as_json(node: Any) -> Any:
    """A document as a JSON program sees it: the keys of mappings are texts."""
    return json.loads(json.dumps(node))


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json_schema())


@pytest.fixture(scope="module")
def document(riverside: str) -> dict[str, Any]:
    return Study.parse(riverside).document


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (item for key, item in node.items() if key == "$ref")
    for item in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _references(item)


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_every_reference_of_the_schema_leads_somewhere():
    found = json_schema()
    names = {reference.removeprefix("#/$defs/") for reference in _references(found)}
    assert names - set(found["$defs"]) == set()


@pytest.mark.parametrize("path", READY, ids=[path.stem for path in READY])
def test_the_schema_accepts_every_ready_study(path, schema):
    assert [error.message for error in schema.iter_errors(as_json(load(path).document))] == []


def test_the_schema_accepts_a_study_with_nearly_every_key(document, schema):
    assert [error.message for error in schema.iter_errors(as_json(document))] == []


def _set(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    here: Any = changed
    *way, last = path.split(".")
    for key in way:
        here = here[int(key)] if isinstance(here, list) else here[key]
    here[last] = value
    return changed


ACCEPTED = [
    ("title", 2025),
    ("price_base", 2024),
    ("price_base", "2024/25"),
    ("price_base", "2024-2025"),
    ("limitations", "one alone"),
    ("limitations", [2024, "two"]),
    ("partners", 2024),
    ("proxies", []),
    ("author", None),
    ("discounting", "green-book"),
    ("discounting", {"rate": 0.03}),
    ("discounting", {"schedule": "green-book", "inputs": "mid"}),
    ("discounting", {"schedule": [{"from": 0, "rate": "3.5%"}, {"from": 30, "rate": 0.03}]}),
    ("shared_error", "30%"),
    ("shared_error", 0),
    ("horizon", 1000),
    ("sources.survey.response", 0.61),
    ("sources.survey.year", "2025"),
    ("estimates.families", 240),
    ("estimates.families", {"p5": 200, "p95": 260, "source": "survey"}),
    ("inputs.materials.amount", {"2025": {"a": 1}, "2026": "10 to 20"}),
    ("inputs.materials.amount", "£1,200"),
    ("outcomes.confidence.quantity", {"values": [1, "2"], "weights": [0.5, 0.5], "note": "n"}),
    ("outcomes.confidence.quantity", {"low": 1, "likely": 2, "high": 3, "shape": "triangular", "grade": 2}),
    ("outcomes.confidence.quantity", {"mean": 10, "sd": 2, "shape": "gamma"}),
    ("outcomes.confidence.quantity", {"people": 5, "share-better": {"from": "comparison-areas", "as": "effect"}}),
    ("outcomes.less-time-together.drop_off", {"linear": {"use": "engaged"}}),
    ("outcomes.less-time-together.drop_off", {"linear": {"value": "10%", "source": "survey p. 3"}}),
    ("outcomes.into-work.values", {"earnings": 14044}),
    ("outcomes.into-work.values", {"earnings": "90 to 150"}),
    ("scenarios.slow-start", {}),
    ("scenarios.slow-start", {"set": {"*/deadweight": {"low": 0, "high": 1}}}),
    ("scenarios.slow-start", {"scale": {"*/value": "110%"}, "leave_out": "confidence"}),
    ("perspectives.families", {"values": "all", "inputs": {"kind": ["cash", "time"]}}),
    ("published.ratio", "5.31"),
    ("unmonetised", {}),
    ("chain", []),
]


@pytest.mark.parametrize(("path", "value"), ACCEPTED, ids=[f"{path} = {value}" for path, value in ACCEPTED])
def test_what_the_program_accepts_the_schema_accepts(path, value, document, schema):
    changed = _set(document, path, value)
    if path == "outcomes.confidence.quantity" and "from" in str(value):
        del changed["outcomes"]["confidence"]["deadweight"]
    Study.from_document(changed)
    assert [error.message[:200] for error in schema.iter_errors(as_json(changed))] == []


UNKNOWN = [
    "nothing",
    "discounting.nothing",
    "prices.nothing",
    "exchange_rates.EUR.nothing",
    "sources.survey.nothing",
    "estimates.families.nothing",
    "stakeholders.parents.nothing",
    "stakeholders.parents.size.nothing",
    "inputs.materials.nothing",
    "inputs.volunteers.amount.hours.nothing",
    "counterfactuals.comparison-areas.nothing",
    "counterfactuals.comparison-areas.programme.nothing",
    "outcomes.into-work.nothing",
    "outcomes.into-work.values.earnings.nothing",
    "outcomes.into-work.drop_off.nothing",
    "outcomes.confidence.deadweight.nothing",
    "outcomes.confidence.value.nothing",
    "unmonetised.trust.nothing",
    "chain.0.nothing",
    "scenarios.slow-start.nothing",
    "options.phone-only.nothing",
    "perspectives.families.nothing",
    "perspectives.families.values.nothing",
    "published.nothing",
    "published.also.0.nothing",
    "acknowledged.0.nothing",
    "assumptions.0.nothing",
    "decisions.0.nothing",
    "signed_off.nothing",
]


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_key_is_refused_by_the_program_and_by_the_schema(path, document, schema):
    changed = _set(document, path, "x")
    with pytest.raises(StudyError) as found:
        Study.from_document(changed)
    assert {problem.code for problem in found.value.problems} <= {"key-unknown", "estimate-key", "chain-mixed"}
    assert not schema.is_valid(as_json(changed))


WRONG_FORM = [
    ("sroi", 2),
    ("sroi", True),
    ("horizon", 0),
    ("horizon", "ten"),
    ("horizon", 2.5),
    ("start_year", "2025-26"),
    ("currency", "pounds"),
    ("kind", "forcast"),
    ("title", None),
    ("title", {"en": "T"}),
    ("outcomes", []),
    ("outcomes.into-work.grade", 7),
    ("outcomes.into-work.present_value", "no"),
    ("outcomes.into-work.name", None),
    ("outcomes.into-work.drop_off_from", 2),
    ("outcomes.into-work.drop_off_from", True),
    ("outcomes.confidence.profile", []),
    ("outcomes.into-work.values.earnings.type", "money"),
    ("inputs.materials.kind", "gift"),
    ("stakeholders.parents.role", "parent"),
    ("chain", {"a": "b"}),
    ("price_base", "last year"),
    ("scenarios.slow-start.set", []),
    ("published.kind", "guess"),
    ("shared_error", [1]),
    ("outcomes.confidence.value", [1]),
    ("discounting", 3.5),
    ("discounting", {"rate": "3%", "inputs": "beginning"}),
]


@pytest.mark.parametrize(("path", "value"), WRONG_FORM, ids=[f"{path} = {value}" for path, value in WRONG_FORM])
def test_a_wrong_form_is_refused_by_the_program_and_by_the_schema(path, value, document, schema):
    changed = _set(document, path, value)
    with pytest.raises(StudyError):
        Study.from_document(changed)
    assert not schema.is_valid(as_json(changed))


@pytest.mark.parametrize("key", ["sroi", "title", "currency", "start_year", "horizon"])
def test_a_required_key_is_required_by_both(key, document, schema):
    changed = {name: item for name, item in document.items() if name != key}
    with pytest.raises(StudyError, match=f"{key} is missing"):
        Study.from_document(changed)
    assert [error.message for error in schema.iter_errors(as_json(changed))] == [f"'{key}' is a required property"]


@pytest.mark.parametrize(
    "block", ["stakeholders", "estimates", "scenarios", "sources", "inputs", "outcomes", "unmonetised"]
)
def test_an_id_of_another_form_is_refused_by_both(block, document, schema):
    first = next(iter(document[block].values()))
    accepted = []
    for name in ("Parents", "my parents", "1st", "-a", "a_b", "é", ""):
        changed = _set(document, block, {**document[block], name: first})
        with pytest.raises(StudyError) as found:
            Study.from_document(changed)
        assert {problem.code for problem in found.value.problems} == {"id-form"}
        accepted += [name] if schema.is_valid(as_json(changed)) else []
    assert accepted == [], "the schema accepts ids that the program refuses"


def test_every_field_of_the_study_is_described_in_the_schema():
    assert set(json_schema()["properties"]) == {field.alias or name for name, field in Study.model_fields.items()}
    for name in ("horizon", "price_base", "shared_error", "estimates"):
        assert json_schema()["properties"][name]["description"]
