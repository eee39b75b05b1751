"""The options of ``sroi import``: what a table may not say itself."""

from __future__ import annotations

import argparse

from sroi.cli.parsing import whole_number


def importing(command: argparse.ArgumentParser) -> None:
    """Add what is read, where the study goes, and what a person says of the table."""
    command.add_argument("file", metavar="FILE", help=".xlsx workbook, .csv or other text; - reads standard input")
    command.add_argument(
        "-o", "--output", metavar="FILE", help="write the study: .yaml or .json (default: report only)"
    )
    command.add_argument("--force", action="store_true", help="write over a file that exists")
    command.add_argument("--sheet", metavar="NAME", help="sheet to read, where several hold a value map")
    command.add_argument("--title", help="title of the study (default: that of the table, or the name of the file)")
    command.add_argument("--currency", metavar="CODE", help="three-letter code, where the table does not say it")
    command.add_argument(
        "--start-year",
        metavar="YEAR",
        type=whole_number("start-year", 1900, 2200),
        help="calendar year of year 0, where the table has none",
    )
    command.add_argument(
        "--horizon",
        metavar="YEARS",
        type=whole_number("horizon", 1, 1000),
        help="years counted (default: the year columns of the table)",
    )
    command.add_argument(
        "--attribution", choices=("others", "ours"), help="whose share the attribution is, where it is unclear"
    )
    command.add_argument(
        "--partial-years", choices=("pro-rata", "round-up"), help="how a part of a year counts, where it is unclear"
    )
    command.add_argument(
        "--shares",
        choices=("fraction", "percent"),
        help="what a plain 1 among shares is, where it is unclear: 100%% or 1%%",
    )
    command.add_argument("--rate", metavar="SHARE", help="discount rate (default: that of the table, or 3.5%%)")
    command.add_argument(
        "--timing",
        choices=("start", "mid", "end", "none"),
        help="when in a year values fall (default: as printed totals say)",
    )
    command.add_argument("--json", action="store_true", help="print JSON, for machines")
