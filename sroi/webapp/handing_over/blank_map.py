"""The empty value map to fill in, as a download."""

from __future__ import annotations

from functools import partial
from importlib.util import find_spec
from typing import Final

import streamlit as st

from sroi.webapp.place import now
from sroi.workbook.live.template import blank_workbook

#: Media type of a workbook.
EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def blank_button(currency: str, key: str) -> None:
    """Draw the download of an empty value map to fill in, made when it is asked for.

    Parameters
    ----------
    currency
        Of its money columns.
    key
        Key of the button.
    """
    if find_spec("xlsxwriter") is None:
        st.caption("For an empty value map in Excel, install: pip install 'sroi[excel]'")
        return
    st.download_button(
        "Empty value map (Excel)",
        data=partial(blank_workbook, currency, now().date()),
        file_name="value-map.xlsx",
        mime=EXCEL,
        key=key,
        icon=":material/download:",
        on_click="ignore",
    )
