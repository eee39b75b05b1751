"""Downloads: what is taken away is whole, and harmless."""

import csv
import io
import json
import zipfile

import pytest

import sroi
from sroi.analysis.headline import headline
from sroi.analysis.reproducing import commands, script
from sroi.study.study import Study
from sroi.valuation.inert import csv_bytes
from sroi.workbook.handed_over import TABLES
from sroi.workbook.plain import workbook
from tests.webapp.driver import app, words
from tests.webapp.studies import HOSTILE, blank, example, hostile, walking


def test_the_page_offers_the_study_its_results_and_how_to_get_them_again():
    at = app("downloads", example())
    labels = [button.label for button in at.get("download_button")]
    assert labels[:4] == ["Save", "Study (YAML)", "Study (JSON)", "Empty value map (Excel)"]
    assert [label for label in labels if label.endswith("(CSV)")] == [f"{table.title} (CSV)" for table in TABLES]
    code = "\n".join(block.value for block in at.code)
    assert example().hash[:16] in code and repr(sroi.evaluate(example()).ratio) in code
    assert "--seed 0" in code


def test_a_study_that_cannot_be_valued_can_still_be_taken_away():
    at = app("downloads", blank())
    assert [button.label for button in at.get("download_button")][:3] == ["Save", "Study (YAML)", "Study (JSON)"]
    assert "To a first ratio: 0 of 3 done" in words(at)


def test_the_lines_that_reproduce_it_do(tmp_path, capsys):
    study = example()
    study.save(tmp_path / "study.yaml")
    text = script(study, (tmp_path / "study.yaml").as_posix(), headline(study))
    exec(compile(text, "script", "exec"), {})
    printed = capsys.readouterr().out.split()
    found = headline(study)
    assert list(map(float, printed)) == [found.ratio, found.low, found.high]
    assert commands("study.yaml", headline(walking())) == "sroi run study.yaml"


def test_the_lines_refuse_another_study(tmp_path):
    walking().save(tmp_path / "study.yaml")
    text = script(example(), (tmp_path / "study.yaml").as_posix(), headline(example()))
    with pytest.raises(AssertionError, match="the file says something else"):
        exec(compile(text, "script", "exec"), {})


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_no_cell_of_a_table_is_a_formula(table):
    data = csv_bytes(table.frame(sroi.evaluate(hostile())))
    cells = [cell for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row]
    assert cells
    for cell in cells:
        assert not cell.startswith(("=", "+", "@", "\t", "\r"))
        assert not cell.startswith("-") or float(cell) < 0


def test_numbers_in_tables_are_whole():
    valuation = sroi.evaluate(example())
    data = csv_bytes(next(table for table in TABLES if table.key == "results").frame(valuation))
    rows = {row["measure"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    assert float(rows["SROI ratio"]["value"]) == valuation.ratio
    assert float(rows["net present value"]["value"]) == valuation.npv


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name).decode("utf-8") for name in book.namelist()}


@pytest.mark.parametrize("study", [hostile, example, walking], ids=lambda study: study.__name__)
def test_a_workbook_holds_no_formula_no_link_and_no_macro(study):
    found = parts(workbook(sroi.evaluate(study())))
    sheets = {name: text for name, text in found.items() if name.startswith("xl/worksheets/sheet")}
    assert len(sheets) == len(TABLES) + 1
    for name, text in found.items():
        assert "<f>" not in text and "<f " not in text and "<hyperlink" not in text, name
        assert "externalLink" not in name and "vba" not in name.lower()


def test_a_workbook_keeps_texts_as_they_are_and_numbers_as_numbers():
    import html

    valuation = sroi.evaluate(hostile())
    found = parts(workbook(valuation))
    assert html.escape(HOSTILE, quote=False) in found["xl/sharedStrings.xml"].replace("&quot;", '"')
    assert repr(valuation.ratio)[:12] in found["xl/worksheets/sheet2.xml"]


def test_a_workbook_says_what_must_be_read_with_it():
    texts = parts(workbook(sroi.evaluate(example())))["xl/sharedStrings.xml"]
    for needed in ("Illustration", "Convention", "Limitation", example().hash, "of the value rests on"):
        assert needed in texts


def test_without_its_library_a_workbook_says_how_to_get_it(monkeypatch):
    import sys

    from sroi.errors import FileError

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(FileError, match=r"pip install 'sroi\[excel\]'"):
        workbook(sroi.evaluate(walking()))


def test_the_study_comes_back_from_json_as_it_was():
    from sroi.study.writing import json_text

    text = json_text(example().document)
    assert Study.parse(text, "study.json").hash == example().hash
    assert json.loads(text)["title"] == example().title
