"""What a report is written from: a study, valued and asked every question once, when a section needs the answer."""

from __future__ import annotations

from datetime import date as Date
from functools import cached_property

from sroi.analysis.caveats import Caveat, caveats
from sroi.analysis.drivers import FEWEST, MOST, Drivers, drivers
from sroi.analysis.headline import DRAWS, Headline, headline
from sroi.analysis.options import SideBySide, side_by_side
from sroi.analysis.recorded.record import RunRecord
from sroi.analysis.reproducing import run_record
from sroi.analysis.simulation import Simulation, simulate
from sroi.analysis.switching import Switching, switching
from sroi.analysis.tornado import Tornado, tornado
from sroi.assurance.review import Review
from sroi.assurance.statement import Statement, assurance_statement
from sroi.errors import SroiError
from sroi.report.catalogue import Catalogue
from sroi.study.study import Study
from sroi.valuation.formats import plain
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation

#: Change by which numbers without a range are moved, so that their effect can be said.
CHANGE = 0.2

#: Codes of errors that mean "there is no range to speak of", not "the study is wrong".
_NO_RANGE = frozenset({"nothing-uncertain", "nothing-bears", "extra-missing", "inputs-zero", "ratio-unlimited"})


class Material:
    """A study and what was found about it.

    Parameters
    ----------
    study
        The study.
    texts
        Texts of the report's language.
    scenario
        Scenario or option that the report is about; None for the base case.
    draws, seed
        Of every simulation.
    date
        Day of the report; None where the caller gives none.
    """

    def __init__(
        self,
        study: Study,
        texts: Catalogue,
        *,
        scenario: str | None = None,
        draws: int = DRAWS,
        seed: int = 0,
        date: Date | None = None,
    ) -> None:
        self.texts, self.draws, self.seed, self.date = texts, draws, seed, date
        self.valuation = Valuation(Model(study, scenario))
        self.model = self.valuation.model
        self.base, self.study = study, self.valuation.study
        self.currency = study.currency

    def say(self, key: str, *, count: float | None = None, **values: object) -> str:
        """Say a text of the catalogue."""
        return self.texts.say(key, count=count, **values)

    @cached_property
    def simulation(self) -> Simulation | None:
        """Draws of the ratio; None where no number has a range."""
        try:
            return simulate(self.model, draws=self.draws, seed=self.seed)
        except SroiError as error:
            return self._none(error)

    def range_seen(self, perspective: str) -> str:
        """Range of the ratio from one perspective; that none is known where nothing is drawn."""
        if self.simulation is None:
            return self.say("appraisal.range-none")
        try:
            found = simulate(self.model, draws=self.draws, seed=self.seed, perspective=perspective)
        except SroiError as error:
            self._none(error)
            return self.say("appraisal.range-none")
        return f"{plain(found.low)} to {plain(found.high)}"

    @cached_property
    def headline(self) -> Headline:
        """Ratio and range."""
        found = self.simulation
        if found is None:  # says why there is no range
            return headline(self.valuation)
        return headline(self.valuation, found)

    @cached_property
    def record(self) -> RunRecord:
        """The run behind the report."""
        return run_record(self.valuation, seed=self.seed, draws=self.draws, date=self.date, headline=self.headline)

    @cached_property
    def caveats(self) -> tuple[Caveat, ...]:
        """The three things that must be said beside the ratio."""
        return caveats(self.valuation)

    @cached_property
    def tornado(self) -> Tornado:
        """Every number with a range moved alone; every number by a fifth where none has one."""
        found = tornado(self.model)
        return found if found.bars else tornado(self.model, by=CHANGE)

    @cached_property
    def switching(self) -> Switching:
        """For every number the value at which the ratio is 1."""
        return switching(self.model)

    @cached_property
    def drivers(self) -> Drivers | None:
        """Where the uncertainty comes from; None where nothing is uncertain."""
        try:
            return drivers(self.model, draws=min(max(self.draws, FEWEST), MOST), seed=self.seed)
        except SroiError as error:
            return self._none(error)

    @cached_property
    def alternatives(self) -> SideBySide | None:
        """Scenarios and options beside the base case; None where the study has none."""
        if not (self.base.scenarios or self.base.options):
            return None
        return side_by_side(self.base, draws=min(self.draws, 4096), seed=self.seed)

    @cached_property
    def statement(self) -> Statement:
        """What the study says on the eight principles, with evidence, assumptions and checks."""
        return assurance_statement(self.valuation, today=self.date)

    @property
    def review(self) -> Review:
        """What a reviewer would ask."""
        return self.statement.review

    @staticmethod
    def _none(error: SroiError) -> None:
        if not {problem.code for problem in error.problems} <= _NO_RANGE:
            raise error
