"""What two models invest, and every mixture of the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sroi.analysis.differences.lives import Lives
from sroi.analysis.differences.mixtures import Table, Term, combine
from sroi.analysis.differences.rules import graded_bias
from sroi.analysis.differences.transition import Transition
from sroi.errors import SroiError
from sroi.valuation.labels import label
from sroi.valuation.model import Cost
from sroi.valuation.views import View


class Outlays:
    """What both models invest, each input a product of amount, uplift and discount factor for every year."""

    def __init__(self, found: Transition, views: tuple[View, View], lives: Lives, prices: Table) -> None:
        self.found, self.views, self.models = found, views, found.models
        self.lives, self.prices = lives, prices
        self.start = found.setting("start_year", "time", "Start year", lambda model: model.study.start_year)

    def terms(self) -> Iterator[Term]:
        """One term for each input and year."""
        sides: list[Mapping[str, tuple[int, Cost]]] = [
            {cost.id: (at, cost) for at, cost in enumerate(model.costs)} for model in self.models
        ]
        for name in dict.fromkeys([*sides[0], *sides[1]]):
            both = [side.get(name) for side in sides]
            counted = [found is not None and view.costs[found[0]] for found, view in zip(both, self.views, strict=True)]
            if not any(counted):
                continue
            counts = self._counts(name, both, counted)
            amounts = [
                model.study.inputs[name].amount if found is not None else None
                for model, found in zip(self.models, both, strict=True)
            ]
            uplift = self._uplift(name, both)
            for year, factors in self.found.chains(f"inputs/{name}/amount", (amounts[0], amounts[1]), "cost").items():
                deflator = self._deflator(name, both, year)
                yield (counts, *factors, uplift, deflator, self.lives.discount_of_input(year))

    def _counts(self, name: str, both: list[tuple[int, Cost] | None], counted: list[bool]) -> Table:
        if all(counted):
            return Table.constant(1.0)
        side = counted.index(True)
        given = self.models[side].study.inputs[name]
        said = given.name or name.replace("-", " ").capitalize()
        if both[1 - side] is None:
            return self.found.presence(f"inputs/{name}", "scope", said, side)
        words = [
            f"{model.study.inputs[name].kind} from {model.study.stakeholders[model.study.inputs[name].from_].name} "
            f"({'counted' if here else 'not counted'} here)"
            for model, here in zip(self.models, counted, strict=True)
        ]
        place = self.found.change(f"inputs/{name}/from", "scope", said, words[0], words[1])
        return Table.switch(place, 1 - side, side)

    def _uplift(self, name: str, both: list[tuple[int, Cost] | None]) -> Table:
        address = f"inputs/{name}/optimism_bias"
        if None in both:
            share = self.found.on_one(0 if both[0] is not None else 1, address, "cost")
        else:
            share = graded_bias(self.found, address, "cost") or self.found.number(address, address, "cost")
        return combine(lambda more: 1 + more, share)

    def _deflator(self, name: str, both: list[tuple[int, Cost] | None], year: int) -> Table:
        """What brings money of the day to the price base; 1 where the amount is in it already."""
        cash = [
            model.study.inputs[name].prices == "cash" if found is not None else None
            for model, found in zip(self.models, both, strict=True)
        ]
        if not any(cash):
            return Table.constant(1.0)
        if None in cash:
            form = Table.constant(cash.index(True))
        else:
            said = f"{label(self.models[0].study, f'inputs/{name}/amount').removesuffix(': amount')}: stated in"
            words = tuple("money of the day" if day else "the price base" for day in cash)
            form = self.found.choice(f"inputs/{name}/prices", "cost", said, (words[0], words[1]), cash[0] != cash[1])

        def factor(side: float, prices: float, start: float) -> float:
            if not cash[int(side)]:
                return 1.0
            for model in (self.models[int(prices)], self.models[int(side)]):
                try:
                    return model.converter.deflator(self.models[int(start)].study.start_year + year)[0]
                except SroiError:  # the other side's index does not reach this year
                    continue
            return 1.0

        return combine(factor, form, self.prices, self.start)
