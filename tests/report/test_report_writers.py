"""The three writers: what they write opens, is accessible, carries the record, and runs nothing a name may hold."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from sroi.analysis.recorded.artefacts import _streams, record_in_bytes
from sroi.analysis.rerun import rerun
from sroi.charts.chart import Chart
from sroi.errors import FileError
from sroi.report.build import build
from sroi.report.content import Figure, Report, Table
from sroi.report.write import written
from sroi.report.writers.images import png
from sroi.study.study import Study
from sroi.valuation.opening import ready_studies

#: Names that would do something where they are taken for more than words.
HOSTILE = (
    '=HYPERLINK("https://example.org","win")',
    "<script>alert(1)</script>",
    "]]></w:t><img src=x onerror=alert(1)>",
    '#import "@preview/x:1.0.0" $ *b* _i_ \\u{0}',
    "{count} {0.__class__}",
)


@pytest.fixture(scope="module")
def hostile(riverside) -> Report:
    document = Study.parse(riverside).document
    document["title"] = HOSTILE[0] + HOSTILE[1]
    document["author"], document["purpose"] = HOSTILE[2], HOSTILE[3]
    for person, name in zip(document["stakeholders"].values(), HOSTILE, strict=False):
        person["name"] = name
    for outcome, name in zip(document["outcomes"].values(), HOSTILE[::-1], strict=False):
        outcome["name"] = name
    document["limitations"] = list(HOSTILE)
    return build(Study.from_document(document), draws=200, date=date(2026, 11, 22))


@pytest.fixture(scope="module")
def files(hostile) -> dict[str, bytes]:
    return {kind: written(hostile, kind) for kind in ("html", "docx", "pdf")}


class Seen(HTMLParser):
    """What a browser would make of a page: its elements, whether they close, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "col"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def test_html_is_whole_and_names_stay_words(files, hostile):
    page = files["html"].decode("utf-8")
    seen = Seen(page)
    assert seen.open == []
    tags = [tag for tag, _ in seen.tags]
    assert tags.count("script") == 1 and tags.count("img") == 0 and tags.count("iframe") == 0
    script = next(attributes for tag, attributes in seen.tags if tag == "script")
    assert script == {"type": "application/json", "id": "sroi-run-record"}
    assert not [name for _, attributes in seen.tags for name in attributes if name.startswith("on")]
    text = "".join(seen.words)
    assert all(name.partition("\\")[0] in text for name in HOSTILE)


def test_html_asks_nothing_of_anybody(files):
    seen = Seen(files["html"].decode("utf-8"))
    for tag, attributes in seen.tags:
        for name in ("src", "href", "action", "data", "poster", "xlink:href"):
            target = attributes.get(name)
            assert target is None or target.startswith("#"), (tag, name, target)
    assert "@import" not in files["html"].decode() and "url(" not in re.sub(r"url\(#", "", files["html"].decode())


def test_html_has_headings_in_order_and_headed_tables(files, hostile):
    seen = Seen(files["html"].decode("utf-8"))
    levels = [int(tag[1]) for tag, _ in seen.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and all(after <= before + 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in seen.tags]
    tables = sum(isinstance(block, Table) for block in hostile.blocks())
    assert tags.count("caption") == tables
    figures = [attributes for tag, attributes in seen.tags if tag == "svg"]
    assert len(figures) == sum(isinstance(block, Figure) for block in hostile.blocks())
    assert all(attributes["role"] == "img" for attributes in figures)
    assert next(attributes for tag, attributes in seen.tags if tag == "html")["lang"] == "en-GB"


def opened(data: bytes):
    import docx

    return docx.Document(io.BytesIO(data))


def test_word_has_headings_captions_headers_and_text_alternatives(files, hostile):
    document = opened(files["docx"])
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings == [section.title for section in hostile.sections]
    assert len(document.tables) == sum(isinstance(block, Table) for block in hostile.blocks())
    for table in document.tables:
        assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
        assert table._tbl.xpath("./w:tblPr/w:tblCaption")
    alts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert alts == [block.chart.alt.replace("\n", " ") for block in hostile.blocks() if isinstance(block, Figure)]
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(document.tables) + len(alts)
    body = document.element.body
    instructions = "".join(node.text for node in body.iter() if node.tag.endswith("}instrText"))
    assert ' TOC \\o "1-2" \\h \\z \\u ' in instructions and instructions.count("SEQ Table") == len(document.tables)
    begun = body.xpath("count(//w:fldChar[@w:fldCharType='begin'])")
    assert begun == body.xpath("count(//w:fldChar[@w:fldCharType='end'])") > 0


def test_word_runs_and_fetches_nothing(files):
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)) and not [name for name in names if "vba" in name.lower()]
        links = "".join(archive.read(name).decode() for name in names if name.endswith(".rels"))
    assert 'TargetMode="External"' not in links
    document = opened(files["docx"])
    codes = [node.text.split()[0] for node in document.element.body.iter() if node.tag.endswith("}instrText")]
    assert set(codes) == {"TOC", "SEQ"}
    text = "\n".join([p.text for p in document.paragraphs] + [c.text for t in document.tables for c in t._cells])
    assert HOSTILE[0] in text and HOSTILE[1] in text and HOSTILE[2] in text


