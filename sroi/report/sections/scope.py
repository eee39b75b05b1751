"""Purpose, audience and scope: what the study is for, what it counts, and what it is compared with."""

from __future__ import annotations

from sroi.report.content import Block, Prompt, Section, Table
from sroi.report.material import Material
from sroi.report.sections.cover import alternative_name
from sroi.valuation.formats import years


def scope(material: Material) -> Section:
    """Purpose, audience, frame of the account, options, and why this method."""
    m, study = material, material.study
    options: list[Block] = [Prompt(m.say("scope.options-ask"))]
    if m.alternatives is not None:
        options.append(_options(m))
    parts = (
        Section("purpose", m.say("scope.purpose-title"), (Prompt(m.say("scope.purpose"), study.purpose or ""),)),
        Section("audience", m.say("scope.audience-title"), (Prompt(m.say("scope.audience"), study.audience or ""),)),
        Section("activity", m.say("scope.activity-title"), (Prompt(m.say("scope.activity")),)),
        Section("frame", m.say("scope.frame"), (_frame(m),)),
        Section("options", m.say("scope.options-title"), tuple(options)),
        Section("why", m.say("scope.why-title"), (Prompt(m.say("scope.why")),)),
    )
    return Section("scope", m.say("scope.title"), (), parts)


def _frame(m: Material) -> Table:
    study = m.study
    social = m.valuation.perspectives["social"].view
    compared = len(study.counterfactuals)
    rows = (
        (m.say("scope.period"), m.say("cover.period-text", span=years(study.horizon), start=study.start_year)),
        (m.say("scope.perspective"), f"{social.numerator}; {social.denominator}"),
        (
            m.say("scope.counterfactual"),
            m.say("scope.comparison", count=compared) if compared else m.say("scope.deadweight"),
        ),
        (m.say("scope.discounting"), m.valuation.convention),
        (
            m.say("scope.optimism"),
            m.say("scope.optimism-grade" if study.optimism_bias == "by-grade" else "scope.optimism-none"),
        ),
        (m.say("scope.activity-row"), ", ".join(study.partners) or m.say("not-stated")),
    )
    return Table(m.say("scope.frame-caption"), (m.say("head.item"), m.say("head.value")), rows, widths=(1, 3))


def _options(m: Material) -> Table:
    assert m.alternatives is not None
    rows = tuple(
        (alternative_name(m, found.id), found.kind, found.changes, found.note or "")
        for found in m.alternatives.alternatives[1:]
    )
    columns = tuple(m.say(f"scope.{key}") for key in ("option", "kind", "sets", "note"))
    return Table(m.say("scope.options-caption"), columns, rows, widths=(2, 1, 4, 3))
