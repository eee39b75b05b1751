"""The sheet of discounting: rates, factors and the years that count."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sroi.valuation.discounting import Schedule, chained, timed
from sroi.workbook.live.numbers import HORIZON, Numbers
from sroi.workbook.live.page import Column, Content, Formula, Number, Page
from sroi.workbook.live.scenarios import Scenarios
from sroi.workbook.live.variants import Variant

STUDY = "discounting/rate"


@dataclass(frozen=True, slots=True)
class Years:
    """The years that have a column: ``count`` of them from ``first``; ``horizon`` counted in the base case.

    ``whole`` where nothing lasts beyond the last of them.
    """

    first: int
    count: int
    horizon: int
    whole: bool = True

    def key(self, t: int) -> str:
        """Key of the column of a year."""
        return f"year {t}"

    @property
    def columns(self) -> list[Column]:
        """The columns."""
        return [Column(self.key(t), self.first + t, "money flow", wide=11) for t in range(self.count)]


class Discounting:
    """Rates and factors of the study's schedule, and of those that outcomes carry themselves."""

    def __init__(self, variants: list[Variant], numbers: Numbers, scenarios: Scenarios, years: Years) -> None:
        self.variants, self.numbers, self.scenarios, self.years = variants, numbers, scenarios, years
        self.base = variants[0].model
        self.count = max(max(variant.model.horizon for variant in variants) + 1, years.count)
        columns = [
            Column("what", "Row", wide=44),
            Column("timing", "When in the year", wide=13),
            *(Column(years.key(t), years.first + t, "factor", wide=11) for t in range(self.count)),
        ]
        self.page = Page(
            "Discounting",
            "Discounting: what money of each year is worth at the start of the first year",
            (
                variants[0].model.schedule.sentence,
                "Start: D of the year. End: D of the next year. Mid: square root of the two. None: 1.",
            ),
            columns,
        )
        self.counted = self._counted()
        self._outcomes: dict[str, int] = {}
        for address in self.base.schedules:
            self._add(address)

    def factor_row(self, outcome: str) -> int:
        """Row with the factors of an outcome's schedule."""
        return self._outcomes.get(f"{outcome}/discounting/rate", self._outcomes[STUDY])

    def factors(self, outcome: str) -> np.ndarray:
        """Factors of an outcome in the base case, one for each year that has a column."""
        schedule = self.base.schedules.get(f"{outcome}/discounting/rate", self.base.schedule)
        return self._padded(timed(chained(schedule.rates), schedule.outcomes))

    def input_factors(self) -> np.ndarray:
        """Factors of inputs in the base case."""
        return self._padded(timed(chained(self.base.schedule.rates), self.base.schedule.inputs))

    def _padded(self, factors: np.ndarray) -> np.ndarray:
        full = np.zeros(self.count)
        full[: len(factors)] = factors
        return full

    def _counted(self) -> int:
        horizon, row = self.numbers.now(HORIZON), self.page.next
        cells: dict[str, Content] = {"what": "Counted: 1, after the horizon: 0"}
        for t in range(self.count):
            letter = self.page.letter(self.years.key(t))
            first = self.page.letter(self.years.key(0))
            text = f"IF({letter}$4-${first}$4<{horizon},1,0)"
            cells[self.years.key(t)] = Formula(text, float(t < self.base.horizon), "whole")
        return self.page.add(cells) or row

    def _add(self, address: str) -> None:
        """Rates, D and factors of one schedule."""
        schedule, own = self.base.schedules[address], address != STUDY
        name = f"{self.base.study.outcomes[address.split('/')[0]].name}: " if own else ""
        rates = self._rates(address, name)
        values = chained(self._long(schedule))
        start = self.page.next
        cells: dict[str, Content] = {"what": f"{name}D, worth of the start of the year"}
        for t in range(self.count):
            here, before = (self.page.letter(self.years.key(max(0, at))) for at in (t, t - 1))
            cells[self.years.key(t)] = Formula(f"{before}{start}/(1+{here}{rates})", float(values[t])) if t else 1.0
        self.page.add(cells)
        if not own:
            self.inputs_row = self._timed(f"{address} of inputs", "Factor of inputs", "inputs", start, address)
        self._outcomes[address] = self._timed(
            f"{address} of outcomes", f"{name}Factor of outcomes", "outcomes", start, address
        )

    def _long(self, schedule: Schedule) -> list[float]:
        """Rates for every column; beyond the horizon the last one, which no result uses."""
        rates = list(schedule.rates)[: self.count]
        return rates + [rates[-1]] * (self.count - len(rates))

    def _timed(self, address: str, what: str, side: str, start: int, schedule_at: str) -> int:
        row, timing = self.page.next, getattr(self.base.schedules[schedule_at], side)
        other: dict[str, Content] = {
            variant.name: getattr(variant.model.schedules[schedule_at], side)
            for variant in self.variants
            if getattr(variant.model.schedules[schedule_at], side) != timing
        }
        shown: Content = timing
        if other:
            cell = self.scenarios.switch(f"{address} (when in the year)", "set to", other, "", "text")
            shown = Formula(f'IF({cell}="","{timing}",{cell})', timing)
        cells: dict[str, Content] = {"what": what, "timing": shown}
        values = self._padded(timed(chained(self.base.schedules[schedule_at].rates), timing))
        for t in range(self.count - 1):
            now, later = self.page.letter(self.years.key(t)), self.page.letter(self.years.key(t + 1))
            when = self.page.here(row, "timing")
            worth = f'IF({when}="start",{now}{start},IF({when}="end",{later}{start},SQRT({now}{start}*{later}{start})))'
            text = f'{now}${self.counted}*IF({when}="none",1,{worth})'
            cells[self.years.key(t)] = Formula(text, float(values[t]))
        return self.page.add(cells)

    def _rates(self, address: str, name: str) -> int:
        """Row of the rates in force: the study's number where they are flat, else a list, by scenario."""
        flat = self.base.schedules[address].flat is not None and address in self.numbers.rows
        lists: list[tuple[float, ...]] = [] if flat else [tuple(self._stated(self.variants[0], address))]
        which: dict[str, Content] = {}
        for variant in self.variants[1:]:
            if flat and variant.model.schedules[address].flat is not None and address in variant.table.columns:
                continue
            rates = tuple(self._stated(variant, address))
            fitting = [place for place, known in enumerate(lists) if _begins(known, rates)]
            if not fitting:
                lists.append(rates)
            place = fitting[0] if fitting else len(lists) - 1
            if flat or place:
                which[variant.name] = float(place + 1)
        rows = [self._list(f"{name}Rates {place + 1}, as stated", rates) for place, rates in enumerate(lists)]
        chosen = self.scenarios.switch(f"{address} (list of rates)", "set to", which, "", "whole") if which else None
        factors = {
            variant.name: by
            for variant in self.variants
            if (by := variant.product_factors.get(address, 1.0)) != 1 and not flat
        }
        scale = self.scenarios.times(address, factors)
        return self._in_force(address, name, flat, rows, chosen, scale)

    def _in_force(
        self, address: str, name: str, flat: bool, rows: list[int], chosen: str | None, scale: str | None
    ) -> int:
        values = self._long(self.base.schedules[address])
        cells: dict[str, Content] = {"what": f"{name}Rate in force"}
        for t in range(1, self.count):
            letter = self.page.letter(self.years.key(t))
            plain = self.numbers.now(address) if flat else f"{letter}{rows[0]}"
            if chosen:
                listed = f"INDEX({letter}{rows[0]}:{letter}{rows[-1]},{chosen},1)"
                plain = f'IF({chosen}="",{plain},{listed})'
            cells[self.years.key(t)] = Formula(f"{plain}*{scale}" if scale else plain, float(values[t]), "share")
        return self.page.add(cells)

    def _stated(self, variant: Variant, address: str) -> list[float]:
        """Rates of a variant before a scenario scales them."""
        factor = variant.product_factors.get(address, 1.0)
        rates = list(variant.model.schedules[address].rates)
        return [rate / factor for rate in rates] if factor not in (0, 1) else rates

    def _list(self, what: str, rates: tuple[float, ...]) -> int:
        full = [*rates, *[rates[-1]] * self.count][: self.count]
        cells: dict[str, Content] = {self.years.key(t): Number(full[t], "share") for t in range(1, self.count)}
        return self.page.add({"what": what, **cells})


def _begins(known: tuple[float, ...], rates: tuple[float, ...]) -> bool:
    """Whether a list of rates is the beginning of another, or goes on from it as its last rate does."""
    common = min(len(known), len(rates))
    return bool(np.allclose(known[:common], rates[:common], rtol=1e-14, atol=0)) and common == len(rates)
