"""Addresses in words, for tables, charts and sentences."""

from __future__ import annotations

from typing import Final

from sroi.study.study import Study

_WORDS: Final = {
    "attribution": "caused by others (attribution)",
    "drop_off": "drop-off",
    "optimism_bias": "optimism bias",
    "real_growth": "real growth",
    "cashable": "cashable share",
    "amount": "amount",
}


def label(study: Study, address: str, family: str = "") -> str:
    """Say an address in words.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {}, outcomes: {into-work: {name: Parents move into work, stakeholder: a, quantity: 1, value: 1}}}
    ... ''')
    >>> label(study, "into-work/attribution")
    'Parents move into work: caused by others (attribution)'
    """
    keys = address.split("/")
    if keys[0] == "estimates":
        return spaced(keys[1]).capitalize()
    if keys[0] == "discounting":
        return "Discount rate"
    if keys[0] == "stakeholders":
        return f"{study.stakeholders[keys[1]].name}: number of them"
    if keys[0] == "counterfactuals":
        return f"{spaced(keys[1]).capitalize()}: {keys[2]}, {keys[3]}"
    if keys[0] == "inputs":
        name = study.inputs[keys[1]].name or spaced(keys[1]).capitalize()
        inside = [key for key in keys[2:] if key != "amount"]
        return f"{name}: {', '.join(_word(key) for key in inside)}" if inside else f"{name}: amount"
    name = study.outcomes[keys[0]].name
    inside = [key for key in keys[1:] if key not in ("quantity", "other_deductions")]
    words = [_word(key) for key in inside] or ["quantity"]
    if family.startswith("unit values"):
        words = ["value of one unit"] if inside == ["value"] else [f"value of one unit ({spaced(inside[0])})"]
    return f"{name}: {', '.join(words)}"


def pattern_label(study: Study, pattern: str) -> str:
    """Say the address, pattern or setting that a scenario names in words.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {}, outcomes: {into-work: {name: Parents move into work, stakeholder: a, quantity: 1, value: 1}}}
    ... ''')
    >>> pattern_label(study, "into-work/delay"), pattern_label(study, "*/deadweight"), pattern_label(study, "horizon")
    ('Parents move into work: delay', 'every outcome: deadweight', 'horizon')
    """
    keys = pattern.split("/")
    if "*" not in pattern:
        return spaced(pattern) if len(keys) == 1 else label(study, pattern)
    if keys[0] == "inputs":
        return ": ".join(
            ["every input" if keys[1] == "*" else spaced(keys[1]), ", ".join(_word(key) for key in keys[2:])]
        )
    owner = "every outcome" if keys[0] == "*" else spaced(keys[0])
    return f"{owner}: {', '.join(_word(key) for key in keys[1:])}"


def _word(key: str) -> str:
    return _WORDS.get(key, spaced(key))


def spaced(identifier: str) -> str:
    """An id as words.

    Examples
    --------
    >>> spaced("into-work")
    'into work'
    """
    return identifier.replace("-", " ").replace("_", " ")
