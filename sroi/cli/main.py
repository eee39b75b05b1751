"""The parser, and what happens around every command: exit codes, errors, interrupts.

Nothing heavy is imported here, so that ``sroi --help`` answers at once.
"""

from __future__ import annotations

import argparse
import codecs
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

from sroi.cli import arguments, questions
from sroi.cli.importing import importing
from sroi.cli.parsing import Parser, whole_number
from sroi.errors import SroiError

DONE, FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

_EPILOG = """\
STUDY is a study file (YAML or JSON), or the name of a ready study (sroi examples).

  sroi examples                              the ready studies
  sroi run wheels-to-meals                   the ratio, and everything behind it
  sroi explain wheels-to-meals gp-visits     the sum behind one outcome
  sroi solve wheels-to-meals gp-visits/value what would have to be true
"""


def module_of(command: str) -> str:
    """Module of a command; one that is a word of Python has a line behind its name.

    Examples
    --------
    >>> module_of("run"), module_of("import")
    ('sroi.cli.run', 'sroi.cli.import_')
    """
    return f"sroi.cli.{command}_" if iskeyword(command) else f"sroi.cli.{command}"


def parser() -> Parser:
    """Build the parser of all commands."""
    top = Parser(
        prog="sroi",
        description="Social return on investment: from a study file to a ratio that can be defended.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="print the version and stop")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _valuing(commands)
    questions.add(commands)
    _starting(commands)
    return top


def _valuing(commands: arguments.Commands) -> None:
    """Add the commands that say what a study is worth, and whether its file is sound."""
    run = arguments.add_command(
        commands, "run", "value a study: ratio, net present value, who gains, when it pays back"
    )
    arguments.add_study(run)
    arguments.add_scenario(run)
    run.add_argument("--conventions", action="store_true", help='the study under each published reading of "the ratio"')
    run.add_argument(
        "--table", choices=TABLES, help="print this table, or write it with -o (which writes value_map otherwise)"
    )
    arguments.add_output(run)

    check = arguments.add_command(
        commands, "check", "check that a study file is valid, and list what a reviewer would ask about it"
    )
    check.add_argument("study", metavar="STUDY", nargs="+", help="study file, or name of a ready study")
    arguments.add_own_proxies(check)
    check.add_argument(
        "--fail-on", choices=("error", "warning", "note"), default="error", help="exit 1 from this level up"
    )
    check.add_argument(
        "--format", choices=("text", "json", "sarif"), default="text", help="text for people, json, or sarif (2.1.0)"
    )
    check.add_argument("--json", action="store_true", help="the same as --format json")
    check.add_argument("--profile", metavar="FILE", help="checks left out, other thresholds and levels, with reasons")
    check.add_argument("--no-effects", action="store_true", help="do not compute what mending a finding would change")
    arguments.add_limit(check, "how many places of each rule are printed (default: 3)", 3)
    check.add_argument("--verbose", action="store_true", help="print every place, and the source of each rule")


def _starting(commands: arguments.Commands) -> None:
    """Add the commands that start a study: a new file, its schema, the bank of proxies, the ready studies."""
    new = arguments.add_command(commands, "new", "start a study file from a commented template, or from a ready study")
    new.add_argument("file", metavar="FILE", help="file to write; it must not exist yet")
    new.add_argument("--from", dest="origin", metavar="STUDY", help="copy a ready study instead")
    new.add_argument("--title", help="title of the new study (default: My study, or that of the copied study)")
    new.add_argument("--currency", help="three-letter code (default: GBP); not with --from")

    importing(arguments.add_command(commands, "import", "read a value map of a workbook, a text or the clipboard"))

    schema = arguments.add_command(commands, "schema", "print the JSON Schema of the study file")
    schema.add_argument("-o", "--output", metavar="FILE", help="write it to a file")

    proxies = arguments.add_command(
        commands, "proxies", "search the bank of unit values, show, cite and check its records"
    )
    _proxies(proxies)

    examples = arguments.add_command(commands, "examples", "list the ready studies")
    arguments.add_output(examples)


TABLES = (
    "value_map",
    "cash_flow",
    "ledger",
    "estimates",
    "by_stakeholder",
    "by_outcome",
    "by_type",
    "by_agency",
    "by_domain",
    "perspectives",
)


def _proxies(command: Parser) -> None:
    verbs = command.add_subparsers(dest="verb", metavar="VERB", title="verbs", required=True)
    search = arguments.add_command(verbs, "search", "find proxies the way people ask for them")
    search.add_argument(
        "words", metavar="WORDS", nargs="+", help='such as "GP visit" or "night in temporary accommodation"'
    )
    search.add_argument(
        "--limit", metavar="N", type=whole_number("limit"), default=10, help="how many to print (default: 10)"
    )
    listing = arguments.add_command(verbs, "list", "list the proxies of the bank")
    listing.add_argument("--csv", action="store_true", help="print CSV, every value on a line")
    for filtered in (search, listing):
        for name in ("domain", "agency", "type", "currency", "licence", "quality"):
            filtered.add_argument(f"--{name}", metavar="WORD", help=f"only this {name}")
    for priced in (
        search,
        show := arguments.add_command(verbs, "show", "print everything about one proxy, with its uprating"),
    ):
        priced.add_argument("--base", metavar="YEAR", help="price base to uprate to (default: the last outturn year)")
    show.add_argument("id", metavar="ID", help="id of a record")
    cite = arguments.add_command(verbs, "cite", "print how to cite a proxy")
    cite.add_argument("id", metavar="ID", help="id of a record")
    check = arguments.add_command(verbs, "check", "check a file of your own proxies")
    check.add_argument("file", metavar="FILE", help="a YAML file with records")
    for verb in (search, listing, show):
        verb.add_argument("--json", action="store_true", help="print JSON, for machines")


#: What stands for a sign that the terminal does not have. A minus sign must never be lost.
_PLAIN = {"−": "-", "£": "GBP ", "€": "EUR ", "×": "x", "÷": "/", "•": "*", "…": "...", "→": "->", "–": "-", "—": "-",
          "“": '"', "”": '"', "’": "'", "─": "-", "≤": "<=", "≥": ">="}  # fmt: skip


def _without_sign(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def printable(text: str) -> str:
    """Show control signs of user text as what they are, so that none reaches the terminal."""
    return "".join(sign if sign in "\n\t" or sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text)


def _prepare_streams() -> None:
    """Make sure that whatever is printed can be: on closed streams, and on terminals that lack some signs."""
    codecs.register_error("sroi-plain", _without_sign)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="sroi-plain")


#: A negative amount that looks like an option: -£1, -1,000 or -1e5. A plain negative number does not.
_AMOUNT = re.compile(r"-(?!\d+$|\d*\.\d+$)[£$€]?\d")


def _with_amounts(words: Sequence[str]) -> list[str]:
    """Write the minus sign of an amount as one that starts no option."""
    return [f"−{word[1:]}" if _AMOUNT.match(word) else word for word in words]


def _refused(error: SroiError) -> int:
    """Say what is wrong, each thing on a line."""
    print(printable(str(error)), file=sys.stderr)
    return BAD_INPUT


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done; 1 ``check`` found something at or above ``--fail-on``; 2 bad input; 130 interrupted.
    """
    top = parser()
    _prepare_streams()
    try:
        options = top.parse_args(_with_amounts(sys.argv[1:] if words is None else words))
    except SroiError as error:
        return _refused(error)
    if options.version:
        from sroi import __version__

        print(f"sroi {__version__}")
        return DONE
    if options.command is None:
        top.print_help()
        return DONE
    try:
        code = int(import_module(module_of(options.command)).execute(options))
        sys.stdout.flush()
        return code
    except SroiError as error:
        return _refused(error)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):  # rich leaves by SystemExit when its reader has gone
        # Whoever read our output has closed it; point it elsewhere so that closing does not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        print(f"cannot write the output: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD_INPUT
    except (MemoryError, RecursionError, OverflowError, FloatingPointError) as error:
        print(f"this study is beyond what can be computed here: {error or type(error).__name__}", file=sys.stderr)
        return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
