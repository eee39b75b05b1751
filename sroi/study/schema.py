"""The JSON Schema of the study file: what editors complete and other programs check against."""

from __future__ import annotations

from typing import Any, Final

from sroi.study.study import Study

_NUMBER: Final = {"type": "number"}
_WRITTEN: Final = {"anyOf": [_NUMBER, {"type": "string", "description": "27%, £1,200, 18% to 27%, 25% (15% to 35%)"}]}
_SIGNED: Final = {
    "anyOf": [_NUMBER, {"type": "string", "description": "a number, with % or a currency sign if you like"}]
}
_EVIDENCE: Final = {
    "source": {"type": "string"},
    "grade": {"type": "integer", "minimum": 1, "maximum": 6},
    "note": {"type": "string"},
}


def _form(
    required: list[str], optional: dict[str, Any] | None = None, each: dict[str, Any] | None = None
) -> dict[str, Any]:
    properties = {**dict.fromkeys(required, each or _SIGNED), **(optional or {}), **_EVIDENCE}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _shapes(*names: str) -> dict[str, Any]:
    return {"shape": {"enum": list(names)}}


_LIST: Final = {"type": "array", "items": _SIGNED, "minItems": 1}
_MAPPINGS: Final = [
    _form(["value"], each=_WRITTEN),
    _form(["low", "likely", "high"], _shapes("pert", "triangular")),
    _form(["low", "high"], _shapes("uniform")),
    _form(["mean", "sd"], _shapes("normal", "lognormal", "gamma", "beta")),
    _form(["successes", "n"]),
    _form(["values"], {"weights": _LIST}, each=_LIST),
    _form(["use"], each={"type": "string"}),
    _form(["from"], {"as": {"enum": ["deadweight", "effect"]}}, each={"type": "string"}),
    {
        "type": "object",
        "description": "two percentiles, or three with p50 in the middle",
        "patternProperties": {r"^p\d{1,2}(\.\d+)?$": _SIGNED},
        "properties": _EVIDENCE,
        "minProperties": 2,
        "additionalProperties": False,
    },
]

_DEFINITIONS: Final[dict[str, Any]] = {
    "plain_number": _SIGNED,
    "printed": {
        "description": "One printed number, or a list or table of them.",
        "anyOf": [*_SIGNED["anyOf"], {"type": "array", "items": {"$ref": "#/$defs/printed"}}],
    },
    "estimate": {"description": "One uncertain number.", "anyOf": [*_WRITTEN["anyOf"], *_MAPPINGS]},
    "share": {"description": "One uncertain share, 0–1 or with a percent sign.", "$ref": "#/$defs/estimate"},
    "estimates": {
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9-]*$"},
        "additionalProperties": {"$ref": "#/$defs/estimate"},
    },
    "chain": {
        "description": "A product of named factors.",
        "type": "object",
        "propertyNames": {"pattern": "^[a-z][a-z0-9-]*$"},
        "additionalProperties": {"$ref": "#/$defs/estimate"},
        "minProperties": 1,
    },
    "quantity": {
        "description": "An estimate, a chain of factors, or either by calendar year.",
        "anyOf": [
            {"$ref": "#/$defs/estimate"},
            {"$ref": "#/$defs/chain"},
            {
                "type": "object",
                "patternProperties": {r"^\d{4}$": {"anyOf": [{"$ref": "#/$defs/estimate"}, {"$ref": "#/$defs/chain"}]}},
                "additionalProperties": False,
                "minProperties": 1,
            },
        ],
    },
    "drop_off": {
        "anyOf": [
            {"$ref": "#/$defs/estimate"},
            {
                "type": "object",
                "properties": {"linear": {"$ref": "#/$defs/estimate"}},
                "required": ["linear"],
                "additionalProperties": False,
            },
        ]
    },
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a study file.

    It describes the form; that ids exist, shares stay in range and distributions can be built is checked on loading.

    Examples
    --------
    >>> sorted(json_schema()["required"])
    ['currency', 'horizon', 'sroi', 'start_year', 'title']
    """
    schema = Study.model_json_schema(ref_template="#/$defs/{model}", by_alias=True)
    definitions = {**schema.get("$defs", {}), **_DEFINITIONS}
    definitions["discounting"], definitions["filter"], definitions["Band"] = map(
        _model, ("Discounting", "Filter", "Band")
    )
    # A value may be a bare number, which stands for {value: …}.
    definitions["Value"] = {"anyOf": [*_WRITTEN["anyOf"], definitions["Value"]]}
    definitions.pop("Estimate", None)
    body = {key: item for key, item in schema.items() if key not in ("$defs", "description")}
    whole = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "sroi study",
        "description": "A study of social return on investment; see docs/study-file.md.",
        **{key: item for key, item in body.items() if key != "title"},
        "$defs": dict(sorted(definitions.items())),
    }
    linked: dict[str, Any] = _linked(whole)
    return linked


def _linked(node: Any) -> Any:
    """Put a reference to its definition where a written form is marked."""
    if isinstance(node, dict):
        name = node.get("x-form")
        rest = {key: _linked(item) for key, item in node.items() if key != "x-form"}
        if isinstance(rest.get("patternProperties"), dict) and "additionalProperties" not in rest:
            rest["additionalProperties"] = False  # an id of another form is refused
        return {"$ref": f"#/$defs/{name}", **rest} if name else rest
    return [_linked(item) for item in node] if isinstance(node, list) else node


def _model(name: str) -> dict[str, Any]:
    from sroi.study import settings

    schema: dict[str, Any] = getattr(settings, name).model_json_schema(ref_template="#/$defs/{model}", by_alias=True)
    schema.pop("$defs", None)
    return schema
