"""Assurance: who looked, what automatic checks found, and where each principle is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sroi.assurance.finding import Finding
from sroi.assurance.statement import OnPrinciple
from sroi.report.content import Block, Paragraph, Points, Prompt, Section, Table
from sroi.report.material import Material

#: Sections in which each principle of social value is answered, by its number.
_ANSWERED: Final[Mapping[int, tuple[str, ...]]] = {
    1: ("stakeholders",),
    2: ("theory", "evidence"),
    3: ("values",),
    4: ("stakeholders", "unvalued"),
    5: ("impact", "uncertainty"),
    6: ("evidence", "assumptions", "trace"),
    7: ("assurance", "reproduce"),
    8: ("response",),
}


def assurance(material: Material) -> Section:
    """Reviewers and checks. Principles follow once sections have numbers: see :func:`principles`."""
    m = material
    parts = (
        Section("reviewed", m.say("assurance.who"), tuple(_reviewed(m))),
        Section("checks", m.say("assurance.checks"), tuple(_checks(m))),
    )
    return Section("assurance", m.say("assurance.title"), (Points(m.statement.caveats),), parts)


def principles(m: Material, numbers: Mapping[str, str]) -> Section:
    """What the study says on each principle, what it leaves open, and where this report answers it.

    Parameters
    ----------
    m
        What is known of the study.
    numbers
        Titles of the sections of this report, with their numbers, by id.
    """
    found = m.statement
    where = tuple(
        (
            _name(one),
            ", ".join(numbers[key] for key in _ANSWERED[one.principle.number] if key in numbers) or m.say("none"),
            ", ".join(dict.fromkeys(finding.rule.id for finding in one.findings if finding.open)) or m.say("none"),
            one.principle.beyond_checks,
        )
        for one in found.principles
    )
    heads = tuple(m.say(f"assurance.{key}") for key in ("principle", "answered", "open", "beyond"))
    answered = Table(m.say("assurance.answered-caption"), heads, where, widths=(2, 2.4, 1.6, 4))
    said = tuple(
        (_name(one), answer.asks, "; ".join(answer.said), "; ".join(answer.gaps))
        for one in found.principles
        for answer in one.answers
    )
    heads = tuple(m.say(f"assurance.{key}") for key in ("principle", "asks", "said", "gaps"))
    table = Table(m.say("assurance.principles-caption"), heads, said, widths=(1.8, 2.4, 4, 3))
    return Section("principles", m.say("assurance.principles"), (Paragraph(found.summary[0]), answered, table))


def _name(one: OnPrinciple) -> str:
    return f"{one.principle.number}. {one.principle.name}"


def _reviewed(m: Material) -> Iterator[Block]:
    signed = m.base.signed_off
    yield Prompt(m.say("assurance.who-ask"), m.say("status.signed", by=signed.by, when=signed.when) if signed else "")


def _checks(m: Material) -> Iterator[Block]:
    yield Points((*m.review.summary, *(f"{off.rule.id} {off.rule.title}: {off.reason}" for off in m.review.off)))
    opened = m.review.open
    if opened:
        rows = tuple(
            (
                f"{finding.rule.id} {finding.rule.title}",
                m.say(f"assurance.level-{finding.rule.level}"),
                finding.found.message,
                m.review.effect(finding),
                finding.found.fix,
            )
            for finding in opened
        )
        heads = tuple(m.say(f"assurance.{key}") for key in ("check", "level", "found", "effect", "fix"))
        yield Table(m.say("assurance.open-caption"), heads, rows, widths=(2.2, 1.1, 3.4, 2, 2.6))
    kept = [finding for finding in m.review.findings if not finding.open]
    if kept:
        settled = tuple(map(_kept, kept))
        heads = tuple(m.say(f"assurance.{key}") for key in ("check", "found", "reason"))
        yield Table(m.say("assurance.acknowledged-caption"), heads, settled, widths=(2, 3, 3))


def _kept(finding: Finding) -> tuple[str, str, str]:
    return f"{finding.rule.id} {finding.rule.title}", finding.found.message, finding.acknowledged or ""
