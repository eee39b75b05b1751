"""Files that are no value maps, or would do harm: refused before anything in them is parsed, in words."""

import io
import sys
import zipfile

import pytest

from sroi.errors import FileError
from sroi.workbook.reading import Answers, read_table
from tests.workbook.import_grids import HEADINGS, book, line

GOOD = book([HEADINGS, line("Members", "Fitter", 10, 100.0)])


def refused(data, name="map.xlsx"):
    with pytest.raises(FileError) as error:
        read_table(data, name)
    (problem,) = error.value.problems
    assert problem.found and problem.code.startswith("workbook-")
    return problem


def repacked(change=None, more=None):
    """The good workbook with a part changed (name to function) or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part.filename)
            new.writestr(part.filename, (change or {}).get(part.filename, bytes)(content))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def nothing_is_parsed(monkeypatch):
    """Fail where the parser is reached."""

    def reached(*_, **__):
        raise AssertionError("the workbook was parsed")

    monkeypatch.setattr("sroi.workbook.reading.importing.read_workbook", reached)


def test_the_guard_itself_lets_a_good_workbook_through(nothing_is_parsed):
    with pytest.raises(AssertionError, match="was parsed"):
        read_table(GOOD, "map.xlsx")


@pytest.mark.usefixtures("nothing_is_parsed")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"xl/vbaProject.bin": b"x"}, "holds macros"),
        ({"xl/macrosheets/sheet1.xml": b"<x/>"}, "holds macros"),
        ({"xl/externalLinks/externalLink1.xml": b"<x/>"}, "links to other files"),
        ({"xl/connections.xml": b"<x/>"}, "links to other files"),
        ({"xl/embeddings/oleObject1.bin": b"x"}, "embedded objects"),
        ({"xl/activeX/activeX1.xml": b"<x/>"}, "embedded objects"),
        ({"xl/theme/odd.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")}, "entities of its own"),
        ({"xl/theme/odd.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}, "entities of its own"),
    ],
)
def test_what_can_act_or_reach_out_is_refused(more, said):
    problem = refused(repacked(more=more))
    assert problem.code == "workbook-unsafe" and said in problem.found


@pytest.mark.usefixtures("nothing_is_parsed")
def test_a_bomb_is_refused_by_its_list_of_parts():
    problem = refused(repacked(more={"xl/media/big.xml": b" " * 30_000_000}))
    assert problem.code == "workbook-unsafe" and "unpacks to 30 MB" in problem.found and "150 times" in problem.allowed


@pytest.mark.usefixtures("nothing_is_parsed")
def test_many_rows_are_counted_not_parsed():
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n * 7919 % 9973) for n in range(1, 400_001))
    problem = refused(
        repacked({"xl/worksheets/sheet1.xml": lambda _: b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"})
    )
    assert problem.code == "workbook-large" and "more than 20,000 rows" in problem.found


@pytest.mark.usefixtures("nothing_is_parsed")
def test_a_merged_range_over_the_whole_sheet_is_refused():
    end = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    problem = refused(repacked({"xl/worksheets/sheet1.xml": lambda page: page.replace(b"</worksheet>", end)}))
    assert problem.code == "workbook-large" and "merged cells" in problem.found


def test_one_cell_in_the_last_corner_costs_nothing():
    corner = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    data = repacked({"xl/worksheets/sheet1.xml": lambda page: page.replace(b"</sheetData>", corner)})
    found = read_table(data, "map.xlsx", Answers(currency="GBP", start_year=2025))
    assert found.report.outcomes == 1 and [cell.place for cell in found.report.unread] == ["XFD1048576"]


@pytest.mark.usefixtures("nothing_is_parsed")
@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (b"", "workbook-empty", "is empty"),
        (b"  \n ", "workbook-empty", "is empty"),
        (b"%PDF-1.7 ...", "workbook-unread", "is a PDF"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
            "workbook-unread",
            "encrypted, or of the format before 2007",
        ),
        (b"PK\x03\x04 broken", "workbook-unread", "a broken workbook"),
        (GOOD[:-200], "workbook-unread", "a broken workbook"),
        (b"\x7fELF\x00\x00\x00" + b"x" * 50, "workbook-unread", "neither a workbook nor text"),
        (b"\x89PNG\r\n\x1a\n", "workbook-unread", "a picture"),
        (b"x" * 10_000_001, "workbook-large", "larger than 10 MB"),
    ],
)
def test_other_files_are_refused_by_what_they_are(data, code, said):
    problem = refused(data)
    assert problem.code == code and said in problem.found


@pytest.mark.usefixtures("nothing_is_parsed")
@pytest.mark.parametrize(
    ("part", "said"),
    [("word/document.xml", "a Word document"), ("content.xml", "an OpenDocument file"),
     ("xl/workbook.bin", "binary workbook"), ("notes.txt", "a packed file, not a workbook")],
)  # fmt: skip
def test_other_packed_files_are_refused_by_what_they_are(part, said):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(part, "<x/>")
    assert said in refused(out.getvalue()).found


def test_a_part_that_is_not_what_it_says_is_a_broken_workbook():
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
        problem = refused(repacked({part: lambda _: b"<not><closed>"}))
        assert problem.code == "workbook-unread" and "broken workbook" in problem.found


def test_formulas_without_stored_results_are_told_not_read_as_nothing():
    rows = [
        HEADINGS,
        ["Members", "Fitter", "=2*5", "p", 100, "s", 0, 0, 0, 0, 1, None],
        line("Members", "Well", 3, 10.0),
    ]
    found = read_table(book(rows), "map.xlsx", Answers(currency="GBP", start_year=2025))
    (cell,) = found.report.unread
    assert (cell.place, cell.text) == ("C2", "=2*5") and "result is not stored" in cell.why
    assert list(found.study.unmonetised) == ["fitter"] and list(found.study.outcomes) == ["well"]


def test_texts_that_look_like_formulas_stay_texts():
    rows = [HEADINGS, line("Members", '\'=HYPERLINK("http://x")', 10, 100.0)]
    found = read_table(book(rows), "m.xlsx", Answers(currency="GBP", start_year=2025))
    assert next(iter(found.study.outcomes.values())).name == '\'=HYPERLINK("http://x")'


def test_more_outcomes_than_a_map_can_have_are_refused():
    text = "Outcome,Quantity,Value,Deadweight\n" + "\n".join(f"Change {place},1,1,0" for place in range(2_001))
    problem = refused(text.encode(), "map.csv")
    assert problem.code == "workbook-large" and "2,001 rows with an outcome" in problem.found


def test_without_openpyxl_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(FileError) as error:
        read_table(GOOD, "map.xlsx")
    assert error.value.problems[0].code == "extra-missing" and "sroi[excel]" in error.value.problems[0].write
