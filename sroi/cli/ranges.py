"""The model that a question about uncertainty is asked of: ranges as stated, or with default ranges beside them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sroi.analysis.default_ranges import coverage, default_ranges, left_over, said_of
from sroi.cli.opening import open_study
from sroi.errors import Problem, StudyError
from sroi.study.study import Study
from sroi.valuation.model import Model


@dataclass(frozen=True, slots=True)
class Asked:
    """A model, and what must be said of its ranges.

    Parameters
    ----------
    study
        The study as its file has it.
    model
        What the question is asked of.
    said
        How many ranges are defaults and which numbers have none, in sentences; empty without ``--default-ranges``.
    plain
        The same for machines; None without it.
    """

    study: Study
    model: Model
    said: tuple[str, ...] = ()
    plain: dict[str, Any] | None = None

    def sentences(self, summary: Sequence[str]) -> tuple[str, ...]:
        """What an answer says, with what must be said of the ranges right behind its first sentence."""
        return (*summary[:1], *self.said, *summary[1:])

    def told(self, data: dict[str, Any]) -> dict[str, Any]:
        """Plain results with what must be said of the ranges."""
        if self.plain is None:
            return data
        return {**data, "summary": list(self.sentences(data["summary"])), "default_ranges": self.plain}


def open_asked(options: argparse.Namespace) -> Asked:
    """Open the study of a command that has ``--default-ranges``."""
    study = open_study(options.study, options.proxies)
    if not options.default_ranges:
        return Asked(study, Model(study, options.scenario))
    found = default_ranges(study)
    model = Model(found.study, options.scenario)
    defaults, ranges = coverage(model)
    plain = {"defaults": defaults, "ranges": ranges, "study_hash_of_file": study.hash, "without": found.left}
    return Asked(study, model, (said_of(model), *left_over(found.left)), plain)


def refuse_idle_ranges(options: argparse.Namespace, other: str) -> None:
    """Refuse ``--default-ranges`` beside an option that uses no ranges."""
    if options.default_ranges:
        found = f"found --default-ranges and {other}"
        problem = Problem("option-idle", found, f"{other} uses no ranges", "leave one of them out")
        raise StudyError(problem)
