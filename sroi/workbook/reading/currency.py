"""Which currency a table is in: signs and codes of its amounts, its headings and its totals."""

from __future__ import annotations

import re

from sroi.workbook.reading.numbers import amount, currency_code, currency_in
from sroi.workbook.reading.table import Table

_MONEY = ("value", "value_total", "input_value", "impact", "year", "row_pv")

#: A code in the words above a table: "Amounts in EUR", "Currency: NOK".
_SAID = re.compile(r"(?:\bin|[Cc]urrency:?|\()\s*([A-Z]{3})\b")

#: Currencies whose amounts are also written with a bare dollar sign.
_DOLLARS = frozenset({"USD", "TWD", "HKD", "AUD", "CAD", "NZD", "SGD"})


def currency_cells(table: Table) -> list[str]:
    """Signs of currencies in the amounts of a table: number formats and texts."""
    found = []
    for column in table.headings.columns:
        if column.field not in _MONEY:
            continue
        for row in (*table.rows, *table.people):
            cell = row.cells.get(column.column)
            read = amount(cell) if cell is not None else None
            if read is not None and read.currency:
                found.append(read.currency)
    return found


def signs_of(table: Table) -> list[str]:
    """Every sign or code of a currency on the sheet."""
    found = currency_cells(table)
    found += [
        sign for column in table.headings.columns if column.field in _MONEY and (sign := currency_in(column.heading))
    ]
    above = (cell.text for cell in table.sheet.cells.values() if cell.row < table.headings.first)
    found += [match[1] for text in above if (match := _SAID.search(text)) and currency_code(match[1])]
    found += [cell.sign for cell in table.foot.totals.values() if cell.sign]
    return [sign for sign in found if sign]


def currency_of(table: Table) -> str | None:
    """Code of the one currency that a table names; None where it names none, several, or a sign that several have."""
    signs = signs_of(table)
    codes = {code for sign in signs if (code := currency_code(sign))}
    bare = {sign for sign in signs if not currency_code(sign)}
    one = next(iter(codes)) if len(codes) == 1 else None
    return None if one is None or bare - ({"$"} if one in _DOLLARS else set()) else one
