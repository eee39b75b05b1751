"""Load the bank: the shipped records from their compact copy, or a user's own file with every problem named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from sroi.bank.checking import checked_records, problems_among
from sroi.bank.locate import proxies_folder
from sroi.bank.reading import read_document
from sroi.bank.records import Frozen, Record
from sroi.errors import BankError


@dataclass(frozen=True)
class Bank:
    """A set of records that are looked up together."""

    name: str
    records: tuple[Record, ...]
    by_id: Mapping[str, Record] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {record.id: record for record in self.records})


class CompactBank(Frozen):
    """The file `proxies/bank.json`: the records of all domains, and the digest of the YAML they were built from."""

    built_from: str
    records: tuple[Record, ...]


@lru_cache(maxsize=1)
def shipped() -> Bank:
    """Return the bank that comes with the product; it is read once, when first asked for."""
    text = (proxies_folder() / "bank.json").read_bytes()
    return Bank("shipped", CompactBank.model_validate_json(text).records)


def records() -> tuple[Record, ...]:
    """Return every record that comes with the product.

    Examples
    --------
    >>> len(records()) > 600
    True
    """
    return shipped().records


def load(path: str | Path) -> Bank:
    """Read a user's own bank file, checked by the rules of the shipped bank.

    Parameters
    ----------
    path
        A YAML file with a list of records under ``records``.

    Raises
    ------
    BankError
        With every problem of the file at once, each with its line.
    FileError
        When the file is not there, is too large or is not YAML.
    """
    file = Path(path)
    document = read_document(file)
    found, problems = checked_records(document)
    problems += problems_among(found, document, shipped().by_id)
    if problems:
        raise BankError(sorted(problems, key=lambda problem: problem.line or 0), file=file.name)
    return Bank(file.name, tuple(found.values()))
