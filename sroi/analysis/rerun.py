"""Does a recorded run come out the same: the numbers digit by digit, and what is not as it was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.analysis.headline import Headline
from sroi.analysis.recorded.recomputed import Recomputed, digits_in_words
from sroi.analysis.recorded.record import NUMBERS, RunRecord
from sroi.analysis.reproducing import command_record, run_record
from sroi.errors import FileError, Problem
from sroi.study.study import Study
from sroi.valuation.notebook import page
from sroi.valuation.scenarios import BASE

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Rerun:
    """A recorded run and the same run again.

    Made by :func:`rerun`.

    Parameters
    ----------
    then, now
        The two records.
    """

    then: RunRecord
    now: RunRecord

    @cached_property
    def rows(self) -> tuple[Recomputed, ...]:
        """Every number, in the order of the record."""
        names = [name for name in NUMBERS if name in self.then.numbers or name in self.now.numbers]
        return tuple(Recomputed(name, self.then.numbers.get(name), self.now.numbers.get(name)) for name in names)

    @property
    def same(self) -> bool:
        """Whether the study says the same and every digit of every number in the record is the same.

        The record of a command holds no numbers, and this compares none: they are in the file that it wrote, which
        ``sroi reproduce`` compares.
        """
        return self.same_study and all(row.same for row in self.rows)

    @property
    def same_study(self) -> bool:
        """Whether the study says what it said."""
        return self.then.study_hash == self.now.study_hash

    @cached_property
    def differences(self) -> tuple[tuple[str, str, str], ...]:
        """What else is not as it was: what, then, now."""
        return tuple(self._differences())

    def _differences(self) -> Iterator[tuple[str, str, str]]:
        pairs: tuple[tuple[str, Mapping[str, str], Mapping[str, str]], ...] = (
            ("version of", self.then.versions, self.now.versions),
            ("bank:", self.then.bank, self.now.bank),
            ("price index", self.then.indices, self.now.indices),
            ("own proxies", self.then.proxies, self.now.proxies),
        )
        if not self.same_study:
            yield "study hash", self.then.study_hash, self.now.study_hash
        for name in ("currency", "price_base", "convention"):
            if getattr(self.then, name) != getattr(self.now, name):
                yield name.replace("_", " "), getattr(self.then, name), getattr(self.now, name)
        for label, before, after in pairs:
            for key in dict.fromkeys((*before, *after)):
                if before.get(key) != after.get(key):
                    yield f"{label} {key}", before.get(key, "none"), after.get(key, "none")

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per number: columns number, then, now, digits (significant digits that agree), same."""
        import pandas as pd

        rows = [(NUMBERS[row.name], row.then, row.now, row.digits, row.same) for row in self.rows]
        return pd.DataFrame(rows, columns=["number", "then", "now", "digits", "same"])

    @property
    def summary(self) -> tuple[str, ...]:
        """What comes of it, in sentences."""
        return tuple(self._said())

    def _said(self) -> Iterator[str]:
        single = [row for row in self.rows if (row.then is None) != (row.now is None)]
        apart = [row for row in self.rows if not row.same and row not in single]
        if not self.same_study:
            yield "The study does not say what it said: its hash differs, so its numbers may."
        if not self.rows:
            pass  # the numbers are in what a command wrote, not in the record
        elif not apart and not single:
            yield f"The same numbers: all {len(self.rows)} agree in every digit."
        elif apart:
            least = min(row.digits for row in apart)
            close = f"; those agree to {digits_in_words(least, 'significant ')} or more" if least else ""
            yield f"Not the same numbers: {len(apart)} of {len(self.rows)} differ{close}."
        if single:
            agree = "" if apart else "; the others agree in every digit"
            unknown = self.now.no_range or self.then.no_range
            because = f": {unknown}" if unknown else ""
            yield f"{len(single)} of {len(self.rows)} numbers cannot be compared{agree}{because}."
        others = [what for what, _, _ in self.differences if what != "study hash"]
        if others:
            yield f"Not as it was: {', '.join(others)}."
        elif self.same_study:
            yield "Study, versions, bank and price indices are those of the record."

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table)


def rerun(record: RunRecord, study: Study | None = None) -> Rerun:
    """Run again what a record says, with its scenario, draws and seed, and compare.

    Parameters
    ----------
    record
        The record.
    study
        The study; left out for the one that the record carries.

    Raises
    ------
    FileError
        ``record-alone`` where the record carries no study, or one that took files of the user's own proxies,
        and none is given.
    SroiError
        Where the study cannot be read or valued any more.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> record = run_record(load(studies_folder() / "wheels-to-meals.yaml"))
    >>> rerun(record).same, rerun(record).summary[0]
    (True, 'The same numbers: all 5 agree in every digit.')
    """
    if study is None:
        if not record.study:
            said = "the run record carries no study", "a run needs the study it was of"
            raise FileError(Problem("record-alone", *said, "give its file: --study FILE"))
        study = Study.parse(record.study, "the study in the record")
        if study.proxies:  # whoever wrote the record shall not choose which files of this machine are read
            said = "the study in the record names files of its own proxies", "those lie beside its own file"
            raise FileError(Problem("record-alone", *said, "give that file: --study FILE"))
        if record.proxies:
            said = f"the run looked for proxies in {', '.join(record.proxies)}", "a record does not carry them"
            files = " ".join(f"--proxies {name}" for name in record.proxies)
            write = f"give the study and its proxies: --study FILE {files}"
            raise FileError(Problem("record-alone", *said, write))
    scenario = None if record.scenario == BASE else record.scenario
    if record.command:  # its numbers are in the file that it wrote
        return Rerun(record, command_record(study, record.command, scenario=scenario))
    if record.draws:
        return Rerun(record, run_record(study, scenario=scenario, seed=record.seed, draws=record.draws))
    without = Headline(study.currency, study.horizon, study.price_base, no_range=record.no_range)
    return Rerun(record, run_record(study, scenario=scenario, headline=without))
