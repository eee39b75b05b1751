"""The review of a study: every rule asked, with the effect on the ratio where a fault can be mended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from sroi.assurance.case import Case
from sroi.assurance.effects import ratio_if_all_mended, ratios_if_mended
from sroi.assurance.finding import LEVELS, Finding, Found, Rule, covers
from sroi.assurance.profile import Off, Profile, faults_of, rules_for
from sroi.assurance.rules import RULES
from sroi.assurance.rules.process import concerns_nothing
from sroi.study.records import Acknowledged
from sroi.study.study import Study
from sroi.valuation.formats import money
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RULES", "Review", "acknowledged_words", "review"]


@dataclass(frozen=True)
class Review:
    """What a reviewer would ask about a study.

    Made by :func:`review`. Findings are what automatic checks can find; that none is open is no assurance.

    Parameters
    ----------
    valuation
        The study, valued.
    findings
        The gravest first.
    off
        Rules that were not asked, each with the reason.
    if_all_mended
        Ratio with all findings of one rule mended together, by its id, where there are several and it can be computed.
    """

    valuation: Valuation
    findings: tuple[Finding, ...]
    off: tuple[Off, ...] = ()
    if_all_mended: dict[str, float] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Finding, ...]:
        """Findings that nobody has acknowledged."""
        return tuple(finding for finding in self.findings if finding.open)

    @property
    def draft(self) -> bool:
        """Whether an error is open, so that the study is a draft."""
        return any(finding.rule.level == "error" for finding in self.open)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per finding: id, level, address, line, message, fix, why, source, ratio_if_mended, acknowledged."""
        import pandas as pd

        columns = (
            "id", "level", "address", "line", "message", "fix", "why", "source", "ratio_if_mended", "acknowledged",
        )  # fmt: skip
        return pd.DataFrame([self._row(finding) for finding in self.findings], columns=list(columns))

    def _row(self, finding: Finding) -> tuple[object, ...]:
        rule, found = finding.rule, finding.found
        return (
            rule.id, rule.level, found.address, finding.line, found.message, found.fix, rule.why, rule.source,
            finding.ratio_if_mended, finding.acknowledged,
        )  # fmt: skip

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table, ("id", "level", "address", "message", "fix", "ratio_if_mended"))

    @property
    def summary(self) -> tuple[str, ...]:
        """What the review says, in sentences."""
        return tuple(self._said())

    def _said(self) -> Iterator[str]:
        if not self.open:
            yield "No automatic check is open. That is not assurance: checks cannot judge whether the numbers are true."
        for level in LEVELS:
            count = sum(finding.rule.level == level for finding in self.open)
            if count:
                yield f"{count} {level}{'s' if count > 1 else ''} open."
        kept = len(self.findings) - len(self.open)
        if kept:
            yield f"{kept} acknowledged, with a reason."
        if self.off:
            yield f"Not asked, with a reason: {', '.join(one.rule.id for one in self.off)}."

    def effect(self, finding: Finding) -> str:
        """The effect of mending a finding in words; empty where it cannot be computed."""
        return "" if finding.ratio_if_mended is None else self._changed(finding.found.mended, finding.ratio_if_mended)

    def effect_of_all(self, rule: str) -> str:
        """The effect of mending everything a rule found, in words; empty where it cannot be computed."""
        return self._changed("All of them mended so", self.if_all_mended[rule]) if rule in self.if_all_mended else ""

    def _changed(self, mended: str, ratio: float) -> str:
        currency = self.valuation.study.currency
        before, after = money(self.valuation.ratio, currency, 2), money(ratio, currency, 2)
        return (
            f"{mended}: ratio {before} → about {after}."
            if before != after
            else f"{mended}: the ratio stays at {before}."
        )


