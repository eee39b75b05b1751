"""The result: headline, value map, inputs, years, who gains, what kind of value, whose money."""

from __future__ import annotations

from sroi.analysis.headline import Headline
from sroi.charts.by_year import by_year
from sroi.charts.value_by import value_by
from sroi.report import sentences
from sroi.report.content import Block, Figure, Paragraph, Points, Section, Table
from sroi.report.material import Material
from sroi.report.sections.values import line_name
from sroi.valuation.formats import count, money, part, percent, plain
from sroi.valuation.labels import spaced
from sroi.valuation.rounding import about
from sroi.valuation.sentences import payback_sentence, published_sentence
from sroi.valuation.tables import group_sums
from sroi.valuation.valuation import NOT_STATED
from sroi.valuation.vector import central


def result(material: Material) -> Section:
    """Every result, the ratio first with its range and the caveats beside it."""
    m = material
    blocks: list[Block] = [
        Paragraph(sentences.answer(m.valuation, m.headline, m.texts), "lead"),
        Points(tuple(caveat.words for caveat in m.caveats)),
        headline_table(m),
    ]
    if m.study.published is not None and m.valuation.scenario is None:
        blocks.append(Paragraph(published_sentence(m.valuation)))
    parts = (
        Section("value-map", m.say("result.map"), (_value_map(m),)),
        Section("inputs", m.say("result.inputs-title"), (_inputs(m),)),
        Section("years", m.say("result.years"), (Figure(m.say("result.years-figure"), by_year(m.valuation)), years(m))),
        Section("who", m.say("result.who"), (Figure(m.say("result.who-figure"), value_by(m.valuation)), who_gains(m))),
        Section("types", m.say("result.types"), (types(m),)),
        Section("purses", m.say("result.purses"), (_purses(m),)),
    )
    return Section("result", m.say("result.title"), tuple(blocks), parts)


def range_text(found: Headline, m: Material) -> str:
    """The range of the ratio, or why there is none."""
    if found.ratio is None or found.low is None or found.high is None:
        return found.no_range
    _, low, high = about(found.ratio, found.low, found.high, found.currency)
    return f"{low} to {high}"


def headline_table(m: Material) -> Table:
    """Headline results; the exact ratio only beside its range."""
    v, irr = m.valuation, m.valuation.irr
    rows = (
        (m.say("result.ratio"), f"{plain(v.ratio)}  ({m.headline.answer})"),
        (m.say("result.range"), range_text(m.headline, m)),
        (m.say("result.net"), plain(v.net_ratio)),
        (m.say("result.npv"), money(v.npv, m.currency)),
        (m.say("result.benefits"), money(v.pv_benefits, m.currency)),
        (m.say("result.inputs"), money(v.pv_inputs, m.currency)),
        (m.say("result.payback"), payback_sentence(v)),
        (m.say("result.irr"), percent(irr.rate) if irr.rate is not None else (irr.reason or "")),
        (m.say("result.assumed"), part(v.share_on_assumptions, 1)),
    )
    return Table(m.say("result.caption"), (m.say("result.measure"), m.say("result.value")), rows, widths=(1, 2))


def _value_map(m: Material) -> Table:
    x, flows, rows = central(m.model), m.valuation.flows, []
    for place, line in enumerate(m.model.lines):
        total = float(flows.line_totals[place])
        sign = -1 if line.mirror_of is not None else 1
        rows.append(
            (
                line_name(m, line),
                m.study.stakeholders[line.to].name,
                count(float(flows.quantity[line.stream])),
                money(sign * float(line.unit.of(x)), m.currency),
                part(float(flows.kept[place]), 1),
                money(float(flows.impact[place]), m.currency),
                money(total, m.currency),
                part(total, m.valuation.pv_benefits),
            )
        )
    rows.append((m.say("result.total"), "", "", "", "", "", money(m.valuation.pv_benefits, m.currency), part(1, 1)))
    keys = ("outcome", "to", "quantity", "unit", "kept", "impact", "present", "share")
    heads = tuple(m.say(f"result.{key}") for key in keys)
    widths = (3, 2, 1.4, 1.7, 1.1, 1.9, 1.9, 1.2)
    return Table(m.say("result.map-caption"), heads, tuple(rows), frozenset(range(2, 8)), widths)


