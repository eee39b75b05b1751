"""Tables that no spreadsheet takes for formulas, whoever wrote the texts in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import pandas as pd

#: A text that starts with one of these would be a formula in a spreadsheet.
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


def inert(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose texts no spreadsheet takes for a formula: those get an apostrophe in front.

    Examples
    --------
    >>> import pandas as pd
    >>> inert(pd.DataFrame({"name": ["=1+1", "fit"], "value": [-1.0, 2.0]})).to_dict("list")
    {'name': ["'=1+1", 'fit'], 'value': [-1.0, 2.0]}
    """
    shown = frame.copy()
    for column in shown.columns:
        shown[column] = [inert_text(cell) if isinstance(cell, str) else cell for cell in shown[column]]
    return shown


def inert_text(text: str) -> str:
    """A text with an apostrophe in front where a spreadsheet would take it for a formula.

    Examples
    --------
    >>> inert_text("=HYPERLINK(0)"), inert_text(" @SUM(1)"), inert_text("5 to 9")
    ("'=HYPERLINK(0)", "' @SUM(1)", '5 to 9')
    """
    plain = text.replace("\r", " ")
    return f"'{plain}" if plain.lstrip(" \n").startswith(_FORMULA_SIGNS) else plain


def csv_bytes(frame: pd.DataFrame, *, index: bool = False) -> bytes:
    """A table as CSV: UTF-8 with the mark that Excel wants, texts inert, numbers in full precision.

    Examples
    --------
    >>> import pandas as pd
    >>> csv_bytes(pd.DataFrame({"name": ["=1+1"], "value": [0.1]})).decode("utf-8-sig").splitlines()
    ['name,value', "'=1+1,0.1"]
    """
    shown = inert(frame.reset_index() if index else frame)
    shown.columns = [inert_text(str(name)) for name in shown.columns]
    return shown.to_csv(index=False, lineterminator="\n").encode("utf-8-sig")
