"""The commands that ask a question of a study, one function each, and their options."""

from __future__ import annotations

import argparse

from sroi.cli import arguments
from sroi.cli.defending import DEFENDING
from sroi.cli.parsing import whole_number


def add(commands: arguments.Commands) -> None:
    """Add every question, in the order in which they are asked."""
    for question in QUESTIONS:
        question(commands)


def explain(commands: arguments.Commands) -> None:
    """What is behind a number."""
    explain = arguments.add_command(
        commands, "explain", "print the sum behind a number, with the numbers in it and their sources"
    )
    arguments.add_study(explain)
    explain.add_argument(
        "what",
        metavar="WHAT",
        nargs="?",
        default="ratio",
        help="ratio (default), an outcome, inputs, inputs/ID, or an address",
    )
    arguments.add_scenario(explain)
    arguments.add_output(explain)


def scenarios(commands: arguments.Commands) -> None:
    """Scenarios and options side by side."""
    scenarios = arguments.add_command(
        commands, "scenarios", "put every scenario and option of a study beside its base case, with ranges"
    )
    arguments.add_study(scenarios)
    arguments.add_draws(scenarios, "how many draws the ranges rest on (default: 2,000)")
    scenarios.add_argument("--no-ranges", action="store_true", help="central values alone, without draws")
    scenarios.add_argument("--perspective", default="social", help="whose result (default: social)")
    arguments.add_output(scenarios)


def compare(commands: arguments.Commands) -> None:
    """How two studies differ."""
    compare = arguments.add_command(
        commands, "compare", "say how two studies, or two scenarios of one, differ, and why their results do"
    )
    compare.add_argument("first", metavar="A", help="study, or STUDY:SCENARIO")
    compare.add_argument("second", metavar="B", help="study, STUDY:SCENARIO, or a scenario of A")
    arguments.add_own_proxies(compare)
    arguments.add_measure(compare, SIMULATED)
    arguments.add_output(compare)


def solve(commands: arguments.Commands) -> None:
    """What one number would have to be."""
    solve = arguments.add_command(commands, "solve", "find the value of one number at which the result meets a target")
    arguments.add_study(solve)
    solve.add_argument("address", metavar="ADDRESS", help="such as into-work/deadweight")
    solve.add_argument(
        "goal", metavar="TARGET", nargs="?", help="ratio to be met (default: 1), or net present value (default: 0)"
    )
    solve.add_argument("--target", help="the same, as an option")
    solve.add_argument("--measure", choices=("ratio", "npv"), default="ratio", help="what is to meet the target")
    solve.add_argument("--perspective", default="social", help="whose result (default: social)")
    arguments.add_scenario(solve)
    arguments.add_output(solve)


def switch(commands: arguments.Commands) -> None:
    """What every number would have to be, and two together."""
    switch = arguments.add_command(
        commands, "switch", "find, for every number, the value at which the result meets a target"
    )
    arguments.add_study(switch)
    switch.add_argument(
        "--target", help="ratio to be met (default: 1), other measure, or a scenario or option, such as option:ID"
    )
    switch.add_argument(
        "--pair", nargs=2, metavar="ADDRESS", help="two numbers together instead: the line along which it is met"
    )
    switch.add_argument("--all", action="store_true", help="print every number, also those that could not do it")
    arguments.add_measure(switch, SIMULATED)
    arguments.add_scenario(switch)
    arguments.add_output(switch)


def simulate(commands: arguments.Commands) -> None:
    """The result over thousands of draws."""
    simulate = arguments.add_command(
        commands, "simulate", "draw everything that is uncertain many times: the range of the result, and how likely"
    )
    arguments.add_study(simulate)
    arguments.add_draws(simulate, "how many draws (default: 10,000)")
    arguments.add_default_ranges(simulate)
    simulate.add_argument("--target", help="also how likely the result exceeds this")
    simulate.add_argument(
        "--shared-error", metavar="SHARE", help="share of the error that estimates of one family share"
    )
    simulate.add_argument(
        "--until", metavar="WIDTH", help="as many draws as give the mean to ± this much, 9 in 10, but 4,096 or more"
    )
    simulate.add_argument(
        "--threads",
        metavar="N",
        type=whole_number("threads", 1),
        help="threads to use (default: as many as there are processors)",
    )
    simulate.add_argument("--keep", metavar="FILE", help="write every draw to FILE: .csv or .parquet")
    simulate.add_argument("--with-estimates", action="store_true", help="with --keep: every uncertain number too")
    arguments.add_measure(simulate, SIMULATED)
    arguments.add_scenario(simulate)
    arguments.add_output(simulate)


def tornado(commands: arguments.Commands) -> None:
    """What a result depends on, one estimate at a time."""
    tornado = arguments.add_command(
        commands, "tornado", "move each estimate alone across its range: what the result depends on most"
    )
    arguments.add_study(tornado)
    which = tornado.add_mutually_exclusive_group()
    which.add_argument("--by", metavar="SHARE", help="move every stated number by ± this share, such as 20%%, instead")
    which.add_argument("--leave-out", action="store_true", help="leave out each outcome, and each input, instead")
    arguments.add_default_ranges(tornado)
    arguments.add_limit(tornado, "how many rows to print (default: 20)", 20)
    arguments.add_measure(tornado, MEASURES)
    arguments.add_scenario(tornado)
    arguments.add_output(tornado)


