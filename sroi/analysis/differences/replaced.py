"""Inputs that are replaced altogether: between the two there would be none, and a ratio would have no meaning."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from sroi.analysis.differences.mixtures import Account, Table, combine
from sroi.analysis.differences.shapley import Shares, shares
from sroi.errors import ValuationError
from sroi.valuation.engine import NO_INPUTS

#: What is said where inputs are replaced altogether.
REPLACED: Final = (
    "Inputs are replaced altogether, so that there would be none in between: their part of the ratio is divided in "
    "proportion to their parts of the present value of inputs."
)


def inputs_may_vanish(account: Account) -> bool:
    """Whether some mixture of the two may have no inputs to divide by."""
    whole = [combine(lambda *factors: math.prod(factors), *term) for term in account.inputs]
    least, most = (sum(float(function(table.values)) for table in whole) for function in (np.min, np.max))
    return least <= 1e-9 * most


def shares_of_replaced(account: Account, measure: str) -> Shares:
    """Divide a ratio where inputs are replaced: the changes that only inputs know are made at once.

    Their part is divided among them in proportion to their Shapley values of the present value of inputs.

    Raises
    ------
    ValuationError
        ``inputs-zero`` where there would be no inputs even so.

    Examples
    --------
    A grant of 100 gives way to a loan of 50, and benefits stay at 200: the ratio rises by 2, because of −100 and +50.

    >>> grant, loan = (Table.switch(0, 100.0, 0.0),), (Table.switch(1, 0.0, 50.0),)
    >>> account = Account(((Table.constant(200.0),),), (grant, loan), 2)
    >>> inputs_may_vanish(account), shares_of_replaced(account, "ratio").parts.round(9)
    (True, array([ 4., -2.]))
    """
    benefits = {change for term in account.benefits for table in term for change in table.changes}
    inputs = {change for term in account.inputs for table in term for change in table.changes}
    together = sorted(inputs - benefits)
    whole = [_at_once(combine(lambda *factors: math.prod(factors), *term), together) for term in account.inputs]
    merged = replace(account, inputs=((combine(lambda *amounts: math.fsum(amounts), *whole),),))
    if inputs_may_vanish(merged):
        raise ValuationError(NO_INPUTS)
    found = shares(merged, measure)
    if not together:
        return found
    outlay = shares(account, "pv_inputs").parts[together]
    total, size = float(outlay.sum()), float(np.abs(outlay).sum())
    portions = outlay / total if abs(total) > 1e-9 * size else np.full(len(together), 1 / len(together))
    parts, errors = found.parts.copy(), found.errors.copy()
    parts[together] = found.parts[together[0]] * portions
    errors[together] = found.errors[together[0]] * np.abs(portions)
    return Shares(parts, errors)


def _at_once(table: Table, together: Sequence[int]) -> Table:
    """The table with some changes made at once, as the first of them."""
    others = tuple(change for change in table.changes if change not in together)
    if len(others) == len(table.changes):
        return table
    sides = [
        table.values[tuple(side if change in together else slice(None) for change in table.changes)] for side in (0, 1)
    ]
    order = sorted([together[0], *others])
    return Table(tuple(order), np.moveaxis(np.stack(sides), 0, order.index(together[0])))
