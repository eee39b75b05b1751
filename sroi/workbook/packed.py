"""Every table of a study as CSV, with what is to be known about them and the record of the run, in one archive."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Final

from sroi.analysis.recorded.beside import about_tables
from sroi.analysis.recorded.record import RunRecord
from sroi.valuation.inert import csv_bytes
from sroi.valuation.valuation import Valuation
from sroi.workbook.handed_over import TABLES

#: Where software for tables on the web looks for what is said of all tables of a folder.
ABOUT: Final = "csv-metadata.json"

#: Day that archives of the same study have in common, so that they are the same, byte for byte.
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def tables_archive(valuation: Valuation, record: RunRecord) -> bytes:
    """Every table of a study as CSV in one zip archive, with the record of the run.

    Parameters
    ----------
    valuation
        The study, valued.
    record
        The record of the run, for ``sroi reproduce``.

    References
    ----------
    World Wide Web Consortium (2015), Model for Tabular Data and Metadata on the Web, section 5.3.

    Examples
    --------
    >>> from sroi.analysis.reproducing import run_record
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> from sroi.valuation.valuation import evaluate
    >>> valuation = evaluate(load(studies_folder() / "wheels-to-meals.yaml"))
    >>> zipfile.ZipFile(io.BytesIO(tables_archive(valuation, run_record(valuation)))).namelist()[:2]
    ['csv-metadata.json', 'results.csv']
    """
    frames = {f"{table.key}.csv": table.frame(valuation) for table in TABLES}
    files = {ABOUT: about_tables(frames, json.loads(record.as_text())).encode("utf-8")}
    files |= {name: csv_bytes(frame) for name, frame in frames.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
