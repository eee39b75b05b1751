"""Build the compact copies of the bank and the page about it: ``python -m sroi.bank.build``.

People write YAML, which is slow to read; the product reads JSON. Each compact file holds the digest of the YAML it was
built from, so that a test can tell when one is out of date.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sroi.bank.checking import checked_records, problems_among
from sroi.bank.coverage import page
from sroi.bank.load import CompactBank
from sroi.bank.locate import proxies_folder
from sroi.bank.prices import CompactIndices, PriceIndex
from sroi.bank.reading import read_document
from sroi.bank.records import Record
from sroi.bank.schedules import CompactSchedules, Schedule
from sroi.bank.synonyms import CompactSynonyms
from sroi.bank.vocabulary import DOMAINS
from sroi.errors import BankError, Problem

Model = TypeVar("Model", bound=BaseModel)


def domain_files(folder: Path) -> list[Path]:
    """Return the files of records, in the order of the domains."""
    return [folder / f"{domain}.yaml" for domain in DOMAINS if (folder / f"{domain}.yaml").is_file()]


def digest(files: Iterable[Path]) -> str:
    """Return the digest of some files: their names and their text, whatever the line ends."""
    sum_ = hashlib.sha256()
    for file in files:
        sum_.update(file.name.encode())
        sum_.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return sum_.hexdigest()


def read_records(folder: Path) -> tuple[Record, ...]:
    """Read and check the records of all domains together.

    Raises
    ------
    BankError
        With every problem, each with its file and line.
    """
    known: dict[str, Record] = {}
    pending = []
    problems: list[Problem] = []
    for file in domain_files(folder):
        document = read_document(file)
        found, wrong = checked_records(document)
        problems += [_in_file(problem, file) for problem in wrong]
        pending.append((file, document, found))
    for file, document, found in pending:
        own = {record.id for record in found.values()}
        others = {
            record.id: record for _, _, each in pending for record in each.values() if record.id not in own
        } | known
        problems += [_in_file(problem, file) for problem in problems_among(found, document, others)]
        known.update({record.id: record for record in found.values()})
    if problems:
        raise BankError(problems, file=folder.name)
    return tuple(known.values())


def read_indices(folder: Path) -> tuple[PriceIndex, ...]:
    """Read the price indices: every release of every family, the default family of sterling first."""
    found = []
    for file in _yaml(folder / "indices"):
        family = read_document(file).values
        for release in family["releases"]:
            own = {"family": family["family"], "title": family["title"], **release}
            own["rows"] = {str(year): row for year, row in release["rows"].items()}
            found.append(_checked(PriceIndex, own, file))
    order = ("uk-gdp-deflator", "uk-cpi", "no-cpi", "no-gdp-deflator")
    return tuple(sorted(found, key=lambda index: order.index(index.family) if index.family in order else len(order)))


def read_schedules(folder: Path) -> tuple[Schedule, ...]:
    """Read the discount schedules, the default one first."""
    found = [
        _checked(Schedule, written, file)
        for file in _yaml(folder / "schedules")
        for written in read_document(file).values["schedules"]
    ]
    first = ("sroi-guide", "green-book", "green-book-health", "green-book-no-pure-time-preference", "undiscounted")
    return tuple(
        sorted(found, key=lambda schedule: first.index(schedule.name) if schedule.name in first else len(first))
    )


def compact_texts(folder: Path) -> dict[str, str]:
    """Return the text of each compact file, built afresh from the YAML.

    Keys are the names of the files in `folder`.
    """
    synonyms = folder / "synonyms.yaml"
    files: dict[str, BaseModel] = {
        "bank.json": CompactBank(built_from=digest(domain_files(folder)), records=read_records(folder)),
        "indices.json": CompactIndices(built_from=digest(_yaml(folder / "indices")), indices=read_indices(folder)),
        "schedules.json": CompactSchedules(
            built_from=digest(_yaml(folder / "schedules")), schedules=read_schedules(folder)
        ),
        "synonyms.json": CompactSynonyms(built_from=digest([synonyms]), **read_document(synonyms).values),
    }
    return {name: model.model_dump_json(exclude_none=True) + "\n" for name, model in files.items()}


def build() -> list[Path]:
    """Write the compact files, and `docs/proxies.md` where there is a `docs` folder; return what was written."""
    folder = proxies_folder()
    texts = compact_texts(folder)
    written = []
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
        written.append(folder / name)
    documentation = folder.parent / "docs"
    if documentation.is_dir():
        bank = CompactBank.model_validate_json(texts["bank.json"])
        (documentation / "proxies.md").write_text(page(bank.records), encoding="utf-8")
        written.append(documentation / "proxies.md")
    return written


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _checked(model: type[Model], written: Any, file: Path) -> Model:
    try:
        return model.model_validate(written)
    except ValidationError as error:
        problems = [
            Problem("bank-form", f"{'/'.join(str(part) for part in detail['loc'])}: {detail['msg']}")
            for detail in error.errors()
        ]
        raise BankError(problems, file=file.name) from None


def _in_file(problem: Problem, file: Path) -> Problem:
    place = f"{file.name}, {problem.address}" if problem.address else file.name
    return Problem(problem.code, problem.found, problem.allowed, problem.write, place, problem.line)


def main() -> int:
    """Build everything and say what was written."""
    try:
        written = build()
    except BankError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"wrote {file.parent.name}/{file.name}\n" for file in written))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
