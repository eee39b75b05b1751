"""The sheet of scenarios: one cell chooses, and every number in force follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sroi.valuation.scenarios import BASE
from sroi.workbook.live.page import HEAD, Choice, Column, Content, Formula, Page
from sroi.workbook.live.variants import Variant

#: Where the choice stands, and its number among the columns of the table.
CHOSEN, PLACE = "Scenarios!$D$2", "Scenarios!$D$3"


class Scenarios:
    """What scenarios change, row by row, as other sheets find that they need it.

    Each row has a cell that holds what is in force under the scenario chosen; other sheets refer to that cell.
    """

    def __init__(self, variants: list[Variant], described: Callable[[str], str]) -> None:
        self.variants = variants
        self.described = described
        names = [variant.name for variant in variants]
        self.page = Page(
            "Scenarios",
            "Scenarios: choose one, and the whole workbook follows",
            ("Scenario in force (choose in column D):", "Its place among the columns from E on:"),
            [
                Column("what", "What it changes", wide=46),
                Column("how", "How", wide=13),
                Column("address", "Address", "small", wide=34),
                Column("now", "In force now", "number", wide=16),
                *(Column(f"in {name}", name, "number", wide=max(13, min(len(name) + 3, 24))) for name in names),
            ],
        )
        last = self.page.letter(f"in {names[-1]}")
        self.page.above[2, 3] = Choice(BASE, tuple(names), f"=$E${HEAD}:${last}${HEAD}")
        self.page.above[3, 3] = Formula(f"MATCH($D$2,$E${HEAD}:${last}${HEAD},0)", 1.0, "whole")
        self._rows: dict[tuple[str, str], int] = {}

    def switch(
        self, address: str, how: str, values: Mapping[str, Content], otherwise: float | str, look: str = "number"
    ) -> str:
        """Add a row; the cell that holds what is in force.

        Parameters
        ----------
        address, how
            What changes, and how: ``set to``, ``times``, ``left out`` or a setting.
        values
            By scenario; one that is not named leaves it as it is.
        otherwise
            What the cell holds then: a number, or an empty text.
        """
        key = address, how
        if key not in self._rows:
            row = self.page.next
            first, last = f"in {self.variants[0].name}", f"in {self.variants[-1].name}"
            found = f"INDEX({self.page.across(row, first, last)},1,$D$3)"
            other = f'"{otherwise}"' if isinstance(otherwise, str) else f"{otherwise:g}"
            cells: dict[str, Content] = {
                "what": self.described(address),
                "how": how,
                "address": address,
                "now": Formula(f'IF({found}="",{other},{found})', otherwise, look),
                **{f"in {name}": value for name, value in values.items()},
            }
            self._rows[key] = self.page.add(cells)
        return self.page.at(self._rows[key], "now")

    def left_out(self, name: str) -> str | None:
        """The cell that is 0 where the scenario in force leaves an outcome, value or input out; None if none does."""
        without = [variant.name for variant in self.variants if name in variant.model.left_out]
        if not without:
            return None
        return self.switch(name, "counted: 1, left out: 0", dict.fromkeys(without, 0.0), 1.0, "whole")

    def times(self, address: str, factors: Mapping[str, float]) -> str | None:
        """The cell that holds the factor in force at an address; None where no scenario scales it."""
        return self.switch(address, "times", dict(factors), 1.0) if factors else None

    def finish(self) -> Page:
        """The sheet, never empty."""
        if not self.page.rows:
            self.page.add({"what": "The study states no scenario: the base case is all there is."})
        return self.page
