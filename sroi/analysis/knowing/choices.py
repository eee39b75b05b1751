"""What may be decided: to fund a study or not, or which of its options to take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.analysis.drawing.sampling import Draws, Sampler
from sroi.analysis.exact.closed_form import bearing, conditional
from sroi.analysis.exact.conditional import Conditional
from sroi.analysis.exact.expansion import Beyond
from sroi.analysis.exact.quadrature import at_scores
from sroi.analysis.outputs import Output, output
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


#: Draws valued together.
_BLOCK: Final = 16_384


@dataclass(frozen=True)
class Choice:
    """One thing that may be done.

    Parameters
    ----------
    name
        Id: ``do-not-fund``, ``fund``, ``base`` or that of an option.
    label
        The same in words.
    output
        Its net present value; None for doing nothing, which is worth 0.
    sampler
        Draws of its uncertain numbers.
    expected
        What its net present value is expected to be once some numbers are known; None where that is not worked out.
    bearing
        Uncertain numbers that bear on it.
    mean
        Expected net present value; NaN until it is known.
    reason
        Why ``expected`` is missing, in words.
    """

    name: str
    label: str
    output: Output | None
    sampler: Sampler | None
    expected: Conditional | None
    bearing: tuple[Parameter, ...]
    mean: float
    reason: str = ""

    def results(self, draws: int) -> Floats:
        """Net present value by draw."""
        if self.output is None or self.sampler is None or not self.bearing:
            return np.full(draws, 0.0 if self.output is None else self.output.base)
        found = np.empty(draws)
        for start in range(0, draws, _BLOCK):
            stop = min(start + _BLOCK, draws)
            found[start:stop] = self.output.of(self.sampler.draw(start, stop))
        return found

    def numbers(
        self, start: int, stop: int, which: Mapping[str, int] | None = None
    ) -> tuple[dict[int, Floats], dict[int, Floats]]:
        """Values and normal scores of the numbers that bear on it, or of some of them, by place."""
        if self.sampler is None:
            return {}, {}
        drawn = Draws(self.sampler).block(start, stop)
        rows = self.sampler.model.parameters.rows
        places = self._places if which is None else which
        return (
            {place: drawn.value(rows[place]) for place in places.values()},
            {place: drawn.score(address) for address, place in places.items()},
        )

    def places(self, addresses: Iterable[str]) -> dict[str, int]:
        """Places of those of some numbers that bear on it, in the order of the model: sums in another would differ."""
        wanted = set(addresses)
        return {address: place for address, place in self._places.items() if address in wanted}

    @cached_property
    def _places(self) -> dict[str, int]:
        columns = self.sampler.model.parameters.columns if self.sampler is not None else {}
        return {row.address: columns[row.address] for row in self.bearing}

    def at_scores(self, address: str, scores: Floats) -> Floats:
        """Expected net present value once one number is known, by its normal score."""
        places = self.places([address])
        if not places or self.expected is None or self.sampler is None:
            return np.full(len(scores), self.mean)
        place = places[address]
        values = at_scores(self.sampler.model.parameters.rows[place].distribution, scores)
        return self.expected.given({place: values}, {place: scores})


def choices(asked: Output, between: str, seed: int, shared_error: float | None) -> list[Choice]:
    """List what may be done.

    Parameters
    ----------
    asked
        The net present value of the study.
    between
        ``fund`` or ``options``.
    seed, shared_error
        Of the draws.
    """
    if between == "fund":
        nothing = Choice("do-not-fund", "do not fund", None, None, None, (), 0.0)
        return [nothing, _choice("fund", "fund", asked, seed, shared_error)]
    study = asked.model.base_study
    models = {"base": Model(study), **{name: Model(study, name) for name in study.options}}
    return [
        _choice(
            name,
            "the study as it stands" if name == "base" else name,
            output(model, "npv", asked.view.id),
            seed,
            shared_error,
        )
        for name, model in models.items()
    ]


def _choice(name: str, label: str, asked: Output, seed: int, shared_error: float | None) -> Choice:
    sampler = Sampler(asked.model, seed, shared_error=shared_error)
    rows = asked.model.parameters.rows
    mine = tuple(rows[place] for place in sorted(bearing(asked)))
    try:
        expected = conditional(asked, sampler.dependence)
    except Beyond as beyond:
        return Choice(name, label, asked, sampler, None, mine, float("nan"), str(beyond))
    return Choice(name, label, asked, sampler, expected, mine, expected.mean)
