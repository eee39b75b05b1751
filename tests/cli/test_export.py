"""``sroi export``: a workbook is written, and what cannot be is said."""

import pytest

from tests.workbook.spreadsheet import names, sheets


def test_a_workbook_is_written(sroi, written, tmp_path):
    out = tmp_path / "walking.xlsx"
    found = sroi("export", written(), "-o", out, "--date", "2026-11-22")
    assert (found.code, found.out, found.err) == (0, "", f"written: {out}\n")
    data = out.read_bytes()
    assert sheets(data)[:3] == ["Cover", "Notes", "Stakeholders"]
    assert names(data)["fit.deadweight"][0] == "Numbers"
    assert sroi("export", written(), "-o", tmp_path / "again.xlsx", "--date", "2026-11-22").code == 0
    assert (tmp_path / "again.xlsx").read_bytes() == data


def test_a_workbook_can_be_run_again(sroi, written, tmp_path):
    assert sroi("export", written(), "-o", tmp_path / "walking.xlsx", "--date", "none").code == 0
    found = sroi("reproduce", tmp_path / "walking.xlsx")
    assert found.code == 0
    assert "agree in every digit" in found.words


def test_an_empty_value_map_is_written(sroi, tmp_path):
    out = tmp_path / "blank.xlsx"
    assert sroi("export", "--template", "-o", out, "--currency", "NOK").code == 0
    assert sheets(out.read_bytes()) == ["Value map", "Notes"]


@pytest.mark.parametrize(
    "words, said",
    [
        (
            ["-o", "a.xlsx"],
            "found no STUDY; a workbook is made from a study; name one, or add --template. [word-missing]",
        ),
        (
            ["{study}", "-o", "a.ods"],
            "found the file name a.ods; a workbook is written as .xlsx; write a.xlsx. [suffix-unknown]",
        ),
        (
            ["{study}", "--template", "-o", "a.xlsx"],
            "found STUDY and --template; a template is empty; leave one of them out. [options-apart]",
        ),
        (
            ["{study}", "--currency", "NOK", "-o", "a.xlsx"],
            "found --currency beside a study; the study states its currency; leave --currency out. [option-idle]",
        ),
        (
            ["--template", "--currency", "kroner", "-o", "a.xlsx"],
            'found "kroner"; a currency is its three-letter code; write it like GBP, EUR or NOK. [currency-form]',
        ),
        (
            ["{study}", "-o", "a.xlsx", "--date", "22/11/2026"],
            "found the date 22/11/2026; a date is written YYYY-MM-DD; write it like 2026-11-22, or none to leave the "
            "date out. [date-written]",
        ),
    ],
)
def test_what_cannot_be_written_is_said(sroi, written, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    study = written()
    found = sroi("export", *[word.format(study=study) for word in words])
    assert found.code == 2
    assert said in found.words
    assert not list(tmp_path.glob("a.*"))


def test_a_study_without_inputs_has_no_workbook(sroi, written, tmp_path):
    study = written(change={"amount: 1000": "amount: 0"})
    found = sroi("export", study, "-o", tmp_path / "a.xlsx")
    assert found.code == 2
    assert "inputs-zero" in found.words
    assert not (tmp_path / "a.xlsx").exists()


def test_a_workbook_too_large_to_come_back_says_so(sroi, written, tmp_path, monkeypatch):
    monkeypatch.setattr("sroi.workbook.reading.opening.MOST_ROWS", 20)
    out, study = tmp_path / "large.xlsx", written()
    found = sroi("export", study, "-o", out)
    said = f"it has more than 20 rows: sroi import will not read it back. Keep {study} beside it."
    assert (found.code, found.err) == (0, f"{said}\nwritten: {out}\n")
