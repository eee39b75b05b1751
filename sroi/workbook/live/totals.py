"""Which totals the workbook shows, and by which formulas it reaches them."""

from __future__ import annotations

from collections.abc import Iterator

from sroi.valuation.payback import NEVER
from sroi.valuation.valuation import NOT_STATED, Valuation
from sroi.valuation.views import views
from sroi.workbook.live.invested import Invested
from sroi.workbook.live.page import HEAD, Column, Content, Formula, Page, quoted
from sroi.workbook.live.results import Checks, Engine, Found, Results, Total
from sroi.workbook.live.value_map import ValueMap
from sroi.workbook.live.yearly import AFTER, BENEFITS, CROSSING, FULL, INPUTS, Yearly

UNDEFINED = "undefined"


class Perspectives:
    """Which values and inputs each perspective counts: 1, 0 or the cashable share."""

    def __init__(self, value_map: ValueMap, invested: Invested) -> None:
        self.value_map, self.invested = value_map, invested
        self.model = value_map.model
        self.views = views(self.model)
        self.page = Page(
            "Perspectives",
            "Perspectives: which values and inputs each of them counts",
            ("1: counted, 0: not counted, a share: that part of it (what a budget holder can release).",),
            [
                Column("what", "Value or input", wide=46),
                Column("who", "Who gains or contributes", wide=26),
                *(Column(view.id, view.title, "number", wide=15) for view in self.views.values()),
                Column("address", "Address", "small", wide=34),
            ],
        )
        self._lines()
        self._costs()

    def _lines(self) -> None:
        study, numbers = self.model.study, self.value_map.numbers
        for place, line in enumerate(self.model.lines):
            cells: dict[str, Content] = {
                "what": f"{study.outcomes[line.outcome].name}: {line.value}",
                "who": study.stakeholders[line.to].name,
                "address": line.address,
            }
            for view in self.views.values():
                share = view.shares[place] if view.shares else 1.0
                if not view.lines[place]:
                    cells[view.id] = 0.0
                elif isinstance(share, int):
                    address = next(a for a, column in numbers.base.table.columns.items() if column == share)
                    cells[view.id] = Formula(numbers.now(address), float(numbers.x[share]), "share")
                else:
                    cells[view.id] = float(share)
            self.page.add(cells)

    def _costs(self) -> None:
        study = self.model.study
        for place, cost in enumerate(self.model.costs):
            for _ in self.invested.rows[cost.id]:
                cells: dict[str, Content] = {
                    "what": study.inputs[cost.id].name or cost.id,
                    "who": study.stakeholders[cost.stakeholder].name,
                    "address": f"inputs/{cost.id}",
                }
                self.page.add(cells | {view.id: float(view.costs[place]) for view in self.views.values()})

    def benefits(self, key: str) -> str:
        """Formula of the benefits that a perspective counts."""
        last = HEAD + len(self.model.lines)
        worth = self.value_map.page.down("present", HEAD + 1, last)
        return f"SUMPRODUCT({self.page.down(key, HEAD + 1, last)},{worth})"

    def inputs(self, key: str) -> str:
        """Formula of the inputs that a perspective counts."""
        first = HEAD + 1 + len(self.model.lines)
        if first > HEAD + len(self.page.rows):
            return "0"
        return f"SUMPRODUCT({self.page.down(key, first)},{self.invested.down('present')})"


