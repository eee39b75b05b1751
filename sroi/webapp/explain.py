"""Explain any number: the sum behind it with the numbers in it, and who says so, in a dialog."""

from __future__ import annotations

from itertools import pairwise

import streamlit as st

from sroi.errors import SroiError
from sroi.study.history import History
from sroi.valuation.changes import edits
from sroi.valuation.explain import Explanation, Step, explain
from sroi.valuation.labels import label, spaced
from sroi.valuation.used_by import used_by
from sroi.valuation.valuation import Valuation
from sroi.webapp import session, values
from sroi.webapp.problems import safe, show_problems

#: Steps of the history that are looked through for changes of a number.
_STEPS = 10

#: A step deeper is set in by this.
_INDENT = "\u2003"


def explain_button(what: str, label: str = "Explain", *, key: str, scenario: str | None = None) -> None:
    """Draw a button that shows the sum behind a number.

    Parameters
    ----------
    what
        ``ratio``, the id of an outcome, ``inputs``, ``inputs/ID`` or any address.
    label
        Words on the button.
    key
        Key of the button; unlike any other on the page.
    scenario
        Scenario or option that the number is of.
    """
    if st.button(label, key=key, icon=":material/calculate:"):
        open_dialog(what, scenario)


def open_dialog(what: str, scenario: str | None = None) -> None:
    """Open the dialog; one at a time, from a button or a choice in a list."""
    _dialog(what, scenario)


@st.dialog("How this number is reached", width="medium")
def _dialog(what: str, scenario: str | None) -> None:
    study = session.study()
    if study is None:
        return
    try:
        valued = values.valuation(study, scenario)
        names = offered(valued, what)
        chosen = st.selectbox(
            "Number", list(names), list(names).index(what), format_func=names.__getitem__, key=f"explain-{what}"
        )
        what = str(chosen)
        render(explain(valued, what))
    except SroiError as error:
        show_problems(error.problems)
        return
    users = used_by(valued.model, what)
    if users:
        st.write(safe(f"Used by: {'; '.join(users)}."))
    history = session.session().history
    if history is not None and (changed := lately(history, what)):
        st.write("Changed in this draft:")
        st.markdown("\n".join(f"- {safe(line)}" for line in changed))


def offered(valued: Valuation, what: str) -> dict[str, str]:
    """What can be explained from here, with its name: the ratio, outcomes, costs, and the numbers of ``what``.

    Numbers that several places share are always among them.
    """
    study, left = valued.study, valued.model.left_out
    names = {"ratio": "The ratio", "inputs": "Everything invested"}
    names |= {key: outcome.name for key, outcome in study.outcomes.items() if key not in left}
    names |= {
        f"inputs/{key}": f"Invested: {given.name or spaced(key)}"
        for key, given in study.inputs.items()
        if f"inputs/{key}" not in left
    }
    for address in valued.model.parameters.columns:
        if address.startswith((f"{what}/", "estimates/", "counterfactuals/")) or address == what:
            names.setdefault(address, label(study, address))
    return names


def lately(history: History, what: str) -> list[str]:
    """How a number, or anything of an outcome or cost, was changed in the last steps up to now, the newest first."""
    found = []
    steps = history.commands[max(0, history.cursor - _STEPS) : history.cursor + 1]
    for before, after in reversed(list(pairwise(steps))):
        for edit in edits(before.study, after.study):
            if edit.address == what or edit.address.startswith(f"{what}/"):
                found.append(f"{after.when:%H:%M} {edit}")
    return found


def render(explanation: Explanation) -> None:
    """Draw an explanation where we stand: its title, its steps as a table, and the same as text to copy."""
    st.markdown(f"**{safe(explanation.title)}**")
    rows = [cells(step) for step in explanation.steps]
    table = {"Step, and who says so": [row[0] for row in rows], "Amount": [row[1] for row in rows]}
    st.table(table, hide_index=True, border="horizontal")
    with st.expander("As text, to copy"):
        st.code(str(explanation), language=None, wrap_lines=True)


def cells(step: Step) -> tuple[str, str]:
    r"""A step as two cells of Markdown: what and who says so, set in by its level; how much.

    Two columns fit a telephone without scrolling sideways.

    Examples
    --------
    >>> cells(Step("Fitter", "£8", "40% of the value; sroi explain … fit"))
    ('Fitter  \n*40% of the value*', '£8')
    """
    source = step.source.partition("sroi explain …")[0].removesuffix("; ")
    lead = _INDENT * (step.level - 1)
    said = f"  \n{lead}*{safe(source.strip())}*" if source else ""
    return f"{lead}{safe(step.what)}{said}", safe(step.amount)
