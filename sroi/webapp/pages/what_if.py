"""What if: a few levers, the answer beside them, and the base case always in sight."""

from __future__ import annotations

import math

import streamlit as st

from sroi.analysis.levers import Lever, Moved, as_scenario, link_of, read_link
from sroi.charts.chances import dots
from sroi.errors import SroiError
from sroi.study.identifiers import proposed_id
from sroi.study.study import Study
from sroi.valuation.formats import money, unit_text
from sroi.webapp import session, values
from sroi.webapp.chart_frame import show_chart
from sroi.webapp.need import link, need_study, need_valuation
from sroi.webapp.problems import safe, safe_label, show_problems

#: Name of the moved levers in the address of the page.
QUERY = "levers"


def page() -> None:
    """Draw the page."""
    study = need_study()
    need_valuation()
    found = values.levers(study)
    if not found:
        st.info("No number of this study moves the ratio.")
        return
    _from_link(study, found)
    st.write(
        "Move what you doubt. Everything else stays as it is, and the study is not changed until you save a scenario."
    )
    _levers_and_answer()


@st.fragment
def _levers_and_answer() -> None:
    """Draw the levers and what follows; only this part is drawn again when one of them moves."""
    study = session.study()
    if study is None:
        return
    found = values.levers(study)
    top = st.container()
    left, right = st.columns([2, 3], gap="large")
    with left:
        st.header("Levers", anchor=False)
        for lever in found:
            _lever(lever)
        st.button("Reset all", key="what-if-reset", on_click=_reset, args=(found,), icon=":material/restart_alt:")
    changed = _changed(found)
    try:
        result = values.moved(study, changed)
    except SroiError as error:
        with top:
            show_problems(error.problems, "The levers do not fit together.")
        return
    with top:
        _answer(study, result, changed)
    with right:
        _beside_base(result, found, changed)
        _keep(study, changed)


def _key(lever: Lever, kind: str) -> str:
    return f"what-if-{kind}-{lever.parameter.address}-{session.session().epoch}"


def _widget(lever: Lever, kind: str) -> str:
    """Key of a slider or box; a new one whenever the other of the two has moved the lever.

    What a slow browser still says of the old one must not move the lever back.
    """
    return f"{_key(lever, kind)}-{st.session_state.get(_key(lever, f'{kind}-made'), 0)}"


def _stands(lever: Lever) -> float:
    """Where a lever stands, as it is moved: shares in percent."""
    return float(st.session_state.get(_key(lever, "stands"), _ends(lever)[1]))


def _put(lever: Lever, value: float, *following: str) -> None:
    """Move a lever; what follows, the slider, the box or both, is made anew where it stands then."""
    st.session_state[_key(lever, "stands")] = value
    for kind in following:
        made = _key(lever, f"{kind}-made")
        st.session_state[made] = st.session_state.get(made, 0) + 1


def _scale(lever: Lever) -> float:
    """Shares are moved in percent."""
    return 100.0 if lever.parameter.kind.share else 1.0


def _ends(lever: Lever) -> tuple[float, float, float]:
    """Low end, base and high end as they are moved; without the last binary digits, which a browser would show."""
    low, base, high = (float(f"{value * _scale(lever):.12g}") for value in (lever.low, lever.base, lever.high))
    return low, base, high


def _lever(lever: Lever) -> None:
    scale, row = _scale(lever), lever.parameter
    low, base, high = _ends(lever)
    step, stands = _step(high - low), _stands(lever)
    st.session_state.setdefault(_widget(lever, "slider"), min(max(stands, min(low, base)), max(high, base)))
    st.session_state.setdefault(_widget(lever, "box"), stands)
    unit = ", %" if scale == 100 else f", {row.unit}" if row.unit not in ("number", "share") else ""
    with st.container(key=f"what-if-frame-{row.address}", gap="xxsmall"):
        slider, box = st.columns([3, 1], vertical_alignment="bottom")
        slider.slider(
            safe_label(f"{row.label}{unit}"),
            min_value=min(low, base),
            max_value=max(high, base),
            step=step,
            format=_format(step),
            key=_widget(lever, "slider"),
            on_change=_moved,
            args=(lever, "slider", _widget(lever, "slider")),
        )
        box.number_input(
            safe_label(f"{row.label}{unit}, exactly"),
            min_value=row.kind.low * scale if row.kind.low > -1e300 else None,
            max_value=row.kind.high * scale if row.kind.high < 1e300 else None,
            step=step,
            format=_format(step),
            key=_widget(lever, "box"),
            on_change=_moved,
            args=(lever, "box", _widget(lever, "box")),
            label_visibility="collapsed",
        )
        value = stands / scale
        outside = "" if lever.within_evidence(value) else " Outside the stated range."
        assumed = " An assumption." if row.assumption else ""
        st.caption(safe(f"{lever.marks[0].upper()}{lever.marks[1:]}.{assumed}{outside}"))


