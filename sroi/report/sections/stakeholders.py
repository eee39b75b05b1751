"""Stakeholders: who, how involved, how many, who was left out and why."""

from __future__ import annotations

from sroi.assurance.rules.stakeholders import unaccounted
from sroi.report.content import Block, Paragraph, Prompt, Section, Table
from sroi.report.material import Material
from sroi.valuation.formats import count, money
from sroi.valuation.tables import group_sums
from sroi.valuation.vector import central


def stakeholders(material: Material) -> Section:
    """Two tables and the question of materiality."""
    m, study = material, material.study
    blocks: list[Block] = [_table(m)]
    left = unaccounted(study)
    if left:
        names = ", ".join(study.stakeholders[key].name for key in left)
        blocks.append(Paragraph(m.say("stakeholders.unaccounted", names=names), "warning"))
    out = [(person.name, person.excluded) for person in study.stakeholders.values() if person.excluded]
    excluded: Block = Paragraph(m.say("stakeholders.excluded-none"))
    if out:
        columns = (m.say("stakeholders.who"), m.say("stakeholders.reason"))
        excluded = Table(m.say("stakeholders.excluded-caption"), columns, tuple(out), widths=(1, 2))
    parts = (
        Section("excluded", m.say("stakeholders.excluded-title"), (excluded,)),
        Section(
            "material",
            m.say("stakeholders.material"),
            (Prompt(m.say("stakeholders.material-ask")), Paragraph(m.say("stakeholders.decisions"))),
        ),
    )
    return Section("stakeholders", m.say("stakeholders.title"), tuple(blocks), parts)


def _table(m: Material) -> Table:
    sums, columns, x = group_sums(m.valuation, "stakeholder"), m.model.parameters.columns, central(m.model)
    rows = []
    for key, person in m.study.stakeholders.items():
        size = columns.get(f"stakeholders/{key}/size")
        rows.append(
            (
                person.name,
                m.say(f"role.{person.role}"),
                count(float(x[size])) if size is not None else "",
                person.involved or m.say("not-stated"),
                money(sums[key], m.currency) if key in sums else m.say("none"),
            )
        )
    heads = tuple(m.say(f"stakeholders.{key}") for key in ("who", "part", "number", "involved", "gains"))
    return Table(m.say("stakeholders.caption"), heads, tuple(rows), frozenset({2, 4}), widths=(2.4, 1.2, 1, 3, 1.7))
