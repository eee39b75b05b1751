"""Which scenario of a study is meant, and what it sets besides estimates."""

from __future__ import annotations

from typing import Any, Final

from sroi.errors import Problem, StudyError
from sroi.study.consistency import SETTINGS
from sroi.study.faults import did_you_mean
from sroi.study.settings import Scenario
from sroi.study.study import Study

#: Name of the study without any scenario.
BASE: Final = "base"


def scenario_of(study: Study, name: str | None) -> Scenario | None:
    """Return a scenario or option by its id; None for the base case."""
    if name is None or name == BASE:
        return None
    found = study.scenarios.get(name) or study.options.get(name)
    if found is None:
        known = [*study.scenarios, *study.options]
        write = did_you_mean(name, known, "" if known else "the study has none")
        raise StudyError(
            Problem("scenario-unknown", f"found {name}", "a scenario is an id under scenarios or options", write)
        )
    return found


def with_settings(study: Study, scenario: Scenario | None, name: str | None) -> Study:
    """Apply what a scenario, of some name, sets besides estimates: horizon, discounting and the like."""
    settings = {key: written for key, written in (scenario.set if scenario else {}).items() if key in SETTINGS}
    if not settings:
        return study
    document = {**study.document, **settings}
    for kind in ("scenarios", "options"):
        # Under other settings another scenario's addresses may name nothing: a rate, where there is now a schedule.
        if kind in document:
            document[kind] = {key: _unless_other(item, key == name) for key, item in document[kind].items()}
    return study.replaced(document)


def _unless_other(written: Any, meant: bool) -> Any:
    """A scenario as it is written; of another than is meant only what it is called."""
    return written if meant else {key: item for key, item in written.items() if key not in ("set", "scale")}
