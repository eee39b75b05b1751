"""What Word can do and python-docx has no words for: fields, repeated headers, watermark, text alternatives."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from sroi.report.writers.images import library

_MAIN: Final = "12436D"
_WARN: Final = "8A3B00"
_WARN_SOFT: Final = "FDF3EA"

#: Styles that are added: name, base, size in points, bold, colour, space before and after in points.
_STYLES: Final = (
    ("Lead", "Normal", 12.0, False, "", 0, 6),
    ("Small print", "Normal", 8.5, False, "4A4A4A", 0, 6),
    ("Typed", "Normal", 8.5, False, "", 0, 3),
    ("To be written", "Normal", 10.0, False, _WARN, 3, 6),
    ("Table text", "Normal", 8.0, False, "", 1, 1),
    ("Table head", "Normal", 8.0, True, "", 1, 1),
    ("After table", "Normal", 4.0, False, "", 0, 2),
    ("Figure", "Normal", 10.0, False, "", 0, 8),
    ("Contents heading", "Normal", 14.0, True, _MAIN, 12, 4),
    ("Contents entry", "Normal", 10.0, False, "", 0, 2),
)

#: A word across the page, behind its text, as Word itself writes it.
_WATERMARK: Final = Path(__file__).parent / "watermark.xml"


def _element(tag: str, /, **values: str) -> Any:
    """One element of WordprocessingML with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    found = OxmlElement(tag)
    for key, value in values.items():
        found.set(qn(f"w:{key}"), value)
    return found


def prepare(document: Any, language: str, *, compact: bool) -> None:
    """Set page, language, fonts and styles."""
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21.0), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.0)
    page.top_margin, page.bottom_margin = (Cm(1.5), Cm(1.6)) if compact else (Cm(2.0), Cm(2.2))
    page.footer_distance = Cm(0.8)
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, "Arial")
    normal.font.size = Pt(9 if compact else 10)
    normal.paragraph_format.space_after = Pt(3 if compact else 6)
    normal.element.get_or_add_rPr().append(_element("w:lang", val=language, eastAsia=language))
    for name, size, before in (("Title", 16 if compact else 22, 0), ("Subtitle", 9 if compact else 10, 0),
                               ("Heading 1", 11 if compact else 15, 7 if compact else 18), ("Heading 2", 11, 12),
                               ("Heading 3", 10, 8), ("Caption", 9, 6)):  # fmt: skip
        style = styles[name]
        _font(style, "Arial")
        style.font.size, style.font.italic = Pt(size), False
        style.font.bold = name not in ("Title", "Subtitle")
        style.font.color.rgb = RGBColor.from_string("4A4A4A" if name == "Subtitle" else _MAIN)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(3)
    for spacing in styles["Subtitle"].element.findall(".//{*}rPr/{*}spacing"):
        spacing.getparent().remove(spacing)
    for border in styles["Title"].element.findall(".//{*}pBdr"):
        border.getparent().remove(border)
    for name, base, points, bold, colour, above, below in _STYLES:
        style = styles.add_style(name, 1)
        style.base_style = styles[base]
        smaller = 1.0 if compact and name in ("Lead", "To be written") else 0.0
        style.font.size, style.font.bold = Pt(points - smaller), bold
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
        if colour:
            style.font.color.rgb = RGBColor.from_string(colour)
    styles["To be written"].paragraph_format.left_indent = Cm(0.2)
    borders = _element("w:pBdr")
    borders.append(_element("w:left", val="single", sz="24", space="6", color=_WARN))
    look = styles["To be written"].element.get_or_add_pPr()
    look.insert(0, _element("w:shd", val="clear", color="auto", fill=_WARN_SOFT))  # the schema wants both in front
    look.insert(0, borders)
    styles["Typed"].font.name = "Courier New"
    styles["List Bullet"].paragraph_format.space_after = Pt(2)


def _font(style: Any, name: str) -> None:
    """Set a font for every script, over what the theme says."""
    from docx.oxml.ns import qn

    style.font.name = name
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{key}"), None)
    for key in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), name)


