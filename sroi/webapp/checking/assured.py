"""What stands behind a study, remembered for this window by what it says: evidence, logs, why versions differ."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from sroi.analysis.bridge import Bridge
from sroi.analysis.bridge import bridge as compute_bridge
from sroi.assurance.evidence import Evidence
from sroi.assurance.evidence import evidence as compute_evidence
from sroi.assurance.logs import AssumptionsLog
from sroi.assurance.logs import assumptions_log as compute_log
from sroi.assurance.statement import Statement, assurance_statement
from sroi.assurance.versions import Between
from sroi.assurance.versions import between as compute_between
from sroi.study.study import Study
from sroi.valuation.compare import compare_valuations
from sroi.webapp import values
from sroi.webapp.place import now

#: How many of each kind of result a window remembers.
_MOST: Final = 8


def evidence(study: Study) -> Evidence:
    """What the result rests on; raises as :func:`sroi.webapp.values.valuation` does."""
    return _evidence(values.fingerprint(study), study)


def assumptions_log(study: Study) -> AssumptionsLog:
    """The assumptions log with the effect of each entry; raises as :func:`sroi.webapp.values.valuation` does."""
    return _assumptions_log(values.fingerprint(study), study)


def statement(study: Study) -> Statement:
    """The assurance statement of the day; raises as :func:`sroi.webapp.values.valuation` does."""
    return _statement(values.fingerprint(study), now().date(), study)


def between(one: Study, other: Study) -> Between:
    """What lies between two versions; raises where one of them cannot be valued."""
    return _between(values.fingerprint(one), values.fingerprint(other), one, other)


def bridge(one: Study, other: Study) -> Bridge:
    """Why two versions differ; raises where one cannot be valued, or they are in different money."""
    return _bridge(values.fingerprint(one), values.fingerprint(other), one, other)


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _statement(key: str, today: date, _study: Study) -> Statement:
    return assurance_statement(values.valuation(_study), today=today)


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _between(key: str, other_key: str, _one: Study, _other: Study) -> Between:
    compared = compare_valuations(values.valuation(_one), values.valuation(_other))
    return compute_between(compared, (values.review(_one), values.review(_other)))


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _bridge(key: str, other_key: str, _one: Study, _other: Study) -> Bridge:
    return compute_bridge(values.model(_one), values.model(_other))


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _evidence(key: str, _study: Study) -> Evidence:
    return compute_evidence(values.valuation(_study))


@st.cache_resource(scope="session", max_entries=_MOST, show_spinner=False)
def _assumptions_log(key: str, _study: Study) -> AssumptionsLog:
    return compute_log(values.valuation(_study))
