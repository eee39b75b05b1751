"""The worth of knowing sets of numbers, exactly where that can be, else over draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.exact.moments import is_discrete
from sroi.analysis.exact.quadrature import level_scores
from sroi.analysis.knowing.choices import Choice
from sroi.analysis.knowing.gains import Amount, Gain, exact_gain
from sroi.analysis.knowing.regression import regressed_gain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Draws looked at together.
_BLOCK: Final = 4096


class WorthKnowing:
    """What knowing sets of numbers is worth to a choice.

    Parameters
    ----------
    choices
        What may be chosen.
    addresses
        Every uncertain number that bears on any of them.
    draws
        How many draws to take where they are needed.
    """

    def __init__(self, choices: Sequence[Choice], addresses: Sequence[str], draws: int) -> None:
        self._addresses, self._asked_draws = tuple(addresses), draws
        self.reason = next((choice.reason for choice in choices if choice.reason), "")
        self._given = list(choices)
        self._known: dict[frozenset[str], Amount] = {}
        self._everything = Amount(0.0)
        self.changing = 0.0

    @property
    def exact(self) -> bool:
        """Whether expected values with some numbers known are worked out without draws."""
        return not self.reason

    @property
    def draws(self) -> int:
        """Draws taken."""
        return self._asked_draws if self._addresses else 0

    @cached_property
    def choices(self) -> list[Choice]:
        """The choices, with the expected value of each."""
        return [
            choice if np.isfinite(choice.mean) else replace(choice, mean=float(results.mean()))
            for choice, results in zip(self._given, self._results, strict=True)
        ]

    @cached_property
    def _means(self) -> Floats:
        return np.array([choice.mean for choice in self.choices])

    @cached_property
    def best(self) -> int:
        """Place of the choice that is best on what is known."""
        return int(np.argmax(self._means))

    @cached_property
    def _results(self) -> Floats:
        """Net present value of each choice by draw; only where expected values are not worked out."""
        if self.exact:
            return np.full((len(self._given), 1), np.nan)
        return np.array([choice.drawn(0, self._asked_draws)[0] for choice in self._given])

    @property
    def everything(self) -> Amount:
        """Worth of knowing every number: no less than that of any of them."""
        return self._everything

    def worth(self, members: frozenset[str]) -> Amount:
        """Worth of knowing some numbers."""
        return self._known[members]

    def learn(self, sets: Sequence[frozenset[str]]) -> None:
        """Work out the worth of knowing everything and of each of some sets."""
        if not self._addresses:
            return
        if self.exact:
            self._learn_exactly(sets)
        else:
            self._learn_by_regression(sets)

    def _learn_exactly(self, sets: Sequence[frozenset[str]]) -> None:
        whole = frozenset(self._addresses)
        for members in sets:
            if len(members) == 1:
                (address,) = members
                self._known[members] = Amount(self._of_one(address))
        groups = [members for members in dict.fromkeys(sets) if members not in self._known and members != whole]
        gains = {members: Gain(self.best, self._means) for members in groups}
        total = Gain(self.best, self._means)
        for start in range(0, self._asked_draws, _BLOCK):
            drawn = [choice.drawn(start, min(start + _BLOCK, self._asked_draws)) for choice in self.choices]
            total.add(np.array([results for results, _, _ in drawn]))
            for members, gain in gains.items():
                gain.add(np.array([self._expected(*one, members) for one in zip(self.choices, drawn, strict=True)]))
        self._known |= {members: gain.amount for members, gain in gains.items()}
        self.changing = total.changed / total.draws
        self._everything = self._known.get(whole, total.amount)
        largest = max((amount.value for amount in self._known.values() if not amount.error), default=0.0)
        if largest > self._everything.value:
            # Knowing everything is worth no less than knowing one number, which is exact; chance alone says so.
            self._everything = Amount(largest, self._everything.error)
        self._known[whole] = self._everything

    def _expected(
        self, choice: Choice, drawn: tuple[Floats, dict[int, Floats], dict[int, Floats]], members: frozenset[str]
    ) -> Floats:
        """Expected value of a choice with some numbers known, by draw."""
        results, values, scores = drawn
        places = choice.places(members).values()
        if not places or choice.expected is None:
            return np.full(len(results), choice.mean)
        return choice.expected.given({p: values[p] for p in places}, {p: scores[p] for p in places})

    def _of_one(self, address: str) -> float:
        edges: set[float] = set()
        for choice in self.choices:
            for place in choice.places([address]).values():
                assert choice.sampler is not None
                shape = choice.sampler.model.parameters.rows[place].distribution
                if is_discrete(shape):
                    edges |= set(level_scores(shape))
        return exact_gain(
            lambda scores: np.array([choice.at_scores(address, scores) for choice in self.choices]),
            self.best,
            sorted(edges),
        )

    def _learn_by_regression(self, sets: Sequence[frozenset[str]]) -> None:
        total = Gain(self.best, None)
        total.add(self._results)
        self._everything, self.changing = total.amount, total.changed / total.draws
        scores: dict[str, Floats] = {}
        for choice in self.choices:
            if choice.sampler is not None:
                scores |= choice.sampler.scores(0, self._asked_draws)
        whole = frozenset(self._addresses)
        self._known[whole] = self._everything
        for members in dict.fromkeys(sets):
            if members != whole:
                known = np.array([scores[address] for address in self._addresses if address in members])
                self._known[members] = regressed_gain(known, self._results, self.best)
