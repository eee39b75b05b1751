"""A run is written down, found again in any file, run again and compared digit by digit."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
import zlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sroi.analysis.recorded.artefacts import record_in, record_in_bytes
from sroi.analysis.recorded.record import RunRecord
from sroi.analysis.reproducing import run_record
from sroi.analysis.rerun import rerun
from sroi.bank.release import releases
from sroi.errors import FileError, SroiError, ValuationError
from sroi.study.study import Study
from sroi.valuation.valuation import evaluate

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def study(riverside) -> Study:
    return Study.parse(riverside)


@pytest.fixture(scope="module")
def record(study) -> RunRecord:
    return run_record(study, draws=500, seed=7, date=DAY)


def test_everything_that_moves_a_number_is_recorded(study, record):
    assert (record.study_hash, record.seed, record.draws, record.date) == (study.hash, 7, 500, "2026-11-22")
    assert record.numbers["ratio"] == evaluate(study).ratio
    assert record.numbers["low"] < record.numbers["ratio"] < record.numbers["high"]
    assert set(record.versions) == {"sroi", "Python", "numpy", "scipy"}
    assert record.indices == {"uk-gdp-deflator": "March 2026"}
    assert record.bank == releases()
    assert record.convention == evaluate(study).convention
    assert Study.parse(record.study).hash == study.hash


def test_the_rows_say_it_to_people_and_end_with_what_a_machine_reads(record):
    rows = dict(record.rows)
    assert rows["Draws"] == "500" and rows["Seed"] == "7" and rows["Scenario"] == "base case"
    assert rows["SROI ratio"] == repr(record.numbers["ratio"])
    assert rows["Price index uk-gdp-deflator"] == "release March 2026"
    label, text = record.rows[-1]
    assert label == "For sroi reproduce" and len(text) < 32_000
    assert RunRecord.from_text(text).numbers == record.numbers


def test_a_record_without_date_or_range_says_so():
    study = Study.parse("""
      {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, stakeholders: {a: {name: A}},
       inputs: {grant: {from: a, amount: 100}}, outcomes: {fit: {name: F, stakeholder: a, quantity: 1, value: 9}}}
    """)
    rows = dict(run_record(study).rows)
    assert (rows["Date"], rows["Draws"], rows["Seed"]) == ("not given", "none: no number has a range", "none")


def test_draws_that_cannot_be_are_refused_not_recorded(study):
    with pytest.raises(SroiError, match="draws-range"):
        run_record(study, draws=5)
    with pytest.raises(ValuationError, match="a valuation is of one scenario already"):
        run_record(evaluate(study), scenario="slow-start")


def every_way(text: str) -> dict[str, bytes]:
    """The record inside everything that is handed over."""
    data = text.encode()
    cells = io.StringIO()
    csv.writer(cells).writerows([["name", "value"], ["run record", text]])
    archive, around = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("pictures/chart.png", b"\x89PNG")
        packed.writestr("customXml/record.xml", f"<r>{text}</r>")
    with zipfile.ZipFile(around, "w") as packed:
        packed.writestr("report.docx", archive.getvalue())
    stream = zlib.compress(data)
    return {
        "page.html": b'<script type="application/json">' + data + b"</script>",
        "chart.svg": f"<svg><metadata>{html.escape(text)}</metadata></svg>".encode(),
        "table.csv": cells.getvalue().encode("utf-8-sig"),
        "result.json": json.dumps({"ratio": 1.0, "record": json.loads(text)}, indent=2).encode(),
        "wrapped.json": json.dumps({"record": text}).encode(),
        "book.xlsx": archive.getvalue(),
        "all.zip": around.getvalue(),
        "report.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nstream\nnot packed\nendstream\nstream\r\n" + stream + b"\nendstream",
    }


@pytest.mark.parametrize("name", sorted(every_way('{"x": 1}')))
def test_the_record_is_found_in_every_artefact(name, record, tmp_path):
    path = tmp_path / name
    path.write_bytes(every_way(record.as_text())[name])
    assert record_in(path) == record


def test_a_copy_with_the_study_is_preferred(record):
    both = f"{record.as_text(study=False)}"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("a.json", both)
        packed.writestr("b.json", record.as_text())
    assert record_in_bytes(archive.getvalue(), "x.zip").study


@settings(max_examples=30, deadline=None)
@given(title=st.text(max_size=40), name=st.sampled_from(sorted(every_way('{"x": 1}'))))
def test_no_title_breaks_the_record(title, name):
    made = RunRecord(title, "0" * 64, "base", "GBP", "2024-25", "c", 0, 0, "none", "", {"sroi": "1"}, {}, {}, {},
                     {"ratio": 0.1})  # fmt: skip
    assert not set("<>&") & set(made.as_text())
    assert record_in_bytes(every_way(made.as_text())[name], name) == made


def test_the_same_run_gives_the_same_digits(record):
    found = rerun(record)
    assert found.same and found.differences == ()
    assert found.summary == (
        "The same numbers: all 7 agree in every digit.",
        "Study, versions, bank and price indices are those of the record.",
    )
    assert list(found.table.columns) == ["number", "then", "now", "digits", "same"] and found.table.same.all()


def test_a_scenario_is_run_again_as_it_was(study):
    record = run_record(study, scenario="slow-start", draws=200)
    assert record.scenario == "slow-start" and record.numbers["ratio"] == evaluate(study, "slow-start").ratio
    assert rerun(record).same


def test_what_differs_is_named_to_the_digit(record):
    data = json.loads(record.as_text())
    data["numbers"]["ratio"] *= 1 + 3e-10
    data["versions"]["numpy"] = "1.0"
    found = rerun(RunRecord.from_text(json.dumps(data)))
    assert not found.same
    row = found.rows[0]
    assert (row.name, row.same, row.digits, row.words) == ("ratio", False, 9, "the same to 9 digits")
    assert found.summary[0] == "Not the same numbers: 1 of 7 differ; those agree to 9 significant digits or more."
    assert found.summary[1] == "Not as it was: version of numpy."


def test_a_range_that_cannot_be_computed_here_is_no_number_that_differs(record, monkeypatch):
    """Without SciPy there are no quantiles: that is said, and no number is called different."""

    def missing(*_):
        return None, None, "quantiles need SciPy, which is not installed"

    monkeypatch.setattr("sroi.analysis.reproducing.range_of", missing)
    found = rerun(record)
    assert not found.same
    assert [row.words for row in found.rows if row.name in ("low", "high")] == ["not computed now"] * 2
    assert found.summary[0] == (
        "2 of 7 numbers cannot be compared; the others agree in every digit: "
        "quantiles need SciPy, which is not installed."
    )


def test_another_study_is_said_to_be_another(record, study):
    other = study.edited({"into-work/attribution": "35%"})
    found = rerun(record, other)
    assert not found.same and not found.same_study
    assert found.summary[0] == "The study does not say what it said: its hash differs, so its numbers may."
    assert found.differences[0] == ("study hash", study.hash, other.hash)


def test_a_record_alone_asks_for_the_study(record):
    alone = RunRecord.from_text(record.as_text(study=False))
    with pytest.raises(
        FileError, match="the run record carries no study; a run needs the study it was of; give its fi"
    ):
        rerun(alone)


def test_a_record_never_chooses_which_files_are_read(record):
    data = json.loads(record.as_text())
    data["study"] = data["study"].replace("sroi: 1", "sroi: 1\nproxies: ../../secret.yaml", 1)
    with pytest.raises(FileError, match="names files of its own proxies; those lie beside its own file"):
        rerun(RunRecord.from_text(json.dumps(data)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"sroi-run-record": 9}, "the record has format 9; this sroi reads format 1; use a newer version of sroi"),
        ({"numbers": {"ratio": "1"}}, "cannot read the run record: its numbers is not what sroi wrote"),
        ({"numbers": {}}, "its numbers is not what sroi wrote"),
        ({"seed": -1}, "its seed is not what sroi wrote"),
        ({"draws": True}, "its draws is not what sroi wrote"),
        ({"versions": []}, "its versions is not what sroi wrote"),
        ({"title": None}, "its title is not what sroi wrote"),
    ],
)
def test_a_damaged_record_is_refused_in_words(change, said, record):
    data = json.loads(record.as_text()) | change
    with pytest.raises(FileError) as error:
        RunRecord.from_text(json.dumps(data))
    assert said in str(error.value)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", b"%PDF-1.7 stream\nxx", b"\xff\xfe\x00", b'{"ratio": 1}'])
def test_a_file_without_a_record_says_so(data, tmp_path):
    path = tmp_path / "notes.bin"
    path.write_bytes(data)
    with pytest.raises(
        FileError, match=r"found no run record in notes\.bin; what sroi writes carries one; that of a ta"
    ):
        record_in(path)


def test_a_broken_off_record_says_so(record):
    with pytest.raises(FileError, match="cannot read the run record: its JSON breaks off"):
        RunRecord.from_text(record.as_text()[:80])


def test_an_archive_that_would_unpack_without_end_is_left_early(monkeypatch, record):
    monkeypatch.setattr("sroi.analysis.recorded.artefacts._MOST_ALL", 1_000)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros.txt", b"0" * 10_000_000)
        packed.writestr("record.json", record.as_text())
    with pytest.raises(FileError, match="found no run record"):
        record_in_bytes(archive.getvalue(), "bomb.zip")
