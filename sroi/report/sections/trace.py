"""Annex D: the formulas, and every number traced to who says so."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.report.content import Points, Section, Table
from sroi.report.material import Material
from sroi.valuation.explain import Explanation, explain


def trace(material: Material) -> Section:
    """Formulas, then the steps of every outcome and of what is invested."""
    m = material
    return Section(
        "trace",
        m.say("annex.trace"),
        (Points(tuple(m.texts.group("annex.formulas").values())), *_traces(m)),
        annex=True,
    )


def _traces(m: Material) -> Iterator[Table]:
    for stream in m.model.streams:
        found = explain(m.valuation, stream.outcome)
        yield _table(m, m.say("annex.trace-caption", name=m.study.outcomes[stream.outcome].name), found)
    yield _table(m, m.say("annex.inputs-trace"), explain(m.valuation, "inputs"))


def _table(m: Material, caption: str, found: Explanation) -> Table:
    deepest = min(step.level for step in found.steps)
    rows = tuple((f"{'· ' * (step.level - deepest)}{step.what}", step.amount, step.source) for step in found.steps)
    heads = (m.say("annex.step"), m.say("annex.amount"), m.say("annex.evidence"))
    return Table(caption, heads, rows, frozenset({1}), widths=(4, 1.6, 4))
