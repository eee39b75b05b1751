"""Rules of a study that bear on many of its numbers: prices and exchange rates, and optimism bias by grade."""

from __future__ import annotations

from sroi.analysis.differences.mixtures import Table
from sroi.analysis.differences.transition import Transition
from sroi.valuation.stated import prices_text


def prices_in_force(found: Transition) -> Table:
    """Whose price base, price index and exchange rates are in force."""
    first, second = (prices_text(model.study) for model in found.models)
    parts = {what: (before, second[what]) for what, before in first.items()}
    differing = {what: sides for what, sides in parts.items() if sides[0] != sides[1]}
    said = " and ".join(differing).capitalize()
    words = ", ".join(sides[0] for sides in differing.values()), ", ".join(sides[1] for sides in differing.values())
    return found.choice("price_base", "value", said, words, bool(differing))


def graded_bias(found: Transition, address: str, group: str) -> Table | None:
    """Optimism bias that a study's rule sets by grade, where only one of two studies has the rule: one change for all.

    None where each bias is a number of its own.
    """
    rules = [model.study.optimism_bias for model in found.models]
    columns = [model.parameters.columns[address] for model in found.models]
    rows = [model.parameters.rows[column] for model, column in zip(found.models, columns, strict=True)]
    stated = any(
        row.stated or row.address in model.parameters.overridden for row, model in zip(rows, found.models, strict=True)
    )
    if rules[0] == rules[1] or stated:
        return None
    what = "costs" if address.startswith("inputs/") else "gains and harms"
    words = [rule.replace("-", " ") for rule in rules]
    place = found.change(f"optimism_bias ({what})", group, f"Optimism bias on {what}", words[0], words[1])
    return Table.switch(place, rows[0].central, rows[1].central)
