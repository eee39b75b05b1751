"""The value map as a grid of text cells, as they are written in the study file, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sroi.errors import FileError, Problem, SroiError
from sroi.study.study import Study
from sroi.webapp.entering.cells import cell, editable
from sroi.webapp.entering.numbers import typed, with_evidence

if TYPE_CHECKING:
    import pandas as pd

    from sroi.valuation.model import Model

#: Columns of numbers: key of the outcome and full name, with the way it works in the words.
NUMBERS: Final = {
    "quantity": "Quantity",
    "value": "Value of one",
    "deadweight": "Would have happened anyway (deadweight)",
    "displacement": "Moved from others (displacement)",
    "attribution": "Caused by others (attribution)",
    "drop_off": "Fades each year (drop-off)",
    "duration": "Lasts, years",
}

#: Headings that fit above a column of numbers; the full name stands in the help of the heading and below the grid.
SHORT: Final = {
    "quantity": "Quantity",
    "value": "Value",
    "deadweight": "Anyway, %",
    "displacement": "Moved, %",
    "attribution": "Others, %",
    "drop_off": "Fades, %",
    "duration": "Years",
}

#: Columns that are read here and changed in the details of a row.
WORDS: Final = {"name": "Outcome", "stakeholder": "Who is changed"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that cannot be taken over: where it stands, what was typed and what is wrong with it."""

    outcome: str
    column: str
    typed: str
    problems: tuple[Problem, ...]


def grid(study: Study, found: Model | None = None) -> pd.DataFrame:
    """One row per outcome, every cell as text; the index is the id of the outcome.

    Where the study can be valued, ``found`` lets cells say what a number that stands elsewhere is now.
    """
    import pandas as pd

    rows = []
    stated = study.document["outcomes"] if study.outcomes else {}
    for name, outcome in study.outcomes.items():
        row = {"name": outcome.name, "stakeholder": study.stakeholders[outcome.stakeholder].name}
        rows.append(row | {key: cell(stated[name], key, name, found) for key in NUMBERS})
    return pd.DataFrame(rows, index=list(study.outcomes), columns=[*WORDS, *NUMBERS], dtype="str")


def with_grid(study: Study, edited: pd.DataFrame, found: Model | None = None) -> tuple[Study, tuple[Cell, ...]]:
    """Take over what was typed in the grid; cells that cannot be stay out, and are told.

    Returns
    -------
    study, cells
        The study with every valid cell, and the cells that are wrong.
    """
    changes: dict[str, tuple[str, str, Any]] = {}
    wrong: list[Cell] = []
    before = grid(study, found)
    stated = study.document["outcomes"]
    for outcome in edited.index:
        for key in NUMBERS:
            text = "" if edited.at[outcome, key] is None else str(edited.at[outcome, key]).strip()
            if text == before.at[outcome, key]:
                continue
            if not editable(stated[outcome], key):
                write = "change it in the details of the row"
                problem = Problem("cell-several", f"{NUMBERS[key]} is made of several numbers", write=write)
                wrong.append(Cell(outcome, key, text, (problem,)))
                continue
            try:
                now = with_evidence(typed(text), stated[outcome].get(key))
            except FileError as error:
                wrong.append(Cell(outcome, key, text, error.problems))
                continue
            changes[f"{outcome}/{key}"] = (outcome, key, now)
    return _edited(study, changes, edited, wrong)


def _edited(
    study: Study, changes: Mapping[str, tuple[str, str, Any]], edited: pd.DataFrame, wrong: list[Cell]
) -> tuple[Study, tuple[Cell, ...]]:
    """Make all changes at once; where they do not fit, one by one, so that a bad cell holds up no other."""
    if not changes:
        return study, tuple(wrong)
    try:
        return study.edited({address: now for address, (_, _, now) in changes.items()}), tuple(wrong)
    except SroiError:
        for address, (outcome, key, now) in changes.items():
            try:
                study = study.edited({address: now})
            except SroiError as error:
                wrong.append(Cell(outcome, key, str(edited.at[outcome, key]), error.problems))
    return study, tuple(wrong)
