"""How much of the value rests on assumptions, and through which kind of number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.valuation.model import Line, Model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Share of the value from which on "rests on at least one assumption" says little, and the kinds of number say more.
SATURATED: Final = 0.9

#: Key of the share that rests on an assumption of whatever kind.
ANY: Final = "any number"


def assumed_shares(model: Model, totals: Floats) -> dict[str, float]:
    """Share of the (absolute) present value that rests on an assumption, by kind of number.

    Parameters
    ----------
    model
        The resolved study.
    totals : shape (line,)
        Present value of each line of the value map.

    Returns
    -------
    dict
        ``any number``, ``quantities``, ``unit values``, ``deductions`` and ``times and rates`` (duration, delay,
        drop-off, growth, discount rate). A value may rest on several, so they do not add up.

    Examples
    --------
    >>> from sroi.study import Study
    >>> model = Model(Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  sources: {guess: {title: A guess, kind: assumption}}, inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: N, stakeholder: a, quantity: 3, value: 20, deadweight: {value: 5%, source: guess}},
    ...             fun: {name: N, stakeholder: a, quantity: 1, value: 20}}}
    ... '''))
    >>> {kind: round(share, 2) for kind, share in assumed_shares(model, np.array([75.0, 25.0])).items()}
    {'any number': 0.75, 'quantities': 0.0, 'unit values': 0.0, 'deductions': 0.75, 'times and rates': 0.0}
    """
    rows, size, named = model.parameters.rows, np.abs(totals), numbers_of_lines(model)
    assumed = {
        kind: np.array([any(rows[c].assumption for c in line[kind] if c < len(rows)) for line in named])
        for kind in (named[0] if named else {})
    }
    shares = {ANY: np.any(list(assumed.values()), axis=0), **assumed} if assumed else {}
    return {kind: float(size[marks].sum() / size.sum()) if size.sum() else 0.0 for kind, marks in shares.items()}


def numbers_of_lines(model: Model) -> list[dict[str, set[int]]]:
    """Places, in the vector, of every number behind each line of the value map, by kind of number.

    The levels from which a derived number follows are among them.
    """
    return [
        {kind: _with_levels(model, places) for kind, places in _places(model, line).items()} for line in model.lines
    ]


def shares_in_words(shares: dict[str, float]) -> str:
    """Say how much of the value rests on assumptions; where nearly all does, through which kinds of number.

    Examples
    --------
    >>> shares_in_words({"any number": 0.5, "quantities": 0.5})
    '50% of the value rests on at least one of them'
    >>> shares_in_words({"any number": 1.0, "quantities": 1.0, "unit values": 0.12})
    '100% of the value rests on at least one of them (quantities 100%, unit values 12%)'
    """
    said = f"{shares[ANY]:.0%} of the value rests on at least one of them"
    if shares[ANY] < SATURATED:
        return said
    return f"{said} ({', '.join(f'{kind} {share:.0%}' for kind, share in shares.items() if kind != ANY)})"


def _places(model: Model, line: Line) -> dict[str, set[int]]:
    """Places, in the vector, of every number that the present value of a line depends on."""
    stream = model.streams[line.stream]
    life = stream.life
    return {
        "quantities": {column for _, product in stream.cohorts for column in product.columns},
        "unit values": set(line.unit.columns),
        "deductions": {stream.multiplier, stream.bias, *(column for _, column in stream.deductions)},
        "times and rates": {life.duration, life.delay, life.growth}
        | {column for column in (life.drop_off, stream.rate) if column is not None},
    }


def _with_levels(model: Model, places: set[int]) -> set[int]:
    """Add the levels from which a derived number follows."""
    derived = model.parameters.derived
    first = len(model.parameters.rows)
    return places | {column for count, one in enumerate(derived) if first + count in places for column in one.columns}
