"""Shares of a column, whichever way its cells write them: 0.25, 25, "25%"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sroi.workbook.reading.numbers import Amount, amount, is_dash, is_nothing, is_range
from sroi.workbook.reading.sheets import Cell


@dataclass(frozen=True, slots=True)
class ShareCell:
    """A share read: its value, another value it might stand for, and a range where it is one."""

    value: float
    cell: Cell
    other: float | None = None
    written: str | None = None


@dataclass(frozen=True)
class Shares:
    """Shares of one column by row, remarks on how they were read, and the cells that are none, with the reason."""

    found: Mapping[int, ShareCell]
    remarks: tuple[str, ...]
    unread: Mapping[int, str]

    def __bool__(self) -> bool:
        return bool(self.found) and not self.unread


def shares(cells: Mapping[int, Cell]) -> Shares:
    """Read the cells of a column of shares, each by its own form and by what stands beside it.

    A cell with a percent sign or format says itself what it is. A plain number above 1 is in per cent; one up to 1 is
    a share, and where the column has plain numbers in per cent beside it, the other reading is kept in mind.

    Examples
    --------
    >>> column = [Cell(1, 1, 0.25), Cell(2, 1, 25.0), Cell(3, 1, "25%"), Cell(4, 1, "-"), Cell(5, 1, "low")]
    >>> read = shares({cell.row: cell for cell in column})
    >>> [share.value for share in read.found.values()], read.found[1].other, read.unread
    ([0.25, 0.25, 0.25], 0.0025, {5: 'it is no share'})
    """
    read = {row: amount(cell, words=False) for row, cell in cells.items()}
    plain = [found.value for row, found in read.items() if found is not None and not found.percent]
    # Beside numbers in per cent, and in a column that goes up to 1 exactly, a 1 may be 1% or all of it.
    hundredths = any(1 < abs(value) <= 100 for value in plain) or (1 in plain and max(plain) == 1)
    found: dict[int, ShareCell] = {}
    unread: dict[int, str] = {}
    for row, cell in cells.items():
        number = read[row]
        if number is None:
            if is_dash(cell.text):
                continue
            if is_range(cell.text) and "%" in cell.text:
                from sroi.study.numbers import written_range

                stated = written_range(cell.text)
                assert stated is not None
                centre = stated.centre if stated.centre is not None else (stated.low + stated.high) / 2
                found[row] = ShareCell(centre, cell, written=cell.text)
            else:
                unread[row] = "it says nothing, and is left out" if is_nothing(cell.text) else "it is no share"
            continue
        share = _share(number, hundredths, cell)
        if share is None:
            unread[row] = "a share lies between 0% and 100%"
        else:
            found[row] = share
    return Shares(found, tuple(_remarks(found, plain, hundredths)), unread)


def _share(number: Amount, hundredths: bool, cell: Cell) -> ShareCell | None:
    value = number.value
    if number.percent:
        return ShareCell(value, cell) if 0 <= value <= 1 else None
    if 0 <= value <= 1:
        return ShareCell(value, cell, value / 100 if hundredths and value else None)
    return ShareCell(_hundredth(value), cell) if 1 < value <= 100 else None


def _hundredth(value: float) -> float:
    """A hundredth, exact where the number is a decimal."""
    return float(f"{value!r}e-2") if "e" not in repr(value) else value / 100


def _remarks(found: Mapping[int, ShareCell], plain: Sequence[float], hundredths: bool) -> list[str]:
    doubtful = [share for share in found.values() if share.other is not None]
    if not doubtful:
        return []
    places = ", ".join(f"{share.cell.place} ({share.cell.text})" for share in doubtful)
    return [f"{places} without a percent sign, read as a share: 1 is 100%, 0.5 is 50%"]
