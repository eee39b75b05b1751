"""Unit values in the study's currency and price base, with every step on the way there."""

from __future__ import annotations

from dataclasses import dataclass, field

from sroi import bank
from sroi.errors import BankError, Problem, ValuationError
from sroi.study.distributions import Distribution, Fixed, Pert
from sroi.study.outcome import Outcome, Value
from sroi.study.study import Study


@dataclass(frozen=True, slots=True)
class UnitValue:
    """What one unit of an outcome is worth.

    Parameters
    ----------
    distribution
        The value as stated, in its own currency and price year.
    factor
        What brings it to the study's currency and price base.
    unit
        Unit of the stated value in words.
    steps
        Each step from the stated value to the price base, in words.
    type
        fiscal, economic or social; None where not stated.
    source, grade, family
        Where it comes from, and which values share its error.
    proxy
        Id of the bank's record, if it comes from there.
    forecast
        Whether a forecast row of a price index was used.
    """

    distribution: Distribution
    factor: float
    unit: str
    steps: tuple[str, ...]
    type: str | None
    source: str | None
    grade: int | None
    family: str
    proxy: str | None = None
    forecast: bool = False


def short_citation(record: bank.Record) -> str:
    """Title, publisher, year and place of a record's number; ``sroi proxies cite`` prints the whole citation."""
    source = record.source
    parts = [part for part in (source.title, source.publisher, source.year, source.locator) if part != bank.NOT_STATED]
    return ", ".join(parts)


@dataclass(slots=True)
class Converter:
    """Brings money to the study's currency and price base."""

    study: Study
    banks: tuple[bank.Bank, ...] = ()
    indices: dict[str, bank.PriceIndex] = field(default_factory=dict)

    def index(self, currency: str) -> bank.PriceIndex:
        """Price index for money of a currency: the study's choice for its own, else the bank's default."""
        if currency not in self.indices:
            own = currency == self.study.currency
            family = (self.study.prices.index if own else None) or bank.default_index(currency)
            if family is None:
                raise ValuationError(
                    Problem(
                        "index-missing",
                        f"found no price index for {currency}",
                        "uprating needs a price index",
                        "name one: prices: {index: …}, or state values in the price base",
                    )
                )
            self.indices[currency] = bank.price_index(family, self.study.prices.release if own else None)
        return self.indices[currency]

    def unit_value(self, outcome_id: str, value_id: str, outcome: Outcome, value: Value) -> UnitValue:
        """Resolve a value of an outcome.

        Raises
        ------
        BankError, ValuationError
            Where the proxy is unknown, the price year lies outside the index, the price base is not stated, or a
            currency has no rate; with address and line.
        """
        address = f"{outcome_id}/{value_id}"
        try:
            return self._resolve(outcome, value)
        except (BankError, ValuationError) as error:
            path = ("outcomes", outcome_id) if value_id == "value" else ("outcomes", outcome_id, "values", value_id)
            for key in ("proxy", "price_year", "value"):
                line = self.study.line(*path, key)
                if getattr(value, key) is not None:
                    break
            raise type(error)(
                [Problem(p.code, p.found, p.allowed, p.write, address=address, line=line) for p in error.problems]
            ) from None

    def _resolve(self, outcome: Outcome, value: Value) -> UnitValue:
        stated = value.value.distribution if value.value is not None else None
        source = (value.value.source if value.value else None) or value.source or outcome.source
        grade = (value.value.grade if value.value else None) or value.grade or outcome.grade
        if value.value is not None and stated is None:
            stated = Fixed(value=0.0)  # a shared estimate; its own belief is linked in later
        if value.proxy is None:
            assert stated is not None
            currency, year = value.currency or self.study.currency, value.price_year
            steps: list[str] = []
            factor, forecast = self._to_base(currency, year, steps)
            unit = f"{currency} in {year} prices" if year else currency
            family = f"unit values of {source or 'no stated source'}"
            return UnitValue(stated, factor, unit, tuple(steps), value.type, source, grade, family, None, forecast)
        return self._of_proxy(value, stated, grade)

    def _of_proxy(self, value: Value, replaced: Distribution | None, grade: int | None) -> UnitValue:
        """Take the value from the bank's record; ``replaced`` stands in for its number."""
        assert value.proxy is not None
        found = bank.find(value.proxy, value.type, extra=self.banks)
        amount, record = found.value, found.record
        lead = f"proxy {record.id}: {record.currency} {amount.amount:,.2f} {record.unit.text}"
        steps = [f"{lead}, {amount.price_year} prices, quality {record.quality}"]
        published: Distribution = Fixed(value=amount.amount)
        if amount.low is not None and amount.high is not None and amount.low < amount.high:
            published = Pert(low=amount.low, likely=amount.amount, high=amount.high)
        if replaced is not None:
            steps.append(f"replaced in this study by {record.currency} {replaced.central:,.2f}")
        factor, forecast = self._to_base(record.currency, amount.price_year, steps)
        unit = f"{record.currency} in {amount.price_year} prices"
        family = f"unit values of {record.source.title}"
        source = value.source or short_citation(record)
        belief = published if replaced is None else replaced
        return UnitValue(belief, factor, unit, tuple(steps), found.type, source, grade, family, record.id, forecast)

    def _to_base(self, currency: str, year: str | None, steps: list[str]) -> tuple[float, bool]:
        factor, forecast, base = 1.0, False, self.study.price_base
        if year is not None and year != base:
            if base == "unknown":
                raise ValuationError(
                    Problem(
                        "price-base-missing",
                        f"a value in {year} prices needs a price base, and price_base is unknown",
                        "price_base is a year",
                        "add price_base: 2024-25, or whatever year the money is in",
                    )
                )
            step = self.index(currency).factor(year, base)
            factor *= step.factor
            forecast = "forecast" in (step.from_level.status, step.to_level.status)
            steps.append(step.sentence)
        if currency != self.study.currency:
            rate = self.study.exchange_rates.get(currency)
            if rate is None:
                raise ValuationError(
                    Problem(
                        "currency-mixed",
                        f"found a value in {currency} in a study in {self.study.currency}",
                        "another currency needs a rate and its source in the study",
                        f"add exchange_rates: {{{currency}: {{rate: …, source: …}}}}",
                    )
                )
            factor *= rate.rate
            steps.append(f"× {rate.rate:g} {self.study.currency} per {currency} ({rate.source})")
        return factor, forecast

    def deflator(self, year: int) -> tuple[float, str]:
        """Factor from money of the day of a calendar year to the price base, with its step in words."""
        if self.study.price_base == "unknown":
            raise ValuationError(
                Problem(
                    "price-base-missing",
                    "prices: cash needs a price base, and price_base is unknown",
                    "price_base is a year",
                    "add price_base: 2024-25, or whatever year the money is in",
                )
            )
        step = self.index(self.study.currency).factor(year, self.study.price_base)
        return step.factor, step.sentence
