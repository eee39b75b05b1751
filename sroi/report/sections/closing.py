"""Annexes E to G: changes, glossary, and how anybody gets the same numbers."""

from __future__ import annotations

from sroi.analysis.reproducing import commands
from sroi.report.content import Block, Paragraph, Prompt, Section, Table
from sroi.report.material import Material
from sroi.report.sections.cover import status
from sroi.valuation.sentences import published_sentence


def history(material: Material) -> Section:
    """What the study was when this was made, sign-off, and the question what changed."""
    m = material
    blocks: list[Block] = [Paragraph(m.say("annex.history-now", hash=m.base.hash)), Paragraph(f"{status(m)}.")]
    if m.base.published is not None and m.valuation.scenario is None:
        blocks.append(Paragraph(published_sentence(m.valuation)))
    return Section("history", m.say("annex.history"), (*blocks, Prompt(m.say("annex.history-ask"))), annex=True)


def glossary(material: Material) -> Section:
    """Words as they are used here."""
    m = material
    rows = tuple(sorted(m.texts.group("glossary").items(), key=lambda item: item[0].casefold()))
    heads = (m.say("annex.word"), m.say("annex.meaning"))
    table = Table(m.say("annex.glossary-caption"), heads, rows, widths=(1, 3))
    return Section("glossary", m.say("annex.glossary"), (table,), annex=True)


def reproduce(material: Material) -> Section:
    """Commands and the record of the run."""
    m, record = material, material.record
    typed = [f"sroi reproduce {m.say('annex.file')}"]
    if m.valuation.scenario is None:
        typed += commands("study.yaml", m.headline).replace("--draws 4096 --seed 0", _drawn(m)).splitlines()
    rows = record.rows[:-1]  # the last is for machines, and lies in the file itself
    table = Table(m.say("annex.record-caption"), (m.say("head.item"), m.say("head.value")), rows, widths=(1, 2))
    blocks: tuple[Block, ...] = (
        Paragraph(m.say("annex.reproduce-lead")),
        *(Paragraph(line, "code") for line in typed),
        table,
    )
    return Section("reproduce", m.say("annex.reproduce"), blocks, annex=True)


def _drawn(m: Material) -> str:
    return f"--draws {m.draws} --seed {m.seed}"
