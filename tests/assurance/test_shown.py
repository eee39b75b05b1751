"""Every result shows itself: in a terminal by its first sentence, in a notebook by what it says and its table."""

import pytest

import sroi
from sroi.analysis.break_even import break_even
from sroi.analysis.drivers import drivers
from sroi.analysis.information import information
from sroi.analysis.leave_out import leave_out
from sroi.analysis.sweep import sweep
from sroi.analysis.switching import switching
from sroi.analysis.tornado import tornado
from sroi.assurance.evidence import evidence
from sroi.assurance.logs import assumptions_log
from sroi.assurance.review import review
from sroi.assurance.statement import assurance_statement
from sroi.study.study import Study
from tests.conftest import WALKING_GROUP

STUDY = Study.parse(
    WALKING_GROUP.replace("name: Fitter", "name: <b>Fitter").replace("value: 100", "value: 100 (60 to 160)")
)

RESULTS = {
    "BreakEven": lambda: break_even(STUDY, "fit/value", "fit/quantity"),
    "Drivers": lambda: drivers(STUDY),
    "Information": lambda: information(STUDY, draws=1000),
    "LeaveOut": lambda: leave_out(STUDY),
    "Sweep": lambda: sweep(STUDY, "fit/deadweight=0%:60%:3"),
    "Switching": lambda: switching(STUDY),
    "Tornado": lambda: tornado(STUDY),
    "Evidence": lambda: evidence(sroi.evaluate(STUDY)),
    "AssumptionsLog": lambda: assumptions_log(STUDY),
    "Review": lambda: review(STUDY),
    "Statement": lambda: assurance_statement(STUDY),
}


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_shows_itself_in_a_terminal_and_in_a_notebook(name):
    found = RESULTS[name]()
    assert repr(found) == f"{name}({found.summary[0]!r})" and len(repr(found)) < 400
    shown = found._repr_html_()
    assert "<table" in shown and "<b>" not in shown and "object at 0x" not in shown
