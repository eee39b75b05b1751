"""The sheets of yearly flows: every value and input by year, undiscounted and as present values."""

from __future__ import annotations

import numpy as np

from sroi.valuation.flows import Flows
from sroi.valuation.labels import spaced
from sroi.workbook.live.discounting import Discounting, Years
from sroi.workbook.live.effects import Effects
from sroi.workbook.live.invested import Invested
from sroi.workbook.live.page import HEAD, Column, Content, Formula, Page, quoted
from sroi.workbook.live.value_map import ValueMap

#: Rows below the values and inputs.
BENEFITS, INPUTS, NET, BEFORE, AFTER, CROSSING = "benefits", "inputs", "net", "before", "after", "crossing"
FULL = "full"


class Yearly:
    """One sheet of flows by year: undiscounted, or present values of the other.

    ``rows`` has the rows of benefits, inputs, net and running totals by their names.
    """

    def __init__(
        self,
        page: Page,
        years: Years,
        value_map: ValueMap,
        invested: Invested,
        effects: Effects,
        discounting: Discounting,
        flows: Flows,
        undiscounted: Yearly | None = None,
    ) -> None:
        self.page, self.years, self.value_map, self.invested = page, years, value_map, invested
        self.effects, self.discounting, self.flows = effects, discounting, flows
        self.undiscounted = undiscounted
        self.model = value_map.model
        self.rows: dict[str, int] = {}
        self.lines = [self._line(place) for place in range(len(self.model.lines))]
        self.values = self._total(BENEFITS, "Benefits", self.lines, self._padded(self._values().sum(axis=0)))
        self.costs = [self._cost(place) for place in range(len(self.model.costs))]
        self.spent = self._total(INPUTS, "Inputs", self.costs, self._padded(self._spent().sum(axis=0)))
        self._running()

    def _values(self) -> np.ndarray:
        return self.flows.values if self.undiscounted is None else self.flows.present

    def _spent(self) -> np.ndarray:
        return self.flows.costs if self.undiscounted is None else self.flows.present_costs

    def _padded(self, values: np.ndarray) -> np.ndarray:
        full = np.zeros(self.years.count)
        full[: len(values)] = values
        return full

    def across(self, name: str) -> str:
        """The cells of a row by year."""
        return self.page.across(self.rows[name], self.years.key(0), self.years.key(self.years.count - 1))

    @property
    def line_cells(self) -> list[str]:
        """The cell of the present value of each line; of one without years, its impact."""
        lines = zip(self.model.lines, self.lines, self.value_map.rows, strict=True)
        impact = self.value_map.page
        return [
            impact.at(at, "impact") if line.present_value else self.page.at(row, "total") for line, row, at in lines
        ]

    def _add(self, cells: dict[str, Content], texts: list[str], values: np.ndarray, look: str = "") -> int:
        row = self.page.next
        first, last = (self.page.letter(self.years.key(t)) for t in (0, self.years.count - 1))
        for t, text in enumerate(texts):
            cells[self.years.key(t)] = Formula(text, float(values[t]))
        cells["total"] = Formula(f"SUM({first}{row}:{last}{row})", float(values.sum()))
        return self.page.add(cells, look)

    def _line(self, place: int) -> int:
        line, stream = self.model.lines[place], self.model.streams[self.model.lines[place].stream]
        study = self.model.study
        cells: dict[str, Content] = {
            "what": f"{study.outcomes[line.outcome].name}: {spaced(line.value)}",
            "who": study.stakeholders[line.to].name,
            "address": line.address,
        }
        keys = [self.years.key(t) for t in range(self.years.count)]
        values = self._padded(self._values()[place])
        if line.present_value:
            texts = []
            cells["what"] = f"{cells['what']} (stated as a present value: belongs to no year)"
        elif self.undiscounted is not None:
            row, factors = self.undiscounted.lines[place], self.discounting.factor_row(stream.outcome)
            texts = [
                f"{self.undiscounted.page.at(row, key)}*{self.discounting.page.at(factors, key)}".replace("$", "")
                for key in keys
            ]
        else:
            texts = [self._effect(place, key) for key in keys]
        if not texts:
            return self.page.add({**cells, "total": 0.0})
        return self._add(cells, texts, values)

    def _effect(self, place: int, key: str) -> str:
        """Formula of a value in a year: what is in effect × value of one unit after deductions, if the year counts."""
        line = self.model.lines[place]
        group = self.effects.groups[line.outcome]
        page, bias = self.effects.page, self.value_map.bias_terms(place)
        cells = f"{page.quoted}!{page.letter(key)}{group.first}" + (
            f":{page.letter(key)}{group.last}" if group.last > group.first else ""
        )
        net = self.value_map.page.at(self.value_map.rows[place], "net")
        counted = f"{self.discounting.page.quoted}!{self.discounting.page.letter(key)}${self.discounting.counted}"
        if bias:
            return f"SUMPRODUCT({cells},{bias})*{net}*{counted}"
        return f"{f'SUM({cells})' if group.last > group.first else cells}*{net}*{counted}"

    def _cost(self, place: int) -> int:
        cost = self.model.costs[place]
        given, study = self.model.study.inputs[cost.id], self.model.study
        column = self.invested.down("amount" if self.undiscounted is None else "present")
        ids, in_years = self.invested.down("address"), self.invested.down("year")
        texts = []
        for t in range(self.years.count):
            head = f"{self.page.letter(self.years.key(t))}${HEAD}"
            texts.append(f"SUMIFS({column},{ids},{quoted(f'inputs/{cost.id}')},{in_years},{head})")
        cells: dict[str, Content] = {
            "what": given.name or spaced(cost.id).capitalize(),
            "who": study.stakeholders[cost.stakeholder].name,
            "address": f"inputs/{cost.id}",
        }
        return self._add(cells, texts, self._padded(self._spent()[place]))

    def _total(self, name: str, what: str, rows: list[int], values: np.ndarray) -> np.ndarray:
        texts = []
        for t in range(self.years.count):
            letter = self.page.letter(self.years.key(t))
            texts.append(f"SUM({letter}{rows[0]}:{letter}{rows[-1]})" if rows else "0")
        self.rows[name] = self._add({"what": what}, texts, values, "total")
        return values

    def _running(self) -> None:
        """Net, the running total and its last crossing, which payback reads."""
        keys = [self.years.key(t) for t in range(self.years.count)]
        letter = [self.page.letter(key) for key in keys]
        gain, cost = self.rows[BENEFITS], self.rows[INPUTS]
        net = self.values - self.spent
        self.rows[NET] = self._add({"what": "Net"}, [f"{a}{gain}-{a}{cost}" for a in letter], net, "total")
        before, after, crossing = (self.rows[NET] + step for step in (1, 2, 3))
        ends = np.cumsum(net)
        starts = np.concatenate([[0.0], ends[:-1]]) - self.spent
        self.rows[BEFORE], self.rows[AFTER], self.rows[CROSSING] = before, after, crossing
        texts = [f"{f'{letter[t - 1]}{after}' if t else '0'}-{a}{cost}" for t, a in enumerate(letter)]
        self._plain("Running total after the year's inputs", texts, starts)
        self._plain("Running total at the end of the year", [f"{a}{before}+{a}{gain}" for a in letter], ends)
        found, so_far, texts = np.zeros(len(keys)), 0.0, []
        for t, a in enumerate(letter):
            if starts[t] <= 0 < ends[t]:
                so_far = t - starts[t] / self.values[t]
            found[t] = so_far
            earlier = f"{letter[t - 1]}{crossing}" if t else "0"
            year = f"{a}${HEAD}-${letter[0]}${HEAD}"
            texts.append(f"IF(AND({a}{before}<=0,{a}{after}>0),{year}-{a}{before}/{a}{gain},{earlier})")
        self._plain("Last crossing to above 0 so far, years from the start", texts, found, "number")
        if self.undiscounted is None:
            self._full_years(letter)

    def _full_years(self, letter: list[str]) -> None:
        """Years that have an impact and within which no outcome begins."""
        row, gain = self.page.next, self.rows[BENEFITS]
        begins = self.value_map.page.down("begins", self.value_map.rows[0], self.value_map.rows[-1])
        across = f"${letter[0]}${gain}:${letter[-1]}${gain}"
        least = f"1E-12*MAX(MAX({across}),-MIN({across}))"
        texts = [f'IF(AND(ABS({a}{gain})>{least},COUNTIF({begins},{a}${HEAD})=0),{a}${HEAD},"")' for a in letter]
        found: list[float | str] = []
        within = {cells.get("begins") for cells in self.value_map.page.rows}
        parts = {item.value for item in within if isinstance(item, Formula)}
        rounding = 1e-12 * float(np.max(np.abs(self.values), initial=0.0))
        for t, value in enumerate(self.values):
            year = float(self.years.first + t)
            found.append(year if abs(value) > rounding and year not in parts else "")
        self.rows[FULL] = row
        cells: dict[str, Content] = {"what": "Full years with an impact (no outcome begins within them)"}
        for t, text in enumerate(texts):
            cells[self.years.key(t)] = Formula(text, found[t], "year")
        self.page.add(cells)

    def _plain(self, what: str, texts: list[str], values: np.ndarray, look: str | None = None) -> None:
        cells: dict[str, Content] = {"what": what}
        for t, text in enumerate(texts):
            cells[self.years.key(t)] = Formula(text, float(values[t]), look)
        self.page.add(cells)


def flow_page(years: Years, present: bool) -> Page:
    """An empty sheet of flows."""
    name = "Present values" if present else "Yearly flows"
    about = (
        "Each flow of the sheet Yearly flows × the factor of its year on the sheet Discounting."
        if present
        else "Quantity in effect × value of one unit after deductions, for the years that count; inputs below.",
        "Inputs are spent at the start of their year and benefits come evenly within it, as the running total says.",
    )
    return Page(
        name,
        f"{name}: every value and input by year" + (", discounted" if present else ", undiscounted"),
        about,
        [
            Column("what", "Value or input", wide=46),
            Column("who", "Who gains or contributes", wide=26),
            Column("total", "All years", "money", wide=15),
            *years.columns,
            Column("address", "Address", "small", wide=34),
        ],
    )
