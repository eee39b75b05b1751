"""Theory of change: the diagram, negative change, and the words of those concerned."""

from __future__ import annotations

from sroi.charts.theory_of_change import theory_of_change
from sroi.report.content import Block, Figure, Paragraph, Prompt, Section
from sroi.report.material import Material
from sroi.valuation.tables import group_sums


def theory(material: Material) -> Section:
    """Diagram, harms, cases."""
    m, study = material, material.study
    harms = [study.outcomes[key].name for key, value in group_sums(m.valuation, "outcome").items() if value < 0]
    said: list[Block] = [Paragraph(m.say("theory.harms-none"))]
    if harms:
        said = [Paragraph(m.say("theory.harms", count=len(harms), names=quoted(harms)))]
    bad = [item.name for item in study.unmonetised.values() if item.direction in ("negative", "mixed")]
    if bad:
        said.append(Paragraph(m.say("theory.unvalued-harms", names=quoted(bad))))
    parts = (
        Section("harms", m.say("theory.harms-title"), (*said, Prompt(m.say("theory.harms-ask")))),
        Section("cases", m.say("theory.cases-title"), (Prompt(m.say("theory.cases-ask")),)),
    )
    return Section("theory", m.say("theory.title"), (Figure(m.say("theory.figure"), theory_of_change(study)),), parts)


def quoted(names: list[str]) -> str:
    """Several names in quotation marks, one after the other."""
    return ", ".join(f"“{name}”" for name in names)
