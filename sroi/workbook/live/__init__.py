"""The workbook that calculates: a study as live formulas, from the numbers it states to its ratio."""