def review(
    study: Study | Valuation, *, profile: Profile | None = None, today: date | None = None, effects: bool = True
) -> Review:
    """Ask every rule about a study.

    Parameters
    ----------
    study
        A study, or its valuation.
    profile
        Rules to leave out, other thresholds and levels, beyond those the study states under ``checks``.
    today
        The day of the review. Review dates that have passed are found only where it is given.
    effects
        Whether to compute what becomes of the ratio when a fault is mended.

    Raises
    ------
    SroiError
        Where the study cannot be valued; see :func:`sroi.evaluate`.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, sources: {s: {title: Survey, sample: 40}},
    ...  stakeholders: {a: {name: Parents, role: participant, involved: "interviews with 18"}}, limitations: few,
    ...  inputs: {grant: {from: a, amount: 100, source: s}}, kind: evaluation, price_base: 2025,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20 to 30, source: s}}}
    ... ''')
    >>> found = review(study)
    >>> [(finding.rule.id, finding.found.address) for finding in found.findings][:2]
    [('OVC002', 'fit/deadweight'), ('OVC004', 'fit')]
    >>> found.effect(found.findings[0])
    'With 20% deadweight, the median of published studies: ratio £2.32 → about £1.86.'
    """
    valuation = study if isinstance(study, Valuation) else Valuation(Model(study))
    case = Case(valuation, today)
    asked, off = rules_for(case.study, profile)
    for rule in sorted(asked, key=lambda one: one.id == concerns_nothing.id):
        if rule.id == concerns_nothing.id:
            _look_for_idle(case)
        case.answers += [(rule.at(found.level), found) for found in rule.ask(case)]
        if rule.id != "PRC005" or today is not None:
            case.asked.add(rule.id)
    answers = case.answers
    alone, together = _effects(valuation, answers) if effects else ([None] * len(answers), {})
    findings = [
        Finding(rule, found, _line(case.study, found.address), ratio, _acknowledged(case.study, rule, found))
        for (rule, found), ratio in zip(answers, alone, strict=True)
    ]
    order = {rule.id: place for place, rule in enumerate(RULES)}
    findings.sort(key=lambda finding: (LEVELS.index(finding.rule.level), order[finding.rule.id]))
    return Review(valuation, tuple(findings), off, together)


def _look_for_idle(case: Case) -> None:
    """Note what under ``checks`` names no rule or threshold; and acknowledgements of rules there are not."""
    for key, setting in case.study.checks.items():
        case.idle += [(problem.address or "", f"{problem.found[0].upper()}{problem.found[1:]}: {problem.allowed}.",
                       problem.write or "correct it, or remove it") for problem in faults_of(key, setting)]  # fmt: skip
    known = {rule.id for rule in RULES}
    case.asked |= {entry.check for entry in case.study.acknowledged if entry.check not in known}


def _effects(valuation: Valuation, answers: list[tuple[Rule, Found]]) -> tuple[list[float | None], dict[str, float]]:
    """The ratio with each mend made alone, and with all those of one rule."""
    alone = ratios_if_mended(valuation.model, [found for _, found in answers])
    by_rule: dict[str, list[Found]] = {}
    for rule, found in answers:
        by_rule.setdefault(rule.id, []).append(found)
    together = {key: ratio_if_all_mended(valuation.model, found) for key, found in by_rule.items() if len(found) > 1}
    return alone, {key: ratio for key, ratio in together.items() if ratio is not None}


def _line(study: Study, address: str) -> int | None:
    if not address:
        return None
    keys = address.split("/")
    path = keys if keys[0] in ("inputs", "stakeholders", "estimates", "counterfactuals", "discounting") else None
    if path is None:
        path = keys if keys[0] not in study.outcomes else ["outcomes", *keys]
    for end in range(len(path), 0, -1):
        if (line := study.line(*path[:end])) is not None:
            return line
    return None


def _acknowledged(study: Study, rule: Rule, found: Found) -> str | None:
    for entry in study.acknowledged:
        if entry.check == rule.id and covers(entry, found):
            return acknowledged_words(entry)
    return None


def acknowledged_words(entry: Acknowledged) -> str:
    """Why a finding stands, who says so and when.

    Examples
    --------
    >>> from sroi.study.records import Acknowledged
    >>> acknowledged_words(Acknowledged(check="STK001", reason="a pilot of six weeks", by="J. Doe", when="2025-06-01"))
    'a pilot of six weeks (J. Doe, 2025-06-01)'
    """
    return f"{entry.reason} ({entry.by}{f', {entry.when}' if entry.when else ''})"
