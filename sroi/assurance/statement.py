"""The assurance statement: the principles one by one, filled in from the study, with gaps shown as gaps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sroi.analysis.headline import Headline, headline
from sroi.assurance.answers import Answer, Answering, answers
from sroi.assurance.evidence import Evidence, evidence
from sroi.assurance.finding import Finding
from sroi.assurance.logs import AssumptionsLog, assumptions_log
from sroi.assurance.principles import CAVEAT, CAVEAT_FROM, NAMES_FROM, NOT_READ, PRINCIPLES, Principle, principle_of
from sroi.assurance.review import Review, review
from sroi.study.study import Study
from sroi.valuation.model import Model
from sroi.valuation.notebook import brief, page
from sroi.valuation.valuation import Valuation

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class OnPrinciple:
    """What a study says on one principle.

    Parameters
    ----------
    principle
        The principle.
    answers
        Questions, what the study says and what it leaves open.
    findings
        Findings of the review that speak of it, acknowledged ones among them.
    quiet
        Checks that speak of it, were asked, and found nothing.
    """

    principle: Principle
    answers: tuple[Answer, ...]
    findings: tuple[Finding, ...]
    quiet: tuple[str, ...]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What the study leaves open."""
        return tuple(gap for answer in self.answers for gap in answer.gaps)


@dataclass(frozen=True)
class Statement:
    """A pre-filled assurance statement.

    Made by :func:`assurance_statement`. It is a start for whoever assures, and no assurance.

    Parameters
    ----------
    valuation
        The study, valued.
    headline
        The ratio with its range.
    review
        What automatic checks found.
    evidence
        What the result rests on.
    log
        The assumptions log.
    principles
        The eight principles, in their order.
    """

    valuation: Valuation
    headline: Headline
    review: Review
    evidence: Evidence
    log: AssumptionsLog
    principles: tuple[OnPrinciple, ...]

    @property
    def range_rests_on(self) -> str:
        """How many numbers the range of the ratio is made of, in words."""
        rows = [row for row in self.valuation.model.parameters.rows if row.stated]
        ranged = sum(row.uncertain for row in rows)
        if not ranged:
            return f"None of the {len(rows)} stated numbers has a range: all of them count as known."
        return (
            f"The range counts what is not known of {ranged} of {len(rows)} stated numbers; the others count as known."
        )

    @property
    def unplaced(self) -> tuple[Finding, ...]:
        """Findings of checks that belong to none of the principles."""
        return tuple(finding for finding in self.review.findings if principle_of(finding.rule.id) is None)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What must stand above it."""
        return (
            f"“{CAVEAT}” ({CAVEAT_FROM})",
            "This page was filled in by a program from the study file. It is a start for whoever assures, and no "
            "assurance: nobody has looked at stakeholders, data or reasons.",
            NOT_READ,
        )

    def __repr__(self) -> str:
        return brief(self, self.summary)

    def _repr_html_(self) -> str:
        return page(self, self.summary, self.table, ("number", "principle", "question", "said", "gaps"))

    @property
    def summary(self) -> tuple[str, ...]:
        """What it says, in sentences."""
        gaps = sum(len(one.gaps) for one in self.principles)
        touched = sum(bool(one.gaps) for one in self.principles)
        found = "1 gap" if gaps == 1 else f"{gaps} gaps"
        lead = f"{found} under {touched} of the {len(self.principles)} principles" if gaps else "No gap was found"
        return (f"{lead}; whether what is said convinces is for people to judge.", *self.review.summary)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per question: number and name of the principle, question, what is said, gaps, open findings."""
        import pandas as pd

        rows = [
            (one.principle.number, one.principle.name, answer.asks, "\n".join(answer.said), "\n".join(answer.gaps),
             ", ".join(dict.fromkeys(finding.rule.id for finding in one.findings if finding.open)))
            for one in self.principles
            for answer in one.answers
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["number", "principle", "question", "said", "gaps", "open_findings"])

    @property
    def markdown(self) -> str:
        """The statement as Markdown, for a report or a meeting."""
        from sroi.assurance.markdown import as_markdown

        return as_markdown(self)

    def to_dict(self) -> dict[str, Any]:
        """The statement as plain data."""
        study = self.valuation.study
        return {
            "title": study.title,
            "kind": study.kind,
            "study_hash": study.hash,
            "ratio": self.valuation.ratio,
            "answer": self.headline.answer,
            "basis": [self.headline.basis, self.valuation.convention, self.range_rests_on, *self.valuation.notes],
            "draft": self.review.draft,
            "caveats": list(self.caveats),
            "names_of_principles_from": NAMES_FROM,
            "summary": list(self.summary),
            "principles": [self._plain(one) for one in self.principles],
            "other_findings": [self._finding(finding) for finding in self.unplaced],
        }

    def _plain(self, one: OnPrinciple) -> dict[str, Any]:
        return {
            "number": one.principle.number,
            "name": one.principle.name,
            "about": one.principle.about,
            "answers": [
                {"question": answer.asks, "said": list(answer.said), "gaps": list(answer.gaps)}
                for answer in one.answers
            ],
            "findings": [self._finding(finding) for finding in one.findings],
            "checks_that_found_nothing": list(one.quiet),
            "beyond_checks": one.principle.beyond_checks,
        }

    def _finding(self, finding: Finding) -> dict[str, Any]:
        return {
            "id": finding.rule.id,
            "level": finding.rule.level,
            "address": finding.found.address,
            "line": finding.line,
            "message": finding.found.message,
            "fix": finding.found.fix,
            "effect": self.review.effect(finding),
            "acknowledged": finding.acknowledged,
        }


