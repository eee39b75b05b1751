"""One report of a study: sections in the order of a profile, numbered, with everything that writers need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date as Date
from typing import Final

from sroi.analysis.headline import DRAWS
from sroi.errors import Problem, StudyError
from sroi.report.catalogue import DEFAULT, catalogue
from sroi.report.content import Block, Paragraph, Report, Section
from sroi.report.material import Material
from sroi.report.sections.appraisal import appraisal
from sroi.report.sections.assurance import assurance, principles
from sroi.report.sections.brief import brief
from sroi.report.sections.closing import glossary, history, reproduce
from sroi.report.sections.cover import alternative_name, cover, status
from sroi.report.sections.evidence import evidence
from sroi.report.sections.impact import impact
from sroi.report.sections.limits import limits
from sroi.report.sections.logs import assumptions, data, decisions
from sroi.report.sections.response import response
from sroi.report.sections.result import result
from sroi.report.sections.scope import scope
from sroi.report.sections.stakeholders import stakeholders
from sroi.report.sections.summary import summary
from sroi.report.sections.theory import theory
from sroi.report.sections.trace import trace
from sroi.report.sections.uncertainty import uncertainty
from sroi.report.sections.unvalued import unvalued
from sroi.report.sections.values import values
from sroi.study.faults import did_you_mean
from sroi.study.study import Study

#: Sections of each profile that has many, in their order.
_SECTIONS: Final = {
    "svi": (
        summary, scope, stakeholders, theory, evidence, values, impact, result, uncertainty, unvalued, limits,
        response, assurance, assumptions, decisions, data, trace, history, glossary, reproduce,
    ),
    "green-book": (
        summary, scope, appraisal, stakeholders, evidence, values, impact, result, uncertainty, unvalued, limits,
        assurance, assumptions, data, glossary, reproduce,
    ),
}  # fmt: skip

#: Kinds of report, the fullest first.
PROFILES: Final = (*_SECTIONS, "brief")

#: Draws beyond this change no printed digit, and several sections make them.
MOST_DRAWS: Final = 1_000_000


def build(
    study: Study,
    profile: str = "svi",
    *,
    scenario: str | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    date: Date | None = None,
    language: str = DEFAULT,
) -> Report:
    """Write a report of a study.

    Parameters
    ----------
    study
        The study.
    profile
        ``svi`` (in the order of the principles of social value), ``green-book`` (with an appraisal summary table) or
        ``brief`` (two pages).
    scenario
        Scenario or option that is valued; None for the base case.
    draws, seed
        Of the simulations behind the ranges.
    date
        Day of the report; the library does not look at a clock.
    language
        Language of the texts; English so far. Sentences about analyses are in English in any language.

    Returns
    -------
    Report
        For :func:`sroi.report.write.write`.

    Raises
    ------
    StudyError
        ``profile-unknown``; ``scenario-unknown``.
    SroiError
        Where the study cannot be valued; ``language-unknown``; ``draws-range``; ``seed-range``.

    Examples
    --------
    >>> from sroi.bank.locate import studies_folder
    >>> from sroi.study.loading import load
    >>> report = build(load(studies_folder() / "wheels-to-meals.yaml"), "brief")
    >>> [section.id for section in report.sections][:3], report.draft
    (['answer', 'caveats', 'gains'], 'DRAFT')
    """
    if profile not in PROFILES:
        said = f"found the profile {profile}", f"the profiles are {', '.join(PROFILES)}"
        raise StudyError(Problem("profile-unknown", *said, did_you_mean(profile, PROFILES)))
    if draws > MOST_DRAWS:
        said = f"found {draws:,} draws", f"a report rests on at most {MOST_DRAWS:,}"
        raise StudyError(Problem("draws-range", *said, "write 100000, or ask sroi simulate for more"))
    m = Material(study, catalogue(language), scenario=scenario, draws=draws, seed=seed, date=date)
    compact = profile == "brief"
    sections = brief(m) if compact else tuple(_numbered(m, (make(m) for make in _SECTIONS[profile])))
    title = study.title if scenario is None else f"{study.title}: {alternative_name(m, scenario)}"
    report = Report(
        title=title,
        subtitle=m.say(f"profile.{profile}"),
        language=m.texts.language,
        author=study.author or "",
        date=date.isoformat() if date is not None else "",
        status=status(m),
        draft=m.say("status.watermark") if m.review.draft else "",
        cover=(),
        sections=sections,
        record=m.record,
        words=m.texts.group("writer"),
        compact=compact,
    )
    return replace(report, cover=tuple(_cover(m, report, profile)))


def _cover(m: Material, report: Report, profile: str) -> Iterator[Block]:
    if report.draft:
        yield Paragraph(report.words["draft-brief" if report.compact else "draft-note"], "warning")
    if report.compact:
        return
    yield cover(m, profile)
    still = len(report.prompts)
    if still:
        yield Paragraph(m.say("cover.to-write", count=still), "warning")


def _numbered(m: Material, sections: Iterable[Section]) -> Iterator[Section]:
    """Sections with numbers, annexes with letters; then the principles can say where they are answered."""
    titled, place, letter = [], 0, 0
    for section in sections:
        if section.annex:
            lead, letter = f"{m.say('writer.annex')} {chr(65 + letter)}", letter + 1
        else:
            place += 1
            lead = str(place)
        titled.append(_under(section, lead))
    numbers = {section.id: section.title for section in titled}
    for section in titled:
        if section.id == "assurance":
            lead = section.title.partition(".")[0]
            more = _under(principles(m, numbers), f"{lead}.{len(section.sections) + 1}")
            section = replace(section, sections=(*section.sections, more))
        yield section


def _under(section: Section, lead: str) -> Section:
    """A section with its number in front of its title, and those below it with theirs."""
    parts = tuple(_under(part, f"{lead}.{place}") for place, part in enumerate(section.sections, start=1))
    dot = ". " if "." not in lead else " "
    return replace(section, title=f"{lead}{dot}{section.title}", sections=parts)
