"""Where the uncertainty of a result comes from: shares of its variance, by estimate, by family and by outcome."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sroi.analysis.drawing.sampling import FAMILY, RENEWED, Sampler, stream_of
from sroi.analysis.exact.closed_form import ClosedForm, bearing, closed_form, refuse_unlimited
from sroi.analysis.exact.expansion import Beyond
from sroi.analysis.exact.pairs import Errors
from sroi.analysis.knowing.errors_asked import ELEMENTARY, Asked, errors_asked
from sroi.analysis.knowing.pick_freeze import Share, indices
from sroi.analysis.knowing.redrawn import Redrawn
from sroi.analysis.outputs import TIMES, Output, output
from sroi.analysis.progress import Progress, told
from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.formats import number
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

EXACT: Final = "closed form"
DRAWN: Final = "from draws"

#: Draws where the closed form does not serve, and how few and how many may be asked for.
DRAWS: Final = 16_384
FEWEST: Final = 1_000
MOST: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Driver:
    """One estimate, or a group of them, and the share of the variance that comes from it.

    Parameters
    ----------
    asked
        Which errors.
    first
        Share that goes if these errors alone were settled: the first-order Sobol index.
    total
        Share that stays if all other errors were settled: the total Sobol index. The difference is what these errors
        do together with others.
    """

    asked: Asked
    first: Share
    total: Share

    @property
    def label(self) -> str:
        """What it is, in words."""
        return self.asked.label


@dataclass(frozen=True)
class Drivers:
    """Where the uncertainty of a result comes from.

    Made by :func:`drivers`.

    Parameters
    ----------
    output
        What was asked about.
    sampler
        The errors behind it, with the shared error.
    rows
        Every set of errors asked about, those of each kind with the largest total first.
    mean, variance
        Expected value and variance of the measure, in its unit and the square of it.
    method
        ``closed form`` or ``from draws``.
    reason
        Why the closed form did not serve, in words; empty where it did.
    draws
        Draws behind it; 0 in closed form.
    """

    output: Output
    sampler: Sampler
    rows: tuple[Driver, ...]
    mean: float
    variance: float
    method: str
    reason: str
    draws: int

    @property
    def sd(self) -> float:
        """Standard deviation of the measure."""
        return math.sqrt(self.variance)

    def by(self, *kinds: str) -> tuple[Driver, ...]:
        """Those of some kinds, the largest total first."""
        found = [row for row in self.rows if row.asked.kind in kinds]
        return tuple(sorted(found, key=lambda row: -row.total.value))

    @property
    def alone(self) -> float:
        """Sum of the first-order shares of all errors that add up: what comes from one error at a time."""
        return math.fsum(row.first.value for row in self.by(*ELEMENTARY))

    @property
    def interactions(self) -> float:
        """Share of the variance that belongs to no single error, but to several acting together."""
        return 1 - self.alone

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per set of errors: estimates first, then what families share, whole families, outcomes.

        Columns: ``kind`` (estimate, correlated, common, family, outcome), ``name`` (address, family or owner),
        ``label``, ``numbers`` (how many), ``first_order``, ``first_order_low``, ``first_order_high``, ``total``,
        ``total_low``, ``total_high``: shares of the variance, with the range in which each lies 9 times in 10.
        """
        import pandas as pd

        return pd.DataFrame([_plain(row) for row in self.rows])

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        from sroi.analysis.words.drivers import sentences

        return tuple(sentences(self))

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table, ("kind", "label", "numbers", "first_order", "total"))


