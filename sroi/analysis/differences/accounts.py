"""Two models as one account: every mixture of the two, as sums of products over the changes between them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sroi.analysis.differences.lives import Lives
from sroi.analysis.differences.mixtures import Account, Table, Term, combine
from sroi.analysis.differences.outlays import Outlays
from sroi.analysis.differences.rules import graded_bias, prices_in_force
from sroi.analysis.differences.transition import Difference, Transition, canonical
from sroi.errors import SroiError
from sroi.study.outcome import DEDUCTIONS
from sroi.valuation.labels import spaced
from sroi.valuation.model import Line, Model
from sroi.valuation.stated import unit_value_text
from sroi.valuation.views import View


@dataclass(frozen=True, eq=False)
class Between:
    """What changes from one model to another, and the account of every mixture of the two."""

    differences: tuple[Difference, ...]
    account: Account


def between(first: Model, second: Model, views: tuple[View, View]) -> Between:
    """Find what changes from one model to another, as far as it moves the values or inputs that two views count.

    Parameters
    ----------
    first, second
        The models, of studies in one currency.
    views
        The perspective, as each model has it.

    Returns
    -------
    Between
        Its account with no change made is the first model, with every change made the second.
    """
    found = Transition(first, second)
    lives, prices = Lives(found), prices_in_force(found)
    benefits = tuple(_Benefits(found, views, lives, prices).terms())
    inputs = tuple(Outlays(found, views, lives, prices).terms())
    used = sorted({change for term in (*benefits, *inputs) for table in term for change in table.changes})
    places = {change: place for place, change in enumerate(used)}

    def renumbered(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(
            tuple(Table(tuple(places[change] for change in table.changes), table.values) for table in term)
            for term in terms
        )

    account = Account(renumbered(benefits), renumbered(inputs), len(used))
    return Between(tuple(found.differences[change] for change in used), account)


Key = tuple[str, str, bool]


class _Benefits:
    """The lines of two value maps, each a product of quantity, value, deductions and life for every start year."""

    def __init__(self, found: Transition, views: tuple[View, View], lives: Lives, prices: Table) -> None:
        self.found, self.views, self.models = found, views, found.models
        self.lives, self.prices = lives, prices
        self.lines = self._matched()

    def _matched(self) -> dict[Key, tuple[int | None, int | None]]:
        """Places of each line in both models; where an outcome has one value on either side, the two are one."""
        sides: list[dict[Key, int]] = []
        for model in self.models:
            sides.append({(n.outcome, n.value, n.mirror_of is not None): at for at, n in enumerate(model.lines)})
        second = {key[0] for key in sides[1]}
        for outcome in dict.fromkeys(key[0] for key in sides[0] if key[0] in second):
            values = [{key[1] for key in side if key[0] == outcome} for side in sides]
            if len(values[0]) == len(values[1]) == 1 and values[0] != values[1]:
                name = canonical(*values[0], *values[1])
                for side in sides:
                    for key in [key for key in side if key[0] == outcome]:
                        side[outcome, name, key[2]] = side.pop(key)
        return {key: (sides[0].get(key), sides[1].get(key)) for key in dict.fromkeys([*sides[0], *sides[1]])}

    def terms(self) -> Iterator[Term]:
        """One term for each line and start year."""
        for key, places in self.lines.items():
            counts = self._counts(key, places)
            if counts is None:
                continue
            outcome = key[0]
            lines = self._lines(places)
            amounts = [
                model.study.outcomes[outcome].quantity if line is not None else None
                for model, line in zip(self.models, lines, strict=True)
            ]
            unit, kept = self._unit(lines), tuple(self._kept(outcome, lines))
            for year, factors in self.found.chains(f"{outcome}/quantity", (amounts[0], amounts[1]), None).items():
                bias = self._bias(outcome, lines, (unit, *factors))
                life = self.lives.of(outcome, lines, year)
                sign = Table.constant(-1.0 if key[2] else 1.0)
                yield (counts, sign, unit, *factors, *kept, bias, life, *self._cashable(key, lines))

    def _has(self, side: int, outcome: str) -> bool:
        return any(stream.outcome == outcome for stream in self.models[side].streams)

    def _lines(self, places: tuple[int | None, int | None]) -> tuple[Line | None, Line | None]:
        first, second = places
        return (
            None if first is None else self.models[0].lines[first],
            None if second is None else self.models[1].lines[second],
        )

    def _counts(self, key: Key, places: tuple[int | None, int | None]) -> Table | None:
        """Whether the line is there and counts from the perspective; None where it never does."""
        counted = [at is not None and view.lines[at] for at, view in zip(places, self.views, strict=True)]
        if not any(counted):
            return None
        if all(counted):
            return Table.constant(1.0)
        side = counted.index(True)
        outcome, value, mirror = key
        study = self.models[side].study
        name = study.outcomes[outcome].name
        if not self._has(1 - side, outcome):
            return self.found.presence(outcome, "scope", name, side)
        loser = study.stakeholders[self.models[side].lines[places[side] or 0].to].name
        what = f"{name}: {spaced(value)}" + (f", as a loss of {loser}" if mirror else "")
        if places[1 - side] is None:
            return self.found.presence(f"{outcome}/{value}" + "/transfer_from" * mirror, "scope", what, side)
        words = [self._whose(s, self.models[s].lines[at]) for s, at in enumerate(places) if at is not None]
        address = f"{outcome}/{value}/{'transfer_from' if mirror else 'to'}"
        place = self.found.change(address, "scope", what, words[0], words[1])
        return Table.switch(place, 1 - side, side)

    def _whose(self, side: int, line: Line) -> str:
        kind = f"{line.type} " if line.type else ""
        counts = "counted" if self.views[side].lines[self.models[side].lines.index(line)] else "not counted"
        return f"{kind}value to {self.models[side].study.stakeholders[line.to].name} ({counts} here)"

    def _pair(self, outcome: str, lines: tuple[Line | None, Line | None], key: str) -> tuple[str | None, str | None]:
        """Address of a number of an outcome on the sides that have the line."""
        return (f"{outcome}/{key}" if lines[0] else None, f"{outcome}/{key}" if lines[1] else None)

    def _number(self, pair: tuple[str | None, str | None], group: str, absent: float = 0.0) -> Table:
        if pair[0] is not None and pair[1] is not None:
            return self.found.number(pair[0], pair[1], group, absent)
        side, address = (0, pair[0]) if pair[0] is not None else (1, str(pair[1]))
        if address not in self.models[side].parameters.columns:
            return Table.constant(absent)
        return self.found.on_one(side, address, group)

    def _kept(self, outcome: str, lines: tuple[Line | None, Line | None]) -> Iterator[Table]:
        others = [
            key
            for model, line in zip(self.models, lines, strict=True)
            if line is not None
            for key in model.study.outcomes[outcome].other_deductions
        ]
        names = [*DEDUCTIONS, *(f"other_deductions/{key}" for key in dict.fromkeys(others))]
        for name in names:
            share = self._number(self._pair(outcome, lines, name), "deductions")
            yield combine(lambda taken: 1 - taken, share)
        yield self._number(self._pair(outcome, lines, "multiplier"), "deductions", 1.0)

    def _bias(self, outcome: str, lines: tuple[Line | None, Line | None], worth: Term) -> Table:
        """Optimism bias taken off a gain and added to a harm, told apart by the sign of what it is taken off."""
        share = graded_bias(self.found, f"{outcome}/optimism_bias", "deductions") if None not in lines else None
        if share is None:
            share = self._number(self._pair(outcome, lines, "optimism_bias"), "deductions")
        if not share.changes and float(share.values) == 0:
            return Table.constant(1.0)
        signs = [combine(lambda number: math.copysign(1.0, number) if number else 0.0, table) for table in worth]
        return combine(lambda bias, *sign: 1 - bias if math.prod(sign) >= 0 else 1 + bias, share, *signs)

    def _unit(self, lines: tuple[Line | None, Line | None]) -> Table:
        """Value of one unit in the price base."""
        first, second = lines
        if first is None or second is None:
            side, line = _only(lines)
            number = self.found.on_one(side, f"{line.outcome}/{line.value}", "value")
            scale = self.models[side].parameters.scale_of([f"{line.outcome}/{line.value}"])
            return combine(
                lambda value, prices: value * self._conversion(side, line, int(prices)) * scale, number, self.prices
            )
        one, other = (f"{line.outcome}/{line.value}" for line in (first, second))
        if first.unit_value.unit == second.unit_value.unit:
            number, stands = self.found.number(one, other, "value"), Table.constant(0)
        else:
            number, stands = self._restated(first, second)
        return combine(
            lambda value, side, prices, *scales: (
                value * self._conversion(int(side), (first, second)[int(side)], int(prices)) * math.prod(scales)
            ),
            number,
            stands,
            self.prices,
            *self.found.scales([one], [other], "value"),
        )

    def _restated(self, first: Line, second: Line) -> tuple[Table, Table]:
        """A value stated in money of another year or currency: the number and its unit change together."""
        sides = list(zip(self.models, (first, second), strict=True))
        values = [float(x[line.unit.columns[0]]) for x, (_, line) in zip(self.found.values, sides, strict=True)]
        words = [
            unit_value_text(value, model.parameters.rows[line.unit.columns[0]], line.unit_value, model.study)
            for value, (model, line) in zip(values, sides, strict=True)
        ]
        address = canonical(*(f"{line.outcome}/{line.value}" for line in (first, second)))
        said = self.found.label_of(address)
        place = self.found.change(address, "value", said, words[0], words[1], (values[0], values[1]))
        return Table.switch(place, *values), Table.switch(place, 0, 1)

    def _conversion(self, side: int, line: Line, prices: int) -> float:
        """What brings a value of one side to the price base, with the prices and exchange rates of either."""
        if side == prices:
            return line.unit_value.factor
        outcome = self.models[side].study.outcomes[line.outcome]
        value = outcome.all_values()[line.value]
        try:
            return self.models[prices].converter.unit_value(line.outcome, line.value, outcome, value).factor
        except SroiError:  # the other side's prices do not reach this value: they change with it
            return line.unit_value.factor

    def _cashable(self, key: Key, lines: tuple[Line | None, Line | None]) -> Iterator[Table]:
        """The share that counts, where the perspective counts the cashable share alone."""
        if not any(view.shares for view in self.views):
            return
        absent = 1.0 if key[2] else 0.0
        addresses = []
        for side, line in enumerate(lines):
            values = self.models[side].study.outcomes[line.outcome].values if line is not None else None
            inside = "cashable" if values is None or line is None else f"{line.value}/cashable"
            addresses.append(f"{key[0]}/{inside}" if line is not None else None)
        share = self._number((addresses[0], addresses[1]), "value", absent)
        only = [bool(view.shares) for view in self.views]
        name = f"perspectives/{self.views[0].id}"
        words = tuple("cashable share only" if cash else "in full" for cash in only)
        side_of = self.found.choice(name, "scope", self.views[0].title, (words[0], words[1]), only[0] != only[1])
        yield combine(lambda cash, side: cash if only[int(side)] else 1.0, share, side_of)


def _only(lines: tuple[Line | None, Line | None]) -> tuple[int, Line]:
    """The one side that has a line, and the line."""
    return next((side, line) for side, line in enumerate(lines) if line is not None)
