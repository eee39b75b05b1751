"""A spreadsheet programme that calculates workbooks anew, and what is needed to change a cell of one before."""

from __future__ import annotations

import csv
import html
import io
import math
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

#: Calculate every formula on loading, whatever values the file brings along: LibreOffice would keep those otherwise.
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""

#: Every sheet as a file of its own, in full precision.
_AS_TEXT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"

#: A workbook calculated anew: its cells by sheet and place, such as ``["Results"]["C5"]``.
Calculated = dict[str, dict[str, str]]


def executable() -> str | None:
    """The programme, if it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def required() -> str:
    """The programme; without it the test is skipped, or fails where ``CI_REQUIRES_SPREADSHEET=1`` is set."""
    found = executable()
    if found is None:
        reason = "LibreOffice Calc is not installed (Debian: apt-get install libreoffice-calc)"
        if os.environ.get("CI_REQUIRES_SPREADSHEET") == "1":
            pytest.fail(f"the workbook tests must run here, but {reason}")
        pytest.skip(reason)
    return found


def calculated(books: Mapping[str, bytes], folder: Path) -> dict[str, Calculated]:
    """Calculate workbooks anew, all in one run of the programme."""
    soffice, user = required(), folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    for name, data in books.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    out = folder / "out"
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore"]
    files = [str(folder / f"{name}.xlsx") for name in books]
    subprocess.run(
        [*command, "--convert-to", _AS_TEXT, "--outdir", str(out), *files], capture_output=True, timeout=300, check=True
    )
    return {name: _read(out, name, data) for name, data in books.items()}


def _read(folder: Path, name: str, data: bytes) -> Calculated:
    found: Calculated = {}
    for sheet in sheets(data):
        text = (folder / f"{name}-{sheet}.csv").read_text(encoding="utf-8")
        rows = csv.reader(io.StringIO(text))
        found[sheet] = {
            f"{letters(across)}{down}": cell for down, row in enumerate(rows, 1) for across, cell in enumerate(row)
        }
    return found


def number(cell: str) -> float:
    """The number in a cell, NaN where it holds none; shares are written as per cent, in full precision."""
    with suppress(ValueError):
        return float(cell.removesuffix("%")) / 100 if cell.endswith("%") else float(cell)
    return math.nan


def letters(place: int) -> str:
    """Letters of a column counted from 0."""
    high, low = divmod(place, 26)
    return (letters(high - 1) if high else "") + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[low]


def sheets(data: bytes) -> list[str]:
    """Names of the sheets of a workbook."""
    return [html.unescape(name) for name in re.findall(r'<sheet name="([^"]+)"', _part(data, "xl/workbook.xml"))]


def names(data: bytes) -> dict[str, tuple[str, str]]:
    """Sheet and cell of every name of a workbook."""
    found = {}
    for name, at in re.findall(r'<definedName name="([^"]+)">([^<]+)</definedName>', _part(data, "xl/workbook.xml")):
        sheet, cell = html.unescape(at).rsplit("!", 1)
        found[name] = sheet.strip("'"), cell.replace("$", "")
    return found


def _part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode("utf-8")


def changed(data: bytes, cells: Mapping[tuple[str, str], float | str] | None = None) -> bytes:
    """A workbook with other contents in some cells, and without any value beside its formulas."""
    order = sheets(data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in archive.namelist():
            content = archive.read(part)
            at = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", part)
            if at:
                here = {c: v for (sheet, c), v in (cells or {}).items() if sheet == order[int(at[1]) - 1]}
                content = _rewritten(content.decode("utf-8"), here).encode("utf-8")
            copy.writestr(part, content)
    return out.getvalue()


def _rewritten(text: str, cells: Mapping[str, float | str]) -> str:
    for cell, value in cells.items():
        said = f' t="inlineStr"><is><t>{value}</t></is>' if isinstance(value, str) else f"><v>{value!r}</v>"
        text, count = re.subn(rf'<c r="{cell}"( s="\d+")?[^>]*>.*?</c>', rf'<c r="{cell}"\1{said}</c>', text)
        assert count == 1, cell
    return re.sub(r"(</f>)<v>[^<]*</v>", r"\1", text)