class Totals:
    """Fills the sheets of results and checks."""

    def __init__(
        self,
        results: Results,
        checks: Checks,
        value_map: ValueMap,
        invested: Invested,
        flows: Yearly,
        present: Yearly,
        perspectives: Perspectives,
    ) -> None:
        self.results, self.checks, self.value_map = results, checks, value_map
        self.invested, self.flows, self.present, self.perspectives = invested, flows, present, perspectives
        self.model = value_map.model
        self._headline()
        self._payback()
        for total in (*self._by_stakeholder(), *self._by_outcome(), *self._by_type()):
            results.add(total)
        self._perspectives()
        for total in (*self._lines(), *self._inputs(), *self._years()):
            checks.add(total, total.formula, results.scale, results.unchanged)

    def _headline(self) -> None:
        page, last = self.value_map.page, self.value_map.page.next - 1
        inputs = self.invested.page.at(self.invested.total, "present")
        benefits = page.at(last, "present")
        add = self.results.add
        self.inputs = add(Total("Result", "Present value of inputs", inputs, "money", lambda v: v.pv_inputs))
        self.benefits = add(Total("Result", "Present value of benefits", benefits, "money", lambda v: v.pv_benefits))
        net = f"{self.benefits}-{self.inputs}"
        add(Total("Result", "Net present value", net, "money", lambda v: v.npv))
        ratio = f'IF({self.inputs}>0,{self.benefits}/{self.inputs},"{UNDEFINED}")'
        self.ratio = add(Total("Result", "SROI ratio", ratio, "times", lambda v: v.ratio), "1")
        after = page.at(last, "after")
        found = (lambda v: float(v.flows.beyond.sum())) if self.flows.years.whole else (lambda v: None)
        add(Total("Result", "Value after the horizon, not counted, undiscounted", after, "money", found))
        less = f'IF({self.inputs}>0,{self.benefits}/{self.inputs}-1,"{UNDEFINED}")'
        add(Total("Result", "Net SROI ratio", less, "times", lambda v: v.net_ratio), "1")

    def _payback(self) -> None:
        for name, what in (("guide_months", "Payback by the guide's formula, months"),):
            note = "Inputs ÷ (impact of the first full year with any ÷ 12), undiscounted."
            self.results.add(Total("Payback", what, self._guide(), "number", _payback(name), note), "1")
        for name, what, sheet in (
            ("cumulative_years", "Payback by running total, years", self.flows),
            ("discounted_years", "Payback by discounted running total, years", self.present),
        ):
            note = "The last time the running total turns positive; inputs at the start of their year, benefits evenly."
            formula = self._defined(self._crossing(sheet))
            self.results.add(Total("Payback", what, formula, "number", _payback(name), note), "1")

    def _defined(self, formula: str) -> str:
        """A formula of payback, where it has one: every value has a year, and none comes before what is paid."""
        page, lines = self.value_map.page, zip(self.model.lines, self.value_map.rows, strict=True)
        undated = [f"({page.at(row, 'impact')}<>0)" for line, row in lines if line.present_value]
        gain, spent = self.flows.across(BENEFITS), self.flows.across(INPUTS)
        heads = self.flows.page.across(HEAD, self.flows.years.key(0), self.flows.years.key(self.flows.years.count - 1))
        least = f"1E-12*MAX(MAX({gain}),-MIN({gain}))"
        first = f"SUMPRODUCT(MIN({heads}+9999*({spent}=0)))"
        before = f"SUMPRODUCT(({heads}<{first})*{gain})"
        early = f"AND(SUMPRODUCT(--({spent}<>0))>0,{before}>{least})"
        without = f"OR({early},{'+'.join(undated)}>0)" if undated else early
        return f'IF({without},"{UNDEFINED}",{formula})'

    def _crossing(self, sheet: Yearly) -> str:
        last = sheet.years.key(sheet.years.count - 1)
        after, crossing = (sheet.page.at(sheet.rows[name], last) for name in (AFTER, CROSSING))
        return f'IF({after}>0,{crossing},"{NEVER}")'

    def _guide(self) -> str:
        years, gain = self.flows.years, self.flows.across(BENEFITS)
        full, spent = self.flows.across(FULL), self.flows.across(INPUTS)
        heads = self.flows.page.across(HEAD, years.key(0), years.key(years.count - 1))
        least = f"1E-12*MAX(MAX({gain}),-MIN({gain}))"
        some = f"SUMPRODUCT(--(ABS({gain})>{least}))"
        first = f"SUMPRODUCT(MIN({heads}+9999*(ABS({gain})<={least})))"
        year = f"IF(COUNT({full})>0,MIN({full}),{first})"
        impact = f"SUMIF({heads},{year},{gain})"
        months = f'IF({some}=0,"{UNDEFINED}",IF({impact}<=0,"{UNDEFINED}",SUM({spent})/({impact}/12)))'
        return self._defined(months)

    def _summed(self, key: str, wanted: str) -> str:
        page = self.value_map.page
        last = HEAD + len(self.model.lines)
        return f"SUMIF({page.down(key, HEAD + 1, last)},{quoted(wanted)},{page.down('present', HEAD + 1, last)})"

    def _by_stakeholder(self) -> Iterator[Total]:
        for key in dict.fromkeys(line.to for line in self.model.lines):
            name = self.model.study.stakeholders[key].name
            yield Total("Who gains", name, self._summed("to_id", key), "money", _group("stakeholder", key))

    def _by_outcome(self) -> Iterator[Total]:
        for stream in self.model.streams:
            name = self.model.study.outcomes[stream.outcome].name
            formula = self._summed("outcome_id", stream.outcome)
            yield Total("Which outcomes", name, formula, "money", _group("outcome", stream.outcome))

    def _by_type(self) -> Iterator[Total]:
        for key in dict.fromkeys(line.type or NOT_STATED for line in self.model.lines):
            yield Total("Type of value", key, self._summed("type", key), "money", _group("type", key))

    def _perspectives(self) -> None:
        for key, view in self.perspectives.views.items():
            group = f"Perspective: {view.title}"
            note = (
                ""
                if view.additive
                else "One funder's view: such results count the same value again; never add them up."
            )
            gained = Total(group, f"Counted: {view.numerator}", self.perspectives.benefits(key), "money", _seen(key, 0))
            paid = Total(group, f"Counted: {view.denominator}", self.perspectives.inputs(key), "money", _seen(key, 1))
            above, below = self.results.add(gained), self.results.add(paid)
            ratio = f'IF({below}>0,{above}/{below},"{UNDEFINED}")'
            self.results.add(Total(group, "Ratio", ratio, "times", _seen(key, 2), note), "1")

    def _lines(self) -> Iterator[Total]:
        for place, line in enumerate(self.model.lines):
            cell = self.value_map.page.at(self.value_map.rows[place], "present")
            yield Total("Value", line.address, cell, "money", _line(line.address))

    def _inputs(self) -> Iterator[Total]:
        for cost in self.model.costs:
            ids, worth = self.invested.down("address"), self.invested.down("present")
            formula = f"SUMIF({ids},{quoted(f'inputs/{cost.id}')},{worth})"
            yield Total("Input", f"inputs/{cost.id}", formula, "money", _input(cost.id))

    def _years(self) -> Iterator[Total]:
        longest = max(variant.model.horizon for variant in self.checks.variants)
        for name, sheet, row in (
            ("benefits", self.flows, BENEFITS),
            ("inputs", self.flows, INPUTS),
            ("pv_benefits", self.present, BENEFITS),
            ("pv_inputs", self.present, INPUTS),
        ):
            for t in range(longest):
                year = self.model.study.start_year + t
                what = f"{year}: {name.removeprefix('pv_')}{', present value' if name.startswith('pv_') else ''}"
                cell = sheet.page.at(sheet.rows[row], sheet.years.key(t))
                yield Total("Year", what, cell, "money", _year(name, year))


