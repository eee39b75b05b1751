"""The few numbers that stand above every page: a ratio with its range, never alone; or what is still missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sroi.analysis.simulation import Simulation, simulate
from sroi.errors import Problem, SroiError
from sroi.study.study import Study
from sroi.valuation.formats import money, years
from sroi.valuation.model import Model
from sroi.valuation.rounding import about, short_money
from sroi.valuation.valuation import Valuation

#: Draws behind the range.
DRAWS: Final = 4096

#: Problems that mean "not finished yet", in the words of the strip.
_MISSING: Final = {"inputs-zero": "costs missing", "outcomes-missing": "outcomes missing"}


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said of a study in one line.

    Made by :func:`headline`. The range is the 5th to the 95th percentile: 9 in 10 of the simulated results lie in it.

    Parameters
    ----------
    currency, horizon, price_base
        As the study states them.
    ratio, npv
        Of the base case; None where there is none yet.
    low, high
        Ends of the range of the ratio; None where there is none.
    no_range
        Why there is no range.
    assumed
        Share of the value that rests on an assumption.
    problems
        Why there is no ratio.
    """

    currency: str
    horizon: int
    price_base: str
    ratio: float | None = None
    npv: float | None = None
    low: float | None = None
    high: float | None = None
    no_range: str = ""
    assumed: float = 0.0
    problems: tuple[Problem, ...] = ()

    @property
    def answer(self) -> str:
        """The ratio with its range, rounded to what the range can bear; or why there is none.

        Examples
        --------
        >>> Headline("GBP", 5, "2026", 5.3146, 412_345.0, 3.412, 7.618).answer
        'about £5.30 per £1, likely £3.40 to £7.60 (9 in 10)'
        >>> Headline("GBP", 5, "2026", 1.929, 39_367.0, no_range="no number has a range").answer
        '£1.93 per £1, range not known: no number has a range'
        """
        if self.ratio is None:
            return f"No ratio yet: {self.missing}"
        one = money(1, self.currency)
        if self.low is None or self.high is None:
            return f"{money(self.ratio, self.currency, 2)} per {one}, range not known: {self.no_range}"
        centre, low, high = about(self.ratio, self.low, self.high, self.currency)
        return f"about {centre} per {one}, likely {low} to {high} (9 in 10)"

    @property
    def missing(self) -> str:
        """What stands in the way of a ratio, in a few words.

        Examples
        --------
        >>> Headline("GBP", 5, "2026", problems=(Problem("inputs-zero", "found nothing invested"),)).missing
        'costs missing'
        """
        known = [_MISSING[problem.code] for problem in self.problems if problem.code in _MISSING]
        others = len(self.problems) - len(known)
        if others:
            known.append("1 problem to mend" if others == 1 else f"{others} problems to mend")
        return " and ".join(known)

    @property
    def value(self) -> str:
        """The net present value, in three digits; empty where there is none.

        Examples
        --------
        >>> Headline("GBP", 5, "2026", 5.3146, 412_345.0).value
        'NPV £412k'
        """
        return "" if self.npv is None else f"NPV {short_money(self.npv, self.currency)}"

    @property
    def trust(self) -> str:
        """How much of the value rests on assumptions; empty where none does.

        Examples
        --------
        >>> Headline("GBP", 5, "2026", 5.3146, 412_345.0, assumed=0.498).trust
        '50% of the value rests on assumptions'
        """
        return f"{self.assumed:.0%} of the value rests on assumptions" if self.assumed >= 0.005 else ""

    @property
    def basis(self) -> str:
        """Horizon and price base.

        Examples
        --------
        >>> Headline("GBP", 5, "2026").basis, Headline("GBP", 1, "unknown").basis
        ('5 years, 2026 prices', '1 year, price year not stated')
        """
        prices = "price year not stated" if self.price_base == "unknown" else f"{self.price_base} prices"
        return f"{years(self.horizon)}, {prices}"


def headline(study: Study | Valuation, simulation: Simulation | None = None) -> Headline:
    """Compute what is said of a study in one line; a study that cannot be valued says why.

    Parameters
    ----------
    study
        Any study, finished or not; or its valuation.
    simulation
        The simulation of its ratio with :data:`DRAWS` draws and seed 0, where it is known already.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {}, outcomes: {}}
    ... ''')
    >>> headline(study).answer
    'No ratio yet: costs missing and outcomes missing'
    """
    if isinstance(study, Study):
        try:
            valuation = Valuation(Model(study))
        except SroiError as error:
            problems = tuple(_complete(study, error.problems))
            return Headline(study.currency, study.horizon, study.price_base, problems=problems)
    else:
        valuation = study
    said = valuation.study
    plain = (said.currency, said.horizon, said.price_base)
    low, high, why = (simulation.low, simulation.high, "") if simulation is not None else range_of(valuation.model)
    return Headline(*plain, valuation.ratio, valuation.npv, low, high, why, valuation.share_on_assumptions)


def _complete(study: Study, problems: Iterable[Problem]) -> Iterable[Problem]:
    """A valuation stops at the first thing that is missing; say the other too."""
    found = tuple(problems)
    said = {problem.code for problem in found}
    if not study.inputs and "inputs-zero" not in said:
        yield Problem("inputs-zero", "nothing is invested yet", write="add what is invested", address="inputs")
    if not study.outcomes and "outcomes-missing" not in said:
        yield Problem("outcomes-missing", "no outcome is valued yet", write="add an outcome", address="outcomes")
    yield from found


def range_of(model: Model, draws: int = DRAWS, seed: int = 0) -> tuple[float | None, float | None, str]:
    """Ends of the range in which 9 in 10 ratios lie, or why there is none."""
    try:
        found = simulate(model, draws=draws, seed=seed)
    except SroiError as error:
        if error.problems[0].code in ("draws-range", "seed-range"):
            raise
        said = {"nothing-uncertain": "no number has a range", "inputs-zero": "in some draws nothing is invested"}
        return None, None, said.get(error.problems[0].code, error.problems[0].found)
    return found.low, found.high, ""
