"""The Downloads page hands over reports, workbooks, statement and record; what takes a while is made on request."""

import csv
import io
import json
import sys
import time
import zipfile

import pytest

from sroi.analysis.recorded.artefacts import record_in_bytes
from sroi.analysis.recorded.record import RunRecord
from sroi.analysis.rerun import rerun
from sroi.assurance.statement import assurance_statement
from sroi.valuation.valuation import evaluate
from sroi.webapp.checking.statement import _written
from sroi.webapp.handing_over import offers
from sroi.webapp.handing_over.offers import _report
from sroi.webapp.pages.downloads import _archive, _record
from sroi.webapp.place import now
from sroi.webapp.session import KEY
from sroi.workbook.handed_over import TABLES
from tests.webapp.driver import app, words
from tests.webapp.studies import blank, example, hostile, walking


def said(at):
    return words(at).replace("\\", "")


def labels(at):
    return [button.label for button in at.get("download_button")]


def made(at, job):
    """The page when what was asked for is made."""
    for _ in range(300):
        if at.session_state[KEY].jobs[job].done.is_set():
            return at.run()
        time.sleep(0.1)
    raise AssertionError("never made")


def test_everything_is_offered_and_nothing_is_made_unasked():
    at = app("downloads", example())
    assert not at.exception and not at.session_state[KEY].jobs
    for label in (
        "Study (YAML)",
        "Results (Excel)",
        "Empty value map (Excel)",
        "Assurance statement (Markdown)",
        "Assurance statement (JSON)",
        "Run record (JSON)",
    ):
        assert label in labels(at)
    assert [button.label for button in at.button if button.label.startswith("Make")] == [
        "Make: Report (Word)",
        "Make: Workbook that calculates",
    ]
    assert at.selectbox(key="handing-scenario").options[0] == "base case"


def test_a_report_is_made_in_the_background_and_asked_for_again_where_the_study_or_the_choice_has_changed():
    at = app("downloads", walking())
    at.selectbox(key="handing-profile").set_value("brief").run()
    at.segmented_control(key="handing-format").set_value("html").run()
    at.button(key="handing-report-make").click().run()
    made(at, "handing-report")
    assert "Report (HTML)" in labels(at) and "DRAFT" not in labels(at)
    job = at.session_state[KEY].jobs["handing-report"]
    assert job.error is None and job.result.data.startswith(b"<!") and walking().hash[:12].encode() in job.result.data
    assert all(note in said(at) for note in job.result.notes) and "errors of the checks are open" in job.result.notes[0]
    at.segmented_control(key="handing-format").set_value("pdf").run()
    assert "Report (PDF)" not in labels(at) and "Make: Report (PDF)" in [button.label for button in at.button]


def test_what_is_not_installed_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    at = app("downloads", walking())
    at.button(key="handing-report-make").click().run()
    made(at, "handing-report")
    assert not at.exception and "pip install 'sroi[" in said(at)
    assert "Report (Word)" not in labels(at)


def test_the_workbook_that_calculates_is_made_on_request_and_carries_its_record():
    at = app("downloads", walking())
    at.button(key="handing-workbook-make").click().run()
    made(at, "handing-workbook")
    data = at.session_state[KEY].jobs["handing-workbook"].result.data
    assert "Workbook that calculates" in labels(at)
    assert record_in_bytes(data, "walking.xlsx").study_hash == walking().hash


def test_the_record_of_a_run_runs_again():
    record = RunRecord.from_text(_record(evaluate(walking()), now().date()).decode("utf-8"))
    assert record.study_hash == walking().hash
    assert all(number.same for number in rerun(record).rows)


@pytest.mark.parametrize("ending", ["md", "json"])
def test_the_statement_carries_the_record_where_it_is_not_seen(ending):
    told = _written(evaluate(hostile()), now().date(), ending)
    record = record_in_bytes(told, f"statement.{ending}")
    assert record.study_hash == hostile().hash and rerun(record).same
    if ending == "md":
        text, comment = told.decode("utf-8").rstrip().rsplit("\n", 1)
        assert text == assurance_statement(evaluate(hostile()), today=now().date()).markdown.rstrip() + "\n"
        assert comment.startswith("<!-- {") and comment.endswith("} -->") and comment.count(">") == 1


def test_all_tables_in_one_archive_with_what_they_are_and_the_record():
    study = hostile()
    data = _archive(evaluate(study), now().date())
    assert data == _archive(evaluate(study), now().date())
    assert rerun(record_in_bytes(data, "tables.zip")).same
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        about = json.loads(packed.read("csv-metadata.json"))
        assert [table["url"] for table in about["tables"]] == [f"{table.key}.csv" for table in TABLES]
        for table in about["tables"]:
            rows = list(csv.reader(io.StringIO(packed.read(table["url"]).decode("utf-8-sig"))))
            assert rows[0] == [column["titles"] for column in table["tableSchema"]["columns"]]
            kinds = [column["datatype"] for column in table["tableSchema"]["columns"]]
            for row in rows[1:]:
                for kind, cell in zip(kinds, row, strict=True):
                    assert not cell or kind not in ("number", "integer") or float(cell) is not None
                    assert not cell.startswith(("=", "@", "+"))


def test_names_stay_text_in_what_is_handed_over():
    told = []
    html = _report(hostile(), "svi", "html", None, now().date(), told.append).data.decode("utf-8")
    assert "<script>alert" not in html and told == sorted(told) and 0 < told[-1] < 1
    book = offers.live_workbook(hostile(), now().date())
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        sheets = {name: packed.read(name).decode("utf-8") for name in packed.namelist() if name.endswith(".xml")}
    assert not any("<hyperlink" in text for text in sheets.values())
    assert not any("<f>HYPERLINK" in text or "<f>=HYPERLINK" in text for text in sheets.values())


@pytest.mark.parametrize("study", [blank])
def test_what_cannot_be_valued_has_no_report(study):
    at = app("downloads", study())
    assert "handing-report-make" not in [button.key for button in at.button] and "Study (YAML)" in labels(at)
