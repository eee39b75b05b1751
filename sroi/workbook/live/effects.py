"""The sheet that follows each change through the years: how much of it is in effect, before any deduction."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from sroi.valuation.flows import Cohort, cohorts
from sroi.valuation.life import WHOLE
from sroi.valuation.model import Product, Stream
from sroi.workbook.live.discounting import Discounting, Years
from sroi.workbook.live.numbers import PARTIAL_YEARS, Numbers
from sroi.workbook.live.page import HEAD, Column, Content, Formula, Number, Page
from sroi.workbook.live.scenarios import Scenarios
from sroi.workbook.live.variants import Variant

_ABOUT = (
    "Quantity in effect = quantity × share left in that year of life × part of the year × growth. What lies after the "
    "horizon is shown and not counted.",
    "Starts = start year of the group + delay. A fraction of a year divides each year of life between two years.",
)


@dataclass(frozen=True)
class Group:
    """The cohorts of one outcome: first and last row, whether a quantity may be negative, and the addresses of each."""

    first: int
    last: int
    signed: bool
    addresses: tuple[tuple[str, ...], ...]
    cohorts: tuple[Cohort, ...] = field(repr=False)

    @property
    def quantity(self) -> float:
        """Quantity over all cohorts."""
        return sum(cohort.quantity for cohort in self.cohorts)

    def in_year(self, count: int) -> np.ndarray:
        """Quantity in effect by year, shape (year,)."""
        total = np.zeros(count)
        for cohort in self.cohorts:
            years = cohort.quantity * cohort.life * cohort.growth
            total[: min(count, len(years))] += years[:count]
        return total


class Effects:
    """One row for each outcome and start year."""

    def __init__(
        self, variants: list[Variant], numbers: Numbers, scenarios: Scenarios, discounting: Discounting, years: Years
    ) -> None:
        self.variants, self.numbers, self.scenarios, self.years = variants, numbers, scenarios, years
        self.discounting = discounting
        self.model = variants[0].model
        self.profiles = _profiles(self.model.streams)
        self.page = Page(
            "Effect by year",
            "Effect by year: how much of each change is in effect",
            _ABOUT,
            [
                Column("what", "Outcome", wide=44),
                Column("group", "Start year", "year", wide=9),
                Column("quantity", "Quantity", "number", wide=14),
                Column("starts", "Starts", "when", wide=11),
                Column("duration", "Duration, years counted", "number", wide=11),
                Column("drop_off", "Drop-off a year", "share", wide=11),
                Column("form", "Drop-off is", wide=18),
                Column("growth", "Real growth a year", "share", wide=11),
                Column("begins", "Begins, where there is any", "when", wide=12),
                Column("worth", "Quantity over all years, discounted", "number", wide=14),
                Column("after", "Quantity in effect after the horizon", "number", wide=14),
                *(Column(years.key(t), years.first + t, "number", wide=11) for t in range(years.count)),
            ],
        )
        self.groups = {stream.outcome: self._add(stream) for stream in self.model.streams}

    def _add(self, stream: Stream) -> Group:
        found = tuple(cohorts(self.model, stream, self.numbers.x, self.years.count))
        outcome = self.model.study.outcomes[stream.outcome]
        addresses, first = [], self.page.next
        for chain, (start, product), cohort in zip(outcome.quantity.chains, stream.cohorts, found, strict=True):
            year = [str(chain.year)] if chain.year is not None else []
            root = f"{stream.outcome}/quantity"
            parts = ["/".join([root, *([factor.id] if factor.id else []), *year]) for factor in chain.factors]
            text = product_of(parts, self.numbers, self.scenarios, self.variants)
            addresses.append(tuple(parts))
            self._row(stream, start, product, cohort, text)
        signed = any(self.numbers.can_be_negative(list(parts)) for parts in addresses)
        return Group(first, self.page.next - 1, signed, tuple(addresses), found)

    def _row(self, stream: Stream, start: int, product: Product, cohort: Cohort, text: str) -> None:
        name, life, x = stream.outcome, stream.life, self.numbers.x
        row, now, year = self.page.next, self.numbers.now, self.years.first + start
        delay, length = float(x[life.delay]), float(x[life.duration])
        stated = now(f"{name}/duration")
        rounded = f'IF({now(PARTIAL_YEARS)}="round-up",ROUNDUP({stated}-1E-9,0),{stated})'
        counted = float(math.ceil(length - WHOLE)) if life.round_up else length
        begins = f'IF({self.page.here(row, "quantity")}=0,"",{self.page.here(row, "starts")})'
        starts = year + delay
        cells: dict[str, Content] = {
            "what": self.model.study.outcomes[name].name,
            "group": float(year),
            "quantity": Formula(text, cohort.quantity),
            "starts": Formula(f"{self.page.here(row, 'group')}+{now(f'{name}/delay')}", starts),
            "duration": Formula(rounded, counted),
            "growth": Formula(now(f"{name}/real_growth"), float(x[life.growth])),
            "begins": Formula(begins, starts if cohort.quantity else ""),
        }
        if life.profile is not None:
            cells |= {"form": "by its own profile"}
        else:
            assert life.drop_off is not None
            form = "of the first year" if life.linear else "of what is left"
            cells |= {"drop_off": Formula(now(f"{name}/drop_off"), float(x[life.drop_off]))}
            cells |= {"form": form + ("" if life.first else ", from the start")}
        values = np.zeros(self.years.count)
        yearly = cohort.quantity * cohort.life * cohort.growth
        values[: min(len(values), len(yearly))] = yearly[: len(values)]
        for t in range(self.years.count):
            cells[self.years.key(t)] = Formula(self._in_year(row, t, stream), float(values[t]))
        across = self.page.across(row, self.years.key(0), self.years.key(self.years.count - 1))
        factor_row = self.discounting.factor_row(name)
        factors = self.discounting.page.across(factor_row, self.years.key(0), self.years.key(self.years.count - 1))
        worth = float(values @ self.discounting.factors(name)[: self.years.count])
        in_horizon = self.discounting.page.across(
            self.discounting.counted, self.years.key(0), self.years.key(self.years.count - 1)
        )
        after = float(values[self.years.horizon :].sum())
        cells["worth"] = Formula(f"SUMPRODUCT({across},{factors})", worth)
        cells["after"] = Formula(f"SUMPRODUCT({across},1-{in_horizon})", after)
        self.page.add(cells)

    def _in_year(self, row: int, t: int, stream: Stream) -> str:
        """Formula of the quantity in effect in a year.

        With u = year − start, k = INT(u) and f = u − k, year of life k covers the year up to 1 − f and year of life
        k + 1 the rest: share(k) × max(0, part(k) − f) + share(k + 1) × min(part(k + 1), f), where part(k) is what the
        duration leaves of year of life k, between 0 and 1.
        """
        letter = self.page.letter(self.years.key(t))
        first = self.page.letter(self.years.key(0))
        u = f"({letter}${HEAD}-{self.page.here(row, 'starts')})"
        k, length = f"INT({u})", self.page.here(row, "duration")
        first_part = f"IF({u}<0,0,{self._share(row, k, stream)}*MAX(0,MIN(1,{length}-{k})-({u}-{k})))"
        later = f"IF({u}<-1,0,{self._share(row, f'({k}+1)', stream)}*MAX(0,MIN(1,{length}-{k}-1,{u}-{k})))"
        growth = f"(1+{self.page.here(row, 'growth')})^({letter}${HEAD}-${first}${HEAD})"
        return f"{self.page.here(row, 'quantity')}*({first_part}+{later})*{growth}"

    def _share(self, row: int, k: str, stream: Stream) -> str:
        """Formula of the share left in a year of life."""
        life, drop = stream.life, self.page.here(row, "drop_off")
        if life.profile is not None:
            cells = self._profile(stream.outcome)
            return f"IF({k}<{len(life.profile)},INDEX({cells},1,MIN({k},{len(life.profile) - 1})+1),0)"
        exponent = f"({k}+1)" if life.first == 0 else k
        if life.linear:
            return f"MAX(0,1-{exponent}*{drop})"
        return f"IF({exponent}=0,1,(1-{drop})^{exponent})"

    def _profile(self, outcome: str) -> str:
        row, count = self.profiles[1][outcome]
        return self.profiles[0].across(row, "life 0", f"life {count - 1}")

    def finish(self) -> list[Page]:
        """The sheets; that of the profiles only where there are any."""
        return [self.page, self.profiles[0]] if self.profiles[1] else [self.page]


def product_of(parts: list[str], numbers: Numbers, scenarios: Scenarios, variants: list[Variant]) -> str:
    """Formula of a product of numbers in force, with what scenarios scale of it as a whole."""
    from sroi.study.addresses import containers

    names = {name for address in parts for name in (*containers(address), address)}
    terms = [numbers.now(address) for address in parts]
    for name in sorted(names):
        factors = {variant.name: by for variant in variants if (by := variant.product_factors.get(name, 1.0)) != 1}
        cell = scenarios.times(name, factors)
        terms += [cell] if cell else []
    return "*".join(terms)


def _profiles(streams: list[Stream]) -> tuple[Page, dict[str, tuple[int, int]]]:
    """The sheet of profiles, and where each outcome's stands."""
    found = [(stream.outcome, stream.life.profile) for stream in streams if stream.life.profile is not None]
    longest = max((len(profile) for _, profile in found), default=0)
    page = Page(
        "Profiles",
        "Profiles: share of the full yearly value in each year of an outcome's life",
        ("They stand in the place of a drop-off.",),
        [
            Column("what", "Outcome", wide=30),
            *(Column(f"life {k}", f"Year {k + 1}", "share", wide=9) for k in range(longest)),
        ],
    )
    rows = {}
    for outcome, profile in found:
        assert profile is not None
        cells: dict[str, Content] = {f"life {k}": Number(share, "share") for k, share in enumerate(profile)}
        rows[outcome] = page.add({"what": outcome, **cells}), len(profile)
    return page, rows
