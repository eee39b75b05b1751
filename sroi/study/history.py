"""What was done to a study, step by step, so that every step can be undone, named and counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from sroi.errors import Problem, SroiError
from sroi.study.study import Study

#: Most steps that are kept; the oldest give way.
MOST_STEPS: Final = 200

#: Steps whose studies stay in memory; those of older steps are read again from their text when they are wanted.
_AT_HAND: Final = 8


@dataclass(frozen=True)
class Command:
    """One step: what it was called, what the study said after it, and when.

    Parameters
    ----------
    label
        What was done, in words, such as "deadweight 20% to 35%, Better sleep".
    text
        The study file after the step, comments included.
    when
        When it was done, as the caller's clock said.
    folder
        Folder beside which the study's own proxies lie, if it has any.
    """

    label: str
    text: str
    when: datetime
    folder: Path | None = None

    @classmethod
    def of(cls, label: str, study: Study, when: datetime) -> Command:
        """Make the step that led to a study."""
        command = cls(label, study.text(), when, study.folder)
        command.__dict__["study"] = study  # where cached_property keeps it
        return command

    @cached_property
    def study(self) -> Study:
        """The study after the step."""
        return Study.parse(self.text, folder=self.folder)

    def _lighter(self) -> Command:
        return Command(self.label, self.text, self.when, self.folder) if "study" in self.__dict__ else self


@dataclass(frozen=True, slots=True)
class History:
    """The steps of one piece of work, and where in them we stand. Immutable: every act gives a new history.

    Made by :meth:`start`. The first command is how the study came here; it cannot be undone.

    Parameters
    ----------
    commands
        Steps, oldest first.
    cursor
        Place of the step we stand on.
    saved
        Text of the study as it was last saved in a file; None where it never was.

    Examples
    --------
    >>> from datetime import datetime
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
    ...  inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20, deadweight: 20%}}}
    ... ''')
    >>> noon = datetime(2026, 3, 1, 12, 0)
    >>> history = History.start(study, "opened walking.yaml", noon)
    >>> history = history.apply("deadweight 20% to 35%", study.edited({"fit/deadweight": "35%"}), noon)
    >>> history.undo_label, history.undo().study.hash == study.hash, history.undo().redo_label
    ('deadweight 20% to 35%', True, 'deadweight 20% to 35%')
    """

    commands: tuple[Command, ...]
    cursor: int
    saved: str | None = None

    @classmethod
    def start(cls, study: Study, label: str, when: datetime, *, saved: bool = True) -> History:
        """Begin with a study; ``saved`` says whether a file holds it already."""
        first = Command.of(label, study, when)
        return cls((first,), 0, first.text if saved else None)

    @classmethod
    def restored(cls, commands: Iterable[Command], cursor: int, saved: str | None) -> History:
        """Take up earlier work where it was left."""
        return cls(tuple(commands), cursor, saved)

    @property
    def command(self) -> Command:
        """The step we stand on."""
        return self.commands[self.cursor]

    @property
    def study(self) -> Study:
        """The study as it is now."""
        return self.command.study

    @property
    def undo_label(self) -> str | None:
        """What an undo would take back; None where there is nothing to undo."""
        return self.command.label if self.cursor else None

    @property
    def redo_label(self) -> str | None:
        """What a redo would do again; None where there is nothing to redo."""
        return self.commands[self.cursor + 1].label if self.cursor + 1 < len(self.commands) else None

    def apply(self, label: str, study: Study, when: datetime) -> History:
        """Do something new; what was undone before can no longer be redone.

        A step that leaves the text of the study as it is is no step: the same history comes back.
        """
        step = Command.of(label, study, when)
        if step.text == self.command.text:
            return self
        kept = (*self.commands[: self.cursor + 1], step)[-MOST_STEPS:]
        older, recent = kept[:-_AT_HAND], kept[-_AT_HAND:]
        return replace(self, commands=(*(command._lighter() for command in older), *recent), cursor=len(kept) - 1)

    def undo(self) -> History:
        """Stand one step earlier, or stay where nothing is left to undo."""
        return replace(self, cursor=max(self.cursor - 1, 0))

    def redo(self) -> History:
        """Stand one step later, or stay where nothing is left to redo."""
        return replace(self, cursor=min(self.cursor + 1, len(self.commands) - 1))

    def go_to(self, place: int) -> History:
        """Stand on any step, counted from 0.

        Raises
        ------
        SroiError
            ``step-unknown`` where there is no such step.
        """
        if not 0 <= place < len(self.commands):
            count = len(self.commands)
            raise SroiError(Problem("step-unknown", f"found step {place + 1}", f"the steps are 1 to {count}"))
        return replace(self, cursor=place)

    def mark_saved(self) -> History:
        """Remember that a file holds the study as it is now."""
        return replace(self, saved=self.command.text)

    @property
    def changed_since_saved(self) -> bool:
        """Whether the study says something else than the file that was last saved."""
        return self.saved != self.command.text

    @property
    def unsaved_since(self) -> datetime | None:
        """When the first change was made that no saved file holds; None where a file holds everything."""
        if not self.changed_since_saved:
            return None
        if self.saved is None:
            return self.commands[0].when
        held = [place for place in range(self.cursor) if self.commands[place].text == self.saved]
        return self.commands[held[-1] + 1 if held else self.cursor].when
