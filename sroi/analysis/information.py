"""What it would be worth to know more before deciding: expected value of perfect information, and of parts of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from sroi.analysis.knowing.choices import Choice, choices
from sroi.analysis.knowing.errors_asked import family_label, grouped, owner_label
from sroi.analysis.knowing.gains import Amount
from sroi.analysis.knowing.worth_knowing import WorthKnowing
from sroi.analysis.outputs import Output, output
from sroi.analysis.progress import Progress
from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.study.study import Study
from sroi.valuation.formats import money, number
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.parameters import Parameter
from sroi.valuation.rounding import about

if TYPE_CHECKING:
    import pandas as pd

#: Decisions that information may bear on.
DECISIONS: Final = {"fund": "to fund or not", "options": "which option to take"}

#: What one may learn about, and what each is called.
KINDS: Final = {"estimate": "numbers", "family": "families", "outcome": "outcomes", "source": "sources"}

#: Draws behind what has no closed form, and how few and how many may be asked for.
DRAWS: Final = 32_768
FEWEST: Final = 1_000
MOST: Final = 10_000_000

#: Share below which something hardly ever happens, or is next to nothing beside a whole; so is a standard error.
_HARDLY: Final = 0.001

#: Share of what is invested below which an amount is next to nothing.
_NOTHING: Final = 0.0001

#: Amounts below the first are shown with pennies, those below the second with as many digits as they need.
_SMALL: Final = 100.0
_TINY: Final = 0.01

#: Expected values that are closer than this part of what is invested are the same.
_SAME: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What it would be worth to learn the true values of some numbers, and no others.

    Parameters
    ----------
    kind
        Key of :data:`KINDS`.
    name
        Address, family, owner or source.
    label
        The same in words.
    members
        Addresses of the numbers.
    worth
        Expected value of partial perfect information. [study currency, price base]
    """

    kind: str
    name: str
    label: str
    members: tuple[str, ...]
    worth: Amount


