"""The value map, in the column order of Social Value International: one row for each value of an outcome."""

from __future__ import annotations

import math
from typing import Final

from sroi.study.outcome import DEDUCTIONS
from sroi.valuation.engine import biased
from sroi.valuation.flows import Flows
from sroi.valuation.labels import spaced
from sroi.valuation.life import WHOLE
from sroi.valuation.model import Line, Stream
from sroi.workbook.live.effects import Effects, Group
from sroi.workbook.live.invested import Invested
from sroi.workbook.live.numbers import Numbers
from sroi.workbook.live.page import Column, Content, Formula, Page, quoted
from sroi.workbook.live.scenarios import Scenarios
from sroi.workbook.live.uprating import Uprating
from sroi.workbook.live.variants import Variant

_ABOUT: Final = (
    "One row for each value of an outcome. Every number here follows from the sheet Numbers: change it there.",
    "Impact = quantity × value of one unit × share kept, for a full year; present value = all years, discounted.",
)

_HEADINGS: Final = {
    "deadweight": "Deadweight (would have happened anyway)",
    "displacement": "Displacement (moved from elsewhere)",
    "attribution": "Attribution (caused by others)",
}

#: Said of the mirror of a transfer.
_LOSES: Final = " (what the other party gains is lost here)"

#: Deductions that have a column even where no outcome states them.
_ALWAYS: Final = ("deadweight", "displacement", "attribution")


