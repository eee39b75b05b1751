"""Charts as pictures, without a browser, for documents that cannot hold SVG; and the library that draws them."""

from __future__ import annotations

import importlib
from types import ModuleType

from sroi.charts.chart import Chart
from sroi.errors import FileError, not_installed

#: Dots per inch of pictures in Word: sharp in print, small in the file.
_DOTS = 220


def library(name: str, package: str) -> ModuleType:
    """Import a library that reports need.

    Raises
    ------
    FileError
        ``extra-missing`` where it is not installed, with what to type.
    """
    try:
        return importlib.import_module(name)
    except ImportError:
        raise FileError(not_installed(f"this report needs {package}", "report")) from None


def png(chart: Chart) -> bytes:
    """Draw a chart as a PNG.

    Raises
    ------
    FileError
        ``extra-missing`` where Typst is not installed.
    """
    typst = library("typst", "Typst")
    page = b'#set page(width: auto, height: auto, margin: 0pt)\n#image("chart.svg", width: 17cm)\n'
    files = {"main.typ": page, "chart.svg": chart.svg().encode("utf-8")}
    found = typst.compile(files, format="png", ppi=_DOTS)
    picture: bytes = found if isinstance(found, bytes) else found[0]
    return picture
