"""Simulation: the result over thousands of draws of everything that is uncertain."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from sroi.analysis.drawing.run import Progress, Run, Step
from sroi.analysis.drawing.sample import Z90, Sample
from sroi.analysis.drawing.sampling import Sampler
from sroi.analysis.outputs import TIMES, Output, output
from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.engine import BLOCK
from sroi.valuation.formats import number
from sroi.valuation.model import Model
from sroi.valuation.notebook import page

if TYPE_CHECKING:
    import pandas as pd

#: Fewest draws that say anything.
FEWEST: Final = 100

#: Most draws that may be asked for.
MOST: Final = 10**9

#: Draws by which the spread is judged before "until" settles how many are needed.
PILOT: Final = 4096

#: Draws from which more than one thread is used.
_MANY: Final = 8 * BLOCK


@dataclass(frozen=True)
class Simulation:
    """Results of a simulation.

    Made by :func:`simulate`. Money is in the study's currency and price base.

    Parameters
    ----------
    output
        What was asked about.
    sampler
        What was drawn, with the seed and the shared error.
    sample
        The results.
    target
        Result whose chance was asked for; None for none.
    asked
        Draws asked for; fewer were done where it was interrupted.
    outside : dict of address to int
        Draws in which a comparison gave a share outside 0% to 100%; they are counted as they fell.
    steps
        State of the results after 2^8, 2^9, … draws: draws, mean, its standard error, 5th, 50th and 95th percentile.
    """

    output: Output
    sampler: Sampler
    sample: Sample
    target: float | None
    asked: int
    outside: dict[str, int]
    steps: tuple[Step, ...]

    @property
    def draws(self) -> int:
        """Draws done."""
        return self.sample.count

    @property
    def interrupted(self) -> bool:
        """Whether fewer draws were done than asked for."""
        return self.draws < self.asked

    @cached_property
    def base(self) -> float:
        """Result of the base case."""
        return self.output.base

    @property
    def mean(self) -> float:
        """Mean of the draws."""
        return self.sample.mean

    @property
    def median(self) -> float:
        """Result that half of the draws exceed."""
        return self.quantile(0.5)

    @property
    def low(self) -> float:
        """Lower end of the range in which 9 in 10 draws lie: the 5th percentile."""
        return self.quantile(0.05)

    @property
    def high(self) -> float:
        """Upper end of the range in which 9 in 10 draws lie: the 95th percentile."""
        return self.quantile(0.95)

    def quantile(self, p: float) -> float:
        """Result below which a share ``p`` of the draws lies."""
        return self.sample.quantile(p)

    def chance_above(self, threshold: float) -> float:
        """Share of the draws with a result above a value."""
        return self.sample.chance_above(threshold)

    @property
    def thresholds(self) -> tuple[float, ...]:
        """Results whose chance is reported: what is invested is just returned, and the target."""
        even = {"ratio": (1.0,), "net_ratio": (0.0,), "npv": (0.0,)}.get(self.output.measure, ())
        return tuple(dict.fromkeys((*even, *((self.target,) if self.target is not None else ()))))

    @cached_property
    def statistics(self) -> tuple[tuple[str, float, float], ...]:
        """Every reported number with its standard error. Chances are shares; all else is in the measure's unit."""
        sample = self.sample
        rows = [("mean", sample.mean, sample.mean_error)]
        levels = {"median": 0.5}
        for width in (80, 90, 95):
            levels |= {f"{width}% interval, low": 0.5 - width / 200, f"{width}% interval, high": 0.5 + width / 200}
        rows += [(name, sample.quantile(p), sample.quantile_error(p)) for name, p in levels.items()]
        rows += [(f"chance above {t:g}", sample.chance_above(t), sample.chance_error(t)) for t in self.thresholds]
        return tuple(rows)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The statistics as a table: columns statistic, value, standard_error."""
        import pandas as pd

        return pd.DataFrame(self.statistics, columns=["statistic", "value", "standard_error"])

    @cached_property
    def convergence(self) -> pd.DataFrame:
        """The results as draws were added: columns draws, mean, standard_error, p5, median, p95."""
        import pandas as pd

        return pd.DataFrame(self.steps, columns=["draws", "mean", "standard_error", "p5", "median", "p95"])

    def draws_for(self, within: float, p: float | None = None) -> int:
        """Advise how many draws give the mean, or the quantile at ``p``, to ± ``within``, 9 times in 10.

        Examples
        --------
        >>> from sroi.study import Study
        >>> study = Study.parse('''
        ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
        ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
        ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 5 to 15, value: 20}}}
        ... ''')
        >>> simulate(study, draws=10_000).draws_for(0.01) > 10_000
        True
        """
        error = self.sample.mean_error if p is None else self.sample.quantile_error(p)
        return math.ceil(self.draws * (Z90 * error / within) ** 2)

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What the simulation says, in sentences."""
        from sroi.analysis.words.simulation import sentences

        return tuple(sentences(self))

    def __repr__(self) -> str:
        name = self.output.model.study.title
        return f"Simulation({name!r}, {self.output.measure} {self.low:.4g} to {self.high:.4g}, draws={self.draws})"

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table)


