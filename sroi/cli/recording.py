"""The record of a run beside what a command writes, so that ``sroi reproduce`` can run the command again."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from sroi.study.study import Study

#: Where a command names its study, or its two studies.
STUDIES: Final = ("study", "first", "second")

#: Options that say where from and where to, or how much is printed: a record does without them.
ELSEWHERE: Final = ("output", "json", "limit", "proxies")

#: Options that say which file of two.
_DRAWS: Final = ("keep", "with_estimates")


def words_of(options: argparse.Namespace, draws: bool = False) -> tuple[str, ...]:
    """The command with everything that bears on its numbers; a file by its name, not by its folder.

    Parameters
    ----------
    options
        What was typed.
    draws
        Whether they are the words behind the draws that a simulation keeps, not behind what comes of them.

    Examples
    --------
    >>> from sroi.cli.main import parser
    >>> words = ["tornado", "made/by/me.yaml", "--by=20%", "--limit", "3", "-o", "swings.csv"]
    >>> words_of(parser().parse_args(words))
    ('tornado', 'me.yaml', '--by', '20%')
    >>> words_of(parser().parse_args(["solve", "--measure=npv", "--target=-£5", "--", "-me.yaml", "fit/value"]))
    ('solve', '--measure', 'npv', '--target=-£5', '--', '-me.yaml', 'fit/value')
    """
    words, own = [options.command], []
    for action, given in options.given:
        if action.dest in ELSEWHERE or (action.dest in _DRAWS and not draws):
            continue
        files = action.dest in (*STUDIES, "keep")
        found = [Path(word).name if files else word for word in given]
        if not action.option_strings:
            own += [word for word in found if word != "--"]
        elif len(found) == 1 and found[0].startswith("-"):
            words.append(f"{action.option_strings[-1]}={found[0]}")
        else:
            words += [action.option_strings[-1], *found]
    if any(word.startswith("-") and word != "-" for word in own):
        return (*words, "--", *own)
    return (words[0], *own, *words[1:])


def recorded(
    options: argparse.Namespace, study: Study, second: Study | None = None, *, drawn: int = 0, draws: bool = False
) -> dict[str, Any]:
    """The record of the command that runs, as plain data.

    Parameters
    ----------
    options
        What was typed.
    study, second
        The study as it was opened, and the other one where the command takes two.
    drawn
        How many draws it took.
    draws
        Whether it is for the draws that a simulation keeps.
    """
    from sroi.analysis.reproducing import command_record

    found = command_record(
        study,
        words_of(options, draws),
        second=second,
        scenario=getattr(options, "scenario", None),
        seed=getattr(options, "seed", 0),
        draws=drawn,
        date=date.today(),
    )
    record: dict[str, Any] = json.loads(found.as_text())
    return record
