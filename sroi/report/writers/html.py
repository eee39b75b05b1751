"""A report as one HTML file: no scripts that run, nothing fetched, good on paper, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import count
from pathlib import Path

from sroi.report.content import Block, Figure, Paragraph, Points, Prompt, Report, Section, Table

_STYLE = Path(__file__).parent / "style.css"

#: Least width of a column of a table, on average. [rem]
_COLUMN = 5.0

#: Nothing may be fetched or run, whatever a text says.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def html(report: Report) -> bytes:
    """Write a report as HTML.

    Parameters
    ----------
    report
        The report.

    Returns
    -------
    bytes
        One UTF-8 file that works offline. The run record lies in it as data.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.report.build import build
    >>> from sroi.study.loading import load
    >>> text = html(build(load(studies_folder() / "wheels-to-meals.yaml"), "brief")).decode("utf-8")
    >>> text.startswith("<!DOCTYPE html>"), " src=" in text, " href=" in text.replace(' href="#', "")
    (True, False, False)
    """
    return "\n".join(_page(report)).encode("utf-8")


def _page(report: Report) -> Iterator[str]:
    mark = f' class="draft{" compact" if report.compact else ""}" data-word="{escape(report.draft)}"'
    if not report.draft:
        mark = ' class="compact"' if report.compact else ""
    yield f'<!DOCTYPE html>\n<html lang="{escape(report.language)}">\n<head>\n<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    yield f"<title>{escape(report.title)}</title>"
    if report.author:
        yield f'<meta name="author" content="{escape(report.author)}">'
    yield f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style>\n</head>\n<body{mark}>"
    yield f'<a class="skip" href="#report">{escape(report.words["skip"])}</a>'
    yield f'<header>\n<h1>{escape(report.title)}</h1>\n<p class="subtitle">{_byline(report)}</p>\n</header>'
    numbers = _Numbers()
    yield '<main id="report">'
    yield from _blocks(report.cover, report, numbers)
    if not report.compact:
        yield from _contents(report)
    for section in report.sections:
        yield from _section(section, report, numbers, 2)
    yield "</main>"
    # Data, never run: the policy above allows no script, and no sign of markup is left in the text.
    yield f'<script type="application/json" id="sroi-run-record">{report.record.as_text()}</script>\n</body>\n</html>\n'


def _byline(report: Report) -> str:
    parts = [report.subtitle, report.author, report.date, report.status if report.compact else ""]
    return escape(" · ".join(part for part in parts if part))


class _Numbers:
    """Running numbers of tables and figures."""

    def __init__(self) -> None:
        self.tables, self.figures = count(1), count(1)


def _contents(report: Report) -> Iterator[str]:
    yield f'<nav aria-labelledby="contents">\n<h2 id="contents">{escape(report.words["contents"])}</h2>\n<ol>'
    for section in report.sections:
        yield f'<li><a href="#{section.id}">{escape(section.title)}</a></li>'
    yield "</ol>\n</nav>"


def _section(section: Section, report: Report, numbers: _Numbers, level: int) -> Iterator[str]:
    fresh = ' class="fresh"' if section.fresh else ""
    yield f'<section{fresh} aria-labelledby="{section.id}">'
    yield f'<h{level} id="{section.id}">{escape(section.title)}</h{level}>'
    yield from _blocks(section.blocks, report, numbers)
    for part in section.sections:
        yield from _section(part, report, numbers, level + 1)
    yield "</section>"


def _blocks(blocks: tuple[Block, ...], report: Report, numbers: _Numbers) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _paragraph(block)
        elif isinstance(block, Points):
            items = "".join(f"<li>{escape(item)}</li>" for item in block.items)
            yield f"<ul>{items}</ul>"
        elif isinstance(block, Prompt):
            yield _prompt(block, report)
        elif isinstance(block, Table):
            yield from _table(block, report, numbers)
        else:
            yield from _figure(block, report, numbers)


def _paragraph(block: Paragraph) -> str:
    if block.look == "code":
        return f"<pre><code>{escape(block.text)}</code></pre>"
    look = f' class="{block.look}"' if block.look != "plain" else ""
    return f"<p{look}>{escape(block.text)}</p>"


def _prompt(block: Prompt, report: Report) -> str:
    if not block.open:
        return f"<p>{escape(block.answer)}</p>"
    return f'<p class="prompt"><strong>{escape(report.words["to-write"])}:</strong> {escape(block.ask)}</p>'


def _table(block: Table, report: Report, numbers: _Numbers) -> Iterator[str]:
    caption = f"{report.words['table']} {next(numbers.tables)}. {block.caption}"
    least = f"{_COLUMN * len(block.columns):g}rem"  # a narrow screen scrolls inside the table, words stay whole
    yield f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}">'
    yield f'<table style="min-width:{least}">\n<caption>{escape(caption)}</caption>\n<colgroup>'
    yield "".join(f'<col style="width:{share:.1%}">' for share in block.shares) + "</colgroup>"
    heads = "".join(f'<th scope="col"{_right(block, n)}>{escape(head)}</th>' for n, head in enumerate(block.columns))
    yield f"<thead><tr>{heads}</tr></thead>\n<tbody>"
    for first, *cells in block.cells:
        rest = "".join(f"<td{_right(block, n)}>{escape(cell)}</td>" for n, cell in enumerate(cells, start=1))
        yield f'<tr><th scope="row">{escape(first)}</th>{rest}</tr>'
    yield "</tbody></table></div>"


def _right(block: Table, place: int) -> str:
    return ' class="n"' if place in block.numbers else ""


def _figure(block: Figure, report: Report, numbers: _Numbers) -> Iterator[str]:
    caption = f"{report.words['figure']} {next(numbers.figures)}. {block.caption}"
    yield f"<figure><figcaption>{escape(caption)}</figcaption>"
    yield block.chart.svg()
    chart = block.chart
    heads = "".join(f'<th scope="col">{escape(str(name).replace("_", " "))}</th>' for name in chart.columns)
    rows = "".join(f"<tr>{''.join(f'<td>{escape(_cell(cell))}</td>' for cell in row)}</tr>" for row in chart.rows)
    summary = escape(report.words["numbers"])
    yield f'<details><summary>{summary}</summary><div class="wide" role="region" tabindex="0" aria-label="{summary}">'
    yield f"<table><thead><tr>{heads}</tr></thead>"
    yield f"<tbody>{rows}</tbody></table></div></details></figure>"


def _cell(cell: object) -> str:
    if cell is None or cell != cell:  # missing numbers are not equal to themselves
        return ""
    return f"{cell:,.6g}" if isinstance(cell, float) else str(cell)