def _step(width: float) -> float:
    """About a hundredth of the way, in a round figure."""
    return float(f"{max(width, 1e-9) / 100:.0e}")


def _format(step: float) -> str:
    """As many places as the step has."""
    return f"%.{max(0, -math.floor(math.log10(step)))}f"


def _moved(lever: Lever, kind: str, key: str) -> None:
    """Move the lever to where its slider or box was put; the other of the two follows."""
    if key == _widget(lever, kind):  # else: a late word of one that is no longer on the page
        _put(lever, float(st.session_state[key]), "box" if kind == "slider" else "slider")


def _reset(found: tuple[Lever, ...]) -> None:
    for lever in found:
        _put(lever, _ends(lever)[1], "slider", "box")


def _changed(found: tuple[Lever, ...]) -> dict[str, float]:
    """Levers that stand elsewhere than in the base case, with their values."""
    changed = {}
    for lever in found:
        value = float(f"{_stands(lever) / _scale(lever):.12g}")  # 0.072, not 0.07200000000000001
        if abs(value - lever.base) > 1e-9 * max(1.0, abs(lever.base)):
            changed[lever.parameter.address] = value
    return changed


def _answer(study: Study, result: Moved, changed: dict[str, float]) -> None:
    """The answer, above the levers, so that it is met first on a narrow screen as well."""
    st.header("The answer", anchor=False)
    one, currency = money(1, study.currency), study.currency
    st.metric(
        safe(f"Social value per {one}"),
        safe(money(result.valuation.ratio, currency, 2)),
        delta=safe(result.change) or None,
        delta_color="off",
        # Streamlit takes only a hyphen for a minus, and would draw an arrow upwards beside a loss.
        delta_arrow="down" if result.valuation.ratio < result.base.ratio else "up",
    )
    st.write(safe(result.sentence))
    if result.simulation is not None:
        low, high = (money(end, currency, 2) for end in (result.simulation.low, result.simulation.high))
        known = " What you moved is taken as known." if changed else ""
        with st.container(key="what-if-range"):
            st.write(safe(f"9 in 10 results lie between {low} and {high}.{known}"))


def _beside_base(result: Moved, found: tuple[Lever, ...], changed: dict[str, float]) -> None:
    """What was moved, and the range with the base case in sight."""
    st.header("Beside the base case", anchor=False)
    if not changed:
        st.write("No lever is moved yet.")
    told = [
        f"{row.label}: {unit_text(lever.base, row)} → {unit_text(changed[row.address], row)}"
        for lever in found
        if (row := lever.parameter).address in changed
    ]
    if told:
        st.markdown("\n".join(f"- {safe(line)}" for line in told))
    if result.against_base is not None:
        show_chart(dots(result.against_base), key="what-if-dots", explain=None)


def _keep(study: Study, changed: dict[str, float]) -> None:
    if not changed:
        return
    with st.expander("Save as a scenario, or share"):
        name = st.text_input("Name of the scenario", key="what-if-name", placeholder="Fewer parents take part")
        note = st.text_input("Why", key="what-if-note")
        if st.button("Save as scenario", key="what-if-save", icon=":material/save:"):
            _save(study, name, note, changed)
        st.write("A link opens these levers on the same study:")
        st.code(f"?{QUERY}={link_of(study, changed)}", language=None, wrap_lines=True)
        link("compare", "Compare scenarios")


def _save(study: Study, name: str, note: str, changed: dict[str, float]) -> None:
    key = proposed_id(name)
    if not key or key in study.scenarios or key in study.options:
        taken = "There is a scenario of that name already." if key else "Give the scenario a name of letters or digits."
        st.error(taken)
        return
    try:
        new = study.replaced(as_scenario(study, key, changed, note or None))
    except SroiError as error:
        show_problems(error.problems, "The scenario was not saved.")
        return
    session.apply(new, f"scenario “{name.strip()}” saved")
    session.tell(f"Saved as scenario “{name.strip()}” ({key} in the study file). The base case is as it was.")
    st.rerun()


def _from_link(study: Study, found: tuple[Lever, ...]) -> None:
    """Take up levers from the address of the page, once."""
    text = st.query_params.get(QUERY)
    done = f"what-if-link-{session.session().epoch}"
    if not text or st.session_state.get(done) == text:
        return
    st.session_state[done] = text
    try:
        given = read_link(study, text)
    except SroiError as error:
        show_problems(error.problems, "The link was not followed.")
        return
    others = given.keys() - {lever.parameter.address for lever in found}
    if others:
        st.warning(
            safe(f"The link also moves {', '.join(sorted(others))}, which is no lever here: it was left as it is.")
        )
    for lever in found:
        if lever.parameter.address in given:
            _put(lever, given[lever.parameter.address] * _scale(lever), "slider", "box")
