"""Small workbooks for the tests of the importer: a grid of cells, its merged ranges and number formats."""

import io

import openpyxl

HEADINGS = ["Stakeholders", "Outcome", "Quantity", "Financial Proxy", "Value in currency", "Source", "Deadweight %",
            "Displacement %", "Attribution % (others)", "Drop off %", "Duration", "Impact"]  # fmt: skip


def book(rows, merged=(), formats=None, sheet="Value map", more=None):
    """Bytes of a workbook with one sheet of rows, or several (``more``: name to rows)."""
    made = openpyxl.Workbook()
    page = made.active
    page.title = sheet
    for name, cells in [(sheet, rows), *(more or {}).items()]:
        page = made[name] if name in made.sheetnames else made.create_sheet(name)
        for number, row in enumerate(cells, start=1):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    page.cell(number, column, value)
    page = made[sheet]
    for reference, form in (formats or {}).items():
        page[reference].number_format = form
    for ranged in merged:
        page.merge_cells(ranged)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def line(
    who, name, quantity, value, *, deadweight=0.0, displacement=0.0, attribution=0.0, drop=0.0, duration=1, impact=None
):
    """One row below :data:`HEADINGS`, with the impact that follows, or another."""
    follows = quantity * value * (1 - deadweight) * (1 - displacement) * (1 - attribution)
    return [who, name, quantity, "a price", value, "survey", deadweight, displacement, attribution, drop, duration,
            follows if impact is None else impact]  # fmt: skip
