"""The bridge: why two studies, scenarios or versions give different results, change by change."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Final

from sroi.analysis.differences.accounts import between
from sroi.analysis.differences.replaced import REPLACED, inputs_may_vanish, shares_of_replaced
from sroi.analysis.differences.shapley import PAIRS, shares
from sroi.analysis.differences.transition import GROUPS, Difference
from sroi.analysis.outputs import TIMES, Output, output
from sroi.analysis.words.naming import quoted
from sroi.errors import Problem, ValuationError
from sroi.study.study import Study
from sroi.valuation.formats import money
from sroi.valuation.model import Model
from sroi.valuation.notebook import picture
from sroi.valuation.stated import ABSENT

if TYPE_CHECKING:
    import pandas as pd

#: How many changes a sentence names before it sums up the rest.
_NAMED: Final = 3

_PER_INPUT: Final = ("ratio", "net_ratio")


@dataclass(frozen=True, slots=True)
class Part:
    """What one change contributes to the difference between two results.

    Parameters
    ----------
    change
        What is different.
    part
        Its part of the difference, in the unit of the measure.
    error
        Standard error of the part; 0 where it is exact.
    """

    change: Difference
    part: float
    error: float = 0.0


@dataclass(frozen=True)
class Bridge:
    """What the difference between two results is made of.

    Made by :func:`bridge`.

    Parameters
    ----------
    first, second
        What is compared: measure and perspective of each model.
    parts
        One for each change, the largest first; they add up to ``after − before``.
    note
        What must be said of how the parts were found; None in the ordinary case.
    """

    first: Output
    second: Output
    parts: tuple[Part, ...]
    note: str | None = None

    @property
    def before(self) -> float:
        """Result of the first."""
        return self.first.base

    @property
    def after(self) -> float:
        """Result of the second."""
        return self.second.base

    @property
    def difference(self) -> float:
        """Result of the second less that of the first: the sum of the parts, to rounding."""
        return self.after - self.before

    @property
    def exact(self) -> bool:
        """Whether every order of the changes was taken into account."""
        return not any(part.error for part in self.parts)

    @property
    def error(self) -> float:
        """Largest standard error of a part; 0 where all are exact."""
        return max((part.error for part in self.parts), default=0.0)

    @property
    def table(self) -> pd.DataFrame:
        """One row per change, the largest first.

        Columns: ``change`` and ``group`` in words, ``before`` and ``after`` in words, ``part`` in the unit of the
        measure, ``address``; ``before_number`` and ``after_number`` where they are numbers; ``error``.
        """
        import pandas as pd

        columns = ["change", "group", "before", "after", "part", "address", "before_number", "after_number", "error"]
        rows = [
            (c.label, c.group, c.before, c.after, part.part, c.address, *c.numbers, part.error)
            for part in self.parts
            for c in (part.change,)
        ]
        table = pd.DataFrame(rows, columns=columns)
        numbers = ["part", "before_number", "after_number", "error"]
        return table.astype(dict.fromkeys(numbers, float))

    @property
    def groups(self) -> dict[str, float]:
        """Sum of the parts of each group that has any, in the order of :data:`~.transition.GROUPS`."""
        return {
            group: math.fsum(part.part for part in self.parts if part.change.group == group)
            for group in GROUPS
            if any(part.change.group == group for part in self.parts)
        }

    @cached_property
    def places(self) -> int:
        """Decimals in which the result is shown: enough for two digits of the difference, four at most."""
        size = abs(self.difference)
        if self.first.measure not in _PER_INPUT:
            return 0 if size >= 10 or not self.parts else 2
        return 2 if size >= 0.1 or size < 5e-5 else 3 if size >= 0.01 else 4

    def text(self, value: float) -> str:
        """Show a result of the measure."""
        return money(value, self.first.model.study.currency, self.places)

    def signed(self, value: float) -> str:
        """Show a difference or a part, with its sign."""
        shown = self.text(value)
        return f"+{shown}" if round(value, self.places) > 0 else shown

    @property
    def shown_difference(self) -> float:
        """Difference of the two results as they are shown, so that a reader who subtracts finds the same."""
        return round(round(self.after, self.places) - round(self.before, self.places), self.places)

    def shown(self, numbers: Sequence[float]) -> list[float]:
        """Round parts so that they add up to the difference that is shown.

        Each is rounded up or down to one of its two neighbours; those with the largest remainders are rounded up
        (method of the largest remainder).
        """
        if not numbers:
            return []
        unit = 10.0**self.places
        whole = [math.floor(number * unit) for number in numbers]
        left = round(self.shown_difference * unit) - sum(whole)
        order = sorted(range(len(numbers)), key=lambda at: whole[at] - numbers[at] * unit)
        for at in order[: max(left, 0)]:
            whole[at] += 1
        largest = max(range(len(numbers)), key=lambda at: abs(numbers[at]))
        whole[largest] += round(self.shown_difference * unit) - sum(whole)
        return [number / unit for number in whole]

    @property
    def summary(self) -> tuple[str, ...]:
        """The bridge in sentences, the most important first."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[str]:
        name = self.first.name
        if not self.parts:
            yield f"Nothing that moves the {name} differs: it is {self.text(self.before)} in both."
            return
        change = self.shown_difference
        if not any(round(part.part, self.places) for part in self.parts):
            which = because(self.parts[0].change) if len(self.parts) == 1 else f"{len(self.parts)} changes"
            yield f"The {name} is {self.text(self.before)} in both: it does not move with what differs ({which})."
            return
        if not change:
            lead = f"The {name} is {self.text(self.before)} in both, because the changes cancel out"
        else:
            verb = "rises" if change > 0 else "falls"
            lead = f"The {name} {verb} from {self.text(self.before)} to {self.text(self.after)}"
            lead += f" ({self.signed(change)})"
        if len(self.parts) == 1:
            yield f"{lead}, because {because(self.parts[0].change)}."
            return
        named, rest = self.parts[:_NAMED], self.parts[_NAMED:]
        sizes = self.shown([*(part.part for part in named), *([math.fsum(part.part for part in rest)] if rest else [])])
        said = [f"{self.signed(size)} because {because(part.change)}" for size, part in zip(sizes, named, strict=False)]
        if rest:
            said.append(f"{self.signed(sizes[-1])} from {len(rest)} more change{'s' if len(rest) > 1 else ''}")
        yield f"{lead}: {'; '.join(said)}."
        if len(self.groups) > 1:
            sums = self.shown(list(self.groups.values()))
            groups = [f"{key} {self.signed(size)}" for key, size in zip(self.groups, sums, strict=True)]
            yield f"By kind of change: {', '.join(groups)}."
        yield self.method
        if self.note:
            yield self.note

    @property
    def method(self) -> str:
        """How the parts were found, in a sentence."""
        if self.exact:
            return (
                "Each part is the effect of one change averaged over every order in which the changes can be made; "
                "the parts add up."
            )
        return (
            f"Each part is the effect of one change averaged over {2 * PAIRS:,} orders drawn at random; the parts add "
            f"up, each with a standard error of at most {self.error:.2g}."
        )

    def __repr__(self) -> str:
        way = "exact" if self.exact else f"error {self.error:.2g}"
        return (
            f"Bridge({self.first.name}: {self.text(self.before)} → {self.text(self.after)}, "
            f"{len(self.parts)} change{'' if len(self.parts) == 1 else 's'}, {way})"
        )

    def _repr_html_(self) -> str:
        sizes = self.shown([part.part for part in self.parts])
        cells = [
            (c.label, c.group, c.before, c.after, self.signed(size))
            for size, c in zip(sizes, (part.change for part in self.parts), strict=True)
        ]
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row[:-1])
            + f"<td style='text-align:right'>{escape(row[-1])}</td></tr>"
            for row in cells
        )  # fmt: skip
        heads = "".join(f"<th>{head}</th>" for head in ("Change", "Kind", "First", "Second", "Part"))
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in self.summary)
        return f"{said}{picture(self)}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def because(change: Difference) -> str:
    """Say a change as the reason for something.

    Examples
    --------
    >>> because(Difference("estimates/families", "Families", "volume", "240", "180"))
    '“Families” is 180 instead of 240 (volume)'
    >>> because(Difference("fit", "Fitter", "scope", "counted", "not counted"))
    '“Fitter” is not counted (scope)'
    """
    name, group = quoted(change.label), change.group
    if change.after in ("counted", "not counted"):
        return f"{name} is {change.after} ({group})"
    if change.before == ABSENT:
        return f"{name} is {change.after}, and is not there in the first ({group})"
    if change.after == ABSENT:
        return f"{name}, {change.before}, is not there in the second ({group})"
    return f"{name} is {change.after} instead of {change.before} ({group})"