@dataclass(frozen=True)
class Information:
    """What it would be worth to know more before deciding.

    Made by :func:`information`. Money is net present value, in the study's currency and price base.

    Parameters
    ----------
    output
        The net present value of the study, in a perspective.
    between
        Which decision: key of :data:`DECISIONS`.
    choices
        What may be chosen, with the expected net present value of each.
    best
        Place of the choice that is best on what is known.
    worth
        Expected value of perfect information: of knowing every number.
    rows
        The same for parts of the numbers, those of each kind with the largest first.
    changing
        Share of the draws in which another choice would have been better.
    exact
        Whether values for single numbers are worked out without draws.
    reason
        Why they are not, in words; empty where they are.
    draws
        Draws behind all else; 0 where there was nothing to draw.
    shared_error
        Share of the error that numbers of one family have in common.
    """

    output: Output
    between: str
    choices: tuple[Choice, ...]
    best: int
    worth: Amount
    rows: tuple[Knowledge, ...]
    changing: float
    exact: bool
    reason: str
    draws: int
    shared_error: float

    def by(self, kind: str) -> tuple[Knowledge, ...]:
        """Those of one kind, the largest worth first."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def decided(self) -> bool:
        """Whether no realistic finding would change the decision: hardly any draw does, and little hangs on those."""
        apart = sorted(abs(choice.mean - self.choices[self.best].mean) for choice in self.choices)[1]
        return self.changing < _HARDLY and self.worth.value <= _HARDLY * apart

    @cached_property
    def stake(self) -> float:
        """What amounts are small or large beside: what is invested, or, where nothing is, the largest expected result.

        Present value at central values, of the costliest choice. [study currency, price base]
        """
        asked = [choice.output for choice in self.choices if choice.output is not None]
        invested = max(output(each.model, "pv_inputs", each.view.id).base for each in asked)
        return invested if invested > 0 else max(abs(choice.mean) for choice in self.choices)

    @property
    def negligible(self) -> bool:
        """Whether knowing everything is worth next to nothing beside what is invested."""
        return self.worth.value < _NOTHING * self.stake

    @property
    def least(self) -> float:
        """Worth below which something is worth next to nothing to know, in the study's currency and price base."""
        return max(_HARDLY * self.worth.value, _NOTHING * self.stake)

    @property
    def least_text(self) -> str:
        """The same as money, in two digits."""
        return self.text(float(f"{self.least:.2g}"))

    def idle(self, row: Knowledge) -> bool:
        """Whether knowing some numbers would be worth next to nothing."""
        return row.worth.value < self.least

    @property
    def equals(self) -> tuple[Choice, ...]:
        """The choices whose expected value is the largest: more than one where they are the same."""
        most = self.choices[self.best].mean
        return tuple(choice for choice in self.choices if abs(choice.mean - most) <= _SAME * self.stake)

    def text(self, amount: float, beside: float | None = None) -> str:
        """Show an amount of money, with as many digits as it needs, or as the amount needs that it stands beside."""
        size = abs(amount if beside is None else beside)
        places = 0 if not 0 < size < _SMALL else 2 if size >= _TINY else 1 - math.floor(math.log10(size))
        return money(amount, self.output.model.study.currency, min(places, 30))

    def worth_text(self, worth: Amount) -> tuple[str, str]:
        """Show an amount, and the range in which it lies 9 times in 10; the range is empty where chance plays no part.

        Amounts are rounded to what the range can bear.
        """
        if worth.error <= _HARDLY * worth.value:
            return self.text(worth.value, self.worth.value), ""
        if worth.high < _TINY:
            value, low, high = (self.text(each, worth.high) for each in (worth.value, worth.low, worth.high))
            return value, f"{low} to {high}"
        value, low, high = about(worth.value, worth.low, worth.high, self.output.model.study.currency)
        return value, f"{low} to {high}"

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per set of numbers: perfect information first, then numbers, families, outcomes, sources.

        Columns: ``kind`` (everything, estimate, family, outcome, source), ``name``, ``label``, ``numbers`` (how many),
        ``worth`` (money), ``standard_error``, ``worth_low``, ``worth_high`` (9 in 10), ``share`` (of the worth of
        knowing everything; missing where that is 0).
        """
        import pandas as pd

        everything = tuple(address for row in self.by("estimate") for address in row.members)
        whole = Knowledge("everything", "everything", "All numbers with a range", everything, self.worth)
        return pd.DataFrame([self._plain(row) for row in (whole, *self.rows)])

    def _plain(self, row: Knowledge) -> dict[str, Any]:
        return {
            "kind": row.kind,
            "name": row.name,
            "label": row.label,
            "numbers": len(row.members),
            "worth": row.worth.value,
            "standard_error": row.worth.error,
            "worth_low": row.worth.low,
            "worth_high": row.worth.high,
            "share": row.worth.value / self.worth.value if self.worth.value else float("nan"),
        }

    @cached_property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences, most important first."""
        from sroi.analysis.words.information import sentences

        return tuple(sentences(self))

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table, ("kind", "label", "numbers", "worth", "standard_error", "share"))


