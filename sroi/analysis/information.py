"""What it would be worth to know more before deciding: expected value of perfect information, and of parts of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any, Final

from sroi.analysis.knowing.choices import Choice, choices
from sroi.analysis.knowing.errors_asked import family_label, grouped, owner_label
from sroi.analysis.knowing.gains import Amount
from sroi.analysis.knowing.worth_knowing import WorthKnowing
from sroi.analysis.outputs import Output, output
from sroi.errors import Problem, ValuationError
from sroi.study.faults import did_you_mean
from sroi.study.study import Study
from sroi.valuation.formats import money
from sroi.valuation.model import Model
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

#: Standard errors below this much money, and this part of what they are of, are not said.
_PENNIES: Final = 0.5

#: Share below which something hardly ever happens, or is next to nothing.
_HARDLY: Final = 0.001

#: Amounts below this are shown with pennies.
_SMALL: Final = 10.0


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

    def idle(self, row: Knowledge) -> bool:
        """Whether knowing some numbers would hardly ever change the decision."""
        return row.worth.value < _HARDLY * self.worth.value

    def text(self, amount: float) -> str:
        """Show an amount of money; small ones with pennies."""
        return money(amount, self.output.model.study.currency, 2 if 0 < abs(amount) < _SMALL else 0)

    def worth_text(self, worth: Amount) -> tuple[str, str]:
        """Show an amount, and the range in which it lies 9 times in 10; the range is empty where chance plays no part.

        Amounts are rounded to what the range can bear.
        """
        if worth.error < _PENNIES and worth.error < _HARDLY * worth.value:
            return self.text(worth.value), ""
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

    def _repr_html_(self) -> str:
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.summary)
        return said + str(self.table.to_html(index=False))


def information(
    study: Study | Model,
    *,
    scenario: str | None = None,
    perspective: str = "social",
    between: str = "fund",
    shared_error: float | None = None,
    draws: int = DRAWS,
    seed: int = 0,
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
    knowing.learn([frozenset(members) for _, _, _, members in sets])
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
                f"found {draws:,} draws",
                f"the worth of information takes {FEWEST:,} to {MOST:,} draws",
                "write 50000",
            )
        )
    if problems:
        raise ValuationError(problems)
