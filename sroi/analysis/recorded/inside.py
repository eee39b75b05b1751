"""Records inside what people look at: a drawing and a text have a place where nobody sees them."""

from __future__ import annotations

from sroi.analysis.recorded.record import RunRecord


def in_svg(drawing: str, record: RunRecord) -> str:
    """A drawing with the record of the run as its metadata.

    Parameters
    ----------
    drawing
        An SVG document.
    record
        The record; it holds no sign that XML would read as more than text.

    Examples
    --------
    >>> record = RunRecord("T", "0" * 64, "base", "GBP", "2024-25", "none", 0, 0, "no number has a range", "",
    ...                    {"sroi": "0.1.0"}, {}, {}, {}, {"ratio": 1.5})
    >>> in_svg("<svg><title>T</title></svg>", record)[:56]
    '<svg><title>T</title><metadata>{"sroi-run-record": 1, "t'
    """
    inside, end, after = drawing.rpartition("</svg>")
    return f"{inside}<metadata>{record.as_text()}</metadata>{end}{after}"


def in_markdown(text: str, record: RunRecord) -> str:
    """A text in Markdown with the record of the run as a comment at its end, which is not shown.

    Examples
    --------
    >>> record = RunRecord("T", "0" * 64, "base", "GBP", "2024-25", "none", 0, 0, "no number has a range", "",
    ...                    {"sroi": "0.1.0"}, {}, {}, {}, {"ratio": 1.5})
    >>> in_markdown("# A statement", record).splitlines()[2][:26]
    '<!-- {"sroi-run-record": 1'
    """
    return f"{text.rstrip()}\n\n<!-- {record.as_text()} -->\n"
