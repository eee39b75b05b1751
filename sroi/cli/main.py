"""The parser, and what happens around every command: exit codes, errors, interrupts.

Nothing heavy is imported here, so that ``sroi --help`` answers at once.
"""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections.abc import Sequence
from importlib import import_module

DONE, FOUND, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

_EPILOG = """\
STUDY is a study file (YAML or JSON), or the name of a ready study (sroi examples).

  sroi examples                              the ready studies
  sroi run wheels-to-meals                   the ratio, and everything behind it
  sroi explain wheels-to-meals gp-visits     the sum behind one outcome
  sroi solve wheels-to-meals gp-visits/value what would have to be true
"""


def parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    top = argparse.ArgumentParser(
        prog="sroi",
        description="Social return on investment: from a study file to a ratio that can be defended.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="store_true", help="print the version and stop")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    run = _command(commands, "run", "value a study: ratio, net present value, who gains, when it pays back")
    _study(run)
    _scenario(run)
    run.add_argument("--conventions", action="store_true", help='the study under each published reading of "the ratio"')
    run.add_argument(
        "--table",
        choices=TABLES,
        default="value_map",
        help="which table -o writes as CSV or Parquet (default: value_map)",
    )
    _output(run)

    check = _command(commands, "check", "check that a study file is valid, and list everything that is wrong with it")
    check.add_argument("study", metavar="STUDY", nargs="+", help="study file, or name of a ready study")
    _own_proxies(check)
    check.add_argument(
        "--fail-on", choices=("error", "warning", "note"), default="error", help="exit 1 from this level up"
    )
    check.add_argument("--json", action="store_true", help="print JSON")

    explain = _command(commands, "explain", "print the sum behind a number, with the numbers in it and their sources")
    _study(explain)
    explain.add_argument(
        "what",
        metavar="WHAT",
        nargs="?",
        default="ratio",
        help="ratio (default), an outcome, inputs, inputs/ID, or an address",
    )
    _scenario(explain)
    _output(explain)

    scenarios = _command(commands, "scenarios", "value every scenario and option of a study, beside the base case")
    _study(scenarios)
    _output(scenarios)

    compare = _command(commands, "compare", "say how two studies, or two scenarios of one, differ")
    compare.add_argument("first", metavar="A", help="study, or STUDY:SCENARIO")
    compare.add_argument("second", metavar="B", help="study, STUDY:SCENARIO, or a scenario of A")
    _own_proxies(compare)
    _output(compare)

    solve = _command(commands, "solve", "find the value of one number at which the result meets a target")
    _study(solve)
    solve.add_argument("address", metavar="ADDRESS", help="such as into-work/deadweight")
    solve.add_argument("goal", metavar="TARGET", nargs="?", help="ratio to be met (default: 1), or net present value")
    solve.add_argument("--target", help="the same, as an option")
    solve.add_argument("--measure", choices=("ratio", "npv"), default="ratio", help="what is to meet the target")
    solve.add_argument("--perspective", default="social", help="whose result (default: social)")
    _scenario(solve)
    _output(solve)

    new = _command(commands, "new", "start a study file from a commented template, or from a ready study")
    new.add_argument("file", metavar="FILE", help="file to write; it must not exist yet")
    new.add_argument("--from", dest="origin", metavar="STUDY", help="copy a ready study instead")
    new.add_argument("--title", default="My study", help="title of the new study")
    new.add_argument("--currency", default="GBP", help="three-letter code (default: GBP)")

    schema = _command(commands, "schema", "print the JSON Schema of the study file")
    schema.add_argument("-o", "--output", metavar="FILE", help="write it to a file")

    proxies = _command(commands, "proxies", "search the bank of unit values, show, cite and check its records")
    _proxies(proxies)

    examples = _command(commands, "examples", "list the ready studies")
    _output(examples)
    return top


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


def _proxies(command: argparse.ArgumentParser) -> None:
    verbs = command.add_subparsers(dest="verb", metavar="VERB", title="verbs", required=True)
    search = _command(verbs, "search", "find proxies the way people ask for them")
    search.add_argument(
        "words", metavar="WORDS", nargs="+", help='such as "GP visit" or "night in temporary accommodation"'
    )
    search.add_argument("--limit", type=int, default=10, help="how many to print (default: 10)")
    listing = _command(verbs, "list", "list the proxies of the bank")
    listing.add_argument("--csv", action="store_true", help="print CSV, every value on a line")
    for filtered in (search, listing):
        for name in ("domain", "agency", "type", "currency", "licence", "quality"):
            filtered.add_argument(f"--{name}", metavar="WORD", help=f"only this {name}")
    for priced in (search, show := _command(verbs, "show", "print everything about one proxy, with its uprating")):
        priced.add_argument("--base", metavar="YEAR", help="price base to uprate to (default: the last outturn year)")
    show.add_argument("id", metavar="ID", help="id of a record")
    cite = _command(verbs, "cite", "print how to cite a proxy")
    cite.add_argument("id", metavar="ID", help="id of a record")
    check = _command(verbs, "check", "check a file of your own proxies")
    check.add_argument("file", metavar="FILE", help="a YAML file with records")
    for verb in (search, listing, show):
        verb.add_argument("--json", action="store_true", help="print JSON, for machines")


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, help: str
) -> argparse.ArgumentParser:
    return commands.add_parser(name, help=help, description=help[0].upper() + help[1:] + ".")


def _study(command: argparse.ArgumentParser) -> None:
    command.add_argument("study", metavar="STUDY", help="study file, or name of a ready study")
    _own_proxies(command)


def _own_proxies(command: argparse.ArgumentParser) -> None:
    command.add_argument("--proxies", metavar="FILE", action="append", default=[], help="a file of your own proxies")


def _scenario(command: argparse.ArgumentParser) -> None:
    command.add_argument("--scenario", metavar="ID", help="a scenario or option of the study instead of the base case")


def _output(command: argparse.ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print JSON, for machines")
    command.add_argument("-o", "--output", metavar="FILE", help="write the result to FILE: .csv, .json or .parquet")


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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    0 done; 1 ``check`` found something at or above ``--fail-on``; 2 bad input; 130 interrupted.
    """
    top = parser()
    _prepare_streams()
    options = top.parse_args(arguments)
    if options.version:
        from sroi import __version__

        print(f"sroi {__version__}")
        return DONE
    if options.command is None:
        top.print_help()
        return DONE
    from sroi.errors import SroiError

    try:
        code = int(import_module(f"sroi.cli.{options.command}").execute(options))
        sys.stdout.flush()
        return code
    except SroiError as error:
        print(printable(str(error)), file=sys.stderr)
        return BAD_INPUT
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
