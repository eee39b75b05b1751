"""Boxes for the numbers of a study: typed as in the study file, with percent, money and ranges, checked at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import Any, Final
from zlib import crc32

import streamlit as st

from sroi.errors import FileError, SroiError
from sroi.study.faults import said
from sroi.study.patching import flowing
from sroi.study.places import Place, places
from sroi.study.reading import read_bytes, resolved
from sroi.study.study import Study
from sroi.valuation.labels import spaced
from sroi.valuation.model import Model
from sroi.valuation.stated import number_text
from sroi.valuation.vector import central
from sroi.webapp import session, values
from sroi.webapp.problems import safe, show_problems

#: Keys beside a number that say who says so; a new number keeps them.
EVIDENCE: Final = ("source", "grade", "note")


def shown(written: Any) -> str:
    """A number of the study file as it stands in a box: without its evidence, everything else as it is written.

    Examples
    --------
    >>> shown({"value": "25% (15% to 35%)", "source": "survey"}), shown(0.2), shown(1200), shown(None)
    ('25% (15% to 35%)', '0.2', '1200', '')
    >>> shown({"low": "10%", "likely": "25%", "high": "45%", "grade": 4})
    '{low: 10%, likely: 25%, high: 45%}'
    """
    if written is None:
        return ""
    if isinstance(written, Mapping):
        body = {key: item for key, item in written.items() if key not in EVIDENCE}
        return shown(body["value"]) if set(body) == {"value"} else flowing(body)
    return written if isinstance(written, str) else flowing(written)


def typed(text: str) -> Any:
    """What was typed in a box, as it would be written in the study file; None where the box is empty.

    Raises
    ------
    FileError
        Where a mapping in braces cannot be read.

    Examples
    --------
    >>> typed("25% (15% to 35%)"), typed("120"), typed(" "), typed("{low: 10%, likely: 25%, high: 45%}")
    ('25% (15% to 35%)', 120, None, {'low': '10%', 'likely': '25%', 'high': '45%'})
    """
    plain = text.strip()
    if not plain:
        return None
    if not plain.startswith("{"):
        return resolved(plain)
    found = read_bytes(f"number: {plain}".encode(), "number")
    if found.problems:
        raise FileError(found.problems)
    return found.document["number"]


def with_evidence(written: Any, before: Any) -> Any:
    """A number just typed, with the evidence that stood beside the number it replaces."""
    kept = {key: item for key, item in before.items() if key in EVIDENCE} if isinstance(before, Mapping) else {}
    if written is None or not kept:
        return written
    return {**(written if isinstance(written, Mapping) else {"value": written}), **kept}


def written_at(study: Study, address: str) -> Any:
    """What the study file says at an address; None where it says nothing there."""
    path = next((place.path for place in places(study) if place.address == address), None)
    here: Any = study.document
    for part in path or ():
        if not isinstance(here, Mapping):
            return here  # a plain number in the place of a mapping
        here = next((item for key, item in here.items() if str(key) == str(part)), None)
    return here if path is not None else None


def now_at(found: Model | None, address: str) -> str:
    """What the number at an address is now, in its own unit; empty where it is not known."""
    if found is None or address not in found.parameters.columns:
        return ""
    table = found.parameters
    return number_text(float(central(found)[table.columns[address]]), table.row(address), found.study.currency)


def linked(written: Any) -> tuple[str, str] | None:
    """How a number that stands elsewhere is written, ``use`` or ``from``, and the name of what is there.

    Examples
    --------
    >>> linked({"from": "use-of-services"}), linked({"use": "others", "note": "as last year"}), linked("25%")
    (('from', 'Use of services'), ('use', 'Others'), None)
    """
    link = isinstance(written, Mapping) and next((key for key in ("use", "from") if key in written), None)
    return (link, spaced(str(written[link])).capitalize()) if link else None


def stands_for(found: Model, address: str, written: Any) -> str:
    """What ``{use: …}`` or ``{from: …}`` at an address amounts to now; empty for a number in its own place."""
    link, now = linked(written), now_at(found, address)
    if link is None or not now:
        return ""
    way, name = link
    if way == "use":
        return f"{now} now: {name}, a number that several places share."
    return f"{now} now: it follows from the comparison {name}."


def estimate_box(
    address: str,
    label: str,
    *,
    key: str = "",
    help: str | None = None,
    redraw: bool = False,
    example: str = "25% or 25% (15% to 35%)",
) -> None:
    """Draw a box for the number at an address; a valid number becomes a step of the history, a wrong one is explained.

    Parameters
    ----------
    address
        Address of the number, such as ``into-work/deadweight``.
    label
        Words above the box. Say which way the number works, such as "Caused by others (attribution), % taken off".
    key
        Key of the box where one address has two boxes on a page.
    help
        Words behind the question mark; nothing that is needed may stand only there.
    redraw
        True where another widget of the page shows the same number and must follow.
    example
        What an empty box suggests.
    """
    study = session.study()
    assert study is not None
    before = written_at(study, address)
    # The number is part of the key: a box follows a change made elsewhere, and no other box loses its focus to it.
    text = st.text_input(
        label,
        value=shown(before),
        key=f"{key or 'box'}-{address}-{crc32(shown(before).encode())}",
        help=help,
        placeholder=f"such as {example}" if before is None else None,
        autocomplete="off",
    )
    with suppress(SroiError):  # a study that cannot be valued says so above
        if elsewhere := stands_for(values.model(study), address, before):
            st.caption(safe(elsewhere))
    try:
        now = typed(text)
    except FileError as error:
        show_problems(error.problems)
        return
    if now == typed(shown(before)):
        return
    if now is None and before is None:
        return
    problems = session.edit({address: with_evidence(now, before)}, redraw=redraw)
    if session.study() is not study:
        st.rerun()
    if not problems:
        return  # the same number in other words, such as {value: 20%}
    show_problems(problems, f"{label}: not taken over, {safe(said(text))} is shown but the last valid number counts.")


def in_two_columns(several: Sequence[Place], draw: Callable[[Place], None]) -> None:
    """Draw a box for each of several numbers, two beside each other where there is room."""
    for pair in zip_longest(several[::2], several[1::2]):
        for column, place in zip(st.columns(2, gap="medium"), pair, strict=True):
            if place is not None:
                with column:
                    draw(place)