def information(
    study: Study | Model,
    *,
    scenario: str | None = None,
    perspective: str = "social",
    between: str = "fund",
    shared_error: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    progress: Progress | None = None,
) -> Information:
    """Find what it would be worth to know more before deciding.

    Parameters
    ----------
    study
        The study, or a model of one of its scenarios.
    scenario
        Id of a scenario or option, where a study is given; None for the base case.
    perspective
        Whose net present value.
    between
        ``fund``: fund, or do not fund, which is worth 0; ``options``: the study as it stands, or one of its options.
        Either way the choice with the largest expected net present value is taken.
    shared_error
        Share of the error that numbers of one family have in common; None for the study's.
    draws, seed
        How many draws, and which, behind the worth of everything and of groups.
    progress
        Told, as each set of numbers is worked out, which share of them is done.

    Returns
    -------
    Information
        With the worth of knowing everything, each number, each family, each outcome and each source. 0 where no
        number has a range.

    Raises
    ------
    ValuationError
        ``decision-unknown``; ``options-missing`` where the study has no options to choose between; ``draws-range``;
        ``perspective-unknown``.

    Notes
    -----
    EVPI = E[max over choices of NPV] − max of E[NPV]; the expected value of partial perfect information puts E[NPV |
    what is learnt] in the place of NPV. That conditional mean is worked out exactly, also where families share error.
    For one number its average is an integral; for everything and for groups it is a mean over draws, with what chance
    puts off the known expectations taken out. Correlations stated between single numbers are met by regression on the
    draws instead.

    References
    ----------
    Raiffa and Schlaifer (1961), Applied Statistical Decision Theory, Harvard, chapter 4; Strong, Oakley and Brennan
    (2014), Estimating multiparameter partial expected value of perfect information from a probabilistic sensitivity
    analysis sample: a nonparametric regression approach, Medical Decision Making 34(3), 311-326.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: {low: 0, high: 20}, value: 11}}}
    ... ''')
    >>> round(information(study).worth.value, 3)  # funding loses up to 100; it is chosen, for an expected 10
    22.727
    """
    model = study if isinstance(study, Model) else Model(study, scenario)
    asked = output(model, "npv", perspective)
    _check(model, between, draws)
    found = choices(asked, between, seed, shared_error)
    rows = _uncertain(found)
    knowing = WorthKnowing(found, [row.address for row in rows], draws)
    sets = list(_sets(model, rows))
    knowing.learn([frozenset(members) for _, _, _, members in sets], progress)
    learnt = [Knowledge(*one, knowing.worth(frozenset(one[3]))) for one in sets]
    kinds = list(KINDS)
    learnt.sort(key=lambda row: (kinds.index(row.kind), -row.worth.value))
    return Information(
        asked,
        between,
        tuple(knowing.choices),
        knowing.best,
        knowing.everything,
        tuple(learnt),
        knowing.changing,
        knowing.exact,
        knowing.reason,
        knowing.draws,
        model.study.shared_error if shared_error is None else shared_error,
    )


def _uncertain(found: Sequence[Choice]) -> list[Parameter]:
    """Uncertain numbers that bear on any of the choices, in the order of the study."""
    rows: dict[str, Parameter] = {}
    for choice in found:
        for row in choice.bearing:
            rows.setdefault(row.address, row)
    return list(rows.values())


def _sets(model: Model, rows: Sequence[Parameter]) -> list[tuple[str, str, str, tuple[str, ...]]]:
    study = model.study
    found: list[tuple[str, str, str, tuple[str, ...]]] = [
        ("estimate", row.address, row.label, (row.address,)) for row in rows
    ]
    found += [
        ("family", name, family_label(study, name), members)
        for name, members in grouped(rows, lambda row: row.family).items()
    ]
    found += [
        ("outcome", name, owner_label(study, name), members)
        for name, members in grouped(rows, lambda row: row.owner).items()
    ]
    found += [
        ("source", name, study.sources[name].title if name in study.sources else name, members)
        for name, members in grouped(rows, lambda row: _source(study, row)).items()
    ]
    return found


def _source(study: Study, row: Parameter) -> str:
    """Id of the source a number cites, or what it says, or that it says nothing."""
    first = (row.source or "").split(" ")[0].rstrip(",;:")
    return first if first in study.sources else row.source or "no stated source"


def _check(model: Model, between: str, draws: int) -> None:
    problems = []
    if between not in DECISIONS:
        problems.append(
            Problem(
                "decision-unknown",
                f"found {between}",
                f"a decision is one of {', '.join(DECISIONS)}",
                did_you_mean(between, list(DECISIONS)),
            )
        )
    if between == "options" and not model.study.options:
        problems.append(
            Problem(
                "options-missing",
                "the study has no options",
                "a choice is between the study and its options",
                "add rival ways to spend the money under options, or ask about fund",
            )
        )
    if not FEWEST <= draws <= MOST:
        problems.append(
            Problem(
                "draws-range",
                f"found {number(draws)} draws",
                f"the worth of information takes {FEWEST:,} to {MOST:,} draws",
                f"write {DRAWS}",
            )
        )
    if problems:
        raise ValuationError(problems)