def drivers(
    study: Study | Model,
    *,
    scenario: str | None = None,
    measure: str = "ratio",
    perspective: str = "social",
    shared_error: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Drivers:
    """Find where the uncertainty of a result comes from.

    Parameters
    ----------
    study
        The study, or a model of one of its scenarios.
    scenario
        Id of a scenario or option, where a study is given; None for the base case.
    measure, perspective
        What is asked about: ``ratio``, ``net_ratio``, ``npv``, ``pv_benefits`` or ``pv_inputs``.
    shared_error
        Share of the error that numbers of one family have in common; None for the study's.
    draws, seed
        How many draws, and which, where the closed form does not serve.
    progress
        Told, where draws are taken, which share of the work is done.

    Returns
    -------
    Drivers
        With shares of the variance by number, by family and by outcome.

    Raises
    ------
    ValuationError
        ``nothing-uncertain`` where no number has a range; ``nothing-bears`` where none of them bears on the measure;
        ``ratio-unlimited`` where the inputs may come so close to 0 that the spread of the ratio has no limit;
        ``draws-range``; ``measure-simulated`` for a measure in years; ``measure-unknown``; ``perspective-unknown``;
        ``inputs-zero``.

    Notes
    -----
    Every such measure is a sum of products of functions of single numbers, whose moments are known; so are those of
    any part of it, also where families share error. That gives exact indices without a draw. Correlations stated
    between single numbers, and studies in which too many numbers hang together, are drawn instead.

    References
    ----------
    Sobol' (1993), Sensitivity estimates for nonlinear mathematical models, Mathematical Modelling and Computational
    Experiments 1, 407-414; Homma and Saltelli (1996), Importance measures in global sensitivity analysis of nonlinear
    models, Reliability Engineering and System Safety 52, 1-17.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: {low: 9, high: 11}, value: {low: 10, high: 30}}}}
    ... ''')
    >>> found = drivers(study)
    >>> [(row.label, round(row.first.value, 3)) for row in found.by("estimate")]
    [('Fitter: value of one unit', 0.958), ('Fitter: quantity', 0.038)]
    """
    model = study if isinstance(study, Model) else Model(study, scenario)
    asked, sampler = output(model, measure, perspective), Sampler(model, seed, shared_error=shared_error)
    _check(asked, sampler, draws)
    asked.base  # noqa: B018  (what is undefined to begin with has no variance)
    refuse_unlimited(asked)
    try:
        exact = closed_form(asked, sampler.dependence)
    except Beyond as beyond:
        return drawn(asked, sampler, draws, str(beyond), progress)
    if not exact.variance > 0:
        raise ValuationError(_nothing_bears(asked))
    sets = errors_asked(sampler, [model.parameters.rows[column] for column in sorted(exact.columns)])
    rows = [Driver(one, *_exact_shares(exact, one, model)) for one in sets]
    return Drivers(asked, sampler, _ordered(rows), exact.mean, exact.variance, EXACT, "", 0)


def drawn(asked: Output, sampler: Sampler, draws: int, reason: str, progress: Progress | None = None) -> Drivers:
    """The same from draws, whatever the structure of the measure.

    Parameters
    ----------
    asked, sampler
        The measure and the errors behind it.
    draws
        How many.
    reason
        Why they are used.
    progress
        Told which share of the work is done.
    """
    model = asked.model
    columns = bearing(asked)
    sets = errors_asked(sampler, [row for row in sampler.rows if model.parameters.columns[row.address] in columns])
    errors = sorted({error for one in sets for error in one.errors})

    def levels(error: str, renewed: bool) -> NDArray[Any]:
        return np.random.Generator(stream_of(sampler.seed, error + RENEWED * renewed)).random(draws)

    found = indices(Redrawn(asked, sampler, draws), levels, errors, told([one.errors for one in sets], progress))
    if not found.variance > 0:
        raise ValuationError(_nothing_bears(asked))
    rows = [Driver(*row) for row in zip(sets, found.first, found.total, strict=True)]
    return Drivers(asked, sampler, _ordered(rows), found.mean, found.variance, DRAWN, reason, draws)


def _exact_shares(exact: ClosedForm, asked: Asked, model: Model) -> tuple[Share, Share]:
    columns = frozenset(model.parameters.columns[error] for error in asked.errors if not error.startswith(FAMILY))
    families = frozenset(error.removeprefix(FAMILY) for error in asked.errors if error.startswith(FAMILY))
    first, total = exact.parts(Errors(columns, families))
    return Share(first / exact.variance), Share(total / exact.variance)


def _ordered(rows: Sequence[Driver]) -> tuple[Driver, ...]:
    kinds = list(dict.fromkeys(row.asked.kind for row in rows))
    return tuple(sorted(rows, key=lambda row: (kinds.index(row.asked.kind), -row.total.value)))


def _plain(row: Driver) -> dict[str, Any]:
    shares: Iterator[tuple[str, float]] = (
        (f"{name}{end}", value)
        for name, share in (("first_order", row.first), ("total", row.total))
        for end, value in (("", share.value), ("_low", share.low), ("_high", share.high))
    )
    about = {"kind": row.asked.kind, "name": row.asked.name, "label": row.label, "numbers": len(row.asked.members)}
    return about | dict(shares)


def _check(asked: Output, sampler: Sampler, draws: int) -> None:
    problems = []
    if asked.measure in TIMES:
        problems.append(
            Problem(
                "measure-simulated",
                f"found the measure {asked.measure}",
                "drivers are of the ratio, the net ratio, the net present value or its two parts",
                "write npv, or ask sroi tornado for payback",
            )
        )
    if not sampler.rows:
        problems.append(
            Problem(
                "nothing-uncertain",
                "no number of the study has a range",
                "uncertainty comes from numbers with ranges",
                "give the numbers that are not known exactly a range, such as 25% (15% to 35%)",
            )
        )
    if not FEWEST <= draws <= MOST:
        problems.append(
            Problem(
                "draws-range",
                f"found {number(draws)} draws",
                f"drivers take {FEWEST:,} to {MOST:,} draws",
                f"write {DRAWS}",
            )
        )
    if problems:
        raise ValuationError(problems)


def _nothing_bears(asked: Output) -> Problem:
    return Problem(
        "nothing-bears",
        f"no number with a range bears on the {asked.name}",
        "uncertainty comes from numbers with ranges",
        "give one of its numbers a range, or ask about another measure or perspective",
    )
