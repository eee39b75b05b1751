"""The summary, for all audiences: the answer with its range, its caveats, and what is not in the number."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.analysis.words.switching import does
from sroi.report import sentences
from sroi.report.content import Block, Paragraph, Points, Prompt, Section
from sroi.report.material import Material

#: What is named before "and n more".
_NAMED = 6
_SWITCHES = 3


def summary(material: Material) -> Section:
    """One page: the answer, what it means, caveats, what would have to be true, what is left out, what is asked."""
    m = material
    blocks: list[Block] = [*answer(m), *means(m)]
    parts = (
        Section("caveats", m.say("summary.caveats"), (before_you_use_it(m),)),
        Section("true", m.say("summary.switch"), tuple(would_have_to_be_true(m))),
        Section("missing", m.say("summary.missing"), (not_in_the_number(m),)),
        Section("decide", m.say("summary.decide"), (Prompt(m.say("summary.decide-ask")),)),
    )
    return Section("summary", m.say("summary.title"), tuple(blocks), parts, fresh=True)


def answer(m: Material) -> Iterator[Block]:
    """The answer sentence, then how much of it is savings; never a ratio without its range."""
    yield Paragraph(
        f"{sentences.answer(m.valuation, m.headline, m.texts)} {sentences.savings(m.valuation, m.headline, m.texts)}",
        "lead",
    )
    below = sentences.below_one(m.valuation, m.headline, m.texts)
    if below:
        yield Paragraph(below)


def means(m: Material) -> Iterator[Block]:
    """Net present value, cost for each person, payback."""
    said = (sentences.present_values, sentences.people, sentences.payback)
    yield Paragraph(" ".join(text for say in said if (text := say(m.valuation, m.texts))))


def before_you_use_it(m: Material) -> Points:
    """The caveats that weigh most."""
    return Points(tuple(caveat.words for caveat in m.caveats))


def would_have_to_be_true(m: Material, most: int = _SWITCHES) -> Iterator[Block]:
    """Switching values in words, the closest and weakest first."""
    found = m.switching
    pairs = [
        (rows[0].parameter.stated, text)
        for rows, text in zip(found.groups, found.sentences, strict=True)
        if does(found, rows[0]) and not rows[0].turns
    ]
    said = ([text for stated, text in pairs if stated] or [text for _, text in pairs])[:most]
    if not said:
        yield Paragraph(" ".join(found.summary[:2]))
        return
    yield Paragraph(m.say("summary.switch-lead"))
    yield Points(tuple(said))


def not_in_the_number(m: Material, most: int = _NAMED) -> Block:
    """What is named and not valued."""
    items = list(m.study.unmonetised.values())
    if not items:
        return Paragraph(m.say("summary.missing-none"))
    named = [f"{item.name} ({item.direction})" for item in items[:most]]
    if len(items) > most:
        named.append(m.say("summary.more", count=len(items) - most))
    return Points(tuple(named))
