"""``report`` writes what its file name asks for; ``reproduce`` runs it again from the file alone."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from sroi.analysis.recorded.artefacts import record_in


@pytest.mark.parametrize("name", ["out.docx", "out.html", "out.pdf"])
def test_report_writes_the_format_of_its_name_and_says_what_is_left(name, sroi, written, tmp_path):
    path = tmp_path / name
    found = sroi("report", written(), "-o", path, "--profile", "brief", "--date", "2026-11-22")
    assert (found.code, found.err) == (0, "")
    assert re.search(r"written: \S+ Draft: \d errors? of the checks (is|are) open\.", found.words)
    assert "1 part is still to be written by people, marked “To be written”." in found.words
    assert path.stat().st_size > 5_000 and record_in(path).date == "2026-11-22"


def test_report_takes_draws_seed_and_scenario(sroi, written, tmp_path):
    study = written(change={"deadweight: 10%   # said so themselves": "deadweight: 10% (5% to 60%)"})
    path = tmp_path / "out.html"
    asked = ["--draws", "300", "--seed", "5", "--scenario", "cautious", "--date", "none"]
    assert sroi("report", study, "-o", path, *asked).code == 0
    record = record_in(path)
    assert (record.draws, record.seed, record.scenario, record.date) == (0, 0, "cautious", "")  # it sets the one range
    assert sroi("report", study, "-o", path, *asked[:4]).code == 0
    record = record_in(path)
    assert (record.draws, record.seed, record.scenario) == (300, 5, "base")
    assert record.date == date.today().isoformat()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "out.odt"], "found the file name out.odt; a report ends in .docx, .html, .pdf; write -o report.docx"),
        (["-o", "out"], "found the file name out; a report ends in .docx, .html, .pdf"),
        (["-o", "out.pdf", "--date", "22/11/2026"], "found the date 22/11/2026; a date is written YYYY-MM-DD"),
        (["-o", "out.pdf", "--scenario", "cautios"], "did you mean cautious"),
        (["-o", "out.pdf", "--draws", "5"], "found 5 draws"),
    ],
)  # fmt: skip
def test_report_refuses_in_words_and_writes_nothing(arguments, said, sroi, written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    study = written(change={"deadweight: 10%   # said so themselves": "deadweight: 10% (5% to 60%)"})
    found = sroi("report", study, *arguments)
    assert found.code == 2 and said in found.words
    assert [path.name for path in tmp_path.iterdir()] == ["walking.yaml"]


def test_reproduce_says_the_same_digits_and_exits_with_0(sroi, written, tmp_path):
    path = tmp_path / "out.html"
    sroi("report", written(), "-o", path, "--profile", "brief", "--date", "2026-11-22")
    found = sroi("reproduce", path)
    assert (found.code, found.err) == (0, "")
    assert "Recorded 2026-11-22" in found.words and "Draws none: no number has a range" in found.words
    assert re.search(r"SROI ratio +1\.7391304347826\d* +1\.7391304347826\d* +the same, every digit", found.out)
    assert "The same numbers: all 5 agree in every digit." in found.words


def test_reproduce_exits_with_1_where_a_number_differs(sroi, written, tmp_path):
    path = tmp_path / "out.html"
    sroi("report", written(), "-o", path, "--profile", "brief")
    other = written("other.yaml", change={"value: 100": "value: 101"})
    found = sroi("reproduce", path, "--study", other)
    assert found.code == 1
    assert "The study does not say what it said: its hash differs, so its numbers may." in found.words
    assert "Not the same numbers: 4 of 5 differ; those agree to 1 significant digit or more." in found.words
    data = json.loads(sroi("reproduce", path, "--study", other, "--json").out)
    assert data["same"] is False and data["differences"][0]["what"] == "study hash"
    assert [row["number"] for row in data["numbers"] if row["same"]] == ["pv_inputs"]


def test_a_written_result_is_run_again_too(sroi, written, tmp_path):
    path = tmp_path / "result.json"
    assert sroi("run", written(), "--scenario", "cautious", "-o", path).code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["run_record"]["scenario"] == "cautious"
    found = sroi("reproduce", path)
    assert found.code == 0 and "Scenario cautious Command sroi run walking.yaml --scenario cautious" in found.words
    assert "values of the file agree in every digit." in found.words


def test_reproduce_writes_a_table(sroi, written, tmp_path):
    path, table = tmp_path / "out.html", tmp_path / "digits.csv"
    sroi("report", written(), "-o", path, "--profile", "brief")
    assert sroi("reproduce", path, "-o", table).code == 0
    assert table.read_text(encoding="utf-8-sig").splitlines()[0] == "number,then,now,digits,same"


def test_reproduce_refuses_in_words(sroi, written, tmp_path):
    study = written()
    assert "found no run record in walking.yaml" in sroi("reproduce", study).words
    assert sroi("reproduce", tmp_path / "none.pdf").code == 2
    path = tmp_path / "out.html"
    sroi("report", study, "-o", path, "--profile", "brief")
    found = sroi("reproduce", path, "--proxies", study)
    assert found.code == 2 and "found --proxies without --study" in found.words