def bridge(
    first: Study | Model,
    second: Study | Model,
    *,
    first_scenario: str | None = None,
    second_scenario: str | None = None,
    measure: str = "ratio",
    perspective: str = "social",
) -> Bridge:
    """Divide the difference between two results among the changes that lead from one to the other.

    Two scenarios, two versions of a study (a plan and its out-turn), or two models: every number that differs is a
    change, and so is every setting (horizon, discounting, price base, …), outcome and input that only one has. The part
    of a change is its Shapley value: its effect averaged over every order in which the changes can be made, because
    which comes first is nobody's to say. A shared estimate is one change, wherever it is used.

    Parameters
    ----------
    first, second
        Studies in one currency, or models of them.
    first_scenario, second_scenario
        Scenario or option of each study; None for its base case.
    measure
        ``ratio``, ``net_ratio``, ``npv``, ``pv_benefits`` or ``pv_inputs``.
    perspective
        Id of a perspective that both have.

    Returns
    -------
    Bridge
        Parts that add up to the difference, grouped as volume, outcome rate, value, deductions, time, cost and scope.
        They are exact, to rounding, unless more than eight changes each enter several factors at once.

    Raises
    ------
    ValuationError
        ``bridge-currency`` where the two are in different currencies; ``bridge-measure`` for a payback;
        ``inputs-zero`` where either has no inputs to divide by.

    References
    ----------
    Shapley (1953), A value for n-person games, Contributions to the Theory of Games II, 307-317: the only division that
    adds up, treats alike what acts alike and gives nothing to what does nothing. Owen (1972), Multilinear extensions of
    games, Management Science 18(5), 64-79: how it is computed here (:mod:`sroi.analysis.differences.shapley`). Owen
    (1977), Values of games with a priori unions: a value for changes that come in groups, not used here because
    nobody's plan changes by groups; groups are sums of parts.

    Examples
    --------
    20 people, of whom 90% would not have changed anyway, become 30, of whom 60%: two changes that cancel out.

    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 1000}}, discounting: undiscounted,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 20, value: 100, deadweight: 10%}}}
    ... ''')
    >>> found = bridge(study, study.edited({"fit/quantity": 30, "fit/deadweight": "40%"}))
    >>> found.before, found.after
    (1.8, 1.8)
    >>> [(part.change.address, round(part.part, 12)) for part in found.parts]
    [('fit/deadweight', -0.75), ('fit/quantity', 0.75)]
    """
    models = [
        given if isinstance(given, Model) else Model(given, scenario)
        for given, scenario in ((first, first_scenario), (second, second_scenario))
    ]
    if measure in TIMES:
        allowed = "a bridge explains a ratio, a net present value or a present value"
        raise ValuationError(Problem("bridge-measure", f"found the measure {measure}", allowed, "ask for ratio or npv"))
    currencies = [model.study.currency for model in models]
    if currencies[0] != currencies[1]:
        raise ValuationError(
            Problem(
                "bridge-currency",
                f"found a study in {currencies[0]} and one in {currencies[1]}",
                "a bridge is between amounts of one currency",
                "state both studies in one currency",
            )
        )
    before, after = (output(model, measure, perspective) for model in models)
    _ = before.base, after.base  # undefined results are refused here, in words
    found, note = between(models[0], models[1], (before.view, after.view)), None
    if measure in _PER_INPUT and inputs_may_vanish(found.account):
        result, note = shares_of_replaced(found.account, measure), REPLACED
    else:
        result = shares(found.account, measure)
    everything = [
        Part(change, float(part), float(error))
        for change, part, error in zip(found.differences, result.parts, result.errors, strict=True)
    ]
    ordered = sorted(everything, key=lambda part: (-float(f"{abs(part.part):.9g}"), part.change.address))
    return Bridge(before, after, tuple(ordered), note)
