"""The sheets of results: every total as a formula, beside what the engine found at export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from sroi.valuation.valuation import Valuation
from sroi.workbook.live.page import Column, Content, Formula, Number, Page
from sroi.workbook.live.scenarios import PLACE
from sroi.workbook.live.variants import Variant

#: How far a total of the workbook may lie from the engine's, as a share of it; and of the inputs where it is nothing.
TOLERANCE: Final = 1e-9

Found: TypeAlias = "float | str | None"

Engine: TypeAlias = "Callable[[Valuation], Found]"


@dataclass(frozen=True, slots=True)
class Total:
    """One total: where it belongs, what it is, its formula, how it is shown, and how the engine finds it."""

    group: str
    what: str
    formula: str
    look: str
    engine: Engine
    note: str = ""


class Checks:
    """Every total beside the engine's own, for every scenario of the study."""

    def __init__(self, variants: list[Variant]) -> None:
        self.variants = variants
        names = [variant.name for variant in variants]
        self.page = Page(
            "Check",
            "Check: this workbook beside the calculator it was exported from",
            (
                f"Equal: to {TOLERANCE:g} of the engine's result at export, under the scenario in force.",
                "Columns from F on are values of the engine at export; nothing in the workbook depends on them.",
            ),
            [
                Column("group", "Group", wide=40),
                Column("what", "Total", wide=52),
                Column("here", "In this workbook", "money", wide=18),
                Column("engine", "Engine at export, scenario in force", "money", wide=18),
                Column("equal", "Equal", wide=16),
                *(Column(f"in {name}", name, "money", wide=max(16, min(len(name) + 3, 24))) for name in names),
            ],
            kept=2,
        )

    def add(self, total: Total, here: str, scale: str, unchanged: str) -> int:
        """Add a total.

        Parameters
        ----------
        here
            The cell or formula of the workbook.
        scale
            The cell whose size says what counts as nothing, for money that cancels.
        unchanged
            The cell that counts the numbers changed since export.
        """
        row = self.page.next
        found: dict[str, Content] = {}
        for variant in self.variants:
            there = total.engine(variant.valuation) if variant.valuation is not None else None
            if there is not None:
                found[f"in {variant.name}"] = there if isinstance(there, str) else Number(there, total.look)
        first, last = f"in {self.variants[0].name}", f"in {self.variants[-1].name}"
        listed = f"INDEX({self.page.across(row, first, last)},1,{PLACE})"
        base = self.variants[0].valuation
        own = total.engine(base) if base is not None else None
        value: float | str = "" if own is None else own
        self.page.add(
            {
                "group": total.group,
                "what": total.what,
                "here": Formula(here, value, total.look),
                "engine": Formula(f'IF({listed}="","",{listed})', value, total.look),
                "equal": Formula(self._equal(row, scale, unchanged), "yes" if own is not None else "not there"),
                **found,
            }
        )
        return row

    def _equal(self, row: int, scale: str, unchanged: str) -> str:
        here, engine = self.page.here(row, "here"), self.page.here(row, "engine")
        near = f"ABS({here}-{engine})<={TOLERANCE:g}*MAX(ABS({engine}),ABS({scale})*0.001)"
        same = f"IF(ISNUMBER({engine}),IF(ISNUMBER({here}),{near},FALSE),{here}={engine})"
        return f'IF({unchanged}>0,"number changed",IF({engine}="","not there",IF({same},"yes","no")))'


class Results:
    """The result, who gains, which outcomes, whose money: what a reader looks for first."""

    def __init__(self, variants: list[Variant], checks: Checks, unchanged: str) -> None:
        self.checks, self.unchanged = checks, unchanged
        self.base = variants[0]
        self.page = Page(
            "Results",
            "Results",
            (
                "Every number is calculated in this workbook, under the scenario chosen on the sheet Scenarios.",
                "The engine's value is that of the calculator at export: a check, not a part of the calculation.",
            ),
            [
                Column("group", "Group", wide=40),
                Column("what", "Result", wide=58),
                Column("value", "Value", "money", wide=18),
                Column("engine", "Engine at export", "money", wide=18),
                Column("equal", "Equal", wide=16),
                Column("note", "Note", wide=56),
            ],
            kept=2,
        )
        self.rows: dict[tuple[str, str], int] = {}

    def add(self, total: Total, scale: str | None = None) -> str:
        """Add a result; its cell."""
        row = self.page.next
        cell = self.page.at(row, "value")
        checked = self.checks.add(total, cell, scale or self.scale, self.unchanged)
        valuation = self.base.valuation
        own = total.engine(valuation) if valuation is not None else None
        value: float | str = "" if own is None else own
        self.page.add(
            {
                "group": total.group,
                "what": total.what,
                "value": Formula(total.formula, value, total.look),
                "engine": Formula(self.checks.page.at(checked, "engine"), value, total.look),
                "equal": Formula(self.checks.page.at(checked, "equal"), "yes" if own is not None else "not there"),
                "note": total.note,
            },
            "" if total.group != "Result" else "strong" if total.what == "SROI ratio" else "",
        )
        self.rows[total.group, total.what] = row
        return cell

    @property
    def scale(self) -> str:
        """The cell of the present value of inputs, the first result."""
        row = self.rows.get(("Result", "Present value of inputs"))
        return self.page.at(row, "value") if row is not None else "1"
