"""What leads from one model to another: each change once, and every number before and after it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from sroi.analysis.differences.mixtures import Table, Term, combine
from sroi.study.addresses import containers
from sroi.study.kinds import SCORE
from sroi.study.quantity import Quantity
from sroi.valuation.formats import count
from sroi.valuation.labels import label, pattern_label
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.stated import ABSENT, number_text
from sroi.valuation.vector import central, derived_value

#: What changes are grouped by. Of several groups that a shared number belongs to, the first counts.
GROUPS: Final = ("scope", "volume", "outcome rate", "value", "deductions", "time", "cost")

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different, in words; as numbers too where it is one.

    Parameters
    ----------
    address
        Address of the number, or of the setting, outcome or input.
    label
        What it is, in words.
    group
        One of :data:`GROUPS`.
    before, after
        What it is on either side, in words.
    numbers
        The same as numbers; None where it is not one.
    """

    address: str
    label: str
    group: str
    before: str
    after: str
    numbers: tuple[float | None, float | None] = (None, None)


def canonical(first: str, second: str) -> str:
    """The one address by which a number is known that has another on either side.

    Examples
    --------
    >>> canonical("fit/quantity/2025", "fit/quantity")
    'fit/quantity'
    """
    return min(first, second, key=lambda address: (address.count("/"), address))


