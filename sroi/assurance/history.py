"""The history of a study file in git: for each version its ratio, what changed, and the findings that came and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sroi.assurance.finding import Finding
from sroi.assurance.review import Review, review
from sroi.assurance.versions import between
from sroi.errors import SroiError
from sroi.study.committed import Commit, commits, text_at
from sroi.study.reading import MOST_BYTES
from sroi.study.study import Study
from sroi.valuation.changes import edits
from sroi.valuation.compare import compare_valuations
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd

#: What stands in place of a commit for what is in the file and was not committed.
UNCOMMITTED: Final = "not committed"

#: What a version says where the commit removed the file.
REMOVED: Final = "the file was removed"

#: What must be said of every ratio of a history.
TODAY: Final = (
    "Every version is valued as this version of sroi values it, with today's bank and today's files of own proxies: a "
    "ratio may differ from the one printed at the time."
)


@dataclass(frozen=True)
class Version:
    """One version of a study file.

    Parameters
    ----------
    commit
        The commit; None for what is in the file and was not committed.
    hash
        Hash of the study; None where it cannot be read.
    currency, ratio
        Its SROI ratio; None where it cannot be valued.
    problem
        Why it cannot be read or valued; empty where it can.
    ratio_before
        Ratio of the last earlier version that could be valued; None where there is none.
    changes
        What changed since the last earlier version that could be read, in words; None where there is none.
    new, gone, settled
        Findings that opened, went, and were acknowledged since the last earlier version that could be valued.
    """

    commit: Commit | None
    hash: str | None = None
    currency: str = ""
    ratio: float | None = None
    problem: str = ""
    ratio_before: float | None = None
    changes: tuple[str, ...] | None = None
    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    settled: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """Short id of its commit."""
        return UNCOMMITTED if self.commit is None else self.commit.id[:8]


@dataclass(frozen=True)
class StudyHistory:
    """The versions of a study file, the newest first.

    Made by :func:`study_history`.

    Parameters
    ----------
    file
        The file.
    versions
        Its versions.
    older
        Whether there are older ones that are not listed.
    """

    file: Path
    versions: tuple[Version, ...]
    older: bool

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per version: version, date, author, subject, hash, ratio, problem, changes, new, gone, settled."""
        import pandas as pd

        columns = [
            "version",
            "date",
            "author",
            "subject",
            "hash",
            "ratio",
            "problem",
            "changes",
            "new",
            "gone",
            "settled",
        ]
        table = pd.DataFrame([_row(version) for version in self.versions], columns=columns, dtype=object)
        return table.astype({"ratio": float})

    @property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences."""
        return tuple(self._said())

    def _said(self) -> Iterator[str]:
        count = len(self.versions)
        yield f"{count} version{'s' if count != 1 else ''}, the newest first{'; there are older ones' * self.older}."
        broken = sum(bool(version.problem) for version in self.versions)
        if broken:
            yield f"{broken} of them cannot be read or valued."
        yield TODAY


def _row(version: Version) -> tuple[object, ...]:
    commit = version.commit
    about = (
        (UNCOMMITTED, None, None, None) if commit is None else (commit.id, commit.date, commit.author, commit.subject)
    )
    ids = (", ".join(finding.rule.id for finding in some) for some in (version.new, version.gone, version.settled))
    return (*about, version.hash, version.ratio, version.problem, "\n".join(version.changes or ()), *ids)


def study_history(file: str | Path, limit: int = 20) -> StudyHistory:
    """Follow a study file through git.

    Parameters
    ----------
    file
        The file; what is in it and was not committed is the newest version.
    limit
        How many versions to list; each is compared with the one before it, listed or not.

    Raises
    ------
    FileError
        Where git keeps no history of it; see :func:`sroi.study.committed.commits`.
    """
    path = Path(file)
    found = commits(path, limit + 1)
    texts: list[tuple[Commit | None, bytes | None]] = [(commit, text_at(path, commit)) for commit in found]
    with path.open("rb") as file_now:
        now = file_now.read(MOST_BYTES + 1)
    if now != texts[0][1]:
        texts.insert(0, (None, now))
    versions: list[Version] = []
    last = _Last()
    for commit, text in reversed(texts):
        version = _version(commit, text, path, last)
        same = commit is None and version.hash is not None and version.hash == versions[-1].hash
        if not same:  # line ends or layout, which need no version of their own
            versions.append(version)
    listed = tuple(reversed(versions))
    return StudyHistory(path, listed[:limit], len(listed) > limit)


@dataclass
class _Last:
    """The last version that could be read, and the last that could be valued, on the way from old to new."""

    study: Study | None = None
    valuation: Valuation | None = None
    review: Review | None = None


def _version(commit: Commit | None, text: bytes | None, path: Path, last: _Last) -> Version:
    if text is None:
        return Version(commit, problem=REMOVED)
    try:
        study = Study.parse(text, path.name, path.resolve().parent)
    except SroiError as error:
        return Version(commit, problem=_first(error))
    before, last.study = last.study, study
    try:
        valuation = Valuation(Model(study))
        reviewed = review(valuation, effects=False)
    except SroiError as error:
        changes = None if before is None else tuple(map(str, edits(before, study)))
        return Version(commit, study.hash, study.currency, problem=_first(error), changes=changes)
    earlier, earlier_review = last.valuation, last.review
    last.valuation, last.review = valuation, reviewed
    if earlier is None or earlier_review is None:
        changes = None if before is None else tuple(map(str, edits(before, study)))
        return Version(commit, study.hash, study.currency, valuation.ratio, changes=changes)
    step = between(compare_valuations(earlier, valuation), (earlier_review, reviewed))
    return Version(
        commit, study.hash, study.currency, valuation.ratio, "", earlier.ratio,
        step.changes, step.new, step.gone, step.settled,
    )  # fmt: skip


def _first(error: SroiError) -> str:
    """The first problem, and how many more there are."""
    more = len(error.problems) - 1
    return f"{error.problems[0]}{f' And {more} more.' if more else ''}"
