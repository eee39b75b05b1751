"""What a rule may look at: the study, its valuation and a few readings of them, each computed once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

import numpy as np

from sroi import bank
from sroi.analysis.caveats import is_effect
from sroi.analysis.simulation import simulate
from sroi.assurance.finding import Found, Rule
from sroi.assurance.movers import Mover, movers
from sroi.assurance.wording import texts
from sroi.errors import SroiError
from sroi.study.outcome import DEDUCTIONS, Outcome, Value
from sroi.study.quantity import Chain, Factor
from sroi.study.records import Source
from sroi.study.study import Study
from sroi.valuation.model import Line, Stream
from sroi.valuation.parameters import Parameter
from sroi.valuation.valuation import Valuation
from sroi.valuation.vector import central

#: Draws behind the range of the ratio: enough for a range to two digits.
DRAWS = 1_000

#: Change by which the numbers that matter most are found.
CHANGE = 0.2


class Case:
    """One study under review.

    Parameters
    ----------
    valuation
        The study, valued.
    today
        The day of the review; None where whoever asks does not say.
    """

    def __init__(self, valuation: Valuation, today: date | None = None) -> None:
        self.valuation = valuation
        self.model = valuation.model
        self.study: Study = valuation.model.base_study
        self.today = today
        #: What the other rules found, which of them were asked, and what in the profile concerns none of them.
        self.answers: list[tuple[Rule, Found]] = []
        self.asked: set[str] = set()
        self.idle: list[tuple[str, str, str]] = []
        self._kin: dict[str, frozenset[str]] = {}

    @cached_property
    def vector(self) -> list[float]:
        """Every number at its central value."""
        return [float(value) for value in central(self.model)]

    @cached_property
    def lines(self) -> tuple[tuple[Line, float], ...]:
        """Rows of the value map that are no mirror of a transfer, each with its present value."""
        pairs = zip(self.model.lines, self.valuation.flows.line_totals, strict=True)
        return tuple((line, float(value)) for line, value in pairs if line.mirror_of is None)

    @cached_property
    def worth(self) -> dict[str, float]:
        """Present value of each outcome."""
        found: dict[str, float] = {}
        for line, value in zip(self.model.lines, self.valuation.flows.line_totals, strict=True):
            found[line.outcome] = found.get(line.outcome, 0.0) + float(value)
        return found

    @cached_property
    def size(self) -> float:
        """Sum of the sizes of all values, gains and harms alike."""
        return sum(abs(value) for value in self.worth.values())

    def outcomes(self) -> Iterator[tuple[str, Outcome, Stream]]:
        """Outcomes that are valued: id, what is stated, what follows."""
        for stream in self.model.streams:
            yield stream.outcome, self.study.outcomes[stream.outcome], stream

    def name(self, line: Line) -> str:
        """The outcome that a value belongs to, in words."""
        return self.study.outcomes[line.outcome].name

    def gains(self) -> Iterator[tuple[str, Outcome, Stream]]:
        """Those that add to the total before anything is taken off: of a harm, taking nothing off is the safe side."""
        for name, outcome, stream in self.outcomes():
            if self._gross.get(name, 0.0) >= 0:
                yield name, outcome, stream

    @cached_property
    def _gross(self) -> dict[str, float]:
        found: dict[str, float] = {}
        for line, value in zip(self.model.lines, self.valuation.flows.gross, strict=True):
            if line.mirror_of is None:
                found[line.outcome] = found.get(line.outcome, 0.0) + float(value)
        return found

    def row(self, address: str) -> Parameter | None:
        """The parameter at an address; None where it follows from a comparison, or there is none."""
        return self.model.parameters.row(address) if address in self.model.parameters.columns else None

    def at(self, address: str) -> float:
        """The number at an address."""
        return self.vector[self.model.parameters.columns[address]]

    def deductions(self, outcome: str) -> dict[str, float]:
        """Deductions of an outcome, those left at 0 and those beyond the five included."""
        others = {f"other_deductions/{key}" for key in self.study.outcomes[outcome].other_deductions}
        return {key: self.at(f"{outcome}/{key}") for key in (*DEDUCTIONS, *sorted(others))}

    def quantity(self, stream: Stream) -> float:
        """How many, over all cohorts."""
        return sum(float(product.of(self.vector)) for _, product in stream.cohorts)

    def people(self, stakeholder: str) -> float | None:
        """How many of a stakeholder there are, where the study says so."""
        address = f"stakeholders/{stakeholder}/size"
        return self.at(address) if address in self.model.parameters.columns else None

    def value(self, line: Line) -> Value:
        """What the study states of a value."""
        return self.study.outcomes[line.outcome].all_values()[line.value]

    @cached_property
    def _records(self) -> dict[str, bank.Record]:
        wanted = {(line.unit_value.proxy, line.type) for line, _ in self.lines if line.unit_value.proxy is not None}
        banks = self.model.converter.banks
        return {proxy: bank.find(proxy, kind, extra=banks).record for proxy, kind in wanted if proxy is not None}

    def record(self, line: Line) -> bank.Record | None:
        """The record of the bank behind a value; None where the study states its own."""
        return self._records[line.unit_value.proxy] if line.unit_value.proxy is not None else None

    def kin(self, proxy: str) -> frozenset[str]:
        """Records of the bank that count the same thing as one: its parts, its totals, and what it excludes."""
        if proxy not in self._kin:
            self._kin[proxy] = bank.not_to_be_added(proxy, extra=self.model.converter.banks)
        return self._kin[proxy]

    def factors(self, outcome: str, chain: Chain) -> Iterator[tuple[Factor, Parameter | None]]:
        """Factors of a chain of a quantity, each with its number; None where that follows from a comparison."""
        year = [str(chain.year)] if chain.year is not None else []
        for factor in chain.factors:
            yield factor, self.row("/".join([outcome, "quantity", *([factor.id] if factor.id else []), *year]))

    def words(self, line: Line) -> str:
        """What is said of a value: its id, notes, source and, where it is from the bank, its claim."""
        stated, record, row = self.value(line), self.record(line), self.row(line.address)
        source = self.source(row.source if row is not None else None)
        own = [line.value.replace("-", " "), stated.note, row.note if row is not None else None]
        if line.value == "value":
            own.append(self.study.outcomes[line.outcome].note)
        if record is not None:
            return " ".join(filter(None, [*own, record.claim, record.published_as]))
        said = [source.title, source.note] if source is not None else [row.source if row is not None else None]
        return " ".join(filter(None, [*own, *said]))

    def source(self, written: str | None) -> Source | None:
        """The source of the study that a text names by its id, with or without a page."""
        return self.study.sources.get((written or "").split(" ")[0].rstrip(",;:"))

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

    @cached_property
    def movers(self) -> tuple[Mover, ...]:
        """Numbers by how far the ratio moves when each alone is changed by a fifth, the farthest first."""
        return movers(self.model, CHANGE)

    @cached_property
    def range(self) -> tuple[float, float] | None:
        """Range in which 9 in 10 simulated ratios lie; None where no number has a range, or none can be drawn."""
        try:
            found = simulate(self.model, draws=DRAWS)
        except SroiError:
            return None
        low, high = float(found.quantile(0.05)), float(found.quantile(0.95))
        return (low, high) if np.isfinite([low, high]).all() else None

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Every text of the study with its address."""
        return tuple(texts(self.study.document))

    def without(self, outcome: str) -> dict[str, float]:
        """Numbers with which an outcome counts for nothing."""
        return {f"{outcome}/multiplier": 0.0}

    def without_line(self, line: Line) -> dict[str, float]:
        """Numbers with which one value of an outcome counts for nothing, and its others as before."""
        alone = sum(other.outcome == line.outcome for other, _ in self.lines) == 1
        return self.without(line.outcome) if alone else {line.address: 0.0}