def _payback(name: str) -> Engine:
    def found(valuation: Valuation) -> Found:
        value = getattr(valuation.payback, name)
        return UNDEFINED if value is None else value

    return found


def _group(group: str, key: str) -> Engine:
    from sroi.valuation.tables import group_sums

    return lambda valuation: group_sums(valuation, group).get(key, 0.0)


def _seen(key: str, which: int) -> Engine:
    def found(valuation: Valuation) -> Found:
        seen = valuation.perspectives.get(key)
        if seen is None:
            return None
        return (seen.pv_benefits, seen.pv_inputs, UNDEFINED if seen.ratio is None else seen.ratio)[which]

    return found


def _line(address: str) -> Engine:
    def found(valuation: Valuation) -> Found:
        lines = zip(valuation.model.lines, valuation.flows.line_totals, strict=True)
        return next((float(worth) for line, worth in lines if line.address == address), 0.0)

    return found


def _input(key: str) -> Engine:
    def found(valuation: Valuation) -> Found:
        costs = zip(valuation.model.costs, valuation.flows.present_costs, strict=True)
        return next((float(years.sum()) for cost, years in costs if cost.id == key), 0.0)

    return found


def _year(name: str, year: int) -> Engine:
    def found(valuation: Valuation) -> Found:
        table = valuation.cash_flow
        return float(table[name].loc[year]) if year in table.index else 0.0

    return found
