"""Names of cells: the addresses of the study, as spreadsheets allow them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sroi.errors import FileError, Problem

#: Longest name that spreadsheets take.
_LONGEST: Final = 255


def cell_name(address: str) -> str:
    """Name of the cell that holds the number at an address.

    Examples
    --------
    >>> cell_name("into-work/quantity/engaged"), cell_name("inputs/staff/amount/2025")
    ('into_work.quantity.engaged', 'inputs.staff.amount.2025')
    """
    return address.replace("/", ".").replace("-", "_")


def cell_names(addresses: Iterable[str]) -> dict[str, str]:
    """Names of the cells of a study, by address.

    Two addresses that differ only by ``-`` and ``_`` (a value with the id ``drop-off``) would share a name: the later
    one gets a further ``_``.

    Raises
    ------
    FileError
        ``name-long`` where a name would be longer than spreadsheets take.

    Examples
    --------
    >>> cell_names(["fit/drop_off", "fit/drop-off"])
    {'fit/drop_off': 'fit.drop_off', 'fit/drop-off': 'fit.drop_off_'}
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    problems = []
    for address in addresses:
        name = cell_name(address)
        while name in taken:
            name += "_"
        if len(name) > _LONGEST:
            problems.append(
                Problem(
                    "name-long",
                    f"found an address of {len(address)} characters",
                    f"spreadsheets take names of at most {_LONGEST}",
                    "use shorter ids",
                    address=address,
                )
            )
        taken.add(name)
        found[address] = name
    if problems:
        raise FileError(problems)
    return found
