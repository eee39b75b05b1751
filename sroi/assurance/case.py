"""What a rule may look at: the study, its valuation and a few readings of them, each computed once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from sroi.analysis.caveats import is_effect
from sroi.study.outcome import DEDUCTIONS, Outcome
from sroi.study.study import Study
from sroi.valuation.model import Stream
from sroi.valuation.parameters import Parameter
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central


class Case:
    """One study under review.

    Parameters
    ----------
    valuation
        The study, valued.
    """

    def __init__(self, valuation: Valuation) -> None:
        self.valuation = valuation
        self.model = valuation.model
        self.study: Study = valuation.model.base_study

    @cached_property
    def vector(self) -> list[float]:
        """Every number at its central value."""
        return [float(value) for value in central(self.model)]

    @cached_property
    def worth(self) -> dict[str, float]:
        """Present value of each outcome."""
        found: dict[str, float] = {}
        for line, value in zip(self.model.lines, self.valuation.flows.line_totals, strict=True):
            found[line.outcome] = found.get(line.outcome, 0.0) + float(value)
        return found

    @property
    def size(self) -> float:
        """Sum of the sizes of all values, gains and harms alike."""
        return sum(abs(value) for value in self.worth.values())

    def outcomes(self) -> Iterator[tuple[str, Outcome, Stream]]:
        """Outcomes that are valued: id, what is stated, what follows."""
        for stream in self.model.streams:
            yield stream.outcome, self.study.outcomes[stream.outcome], stream

    def row(self, address: str) -> Parameter | None:
        """The parameter at an address; None where it follows from a comparison, or there is none."""
        return self.model.parameters.row(address) if address in self.model.parameters.columns else None

    def at(self, address: str) -> float:
        """The number at an address."""
        return self.vector[self.model.parameters.columns[address]]

    def deductions(self, outcome: str) -> dict[str, float]:
        """Deductions of an outcome, those left at 0 included."""
        return {key: self.at(f"{outcome}/{key}") for key in DEDUCTIONS}

    def quantity(self, stream: Stream) -> float:
        """How many, over all cohorts."""
        return sum(float(product.of(self.vector)) for _, product in stream.cohorts)

    def has_reason(self, address: str) -> bool:
        """Whether somebody says why the number is what it is: a note, a source of its own, or an entry in the log."""
        row = self.row(address)
        logged = any(address in entry.addresses for entry in self.study.assumptions)
        if logged or row is None:
            return True
        name, _, key = address.partition("/")
        stated = getattr(self.study.outcomes[name], key, None)
        if stated is None:
            return False
        # The source of the whole outcome speaks for how many changed, not for nothing being taken off.
        return bool(stated.source or stated.note or (stated.use and (row.source or row.note)))

    def is_effect(self, stream: Stream) -> bool:
        """Whether the quantity already is what the programme added, by a comparison."""
        return is_effect(self.model, stream)