def assurance_statement(study: Study | Valuation, *, today: date | None = None) -> Statement:
    """Fill in an assurance statement from a study.

    Parameters
    ----------
    study
        A study, or its valuation.
    today
        The day; review dates that have passed are found only where it is given.

    Raises
    ------
    SroiError
        Where the study cannot be valued; see :func:`sroi.evaluate`.

    References
    ----------
    Names of the principles: Social Value International, glossary. The criteria of the Report Assurance Standard were
    not read; see ``docs/decisions/0027-assurance-statement.md``.

    Examples
    --------
    >>> study = Study.parse('''
    ... {sroi: 1, title: T, currency: GBP, start_year: 2025, horizon: 1,
    ...  stakeholders: {a: {name: Parents, involved: interviews with 18}}, inputs: {grant: {from: a, amount: 100}},
    ...  outcomes: {fit: {name: Fitter, stakeholder: a, quantity: 10, value: 20}}}
    ... ''')
    >>> found = assurance_statement(study)
    >>> found.principles[0].answers[0].said, found.principles[1].gaps[0]
    (('Parents: interviews with 18',), 'Fitter: no indicator stated')
    >>> found.summary[0]
    '18 gaps under 7 of the 8 principles; whether what is said convinces is for people to judge.'
    """
    valuation = study if isinstance(study, Valuation) else Valuation(Model(study))
    found = review(valuation, today=today)
    case = Answering(valuation, evidence(valuation), assumptions_log(valuation))
    said = answers(case)
    unasked = {off.rule.id for off in found.off} | ({"PRC005"} if today is None else set())
    principles = tuple(_on(principle, said[principle.number], found, unasked) for principle in PRINCIPLES)
    return Statement(valuation, headline(valuation), found, case.evidence, case.log, principles)


def _on(principle: Principle, said: tuple[Answer, ...], found: Review, unasked: Collection[str]) -> OnPrinciple:
    findings = tuple(finding for finding in found.findings if finding.rule.id in principle.checks)
    spoken = {finding.rule.id for finding in findings} | set(unasked)
    return OnPrinciple(principle, said, findings, tuple(check for check in principle.checks if check not in spoken))