def test_word_properties_say_what_it_is(files, hostile):
    said = opened(files["docx"]).core_properties
    assert (said.title, said.language, said.content_status) == (hostile.title, "en-GB", hostile.status)
    assert said.created.date() == date(2026, 11, 22)


def inflated(data: bytes) -> bytes:
    return data + b"".join(_streams(data, [200_000_000]))


def test_pdf_is_tagged_as_pdf_ua_asks(files, hostile):
    data = inflated(files["pdf"])
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert re.search(rb"/MarkInfo\s*<<[^>]*/Marked true", data) and b"/StructTreeRoot" in data
    assert re.search(rb"/Lang\s*\(en-GB\)", data) and b"/DisplayDocTitle true" in data
    assert b"/JavaScript" not in data and b"/URI" not in data
    kinds = {kind: len(re.findall(rb"/S\s*/" + kind + rb"\b", data)) for kind in (b"Table", b"TH", b"Figure", b"H1")}
    tables = [block for block in hostile.blocks() if isinstance(block, Table)]
    assert kinds[b"Table"] == len(tables) and kinds[b"TH"] >= sum(len(table.columns) for table in tables)
    assert kinds[b"H1"] >= len(hostile.sections)
    figures = sum(isinstance(block, Figure) for block in hostile.blocks())
    assert kinds[b"Figure"] >= figures and len(re.findall(rb"/Alt\s*[(<]", data)) >= figures


def test_the_same_report_gives_the_same_bytes(files, hostile):
    assert written(hostile, "pdf") == files["pdf"] and written(hostile, "html") == files["html"]


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_the_run_is_reproduced_from_the_file_alone(kind, files, hostile):
    record = record_in_bytes(files[kind], f"report.{kind}")
    assert record == hostile.record
    assert rerun(record).same


@pytest.mark.parametrize("name", ["oslo-large-families", "wheels-to-meals"])
def test_the_brief_has_two_pages_at_most(name):
    report = build(Study.load(ready_studies()[name]), "brief", draws=400)
    pages = re.search(rb"<xmpTPg:NPages>(\d+)<", written(report, "pdf"))
    assert pages is not None and int(pages[1]) in (1, 2)
    assert "Contents" not in {p.text for p in opened(written(report, "docx")).paragraphs}


def test_a_draft_is_marked_on_every_page_and_nothing_else_is():
    draft = build(Study.load(ready_studies()["wheels-to-meals"]), "brief", draws=200)
    assert draft.draft == "DRAFT"
    final = build(Study.load(ready_studies()["oslo-large-families"]), "brief", draws=200)
    assert final.draft == ""
    for report, marked in ((draft, True), (final, False)):
        assert ('data-word="DRAFT"' in written(report, "html").decode()) is marked
        header = opened(written(report, "docx")).sections[0].header._element.xml
        assert ('string="DRAFT"' in header) is marked
        shown = report.cover != ()
        assert shown is marked


def test_a_picture_is_drawn_without_a_browser(hostile):
    chart: Chart = next(block.chart for block in hostile.blocks() if isinstance(block, Figure))
    assert png(chart).startswith(b"\x89PNG")


@pytest.mark.parametrize(("module", "kind", "named"), [("typst", "pdf", "Typst"), ("docx", "docx", "python-docx")])
def test_a_missing_library_says_what_to_install(module, kind, named, hostile, monkeypatch):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(FileError) as error:
        written(hostile, kind)
    assert f"this report needs {named}, which is not installed; install it with: pip install 'sroi[report]'" in str(
        error.value
    )


def test_any_other_format_is_refused(hostile):
    with pytest.raises(FileError, match=r"a report ends in \.docx, \.html, \.pdf; write -o report\.docx"):
        written(hostile, "odt")


def test_a_sign_that_no_font_has_is_refused_by_name_in_pdf_alone(riverside):
    document = Study.parse(riverside).document
    document["title"] = "Walking \u0378"  # not assigned: no font has it
    report = build(Study.from_document(document), "brief", date=date(2026, 11, 22))
    with pytest.raises(FileError) as error:
        written(report, "pdf")
    (problem,) = error.value.problems
    assert problem.code == "report-unwritten" and "\\u{378}" in problem.found
    assert problem.found.startswith("no font on this computer has ") and "write HTML or Word instead" in problem.write
    assert "\u0378" in written(report, "html").decode("utf-8")
