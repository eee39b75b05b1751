"""What a scenario scales: a number with its range, wherever it is stated, as far as its legal range allows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sroi.errors import Problem, ValuationError
from sroi.study.distributions import Fixed, Scaled
from sroi.valuation.ranges import stated_range

if TYPE_CHECKING:
    from sroi.study.kinds import Kind
    from sroi.valuation.parameters import Parameter


def scaled(row: Parameter, factor: float, address: str, kind: Kind) -> Parameter:
    """Return a number times a factor, its range too.

    Parameters
    ----------
    row
        The number, stated at its own address or at that of a shared estimate.
    factor
        What it is multiplied by.
    address, kind
        Where it is scaled, and what belongs there.

    Raises
    ------
    ValuationError
        ``scale-range`` where that leaves the legal range of the place.
    """
    belief = Scaled(base=row.distribution, factor=factor) if row.uncertain else Fixed(value=row.central * factor)
    found = stated_range(row.distribution)
    ends = (belief.central, *((found[0] * factor, found[1] * factor) if found else ()))
    if not all(kind.holds(end) for end in ends):
        upto = f", up to {max(ends):g}" if found else ""
        raise ValuationError(
            Problem(
                "scale-range",
                f"{row.central:g} × {factor:g} is {belief.central:g}{upto}",
                kind.allowed,
                "scale it by less, or set it",
                address=address,
            )
        )
    return replace(row, distribution=belief)


def part_of_a_product(address: str) -> bool:
    """Whether an address is that of a quantity or an amount, or of a factor in one.

    Examples
    --------
    >>> [part_of_a_product(a) for a in ("fit/quantity", "inputs/staff/amount/hours/2025", "fit/deadweight")]
    [True, True, False]
    """
    parts = address.split("/")
    return parts[2:3] == ["amount"] if parts[0] == "inputs" else parts[1:2] == ["quantity"]
