"""The front door: open a study file."""

from __future__ import annotations

from pathlib import Path

from sroi.study.study import Study


def load(path: str | Path) -> Study:
    """Open a study file.

    Parameters
    ----------
    path
        A YAML or JSON file.

    Returns
    -------
    Study
        Frozen; an edit gives a new study.

    Raises
    ------
    FileError
        Where the file cannot be read as one YAML document.
    StudyError
        With every problem in it: line, address, what was found, what to write.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> load(studies_folder() / "wheels-to-meals.yaml").currency
    'GBP'
    """
    return Study.load(path)
