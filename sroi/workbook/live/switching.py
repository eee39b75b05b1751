"""The sheet of switching values: what each number would have to be for the ratio to be 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from sroi.analysis.switching import Switching, switching
from sroi.analysis.targets.switching_value import SwitchingValue
from sroi.workbook.live.effects import Effects
from sroi.workbook.live.invested import Invested
from sroi.workbook.live.numbers import Numbers
from sroi.workbook.live.page import Column, Content, Formula, Number, Page, Text
from sroi.workbook.live.results import TOLERANCE
from sroi.workbook.live.scenarios import PLACE
from sroi.workbook.live.value_map import ValueMap

#: What is said where no value in the range would do, and where a formula cannot find it.
NONE: Final = "none in range"
BENT: Final = "no formula"

#: Longest formula that spreadsheets take, with something to spare.
_LONGEST: Final = 8_000


@dataclass
class Uses:
    """Where a number stands: cells of the present values that are proportional to it, or to 1 less it."""

    gained: list[str] = field(default_factory=list)
    spent: list[str] = field(default_factory=list)
    ways: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)


class SwitchingValues:
    """One row for each number that bears on the result, the closest and weakest first."""

    def __init__(
        self,
        numbers: Numbers,
        value_map: ValueMap,
        invested: Invested,
        effects: Effects,
        benefits: str,
        inputs: str,
        unchanged: str,
    ) -> None:
        self.numbers, self.value_map, self.invested, self.effects = numbers, value_map, invested, effects
        self.benefits, self.inputs, self.unchanged = benefits, inputs, unchanged
        self.model = numbers.base.model
        self.uses = self._uses()
        self.page = Page(
            "Switching values",
            "Switching values: what each number would have to be, alone, for every 1 invested to bring back 1",
            (
                "Ordered by how far the number is from there, over the weakness of its evidence (an order of ours).",
                "A formula finds it where the result is a straight line in it; elsewhere sroi switch does (base case).",
            ),
            [
                Column("what", "Number", wide=52),
                Column("now", "In force", "number", wide=15),
                Column("needed", "Ratio is 1 at", "number", wide=18),
                Column("engine", "Engine at export (base case)", "number", wide=18),
                Column("equal", "Equal", wide=15),
                Column("low", "Looked for from", "number", wide=14),
                Column("high", "to", "number", wide=14),
                Column("inside", "Within its stated range (9 in 10)", wide=14),
                Column("assumption", "Assumption", wide=12),
                Column("source", "Source", wide=34),
                Column("address", "Address", "small", wide=36),
            ],
        )
        found: Switching = switching(self.model)
        for row in found.rows:
            if row.matters and (row.parameter.stated or row.values):
                self._add(row)
        if not self.page.rows:
            self.page.add({"what": "No number bears on the result."})

    def _add(self, found: SwitchingValue) -> None:
        row, parameter = self.page.next, found.parameter
        look = self.numbers._look(parameter)
        engine: float | str = NONE if found.value is None else float(found.value)
        text = self._formula(row, found)
        low, high = found.searched
        cells: dict[str, Content] = {
            "what": parameter.label,
            "now": Formula(self.numbers.now(found.address), found.base, look),
            "needed": Formula(text, engine, look) if text else Text(BENT, look),
            "engine": engine if isinstance(engine, str) else Number(engine, look),
            "low": Number(low, look),
            "high": Number(high, look),
            "inside": "yes" if found.inside else "no" if found.spread else "no range stated",
            "assumption": "yes" if parameter.assumption else None,
            "source": parameter.source or ("" if parameter.stated else "not stated: the usual value"),
            "address": found.address,
        }
        if text:
            cells["equal"] = Formula(self._equal(row), "yes")
        self.page.add(cells)

    def _equal(self, row: int) -> str:
        needed, engine, now = (self.page.here(row, key) for key in ("needed", "engine", "now"))
        near = f"ABS({needed}-{engine})<={TOLERANCE * 1e3:g}*MAX(ABS({engine}),ABS({now}),1E-3)"
        same = f"IF(AND(ISNUMBER({needed}),ISNUMBER({engine})),{near},{needed}={engine})"
        other = f'IF({PLACE}>1,"other scenario",IF({same},"yes","no"))'
        return f'IF({self.unchanged}>0,"number changed",{other})'

    def _formula(self, row: int, found: SwitchingValue) -> str | None:
        """Formula of the switching value; None where the result is no straight line in the number.

        With B and C the present values of benefits and inputs, P and Q the parts of them that are proportional to what
        the number enters as, these parts must grow by s = 1 + (C − B) ÷ (P − Q) for B to be C.
        """
        uses = self.uses.get(found.address)
        if uses is None or len(uses.ways) != 1 or "bent" in uses.ways or len(found.values) > 1:
            return None
        way = next(iter(uses.ways))
        # What a number that is nothing now would bring cannot be told from what it brings.
        nothing = {"factor": 0.0, "deduction": 1.0}.get(way)
        if found.base == nothing:
            return None
        gained, spent = summed(uses.gained), summed(uses.spent)
        now, low, high = (self.page.here(row, key) for key in ("now", "low", "high"))
        step = f"({self.inputs}-{self.benefits})/({gained}-{spent})"
        value = {
            "factor": f"{now}*(1+{step})",
            "deduction": f"1-(1-{now})*(1+{step})",
            "uplift": f"(1+{now})*(1+{step})-1",
        }[way]
        # Without inputs there is no ratio, even where nothing is gained either.
        left = f",{self.inputs}+{spent}*{step}>0" if uses.spent else ""
        within = f"AND({value}>={low}-1E-12,{value}<={high}+1E-12{left})"
        text = f'IF({gained}={spent},"{NONE}",IF({within},{value},"{NONE}"))'
        if nothing is not None:
            text = f'IF({now}={nothing:g},"{BENT}",{text})'
        return text if len(text) <= _LONGEST else None

    def _uses(self) -> dict[str, Uses]:
        """Find where each number stands; a number that enters in more than one way, or twice, gets several ways."""
        found = {row.address: Uses() for row in self.model.parameters.rows}
        self._in_lines(found)
        self._in_costs(found)
        self._bent(found)
        return found

    def _use(self, found: dict[str, Uses], column: int, way: str, cells: list[str], spent: bool = False) -> None:
        rows = self.model.parameters.rows
        if column >= len(rows):
            for level in self.model.parameters.derived[column - len(rows)].columns:
                found[rows[level].address].ways |= {"bent", "derived"}
            return
        uses = found[rows[column].address]
        known = uses.spent if spent else uses.gained
        if set(known) & set(cells):
            uses.ways |= {"bent", "twice"}
        known += cells
        uses.ways.add(way)

    def _in_lines(self, found: dict[str, Uses]) -> None:
        page, lines = self.value_map.page, self.model.lines
        for stream_place, stream in enumerate(self.model.streams):
            places = [place for place, line in enumerate(lines) if line.stream == stream_place]
            cells = [page.at(self.value_map.rows[place], "present") for place in places]
            if not cells:
                continue
            for _, column in stream.deductions:
                self._use(found, column, "deduction", cells)
            self._use(found, stream.multiplier, "factor", cells)
            self._in_quantity(found, stream_place, cells)
            for place in places:
                line = lines[place]
                if line.mirror_of is None:
                    pairs = zip(places, cells, strict=True)
                    own = [cell for at, cell in pairs if at == place or lines[at].mirror_of == place]
                    self._use(found, line.unit.columns[0], "factor", own)

    def _in_quantity(self, found: dict[str, Uses], stream_place: int, cells: list[str]) -> None:
        """Numbers in every start year's quantity move all of it; those of some start years, those alone."""
        stream, page = self.model.streams[stream_place], self.effects.page
        group = self.effects.groups[stream.outcome]
        products = [product.columns for _, product in stream.cohorts]
        everywhere = {column for column in products[0] if all(columns.count(column) == 1 for columns in products)}
        turning = group.signed and bool(self.numbers.x[stream.bias])
        for column in everywhere:
            self._use(found, column, "bent" if turning else "factor", cells)
        lines = [place for place, line in enumerate(self.model.lines) if line.stream == stream_place]
        whole = not group.signed and not any(self.model.lines[place].present_value for place in lines)
        nets = "+".join(self.value_map.page.at(self.value_map.rows[place], "net") for place in lines)
        for place, columns in enumerate(products):
            for column in columns:
                if column not in everywhere:
                    worth = [f"{page.at(group.first + place, 'worth')}*({nets})"] if whole else []
                    self._use(found, column, "factor" if whole else "bent", worth)

    def _in_costs(self, found: dict[str, Uses]) -> None:
        page = self.invested.page
        for cost in self.model.costs:
            rows = self.invested.rows[cost.id]
            for row, (_, product) in zip(rows, cost.amounts, strict=True):
                for column in product.columns:
                    self._use(found, column, "factor", [page.at(row, "present")], spent=True)
            self._use(found, cost.uplift, "uplift", [page.at(row, "present") for row in rows], spent=True)

    def _bent(self, found: dict[str, Uses]) -> None:
        """Numbers in which present values are no straight line, and values whose bias turns with their sign."""
        rows = self.model.parameters.rows
        for stream in self.model.streams:
            life = stream.life
            bent = [life.duration, life.delay, life.growth, stream.bias]
            bent += [life.drop_off] if life.drop_off is not None else []
            bent += [stream.rate] if stream.rate is not None else []
            for column in bent:
                self._use(found, column, "bent", [])
            if self.numbers.x[stream.bias]:
                for line in self.model.lines:
                    if self.model.streams[line.stream] is stream and line.unit.columns[0] < len(rows):
                        found[rows[line.unit.columns[0]].address].ways.add("bent")
        if self.model.rate is not None:
            self._use(found, self.model.rate, "bent", [])


def summed(cells: list[str]) -> str:
    """Formula of the sum of some cells, those below each other as one range.

    Examples
    --------
    >>> summed(["Inputs!$K$5", "Inputs!$K$6", "Inputs!$K$9", "Inputs!$K$5*(1+2)"]), summed([])
    ('SUM(Inputs!$K$5:$K$6,Inputs!$K$9,Inputs!$K$5*(1+2))', '0')
    """
    parts: list[tuple[str, int, int]] = []
    others = []
    for cell in cells:
        column, _, row = cell.rpartition("$")
        if not row.isdigit():
            others.append(cell)
        elif parts and parts[-1][0] == column and parts[-1][2] == int(row) - 1:
            parts[-1] = column, parts[-1][1], int(row)
        else:
            parts.append((column, int(row), int(row)))
    ranges = [
        f"{column}${first}" + (f":{column.rpartition('!')[2]}${last}" if last > first else "")
        for column, first, last in parts
    ]
    return f"SUM({','.join([*ranges, *others])})" if cells else "0"