class Transition:
    """Two models, the changes found between them, and their numbers as tables over those changes.

    A shared estimate is one change wherever both models use it. A share that follows from a comparison changes with the
    levels it follows from.

    Parameters
    ----------
    first, second
        The models.
    """

    def __init__(self, first: Model, second: Model) -> None:
        self.models = (first, second)
        self.values = (central(first), central(second))
        self._places: dict[str, int] = {}
        self._found: list[Difference] = []

    @property
    def differences(self) -> tuple[Difference, ...]:
        """The changes found so far, by their numbers in tables."""
        return tuple(self._found)

    def change(
        self,
        address: str,
        group: str,
        said: str,
        before: str,
        after: str,
        numbers: tuple[float | None, float | None] = (None, None),
    ) -> int:
        """Number of a change, which is noted when it is first met; of several groups the first in order stands."""
        if address not in self._places:
            self._places[address] = len(self._found)
            self._found.append(Difference(address, said, group, before, after, numbers))
        place = self._places[address]
        old = self._found[place]
        if GROUPS.index(group) < GROUPS.index(old.group):
            self._found[place] = Difference(address, old.label, group, old.before, old.after, old.numbers)
        return place

    def choice(self, address: str, group: str, said: str, words: tuple[str, str], differs: bool = True) -> Table:
        """Which side's form is in force: 0 the first's, 1 the second's."""
        return Table.switch(self.change(address, group, said, *words), 0, 1) if differs else Table.constant(0)

    def setting(self, address: str, group: str, said: str, of: Callable[[Model], Item], words: Any = str) -> Table:
        """Which side's setting is in force, where the two have different ones."""
        first, second = (of(model) for model in self.models)
        return self.choice(address, group, said, (words(first), words(second)), first != second)

    def presence(self, address: str, group: str, said: str, side: int, words: str = "counted") -> Table:
        """1 while something that only one side has is there, else 0."""
        shown = (words, ABSENT) if side == 0 else (ABSENT, words)
        if words == "counted":
            shown = ("counted", "not counted") if side == 0 else ("not counted", "counted")
        return Table.switch(self.change(address, group, said, *shown), 1 - side, side)

    def number(self, first: str | None, second: str | None, group: str, absent: float = 0.0) -> Table:
        """A number at its address on either side; ``absent`` is what its lack amounts to."""
        addresses = (first, second)
        known = [
            address is not None and address in model.parameters.columns
            for address, model in zip(addresses, self.models, strict=True)
        ]
        if not any(known):
            return Table.constant(absent)
        if all(known):
            return self._on_both(str(first), str(second), group)
        side = known.index(True)
        address = str(addresses[side])
        stands = self.on_one(side, address, group)
        if not stands.changes and float(stands.values) == absent:
            return stands
        value = float(self.values[side][self.models[side].parameters.columns[address]])
        text = self._text(side, address, value)
        shown, numbers = ((text, ABSENT), (value, None)) if side == 0 else ((ABSENT, text), (None, value))
        place = self.change(address, group, self._label(side, address), *shown, numbers)
        return combine(lambda made, here: here if made == side else absent, Table.switch(place, 0, 1), stands)

    def on_one(self, side: int, address: str, group: str) -> Table:
        """A number that only one side uses; a shared estimate that both have moves with its own change."""
        own, other = self.models[side].parameters, self.models[1 - side].parameters
        row = own.row(address)
        if row is not None and row.address != address and row.address in other.columns:
            return self._on_both(row.address, row.address, group)
        return Table.constant(self.values[side][own.columns[address]])

    def _on_both(self, first: str, second: str, group: str) -> Table:
        columns = [m.parameters.columns[a] for m, a in zip(self.models, (first, second), strict=True)]
        before, after = (float(x[column]) for x, column in zip(self.values, columns, strict=True))
        rows = [m.parameters.row(a) for m, a in zip(self.models, (first, second), strict=True)]
        if rows[0] is None and rows[1] is None:
            levels = self._levels(columns)
            if levels is not None:
                return self._derived(columns[0], levels, group)
        if before == after:
            return Table.constant(before)
        shared = rows[0] is not None and rows[1] is not None and rows[0].address == rows[1].address
        address = rows[0].address if shared and rows[0] is not None else canonical(first, second)
        words = self._text(0, first, before), self._text(1, second, after)
        place = self.change(address, group, self.label_of(address), *words, (before, after))
        return Table.switch(place, before, after)

    def _levels(self, columns: list[int]) -> list[tuple[str, str]] | None:
        """Addresses of the levels that a derived share follows from, where both sides derive it alike."""
        found = [m.parameters.derived[c - len(m.parameters.rows)] for m, c in zip(self.models, columns, strict=True)]
        if found[0].effect != found[1].effect or len(found[0].columns) != len(found[1].columns):
            return None
        names = [
            [m.parameters.rows[column].address for column in derived.columns]
            for m, derived in zip(self.models, found, strict=True)
        ]
        return list(zip(*names, strict=True))

    def _derived(self, column: int, levels: list[tuple[str, str]], group: str) -> Table:
        model = self.models[0]
        found = model.parameters.derived[column - len(model.parameters.rows)]
        own = replace(found, columns=tuple(range(len(levels))))
        tables = (self._on_both(first, second, group) for first, second in levels)
        return combine(lambda *numbers: float(derived_value(model, own, numbers)), *tables)

    # Chains of factors

    def chains(self, root: str, amounts: tuple[Quantity | None, Quantity | None], group: str | None) -> dict[int, Term]:
        """The factors of a quantity or amount by year after the start year; ``group`` None tells volume from rates."""
        sides = [self._by_year(model, root, amount) for model, amount in zip(self.models, amounts, strict=True)]
        found: dict[int, Term] = {}
        for year in sorted({*sides[0], *sides[1]}):
            first, second = sides[0].get(year), sides[1].get(year)
            if first is not None and second is not None:
                found[year] = self._paired(root, first, second, group)
            else:
                side = 0 if second is None else 1
                factors = sides[side][year]
                found[year] = self._alone(side, factors, group)
                if amounts[1 - side] is not None:
                    found[year] += (self._added(side, root, year, factors, group),)
        return found

    @staticmethod
    def _by_year(model: Model, root: str, amount: Quantity | None) -> dict[int, dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for below, year, factor in amount.places() if amount is not None else ():
            offset = 0 if year is None else year - model.study.start_year
            found.setdefault(offset, {})[factor.id] = "/".join(filter(None, (root, below)))
        return found

    def _paired(self, root: str, first: Mapping[str, str], second: Mapping[str, str], group: str | None) -> Term:
        scales = self.scales(list(first.values()), list(second.values()), group)
        if set(first) & set(second):
            ids = dict.fromkeys([*first, *second])
            return (
                *(self.number(first.get(i), second.get(i), self._group(group, first, second, i), 1.0) for i in ids),
                *scales,
            )
        numbers = [
            math.prod(float(x[m.parameters.columns[a]]) for a in side.values())
            for m, x, side in zip(self.models, self.values, (first, second), strict=True)
        ]
        words = [self._product_text(side, factors) for side, factors in enumerate((first, second))]
        years = [next(iter(side.values())).removeprefix(root).split("/")[-1] for side in (first, second)]
        address = "/".join([root, *(year for year in years[:1] if year.isdigit() and year == years[1])])
        said = self._label(0, root) + (f", {address.rpartition('/')[2]}" if address != root else "")
        place = self.change(address, group or "volume", said, words[0], words[1], (numbers[0], numbers[1]))
        return (Table.switch(place, numbers[0], numbers[1]), *scales)

    def _alone(self, side: int, factors: Mapping[str, str], group: str | None) -> Term:
        scale = self.models[side].parameters.scale_of(list(factors.values()))
        tables = (
            self.on_one(side, address, group or self._rate_or_volume(side, address)) for address in factors.values()
        )
        return (*tables, Table.constant(scale))

    def _added(self, side: int, root: str, year: int, factors: Mapping[str, str], group: str | None) -> Table:
        calendar = self.models[side].study.start_year + year
        said = f"{self._label(side, root)}, {calendar}"
        return self.presence(
            f"{root}/{calendar}", group or "volume", said, side, words=self._product_text(side, factors)
        )

    def scales(self, first: list[str], second: list[str], group: str | None) -> Term:
        """Factors by which scenarios scale a chain as a whole, each a change of its own."""
        tables = []
        sides = [{name for a in addresses for name in (*containers(a), a)} for addresses in (first, second)]
        scales = [m.parameters.scales for m in self.models]
        for key in dict.fromkeys([*scales[0], *scales[1]]):
            before, after = (
                scale.get(key, 1.0) if key in names else 1.0 for scale, names in zip(scales, sides, strict=True)
            )
            if before == after:
                tables.append(Table.constant(before))
                continue
            said = f"{pattern_label(self.models[0].study, key)} (as a whole)"
            words = f"× {count(before)}", f"× {count(after)}"
            place = self.change(key, group or "volume", said, *words, (before, after))
            tables.append(Table.switch(place, before, after))
        return tuple(tables)

    def _group(self, group: str | None, first: Mapping[str, str], second: Mapping[str, str], factor: str) -> str:
        if group is not None:
            return group
        side = 0 if factor in first else 1
        return self._rate_or_volume(side, (first, second)[side][factor])

    def _rate_or_volume(self, side: int, address: str) -> str:
        row = self.models[side].parameters.row(address)
        return "outcome rate" if row is None or row.kind.share or row.kind is SCORE else "volume"

    # Words

    def _row(self, side: int, address: str) -> Parameter | None:
        return self.models[side].parameters.row(address)

    def _text(self, side: int, address: str, value: float) -> str:
        return number_text(value, self._row(side, address), self.models[side].study.currency)

    def label_of(self, address: str) -> str:
        """An address in words, as the first side that has it says it."""
        return self._label(0 if address in self.models[0].parameters.columns else 1, address)

    def _label(self, side: int, address: str) -> str:
        model = self.models[side]
        row = model.parameters.row(address) if address in model.parameters.columns else None
        return row.label if row is not None and row.address == address else label(model.study, address)

    def _product_text(self, side: int, factors: Mapping[str, str]) -> str:
        columns = self.models[side].parameters.columns
        parts = [(address, float(self.values[side][columns[address]])) for address in factors.values()]
        texts = [self._text(side, address, value) for address, value in parts]
        return texts[0] if len(texts) == 1 else f"{' × '.join(texts)} = {count(math.prod(v for _, v in parts))}"
