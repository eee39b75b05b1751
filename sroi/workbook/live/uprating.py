"""The sheets of prices: what brings a value of one year and currency to the study's, by the index itself."""

from __future__ import annotations

from dataclasses import dataclass

from sroi import bank
from sroi.bank.years import price_year
from sroi.study.outcome import Value
from sroi.workbook.live.page import Column, Content, Formula, Number, Page, exact
from sroi.workbook.live.scenarios import Scenarios
from sroi.workbook.live.variants import Variant


@dataclass(frozen=True, slots=True)
class Step:
    """From a currency and a year to the study's currency and price base."""

    currency: str
    year: str | None
    base: str


class Uprating:
    """Every step to the price base, once, and the cell of its factor."""

    def __init__(self, variants: list[Variant], scenarios: Scenarios) -> None:
        self.variants, self.scenarios = variants, scenarios
        self.study = variants[0].model.study
        self.page = Page(
            "Uprating",
            "Uprating: from the year a value was stated in to the price base of the study",
            (
                "Factor = level of the index in the price base ÷ level in the year of the value × exchange rate.",
                "A calendar year is a quarter of one financial year and three quarters of the next (and the reverse).",
            ),
            [
                Column("what", "Step", wide=40),
                Column("index", "Price index", wide=30),
                Column("from", "Level in the year of the value", "level", wide=16),
                Column("to", "Level in the price base", "level", wide=16),
                Column("ratio", "Level ÷ level", "factor", wide=14),
                Column("rate", "Exchange rate", "factor", wide=14),
                Column("factor", "Factor", "factor", wide=14),
                Column("how", "How it is read", wide=50),
                Column("uses", "Used by", wide=50),
            ],
        )
        self.levels = Page(
            "Price index",
            "Price index: the levels that the sheet Uprating uses",
            ("Published levels; a forecast is called one.",),
            [
                Column("index", "Price index", wide=30),
                Column("year", "Year", wide=12),
                Column("level", "Level", "level", wide=14),
                Column("status", "Status", wide=12),
                Column("source", "Source", wide=70),
            ],
        )
        self._rows: dict[Step, tuple[int, float]] = {}
        self._uses: dict[Step, list[str]] = {}
        self._levels: dict[tuple[str, str], int] = {}

    def of_value(self, address: str, value: Value, label: str) -> str | None:
        """Formula of the factor in force of a value of an outcome; None where it is stated in the price base."""
        return self._in_force(address, [self._step_of_value(variant, value) for variant in self.variants], label)

    def of_year(self, address: str, year: int, label: str) -> str | None:
        """Formula of the deflator in force of money of the day."""
        steps = [Step(self.study.currency, str(year), variant.model.study.price_base) for variant in self.variants]
        return self._in_force(address, steps, label)

    def _step_of_value(self, variant: Variant, value: Value) -> Step:
        model = variant.model
        if value.proxy is None:
            currency, year = value.currency or model.study.currency, value.price_year
        else:
            found = bank.find(value.proxy, value.type, extra=model.converter.banks)
            currency, year = found.record.currency, str(found.value.price_year)
        base = model.study.price_base
        return Step(currency, None if year == base else year, base)

    def _in_force(self, address: str, steps: list[Step], label: str) -> str | None:
        own = self._factor(steps[0], label)
        other: dict[str, Content] = {}
        for variant, step in zip(self.variants, steps, strict=True):
            if step != steps[0] and (step.year, step.currency) != (None, self.study.currency):
                cell = self._factor(step, label)
                other[variant.name] = Formula(cell, self._rows[step][1], "factor") if cell else 1.0
            elif step != steps[0] and own is not None:
                other[variant.name] = 1.0
        if not other:
            return own
        cell = self.scenarios.switch(f"{address} (factor to the price base)", "set to", other, "", "factor")
        return f'IF({cell}="",{own or "1"},{cell})'

    def worth(self, step: Step) -> float:
        """Factor of a step."""
        return self._rows[step][1]

    def _factor(self, step: Step, label: str) -> str | None:
        if step.year is None and step.currency == self.study.currency:
            return None
        uses = self._uses.setdefault(step, [])
        if label not in uses:
            uses.append(label)
        if step not in self._rows:
            self._rows[step] = self._add(step)
        return self.page.at(self._rows[step][0], "factor")

    def _add(self, step: Step) -> tuple[int, float]:
        row, factor = self.page.next, 1.0
        what = step.currency + (f" in {step.year} prices" if step.year else "")
        cells: dict[str, Content] = {"what": f"{what} to {self.study.currency} in {step.base} prices"}
        parts = []
        if step.year is not None:
            index = self.variants[0].model.converter.index(step.currency)
            found = index.factor(step.year, step.base)
            factor *= found.factor
            levels = found.from_level.value, found.to_level.value
            cells |= {
                "index": f"{index.family}, {index.release} ({index.base})",
                "from": Formula(self._level(index, step.year), levels[0]),
                "to": Formula(self._level(index, step.base), levels[1]),
                "ratio": Formula(f"{self.page.here(row, 'to')}/{self.page.here(row, 'from')}", found.factor),
                "how": found.sentence,
            }
            parts.append(self.page.here(row, "ratio"))
        if step.currency != self.study.currency:
            rate = self.study.exchange_rates[step.currency]
            factor *= rate.rate
            cells |= {"rate": Number(rate.rate), "how": f"{cells.get('how', '')} exchange rate: {rate.source}".strip()}
            parts.append(self.page.here(row, "rate"))
        self.page.add(cells | {"factor": Formula("*".join(parts), factor)})
        return row, factor

    def _level(self, index: bank.PriceIndex, year: str) -> str:
        """Formula of the level of an index in a year, from the rows of its release."""
        shares = index._shares(price_year(year))
        terms = [
            self._row_of(index, label) if share == 1 else f"{exact(share)}*{self._row_of(index, label)}"
            for label, share in shares
        ]
        return "+".join(terms)

    def _row_of(self, index: bank.PriceIndex, label: str) -> str:
        key = index.id, label
        if key not in self._levels:
            row = index.rows[label]
            name = f"{index.family}, {index.release} ({index.base})"
            self._levels[key] = self.levels.add(
                {"index": name, "year": label, "level": row.value, "status": row.status, "source": index.source}
            )
        return self.levels.at(self._levels[key], "level")

    def finish(self) -> list[Page]:
        """The sheets; the second only where an index is used."""
        for row, (step, _) in zip(self.page.rows, self._rows.items(), strict=True):
            assert isinstance(row, dict)
            row["uses"] = "; ".join(self._uses[step])
        if not self.page.rows:
            self.page.add({"what": "No value is brought from another year or currency: there is nothing to uprate."})
        return [self.page, self.levels] if self.levels.rows else [self.page]
