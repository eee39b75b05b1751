"""Establishing impact: what is taken off each outcome, on whose word, and what is left."""

from __future__ import annotations

from sroi.charts.waterfall import waterfall
from sroi.report.content import Block, Figure, Paragraph, Section, Table
from sroi.report.material import Material
from sroi.study.outcome import DEDUCTIONS
from sroi.valuation.evidence import said
from sroi.valuation.formats import number, part, percent
from sroi.valuation.labels import label, spaced
from sroi.valuation.model import Stream
from sroi.valuation.vector import central

#: Deductions with a column of their own.
_OWN = ("deadweight", "displacement", "attribution")


def impact(material: Material) -> Section:
    """Waterfall, deductions by outcome, and the evidence for each."""
    m = material
    blocks = (
        Paragraph(m.say("impact.lead")),
        Figure(m.say("impact.figure"), waterfall(m.valuation)),
        _deductions(m),
    )
    parts = (Section("reasons", m.say("impact.reasons"), (_reasons(m),)),)
    return Section("impact", m.say("impact.title"), blocks, parts)


def _deductions(m: Material) -> Table:
    x, rows = central(m.model), []
    for stream in m.model.streams:
        shares = {name: float(x[column]) for name, column in stream.deductions}
        others = [
            f"{spaced(name.rpartition('/')[2])} {percent(share)}"
            for name, share in shares.items()
            if name not in _OWN and share
        ]
        life = stream.life
        rows.append(
            (
                m.study.outcomes[stream.outcome].name,
                *(percent(shares.get(name, 0.0)) for name in _OWN),
                ", ".join(others),
                _kept(m, stream),
                percent(float(x[life.drop_off])) if life.drop_off is not None else "",
                number(float(x[life.duration])),
            )
        )
    keys = ("outcome", *_OWN, "other", "kept", "drop-off", "duration")
    heads = tuple(m.say(f"impact.{key}") for key in keys)
    widths = (3.2, 1.5, 1.6, 1.7, 2.2, 1, 1.2, 1.1)
    return Table(m.say("impact.caption"), heads, tuple(rows), frozenset({1, 2, 3, 5, 6, 7}), widths)


def _kept(m: Material, stream: Stream) -> str:
    """Share kept after all deductions, the same for every value of an outcome that is a gain."""
    for line, kept in zip(m.model.lines, m.valuation.flows.kept, strict=True):
        if m.model.streams[line.stream] is stream and line.mirror_of is None:
            return part(float(kept), 1)
    return ""


def _reasons(m: Material) -> Block:
    x, columns, rows = central(m.model), m.model.parameters.columns, []
    for stream in m.model.streams:
        names = [name for name, column in stream.deductions if name in DEDUCTIONS or x[column]]
        for key in (*names, "drop_off", "duration"):
            address = f"{stream.outcome}/{key}"
            if address not in columns:
                continue
            row = m.model.parameters.row(address)
            value = float(x[columns[address]])
            if row is not None and not row.stated:
                continue
            shown = number(value) if key == "duration" else percent(value)
            rows.append((label(m.study, address), shown, said(m.model, address)))
    if not rows:
        return Paragraph(m.say("impact.reasons-none"))
    heads = (m.say("impact.number"), m.say("impact.stated"), m.say("impact.says"))
    return Table(m.say("impact.reasons-caption"), heads, tuple(rows), frozenset({1}), widths=(3, 1, 4))
