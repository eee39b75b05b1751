"""Our own workbook, read back: the study it was written from, and the cells that a person has changed since."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sroi.errors import FileError, Problem, SroiError
from sroi.study.privacy import personal_data
from sroi.study.study import Study
from sroi.valuation.formats import unit_text
from sroi.valuation.model import Model
from sroi.valuation.parameters import Parameter
from sroi.valuation.ranges import stated_range
from sroi.valuation.vector import central
from sroi.workbook.live.carried import SHEET
from sroi.workbook.live.names import cell_name
from sroi.workbook.live.numbers import HORIZON, PARTIAL_YEARS
from sroi.workbook.reading.numbers import amount
from sroi.workbook.reading.rows import plain_number
from sroi.workbook.reading.sheets import Book, Cell, Sheet
from sroi.workbook.reading.understood import Edited, Report, Understood
from sroi.workbook.reading.written import share_text

_HASH: Final = re.compile(r"Study hash ([0-9a-f]{64})")

#: Relative difference up to which a cell holds the number of the study.
_SAME: Final = 1e-12


def read_own(book: Book) -> Understood | None:
    """Read a workbook that sroi wrote; None where the workbook is another's.

    The text of the study is carried in it; a cell with a defined name holds the number at an address. Cells that hold
    another number now are changes of the study.

    Raises
    ------
    FileError
        ``own-number`` where a changed cell holds no number.
    StudyError
        Where the carried text is no study any more, or a changed number cannot stand where it does.
    """
    sheet = next((sheet for sheet in book.sheets if sheet.name == SHEET), None)
    text = _carried(sheet) if sheet is not None else ""
    if sheet is None or "sroi:" not in text:
        return None
    study = Study.parse(text, book.name)
    said = []
    stated = next((match[1] for cell in sheet.cells.values() if (match := _HASH.fullmatch(cell.text))), "")
    if stated and stated != study.hash:
        said.append(f"the text on the sheet {SHEET} was changed: it is not the study that was exported")
    found = list(_edits(book, study))
    changes = {edit.address: written for edit, written, _ in found}
    said += [f"{edit.address} had a range, {words}; a plain number has none" for edit, _, words in found if words]
    changed, parted = _without_certain_pairs(study.edited(changes)) if changes else (study, ())
    said += parted
    cells = sum(len(one.cells) for one in book.sheets)
    report = Report(
        file=book.name,
        sheet=SHEET,
        counts={"used": len(sheet.cells) + len(found), "label": cells - len(sheet.cells) - len(found)},
        decisions=tuple(said),
        edited=tuple(edit for edit, _, _ in found),
        warnings=personal_data(changed),
        outcomes=len(changed.outcomes),
        inputs=len(changed.inputs),
        stakeholders=len(changed.stakeholders),
    )
    return Understood(report, None, (), changed)


def _without_certain_pairs(study: Study) -> tuple[Study, tuple[str, ...]]:
    """The study without correlations of numbers that have lost their range, and what was taken out."""
    try:
        Model(study)
    except SroiError as error:
        lost = {int(one.address.split("/")[1]) for one in error.problems if one.code == "correlation-certain"}
        if not lost:
            return study, ()
        pairs = list(enumerate(study.correlations))
        said = tuple(
            f"the correlation of {' and '.join(pair.between)} was taken out: both need a range"
            for place, pair in pairs
            if place in lost
        )
        document = dict(study.document)
        kept = [one for place, one in enumerate(document.pop("correlations")) if place not in lost]
        return study.replaced({**document, "correlations": kept} if kept else document), said
    return study, ()


def _carried(sheet: Sheet) -> str:
    """The text that a sheet carries: the number of each line, and the line; one line may take several rows."""
    lines: dict[int, str] = {}
    for row in sorted(sheet.by_row):
        number, words = sheet.at(row, 1), sheet.at(row, 2)
        if number is not None and isinstance(number.value, float):
            line = int(number.value)
            raw = words.value if words is not None else ""
            lines[line] = lines.get(line, "") + (raw if isinstance(raw, str) else words.text if words else "")
    return "\n".join(lines.get(line, "") for line in range(1, max(lines, default=0) + 1))


def _edits(book: Book, study: Study) -> Iterator[tuple[Edited, Any, str]]:
    """Every named cell that holds another number: the edit, what to write, and the range it had."""
    settings = {HORIZON: study.horizon, PARTIAL_YEARS: study.partial_years}
    try:
        model = Model(study)
    except SroiError:  # such as proxies in files that lie elsewhere: what is carried is still the study
        return
    vector, columns, rows = central(model), model.parameters.columns, model.parameters.rows
    by_name = _by_name([*settings, *columns])
    problems = []
    for name, sheet, cell in _named(book):
        address = _address(by_name.get(name.rstrip("_"), []), sheet, cell)
        if address is None:
            continue
        place = sheet.where(cell)
        if address == PARTIAL_YEARS:
            if cell.text != study.partial_years:
                yield Edited(address, place, study.partial_years, cell.text), cell.text, ""
            continue
        read = amount(cell)
        if read is None:
            write = "save it in a spreadsheet program, which works it out" if cell.formula else "write one"
            said = f"found {cell.text} in {place}"
            problems.append(Problem("own-number", said, "a number stands there", write, address))
            continue
        row = next((row for row in rows if row.address == address), None)
        before = float(settings[HORIZON]) if address == HORIZON else float(vector[columns[address]])
        if abs(read.value - before) <= _SAME * max(abs(before), abs(read.value)):
            continue
        share = row is not None and (row.kind.share or row.unit.startswith("share"))
        shown = (unit_text(before, row), unit_text(read.value, row)) if row else (f"{before:g}", f"{read.value:g}")
        written = share_text(read.value) if share else plain_number(read.value)
        yield Edited(address, place, *shown), written, _range(row) if row is not None else ""
    if problems:
        raise FileError(problems, book.name)


def _range(row: Parameter) -> str:
    """The range that a number was stated with, in words; empty where it had none."""
    found = stated_range(row.distribution)
    return f"{unit_text(found[0], row)} to {unit_text(found[1], row)}" if found is not None else ""


def _by_name(addresses: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for address in addresses:
        found.setdefault(cell_name(address).rstrip("_"), []).append(address)
    return found


def _named(book: Book) -> Iterator[tuple[str, Sheet, Cell]]:
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for name, (sheet, row, column) in book.names.items():
        cell = sheets[sheet].at(row, column) if sheet in sheets else None
        if cell is not None:
            yield name, sheets[sheet], cell


def _address(among: list[str], sheet: Sheet, cell: Cell) -> str | None:
    """The address of a named cell; where two differ by a hyphen alone, the one that its row names."""
    if len(among) < 2:
        return among[0] if among else None
    words = {other.text for other in sheet.row(cell.row)}
    return next((address for address in among if address in words), None)
