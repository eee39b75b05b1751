"""The commands that help to defend a study: what it rests on, who answers for it, and what became of it."""

from __future__ import annotations

from sroi.cli import arguments


def evidence(commands: arguments.Commands) -> None:
    """What the result rests on."""
    evidence = arguments.add_command(
        commands, "evidence", "show how strong the evidence is where the value is, and what rests on assumptions"
    )
    arguments.add_study(evidence)
    arguments.add_limit(evidence, "how many numbers to print (default: 10)", 10)
    arguments.add_scenario(evidence)
    arguments.add_output(evidence)


def assumptions(commands: arguments.Commands) -> None:
    """What was assumed, by whom, and what it does."""
    assumptions = arguments.add_command(
        commands, "assumptions", "show the assumptions log, with what each assumption does to the ratio"
    )
    arguments.add_study(assumptions)
    arguments.add_limit(assumptions, "how many assumptions to print (default: 10)", 10)
    arguments.add_output(assumptions)


def assure(commands: arguments.Commands) -> None:
    """The principles, one by one."""
    assure = arguments.add_command(
        commands, "assure", "fill in an assurance statement, principle by principle, with gaps shown as gaps"
    )
    arguments.add_study(assure)
    assure.add_argument(
        "--format", choices=("markdown", "json"), help="markdown (default) or json; -o says it by its suffix"
    )
    assure.add_argument("-o", "--output", metavar="FILE", help="write the statement to FILE: .md or .json")


def acknowledge(commands: arguments.Commands) -> None:
    """What stands, and why."""
    acknowledge = arguments.add_command(
        commands, "acknowledge", "let a finding of the checks stand, with a reason and a name, in the study file"
    )
    acknowledge.add_argument("study", metavar="STUDY", help="study file; its comments stay")
    acknowledge.add_argument("check", metavar="CHECK", help="id of the check, such as VAL003")
    acknowledge.add_argument("--at", metavar="ADDRESS", help="only what was found there (default: all it found)")
    acknowledge.add_argument("--reason", metavar="TEXT", help="why it stands; must be given")
    acknowledge.add_argument("--by", metavar="NAME", help="who says so; must be given")
    acknowledge.add_argument("--when", metavar="DATE", help="day, such as 2026-03-31 (default: today)")


def sign(commands: arguments.Commands) -> None:
    """Who stands for it."""
    sign = arguments.add_command(
        commands, "sign", "write into a study file who signs it off, when, and the hash of what is signed"
    )
    sign.add_argument("study", metavar="STUDY", help="study file; its comments stay")
    sign.add_argument("--by", metavar="NAME", help="who signs; must be given")
    sign.add_argument("--when", metavar="DATE", help="day of the sign-off, such as 2026-03-31 (default: today)")


def history(commands: arguments.Commands) -> None:
    """What became of it."""
    history = arguments.add_command(
        commands, "history", "follow a study file through git: the ratio, what changed, findings that came and went"
    )
    history.add_argument("study", metavar="STUDY", help="study file in a git repository")
    arguments.add_limit(history, "how many versions to print (default: 10)", 10)
    arguments.add_output(history)


DEFENDING = (evidence, assumptions, acknowledge, assure, sign, history)
