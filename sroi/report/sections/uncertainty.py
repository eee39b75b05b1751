"""Uncertainty: the range, what it depends on, switching values in words, scenarios, and what no range covers."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.analysis.targets.amounts import in_unit
from sroi.analysis.words.options import in_twenty
from sroi.analysis.words.switching import does
from sroi.charts.chances import dots
from sroi.charts.drivers import drivers as drivers_chart
from sroi.charts.dumbbell import dumbbell
from sroi.charts.tornado import tornado as tornado_chart
from sroi.report.content import Block, Figure, Paragraph, Points, Prompt, Section, Table
from sroi.report.material import Material
from sroi.report.sections.cover import alternative_name
from sroi.valuation.formats import money
from sroi.valuation.rounding import about

#: Rows of the table of switching values.
_MOST = 12


def uncertainty(material: Material) -> Section:
    """Range, drivers, switching values, scenarios."""
    m = material
    parts = [
        Section("range", m.say("uncertainty.range-title"), tuple(_range(m))),
        Section("depends", m.say("uncertainty.drivers-title"), tuple(_depends(m))),
        Section("switching", m.say("uncertainty.switch-title"), tuple(_switching(m))),
        Section("scenarios", m.say("uncertainty.scenarios"), tuple(_scenarios(m))),
        Section("unquantified", m.say("uncertainty.unquantified"), tuple(_unquantified(m))),
    ]
    return Section("uncertainty", m.say("uncertainty.title"), (), tuple(parts))


def _range(m: Material) -> Iterator[Block]:
    if m.simulation is None:
        yield Paragraph(m.say("uncertainty.no-range", why=m.headline.no_range), "warning")
        return
    yield Points(m.simulation.summary)
    yield Figure(m.say("uncertainty.dots"), dots(m.simulation))


def _depends(m: Material) -> Iterator[Block]:
    yield Points(m.tornado.summary[:4])
    yield Figure(m.say("uncertainty.tornado"), tornado_chart(m.tornado))
    if m.drivers is not None:
        yield Points(m.drivers.summary)
        yield Figure(m.say("uncertainty.drivers"), drivers_chart(m.drivers))


def _switching(m: Material) -> Iterator[Block]:
    found = m.switching
    yield Paragraph(m.say("uncertainty.switch-lead"))
    yield Points(found.summary)
    rows: list[tuple[str, ...]] = []
    for row in sorted(found.rows, key=lambda row: not row.parameter.stated):
        if not does(found, row) or row.turns or row.value is None or len(rows) == _MOST:
            continue
        number = row.parameter
        span = " to ".join(in_unit(end, number) for end in row.spread) if row.spread else m.say("not-stated")
        said = m.say("yes") if row.inside else m.say("no") if row.spread else ""
        rows.append((number.label, in_unit(row.base, number), in_unit(row.value, number), span, said))
    if rows:
        heads = tuple(m.say(f"uncertainty.{key}") for key in ("number", "now", "at", "range", "inside"))
        caption = m.say("uncertainty.switch-caption")
        yield Table(caption, heads, tuple(rows), frozenset({1, 2}), widths=(4, 1.5, 1.5, 2.4, 1.2))


def _scenarios(m: Material) -> Iterator[Block]:
    found = m.alternatives
    if found is None:
        yield Paragraph(m.say("uncertainty.scenarios-none"))
        yield Prompt(m.say("uncertainty.scenarios-ask"))
        return
    yield Figure(m.say("uncertainty.scenarios-figure"), dumbbell(found))
    yield scenarios_table(m)
    yield Points(found.summary)


def scenarios_table(m: Material) -> Table:
    """Scenarios and options with ratio, range and net present value."""
    assert m.alternatives is not None
    rows = []
    for found in m.alternatives.alternatives:
        span = found.ranges.get("ratio")
        rows.append(
            (
                m.say("base") if found.kind == "base case" else alternative_name(m, found.id),
                m.say("result.undefined") if found.ratio is None else money(found.ratio, m.currency, 2),
                " to ".join(about(0.0, *span, m.currency)[1:]) if span else m.say("appraisal.range-none"),
                money(found.npv, m.currency),
                in_twenty(found.above_base["ratio"]) if "ratio" in found.above_base else "",
            )
        )
    heads = tuple(m.say(key) for key in ("uncertainty.name", "uncertainty.ratio", "uncertainty.drawn-range"))
    heads += (m.say("uncertainty.npv"), m.say("uncertainty.better"))
    caption = m.say("uncertainty.scenarios-caption")
    return Table(caption, heads, tuple(rows), frozenset({1, 2, 3, 4}), widths=(3, 1.2, 2.2, 2, 1.6))


def _unquantified(m: Material) -> Iterator[Block]:
    held = sum(row.stated and not row.uncertain for row in m.model.parameters.rows)
    yield Paragraph(m.say("uncertainty.held", count=held))
    yield Prompt(m.say("uncertainty.unquantified-ask"))
