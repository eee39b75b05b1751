"""The frame of every chart: Chart, Table, Explain, Download."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from sroi.analysis.recorded.inside import in_svg
from sroi.analysis.reproducing import run_record
from sroi.charts.chart import WIDTH
from sroi.errors import SroiError
from sroi.study.identifiers import proposed_id
from sroi.study.study import Study
from sroi.valuation.inert import csv_bytes
from sroi.webapp import session, values
from sroi.webapp.explain import open_dialog
from sroi.webapp.place import now
from sroi.webapp.problems import safe

if TYPE_CHECKING:
    from sroi.charts.chart import Chart


#: Width that a drawing for a telephone is laid out for. [px]
_NARROW: Final = 300.0


def dark() -> bool:
    """Whether the reader's window is dark."""
    return bool(st.context.theme.type == "dark")


def show_chart(
    chart: Chart, *, key: str, explain: str | None = "ratio", width: float = WIDTH, said: Collection[str] = ()
) -> None:
    """Draw a chart with its title, its numbers as a table, the sum behind it and downloads.

    Parameters
    ----------
    chart
        The chart.
    key
        Key of its slot; unlike any other on the page, and the same each time, so that it does not flicker.
    explain
        What its Explain button opens; None for a chart that has nothing of its own to explain.
    width
        Width it is laid out for: about the width of its slot in a wide window. [px]
    said
        What the page says in words already: notes that would only say it again are left out here, not in downloads.
        What the frame of every page says of the study is left out as well.
    """
    with st.container(border=True, key=f"{key}-frame"):
        st.markdown(f"**{safe(chart.title)}**  \n{safe(chart.subtitle)}")
        drawn, table = st.tabs(["Chart", "Table"], key=f"{key}-tabs")
        with drawn:
            _draw(chart, key, width)
        with table:
            st.table(_written(chart), hide_index=True, border="horizontal")
        for note in _notes(chart, said):
            st.caption(safe(note))
        with st.container(horizontal=True, gap="small"):
            if explain is not None and st.button("Explain", key=f"{key}-explain", icon=":material/calculate:"):
                open_dialog(explain)
            _downloads(chart, key)


def _notes(chart: Chart, said: Collection[str]) -> list[str]:
    """Notes that nothing above says."""
    study, above = session.study(), set(said)
    with suppress(SroiError):
        above |= set(values.valuation(study).notes) if study is not None else set()
    return [note for note in chart.notes if note not in above]


#: Style that shows the drawing that fits the window; the frame of every page carries it.
STYLE: Final = (
    '[class*="st-key-narrow-"] {display: none} [class*="st-key-narrow-"] img {max-width: 28rem} '
    '@media (max-width: 600px) {[class*="st-key-narrow-"] {display: flex} [class*="st-key-wide-"] {display: none}}'
)


def _draw(chart: Chart, key: str, width: float) -> None:
    """Draw it twice, for wide windows and for narrow ones; only one of the two is seen or read out."""
    with st.container(key=f"wide-{key}"):
        figure = chart.figure(width, dark=dark(), titled=False)
        figure.update_layout(paper_bgcolor="rgba(0,0,0,0)", plot_bgcolor="rgba(0,0,0,0)")
        st.plotly_chart(
            figure,
            key=f"{key}-plot",
            theme=None,
            alt=chart.alt,
            config={"displayModeBar": False, "scrollZoom": False},
        )
    with st.container(key=f"narrow-{key}"):
        if chart.across is None:  # boxes and arrows are too small to be read there
            st.caption("The drawing needs a wider window. This is what it says:")
            st.table(_written(chart), hide_index=True, border="horizontal")
            return
        bare = replace(chart, title="", subtitle="", notes=())
        st.image(bare.svg(_NARROW, dark=dark()), width="stretch", alt=chart.alt)


def _written(chart: Chart) -> dict[str, list[str]]:
    """The table of a chart, every cell as text."""
    table = chart.table
    return {str(name): [_cell(value) for value in table[name]] for name in table.columns}


def _picture(chart: Chart, study: Study | None, today: date) -> bytes:
    """The drawing, with the record of the run where the study can be valued."""
    drawing = chart.svg()
    if study is not None:
        with suppress(SroiError):  # a study without a ratio has drawings, of people and outcomes
            drawing = in_svg(drawing, run_record(study, date=today))
    return drawing.encode("utf-8")


def _cell(value: object) -> str:
    """One cell of a chart's table, as text.

    Examples
    --------
    >>> _cell(None), _cell(float("nan")), _cell(0.123456), _cell(1234567.8), _cell("Parents")
    ('—', '—', '0.1235', '1,234,568', 'Parents')
    """
    if value is None or value != value:
        return "—"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
    return safe(str(value))


def _downloads(chart: Chart, key: str) -> None:
    name, study, today = proposed_id(chart.title) or "chart", session.study(), now().date()
    st.download_button(
        "Numbers (CSV)",
        data=lambda: csv_bytes(chart.table),
        file_name=f"{name}.csv",
        mime="text/csv",
        key=f"{key}-csv",
        icon=":material/table:",
        on_click="ignore",
    )
    st.download_button(
        "Picture (SVG)",
        data=lambda: _picture(chart, study, today),
        file_name=f"{name}.svg",
        mime="image/svg+xml",
        key=f"{key}-svg",
        icon=":material/image:",
        on_click="ignore",
    )
