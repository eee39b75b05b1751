"""The worth of knowing sets of numbers, exactly where that can be, else over draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.exact.moments import is_discrete
from sroi.analysis.exact.quadrature import level_scores
from sroi.analysis.knowing.choices import Choice
from sroi.analysis.knowing.gains import Amount, Gain, exact_gain
from sroi.analysis.knowing.regression import regressed_gain
from sroi.analysis.progress import Progress, told, within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Draws looked at together.
_BLOCK: Final = 4096

#: Functions of single draws that are worked out for a set of numbers before regression is taken instead.
_WORK: Final = 20_000_000

#: Numbers of a set that regression copes with.
_FEW: Final = 40


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
        self._given, self._addresses, self.draws = list(choices), tuple(addresses), draws if addresses else 0
        self.reason = next((choice.reason for choice in choices if choice.reason), "")
        self._known: dict[frozenset[str], Amount] = {}

    @property
    def exact(self) -> bool:
        """Whether expected values with some numbers known are worked out without draws."""
        return not self.reason

    @cached_property
    def _results(self) -> Floats:
        """Net present value of each choice by draw."""
        return np.array([choice.results(self.draws) for choice in self._given])

    @cached_property
    def choices(self) -> list[Choice]:
        """The choices, with the expected value of each."""
        return [
            choice if np.isfinite(choice.mean) else replace(choice, mean=float(self._results[place].mean()))
            for place, choice in enumerate(self._given)
        ]

    @cached_property
    def _means(self) -> Floats:
        return np.array([choice.mean for choice in self.choices])

    @cached_property
    def best(self) -> int:
        """Place of the choice that is best on what is known."""
        return int(np.argmax(self._means))

    @cached_property
    def _total(self) -> Gain:
        total = Gain(self.best, self._means if self.exact else None)
        total.add(self._results)
        return total

    @property
    def changing(self) -> float:
        """Share of the draws in which another choice would have been better."""
        return self._total.changed / self.draws if self.draws else 0.0

    @cached_property
    def everything(self) -> Amount:
        """Worth of knowing every number.

        It is no less than that of any one of them, which is exact: where chance says less, it is taken to be as much.
        """
        if not self.draws:
            return Amount(0.0)
        if self.exact and len(self._addresses) == 1:
            return Amount(self._of_one(self._addresses[0]))
        found = self._total.amount
        exactly = [amount.value for amount in self._known.values() if not amount.error]
        return Amount(max([found.value, *exactly]), found.error)

    def worth(self, members: frozenset[str]) -> Amount:
        """Worth of knowing some numbers: no less than that of any one of them, as with everything."""
        if members == frozenset(self._addresses):
            return self.everything
        found = self._known[members]
        single = (self._known[one] for member in members if (one := frozenset({member})) in self._known)
        return Amount(max([found.value, *(amount.value for amount in single if not amount.error)]), found.error)

    def learn(self, sets: Sequence[frozenset[str]], progress: Progress | None = None) -> None:
        """Work out the worth of knowing each of some sets of numbers, and tell which share of them is done."""
        parts = [members for members in dict.fromkeys(sets) if members != frozenset(self._addresses)]
        groups = [members for members in parts if len(members) > 1 or not self.exact]
        alone = [members for members in parts if members not in groups]
        first = len(alone) / max(len(parts), 1)
        for members in told(alone, within(progress, 0, first)):
            self._known[members] = Amount(self._of_one(*members))
        if not groups or not self._total.changed:
            self._known |= dict.fromkeys(groups, Amount(0.0))
            return
        regressed = [members for members in groups if not self.exact or self._too_much(members)]
        second = first + len(regressed) / len(parts)
        self._known |= self._by_regression(regressed, within(progress, first, second))
        others = [members for members in groups if members not in regressed]
        self._known |= self._over_draws(others, within(progress, second, 1))

    def _too_much(self, members: frozenset[str]) -> bool:
        work = [choice.expected.work(choice.places(members).values()) for choice in self.choices if choice.expected]
        return sum(work) * self.draws > _WORK and len(members) <= _FEW

    def _over_draws(self, groups: Sequence[frozenset[str]], progress: Progress | None) -> dict[frozenset[str], Amount]:
        """Average over draws of the best of what is expected with some numbers known."""
        gains = {members: Gain(self.best, self._means) for members in groups}
        for start in told(range(0, self.draws if groups else 0, _BLOCK), progress):
            stop = min(start + _BLOCK, self.draws)
            drawn = [choice.numbers(start, stop) for choice in self.choices]
            for members, gain in gains.items():
                gain.add(np.array(list(self._expected(members, drawn, stop - start))))
        return {members: gain.amount for members, gain in gains.items()}

    def _expected(
        self, members: frozenset[str], drawn: Sequence[tuple[dict[int, Floats], dict[int, Floats]]], count: int
    ) -> Iterator[Floats]:
        """Expected value of each choice with some numbers known, by draw."""
        for choice, (values, scores) in zip(self.choices, drawn, strict=True):
            places = choice.places(members).values()
            if not places or choice.expected is None:
                yield np.full(count, choice.mean)
            else:
                yield choice.expected.given({p: values[p] for p in places}, {p: scores[p] for p in places})

    def _of_one(self, address: str) -> float:
        """Worth of knowing one number, as an integral."""
        edges: set[float] = set()
        for choice in self.choices:
            for place in choice.places([address]).values():
                assert choice.sampler is not None
                shape = choice.sampler.model.parameters.rows[place].distribution
                if is_discrete(shape):
                    edges |= set(level_scores(shape))

        def curves(scores: Floats) -> Floats:
            return np.array([choice.at_scores(address, scores) for choice in self.choices])

        return exact_gain(curves, self.best, sorted(edges))

    def _by_regression(
        self, groups: Sequence[frozenset[str]], progress: Progress | None
    ) -> dict[frozenset[str], Amount]:
        """The same with what is expected fitted to the draws."""
        wanted = {address for members in groups for address in members}
        scores: dict[str, Floats] = {}
        for choice in self.choices:
            missing = choice.places(wanted - scores.keys())
            _, found = choice.numbers(0, self.draws, missing)
            scores |= {address: found[place] for address, place in missing.items()}
        return {
            members: regressed_gain(np.array([scores[a] for a in sorted(members)]), self._results, self.best)
            for members in told(groups, progress)
        }
