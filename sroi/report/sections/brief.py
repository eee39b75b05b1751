"""The short report: two pages that a commissioner can read in five minutes."""

from __future__ import annotations

from sroi.charts.chances import dots
from sroi.charts.tornado import tornado
from sroi.report import sentences
from sroi.report.content import Block, Figure, Paragraph, Prompt, Section
from sroi.report.material import Material
from sroi.report.sections.result import who_gains
from sroi.report.sections.summary import answer, before_you_use_it, means, not_in_the_number, would_have_to_be_true

#: What is named where the pages are few.
_UNVALUED = 4
_GAINING = 8
_SWITCHES = 2
_BARS = 5


def brief(material: Material) -> tuple[Section, ...]:
    """Answer, caveats, range, who gains, what it depends on, what is left out, use, decision."""
    m = material
    gains = who_gains(m, _GAINING)
    range_: tuple[Block, ...] = ()
    if m.simulation is not None:
        range_ = (Figure(m.say("uncertainty.dots"), dots(m.simulation)),)
    return (
        Section("answer", m.say("brief.answer"), (*answer(m), *means(m))),
        Section("caveats", m.say("summary.caveats"), (before_you_use_it(m), *range_)),
        Section("gains", m.say("brief.gains"), (gains,)),
        Section(
            "depends",
            m.say("brief.depends"),
            (
                Paragraph(m.tornado.summary[0]),
                Figure(m.say("uncertainty.tornado"), tornado(m.tornado, most=_BARS)),
                *would_have_to_be_true(m, _SWITCHES),
            ),
        ),
        Section("missing", m.say("brief.not-counted"), (not_in_the_number(m, _UNVALUED),)),
        Section("use", m.say("brief.use"), (Paragraph(sentences.no_ranking(m.texts)),)),
        Section("decide", m.say("brief.decide"), (Prompt(m.say("summary.decide-ask")),)),
        Section("made", m.say("brief.made"), (Paragraph(_made(m), "small"),)),
    )


def _made(m: Material) -> str:
    return m.say(
        "brief.made-text", kind=m.say(f"kind.{m.study.kind}"), convention=m.valuation.convention, record=m.record.short
    )
