"""The sheet of numbers: everything the study states, once, in cells that may be changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sroi.study.kinds import Kind
from sroi.valuation.labels import label
from sroi.valuation.parameters import Parameter
from sroi.valuation.ranges import stated_range
from sroi.valuation.vector import central
from sroi.workbook.live.names import cell_names
from sroi.workbook.live.page import HEAD, Choice, Column, Content, Formula, Number, Page
from sroi.workbook.live.scenarios import Scenarios
from sroi.workbook.live.variants import Link, Variant

#: Settings that a person may change here, by their key in the study.
HORIZON, PARTIAL_YEARS = "horizon", "partial_years"


_ABOUT: Final = (
    "Change the yellow cells (column B); every other sheet follows. Pale: what the study leaves at its usual value.",
    "Column D is what counts: column B under the scenario chosen on the sheet Scenarios.",
)


class Numbers:
    """Every number of a study, and the cell in which it is in force."""

    def __init__(self, variants: list[Variant], scenarios: Scenarios) -> None:
        self.variants, self.scenarios = variants, scenarios
        self.base = variants[0]
        self.study = self.base.model.study
        spots = list(self.base.table.columns)
        order = {address: place for place, address in enumerate(_in_file_order(self.base, spots))}
        self.addresses = sorted(spots, key=order.__getitem__)
        self.settings = [HORIZON, PARTIAL_YEARS]
        self.rows = {name: HEAD + 1 + place for place, name in enumerate([*self.settings, *self.addresses])}
        self.page = Page("Numbers", "Numbers: everything the study states", _ABOUT, _columns(), filtered=True)
        self.names = cell_names([*self.settings, *self.addresses])
        self.x = central(self.base.model)

    def base_cell(self, address: str) -> str:
        """The cell that a person may change."""
        return self.page.at(self.rows[address], "base")

    def now(self, address: str) -> str:
        """The cell of the number in force."""
        return self.page.at(self.rows[address], "now")

    def value(self, address: str) -> float:
        """The number in the base case."""
        return float(self.x[self.base.table.columns[address]])

    def can_be_negative(self, addresses: list[str]) -> bool:
        """Whether a product of these numbers may lie below zero."""
        return any(self._kind(address).low < 0 for address in addresses)

    def _kind(self, address: str) -> Kind:
        column = self.base.table.columns[address]
        rows = self.base.table.rows
        return rows[column].kind if column < len(rows) else rows[0].kind

    def finish(self) -> Page:
        """The sheet."""
        self._settings()
        for address in self.addresses:
            self._add(address)
        for name, row in self.rows.items():
            if name in self.settings or self._own(name):
                self.page.names[self.names[name]] = (row, "base")
        base, export = self.page.down("base"), self.page.down("export")
        self.page.above[2, 11] = "Numbers changed since export, shared ones at each place"
        self.page.above[3, 11] = Formula(f"SUMPRODUCT(--({base}<>{export}))", 0.0, "whole")
        self.page.marked["base"] = f"$B{HEAD + 1}<>$L{HEAD + 1}"
        return self.page

    @property
    def unchanged(self) -> str:
        """The cell that counts the numbers changed since export."""
        return f"{self.page.quoted}!$L$3"

    def _own(self, address: str) -> bool:
        """Whether a number is stated at its own address, so that it may be changed there."""
        link = self.base.link(address)
        return link is not None and link.value is not None

    def _settings(self) -> None:
        years = {variant.name: float(variant.model.horizon) for variant in self.variants}
        longest = max(years.values())
        own = years[self.base.name]
        changed = {name: year for name, year in years.items() if year != own}
        row = self.page.next
        given = Number(own, "whole given", True, (1, longest), f"a whole number of years, at most {longest:g} here")
        now: Content = Formula(f"B{row}", own, "whole")
        if changed:
            cell = self.scenarios.switch(HORIZON, "set to", changed, "")
            now = Formula(f'IF({cell}="",B{row},{cell})', own, "whole")
        unit = "years counted"
        self.page.add({"what": "Horizon", "base": given, "unit": unit, "now": now, "export": own, "address": HORIZON})
        ways = {variant.name: variant.model.study.partial_years for variant in self.variants}
        other = {name: way for name, way in ways.items() if way != self.study.partial_years}
        row = self.page.next
        now = Formula(f"B{row}", self.study.partial_years, "text")
        if other:
            cell = self.scenarios.switch(PARTIAL_YEARS, "set to", other, "")
            now = Formula(f'IF({cell}="",B{row},{cell})', self.study.partial_years, "text")
        self.page.add(
            {
                "what": "How a part of a year at the end counts",
                "base": Choice(self.study.partial_years, ("pro-rata", "round-up")),
                "unit": "as its part, or whole",
                "now": now,
                "export": self.study.partial_years,
                "address": PARTIAL_YEARS,
            }
        )

    def _add(self, address: str) -> None:
        link, value = self.base.link(address), self.value(address)
        assert link is not None
        row, place = self.base.table.row(address), self.rows[address]
        look = self._look(row)
        base: Content
        if link.value is not None:
            assert row is not None
            base = Number(value, f"{look} given" if row.stated else f"{look} usual", True, *_validation(row))
        else:
            base = Formula(self._linked(link, in_force=False), value, look)
        plain = f"B{place}" if link.value is not None else self._linked(link)
        cells: dict[str, Content] = {
            "what": label(self.study, address, row.family if row and row.address == address else ""),
            "base": base,
            "unit": _unit(row),
            "now": Formula(self._in_force(address, link, plain), value, look),
            "address": address,
            "export": Number(value, look),
        }
        if link.value is not None and row is not None:
            cells |= _evidence(row, look)
        elif link.to is not None:
            cells["source"] = f"shared: {link.to}"
        else:
            cells["source"] = f"follows from {link.levels[0].rsplit('/', 2)[0]}"
        self.page.add(cells)

    def _look(self, row: Parameter | None) -> str:
        if row is None or row.kind.share or row.unit.startswith("share"):
            return "share"
        if row.kind.money and not _is_factor(row.address):
            currency = row.unit.split(" ")[0]
            return "money" if currency == self.study.currency else f"money {currency}"
        return "number"

    def _in_force(self, address: str, link: Link, plain: str) -> str:
        """Formula of the number in force: what a scenario sets, else what the study states; times what it scales."""
        changed: dict[str, Content] = {}
        for variant in self.variants[1:]:
            other = variant.link(address)
            if other is not None and other != link:
                worth = self._worth(variant, address)
                linked = Formula(self._linked(other), worth) if other.value is None else None
                changed[variant.name] = linked or other.value
        if changed:
            row = self.base.table.row(address)
            cell = self.scenarios.switch(address, "set to", changed, "", self._look(row))
            plain = f'IF({cell}="",{plain},{cell})'
        factors = {
            variant.name: by
            for variant in self.variants
            if (by := variant.own_factors.get(address, 1.0)) != 1 and not variant.by_rule(address)
        }
        scale = self.scenarios.times(address, factors)
        return f"{plain}*{scale}" if scale else plain

    @staticmethod
    def _worth(variant: Variant, address: str) -> float:
        return float(central(variant.model)[variant.table.columns[address]])

    def _linked(self, link: Link, in_force: bool = True) -> str:
        cell = self.now if in_force else self.base_cell
        if link.to is not None:
            return cell(link.to)
        levels = [cell(level) for level in link.levels]
        without = f"({levels[0]}+{levels[3]}-{levels[2]})" if len(levels) == 4 else levels[0]
        return f"{levels[1]}-{without}" if link.effect else f"{without}/{levels[1]}"


def _is_factor(address: str) -> bool:
    """Whether a number is one factor of an amount, such as hours: it may be no money itself."""
    parts = address.split("/")
    return parts[0] == "inputs" and any(not part.isdigit() for part in parts[3:])


def _unit(row: Parameter | None) -> str:
    if row is None:
        return "share that follows from a comparison"
    return "number" if _is_factor(row.address) and not row.kind.share else row.unit


def _columns() -> list[Column]:
    return [
        Column("what", "Number", wide=52),
        Column("base", "Stated", "number", wide=16),
        Column("unit", "Unit", wide=22),
        Column("now", "In force", "number", wide=16),
        Column("low", "Low", "number", wide=13),
        Column("high", "High", "number", wide=13),
        Column("range", "The range is", wide=14),
        Column("source", "Source", wide=34),
        Column("grade", "Grade (1 strongest, 6 weakest)", "whole", wide=12),
        Column("assumption", "Assumption", wide=12),
        Column("note", "Note", wide=34),
        Column("export", "Stated at export", "number", wide=16),
        Column("address", "Address", "small", wide=40),
    ]


def _evidence(row: Parameter, look: str) -> Iterator[tuple[str, Content]] | dict[str, Content]:
    found = stated_range(row.distribution)
    cells: dict[str, Content] = {
        "source": row.source or ("" if row.stated else "not stated: the usual value"),
        "grade": row.grade,
        "assumption": "yes" if row.assumption else None,
        "note": row.note,
    }
    if found is not None:
        cells |= {"low": Number(found[0], look), "high": Number(found[1], look), "range": found[2]}
    return cells


def _validation(row: Parameter) -> tuple[tuple[float, float], str]:
    return (row.kind.low, row.kind.high), row.kind.allowed


def _in_file_order(base: Variant, spots: list[str]) -> Iterator[str]:
    """Addresses in the order of the file: what is shared first, then inputs, then outcomes."""
    from sroi.study.places import places

    known = set(spots)
    for spot in places(base.model.study):
        if spot.address in known:
            known.discard(spot.address)
            yield spot.address
    yield from (address for address in spots if address in known)
