"""The rules, one file per group. Adding a rule is adding one function with the decorator ``rule``."""

from __future__ import annotations

from typing import Final

from sroi.assurance.finding import Rule
from sroi.assurance.rules import (
    double_counting,
    evidence,
    inputs,
    overclaiming,
    process,
    reporting,
    stakeholders,
    timing,
    uncertainty,
    units,
    valuing,
)

#: Groups by their title, in the order in which findings of one level are listed.
GROUPS: Final = {
    "Claiming too much": (overclaiming,),
    "Counting twice": (double_counting,),
    "Values": (valuing, units),
    "Time": (timing,),
    "Inputs": (inputs,),
    "Stakeholders": (stakeholders,),
    "Evidence": (evidence,),
    "Uncertainty": (uncertainty,),
    "The ratio": (reporting,),
    "Process and privacy": (process,),
}


def rules_of(group: str) -> tuple[Rule, ...]:
    """The rules of one group, by their id."""
    found = [item for module in GROUPS[group] for item in vars(module).values() if isinstance(item, Rule)]
    return tuple(sorted(found, key=lambda one: one.id))


#: Every rule.
RULES: Final[tuple[Rule, ...]] = tuple(one for group in GROUPS for one in rules_of(group))
