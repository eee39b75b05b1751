"""The review of a study: every rule asked, with the effect on the ratio where a fault can be mended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from sroi.assurance import overclaiming, people_and_evidence, valuing
from sroi.assurance.case import Case
from sroi.assurance.finding import LEVELS, Finding, Found, Rule
from sroi.study.study import Study
from sroi.valuation.engine import evaluate
from sroi.valuation.formats import money
from sroi.valuation.model import Model
from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd

#: Every rule, in the order in which findings of one level are listed.
RULES: Final[tuple[Rule, ...]] = (*overclaiming.RULES, *valuing.RULES, *people_and_evidence.RULES)


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
    """

    valuation: Valuation
    findings: tuple[Finding, ...]

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

    def effect(self, finding: Finding) -> str:
        """The effect of mending a finding in words; empty where it cannot be computed."""
        if finding.ratio_if_mended is None:
            return ""
        currency = self.valuation.study.currency
        before, after = (money(ratio, currency, 2) for ratio in (self.valuation.ratio, finding.ratio_if_mended))
        mended = finding.found.mended
        return f"{mended}: {before} → {after}." if before != after else f"{mended}, the ratio stays at {before}."


def review(study: Study | Valuation) -> Review:
    """Ask every rule about a study.

    Parameters
    ----------
    study
        A study, or its valuation.

    Raises
    ------
    SroiError
        Where the study cannot be valued; see :func:`sroi.evaluate`.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1, sources: {s: {title: Survey}},
    ...  stakeholders: {a: {name: Parents, role: participant, involved: "interviews with 18"}},
    ...  inputs: {grant: {from: a, amount: 100, source: s}}, kind: evaluation,
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 8 to 12, value: 20 to 30, source: s}}}
    ... ''')
    >>> [(finding.rule.id, finding.found.address) for finding in review(study).findings][:2]
    [('OVC002', 'fit/deadweight'), ('OVC004', 'fit')]
    """
    valuation = study if isinstance(study, Valuation) else Valuation(Model(study))
    case = Case(valuation)
    answers = [(rule, found) for rule in RULES for found in rule.find(case)]
    effects = _effects(valuation, [found for _, found in answers])
    findings = [
        Finding(rule, found, _line(case.study, found.address), effect, _acknowledged(case.study, rule, found))
        for (rule, found), effect in zip(answers, effects, strict=True)
    ]
    return Review(valuation, tuple(sorted(findings, key=lambda finding: LEVELS.index(finding.rule.level))))


def _effects(valuation: Valuation, answers: Sequence[Found]) -> list[float | None]:
    """The ratio with each mend made alone: all of them in one evaluation."""
    model, mends = valuation.model, [found.mend for found in answers]
    points: dict[str, np.ndarray] = {}
    for place, mend in enumerate(mends):
        for address, value in mend.items():
            row = model.parameters.row(address)
            assert row is not None  # rules name numbers that are stated
            points.setdefault(row.address, np.full(len(mends), row.central))[place] = value
    if not points:
        return [None] * len(mends)
    found = evaluate(model, points)
    ratios = [
        float(benefits / inputs) if inputs > 0 else None
        for benefits, inputs in zip(found.pv_benefits, found.pv_inputs, strict=True)
    ]
    return [ratio if mend else None for ratio, mend in zip(ratios, mends, strict=True)]


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
        if entry.check == rule.id and (entry.address is None or entry.address == found.address):
            return f"{entry.reason} ({entry.by}{f', {entry.when}' if entry.when else ''})"
    return None
