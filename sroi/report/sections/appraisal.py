"""The appraisal summary table in the terms of the Green Book: options in columns, doing without first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from sroi.analysis.options import Alternative
from sroi.analysis.switching import switching
from sroi.analysis.targets.amounts import in_unit
from sroi.analysis.words.options import in_twenty
from sroi.analysis.words.switching import does
from sroi.report.content import Block, Paragraph, Prompt, Section, Table
from sroi.report.material import Material
from sroi.report.sections.cover import alternative_name
from sroi.report.sections.summary import before_you_use_it
from sroi.valuation.formats import money, plain
from sroi.valuation.rounding import about
from sroi.valuation.tables import group_sums
from sroi.valuation.valuation import NOT_STATED, Valuation

#: Options that fit beside each other on a page; more are further tables.
_BESIDE = 3


def appraisal(material: Material) -> Section:
    """Strategic fit, the summary table, risks, and the preferred option."""
    m = material
    base = m.study.price_base if m.study.price_base != "unknown" else m.say("not-stated")
    blocks: list[Block] = [Paragraph(m.say("appraisal.lead", base=base)), *tables(m), before_you_use_it(m)]
    parts = tuple(
        Section(f"appraisal-{key}", m.say(f"appraisal.{key}-title"), (Prompt(m.say(ask)),))
        for key, ask in (
            ("strategic", "appraisal.strategic"),
            ("risks", "appraisal.risks-ask"),
            ("preferred", "appraisal.preferred-ask"),
        )
    )
    return Section("appraisal", m.say("appraisal.title"), tuple(blocks), parts, fresh=True)


def shortlist(m: Material) -> tuple[Alternative, ...]:
    """What is compared: the base case and the options; scenarios are no choices."""
    if m.alternatives is None:
        return ()
    return (m.alternatives.base, *m.alternatives.options)


def tables(m: Material) -> list[Table]:
    """One column for each option; where there are none, one for what is valued."""
    options = shortlist(m)
    columns: list[tuple[str, Valuation, Alternative | None]] = [
        (m.say("base") if item.kind == "base case" else alternative_name(m, item.id), item.valuation, item)
        for item in options
    ]
    if not columns or m.valuation.scenario is not None:
        scenario = m.valuation.scenario
        columns = [(m.say("base") if scenario is None else alternative_name(m, scenario), m.valuation, None)]
    first, rest = columns[0], columns[1:]
    groups = [rest[start : start + _BESIDE - 1] for start in range(0, len(rest), _BESIDE - 1)] or [[]]
    return [_table(m, [first, *group]) for group in groups]


Column = tuple[str, Valuation, Alternative | None]


def _table(m: Material, columns: Sequence[Column]) -> Table:
    rows = [
        (
            label,
            m.say("appraisal.same") if words else money(0, m.currency),
            *(cell(v, found) for _, v, found in columns),
        )
        for label, cell, words in _rows(m, columns)
    ]
    heads = (m.say("appraisal.row"), m.say("appraisal.without"), *(name for name, _, _ in columns))
    widths = (2.2, 1.5, *([2.4] * len(columns)))
    return Table(m.say("appraisal.caption"), heads, tuple(rows), frozenset(), widths)


Cell = Callable[[Valuation, "Alternative | None"], str]
Row = tuple[str, Cell, bool]

_TYPES = ("fiscal", "economic", "social")


def _rows(m: Material, columns: Sequence[Column]) -> list[Row]:
    """Label, what each option says, and whether that is words, so that the reference has none."""
    say = m.say
    payers = dict.fromkeys(cost.stakeholder for _, valuation, _ in columns for cost in valuation.model.costs)
    typed = {kind for _, valuation, _ in columns for kind in group_sums(valuation, "type")}
    kinds = [*_TYPES, *([NOT_STATED] if NOT_STATED in typed else [])]
    rows: list[Row] = [(say("appraisal.costs"), lambda v, f: money(v.pv_inputs, m.currency), False)]
    for key in payers:
        rows.append((say("appraisal.by-payer", name=m.study.stakeholders[key].name), partial(_paid_by, m, key), False))
    rows.append((say("appraisal.benefits"), lambda v, f: money(v.pv_benefits, m.currency), False))
    for kind in kinds:
        rows.append((say(f"appraisal.{'untyped' if kind == NOT_STATED else kind}"), partial(_of_type, m, kind), False))
    return [
        *rows,
        (say("appraisal.npsv"), lambda v, f: money(v.npv, m.currency), False),
        (say("appraisal.npsv-range"), partial(_range, m, "npv"), True),
        (say("appraisal.bcr"), partial(_ratio, m), True),
        (say("appraisal.better"), lambda v, f: _better(f), True),
        (say("appraisal.optimism"), partial(_bias, m), True),
        (say("appraisal.switching"), partial(_switch, m), True),
        (say("appraisal.unvalued"), partial(_unvalued, m), True),
        (say("appraisal.distribution"), partial(_most, m), True),
        (say("appraisal.risks"), lambda v, f: say("appraisal.to-write"), True),
        (say("appraisal.preferred"), lambda v, f: say("appraisal.to-write"), True),
    ]


def _paid_by(m: Material, payer: str, v: Valuation, found: Alternative | None) -> str:
    paid = zip(v.model.costs, v.flows.present_costs, strict=True)
    return money(sum(float(present.sum()) for cost, present in paid if cost.stakeholder == payer), m.currency)


def _of_type(m: Material, kind: str, v: Valuation, found: Alternative | None) -> str:
    return money(group_sums(v, "type").get(kind, 0.0), m.currency)


def _range(m: Material, measure: str, v: Valuation, found: Alternative | None) -> str:
    if found is None or measure not in found.ranges:
        return m.say("appraisal.range-none")
    _, low, high = about(0.0, *found.ranges[measure], m.currency)
    return f"{low} to {high}"


def _ratio(m: Material, v: Valuation, found: Alternative | None) -> str:
    """The ratio inside its range; from the headline where options are not compared."""
    if found is None:
        return m.headline.answer
    if "ratio" not in found.ranges:
        return f"{plain(v.ratio)} ({m.say('appraisal.range-none')})"
    ratio, low, high = about(v.ratio, *found.ranges["ratio"], m.currency)
    return f"{ratio} ({low} to {high})"


def _better(found: Alternative | None) -> str:
    return in_twenty(found.above_base["npv"]) if found is not None and "npv" in found.above_base else ""


def _bias(m: Material, v: Valuation, found: Alternative | None) -> str:
    return m.say("appraisal.bias-graded" if v.study.optimism_bias == "by-grade" else "appraisal.bias-none")


def _switch(m: Material, v: Valuation, found: Alternative | None) -> str:
    """The number whose switching value is closest for the weakness of its evidence."""
    asked = m.switching if v is m.valuation else switching(v.model)
    for row in sorted(asked.rows, key=lambda row: not row.parameter.stated):
        if row.value is not None and does(asked, row) and not row.turns:
            now, at = in_unit(row.base, row.parameter), in_unit(row.value, row.parameter)
            return f"{row.parameter.label}: {now} → {at}"
    return m.say("appraisal.no-switch")


def _unvalued(m: Material, v: Valuation, found: Alternative | None) -> str:
    """What is named without a value; the study names it once, for all options."""
    if found is not None and found.kind != "base case":
        return m.say("appraisal.as-base")
    said = [f"{item.name} ({item.direction}, {item.scale})" for item in m.study.unmonetised.values()]
    return "; ".join(said) or m.say("none")


def _most(m: Material, v: Valuation, found: Alternative | None) -> str:
    sums = sorted(group_sums(v, "stakeholder").items(), key=lambda item: -item[1])[:3]
    return ", ".join(f"{m.study.stakeholders[key].name} {money(value, m.currency)}" for key, value in sums)