def field(paragraph: Any, code: str, shown: str) -> None:
    """Add a field, such as a running number or a page number, with what it shows until Word updates it."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(shown if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            run._r.append(_element("w:fldChar", fldCharType=kind))
        elif not kind:
            instruction = _element("w:instrText")
            instruction.text = f" {text} "
            run._r.append(instruction)


def contents(document: Any, titles: Sequence[str]) -> None:
    """Add a table of contents: a field that Word updates, showing the titles until then."""
    first = last = document.add_paragraph(style="Contents entry")
    for kind in ("begin", "code", "separate"):
        run = first.add_run()
        if kind == "code":
            instruction = _element("w:instrText")
            instruction.text = ' TOC \\o "1-2" \\h \\z \\u '
            run._r.append(instruction)
        else:
            run._r.append(_element("w:fldChar", fldCharType=kind))
    for place, title in enumerate(titles):
        last = first if place == 0 else document.add_paragraph(style="Contents entry")
        link = _element("w:hyperlink", anchor=f"section{place}", history="1")
        link.append(last.add_run(title)._r)
        last._p.append(link)
    last.add_run()._r.append(_element("w:fldChar", fldCharType="end"))


def bookmark(paragraph: Any, place: int) -> None:
    """Mark a heading so that the contents can lead to it."""
    start = _element("w:bookmarkStart", id=str(place), name=f"section{place}")
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(place)))


def footer(document: Any, text: str, page: str) -> None:
    """Put the record of the run and the page number below every page."""
    from docx.shared import Pt

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Small print"]
    paragraph.add_run(f"{text} · {page} ")
    field(paragraph, "PAGE", "1")
    for run in paragraph.runs:
        run.font.size = Pt(7.5)


def watermark(document: Any, word: str) -> None:
    """Put a word across every page, behind the text."""
    from docx.oxml import parse_xml

    shape = parse_xml(_WATERMARK.read_text(encoding="utf-8"))
    path = next(node for node in shape.iter() if node.tag.endswith("}textpath") and node.get("string") is not None)
    path.set("string", word)
    document.sections[0].header.paragraphs[0].add_run()._r.append(shape)


def add_row(
    table: Any, texts: Sequence[str], style: str, right: Collection[int], *, head: bool = False, keep: bool = False
) -> None:
    """Add a row that stays whole on one page, and on that of the next where asked; a head is repeated on every page.

    Built from elements: through the objects of python-docx a table of hundreds of rows takes seconds.
    """
    row, look = _element("w:tr"), _element("w:trPr")
    look.append(_element("w:cantSplit"))
    if head:
        look.append(_element("w:tblHeader"))
    row.append(look)
    for place, (text, column) in enumerate(zip(texts, table._tbl.tblGrid.gridCol_lst, strict=True)):
        cell, shape, paragraph = _element("w:tc"), _element("w:tcPr"), _element("w:p")
        shape.append(_element("w:tcW", w=str(int(column.w.twips)), type="dxa"))
        said = _element("w:pPr")
        said.append(_element("w:pStyle", val=style))
        if keep:
            said.append(_element("w:keepNext"))
        if place in right:
            said.append(_element("w:jc", val="right"))
        paragraph.append(said)
        run, words = _element("w:r"), _element("w:t")
        words.text = text
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
        paragraph.append(run)
        cell.append(shape)
        cell.append(paragraph)
        row.append(cell)
    table._tbl.append(row)


def describe_table(table: Any, caption: str, widths: Sequence[float]) -> None:
    """Give a table its title for screen readers, thin rules and fixed column widths, given in centimetres."""
    from docx.shared import Cm

    table.autofit = False
    look = table._tbl.tblPr
    borders = _element("w:tblBorders")
    for side, size, colour in (("top", "4", "808080"), ("bottom", "4", "808080"), ("insideH", "4", "C8C8C8")):
        borders.append(_element(f"w:{side}", val="single", sz=size, space="0", color=colour))
    layout = look.find(_element("w:tblLayout").tag)
    layout.addprevious(borders) if layout is not None else look.append(borders)
    margins = _element("w:tblCellMar")
    for side in ("left", "right"):
        margins.append(_element(f"w:{side}", w="60", type="dxa"))
    layout.addnext(margins) if layout is not None else look.append(margins)
    look.append(_element("w:tblCaption", val=caption[:250]))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)


def describe_picture(picture: Any, title: str, alt: str) -> None:
    """Give a picture its text alternative."""
    about = picture._inline.docPr
    about.set("title", title)
    about.set("descr", alt)


def carry(document: Any, record: str) -> None:
    """Carry the run record along as a part of its own."""
    library("docx.opc.part", "python-docx")
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    blob = f'<?xml version="1.0" encoding="UTF-8"?>\n<sroi-record xmlns="urn:sroi:run-record">{record}</sroi-record>'
    part = Part(
        PackURI("/customXml/sroi-run-record.xml"), "application/xml", blob.encode("utf-8"), document.part.package
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
