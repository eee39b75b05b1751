"""Evidence: what each outcome is measured by, and where its numbers come from."""

from __future__ import annotations

from collections import Counter

from sroi.report.content import Paragraph, Points, Prompt, Section, Table
from sroi.report.material import Material
from sroi.valuation.evidence import source_text
from sroi.valuation.formats import count, percent


def evidence(material: Material) -> Section:
    """Outcomes, sources, grades and limits."""
    m = material
    parts = (
        Section("rests", m.say("evidence.rests"), (Points(m.statement.evidence.summary),)),
        Section("sources", m.say("evidence.sources"), (sources(m),)),
        Section("limits-of-evidence", m.say("evidence.limits"), (Prompt(m.say("evidence.limits-ask")),)),
    )
    return Section("evidence", m.say("evidence.title"), (_outcomes(m),), parts)


def _outcomes(m: Material) -> Table:
    rows = []
    for place, stream in enumerate(m.model.streams):
        outcome = m.study.outcomes[stream.outcome]
        rows.append(
            (
                outcome.name,
                outcome.indicator or m.say("not-stated"),
                count(float(m.valuation.flows.quantity[place])),
                source_text(m.study, outcome.source) if outcome.source else m.say("not-stated"),
                str(outcome.grade or ""),
                str(outcome.follow_up or ""),
            )
        )
    heads = tuple(m.say(f"evidence.{key}") for key in ("outcome", "indicator", "quantity", "source", "grade", "follow"))
    return Table(m.say("evidence.caption"), heads, tuple(rows), frozenset({2, 4}), widths=(3, 3, 1.5, 3, 1, 1.6))


def sources(m: Material) -> Table | Paragraph:
    """Every source of the study, with how many numbers rest on it."""
    if not m.study.sources:
        return Paragraph(m.say("annex.no-sources"))
    used = numbers_by_source(m)
    rows = tuple(
        (
            ", ".join(part for part in (source.title, source.year) if part),
            source.kind.replace("-", " "),
            source.sample or "",
            percent(source.response) if source.response is not None else "",
            f"{used[key]:,}",
        )
        for key, source in m.study.sources.items()
    )
    heads = tuple(m.say(f"evidence.{key}") for key in ("source-title", "kind", "sample", "response", "used"))
    return Table(m.say("evidence.sources-caption"), heads, rows, frozenset({4}), widths=(5, 1.6, 1.2, 1.3, 1.3))


def numbers_by_source(m: Material) -> Counter[str]:
    """How many stated numbers name each source of the study."""
    named = (row.source for row in m.model.parameters.rows if row.stated and row.source)
    return Counter(source.partition(" ")[0].rstrip(",;:") for source in named)
