"""What scenarios and options set, in words: what is the same in all of them is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sroi.study.settings import Scenario
from sroi.study.study import Study
from sroi.valuation.compare import changed_settings, number_changes
from sroi.valuation.formats import number, percent
from sroi.valuation.labels import pattern_label, spaced
from sroi.valuation.valuation import Valuation


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that some alternative sets: in the base case, and wherever it differs from that."""

    address: str
    label: str
    base: str
    elsewhere: Mapping[str, str]


def rows_that_differ(base: Valuation, others: Mapping[str, Valuation]) -> Iterator[Row]:
    """What any alternative sets; optimism bias by grade is one setting, not a number for each outcome."""
    found: dict[str, tuple[str, str, dict[str, str]]] = {}
    order = {row.address: place for place, row in enumerate(base.model.parameters.rows)}
    for name, valuation in others.items():
        settings = changed_settings(base, valuation)
        graded = any(what == "optimism bias" for what, _, _ in settings)
        for change in number_changes(base, valuation, alone=False):
            if graded and change.address.endswith("optimism_bias"):
                row = base.model.parameters.row(change.address)
                if row is not None and not row.stated:
                    continue
            if change.address.endswith("discounting/rate") and any(what == "convention" for what, _, _ in settings):
                continue  # said by the convention
            entry = found.setdefault(change.address, (change.label, change.stated[0], {}))
            entry[2][name] = change.stated[1]
        for what, before, after in settings:
            entry = found.setdefault(what, (what[0].upper() + what[1:], before, {}))
            entry[2][name] = after
        scenario = valuation.model.scenario
        for item in scenario.leave_out if scenario else ():
            entry = found.setdefault(f"without {item}", (_name(base.study, item), "counted", {}))
            entry[2][name] = "not counted"
    last = len(order)
    for address in sorted(found, key=lambda address: order.get(address, last)):
        label, before, elsewhere = found[address]
        yield Row(address, label, before, elsewhere)


def _name(study: Study, item: str) -> str:
    """Name of an outcome, value or input that is left out."""
    if item.startswith("inputs/"):
        key = item.removeprefix("inputs/")
        return study.inputs[key].name or spaced(key).capitalize()
    outcome, _, value = item.partition("/")
    return study.outcomes[outcome].name + (f": {spaced(value)}" if value else "")


def what_it_sets(study: Study, scenario: Scenario | None) -> str:
    """Say what a scenario changes.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {}, outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8, value: 20}},
    ...  scenarios: {late: {set: {discounting: {schedule: [{from: 0, rate: 3%}, {from: 5, rate: 2%}]}, fit/delay: 1},
    ...                     scale: {fit/quantity: 0.5}}}}
    ... ''')
    >>> what_it_sets(study, study.scenarios["late"])
    'discounting = schedule 3% from year 0, 2% from year 5; Fitter: delay = 1; Fitter: quantity × 0.5'
    """
    if scenario is None:
        return ""
    parts = [f"{pattern_label(study, address)} = {in_words(written)}" for address, written in scenario.set.items()]
    parts += [f"{pattern_label(study, address)} × {number(factor)}" for address, factor in scenario.scale.items()]
    parts += [f"without {_name(study, item)}" for item in scenario.leave_out]
    return "; ".join(parts)


def in_words(written: Any) -> str:
    """What a scenario writes, without the signs of a program.

    Examples
    --------
    >>> in_words({"rate": "3.5%", "outcomes": "end"}), in_words([{"from": 1, "rate": 0.03}]), in_words(["100%", 0.5])
    ('rate 3.5%, outcomes end', '3% from year 1', '100%, 0.5')
    >>> in_words(True), in_words(None), in_words({"low": 1, "high": 3.5})
    ('yes', 'none', 'low 1, high 3.5')
    """
    if isinstance(written, bool) or written is None:
        return {True: "yes", False: "no", None: "none"}[written]
    if isinstance(written, Mapping):
        if set(written) == {"from", "rate"}:
            rate = written["rate"]
            return f"{rate if isinstance(rate, str) else percent(float(rate))} from year {written['from']}"
        return ", ".join(f"{str(key).replace('_', ' ')} {in_words(item)}" for key, item in written.items())
    if isinstance(written, (list, tuple)):
        return ", ".join(in_words(item) for item in written)
    return number(written) if isinstance(written, (int, float)) else str(written)
