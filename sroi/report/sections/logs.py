"""Annexes A to C: assumptions with what each does to the ratio, decisions, data."""

from __future__ import annotations

from sroi.assurance.logs import FIELDS
from sroi.report.content import Block, Paragraph, Prompt, Section, Table
from sroi.report.material import Material
from sroi.report.sections.evidence import numbers_by_source


def assumptions(material: Material) -> Section:
    """The log people keep, then every number that is an assumption without an entry, each with its effect."""
    m, log = material, material.statement.log
    logged = tuple(
        (
            entry.what,
            log.effect(entry),
            entry.reliability or entry.weakest,
            entry.when or "",
            entry.why or "",
            entry.by or "",
            entry.signed_off_by or "",
        )
        for entry in log.entries
        if entry.entered
    )
    blocks: list[Block] = [Paragraph(" ".join(log.summary))]
    if logged:
        keys = ("what", "effect", "reliability", "when", "why", "by", "signed")
        heads = tuple(m.say(f"annex.{key}") for key in keys)
        blocks.append(Table(m.say("annex.log-caption"), heads, logged, widths=(3, 2.4, 2, 1.2, 2, 1.6, 1.4)))
    else:
        blocks.append(Paragraph(m.say("annex.none-recorded"), "warning"))
    numbers = tuple((entry.what, log.effect(entry), entry.weakest, entry.why or "") for entry in log.missing)
    if numbers:
        heads = tuple(m.say(f"annex.{key}") for key in ("what", "effect", "reliability", "note"))
        blocks.append(Table(m.say("annex.numbers-caption"), heads, numbers, widths=(3.4, 2.4, 2, 3)))
    blocks.append(Paragraph(m.say("annex.fields", source=FIELDS), "small"))
    return Section("assumptions", m.say("annex.assumptions"), tuple(blocks), annex=True, fresh=True)


def decisions(material: Material) -> Section:
    """The decisions log, or the question for it."""
    m = material
    if not m.base.decisions:
        blocks: tuple[Block, ...] = (
            Paragraph(m.say("annex.decisions-none"), "warning"),
            Prompt(m.say("annex.decisions-ask")),
        )
        return Section("decisions", m.say("annex.decisions"), blocks, annex=True)
    rows = tuple((item.what, item.why or "", item.when or "", item.by or "") for item in m.base.decisions)
    heads = tuple(m.say(f"annex.{key}") for key in ("what", "why", "when", "by"))
    table = Table(m.say("annex.decisions-caption"), heads, rows, widths=(3, 3, 1, 1.5))
    return Section("decisions", m.say("annex.decisions"), (table,), annex=True)


def data(material: Material) -> Section:
    """Every source with kind, publisher and licence."""
    m = material
    used = numbers_by_source(m)
    rows = tuple(
        (
            f"{source.title}{f' {source.url}' if source.url else ''}",
            source.kind.replace("-", " "),
            source.publisher or source.author or "",
            source.year or "",
            source.licence or m.say("not-stated"),
            f"{used[key]:,}",
        )
        for key, source in m.study.sources.items()
    )
    if not rows:
        return Section("data", m.say("annex.data"), (Paragraph(m.say("annex.no-sources"), "warning"),), annex=True)
    heads = tuple(m.say(f"annex.{key}") for key in ("title", "kind", "publisher", "year", "licence", "used"))
    table = Table(m.say("annex.data-caption"), heads, rows, frozenset({5}), widths=(4, 1.5, 2, 0.9, 1.5, 1.2))
    return Section("data", m.say("annex.data"), (table,), annex=True)
