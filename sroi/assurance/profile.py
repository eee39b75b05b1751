"""Profiles: which rules are asked, at what level and with which thresholds; always with a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from sroi.assurance.finding import Rule
from sroi.assurance.rules import RULES
from sroi.errors import FileError, Problem
from sroi.study.estimate import Frozen
from sroi.study.faults import did_you_mean
from sroi.study.fields import Text
from sroi.study.plain import plain_data
from sroi.study.problems import from_pydantic
from sroi.study.reading import read_file
from sroi.study.records import CheckSetting
from sroi.study.study import Study

_IDS: Final = {rule.id: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Off:
    """A rule that is not asked.

    Parameters
    ----------
    rule
        The rule.
    reason
        Why, and who says so.
    """

    rule: Rule
    reason: str


@dataclass(frozen=True, slots=True)
class Profile:
    """How an organisation asks the rules of every study.

    Parameters
    ----------
    title
        What it is called.
    checks
        By id of a rule, what is otherwise than usual.
    """

    title: str = ""
    checks: Mapping[str, CheckSetting] = field(default_factory=dict)


class _Written(Frozen):
    """A profile as it is written."""

    title: Text
    checks: dict[str, CheckSetting]


def read_profile(path: str | Path) -> Profile:
    """Read a profile from a YAML or JSON file with ``title`` and ``checks``.

    Raises
    ------
    FileError
        With every problem: as of any file; ``check-unknown`` where it names no rule, ``threshold-unknown`` where a rule
        has no such threshold, ``threshold-whole`` where one is a count.
    """
    found = read_file(Path(path))
    document: Any = plain_data(found.document, [])
    problems = list(found.problems)
    written = None
    try:
        written = _Written.model_validate(document)
    except ValidationError as error:
        problems += [_of_a_profile(one) for one in from_pydantic(error, found, document)]
    if written is not None:
        for key, setting in written.checks.items():
            problems += [replace(one, line=found.line(("checks", key))) for one in faults_of(key, setting)]
    if problems or written is None:
        raise FileError(problems, Path(path).name)
    return Profile(written.title, written.checks)


def _of_a_profile(problem: Problem) -> Problem:
    """The same in words of a profile: it has two keys of its own, and is no study."""
    allowed = problem.allowed.replace("a study ", "a profile ")
    if problem.code == "key-unknown" and "/" not in problem.address:
        return replace(problem, allowed="a profile has title and checks", write="")
    return replace(problem, allowed=allowed)


def faults_of(key: str, setting: CheckSetting) -> Iterator[Problem]:
    """What in a setting names nothing there is, or cannot be a threshold.

    Examples
    --------
    >>> next(faults_of("OVC04", CheckSetting(reason="r"))).write
    'did you mean OVC004, OVC010 or OVC009'
    >>> print(next(faults_of("UNC001", CheckSetting(reason="r", thresholds={"largest": 2.5}))))
    checks/UNC001/thresholds/largest: found 2.5; largest is a whole number. [threshold-whole]
    """
    rule = _IDS.get(key)
    if rule is None:
        allowed = "checks are listed in docs/checks.md"
        yield Problem("check-unknown", f"found the check {key}", allowed, did_you_mean(key, _IDS), f"checks/{key}")
        return
    for name, value in setting.thresholds.items():
        at = f"checks/{key}/thresholds/{name}"
        if name not in rule.limits:
            have = f"its thresholds are {', '.join(rule.limits)}" if rule.limits else f"{key} has no threshold"
            yield Problem(
                "threshold-unknown", f"found the threshold {name}", have, did_you_mean(name, rule.limits, ""), at
            )
        elif _limit(rule, name, value) != value:
            yield Problem("threshold-whole", f"found {value:g}", f"{name} is a whole number", "", at)


def _limit(rule: Rule, name: str, value: float) -> float:
    """A threshold as its rule counts: whole where the rule's own is."""
    return int(value) if isinstance(rule.limits[name], int) else value


def rules_for(study: Study, profile: Profile | None = None) -> tuple[tuple[Rule, ...], tuple[Off, ...]]:
    """The rules as they are asked of a study, and those that are not.

    The study's own ``checks`` count, and where a profile speaks of the same rule, the profile does.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, inputs: {}, outcomes: {},
    ...  checks: {OVC008: {off: true, reason: nothing is zero-sum}, TIM002: {thresholds: {years: 7}, reason: house}}}
    ... ''')
    >>> asked, off = rules_for(study)
    >>> off[0].reason, [dict(rule.limits) for rule in asked if rule.id == "TIM002"]
    ('nothing is zero-sum', [{'years': 7.0, 'grade': 3}])
    """
    own = {key: (setting, "") for key, setting in study.checks.items()}
    house = profile.checks if profile is not None else {}
    settings = own | {key: (setting, profile.title if profile is not None else "") for key, setting in house.items()}
    asked, off = [], []
    for rule in RULES:
        setting, title = settings.get(rule.id, (None, ""))
        if setting is not None and setting.off:
            by = ", ".join(filter(None, [setting.by, title and f"profile {title}"]))
            off.append(Off(rule, setting.reason + (f" ({by})" if by else "")))
            continue
        if setting is not None:
            stated = {key: value for key, value in setting.thresholds.items() if key in rule.limits}
            kept = {key: _limit(rule, key, value) for key, value in stated.items()}
            rule = replace(rule.at(setting.level), limits={**rule.limits, **kept}, levelled=setting.level is not None)
        asked.append(rule)
    return tuple(asked), tuple(off)