def _inputs(m: Material) -> Table:
    rows: list[tuple[str, ...]] = [
        (
            m.study.inputs[cost.id].name or spaced(cost.id).capitalize(),
            m.study.stakeholders[cost.stakeholder].name,
            cost.kind,
            money(float(present.sum()), m.currency),
            part(float(present.sum()), m.valuation.pv_inputs),
        )
        for cost, present in zip(m.model.costs, m.valuation.flows.present_costs, strict=True)
    ]
    rows.append((m.say("result.total"), "", "", money(m.valuation.pv_inputs, m.currency), part(1, 1)))
    heads = tuple(m.say(f"result.{key}") for key in ("input", "from", "kind", "present", "share"))
    return Table(m.say("result.inputs-caption"), heads, tuple(rows), frozenset({3, 4}), widths=(4, 3, 1.2, 2, 1.2))


def years(m: Material) -> Table:
    """Benefits and inputs year by year."""
    keys = ("benefits", "inputs", "pv_benefits", "pv_inputs", "running_total_discounted")
    frame = m.valuation.cash_flow
    rows = tuple((str(year), *(money(float(row[key]), m.currency) for key in keys)) for year, row in frame.iterrows())
    words = ("year", "year-benefits", "year-inputs", "year-present", "year-present-inputs", "running")
    heads = tuple(m.say(f"result.{key}") for key in words)
    return Table(m.say("result.years-caption"), heads, rows, frozenset(range(1, 6)), widths=(1, 2, 2, 2, 2, 2))


def who_gains(m: Material, most: int | None = None) -> Table:
    """Present value by stakeholder, the largest first; those beyond ``most`` together."""
    sums = sorted(group_sums(m.valuation, "stakeholder").items(), key=lambda item: -abs(item[1]))
    rows = [(m.study.stakeholders[key].name, value) for key, value in sums]
    if most is not None and len(rows) > most:
        rest = rows[most - 1 :]
        others = m.say("result.others", count=len(rest))
        rows = [*rows[: most - 1], (others, sum(value for _, value in rest))]
    return _grouped(m, "who", "to", rows)


def types(m: Material) -> Table:
    """Present value by type, with those not stated."""
    sums = group_sums(m.valuation, "type")
    named = [(m.say("not-stated") if key == NOT_STATED else key, value) for key, value in sums.items()]
    return _grouped(m, "types", "type", named)


def _grouped(m: Material, key: str, head: str, sums: list[tuple[str, float]]) -> Table:
    inputs, total = m.valuation.pv_inputs, m.valuation.pv_benefits
    rows = tuple(
        (name, money(value, m.currency), part(value, total), money(value / inputs, m.currency, 2))
        for name, value in sums
    )
    heads = (
        m.say(f"result.{head}"),
        m.say("result.present"),
        m.say("result.share"),
        m.say("result.per", one=money(1, m.currency)),
    )
    return Table(m.say(f"result.{key}-caption"), heads, rows, frozenset({1, 2, 3}), widths=(4, 2, 1, 1.4))


def _purses(m: Material) -> Table:
    rows = tuple(
        (
            found.view.title,
            money(found.pv_benefits, m.currency),
            money(found.pv_inputs, m.currency),
            plain(found.ratio) if found.ratio is not None else m.say("result.undefined"),
            m.range_seen(key) if found.ratio is not None else "",
            money(found.npv, m.currency),
        )
        for key, found in m.valuation.perspectives.items()
    )
    heads = tuple(m.say(f"result.{key}") for key in ("seen", "counted", "against", "ratio", "seen-range", "npv"))
    return Table(m.say("result.purses-caption"), heads, rows, frozenset(range(1, 6)), widths=(3.6, 2, 2, 1.2, 2.2, 2))
