"""Mean, variance and the parts of the variance of a measure, worked out exactly rather than drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sroi.analysis.drawing.dependence import Dependence
from sroi.analysis.exact.conditional import Conditional
from sroi.analysis.exact.expansion import PER_INPUT, Beyond, expansion, invested
from sroi.analysis.exact.moments import TooLarge, separate
from sroi.analysis.exact.near_zero import order, order_of_sum
from sroi.analysis.exact.pairs import Errors, Pairs, TooMany
from sroi.analysis.exact.products import INVERSE, Single, Sum
from sroi.analysis.outputs import Output
from sroi.errors import Problem, ValuationError

if TYPE_CHECKING:
    from sroi.study.distributions import Distribution
    from sroi.valuation.parameters import Parameter


#: Why a study is beyond the closed form.
CORRELATED: Final = "the study states correlations between single numbers"


@dataclass(frozen=True)
class ClosedForm:
    """A measure as one or two sums of products that do not depend on each other.

    Made by :func:`closed_form`.

    Parameters
    ----------
    factors
        Second moments of each; the measure is their product and ``plus``.
    plus
        A constant.
    """

    factors: tuple[Pairs, ...]
    plus: float

    @property
    def columns(self) -> frozenset[int]:
        """Places of the numbers that bear on the measure."""
        return frozenset(column for pairs in self.factors for column in pairs.separated.numbers)

    @property
    def mean(self) -> float:
        """Expected value of the measure."""
        mean = 1.0
        for pairs in self.factors:
            mean *= pairs.mean
        return mean + self.plus

    @property
    def variance(self) -> float:
        """Variance of the measure."""
        return self._combined([(pairs.variance, pairs.variance) for pairs in self.factors])[0]

    def parts(self, errors: Errors) -> tuple[float, float]:
        """Parts of the variance that come from some errors, alone and with their interactions.

        Returns
        -------
        first, total
            Var(E[Y | errors]) and E[Var(Y | all other errors)], in the square of the measure's unit.
        """
        return self._combined([pairs.parts(errors) for pairs in self.factors])

    def _combined(self, parts: list[tuple[float, float]]) -> tuple[float, float]:
        """Of a product of independent sums: A B has E[A]² V_B + E[B]² V_A + V_A V_B, and so for every part."""
        first = total = 0.0
        mean = second = 1.0  # E[…]² and E[…²] of the factors so far
        for pairs, (one, all_) in zip(self.factors, parts, strict=True):
            square = pairs.mean**2
            first = first * (square + one) + mean * one
            total = total * (square + pairs.variance) + (second - total) * all_
            mean, second = mean * square, second * (square + pairs.variance)
        return first, total


def closed_form(asked: Output, dependence: Dependence) -> ClosedForm:
    """Work a measure's moments out exactly, where its structure allows.

    Parameters
    ----------
    asked
        The measure.
    dependence
        Which numbers share error.

    Raises
    ------
    Beyond
        Where it cannot be done, with the reason in words: stated correlations, a measure that is not a sum of
        products, or a study in which too much hangs together.
    """
    if dependence.paired:
        raise Beyond(CORRELATED)
    found = expansion(asked)
    model = asked.model
    linked = dict(_linked(asked, dependence, found.columns))
    shapes = _shapes(asked, found.columns)
    _check_shares(found.benefits, shapes, model.parameters.rows)
    sums = [found.benefits, *([found.per_input] if found.per_input is not None else [])]
    if len(sums) == 2 and {linked.get(c, "") for c in sums[0].columns} & {
        linked[c] for c in sums[1].columns & linked.keys()
    }:
        sums = [sums[0].times(sums[1])]
    try:
        return ClosedForm(
            tuple(_pairs(whole, shapes, linked, dependence.shared, model.horizon) for whole in sums), found.plus
        )
    except (TooLarge, TooMany) as reason:
        raise Beyond(str(reason)) from None


def conditional(asked: Output, dependence: Dependence) -> Conditional:
    """What a measure is expected to be once some numbers are known, where its structure allows.

    Parameters
    ----------
    asked
        A measure that is one sum of products: net present value, or benefits or inputs alone.
    dependence
        Which numbers share error.

    Raises
    ------
    Beyond
        As :func:`closed_form`.
    """
    if dependence.paired:
        raise Beyond(CORRELATED)
    found = expansion(asked)
    linked = dict(_linked(asked, dependence, found.columns))
    shapes = _shapes(asked, found.columns)
    _check_shares(found.benefits, shapes, asked.model.parameters.rows)
    try:
        separated = separate(found.benefits, shapes, found.columns, asked.model.horizon)
    except TooLarge as reason:
        raise Beyond(str(reason)) from None
    return Conditional(separated, linked, dependence.shared)


def bearing(asked: Output) -> frozenset[int]:
    """Places of the uncertain numbers that bear on a measure; all of them where its structure is not known."""
    try:
        return expansion(asked).columns
    except Beyond:
        rows = asked.model.parameters.rows
        left_out = asked.model.left_out
        return frozenset(place for place, row in enumerate(rows) if row.uncertain and row.owner not in left_out)


def refuse_unlimited(asked: Output) -> None:
    """Refuse a ratio whose variance is infinite.

    Raises
    ------
    ValuationError
        ``ratio-unlimited`` where what is invested may come so close to 0 that E[1/c²] does not exist.
    """
    if asked.measure not in PER_INPUT:
        return
    costs, rows = invested(asked), asked.model.parameters.rows
    if order_of_sum(costs, _shapes(asked, costs.columns)) > 2:
        return
    names = ", ".join(rows[column].address for column in sorted(costs.columns))
    raise ValuationError(
        Problem(
            "ratio-unlimited",
            f"the inputs ({names}) may come to nothing, or so close to it that the spread of the ratio has no limit",
            "what is divided by stays well above 0",
            "give the inputs a lower bound above 0 or a log-normal shape, or ask for the net present value",
        )
    )


def _shapes(asked: Output, columns: frozenset[int]) -> dict[int, Distribution]:
    """Beliefs about some numbers, by place."""
    return {column: asked.model.parameters.rows[column].distribution for column in columns}


def _pairs(whole: Sum, shapes: dict[int, Distribution], linked: dict[int, str], shared: float, years: int) -> Pairs:
    return Pairs(separate(whole, shapes, linked.keys(), years), linked, shared)


def _check_shares(benefits: Sum, shapes: dict[int, Distribution], rows: Sequence[Parameter]) -> None:
    """A comparison divides by the level after: its variance is infinite where that may come close to 0."""
    for term in benefits.terms:
        for factor in term.factors:
            divided = factor.pieces.count(INVERSE) if isinstance(factor, Single) else 0
            if divided and order(shapes[factor.columns[0]]) <= 2 * divided:
                raise Beyond(f"the level {rows[factor.columns[0]].address} may come close to 0")


def _linked(asked: Output, dependence: Dependence, columns: frozenset[int]) -> Iterator[tuple[int, str]]:
    """Numbers that share error with another that bears on the measure, by place, and their family."""
    rows = asked.model.parameters.rows
    families = {c: f for c in columns if (f := dependence.family_of.get(rows[c].address)) is not None}
    members = Counter(families.values())
    yield from ((column, family) for column, family in families.items() if members[family] > 1)