def simulate(
    study: Study | Model,
    *,
    scenario: str | None = None,
    draws: int = 10_000,
    seed: int = 0,
    measure: str = "ratio",
    perspective: str = "social",
    target: float | None = None,
    shared_error: float | None = None,
    until: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """Simulate a study: draw everything that is uncertain, many times, and value each draw.

    Parameters
    ----------
    study
        The study, or a model of one of its scenarios.
    scenario
        Id of a scenario or option of the study.
    draws
        How many draws, from 100.
    seed
        Any whole number from 0; the same seed gives the same numbers.
    measure, perspective
        What is asked about: ``ratio``, ``net_ratio``, ``npv``, ``pv_benefits`` or ``pv_inputs``.
    target
        Result whose chance is asked for beside that of just returning what is invested.
    shared_error
        Share of the error that numbers of one family have in common; None for the study's.
    until
        Instead of ``draws``: as many as give the mean to ± this much, 9 times in 10.
    threads
        None for as many as there are processors where it is worth it.
    progress
        Called after every block with the draws done, the draws in all and the seconds left; answers False to stop.

    Returns
    -------
    Simulation
        Of the draws done where it was stopped or interrupted from the keyboard.

    Raises
    ------
    ValuationError
        ``nothing-uncertain`` where no number has a range; ``draws-range``; ``seed-range``; ``until-range``;
        ``threads-range``;
        ``measure-simulated`` for a measure in years; ``inputs-zero`` where the inputs come to nothing in some draw.

    Notes
    -----
    ``until`` is Stein's two-stage rule: the first 4,096 draws only settle how many are needed, n = (t·s/until)², so
    looking at the result does not decide when to stop.

    References
    ----------
    Stein (1945), A two-sample test for a linear hypothesis whose power is independent of the variance, Annals of
    Mathematical Statistics 16(3), 243-258. ``docs/method.md``, uncertainty.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20}}}
    ... ''')
    >>> found = simulate(study, draws=20_000)
    >>> round(found.low, 1), round(found.median, 1), round(found.high, 1), found.chance_above(1)
    (1.6, 2.0, 2.4, 1.0)
    """
    model = study if isinstance(study, Model) else Model(study, scenario)
    asked = output(model, measure, perspective)
    sampler = Sampler(model, seed, shared_error=shared_error)
    _check(asked, sampler, draws, until, threads)
    run = Run(asked, sampler)
    if until is not None:
        pilot = Run(asked, sampler)
        pilot.go(PILOT, 1, None)
        draws = max(PILOT, math.ceil((_student(PILOT - 1) * pilot.sample.sd / until) ** 2))
        if draws > MOST:
            raise ValuationError(
                Problem(
                    "until-far",
                    f"± {number(until)} needs {draws:,} draws",
                    f"a simulation has at most {MOST:,} draws",
                    f"write {until * math.sqrt(draws / MOST):.2g} or more",
                )
            )
    run.go(draws, threads or (min(os.cpu_count() or 1, 8) if draws >= _MANY else 1), progress)
    return Simulation(asked, sampler, run.sample, target, draws, run.outside, run.steps)


def _check(asked: Output, sampler: Sampler, draws: int, until: float | None, threads: int | None) -> None:
    problems = []
    if threads is not None and threads < 1:
        problems.append(
            Problem("threads-range", f"found {number(threads)} threads", "there is at least 1 thread", "write 1")
        )
    if asked.measure in TIMES:
        problems.append(
            Problem(
                "measure-simulated",
                f"found the measure {asked.measure}",
                "a simulation is of the ratio, the net ratio, the net present value or its two parts",
                "write npv, or ask sroi tornado for payback",
            )
        )
    if not sampler.rows:
        problems.append(
            Problem(
                "nothing-uncertain",
                "no number of the study has a range",
                "a simulation draws numbers from their ranges",
                "give the numbers that are not known exactly a range, such as 25% (15% to 35%)",
            )
        )
    if not FEWEST <= draws <= MOST:
        problems.append(
            Problem(
                "draws-range",
                f"found {number(draws)} draws",
                f"a simulation has {FEWEST} to {MOST:,} draws",
                "write 10000",
            )
        )
    if until is not None and not (math.isfinite(until) and until > 0):
        problems.append(
            Problem(
                "until-range", f"found ± {number(until)}", "a mean is simulated to ± a number above 0", "write 0.01"
            )
        )
    if problems:
        raise ValuationError(problems)


def _student(freedom: int) -> float:
    """95th percentile of Student's t, for many degrees of freedom (Cornish-Fisher expansion, two terms)."""
    return Z90 + (Z90**3 + Z90) / (4 * freedom)
