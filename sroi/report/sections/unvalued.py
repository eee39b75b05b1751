"""What is not valued in money, and how gains and losses are spread."""

from __future__ import annotations

from sroi.report.content import Block, Paragraph, Prompt, Section, Table
from sroi.report.material import Material


def unvalued(material: Material) -> Section:
    """Changes without a money value, then equality."""
    m = material
    equality = Section(
        "equality",
        m.say("unvalued.equality"),
        (Paragraph(m.say("unvalued.equality-lead")), Prompt(m.say("unvalued.equality-ask"))),
    )
    return Section("unvalued", m.say("unvalued.title"), (_changes(m),), (equality,))


def _changes(m: Material) -> Block:
    people = m.study.stakeholders
    rows = tuple(
        (
            item.name,
            people[item.stakeholder].name if item.stakeholder in people else "",
            item.direction,
            item.scale,
            item.note or "",
        )
        for item in m.study.unmonetised.values()
    )
    if not rows:
        return Paragraph(m.say("unvalued.none"))
    heads = tuple(m.say(f"unvalued.{key}") for key in ("change", "who", "direction", "scale", "note"))
    return Table(m.say("unvalued.caption"), heads, rows, widths=(3, 2, 1.2, 1.1, 3))
