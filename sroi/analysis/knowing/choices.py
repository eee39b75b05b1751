"""What may be decided: to fund a study or not, or which of its options to take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sroi.analysis.drawing.sampling import Sampler
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

    def drawn(self, start: int, stop: int) -> tuple[Floats, dict[int, Floats], dict[int, Floats]]:
        """Net present value by draw, and values and scores of the numbers behind it by place."""
        if self.output is None or self.sampler is None or not self.bearing:
            return np.full(stop - start, self.mean), {}, {}
        drawn, scores = self.sampler.draw(start, stop), self.sampler.scores(start, stop)
        columns = self.sampler.model.parameters.columns
        places = {row.address: columns[row.address] for row in self.bearing}
        values = {place: drawn[address] for address, place in places.items()}
        return self.output.of(drawn), values, {place: scores[address] for address, place in places.items()}

    def places(self, addresses: Iterable[str]) -> dict[str, int]:
        """Places of those of some numbers that bear on it."""
        mine = {row.address for row in self.bearing}
        columns = self.sampler.model.parameters.columns if self.sampler is not None else {}
        return {address: columns[address] for address in addresses if address in mine}

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
