"""Options that several commands share, so that they are called and explained the same everywhere."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TypeAlias

from sroi.cli.parsing import Parser, whole_number

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def add_command(commands: Commands, name: str, help: str) -> Parser:
    """A command with its help."""
    return commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")


def add_study(command: argparse.ArgumentParser) -> None:
    """The study it is about."""
    command.add_argument("study", metavar="STUDY", help="study file, or name of a ready study")
    add_own_proxies(command)


def add_own_proxies(command: argparse.ArgumentParser) -> None:
    """Files of the user's own proxies."""
    command.add_argument("--proxies", metavar="FILE", action="append", default=[], help="a file of your own proxies")


def add_scenario(command: argparse.ArgumentParser) -> None:
    """Which scenario of the study."""
    command.add_argument("--scenario", metavar="ID", help="a scenario or option of the study instead of the base case")


def add_draws(command: argparse.ArgumentParser, help: str) -> None:
    """How many draws, and which."""
    command.add_argument("--draws", metavar="N", type=whole_number("draws"), help=help)
    command.add_argument(
        "--seed",
        metavar="N",
        type=whole_number("seed"),
        default=0,
        help="any whole number from 0; the same seed gives the same numbers",
    )


def add_default_ranges(command: argparse.ArgumentParser) -> None:
    """Ranges where none are stated."""
    help = "give numbers without a range the default range of their grade: a house rule, not evidence"
    command.add_argument("--default-ranges", action="store_true", help=help)


def add_limit(command: argparse.ArgumentParser, help: str, rows: int) -> None:
    """How much is printed."""
    command.add_argument("--limit", metavar="N", type=whole_number("limit", 1), default=rows, help=help)


def add_output(command: argparse.ArgumentParser) -> None:
    """Where the result goes."""
    command.add_argument("--json", action="store_true", help="print JSON, for machines")
    command.add_argument("-o", "--output", metavar="FILE", help="write the result to FILE: .csv, .json or .parquet")


def add_measure(command: argparse.ArgumentParser, measures: Sequence[str]) -> None:
    """What the question is about, and from whose side."""
    command.add_argument("--measure", choices=measures, default=measures[0], help="what is asked about")
    command.add_argument("--perspective", default="social", help="whose result (default: social)")
