"""The record of one run: everything that must be known to get the same numbers again."""

from __future__ import annotations

import json
import math
import re
import shlex
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from sroi.errors import FileError, Problem
from sroi.valuation.scenarios import BASE

#: Version of the record, and the key by which it is found in any file.
FORMAT: Final = 1
MARK: Final = "sroi-run-record"

#: Measures that are recorded, in words.
NUMBERS: Final = {
    "ratio": "SROI ratio",
    "net_ratio": "Net SROI ratio",
    "npv": "Net present value",
    "pv_benefits": "Present value of benefits",
    "pv_inputs": "Present value of inputs",
    "low": "Ratio, 5th percentile",
    "high": "Ratio, 95th percentile",
}

_START: Final = re.compile(r'\{\s*"' + MARK + r'"\s*:')


@dataclass(frozen=True, slots=True)
class RunRecord:
    """What was computed, from what, with what, when.

    Made by :func:`sroi.analysis.reproducing.run_record`.

    Parameters
    ----------
    title, study_hash
        Of the study.
    scenario
        Scenario or option that was valued; ``base`` for the base case.
    currency, price_base
        As the study states them.
    convention
        Discounting, in a sentence.
    seed, draws
        Of the simulation behind the range; 0 draws where there is none.
    no_range
        Why there is no range; empty where there is one.
    date
        Day of the run as the caller gave it, ``YYYY-MM-DD``; empty where none was given.
    versions
        Of sroi, Python and the libraries that compute.
    bank
        Short digests of the bank's proxies, price indices and schedules.
    indices
        Release of each price index that was used, by family.
    proxies
        Digest of each file of the user's own proxies, by name.
    numbers
        Headline numbers by measure, unrounded; money in the currency and price base; none where a command wrote them.
    study
        The study as the text of its file; empty where it is not carried along.
    command
        Words of the command that wrote the file, without ``sroi`` and without where it was written to; empty where
        the numbers above are what it holds.
    second
        Text of the file of the second study that the command was given, if it was.
    """

    title: str
    study_hash: str
    scenario: str
    currency: str
    price_base: str
    convention: str
    seed: int
    draws: int
    no_range: str
    date: str
    versions: Mapping[str, str]
    bank: Mapping[str, str]
    indices: Mapping[str, str]
    proxies: Mapping[str, str]
    numbers: Mapping[str, float]
    study: str = field(default="", repr=False)
    command: tuple[str, ...] = ()
    second: str = field(default="", repr=False)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The record for people: label and value; the last row is the same for machines, without the study."""
        drawn = f"{self.draws:,}" if self.draws else f"none: {self.no_range}"
        rows = [
            ("Study", self.title),
            ("Study hash (SHA-256)", self.study_hash),
            ("Scenario", "base case" if self.scenario == BASE else self.scenario),
            ("Date", self.date or "not given"),
            ("Currency and price base", f"{self.currency}, {self.price_base}"),
            ("Discounting", self.convention),
            ("Draws", drawn),
            ("Seed", str(self.seed) if self.draws else "none"),
            *((NUMBERS[name], repr(value)) for name, value in self.numbers.items()),
            *((f"Version of {name}", version) for name, version in self.versions.items()),
            *((f"Bank: {name}", digest) for name, digest in self.bank.items()),
            *((f"Price index {family}", f"release {release}") for family, release in self.indices.items()),
            *((f"Own proxies {name}", digest) for name, digest in self.proxies.items()),
            *((("Command", self.command_line),) if self.command else ()),
            ("For sroi reproduce", self.as_text(study=False)),
        ]
        return tuple(rows)

    @property
    def short(self) -> str:
        """The record in one line, for the foot of a page.

        Examples
        --------
        >>> from sroi.analysis.recorded.record import RunRecord
        >>> RunRecord("T", "ab" * 32, "base", "GBP", "2024-25", "none", 0, 4096, "", "2026-11-22",
        ...           {"sroi": "0.1.0"}, {}, {}, {}, {"ratio": 1.5}).short
        'study abababababab, sroi 0.1.0, 4,096 draws, seed 0, 2026-11-22'
        """
        parts = [f"study {self.study_hash[:12]}", f"sroi {self.versions['sroi']}"]
        if self.scenario != BASE:
            parts.insert(1, f"scenario {self.scenario}")
        if self.draws:
            parts.append(f"{self.draws:,} draws, seed {self.seed}")
        return ", ".join([*parts, self.date] if self.date else parts)

    @property
    def command_line(self) -> str:
        """The command as it is typed; empty where there is none."""
        return shlex.join(("sroi", *self.command)) if self.command else ""

    def as_text(self, *, study: bool = True) -> str:
        """The record as one line of JSON that is inert in HTML, XML and spreadsheets.

        Parameters
        ----------
        study
            Whether to carry the study along, so that the artefact can be run again alone.
        """
        data = {MARK: FORMAT, **asdict(self if study else replace(self, study="", second=""))}
        text = json.dumps(data, ensure_ascii=True, allow_nan=False)
        for sign in "<>&":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
        return text

    @classmethod
    def from_text(cls, text: str) -> RunRecord:
        """Read a record from its text, or from any text that holds it.

        Raises
        ------
        FileError
            ``record-missing`` where there is none, ``record-newer`` where a later version of sroi wrote it,
            ``record-unread`` where it is damaged.

        Examples
        --------
        >>> record = RunRecord("A <b>", "0" * 64, "base", "GBP", "2024-25", "none", 0, 0, "no number has a range",
        ...                    "", {"sroi": "0.1.0"}, {}, {}, {}, {"ratio": 1.5})
        >>> RunRecord.from_text(f"before {record.as_text()} after") == record
        True
        """
        start = _START.search(text)
        if start is None:
            raise FileError(missing("this text"))
        try:
            data, _ = json.JSONDecoder().raw_decode(text, start.start())
        except (ValueError, RecursionError):
            raise FileError(_unread("its JSON breaks off")) from None
        return _checked(cls, data)


def missing(where: str) -> Problem:
    """There is no record in a file."""
    return Problem(
        "record-missing",
        f"found no run record in {where}",
        "what sroi writes carries one; that of a table lies beside it, in NAME-metadata.json",
        "give the file as sroi wrote it, or write it anew",
    )


def _unread(why: str) -> Problem:
    return Problem(
        "record-unread",
        f"cannot read the run record: {why}",
        "a record is written by sroi and left as it is",
        "go back to the file as it was handed over",
    )


#: What each part of a record is.
_TEXTS: Final = (
    "title", "study_hash", "scenario", "currency", "price_base", "convention", "no_range", "date", "study",
)  # fmt: skip
_COUNTS: Final = ("seed", "draws")
_TABLES: Final = ("versions", "bank", "indices", "proxies")


def _checked(cls: type[RunRecord], data: dict[str, Any]) -> RunRecord:
    """Believe nothing: a record comes from a file that anybody may have changed."""
    version = data.pop(MARK)
    if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
        said = f"the record has format {version}", f"this sroi reads format {FORMAT}"
        raise FileError(Problem("record-newer", *said, "use a newer version of sroi"))
    wrong = [name for name in _TEXTS if not _is_text(data.get(name))]
    wrong += [name for name in _COUNTS if type(data.get(name)) is not int or data[name] < 0]
    wrong += [name for name in _TABLES if not _table_of(data.get(name), str)]
    needed = set() if data.get("command") else {"ratio"}
    if not _table_of(data.get("numbers"), float) or not needed <= set(data["numbers"]) <= set(NUMBERS):
        wrong.append("numbers")
    if "sroi" not in (data.get("versions") or {}):
        wrong.append("versions")
    command, second = data.get("command", []), data.get("second", "")  # records of a single result have neither
    if not isinstance(command, list) or not all(isinstance(word, str) for word in command):
        wrong.append("command")
    if not _is_text(second):
        wrong.append("second")
    if wrong or version != FORMAT:
        raise FileError(_unread(f"its {wrong[0] if wrong else 'format'} is not what sroi wrote"))
    names = (*_TEXTS, *_COUNTS, *_TABLES, "numbers")
    return cls(**{name: data[name] for name in names}, command=tuple(command), second=second)


def _is_text(found: Any) -> bool:
    """Whether it is a text that a file can hold: JSON can name halves of signs, which no file has."""
    return isinstance(found, str) and found == found.encode("utf-8", "replace").decode("utf-8")


def _table_of(found: Any, kind: type) -> bool:
    """Whether it is a table of texts, or of finite numbers."""
    if not isinstance(found, dict):
        return False
    return all(type(item) is kind and (not isinstance(item, float) or math.isfinite(item)) for item in found.values())
