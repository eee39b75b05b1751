"""Problems as a person can mend them: where, what was found, what is allowed, what to write."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import streamlit as st

from sroi.errors import Problem

#: Problems that are listed: whoever mends these sees the next.
_AT_ONCE: Final = 25

#: Signs that are Markdown, make a link or are drawn as other signs within a line.
_WITHIN: Final = re.compile(r"[\\`*_\[\]$~<]|:(?=\S)|-(?=[->])|>(?==)|@|(?<=www)\.")

#: Signs that begin a list, a heading or a quotation where they begin a line.
_LEADING: Final = re.compile(r"^(\d+(?=[.)]))?([.)#>+-])")


def safe(text: str) -> str:
    r"""Text of the user's for a place that reads Markdown: every sign is shown as it is.

    Examples
    --------
    >>> safe("*Better* [sleep](x) costs $5")
    '\\*Better\\* \\[sleep\\]\\(x\\) costs \\$5'
    """
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|$~:" else sign for sign in text)


def safe_label(text: str) -> str:
    r"""Text of the user's as the label of a box or slider: a screen reader reads it out as it is written.

    Only what would be Markdown within a label is escaped, and most names hold none of it.

    Examples
    --------
    >>> safe_label("Fitter: caused by others (attribution), 3.5% a year")
    'Fitter: caused by others (attribution), 3.5% a year'
    >>> safe_label("*Better* [sleep](x) costs $5 :red[x]"), safe_label("1. First"), safe_label("# Head")
    ('\\*Better\\* \\[sleep\\](x) costs \\$5 \\:red\\[x\\]', '1\\. First', '\\# Head')
    """
    return _LEADING.sub(r"\g<1>\\\g<2>", _WITHIN.sub(r"\\\g<0>", text))


def show_problems(problems: Iterable[Problem], lead: str = "") -> None:
    """Show problems as one list, all at once."""
    found = tuple(problems)
    if found:
        st.error(body(found, lead))


def body(problems: tuple[Problem, ...], lead: str = "") -> str:
    r"""The list as Markdown.

    Examples
    --------
    >>> print(body((Problem("share-range", "found 27", "a share lies between 0 and 1", "for 27 per cent write 27%",
    ...                     address="into-work/deadweight", line=31),), "The file was not opened."))
    The file was not opened. 1 problem:
    <BLANKLINE>
    - **line 31, into\-work/deadweight**: found 27; a share lies between 0 and 1. For 27 per cent write 27%.
    """
    count = "1 problem:" if len(problems) == 1 else f"{len(problems)} problems:"
    lines = [f"- {_line(problem)}" for problem in problems[:_AT_ONCE]]
    if len(problems) > _AT_ONCE:
        lines.append(f"- and {len(problems) - _AT_ONCE:,} more.")
    return "\n".join([f"{lead} {count}".strip(), "", *lines])


def _line(problem: Problem) -> str:
    where = f"**{safe(problem.where)}**: " if problem.where else ""
    said = safe("; ".join(part for part in (problem.found, problem.allowed) if part))
    return f"{where}{said}." + (f" {safe(_capital(problem.write))}." if problem.write else "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