def drivers(commands: arguments.Commands) -> None:
    """Where the uncertainty of a result comes from."""
    drivers = arguments.add_command(
        commands, "drivers", "find where the uncertainty comes from: shares by number, by family and by outcome"
    )
    arguments.add_study(drivers)
    _drawn(drivers, "16,384, used only where exact shares cannot be had")
    arguments.add_measure(drivers, SIMULATED)
    arguments.add_scenario(drivers)
    arguments.add_output(drivers)


def evpi(commands: arguments.Commands) -> None:
    """What it would be worth to know more before deciding."""
    evpi = arguments.add_command(
        commands, "evpi", "find what it would be worth to know more before deciding, and what to measure first"
    )
    arguments.add_study(evpi)
    evpi.add_argument(
        "--between",
        choices=("fund", "options"),
        default="fund",
        help="the decision: to fund or not (default), or which option to take",
    )
    _drawn(evpi, "32,768")
    evpi.add_argument("--perspective", default="social", help="whose net present value (default: social)")
    arguments.add_scenario(evpi)
    arguments.add_output(evpi)


def _drawn(command: argparse.ArgumentParser, draws: str) -> None:
    """Add what bears on draws, and on how much is printed."""
    arguments.add_draws(command, f"how many draws (default: {draws})")
    arguments.add_default_ranges(command)
    command.add_argument(
        "--shared-error", metavar="SHARE", help="share of the error that estimates of one family share"
    )
    arguments.add_limit(command, "how many rows of each table to print (default: 10)", 10)


def sweep(commands: arguments.Commands) -> None:
    """A result at every combination of values."""
    sweep = arguments.add_command(commands, "sweep", "compute results at every combination of values")
    arguments.add_study(sweep)
    sweep.add_argument(
        "--vary",
        metavar="DIMENSION",
        action="append",
        help="ADDRESS=VALUES to set, ADDRESS*=VALUES to scale; VALUES is low:high:count, a,b,c or one; may be repeated",
    )
    sweep.add_argument(
        "--measure", choices=MEASURES, action="append", help="what to compute; may be repeated (default: ratio and npv)"
    )
    sweep.add_argument("--perspective", default="social", help="whose result (default: social)")
    arguments.add_scenario(sweep)
    arguments.add_output(sweep)


def export(commands: arguments.Commands) -> None:
    """A workbook that calculates."""
    export = arguments.add_command(
        commands, "export", "write a study as a workbook that calculates, or an empty value map to fill in"
    )
    export.add_argument("study", metavar="STUDY", nargs="?", help="study file, or name of a ready study")
    arguments.add_own_proxies(export)
    export.add_argument("-o", "--output", metavar="FILE", required=True, help="write the workbook to FILE: .xlsx")
    export.add_argument("--template", action="store_true", help="an empty value map instead, with one example row")
    export.add_argument("--currency", metavar="CODE", help="with --template: three-letter code (default: GBP)")
    export.add_argument("--date", metavar="DAY", help="day of the export, YYYY-MM-DD, or none (default: today)")


def report(commands: arguments.Commands) -> None:
    """A report of a study."""
    report = arguments.add_command(commands, "report", "write a report of a study as Word, HTML or PDF")
    arguments.add_study(report)
    report.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="write the report to FILE: .docx, .html or .pdf"
    )
    report.add_argument(
        "--profile",
        choices=("svi", "green-book", "brief"),
        default="svi",
        help="in the order of the principles (default), with an appraisal summary table, or two pages",
    )
    report.add_argument("--date", metavar="DAY", help="day of the report, YYYY-MM-DD, or none (default: today)")
    arguments.add_draws(report, "how many draws the ranges rest on (default: 4,096)")
    arguments.add_scenario(report)


def reproduce(commands: arguments.Commands) -> None:
    """A recorded run once more."""
    reproduce = arguments.add_command(
        commands,
        "reproduce",
        "run again what a file records, its command included, and compare every digit",
    )
    reproduce.add_argument("file", metavar="FILE", help="a file that carries a run record, such as a report")
    reproduce.add_argument("--study", metavar="STUDY", help="the study, where the file does not carry it")
    arguments.add_own_proxies(reproduce)
    arguments.add_output(reproduce)


def app(commands: arguments.Commands) -> None:
    """The app in the browser."""
    app = arguments.add_command(commands, "app", "open the app in a browser; what you do there stays on this computer")
    app.add_argument("study", metavar="STUDY", nargs="?", help="study file, or name of a ready study, to open in it")
    app.add_argument(
        "--port",
        metavar="N",
        type=whole_number("port", 1, 65535),
        default=8501,
        help="port to listen on (default: 8501)",
    )
    app.add_argument("--address", help="address to listen on (default: this computer only)")
    app.add_argument(
        "--host", metavar="NAME", action="append", default=[], help="name it is served under; may be repeated"
    )
    app.add_argument("--no-browser", action="store_true", help="do not open a browser")


#: Every measure that a question may be about.
MEASURES = ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs", "payback", "discounted_payback")

#: Measures that a simulation is made of.
SIMULATED = ("ratio", "net_ratio", "npv", "pv_benefits", "pv_inputs")

QUESTIONS = (
    explain, scenarios, compare, solve, switch, simulate, tornado, drivers, evpi, sweep, *DEFENDING, export, report,
    reproduce, app,
)  # fmt: skip
