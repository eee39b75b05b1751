"""Records beside tables: a table has no place for one, so it lies in a file of its own, as the web has it for CSV."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

#: What the name of a table is followed by, for the file about it.
ENDING: Final = "-metadata.json"

#: Key of the record in what has a place for it.
KEY: Final = "run_record"

#: Kinds of columns, as the file says them.
_KINDS: Final[Mapping[str, Any]] = {
    "i": "integer",
    "u": "integer",
    "f": "number",
    "b": {"base": "boolean", "format": "True|False"},
}


def beside(path: Path) -> Path:
    """Where the file about a table lies.

    Examples
    --------
    >>> beside(Path("swings.csv")).name
    'swings.csv-metadata.json'
    """
    return path.parent / f"{path.name}{ENDING}"


def table_of(path: Path) -> Path:
    """The table that a file is about; any other file is itself.

    Examples
    --------
    >>> table_of(Path("swings.csv-metadata.json")).name, table_of(Path("swings.json")).name
    ('swings.csv', 'swings.json')

    What is said of all tables of a folder is about none of them:

    >>> table_of(Path("csv-metadata.json")).name
    'csv-metadata.json'
    """
    name = path.name.removesuffix(ENDING)
    return path.with_name(name) if Path(name).suffix else path


def about_table(name: str, frame: pd.DataFrame, record: Mapping[str, Any]) -> str:
    """What is to be known about a table: its columns, and the record of the run that it comes from.

    Parameters
    ----------
    name
        Name of the file of the table.
    frame
        The table.
    record
        The record, as plain data.

    Returns
    -------
    str
        JSON that software for tables on the web reads; the record is one of its notes.

    References
    ----------
    World Wide Web Consortium (2015), Metadata Vocabulary for Tabular Data, sections 5.3 and 5.4.

    Examples
    --------
    >>> import pandas as pd
    >>> found = json.loads(about_table("a.csv", pd.DataFrame({"ratio": [1.5]}), {"sroi-run-record": 1}))
    >>> found["url"], found["tableSchema"]["columns"], found["notes"]
    ('a.csv', [{'titles': 'ratio', 'datatype': 'number'}], [{'sroi-run-record': 1}])
    """
    return _written({**_head(record), **_table(name, frame), "notes": [dict(record)]})


def about_tables(frames: Mapping[str, pd.DataFrame], record: Mapping[str, Any]) -> str:
    """The same for several tables of one run, by the names of their files.

    Examples
    --------
    >>> import pandas as pd
    >>> found = json.loads(about_tables({"a.csv": pd.DataFrame({"years": [5]})}, {"sroi-run-record": 1}))
    >>> found["tables"]
    [{'url': 'a.csv', 'tableSchema': {'columns': [{'titles': 'years', 'datatype': 'integer'}]}}]
    """
    tables = [_table(name, frame) for name, frame in frames.items()]
    return _written({**_head(record), "tables": tables, "notes": [dict(record)]})


def _head(record: Mapping[str, Any]) -> dict[str, str]:
    about = {"dc:title": record.get("title"), "dc:date": record.get("date")}
    return {"@context": "http://www.w3.org/ns/csvw", **{key: str(said) for key, said in about.items() if said}}


def _table(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    columns = [
        {"titles": str(column), "datatype": _KINDS.get(frame[column].dtype.kind, "string")} for column in frame.columns
    ]
    return {"url": name, "tableSchema": {"columns": columns}}


def _written(found: Mapping[str, Any]) -> str:
    return json.dumps(found, indent=2, ensure_ascii=True, allow_nan=False) + "\n"
