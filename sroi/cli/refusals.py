"""What is wrong with a command, in a line each: what was found, what is allowed, what to write."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from sroi.errors import Problem
from sroi.study.faults import closest, listed, said

if TYPE_CHECKING:
    from sroi.cli.parsing import Parser

#: How argparse says that words are missing, that an option excludes another, and that one is cut too short.
_MISSING: Final = re.compile(r"the following arguments are required: (.*)")
_EXCLUDED: Final = re.compile(r"argument (\S+): not allowed with argument (\S+)")
_AMBIGUOUS: Final = re.compile(r"ambiguous option: (\S+) could match (.*)")
_VALUELESS: Final = re.compile(r"argument (\S+): ignored explicit argument (.*)")


def found_by_argparse(parser: Parser, message: str) -> Problem:
    """Say in our words what argparse says in its own."""
    if missing := _MISSING.fullmatch(message):
        if parser.commands:
            return Problem("word-missing", f"found {parser.prog} alone", f"its verbs are {_all(parser.commands)}")
        absent = missing[1].split(", ")
        found = f"found no {' and no '.join(absent)}"
        words = [form(parser)] if parser.own_words else []
        return Problem(
            "word-missing", found, write=f"write {' '.join((parser.prog, *words, *_options(parser, absent)))}"
        )
    if excluded := _EXCLUDED.fullmatch(message):
        found, allowed = f"found {excluded[2]} beside {excluded[1]}", "only one of them can be asked"
        return Problem("option-idle", found, allowed, "leave one of them out")
    if ambiguous := _AMBIGUOUS.fullmatch(message):
        return Problem("option-unknown", f"found {ambiguous[1]}", write=f"write {listed(ambiguous[2].split(', '))}")
    if valueless := _VALUELESS.fullmatch(message):
        name = valueless[1].split("/")[-1]
        return Problem("option-values", f"found {name} with a value", "it takes none", f"write {name}")
    return Problem("option-unknown", f"found {message.removeprefix('argument ')}", write=_help(parser))


def not_understood(parser: Parser, words: Sequence[str]) -> Problem:
    """Say which options nothing is called by, or, if there are none, which words are too many."""
    options = [word.split("=")[0] for word in words if not parser.knows(word)]
    if not options:
        found = f"found {_all(map(said, words))} too many"
        return Problem("word-extra", found, f"{parser.prog} takes {form(parser)}", _help(parser))
    names = [name for name in parser.option_names if name.startswith("--")]
    near = [closest(option, names) for option in options]
    return Problem("option-unknown", f"found {_all(options)}", write="; ".join(filter(None, near)) or _help(parser))


def not_a_choice(parser: Parser, action: argparse.Action, word: str) -> Problem:
    """Say what a word may be: a command, or what an option takes."""
    names = [str(choice) for choice in action.choices or ()]
    if isinstance(action, argparse._SubParsersAction):
        kind = "verb" if action.metavar == "VERB" else "command"
        found, allowed = f"found {said(word)}, which is no {kind} of {parser.prog}", f"{kind}s are {_all(names)}"
        return Problem("command-unknown", found, allowed, closest(word, names) or _help(parser))
    name = action.option_strings[-1]
    write = closest(word, names) or f"write {name} {names[0]}"
    return Problem("word-unknown", f"found {name} {said(word)}", f"it is {listed(names)}", write)


def too_few(action: argparse.Action, count: int) -> Problem:
    """Say how many values an option takes."""
    name, wanted = action.option_strings[-1], action.nargs if isinstance(action.nargs, int) else 1
    found = f"found {name} with {count or 'no'} value{'' if count == 1 else 's'}"
    write = " ".join([name, *[_metavar(action)] * wanted])
    return Problem("option-values", found, f"it takes {wanted}", f"write {write}")


def form(parser: Parser) -> str:
    """Words that stand without an option: ``STUDY ADDRESS [TARGET]``."""
    shown = {"?": "[{}]", "+": "{} …"}
    words = [shown.get(str(action.nargs), "{}").format(_metavar(action)) for action in parser.own_words]
    return " ".join(words) or "options alone"


def _options(parser: Parser, names: Iterable[str]) -> list[str]:
    """Options that must be given, each with what it takes: ``-o FILE``."""
    asked = [action for action in parser._actions if "/".join(action.option_strings) in names]
    return [f"{action.option_strings[0]} {_metavar(action)}" for action in asked if action.option_strings]


def _metavar(action: argparse.Action) -> str:
    return action.metavar if isinstance(action.metavar, str) else action.dest.upper()


def _all(names: Iterable[str]) -> str:
    items = list(names)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _help(parser: Parser) -> str:
    return f"{parser.prog} --help lists what there is"