class ValueMap:
    """Rows of the value map, by place of the line in the model."""

    def __init__(
        self,
        variants: list[Variant],
        numbers: Numbers,
        scenarios: Scenarios,
        uprating: Uprating,
        effects: Effects,
        invested: Invested,
        flows: Flows,
    ) -> None:
        self.variants, self.numbers, self.scenarios = variants, numbers, scenarios
        self.uprating, self.effects, self.invested, self.flows = uprating, effects, invested, flows
        self.model = variants[0].model
        self.others = sorted({key for stream in self.model.streams for key, _ in stream.deductions if "/" in key})
        self.used = self._used()
        self.page = Page("Value map", "Value map", _ABOUT, self._columns(), kept=2)
        self.rows: list[int] = []
        self.people: set[str] = set()
        for place, line in enumerate(self.model.lines):
            self._add(place, line)

    def _used(self) -> list[str]:
        """Deductions that have a column: the three of every value map, and those that any outcome has."""
        stated = {
            key
            for variant in self.variants
            for stream in variant.model.streams
            for key, column in stream.deductions
            if variant.table.row(f"{stream.outcome}/{key}") is None
            or variant.table.rows[column].stated
            or variant.table.rows[column].central
        }
        return [key for key in (*DEDUCTIONS, *self.others) if key in _ALWAYS or key in stated]

    def _columns(self) -> list[Column]:
        shares = [Column(key, _HEADINGS.get(key, _said(key)), "share", wide=15) for key in self.used]
        return [
            Column("who", "Stakeholder", wide=26),
            Column("outcome", "Outcome (what changes)", wide=38),
            Column("size", "Number of stakeholders", "number", wide=13),
            Column("inputs", "Inputs of this stakeholder, present value", "money", wide=15),
            Column("indicator", "Indicator", wide=30),
            Column("evidence", "Source", wide=26),
            Column("quantity", "Quantity", "number", wide=13),
            Column("duration", "Duration, years", "number", wide=10),
            Column("starts", "Outcomes start after, years", "number", wide=11),
            Column("proxy", "Financial proxy", wide=32),
            Column("unit", "Value of one unit", "money fine", wide=15),
            Column("proxy_source", "Source of the value", wide=34),
            Column("to", "Value goes to", wide=26),
            Column("type", "Type of value", wide=11),
            *shares,
            Column("drop_off", "Drop-off a year", "share", wide=11),
            Column("multiplier", "Multiplier", "number", wide=10),
            Column("bias", "Optimism bias", "share", wide=10),
            Column("kept", "Share kept", "share", wide=10),
            Column("counted", "Counted", "whole", wide=9),
            Column("net", "Value of one unit after deductions", "money fine", wide=15),
            Column("gross", "Quantity × value of one unit", "money", wide=16),
            Column("impact", "Impact of a full year", "money", wide=16),
            Column("present", "Present value", "money", wide=16),
            Column("share", "Share of present value", "share", wide=11),
            Column("after", "After the horizon, not counted or discounted", "money", wide=16),
            Column("begins", "Begins within the year", "year", wide=11),
            Column("to_id", "Id of who gains", "small", wide=16),
            Column("outcome_id", "Id of the outcome", "small", wide=20),
            Column("address", "Address", "small", wide=34),
        ]

    def _add(self, place: int, line: Line) -> None:
        study, stream = self.model.study, self.model.streams[line.stream]
        outcome, row = study.outcomes[line.outcome], self.page.next
        group = self.effects.groups[line.outcome]
        value = outcome.all_values()[line.value]
        name = study.stakeholders[outcome.stakeholder].name
        cells: dict[str, Content] = {
            "who": name,
            "outcome": outcome.name,
            "indicator": outcome.indicator,
            "evidence": outcome.source,
            "quantity": Formula(f"SUM({self.effects.page.down('quantity', group.first, group.last)})", group.quantity),
            "proxy": line.unit_value.proxy or ("value of one unit" if line.value == "value" else spaced(line.value)),
            "proxy_source": line.unit_value.source,
            "to": study.stakeholders[line.to].name + (_LOSES if line.mirror_of is not None else ""),
            "type": line.type or "not stated",
            "to_id": line.to,
            "outcome_id": line.outcome,
            "address": line.address,
        }
        if outcome.stakeholder not in self.people:
            cells |= self._of_stakeholder(outcome.stakeholder)
        cells |= self._life(line, stream)
        cells |= self._kept(row, line, stream)
        cells |= self._worth(row, place, line, stream, group, self._unit(line, value.cashable is not None))
        self.rows.append(self.page.add(cells))

    def _of_stakeholder(self, key: str) -> dict[str, Content]:
        self.people.add(key)
        address, cells = f"stakeholders/{key}/size", dict[str, Content]()
        if address in self.numbers.rows:
            cells["size"] = Formula(self.numbers.now(address), self.numbers.value(address))
        present = sum(
            float(self.flows.present_costs[place].sum())
            for place, cost in enumerate(self.model.costs)
            if cost.stakeholder == key
        )
        text = f"SUMIF({self.invested.down('from_id')},{quoted(key)},{self.invested.down('present')})"
        return cells | {"inputs": Formula(text, present)}

    def _life(self, line: Line, stream: Stream) -> dict[str, Content]:
        life, name, x = stream.life, line.outcome, self.numbers.x
        cells: dict[str, Content] = {
            "duration": Formula(self.numbers.now(f"{name}/duration"), float(x[life.duration])),
            "starts": Formula(self.numbers.now(f"{name}/delay"), float(x[life.delay])),
        }
        if life.drop_off is not None:
            cells["drop_off"] = Formula(self.numbers.now(f"{name}/drop_off"), float(x[life.drop_off]))
        return cells

    def _kept(self, row: int, line: Line, stream: Stream) -> dict[str, Content]:
        """Deductions, multiplier and what they leave, cell by cell."""
        name, x, cells = line.outcome, self.numbers.x, dict[str, Content]()
        terms, kept = [], float(x[stream.multiplier])
        for key, column in stream.deductions:
            kept *= 1 - float(x[column])
            if key in self.used:
                cells[key] = Formula(self.numbers.now(f"{name}/{key}"), float(x[column]))
                terms.append(f"(1-{self.page.here(row, key)})")
            else:
                terms.append(f"(1-{self.numbers.now(f'{name}/{key}')})")
        cells["multiplier"] = Formula(self.numbers.now(f"{name}/multiplier"), float(x[stream.multiplier]))
        cells["bias"] = Formula(self.numbers.now(f"{name}/optimism_bias"), float(x[stream.bias]))
        cells["kept"] = Formula(f"{self.page.here(row, 'multiplier')}*{'*'.join(terms)}", kept)
        return cells

    def _unit(self, line: Line, cashable: bool) -> Formula:
        """Value of one unit in the price base; a mirror has the other sign."""
        value = float(line.unit.of(self.numbers.x))
        if line.mirror_of is not None:
            return Formula(f"-{self.page.here(self.rows[line.mirror_of], 'unit')}", -value)
        address = f"{line.outcome}/{line.value}"
        stated = self.model.study.outcomes[line.outcome].all_values()[line.value]
        terms = [self.numbers.now(address)]
        name = self.model.study.outcomes[line.outcome].name
        factor = self.uprating.of_value(address, stated, f"{name}: {spaced(line.value)}")
        factors = {v.name: by for v in self.variants if (by := v.product_factors.get(address, 1.0)) != 1}
        scale = self.scenarios.times(address, factors)
        return Formula("*".join([*terms, *([factor] if factor else []), *([scale] if scale else [])]), value)

    def _worth(
        self, row: int, place: int, line: Line, stream: Stream, group: Group, unit: Formula
    ) -> dict[str, Content]:
        effects = self.effects.page

        def here(key: str) -> str:
            return self.page.here(row, key)

        outs = [self.scenarios.left_out(name) for name in (line.outcome, f"{line.outcome}/{line.value}")]
        counted = "*".join(cell for cell in outs if cell)
        quantities = effects.down("quantity", group.first, group.last)
        split = group.signed and group.last > group.first
        sign = f"SIGN({here('unit')})" if line.mirror_of is None else f"SIGN(-{here('unit')})"
        if group.signed:
            sign += f"*SIGN({quantities})" if split else f"*SIGN({here('quantity')})"
        bias = f"(1-{here('bias')}*{sign})"
        net = f"{here('unit')}*{here('kept')}*{here('counted')}" + ("" if split else f"*{bias}")
        impact = f"{here('net')}*SUMPRODUCT({quantities},{bias})" if split else f"{here('quantity')}*{here('net')}"
        later = effects.down("after", group.first, group.last)
        after = f"{here('net')}*SUMPRODUCT({later},{bias})" if split else f"{here('net')}*SUM({later})"
        x, flows = self.numbers.x, self.flows
        mirror = -1.0 if line.mirror_of is not None else 1.0
        plain = float(line.unit.of(x))
        value = plain if split else float(biased(plain, x[stream.bias], 1 if group.quantity >= 0 else -1))
        begins = math.inf if not group.quantity else min(c.start for c in group.cohorts if c.quantity)
        first = self.effects.years.first + begins + float(x[stream.life.delay])
        within = self._within(first) if math.isfinite(first) and flows.impact[place] and not line.present_value else 0.0
        start = f"MIN({effects.down('begins', group.first, group.last)})"
        some = f"OR({here('impact')}=0,COUNT({effects.down('begins', group.first, group.last)})=0)"
        part = f"ABS({start}-ROUND({start},0))>1E-9"
        return {
            "unit": unit,
            "counted": Formula(counted, 1.0) if counted else 1.0,
            "net": Formula(net, mirror * value * float(flows.kept[place])),
            "gross": Formula(f"{here('quantity')}*{here('unit')}*{here('counted')}", float(flows.gross[place])),
            "impact": Formula(impact, float(flows.impact[place])),
            "after": 0.0 if line.present_value else Formula(after, float(flows.beyond[place])),
            "begins": 0.0 if line.present_value else Formula(f"IF({some},0,IF({part},INT({start}),0))", within),
        }

    @staticmethod
    def _within(start: float) -> float:
        """The year within which a change begins; 0 where it begins with a year."""
        return float(math.floor(start)) if abs(start - round(start)) > WHOLE else 0.0

    def bias_terms(self, place: int) -> str | None:
        """Formula of gain-or-harm factors by cohort, where cohorts may have different signs; else None."""
        line = self.model.lines[place]
        group, row = self.effects.groups[line.outcome], self.rows[place]
        if not (group.signed and group.last > group.first):
            return None
        sign = "-" if line.mirror_of is not None else ""
        quantities = self.effects.page.down("quantity", group.first, group.last)
        return f"(1-{self.page.at(row, 'bias')}*SIGN({sign}{self.page.at(row, 'unit')})*SIGN({quantities}))"

    def finish(self, present: list[str]) -> Page:
        """The sheet, once the cells of present values are known."""
        total = float(self.flows.line_totals.sum())
        for key in dict.fromkeys(cost.stakeholder for cost in self.model.costs):
            if key not in self.people:  # who invests and has no outcome of their own
                name = self.model.study.stakeholders[key].name
                self.page.add({"who": name, "outcome": "invests; no outcome of its own", **self._of_stakeholder(key)})
        last = self.page.next
        for place, row in enumerate(self.rows):
            worth = float(self.flows.line_totals[place])
            cells = self.page.rows[row - self.rows[0]]
            assert isinstance(cells, dict)
            cells["present"] = Formula(present[place], worth)
            whole = f"{self.page.letter('present')}${last}"
            share = f'IF({whole}=0,"",{self.page.here(row, "present")}/{whole})'
            cells["share"] = Formula(share, worth / total if total else "")
        summed = self.page.down("present", self.rows[0], self.rows[-1])
        cost = float(self.flows.present_costs.sum())
        self.page.add(
            {
                "who": "Total",
                "inputs": Formula(f"SUM({self.invested.down('present')})", cost),
                "present": Formula(f"SUM({summed})", total),
                "after": Formula(f"SUM({self.page.down('after', self.rows[0], self.rows[-1])})", self._beyond()),
            },
            "total",
        )
        return self.page

    def _beyond(self) -> float:
        return float(self.flows.beyond.sum())


def _said(key: str) -> str:
    return spaced(key.removeprefix("other_deductions/")).capitalize()
