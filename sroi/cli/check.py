"""``sroi check``: whether a file is valid, and what a reviewer would ask about the study."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from sroi.assurance.finding import LEVELS, Finding, Level
from sroi.assurance.profile import Profile, read_profile
from sroi.assurance.review import Review, review
from sroi.cli.machines import print_json
from sroi.cli.main import BAD_INPUT, DONE, FOUND
from sroi.cli.opening import open_study
from sroi.cli.output import say
from sroi.errors import FileError, Problem, SroiError
from sroi.study.study import Study
from sroi.valuation.published import published_problems
from sroi.valuation.remarks import agency_problems
from sroi.valuation.valuation import Valuation, evaluate

#: Code of the notes that stand beside every result.
READER_NOTE = "reader-note"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the check has to say about a study, as plain data.

    ``code`` is that of an error, or the id of a rule; ``allowed`` is empty for rules, ``why`` for errors. ``effect``
    tells in words, and ``ratio_if_mended`` as a number, what becomes of the ratio when it is mended.
    """

    level: Level
    code: str
    title: str
    address: str | None
    line: int | None
    found: str
    allowed: str
    write: str
    why: str = ""
    source: str = ""
    effect: str = ""
    ratio_if_mended: float | None = None
    acknowledged: str | None = None

    @property
    def said(self) -> str:
        """The whole in one text, as errors are printed."""
        if self.code == READER_NOTE:
            return self.found
        return str(Problem(self.code, self.found, self.allowed, self.write, self.address or "", self.line))


@dataclass(frozen=True)
class Checked:
    """What the check has to say about one file.

    ``items`` are what is wrong with the file and what stands beside every result; ``review`` is None where the study
    or one of its scenarios cannot be valued.
    """

    name: str
    items: tuple[Item, ...]
    review: Review | None = None
    unread: bool = False
    findings: tuple[Item, ...] = field(default=())

    @property
    def all(self) -> tuple[Item, ...]:
        """Everything, the gravest first."""
        return tuple(sorted((*self.items, *self.findings), key=lambda item: LEVELS.index(item.level)))


def execute(options: argparse.Namespace) -> int:
    """Check each file; a file that cannot be read at all is bad input."""
    profile = read_profile(options.profile) if options.profile else None
    found = [check(name, options.proxies, profile, not options.no_effects) for name in options.study]
    form = "json" if options.json else options.format
    if form == "json":
        print_json({one.name: [asdict(item) for item in one.all] for one in found})
    elif form == "sarif":
        from sroi.cli.sarif import sarif

        print_json(sarif({one.name: one.all for one in found}))
    else:
        from sroi.cli.check_text import show

        for place, one in enumerate(found):
            if place and (one.review is not None or found[place - 1].review is not None):
                say("")
            show(one, None if options.verbose else options.limit)
    if any(one.unread for one in found):
        return BAD_INPUT
    least = LEVELS.index(options.fail_on)
    grave = (LEVELS.index(item.level) <= least for one in found for item in one.all if item.acknowledged is None)
    return FOUND if any(grave) else DONE


def check(name: str, proxies: Sequence[str] = (), profile: Profile | None = None, effects: bool = True) -> Checked:
    """Everything wrong with one study, scenarios included; what a reviewer would ask; what stands beside the result."""
    try:
        study = open_study(name, proxies)
        valuation = evaluate(study)
    except FileError as error:
        return Checked(name, tuple(map(_of_problem, error.problems)), unread=True)
    except SroiError as error:
        return Checked(name, tuple(map(_of_problem, error.problems)))
    items = tuple(_of_file(study, valuation))
    if any(item.level == "error" for item in items):
        return Checked(name, items)  # a reviewer is asked once the file holds together
    found = review(valuation, profile=profile, today=date.today(), effects=effects)
    return Checked(name, items, found, findings=tuple(_of_finding(found, finding) for finding in found.findings))


def _of_file(study: Study, valuation: Valuation) -> Iterator[Item]:
    for scenario in (*study.scenarios, *study.options):
        try:
            evaluate(study, scenario)
        except SroiError as error:
            where = f"{'scenarios' if scenario in study.scenarios else 'options'}/{scenario}"
            line = study.line(*where.split("/"))
            for p in error.problems:
                said = f"{p.address}: {p.found}" if p.address else p.found
                yield _of_problem(Problem(p.code, said, p.allowed, p.write, where, line))
    yield from map(_of_problem, published_problems(study))
    yield from (_of_problem(problem, "note") for problem in agency_problems(study))
    for note in valuation.notes:
        yield Item("note", READER_NOTE, "", None, None, note.rstrip("."), "", "")


def _of_problem(p: Problem, level: Level = "error") -> Item:
    return Item(level, p.code, "", p.address, p.line, p.found, p.allowed, p.write)


def _of_finding(found: Review, finding: Finding) -> Item:
    rule, what = finding.rule, finding.found
    return Item(
        rule.level, rule.id, rule.title, what.address or None, finding.line, what.message, "", what.fix, rule.why,
        rule.source, found.effect(finding), finding.ratio_if_mended, finding.acknowledged,
    )  # fmt: skip
