"""The value map as a grid of text cells, as they are written in the study file, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sroi.errors import FileError, Problem, SroiError
from sroi.study.study import Study
from sroi.webapp.entering.numbers import shown, typed, with_evidence

if TYPE_CHECKING:
    import pandas as pd

#: Columns of numbers: key of the outcome and full name, with the way it works in the words.
NUMBERS: Final = {
    "quantity": "Quantity",
    "value": "Value of one",
    "deadweight": "Would have happened anyway (deadweight)",
    "displacement": "Moved from others (displacement)",
    "attribution": "Due to others (attribution)",
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

#: What a cell says whose number is made of several.
_SEVERAL: Final = "see details"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that cannot be taken over: where it stands, what was typed and what is wrong with it."""

    outcome: str
    column: str
    typed: str
    problems: tuple[Problem, ...]


def grid(study: Study) -> pd.DataFrame:
    """One row per outcome, every cell as text; the index is the id of the outcome."""
    import pandas as pd

    rows = []
    stated = study.document["outcomes"] if study.outcomes else {}
    for name, outcome in study.outcomes.items():
        row = {"name": outcome.name, "stakeholder": study.stakeholders[outcome.stakeholder].name}
        rows.append(row | {key: cell(stated[name], key) for key in NUMBERS})
    return pd.DataFrame(rows, index=list(study.outcomes), columns=[*WORDS, *NUMBERS], dtype="str")


def cell(stated: Mapping[str, Any], key: str) -> str:
    """What a cell says of an outcome as it is written in the study file.

    Examples
    --------
    >>> outcome = {"quantity": "90 to 150", "deadweight": {"value": "25%", "source": "survey"}, "proxy": "gp-visit"}
    >>> [cell(outcome, key) for key in ("quantity", "value", "deadweight", "drop_off")]
    ['90 to 150', 'proxy: gp-visit', '25%', '']
    """
    if editable(stated, key):
        return shown(stated.get(key))
    return f"proxy: {stated['proxy']}" if key == "value" and "proxy" in stated else _SEVERAL


def editable(stated: Mapping[str, Any], key: str) -> bool:
    """Whether a cell is one number that can be typed over."""
    written = stated.get(key)
    if key == "value":
        return stated.get("values") is None and "proxy" not in stated
    if key == "quantity":
        return not isinstance(written, Mapping) or _one_estimate(written)
    return not (key == "drop_off" and isinstance(written, Mapping) and "linear" in written)


def _one_estimate(written: Mapping[str, Any]) -> bool:
    """Whether a mapping is a belief about one number, not a chain of factors or years."""
    keys = {"value", "low", "likely", "high", "mean", "sd", "successes", "n", "use", "from", "values", "p5", "p95"}
    return bool(keys & set(map(str, written)))


def with_grid(study: Study, edited: pd.DataFrame) -> tuple[Study, tuple[Cell, ...]]:
    """Take over what was typed in the grid; cells that cannot be stay out, and are told.

    Returns
    -------
    study, cells
        The study with every valid cell, and the cells that are wrong.
    """
    changes: dict[str, tuple[str, str, Any]] = {}
    wrong: list[Cell] = []
    before = grid(study)
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
