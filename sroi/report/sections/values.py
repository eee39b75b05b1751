"""Valuation: what one unit of each change is worth, who says so, and how it came to the price base."""

from __future__ import annotations

from sroi import bank
from sroi.report.content import Block, Prompt, Section, Table
from sroi.report.material import Material
from sroi.valuation.evidence import source_text
from sroi.valuation.formats import money
from sroi.valuation.labels import spaced
from sroi.valuation.model import Line
from sroi.valuation.money import short_citation
from sroi.valuation.ranges import stated_range
from sroi.valuation.vector import central


def values(material: Material) -> Section:
    """Values with sources, their uprating, alternatives and licences."""
    m = material
    blocks: list[Block] = [_values(m)]
    steps = _steps(m)
    if steps is not None:
        blocks += [steps]
    licences: Block = _licences(m) or Prompt(m.say("values.licence-ask"))
    parts = (
        Section("alternatives", m.say("values.alternatives"), (Prompt(m.say("values.alternatives-ask")),)),
        Section("licences", m.say("values.licence"), (licences,)),
    )
    return Section("values", m.say("values.title"), tuple(blocks), parts)


def line_name(m: Material, line: Line) -> str:
    """A value of an outcome in words."""
    name = m.study.outcomes[line.outcome].name
    shown = name if line.value == "value" else f"{name}: {spaced(line.value)}"
    return shown if line.mirror_of is None else f"{shown} (other side of the transfer)"


def _values(m: Material) -> Table:
    x, rows = central(m.model), []
    for line in m.model.lines:
        if line.mirror_of is not None:
            continue
        found = line.unit_value
        span = stated_range(found.distribution)
        ends = [money(end * found.factor, m.currency, 2) for end in span[:2]] if span else []
        rows.append(
            (
                line_name(m, line),
                m.study.stakeholders[line.to].name,
                line.type or m.say("not-stated"),
                money(float(line.unit.of(x)), m.currency, 2),
                " to ".join(ends) if span else m.say("none"),
                source_text(m.study, found.source) if found.source else m.say("not-stated"),
            )
        )
    heads = tuple(m.say(f"values.{key}") for key in ("outcome", "goes", "type", "unit", "range", "source"))
    return Table(m.say("values.caption"), heads, tuple(rows), frozenset({3}), widths=(3, 2, 1.3, 1.8, 1.8, 3.4))


def _steps(m: Material) -> Table | None:
    rows = tuple(
        (line_name(m, line), "; ".join(line.unit_value.steps))
        for line in m.model.lines
        if line.mirror_of is None and line.unit_value.steps
    )
    if not rows:
        return None
    heads = (m.say("values.outcome"), m.say("values.steps"))
    return Table(m.say("values.uprating-caption"), heads, rows, widths=(1, 2))


def _licences(m: Material) -> Table | None:
    used = {
        line.unit_value.proxy: line.unit_value.type
        for line in m.model.lines
        if line.unit_value.proxy and line.mirror_of is None
    }
    rows = []
    for name, kind in used.items():
        assert name is not None
        record = bank.find(name, kind, extra=m.model.converter.banks).record
        rows.append((name, short_citation(record), record.licence))
    if not rows:
        return None
    heads = (m.say("values.proxy"), m.say("annex.title"), m.say("annex.licence"))
    return Table(m.say("values.licence-caption"), heads, tuple(rows), widths=(3, 4, 2))
