"""Limitations, and how to use the ratio or not to."""

from __future__ import annotations

from sroi.report import sentences
from sroi.report.content import Block, Paragraph, Points, Prompt, Section, Table
from sroi.report.material import Material
from sroi.valuation.formats import money, part
from sroi.valuation.tables import group_sums


def limits(material: Material) -> Section:
    """Limitations, the standing paragraph on comparison, and what stands beside the ratio."""
    m = material
    listed: Block = Points(m.study.limitations) if m.study.limitations else Prompt(m.say("limits.none-ask"))
    parts = (
        Section("limitations", m.say("limits.list"), (listed,)),
        Section("use", m.say("limits.use"), (Paragraph(sentences.no_ranking(m.texts)), how_to_use(m))),
        Section("beside", m.say("limits.beside"), (_beside(m),)),
    )
    return Section("limits", m.say("limits.title"), (), parts)


def how_to_use(m: Material) -> Points:
    """What to do with the ratio, and what not."""
    return Points(tuple(m.texts.group("limits.use-points").values()))


def _beside(m: Material) -> Table:
    v = m.valuation
    largest = max(zip(v.flows.line_totals, m.model.lines, strict=True), key=lambda item: abs(float(item[0])))
    outcome = m.study.outcomes[largest[1].outcome].name
    harms = [key for key, value in group_sums(v, "outcome").items() if value < 0]

    def share(view: str) -> str:
        seen = v.perspectives.get(view)
        return part(seen.pv_benefits, v.pv_benefits) if seen is not None and seen.pv_benefits else m.say("none")

    rows = (
        (m.say("result.npv"), money(v.npv, m.currency)),
        (m.say("limits.cost"), money(v.pv_inputs, m.currency)),
        (m.say("limits.people"), sentences.people(v, m.texts) or m.say("not-stated")),
        (m.say("limits.unvalued"), str(len(m.study.unmonetised))),
        (m.say("limits.fiscal"), share("fiscal")),
        (m.say("limits.cashable"), share("cashable")),
        (m.say("limits.largest"), f"{part(float(largest[0]), v.pv_benefits)} (“{outcome}”)"),
        (m.say("limits.harms"), str(len(harms))),
    )
    return Table(m.say("limits.beside-caption"), (m.say("head.item"), m.say("head.value")), rows, widths=(1, 2))
