"""Spreadsheets: results as a workbook that an office opens."""
