"""The parser of the command line: it raises what is wrong with a command, all of it, instead of printing its usage."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, Final, NoReturn

from sroi.errors import Problem, StudyError

#: What to write where a whole number cannot be meant.
_EXAMPLES: Final = {
    "limit": 10,
    "threads": 2,
    "port": 8501,
    "seed": 0,
    "draws": 10_000,
    "start-year": 2025,
    "horizon": 5,
}


class Parser(argparse.ArgumentParser):
    """A parser that raises problems. What they say is in :mod:`sroi.cli.refusals`, read only where it is needed.

    Examples
    --------
    >>> parser = Parser(prog="sroi run")
    >>> option = parser.add_argument("--scenario")
    >>> parser.parse_args(["--scenaro", "x"])
    Traceback (most recent call last):
    ...
    sroi.errors.StudyError: found --scenaro; did you mean --scenario. [option-unknown]
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._words: list[str] = []
        self._problems: list[Problem] = []
        self._given: list[tuple[argparse.Action, list[str]]] = []

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse words that must all be understood."""
        options, rest = self.parse_known_args(args, namespace)
        if rest:
            from sroi.cli.refusals import not_understood

            command = getattr(options, "command", None)
            raise StudyError(not_understood(self.commands[command] if command else self, rest))
        return options

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse words, and raise what is wrong with them once all have been looked at."""
        self._words, self._problems, self._given = list(sys.argv[1:] if args is None else args), [], []
        found = super().parse_known_args(self._words, namespace)
        if self._problems:
            self._stop()
        if not hasattr(found[0], "given"):  # the innermost command knows best
            found[0].given = tuple(self._given)
        return found

    @property
    def commands(self) -> dict[str, Parser]:
        """Parsers of the commands below this one."""
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                return dict(action.choices)
        return {}

    @property
    def own_words(self) -> list[argparse.Action]:
        """What stands without an option, in order."""
        return [action for action in self._actions if not action.option_strings]

    @property
    def option_names(self) -> list[str]:
        """What options are called."""
        return list(self._option_string_actions)

    def knows(self, word: str) -> bool:
        """Whether a word is no option, or one that is known, if only by its beginning."""
        name = word.split("=")[0]
        if not re.match(r"--?[a-zA-Z]", name):
            return True
        if name.startswith("--"):
            return any(known.startswith(name) for known in self.option_names)
        return name[:2] in self.option_names

    def error(self, message: str) -> NoReturn:
        """Raise what argparse itself finds to be wrong, beside all else that is."""
        from sroi.cli.refusals import found_by_argparse

        self._problems.append(found_by_argparse(self, message))
        self._stop()

    def _stop(self) -> NoReturn:
        from sroi.cli.refusals import not_understood

        if unknown := [word for word in self._words if not self.knows(word)]:
            self._problems.append(not_understood(self, unknown))
        raise StudyError(self._problems)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a word that is none of those it may be."""
        if action.choices is None or value in action.choices:
            return
        from sroi.cli.refusals import not_a_choice

        self._problems.append(not_a_choice(self, action, str(value)))
        if isinstance(action, argparse._SubParsersAction):
            raise StudyError(self._problems)

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        """Read the values of an option or word, and keep how they were written."""
        if arg_strings or action.option_strings:
            self._given.append((action, list(arg_strings)))
        return super()._get_values(action, arg_strings)

    def _get_value(self, action: argparse.Action, arg_string: str) -> Any:
        """Read a value; where it is refused, go on to the next."""
        try:
            return super()._get_value(action, arg_string)
        except StudyError as error:
            self._problems += error.problems
            return None

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        """Refuse an option that has not as many values as it takes."""
        try:
            return int(super()._match_argument(action, arg_strings_pattern))
        except argparse.ArgumentError:
            if not action.option_strings:
                raise
            from sroi.cli.refusals import too_few

            count = len(arg_strings_pattern) - len(arg_strings_pattern.lstrip("A"))
            self._problems.append(too_few(action, count))
            self._stop()


def whole_number(option: str, least: int | None = None, most: int | None = None) -> Any:
    """Return a reader of whole numbers, as the ``type`` of an option.

    Parameters
    ----------
    option
        Its name, without hyphens.
    least, most
        Between what it lies, where the command itself does not say so better.

    Raises
    ------
    StudyError
        From the reader: ``option-unread`` or ``option-range``.

    Examples
    --------
    >>> whole_number("limit", 1)("1,000")
    1000
    >>> whole_number("limit", 1)("0")
    Traceback (most recent call last):
    ...
    sroi.errors.StudyError: found --limit 0; --limit is at least 1; write --limit 10. [option-range]
    """
    example = f"{_EXAMPLES.get(option, least or 0)}"

    def read(text: str) -> int:
        if re.fullmatch(r"[-−+]?\d+", text):
            value = int(text.replace("−", "-"))  # whole numbers of any length, such as seeds
        else:
            from sroi.cli.numbers import number_given

            value = int(number_given(option, text, example=example, whole=True) or 0)
        if (least is None or value >= least) and (most is None or value <= most):
            return value
        allowed = f"is at least {least}" if most is None else f"lies between {least} and {most}"
        found = f"found --{option} {str(value).replace('-', '−')}"
        raise StudyError(Problem("option-range", found, f"--{option} {allowed}", f"write --{option} {example}"))

    return read
