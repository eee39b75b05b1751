"""Writing a measure of a model out as a sum of products, so that its moments can be worked out exactly.

What follows the engine line by line; a test holds the two together at random points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product
from typing import Any, Final

import numpy as np

from sroi.analysis.exact.inverses import inverse
from sroi.analysis.exact.products import INVERSE, ITSELF, Factor, Piece, Product, Single, Sum, Term, merged, simplified
from sroi.analysis.exact.worth import DiscountFactor, Worth, input_discounts
from sroi.analysis.outputs import Output
from sroi.study.distributions import Discrete, Distribution, Normal, Scaled
from sroi.study.split import Split
from sroi.valuation.model import Cost, Line, Model, Stream
from sroi.valuation.model import Product as Amount
from sroi.valuation.vector import central

#: A constant times pieces of single numbers, by place of the number.
Monomial = tuple[float, dict[int, tuple[Piece, ...]]]

#: Measures that are sums of products, or one such sum divided by another.
MEASURES: Final = ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs")

#: Those in which something is divided by what is invested.
PER_INPUT: Final = ("ratio", "net_ratio")


class Beyond(Exception):
    """A structure that cannot be written as a sum of products of reasonable size; the reason in words."""


def expansion(asked: Output) -> Product:
    """Write a measure as a sum of products, or as two of them multiplied.

    Raises
    ------
    Beyond
        Where it cannot be written so; with the reason in words.
    """
    if asked.measure == "pv_benefits":
        return Product(benefits(asked))
    costs = invested(asked)
    if asked.measure == "pv_inputs":
        return Product(costs)
    values = benefits(asked)
    if asked.measure == "npv":
        return Product(Sum.of([*values.terms, *costs.scaled(-1.0).terms]))
    plus = -1.0 if asked.measure == "net_ratio" else 0.0
    rows = asked.model.parameters.rows
    per_input = inverse(costs, {column: rows[column].distribution for column in costs.columns})
    if costs.columns and not costs.columns & values.columns:
        return Product(values, per_input, plus)
    return Product(values.times(per_input), plus=plus)


def benefits(asked: Output) -> Sum:
    """Present value of the values that count, as a sum of products.

    Raises
    ------
    Beyond
        As :func:`expansion`.
    """
    _refuse_others(asked)
    return Sum.of(list(_benefits(asked)))


def invested(asked: Output) -> Sum:
    """Present value of the inputs that count, as a sum of products.

    Raises
    ------
    Beyond
        As :func:`expansion`.
    """
    _refuse_others(asked)
    return Sum.of(list(_costs(asked)))


def _refuse_others(asked: Output) -> None:
    if asked.measure not in MEASURES:
        raise Beyond(f"the {asked.name} is not a sum of products")


def uncertain(model: Model, column: int) -> bool:
    """Whether the number at a place varies."""
    rows = model.parameters.rows
    if column < len(rows):
        return rows[column].uncertain
    return any(rows[level].uncertain for level in model.parameters.derived[column - len(rows)].columns)


def _benefits(asked: Output) -> Iterator[Term]:
    """Present value of the lines that count, mirrors with their sign."""
    model, view = asked.model, asked.view
    numbers = central(model)
    for place, line in enumerate(model.lines):
        if not view.lines[place]:
            continue
        share = view.shares[place] if view.shares else 1.0
        counted = _line(model, share) if isinstance(share, int) else [(float(share), {})]
        own = model.lines[line.mirror_of] if line.mirror_of is not None else line
        sign = -1.0 if line.mirror_of is not None else 1.0
        kept = _kept(model, model.streams[own.stream])
        for worth, amount in _amounts(model, own, numbers):
            whole = times(times(counted, kept), amount)
            yield from (term for term in (_term(sign * c, pieces, worth) for c, pieces in whole) if term.coefficient)


def _costs(asked: Output) -> Iterator[Term]:
    """Present value of the inputs that count."""
    model = asked.model
    moving = model.rate is not None and uncertain(model, model.rate)
    discount = input_discounts(model, central(model))
    for place, cost in enumerate(model.costs):
        if not asked.view.costs[place]:
            continue
        for year, amount in cost.amounts:
            by_rate = DiscountFactor(model, year) if moving else None
            constant = 1.0 if moving else float(discount[year])
            for coefficient, pieces in _spent(model, cost, amount):
                yield _term(constant * coefficient, pieces, by_rate)


def _spent(model: Model, cost: Cost, amount: Amount) -> list[Monomial]:
    return times(_product(model, amount), _line(model, cost.uplift, 1.0, 1.0))


def _term(coefficient: float, pieces: Mapping[int, tuple[Piece, ...]], joint: Factor | None) -> Term:
    singles = [Single(column, kept) for column, found in pieces.items() if (kept := simplified(found))]
    if joint is None:
        return Term(coefficient, tuple(singles))
    if not joint.columns:
        return Term(coefficient * joint.at({}), tuple(singles))
    shared = any(single.column in joint.columns for single in singles)
    return Term(coefficient, merged((*singles, joint)) if shared else (*singles, joint))


def times(one: list[Monomial], other: list[Monomial]) -> list[Monomial]:
    """Multiply sums of monomials out."""
    found = []
    for (a, first), (b, second) in product(one, other):
        pieces = dict(first)
        for column, more in second.items():
            pieces[column] = pieces.get(column, ()) + more
        found.append((a * b, pieces))
    return found


def _line(model: Model, column: int, a: float = 0.0, b: float = 1.0) -> list[Monomial]:
    """Write a + b x of one number; a number derived from a comparison is written out in its levels."""
    rows = model.parameters.rows
    if column >= len(rows):
        return _derived(model, column, a, b)
    row = rows[column]
    return [(1.0, {column: (("line", a, b),)})] if row.uncertain else [(a + b * row.central, {})]


def _derived(model: Model, column: int, a: float, b: float) -> list[Monomial]:
    """A + b × (deadweight c/after, or effect after − c), with c = before + (after′ − before′)."""
    derived = model.parameters.derived[column - len(model.parameters.rows)]
    before, after, *comparison = derived.columns
    without = [(1.0, before)] + ([(-1.0, comparison[0]), (1.0, comparison[1])] if comparison else [])
    if derived.effect:
        scale, found = -b, [(b, after)]
    else:
        scale, found = b, []
    found = [*found, *((scale * sign, level) for sign, level in without)]
    terms = [(c * sign, pieces) for sign, level in found for c, pieces in _line(model, level)]
    if not derived.effect:
        terms = times(terms, _over(model, after))
    return ([(a, {})] if a else []) + terms


def _over(model: Model, column: int) -> list[Monomial]:
    """Write 1/x of one number."""
    row = model.parameters.rows[column]
    return [(1.0, {column: (INVERSE,)})] if row.uncertain else [(1 / row.central, {})]


def _kept(model: Model, stream: Stream) -> list[Monomial]:
    """Π (1 − deduction) × multiplier."""
    found = _line(model, stream.multiplier)
    for _, column in stream.deductions:
        found = times(found, _line(model, column, 1.0, -1.0))
    return found


def _product(model: Model, amount: Amount) -> list[Monomial]:
    found: list[Monomial] = [(amount.constant, {})]
    for column in amount.columns:
        found = times(found, _line(model, column))
    return found


def _amounts(model: Model, line: Line, numbers: list[Any]) -> Iterator[tuple[Worth | None, list[Monomial]]]:
    """Unit value × quantity × bias of a line, by cohort; cohorts of known size are followed together."""
    stream = model.streams[line.stream]
    worth = Worth.of(model, stream)
    certain: list[tuple[int, float]] = []
    for start, quantity in stream.cohorts:
        if line.present_value:
            yield None, _valued(model, line, stream, quantity)
        elif any(uncertain(model, column) for column in quantity.columns):
            yield replace(worth, cohorts=((start, 1.0),)), _valued(model, line, stream, quantity)
        else:
            certain.append((start, float(quantity.of(numbers))))
    for sign in (1, -1):
        together = tuple((start, size) for start, size in certain if size * sign > 0)
        if together:
            yield replace(worth, cohorts=together), _valued(model, line, stream, Amount((), 1.0), sign)


def _valued(model: Model, line: Line, stream: Stream, quantity: Amount, sign: int = 1) -> list[Monomial]:
    """Quantity × unit value, less optimism bias where that is a gain and more where it is a harm."""
    rows = model.parameters.rows
    whole = times(_product(model, line.unit), _product(model, quantity))
    bias = rows[stream.bias] if stream.bias < len(rows) else None
    if bias is not None and not bias.uncertain and not bias.central:
        return whole
    columns = (*line.unit.columns, *quantity.columns)
    if any(column >= len(rows) for column in columns):
        raise Beyond("an optimism bias falls on a quantity that follows from a comparison and may have either sign")
    open_sign = [column for column in dict.fromkeys(columns) if _sign(rows[column].distribution) == 0]
    fixed = sign * np.sign(line.unit.constant * quantity.constant)
    for column in columns:
        fixed *= _sign(rows[column].distribution) or 1
    found: list[Monomial] = []
    for signs in product((1, -1), repeat=len(open_sign)):
        gain = fixed
        part = whole
        for column, side in zip(open_sign, signs, strict=True):
            gain *= side ** columns.count(column)
            part = [(c, {**pieces, column: _sided(pieces[column], side)}) for c, pieces in part]
        found += times(part, _line(model, stream.bias, 1.0, -float(gain)))
    return found


def _sided(pieces: tuple[Piece, ...], side: int) -> tuple[Piece, ...]:
    """The same pieces where the number has one sign only, and nothing elsewhere."""
    kept = list(pieces)
    kept.remove(ITSELF)
    return (*kept, ("above",) if side > 0 else ("below",))


def _sign(shape: Distribution) -> int:
    """Sign of whatever may be drawn; 0 where both occur."""
    if shape.kind == "fixed":
        return 1 if shape.central >= 0 else -1
    if isinstance(shape, Scaled):
        return _sign(shape.base) * (1 if shape.factor >= 0 else -1)
    if isinstance(shape, Normal) or (isinstance(shape, Split) and shape.scale == "linear"):
        return 0
    if isinstance(shape, Discrete):
        low, high = min(shape.values), max(shape.values)
    elif isinstance(shape, Split):
        return shape.sign if shape.scale == "log" else 1
    else:
        low, high = float(getattr(shape, "low", 0.0)), float(getattr(shape, "high", 1.0))
    return 1 if low >= 0 else -1 if high <= 0 else 0
