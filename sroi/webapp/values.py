"""What follows from the study, remembered for this window by what the study says."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Final

import streamlit as st

from sroi.analysis.bridge import Bridge
from sroi.analysis.bridge import bridge as compute_bridge
from sroi.analysis.headline import DRAWS, Headline
from sroi.analysis.headline import headline as compute_headline
from sroi.analysis.leave_out import LeaveOut
from sroi.analysis.leave_out import leave_out as compute_leave_out
from sroi.analysis.levers import MOST, Lever, Moved
from sroi.analysis.levers import levers as compute_levers
from sroi.analysis.levers import moved as compute_moved
from sroi.analysis.simulation import Simulation, simulate
from sroi.analysis.sweep import Sweep
from sroi.analysis.switching import Switching
from sroi.analysis.switching import switching as compute_switching
from sroi.analysis.tornado import Tornado
from sroi.analysis.tornado import tornado as compute_tornado
from sroi.analysis.two_way import two_way as compute_two_way
from sroi.assurance.review import Review
from sroi.assurance.review import review as compute_review
from sroi.errors import SroiError
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.scenarios import BASE
from sroi.valuation.valuation import Valuation
from sroi.webapp.place import now

#: How many of each kind of result a window remembers.
_MOST: Final = 16


def fingerprint(study: Study) -> str:
    """A short name of everything the study says, comments included; the key under which results are remembered."""
    told = f"{study.folder}\n{study.text()}"
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def headline(study: Study) -> Headline:
    """The numbers of the strip."""
    return _headline(fingerprint(study), study)


def valuation(study: Study, scenario: str | None = None) -> Valuation:
    """The study, or one of its scenarios, valued.

    Raises
    ------
    SroiError
        Where it cannot be; see :func:`sroi.evaluate`.
    """
    found = _valuation(fingerprint(study), scenario, study)
    if isinstance(found, SroiError):
        raise found
    return found


def model(study: Study, scenario: str | None = None) -> Model:
    """The resolved study, ready for any analysis; raises as :func:`valuation` does."""
    return valuation(study, scenario).model


def simulation(study: Study) -> Simulation | None:
    """The simulation behind the strip; None where no number has a range."""
    return _simulation(fingerprint(study), study)


def tornado(study: Study, measure: str = "ratio") -> Tornado:
    """One estimate at a time."""
    return _tornado(fingerprint(study), measure, study)


def switching(study: Study, target: float, measure: str = "ratio") -> Switching:
    """What every estimate would have to be for a target."""
    return _switching(fingerprint(study), target, measure, study)


def leave_out(study: Study, measure: str = "ratio") -> LeaveOut:
    """The result without each outcome."""
    return _leave_out(fingerprint(study), measure, study)


def levers(study: Study, most: int = MOST) -> tuple[Lever, ...]:
    """The few numbers worth moving by hand."""
    return _levers(fingerprint(study), most, study)


def two_way(study: Study, first: Lever, second: Lever, measure: str) -> Sweep:
    """The result where two numbers differ from the study at once."""
    names = (first.parameter.address, second.parameter.address)
    return _two_way(fingerprint(study), names, measure, study, first, second)


def moved(study: Study, changed: Mapping[str, float]) -> Moved:
    """The result with some levers moved; raises as a scenario that sets these numbers would."""
    found = _moved(fingerprint(study), tuple(changed.items()), study)
    if isinstance(found, SroiError):
        raise found
    return found


def review(study: Study) -> Review:
    """What a reviewer would ask; raises as :func:`valuation` does."""
    return _review(fingerprint(study), now().date(), study)


def open_checks(study: Study) -> int | None:
    """How many findings nobody has acknowledged; None where the study cannot be valued."""
    try:
        return len(review(study).open)
    except SroiError:
        return None


def let_stand(study: Study) -> int:
    """How many findings were let stand with a reason; 0 where the study cannot be valued."""
    try:
        return sum(not finding.open for finding in review(study).findings)
    except SroiError:
        return 0


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _review(key: str, today: date, _study: Study) -> Review:
    return compute_review(valuation(_study), today=today)


def bridge(study: Study, first: str, second: str) -> Bridge:
    """Why two scenarios differ."""
    return _bridge(fingerprint(study), first, second, study)


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _bridge(key: str, first: str, second: str, _study: Study) -> Bridge:
    sides = (model(_study, None if name == BASE else name) for name in (first, second))
    return compute_bridge(*sides)


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _levers(key: str, most: int, _study: Study) -> tuple[Lever, ...]:
    return compute_levers(model(_study), most)


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _two_way(key: str, names: tuple[str, str], measure: str, _study: Study, _first: Lever, _second: Lever) -> Sweep:
    return compute_two_way(_study, _first, _second, measure)


@st.cache_resource(scope="session", max_entries=4 * _MOST, show_spinner=False)
def _moved(key: str, changed: tuple[tuple[str, float], ...], _study: Study) -> Moved | SroiError:
    try:
        return compute_moved(_study, dict(changed), base=valuation(_study))
    except SroiError as error:
        return error


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _simulation(key: str, _study: Study) -> Simulation | None:
    try:
        return simulate(model(_study), draws=DRAWS)
    except SroiError:
        return None


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _tornado(key: str, measure: str, _study: Study) -> Tornado:
    return compute_tornado(model(_study), measure=measure)


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _switching(key: str, target: float, measure: str, _study: Study) -> Switching:
    return compute_switching(model(_study), target, measure=measure)


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _leave_out(key: str, measure: str, _study: Study) -> LeaveOut:
    return compute_leave_out(model(_study), measure=measure)


@st.cache_data(scope="session", max_entries=4 * _MOST, show_spinner=False)
def _headline(key: str, _study: Study) -> Headline:
    try:
        valued = valuation(_study)
    except SroiError:
        return compute_headline(_study)
    return compute_headline(valued, simulation(_study))


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _valuation(key: str, scenario: str | None, _study: Study) -> Valuation | SroiError:
    try:
        return Valuation(Model(_study, scenario))
    except SroiError as error:
        return error
