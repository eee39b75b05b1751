"""What became of every filled cell: nothing of a sheet is dropped without a word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final, Literal

from sroi.workbook.reading.sheets import Cell, Sheet

Fate = Literal["used", "note", "printed", "label", "unread"]

#: What became of a cell, for people.
FATES: Final = {
    "used": "numbers and words of the study",
    "note": "kept as a note of the study",
    "printed": "printed results, compared with what was recomputed",
    "label": "titles, headings and labels",
    "unread": "not understood",
}

#: How much each fate says; a cell that serves twice keeps the one that says most.
_STRENGTH: Final[dict[str, int]] = {"used": 4, "note": 3, "printed": 2, "label": 1, "unread": 0}


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that was not understood: its place, its words, and why."""

    place: str
    text: str
    why: str


@dataclass
class Accounts:
    """A book of the cells of one sheet, filled in while it is read."""

    sheet: Sheet
    fates: dict[tuple[int, int], Fate] = field(default_factory=dict)
    why: dict[tuple[int, int], str] = field(default_factory=dict)

    def mark(self, cell: Cell, fate: Fate, why: str = "") -> None:
        """Say what became of a cell; the stronger of two fates stays, and an unread one keeps its reason."""
        place = (cell.row, cell.column)
        if place not in self.sheet.cells:
            return
        known = self.fates.get(place)
        if known is None or _STRENGTH[fate] > _STRENGTH[known]:
            self.fates[place] = fate
        if why:
            self.why[place] = why

    def unread(self) -> tuple[Unread, ...]:
        """Cells that nothing was made of, in the order of the sheet."""
        return tuple(
            Unread(cell.place, cell.text[:200], self.why.get(place, "outside the table"))
            for place, cell in sorted(self.sheet.cells.items())
            if self.fates.get(place, "unread") == "unread"
        )

    def counts(self) -> dict[str, int]:
        """How many cells met each fate; together all that are filled."""
        found: Counter[str] = Counter(self.fates.get(place, "unread") for place in self.sheet.cells)
        return {fate: found.get(fate, 0) for fate in FATES}
